package reporttest

import (
	"strings"
	"unicode"

	"pgregory.net/rapid"

	"nianbao/internal/edition"
	"nianbao/internal/report"
)

// pieces are what breaks readers and writers: every mark that YAML and JSON
// give a meaning, words that look like other types, characters that cannot be
// seen or are longer than most.
var pieces = []string{"文", "字", "a", "0", "1", "-", "—", "/", "\\", "'", "\"", "#", " #", ":", ": ", "：", ",", "，", "[", "]", "{", "}", "&", "*", "!",
	"|", ">", "%", "@", "`", "~", "null", "true", "no", "012", "0x1F", "1_000", "1e3", "2022-01-18", "---", "...", "<<", "=", "?", " ", "  ", "\t", "　",
	"\u00a0", "\u0085", "\u2028", "\u2029", "\u200b", "\ufeff", "\u200d", "\x07", "\x0b", "\x7f", "\u009f", "𠮷", "😀", "\ufffe", "\U0010ffff", "%FILE", "🇨🇳", "e\u0301"}

// Line draws a line of prose as a reader keeps it: not empty, without white
// space at its ends.
func Line(t *rapid.T) string {
	return rapid.Custom(func(t *rapid.T) string {
		return strings.TrimFunc(strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 1, 8).Draw(t, "pieces"), ""), unicode.IsSpace)
	}).Filter(func(s string) bool { return s != "" }).Draw(t, "line")
}

// Wild draws a report with every oddity that the report file can carry, on the
// form e, which it names. Its texts are as a reader keeps them.
func Wild(t *rapid.T, e *edition.Edition) *report.Report {
	w := &wild{t: t, words: Words()}
	r := report.New("", e)
	r.EditionID = field(edition.KeyEdition, e.ID)
	r.Year = w.field()
	r.Agency.Name, r.Agency.Type, r.Agency.Regulations = w.field(), w.field(), w.field()
	for range w.upTo(2) {
		r.Agency.Short = append(r.Agency.Short, report.Field{Given: true, Text: Line(t)})
	}
	r.Title, r.Published = w.field(), w.field()
	if w.yes() {
		r.Preamble = w.text()
	}
	for _, p := range r.Parts {
		if p.Given = w.upTo(5) > 0; !p.Given {
			continue
		}
		if p.Table != nil {
			w.table(p.Table)
		} else {
			w.prose(p)
		}
	}
	if r.Signature.Given = w.yes(); r.Signature.Given {
		r.Signature.Agency, r.Signature.Date = w.field(), w.field()
	}
	for _, key := range edition.ContactKeys {
		if f := w.field(); f.Given {
			r.Contact = append(r.Contact, report.Contact{Key: key, Value: f})
		}
	}
	for _, p := range r.Parts {
		if f := w.field(); f.Given {
			r.PartHeadings[p.Def.Key] = f
		}
		if p.Table != nil && w.yes() {
			row := p.Table.Def.Rows[w.upTo(len(p.Table.Def.Rows)-1)]
			r.Labels[p.Def.Key+"."+row.Path] = report.Field{Given: true, Text: Line(t)}
		}
	}
	for range w.upTo(2) {
		r.Unplaced = append(r.Unplaced, report.Unplaced{Place: w.field(), Text: w.field()})
	}
	for range w.upTo(2) {
		r.Waivers = append(r.Waivers, report.Waiver{Rule: w.field(), Place: w.field(), Reason: w.field(), Approved: w.field(), Until: w.field()})
	}
	for _, p := range r.Parts {
		if p.Table != nil {
			r.LeftOut += p.Table.Compute()
		}
	}
	return r
}

type wild struct {
	t     *rapid.T
	words *edition.CellWords
}

func (w *wild) yes() bool        { return rapid.Bool().Draw(w.t, "yes") }
func (w *wild) upTo(max int) int { return rapid.IntRange(0, max).Draw(w.t, "number") }

func (w *wild) field() report.Field {
	if !w.yes() {
		return report.Field{}
	}
	f := report.Field{Given: true}
	for i := range w.upTo(2) {
		if i > 0 {
			f.Text += "\n"
		}
		f.Text += Line(w.t)
	}
	f.Text = strings.TrimSpace(f.Text)
	return f
}

func (w *wild) text() *report.Text {
	t := &report.Text{}
	for range w.upTo(3) {
		t.Paragraphs = append(t.Paragraphs, report.Paragraph{Text: Line(w.t)})
	}
	return t
}

func (w *wild) prose(p *report.Part) {
	def := p.Def.Text
	if len(def.Sections) == 0 || w.upTo(3) == 0 {
		if w.yes() {
			p.Text.Bare, p.Text.Lead = true, w.text()
		}
		return
	}
	if def.Lead != "" && w.yes() {
		p.Text.Lead = w.text()
	}
	for _, s := range def.Sections {
		if w.yes() {
			p.Text.Sections = append(p.Text.Sections, &report.Section{Def: s, Heading: w.field(), Body: w.text()})
		}
	}
	if def.More != "" {
		for range w.upTo(2) {
			p.Text.Sections = append(p.Text.Sections, &report.Section{Heading: w.field(), Body: w.text()})
		}
	}
}

func (w *wild) table(t *report.Table) {
	for _, row := range t.Def.Rows {
		cells := t.Cells[row.Index]
		// All cells, all but the last, or any of them.
		shape := w.upTo(3)
		for i := range cells {
			if shape == 0 && !w.yes() || shape == 1 && i == len(cells)-1 {
				continue
			}
			raw := ""
			switch w.upTo(3) {
			case 0:
			case 1:
				raw = strings.Join(rapid.SliceOfN(rapid.SampledFrom(append(pieces, "\n")), 0, 6).Draw(w.t, "raw"), "")
			default:
				raw = rapid.StringMatching(`-?[0-9]{1,3}(\.[0-9])?`).Draw(w.t, "figure")
			}
			report.SetCell(&cells[i], raw, row.Block.Leaves[i], w.words)
			t.Rows[row.Index].Given = true
		}
	}
}
