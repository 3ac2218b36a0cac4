package claims

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"
)

// contest is what may stand before a figure of reviews or suits.
var contest = link.with(sue, reason, subject, review, suit, dispute, conflict, route, outcome, open, info, item, all, own, ground, anyone, applicant, receive, submit, apply, dep, from, negative, person)

// roleOfCourt reports whether words say themselves whose outcome they are.
func roleOfCourt(toks []token) bool {
	i := index(toks, outcome)
	return i >= 0 && strings.Contains(toks[i].role, "@")
}

// dispute reads a figure about reviews and suits: 被申请行政复议3件, 维持2件.
func (p *parser) dispute(pre, post []token, t *token) {
	p.topic = topicDispute
	if i := index(pre, limit); i >= 0 && strings.Contains(string(p.s.runes[pre[i].from:pre[i].to]), "审结") {
		p.concluded = t
		if !has(pre, route) {
			p.route = "" // 其中复议后起诉15件，已审结的37件中维持28件
		}
	}
	if has(pre, carry) {
		p.hears = true // 上年结转的复议案件2件全部审结，均维持
	}
	if has(pre, applicant) && has(pre, review, suit) || p.byParty {
		p.byParty = true
		return // 自然人提起行政复议9件，企业提起1件
	}
	if p.ctx.Government && !t.value.IsZero() && has(pre, review) && has(pre, receive, accept) && !has(pre, open, dep, reason, sue) {
		p.hears = true // a government hears reviews
	}
	if p.hears && has(pre, open, dep) && has(pre, review, suit) && has(pre, sue) {
		p.hears = false // 本局作为被申请人的政府信息公开行政复议
	}
	if p.ctx.Government && has(pre, own) && !has(pre, ground) && has(pre, sue) && has(pre, from, fill) && p.respondent(pre) {
		p.otherCases = true // 区政府作为被申请人的4件 are a part
		return
	}
	if p.concluded != nil && p.concluded != t && (p.depth > 0 || p.parts() && has(pre, review, suit) && !has(pre, outcome) && !has(post, outcome)) {
		return // 已审结的3起（复议2件、诉讼1件）
	}
	if n := len(pre); n > 1 && p.says(&pre[n-2], "中") && p.says(&pre[n-1], "有") {
		return // 复议案件中有1件
	}
	if p.mixed && !has(pre, open, dep) && !p.inParts {
		p.disputes = [2]bool{}
		p.named(pre) // of which a part is over disclosure
		return
	}
	if p.hears || p.strange(pre) {
		return
	}
	if i := index(pre, outcome); i >= 0 {
		if !only(pre, contest) && !(roleOfCourt(pre) && has(pre, open, dep)) {
			return
		}
		p.named(pre)
		switch k := index(pre, review, suit, dispute); {
		case has(pre, review, dispute) && has(pre, suit, dispute), k < 0 && p.disputes[0] == p.disputes[1] && p.route == "":
			p.under = pre[i].role // 复议、诉讼纠错共27件，其中复议18件
			p.inParts = p.inParts || p.ofThese(post)
		case k > i:
			p.under = pre[i].role // 被纠正的复议案件2件、诉讼案件1件
		case k >= 0:
			p.under = ""
		}
		if !has(pre, together) || !p.outcomeSum(pre[i].role, t) {
			p.outcome(pre[i].role, t)
		}
		return
	}
	if k := index(post, outcome); k >= 0 && k+2 < len(post) && post[k+1].class == item && p.says(&post[k+2], "中") {
		return // 7件被纠正案件中
	}
	if i := index(post, outcome); i > 0 && has(post[:i], negative) {
		return // 1件诉讼均未被纠正
	}
	if i := index(post, outcome); i >= 0 && (only(post, contest) || roleOfCourt(post) && only(post, contest.with(answer))) && !(has(post, all) && has(pre, review, suit, dispute, route)) && !(p.more && i == len(post)-1 && (i > 0 || has(pre, review, suit, route))) {
		p.named(pre)
		p.named(post)
		if only(pre, contest.with(limit, rest)) {
			if has(pre, route) {
				p.claim(Claim{What: Suits, Figure: figureOf(t), Route: p.route, Unsure: !has(post, all)})
			}
			if has(post, all) && !has(pre, route) {
				p.route = "" // 未经复议1件、复议后2件，三件均尚未审结
			}
			if !has(pre, together) || !p.outcomeSum(post[i].role, t) {
				p.outcome(post[i].role, t)
			}
		}
		return
	}
	if has(pre, sue) || t.value.IsZero() {
		pre = without(pre, of(accept)) // 受理由此提起的行政复议申请0件
	}
	if !only(pre, contest.with(rest)) && !(has(pre, reason) && only(pre, contest.with(answer, process))) && !(has(pre, open) && only(pre, contest.with(process))) || has(pre, rest) && !has(post, route) || has(post, channel) {
		if has(pre, review, suit, dispute) {
			p.disputes = [2]bool{}
			p.named(pre) // the outcomes after it are theirs
		}
		return
	}
	subject := pre
	if n := len(pre); n > 0 && of(and, dun)[pre[n-1].class] && len(post) > 0 && of(review, suit)[post[0].class] {
		pre = nil // 218件复议案件和149件诉讼案件: the second stands before its noun
	}
	if !has(pre, review, suit, dispute, conflict, route) {
		if has(post, route) && only(pre, link.with(rest)) && only(post, contest) {
			p.named(post)
			p.claim(Claim{What: Suits, Figure: figureOf(t), Route: p.route})
			return // 其中3件为直接起诉，1件为复议后起诉
		}
		if !only(post, contest) || !has(pre, sue, fill, together, rest) || has(pre, sue) && !only(pre, contest) || has(pre, rest) && !has(post, route) {
			return
		}
		if i := index(pre, fill, together); !has(pre, sue, together, rest) && (i < 0 || len(pre) < 2 || has(pre, among)) {
			return
		}
		subject = post
	}
	if p.under != "" && (p.parts() || p.mark == dun) {
		p.disputes, p.settled = [2]bool{}, false
		p.named(subject)
		p.outcome(p.under, t)
		return
	}
	p.named(subject)
	reviews, suits := has(subject, review), has(subject, suit, route)
	f := figureOf(t)
	switch {
	case reviews && suits && p.says(&subject[len(subject)-1], "各"):
		p.claim(Claim{What: Reviews, Figure: f})
		p.claim(Claim{What: Suits, Figure: f})
	case has(subject, dispute) && t.value.IsZero():
		p.claim(Claim{What: Reviews, Figure: f})
		p.claim(Claim{What: Suits, Figure: f})
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

// casesSum reads 维持4件，其他结果1件，总计5件 as the figure of the cases, 复议43件、
// 诉讼19件，合计62件 as that of both.
func (p *parser) casesSum(t *token) bool {
	if n := len(p.claims); n >= p.first+2 && p.disputes[0] && p.disputes[1] {
		reviews, suits := &p.claims[n-2], &p.claims[n-1]
		if reviews.What == Reviews && suits.What == Suits && reviews.Outcome+suits.Outcome+suits.Route == "" && reviews.Value.Add(suits.Value).Equal(t.value) {
			p.claim(Claim{What: Disputes, Figure: figureOf(t)})
			return true
		}
	}
	if p.disputes[0] == p.disputes[1] {
		return false
	}
	sum := decimal.Zero
	for i := len(p.claims) - 1; i >= p.first && p.claims[i].Outcome != ""; i-- {
		if sum = sum.Add(p.claims[i].Value); sum.Equal(t.value) {
			c := Claim{What: Reviews, Figure: figureOf(t)}
			if p.disputes[1] {
				c.What, c.Route = Suits, p.route
			}
			p.claim(c)
			return true
		}
	}
	return false
}

// outcomeSum reads 行政复议纠正2件，行政诉讼纠正1件，共纠正3件 as the sum of what was said.
func (p *parser) outcomeSum(role string, t *token) bool {
	const most = 12
	sum := decimal.Zero
	for i := len(p.claims) - 1; i >= max(len(p.claims)-most, 0); i-- {
		if p.claims[i].Outcome != role {
			continue
		}
		if sum = sum.Add(p.claims[i].Value); sum.Equal(t.value) {
			return true
		}
	}
	return false
}

// ofThese reports whether a figure before these words is what those after it are of: 维持的
// 10件中，行政复议5件.
func (p *parser) ofThese(post []token) bool {
	return len(post) == 1 && p.says(&post[0], "中") && p.end == comma
}

// respondent reports whether words say who the case is against.
func (p *parser) respondent(toks []token) bool {
	return slices.ContainsFunc(toks, func(t token) bool {
		return t.class == sue && strings.ContainsAny(string(p.s.runes[t.from:t.to]), "被") && strings.ContainsAny(string(p.s.runes[t.from:t.to]), "人告")
	})
}

// strange reports whether the cases are over other matters: words that the
// grammar does not know say so here, or said so before and nothing has named
// disclosure since.
func (p *parser) strange(pre []token) bool {
	switch k := index(pre, review, suit, dispute, conflict); {
	case k >= 0 && !p.inParts && !has(pre, reason) && has(pre[:k], gap, limit, foreign, trade),
		k >= 0 && has(pre, reason) && !has(pre[:k], open, info, dep, apply, answer) && has(pre[:k], gap, foreign, trade, licence, penalty, coercion, levy):
		p.otherCases = true
	case has(pre, open, dep):
		p.otherCases = false
	}
	return p.otherCases
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
		p.route, p.routed = toks[i].role, true
		if p.ways++; p.settled {
			p.ways = 1 // outcomes came between
		}
		p.disputes = [2]bool{}
	}
	if has(toks, outcome) {
		p.disputes = [2]bool{}
	}
	p.spoken = [2]bool{}
	p.disputes[0] = p.disputes[0] || has(toks, review, dispute, conflict)
	p.disputes[1] = p.disputes[1] || has(toks, suit, dispute, conflict, route)
}

// outcome adds a figure of one outcome, where it is clear whose.
func (p *parser) outcome(role string, t *token) {
	if role == "unnamed" {
		p.sibling(t) // 驳回起诉1件，维持4件: offices book the former as the latter or as 其他
		return
	}
	role, whose, said := strings.Cut(role, "@")
	c := Claim{What: Reviews, Figure: figureOf(t), Outcome: role}
	switch {
	case said:
		c.What = What(whose)
	case p.disputes == [2]bool{} && p.spoken[0] != p.spoken[1]:
		// 行政诉讼18件。从审理结果看，维持13件: of the one kind named before.
		if c.Unsure = true; p.spoken[1] {
			c.What = Suits
		}
	case p.disputes[0] == p.disputes[1]:
		return
	case p.disputes[1]:
		if c.What = Suits; p.ways < 2 || p.depth > 0 || p.routed {
			c.Route = p.route
		}
		c.Unsure = p.ways > 0 && !p.routed && p.depth == 0
	}
	p.settled = true
	p.claim(c)
}

// upheld reads 均获维持 and 无一被纠正.
func (p *parser) upheld(toks []token) {
	if p.hears {
		return
	}
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
	if p.route != "" && p.ways < 2 && !has(toks, review, suit) {
		return // of one way to court only
	}
	if k < 0 {
		return
	}
	i := index(toks[k:], outcome)
	if i < 0 || has(toks[:k+i], limit, dueOnly, except, rest, gap) || toks[k+i].role != "upheld" || !only(toks[k:k+i], contest) || !only(toks[:k], contest.with(figure)) {
		return
	}
	if n := index(toks[:k], figure); n >= 0 && !has(toks[:n], review, suit, dispute) {
		return
	}
	if has(toks[:k], review, suit, dispute) {
		p.named(toks[:k])
	}
	if t := p.concluded; t != nil && p.disputes[0] != p.disputes[1] {
		p.outcome("upheld", t) // 已审结3件，均获维持
		return
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
	if role == "unnamed" {
		return
	}
	f := Figure{From: t.from, To: t.to}
	if p.disputes[0] {
		p.claim(Claim{What: Reviews, Figure: f, Outcome: role, Denied: true})
	}
	if p.disputes[1] {
		p.claim(Claim{What: Suits, Figure: f, Outcome: role, Denied: true})
	}
}
