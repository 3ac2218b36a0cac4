package claims

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"
)

// application reads a figure about applications.
func (p *parser) application(c *clause, pre, post []token, t *token) {
	if p.ofOthersAsked(c, pre, post, t) || p.narrower(c, pre, post) {
		return
	}
	if p.because && has(pre, person) && has(pre, inform) {
		// 因属于行政查询事项，告知申请人查询16件
		p.claim(Claim{What: Result, Figure: figureOf(t), Role: p.why})
		return
	}
	if k := index(pre, plus); k >= 0 && !has(pre, carry) && only(pre[k:], link.with(plus)) {
		p.plus = true // 连同该3件在内
		return
	}
	if remaining(pre) && len(post) == 0 && only(pre, link.with(limit, item, submit, apply)) && p.remainder(t) {
		return
	}
	if k := index(pre, receive, accept); k > 0 && has(pre[:k], channel) && has(pre[:k], dun, and, others) && !has(pre[k:], channel) {
		pre = without(pre, of(channel, others)) // 通过平台、信函等渠道收到
	}
	if k := index(pre, subject); k >= 0 && k+1 < len(pre) && pre[k+1].class == result {
		pre = without(pre, of(subject)) // 涉及属于过程性信息4件
	}
	if has(pre, limit, channel, foreign, elsewhere, subject, dueOnly, title) && !has(pre, receive, accept) || has(pre, channel, foreign, limit, subject) {
		return
	}
	if p.topic == topicForeign && !peculiar(post) && !p.plain(pre, post) && !has(pre, apply, dep, intake) && !has(post, apply, dep) && !(has(pre, carry) && p.applied) {
		return
	}
	if p.parts() && has(pre, own) && p.ctx.Government && !p.abroad {
		return // 共收到298件。其中，区政府收到61件
	}
	if has(pre, among) && has(pre, own) && !p.abroad {
		return // 其中区政府收到17件: the agency's share of a larger figure
	}
	for _, read := range []func(*clause, []token, []token, *token) bool{p.carried, p.unanswered, p.resulted, p.answered, p.verbal, p.nominal} {
		if read(c, pre, post, t) {
			return
		}
	}
}

// heads are the words without which the name of an application is none.
var heads = []class{apply, dep, intake}

// parts reports whether the clause goes on with the parts of a total.
func (p *parser) parts() bool { return p.inParts }

// answered reads 13件已答复.
func (p *parser) answered(c *clause, pre, post []token, t *token) bool {
	k := index(post, answer)
	if k > 0 && len(pre) > 0 && has(pre, rest) && only(pre, link.with(rest, apply)) && has(post[:k], all) && only(post, noun.with(answer, process)) && p.topic == topicApply {
		p.claim(Claim{What: Handled, Figure: figureOf(t)}) // 其余8件全部办结
		return true
	}
	if k > 0 && p.excepted && only(pre, link) && has(post[:k], all) && only(post, noun.with(answer, process, decide)) && p.topic == topicApply {
		p.claim(Claim{What: Handled, Figure: figureOf(t)}) // 除1件外，31件均已答复
		return true
	}
	if k > 0 && len(pre) == 0 && has(post[:k], all) && p.topic == topicApply && len(p.claims) > p.first {
		if c := &p.claims[len(p.claims)-1]; c.What == Received && c.Applicant == "" && c.Value.Equal(t.value) && only(post[:k], noun) {
			p.claim(Claim{What: Handled, Figure: figureOf(t)}) // 收到45件，45件全部答复
			return true
		}
	}
	if k < 0 || has(pre, receive, accept, submit, due, answer, process) || has(post, all, negative, plan, shall, limit) {
		return false
	}
	if p.ranked && only(pre, link) && only(post, link.with(answer)) && p.says(&post[len(post)-1], "中") ||
		only(pre, link) && len(post) > 1 && k == 0 && of(apply, dep)[post[1].class] {
		p.claim(Claim{What: Handled, Figure: figureOf(t)}) // 108件答复中, 16件办结申请
		p.last = Handled
		return true
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
	before, after := pre[:core], p.unnamed(pre[core:])
	if k := lastIndex(before, shall); k >= 0 && k == core-1 {
		before = before[:k] // 将收到的6件申请登记
	}
	if !only(after, noun.with(receive, accept, due, answer, process, decide, result)) {
		return true
	}
	named := has(pre, heads...) || p.disclosureCase(pre)
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
			if has(pre[core:], receive, accept, answer) {
				p.sibling(t)
			}
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
	if !has(pre, heads...) && !named && pre[core].class == due {
		p.plus = false
		return true
	}
	who, one := applicantOf(pre, object)
	if !one {
		return true
	}
	if p.partOf(pre, post) {
		return true
	}
	if has(before, intake) && has(after, all) {
		p.received(t, who, false) // 受理数、办结数均为0
	}
	p.verbClaims(pre[core:], t, who)
	return true
}

// partOf reports whether a figure with a verb is a part of one that was answered,
// 办结23件，其中按期答复20件, or of a narrower set, 当年新收且当年办结的20件中.
func (p *parser) partOf(pre, post []token) bool {
	n := len(pre)
	if has(pre, receive, accept) && has(pre, answer) && slices.ContainsFunc(pre, func(t token) bool { return p.says(&t, "当年") }) {
		p.subset = true
		return true // 当年收到并办结100件
	}
	if has(pre, receive, accept) && has(pre, answer) && n > 0 && p.says(&pre[n-1], "的") && len(post) > 0 && p.says(&post[0], "中") {
		p.subset = true
		return true
	}
	if !p.parts() || p.open < 0 || p.open >= len(p.claims) || p.claims[p.open].What != Handled || p.claims[p.open].Weak {
		return p.parts() && p.subset
	}
	return !has(pre, heads...)
}

// sibling keeps a figure of another body beside the agency's own.
func (p *parser) sibling(t *token) {
	p.others = append(p.others, t.value)
	for i := p.first; i < len(p.claims); i++ {
		p.claims[i].Siblings = append(p.claims[i].Siblings, t.value)
	}
}

// disclosureCase reports whether 政府信息公开案件 is what an application is
// called.
func (p *parser) disclosureCase(toks []token) bool {
	for i := range toks[:max(len(toks)-1, 0)] {
		if next := &toks[i+1]; toks[i].class == open && next.class == item && toks[i].to-toks[i].from > 2 {
			switch string(p.s.runes[next.from:next.to]) {
			case "案件", "办件", "件", "工单", "请求":
				return true
			}
		}
	}
	return false
}

// unnamed is a relative clause without the applicant's name: 收到申请人李某等人
// 提出的申请.
func (p *parser) unnamed(toks []token) []token {
	from, to := index(toks, person), index(toks, submit)
	if from < 0 || to < from || !only(toks[from:to], of(person, gap, others, fill, and, dun)) {
		return toks
	}
	return append(toks[:from+1:from+1], toks[to:]...)
}

// says reports whether a token is a word.
func (p *parser) says(t *token, word string) bool {
	return string(p.s.runes[t.from:t.to]) == word
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
		if t.class == gap && p.body(t) && (i == 0 || toks[i-1].class != own) { // 我街道综合执法队
			return false
		}
	}
	return true
}

// verbClaims makes the claims of a chain of verbs: 受理并办结 claims both.
func (p *parser) verbClaims(toks []token, t *token, who string) {
	var received, handled, weak, all, closed bool
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
			if received && i+2 < len(toks) && p.says(&toks[i+1], "的") && of(apply, dep, open)[toks[i+2].class] {
				continue // 受理以本办名义答复的申请
			}
			handled, weak = true, false
			closed = closed || strings.ContainsRune(string(p.s.runes[toks[i].from:toks[i].to]), '办')
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
		c := Claim{What: Handled, Figure: figureOf(t), Weak: weak, Closed: closed, Including: p.takePlus()}
		p.claim(c)
		p.remember(Handled)
		if received {
			p.last = Received // its parts are applicants
		}
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
	case has(pre, together) && p.topic == topicApply && only(pre, link) && only(post, noun) && p.totals(t):
	case p.heading && c.before == colon && only(pre, link.with(apply, dep, open)) && len(post) == 0:
		p.received(t, "", false) // 依申请公开：0件
	case !one || !only(pre, noun.with(rest)):
		return true
	case has(pre, submit):
		return true
	case len(pre) == 0 && len(post) > 1 && has(post[:len(post)-1], heads...) && only(post, noun) && p.says(&post[len(post)-1], "中") && (p.topic == topicApply || has(post, open, dep)):
		if !slices.ContainsFunc(p.claims, func(c Claim) bool { return c.What == Received && c.Applicant == "" && c.Value.Equal(t.value) }) {
			p.received(t, "", false) // 835件申请中，公民提出812件
		}
	case has(pre, apply, intake):
		if len(post) > 0 && post[0].class == gap && !has(pre, open, dep) {
			return true
		}
		if who == "" && (has(pre, rest) || has(pre, anyone) && !has(pre, open, intake) || (has(pre, among) || p.parts() && c.before != stop) && p.topic != topicForeign) {
			return true
		}
		if has(pre, all) && who == "" && !t.value.IsZero() && !has(pre, amount, intake) && index(pre, all) > index(pre, apply) {
			return true
		}
		p.part(t, who)
	case who != "" && (p.topic == topicApply || p.topic == topicNone) && !has(pre, info, item, open, dep) && (len(post) == 0 || !of(gap, item, info, foreign)[post[0].class]):
		p.part(t, who)
	case p.plus && has(pre, together) && only(pre, link):
		p.received(t, "", false) // 新收9件，加上上年结转1件，共10件
	case has(pre, dep) && (has(pre, amount) || t.kind == kindPlain || has(pre, together) && len(post) == 0 && only(pre, link.with(dep, own, ground)) && p.topic != topicForeign):
		p.received(t, "", false)
	case has(pre, dep) && len(post) == 0 && len(pre) > 1 && pre[len(pre)-1].class == dep && p.says(&pre[len(pre)-2], "有") && only(pre, link.with(dep, own)):
		p.received(t, "", false) // 我委有依申请公开2件
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
	case has(pre, together) && has(pre, ground) && p.topic == topicApply && only(pre, link.with(ground)):
		p.received(t, "", false) // 全省合计14472件
	case len(post) > 0:
		switch who, one := applicantOf(post); {
		case p.topic != topicApply || p.end == dun && has(post, applicant) && !p.parts(): // 由企业、律师等提出
		case one && who != "" && only(post, link.with(applicant, all, from, submit)):
			p.part(t, who)
		case has(pre, among) && has(post, accept, receive) && only(post, link.with(accept, receive)):
			p.received(t, "", false) // 其中42件系新收
		}
	case p.quantity && !has(pre, together) && p.topic == topicApply && c.depth == 0 && c.before != dun && !has(pre, rest, among) || p.quantity && has(pre, year):
		p.received(t, "", false)
		p.quantity = true
	}
	return true
}

// totals reads 合计40件 after figures of the same sentence that it is the sum
// of: by applicant or channel, or what came in and what was carried in.
func (p *parser) totals(t *token) bool {
	at, _ := slices.BinarySearchFunc(p.toks, t.from, func(u token, from int) int { return u.from - from })
	sum, including, channels, results := decimal.Zero, false, false, 0
	parts := 0
	stops := 0
	for j := at - 1; j >= 0 && stops < 2 && at-j < longestSentence; j-- {
		u := &p.toks[j]
		if u.class == stop {
			stops++
		}
		if !countable(u) || u.measure != t.measure {
			continue
		}
		words := p.segment(0, j)
		including = including || has(words, carry)
		channels = channels || has(words, channel)
		parts++
		if has(words, result) {
			results++
		} else if has(words, answer, outcome, pending, nextYear) || !has(words, channel, applicant, receive, accept, carry, apply, dep, intake) {
			return false
		}
		if sum = sum.Add(u.value); sum.Equal(t.value) {
			switch {
			case results == parts && parts > 2:
				p.claim(Claim{What: Handled, Figure: figureOf(t), Closed: true}) // 予以公开21件，…，合计50件
				return true
			case results > 0:
				return false
			}
			if channels {
				// 收到书面申请2件，网上申请5件，总计7件: the first was a channel's too.
				p.drop(func(c Claim) bool { return c.What == Received && c.Applicant == "" && c.From >= u.from })
			}
			p.plus = including
			p.received(t, "", false)
			return true
		}
	}
	return false
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
	if p.last == CarriedIn && p.ofBoth(t) {
		p.last = Received
	}
	switch p.last {
	case CarriedIn:
		p.claim(Claim{What: CarriedIn, Figure: figureOf(t), Applicant: who})
	case Received, "":
		p.claim(Claim{What: Received, Figure: figureOf(t), Applicant: who})
		p.topic = topicApply
	}
}
