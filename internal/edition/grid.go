package edition

import (
	"cmp"
	"slices"
)

// Grid is a table as the official form draws it: cells that span rows and
// columns, with every place covered by exactly one. It is the same for every
// report; what draws a table puts the report's labels and figures into it.
type Grid struct {
	// Columns are the relative widths, first those of the row labels.
	Columns []int
	// Header tells, for each row, whether it is one of a header.
	Header []bool
	Cells  []GridCell // by row, then column
}

// GridCell is one cell of a grid. Row and Column count from 0.
type GridCell struct {
	Row, Column         int
	RowSpan, ColumnSpan int
	Kind                GridKind
	// Label is the official text of a header or label.
	Label string
	// Of is the row or group that the label is of, nil for other headers.
	Of *Row
	// Group is true for the label of several rows.
	Group bool
	// Ref is the place of a figure.
	Ref Ref
}

// GridKind tells headers and labels from figures.
type GridKind int

// The kinds of cells of a grid.
const (
	GridHeader GridKind = iota
	GridLabel
	GridFigure
)

// Grid returns the table's grid. The caller must not change it.
func (t *Table) Grid() *Grid { return t.grid() }

// layGrid draws the table.
func (t *Table) layGrid() *Grid {
	g := &Grid{Columns: slices.Concat(t.Stub, t.Values)}
	for _, b := range t.Blocks {
		if t.Across {
			g.across(b)
		} else {
			g.block(b, len(t.Stub))
		}
	}
	slices.SortFunc(g.Cells, func(a, b GridCell) int {
		return cmp.Or(cmp.Compare(a.Row, b.Row), cmp.Compare(a.Column, b.Column))
	})
	return g
}

// block adds a run of rows: the caption, the header, then a line for each row.
func (g *Grid) block(b *Block, stub int) {
	if b.Caption != "" {
		g.add(GridCell{Row: g.grow(1, true), RowSpan: 1, ColumnSpan: len(g.Columns), Label: b.Caption})
	}
	depth := columnDepth(b.Columns)
	row := g.grow(depth, true)
	g.add(GridCell{Row: row, RowSpan: depth, ColumnSpan: stub, Label: b.Stub})
	g.headers(b.Columns, row, row+depth, stub)
	g.rows(b.Rows, g.grow(figureRows(b.Rows), false), 0, stub)
}

// across adds the rows of a block side by side: their labels are headers over
// the block's columns, and all figures stand in one line.
func (g *Grid) across(b *Block) {
	row := g.grow(rowDepth(b.Rows)+columnDepth(b.Columns), true)
	g.labelsAcross(b, b.Rows, row, g.grow(1, false), 0)
}

func (g *Grid) labelsAcross(b *Block, rows []*Row, row, line, column int) {
	for _, r := range rows {
		span := columnSpan(b.Columns) * max(figureRows(r.Rows), 1)
		g.add(GridCell{Row: row, Column: column, RowSpan: 1, ColumnSpan: span, Label: r.Label, Of: r, Group: len(r.Rows) > 0})
		if len(r.Rows) > 0 {
			g.labelsAcross(b, r.Rows, row+1, line, column)
		} else {
			g.headers(b.Columns, row+1, line, column)
			g.figures(r, line, column)
		}
		column += span
	}
}

// headers adds the headers of columns from row down and column on. One that
// holds figures reaches down to end, one over others takes a single row.
func (g *Grid) headers(columns []*Column, row, end, column int) {
	for _, c := range columns {
		span, height := columnSpan([]*Column{c}), end-row
		if len(c.Columns) > 0 {
			height = 1
			g.headers(c.Columns, row+1, end, column)
		}
		g.add(GridCell{Row: row, Column: column, RowSpan: height, ColumnSpan: span, Label: c.Label})
		column += span
	}
}

// rows adds labels and figures from row down. A label over others takes one
// column of the stub, that of a row of figures what is left of it.
func (g *Grid) rows(rows []*Row, row, column, stub int) {
	for _, r := range rows {
		label := GridCell{Row: row, Column: column, RowSpan: 1, ColumnSpan: stub - column, Kind: GridLabel, Label: r.Label, Of: r}
		if len(r.Rows) > 0 {
			label.RowSpan, label.ColumnSpan, label.Group = figureRows(r.Rows), 1, true
			g.rows(r.Rows, row, column+1, stub)
		} else {
			g.figures(r, row, stub)
		}
		g.add(label)
		row += label.RowSpan
	}
}

func (g *Grid) figures(r *Row, row, column int) {
	for i, c := range r.Block.Leaves {
		g.add(GridCell{Row: row, Column: column, RowSpan: 1, ColumnSpan: c.Span, Kind: GridFigure, Ref: Ref{Row: r.Index, Column: i}})
		column += c.Span
	}
}

func (g *Grid) add(c GridCell) { g.Cells = append(g.Cells, c) }

// grow adds n rows and returns the number of the first.
func (g *Grid) grow(n int, header bool) int {
	first := len(g.Header)
	for range n {
		g.Header = append(g.Header, header)
	}
	return first
}

func columnDepth(columns []*Column) int {
	depth := 0
	for _, c := range columns {
		depth = max(depth, 1+columnDepth(c.Columns))
	}
	return depth
}

func columnSpan(columns []*Column) int {
	span := 0
	for _, c := range columns {
		if len(c.Columns) > 0 {
			span += columnSpan(c.Columns)
		} else {
			span += c.Span
		}
	}
	return span
}

func rowDepth(rows []*Row) int {
	depth := 0
	for _, r := range rows {
		depth = max(depth, 1+rowDepth(r.Rows))
	}
	return depth
}

// figureRows counts the rows that hold figures.
func figureRows(rows []*Row) int {
	n := 0
	for _, r := range rows {
		if len(r.Rows) > 0 {
			n += figureRows(r.Rows)
		} else {
			n++
		}
	}
	return n
}
