package bind

import (
	"bytes"

	"nianbao/internal/message"
	"nianbao/internal/report"
)

// MaxSize is how many bytes an input may have; see the report file's format,
// "Meaning of a cell".
const MaxSize = 10 << 20

// TooLarge is why an input beyond MaxSize gives no report.
func TooLarge() *Failure { return &Failure{Form: "size", Args: map[string]string{"limit": "10"}} }

// Failure is why an input gives no report.
type Failure struct {
	Form         string
	Line, Column int // 0 where the whole input is meant
	Args         map[string]string
	// Cause is why the system did not read the input, nil where it did.
	Cause message.Phrase
}

// Unreadable is the report of an input that gives none: it has one problem, and
// the form that reports have which name none.
func Unreadable(path string, data []byte, f *Failure, opts Options) *report.Report {
	r := report.New(path, opts.fallback())
	r.Unreadable = true
	if len(data) <= MaxSize && !bytes.ContainsRune(data, 0) {
		r.Source = data
	}
	line, column := max(f.Line, 1), max(f.Column, 1)
	pos := report.OnLine(line, column, column+1)
	args := f.Args
	if args == nil {
		args = map[string]string{}
	}
	r.Problems = []report.Problem{{Rule: "SRC001", Form: f.Form, Pos: pos, Args: args}}
	if f.Cause != nil {
		r.Problems[0].Phrases = map[string]message.Phrase{"cause": f.Cause}
	}
	return r
}
