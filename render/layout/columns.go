package layout

import (
	"slices"

	"nianbao/render/document"
	"nianbao/render/linebreak"
)

// placeColumns gives the columns their widths. The document's are hints: a
// column takes at least what its figures and headers need to stay whole, and
// the column of the labels takes what others can spare, if that saves lines.
func (t *table) placeColumns() {
	left, _, width, _ := TypeArea()
	widths := t.hinted(width)
	least := t.leastWidths()
	raise(widths, least)
	t.widenLabels(widths, least)
	t.columns = make([]Unit, 1, len(widths)+1)
	t.columns[0] = left
	for _, w := range widths {
		t.columns = append(t.columns, t.columns[len(t.columns)-1]+w)
	}
	t.columns[len(widths)] = left + width
}

// hinted deals width out as the document says.
func (t *table) hinted(width Unit) []Unit {
	total := int64(0)
	for _, w := range t.doc.Columns {
		total += int64(max(w, 1))
	}
	widths := make([]Unit, len(t.doc.Columns))
	sum, before := int64(0), Unit(0)
	for i, w := range t.doc.Columns {
		sum += int64(max(w, 1))
		edge := Unit(int64(width) * sum / total)
		widths[i], before = edge-before, edge
	}
	return widths
}

// leastWidths are what columns need for their own cells, those that span
// others left aside.
func (t *table) leastWidths() []Unit {
	least := make([]Unit, len(t.doc.Columns))
	for i := range t.cells {
		c := &t.cells[i]
		if c.columns != 1 || len(c.piece.runes) == 0 {
			continue
		}
		need := Unit(cellSize)
		if !c.vertical {
			need = sizeScale(cellSize).unit(t.s.breaker.least(c.piece))
		}
		least[c.column] = max(least[c.column], need+2*c.padX())
	}
	return least
}

// least is the width at which text has all words whole and all numbers with
// their units and, where it takes several lines, none of a single character.
func (b *breaker) least(p *piece) int32 {
	b.load(p)
	n := len(p.runes)
	need, start := int32(0), 0
	for i := 1; i <= n; i++ {
		if i == n || p.before[i] == linebreak.Allow {
			need = max(need, b.natural(b.trim(start, i)))
			start = i
		}
	}
	for whole := b.natural(span{0, n}); need < whole; need += em / 2 {
		lines := b.ragged(p, need, true)
		if !slices.ContainsFunc(lines, func(l span) bool { return l.end-l.start < 2 }) {
			return need
		}
	}
	return min(need, b.natural(span{0, n}))
}

// raise brings columns up to what they need, at the cost of those that have
// more; where there is not enough, all that fall short do so alike.
func raise(widths, least []Unit) {
	short, spare := Unit(0), Unit(0)
	for i := range widths {
		short += max(least[i]-widths[i], 0)
		spare += max(widths[i]-least[i], 0)
	}
	moved := min(short, spare)
	give, take := dealer{moved, short, 0}, dealer{moved, spare, 0}
	for i := range widths {
		switch lacks := least[i] - widths[i]; {
		case lacks > 0:
			widths[i] += give.share(lacks)
		case lacks < 0:
			widths[i] -= take.share(-lacks)
		}
	}
}

// dealer is sharer for lengths.
type dealer struct{ total, room, dealt Unit }

func (d *dealer) share(room Unit) Unit {
	if d.room == 0 {
		return 0
	}
	before := int64(d.total) * int64(d.dealt) / int64(d.room)
	d.dealt += room
	return Unit(int64(d.total)*int64(d.dealt)/int64(d.room) - before)
}

// widenLabels moves width from the columns of figures to that of the rows'
// labels, as little as makes the table lowest.
func (t *table) widenLabels(widths, least []Unit) {
	label, figures := t.labelColumn()
	spare := Unit(0)
	for _, c := range figures {
		spare += max(widths[c]-least[c], 0)
	}
	if label < 0 || spare < cellSize/2 {
		return
	}
	best, lowest := slices.Clone(widths), t.lineCount(widths)
	for moved := Unit(cellSize / 2); moved <= spare; moved += cellSize / 2 {
		tried := slices.Clone(widths)
		take := dealer{moved, spare, 0}
		for _, c := range figures {
			tried[c] -= take.share(max(widths[c]-least[c], 0))
		}
		tried[label] += moved
		if count := t.lineCount(tried); count < lowest {
			best, lowest = tried, count
		}
	}
	copy(widths, best)
}

// labelColumn is the column in which most labels of single rows end, -1 where
// there are none, and the columns that have no labels.
func (t *table) labelColumn() (label int, figures []int) {
	ends, taken := make([]int, len(t.doc.Columns)), make([]bool, len(t.doc.Columns))
	for i, c := range t.doc.Cells {
		if c.Kind != document.RowLabel {
			continue
		}
		at := &t.cells[i]
		for k := range at.columns {
			taken[at.column+k] = true
		}
		if at.rows == 1 {
			ends[at.column+at.columns-1]++
		}
	}
	label = -1
	for c := range taken {
		if !taken[c] {
			figures = append(figures, c)
		}
		if ends[c] > 0 && (label < 0 || ends[c] > ends[label]) {
			label = c
		}
	}
	return label, figures
}

// lineCount is about how many lines of text the rows have, one under the
// other, in columns of these widths.
func (t *table) lineCount(widths []Unit) int {
	lines := make([]int, len(t.doc.Rows))
	for i := range t.cells {
		c := &t.cells[i]
		if c.rows > 1 || c.vertical {
			continue
		}
		width := -2 * c.padX()
		for _, w := range widths[c.column : c.column+c.columns] {
			width += w
		}
		measure := int32(int64(max(width, 1)) * em / int64(cellSize))
		lines[c.row] = max(lines[c.row], c.piece.count(measure))
	}
	total := 0
	for _, n := range lines {
		total += max(n, 1)
	}
	return total
}

// count is how many lines of a measure text takes if each is filled before
// the next is begun.
func (p *piece) count(measure int32) int {
	lines, width, word := 1, int32(0), int32(0) // of the line up to the last place to end it, and of what follows
	for i := range p.runes {
		if i > 0 && p.before[i] != linebreak.Never {
			width, word = width+word, 0
		}
		word += p.advance[i]
		if i > 0 && word > p.advance[i] {
			word -= p.tight(i)
		}
		reach := width + word
		if p.blank[i] == blankRight {
			reach -= em / 2
		}
		if reach > measure && width > 0 {
			lines++
			width = 0
		}
	}
	return lines
}
