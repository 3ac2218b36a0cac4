package claims

import (
	"slices"

	"github.com/shopspring/decimal"
)

// punctuation parts the words of a sentence; edges are also its figures.
var (
	punctuation = of(comma, dun, semicolon, colon, opening, closing, stop)
	edges       = punctuation.with(figure)
)

// lists finds the totals with their parts in the sentence of tokens from start
// (inclusive) to end (exclusive), whatever is counted.
func (p *parser) lists(start, end int) {
	done := start
	for i := start; i < end; i++ {
		class := p.toks[i].class
		if i < done && class != opening { // brackets hold the parts of a part
			continue
		}
		switch class {
		case among, divided, opening, colon, from:
			if class == from && !has(p.toks[i:end], divided) {
				continue
			}
			if l, ok := p.listAt(start, i, end); ok {
				p.addList(l)
				done = max(done, l.end)
			}
		case rest, besides:
			if l, ok := p.restAt(start, i, end); ok {
				p.addList(l)
				done = l.end
			}
		case figure:
			if l, ok := p.sumAt(start, i, end); ok {
				p.addList(l)
			} else if l, ok := p.rowAt(start, i, end); ok {
				p.addList(l)
				done = l.end
			} else if l, ok := p.gradedAt(start, i, end); ok {
				p.addList(l)
				done = l.end
			} else if l, ok := p.amongAt(start, i, end); ok {
				p.addList(l)
				done = l.end
			} else if l, ok := p.channelsAt(start, i, end); ok {
				p.addList(l)
				done = l.end
			} else if l, ok := p.left(start, i, false); ok {
				p.addList(l) // 收到11件，办结8件，结转下年度3件
			}
		}
	}
}

// list is a total with parts, while it is read.
type list struct {
	total *token
	parts []*token
	// flow is true where the parts are what became of the total, which also
	// covers what was carried in.
	flow bool
	end  int   // index of the token after the last part
	ends []int // likewise of every part
}

func (p *parser) addList(l list) {
	if l.total.kind == kindMoney && p.feeIn(l) {
		return // the parts of a fee are its own
	}
	c := Claim{What: List, Figure: figureOf(l.total), Total: figureOf(l.total), Flow: l.flow}
	for _, t := range l.parts {
		c.Parts = append(c.Parts, figureOf(t))
	}
	p.claims = append(p.claims, c)
}

// feeIn reports whether the clause of a total speaks of the 信息处理费.
func (p *parser) feeIn(l list) bool {
	at, _ := slices.BinarySearchFunc(p.toks, l.total.from, func(u token, from int) int { return u.from - from })
	for j := at; j >= 0 && p.toks[j].class != stop && at-j < longestSentence; j-- {
		if p.toks[j].class == semicolon {
			return false
		}
		if of(fee, notice)[p.toks[j].class] {
			return true
		}
	}
	return false
}

// sort is what a part of a list is named by: parts of different sorts do not
// add up.
type sort uint8

const (
	sortUnknown sort = iota
	sortApplicant
	sortChannel
	sortResult
	sortSource // 新收, 上年结转
	sortFlow   // 答复, 正在办理
	sortOutcome
	sortSubject
)

func sortOf(toks []token) sort {
	switch {
	case has(toks, rest):
		return sortUnknown
	case has(toks, subject):
		return sortSubject
	case has(toks, result):
		return sortResult
	case has(toks, outcome):
		return sortOutcome
	case has(toks, applicant):
		return sortApplicant
	case has(toks, pending), has(toks, carry) && has(toks, nextYear):
		return sortFlow
	case has(toks, carry), has(toks, receive, accept) && !has(toks, gap, channel):
		return sortSource
	case has(toks, answer, process) && !has(toks, gap):
		return sortFlow
	case has(toks, channel) && !has(toks, gap):
		return sortChannel
	}
	return sortUnknown
}

// remaining reports whether words say 其他, which is of the sort of the parts
// before it.
func remaining(words []token) bool {
	i := index(words, limit)
	return i >= 0 && words[i].role == "other"
}

// fits reports whether parts of two sorts can stand in one list.
func (s sort) fits(other sort) bool {
	return s == other || s == sortUnknown && other == sortChannel || s == sortChannel && other == sortUnknown
}

// countable reports whether a figure can be a total or a part.
func countable(t *token) bool {
	return t.class == figure && t.measure != "分" && (t.kind == kindCase || t.kind == kindOther || t.kind == kindMoney)
}

// totalBefore is the last figure before i of a measure, "" for any, in the
// sentence; nil where there is none or it is approximate or another year's.
func (p *parser) totalBefore(start, i int, measure string) *token {
	for j := i - 1; j >= start; j-- {
		t := &p.toks[j]
		if !countable(t) || t.measure != measure {
			continue
		}
		if words := p.segment(start, j); has(words, compare, up, down, from) || p.former(words) {
			if t.approx || p.toks[i].class != among || !has(p.toks[j:i], comma) {
				return nil
			}
			continue // 收到40件，比上年的50件减少10件，其中…
		}
		if t.approx {
			return nil
		}
		return t
	}
	return nil
}

// former reports whether words make a figure one of another year; what was
// carried over from it is this year's.
func (p *parser) former(words []token) bool { return p.formerTime(words) && !has(words, carry) }

// segment is the tokens before i back to the last mark or figure.
func (p *parser) segment(start, i int) []token {
	j := i
	for j > start && !edges[p.toks[j-1].class] {
		j--
	}
	return p.toks[j:i:i] // so that nobody appends into the text
}

// tail is the tokens after i up to the next mark or figure.
func (p *parser) tail(i, end int) []token {
	j := i + 1
	for j < end && !edges[p.toks[j].class] {
		j++
	}
	return p.toks[i+1 : j : j]
}

// listAt reads the list that the word or mark at i opens.
func (p *parser) listAt(start, i, end int) (list, bool) {
	opener := p.toks[i].class
	first, depth := i+1, 0
	for first < end && (depth > 0 || !countable(&p.toks[first])) {
		switch p.toks[first].class {
		case opening:
			depth++
		case closing:
			if depth--; depth < 0 {
				return list{}, false
			}
		case stop, semicolon, among:
			if depth == 0 {
				return list{}, false
			}
		}
		first++
	}
	if first >= end {
		return list{}, false
	}
	measure := p.toks[first].measure
	l := list{total: p.totalBefore(start, i, measure)}
	switch opener {
	case among:
		if l.total == nil {
			l.total = p.lastSentenceTotal(start, i, measure)
		}
	case divided:
		if l.total != nil && p.apartFrom(l.total, i) {
			l.total = nil
		}
	case opening, colon:
		// Only right after the total: 300条（网站180条，…）.
		if i == start || opener == opening && &p.toks[i-1] != l.total {
			l.total = nil
		}
		if opener == colon && (l.total == nil || !p.near(l.total, i)) {
			l.total = p.lastSentenceTotal(start, i, measure)
		}
	}
	r := p.run(&l, measure, start, first, end, opener)
	if p.addUp(&l, r, start, i, measure) {
		return l, true
	}
	if l.total == nil {
		// 分为三类，分别为13件…: another measure may come first.
		return list{}, false
	}
	return p.judge(l, r, i, start, end)
}

// apartFrom reports whether a semicolon stands between a total and i.
func (p *parser) apartFrom(t *token, i int) bool {
	for j := i - 1; j >= 0 && p.toks[j].from > t.from; j-- {
		if p.toks[j].class == semicolon {
			return true
		}
	}
	return false
}

// near reports whether a total stands in the clause that ends at i, or in one
// before it that says how it is divided.
func (p *parser) near(t *token, i int) bool {
	for j := i - 1; j >= 0 && i-j < longestSentence; j-- {
		u := &p.toks[j]
		if u == t {
			return true
		}
		if u.class == stop || of(comma, dun, semicolon)[u.class] && !has(p.toks[j:i], divided) {
			return false
		}
	}
	return false
}

// lastSentenceTotal finds the total of 新收申请55件。按申请主体分：… and of
// 答复12件。其中，…, which is in the sentence before.
func (p *parser) lastSentenceTotal(start, i int, measure string) *token {
	if start < 2 || !has(p.toks[start:i], divided) && p.toks[start].class != among {
		return nil
	}
	from := start - 1
	for from > 0 && p.toks[from-1].class != stop && start-from < longestSentence {
		from--
	}
	return p.totalBefore(from, start-1, measure)
}

// run is the parts of a list as they follow each other.
type run struct {
	sorts   []sort
	natural int // how many stand before a semicolon or a part of another sort
	rest    bool
	open    bool // 等, an approximate part: more is left over
	legal   [2]bool
}

// run collects the parts of a list from first on.
func (p *parser) run(l *list, measure string, start, first, end int, opener class) run {
	var r run
	r.natural = -1
	depth := 0
	parted := gap // what stands between the first two parts
	stopped := func() {
		if r.natural < 0 {
			r.natural = len(l.parts)
		}
	}
	for j := first; j < end; j++ {
		t := &p.toks[j]
		switch t.class {
		case semicolon:
			stopped()
		case others:
			if r.natural < 0 {
				r.open = true
			}
		case opening:
			depth++
		case closing:
			if depth == 0 {
				return r.close(l, j)
			}
			depth--
		case among:
			return r.close(l, j)
		}
		if t.class != figure || depth > 0 {
			continue
		}
		if !countable(t) {
			continue // a percentage beside a part
		}
		if t.measure != measure {
			if t.kind == kindOther && len(l.parts) == 0 {
				continue // 分为网络、邮寄、现场三类，分别为…
			}
			return r.close(l, j)
		}
		words := p.segment(start, j)
		if has(words, compare, up, down, reach, share) || p.former(words) {
			return r.close(l, j)
		}
		if t.approx {
			if r.natural < 0 {
				r.open = true
			}
			return r.close(l, j)
		}
		s := sortOf(append(words[:len(words):len(words)], p.tail(j, end)...))
		if len(r.sorts) > 0 && remaining(words) {
			s = r.sorts[0]
			r.rest = r.rest || r.natural < 0 // nothing is left over
		}
		if k := j - len(words) - 1; k >= first {
			mark := p.toks[k].class
			if len(r.sorts) == 1 {
				parted = mark
			} else if parted == dun && mark == comma && s == sortUnknown && !has(words, rest) {
				stopped() // 其中微信27个、微博11个，当年关停6个
			}
		}
		left := has(words, rest)
		if left && len(r.sorts) > 0 && r.sorts[0] != sortFlow && r.sorts[0] != sortSource && has(append(words[:len(words):len(words)], p.tail(j, end)...), carry, pending) {
			return r.close(l, j) // what is left of all, not of these
		}
		if !left && len(r.sorts) > 0 && !s.fits(r.sorts[0]) {
			stopped()
		}
		if r.natural < 0 {
			r.rest = r.rest || left
			for _, w := range words {
				if w.class == applicant {
					r.legal[0] = r.legal[0] || w.role == "natural"
					r.legal[1] = r.legal[1] || w.role == "legal"
				}
			}
		}
		l.parts = append(l.parts, t)
		r.sorts = append(r.sorts, s)
		l.end = j + 1
		l.ends = append(l.ends, l.end)
		if left {
			return r.close(l, j+1)
		}
	}
	return r.close(l, end)
}

func (r run) close(l *list, end int) run {
	if r.natural < 0 {
		r.natural = len(l.parts)
	}
	if l.end == 0 {
		l.end = end
	}
	return r
}

// judge decides whether a list says that it is complete, and which parts it
// has.
func (p *parser) judge(l list, r run, i, start, end int) (list, bool) {
	opener := p.toks[i].class
	for n := r.natural + 1; n <= len(l.parts) && !r.open; n++ {
		if some := (list{total: l.total, parts: l.parts[:n], ends: l.ends[:n], end: l.ends[n-1]}); p.everyPart(&some, start) {
			return some, true // 同意5件，不同意6件，逾期未答复3件
		}
	}
	l.parts = l.parts[:r.natural]
	if len(l.parts) < 2 || r.open {
		return l, false
	}
	sum := l.parts[0].value
	source, flow := [2]bool{}, true
	for n, t := range l.parts {
		if n > 0 {
			sum = sum.Add(t.value)
		}
		flow = flow && (r.sorts[n] == sortFlow || n == len(l.parts)-1 && r.rest && r.sorts[0] == sortFlow)
	}
	l.flow = flow
	more := of(among, divided)[opener] && p.several(&l, sum, start, i)
	if r.sorts[0] == sortSource {
		for j := start; j < end; j++ {
			if slices.Contains(l.parts, &p.toks[j]) {
				words := p.segment(start, j)
				source[0] = source[0] || has(words, receive, accept)
				source[1] = source[1] || has(words, carry)
			}
		}
	}
	switch {
	case opener == divided && p.severalYears(start, end):
		return l, false // 2022年8件、5件，2023年分别为10件、8件
	case r.sorts[0] == sortOutcome && p.ofOthers(&l):
		return l, false // 复议后起诉3件。结果分别为：复议维持5件
	case r.rest, opener == divided, opener == from, opener == opening, opener == colon:
		return l, true
	case sum.GreaterThan(l.total.value):
		if l.total.from < p.toks[start].from || more {
			return l, false
		}
		return l, !has(p.toks[start:end], overlap) && !(r.sorts[0] == sortUnknown && !has(p.toks[start:l.end], dun))
	case p.whole(l, r, sum, start):
		return l, true
	case r.legal[0] && r.legal[1], source[0] && source[1], p.everyPart(&l, start):
		return l, true
	case flow && r.sorts[0] == sortFlow && len(l.parts) == 2 && p.pendingPart(l.parts[1], start, end):
		return l, true
	}
	return l, false
}

// severalYears reports whether a sentence speaks of more years than one.
func (p *parser) severalYears(start, end int) bool {
	years := map[int]bool{}
	for _, t := range p.toks[start:end] {
		switch {
		case t.class == year && t.year != 0:
			years[t.year] = true
		case t.class == lastYear:
			years[-1] = true
		case t.class == thisYear:
			years[p.ctx.Year] = true
		}
	}
	return len(years) > 1
}

// whole reports whether 共24件，其中… with nothing after its parts names them all:
// they are of a sort that divides a whole, as applicants do, or miss the total
// by so little that a slip is likelier than a part left unsaid. What is
// published, counted in 条, is divided in too many ways for the former.
func (p *parser) whole(l list, r run, sum decimal.Decimal, start int) bool {
	const least, percent = 10, 2
	for n := range l.parts {
		if !r.sorts[n].fits(r.sorts[0]) {
			return false
		}
	}
	at := l.ends[r.natural-1]
	if at < len(p.toks) && !of(stop, semicolon, closing)[p.toks[at].class] {
		return false
	}
	said := false
	for j := start; j < at && &p.toks[j] != l.total; j++ {
		said = said || p.toks[j].class == together || p.s.runes[p.toks[j].from] == '共'
	}
	total := l.total.value
	missing := total.Sub(sum)
	if p.alike(&l, start) && missing.Mul(hundred).LessThanOrEqual(total.Mul(decimal.NewFromInt(alikePercent))) {
		return true
	}
	slip := total.GreaterThanOrEqual(decimal.NewFromInt(least)) &&
		(missing.Equal(decimal.NewFromInt(1)) || missing.Mul(hundred).LessThanOrEqual(total.Mul(decimal.NewFromInt(percent))))
	return said && (slip || (r.sorts[0] == sortApplicant || r.sorts[0] == sortChannel) && l.total.measure != "条")
}

// alikePercent is by how much the total of parts that are named alike may miss them
// for a slip to be likelier than a part left unsaid.
const alikePercent = 5

// alike reports whether three and more parts end in the same word: 政策文件类, 民生服务类,
// 工作动态类.
func (p *parser) alike(l *list, start int) bool {
	const least = 3
	ending := rune(0)
	for n := range l.parts {
		words := p.segment(start, l.ends[n]-1)
		if len(words) == 0 {
			return false
		}
		r := p.s.runes[words[len(words)-1].to-1]
		if n > 0 && r != ending || has(words, apply, dep, channel) || punctuation[words[len(words)-1].class] {
			return false
		}
		ending = r
	}
	return len(l.parts) >= least
}

// pendingPart reports whether a part is what is not yet answered, so that it
// and what was answered are everything.
func (p *parser) pendingPart(t *token, start, end int) bool {
	for j := start; j < end; j++ {
		if &p.toks[j] == t {
			return has(p.segment(start, j), pending) || has(p.tail(j, end), pending)
		}
	}
	return false
}
