package claims

import "slices"

// deniable is what may stand in a statement that there was none of something;
// any other word makes it a statement about another thing.
var deniable = noun.with(trade, until, pending, receive, accept, submit, due, answer, process, sue, outcome, review, suit, dispute, route, normative, regulation, licence, penalty,
	coercion, issue, repeal, inForce, decide, levy, charge, fee, anyFee, notice, send, subject, carry, lastYear, nextYear, others, negative, reason, figure, from)

// denials reads what a clause says there was none of.
func (p *parser) denials(c *clause) {
	toks := c.toks
	for k := range toks {
		t := &toks[k]
		switch t.class {
		case negative:
			p.deny(c, toks[:k], toks[k+1:], t)
		case zeroApply:
			if p.topic == topicApply || has(toks[:k], open, info, dep, apply) || only(toks[:k], noun) {
				p.none(NoneReceived, t)
			}
		case zeroReport:
			if p.topic == topicApply || has(toks[:k], heads...) {
				p.none(NoneReceived, t)
			}
		case noneHere:
			if p.heading || p.topic == topicApply && only(toks, noun.with(noneHere)) && !has(toks, gap) {
				p.none(NoneReceived, t)
			}
		case zero:
			if t.role == "reviews" || t.role == "both" {
				p.none(NoneReviews, t)
			}
			if t.role == "suits" || t.role == "both" {
				p.none(NoneSuits, t)
			}
			if t.role != "" {
				continue
			}
			p.noneCases(toks[lastIndex(toks[:k], zero)+1:k], t)
			if has(toks[:k], apply, dep) && !has(toks, gap, limit, channel) {
				p.none(NoneReceived, t)
			}
		case zeroCharge:
			if p.fee {
				p.noFee(t)
			} else if has(toks[:k], levy) {
				p.denied(Claim{What: Charges}, t)
			}
		}
	}
}

func (p *parser) none(w What, t *token) { p.denied(Claim{What: w}, t) }

func (p *parser) denied(c Claim, t *token) {
	c.From, c.To, c.Denied = t.from, t.to, true
	p.claim(c)
}

// noneNamed denies the cases that the heading before named.
func (p *parser) noneNamed(t *token) {
	if p.disputes[0] {
		p.none(NoneReviews, t)
	}
	if p.disputes[1] {
		p.none(NoneSuits, t)
	}
}

func (p *parser) noFee(t *token) { p.denied(Claim{What: Fee}, t) }

// noneCases denies the reviews and suits that tokens name.
func (p *parser) noneCases(toks []token, t *token) bool {
	if !only(toks, contest.with(reason)) && !(has(toks, reason) && only(toks, contest.with(reason, answer, process))) {
		return false
	}
	if has(toks, review, dispute) {
		p.none(NoneReviews, t)
	}
	if has(toks, suit, dispute) {
		p.none(NoneSuits, t)
	}
	if i := index(toks, route); i >= 0 && !has(toks, suit) {
		p.denied(Claim{What: Suits, Route: toks[i].role}, t)
	}
	return has(toks, review, suit, dispute, route)
}

// deny reads one denial: what follows the negation, or what precedes it where
// nothing but a verb follows.
func (p *parser) deny(c *clause, pre, post []token, t *token) {
	if len(post) > 0 && post[0].class == pending && !has(post, carry) && (p.topic == topicApply || has(pre, heads...)) && only(pre, noun) && only(post[1:], noun.with(situation)) {
		if t.to-t.from > 2 || t.to-t.from == 2 && p.says(t, "无一") {
			p.claim(Claim{What: AllHandled, Figure: Figure{From: t.from, To: post[0].to}}) // 无一件未答复
		} else {
			p.denied(Claim{What: CarriedOut}, t) // 无尚未办结的申请
		}
		return
	}
	if k := index(post, negative); k >= 0 {
		if !has(post[:k], dun, and) {
			return // 没有一件申请未办结
		}
		post = post[:k]
	}
	if len(post) == 0 || only(post, of(situation, fill)) {
		switch {
		case p.fee && c.before == colon && only(pre, link.with(own)):
			p.noFee(t) // 收取信息处理费情况：无
			return
		case only(pre, link.with(licence, penalty, coercion, own, ground)) && has(pre, licence, penalty, coercion):
			p.noDecisions(pre, t) // 行政强制决定无
		case len(pre) > 0 && of(review, suit, item)[pre[len(pre)-1].class] && only(pre, contest) && !has(pre, all, receive, apply) && p.noneCases(pre, t):
			return // 行政复议案件无
		case has(pre, situation) && p.noneCases(without(pre, of(and)), t):
			return // 被提起行政诉讼的情况亦不存在
		case !only(pre, link.with(own)):
		case p.heading:
			p.none(NoneReceived, t)
		case p.disputeHead:
			p.noneNamed(t)
		}
		return
	}
	post = p.known(post)
	if !only(post, deniable) || p.realFigure(post) || has(pre, limit, channel, foreign, double, except, dueOnly) || p.realFigure(pre) && !has(pre, item, apply, dep) || len(pre) > 0 && p.foreignBody(pre) {
		return
	}
	if has(post, all) && !has(post, apply, review, suit) {
		return
	}
	switch {
	case has(post, outcome) && !has(post, review, suit, dispute, route):
		if i := index(post, outcome); post[i].role == "corrected" && only(post[:i], contest) && has(post[:i], sue) {
			p.denied(Claim{What: Reviews, Outcome: post[i].role}, t)
			p.denied(Claim{What: Suits, Outcome: post[i].role}, t)
		}
	case has(post, review, suit, dispute, route):
		if has(post, accept, answer, process) || has(post, outcome) {
			return
		}
		if k := index(post, apply, dep); k >= 0 && k < index(post, review, suit, dispute, route) && !has(post[:k], reason, sue) &&
			k+1 < len(post) && of(dun, and, situation)[post[k+1].class] {
			p.none(NoneReceived, t)
		}
		p.topic = topicDispute
		p.noneCases(without(post, of(apply, dep, receive, carry, figure, others)), t)
	case has(post, levy):
		p.denied(Claim{What: Charges}, t)
	case has(post, notice):
		p.none(NoNotice, t)
		if has(post, fee, anyFee) && has(post, charge) {
			p.noFee(t)
		}
	case has(post, fee), has(post, charge) && has(post, dep, apply, open) && !has(post, levy), has(post, anyFee) && (p.fee || p.topic == topicApply || has(pre, heads...)):
		p.noFee(t)
	case has(post, carry):
		p.noCarry(pre, post, t)
	case has(post, normative, regulation):
		p.noDocuments(post, t)
	case has(post, licence, penalty, coercion):
		if !has(post, receive, accept, submit, apply, open, info) {
			p.noDecisions(post, t)
		}
	case has(post, apply, dep, intake):
		p.noApplications(pre, post, t)
	default:
		p.denyBefore(c, pre, post, t)
	}
}

// known is a denial without the things of an enumeration that the grammar does
// not know, 未发生举报、投诉和行政诉讼: each of them is denied by itself. A reason
// given as a result, 因不予公开, says no more than whose cases.
func (p *parser) known(post []token) []token {
	because := has(post, reason) && has(post, review, suit)
	if only(post, deniable) || !has(post, dun, and) && !because {
		return post
	}
	if has(post, channel) {
		post = without(post, of(channel)) // 未收到书面或网络形式的申请
	}
	var out []token
	for i := range post {
		t := &post[i]
		starts := i == 0 || of(dun, and)[post[i-1].class]
		ends := i+1 == len(post) || of(dun, and, others, situation)[post[i+1].class]
		if t.class == foreign && (ends || post[i+1].class == foreign) || t.class == gap && starts && ends || t.class == result && because {
			continue
		}
		out = append(out, *t)
	}
	return out
}

// realFigure reports whether tokens hold a figure that is more than 一件 after a
// negation.
func (p *parser) realFigure(toks []token) bool {
	for i := range toks {
		if toks[i].class == figure && !toks[i].one {
			return true
		}
	}
	return false
}

// foreignBody reports whether the words before a negation name another body.
func (p *parser) foreignBody(toks []token) bool {
	for i := range toks {
		if toks[i].class == gap && p.body(&toks[i]) {
			return true
		}
	}
	return false
}

func (p *parser) noApplications(pre, post []token, t *token) {
	if has(post, reason, nextYear, lastYear, issue, repeal, decide, sue) && !has(post, sue) {
		return
	}
	if has(pre, gap) && !has(post, open, dep, info, receive, accept) {
		return
	}
	who, one := applicantOf(post)
	if !one {
		return
	}
	head := index(post, apply, dep, intake)
	if k := index(post, applicant); k >= 0 && (k+1 == len(post) || !of(apply, open, info, dep, submit, intake)[post[k+1].class]) {
		who = "" // 公民要求我局公开的申请
	}
	switch {
	case has(post, pending) && who == "":
		p.denied(Claim{What: CarriedOut}, t) // 没有申请转入下年度, 没有申请尚未答复
	case who != "":
		if !has(post, answer, process, due, pending) {
			p.denied(Claim{What: Received, Applicant: who}, t)
		}
	case has(post[:head], receive, accept, submit, sue):
		p.none(NoneReceived, t)
	case has(post[:head], answer, process):
		p.denied(Claim{What: Handled, Weak: true}, t)
	case has(post[head:], answer, due, process, receive):
		return // 无申请未答复, 没有申请超期
	default:
		p.none(NoneReceived, t)
	}
	p.topic = topicApply
}

func (p *parser) noCarry(pre, post []token, t *token) {
	toks := append(pre[:len(pre):len(pre)], post...)
	in, known := p.direction(toks, index(toks, carry))
	if !known && !has(pre, heads...) && !has(post, heads...) && (p.topic != topicApply || p.says(&toks[index(toks, carry)], "遗留")) {
		return
	}
	what := CarriedOut
	if in {
		what = CarriedIn
	}
	p.denied(Claim{What: what, Undirected: !known}, t)
}

func (p *parser) noDocuments(post []token, t *token) {
	for _, d := range []struct {
		class class
		what  What
	}{{normative, Normative}, {regulation, Regulations}} {
		if !has(post, d.class) || has(post, open, info, apply) {
			continue
		}
		p.topic, p.document = topicDocument, d.what
		for i := range post {
			if a := actionOf(post[i].class); a != "" {
				p.denied(Claim{What: d.what, Action: a}, t)
			}
		}
	}
}

func (p *parser) noDecisions(post []token, t *token) {
	for _, d := range decisions {
		if has(post, d.class) {
			p.denied(Claim{What: d.what}, t)
		}
	}
}

// denyBefore reads a denial whose subject stands in front: 行政复议未发生.
func (p *parser) denyBefore(c *clause, pre, post []token, t *token) {
	switch {
	case has(pre, review, suit, dispute, route):
		if only(post, link.with(sue)) {
			p.noneCases(pre, t)
		}
	case has(post, charge) && (p.fee || has(pre, dep, apply) || p.applied && len(pre) == 0) && only(post, link.with(charge)):
		p.noFee(t)
	case has(post, charge) && has(pre, levy) && only(post, link.with(charge)):
		p.denied(Claim{What: Charges}, t)
	case has(post, sue) && has(pre, fee) && only(post, link.with(sue)):
		p.noFee(t)
	case only(post, link.with(issue, repeal)) && p.topic == topicDocument && only(pre, link.with(normative, regulation, own, ground)):
		for i := range post {
			if a := actionOf(post[i].class); a != "" && p.document != "" {
				p.denied(Claim{What: p.document, Action: a}, t)
			}
		}
	case has(pre, fee) && has(post, receive) && only(post, link.with(receive)):
		p.noFee(t) // 信息处理费没收过
	case only(post, link.with(receive, accept, sue)) && has(post, receive, accept, sue) && (!p.fee || has(pre, heads...)):
		if has(pre, heads...) && only(pre, noun.with(figure)) || p.topic == topicApply && has(post, receive, accept) && only(pre, link.with(own, ground, anyone)) {
			p.none(NoneReceived, t)
		}
	}
}

// alls reads what a clause says of every application, review or suit.
func (p *parser) alls(c *clause) {
	toks := c.toks
	if p.topic == topicDispute || has(toks, review, suit, dispute) {
		p.upheld(toks)
		return
	}
	named := has(toks, heads...)
	if n := len(p.claims); n > p.first && !slices.ContainsFunc(p.claims[p.first:], func(c Claim) bool { return c.What != CarriedIn && (c.What != Received || c.Applicant == "") }) && p.claims[p.first].What == CarriedIn {
		return // 上年结转4件全部办结
	}
	if p.excepted || (p.refused || p.consulted) && !named || p.abroad && p.inParts || p.topic != topicApply && !named || has(toks, except, limit, dueOnly, among, rest, foreign, otherRate, channel, carry) {
		return
	}
	for n := range toks {
		if toks[n].class == figure && toks[n].kind == kindTime && has(toks[n:], rate) {
			return // 20日内答复率为100%
		}
	}
	if k := index(toks, rate); k >= 0 {
		if i := k + 1 + len(leading(toks[k+1:], of(fill, all, and, dun, rate))); i < len(toks) && only(toks[:k], noun.with(receive, accept, process, answer, figure)) {
			if n := &toks[i]; n.class == figure && n.kind == kindPercent && n.value.Equal(hundred) && !n.approx {
				p.claim(Claim{What: AllHandled, Figure: Figure{From: toks[k].from, To: n.to}})
			}
		}
		return
	}
	i := index(toks, answer)
	if i >= 0 && i+1 < len(toks) && (toks[i+1].class == item || p.says(&toks[i+1], "的")) {
		return // 全部办结件中, 全部办结的72件
	}
	k := -1
	for j := range toks[:max(i, 0)] {
		if toks[j].class == all {
			k = j
		}
	}
	for k < 0 && i >= 0 {
		// 收到并办结的申请均已答复: the verb may be a later one.
		next := index(toks[i+1:], answer)
		if next < 0 {
			return
		}
		for j := i; j < i+1+next; j++ {
			if toks[j].class == all {
				k = j
			}
		}
		i += 1 + next
	}
	if k < 0 || !only(toks[:k], noun.with(receive, accept, process, answer, figure, submit)) || !only(toks[k:i], link.with(all, year, figure, process, decide, receive, accept)) {
		return
	}
	all := Claim{What: AllHandled, Figure: Figure{From: toks[k].from, To: toks[i].to}}
	for n := range toks[:i] {
		if t := &toks[n]; t.class == figure && t.kind == kindCase && !t.approx {
			all.Counted = figureOf(t) // 全部23件均按期答复
		}
	}
	p.claim(all)
}
