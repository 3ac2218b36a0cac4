package format

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"nianbao/lint"
)

// htmlPrinter writes one page for a reviewer, which needs nothing but itself:
// no file, no font and no script from elsewhere, and none of what a report says
// can become part of it other than as text. The counts stand at the top, so the
// sections of the files are held, as text, until the last one; each finding adds
// a bounded amount, and a table is drawn once, where a finding speaks of it.
type htmlPrinter struct {
	w         io.Writer
	catalogue *lint.Catalogue
	options   Options
	words     *words
	page      *template.Template
	body      bytes.Buffer
	tally     tally
	files     []htmlFile
	rules     map[string]*htmlRule
	excerpts  excerpts
	err       error
}

//go:embed html/page.tmpl
var htmlPage string

//go:embed html/style.css
var htmlStyle string

//go:embed html/script.js
var htmlScript string

// htmlFile is a line of the overview and the head of a section.
type htmlFile struct {
	Number                      int
	Path, Agency, Year, Edition string
	Errors, Warnings, Notes     int
	Waived, Shown, LeftOut      int
	Unreadable, Pack            bool
	Groups                      []*htmlGroup
}

// Name is what a file is called: its agency and year, or its path.
func (f *htmlFile) Name() string {
	if f.Agency == "" {
		return f.Path
	}
	return f.Agency
}

// State is what a file comes to: unreadable, error, warning, note or clean.
func (f *htmlFile) State() string {
	switch {
	case f.Unreadable:
		return "unreadable"
	case f.Errors > 0:
		return lint.Error.String()
	case f.Warnings > 0:
		return lint.Warning.String()
	case f.Notes > 0:
		return lint.Note.String()
	}
	return "clean"
}

// htmlGroup is one part of a report with what was found in it.
type htmlGroup struct {
	Key      string // of the part, "" for the report as a whole
	Heading  string
	Findings []*htmlFinding
	Table    *htmlTable
}

type htmlFinding struct {
	ID                           string
	Number                       int
	Severity, Word               string
	Rule, Title, Message, Advice string
	Spot, At, Basis, Fix         string
	Line                         int
	Before, Marked, After        string
	Left, Right, Waived          string
	Related                      []htmlPlace
	More                         int
	Safe, HasExcerpt, HasSum     bool
}

type htmlPlace struct{ Spot, At, Note string }

// htmlRule counts what a rule found.
type htmlRule struct {
	ID, Title, Severity, Word string
	Count, Files              int
	level                     lint.Severity
}

type htmlTable struct {
	Caption string
	Rows    [][]htmlCell
}

type htmlCell struct {
	lint.CellView
	// Class says how a cell is marked: bad, related, or "".
	Class string
	Zero  bool
	Marks []htmlMark
}

type htmlMark struct {
	ID     string
	Number int
}

// How much of a text is shown. A report may hold megabytes in one value.
const (
	htmlTextLimit    = 600
	htmlCellLimit    = 60
	htmlRelatedLimit = 8
	htmlRulesLimit   = 10
)

func newHTML(w io.Writer, c *lint.Catalogue, o Options) Printer {
	p := &htmlPrinter{w: w, catalogue: c, options: o, words: wordsIn(o.Lang), rules: map[string]*htmlRule{}}
	p.page, p.err = template.New("page").Funcs(template.FuncMap{
		"say":      func(name string, pairs ...any) string { return p.words.say(pageWords[name], pairs...) },
		"severity": func(s int) string { return p.words.say(lint.Severity(s).Words()) },
	}).Parse(htmlPage)
	return p
}

// Result implements Printer.
func (p *htmlPrinter) Result(r lint.Result) error {
	p.tally.add(&r)
	shown := p.options.listed(&r)
	file := htmlFile{
		Number: len(p.files) + 1, Pack: r.Pack, Path: tidy(r.Path, htmlTextLimit), Agency: tidy(r.Agency, htmlTextLimit),
		Edition: r.Edition, Unreadable: r.Unreadable, LeftOut: r.LeftOutTotals,
		Errors: r.Count(lint.Error), Warnings: r.Count(lint.Warning), Notes: r.Count(lint.Note),
		Waived: r.Waived(), Shown: len(shown),
	}
	if r.Year != 0 {
		file.Year = fmt.Sprint(r.Year)
	}
	file.Groups = p.groups(&r, shown, file.Number)
	p.count(shown)
	if len(shown) > 0 {
		p.execute(&p.body, "file", &file)
	}
	file.Groups = nil
	p.files = append(p.files, file)
	return p.err
}

// Close implements Printer.
func (p *htmlPrinter) Close() error {
	rules := make([]*htmlRule, 0, len(p.rules))
	for _, r := range p.rules {
		rules = append(rules, r)
	}
	slices.SortFunc(rules, func(a, b *htmlRule) int {
		return cmp.Or(cmp.Compare(b.Files, a.Files), cmp.Compare(b.Count, a.Count), cmp.Compare(a.ID, b.ID))
	})
	common := rules[:min(len(rules), htmlRulesLimit)]
	clean, unreadable, shown := 0, 0, 0
	for i := range p.files {
		shown += p.files[i].Shown
		switch p.files[i].State() {
		case "clean":
			clean++
		case "unreadable":
			if !p.files[i].Pack {
				unreadable++
			}
		}
	}
	lang := "zh-CN"
	if p.options.Lang == "en" {
		lang = "en"
	}
	p.execute(p.w, "page", map[string]any{
		"Lang": lang, "Policy": policy(), "Files": p.files, "Reports": p.tally.files, "Rules": rules, "Common": common, "Shown": shown,
		"Style":  template.HTML("<style>" + htmlStyle + "</style>"),    // ours, not the report's
		"Script": template.HTML("<script>" + htmlScript + "</script>"), // likewise
		"Body":   template.HTML(p.body.String()),                       // made by the template "file"
		"Errors": p.tally.severity[lint.Error], "Warnings": p.tally.severity[lint.Warning], "Notes": p.tally.severity[lint.Note],
		"Clean": clean, "Unreadable": unreadable,
		"Conclusion": p.words.conclusion(&p.tally, p.options.Least),
	})
	return p.err
}

func (p *htmlPrinter) execute(w io.Writer, name string, data any) {
	if p.err == nil {
		p.err = p.page.ExecuteTemplate(w, name, data)
	}
}

// policy forbids the page everything but its own style and script, which it
// names by their hashes.
func policy() string {
	hash := func(text string) string {
		sum := sha256.Sum256([]byte(text))
		return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
	}
	return "default-src 'none'; style-src " + hash(htmlStyle) + "; script-src " + hash(htmlScript) + "; base-uri 'none'; form-action 'none'"
}

// count adds to what is known of the rules, file by file.
func (p *htmlPrinter) count(shown []*lint.Finding) {
	here := map[string]bool{}
	for _, f := range shown {
		if f.Waived != nil {
			continue
		}
		r := p.rules[f.Rule]
		if r == nil {
			r = &htmlRule{ID: f.Rule, Title: p.catalogue.Rule(f.Rule).Title.In(p.options.Lang), level: -1}
			p.rules[f.Rule] = r
		}
		if f.Severity > r.level {
			r.level, r.Severity, r.Word = f.Severity, f.Severity.String(), p.words.say(f.Severity.Words())
		}
		r.Count++
		if !here[f.Rule] {
			here[f.Rule] = true
			r.Files++
		}
	}
}

// groups sorts findings by the parts of the report; what belongs to none comes
// first. Findings are numbered in the order in which the page shows them.
func (p *htmlPrinter) groups(r *lint.Result, shown []*lint.Finding, file int) []*htmlGroup {
	groups := []*htmlGroup{{Heading: p.words.say(pageWords["Whole"])}}
	of, drawn := map[string][]*lint.Finding{}, map[string]string{}
	for i := range r.Parts {
		groups = append(groups, &htmlGroup{Key: r.Parts[i].Key, Heading: tidy(r.Parts[i].Heading, htmlTextLimit)})
		if r.Parts[i].Table != nil {
			drawn[r.Parts[i].Key] = r.Parts[i].Key
		}
	}
	for _, f := range shown {
		key := partKey(f.At, r.Parts)
		of[key] = append(of[key], f)
	}
	numbers := map[*lint.Finding]int{}
	for _, g := range groups {
		for _, f := range of[g.Key] {
			numbers[f] = len(numbers) + 1
			g.Findings = append(g.Findings, p.finding(f, file, numbers[f], drawn[g.Key]))
		}
	}
	for i := range r.Parts {
		if v := &r.Parts[i]; v.Table != nil {
			groups[i+1].Table = drawTable(v, marksFor(shown, file, numbers))
		}
	}
	return slices.DeleteFunc(groups, func(g *htmlGroup) bool { return len(g.Findings) == 0 })
}

// partKey is the part that a key path speaks of: the first of its keys that is
// one, for headings and labels of parts stand under keys of their own.
func partKey(at string, parts []lint.PartView) string {
	for key := range strings.FieldsFuncSeq(at, func(r rune) bool { return r == '.' || r == '[' }) {
		if slices.ContainsFunc(parts, func(v lint.PartView) bool { return v.Key == key }) {
			return key
		}
	}
	return ""
}

func findingID(file, number int) string { return fmt.Sprintf("f%d-%d", file, number) }

// finding makes a finding ready to be shown. Where the part's table is drawn
// below, it takes the place of the line of the file and of a list of its cells;
// drawn is then the part's key.
func (p *htmlPrinter) finding(f *lint.Finding, file, number int, drawn string) *htmlFinding {
	c, lang := p.catalogue, p.options.Lang
	out := &htmlFinding{
		ID: findingID(file, number), Number: number,
		Severity: f.Severity.String(), Word: p.words.say(f.Severity.Words()),
		Rule: f.Rule, Title: c.Rule(f.Rule).Title.In(lang),
		Message: tidy(c.Message(f, lang), htmlTextLimit), Advice: tidy(c.Advice(f, lang), htmlTextLimit),
		Fix: tidy(c.FixDescription(f, lang), htmlTextLimit), Basis: f.Basis, At: tidy(f.At, htmlTextLimit),
		Spot: tidy(cmp.Or(f.Pos.Named(lang), f.Pos.Short(lang)), htmlTextLimit), Line: f.Pos.Line,
	}
	if out.Safe = f.Fix != nil && f.Fix.Safe; !out.Safe && out.Fix == out.Advice {
		out.Fix = ""
	}
	if f.Waived != nil {
		out.Waived = tidy(p.words.waivedFor(f.Waived), htmlTextLimit)
	}
	if drawn == "" {
		out.Before, out.Marked, out.After = p.excerpts.of(f)
		out.HasExcerpt = out.Before+out.Marked+out.After != ""
	}
	if f.Sum != nil {
		out.HasSum = true
		out.Left = tidy(p.words.side(f.Sum.LeftTerms, f.Sum.Left), htmlTextLimit)
		out.Right = tidy(p.words.side(f.Sum.RightTerms, f.Sum.Right), htmlTextLimit)
		return out // the sides name the related places
	}
	for _, r := range f.Related {
		switch {
		case r.Path == "" && drawn != "" && strings.HasPrefix(r.At, drawn+"."):
		case len(out.Related) == htmlRelatedLimit:
			out.More++
		default:
			out.Related = append(out.Related, htmlPlace{Spot: tidy(r.Short(lang), htmlTextLimit), At: tidy(r.At, htmlTextLimit), Note: tidy(r.Note, htmlCellLimit)})
		}
	}
	return out
}

// htmlMarks are the findings that speak of a key path: those placed there, and
// those that are merely related.
type htmlMarks struct{ own, related map[string][]htmlMark }

func marksFor(shown []*lint.Finding, file int, numbers map[*lint.Finding]int) htmlMarks {
	m := htmlMarks{map[string][]htmlMark{}, map[string][]htmlMark{}}
	for _, f := range shown {
		mark := htmlMark{ID: findingID(file, numbers[f]), Number: numbers[f]}
		if f.Waived != nil {
			m.related[f.At] = append(m.related[f.At], mark)
			continue
		}
		m.own[f.At] = append(m.own[f.At], mark)
		for _, r := range f.Related {
			// One finding may name a place many times.
			if all := m.related[r.At]; r.Path == "" && (len(all) == 0 || all[len(all)-1] != mark) {
				m.related[r.At] = append(all, mark)
			}
		}
	}
	return m
}

// of returns the marks of a cell and how they show: its own, or those of its row
// where a finding speaks of a row as a whole, or those that merely name it.
func (m *htmlMarks) of(part, at string) (class string, marks []htmlMark) {
	for up := at; up != part && up != ""; up = up[:max(strings.LastIndexByte(up, '.'), 0)] {
		if marks := m.own[up]; marks != nil {
			return "bad", marks
		}
	}
	if marks := m.related[at]; marks != nil {
		return "related", marks
	}
	return "", nil
}

// drawTable draws the table of a part and marks its cells.
func drawTable(v *lint.PartView, marks htmlMarks) *htmlTable {
	t := &htmlTable{Caption: tidy(v.Heading, htmlTextLimit)}
	for _, row := range v.Table.Rows {
		cells := make([]htmlCell, len(row))
		for i, c := range row {
			cells[i].CellView = c
			if c.Kind != lint.Figure {
				cells[i].Text = tidy(c.Text, htmlTextLimit)
				continue
			}
			cells[i].Text = tidy(c.Text, htmlCellLimit)
			cells[i].Zero = c.Text == "0"
			cells[i].Class, cells[i].Marks = marks.of(v.Key, c.At)
		}
		t.Rows = append(t.Rows, cells)
	}
	return t
}

// tidy makes a text fit to be shown: on one line, without control characters,
// cut where it is longer than n characters.
func tidy(s string, n int) string {
	cut := ""
	if utf8.RuneCountInString(s) > n {
		s, cut = string([]rune(s)[:n]), "……"
	}
	return oneLine(s) + cut
}

// Header reports whether a cell is a label.
func (c htmlCell) Header() bool { return c.Kind != lint.Figure }

// Scope is the direction in which a label rules cells.
func (c htmlCell) Scope() string {
	switch {
	case c.Kind == lint.ColumnHead && c.ColumnSpan > 1:
		return "colgroup"
	case c.Kind == lint.ColumnHead:
		return "col"
	case c.RowSpan > 1:
		return "rowgroup"
	}
	return "row"
}
