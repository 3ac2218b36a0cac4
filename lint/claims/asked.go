package claims

import "slices"

// ofOthersAsked reports whether a figure says how many applications others were
// asked about, or what these others answered: 就9件申请征求第三方意见，收到回复8件.
func (p *parser) ofOthersAsked(c *clause, pre, post []token, t *token) bool {
	if has(post, carry, pending) {
		return false
	}
	named := has(pre, heads...)
	switch {
	case has(pre, consult),
		has(post, consult) && !has(post, reason) && !(named && has(pre, receive, accept)), // not 收到申请9件并征求意见, 1件因征求意见，结转
		p.row(c.toks) && (named || has(post, heads...)) && p.asks(t):                      // 涉及第三方合法权益的申请9件，均征求意见
		if t.value.GreaterThan(p.asked) {
			p.asked = t.value
		}
		return true
	case has(post, heads...) || named:
		return false
	case p.consulted && has(pre, answer) && !t.value.GreaterThan(p.asked):
		return true // 征求意见9件，回复8件
	}
	for i := range pre[:max(len(pre)-1, 0)] {
		if pre[i].class == receive && pre[i+1].class == answer {
			return true // 收到回复8件: what is received is another's answer
		}
	}
	return false
}

// asks reports whether others are asked after a figure, before the next semicolon.
func (p *parser) asks(t *token) bool {
	at, _ := slices.BinarySearchFunc(p.toks, t.from, func(u token, from int) int { return u.from - from })
	for _, u := range p.toks[at:min(at+longestClause, len(p.toks))] {
		switch u.class {
		case consult:
			return true
		case semicolon, stop:
			return false
		}
	}
	return false
}

// row reports whether words name a result that is a row and no group.
func (p *parser) row(toks []token) bool {
	i := index(toks, result)
	return i >= 0 && !groups[toks[i].role]
}

// keepResults remembers which results a clause speaks of without counting their
// cases.
func (p *parser) keepResults(toks []token) {
	if slices.ContainsFunc(toks, func(t token) bool { return t.class == figure && t.kind == kindCase }) {
		return
	}
	for i := range toks {
		if toks[i].class == result && !slices.Contains(p.about, toks[i].role) {
			p.about = append(p.about, toks[i].role)
		}
	}
}

// narrower reports whether a figure that others are counted within is of the
// results just spoken of, and not of all: 不予公开的说理简略，11件答复中有4件只引条文.
// It is of all where the result itself is what is counted: 予以公开占比最高，94件
// 答复中有35件予以公开. The figure counted within it is neither.
func (p *parser) narrower(c *clause, pre, post []token) bool {
	within := func(toks []token) bool {
		return slices.ContainsFunc(leading(toks, noun.with(answer, process)), func(t token) bool { return p.says(&t, "中") })
	}
	if len(p.about) == 0 || !within(pre) && !within(post) {
		return false
	}
	return !slices.ContainsFunc(c.toks, func(t token) bool { return t.class == result && slices.Contains(p.about, t.role) })
}
