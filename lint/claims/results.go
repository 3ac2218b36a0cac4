package claims

import "slices"

// groups are the results that stand for several rows of table 3.
var groups = map[string]bool{"refused": true, "unavailable": true, "unprocessed": true, "other": true}

// resulted reads 予以公开22件, 11件予以公开, 4件因故无法提供.
func (p *parser) resulted(c *clause, pre, post []token, t *token) bool {
	if p.end == dun && has(post, result) && (has(post, reason) || p.next == result || p.next == gap && has(pre, rest)) {
		return true // 5件因不掌握、需另行制作等原因无法提供; 其余4件作不予公开、其他处理
	}
	toks := pre
	if p.consulted || p.subset && p.parts() || p.afterCarry() || (has(c.toks, review, suit) || p.topic == topicDispute) && !has(c.toks, heads...) || (p.topic == topicDocument || p.topic == topicDecision) && !has(pre, heads...) || p.dissatisfied(pre) || p.dissatisfied(post) {
		if has(pre, result) || has(post, result) {
			return true
		}
	}
	switch {
	case p.ranked && !p.consulted && p.topic == topicApply && len(post) == 0 && !(p.end == opening && p.next == contain) && p.published(pre): // not 公开56件（含部分公开12件）
		p.claim(Claim{What: Result, Figure: figureOf(t), Role: "granted"})
		return true
	case len(post) > 1 && post[0].class == answer && of(apply, dep)[post[1].class]:
		return false // 16件办结申请由予以公开9件、…组成
	case p.because && p.why != "" && has(post, dropped) && only(post, noun.with(dropped)):
		p.claim(Claim{What: Result, Figure: figureOf(t), Role: p.why}) // 因逾期不补正，对3件申请不再处理
		return true
	case has(pre, dropped) && !has(pre, result):
		if p.why != "" && only(pre, noun.with(dropped, rest)) {
			p.claim(Claim{What: Result, Figure: figureOf(t), Role: p.why})
		}
		return true
	case has(pre, result):
		if k := index(pre, result); k+1 < len(pre) && p.says(&pre[k+1], "中") {
			return true // “无法提供”中有1件
		}
		pre = without(pre, of(dropped))
		known := noun.with(result, answer, process, decide, reason, rest, negative, from, divided)
		if has(pre, person) && p.says(&pre[0], "对") {
			known = known.with(gap) // 对同一申请人大量反复申请
		}
		if has(pre, reason) && (only(pre[index(pre, result):], known) || has(pre[index(pre, result):], inform)) {
			known = known.with(gap) // why, in whatever words
		}
		if !only(pre, known) {
			return true
		}
	case has(post, result):
		if !only(pre, noun.with(rest, accept, receive, answer)) {
			return true
		}
		if k := index(post, result); k+1 < len(post) && p.says(&post[k+1], "中") {
			return true // 5件“无法提供”中有1件
		}
		last := len(post) - 1
		for last >= 0 && of(fill, situation, answer, apply, process, dropped)[post[last].class] {
			last--
		}
		if post[last].class != result || !has(post, reason) && !only(post, noun.with(result, answer, process, dropped)) {
			return true
		}
		toks = post
	default:
		return false
	}
	role := ""
	for i := range toks {
		if toks[i].class != result {
			continue
		}
		if role != "" && role != toks[i].role && groups[role] == groups[toks[i].role] || i > 0 && role == "" && of(and, dun)[toks[i-1].class] && has(toks[:i], open, all, gap, negative) {
			return true // 予以公开和部分公开共20件: one figure for two
		}
		switch {
		case role == "":
			role = toks[i].role
		case has(toks, others) && groups[toks[i].role]: // 因不掌握等原因无法提供
			role = toks[i].role
		case groups[role] || !groups[toks[i].role]:
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

// afterCarry reports whether the results are those of what was carried in: 从2023年
// 结转的2件，1件予以公开.
func (p *parser) afterCarry() bool {
	for i := len(p.claims) - 1; i >= p.first; i-- {
		switch p.claims[i].What {
		case Result:
		case CarriedIn:
			return i == p.first
		default:
			return false
		}
	}
	return false
}

// dissatisfied reports whether words speak of who is not content with a result.
func (p *parser) dissatisfied(toks []token) bool {
	return slices.ContainsFunc(toks, func(t token) bool { return p.says(&t, "不服") || p.says(&t, "不满") })
}

// published reports whether all that is said is 公开: 公开17件，部分公开5件.
func (p *parser) published(pre []token) bool {
	return len(pre) > 0 && p.says(&pre[len(pre)-1], "公开") && only(pre, link.with(open)) &&
		(len(pre) < 2 || !p.says(&pre[len(pre)-2], "已")) && !has(pre, title)
}

// legal are the columns of the form's legal persons that have a name.
var legal = map[string]bool{"business": true, "research": true, "welfare": true, "law_firm": true}

// plain reports whether a figure is of a result or of what is left, in a sentence
// that has spoken of applications and since then only of what is not known.
func (p *parser) plain(pre, post []token) bool {
	return p.vague && (has(pre, result, pending, carry) || has(post, result, pending, carry))
}

// peculiar reports whether words name a result that only applications have.
func peculiar(toks []token) bool {
	i := index(toks, result)
	return i >= 0 && slices.Contains([]string{"uncorrected", "fee_unpaid", "unclear", "not_held"}, toks[i].role)
}

// remainder reads 其他3件 as the last part of the legal persons or of the results
// that the form has no other row for.
func (p *parser) remainder(t *token) bool {
	if len(p.claims) <= p.first {
		return false
	}
	last := p.claims[len(p.claims)-1]
	last.Figure = figureOf(t)
	switch {
	case last.What == Received && legal[last.Applicant] && p.legalKinds() > 1:
		last.Applicant = "other_legal"
	case p.parts() && last.What == Result && (last.Role == "uncorrected" || last.Role == "fee_unpaid"):
		last.Role = "other_rest"
	default:
		return false
	}
	p.claim(last)
	return true
}

// legalKinds is how many kinds of legal persons the sentence has named; after one
// alone 其他组织 are all others.
func (p *parser) legalKinds() int {
	kinds := map[string]bool{}
	for _, c := range p.claims[p.first:] {
		kinds[c.Applicant] = kinds[c.Applicant] || c.What == Received && legal[c.Applicant]
	}
	n := 0
	for _, is := range kinds {
		if is {
			n++
		}
	}
	return n
}

// specify reads the row in brackets after the figure of its group: 不予公开1件
// （属于内部事务信息）.
func (p *parser) specify(c *clause) {
	if c.depth == 0 || c.before != opening || len(p.claims) == 0 || has(c.toks, figure) {
		return
	}
	last := &p.claims[len(p.claims)-1]
	i := index(c.toks, result)
	if i >= 0 && last.What == Result && groups[last.Role] && !groups[c.toks[i].role] && c.toks[0].from == last.To+1 && only(c.toks, noun.with(result, reason)) {
		last.Role = c.toks[i].role
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
