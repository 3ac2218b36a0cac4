package pdf

import (
	"fmt"

	"nianbao/render/document"
)

// addTable adds a table with its rows and cells, and returns the cells in the
// table's order; none of a table without a grid, which is not drawn.
func (e *element) addTable(table *document.Table, block int) []*element {
	if len(table.Columns) == 0 || len(table.Rows) == 0 {
		return nil
	}
	root := e.add("Table")
	root.title = table.Name
	rows := make([]*element, len(table.Rows))
	for i := range rows {
		rows[i] = root.add("TR")
	}
	cells := make([]*element, len(table.Cells))
	id := func(cell int) string { return fmt.Sprintf("b%d.%d", block, cell) }
	for i, c := range table.Cells {
		row := rows[min(max(c.Row, 0), len(rows)-1)]
		kind, tags := "TD", &cellTags{rows: max(c.RowSpan, 1), columns: max(c.ColumnSpan, 1), vertical: c.Vertical}
		switch c.Kind {
		case document.ColumnHeader:
			kind, tags.id, tags.scope = "TH", id(i), "Column"
		case document.RowLabel:
			kind, tags.id, tags.scope = "TH", id(i), "Row"
		}
		for _, header := range headersOf(table, i) {
			tags.headers = append(tags.headers, id(header))
		}
		cells[i] = row.add(kind)
		cells[i].cell = tags
	}
	return cells
}

// headersOf lists the cells that say what a cell is about, from the general to
// the special: the labels to the left that take in all of its rows, then the
// headers above it. Headers hold up to the next run of header rows.
func headersOf(table *document.Table, cell int) []int {
	c := table.Cells[cell]
	from, to := headerRun(table, c.Row)
	var left, above []int
	for i, h := range table.Cells {
		switch {
		case i == cell:
		case h.Kind == document.RowLabel && c.Kind != document.ColumnHeader:
			if h.Column < c.Column && h.Row <= c.Row && c.Row < h.Row+h.RowSpan {
				left = append(left, i)
			}
		case h.Kind == document.ColumnHeader && h.Row >= from && h.Row < min(to, c.Row):
			if h.Column < c.Column+c.ColumnSpan && c.Column < h.Column+h.ColumnSpan {
				above = append(above, i)
			}
		}
	}
	return append(left, above...)
}

// headerRun returns the run of header rows that row is in or below: from its
// first row up to the one after its last.
func headerRun(table *document.Table, row int) (from, to int) {
	to = min(row+1, len(table.Rows))
	for to > 0 && !table.Rows[to-1].Header {
		to--
	}
	for from = to; from > 0 && table.Rows[from-1].Header; {
		from--
	}
	return from, to
}
