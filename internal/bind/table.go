package bind

import (
	"slices"
	"strconv"
	"strings"

	"nianbao/internal/edition"
	"nianbao/internal/message"
	"nianbao/internal/report"
	"nianbao/internal/tree"
)

// table binds a part that is figures.
func (b *binder) table(part *report.Part, p tree.Pair) {
	if p.Value.Null {
		return
	}
	if p.Value.Kind != tree.Mapping {
		b.shape("table", part.At, p, nil)
		for _, row := range part.Table.Def.Rows {
			b.spoil(part.Table, row)
		}
		return
	}
	t := &tableBinder{binder: b, part: part, table: part.Table, totals: part.Table.Def.RowTotals()}
	var rows []*edition.Row
	for _, block := range part.Table.Def.Blocks {
		rows = append(rows, block.Rows...)
	}
	t.rows(part.At, rows, p.Value)
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

func keysOf(rows []*edition.Row) message.List {
	var keys message.List
	for _, r := range rows {
		keys = append(keys, r.Key)
	}
	return keys
}

func (t *tableBinder) rows(at string, rows []*edition.Row, n *tree.Node) {
	byKey := map[string]*edition.Row{}
	s := scope{at: at}
	for _, r := range edition.Level(rows) {
		byKey[r.Key] = r
		s.keys = append(s.keys, r.Key)
		for _, name := range append([]string{r.Label}, r.Aliases...) {
			s.alias(name, r.Key)
		}
	}
	s.stranger = func(p tree.Pair) bool { return t.foreignRow(edition.Join(at, p.Key.Text), p) }
	t.each(n, s, func(p tree.Pair) {
		row, at := byKey[p.Key.Text], edition.Join(at, p.Key.Text)
		if len(row.Rows) == 0 {
			t.row(at, row, p)
			return
		}
		switch {
		case p.Value.Kind == tree.Mapping && t.isRowElsewhere(at, row, p):
			t.spoilAll(row.Rows)
		case p.Value.Kind == tree.Mapping:
			t.rows(at, row.Rows, p.Value)
		case p.Value.Null:
		default:
			if !t.foreignShape(at, p) {
				t.shape("group", at, p, nil).Phrases = Phrases{"keys": keysOf(edition.Level(row.Rows))}
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
func (t *tableBinder) row(at string, row *edition.Row, p tree.Pair) {
	pos := t.from.Place(p.Value)
	t.table.Rows[row.Index] = report.RowState{Given: true, Pos: pos}
	placeRow(t.table.Cells[row.Index], pos)
	leaves, totals := row.Block.Leaves, t.totals[row.Index]
	n := p.Value
	if !t.abroad && !n.Null && n.Kind != tree.Mapping {
		t.unnamed[row] = unnamedRow{at, p}
	}
	switch {
	case n.Null:
		for i := range leaves {
			t.cell(at, row, i, p.Key, n)
		}
	case n.Kind == tree.Scalar && len(leaves) == 1:
		t.cell(at, row, 0, p.Key, n)
	case n.Kind == tree.Scalar && len(totals) == 1:
		t.cell(at, row, totals[0], p.Key, n)
	case n.Kind == tree.List && len(n.Items) == len(leaves):
		for i, value := range n.Items {
			t.cell(at, row, i, p.Key, value)
		}
	case n.Kind == tree.List && len(totals) > 0 && len(n.Items) == len(leaves)-len(totals) && wideItem(n) < 0:
		i := 0
		for col := range leaves {
			if !slices.Contains(totals, col) {
				t.cell(at, row, col, p.Key, n.Items[i])
				i++
			}
		}
	case n.Kind == tree.Mapping && t.isOtherRow(at, row, p):
		t.spoil(t.table, row)
	case n.Kind == tree.Mapping && !t.isGroupElsewhere(at, row, p):
		t.columns(at, row, p)
	case n.Kind == tree.Mapping:
		t.spoil(t.table, row)
	default:
		if wideItem(n) >= 0 || !t.foreignShape(at, p) {
			t.wrongLength(at, row, p)
		}
		t.spoil(t.table, row)
	}
}

// columns binds a row that names its columns.
func (t *tableBinder) columns(at string, row *edition.Row, p tree.Pair) {
	s := scope{at: at}
	index := map[string]int{}
	for i, col := range row.Block.Leaves {
		index[col.Key] = i
		s.keys = append(s.keys, col.Key)
		s.alias(col.Label, col.Key)
	}
	bad := false
	s.stranger = func(c tree.Pair) bool {
		bad = true
		return t.foreignColumn(at, c)
	}
	known := 0
	t.each(p.Value, s, func(c tree.Pair) {
		known++
		t.cell(at, row, index[c.Key.Text], c.Key, c.Value)
	})
	if bad && known == 0 {
		t.spoil(t.table, row)
	}
}

func (t *tableBinder) cell(at string, row *edition.Row, col int, key, n *tree.Node) {
	c := &t.table.Cells[row.Index][col]
	if n.Lost {
		c.State, c.Shown = report.Malformed, n.Text
		return // placeAbsent knows its place
	}
	c.Pos = t.from.Place(n)
	if n.Kind != tree.Scalar {
		if len(row.Block.Leaves) > 1 {
			at = edition.Join(at, row.Block.Leaves[col].Key)
		}
		t.shape("cell", at, tree.Pair{Key: key, Value: n}, nil)
		c.State = report.Malformed
		return
	}
	report.SetCell(c, n.Text, row.Block.Leaves[col], t.opts.Words)
}

// wideItem is the index of the first entry of a list with a full-width mark in
// it, or -1: such an entry may well be several figures.
func wideItem(n *tree.Node) int {
	return slices.IndexFunc(n.Items, func(n *tree.Node) bool { return n.Kind == tree.Scalar && strings.ContainsAny(n.Text, WideMarks) })
}

// wrongLength reports a row with too few or too many figures.
func (t *tableBinder) wrongLength(at string, row *edition.Row, p tree.Pair) {
	leaves, totals := row.Block.Leaves, t.totals[row.Index]
	var names []string
	for _, col := range leaves {
		names = append(names, col.Key)
	}
	args, lists := map[string]string{"want": strconv.Itoa(len(leaves)), "given": "1"}, Phrases{"columns": message.ListOf(names)}
	if p.Value.Kind == tree.List {
		args["given"] = strconv.Itoa(len(p.Value.Items))
	}
	form := "length"
	wide := wideItem(p.Value)
	switch {
	case wide >= 0:
		form, p.Value = "comma", p.Value.Items[wide]
	case len(totals) > 0:
		form = "length-total"
		var left []string
		for _, i := range totals {
			left = append(left, leaves[i].Key)
		}
		lists["total"], args["without"] = message.ListOf(left), strconv.Itoa(len(leaves)-len(totals))
	}
	t.shape(form, at, p, args).Phrases = lists
}
