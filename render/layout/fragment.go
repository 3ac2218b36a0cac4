package layout

import (
	"slices"

	"nianbao/render/document"
)

// gapBelow is the least distance from a table to the line of text after it.
const gapBelow = 6 * Point

// rowSqueeze is how much of a row's height may go so that its table fits a page.
const rowSqueeze = 2 * Point

// fragment is the part of a table on one page: a header repeated, if any, and
// the table's band from one height to another.
type fragment struct {
	header   [2]int
	from, to Unit // measured from the table's top
}

// flow sets the table after the flow's pending rows, over as many pages as it
// takes, and moves the flow to the next line of the grid.
func (t *table) flow(f *flow) {
	if len(t.columns) == 0 {
		return
	}
	lead := len(f.pending)
	rest := slotTop(linesPerPage) - slotTop(min(f.slot+lead, linesPerPage))
	whole := slotTop(linesPerPage) - slotTop(min(lead, linesPerPage))
	if !t.tighten(rest) {
		t.tighten(whole)
	}
	height := t.tops[len(t.heights)]
	// A page may be left up to a third empty for the sake of an unbroken table.
	keepWhole := height > rest && height <= whole && rest < (slotTop(linesPerPage)-slotTop(0))/3
	if f.slot > 0 && (keepWhole || t.fit(0, rest, true) == 0) {
		f.newPage()
	}
	f.flush()

	var done Unit
	for done < height {
		top := slotTop(f.slot)
		room := slotTop(linesPerPage) - top
		part := fragment{from: done}
		part.header = t.headerAt(done)
		room -= t.tops[part.header[1]] - t.tops[part.header[0]]
		if part.to = t.fit(done, room, f.slot > 0); part.to <= done {
			if f.slot > 0 {
				f.newPage()
				continue
			}
			part.to = min(done+room, height)
		}
		bottom := t.draw(f.page, part, top)
		done = part.to
		if done < height {
			f.newPage()
			continue
		}
		for f.slot < linesPerPage && slotTop(f.slot) < bottom+gapBelow {
			f.slot++
		}
	}
}

// tighten takes a little of each row's height, if that brings the table to
// room; it reports whether the table fits.
func (t *table) tighten(room Unit) bool {
	rows := Unit(len(t.heights))
	over := t.tops[rows] - room
	if over <= 0 {
		return true
	}
	if over > rows*rowSqueeze {
		return false
	}
	before := slices.Clone(t.heights)
	for r := range t.heights {
		less := over / (rows - Unit(r))
		t.heights[r] -= less
		over -= less
	}
	t.sumHeights()
	if slices.ContainsFunc(t.cells, func(c cell) bool { return !c.fits(c.size, t.tops[c.row+c.rows]-t.tops[c.row]) }) {
		t.heights = before // a label over many rows needs all of them
		t.sumHeights()
		return false
	}
	return true
}

// headerAt is the header to repeat above the band that starts at from.
func (t *table) headerAt(from Unit) [2]int {
	for r := range t.heights {
		if t.tops[r+1] > from {
			if t.headers[r][1] > r || from == 0 {
				return [2]int{}
			}
			if t.tops[r] == from && t.doc.Rows[r].Header {
				return [2]int{}
			}
			return t.headers[r]
		}
	}
	return [2]int{}
}

// What a break after a row costs, in Units of height left empty.
const (
	breakInGroup  = 15 * Point  // parts rows that share a label
	breakCramped  = 200 * Point // leaves a label too little room
	breakLoneRow  = 60 * Point  // leaves one row alone on either side
	breakOnDemand = 1 << 28     // where the document forbids it
)

// fit is how far down the table a page with room can reach if its part starts
// at from: the height of the best row to break after. It is from itself when
// not even one row fits or, with choosy, when only a forbidden break would.
func (t *table) fit(from, room Unit, choosy bool) Unit {
	best, least := from, Unit(1<<30)
	for r := range t.heights {
		to := t.tops[r+1]
		if to <= from {
			continue
		}
		if to-from > room {
			break
		}
		cost := room - (to - from) + t.breakCost(from, r)
		if cost < least {
			best, least = to, cost
		}
	}
	if choosy && least >= breakOnDemand {
		return from
	}
	return best
}

// breakCost judges a page's end after row r.
func (t *table) breakCost(from Unit, r int) Unit {
	rows := t.doc.Rows
	if r == len(rows)-1 {
		return -breakOnDemand / 2
	}
	cost := Unit(0)
	if rows[r].KeepWithNext || rows[r].Header && !rows[r+1].Header {
		cost += breakOnDemand
	}
	if t.tops[r] <= from || r == len(rows)-2 {
		cost += breakLoneRow
	}
	cut := t.tops[r+1]
	for column := 0; column < len(t.doc.Columns); {
		i := t.owner[r][column]
		if i < 0 || i != t.owner[r+1][column] {
			column++
			continue
		}
		c := &t.cells[i]
		column = c.column + c.columns
		cost += breakInGroup
		need := c.need(len(c.lines))
		if cut-max(from, t.tops[c.row]) < need || t.tops[c.row+c.rows]-cut < need {
			cost += breakCramped
		}
	}
	return cost
}

// band is a stretch of table rows on the page: positions between from and to
// in the table are shift further down on the page.
type band struct {
	from, to, shift Unit
	repeated        bool
}

// draw puts a fragment on the page with its upper edge at top and returns its
// lower edge.
func (t *table) draw(page *Page, part fragment, top Unit) Unit {
	var bands []band
	y := top
	if h := part.header; h[1] > h[0] {
		bands = append(bands, band{t.tops[h[0]], t.tops[h[1]], y - t.tops[h[0]], true})
		y += t.tops[h[1]] - t.tops[h[0]]
	}
	bands = append(bands, band{part.from, part.to, y - part.from, false})
	for _, b := range bands {
		for i := range t.cells {
			t.drawCell(page, i, b)
		}
	}
	t.drawRules(page, bands)
	return y + part.to - part.from
}

// drawCell draws what of a cell lies in a band. Text that fits is drawn whole
// in every band that the cell reaches, as a label over a page's end must be;
// text that does not goes on from page to page.
func (t *table) drawCell(page *Page, i int, b band) {
	c := &t.cells[i]
	upper, lower := t.tops[c.row], t.tops[c.row+c.rows]
	from, to := max(upper, b.from), min(lower, b.to)
	if from >= to || len(c.lines) == 0 {
		return
	}
	first, count, size := 0, len(c.lines), c.size
	if c.vertical && c.done == 0 {
		size = c.shrunk(to - from)
	}
	if !b.repeated && (c.done > 0 || !c.fits(size, to-from)) {
		if c.done == count {
			return
		}
		first, count, size = c.done, count-c.done, c.size
		if to < lower {
			count = min(count, max(int((to-from-2*padY-size)/c.leading(size)+1), 0))
		}
		c.done += count
	}
	repeated := b.repeated || c.drawn && first == 0
	c.drawn = true
	t.drawLines(page, i, first, count, size, from+b.shift, to+b.shift, repeated)
}

// fits reports whether all of a cell's lines fit a height in a size, with half
// of the space above and below if need be.
func (c *cell) fits(size, height Unit) bool {
	return c.leading(size)*Unit(len(c.lines)-1)+size+padY <= height
}

// shrunk is the size at which vertical text fits a height, or the text's own
// when there is none.
func (c *cell) shrunk(height Unit) Unit {
	for size := c.size; size >= smallest; size -= sizeStep {
		if c.fits(size, height) {
			return size
		}
	}
	return c.size
}

func (t *table) drawLines(page *Page, i, first, count int, size, upper, lower Unit, repeated bool) {
	c := &t.cells[i]
	b := &t.s.breaker
	b.load(c.piece)
	leading := c.leading(size)
	y := (upper+lower-leading*Unit(count-1)-size)/2 + ascentOf(size)
	x, width := t.columns[c.column], t.cellWidth(c)
	measure := int32(int64(max(width-2*c.padX(), 1)) * em / int64(size))
	for n := first; n < first+count; n++ {
		l := c.lines[n]
		at := place{
			x: x + c.padX(), y: y, size: size, scale: sizeScale(size),
			origin: Origin{Block: t.index, Cell: i, Line: n, Repeated: repeated},
		}
		lineWidth := at.scale.unit(b.visible(l, measure))
		switch {
		case c.vertical || c.align == document.Center:
			at.x = x + (width-lineWidth)/2
		case c.align == document.Right:
			at.x = x + width - c.padX() - lineWidth
		}
		if c.vertical {
			at.x, at.y = uprightMark(c.piece.runes[l.start], at.x, at.y, size)
		}
		page.Runs = t.s.set(page.Runs, b, l, measure, false, at)
		y += leading
	}
}

// visible is a line's width without the blank half of a mark at its end, so
// that a centred line looks centred.
func (b *breaker) visible(l span, measure int32) int32 {
	_, width := b.offsets(l, measure, false)
	if l.end > l.start+1 && b.piece.blank[l.end-1] == blankRight && width == b.natural(l) {
		width -= em / 4
	}
	return width
}

// uprightMark moves a stop or comma to the upper right of its place, where it
// belongs in vertical text (GB/T 15834-2011, 5.2).
func uprightMark(r rune, x, y, size Unit) (Unit, Unit) {
	switch r {
	case '、', '，', '。', '．':
		return x + size*55/100, y - size*55/100
	}
	return x, y
}
