package bind

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"nianbao/internal/edition"
	"nianbao/internal/message"
	"nianbao/internal/report"
	"nianbao/internal/tree"
)

// part binds a part under its key.
func (b *binder) part(part *report.Part, p tree.Pair) {
	part.Given, part.Pos = true, b.from.Place(p.Key)
	if part.Table != nil {
		placeTable(part.Table, part.Pos)
		b.table(part, p)
		return
	}
	def := part.Def.Text
	switch {
	case p.Value.Null:
		b.found(b.from.Nothing(part.At, part.At, p, 0))
	case p.Value.Kind != tree.Mapping || len(def.Sections) == 0 && def.Lead == "":
		part.Text.Bare = true
		part.Text.Lead = b.text(part.At, p)
	default:
		b.sections(part, p)
	}
}

// sections binds a part that is prose under headings. The edition's come first,
// in its order.
func (b *binder) sections(part *report.Part, p tree.Pair) {
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
	b.each(p.Value, keys, func(s tree.Pair) {
		at := edition.Join(at, s.Key.Text)
		switch s.Key.Text {
		case def.Lead:
			b.found(b.from.Nothing(at, at, s, 0))
			if !s.Value.Null {
				part.Text.Lead = b.text(at, s)
			}
		case def.More:
			b.records(s, at, func(at string, entry tree.Pair) { more = append(more, b.section(at, nil, entry)) })
		default:
			for i, sd := range def.Sections {
				if sd.Key == s.Key.Text {
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
func (b *binder) section(at string, def *edition.Section, p tree.Pair) *report.Section {
	s := &report.Section{Def: def, At: at, Pos: b.from.Place(p.Key)}
	if def == nil {
		s.Pos = b.from.Place(p.Value)
	}
	if p.Value.Kind != tree.Mapping {
		if def == nil && !p.Value.Null {
			b.shape("keys", at, p, nil).Phrases = Phrases{"keys": message.List{edition.KeyTitle, edition.KeyBody}}
		}
		s.Body = b.text(at, p)
		return s
	}
	b.each(p.Value, scope{at: at, keys: []string{edition.KeyTitle, edition.KeyBody}}, func(f tree.Pair) {
		at := edition.Join(at, f.Key.Text)
		if f.Key.Text == edition.KeyTitle {
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
func (b *binder) text(at string, p tree.Pair) *report.Text {
	t := &report.Text{At: at, Pos: b.from.Place(p.Value)}
	switch p.Value.Kind {
	case tree.Mapping:
		b.shape("text", at, p, nil)
	case tree.List:
		for i, entry := range p.Value.Items {
			if entry.Kind != tree.Scalar {
				b.shape("text", edition.Entry(at, i), tree.Pair{Key: p.Key, Value: entry}, nil)
				continue
			}
			first := len(t.Paragraphs)
			t.Paragraphs = b.paragraphs(t.Paragraphs, entry)
			b.found(b.from.Text(at, edition.Entry(at, i), tree.Pair{Key: p.Key, Value: entry}, first, len(t.Paragraphs)))
		}
	default:
		t.Paragraphs = b.paragraphs(t.Paragraphs, p.Value)
		b.found(b.from.Text(at, at, p, 0, len(t.Paragraphs)))
	}
	return t
}

// paragraphs appends the lines of a scalar that are not blank. This is the one
// place where prose is made even: white space at either end of a line is
// dropped, because the renderers indent and nobody sees the rest.
func (b *binder) paragraphs(to []report.Paragraph, n *tree.Node) []report.Paragraph {
	if strings.TrimFunc(n.Text, unicode.IsSpace) == "" {
		return to
	}
	marks := b.from.Marks(n)
	offset := 0
	for rest := n.Text; rest != ""; {
		line := rest
		if i := strings.IndexAny(rest, "\r\n"); i >= 0 {
			line = rest[:i]
		}
		count := utf8.RuneCountInString(line)
		right := strings.TrimLeftFunc(line, unicode.IsSpace)
		if text := strings.TrimRightFunc(right, unicode.IsSpace); text != "" {
			from := offset + count - utf8.RuneCountInString(right)
			to = append(to, report.Paragraph{Text: text, Marks: report.CutMarks(marks, from, from+utf8.RuneCountInString(text)), Cell: n.Place})
		}
		if len(line) == len(rest) {
			break
		}
		rest = rest[len(line)+1:]
		offset += count + 1
	}
	return to
}
