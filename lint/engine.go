package lint

import (
	"bytes"
	"context"
	"strconv"
	"strings"

	"nianbao/internal/edition"
	"nianbao/internal/pipeline"
	"nianbao/internal/report"
)

// Options configure a Linter.
type Options struct {
	// CanDraw reports whether the renderer at hand has a glyph for a
	// character; nil means that it draws everything.
	CanDraw func(rune) bool
	// Workers is how many files are judged at once, 0 for one a processor.
	Workers int
}

// Linter applies a catalogue to reports. It is safe for concurrent use.
type Linter struct {
	catalogue *Catalogue
	options   Options
}

// New returns a linter.
func New(c *Catalogue, o Options) *Linter {
	if o.CanDraw == nil {
		o.CanDraw = func(rune) bool { return true }
	}
	return &Linter{catalogue: c, options: o}
}

// Result is what was found in one file.
type Result struct {
	Path          string
	Edition       string
	Agency        string
	Year          int
	Unreadable    bool
	LeftOutTotals int
	// Findings are in order of position and rule.
	Findings []Finding
}

// Count returns how many findings have a severity.
func (r *Result) Count(s Severity) int {
	n := 0
	for i := range r.Findings {
		if r.Findings[i].Severity == s {
			n++
		}
	}
	return n
}

// Lint judges one report.
func (l *Linter) Lint(r *report.Report) Result {
	res := Result{Path: r.Path, Agency: r.Agency.Name.Text, Year: r.YearNumber, Unreadable: r.Unreadable, LeftOutTotals: r.LeftOut}
	p := &pass{report: r, options: &l.options, lines: lineIndex(r.Source)}
	if r.Edition != nil {
		res.Edition = r.Edition.ID
	}
	for _, rule := range l.catalogue.rules {
		if r.Unreadable && rule.Kind != "reader" {
			continue
		}
		p.rule = rule
		rule.check.check(p)
	}
	res.Findings = sortFindings(p.findings)
	return res
}

// Run loads and judges many files with all workers, and hands over the results
// in the order of paths, one at a time. Only a few reports are held at once,
// however many there are. It stops at the first error of emit or when ctx ends.
func (l *Linter) Run(ctx context.Context, paths []string, load func(context.Context, string) *report.Report, emit func(Result) error) error {
	return pipeline.Run(ctx, l.options.Workers, len(paths), func(ctx context.Context, i int) Result {
		return l.Lint(load(ctx, paths[i]))
	}, emit)
}

// pass is one rule's look at one report.
type pass struct {
	report   *report.Report
	rule     *Rule
	options  *Options
	lines    [][]byte
	findings []Finding
	// repairs remembers the repair of each table, empty where there is none.
	repairs map[*report.Table][]change
}

// add completes a finding with what follows from the rule and the report.
func (p *pass) add(f Finding) {
	f.Rule = p.rule.ID
	f.Severity = p.rule.severity(f.Form)
	f.Path = p.report.Path
	f.Basis = p.basis(f.At)
	if f.Pos.Sheet == "" {
		if f.Pos.Line == 0 {
			f.Pos = report.Pos{Line: 1, Column: 1, EndLine: 1, EndColumn: 1}
		}
		if f.Pos.Line <= len(p.lines) {
			f.Excerpt = string(p.lines[f.Pos.Line-1])
		}
	}
	p.findings = append(p.findings, f)
}

// basis names the edition's own notice and the part in the rule's basis.
func (p *pass) basis(at string) string {
	text := p.rule.Basis
	e := p.report.Edition
	if e == nil {
		e = &edition.Edition{}
	}
	key, _, _ := strings.Cut(at, ".")
	part := ""
	if def := e.Part(key); def != nil {
		part = edition.Numeral(def.Number)
	}
	return Expand(text, map[string]string{"notice": e.Notice.Number, "law": e.Law.Title, "part": part})
}

// lineIndex cuts text into lines, without their ends: \n, \r\n or a lone \r, as
// the reader counts them.
func lineIndex(source []byte) [][]byte {
	if source == nil {
		return nil
	}
	source = bytes.TrimPrefix(source, []byte("\ufeff"))
	if bytes.IndexByte(source, '\r') >= 0 {
		source = bytes.ReplaceAll(source, []byte("\r\n"), []byte("\n"))
		source = bytes.ReplaceAll(source, []byte("\r"), []byte("\n"))
	}
	return bytes.Split(source, []byte("\n"))
}

func itoa(n int) string { return strconv.Itoa(n) }
