// Package format prints findings, one output format a file. Every format takes
// the results one by one, so that a thousand files need no more memory than a
// few.
package format

import (
	"fmt"
	"io"

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
	"text": newText,
	"json": newJSON,
}

// Names are the formats, in the order of the documentation.
var Names = []string{"text", "json"}

// New returns the printer of a format. The error names the formats there are.
func New(name string, w io.Writer, c *lint.Catalogue, o Options) (Printer, error) {
	make := formats[name]
	if make == nil {
		return nil, fmt.Errorf("没有输出格式“%s”，可用：%v", name, Names)
	}
	return make(w, c, o), nil
}
