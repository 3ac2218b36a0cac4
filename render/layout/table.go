package layout

import (
	"slices"

	"nianbao/render/document"
)

// How tables are set: the national form prints them in 宋体, 五号 (10.5 pt),
// headers and values alike, with rules of one width.
const (
	cellSize    = 10*Point + 500
	smallest    = 5 * Point // to which text that does not fit is shrunk
	sizeStep    = 500
	ruleWidth   = Point / 2
	padY        = 3 * Point
	padCentred  = 3 * Point // to the left and right of centred text
	padAligned  = 4 * Point // and of other text, which stands close to a rule
	leadingPart = 1250      // of a cell's lines, in 1/1000 of the size
	// verticalPart is the same for vertical text, set solid.
	verticalPart = 1100
)

// table is a table that has been measured: all that is left is to part it
// into pages.
type table struct {
	s       *setter
	doc     *document.Table
	index   int      // among the document's blocks
	columns []Unit   // left edges, and the right edge of the last
	owner   [][]int  // the cell at each row and column, or -1
	cells   []cell   // as in doc.Cells
	heights []Unit   // of the rows
	tops    []Unit   // of the rows, from the table's top; and its height
	headers [][2]int // for each row, the rows of the header that rules it
}

// cell is the text of a cell, broken into lines.
type cell struct {
	row, column, rows, columns int // within the grid
	piece                      *piece
	lines                      []span
	size                       Unit
	vertical                   bool
	align                      document.Align
	// done counts the lines that earlier pages hold, drawn whether the cell
	// stood on one at all.
	done  int
	drawn bool
}

func newTable(s *setter, doc *document.Table, index int) *table {
	t := &table{s: s, doc: doc, index: index}
	if len(doc.Columns) == 0 || len(doc.Rows) == 0 {
		return t
	}
	t.placeCells()
	t.placeColumns()
	for i := range t.cells {
		t.breakCell(i)
	}
	t.measureRows()
	t.findHeaders()
	return t
}

// placeCells finds each position's owner. Cells that reach out of the grid
// are cut to it.
func (t *table) placeCells() {
	rows, columns := len(t.doc.Rows), len(t.doc.Columns)
	t.owner = make([][]int, rows)
	positions := make([]int, rows*columns)
	for i := range positions {
		positions[i] = -1
	}
	for r := range t.owner {
		t.owner[r] = positions[r*columns : (r+1)*columns]
	}
	t.cells = make([]cell, len(t.doc.Cells))
	for i, c := range t.doc.Cells {
		row, column := min(max(c.Row, 0), rows-1), min(max(c.Column, 0), columns-1)
		cut := cell{
			row: row, column: column,
			rows:     min(max(c.RowSpan, 1), rows-row),
			columns:  min(max(c.ColumnSpan, 1), columns-column),
			vertical: c.Vertical, align: c.Align,
			piece: t.s.prepare("", Song, c.Text, Song), size: cellSize,
		}
		t.cells[i] = cut
		for r := cut.row; r < cut.row+cut.rows; r++ {
			for k := cut.column; k < cut.column+cut.columns; k++ {
				t.owner[r][k] = i
			}
		}
	}
}

func (t *table) cellWidth(c *cell) Unit {
	return t.columns[c.column+c.columns] - t.columns[c.column]
}

// breakCell breaks a cell's text into lines, in a smaller size where a number
// or word would not fit its column whole.
func (t *table) breakCell(i int) {
	c := &t.cells[i]
	if c.vertical {
		for k, r := range c.piece.runes {
			if r != ' ' {
				c.lines = append(c.lines, span{k, k + 1})
			}
		}
		return
	}
	if len(c.piece.runes) == 0 {
		return
	}
	b := &t.s.breaker
	inner := int64(max(t.cellWidth(c)-2*c.padX(), 1))
	for ; ; c.size -= sizeStep {
		measure := int32(inner * em / int64(c.size))
		c.lines = b.ragged(c.piece, measure, c.align == document.Center)
		if c.size-sizeStep < smallest || !slices.ContainsFunc(b.points, func(p point) bool { return p.cost == costEmergency }) {
			return
		}
	}
}

func (c *cell) padX() Unit {
	if c.align == document.Center {
		return padCentred
	}
	return padAligned
}

func (c *cell) leading(size Unit) Unit {
	if c.vertical {
		return size * verticalPart / 1000
	}
	return size * leadingPart / 1000
}

// need is the height of n lines of a cell with the space above and below.
func (c *cell) need(n int) Unit {
	return Unit(max(n-1, 0))*c.leading(c.size) + c.size + 2*padY
}

// measureRows gives each row the height of its cells; what a cell over many
// rows needs beyond theirs is shared among them.
func (t *table) measureRows() {
	t.heights = make([]Unit, len(t.doc.Rows))
	for r := range t.heights {
		t.heights[r] = cellSize*leadingPart/1000 + 2*padY
	}
	order := make([]int, len(t.cells))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return t.cells[a].rows - t.cells[b].rows })
	for _, i := range order {
		c := &t.cells[i]
		need := t.roomy(c)
		for _, h := range t.heights[c.row : c.row+c.rows] {
			need -= h
		}
		for k := 0; k < c.rows && need > 0; k++ {
			share := need / Unit(c.rows-k)
			t.heights[c.row+k] += share
			need -= share
		}
	}
	t.sumHeights()
}

func (t *table) sumHeights() {
	t.tops = make([]Unit, len(t.heights)+1)
	for r, h := range t.heights {
		t.tops[r+1] = t.tops[r] + h
	}
}

// roomy is a cell's height with the lines that are lost at the foot of each
// page that it fills, if it fills any.
func (t *table) roomy(c *cell) Unit {
	need := c.need(len(c.lines))
	_, _, _, page := TypeArea()
	return need + need/(page/2)*(c.leading(c.size)+2*padY)
}

// findHeaders notes for each row the run of header rows before it, which is
// empty for header rows themselves. A header that would fill half a page is
// not repeated.
func (t *table) findHeaders() {
	_, _, _, page := TypeArea()
	t.headers = make([][2]int, len(t.doc.Rows))
	run := [2]int{}
	for r, row := range t.doc.Rows {
		if row.Header {
			if r == 0 || !t.doc.Rows[r-1].Header {
				run[0] = r
			}
			run[1] = r + 1
			t.headers[r] = [2]int{r, r}
			continue
		}
		t.headers[r] = run
		if t.tops[run[1]]-t.tops[run[0]] > page/2 {
			t.headers[r] = [2]int{}
		}
	}
}
