package claims

import (
	"slices"

	"github.com/shopspring/decimal"
)

// Parse returns the claims of one paragraph, in order of their places. The time
// it takes is linear in the length of the text.
func (g *Grammar) Parse(text string, ctx Context) []Claim {
	return g.With(ctx).Parse(text, ctx.Topic)
}

// Reader reads the paragraphs of one report, one after the other.
type Reader struct {
	g     *Grammar
	ctx   Context
	names map[rune][][]rune
	// Room that every paragraph takes anew.
	s      squeezed
	tokens []token
}

// With returns a reader for the report that ctx describes.
func (g *Grammar) With(ctx Context) *Reader {
	return &Reader{g: g, ctx: ctx, names: namesOf(ctx.Name, ctx.Short)}
}

// Parse returns the claims of one paragraph. Topic is true where it stands
// under the heading of applications.
func (r *Reader) Parse(text string, topic bool) []Claim {
	r.s.take(text)
	l := lexer{g: r.g, names: r.names, s: r.s}
	l.out = slices.Grow(r.tokens[:0], len(l.s.runes)/2+1) // most words have two characters
	l.run()
	r.tokens = l.out
	l.spans()
	toks := join(l.out)
	if len(r.names) == 0 && !r.ctx.Government {
		toks = unnamed(toks, l.s.runes)
	}
	p := &parser{g: r.g, ctx: r.ctx, s: l.s, toks: toks}
	if topic {
		p.topic = topicApply
	}
	p.idioms()
	p.paragraph()
	p.crossings()
	p.bothKinds()
	p.sentences(p.lists)
	p.sentences(p.changes)
	for i := range p.claims {
		p.restore(&p.claims[i])
	}
	return p.claims
}

// crossings notes what rows and columns the sentence of every claim names.
func (p *parser) crossings() {
	type names struct {
		to            int
		rows, columns []string
	}
	var all []names
	p.sentences(func(from, to int) {
		if from == to {
			return
		}
		n := names{to: p.toks[to-1].to}
		for _, t := range p.toks[from:to] {
			switch {
			case t.class == result && !slices.Contains(n.rows, t.role):
				n.rows = append(n.rows, t.role)
			case t.class == applicant && !slices.Contains(n.columns, t.role):
				n.columns = append(n.columns, t.role)
			case t.class == carry && !slices.Contains(n.rows, string(CarriedIn)):
				n.rows = append(n.rows, string(CarriedIn), string(CarriedOut))
			}
		}
		all = append(all, n)
	})
	for i := range p.claims {
		c := &p.claims[i]
		k, _ := slices.BinarySearchFunc(all, c.To, func(n names, to int) int { return n.to - to })
		if k < len(all) {
			c.Rows, c.Columns = all[k].rows, all[k].columns
		}
	}
}

// bothKinds finds reviews and suits that add up to a figure of both before them.
func (p *parser) bothKinds() {
	for i := range p.claims {
		total := &p.claims[i]
		if total.What != Disputes {
			continue
		}
		var parts [2]*Claim
		for j := i + 1; j < len(p.claims) && j-i < longestSentence; j++ {
			switch c := &p.claims[j]; {
			case c.Outcome != "" || c.Route != "" || c.Denied:
			case c.What == Reviews && parts[0] == nil:
				parts[0] = c
			case c.What == Suits && parts[1] == nil:
				parts[1] = c
			}
		}
		if parts[0] != nil && parts[1] != nil && parts[0].Value.Add(parts[1].Value).Equal(total.Value) {
			p.claims = append(p.claims, Claim{What: List, Figure: total.Figure, Total: total.Figure, Parts: []Figure{parts[0].Figure, parts[1].Figure}})
			return
		}
	}
}

// join merges 1月1日至12月31日 into the year that it is.
func join(toks []token) []token {
	out := toks[:0]
	for i := 0; i < len(toks); i++ {
		t := toks[i]
		if t.class == year && t.month == 1 && t.day == 1 {
			for j := i + 1; j < len(toks) && j <= i+3; j++ {
				if u := toks[j]; u.class == year && u.month == 12 && u.day == 31 {
					t.month, t.day, t.to = 0, 0, u.to
					if t.year == 0 {
						t.year = u.year
					}
					i = j
					break
				}
			}
		}
		out = append(out, t)
	}
	return out
}

// topic is what sentences speak of until something else is named.
type topic uint8

const (
	topicNone topic = iota
	topicForeign
	topicApply
	topicDispute
	topicDocument // 规章, 规范性文件
	topicDecision // 行政许可, 行政处罚, 行政强制
)

// clause is a stretch between two marks.
type clause struct {
	toks []token
	// before is the mark in front of it.
	before class
	depth  int
	// next is what follows the mark that ends it.
	next class
}

// Longer clauses and sentences, which no author writes, are cut, so that the
// time to read a text stays linear in its length.
const (
	longestClause   = 120
	longestSentence = 400
)

// sentences calls visit with the tokens of every sentence, from (inclusive) to
// (exclusive).
func (p *parser) sentences(visit func(from, to int)) {
	start := 0
	for i := 0; i <= len(p.toks); i++ {
		if i < len(p.toks) && p.toks[i].class != stop && i-start < longestSentence {
			continue
		}
		visit(start, i)
		if start = i; i < len(p.toks) && p.toks[i].class == stop {
			start++
		}
	}
}

// parser reads one paragraph.
type parser struct {
	g      *Grammar
	ctx    Context
	s      squeezed
	toks   []token
	claims []Claim

	topic topic
	// last is the claim that a part after 其中 is a part of.
	last What
	// document and action go on where a clause names none.
	document What
	action   string
	// heading and disputeHead are true right after a heading that names
	// applications, or reviews and suits.
	heading, disputeHead bool
	// quantity is true after 申请量, so that 为45件 has its subject.
	quantity bool
	sentence
	clauseState
}

// sentence is what a sentence has said so far.
type sentence struct {
	// first is the index of its first claim.
	first int
	// otherTime, elsewhere and planned tell that figures are not the agency's
	// own of this year; scope is who else they are of.
	otherTime, elsewhere, planned bool
	scope                         string
	// hears is true for a body that hears reviews, or cases over other matters;
	// otherCases until the end of a clause group that names such cases.
	hears, otherCases bool
	// cases is true where it names reviews or suits.
	cases bool
	// mixed is true where only a part of the cases is over disclosure.
	mixed bool
	// concluded are the cases said to be decided, of which 均获维持 speaks.
	concluded *token
	// governed is true after 现行有效, which also holds for the next document.
	governed bool
	// byParty is true where cases are given by who brought them.
	byParty bool
	// people is true once it counted applicants by the head.
	people bool
	// others are figures of other bodies in the sentence.
	others []decimal.Decimal
	// under is the outcome that the parts of a figure for reviews and suits are
	// of.
	under string
	// subset is true after a figure of applications that are not all of a row,
	// such as those both received and answered.
	subset bool
	// consulted is true once it spoke of asking others whether something may be
	// made public; asked is how many were asked.
	consulted bool
	asked     decimal.Decimal
	// about are the results that it named without a figure.
	about []string
	// head are the words before a colon, for a bare figure after it.
	head []token
	// ranked is true where figures of results are given.
	ranked bool
	// deciding is true once it says that decisions were taken, excepted once it
	// says 除3件结转外 or the like.
	deciding, excepted bool
	// assists is true after what the agency does for other bodies, up to a
	// clause that begins anew; abroad once there was a figure of a larger whole
	// that the agency is a part of.
	assists, abroad bool
	// applied is true once it named applications, vague where what it has spoken
	// of since is not known.
	applied, vague bool
	// disputes are the cases named (reviews, suits), route the way to court and
	// ways how many of these were named. settled is true once their outcomes
	// were given, so that the next case named begins anew; spoken are the cases
	// of the sentence before.
	disputes, spoken [2]bool
	route            string
	ways             int
	settled          bool
	// inParts is true after 其中 and the like, up to the next semicolon; apart is
	// what elsewhere was before.
	inParts, apart bool
	// why is the result that the clause before gave as a reason, because with a
	// word such as 因.
	why     string
	because bool
	// queue is what the next figures are of, after 分别为; years are the years
	// that they are of.
	queue []token
	years []int
	// refused is true after a figure of applications that was no claim.
	refused bool
	// dangling is a figure that the next clause may say what became of.
	dangling *token
	// elided is the claim that a figure of another time would have been: 2020年
	// 收到42件，2021年57件.
	elided *Claim
	// lead are the words before a bracket that the figure after it goes on from.
	lead []token
	// figured is true where there are figures in the bracket.
	figured bool
	// plus is true after 连同…结转, for the figure that counts it in.
	plus bool
	// open is the index of the last claim that a carry-in in brackets or after
	// 其中 may be counted in, before that of the sentence before; -1 for none.
	open, before int
	// fee and levied are true once it speaks of the 信息处理费 or the
	// 行政事业性收费; paid is the index of the fee's total among the claims, -1
	// for none, charged are fees said before their total.
	fee, levied bool
	// noticed is true after a notice of charge, whose amount may not have been
	// paid.
	noticed bool
	paid    int
	charged []Figure
}

// clauseState holds within one clause.
type clauseState struct {
	// doubted is true where a denial is denied, or for what is to be done.
	doubted bool
	// depth is how many brackets are open.
	depth int
	// routed is true where it names a way to court.
	routed bool
	// mark is what stands in front of it, end what ends it and next what follows.
	mark, end, next class
	// more is true where another figure follows.
	more bool
}

// paragraph reads clause after clause.
func (p *parser) paragraph() {
	p.open = -1
	p.newSentence(p.toks)
	start, depth := 0, 0
	before := stop
	counted := false
	var outside bracket
	for i := 0; i <= len(p.toks); i++ {
		end := i == len(p.toks)
		if !end {
			switch p.toks[i].class {
			case comma, semicolon, colon, stop, opening, closing:
				end = true
			case dun:
				// A list of figures is many clauses, one of words is part of
				// its clause.
				end = counted
			case figure:
				// 没有一起 counts nothing.
				counted = counted || !(p.toks[i].one && has(p.toks[start:i], negative))
			}
		}
		if !end && i-start < longestClause {
			continue
		}
		if start < i {
			c := clause{toks: p.toks[start:i], before: before, depth: depth}
			mark := stop
			if end && i < len(p.toks) {
				mark = p.toks[i].class
				if i+1 < len(p.toks) {
					c.next = p.toks[i+1].class
				}
			}
			p.goOn(&c, mark)
			p.clause(&c, mark)
		}
		if !end {
			start, counted, before = i, false, gap
			continue
		}
		if i < len(p.toks) {
			before = p.toks[i].class
			switch before {
			case opening:
				if depth++; depth == 1 {
					outside = bracket{p.inParts, p.elsewhere, p.topic, p.route}
				}
			case closing:
				if depth = max(depth-1, 0); depth == 0 {
					p.inParts, p.elsewhere, p.topic, p.route = outside.inParts, outside.elsewhere, outside.topic, outside.route
				}
			case colon:
				p.planned = false // 其他需要报告的事项：
			case semicolon:
				p.semicolon()
			case stop:
				depth = 0
				p.newSentence(p.toks[i+1:])
			}
		}
		start, counted = i+1, false
	}
}

// bracket is what holds again after a bracket.
type bracket struct {
	inParts, elsewhere bool
	topic              topic
	route              string
}

// goOn puts the words before a bracket in front of a figure after it: 受理申请
// （含结转3件）共49件.
func (p *parser) goOn(c *clause, mark class) {
	if n := len(leading(c.toks, link)); c.before == closing && c.depth == 0 && p.lead != nil && !p.figured && p.lead[len(p.lead)-1].class != gap {
		c.toks = append(p.lead[:len(p.lead):len(p.lead)], c.toks...) // 制定（修订）规章8件
	} else if c.before == closing && c.depth == 0 && p.lead != nil && (n > 0 || has(p.lead, result)) && n < len(c.toks) && c.toks[n].class == figure {
		c.toks = append(p.lead[:len(p.lead):len(p.lead)], c.toks...)
	}
	p.figured = p.figured || c.depth > 0 && has(c.toks, figure)
	if c.before == colon && c.depth == 0 && p.head != nil && c.toks[0].class == figure {
		c.toks = append(p.head[:len(p.head):len(p.head)], c.toks...) // 答复：8件
	}
	if p.head = nil; mark == colon && !has(c.toks, figure) {
		p.head = c.toks
	}
	switch {
	case c.depth == 1 && p.lead != nil && c.before == opening && has(c.toks, result) && !has(c.toks, figure):
		p.lead = append(without(p.lead, of(result)), c.toks...) // 无法提供（没有现成信息）1件
	case c.depth > 0 || mark == closing:
	case mark == opening && !has(c.toks, figure):
		p.lead, p.figured = c.toks, false
	default:
		p.lead = nil
	}
}

// semicolon ends the parts of a total.
func (p *parser) semicolon() {
	if p.inParts {
		p.elsewhere = p.apart // the parts were other bodies'
	}
	p.inParts, p.otherCases, p.ways, p.concluded = false, false, 0, nil
	p.route, p.under, p.governed, p.consulted = "", "", false, false
	if p.topic == topicDocument {
		p.action = ""
	}
	p.settled = p.settled || p.disputes != [2]bool{}
	p.afresh()
}

// afresh lets applicants be those of what came in, after what was carried over.
func (p *parser) afresh() {
	if p.last == CarriedIn || p.last == CarriedOut {
		p.last = Received
	}
}

// newSentence forgets what holds within one sentence only, and looks ahead to
// what the one that toks begin with is about.
func (p *parser) newSentence(toks []token) {
	vague := p.vague && len(toks) > 0 && toks[0].class == among
	consulted := p.consulted && len(toks) > 0 && toks[0].class == among
	p.sentence = sentence{vague: vague, consulted: consulted, applied: vague, first: len(p.claims), spoken: p.disputes, before: p.open, open: -1, paid: -1}
	p.afresh()
	for i := range toks[:min(len(toks), longestSentence)] {
		switch toks[i].class {
		case stop:
			return
		case hears, unrelated:
			p.hears = true
		case result:
			p.ranked = true
		case review, suit:
			p.cases = true
		case among:
			// 行政诉讼35件，其中涉及信息公开2件: the others were over other matters.
			next := toks[i+1 : min(i+4, len(toks))]
			if k := index(next, figure); k >= 0 {
				next = next[:k]
			}
			p.mixed = p.mixed || p.cases && has(next, open) && !has(next, apply, dep, review, suit)
		}
	}
}

// restore turns places of the squeezed text into those of the original.
func (p *parser) restore(c *Claim) {
	place := func(f *Figure) {
		if f.To <= f.From || f.To > len(p.s.place) {
			return
		}
		f.From, f.To = p.s.place[f.From], p.s.place[f.To-1]+1
	}
	place(&c.Figure)
	place(&c.Total)
	place(&c.Part)
	place(&c.Whole)
	place(&c.Before)
	place(&c.After)
	for i := range c.Parts {
		place(&c.Parts[i])
	}
}

// figureOf is the figure of a token.
func figureOf(t *token) Figure {
	return Figure{Value: t.value, From: t.from, To: t.to, Shown: t.shown, Base: t.base, Measure: t.measure}
}

// claim adds a claim about this year's own figures.
func (p *parser) claim(c Claim) {
	if p.scope != "" {
		c.Scope = p.scope
	}
	c.Siblings = slices.Clone(p.others)
	p.claims = append(p.claims, c)
}

// drop takes claims back, and forgets which of those left were referred to.
func (p *parser) drop(which func(Claim) bool) {
	n := len(p.claims)
	if p.claims = slices.DeleteFunc(p.claims, which); len(p.claims) < n {
		p.open, p.before, p.paid = -1, -1, -1
		p.first = min(p.first, len(p.claims))
	}
}

// has reports whether a class stands among tokens.
func has(toks []token, classes ...class) bool { return index(toks, classes...) >= 0 }

// index is where the first of some classes stands among tokens, -1 for nowhere.
func index(toks []token, classes ...class) int {
	for i := range toks {
		for _, c := range classes {
			if toks[i].class == c {
				return i
			}
		}
	}
	return -1
}

// lastIndex is where the last of a class stands among tokens, -1 for nowhere.
func lastIndex(toks []token, c class) int {
	for i := len(toks) - 1; i >= 0; i-- {
		if toks[i].class == c {
			return i
		}
	}
	return -1
}

// only reports whether all tokens are of a set.
func only(toks []token, s set) bool {
	for i := range toks {
		if !s[toks[i].class] {
			return false
		}
	}
	return true
}
