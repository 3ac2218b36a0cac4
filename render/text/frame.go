package text

import (
	"strings"

	"nianbao/render/document"
)

// draw appends the table to out, each line closed by its frame.
func (g *grid) draw(out []byte) []byte {
	for row := range g.heights {
		out = g.rule(out, row)
		for line := range g.heights[row] {
			out = g.line(out, row, line)
		}
	}
	return g.rule(out, len(g.heights))
}

// line appends the n-th line of a row.
func (g *grid) line(out []byte, row, n int) []byte {
	for column := 0; column < len(g.widths); {
		c := &g.cells[g.at[row][column]]
		out = append(out, '|')
		out = g.text(out, c, g.linesAbove(c, row)+n)
		column += c.ColumnSpan
	}
	return append(out, '|', '\n')
}

// rule appends the line above a row. A cell that reaches over it goes on in it.
func (g *grid) rule(out []byte, row int) []byte {
	for column := 0; column < len(g.widths); {
		out = append(out, g.joint(row, column))
		if i, merged := g.across(row, column); merged {
			c := &g.cells[i]
			out = g.text(out, c, g.linesAbove(c, row)-1)
			column += c.ColumnSpan
			continue
		}
		for range g.inner(column, 1) {
			out = append(out, '-')
		}
		column++
	}
	return append(out, g.joint(row, len(g.widths)), '\n')
}

// across returns the cell that lies both above and below the rule over a row.
func (g *grid) across(row, column int) (int, bool) {
	if row == 0 || row == len(g.heights) {
		return 0, false
	}
	i := g.at[row][column]
	return i, g.at[row-1][column] == i
}

// joint is the character where the rule over a row meets the left edge of a
// column, by the lines that leave it.
func (g *grid) joint(row, column int) byte {
	horizontal, vertical := false, false
	for c := column - 1; c <= column; c++ {
		if c >= 0 && c < len(g.widths) {
			_, merged := g.across(row, c)
			horizontal = horizontal || !merged
		}
	}
	for r := row - 1; r <= row; r++ {
		if r >= 0 && r < len(g.heights) {
			vertical = vertical || column == 0 || column == len(g.widths) || g.at[r][column-1] != g.at[r][column]
		}
	}
	switch {
	case !horizontal:
		return '|'
	case !vertical:
		return '-'
	}
	return '+'
}

// linesAbove counts the lines of a cell above a row's first, its rules among
// them.
func (g *grid) linesAbove(c *cell, row int) int {
	n := 0
	for r := c.Row; r < row; r++ {
		n += g.heights[r] + 1
	}
	return n
}

// text appends the n-th line of a cell between its frames; its text stands in
// the middle from top to bottom.
func (g *grid) text(out []byte, c *cell, n int) []byte {
	width := g.inner(c.Column, c.ColumnSpan)
	n -= (g.linesAbove(c, c.Row+c.RowSpan) - 1 - len(c.lines)) / 2
	if n < 0 || n >= len(c.lines) {
		return append(out, strings.Repeat(" ", width)...)
	}
	l := c.lines[n]
	free := width - c.text.widthOf(l)
	left := free / 2
	switch c.Align {
	case document.Left:
		left = g.left[c.Column]
	case document.Right:
		left = free - g.pad
	}
	left = max(min(left, free), 0)
	out = append(out, strings.Repeat(" ", left)...)
	out = append(out, string(c.text.runes[l.start:l.end])...)
	return append(out, strings.Repeat(" ", max(free-left, 0))...)
}
