package claims

// application reads a figure about applications.
func (p *parser) application(c *clause, pre, post []token, t *token) {
	if has(pre, limit, channel, foreign, elsewhere, subject, dueOnly, title) && !has(pre, receive, accept) || has(pre, channel, foreign, limit, subject) {
		return
	}
	if p.topic == topicForeign && !has(pre, apply, dep, intake) && !has(post, apply, dep) && !has(pre, carry) {
		return
	}
	if has(pre, among) && has(pre, own) {
		return // 其中区政府收到17件: the agency's share of a larger figure
	}
	for _, read := range []func(*clause, []token, []token, *token) bool{p.carried, p.unanswered, p.resulted, p.answered, p.verbal, p.nominal} {
		if read(c, pre, post, t) {
			return
		}
	}
}

// carried reads 上年结转3件, 结转下年度的2件, 2件结转至2022年办理.
func (p *parser) carried(c *clause, pre, post []token, t *token) bool {
	at, toks := index(pre, carry), pre
	if at < 0 {
		if at, toks = index(post, carry), post; at < 0 {
			return false
		}
		if !only(pre, noun.with(rest, among)) || !only(post[:at], noun) {
			return true
		}
	} else {
		if !only(pre, noun.with(carry, lastYear, nextYear, until, contain, exclude, plus, rest, process, answer, receive, divided, reason)) {
			return true
		}
		if len(post) > 0 && of(gap, foreign, item, limit)[post[0].class] && !has(pre, heads...) {
			return true
		}
	}
	in, known := p.direction(toks, at)
	if !known && p.topic != topicApply && !has(c.toks, heads...) {
		return true
	}
	if !in {
		p.claim(Claim{What: CarriedOut, Figure: figureOf(t)})
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
		if p.open >= 0 {
			p.claims[p.open].Including = true
		}
	}
	return true
}

// heads are the words without which the name of an application is none.
var heads = []class{apply, dep, intake}

// direction tells 上年结转 (in) from 结转下年 by the time beside 结转; known is
// false where none stands there.
func (p *parser) direction(toks []token, at int) (in, known bool) {
	for i := max(at-3, 0); i < len(toks) && i <= at+3; i++ {
		t := &toks[i]
		switch {
		case t.class == nextYear, t.class == year && p.ctx.Year != 0 && t.year > p.ctx.Year:
			return false, true
		case t.class == lastYear, t.class == year && i < at && t.year != 0 && t.year < p.ctx.Year:
			return true, true
		}
	}
	return false, false
}

// parts reports whether the clause goes on with the parts of a total.
func (p *parser) parts() bool { return p.inParts }

// unanswered reads 2件正在办理, 尚在办理2件, 剩余2件将于次年1月办结.
func (p *parser) unanswered(c *clause, pre, post []token, t *token) bool {
	left := has(pre, rest) && has(post, shall) && has(post, answer, process)
	if !has(pre, pending) && !has(post, pending) && !left {
		return false
	}
	if only(pre, noun.with(pending, rest)) && (left || only(post, noun.with(pending, rest, reason)) || len(post) > 0 && post[0].class == pending) {
		p.claim(Claim{What: CarriedOut, Figure: figureOf(t)})
		p.last = CarriedOut
	}
	return true
}

// groups are the results that stand for several rows of table 3.
var groups = map[string]bool{"refused": true, "unavailable": true, "unprocessed": true, "other": true}

// resulted reads 予以公开22件, 11件予以公开, 4件因故无法提供.
func (p *parser) resulted(c *clause, pre, post []token, t *token) bool {
	toks := pre
	switch {
	case has(pre, dropped):
		if p.why != "" && only(pre, noun.with(dropped, rest)) {
			p.claim(Claim{What: Result, Figure: figureOf(t), Role: p.why})
		}
		return true
	case has(pre, result):
		known := noun.with(result, answer, process, decide, reason, rest, negative)
		if has(pre, reason) && only(pre[index(pre, result):], known) {
			known = known.with(gap) // why, in whatever words
		}
		if !only(pre, known) {
			return true
		}
	case has(post, result):
		if !only(pre, noun.with(rest, accept, receive)) {
			return true
		}
		last := len(post) - 1
		for last >= 0 && of(fill, situation, answer, apply, process)[post[last].class] {
			last--
		}
		if post[last].class != result || !has(post, reason) && !only(post, noun.with(result, answer, process)) {
			return true
		}
		toks = post
	default:
		return false
	}
	role := ""
	for i := range toks {
		if toks[i].class == result && (role == "" || groups[role] || !groups[toks[i].role]) {
			role = toks[i].role
		}
	}
	if p.because && groups[role] {
		role = p.why
	}
	p.claim(Claim{What: Result, Figure: figureOf(t), Role: role})
	p.topic = topicApply
	return true
}

// answered reads 13件已答复.
func (p *parser) answered(c *clause, pre, post []token, t *token) bool {
	k := index(post, answer)
	if k < 0 || has(pre, receive, accept, submit, due, answer, process) || has(post, all, negative, plan, shall, limit) {
		return false
	}
	if p.topic == topicApply && only(pre, link.with(apply, dep, open, info)) && only(post[:k], link.with(apply, dep, open, info)) {
		p.claim(Claim{What: Handled, Figure: figureOf(t)})
		p.last = Handled
		return true
	}
	return false
}

// applicantOf is the applicant that tokens name; false where there are two.
func applicantOf(toks ...[]token) (string, bool) {
	role := ""
	for _, list := range toks {
		for i := range list {
			if list[i].class != applicant {
				continue
			}
			if role != "" && role != list[i].role {
				return "", false
			}
			role = list[i].role
		}
	}
	return role, true
}

// verbal reads a figure with a verb: 共收到政府信息公开申请45件.
func (p *parser) verbal(c *clause, pre, post []token, t *token) bool {
	core := index(pre, receive, accept, submit, due, answer, process)
	if core < 0 {
		return false
	}
	before, after := pre[:core], pre[core:]
	if !only(after, noun.with(receive, accept, due, answer, process, decide, result)) {
		return true
	}
	named := has(pre, heads...)
	object := post
	if !named {
		object = leading(post, noun)
		if has(object, heads...) && len(object) == len(post) {
			named = true
		} else if has(object, heads...) && !bareFollowed(post, len(object)) {
			named = true
		}
	}
	if !named && has(pre, open) && has(pre, decide) && has(pre, answer) && !has(pre, info, item) {
		named = true // 作出政府信息公开答复12件
	}
	if named && bareItem(pre) {
		return true // 业务申请
	}
	strong := named && (has(pre, dep, open, intake) || has(object, dep, open))
	switch {
	case !only(before, noun.with(except, since, plus, from, until, decide, reason)):
		if !strong || !p.adverbial(before) {
			return true
		}
	case !named && (p.topic != topicApply && p.topic != topicNone || len(post) > 0 && of(gap, foreign, item, info, limit, channel, person, sue)[post[0].class]):
		return true
	case !named && has(pre, info, item, open):
		return true
	}
	if has(post, channel) && len(leading(post, noun)) == len(post) {
		return true
	}
	who, one := applicantOf(pre, object)
	if !one {
		return true
	}
	p.verbClaims(pre[core:], t, who)
	return true
}

// bareItem reports whether a bare 申请 follows the name of another matter.
func bareItem(toks []token) bool {
	k := index(toks, apply)
	return k > 0 && toks[k-1].class == item && !has(toks, open, dep, intake)
}

// leading returns the tokens at the start that are of a set.
func leading(toks []token, s set) []token {
	n := 0
	for n < len(toks) && s[toks[n].class] {
		n++
	}
	return toks[:n]
}

// bareFollowed reports whether an unknown word goes on right after a bare 申请,
// so that it may be the name of another thing.
func bareFollowed(toks []token, n int) bool {
	return n < len(toks) && toks[n].class == gap && n > 0 && toks[n-1].class == apply && !has(toks[:n], open, dep)
}

// adverbial reports whether unknown words before a verb say how or when, and
// not who else or where.
func (p *parser) adverbial(toks []token) bool {
	for i := range toks {
		t := &toks[i]
		if of(channel, limit, foreign, subject, elsewhere, represent, person, figure, compare, plan, shall)[t.class] {
			return false
		}
		if t.class == gap && p.body(t) {
			return false
		}
	}
	return true
}

// verbClaims makes the claims of a chain of verbs: 受理并办结 claims both.
func (p *parser) verbClaims(toks []token, t *token, who string) {
	var received, handled, weak, all bool
	for i := range toks {
		switch toks[i].class {
		case intake:
			received = true
		case apply, dep:
			// 受理的申请答复11件: only the verbs after the noun count.
			if has(toks[i:], answer, process) {
				received, handled, weak = false, false, false
			}
		case receive, accept:
			received = true
		case due:
			received, all = true, true
		case submit:
			received = received || !handled
		case answer:
			handled, weak = true, false
		case process:
			if !handled {
				handled, weak = true, true
			}
		}
	}
	if has(toks, submit) && handled {
		received = has(toks, receive, accept)
	}
	if received {
		p.received(t, who, all)
	}
	if handled && who == "" {
		c := Claim{What: Handled, Figure: figureOf(t), Weak: weak, Including: p.takePlus()}
		p.claim(c)
		p.remember(Handled)
	}
}

func (p *parser) received(t *token, who string, all bool) {
	including := p.takePlus() || all
	p.claim(Claim{What: Received, Figure: figureOf(t), Applicant: who, Including: including})
	p.remember(Received)
	p.quantity = false
}

func (p *parser) takePlus() bool {
	was := p.plus
	p.plus = false
	return was
}

// remember keeps a claim as the total that parts may follow.
func (p *parser) remember(w What) {
	p.last = w
	p.topic = topicApply
	if !p.parts() {
		p.open = len(p.claims) - 1
	}
}

// nominal reads a figure without a verb: 申请总数38件, 其中自然人申请29件,
// 共有26件政府信息公开申请, 自然人18件, and 为45件 after 申请量.
func (p *parser) nominal(c *clause, pre, post []token, t *token) bool {
	if has(post, channel, limit, foreign) {
		return true
	}
	who, one := applicantOf(pre)
	switch {
	case !one || !only(pre, noun.with(rest)):
		return true
	case has(pre, submit):
		return true
	case has(pre, apply, intake):
		if len(post) > 0 && post[0].class == gap && !has(pre, open, dep) {
			return true
		}
		if who == "" && (has(pre, rest) || has(pre, anyone) && !has(pre, open, intake) || has(pre, among) || p.parts() && c.before != stop) {
			return true
		}
		if has(pre, all) && who == "" && !t.value.IsZero() && !has(pre, amount, intake) && index(pre, all) > index(pre, apply) {
			return true
		}
		p.part(t, who)
	case who != "" && p.topic != topicForeign && !has(pre, info, item, open, dep) && (len(post) == 0 || !of(gap, item, info, foreign)[post[0].class]):
		p.part(t, who)
	case p.plus && has(pre, together) && only(pre, link):
		p.received(t, "", false) // 新收9件，加上上年结转1件，共10件
	case has(pre, dep) && (has(pre, amount) || t.kind == kindPlain):
		p.received(t, "", false)
	case has(pre, dep, open, info, item):
	case len(post) > 0 && has(leading(post, noun), heads...):
		object := leading(post, noun)
		if len(object) == len(post) && has(object, open, dep, intake) && !has(pre, rest, among) && p.countsAll(pre) {
			who, one := applicantOf(object)
			if one {
				p.received(t, who, false)
			}
		} else if who, one := applicantOf(post); one && who != "" && len(object) == len(post) && p.topic == topicApply {
			p.part(t, who)
		}
	case len(post) > 0:
		if who, one := applicantOf(post); one && who != "" && only(post, link.with(applicant, all)) && p.topic == topicApply {
			p.part(t, who)
		}
	case p.quantity && p.topic == topicApply && c.before != dun && !has(pre, rest, among) || p.quantity && has(pre, year):
		p.received(t, "", false)
		p.quantity = true
	}
	return true
}

// countsAll reports whether the words before a figure say that it is the whole:
// a word such as 共有 stands there, not only a time.
func (p *parser) countsAll(pre []token) bool { return has(pre, fill, together) }

// part adds a figure that names an applicant, as part of what was last counted.
func (p *parser) part(t *token, who string) {
	if who == "" {
		p.received(t, "", false)
		return
	}
	switch p.last {
	case CarriedIn:
		p.claim(Claim{What: CarriedIn, Figure: figureOf(t), Applicant: who})
	case Received, "":
		p.claim(Claim{What: Received, Figure: figureOf(t), Applicant: who})
		p.topic = topicApply
	}
}
