package text

import (
	"nianbao/render/document"
)

// grid is a table about to be drawn.
type grid struct {
	table *document.Table
	cells []cell // as in table.Cells
	// at holds for each position of the grid, row by row, the cell over it.
	at [][]int
	// pad is how many columns stay empty on either side of a text.
	pad int
	// widths are those of the columns without frame and padding; heights are
	// the lines of the rows, while the widths are sought those expected.
	widths, heights []int
	// left is how far the texts set to the left stand from a column's frame.
	left []int
	// long are the cells that may take more than one line.
	long []cell
}

// cell is a cell's text, measured, and the lines that it was broken into.
type cell struct {
	*document.Cell
	text  *run
	lines []span
	// least is the narrowest that the text can be set, fair the narrowest that
	// looks well, full what it takes on one line.
	least, fair, full int
}

// newGrid measures a table and fits it into page columns, or as near as can be.
func newGrid(m *meter, t *document.Table, page int) *grid {
	g := &grid{table: t, cells: make([]cell, len(t.Cells)), at: make([][]int, len(t.Rows)),
		heights: make([]int, len(t.Rows))}
	for i := range g.at {
		g.at[i] = make([]int, len(t.Columns))
	}
	for i := range t.Cells {
		g.cells[i] = newCell(m, &t.Cells[i])
		c := g.cells[i]
		if c.Vertical || c.full > c.fair {
			g.long = append(g.long, c)
		}
		for row := c.Row; row < c.Row+c.RowSpan; row++ {
			for column := c.Column; column < c.Column+c.ColumnSpan; column++ {
				g.at[row][column] = i
			}
		}
	}
	g.fit(page)
	g.set()
	return g
}

// The narrowest columns that look well: two characters for the headers of
// figures, four for a row's label, and figures whole.
const (
	fairHeader = 4
	fairLabel  = 8
	fairValue  = 16
	// mostWhole is how wide a word or figure may be to be kept whole, so that
	// no nonsense in a cell makes a table that nobody can read.
	mostWhole = 40
)

func newCell(m *meter, c *document.Cell) cell {
	out := cell{Cell: c, text: m.measure(c.Text)}
	if c.Vertical {
		for i := range out.text.runes {
			out.full = max(out.full, out.text.widthOf(span{i, i + 1}))
		}
		out.least, out.fair = out.full, out.full
		return out
	}
	out.full, out.least = out.text.natural(), min(out.text.unbreakable(), mostWhole)
	fair := map[document.CellKind]int{document.ColumnHeader: fairHeader, document.RowLabel: fairLabel, document.Value: fairValue}[c.Kind]
	out.fair = max(out.least, min(out.full, fair))
	return out
}

// inner is the width between the frames of a cell that spans columns.
func (g *grid) inner(column, span int) int {
	width := span - 1 + 2*g.pad*span
	for _, w := range g.widths[column : column+span] {
		width += w
	}
	return width
}

// room is how wide a cell's text may be: within the padding, but for a header
// that fits on one line between the frames alone.
func (g *grid) room(c *cell) int {
	inner := g.inner(c.Column, c.ColumnSpan)
	if c.Kind == document.ColumnHeader && !c.Vertical && c.full <= inner {
		return inner
	}
	return inner - 2*g.pad
}

// total is the width of the whole table.
func (g *grid) total() int { return g.inner(0, len(g.widths)) + 2 }

// set breaks every text and finds the rows' heights.
func (g *grid) set() {
	for i := range g.cells {
		c := &g.cells[i]
		if c.Vertical {
			c.lines = c.text.characters()
		} else {
			c.lines = c.text.balanced(g.room(c))
		}
	}
	g.rowHeights(g.heights, g.cells, func(c *cell) int { return len(c.lines) })
	g.left = make([]int, len(g.widths))
	for i := range g.left {
		g.left[i] = 1
	}
	for i := range g.cells {
		c := &g.cells[i]
		for _, l := range c.lines {
			if c.Align == document.Left && g.inner(c.Column, c.ColumnSpan) <= c.text.widthOf(l) {
				g.left[c.Column] = 0
			}
		}
	}
}

// rowHeights finds the number of lines of each row, given that of each cell.
// What a cell over several rows needs beyond them is spread over them.
func (g *grid) rowHeights(heights []int, cells []cell, lines func(*cell) int) {
	for i := range heights {
		heights[i] = 1
	}
	for i := range cells {
		if c := &cells[i]; c.RowSpan == 1 {
			heights[c.Row] = max(heights[c.Row], lines(c))
		}
	}
	for i := range cells {
		c := &cells[i]
		if c.RowSpan == 1 {
			continue
		}
		missing := lines(c) - (c.RowSpan - 1)
		for _, h := range heights[c.Row : c.Row+c.RowSpan] {
			missing -= h
		}
		for row := c.Row; missing > 0; row = c.Row + (row-c.Row+1)%c.RowSpan {
			heights[row]++
			missing--
		}
	}
}

// characters are the lines of vertical text: one character each.
func (r *run) characters() []span {
	var lines []span
	for i := range r.runes {
		if r.cluster(i) {
			lines = append(lines, span{i, i + 1})
		} else {
			lines[len(lines)-1].end = i + 1
		}
	}
	return lines
}
