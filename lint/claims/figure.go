package claims

import "strings"

// figure reads the figure at i: what stands before it from segment on, and what
// after it before next, says what it counts.
func (p *parser) figure(c *clause, segment, i, next int) {
	t := &c.toks[i]
	pre, post := c.toks[segment:i], c.toks[i+1:next]
	p.more = next < len(c.toks)
	if p.people && has(pre, submit) {
		return // 职业举报人8名，共提出申请15件
	}
	p.people = p.people || t.kind == kindOther && persons(t.measure)
	if segment > 0 && c.toks[segment-1].class == figure {
		switch last := &c.toks[segment-1]; {
		case last.kind == kindTime && !has(pre, receive, accept), last.approx && has(pre, apply):
			return // 10个工作日内办结的15件
		case persons(last.measure) && (has(pre, submit) || has(post, apply) || p.parts() && has(pre, sue, suit, review)):
			return // 1名申请人提出4件内容相近的申请
		}
	}
	pre = without(pre, of(figure))
	if t.approx || t.one && (has(pre, negative) || has(post, negative)) {
		return
	}
	switch t.kind {
	case kindMoney:
		p.money(c, pre, t)
		return
	case kindCase:
	case kindPlain:
		if p.fee && t.value.IsZero() && has(pre, fee, charge) && only(pre, link.with(fee, anyFee, charge, own, ground)) && p.ownFigure() {
			p.claim(Claim{What: Fee, Figure: figureOf(t)})
			return
		}
		if !t.value.IsZero() && !has(pre, amount, intake) || len(post) > 0 {
			return
		}
	default:
		return
	}
	if has(pre, reach) {
		// 由上年4件减至1件: what was reached is this year's, and the subject
		// stands before last year's figure.
		pre = c.toks[:i]
		p.otherTime = false
		p.counted(c, without(pre, of(figure, lastYear, from, reach, compare, year)), post, t)
		return
	}
	if has(pre, from) && len(post) > 0 && post[0].class == reach {
		return // 由5件减为2件
	}
	if has(pre, share) {
		p.counted(c, without(pre, of(share)), nil, t)
		return
	}
	if has(pre, compare) || has(pre, up, down) && !has(pre, receive, accept) {
		return
	}
	if k := index(pre, except); k >= 0 {
		// 除1件结转外 and 除收到2件外 say what there was; any other exception is
		// no figure of a kind.
		if pre = pre[k+1:]; !has(post, carry, pending, outcome) && !has(pre, receive, accept) {
			return
		}
		for k := len(post) - 1; k >= 0; k-- {
			if of(carry, pending, outcome)[post[k].class] && !has(post[:k], carry, pending, outcome) {
				post = post[:k+1] // what comes after 外 is of the others
			}
		}
	}
	if i := index(pre, limit); i >= 0 && strings.Contains(string(p.s.runes[pre[i].from:pre[i].to]), "审结") {
		p.concluded = t
	}
	if p.otherTime && has(pre, pending) {
		p.subset = true // 2024年底未办结的88件于2025年办结，其中予以公开31件
	}
	n := len(p.claims)
	p.counted(c, pre, post, t)
	if len(p.claims) == n && (has(post, reason) || has(pre, rest)) && only(pre, noun.with(rest)) {
		p.dangling = t
	}
}

// without returns tokens without those of some classes.
func without(toks []token, s set) []token {
	var out []token
	for _, t := range toks {
		if !s[t.class] {
			out = append(out, t)
		}
	}
	return out
}

// counted finds whose figure it is: the clause says, or what was last spoken of.
func (p *parser) counted(c *clause, pre, post []token, t *token) {
	if len(p.queue) > 0 && only(pre[index(pre, divided)+1:], link) {
		pre, p.queue = p.queue[:1], p.queue[1:]
	}
	if len(p.years) > 0 {
		year := p.years[0]
		if p.years = p.years[1:]; year == p.ctx.Year && p.elided != nil {
			again := *p.elided
			again.Figure = figureOf(t)
			p.claim(again)
			return
		}
	}
	if p.otherTime && !p.elsewhere && !p.planned && !p.doubted {
		p.would(c, pre, post, t)
		return
	}
	p.abroad = p.abroad || p.elsewhere
	if p.elsewhere && p.ctx.Government && !p.otherTime && has(pre, together) && only(pre, link.with(ground)) && len(post) == 0 && p.totals(t) {
		p.elsewhere = false // 市级机关收到5件，县区收到7件，合计12件: of the whole
		return
	}
	if p.elsewhere && !p.otherTime && !p.planned && !p.doubted {
		p.sibling(t)
	}
	if !p.ownFigure() && (p.scope == "" || p.otherTime || p.planned || p.doubted) {
		return
	}
	if p.elided != nil && has(pre, thisYear, year) && only(pre, link.with(rest)) && len(post) == 0 {
		again := *p.elided
		again.Figure = figureOf(t)
		p.claim(again)
		return
	}
	if p.scope != "" {
		pre = without(pre, of(represent, elsewhere))
	}
	if p.topic == topicDispute && has(pre, together) && only(pre, link.with(item)) && len(post) == 0 && p.casesSum(t) {
		return
	}
	switch {
	case p.mixed && !p.hears && has(pre, open) && has(pre, among) && !has(pre, review, suit, apply) && p.disputes[0] != p.disputes[1]:
		what := Reviews // 行政复议31件，其中涉及政府信息公开的2件
		if p.disputes[1] {
			what = Suits
		}
		p.topic = topicDispute
		p.claim(Claim{What: what, Figure: figureOf(t)})
	case p.disputeHead && c.before == colon && only(pre, contest) && !has(pre, outcome, route) && len(post) == 0 && p.disputes[0] != p.disputes[1]:
		what := Reviews // 行政复议：0件
		if p.disputes[1] {
			what = Suits
		}
		p.claim(Claim{What: what, Figure: figureOf(t)})
	case has(pre, notice):
		if t.value.IsZero() && only(pre, link.with(notice, send, issue, own)) {
			p.claim(Claim{What: NoNotice, Figure: figureOf(t)})
		}
	case p.topic == topicForeign && (has(pre, among) || p.parts()) && !has(pre, open) && !peculiar(post) && !p.plain(pre, post):
		return // a part of other cases
	case has(pre, review, suit, dispute, conflict, route), has(post, review, suit, dispute, route) && !has(pre, apply, dep, intake),
		p.topic == topicDispute && has(pre, outcome, limit), p.cases && has(pre, outcome) && only(pre, contest), p.topic == topicDispute && has(post, outcome), roleOfCourt(pre), roleOfCourt(post):
		p.dispute(pre, post, t)
	case has(pre, normative, regulation), has(post, normative, regulation), p.topic == topicDocument && has(pre, issue, repeal, inForce):
		p.documentFigure(pre, post, t)
	case has(pre, licence, penalty, coercion):
		p.decisionFigure(pre, t)
	default:
		p.application(c, pre, post, t)
	}
}

// would reads a figure of another time, and keeps what it would claim for a
// figure of this year that says no more than that.
func (p *parser) would(c *clause, pre, post []token, t *token) {
	kept := *p
	p.otherTime = false
	n := len(p.claims)
	p.counted(c, without(pre, of(lastYear, partYear, year, since)), post, t)
	var elided *Claim
	if len(p.claims) == n+1 {
		copied := p.claims[n]
		elided = &copied
	}
	topic := p.topic
	*p = kept
	if goesOn := c.before == dun && only(pre, link); elided != nil || len(p.years) == 0 && !goesOn { // 分别发生3件、4件
		p.elided = elided
	}
	p.topic = topic
}

// persons reports whether a measure counts people, whose applications are a part
// of all.
func persons(measure string) bool { return measure == "名" || measure == "人" || measure == "位" }
