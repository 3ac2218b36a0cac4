package claims

import (
	"slices"

	"github.com/shopspring/decimal"
)

// rowAt reads a row of applicants or channels without a word that opens it, from
// the figure at i on, where it adds up.
func (p *parser) rowAt(start, i, end int) (list, bool) {
	t := &p.toks[i]
	words := p.segment(start, i)
	if !countable(t) || t.approx || !has(words, applicant, channel, outcome) {
		return list{}, false
	}
	var l list
	r := p.run(&l, t.measure, start, i, end, comma)
	if p.addUp(&l, r, start, i, t.measure) {
		return l, true
	}
	return l, p.everyOutcome(&l, r, start, i) || p.tooMuch(&l, r, start, i)
}

// tooMuch reports whether channels or applicants right after their total are more
// than it.
func (p *parser) tooMuch(l *list, r run, start, i int) bool {
	const least = 3
	if r.natural < least || r.natural != len(l.parts) {
		return false
	}
	for n := range l.parts {
		if r.sorts[n] != r.sorts[0] || r.sorts[n] != sortChannel && r.sorts[n] != sortApplicant {
			return false
		}
	}
	sum := add(l.parts)
	l.total = p.totalBefore(start, i, l.parts[0].measure)
	return l.total != nil && !p.wordsHave(start, l.total, applicant, channel) && !p.several(l, sum, start, i) && sum.GreaterThan(l.total.value)
}

// wordsHave reports whether the words before a figure are of some classes.
func (p *parser) wordsHave(start int, t *token, classes ...class) bool {
	at, _ := slices.BinarySearchFunc(p.toks, t.from, func(u token, from int) int { return u.from - from })
	return has(p.segment(start, at), classes...)
}

// ofOthers reports whether the first part of a list names other cases than its total.
func (p *parser) ofOthers(l *list) bool {
	whose := func(t *token) *token {
		at, _ := slices.BinarySearchFunc(p.toks, t.from, func(u token, from int) int { return u.from - from })
		words := p.segment(0, at)
		if k := index(words, review, suit, route); k >= 0 {
			return &words[k]
		}
		return nil
	}
	part, total := whose(l.parts[0]), whose(l.total)
	return part != nil && total != nil && (part.class != total.class || part.role != total.role)
}

// everyOutcome reports whether a row right after its total gives all outcomes of
// the form, so that it is complete.
func (p *parser) everyOutcome(l *list, r run, start, i int) bool {
	const outcomes = 4
	if r.natural != outcomes {
		return false
	}
	seen := map[string]bool{}
	for n := range outcomes {
		words := p.segment(start, l.ends[n]-1)
		if k := index(words, outcome); k >= 0 {
			seen[words[k].role] = true
		}
	}
	l.total = p.totalBefore(start, i, l.parts[0].measure)
	l.parts, l.end = l.parts[:outcomes], l.ends[outcomes-1]
	if len(seen) < outcomes || l.total == nil {
		return false
	}
	p.several(l, add(l.parts), start, i)
	return true
}

// restAt reads 收到17件，已办结15件，剩余2件: a row whose last figure is what
// is left. After 另 only a row that adds up is one.
func (p *parser) restAt(start, i, end int) (list, bool) {
	last := i + 1
	for last < end && p.toks[last].class != figure {
		if of(comma, semicolon, dun)[p.toks[last].class] {
			return list{}, false
		}
		last++
	}
	if last >= end {
		return list{}, false
	}
	return p.left(start, last, p.toks[i].class == rest)
}

// left reads a row of figures whose last stands at last, where it adds up or,
// if sure is set, the wording leaves no other reading.
func (p *parser) left(start, last int, sure bool) (list, bool) {
	if !countable(&p.toks[last]) || p.toks[last].approx {
		return list{}, false
	}
	var row, whole []int // whole goes back over semicolons
	for j := start; j < last; j++ {
		if t := &p.toks[j]; countable(t) && t.measure == p.toks[last].measure {
			words := p.segment(start, j)
			if t.approx || has(words, compare, up, down) || p.former(words) && !p.made(words) {
				continue
			}
			sure = sure && !has(words, carry, lastYear)
			row, whole = append(row, j), append(whole, j)
		}
		if p.toks[j].class == semicolon {
			row = nil
		}
	}
	const most = 12
	whole = whole[max(len(whole)-most, 0):]
	// What is left with one or more figures before it, and a total before these;
	// parts of one of them stand between.
	var outer []int
	inner := false
	for j, n := start, 0; j < last && n < len(whole); j++ {
		switch {
		case p.toks[j].class == among:
			inner = true
		case of(rest, besides, semicolon)[p.toks[j].class]:
			inner = false
		case j == whole[n]:
			if n++; !inner {
				outer = append(outer, j)
			}
		}
	}
	if l, ok := p.adding(outer, last); ok {
		return l, true
	}
	if l, ok := p.adding(whole, last); ok {
		return l, true
	}
	if l, ok := p.slipped(start, whole, row, last, sure); ok {
		return l, true
	}
	if len(row) < 2 || !sure || !has(p.segment(start, row[0]), receive, accept, together, intake) {
		return list{}, false
	}
	kind := sortOf(p.segment(start, row[1]))
	for _, j := range row[1:] {
		if !sortOf(append(p.segment(start, j), p.tail(j, last)...)).fits(kind) {
			return list{}, false
		}
	}
	return list{total: &p.toks[row[0]], parts: p.pick(row[1:], last), end: last + 1, flow: kind == sortFlow}, true
}

// slipped reads a row that does not add up, though the wording leaves little else: a
// total of which one part and the rest are said (提出意见37条，采纳33条，其余4条), or one
// that all parts miss by so little that one of them is misprinted, or what was
// answered and what still is to be, which are more than came in.
func (p *parser) slipped(start int, whole, row []int, last int, sure bool) (list, bool) {
	const least, percent = 10, 2
	if len(row) < 2 || len(whole) != len(row) || has(p.toks[row[0]:last], among, carry) {
		return list{}, false
	}
	total := &p.toks[row[0]]
	l := list{total: total, parts: p.pick(row[1:], last), end: last + 1}
	off := add(l.parts).Sub(total.value)
	if slices.ContainsFunc(l.parts, func(t *token) bool { return t.value.GreaterThanOrEqual(total.value) }) {
		return list{}, false
	}
	if !sure {
		// 收到1275件，已回复1240件，尚在办理53件
		l.flow = true
		return l, len(row) == 2 && has(p.segment(start, row[0]), receive, accept) && has(p.segment(start, row[1]), answer) &&
			has(p.segment(start, last), pending) && !p.moreAfter(last)
	}
	slip := total.value.GreaterThanOrEqual(decimal.NewFromInt(least)) && off.Abs().Mul(hundred).LessThanOrEqual(total.value.Mul(decimal.NewFromInt(percent)))
	words := p.segment(start, row[1])
	if len(words) > 0 && p.says(&words[0], "中") && len(row) == 2 {
		return l, true // 27项中的19项已经公开，其余8项
	}
	bare := len(row) == 2 && has(p.toks[row[0]:row[1]], comma) && p.runesOf(words) <= 4 && !has(words, receive, accept, subject, channel, together)
	return l, slip || bare || off.IsPositive() && len(row) > 2
}

// moreAfter reports whether the sentence half goes on with a figure of the same
// measure.
func (p *parser) moreAfter(i int) bool {
	for j := i + 1; j < len(p.toks) && !of(stop, semicolon)[p.toks[j].class]; j++ {
		if countable(&p.toks[j]) && p.toks[j].measure == p.toks[i].measure {
			return true
		}
	}
	return false
}

// made reports whether a year says only when what is counted was made: 对2018年至2021年
// 形成的1264份文件复核.
func (p *parser) made(words []token) bool {
	k := max(lastIndex(words, year), lastIndex(words, lastYear))
	return k >= 0 && has(words[k+1:], gap) && p.says(&words[len(words)-1], "的")
}

// runesOf is how long some words are.
func (p *parser) runesOf(words []token) int {
	if len(words) == 0 {
		return 0
	}
	return words[len(words)-1].to - words[0].from
}

// adding finds a total among the figures at some places whose parts are those
// after it and the one at last.
func (p *parser) adding(places []int, last int) (list, bool) {
	const most = 8
	sum := p.toks[last].value
	for first := len(places) - 1; first > 0 && first >= len(places)-most; first-- {
		sum = sum.Add(p.toks[places[first]].value)
		for n := first - 1; n >= 0; n-- {
			if total := &p.toks[places[n]]; total.value.Equal(sum) {
				return list{total: total, parts: p.pick(places[first:], last), end: last + 1}, true
			}
		}
	}
	if len(places) == 0 || len(places) > most {
		return list{}, false
	}
	sum = sum.Add(p.toks[places[0]].value)
	for _, total := range p.said(places[0], places[0], p.toks[last].measure) {
		if sum.Equal(total.value) {
			return list{total: total, parts: p.pick(places, last), end: last + 1}, true
		}
	}
	return list{}, false
}

// pick lists the tokens at some places and at a last one.
func (p *parser) pick(places []int, last int) []*token {
	var out []*token
	for _, j := range places {
		out = append(out, &p.toks[j])
	}
	return append(out, &p.toks[last])
}

// sumAt reads a total after its parts: 推进会2次、培训会3次，共5次.
func (p *parser) sumAt(start, i, end int) (list, bool) {
	t := &p.toks[i]
	words := p.segment(start, i)
	summed := has(words, together)
	for i := range words {
		summed = summed || p.s.runes[words[i].from] == '共' || words[i].class == due // 共收到, 应办理
	}
	if !countable(t) || t.approx || !summed {
		return list{}, false
	}
	l := list{total: t, end: i + 1}
	sum, sure, mixed := decimal.Zero, -1, false
	before := i - len(words) - 1
	for j := before; j >= 0 && i-j < longestSentence; j-- {
		u := &p.toks[j]
		if of(semicolon, stop)[u.class] && sure < 0 {
			sure = len(l.parts) // further back only what adds up
		}
		if u.class == stop && j != start-1 {
			break
		}
		if u.class == closing {
			for j > 0 && p.toks[j].class != opening {
				j-- // what is in brackets is a part of what stands before
			}
			continue
		}
		if u.class != figure || u.kind == kindPercent {
			if of(comma, colon, opening, closing, among)[u.class] && j != before && sure < 0 {
				sure = len(l.parts)
			}
			continue
		}
		if u.value.Equal(t.value) && u.measure == t.measure {
			sure = len(l.parts) // 办结的33件中，…，共计33件
			break
		}
		if u.measure != t.measure && u.kind == kindOther && !u.approx {
			if sure < 0 {
				sure = len(l.parts)
			}
			mixed = mixed || u.measure != "类" && u.measure != "项"
			continue // 两类合计62件
		}
		if !countable(u) || u.measure != t.measure || u.approx {
			break
		}
		l.parts = append([]*token{u}, l.parts...)
		if sum = sum.Add(u.value); len(l.parts) > 1 && sum.Equal(t.value) {
			return l, true
		}
	}
	if l, ok := p.dueAt(start, i, words); ok {
		return l, true
	}
	if sure < 0 {
		sure = len(l.parts)
	}
	l.parts = l.parts[len(l.parts)-sure:]
	return l, !mixed && before >= start && p.toks[before].class == comma && only(words, of(together, fill, thisYear)) && len(l.parts) >= 2
}

// dueAt reads 新收29件，连同上年结转1件，共须办理30件: what was to be done is what came in
// with what was carried in, said right before it.
func (p *parser) dueAt(start, i int, words []token) (list, bool) {
	t := &p.toks[i]
	if !has(words, due) || has(words, compare, up, down, among) {
		return list{}, false
	}
	carried := i - len(words) - 2
	if carried < start || p.toks[carried+1].class != comma || !countable(&p.toks[carried]) {
		return list{}, false
	}
	before := p.segment(start, carried)
	received := carried - len(before) - 2
	if !has(before, carry) || !has(before, plus, lastYear) || received < start || p.toks[received+1].class != comma || !countable(&p.toks[received]) {
		return list{}, false
	}
	a, b := &p.toks[received], &p.toks[carried]
	if !has(p.segment(start, received), receive, accept) || a.approx || b.approx || a.measure != t.measure || b.measure != t.measure {
		return list{}, false
	}
	return list{total: t, parts: []*token{a, b}, end: i + 1}, true
}
