package lint

import (
	"context"
	"strconv"
	"strings"
	"unicode/utf8"

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
	// WithParts asks for Result.Parts, which only a format that draws tables
	// needs.
	WithParts bool
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
	// Parts are the report's parts, in the order of the form; nil unless
	// Options.WithParts asks for them.
	Parts []PartView
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
	p := &pass{report: r, options: &l.options, lines: lines(r)}
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
	if l.options.WithParts && !r.Unreadable {
		res.Parts = viewParts(r, res.Findings)
	}
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
	lines    []string
	findings []Finding
	// cut remembers the passages of the report.
	cut []*passage
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
		// A finding about the whole file has no line of its own, save where
		// the file could not be read there.
		if f.Pos.Line <= len(p.lines) && (f.At != "" || p.report.Unreadable) {
			f.Excerpt = p.lines[f.Pos.Line-1]
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

// lines are those of the report's source, none where it is no text to show.
func lines(r *report.Report) []string {
	if r.Source == nil || !utf8.Valid(r.Source) {
		return nil
	}
	return r.Lines()
}

func itoa(n int) string { return strconv.Itoa(n) }
