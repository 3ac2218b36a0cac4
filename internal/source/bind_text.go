package source

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"nianbao/internal/edition"
	"nianbao/internal/message"
	"nianbao/internal/report"
)

// part binds a part under its key.
func (b *binder) part(part *report.Part, p pair) {
	part.Given, part.Pos = true, b.from.place(p.key)
	if part.Table != nil {
		placeTable(part.Table, part.Pos)
		b.table(part, p)
		return
	}
	def := part.Def.Text
	switch {
	case p.value.null:
		b.found(b.from.nothing(part.At, part.At, p, 0))
	case p.value.kind != mapping || len(def.Sections) == 0 && def.Lead == "":
		part.Text.Bare = true
		part.Text.Lead = b.text(part.At, p)
	default:
		b.sections(part, p)
	}
}

// sections binds a part that is prose under headings. The edition's come first,
// in its order.
func (b *binder) sections(part *report.Part, p pair) {
	def, at := part.Def.Text, part.At
	keys := scope{at: at}
	if def.Lead != "" {
		keys.keys = append(keys.keys, def.Lead)
	}
	for _, s := range def.Sections {
		keys.keys = append(keys.keys, s.Key)
		for _, word := range append([]string{s.Heading}, s.Words...) {
			keys.alias(word, s.Key)
		}
	}
	if def.More != "" {
		keys.keys = append(keys.keys, def.More)
	}
	found := make([]*report.Section, len(def.Sections))
	var more []*report.Section
	b.each(p.value, keys, func(s pair) {
		at := join(at, s.key.text)
		switch s.key.text {
		case def.Lead:
			b.found(b.from.nothing(at, at, s, 0))
			if !s.value.null {
				part.Text.Lead = b.text(at, s)
			}
		case def.More:
			b.records(s, at, func(at string, entry pair) { more = append(more, b.section(at, nil, entry)) })
		default:
			for i, sd := range def.Sections {
				if sd.Key == s.key.text {
					found[i] = b.section(at, sd, s)
				}
			}
		}
	})
	for _, s := range append(found, more...) {
		if s != nil {
			part.Text.Sections = append(part.Text.Sections, s)
		}
	}
}

// section binds a text, or a mapping of a heading and a text.
func (b *binder) section(at string, def *edition.Section, p pair) *report.Section {
	s := &report.Section{Def: def, At: at, Pos: b.from.place(p.key)}
	if def == nil {
		s.Pos = b.from.place(p.value)
	}
	if p.value.kind != mapping {
		if def == nil && !p.value.null {
			b.shape("keys", at, p, nil).Phrases = phrases{"keys": message.List{edition.KeyTitle, edition.KeyBody}}
		}
		s.Body = b.text(at, p)
		return s
	}
	b.each(p.value, scope{at: at, keys: []string{edition.KeyTitle, edition.KeyBody}}, func(f pair) {
		at := join(at, f.key.text)
		if f.key.text == edition.KeyTitle {
			s.Heading = b.field(at, f)
		} else {
			s.Body = b.text(at, f)
		}
	})
	if s.Body == nil {
		s.Body = &report.Text{At: at, Pos: s.Pos}
	}
	return s
}

// text binds prose: a scalar whose lines are paragraphs, or a list of such.
func (b *binder) text(at string, p pair) *report.Text {
	t := &report.Text{At: at, Pos: b.from.place(p.value)}
	switch p.value.kind {
	case mapping:
		b.shape("text", at, p, nil)
	case list:
		for i, entry := range p.value.items {
			if entry.kind != scalar {
				b.shape("text", item(at, i), pair{p.key, entry}, nil)
				continue
			}
			first := len(t.Paragraphs)
			t.Paragraphs = b.paragraphs(t.Paragraphs, entry)
			b.found(b.from.text(at, item(at, i), pair{p.key, entry}, first, len(t.Paragraphs)))
		}
	default:
		t.Paragraphs = b.paragraphs(t.Paragraphs, p.value)
		b.found(b.from.text(at, at, p, 0, len(t.Paragraphs)))
	}
	return t
}

// paragraphs appends the lines of a scalar that are not blank. This is the one
// place where prose is made even: white space at either end of a line is
// dropped, because the renderers indent and nobody sees the rest.
func (b *binder) paragraphs(to []report.Paragraph, n *node) []report.Paragraph {
	if strings.TrimFunc(n.text, unicode.IsSpace) == "" {
		return to
	}
	marks := b.from.marks(n)
	offset := 0
	for rest := n.text; rest != ""; {
		line := rest
		if i := strings.IndexAny(rest, "\r\n"); i >= 0 {
			line = rest[:i]
		}
		count := utf8.RuneCountInString(line)
		right := strings.TrimLeftFunc(line, unicode.IsSpace)
		if text := strings.TrimRightFunc(right, unicode.IsSpace); text != "" {
			from := offset + count - utf8.RuneCountInString(right)
			to = append(to, report.Paragraph{Text: text, Marks: cut(marks, from, from+utf8.RuneCountInString(text)), Cell: n.cell})
		}
		if len(line) == len(rest) {
			break
		}
		rest = rest[len(line)+1:]
		offset += count + 1
	}
	return to
}

// cut takes the marks of the characters from (inclusive) to (exclusive), and
// counts them from there. Marks are in order, and cut is called in order, so
// long texts are not searched from their beginning.
func cut(marks []report.Mark, from, to int) []report.Mark {
	if len(marks) == 0 {
		return nil
	}
	lo, hi := 0, len(marks)
	for lo < hi {
		if mid := (lo + hi) / 2; marks[mid].Offset <= from {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	first := marks[lo-1]
	out := []report.Mark{{Offset: 0, Line: first.Line, Column: first.Column + from - first.Offset}}
	for _, m := range marks[lo:] {
		if m.Offset >= to {
			break
		}
		out = append(out, report.Mark{Offset: m.Offset - from, Line: m.Line, Column: m.Column})
	}
	return out
}
