package format

import (
	"io"

	"nianbao/lint"
)

// jsonlPrinter writes one JSON value a line: for each file its findings, the
// same objects as in the format json, then a line {"version":1,"file":{…}} with
// the file's counts. A reader thus learns of clean files too, knows when a file
// is complete, and needs no last line, which a broken pipe would lose.
type jsonlPrinter struct {
	output
	catalogue *lint.Catalogue
	options   Options
}

type jsonlFile struct {
	Version int      `json:"version"`
	File    jsonFile `json:"file"`
}

func newJSONLines(w io.Writer, c *lint.Catalogue, o Options) Printer {
	return &jsonlPrinter{output: output{w: w}, catalogue: c, options: o}
}

// Result implements Printer.
func (p *jsonlPrinter) Result(r lint.Result) error {
	for _, f := range p.options.listed(&r) {
		p.value(findingOf(f, p.catalogue, p.options.Lang))
		p.write("\n")
	}
	p.value(jsonlFile{Version: 1, File: fileOf(&r)})
	p.write("\n")
	return p.err
}

// Close implements Printer.
func (p *jsonlPrinter) Close() error { return p.err }
