package claims

// money reads an amount: the 行政事业性收费 or the 信息处理费.
func (p *parser) money(c *clause, pre []token, t *token) {
	switch {
	case p.fee && p.paid < 0 && p.ownFigure() && (has(pre, divided) || len(p.charged) > 0 && !has(pre, together)):
		p.charged = append(p.charged, figureOf(t)) // 分别为1200元和600元，共计1800元
	case p.fee && p.paid < 0 && len(p.charged) > 0 && p.ownFigure() && only(pre, link):
		p.claim(Claim{What: Fee, Figure: figureOf(t), Parts: p.charged})
		p.charged = nil
	case has(pre, levy), p.levied && !p.fee && (has(pre, charge, amount) || c.before == closing && only(pre, link)):
		if k := index(pre, levy); k > 0 && p.adverbial(pre[:k]) {
			pre = pre[k:]
		}
		if p.ownFigure() && only(pre, link.with(levy, charge, own, ground, receive)) {
			p.claim(Claim{What: Charges, Figure: figureOf(t)})
		}
	case p.fee && p.paid >= 0 && (p.parts() || p.paid == len(p.claims)-1 && (c.before == colon || len(p.claims[p.paid].Parts) > 0)):
		if !has(pre, limit, negative, compare, up, down, share) {
			p.claims[p.paid].Parts = append(p.claims[p.paid].Parts, figureOf(t))
		}
	case p.fee && p.ownFigure() && !p.parts() && (has(pre, fee, charge) || !p.noticed && (c.before == colon || c.before == comma)):
		if only(pre, link.with(fee, charge, own, ground, anyFee, dep, apply, open, info, person, anyone, applicant)) {
			p.claim(Claim{What: Fee, Figure: figureOf(t)})
			p.paid = len(p.claims) - 1
		}
	}
}
