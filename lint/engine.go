package lint

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"nianbao/internal/edition"
	"nianbao/internal/message"
	"nianbao/internal/pipeline"
	"nianbao/internal/report"
	"nianbao/lint/claims"
)

// Options configure a Linter.
type Options struct {
	// CanDraw reports whether the renderer at hand has a glyph for a
	// character; nil means that it draws everything.
	CanDraw func(rune) bool
	// Workers is how many files are judged at once, 0 for one a processor.
	Workers int
	// Profile returns the settings of the office that a file belongs to, nil
	// for the national default. It is called from several goroutines.
	Profile func(path string) *Profile
	// Previous returns the report of the year before, nil where none is at
	// hand. It is called from several goroutines.
	Previous func(context.Context, *report.Report) *report.Report
	// Waivers returns waivers for a report beside those in it; nil means none.
	Waivers func(*report.Report) []Waiver
	// Today is the day that decides which waivers have run out, zero for none.
	Today time.Time
	// WithParts asks for Result.Parts, which only a format that draws tables
	// needs.
	WithParts bool
}

// Linter applies a catalogue to reports. It is safe for concurrent use.
type Linter struct {
	catalogue *Catalogue
	options   Options
	standard  *Profile
}

// New returns a linter.
func New(c *Catalogue, o Options) *Linter {
	if o.CanDraw == nil {
		o.CanDraw = func(rune) bool { return true }
	}
	return &Linter{catalogue: c, options: o, standard: &Profile{rules: c.rules}}
}

// Result is what was found in one file.
type Result struct {
	Path string
	// Pack is true for the mistakes of a rule pack, which is no report.
	Pack          bool
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

// Count returns how many findings have a severity, the waived ones left out.
func (r *Result) Count(s Severity) int {
	n := 0
	for i := range r.Findings {
		if r.Findings[i].Severity == s && r.Findings[i].Waived == nil {
			n++
		}
	}
	return n
}

// Waived returns how many findings are waived.
func (r *Result) Waived() int {
	n := 0
	for i := range r.Findings {
		if r.Findings[i].Waived != nil {
			n++
		}
	}
	return n
}

// profile is that of a file's office.
func (l *Linter) profile(path string) *Profile {
	if l.options.Profile != nil {
		if p := l.options.Profile(path); p != nil {
			return p
		}
	}
	return l.standard
}

// Lint judges one report by itself.
func (l *Linter) Lint(r *report.Report) Result { return l.LintAgainst(r, nil) }

// LintAgainst judges one report, also against that of the year before where
// last is it; last may be nil.
func (l *Linter) LintAgainst(r, last *report.Report) Result {
	res := Result{Path: r.Path, Agency: r.Agency.Name.Text, Year: r.YearNumber, Unreadable: r.Unreadable, LeftOutTotals: r.LeftOut}
	p := &pass{report: r, previous: yearBefore(r, last), profile: l.profile(r.Path), options: &l.options, lines: lines(r)}
	if r.Edition != nil {
		res.Edition = r.Edition.ID
	}
	if !r.Unreadable {
		p.takeWaivers(l.catalogue)
	}
	for _, rule := range p.profile.rules {
		if r.Unreadable && rule.Kind != "reader" || rule.Kind == "waiver" {
			continue
		}
		p.rule = rule
		rule.check.check(p)
	}
	if !r.Unreadable {
		p.waive()
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
		r := load(ctx, paths[i])
		var last *report.Report
		if l.options.Previous != nil && !r.Unreadable {
			last = l.options.Previous(ctx, r)
		}
		return l.LintAgainst(r, last)
	}, emit)
}

// pass is one rule's look at one report.
type pass struct {
	report *report.Report
	// previous is that of the year before, nil where there is none.
	previous *report.Report
	profile  *Profile
	rule     *Rule
	options  *Options
	lines    []string
	findings []Finding
	// waivers are those that speak of this report.
	waivers []*waiver
	// cut remembers the passages of the report.
	cut []*passage
	// said remembers what the prose claims, by the grammar it was read with.
	said map[*claims.Grammar][]stated
	// doubts are the figures of the prose that have a finding.
	doubts map[figurePlace]*doubt
	// typed remembers the headings typed into texts, nil until asked for.
	typed *[]report.TypedHeading
	// repairs remembers the repair of each table, empty where there is none.
	repairs map[*report.Table][]change
	// cancelled remembers the columns of each table whose differences cancel.
	cancelled map[*report.Table][]*misbooking
	// trials remembers what is said against each table as it is.
	trials map[*report.Table]*trial
}

// typedHeadings are the headings that were typed into the texts of the report.
func (p *pass) typedHeadings() []report.TypedHeading {
	if p.typed == nil {
		all := p.report.TypedHeadings()
		p.typed = &all
	}
	return *p.typed
}

// unread reports whether the reader could make nothing of what stands at a
// place, and said so under another rule than the one whose turn it is.
func (p *pass) unread(pos report.Place) bool {
	return slices.ContainsFunc(p.report.Problems, func(q report.Problem) bool {
		return q.Unread && q.Pos == pos && q.Rule != p.rule.ID
	})
}

// meant is what a field reads as once a fault of its writing that leaves no doubt
// is mended, so that nothing else is said of that fault.
func (p *pass) meant(f report.Field) string {
	for _, q := range p.report.Problems {
		if r := q.Rewrite; r != nil && r.Safe && r.At == f.At && q.Pos == f.Pos {
			return r.To
		}
	}
	return f.Text
}

// add completes a finding with what follows from the rule and the report.
func (p *pass) add(f Finding) {
	if p.unread(f.Pos) {
		return
	}
	f.Rule, f.rule = p.rule.ID, p.rule
	f.Severity = p.profile.severityOf(p.rule, f.Form)
	f.Path = p.report.Path
	f.Basis = p.basis(f.At)
	f.Where = p.where(f.At)
	f.inSheets = p.report.Sheets
	if f.inSheets && len(f.Where) == 0 {
		if label := p.labelOf(f.At); label != "" {
			f.Where = []string{label}
		}
	}
	if f.Pos.IsZero() {
		f.Pos = report.FirstLine()
	}
	// A finding about the whole file has no line of its own, save where the file
	// could not be read there.
	if s, ok := f.Pos.Region(); ok && s.Line <= len(p.lines) && (f.At != "" || p.report.Unreadable) {
		f.Excerpt = p.lines[s.Line-1]
	}
	p.findings = append(p.findings, f)
}

// where names the row and column of a key path as the form does.
func (p *pass) where(at string) []string {
	part, path, _ := strings.Cut(at, ".")
	if p.report.Edition == nil || path == "" {
		return nil
	}
	def := p.report.Edition.Part(part)
	if def == nil || def.Table == nil {
		return nil
	}
	row, column := def.Table.Describe(path)
	return slices.DeleteFunc([]string{row, column}, func(name string) bool { return name == "" })
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
	} else {
		text = strings.ReplaceAll(text, " 表{part}", "")
	}
	return message.Fill(text, "zh", message.Args{"notice": e.Notice.Number, "law": e.Law.Title, "part": part})
}

// lines are those of the report's source, none where it is no text to show.
func lines(r *report.Report) []string {
	if r.Source == nil || !utf8.Valid(r.Source) {
		return nil
	}
	return r.Lines()
}

func itoa(n int) string { return strconv.Itoa(n) }
