package document

import (
	"cmp"
	"slices"

	"nianbao/internal/edition"
	"nianbao/internal/report"
)

// grid lays out one table. Rows and columns count from 0 over the whole table,
// whose first columns are the stub: those of the row labels.
type grid struct {
	report *report.Report
	part   *report.Part
	def    *edition.Table
	stub   int
	table  Table
}

// table draws a part's table as its edition describes it.
func table(r *report.Report, p *report.Part, name string) Table {
	g := &grid{report: r, part: p, def: p.Def.Table, stub: len(p.Def.Table.Stub)}
	g.table.Name = name
	g.table.Columns = slices.Concat(g.def.Stub, g.def.Values)
	for _, b := range g.def.Blocks {
		if g.def.Across {
			g.across(b)
		} else {
			g.block(b)
		}
	}
	slices.SortFunc(g.table.Cells, func(a, b Cell) int {
		return cmp.Or(cmp.Compare(a.Row, b.Row), cmp.Compare(a.Column, b.Column))
	})
	return g.table
}

// block adds a run of rows: the caption, the header, then a line for each row.
func (g *grid) block(b *edition.Block) {
	if b.Caption != "" {
		row := g.addRows(1, Row{Header: true, KeepWithNext: true})
		g.add(Cell{Row: row, RowSpan: 1, ColumnSpan: len(g.table.Columns), Kind: ColumnHeader, Text: b.Caption})
	}
	depth := columnDepth(b.Columns)
	row := g.addRows(depth, Row{Header: true, KeepWithNext: true})
	g.add(Cell{Row: row, RowSpan: depth, ColumnSpan: g.stub, Kind: ColumnHeader, Text: b.Stub})
	g.header(b.Columns, row, row+depth, g.stub)

	first := g.addRows(countRows(b.Rows), Row{})
	g.labels(b.Rows, first, 0)
	for i, r := range leafRows(b.Rows) {
		g.values(r, first+i, g.stub)
	}
}

// across adds the rows of a block side by side: their labels are headers over
// the block's columns, and all figures stand in one line.
func (g *grid) across(b *edition.Block) {
	depth := rowDepth(b.Rows) + columnDepth(b.Columns)
	row := g.addRows(depth, Row{Header: true, KeepWithNext: true})
	line := g.addRows(1, Row{})
	g.acrossHeader(b, b.Rows, row, line, 0)
	for i, r := range leafRows(b.Rows) {
		g.values(r, line, i*columnSpan(b.Columns))
	}
}

// acrossHeader adds the labels of rows from row down and column on; below a row
// of figures its columns fill the header up to end.
func (g *grid) acrossHeader(b *edition.Block, rows []*edition.Row, row, end, column int) {
	width := columnSpan(b.Columns)
	for _, r := range rows {
		span := width * countRows([]*edition.Row{r})
		g.add(Cell{Row: row, Column: column, RowSpan: 1, ColumnSpan: span, Kind: ColumnHeader, Text: g.label(r)})
		if len(r.Rows) > 0 {
			g.acrossHeader(b, r.Rows, row+1, end, column)
		} else {
			g.header(b.Columns, row+1, end, column)
		}
		column += span
	}
}

// header adds the headers of columns from row down and column on. One that
// holds figures reaches down to end, one over others takes a single row.
func (g *grid) header(columns []*edition.Column, row, end, column int) {
	for _, c := range columns {
		span := columnSpan([]*edition.Column{c})
		height := end - row
		if len(c.Columns) > 0 {
			height = 1
			g.header(c.Columns, row+1, end, column)
		}
		g.add(Cell{Row: row, Column: column, RowSpan: height, ColumnSpan: span, Kind: ColumnHeader, Text: c.Label})
		column += span
	}
}

// labels adds the labels of rows from row down and column on. One over others
// takes a single column, that of a row of figures the rest of the stub.
func (g *grid) labels(rows []*edition.Row, row, column int) {
	for _, r := range rows {
		c := Cell{Row: row, Column: column, RowSpan: 1, ColumnSpan: g.stub - column, Kind: RowLabel, Text: g.label(r)}
		if len(r.Rows) > 0 {
			c.RowSpan, c.ColumnSpan, c.Vertical = countRows(r.Rows), 1, r.Vertical
			g.labels(r.Rows, row, column+1)
		}
		// Labels on several levels read as a list, those on one, and those of
		// groups, as headings.
		if g.stub > 1 && len(r.Rows) == 0 {
			c.Align = Left
		}
		g.add(c)
		row += c.RowSpan
	}
}

// values adds the figures of one row from column on.
func (g *grid) values(r *edition.Row, row, column int) {
	for i, c := range r.Block.Leaves {
		text := cellText(&g.part.Table.Cells[r.Index][i])
		g.add(Cell{Row: row, Column: column, RowSpan: 1, ColumnSpan: c.Span, Kind: Value, Text: text})
		column += c.Span
	}
}

// label is a row's label as printed. A label that the author's page had lost is
// given back; a group without a key has no other label than the form's.
func (g *grid) label(r *edition.Row) string {
	if r.Key == "" {
		return r.Label
	}
	return cmp.Or(clean(g.report.LabelText(g.part, r)), r.Label)
}

func (g *grid) add(c Cell) { g.table.Cells = append(g.table.Cells, c) }

// addRows adds n rows and returns the first one's number.
func (g *grid) addRows(n int, row Row) int {
	first := len(g.table.Rows)
	for range n {
		g.table.Rows = append(g.table.Rows, row)
	}
	return first
}

// cellText is a figure as typed, or as computed where the author left it out.
func cellText(c *report.Cell) string {
	if c.State == report.Computed {
		return c.Value.String()
	}
	return clean(c.Raw)
}

func columnDepth(columns []*edition.Column) int {
	depth := 0
	for _, c := range columns {
		depth = max(depth, 1+columnDepth(c.Columns))
	}
	return depth
}

func columnSpan(columns []*edition.Column) int {
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

func rowDepth(rows []*edition.Row) int {
	depth := 0
	for _, r := range rows {
		depth = max(depth, 1+rowDepth(r.Rows))
	}
	return depth
}

func countRows(rows []*edition.Row) int { return len(leafRows(rows)) }

// leafRows returns the rows that hold figures, top to bottom.
func leafRows(rows []*edition.Row) []*edition.Row {
	var leaves []*edition.Row
	for _, r := range rows {
		if len(r.Rows) > 0 {
			leaves = append(leaves, leafRows(r.Rows)...)
		} else {
			leaves = append(leaves, r)
		}
	}
	return leaves
}
