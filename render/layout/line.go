package layout

// scale turns widths inside a line, in 1/1000 of a character, into Units.
type scale struct{ num, den int64 }

func (sc scale) unit(m int32) Unit { return Unit(int64(m) * sc.num / sc.den) }

// bodyScale puts characters on the page's grid of 28: 5.571 mm a character, a
// little less than the 16 points that they are drawn in.
func bodyScale() scale {
	_, _, width, _ := TypeArea()
	return scale{int64(width), charactersPerLine * em}
}

// sizeScale sets characters solid, in their own size.
func sizeScale(size Unit) scale { return scale{int64(size), em} }

// ascent is the part of a full-width character above the baseline, in 1/1000
// em, as the ideographic em box of mainland faces has it.
const ascent = 880

func ascentOf(size Unit) Unit { return size * ascent / 1000 }

// place is where and how large a line is set.
type place struct {
	x, y   Unit // of the line's start, on the baseline
	size   Unit
	scale  scale
	origin Origin
}

// set makes runs of one line, one for the lead and one for the rest. Where justify is set the line
// is stretched to measure; a line that is longer is squeezed to it.
func (s *setter) set(dst []Run, b *breaker, l span, measure int32, justify bool, at place) []Run {
	if l.start >= l.end {
		return dst
	}
	p := b.piece
	offsets, width := b.offsets(l, measure, justify)
	units := make([]Unit, len(offsets))
	for start := 0; start < len(offsets); {
		end := len(offsets)
		lead := l.start+start < p.lead
		if lead {
			end = min(end, p.lead-l.start)
		}
		x := at.scale.unit(offsets[start])
		for i := start; i < end; i++ {
			units[i] = at.scale.unit(offsets[i]) - x
		}
		stop := width
		if end < len(offsets) {
			stop = offsets[end]
		}
		run := Run{
			Role: p.roleAt(l.start + start), Lead: lead, Size: at.size, X: at.x + x, Y: at.y,
			Text: p.runes[l.start+start : l.start+end], At: units[start:end],
			Width: at.scale.unit(stop) - x, Origin: at.origin,
		}
		if p.source != nil {
			run.Source = p.source[l.start+start : l.start+end]
		}
		dst = append(dst, run)
		start = end
	}
	return dst
}

// offsets places each character of a line and returns the line's width.
func (b *breaker) offsets(l span, measure int32, justify bool) ([]int32, int32) {
	p := b.piece
	offsets := make([]int32, l.end-l.start)
	slack := measure - b.natural(l)
	endRoom, insideRoom := b.room(l)
	squeeze := sharer{room: insideRoom}
	var plain, foreign sharer
	switch {
	case slack < 0:
		endRoom = min(endRoom, -slack)
		squeeze.total = min(-slack-endRoom, insideRoom)
	case justify:
		endRoom = 0
		joints, foreigns := b.lineJoints(l)
		foreign = sharer{room: foreigns, total: min(slack, foreigns*foreignGap)}
		plain = sharer{room: joints, total: slack - foreign.total}
	default:
		endRoom = 0
	}
	x := int32(0)
	for i := l.start; i < l.end; i++ {
		if i > l.start {
			x -= p.tight(i)
			switch p.joint(i) {
			case jointForeign:
				x += foreign.share(1) + plain.share(1)
			case jointPlain:
				x += plain.share(1)
			}
		}
		room := b.squeeze[i+1] - b.squeeze[i]
		if i > l.start && p.blank[i] == blankLeft {
			x -= squeeze.share(room)
		}
		offsets[i-l.start] = x
		x += p.advance[i]
		if i+1 < l.end && p.blank[i] == blankRight {
			x -= squeeze.share(room)
		}
	}
	return offsets, x - endRoom
}

// sharer deals total out over room in whole numbers, evenly and without rest.
type sharer struct{ total, room, dealt int32 }

func (s *sharer) share(room int32) int32 {
	if s.room == 0 {
		return 0
	}
	before := int64(s.total) * int64(s.dealt) / int64(s.room)
	s.dealt += room
	return int32(int64(s.total)*int64(s.dealt)/int64(s.room) - before)
}
