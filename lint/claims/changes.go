package claims

import "github.com/shopspring/decimal"

var hundred = decimal.NewFromInt(100)

// changes finds shares, growths and differences that come with both their
// numbers, in the sentence of tokens from start (inclusive) to end (exclusive).
func (p *parser) changes(start, end int) {
	base := -1
	for i := start; i < end; i++ {
		t := &p.toks[i]
		if t.class != figure || t.approx {
			continue
		}
		words := p.segment(start, i)
		if len(words) == 0 && i > start && p.toks[i-1].class == opening {
			words = p.segment(start, i-1) // 比2020年（48件）增加
		}
		switch {
		case countable(t) && p.formerTime(words) && (has(words, compare, from) && !has(words, up, down) || only(words, link.with(lastYear))):
			base = i
		case countable(t) && has(words, from) && i+1 < end && p.toks[i+1].class == reach:
			base = i // 从3万次增加到4.5万次
		case base >= 0 && has(words, up, down) && !has(words, reach) && t.kind != kindPoints && t.kind != kindTimes:
			p.change(start, base, i, end)
		case t.kind == kindPercent && has(p.back(start, i), share):
			p.share(start, i)
		case t.kind == kindPercent && has(words, outcomeRate):
			p.outcomeShare(start, i, end)
		}
	}
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

// change reads the growth or difference at d, from the figure at base.
func (p *parser) change(start, base, d, end int) {
	b, t := &p.toks[base], &p.toks[d]
	c := Claim{What: Growth, Figure: figureOf(t), Before: figureOf(b)}
	switch {
	case t.kind == kindPercent:
	case countable(t) && t.measure == b.measure:
		c.What = More
	default:
		return
	}
	if has(p.segment(start, d), down) {
		c.Value = c.Value.Neg()
	}
	sure := false
	for _, a := range p.afterOf(start, base, d, end) {
		c.After = figureOf(a.token)
		if c.Agrees() {
			p.claims = append(p.claims, c)
			return
		}
		sure = sure || a.sure
	}
	for _, a := range p.afterOf(start, base, d, end) {
		if a.sure {
			c.After = figureOf(a.token)
			p.claims = append(p.claims, c)
			return
		}
	}
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
	same := func(t *token) bool { return countable(t) && t.measure == measure && !t.approx }
	for j := base + 1; j < end; j++ {
		t := &p.toks[j]
		if j == d || !same(t) {
			continue
		}
		words := p.segment(start, j)
		if has(words, reach) || len(words) > 0 && only(words, of(fill, together)) {
			all = append(all, candidate{t, true})
		}
	}
	sure := len(all) == 0
	// Before the comparison: the nearest figure of the same sentence, where it
	// is not itself a part or another year's; then what was said before.
	const lookBack = 12
	for j, seen := base-1, 0; j >= 0 && seen < lookBack && base-j < longestSentence; j-- {
		t := &p.toks[j]
		if !same(t) {
			continue
		}
		seen++
		near := sure && j >= start && !has(p.toks[start:j], among, divided, compare, lastYear) && p.only(start, base, measure)
		all = append(all, candidate{t, near})
		if j >= start {
			sure = false
		}
	}
	return all
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

// share reads 占62.5% and 占总数47件的80.85%.
func (p *parser) share(start, i int) {
	t := &p.toks[i]
	words := p.back(start, i)
	at := i - len(words)
	c := Claim{What: Share, Figure: figureOf(t)}
	var whole *token
	k := at + index(words, share)
	for j := k + 1; j < i; j++ {
		if countable(&p.toks[j]) {
			whole = &p.toks[j]
		}
	}
	var part *token
	at = k
	for j := k - 1; j >= start && part == nil; j-- {
		if u := &p.toks[j]; countable(u) {
			part, at = u, j
		}
	}
	if part == nil || part.approx || whole != nil && (whole.approx || whole.measure != part.measure) {
		return
	}
	c.Part = figureOf(part)
	if whole != nil {
		c.Whole = figureOf(whole)
		p.claims = append(p.claims, c)
		return
	}
	// The whole is the total that the part is one of.
	opened := false
	for j := at - 1; j >= start; j-- {
		u := &p.toks[j]
		opened = opened || u.class == among
		if opened && countable(u) && u.measure == part.measure {
			if !u.approx && !has(p.segment(start, j), compare, up, down, lastYear) {
				c.Whole = figureOf(u)
				p.claims = append(p.claims, c)
			}
			return
		}
	}
	if has(p.toks[k:i], intake, apply) {
		const lookBack = 50
		for j := len(p.claims) - 1; j >= max(len(p.claims)-lookBack, 0); j-- {
			if d := &p.claims[j]; d.What == Received && d.Applicant == "" && d.From < part.from {
				c.Whole = d.Figure
				p.claims = append(p.claims, c)
				return
			}
		}
	}
}

// outcomeShare reads 行政复议4件，维持率75%，即3件获维持.
func (p *parser) outcomeShare(start, i, end int) {
	var whole, part *token
	for j := i - 1; j >= start && whole == nil; j-- {
		if countable(&p.toks[j]) {
			whole = &p.toks[j]
		}
	}
	for j := i + 1; j < end && part == nil; j++ {
		if countable(&p.toks[j]) {
			part = &p.toks[j]
			if !has(p.segment(start, j), outcome) && !has(p.tail(j, end), outcome) {
				return
			}
		}
	}
	if whole == nil || part == nil || whole.approx || part.approx {
		return
	}
	p.claims = append(p.claims, Claim{What: Share, Figure: figureOf(&p.toks[i]), Part: figureOf(part), Whole: figureOf(whole)})
}

// slack is by how much a figure of the text may differ from the exact one: half
// of its last place, where 万 or 亿 or decimals show that it is rounded.
func slack(f Figure) decimal.Decimal {
	if f.Base == 0 {
		return decimal.Zero
	}
	return decimal.New(5, f.Base-f.Shown-1)
}

// Agrees reports whether a claim that is checked within the text holds: a list
// adds up, a share or growth follows from its numbers as far as the text shows
// them. All other claims agree.
func (c *Claim) Agrees() bool {
	switch c.What {
	case List:
		sum, room := decimal.Zero, slack(c.Total)
		for _, f := range c.Parts {
			sum, room = sum.Add(f.Value), room.Add(slack(f))
		}
		return sum.Sub(c.Total.Value).Abs().LessThanOrEqual(room)
	case More:
		return c.After.Value.Sub(c.Before.Value).Sub(c.Value).Abs().LessThanOrEqual(slack(c.After).Add(slack(c.Before)).Add(slack(c.Figure)))
	case Share:
		return c.Whole.Value.IsZero() || c.percent(c.Part.Value, slack(c.Part), c.Whole.Value, slack(c.Whole), decimal.Zero)
	case Growth:
		return c.Before.Value.IsZero() || c.percent(c.After.Value, slack(c.After), c.Before.Value, slack(c.Before), hundred)
	}
	return true
}

// percent reports whether the percentage over less follows, rounded or cut off
// at the last place that the text shows, from numbers with so much slack.
func (c *Claim) percent(over, overSlack, under, underSlack, less decimal.Decimal) bool {
	const places = 8
	low, high := over.Sub(overSlack), over.Add(overSlack)
	smaller, larger := under.Sub(underSlack), under.Add(underSlack)
	if !smaller.IsPositive() {
		return true
	}
	from := low.Mul(hundred).DivRound(larger, places).Sub(less)
	to := high.Mul(hundred).DivRound(smaller, places).Sub(less)
	if c.Value.IsNegative() {
		from, to = to.Neg(), from.Neg()
	}
	v := c.Value.Abs()
	half, unit := decimal.New(5, -c.Shown-1), decimal.New(1, -c.Shown)
	return to.GreaterThanOrEqual(v.Sub(half)) && from.LessThan(v.Add(unit))
}
