package claims

import "strings"

// contest is what may stand before a figure of reviews or suits.
var contest = link.with(sue, reason, subject, review, suit, dispute, conflict, route, outcome, open, info, item, all, own, ground, anyone, applicant, receive, submit, apply, from, negative, person)

// roleOfCourt reports whether words say themselves whose outcome they are.
func roleOfCourt(toks []token) bool {
	i := index(toks, outcome)
	return i >= 0 && strings.Contains(toks[i].role, "@")
}

// dispute reads a figure about reviews and suits: 被申请行政复议3件, 维持2件.
func (p *parser) dispute(pre, post []token, t *token) {
	p.topic = topicDispute
	if i := index(pre, outcome); i >= 0 {
		if !only(pre, contest) && !(roleOfCourt(pre) && has(pre, open, dep)) {
			return
		}
		p.named(pre)
		p.outcome(pre[i].role, t)
		return
	}
	if i := index(post, outcome); i >= 0 && only(post, contest) && !(has(post, all) && has(pre, review, suit, dispute, route)) {
		p.named(pre)
		if only(pre, contest.with(limit, rest)) {
			if r := index(pre, route); r >= 0 {
				p.claim(Claim{What: Suits, Figure: figureOf(t), Route: p.route})
			}
			p.outcome(post[i].role, t)
		}
		return
	}
	if !only(pre, contest) && !(has(pre, reason) && only(pre, contest.with(answer))) || has(post, channel) {
		return
	}
	subject := pre
	if !has(pre, review, suit, dispute, conflict, route) {
		if !only(post, contest) || !has(pre, sue, fill, together) || has(pre, sue) && !only(pre, contest) {
			return
		}
		if i := index(pre, fill, together); !has(pre, sue, together) && (i < 0 || len(pre) < 2 || has(pre, among)) {
			return
		}
		subject = post
	}
	p.named(subject)
	reviews, suits := has(subject, review), has(subject, suit, route)
	f := figureOf(t)
	switch {
	case has(subject, dispute, conflict) || reviews && suits && !t.value.IsZero():
		p.claim(Claim{What: Disputes, Figure: f})
	case reviews && suits:
		p.claim(Claim{What: Reviews, Figure: f})
		p.claim(Claim{What: Suits, Figure: f})
	case reviews:
		p.claim(Claim{What: Reviews, Figure: f})
	default:
		p.claim(Claim{What: Suits, Figure: f, Route: p.route})
	}
}

// named keeps which cases are spoken of. After outcomes a new name begins anew.
func (p *parser) named(toks []token) {
	if !has(toks, review, suit, dispute, conflict, route) {
		return
	}
	if p.settled {
		p.disputes = [2]bool{}
		p.settled = false
	}
	p.route = ""
	if i := index(toks, route); i >= 0 {
		p.route = toks[i].role
		p.disputes = [2]bool{}
	}
	if has(toks, outcome) {
		p.disputes = [2]bool{}
	}
	p.disputes[0] = p.disputes[0] || has(toks, review, dispute, conflict)
	p.disputes[1] = p.disputes[1] || has(toks, suit, dispute, conflict, route)
}

// outcome adds a figure of one outcome, where it is clear whose.
func (p *parser) outcome(role string, t *token) {
	role, whose, said := strings.Cut(role, "@")
	c := Claim{What: Reviews, Figure: figureOf(t), Outcome: role}
	switch {
	case said:
		c.What = What(whose)
	case p.disputes[0] == p.disputes[1]:
		return
	case p.disputes[1]:
		c.What, c.Route = Suits, p.route
	}
	p.settled = true
	p.claim(c)
}

// upheld reads 均获维持 and 无一被纠正.
func (p *parser) upheld(toks []token) {
	if k := index(toks, noneOf); k >= 0 {
		if !has(toks[k:], outcome) {
			p.noneCases(toks[k+1:], &toks[k]) // 无一例复议
		}
		for i := k + 1; i < len(toks); i++ {
			if toks[i].class == outcome {
				p.noneWith(toks[i].role, &toks[k])
			}
		}
		return
	}
	k := index(toks, all)
	if k < 0 || has(toks, limit, dueOnly, except, rest, gap) {
		return
	}
	i := index(toks[k:], outcome)
	if i < 0 || toks[k+i].role != "upheld" || !only(toks[k:k+i], contest) || !only(toks[:k], contest.with(figure)) {
		return
	}
	if n := index(toks[:k], figure); n >= 0 && !has(toks[:n], review, suit, dispute) {
		return
	}
	if has(toks[:k], review, suit, dispute) {
		p.named(toks[:k])
	}
	c := Claim{What: AllUpheld, Figure: Figure{From: toks[k].from, To: toks[k+i].to}}
	switch {
	case p.disputes[0] && p.disputes[1]:
		c.Of = OfBoth
	case p.disputes[0]:
		c.Of = OfReviews
	case p.disputes[1]:
		c.Of = OfSuits
	default:
		return
	}
	p.settled = true
	p.claim(c)
}

func (p *parser) noneWith(role string, t *token) {
	f := Figure{From: t.from, To: t.to}
	if p.disputes[0] {
		p.claim(Claim{What: Reviews, Figure: f, Outcome: role, Denied: true})
	}
	if p.disputes[1] {
		p.claim(Claim{What: Suits, Figure: f, Outcome: role, Denied: true})
	}
}
