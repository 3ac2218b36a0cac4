package claims

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"
)

// carried reads 上年结转3件, 结转下年度的2件, 2件结转至2022年办理.
func (p *parser) carried(c *clause, pre, post []token, t *token) bool {
	if k := index(pre, carry); k > 1 && of(and, dun)[pre[k-1].class] && has(pre[:k], receive, accept) && has(pre[k:], together) {
		if p.topic == topicApply || has(pre, heads...) {
			p.received(t, "", true) // 新收和结转申请共100件
		}
		return true
	}
	at, toks := index(pre, carry), pre
	if at < 0 {
		if at, toks = index(post, carry), post; at < 0 {
			return false
		}
		if !only(pre, noun.with(rest, among, pending, lastYear)) || !only(post[:at], noun.with(reason, pending, from, lastYear)) {
			return true
		}
	} else {
		if !only(pre, noun.with(from, carry, pending, accept, lastYear, nextYear, until, contain, exclude, plus, rest, process, answer, receive, divided, reason)) {
			return true
		}
		if len(post) > 0 && of(gap, foreign, item, limit)[post[0].class] && !has(pre, heads...) {
			return true
		}
	}
	if has(pre, plus) {
		p.plus = true
	}
	in, known := p.direction(toks, at)
	if !known && strings.HasPrefix(string(p.s.runes[toks[at].from:toks[at].to]), "转") {
		return true // 省厅转来申请5件
	}
	if p.topic != topicApply && !has(c.toks, heads...) && (!known || p.parts()) {
		return true
	}
	if !in {
		p.claim(Claim{What: CarriedOut, Figure: figureOf(t), Undirected: !known})
		p.last = CarriedOut
		return true
	}
	p.claim(Claim{What: CarriedIn, Figure: figureOf(t)})
	if c.depth == 0 {
		p.last = CarriedIn
	}
	switch {
	case has(pre, exclude, besides):
	case has(pre, plus):
		p.plus = true
	case has(pre, among, contain, divided) || p.parts():
		total := p.open
		if total < 0 && c.depth > 0 && has(pre, contain) && p.lead != nil {
			p.plus = true // 受理申请（含上年结转3件）共49件
		}
		if total < 0 && c.before == stop || total < 0 && has(pre, contain) {
			total = p.before // 上述件数包括上年结转的3件
		}
		if total >= 0 {
			// 受理并办结6件（含结转1件）: the figure stands for both.
			for i := total; i >= 0 && p.claims[i].From == p.claims[total].From; i-- {
				p.claims[i].Including = true
			}
		}
	}
	return true
}

// direction tells 上年结转 (in) from 结转下年 by the year behind 结转, where the
// carried go to, or before it, where they come from: 上年度没有未办结的申请转入.
// known is false where neither is said.
func (p *parser) direction(toks []token, at int) (in, known bool) {
	const near = 3
	for i := at + 1; i < len(toks) && i <= at+near; i++ {
		switch t := &toks[i]; {
		case p.isNext(t):
			return false, true
		case t.class == lastYear, i == at+1 && p.into(toks, at):
			return true, true
		}
	}
	for i := at - 1; i >= 0; i-- {
		switch t := &toks[i]; {
		case at-i > near && of(figure, compare)[t.class]:
			return false, false
		case at-i <= near && p.isNext(t):
			return false, true
		case t.class == lastYear, t.class == year && t.year != 0 && t.year < p.ctx.Year:
			return true, true
		}
	}
	return false, false
}

// into reports whether the year behind 结转 is the report's: 转入本年度.
func (p *parser) into(toks []token, at int) bool {
	i := at + 1 + len(leading(toks[at+1:], of(until, fill, carry)))
	return i < len(toks) && (toks[i].class == thisYear || toks[i].class == year && toks[i].year == p.ctx.Year)
}

// isNext reports whether a word names the year after the report's or a later one.
func (p *parser) isNext(t *token) bool {
	return t.class == nextYear || t.class == year && p.ctx.Year != 0 && t.year > p.ctx.Year
}

// goesOn reads 1件因需征求意见，结转下年办理: the figure of the clause before.
func (p *parser) goesOn(toks []token) {
	t := p.dangling
	p.dangling = nil
	if t == nil || has(toks, figure) || p.topic != topicApply || !p.ownFigure() {
		return
	}
	rest := toks[len(leading(toks, link)):]
	if len(rest) == 0 || !of(carry, pending)[rest[0].class] {
		return
	}
	if in, _ := p.direction(toks, index(toks, rest[0].class)); !in {
		p.claim(Claim{What: CarriedOut, Figure: figureOf(t)})
		p.last = CarriedOut
	}
}

// later reports whether words say that something goes on to the next year.
func (p *parser) later(toks []token) bool {
	k := index(toks, until)
	return k >= 0 && k+1 < len(toks) && (toks[k+1].class == nextYear || toks[k+1].class == year && p.ctx.Year != 0 && toks[k+1].year > p.ctx.Year)
}

// unanswered reads 2件正在办理, 尚在办理2件, 剩余2件将于次年1月办结.
func (p *parser) unanswered(c *clause, pre, post []token, t *token) bool {
	left := (has(pre, rest) && has(post, shall) || p.later(post)) && has(post, answer, process)
	if p.more && has(pre, receive, accept, answer) && !has(pre, pending) {
		return false // what follows is of the next figure: 办结25件未办结2件
	}
	if !has(pre, pending) && !has(post, pending) && !left {
		return false
	}
	if (p.topic == topicDispute || p.topic == topicDocument || p.topic == topicDecision) && !has(pre, heads...) {
		return true // 行政复议196件，未办结22件
	}
	if only(pre, noun.with(pending, rest, process)) && (left || only(post, noun.with(pending, rest, reason)) || has(post, reason) && only(post, noun.with(pending, rest, reason, gap, foreign, receive, accept)) || len(post) > 0 && post[0].class == pending && !has(post, limit, foreign)) {
		p.claim(Claim{What: CarriedOut, Figure: figureOf(t)})
		p.last = CarriedOut
	}
	return true
}

// ofBoth reports whether the applicants that begin at a figure are more than those of
// what was carried in, before it, so that they are of all: 新收96件，上年结转4件，其中自然人
// 89件、企业11件.
func (p *parser) ofBoth(t *token) bool {
	n := len(p.claims)
	if n < p.first+2 || p.claims[n-1].What != CarriedIn || p.claims[n-1].Applicant != "" || p.claims[n-2].What != Received {
		return false
	}
	at, _ := slices.BinarySearchFunc(p.toks, t.from, func(u token, from int) int { return u.from - from })
	sum := decimal.Zero
	for i := at; i < len(p.toks) && i-at < longestSentence && !of(stop, semicolon, closing)[p.toks[i].class]; i++ {
		if countable(&p.toks[i]) && (has(p.segment(at, i), applicant) || i == at) {
			sum = sum.Add(p.toks[i].value)
		}
	}
	return sum.GreaterThan(p.claims[n-1].Value)
}
