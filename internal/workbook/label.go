package workbook

import (
	"slices"
	"strings"
	"unicode"

	"nianbao/internal/bind"
	"nianbao/internal/edition"
	"nianbao/internal/han"
	"nianbao/internal/report"
	"nianbao/internal/tree"
)

// An office's own workbook, laid out as the official tables, is read by their
// labels: a row by its label, a column by the nearest header of that name above
// the row. What occurs once is taken; what occurs twice is reported, not chosen
// from.

// label is a cell that holds a text, with the range that it spans.
type label struct {
	text string
	rect
	sheet string
}

// plainLabel drops what varies in labels without a meaning: spaces, full-width
// forms, the kind of the mark behind a number.
func plainLabel(text string) string {
	text = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || strings.ContainsRune("“”\"'‘’\u200b", r) {
			return -1
		}
		return r
	}, han.Fold(text))
	return strings.NewReplacer("、", ".", "．", ".", "（", "(", "）", ")", "，", ",").Replace(text)
}

// labels are the texts of a sheet, top to bottom.
func (b *bookReader) labels(sheet string) []label {
	var all []label
	rows, err := b.file.GetRows(sheet)
	if err != nil {
		return nil
	}
	for i, cells := range rows {
		for j, text := range cells {
			ref := xref{sheet, j + 1, i + 1}
			m, merged := b.merged(ref)
			if merged && (m.left != ref.column || m.top != ref.row) {
				continue
			}
			if !merged {
				m = rect{ref.column, ref.row, ref.column, ref.row}
			}
			if text = plainLabel(text); text != "" {
				all = append(all, label{text, m, sheet})
			}
		}
	}
	return all
}

// byLabels reads a workbook that was not made from the template.
func (b *bookReader) byLabels() *bind.Failure {
	var bySheet [][]label
	for _, sheet := range b.sheets {
		bySheet = append(bySheet, b.labels(sheet))
	}
	b.chooseByLabels(bySheet)
	found := 0
	for _, p := range b.e.Parts {
		if p.Table == nil {
			continue
		}
		// The table is on the sheet that knows most of its labels.
		best, most, same := []label(nil), 0, false
		for _, labels := range bySheet {
			switch n := knownLabels(p, labels); {
			case n > most:
				best, most, same = labels, n, false
			case n == most && n > 0:
				same = true
			}
		}
		switch {
		case most < minLabels(p):
		case same:
			return &bind.Failure{Form: "ambiguous", Args: map[string]string{"what": p.Heading}}
		default:
			b.labelled(p, best)
			found++
		}
	}
	if found == 0 {
		return &bind.Failure{Form: "workbook"}
	}
	b.labelledHead(bySheet)
	return nil
}

// chooseByLabels takes the edition whose labels the workbook has most of; where
// that is open, the newer one.
func (b *bookReader) chooseByLabels(bySheet [][]label) {
	if b.e = b.opts.Edition; b.e != nil {
		return
	}
	most := -1
	for _, e := range slices.Backward(b.opts.Editions.All()) {
		n := 0
		for _, p := range e.Parts {
			if p.Table == nil {
				continue
			}
			best := 0
			for _, labels := range bySheet {
				best = max(best, knownLabels(p, labels))
			}
			n += best
		}
		if n > most {
			b.e, most = e, n
		}
	}
}

func rowLabels(row *edition.Row) []string {
	all := []string{plainLabel(row.Label)}
	for _, alias := range row.Aliases {
		all = append(all, plainLabel(alias))
	}
	return all
}

// knownLabels counts the rows of a part whose labels are there.
func knownLabels(p *edition.Part, labels []label) int {
	n := 0
	for _, row := range p.Table.Rows {
		names := rowLabels(row)
		if slices.ContainsFunc(labels, func(l label) bool { return slices.Contains(names, l.text) }) {
			n++
		}
	}
	return n
}

// minLabels is how many rows of a table must be there for it to be that table.
func minLabels(p *edition.Part) int { return max(len(p.Table.Rows)*2/3, 2) }

// labelled reads a table by its labels.
func (b *bookReader) labelled(p *edition.Part, labels []label) {
	t := &tableReader{bookReader: b, part: p, cells: map[edition.Ref]figure{}}
	used := map[xref]bool{}
	some := false
	for _, row := range p.Table.Rows {
		for i := range row.Block.Leaves {
			ref := edition.Ref{Row: row.Index, Column: i}
			at := edition.Join(p.Key, p.Table.CellPath(ref))
			cell, ok := t.cellByLabels(row, row.Block.Leaves[i], labels)
			if !ok || used[cell] {
				t.spoiled[at] = ""
				t.cells[ref] = figure{state: lost}
				b.missing = append(b.missing, gone{p.Key, at, row.Label})
				continue
			}
			used[cell] = true
			b.cells[at] = b.pos(cell)
			f := t.judge(ref, at, cell)
			t.cells[ref], some = f, some || f.state == filled
		}
	}
	pos := report.Place{}
	if len(labels) > 0 {
		pos = b.pos(xref{labels[0].sheet, labels[0].left, labels[0].top})
	}
	t.put(some, pos)
}

// cellByLabels finds the one cell where a row and a column meet.
func (t *tableReader) cellByLabels(row *edition.Row, col *edition.Column, labels []label) (xref, bool) {
	name := plainLabel(col.Label)
	names := rowLabels(row)
	if t.part.Table.Across {
		group, ok := only(labels, func(l label) bool { return slices.Contains(names, l.text) })
		if !ok {
			return xref{}, false
		}
		head, ok := only(labels, func(l label) bool {
			return l.text == name && l.top > group.bottom && l.left >= group.left && l.right <= group.right
		})
		return xref{head.sheet, head.left, head.bottom + 1}, ok
	}
	// Within the rows of a table a label occurs once: column headers are in
	// other rows than row labels, save for those that are both.
	header := func(l label) bool { return l.text == name }
	var found []xref
	for _, line := range labels {
		if !slices.Contains(names, line.text) {
			continue
		}
		head := label{}
		for _, l := range labels {
			if header(l) && l.bottom < line.top && l.left > line.right && l.bottom >= head.bottom {
				head = l
			}
		}
		if head.sheet != "" {
			found = append(found, xref{line.sheet, head.left, line.top})
		}
	}
	if len(found) != 1 {
		return xref{}, false
	}
	return found[0], true
}

// only returns the label that fits, where there is exactly one.
func only(labels []label, fits func(label) bool) (label, bool) {
	var found []label
	for _, l := range labels {
		if fits(l) {
			found = append(found, l)
		}
	}
	if len(found) != 1 {
		return label{}, false
	}
	return found[0], true
}

// labelledHead reads the agency's name and the year, where a cell that says so
// has one right of it.
func (b *bookReader) labelledHead(bySheet [][]label) {
	beside := func(names ...string) (line, bool) {
		l, ok := only(slices.Concat(bySheet...), func(l label) bool {
			return slices.Contains(names, strings.TrimRight(l.text, ":："))
		})
		if !ok {
			return line{}, false
		}
		ref := xref{l.sheet, l.right + 1, l.top}
		text := b.value(ref, names[0])
		return line{text, b.pos(ref)}, text != ""
	}
	if name, ok := beside("机关名称", "单位名称", "填报单位", edition.KeyName); ok {
		b.d.Begin(edition.KeyAgency, name.pos, tree.Mapping)
		b.d.Text(edition.KeyName, name.text, name.pos)
		b.d.End(false)
	}
	if year, ok := beside(edition.KeyYear, "报告年度"); ok {
		b.d.Text(edition.KeyYear, strings.TrimSuffix(year.text, "年"), year.pos)
	}
}
