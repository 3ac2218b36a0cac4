// Package source turns bytes into reports and reports into bytes: it is the
// only reader of the report file in YAML, JSON and Excel, and its writer in the
// first two (package templates makes workbooks). A front end makes
// a neutral tree of the bytes, one binder lays the tree on the edition's form.
// Faults of the input become report.Problems, never errors, and reading goes
// on after each.
package source

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"nianbao/internal/edition"
	"nianbao/internal/intake"
	"nianbao/internal/report"
)

// The limits of an input; see the report file's format, "Meaning of a cell".
const (
	// MaxSize is how many bytes an input may have.
	MaxSize  = 10 << 20
	maxDepth = 100
	// maxNodes bounds the marks that separate values, so that a small file
	// cannot grow into a large tree; a full report has about 500.
	maxNodes = 500_000
)

// Options says what an input is read with.
type Options struct {
	// Editions are the forms to choose from by 格式 and 年度.
	Editions *edition.Registry
	// Edition is a form to read with whatever the report says, or nil.
	Edition *edition.Edition
	Words   *edition.CellWords
	// Formats are those that can be read; nil for the ones of the report file.
	Formats Formats
	// Intake opens the inputs; nil remembers none and takes no pipes.
	Intake *intake.Intake
}

func (o *Options) formats() Formats {
	if o.Formats == nil {
		return Known()
	}
	return o.Formats
}

// fallback is the edition for an input that names none.
func (o *Options) fallback() *edition.Edition {
	if o.Edition != nil {
		return o.Edition
	}
	return o.Editions.Latest()
}

// Load reads the report in a file, or on stdin where path is "-". Like Read it
// always returns a report. It reads no more than the size limit, and nothing
// that opts.Intake does not let through.
func Load(ctx context.Context, path string, stdin io.Reader, opts Options) *report.Report {
	data, failed := readAll(ctx, path, stdin, &opts)
	if failed != nil {
		return unreadable(path, nil, failed, &opts)
	}
	return Read(path, data, opts)
}

func readAll(ctx context.Context, path string, stdin io.Reader, opts *Options) (data []byte, failed *failure) {
	err := ctx.Err()
	switch {
	case err != nil:
	case path == "-":
		data, err = intake.ReadStream(stdin, MaxSize)
	default:
		data, err = opts.Intake.Read(path, MaxSize)
	}
	if err != nil {
		return nil, openFailure(err)
	}
	return data, nil
}

func openFailure(err error) *failure {
	switch {
	case errors.Is(err, intake.ErrDirectory):
		return &failure{form: "directory"}
	case errors.Is(err, intake.ErrSpecial):
		return &failure{form: "device"}
	case errors.Is(err, intake.ErrTooLarge):
		return tooLarge()
	case errors.Is(err, fs.ErrNotExist):
		return &failure{form: "missing"}
	case errors.Is(err, fs.ErrPermission):
		return &failure{form: "permission"}
	}
	var pathErr *fs.PathError
	if errors.As(err, &pathErr) {
		err = pathErr.Err
	}
	return &failure{form: "io", args: map[string]string{"cause": err.Error()}}
}

func tooLarge() *failure { return &failure{form: "size", args: map[string]string{"limit": "10"}} }

// Read makes a report of the bytes of a report file. It never returns nil: an
// input that gives no report comes back with Unreadable set and exactly one
// problem, SRC001. An input is JSON where path ends in .json, or where it has
// no ending of ours and looks like JSON; else it is YAML.
func Read(path string, data []byte, opts Options) *report.Report {
	format := opts.formats().ByEnding(path)
	if format == nil {
		if failed := unread(path, data); failed != nil {
			return unreadable(path, nil, failed, &opts)
		}
		format = opts.formats().Of(path, data)
	}
	return format.Read(path, data, opts)
}

func readYAML(path string, data []byte, opts Options) *report.Report {
	return readText(path, data, &opts, parseYAML, func(t typedText) origin { return yamlText{t} })
}

func readJSON(path string, data []byte, opts Options) *report.Report {
	return readText(path, data, &opts, parseJSON, func(t typedText) origin { return t })
}

// readText reads a report file that is text.
func readText(path string, data []byte, opts *Options, parse func(*input) (*node, []report.Problem, *failure), from func(typedText) origin) *report.Report {
	in, failed := decode(data)
	if failed != nil {
		return unreadable(path, data, failed, opts)
	}
	root, problems, failed := parse(in)
	if failed == nil {
		failed = checkRoot(in, root)
	}
	if failed != nil {
		return unreadable(path, data, failed, opts)
	}
	b := &binder{from: from(typedText{in}), opts: opts, path: path, problems: problems}
	r := b.report(root)
	r.Source = data
	slices.SortStableFunc(r.Problems, func(a, b report.Problem) int { return a.Pos.Compare(b.Pos) })
	return r
}

// isJSON goes by the name or, where that says nothing, by the text, in which a
// byte order mark and odd line ends make no difference.
func isJSON(path string, data []byte) bool {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".json":
		return true
	case ".yaml", ".yml":
		return false
	}
	text := bytes.TrimPrefix(data, []byte("\ufeff"))
	return bytes.HasPrefix(bytes.TrimLeft(text, " \t\r\n"), []byte("{")) && json.Valid(text)
}

// failure is why an input gives no report.
type failure struct {
	form         string
	line, column int // 0 where the whole input is meant
	args         map[string]string
}

func unreadable(path string, data []byte, f *failure, opts *Options) *report.Report {
	r := report.New(path, opts.fallback())
	r.Unreadable = true
	if len(data) <= MaxSize && !bytes.ContainsRune(data, 0) {
		r.Source = data
	}
	line, column := max(f.line, 1), max(f.column, 1)
	pos := report.OnLine(line, column, column+1)
	args := f.args
	if args == nil {
		args = map[string]string{}
	}
	r.Problems = []report.Problem{{Rule: "SRC001", Form: f.form, Pos: pos, Args: args}}
	return r
}
