package layout

import (
	"slices"

	"nianbao/render/document"
	"nianbao/render/linebreak"
)

// title sets the document's title: centred, its lines broken between words
// and shaped as a trapezoid or lozenge (GB/T 9704-2012, 7.3.1), a blank line
// after it.
func (f *flow) title(doc *document.Document) {
	p := f.s.prepare("", Title, doc.Title, Title)
	if len(p.runes) == 0 {
		return
	}
	left, _, width, _ := TypeArea()
	measure := int32(int64(width) * em / int64(titleSize))
	f.s.joints(p, doc)
	b := &f.s.breaker
	b.load(p)
	b.collect(measure)
	for i, l := range titleLines(b, measure) {
		at := place{
			x: left + (width-sizeScale(titleSize).unit(min(b.natural(l), measure)))/2, y: baseline(titleSize),
			size: titleSize, scale: sizeScale(titleSize), origin: Origin{Block: TitleBlock, Cell: -1, Line: i},
		}
		f.pending = append(f.pending, row{runs: f.s.set(nil, b, l, measure, false, at)})
	}
	f.pending = append(f.pending, row{})
	f.flush()
}

// joints restricts the places where p, the title, may be broken to those
// between its words, as long as the words were counted in the same text.
func (s *setter) joints(p *piece, doc *document.Document) {
	if len(doc.TitleBreaks) == 0 || len([]rune(doc.Title)) != len(p.runes) {
		return
	}
	for i := 1; i < len(p.runes); i++ {
		switch {
		case slices.Contains(doc.TitleBreaks, i):
			if p.before[i] != linebreak.Never {
				p.before[i] = linebreak.Allow
			}
		default:
			p.before[i] = linebreak.Never
		}
	}
}

// Costs of a title's shape, in squares of a character's width.
const (
	costSquare    = 40  // two lines of one length
	costHourglass = 400 // a line shorter than those on both its sides
	costLine      = 1e6 // a line more than needed
)

// titleLines breaks a loaded title into as few lines as will do. The state of
// the search is a line, so that its shape can be judged against the one
// before it.
func titleLines(b *breaker, measure int32) []span {
	points := b.points
	n := len(points)
	// best[j][i] is the least cost of the text up to point j whose last line
	// starts at point i; from[j][i] is where the line before starts.
	type state struct {
		cost int64
		from int
	}
	best := make([]map[int]state, n)
	width := func(i, j int) int64 { return int64(b.natural(b.trim(points[i].at, points[j].at))) }
	target := int64(b.width[len(b.width)-1])
	lines := max((target+int64(measure)-1)/int64(measure), 1)
	target /= lines
	for j := 1; j < n; j++ {
		best[j] = map[int]state{}
		for i := j - 1; i >= 0; i-- {
			w := width(i, j)
			if w > int64(measure) && i < j-1 {
				break
			}
			uneven := (w - target) / 100
			cost := uneven*uneven/100 + costLine + points[j].cost
			if i == 0 {
				best[j][0] = state{cost, -1}
				continue
			}
			found := state{cost: 1 << 62}
			for h := i - 1; h >= 0; h-- {
				before, ok := best[i][h]
				if !ok {
					break // a line from there would be too long
				}
				total := before.cost + cost + shapeCost(width(h, i), w)
				if before.from >= 0 && width(before.from, h) > width(h, i) && width(h, i) < w {
					total += costHourglass
				}
				if total < found.cost {
					found = state{total, h}
				}
			}
			if found.cost < 1<<62 {
				best[j][i] = found
			}
		}
	}
	last, least := 0, int64(1)<<62
	for i := range n - 1 {
		if st, ok := best[n-1][i]; ok && st.cost < least {
			last, least = i, st.cost
		}
	}
	var spans []span
	for j := n - 1; j > 0 && last >= 0; {
		spans = append(spans, b.trim(points[last].at, points[j].at))
		j, last = last, best[j][last].from
	}
	slices.Reverse(spans)
	return spans
}

// shapeCost judges two lines, one under the other.
func shapeCost(above, below int64) int64 {
	if difference := above - below; difference < em && difference > -em {
		return costSquare
	}
	return 0
}
