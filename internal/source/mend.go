package source

import (
	"cmp"
	"slices"
	"strings"

	"nianbao/internal/edit"
	"nianbao/internal/report"
)

// Mend makes edits in the bytes that a report was read from, and changes
// nothing else in them: text is replaced in place, in a workbook the cell is.
// It returns the new bytes, what was changed, in the order of the input, and
// what could not be. Edits of what is not there are passed over, as is one that
// overlaps another. The result is read again: an edit after which the file does
// not say what it asks for is left, and does not keep others from being made.
func Mend(r *report.Report, data []byte, edits []edit.Edit, opts Options) ([]byte, []edit.Change, []edit.Left, error) {
	m := &mender{report: r, texts: map[string][]string{}}
	for _, e := range edits {
		m.add(e)
	}
	slices.SortStableFunc(m.changes, func(a, b edit.Change) int {
		return cmp.Or(a.Pos.Compare(b.Pos),
			strings.Compare(a.At, b.At), cmp.Compare(a.Paragraph, b.Paragraph), cmp.Compare(a.From, b.From))
	})
	m.dropOverlaps()
	format := opts.formats().ByEnding(r.Path)
	if format == nil {
		format = opts.formats().Of(r.Path, data)
	}
	switch {
	case format.Mend == nil:
		for _, c := range m.changes {
			m.left = append(m.left, edit.Left{Change: c})
		}
		return data, nil, m.left, nil
	case format.Placed != nil:
		var left []edit.Left
		m.changes, left = format.Placed(data, m.changes)
		m.left = append(m.left, left...)
	}
	// try makes some of the changes; ok tells whether the file then reads so.
	try := func(changes []edit.Change) (out []byte, ok bool, err error) {
		m.changes = changes
		m.finish()
		if out, err = format.Mend(data, changes); err != nil {
			return nil, false, err
		}
		return out, m.holds(Read(r.Path, out, opts)), nil
	}
	all := m.changes
	if len(all) == 0 {
		return data, nil, m.left, nil
	}
	out, ok, err := try(all)
	if ok || err != nil {
		return out, m.changes, m.left, err
	}
	// One edit can spoil the reading of the rest, so each text is tried alone.
	byText := map[string][]edit.Change{}
	for _, c := range all {
		byText[c.At] = append(byText[c.At], c)
	}
	spoilt := map[string]bool{}
	for at, changes := range byText {
		if _, ok, err := try(changes); err != nil {
			return nil, nil, nil, err
		} else if !ok {
			spoilt[at] = true
		}
	}
	var good []edit.Change
	for _, c := range all {
		if spoilt[c.At] {
			m.left = append(m.left, edit.Left{Change: c})
		} else {
			good = append(good, c)
		}
	}
	if out, ok, err = try(good); err != nil {
		return nil, nil, nil, err
	} else if ok {
		return out, good, m.left, nil
	}
	for _, c := range good {
		m.left = append(m.left, edit.Left{Change: c})
	}
	return data, nil, m.left, nil
}

// mender gathers edits against the report that they are for.
type mender struct {
	report  *report.Report
	changes []edit.Change
	left    []edit.Left
	// texts are the paragraphs at the key paths that edits speak of.
	texts map[string][]string
}

// add checks an edit and notes what it replaces.
func (m *mender) add(e edit.Edit) {
	if slices.ContainsFunc(m.changes, func(c edit.Change) bool { return c.Edit == e }) {
		return
	}
	if e.Paragraph == 0 {
		cell := figureAt(m.report, e.At)
		known := slices.ContainsFunc(m.changes, func(c edit.Change) bool { return c.At == e.At })
		if cell != nil && cell.Given && cell.Raw != e.To && !known {
			e.Pos = cell.Pos
			m.changes = append(m.changes, edit.Change{Edit: e, Was: cell.Raw})
		}
		return
	}
	if _, known := m.texts[e.At]; !known {
		m.texts[e.At] = proseAt(m.report, e.At)
	}
	if e.Paragraph > len(m.texts[e.At]) {
		return
	}
	runes := []rune(m.texts[e.At][e.Paragraph-1])
	if e.From < 0 || e.From > e.Until || e.Until > len(runes) || string(runes[e.From:e.Until]) == e.To {
		return
	}
	m.changes = append(m.changes, edit.Change{Edit: e, Was: string(runes[e.From:e.Until]), Whole: m.texts[e.At][e.Paragraph-1]})
}

// dropOverlaps keeps the first of edits that speak of the same characters.
func (m *mender) dropOverlaps() {
	var kept []edit.Change
	for _, c := range m.changes {
		if n := len(kept); n > 0 && c.Paragraph > 0 {
			if last := kept[n-1]; last.At == c.At && last.Paragraph == c.Paragraph && c.From < last.Until {
				continue
			}
		}
		kept = append(kept, c)
	}
	m.changes = kept
}

// finish writes out what the paragraphs are meant to be, now that it is known
// which edits are made together.
func (m *mender) finish() {
	for i := range m.changes {
		if c := &m.changes[i]; c.Paragraph > 0 {
			c.Meant = m.edited(c)
		}
	}
}

// edited is the paragraph of a change with all edits of it made.
func (m *mender) edited(of *edit.Change) string {
	runes := []rune(of.Whole)
	for _, c := range slices.Backward(m.changes) {
		if c.At == of.At && c.Paragraph == of.Paragraph {
			runes = slices.Concat(runes[:c.From], []rune(c.To), runes[c.Until:])
		}
	}
	return string(runes)
}

// holds reports whether what was read again says what the edits ask for, and
// nothing in it became a fault.
func (m *mender) holds(again *report.Report) bool {
	if again.Unreadable || len(again.Problems) > len(m.report.Problems) {
		return false
	}
	return !slices.ContainsFunc(m.changes, func(c edit.Change) bool {
		if c.Paragraph == 0 {
			cell := figureAt(again, c.At)
			return cell == nil || cell.Raw != c.To
		}
		want := strings.TrimSpace(c.Meant)
		return want != "" && !slices.Contains(proseAt(again, c.At), want)
	})
}

// figureAt returns the cell at a key path, nil where nothing was given.
func figureAt(r *report.Report, at string) (cell *report.Cell) {
	r.Visit(func(i *report.Item) bool {
		if i.Cell != nil && i.At == at {
			cell = i.Cell
		}
		return cell == nil
	})
	return cell
}

// proseAt returns the paragraphs of the text, heading or field at a key path.
func proseAt(r *report.Report, at string) (all []string) {
	r.Visit(func(i *report.Item) bool {
		found := i.Cell == nil && i.At == at
		if found {
			all = i.Lines()
		}
		return !found
	})
	return all
}
