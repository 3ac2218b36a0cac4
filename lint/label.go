package lint

import (
	"slices"
	"strconv"
	"strings"

	"nianbao/internal/edition"
	"nianbao/internal/han"
	"nianbao/internal/report"
)

// labelled is a place of a report with what people call it, outermost first:
// each level has several names, of which the first is printed. All but those
// that are asked for may be left out.
type labelled struct {
	at     string
	levels []level
}

type level struct {
	names []string
	asked bool
}

// label is the place in the words that are printed or stand beside it.
func (l *labelled) label() string {
	var names []string
	for _, v := range l.levels {
		names = append(names, v.names[0])
	}
	return strings.Join(names, "/")
}

// labels are the places of the report: its fields, parts and sections, and with
// tables every row and figure.
func labels(r *report.Report, tables bool) []labelled {
	var all []labelled
	e := r.Edition
	for _, at := range fieldPaths(e) {
		if name := e.Label(at); name != "" {
			all = append(all, labelled{at, []level{{[]string{name}, true}}})
		}
	}
	for _, p := range r.Parts {
		// What heads the sheet goes first.
		names := []string{edition.Numeral(p.Def.Number) + "、" + p.Def.Heading, p.Def.SheetTitle(), r.NumberedPart(p), r.PrintedHeading(p), p.Def.Heading, p.Def.Key}
		part := level{names: names}
		all = append(all, labelled{p.At, []level{{names, true}}})
		switch {
		case p.Text != nil:
			all = append(all, textLabels(p, part)...)
		case tables:
			all = append(all, tableLabels(p, part)...)
		}
	}
	return all
}

// fieldPaths are the key paths of what stands outside the parts.
func fieldPaths(e *edition.Edition) []string {
	all := []string{edition.KeyEdition, edition.KeyYear, edition.KeyTitle, edition.KeyPreamble, edition.KeyPublished,
		edition.KeyAgency, edition.KeySignature, edition.KeyContact, edition.KeyWaivers, edition.KeyLabels, edition.KeyUnplaced}
	for _, key := range []string{edition.KeyName, edition.KeyShort, edition.KeyType, edition.KeyRegulations} {
		all = append(all, edition.Join(edition.KeyAgency, key))
	}
	for _, key := range []string{edition.KeyAgency, edition.KeyDate} {
		all = append(all, edition.Join(edition.KeySignature, key))
	}
	for _, key := range edition.ContactKeys {
		all = append(all, edition.Join(edition.KeyContact, key))
	}
	for _, key := range e.PartKeys() {
		all = append(all, edition.Join(edition.KeyPartHeadings, key))
	}
	return all
}

// textLabels are those of the texts of a part: the form's sections under the
// numbers that the template gives them, the author's own under their headings.
func textLabels(p *report.Part, part level) []labelled {
	var all []labelled
	def := p.Def.Text
	add := func(at string, names ...string) {
		all = append(all, labelled{at, []level{part, {names, true}}})
	}
	if def.Lead != "" {
		add(edition.Join(p.At, def.Lead), def.Lead)
	}
	for i, d := range def.Sections {
		names := []string{report.NumberedHeading(i+1, d.Heading), d.Heading, d.Key}
		if s := p.Text.Section(d); s != nil && s.Heading.Text != "" {
			names = append(names, s.PrintedHeading())
		}
		add(edition.Join(p.At, d.Key), names...)
	}
	if def.More == "" {
		return all
	}
	add(edition.Join(p.At, def.More), def.More)
	n := 0
	for i, s := range p.Text.Printed() {
		if s.Def == nil {
			add(s.At, report.NumberedHeading(i+1, s.PrintedHeading()), s.PrintedHeading(), def.More+strconv.Itoa(n+1))
			n++
		}
	}
	return all
}

// tableLabels are those of the rows and figures of a part.
func tableLabels(p *report.Part, part level) []labelled {
	var all []labelled
	var walk func(rows []*edition.Row, above []level)
	walk = func(rows []*edition.Row, above []level) {
		for _, row := range rows {
			_, bare := han.Split(row.Label)
			names := []string{row.Label, bare}
			if row.Key != "" {
				names = append(names, row.Key)
				at := edition.Join(p.At, row.Path)
				here := append(above[:len(above):len(above)], level{names, true})
				all = append(all, labelled{at, here})
				if len(row.Rows) == 0 {
					for _, c := range row.Block.Leaves {
						all = append(all, labelled{edition.Join(at, c.Key), append(here[:len(here):len(here)], level{[]string{c.Label, c.Key}, true})})
					}
				}
			}
			walk(row.Rows, append(above[:len(above):len(above)], level{names: names}))
		}
	}
	for _, b := range p.Def.Table.Blocks {
		walk(b.Rows, []level{part})
	}
	return all
}

// labelOf is what the place at a key path is called, or what it is in.
func (p *pass) labelOf(at string) string {
	if p.report.Edition == nil || at == "" {
		return ""
	}
	best := labelled{}
	for _, l := range labels(p.report, false) {
		if within(at, l.at) && len(l.at) > len(best.at) {
			best = l
		}
	}
	if best.at == "" {
		return ""
	}
	label := best.label()
	if rest := at[len(best.at):]; best.at == edition.KeyWaivers && rest != "" {
		entry, key, _ := strings.Cut(strings.TrimLeft(rest, "["), "]")
		label += "/" + entry + "/" + strings.TrimPrefix(key, ".")
	}
	return strings.Trim(label, "/")
}

// within reports whether a key path is another or below it.
func within(at, of string) bool {
	below, ok := strings.CutPrefix(at, of)
	return ok && (below == "" || below[0] == '.' || below[0] == '[')
}

// labelMarks may stand between the names of a label.
const labelMarks = "/,，>|:：、\\-—"

// placesCalled are the key paths of the places that a label names, written as
// messages show it or as the form has it: 三、申请情况/本年新收/自然人.
func (p *pass) placesCalled(label string) []string {
	if p.report.Edition == nil {
		return nil
	}
	text := evenLabel(label)
	var found []string
	for _, l := range labels(p.report, true) {
		if spells(text, l.levels) {
			found = append(found, l.at)
		}
	}
	return found
}

// isPlace reports whether a text is the key path of some place.
func (p *pass) isPlace(at string) bool {
	return slices.ContainsFunc(labels(p.report, true), func(l labelled) bool { return l.at == at })
}

// called is the label of a place.
func (p *pass) called(at string) string {
	for _, l := range labels(p.report, true) {
		if l.at == at {
			return l.label()
		}
	}
	return at
}

// evenLabel drops what differs between typed labels that are the same: white
// space, quotation marks and the width of characters.
func evenLabel(text string) string {
	return strings.Map(func(r rune) rune {
		if han.IsSpace(r) || strings.ContainsRune("“”\"'‘’", r) {
			return -1
		}
		return han.Narrow(r)
	}, text)
}

// spells reports whether a text is the names of some levels, the outermost first.
func spells(text string, levels []level) bool {
	if text = strings.TrimLeft(text, labelMarks); len(levels) == 0 {
		return text == ""
	}
	for _, name := range levels[0].names {
		if rest, ok := strings.CutPrefix(text, evenLabel(name)); ok && name != "" && spells(rest, levels[1:]) {
			return true
		}
	}
	return !levels[0].asked && spells(text, levels[1:])
}
