package workbook

import (
	"slices"
	"strconv"
	"strings"

	"nianbao/internal/bind"
	"nianbao/internal/message"
)

// Whatever a workbook holds is read, is the template's own, or is named: what
// hands typed beside the cells meant for it would be gone from the report in
// silence.

// unplaced is a cell whose content has no place in the report.
type unplaced struct {
	xref
	text    string
	covered bool // by a merged neighbour, so that nobody sees it
}

// reportUnplaced names what was neither read nor is the template's own.
func (b *bookReader) reportUnplaced() {
	w := b.wording()
	for _, sheet := range b.sheets {
		if sheet == Notes {
			continue
		}
		left := b.unplacedOn(sheet, w)
		if len(left) == 0 {
			continue
		}
		switch {
		case b.byLabel:
			b.unplacedTogether("sheet", sheet, left)
		case !b.isTemplates(sheet, w):
			b.unplacedTogether("own", sheet, left[:1])
			b.problems[len(b.problems)-1].Args["count"] = strconv.Itoa(len(left))
		default:
			b.unplacedCells(sheet, b.insertedFigures(left))
		}
	}
}

// isTemplates reports whether a sheet is one of the template's.
func (b *bookReader) isTemplates(sheet string, w *wording) bool {
	if title := w.title(sheet); slices.Contains(w.first, title) || slices.Contains([]string{firstGuide, firstInfo, firstChecks}, title) {
		return true
	}
	for ref := range b.holders {
		if ref.sheet == sheet {
			return true
		}
	}
	return false
}

// unplacedOn lists the cells of a sheet.
func (b *bookReader) unplacedOn(sheet string, w *wording) []unplaced {
	var left []unplaced
	for _, c := range b.contents[sheet] {
		ref := xref{sheet, c.column, c.row}
		if b.used[ref] {
			continue
		}
		if c.formula {
			// Asked first, as most are the template's and need no calculation.
			formula := shape(b.formula(ref))
			if b.sumsInBox(ref, formula) || w.own(sheet, formula) {
				continue
			}
		}
		cell := b.read(ref, true)
		text := strings.TrimSpace(cell.text)
		if cell.fault != "" && text == "" {
			text = cell.shown
		}
		switch {
		case cell.covered:
			left = append(left, unplaced{ref, "", true})
		case text == "" && cell.fault == "":
		case !cell.formula && (w.own(sheet, text) || b.byLabel && w.plain[plainLabel(text)]):
		default:
			left = append(left, unplaced{ref, text, false})
		}
	}
	return left
}

func (b *xbook) formula(ref xref) string {
	formula, err := b.cellFormula(ref)
	if err != nil {
		return ""
	}
	return formula
}

// sumsInBox reports whether a cell within a table has one of its sums, as filling
// a formula into an inserted row makes them.
func (b *bookReader) sumsInBox(ref xref, formula string) bool {
	return slices.ContainsFunc(b.boxes, func(x *box) bool { return x.inserted(ref) }) && sumShape.MatchString(formula)
}

// insertedFigures reports the figures in rows and columns that were inserted in a
// table, which count on the sheet, and returns what else there is.
func (b *bookReader) insertedFigures(left []unplaced) (rest []unplaced) {
	type line struct {
		form string
		n    int
	}
	lines := map[line][]unplaced{}
	var order []line
	for _, c := range left {
		i := slices.IndexFunc(b.boxes, func(x *box) bool { return x.inserted(c.xref) })
		if i < 0 || !isFigure(c.text) {
			rest = append(rest, c)
			continue
		}
		l := line{"row", c.row}
		if b.boxes[i].rows[c.row] {
			l = line{"column", c.column}
		}
		if lines[l] == nil {
			order = append(order, l)
		}
		lines[l] = append(lines[l], c)
	}
	for _, l := range order {
		cells := lines[l]
		name := strconv.Itoa(l.n)
		if l.form == "column" {
			name = strings.TrimRight(cellName(l.n, 1), "1")
		}
		b.problem("SRC009", l.form, "", b.pos(cells[0].xref), "line", name, "count", strconv.Itoa(len(cells))).Phrases =
			bind.Phrases{"cells": listed(cells, true)}
	}
	return rest
}

// listed are cells with what they hold, or ranges of them.
func listed(cells []unplaced, withText bool) message.List {
	var all message.List
	for i := 0; i < len(cells); {
		j := i + 1
		for !withText && j < len(cells) && cells[j].row == cells[i].row && cells[j].column == cells[j-1].column+1 {
			j++
		}
		switch first := cellName(cells[i].column, cells[i].row); {
		case withText:
			all = append(all, first+"＝"+message.Clip(cells[i].text))
		case j == i+1:
			all = append(all, first)
		default:
			all = append(all, first+":"+cellName(cells[j-1].column, cells[j-1].row))
		}
		i = j
	}
	return all
}

// maxUnplaced is how many cells of a sheet have a finding each.
const maxUnplaced = 10

func (b *bookReader) unplacedCells(sheet string, left []unplaced) {
	if len(left) > maxUnplaced {
		b.unplacedTogether("many", sheet, left)
		return
	}
	for _, c := range left {
		form := ""
		if c.covered {
			form = "covered"
		}
		b.problem("SRC010", form, "", b.pos(c.xref), "cell", cellName(c.column, c.row), "text", message.Clip(c.text))
	}
}

// unplacedTogether tells of all cells of a sheet at once.
func (b *bookReader) unplacedTogether(form, sheet string, left []unplaced) {
	b.problem("SRC010", form, "", b.pos(left[0].xref), "sheet", sheet, "count", strconv.Itoa(len(left)), "text", message.Clip(left[0].text)).Phrases =
		bind.Phrases{"cells": listed(left, false)}
}
