package source

import (
	"slices"
	"strconv"
	"strings"

	"nianbao/internal/edition"
	"nianbao/internal/message"
	"nianbao/internal/report"
)

func itoa(n int) string { return strconv.Itoa(n) }

// table binds a part that is figures.
func (b *binder) table(part *report.Part, p pair) {
	if p.value.null {
		return
	}
	if p.value.kind != mapping {
		b.shape("table", part.At, p, nil)
		for _, row := range part.Table.Def.Rows {
			b.spoil(part.Table, row)
		}
		return
	}
	t := &tableBinder{binder: b, part: part, table: part.Table, totals: rowTotals(part.Table.Def)}
	var rows []*edition.Row
	for _, block := range part.Table.Def.Blocks {
		rows = append(rows, block.Rows...)
	}
	t.rows(part.At, rows, p.value)
}

// placeTable puts the rows and cells of a table where the table is, until they
// are found themselves.
func placeTable(t *report.Table, pos report.Place) {
	for i := range t.Rows {
		t.Rows[i].Pos = pos
		placeRow(t.Cells[i], pos)
	}
}

func placeRow(cells []report.Cell, pos report.Place) {
	for i := range cells {
		cells[i].Pos = pos
	}
}

// rowTotals gives, for every row, the columns that are sums of its others,
// which an author may leave out.
func rowTotals(def *edition.Table) [][]int {
	totals := make([][]int, len(def.Rows))
	for _, eq := range def.Equations {
		if ref := eq.Left[0]; eq.Total && eq.Each == "row" && !slices.Contains(totals[ref.Row], ref.Column) {
			totals[ref.Row] = append(totals[ref.Row], ref.Column)
		}
	}
	return totals
}

// spoil marks the cells of a row whose value could not be taken apart: no cell
// was given, and none of its sums can be judged.
func (b *binder) spoil(t *report.Table, row *edition.Row) {
	for i := range t.Cells[row.Index] {
		t.Cells[row.Index][i].State = report.Malformed
	}
}

type tableBinder struct {
	*binder
	part   *report.Part
	table  *report.Table
	totals [][]int
	// abroad is true for figures on the table of another edition.
	abroad bool
}

// level is the rows that share a mapping: a group without a key lends its rows
// to the level above.
func level(rows []*edition.Row) []*edition.Row {
	var out []*edition.Row
	for _, r := range rows {
		if r.Key == "" {
			out = append(out, level(r.Rows)...)
		} else {
			out = append(out, r)
		}
	}
	return out
}

func keysOf(rows []*edition.Row) message.List {
	var keys message.List
	for _, r := range rows {
		keys = append(keys, r.Key)
	}
	return keys
}

func (t *tableBinder) rows(at string, rows []*edition.Row, n *node) {
	byKey := map[string]*edition.Row{}
	s := scope{at: at}
	for _, r := range level(rows) {
		byKey[r.Key] = r
		s.keys = append(s.keys, r.Key)
		for _, name := range append([]string{r.Label}, r.Aliases...) {
			s.alias(name, r.Key)
		}
	}
	s.stranger = func(p pair) bool { return t.foreignRow(join(at, p.key.text), p) }
	t.each(n, s, func(p pair) {
		row, at := byKey[p.key.text], join(at, p.key.text)
		if len(row.Rows) == 0 {
			t.row(at, row, p)
			return
		}
		switch {
		case p.value.kind == mapping && t.isRowElsewhere(at, row, p):
			t.spoilAll(row.Rows)
		case p.value.kind == mapping:
			t.rows(at, row.Rows, p.value)
		case p.value.null:
		default:
			if !t.foreignShape(at, p) {
				t.shape("group", at, p, nil).Phrases = phrases{"keys": keysOf(level(row.Rows))}
			}
			t.spoilAll(row.Rows)
		}
	})
}

func (t *tableBinder) spoilAll(rows []*edition.Row) {
	for _, r := range rows {
		if len(r.Rows) > 0 {
			t.spoilAll(r.Rows)
		} else {
			t.spoil(t.table, r)
		}
	}
}

// row binds the figures of a row, in whichever shape they are.
func (t *tableBinder) row(at string, row *edition.Row, p pair) {
	pos := t.from.place(p.value)
	t.table.Rows[row.Index] = report.RowState{Given: true, Pos: pos}
	placeRow(t.table.Cells[row.Index], pos)
	leaves, totals := row.Block.Leaves, t.totals[row.Index]
	n := p.value
	if !t.abroad && !n.null && n.kind != mapping {
		t.unnamed[row] = unnamedRow{at, p}
	}
	switch {
	case n.null:
		for i := range leaves {
			t.cell(at, row, i, p.key, n)
		}
	case n.kind == scalar && len(leaves) == 1:
		t.cell(at, row, 0, p.key, n)
	case n.kind == scalar && len(totals) == 1:
		t.cell(at, row, totals[0], p.key, n)
	case n.kind == list && len(n.items) == len(leaves):
		for i, value := range n.items {
			t.cell(at, row, i, p.key, value)
		}
	case n.kind == list && len(totals) > 0 && len(n.items) == len(leaves)-len(totals) && wideItem(n) < 0:
		i := 0
		for col := range leaves {
			if !slices.Contains(totals, col) {
				t.cell(at, row, col, p.key, n.items[i])
				i++
			}
		}
	case n.kind == mapping && t.isOtherRow(at, row, p):
		t.spoil(t.table, row)
	case n.kind == mapping && !t.isGroupElsewhere(at, row, p):
		t.columns(at, row, p)
	case n.kind == mapping:
		t.spoil(t.table, row)
	default:
		if wideItem(n) >= 0 || !t.foreignShape(at, p) {
			t.wrongLength(at, row, p)
		}
		t.spoil(t.table, row)
	}
}

// columns binds a row that names its columns.
func (t *tableBinder) columns(at string, row *edition.Row, p pair) {
	s := scope{at: at}
	index := map[string]int{}
	for i, col := range row.Block.Leaves {
		index[col.Key] = i
		s.keys = append(s.keys, col.Key)
		s.alias(col.Label, col.Key)
	}
	bad := false
	s.stranger = func(c pair) bool {
		bad = true
		return t.foreignColumn(at, c)
	}
	known := 0
	t.each(p.value, s, func(c pair) {
		known++
		t.cell(at, row, index[c.key.text], c.key, c.value)
	})
	if bad && known == 0 {
		t.spoil(t.table, row)
	}
}

func (t *tableBinder) cell(at string, row *edition.Row, col int, key, n *node) {
	c := &t.table.Cells[row.Index][col]
	if n.lost {
		c.State, c.Shown = report.Malformed, n.text
		return // placeAbsent knows its place
	}
	c.Pos = t.from.place(n)
	if n.kind != scalar {
		if len(row.Block.Leaves) > 1 {
			at = join(at, row.Block.Leaves[col].Key)
		}
		t.shape("cell", at, pair{key, n}, nil)
		c.State = report.Malformed
		return
	}
	report.SetCell(c, n.text, row.Block.Leaves[col], t.opts.Words)
}

// wideItem is the index of the first entry of a list with a full-width mark in
// it, or -1: such an entry may well be several figures.
func wideItem(n *node) int {
	return slices.IndexFunc(n.items, func(n *node) bool { return n.kind == scalar && strings.ContainsAny(n.text, wideMarks) })
}

// wrongLength reports a row with too few or too many figures.
func (t *tableBinder) wrongLength(at string, row *edition.Row, p pair) {
	leaves, totals := row.Block.Leaves, t.totals[row.Index]
	var names []string
	for _, col := range leaves {
		names = append(names, col.Key)
	}
	args, lists := map[string]string{"want": itoa(len(leaves)), "given": "1"}, phrases{"columns": message.ListOf(names)}
	if p.value.kind == list {
		args["given"] = itoa(len(p.value.items))
	}
	form := "length"
	wide := wideItem(p.value)
	switch {
	case wide >= 0:
		form, p.value = "comma", p.value.items[wide]
	case len(totals) > 0:
		form = "length-total"
		var left []string
		for _, i := range totals {
			left = append(left, leaves[i].Key)
		}
		lists["total"], args["without"] = message.ListOf(left), itoa(len(leaves)-len(totals))
	}
	t.shape(form, at, p, args).Phrases = lists
}
