package claims

import "slices"

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
		if i < done {
			continue
		}
		switch p.toks[i].class {
		case among, divided, opening, colon, from:
			if p.toks[i].class == from && !has(p.toks[i:end], divided) {
				continue
			}
			if l, ok := p.listAt(start, i, end); ok {
				p.addList(l)
				done = l.end
			}
		case rest:
			if l, ok := p.restAt(start, i, end); ok {
				p.addList(l)
				done = l.end
			}
		case figure:
			if l, ok := p.sumAt(start, i, end); ok {
				p.addList(l)
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
	end  int // index of the token after the last part
}

func (p *parser) addList(l list) {
	c := Claim{What: List, Figure: figureOf(l.total), Total: figureOf(l.total), Flow: l.flow}
	for _, t := range l.parts {
		c.Parts = append(c.Parts, figureOf(t))
	}
	p.claims = append(p.claims, c)
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

// fits reports whether parts of two sorts can stand in one list.
func (s sort) fits(other sort) bool {
	return s == other || s == sortUnknown && other == sortChannel || s == sortChannel && other == sortUnknown
}

// countable reports whether a figure can be a total or a part.
func countable(t *token) bool {
	return t.class == figure && (t.kind == kindCase || t.kind == kindOther)
}

// totalBefore is the last figure before i of a measure, "" for any, in the
// sentence; nil where there is none or it is approximate or another year's.
func (p *parser) totalBefore(start, i int, measure string) *token {
	for j := i - 1; j >= start; j-- {
		t := &p.toks[j]
		if !countable(t) || t.measure != measure {
			continue
		}
		if t.approx || has(p.segment(start, j), compare, up, down, from) || p.former(p.segment(start, j)) {
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
	return p.toks[j:i]
}

// tail is the tokens after i up to the next mark or figure.
func (p *parser) tail(i, end int) []token {
	j := i + 1
	for j < end && !edges[p.toks[j].class] {
		j++
	}
	return p.toks[i+1 : j]
}

// listAt reads the list that the word or mark at i opens.
func (p *parser) listAt(start, i, end int) (list, bool) {
	opener := p.toks[i].class
	first := i + 1
	for first < end && !countable(&p.toks[first]) {
		if of(stop, semicolon, among, closing)[p.toks[first].class] {
			return list{}, false
		}
		first++
	}
	if first >= end {
		return list{}, false
	}
	l := list{total: p.totalBefore(start, i, p.toks[first].measure)}
	switch opener {
	case among:
		if l.total == nil {
			l.total = p.lastSentenceTotal(start, i, p.toks[first].measure)
		}
	case opening, colon:
		// Only right after the total: 300条（网站180条，…）.
		if i == start || opener == opening && &p.toks[i-1] != l.total {
			l.total = nil
		}
		if opener == colon && (l.total == nil || !p.near(l.total, i)) {
			l.total = p.lastSentenceTotal(start, i, p.toks[first].measure)
		}
	}
	if l.total == nil {
		// 分为三类，分别为13件…: another measure may come first.
		return list{}, false
	}
	r := p.run(&l, start, first, end, opener)
	return p.judge(l, r, opener, start, end)
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
func (p *parser) run(l *list, start, first, end int, opener class) run {
	var r run
	r.natural = -1
	depth := 0
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
			if depth == 0 && opener == opening {
				return r.close(l, j)
			}
			depth--
		case among:
			return r.close(l, j)
		}
		if t.class != figure || depth > 0 {
			continue
		}
		if t.kind != kindCase && t.kind != kindOther {
			continue // a percentage beside a part
		}
		if t.measure != l.total.measure {
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
		left := has(words, rest)
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
func (p *parser) judge(l list, r run, opener class, start, end int) (list, bool) {
	if len(l.parts) < 2 {
		return l, false
	}
	sum := l.parts[0].value
	for n := 1; n < len(l.parts); n++ {
		sum = sum.Add(l.parts[n].value)
		if sum.Equal(l.total.value) {
			l.parts = l.parts[:n+1] // it adds up: nothing to say, whatever follows
			return l, true
		}
	}
	l.parts = l.parts[:r.natural]
	if len(l.parts) < 2 || r.open {
		return l, false
	}
	sum = l.parts[0].value
	source, flow := [2]bool{}, true
	for n, t := range l.parts {
		if n > 0 {
			sum = sum.Add(t.value)
		}
		flow = flow && (r.sorts[n] == sortFlow || n == len(l.parts)-1 && r.rest && r.sorts[0] == sortFlow)
	}
	l.flow = flow
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
	case r.rest, opener == divided, opener == from, opener == opening, opener == colon:
		return l, true
	case sum.GreaterThan(l.total.value):
		return l, true
	case r.legal[0] && r.legal[1], source[0] && source[1]:
		return l, true
	case flow && r.sorts[0] == sortFlow && len(l.parts) == 2 && p.pendingPart(l.parts[1], start, end):
		return l, true
	}
	return l, false
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

// restAt reads 收到17件，已办结15件，剩余2件: a row whose last figure is what
// is left.
func (p *parser) restAt(start, i, end int) (list, bool) {
	last := i + 1
	for last < end && p.toks[last].class != figure {
		if of(comma, semicolon, dun)[p.toks[last].class] {
			return list{}, false
		}
		last++
	}
	if last >= end || !countable(&p.toks[last]) || p.toks[last].approx {
		return list{}, false
	}
	var row []int
	for j := start; j < i; j++ {
		if t := &p.toks[j]; countable(t) && t.measure == p.toks[last].measure {
			if t.approx || has(p.segment(start, j), compare, up, down, carry, lastYear) {
				return list{}, false
			}
			row = append(row, j)
		}
		if p.toks[j].class == semicolon {
			row = nil
		}
	}
	if len(row) < 2 {
		return list{}, false
	}
	l := list{total: &p.toks[row[0]], end: last + 1}
	sum := p.toks[last].value
	first := sortOf(p.segment(start, row[1]))
	for _, j := range row[1:] {
		s := sortOf(append(p.segment(start, j), p.tail(j, end)...))
		if !s.fits(first) {
			return list{}, false
		}
		sum = sum.Add(p.toks[j].value)
		l.parts = append(l.parts, &p.toks[j])
	}
	l.parts = append(l.parts, &p.toks[last])
	l.flow = first == sortFlow
	if !sum.Equal(l.total.value) && !has(p.segment(start, row[0]), receive, accept, together, intake) {
		return list{}, false
	}
	return l, true
}

// sumAt reads a total after its parts: 推进会2次、培训会3次，共5次.
func (p *parser) sumAt(start, i, end int) (list, bool) {
	t := &p.toks[i]
	words := p.segment(start, i)
	if !countable(t) || t.approx || len(words) == 0 || !only(words, of(together, fill)) || !has(words, together) {
		return list{}, false
	}
	j := i - len(words) - 1
	if j < start || p.toks[j].class != comma {
		return list{}, false
	}
	l := list{total: t, end: i + 1}
	for j--; j >= start; j-- {
		switch u := &p.toks[j]; {
		case u.class == figure && countable(u) && u.measure == t.measure && !u.approx:
			l.parts = append([]*token{u}, l.parts...)
		case of(figure, comma, semicolon, colon, opening, closing, among)[u.class]:
			j = start
		}
	}
	return l, len(l.parts) >= 2
}
