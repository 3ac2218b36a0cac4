package claims

import (
	"slices"
	"strings"
)

// gradedAt reads 33个部门、14个乡镇中评定优秀12个、良好29个、一般6个, a row of grades that
// are more than all that can have one. They may be fewer, as not everybody has one.
func (p *parser) gradedAt(start, i, end int) (list, bool) {
	const least = 3
	first := &p.toks[i]
	if !countable(first) || first.approx {
		return list{}, false
	}
	var l list
	for j := i; j < end; j++ {
		t := &p.toks[j]
		if t.class == dun {
			continue
		}
		if t.class == figure {
			if !countable(t) || t.approx || t.measure != first.measure {
				break
			}
			l.parts, l.end = append(l.parts, t), j+1
			l.ends = append(l.ends, l.end)
			continue
		}
		if punctuation[t.class] {
			break
		}
	}
	if len(l.parts) < least || !p.everyPart(&l, start) {
		return list{}, false
	}
	if l.total = p.totalBefore(start, i, first.measure); l.total == nil {
		return list{}, false
	}
	sum := add(l.parts)
	p.several(&l, sum, start, i)
	return l, sum.GreaterThan(l.total.value)
}

// channelsAt reads 通过网络提交67件，信函提交35件，当面提交6件: a sentence of nothing but
// the ways that applications came in by, or 新收申请涉及征收41件、规划26件、其他28件, which
// are more than the paragraph says came in.
func (p *parser) channelsAt(start, i, end int) (list, bool) {
	const least = 3
	channels, remains := true, false
	if !countable(&p.toks[i]) || i-len(p.segment(start, i)) != start || p.toks[i].measure != "件" {
		return list{}, false
	}
	var l list
	for j := i; j < end; j++ {
		switch t := &p.toks[j]; {
		case t.class == figure:
			words := p.segment(start, j)
			if !countable(t) || t.approx || t.measure != "件" || has(words, compare, up, down) {
				return list{}, false
			}
			channels = channels && has(words, channel)
			remains = remaining(words)
			l.parts, l.end = append(l.parts, t), j+1
		case of(among, rest, together, semicolon, opening)[t.class]:
			return list{}, false
		}
	}
	if len(l.parts) < least || !channels && !(remains && p.toks[start].class == accept && has(p.segment(start, i), apply) && has(p.segment(start, i), subject)) {
		return list{}, false
	}
	for n := len(p.claims) - 1; n >= 0; n-- {
		if c := &p.claims[n]; c.What == Received && c.Applicant == "" && c.Scope == "" && c.From < p.toks[i].from {
			at := slices.IndexFunc(p.toks, func(t token) bool { return t.from == c.From })
			if at < 0 || !add(l.parts).GreaterThan(c.Value) || slices.ContainsFunc(p.said(start, i, "件"), func(t *token) bool { return t.value.Equal(add(l.parts)) }) {
				return list{}, false
			}
			l.total = &p.toks[at]
			return l, true
		}
	}
	return list{}, false
}

// everyPart reports whether a list names every part that its whole can be divided
// into: 同意, 不同意, 未答复.
func (p *parser) everyPart(l *list, start int) bool {
	for _, parts := range p.g.closed {
		named := make([]bool, len(parts))
		for n := range l.parts {
			at := l.ends[n] - 1
			text := string(p.s.runes[wordsFrom(p.segment(start, at), &p.toks[at]):p.toks[at].from])
			k := slices.IndexFunc(parts, func(words []string) bool {
				return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(text, w) })
			})
			if k < 0 || named[k] {
				named = nil
				break
			}
			named[k] = true
		}
		if named != nil && !slices.Contains(named, false) {
			return true
		}
	}
	return false
}

// amongAt reads 不予公开的14件中，应当保密的7件，第三方不同意的2件，属于案卷的6件: parts that
// are more than what they are among.
func (p *parser) amongAt(start, i, end int) (list, bool) {
	const least = 3
	total := &p.toks[i]
	if i+2 >= end || !countable(total) || total.approx || !p.says(&p.toks[i+1], "中") || p.toks[i+2].class != comma {
		return list{}, false
	}
	l := list{total: total}
	for j := i + 2; j < end; j++ {
		switch t := &p.toks[j]; {
		case of(among, opening, semicolon, overlap, others)[t.class]:
			j = end
		case t.class == figure:
			words := p.segment(start, j)
			if !countable(t) || t.approx || has(words, compare, up, down, reach, together) || p.former(words) {
				return list{}, false
			}
			if t.measure != total.measure || !has(p.toks[max(j-len(words)-1, 0):j], comma, dun) {
				continue
			}
			l.parts, l.end = append(l.parts, t), j+1
		}
	}
	return l, len(l.parts) >= least && add(l.parts).GreaterThan(total.value)
}
