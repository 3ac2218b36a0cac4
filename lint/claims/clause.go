package claims

import "slices"

// Sets of classes that may stand somewhere without changing what is counted.
var (
	// link is what may stand anywhere.
	link = of(fill, ideal, consult, inform, overlap, together, besides, and, amount, title, thisYear, year, among, dun, situation)
	// noun is an application's name with what describes it.
	noun = link.with(apply, dep, intake, person, open, info, item, anyone, applicant, own, ground, submit, all)
)

// clause reads one clause; mark is what ends it.
func (p *parser) clause(c *clause, mark class) {
	toks := c.toks
	p.fee = p.fee || has(toks, fee, notice) || has(toks, anyFee) && (p.topic == topicApply || has(toks, dep))
	p.clauseState = clauseState{depth: c.depth, mark: c.before, end: mark, next: c.next}
	if has(toks, except) && has(toks, open) && !has(toks, figure, apply, dep) {
		p.hears = true // 除信息公开外
	}
	p.goesOn(toks)
	n := len(p.claims)
	before := p.otherTime
	if p.assists && of(thisYear, year, own)[toks[0].class] {
		p.assists, p.elsewhere = false, false
	}
	if p.inParts && of(fill, all)[toks[0].class] && has(toks, apply, dep) && (p.says(&toks[0], "所有") || p.says(&toks[0], "全部") || p.says(&toks[0], "上述")) {
		p.inParts, p.elsewhere = false, p.apart // 所有申请均已办结
	}
	segment, subject := 0, true // until a verb or a figure, another body is the subject
	for i := range toks {
		switch toks[i].class {
		case receive, accept, answer, process, due, negative:
			subject = false
		case figure:
			if i+1 < len(toks) && toks[i+1].class == figure && toks[i].kind == kindCase {
				continue // 行政许可18项2406件: the last is what is counted
			}
			if i+3 < len(toks) && p.says(&toks[i+1], "中") && p.says(&toks[i+2], "的") && toks[i+3].class == figure {
				continue // 办结24479件中的23310件
			}
			next := i + 1
			for next < len(toks) && toks[next].class != figure {
				next++
			}
			p.figure(c, segment, i, next)
			segment, subject = i+1, subject && (toks[i].kind != kindCase || toks[i].measure == "个") // 2个协会和11家事业单位
		default:
			p.follow(toks, i, subject)
		}
	}
	if i := lastIndex(toks, figure); i >= 0 && toks[i].kind == kindCase && !toks[i].approx && has(toks, heads...) && has(toks[:i], receive, accept, answer, process) && has(toks[:i], gap, channel, foreign) {
		p.refused = len(p.claims) == n // 各校受理家长申请14件: not the agency's
	}
	if p.ownFigure() {
		p.denials(c)
		p.alls(c)
	}
	p.specify(c)
	p.keepReason(toks)
	p.keepResults(toks)
	p.subjects(c, mark)
	if k := index(toks, carry); k >= 0 && !has(toks, figure, negative) && has(toks, apply, dep) {
		// 结转下年度的申请中，自然人66件
		p.last = CarriedOut
		if in, _ := p.direction(toks, k); in {
			p.last = CarriedIn
		}
	}
	p.noticed = p.noticed || has(toks, notice) && !has(toks, charge)
	p.levied = p.levied || has(toks, levy)
	p.deciding = p.deciding || has(toks, decide)
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
		// 2019年以来, 十年来, 自条例施行以来
		p.otherTime = p.otherTime || i > 0 && (toks[i-1].class == year || toks[i-1].class == figure && toks[i-1].kind == kindTime || p.sinceWhen(toks[:i]) || i == len(toks)-1 && i > 0 && !p.says(t, "来"))
	case own:
		if p.depth == 0 && (i == 0 || toks[i-1].class != represent) { // 各乡镇（街道）, 代表区政府
			p.elsewhere, p.scope = false, ""
		}
	case ground:
		p.scope = ""
		if i == 0 || toks[i-1].class != own { // 我局各级单位
			p.elsewhere = !p.ctx.Government
		}
	case elsewhere:
		if t.role == "seat" && p.ctx.Government && has(toks, normative, regulation) {
			break // a county's documents are those of its government
		}
		if p.ctx.Government && i > 1 && toks[i-1].class == and && toks[i-2].class == elsewhere && hasSuffix(p.s.runes[:toks[i-2].to], []rune("本级")) {
			p.elsewhere, p.assists = false, false // 市本级及所辖县: the whole
			break
		}
		if p.ctx.Government && i > 1 && of(and, dun)[toks[i-1].class] && of(elsewhere, ground)[toks[i-2].class] && p.every(t) && p.every(&toks[i-2]) {
			p.elsewhere = false // 各部门、各街镇: likewise
			break
		}
		if subject && !p.elsewhere && (i == 0 || !of(from, until)[toks[i-1].class] && !p.says(&toks[i-1], "向")) { // 由各处室答复, 转办至其他单位
			p.elsewhere, p.assists = true, t.role == "assist" || i > 0 && toks[i-1].class == figure // 会同3个部门会商，全年
		}
	case represent:
		if subject && p.depth == 0 && i+1 < len(toks) && (of(elsewhere, own, ground)[toks[i+1].class] || toks[i+1].class == gap && p.body(&toks[i+1]) || p.s.runes[t.to-1] != '表') {
			p.elsewhere = true
			p.scope = string(p.s.runes[t.from:t.to])
		}
	case except:
		p.excepted = true
	case consult:
		p.consulted = true
	case double:
		p.doubted = true
	case shall:
		taken := p.says(t, "将") && i+2 < len(toks) && of(receive, accept)[toks[i+1].class] && p.says(&toks[i+2], "的") // 将收到的6件申请登记
		p.doubted = p.doubted || !p.leftOver(toks, i) && !taken
	case plan:
		// 检查计划2份 is a thing.
		p.planned = p.planned || (i+1 == len(toks) || toks[i+1].class != figure) && (i == 0 || toks[i-1].class != issue) // 文件制定计划
	case among, contain, divided:
		if !p.inParts {
			p.apart = p.elsewhere
		}
		p.inParts = true
		if t.class == divided {
			p.queue = respective(toks[:i])
		}
	}
}

// every reports whether a word says 各.
func (p *parser) every(t *token) bool { return slices.Contains(p.s.runes[t.from:t.to], '各') }

// sinceWhen reports whether words begin a time with 自: 自条例施行以来.
func (p *parser) sinceWhen(toks []token) bool {
	i := index(toks, from)
	return i >= 0 && p.says(&toks[i], "自")
}

// local reports whether a time named in the clause holds for it alone: that of
// a comparison, or of what is carried over.
func (p *parser) local(c *clause) bool {
	k := index(c.toks, figure)
	if slices.ContainsFunc(c.toks, func(t token) bool { return t.class == figure && t.kind == kindTimes }) {
		return true // 是2021年的2.1倍
	}
	if i := index(c.toks, lastYear); i >= 0 && p.says(&c.toks[i], "历年") && !has(c.toks, figure) {
		return true // 对历年制发的文件进行清理
	}
	if i := index(c.toks, partYear); i >= 0 && p.says(&c.toks[i], "目前") {
		return true // 目前尚未审结
	}
	if i := index(c.toks, partYear); i > 0 && c.toks[i-1].class == gap && p.says(&c.toks[i], "期间") {
		return true // 疫情期间
	}
	return has(c.toks, compare, carry, plus, reach) || c.depth > 0 || k > 0 && only(c.toks[:k], of(lastYear, fill)) // 去年为103件
}

// leftOver reports whether 将 speaks of what is left: 剩余2件将于次年1月办结.
func (p *parser) leftOver(toks []token, i int) bool {
	return has(toks[:i], rest) && has(toks[:i], figure)
}

// time follows the times that a clause names. A year beside 结转 says where
// from or where to.
func (p *parser) time(toks []token, i int) {
	t := &toks[i]
	if t.role == several {
		p.otherTime = true // 前三年分别结转3件、2件
		return
	}
	if besideCarry(toks, i) {
		return
	}
	if k := index(toks[i:], carry); k > 0 && !p.isNext(t) && (t.class == lastYear && !has(toks[i:], figure) || p.into(toks, i+k)) {
		return // 上年无未办结申请转入, 2023年未办结的6件转入本年度
	}
	if k := index(toks[:i], thisYear); t.class == lastYear && k >= 0 && !has(toks[k:i], figure, compare, from) {
		return // 无论本年还是历年
	}
	if k := index(toks[:i], year); i > 0 && k >= 0 && toks[i-1].class == until && p.otherTime && (k == i-2 || k > 0 && toks[k-1].class == from) {
		return // 2019年至2021年, 自2019年施行至2021年底
	}
	switch t.class {
	case thisYear:
		p.otherTime = p.otherTime && (i > 0 && toks[i-1].class == year || t.role == "same") // 2022年全年, 2022年的申请当年办结
	case lastYear:
		p.otherTime = true
	case partYear:
		p.otherTime = !(has(toks, inForce) && p.says(t, "目前")) || p.otherTime
	case year:
		other := t.year != 0 && t.year != p.ctx.Year
		if !other && t.month != 0 && !(t.month == 12 && t.day == 31) {
			other = true
		}
		if i > 1 && of(dun, and)[toks[i-1].class] && toks[i-2].class == year && toks[i-2].year != 0 && t.year != 0 {
			p.otherTime = true // 2023年、2024年分别收到18件、20件
			if len(p.years) == 0 {
				p.years = []int{toks[i-2].year}
			}
			p.years = append(p.years, t.year)
			return
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
	for j := i + 1; j < len(toks) && j <= i+3; j++ {
		if toks[j].class == carry {
			return true
		}
		if !of(fill, negative, receive, accept, dun)[toks[j].class] {
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
		}
		if p.disputeHead || !has(toks, figure, negative, outcome) && !(has(toks, route) && has(toks, all)) { // 均为直接起诉 is of all
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
		p.topic, p.applied = topicApply, true
		if k := nounStart(toks); k > 1 && of(dun, and)[toks[k-1].class] && of(channel, foreign, gap, item)[toks[k-2].class] && has(toks[:k], channel, foreign, gap) && has(toks[k:], figure) && has(toks, receive, accept, together) {
			p.topic = topicForeign // 收到信件、依申请公开件共19件: of both together
		}
		p.heading = only(toks, noun) && (mark == colon || mark == stop)
		p.quantity = has(toks, amount, intake)
	case p.foreignSubject(toks):
		p.vague = p.applied && !has(toks, foreign) && (p.vague || p.topic == topicApply)
		p.topic = topicForeign
	}
}

// nounStart is where the name of an application begins, -1 for nowhere.
func nounStart(toks []token) int {
	k := index(toks, heads...)
	for k > 0 && of(open, info)[toks[k-1].class] {
		k--
	}
	return k
}

// withdrawn reports whether words say that applications were taken back.
func withdrawn(toks []token) bool {
	return slices.ContainsFunc(toks, func(t token) bool { return t.role == "withdrawn" })
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
			if j > 0 && toks[j].class == accept && toks[j-1].class == gap {
				return true // 设备使用登记申请
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
	if !p.inParts && has(toks, item) && has(toks, receive, accept, answer) && has(toks, figure) && !has(toks, open, apply, dep, intake, review, suit, dispute) {
		return true // 受理案件10万件
	}
	if p.inParts || has(toks, exclude, except) || !has(toks, gap, foreign, channel, info) || !has(toks, gap, foreign, info) && p.topic == topicApply || has(toks, subject) && p.topic == topicApply && !has(toks, foreign) {
		return false
	}
	if p.topic == topicDocument && brief(toks) {
		return false
	}
	for i := range toks[:len(toks)-1] {
		if t := &toks[i]; t.class == figure && t.kind == kindCase && toks[i+1].class == gap && !has(toks, apply, dep, open, result, carry, pending, applicant, reason) {
			return true // 23项任务全部完成
		}
	}
	for i := range toks {
		if t := &toks[i]; t.class == figure && t.kind == kindCase {
			return has(toks, foreign) || !has(toks, result, carry, pending, applicant, all, rate, person) && !withdrawn(toks)
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
