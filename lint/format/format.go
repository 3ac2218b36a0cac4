// Package format prints findings, one output format a file. Every format takes
// the results one by one, so that a thousand files need no more memory than a
// few; html alone holds what it shows, because its counts stand at the top.
package format

import (
	"fmt"
	"io"
	"slices"

	"nianbao/internal/message"
	"nianbao/lint"
)

// Printer prints the results of a run.
type Printer interface {
	// Result prints what was found in one file.
	Result(lint.Result) error
	// Close ends the output.
	Close() error
}

// Options are common to the formats.
type Options struct {
	// Lang is "zh" or "en".
	Lang string
	// Color asks for colours, where the format knows any.
	Color bool
	// Least is the severity below which findings are not shown.
	Least lint.Severity
}

// formats is the closed set of formats.
var formats = map[string]func(io.Writer, *lint.Catalogue, Options) Printer{
	"text":   newText,
	"json":   newJSON,
	"jsonl":  newJSONLines,
	"sarif":  newSARIF,
	"github": newGitHub,
	"junit":  newJUnit,
	"html":   newHTML,
}

// Names are the formats, in the order of the documentation.
var Names = []string{"text", "json", "jsonl", "sarif", "github", "junit", "html"}

// New returns the printer of a format. The error names the formats there are.
func New(name string, w io.Writer, c *lint.Catalogue, o Options) (Printer, error) {
	make := formats[name]
	if make == nil {
		return nil, message.New("没有输出格式“{name}”，可用：{names}", `there is no output format "{name}"; there are {names}`, "name", name, "names", Names)
	}
	return make(w, c, o), nil
}

// IsForPeople reports whether a format is text that people read as it is.
func IsForPeople(name string) bool { return name == "text" }

// WantsParts reports whether a format draws tables, for which the linter must
// be asked (lint.Options.WithParts).
func WantsParts(name string) bool { return name == "html" }

// output remembers the first error of a writer, so that printers need not ask
// after every line.
type output struct {
	w   io.Writer
	err error
}

func (o *output) write(s string) {
	if o.err == nil {
		_, o.err = io.WriteString(o.w, s)
	}
}

func (o *output) printf(format string, args ...any) {
	if o.err == nil {
		_, o.err = fmt.Fprintf(o.w, format, args...)
	}
}

// tally counts what a run found, shown or not.
type tally struct {
	files    int
	severity [3]int
	waived   int
	leftOut  int
}

func (t *tally) add(r *lint.Result) {
	if !r.Pack {
		t.files++
	}
	t.leftOut += r.LeftOutTotals
	for _, s := range []lint.Severity{lint.Note, lint.Warning, lint.Error} {
		t.severity[s] += r.Count(s)
	}
	t.waived += r.Waived()
}

// shown returns the findings of a result that are not below the least severity,
// for readers who want to know what to do: waived ones only where notes are
// asked for.
func (o *Options) shown(r *lint.Result) []*lint.Finding {
	return slices.DeleteFunc(o.listed(r), func(f *lint.Finding) bool { return f.Waived != nil && o.Least > lint.Note })
}

// listed returns the findings of a result that are not below the least severity,
// the waived ones included.
func (o *Options) listed(r *lint.Result) []*lint.Finding {
	var all []*lint.Finding
	for i := range r.Findings {
		if r.Findings[i].Severity >= o.Least {
			all = append(all, &r.Findings[i])
		}
	}
	return all
}
