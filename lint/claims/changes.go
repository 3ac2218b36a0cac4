package claims

import (
	"slices"

	"github.com/shopspring/decimal"
)

var hundred = decimal.NewFromInt(100)

// mostBases is how many figures of last year a comparison is tried with.
const mostBases = 8

// changes finds shares, growths and differences that come with both their
// numbers, in the sentence of tokens from start (inclusive) to end (exclusive).
// Where the wording leaves open which numbers they are of, those that agree are
// taken; where none do, there is a claim only if one reading is sure.
func (p *parser) changes(start, end int) {
	base := -1
	var bases []int // other figures that may be last year's
	if start > 1 {
		from := start - 1
		for from > 0 && p.toks[from-1].class != stop && start-from < longestSentence {
			from--
		}
		bases = p.formerFigures(from, start-1)
	}
	bases = append(bases, p.formerFigures(start, end)...)
	if len(bases) > mostBases {
		bases = bases[len(bases)-mostBases:]
	}
	for i := start; i < end; i++ {
		t := &p.toks[i]
		if t.class == semicolon {
			base = -1
		}
		if t.class == twice && base >= 0 {
			p.change(start, base, bases, i, end)
			continue
		}
		if t.class != figure || t.approx {
			continue
		}
		words := p.segment(start, i)
		if len(words) == 0 && i > start && p.toks[i-1].class == opening {
			words = p.segment(start, i-1) // 比2020年（48件）增加
			if len(words) > 0 && has(words, figure) {
				words = nil
			}
		}
		switch {
		case comparable(t) && p.formerTime(words) && (has(append(words, p.tail(i, end)...), compare, from) && !has(words, up, down) || only(words, link.with(lastYear))):
			base = i
		case comparable(t) && has(words, from) && i+1 < end && p.toks[i+1].class == reach:
			base = i // 从3万次增加到4.5万次
		case has(words, up, down) && !has(words, reach) && t.kind != kindPoints:
			if ahead := p.baseAhead(i, end); base >= 0 || ahead < 0 || !p.changeFrom(start, ahead, i) {
				p.change(start, base, bases, i, end)
			}
		case t.kind == kindTimes && base >= 0 && i-len(words)-1 == base && only(words, of(fill, share)):
			p.change(start, base, bases, i, end) // 为2020年150件的1.1倍
		case t.kind == kindPercent && has(p.back(start, i), share):
			p.share(start, i, end)
		case t.kind == kindPercent && index(p.back(start, i), shares) >= 0:
			p.sharesOf(start, i, end)
		case t.kind == kindPercent && has(words, rate):
			if !p.rateOf(start, i, end) {
				p.rateOfLast(start, i)
			}
		case t.kind == kindPercent && has(words, outcomeRate):
			p.outcomeShare(start, i, end)
		case t.kind == kindPercent && p.anyRate(words):
			p.rateOfLast(start, i)
		case t.kind == kindPercent && len(words) == 0 && i > start+1 && p.toks[i-1].class == opening && countable(&p.toks[i-2]):
			// 予以公开14件（40%）
			u := &p.toks[i-2]
			if c := (Claim{What: Share, Figure: figureOf(t), Part: figureOf(u)}); !p.agreeing(&c, p.said(start, i-2, u.measure)) {
				p.ofList(&c)
			}
		case t.kind == kindPercent:
			p.shareOfNext(i, end)
		}
	}
}

// comparable reports whether a figure can be one side of a comparison.
func comparable(t *token) bool {
	return countable(t) || t.class == figure && t.kind == kindTime
}

// formerFigures lists the figures that stand with another year.
func (p *parser) formerFigures(start, end int) []int {
	var all []int
	for i := start; i < end; i++ {
		if t := &p.toks[i]; comparable(t) && !t.approx && (p.formerTime(p.segment(start, i)) || has(p.segment(start, i), from) || followsList(p.toks[start:i], t.measure) && len(all) > 0 && all[len(all)-1] == i-2) {
			all = append(all, i)
		}
	}
	return all
}

// followsList reports whether a figure of the same measure and a 、 stand right
// before: 1318宗、71宗.
func followsList(before []token, measure string) bool {
	n := len(before)
	return n > 1 && before[n-1].class == dun && before[n-2].class == figure && before[n-2].measure == measure
}

// formerTime reports whether words name last year or another one.
func (p *parser) formerTime(words []token) bool {
	for _, w := range words {
		if w.class == lastYear || w.class == year && w.year != 0 && w.year < p.ctx.Year {
			return true
		}
	}
	return false
}

// back is the tokens before i back to the last mark, figures included.
func (p *parser) back(start, i int) []token {
	j := i
	for j > start && !punctuation[p.toks[j-1].class] {
		j--
	}
	return p.toks[j:i]
}

// change reads the growth or difference at d, from the figure at base or, where
// the numbers agree, one of bases.
func (p *parser) change(start, base int, bases []int, d, end int) {
	t := p.rise(start, d)
	fell := has(p.segment(start, d), down)
	read := func(base int, agree bool) bool {
		b := &p.toks[base]
		c := Claim{What: Growth, Figure: figureOf(t), Before: figureOf(b)}
		switch {
		case base == d:
			return false
		case t.kind == kindPercent:
		case comparable(t) && t.measure == b.measure:
			c.What = More
		default:
			return false
		}
		if fell {
			c.Value = c.Value.Neg()
		}
		for _, a := range p.afterOf(start, base, d, end) {
			if c.After = figureOf(a.token); agree && c.Agrees() || !agree && a.sure {
				p.claims = append(p.claims, c)
				return true
			}
		}
		return false
	}
	if base >= 0 && read(base, true) {
		return
	}
	// 比2020年的150件下降10%: with last year's figure right before it, no other is meant.
	explicit := base >= start && base < d && !has(p.toks[base:d], comma, dun, semicolon, opening)
	for n := len(bases) - 1; n >= 0 && !explicit; n-- {
		if read(bases[n], true) {
			return
		}
	}
	if base < 0 && len(bases) == 1 && has(p.segment(start, d), up, down) && p.single(start, d, p.toks[bases[0]].measure) != nil {
		// 去年受理27件。今年受理29件，同比增长7.4%
		b, u := &p.toks[bases[0]], p.single(start, d, p.toks[bases[0]].measure)
		if c := (Claim{What: Growth, Figure: figureOf(t), Before: figureOf(b), After: figureOf(u)}); bases[0] < start && t.kind == kindPercent && has(p.segment(0, bases[0]), receive, accept) {
			if fell {
				c.Value = c.Value.Neg()
			}
			p.claims = append(p.claims, c)
		}
	}
	if base < 0 {
		p.turned(start, d, bases, t, fell)
		return
	}
	if n := len(p.claims); n > 0 && t.kind == kindPercent {
		// 较上年的277件减少17件，降幅6.5%: of the same two numbers.
		if c := p.claims[n-1]; c.What == More && c.Before.From == p.toks[base].from {
			c.What, c.Figure = Growth, figureOf(t)
			if fell {
				c.Value = c.Value.Neg()
			}
			p.claims = append(p.claims, c)
			return
		}
	}
	if words := p.segment(start, d); d-len(words)-1 > base && has(p.toks[base:d], comma) && !only(words, link.with(up, down, compare, lastYear, reach, share, rate, intake, apply, receive, amount)) {
		return // 结转增加15件（由88件增至103件），复议减少11件
	}
	if p.ofReceived(start, base, d, t, fell) {
		return
	}
	read(base, false)
}

// rise is the growth that a token says, in percent where it speaks of times: 翻了一番,
// 增长1.5倍, 2倍.
func (p *parser) rise(start, d int) *token {
	t := p.toks[d]
	const percents = 2 // places
	switch {
	case t.class == twice:
		// Nobody doubles to the last case: half as much and twice as much will do.
		t.kind, t.value, t.shown = kindPercent, hundred, -percents
		if slices.Contains(p.s.runes[t.from:t.to], '两') {
			t.value = hundred.Mul(decimal.NewFromInt(3)) // doubled twice
		}
	case t.kind == kindTimes:
		if !has(p.segment(start, d), up, down) {
			t.value = t.value.Sub(decimal.NewFromInt(1))
		}
		t.kind, t.value, t.shown = kindPercent, t.value.Mul(hundred), t.shown-percents
	}
	return &t
}

// ofReceived reads 与2022年的26件相比少3件 where the sentence before tells what came in:
// one without a subject of its own, which goes on about the same.
func (p *parser) ofReceived(start, base, d int, t *token, fell bool) bool {
	b := &p.toks[base]
	if t.class != figure || !comparable(b) || b.measure != "件" || slices.ContainsFunc(p.toks[start:base], func(u token) bool { return countable(&u) }) ||
		!has(p.toks[start:d], compare) || !only(p.segment(start, base), link.with(compare, lastYear, year, gap)) {
		return false
	}
	if start < 2 {
		return false
	}
	before := p.toks[p.sentenceBefore(start)].from
	near := false
	for n := len(p.claims) - 1; n >= 0; n-- {
		r := &p.claims[n]
		if r.From >= p.toks[start].from {
			continue
		}
		switch r.What {
		case Received, CarriedIn, CarriedOut, Handled, Result, List, AllHandled, Share:
		default:
			return false
		}
		near = near || r.What == Received && r.From >= before
		if r.What != Received || r.Applicant != "" {
			continue
		}
		if !near {
			return false
		}
		c := Claim{What: Growth, Figure: figureOf(t), Before: figureOf(b), After: r.Figure}
		if t.kind != kindPercent {
			c.What = More
		}
		if fell {
			c.Value = c.Value.Neg()
		}
		p.claims = append(p.claims, c)
		return true
	}
	return false
}

// turned reads a change of this year's only figure that fits one of another year but
// for its direction: 前三年31件、44件和58件，2021年新收65件，比2020年减少7件.
func (p *parser) turned(start, d int, bases []int, t *token, fell bool) bool {
	for _, base := range bases {
		b := &p.toks[base]
		if base < start || base >= d || t.kind != kindPercent && t.measure != b.measure {
			continue
		}
		u := p.single(base+1, d, b.measure)
		if u == nil {
			continue
		}
		c := Claim{What: Growth, Figure: figureOf(t), Before: figureOf(b), After: figureOf(u)}
		if t.kind != kindPercent {
			c.What = More
		}
		if !fell {
			c.Value = c.Value.Neg()
		}
		if !c.Agrees() || c.Value.IsZero() {
			continue
		}
		c.Value = c.Value.Neg()
		p.claims = append(p.claims, c)
		return true
	}
	return false
}

// baseAhead is the figure of last year in brackets right after a change, or after the
// percentage that follows it: 减少12件，下降10.0%（2021年为120件）; -1 for none.
func (p *parser) baseAhead(i, end int) int {
	for j := i + 1; j < end && j < i+8; j++ {
		switch {
		case p.toks[j].class == opening:
			for k := j + 1; k < end && p.toks[k].class != closing; k++ {
				if comparable(&p.toks[k]) && !p.toks[k].approx {
					if words := p.segment(j, k); p.formerTime(words) && only(words, link.with(lastYear, year, intake)) {
						return k
					}
					return -1
				}
			}
			return -1
		case countable(&p.toks[j]), of(stop, semicolon)[p.toks[j].class]:
			return -1
		}
	}
	return -1
}

// changeFrom reads the change at d from a figure that follows it, to the only one of
// the year that the sentence has before it.
func (p *parser) changeFrom(start, base, d int) bool {
	b, t := &p.toks[base], p.rise(start, d)
	var u *token
	for j := start; j < d; j++ {
		a := &p.toks[j]
		if words := p.segment(start, j); !comparable(a) || a.measure != b.measure || has(words, compare, up, down) || p.former(words) {
			continue
		}
		if u != nil || a.approx {
			return false
		}
		u = a
	}
	if u == nil || p.former(p.segment(start, d)) {
		return false
	}
	c := Claim{What: Growth, Figure: figureOf(t), Before: figureOf(b), After: figureOf(u)}
	switch {
	case t.kind == kindPercent:
	case comparable(t) && t.measure == b.measure:
		c.What = More
	default:
		return false
	}
	if has(p.segment(start, d), down) {
		c.Value = c.Value.Neg()
	}
	p.claims = append(p.claims, c)
	return true
}

// single is the only figure of a measure between two places that may be this
// year's, nil where there is none or more.
func (p *parser) single(start, end int, measure string) *token {
	var one *token
	for j := start; j < end; j++ {
		if t := &p.toks[j]; comparable(t) && t.measure == measure && !t.approx && has(p.segment(start, j), receive, accept) {
			if one != nil {
				return nil
			}
			one = t
		}
	}
	return one
}

// candidate is a figure that may be this year's in a comparison; sure where the
// sentence leaves no other reading.
type candidate struct {
	*token
	sure bool
}

// afterOf lists the figures that a comparison with the one at base may be about.
func (p *parser) afterOf(start, base, d, end int) []candidate {
	var all []candidate
	measure := p.toks[base].measure
	same := func(t *token) bool { return comparable(t) && t.measure == measure && !t.approx }
	const lookAhead = 60
	for j := base + 1; j < min(end, base+lookAhead); j++ {
		t := &p.toks[j]
		if j == d || !same(t) {
			continue
		}
		words := p.segment(start, j)
		all = append(all, candidate{t, has(words, reach) || !has(p.toks[base:j], comma, dun, semicolon, opening) && has(p.segment(start, base), from) || len(words) > 0 && only(words, of(fill, together))})
	}
	sure := !slices.ContainsFunc(all, func(c candidate) bool { return c.sure })
	// Before the comparison: the nearest figure of the same sentence, where it
	// is not itself a part or another year's; then what was said before.
	const lookBack = 12
	for j, seen := base-1, 0; j >= 0 && seen < lookBack && base-j < longestSentence; j-- {
		t := &p.toks[j]
		if !same(t) {
			continue
		}
		seen++
		beside := seen == 1 && j >= start && p.commas(j, base) == 1 && !has(p.toks[j:base], opening, semicolon) && !has(p.toks[start:base], among) && !has(p.segment(start, j), compare, up, down, from, reach)
		near := beside || sure && j >= start && !has(p.toks[start:j], among, divided, compare, lastYear) && p.only(start, base, measure)
		if words := p.segment(start, j); j >= start && sure && has(words, together) && !slices.ContainsFunc(p.toks[start:j], func(u token) bool { return countable(&u) }) {
			near = true // 共发布268条，其中…，与去年的245条相比
		}
		all = append(all, candidate{t, near})
		if j >= start {
			sure = false
		}
	}
	return all
}

// commas counts the marks between two places.
func (p *parser) commas(from, to int) int {
	n := 0
	for j := from; j < to; j++ {
		if punctuation[p.toks[j].class] {
			n++
		}
	}
	return n
}

// only reports whether the sentence names a single figure of a measure before i.
func (p *parser) only(start, i int, measure string) bool {
	n := 0
	for j := start; j < i; j++ {
		if t := &p.toks[j]; countable(t) && t.measure == measure {
			n++
		}
	}
	return n == 1
}
