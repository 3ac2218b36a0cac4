package text

import (
	"math"
	"unicode"

	"nianbao/internal/han"
	"nianbao/render/linebreak"
)

// nearEnough is how many columns of a line may stay empty so that it ends at a
// good place rather than at one to avoid.
const nearEnough = 8

// filled breaks a paragraph into lines as full as they can be, the first of
// them at most first columns wide and the others rest. No mark hangs over the
// edge: in a terminal there is nothing for it to hang into.
func (r *run) filled(first, rest int) []span {
	var lines []span
	measure := first
	for start := 0; start < len(r.runes); measure = rest {
		end := r.lineEnd(start, measure)
		lines = append(lines, span{start, end})
		start = end
	}
	if n := len(lines); n > 1 && r.lone(lines[n-1]) {
		if at := r.earlier(lines[n-2].start, lines[n-1], rest); at > 0 {
			lines[n-2].end, lines[n-1].start = at, at
		}
	}
	for i, l := range lines {
		lines[i] = r.trim(l)
	}
	return lines
}

// lineEnd returns where the line that starts at start ends.
func (r *run) lineEnd(start, measure int) int {
	used, allow, allowUsed, avoid := 0, 0, 0, 0
	for i := start; i < len(r.runes); i++ {
		if i > start {
			switch r.before[i] {
			case linebreak.Allow:
				allow, allowUsed = i, used
			case linebreak.Avoid:
				avoid = i
			}
		}
		used = r.column[i+1] - r.column[start]
		if used <= measure || unicode.IsSpace(r.runes[i]) {
			continue // spaces at a line's end are dropped
		}
		switch {
		case allow > 0 && (avoid < allow || measure-allowUsed <= nearEnough):
			return allow
		case avoid > 0:
			return avoid
		}
		return r.forced(start, i)
	}
	return len(r.runes)
}

// forced returns where to end a line that has no place for it, such as a long
// address: before the rune at over if no mark then stands where it must not,
// else a little earlier, and after one character at the least.
func (r *run) forced(start, over int) int {
	for i := over; i > start; i-- {
		if r.cluster(i) && !linebreak.StartForbidden(r.runes[i]) && !linebreak.EndForbidden(r.runes[i-1]) {
			return i
		}
	}
	for i := over; i > start; i-- {
		if r.cluster(i) {
			return i
		}
	}
	next := start + 1
	for !r.cluster(next) {
		next++
	}
	return next
}

// lone reports whether a line holds a single character beside its marks.
func (r *run) lone(l span) bool {
	characters := 0
	for i := l.start; i < l.end; i++ {
		if r.cluster(i) && !linebreak.StartForbidden(r.runes[i]) && !unicode.IsSpace(r.runes[i]) {
			characters++
		}
	}
	return characters <= 1
}

// earlier returns the last place before a lone last line from which on the rest
// of the paragraph is a line that is not lone, 0 for none.
func (r *run) earlier(lineStart int, last span, measure int) int {
	end := r.trim(last).end
	for _, least := range []linebreak.Strength{linebreak.Allow, linebreak.Avoid} {
		for i := last.start - 1; i > lineStart; i-- {
			l := span{i, end}
			if r.widthOf(l) > measure {
				break
			}
			if r.before[i] >= least && !r.lone(l) {
				return i
			}
		}
	}
	return 0
}

// trim takes the spaces off a line's end.
func (r *run) trim(l span) span {
	for l.end > l.start && unicode.IsSpace(r.runes[l.end-1]) {
		l.end--
	}
	return l
}

// What a line of a title or cell costs beside the square of the columns that
// stay empty in it.
const (
	costLine   = 100_000 // any line, so that the fewest are taken
	costAvoid  = 60
	costOdd    = 10 // cutting off an odd number of Chinese characters, as most words have two
	costFirst  = 15 // cutting off the first of several
	costForced = 10_000_000
	// gainMark is for a line that ends in a mark, as （三）| does.
	gainMark = 12
)

// balanced breaks a short text into the fewest lines of at most measure
// columns, as even as they can be. A single character may be wider.
func (r *run) balanced(measure int) []span {
	n := len(r.runes)
	if natural := r.natural(); natural <= measure {
		return []span{{0, n}}
	}
	joints := r.joints()
	best := make([]int, n+1) // what the lines up to here cost
	from := make([]int, n+1)
	ink := 0 // where the last character before end ends that is no space
	for end := 1; end <= n; end++ {
		if !unicode.IsSpace(r.runes[end-1]) {
			ink = end
		}
		best[end] = math.MaxInt
		if !r.cluster(end) {
			continue
		}
		for start := end - 1; start >= 0; start-- {
			if !r.cluster(start) || best[start] == math.MaxInt {
				continue
			}
			// Spaces at the end do not count, but a stretch of them that is
			// wider than a line is no use looking through.
			if r.widthOf(span{start, end}) > 2*measure && best[end] != math.MaxInt {
				break
			}
			width := r.widthOf(span{start, max(start, ink)})
			if width > measure && best[end] != math.MaxInt {
				break
			}
			if cost := best[start] + joints[end] + lineCost(width, measure); cost < best[end] {
				best[end], from[end] = cost, start
			}
		}
	}
	var lines []span
	for end := n; end > 0; end = from[end] {
		lines = append(lines, r.trim(span{from[end], end}))
	}
	for i, j := 0, len(lines)-1; i < j; i, j = i+1, j-1 {
		lines[i], lines[j] = lines[j], lines[i]
	}
	return lines
}

func lineCost(width, measure int) int {
	empty := max(measure-width, 0)
	return costLine + empty*empty
}

// joints is what it costs, before each rune, to end a line there. The end of
// the text costs nothing.
func (r *run) joints() []int {
	n := len(r.runes)
	costs := make([]int, n+1)
	after := 0 // how many Chinese characters follow without a mark between
	for i := n - 1; i > 0; i-- {
		if han.IsHan(r.runes[i]) {
			after++
		} else {
			after = 0
		}
		costs[i] = r.joint(i)
		if !han.IsHan(r.runes[i-1]) {
			continue
		}
		if after%2 == 1 {
			costs[i] += costOdd
		}
		if after > 0 && (i == 1 || !han.IsHan(r.runes[i-2])) {
			costs[i] += costFirst
		}
	}
	return costs
}

// joint is what the rules of lines have against ending one before the i-th rune.
func (r *run) joint(i int) int {
	cost := 0
	switch r.before[i] {
	case linebreak.Never:
		cost = costForced
		if linebreak.StartForbidden(r.runes[i]) || linebreak.EndForbidden(r.runes[i-1]) {
			cost += costForced
		}
	case linebreak.Avoid:
		cost = r.avoid
	}
	if linebreak.StartForbidden(r.runes[i-1]) {
		cost -= gainMark
	}
	return cost
}
