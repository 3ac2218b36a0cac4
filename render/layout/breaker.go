package layout

import (
	"math"

	"nianbao/render/linebreak"
)

// How lines are judged. A cost of 100 is that of a line stretched as far as
// goes unnoticed; the others are weighed against it.
const (
	// easyStretch is how far each joint may open unnoticed.
	easyStretch = em * 5 / 100
	// foreignGap is the widest gap between Han and Latin before all joints
	// share the rest: half of the quarter em that CLREQ 3.2.2 gives it.
	foreignGap = em / 8
	// markSqueeze is how much a mark inside a line gives away of its blank
	// half; all of it only at the line's end.
	markSqueeze   = em / 4
	costSqueeze   = 30    // of a line squeezed as far as it can be
	costAvoid     = 1500  // of ending a line where linebreak says Avoid: as much as opening its joints by an eighth
	costInText    = 500   // of ending a cell's line other than after a mark
	costEmergency = 4000  // of ending it where it says Never
	costLone      = 20000 // of a last line of one character
	costMost      = 1e8
)

// span is one line of a piece: the runes from start up to end.
type span struct{ start, end int }

// point is a place where a line may end, and what that costs.
type point struct {
	at   int
	cost int64
}

// breaker finds the lines of least cost for a whole paragraph. It holds
// prefix sums, so that a line is judged without walking it.
type breaker struct {
	piece                                  *piece
	width, tight, squeeze, joints, foreign []int32
	points                                 []point
	cost                                   []int64
	from                                   []int
}

// load sums up a piece. For each sum s, s[j]-s[i] is about the characters
// from i up to j, or about the joints before them.
func (b *breaker) load(p *piece) {
	n := len(p.runes)
	b.piece = p
	for _, s := range []*[]int32{&b.width, &b.tight, &b.squeeze, &b.joints, &b.foreign} {
		if cap(*s) < n+1 {
			*s = make([]int32, n+1, 2*n+1)
		}
		*s = (*s)[:n+1]
	}
	for i := range n {
		var tight, squeeze, joints, foreign int32
		if i > 0 {
			tight = p.tight(i)
			switch p.joint(i) {
			case jointForeign:
				foreign = 1
				joints = 1
			case jointPlain:
				joints = 1
			}
		}
		if p.squeezable(i) {
			squeeze = markSqueeze
		}
		b.width[i+1] = b.width[i] + p.advance[i]
		b.tight[i+1] = b.tight[i] + tight
		b.squeeze[i+1] = b.squeeze[i] + squeeze
		b.joints[i+1] = b.joints[i] + joints
		b.foreign[i+1] = b.foreign[i] + foreign
	}
}

// squeezable reports whether the mark at i has blank left that its neighbour
// has not taken.
func (p *piece) squeezable(i int) bool {
	switch p.blank[i] {
	case blankLeft:
		return i == 0 || p.tight(i) == 0
	case blankRight:
		return i+1 == len(p.runes) || p.tight(i+1) == 0
	}
	return false
}

// natural is the width of a line with its pairs of marks closed up.
func (b *breaker) natural(l span) int32 {
	if l.start >= l.end {
		return 0
	}
	return b.width[l.end] - b.width[l.start] - (b.tight[l.end] - b.tight[l.start+1])
}

// room is how much a line can be squeezed: at its end, and inside.
func (b *breaker) room(l span) (end, inside int32) {
	if l.start >= l.end {
		return 0, 0
	}
	first, last := l.start, l.end
	if b.piece.blank[first] == blankLeft {
		first++
	}
	if b.piece.blank[last-1] == blankRight {
		last--
		end = em / 2
	}
	if last <= first {
		return end, 0
	}
	return end, b.squeeze[last] - b.squeeze[first]
}

// trim takes the spaces off a line's end.
func (b *breaker) trim(start, end int) span {
	for end > start && blankRune(b.piece.runes[end-1]) {
		end--
	}
	return span{start, end}
}

// collect lists the places where lines no longer than measure may end.
func (b *breaker) collect(measure int32) {
	b.points = append(b.points[:0], point{})
	p := b.piece
	for i := 1; i <= len(p.runes); i++ {
		if p.before[i] == linebreak.Never {
			continue
		}
		if last := b.points[len(b.points)-1].at; b.overlong(last, i, measure) {
			b.split(last, i, measure)
		}
		pt := point{at: i}
		if p.before[i] == linebreak.Avoid {
			pt.cost = costAvoid
		}
		b.points = append(b.points, pt)
	}
}

func (b *breaker) overlong(start, end int, measure int32) bool {
	l := b.trim(start, end)
	atEnd, inside := b.room(l)
	return b.natural(l)-atEnd-inside > measure
}

// split lets a word that is longer than a line end anywhere, though with no
// mark out of place where that can be helped.
func (b *breaker) split(start, end int, measure int32) {
	runes := b.piece.runes
	last := start
	for i := start + 1; i < end; i++ {
		forbidden := linebreak.StartForbidden(runes[i]) || linebreak.EndForbidden(runes[i-1])
		if forbidden && !b.overlong(last, i+1, measure) {
			continue
		}
		b.points = append(b.points, point{i, costEmergency})
		last = i
	}
}

// justified breaks a paragraph whose first line is first wide and the others
// rest, so that the sum of the lines' costs is least.
func (b *breaker) justified(p *piece, first, rest int32) []span {
	return b.solve(p, first, rest, rest*3/4, b.justifiedCost)
}

// ragged breaks text into as few lines as fit measure, filled as evenly as
// can be; even lets the last line count, for centred text.
func (b *breaker) ragged(p *piece, measure int32, even bool) []span {
	return b.solve(p, measure, measure, measure/2, func(l span, measure int32, last bool) (int64, bool) {
		slack := measure - b.natural(l)
		if end, inside := b.room(l); slack+end+inside < 0 {
			return 0, false
		}
		// A line more costs more than any unevenness.
		cost := int64(costMost / 1000)
		fill := int64(max(slack, 0)) * 100 / int64(max(measure, 1))
		switch {
		case last && even:
			cost += fill * fill * 9 / 10 // so that of two splits the one with the longer line above wins
		case last:
			cost += b.loneCost(l)
		case even && p.numbered(l):
			// A number stands well above what it counts off.
		case p.blank[l.end-1] == blankRight:
			cost += fill * fill
		default:
			cost += fill*fill + costInText
		}
		return cost, true
	})
}

// numbered reports whether a line holds a number in brackets, and that alone
// before all else.
func (p *piece) numbered(l span) bool {
	text := p.runes[l.start:l.end]
	if l.start > 0 || len(text) < 3 || len(text) > 4 {
		return false
	}
	open, closed := text[0], text[len(text)-1]
	return open == '（' && closed == '）' || open == '(' && closed == ')'
}

// justifiedCost is what a line costs, or false when it cannot be squeezed
// into measure.
func (b *breaker) justifiedCost(l span, measure int32, last bool) (int64, bool) {
	slack := int64(measure - b.natural(l))
	var cost int64
	if last {
		cost = b.loneCost(l)
	}
	switch {
	case slack == 0, slack > 0 && last:
		return cost, true
	case slack < 0:
		end, inside := b.room(l)
		room := int64(end + inside)
		if room < -slack {
			return 0, false
		}
		return cost + costSqueeze*slack*slack/(room*room), true
	}
	joints, foreign := b.lineJoints(l)
	slack -= min(slack, int64(foreign)*foreignGap)
	if joints == 0 {
		return costMost, true
	}
	// Cubes: one line stretched far is worse than three a little.
	ratio := slack * 1000 / (int64(joints) * easyStretch)
	if ratio > 50_000 {
		return costMost, true
	}
	return cost + min(ratio*ratio*ratio/10_000_000, costMost), true
}

func (b *breaker) lineJoints(l span) (joints, foreign int32) {
	if l.end <= l.start+1 {
		return 0, 0
	}
	return b.joints[l.end] - b.joints[l.start+1], b.foreign[l.end] - b.foreign[l.start+1]
}

// loneCost is for a last line that holds a single character beside its marks.
func (b *breaker) loneCost(l span) int64 {
	if l.start == 0 {
		return 0
	}
	characters := 0
	for _, r := range b.piece.runes[l.start:l.end] {
		if !linebreak.StartForbidden(r) {
			characters++
		}
	}
	if characters > 1 {
		return 0
	}
	return costLone
}

// solve is the shortest path over the points, an edge for each line that fits.
// Lines less wide than least are looked at only where there are no others.
func (b *breaker) solve(p *piece, first, rest, least int32, judge func(span, int32, bool) (int64, bool)) []span {
	n := len(p.runes)
	if n == 0 {
		return nil
	}
	b.load(p)
	b.collect(min(first, rest))
	b.cost = append(b.cost[:0], 0)
	b.from = append(b.from[:0], 0)
	near := 0 // the last point from which a line is wide enough
	for j := 1; j < len(b.points); j++ {
		last := b.points[j].at == n
		for near+1 < j && b.width[b.points[j].at]-b.width[b.points[near+1].at] >= least {
			near++
		}
		start := near
		if last {
			start = j - 1
		}
		best, from := b.reach(j, start, first, rest, last, judge)
		if best == math.MaxInt64 {
			best, from = b.reach(j, j-1, first, rest, last, judge)
		}
		if best == math.MaxInt64 {
			// Even the shortest line is too long, as in a column narrower
			// than a character.
			best, from = b.cost[j-1]+costMost, j-1
		}
		b.cost = append(b.cost, best+b.points[j].cost)
		b.from = append(b.from, from)
	}
	return b.path()
}

// reach finds the best line that ends at point j and starts at point start or
// before.
func (b *breaker) reach(j, start int, first, rest int32, last bool, judge func(span, int32, bool) (int64, bool)) (best int64, from int) {
	best = math.MaxInt64
	for i := start; i >= 0; i-- {
		l := b.trim(b.points[i].at, b.points[j].at)
		measure := rest
		if i == 0 {
			measure = first
		}
		cost, fits := judge(l, measure, last)
		if !fits && b.natural(l) > rest+8*em {
			break // no line that starts farther back can fit
		}
		if fits && b.cost[i]+cost < best {
			best, from = b.cost[i]+cost, i
		}
	}
	return best, from
}

func (b *breaker) path() []span {
	count := 0
	for j := len(b.points) - 1; j > 0; j = b.from[j] {
		count++
	}
	lines := make([]span, count)
	for j := len(b.points) - 1; j > 0; j = b.from[j] {
		count--
		lines[count] = b.trim(b.points[b.from[j]].at, b.points[j].at)
	}
	return lines
}
