package claims

// documentFigure reads a figure about 规章 or 规范性文件: 制发规范性文件6件，废止2件.
func (p *parser) documentFigure(pre, post []token, t *token) {
	p.topic = topicDocument
	if !only(pre, link.with(issue, repeal, inForce, normative, regulation, own, ground, dun, rest)) {
		return
	}
	subject := pre
	if !has(pre, normative, regulation) && has(post, normative, regulation) {
		subject = post
		if !only(leading(post, link.with(normative, regulation)), link.with(normative, regulation)) || !has(pre, issue, repeal, inForce) {
			return
		}
	}
	switch {
	case has(subject, normative) && has(subject, regulation):
		p.document = ""
		return
	case has(subject, normative):
		p.document = Normative
	case has(subject, regulation):
		p.document = Regulations
	}
	for i := range pre {
		if a := actionOf(pre[i].class); a != "" {
			p.action = a
		}
	}
	if p.document != "" && p.action != "" {
		p.claim(Claim{What: p.document, Figure: figureOf(t), Action: p.action})
	}
}

func actionOf(c class) string {
	switch c {
	case issue:
		return Issued
	case repeal:
		return Repealed
	case inForce:
		return InForce
	}
	return ""
}

var decisions = []struct {
	class class
	what  What
}{{licence, Licences}, {penalty, Penalties}, {coercion, Coercions}}

// decisionFigure reads a figure about decisions: 作出行政许可决定1,253件.
func (p *parser) decisionFigure(pre []token, t *token) {
	p.topic = topicDecision
	if !only(pre, link.with(decide, process, answer, licence, penalty, coercion, own, ground, item)) || has(pre, among) || has(pre, item) && !has(pre, decide) {
		return
	}
	what := What("")
	for _, d := range decisions {
		if has(pre, d.class) {
			if what != "" {
				return // one figure for several kinds
			}
			what = d.what
		}
	}
	p.claim(Claim{What: what, Figure: figureOf(t)})
}

// money reads an amount: the 行政事业性收费 or the 信息处理费.
func (p *parser) money(c *clause, pre []token, t *token) {
	switch {
	case has(pre, levy), p.levied && !p.fee && (has(pre, charge) || len(pre) == 0 && c.before == closing):
		if p.ownFigure() && only(pre, link.with(levy, charge, own, ground)) {
			p.claim(Claim{What: Charges, Figure: figureOf(t)})
		}
	case p.fee && p.paid >= 0 && p.parts():
		if !has(pre, limit, negative, compare, up, down, share) {
			p.claims[p.paid].Parts = append(p.claims[p.paid].Parts, figureOf(t))
		}
	case p.fee && p.ownFigure() && (has(pre, fee, charge) || c.before == colon || c.before == comma):
		if only(pre, link.with(fee, charge, own, ground, anyFee, dep, apply, open, info, person, anyone, applicant)) {
			p.claim(Claim{What: Fee, Figure: figureOf(t)})
			p.paid = len(p.claims) - 1
		}
	}
}
