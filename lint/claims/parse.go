package claims

// Parse returns the claims of one paragraph, in order of their places. The time
// it takes is linear in the length of the text.
func (g *Grammar) Parse(text string, ctx Context) []Claim {
	return g.With(ctx).Parse(text, ctx.Topic)
}

// Reader reads the paragraphs of one report.
type Reader struct {
	g     *Grammar
	ctx   Context
	names map[rune][][]rune
}

// With returns a reader for the report that ctx describes.
func (g *Grammar) With(ctx Context) *Reader {
	return &Reader{g: g, ctx: ctx, names: namesOf(ctx.Name, ctx.Short)}
}

// Parse returns the claims of one paragraph. Topic is true where it stands
// under the heading of applications.
func (r *Reader) Parse(text string, topic bool) []Claim {
	l := lexer{g: r.g, names: r.names, s: squeeze(text)}
	l.out = make([]token, 0, len(l.s.runes)/2+1) // most words have two characters
	l.run()
	p := &parser{g: r.g, ctx: r.ctx, s: l.s, toks: join(l.out)}
	if topic {
		p.topic = topicApply
	}
	p.paragraph()
	p.sentences(p.lists)
	p.sentences(p.changes)
	for i := range p.claims {
		p.restore(&p.claims[i])
	}
	return p.claims
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

	// What the sentence has said so far.
	topic topic
	// last is the claim that a part after 其中 is a part of.
	last What
	// document and action, disputes and route go on where a clause names none.
	document What
	action   string
	disputes [2]bool // reviews, suits
	route    string
	// settled is true once outcomes of the cases named were given, so that the
	// next case named begins anew.
	settled bool
	// inParts is true after 其中 and the like, up to the next semicolon.
	inParts bool
	// why is the result that the clause before gave as a reason.
	why     string
	because bool // with a word such as 因
	// queue is what the next figures are of, after 分别为.
	queue []token
	// elided is the claim that a figure of another time would have been: 2020年
	// 收到42件，2021年57件.
	elided *Claim
	// disputeHead is true right after a heading that names reviews and suits.
	disputeHead bool
	// quantity is true after 申请量, so that 为45件 has its subject.
	quantity bool
	// otherTime, elsewhere and planned tell that figures are not the agency's
	// own of this year.
	otherTime, elsewhere, planned bool
	// doubted is true in a clause that denies a denial or says what is to be
	// done.
	doubted bool
	scope   string
	// heading is true right after a heading that names applications.
	heading bool
	// plus is true after 连同…结转, for the figure that counts it in.
	plus bool
	// open is the index of the last claim that a carry-in in brackets or after
	// 其中 may be counted in, -1 for none.
	open int
	// fee is true once the sentence speaks of the 信息处理费; paid is the index
	// of its total among the claims, -1 for none.
	fee bool
	// levied is true once it speaks of the 行政事业性收费.
	levied bool
	paid   int
}

// paragraph reads clause after clause.
func (p *parser) paragraph() {
	p.open, p.paid = -1, -1
	start, depth := 0, 0
	before := stop
	counted := false
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
			}
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
				depth++
			case closing:
				depth = max(depth-1, 0)
			case semicolon:
				p.inParts = false
			case stop:
				depth = 0
				p.newSentence()
			}
		}
		start, counted = i+1, false
	}
}

// newSentence forgets what holds within one sentence only.
func (p *parser) newSentence() {
	p.otherTime, p.elsewhere, p.planned, p.plus, p.fee, p.levied = false, false, false, false, false, false
	p.inParts, p.settled = false, false
	p.queue, p.elided, p.why = nil, nil, ""
	p.scope = ""
	p.open, p.paid = -1, -1
	p.route = ""
	p.disputes = [2]bool{}
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
	p.claims = append(p.claims, c)
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

// only reports whether all tokens are of a set.
func only(toks []token, s set) bool {
	for i := range toks {
		if !s[toks[i].class] {
			return false
		}
	}
	return true
}
