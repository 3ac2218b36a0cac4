package source

import (
	"encoding/json"
	"strings"

	"nianbao/internal/report"
)

// xdoc writes what a workbook says as the JSON of the report file, one value a
// line, and keeps the cell that each line comes from: so the one binder serves
// workbooks too, and its places are turned back into cells.
type xdoc struct {
	out    strings.Builder
	places []report.Place // by line, from 1 at index 0
	frames []frame
}

// frame is an open list or mapping. It is written when something is put into it.
type frame struct {
	key     string
	pos     report.Place
	bracket byte
	written bool
	items   int
}

func newDoc() *xdoc {
	d := &xdoc{frames: []frame{{bracket: '{', written: true}}}
	d.out.WriteByte('{')
	d.places = append(d.places, report.Place{})
	return d
}

// begin opens a list '[' or mapping '{'. key is "" inside a list.
func (d *xdoc) begin(key string, pos report.Place, bracket byte) {
	d.frames = append(d.frames, frame{key: key, pos: pos, bracket: bracket})
}

// end closes what was opened last. Where nothing was put into it, empty is
// written in its place, or nothing at all for "".
func (d *xdoc) end(empty string) {
	f := d.frames[len(d.frames)-1]
	d.frames = d.frames[:len(d.frames)-1]
	switch {
	case f.written:
		d.out.WriteByte('\n')
		d.places = append(d.places, f.pos)
		d.out.WriteByte(f.bracket + 2) // } and ] stand two behind { and [
	case empty != "":
		d.put(f.key, f.pos, empty)
	}
}

// text puts a text in.
func (d *xdoc) text(key, text string, pos report.Place) { d.put(key, pos, quote(text)) }

// null puts a blank in.
func (d *xdoc) null(key string, pos report.Place) { d.put(key, pos, "null") }

func (d *xdoc) put(key string, pos report.Place, literal string) {
	top := len(d.frames) - 1
	if !d.frames[top].written {
		f := d.frames[top]
		d.frames = d.frames[:top]
		d.put(f.key, f.pos, string(f.bracket))
		f.written = true
		d.frames = append(d.frames, f)
	}
	if d.frames[top].items > 0 {
		d.out.WriteByte(',')
	}
	d.frames[top].items++
	d.out.WriteByte('\n')
	d.places = append(d.places, pos)
	if key != "" {
		d.out.WriteString(quote(key) + ": ")
	}
	d.out.WriteString(literal)
}

// finish returns the document.
func (d *xdoc) finish() []byte {
	d.out.WriteString("\n}\n")
	return []byte(d.out.String())
}

var nonCharacters = strings.NewReplacer("\ufffe", `\ufffe`, "\uffff", `\uffff`)

func quote(text string) string {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if enc.Encode(text) != nil {
		return `""` // a string always encodes
	}
	return nonCharacters.Replace(strings.TrimSuffix(b.String(), "\n"))
}

// locate turns the places of a report that was read from the document into
// cells.
func (d *xdoc) locate(r *report.Report) {
	at := func(p *report.Place) {
		if p.Line > 0 && p.Line <= len(d.places) && inCell(d.places[p.Line-1]) {
			*p = d.places[p.Line-1]
		}
	}
	field := func(f *report.Field) { at(&f.Pos) }
	text := func(t *report.Text) {
		if t == nil {
			return
		}
		at(&t.Pos)
		for i := range t.Paragraphs {
			p := &t.Paragraphs[i]
			if len(p.Marks) > 0 {
				p.Cell = report.OnLine(p.Marks[0].Line, 0, 0)
				at(&p.Cell)
				p.Marks = nil
			}
		}
	}
	a := &r.Agency
	at(&a.Pos)
	for _, f := range []*report.Field{&r.EditionID, &r.Year, &r.Title, &r.Published, &r.Signature.Agency, &r.Signature.Date,
		&a.Name, &a.Type, &a.Regulations} {
		field(f)
	}
	for i := range a.Short {
		field(&a.Short[i])
	}
	for i := range r.Contact {
		field(&r.Contact[i].Value)
	}
	for _, m := range []map[string]report.Field{r.PartHeadings, r.Labels} {
		for k, f := range m {
			field(&f)
			m[k] = f
		}
	}
	for i := range r.Unplaced {
		field(&r.Unplaced[i].Place)
		field(&r.Unplaced[i].Text)
	}
	for i := range r.Waivers {
		w := &r.Waivers[i]
		at(&w.Pos)
		for _, f := range []*report.Field{&w.Rule, &w.Place, &w.Reason, &w.Approved, &w.Until} {
			field(f)
		}
	}
	text(r.Preamble)
	for _, p := range r.Parts {
		at(&p.Pos)
		if p.Text != nil {
			text(p.Text.Lead)
			for _, s := range p.Text.Sections {
				at(&s.Pos)
				field(&s.Heading)
				text(s.Body)
			}
			continue
		}
		tables := []*report.Table{p.Table}
		for _, o := range p.Elsewhere {
			tables = append(tables, o.Table)
		}
		for _, t := range tables {
			for i := range t.Rows {
				at(&t.Rows[i].Pos)
				for j := range t.Cells[i] {
					at(&t.Cells[i][j].Pos)
				}
			}
		}
	}
	for i := range r.Problems {
		p := &r.Problems[i]
		at(&p.Pos)
		for j := range p.Related {
			at(&p.Related[j].Pos)
			if _, cell, ok := p.Related[j].Pos.Cell(); ok && p.Args["first"] != "" {
				p.Args["first"] = strings.TrimLeft(cell, "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
			}
		}
	}
}
