package claims

// Sets of classes that may stand somewhere without changing what is counted.
var (
	// link is what may stand anywhere.
	link = of(fill, together, besides, and, amount, title, thisYear, year, among, dun, situation)
	// noun is an application's name with what describes it.
	noun = link.with(apply, dep, intake, person, open, info, item, anyone, applicant, own, ground, submit, all)
)

// clause reads one clause; mark is what ends it.
func (p *parser) clause(c *clause, mark class) {
	toks := c.toks
	p.fee = p.fee || has(toks, fee, notice)
	p.doubted = false
	before := p.otherTime
	segment, subject := 0, true // until a verb or a figure, another body is the subject
	for i := range toks {
		switch toks[i].class {
		case receive, accept, answer, process, due, negative:
			subject = false
		case figure:
			next := i + 1
			for next < len(toks) && toks[next].class != figure {
				next++
			}
			p.figure(c, segment, i, next)
			segment, subject = i+1, false
		default:
			p.follow(toks, i, subject)
		}
	}
	if p.ownFigure() {
		p.denials(c)
		p.alls(c)
	}
	p.keepReason(toks)
	p.subjects(c, mark)
	p.levied = p.levied || has(toks, levy)
	if p.local(c) {
		p.otherTime = before
	}
}

// follow keeps what the word at i says of the figures after it: whose they are,
// of when, and whether they are facts.
func (p *parser) follow(toks []token, i int, subject bool) {
	switch t := &toks[i]; t.class {
	case year, thisYear, lastYear, partYear:
		p.time(toks, i)
	case since:
		p.otherTime = p.otherTime || i > 0 && toks[i-1].class == year
	case own:
		if i == 0 || toks[i-1].class != represent { // 代表区政府
			p.elsewhere, p.scope = false, ""
		}
	case ground:
		p.elsewhere = !p.ctx.Government
	case elsewhere:
		p.elsewhere = p.elsewhere || subject
	case represent:
		if subject {
			p.elsewhere = true
			p.scope = string(p.s.runes[t.from:t.to])
		}
	case double:
		p.doubted = true
	case shall:
		p.doubted = p.doubted || !p.remainder(toks, i)
	case plan:
		p.planned = true
	case among, contain, divided:
		p.inParts = true
		if t.class == divided {
			p.queue = respective(toks[:i])
		}
	}
}

// keepReason remembers the result that a clause gives as a reason, for the one
// after it: 因补正后申请内容仍不明确，无法提供1件.
func (p *parser) keepReason(toks []token) {
	p.why, p.because = "", false
	if i := index(toks, result); i >= 0 && !has(toks, figure) && !groups[toks[i].role] {
		p.why, p.because = toks[i].role, has(toks, reason)
	}
}

// local reports whether a time named in the clause holds for it alone: that of
// a comparison, or of what is carried over.
func (p *parser) local(c *clause) bool {
	return has(c.toks, compare, carry, plus, reach) || c.depth > 0
}

// remainder reports whether 将 speaks of what is left: 剩余2件将于次年1月办结.
func (p *parser) remainder(toks []token, i int) bool {
	return has(toks[:i], rest) && has(toks[:i], figure)
}

// time follows the times that a clause names. A year beside 结转 says where
// from or where to.
func (p *parser) time(toks []token, i int) {
	t := &toks[i]
	if besideCarry(toks, i) {
		return
	}
	if i > 1 && toks[i-1].class == until && toks[i-2].class == year && p.otherTime {
		return // 2019年至2021年
	}
	switch t.class {
	case thisYear:
		p.otherTime = false
	case lastYear:
		p.otherTime = true
	case partYear:
		p.otherTime = true
	case year:
		other := t.year != 0 && t.year != p.ctx.Year
		if !other && t.month != 0 && !(t.month == 12 && t.day == 31) {
			other = true
		}
		if t.year > p.ctx.Year && p.ctx.Year != 0 && has(toks[:i], figure) {
			return // when the rest will be answered
		}
		p.otherTime = other
	}
}

// besideCarry reports whether a time stands next to 结转: 2020年度结转的,
// 结转至2022年.
func besideCarry(toks []token, i int) bool {
	for j := i + 1; j < len(toks) && j <= i+2; j++ {
		if toks[j].class == carry {
			return true
		}
		if toks[j].class != fill && toks[j].class != negative {
			break
		}
	}
	for j := i - 1; j >= 0 && j >= i-2; j-- {
		if toks[j].class == carry {
			return true
		}
		if toks[j].class != until && toks[j].class != fill {
			break
		}
	}
	return false
}

// ownFigure reports whether figures here are the agency's own of this year.
func (p *parser) ownFigure() bool { return !p.otherTime && !p.elsewhere && !p.planned && !p.doubted }

// body reports whether a stretch of unknown characters ends like the name of a
// public body.
func (p *parser) body(t *token) bool {
	text := p.s.runes[t.from:t.to]
	for _, b := range p.g.bodies {
		if hasSuffix(text, b) {
			return true
		}
	}
	return false
}

// subjects sets the topic by what the clause names, for the clauses after it.
func (p *parser) subjects(c *clause, mark class) {
	toks := c.toks
	p.heading, p.disputeHead = false, false
	switch {
	case has(toks, review, suit, dispute, conflict, route):
		p.topic = topicDispute
		p.disputeHead = only(toks, contest) && mark == colon
		if p.disputeHead {
			p.disputes = [2]bool{}
			p.named(toks)
		}
	case has(toks, normative, regulation):
		p.topic = topicDocument
		if has(toks, normative) != has(toks, regulation) && !has(toks, figure) {
			if p.document = Normative; has(toks, regulation) {
				p.document = Regulations
			}
		}
	case has(toks, licence, penalty, coercion):
		p.topic = topicDecision
	case p.topic == topicForeign && !has(toks, apply, intake) && !has(toks, receive, accept, submit, due, answer, process, amount, negative) && has(toks, figure):
		// 主动公开210件、依申请公开85件 sorts documents.
	case has(toks, apply, dep, intake) && !p.otherNoun(toks):
		if p.topic != topicApply {
			p.last = Received
		}
		p.topic = topicApply
		p.heading = only(toks, noun) && (mark == colon || mark == stop)
		p.quantity = has(toks, amount, intake)
	case p.foreignSubject(toks):
		p.topic = topicForeign
	}
}

// otherNoun reports whether what the clause calls an application is another
// thing: an unknown word stands right before a bare 申请.
func (p *parser) otherNoun(toks []token) bool {
	for i := range toks {
		switch toks[i].class {
		case dep, intake:
			return false
		case apply:
			j := i - 1
			for j >= 0 && of(open, info)[toks[j].class] {
				j--
			}
			if j < i-1 {
				return false // 政府信息公开申请
			}
			if j >= 0 && of(gap, foreign, limit, item)[toks[j].class] {
				return true
			}
			return i+1 < len(toks) && toks[i+1].class == gap && !has(toks[:i], receive, accept)
		}
	}
	return true
}

// foreignSubject reports whether a clause without any subject of ours counts
// something or deals with something: then that is what is spoken of.
func (p *parser) foreignSubject(toks []token) bool {
	if p.inParts || !has(toks, gap, foreign, channel, info) {
		return false
	}
	if p.topic == topicDocument && brief(toks) {
		return false
	}
	for i := range toks {
		if t := &toks[i]; t.class == figure && t.kind == kindCase {
			return has(toks, foreign) || !has(toks, result, carry, pending, applicant, all, rate, person)
		}
	}
	for i := range toks {
		switch toks[i].class {
		case all, answer, rate, receive, accept:
			return has(toks[:i], gap, foreign)
		}
	}
	return false
}

// respective lists what 分别为 gives the figures of, in their order; nil for
// fewer than two.
func respective(toks []token) []token {
	var named []token
	for _, t := range toks {
		if of(applicant, result, outcome, review, suit, route, licence, penalty, coercion, normative, regulation)[t.class] {
			named = append(named, t)
		}
	}
	if len(named) < 2 {
		return nil
	}
	return named
}

// brief reports whether all that a clause does not know is one short word, such
// as a verb for what else was done: 修改2件.
func brief(toks []token) bool {
	n := 0
	for i := range toks {
		if toks[i].class == gap {
			n += toks[i].to - toks[i].from
		}
	}
	return n <= 2 && !has(toks, foreign, channel, info)
}
