package claims

// documentFigure reads a figure about 规章 or 规范性文件: 制发规范性文件6件，废止2件.
func (p *parser) documentFigure(pre, post []token, t *token) {
	p.topic = topicDocument
	if has(pre, inForce) {
		pre = without(pre, of(partYear)) // 目前现行有效
	}
	if has(pre, normative) != has(pre, regulation) {
		p.document = Normative
		if has(pre, regulation) {
			p.document = Regulations
		}
	}
	if !only(pre, link.with(issue, repeal, inForce, normative, regulation, own, ground, dun, rest, trade, elsewhere, receive)) {
		p.action = "" // 修改规章2件、规范性文件17件
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
		if a := actionOf(pre[i].class); a != "" && !(a == Issued && p.governed && i+1 < len(pre) && p.says(&pre[i+1], "的")) {
			p.action = a
			p.governed = a == InForce // 现行有效的规章30件、印发的规范性文件87件
		} else if p.says(&pre[i], "新增") {
			p.action = Issued
		}
	}
	if has(pre, receive) && p.action != Issued {
		return
	}
	if i := index(pre, normative, regulation); i > 0 && p.says(&pre[i-1], "现有") {
		p.action = InForce
	}
	if n := len(p.claims); p.depth > 0 && n > p.first && p.claims[n-1].What == p.document {
		return // 废止和失效共14件（其中废止5件，…）
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
	if has(pre, applicant) {
		return // 对12家企业作出行政处罚19件
	}
	if k := index(pre, decide); k > 0 && p.adverbial(pre[:k]) && !has(pre[:k], licence, penalty, coercion) {
		pre = pre[k:]
	}
	if t.measure == "条" || t.measure == "个" || p.depth > 0 && !p.deciding && !has(pre, decide) {
		return // 公示行政处罚398条; 行政复议38件（行政处罚类9件）
	}
	if p.applied && p.topic == topicDecision && !has(pre, decide, process) && p.says(&pre[len(pre)-1], "的") {
		return // 涉及环评审批的58件、行政处罚的33件
	}
	if !only(pre, link.with(decide, process, answer, licence, penalty, coercion, own, ground, item, trade, sue)) || has(pre, item) && !has(pre, decide) || p.parts() && !p.deciding && !has(pre, decide) {
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
