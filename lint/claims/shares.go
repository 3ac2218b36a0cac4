package claims

import (
	"math"
	"slices"
	"strings"

	"github.com/shopspring/decimal"
)

// share reads 占62.5% and 占总数47件的80.85%.
func (p *parser) share(start, i, end int) {
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
	lead := p.toks[at:k]
	if has(lead, together) && !slices.ContainsFunc(lead, func(t token) bool { return countable(&t) && t.measure != "类" && t.measure != "项" }) {
		p.shareOfSum(start, at, i, lead)
		return
	}
	if !only(lead, link) && !has(lead, figure) {
		return // the share of something named here without its number
	}
	var part *token
	at = k
	for j := k - 1; j >= start && part == nil; j-- {
		if u := &p.toks[j]; countable(u) && !has(p.segment(start, j), compare, up, down) {
			part, at = u, j
		}
	}
	if whole == nil && has(p.toks[k:i], ground, elsewhere) {
		return // 占全市申请总量的53%
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
	var sure *token
	for j := at - 1; j >= start; j-- {
		u := &p.toks[j]
		opened = opened || u.class == among
		if opened && countable(u) && u.measure == part.measure {
			if !u.approx && !has(p.segment(start, j), compare, up, down, lastYear) {
				sure = u
			}
			break
		}
	}
	if words := p.segment(start, at); sure == nil && at-len(words)-1 >= start {
		// 30家单位中有4家，占13.3%
		if u := &p.toks[at-len(words)-1]; countable(u) && u.measure == part.measure && !u.approx && slices.ContainsFunc(words, func(w token) bool { return p.says(&w, "中") }) {
			sure = u
		}
	}
	all := p.said(start, at, "")
	slices.SortStableFunc(all, func(a, b *token) int { return b.value.Cmp(a.value) }) // a whole is larger than parts
	if n := len(p.claims); n > p.first && p.claims[n-1].What == Share && p.claims[n-1].From >= p.toks[start].from {
		for _, u := range all {
			if u.from == p.claims[n-1].Whole.From {
				all = append([]*token{u}, all...) // of what the last one was a share
				break
			}
		}
	}
	if sure != nil {
		all = append([]*token{sure}, all...)
	}
	if p.says(&p.toks[k], "约占") {
		sure = nil
	}
	for j, stops := i+1, 0; j < len(p.toks) && stops < 2 && j-i < longestSentence; j++ {
		if p.toks[j].class == stop {
			stops++
		}
		if u := &p.toks[j]; countable(u) && u.measure == part.measure && (stops == 0 || has(p.segment(start, j), together, intake, receive)) {
			all = append(all, u) // 自然人34件，占85%，…，合计40件
		}
	}
	if u := p.wholeOfOthers(start); u != nil && sure == nil && only(p.toks[k+1:i], of(fill)) && u.measure == part.measure {
		c.Whole = figureOf(u)
		p.claims = append(p.claims, c)
		return
	}
	if u := p.cameIn(part); u != nil && sure == nil && !opened && has(p.toks[k+1:i], accept) && u.measure == part.measure {
		c.Whole = figureOf(u) // 占新收总量的80%
		p.claims = append(p.claims, c)
		return
	}
	if p.agreeing(&c, all) {
		return
	}
	if sure == nil && p.ofList(&c) {
		return
	}
	if sure == nil {
		sure = p.wholeNamed(start, k, i, part)
	}
	if sure != nil {
		c.Whole = figureOf(sure)
		p.claims = append(p.claims, c)
		return
	}
	if !opened && has(p.toks[k:i], intake, apply, accept, receive) {
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

// cameIn is the last figure before a part that says how many applications came in.
func (p *parser) cameIn(part *token) *token {
	const lookBack = 50
	for n := len(p.claims) - 1; n >= max(len(p.claims)-lookBack, 0); n-- {
		c := &p.claims[n]
		if c.What != Received || c.Applicant != "" || c.From >= part.from || c.Including {
			continue
		}
		if at := slices.IndexFunc(p.toks, func(t token) bool { return t.from == c.From }); at >= 0 {
			return &p.toks[at]
		}
	}
	return nil
}

// wholeNamed is the figure whose words 占 and the percentage have between them: 收回
// 问卷1876份，满意1791份，占收回问卷的95.5%; nil for none, or more than one.
func (p *parser) wholeNamed(start, k, i int, part *token) *token {
	const least = 2
	name := p.s.runes[p.toks[k].to:p.toks[i].from]
	if len(name) < least {
		return nil
	}
	var one *token
	for j := start; j < k; j++ {
		u := &p.toks[j]
		if u == part || !countable(u) || u.approx || u.measure != part.measure {
			continue
		}
		words := p.segment(start, j)
		if !strings.Contains(string(p.s.runes[wordsFrom(words, u):u.from]), string(name[:least])) {
			continue
		}
		if one != nil {
			return nil
		}
		one = u
	}
	return one
}

// wholeOfOthers is what two and more shares in the sentence are of, all that there
// were: 自然人占81%，企业占12%，其余占7%. The next is of the same.
func (p *parser) wholeOfOthers(start int) *token {
	const several, lookBack = 2, 50
	var whole *Figure
	n := 0
	for j := max(len(p.claims)-lookBack, 0); j < len(p.claims); j++ {
		c := &p.claims[j]
		if c.What != Share || c.From < p.toks[start].from {
			continue
		}
		if !c.Agrees() || whole != nil && whole.From != c.Whole.From {
			return nil
		}
		whole, n = &c.Whole, n+1
	}
	if n < several {
		return nil
	}
	at := slices.IndexFunc(p.toks, func(t token) bool { return t.from == whole.From })
	if at < 0 {
		return nil
	}
	return &p.toks[at]
}

// shareOfSum reads 食品类1302件、服务类956件，两类合计占72.2%, where the numbers
// agree.
func (p *parser) shareOfSum(start, at, i int, lead []token) {
	n := decimal.NewFromInt(2)
	if k := index(lead, figure); k >= 0 {
		n = lead[k].value
	}
	sum, parts := decimal.Zero, decimal.Zero
	for j := at - 1; j >= start; j-- {
		u := &p.toks[j]
		if !countable(u) || u.approx {
			continue
		}
		sum, parts = sum.Add(u.value), parts.Add(decimal.NewFromInt(1))
		if parts.Equal(n) {
			part := figureOf(u)
			part.Value = sum
			p.agreeing(&Claim{What: Share, Figure: figureOf(&p.toks[i]), Part: part}, p.said(start, j, u.measure))
			return
		}
	}
}

// ofList takes the total of a list that adds up for the whole of one of its parts.
func (p *parser) ofList(c *Claim) bool {
	const lookBack = 50
	for n := len(p.claims) - 1; n >= max(len(p.claims)-lookBack, 0); n-- {
		l := &p.claims[n]
		if l.What == List && l.Agrees() && slices.ContainsFunc(l.Parts, func(f Figure) bool { return f.From == c.Part.From }) {
			c.Whole = l.Total
			p.claims = append(p.claims, *c)
			return true
		}
	}
	return false
}

// agreeing adds a share with the first whole that it follows from.
func (p *parser) agreeing(c *Claim, wholes []*token) bool {
	const near = 2 // percent; what is farther off needs no exact arithmetic
	part, said := c.Part.Value.InexactFloat64(), c.Value.InexactFloat64()
	for i, u := range wholes {
		if !u.value.IsPositive() || math.Abs(part/u.value.InexactFloat64()*100-said) > near {
			continue
		}
		if slices.ContainsFunc(wholes[:i], func(w *token) bool { return w.value.Equal(u.value) }) {
			continue // tried
		}
		if c.Whole = figureOf(u); c.Agrees() {
			p.claims = append(p.claims, *c)
			return true
		}
	}
	return false
}

// sharesOf reads the percentages after 分别占, each of which belongs to one of
// as many figures before it. Only those that agree are read.
func (p *parser) sharesOf(start, i, end int) {
	words := p.back(start, i)
	k := i - len(words) + index(words, shares)
	n, mine := 0, 0
	for j := k + 1; j < end && of(figure, dun, and, fill, comma)[p.toks[j].class]; j++ {
		if p.toks[j].kind == kindPercent && p.toks[j].class == figure {
			if n++; j == i {
				mine = n
			}
		}
	}
	var parts []int
	for j := k - 1; j >= start && len(parts) < n; j-- {
		if countable(&p.toks[j]) {
			parts = append(parts, j)
		}
	}
	if mine == 0 || len(parts) < n {
		return
	}
	part := &p.toks[parts[n-mine]]
	p.agreeing(&Claim{What: Share, Figure: figureOf(&p.toks[i]), Part: figureOf(part)}, p.said(start, parts[n-1], part.measure))
}

// anyRate reports whether words end as 整改率 and the like do.
func (p *parser) anyRate(words []token) bool {
	for len(words) > 0 && words[len(words)-1].class == fill {
		words = words[:len(words)-1]
	}
	return len(words) > 0 && p.s.runes[words[len(words)-1].to-1] == '率'
}

// stem is what a rate is of, 整改 in 整改率; nil where the words name none.
func (p *parser) stem(words []token) []rune {
	if len(words) == 0 {
		return nil
	}
	text := p.s.runes[words[0].from:words[len(words)-1].to]
	if k := slices.Index(text, '率'); k > 1 {
		return text[k-2 : k]
	}
	return nil
}

// rateOfLast reads 发现问题112个，整改105个，整改率93.8%: the rate of what it is
// named after, or of any figure where the numbers agree.
func (p *parser) rateOfLast(start, i int) {
	c := Claim{What: Share, Figure: figureOf(&p.toks[i])}
	stem := p.stem(p.segment(start, i))
	const most = 8
	var sure, last *token
	for j, n := i-1, 0; j >= start && n < most; j-- {
		u := &p.toks[j]
		if !countable(u) || u.approx {
			continue
		}
		n++
		words := p.segment(start, j)
		named := len(stem) > 0 && strings.Contains(string(p.s.runes[wordsFrom(words, u):u.from]), string(stem))
		if last == nil || named {
			if c.Part = figureOf(u); p.agreeing(&c, p.said(start, j, u.measure)) {
				return
			}
		}
		if named && sure == nil {
			if before := p.said(start, j, u.measure); len(before) > 0 && before[0].from >= p.toks[start].from && before[0].value.GreaterThanOrEqual(u.value) {
				sure, c.Whole = u, figureOf(before[0])
			}
		}
		last = u
	}
	if sure != nil && sure.kind != kindMoney && p.toks[i].value.LessThan(hundred) {
		c.Part = figureOf(sure)
		p.claims = append(p.claims, c)
	}
}

// wordsFrom is where the words before a figure begin.
func wordsFrom(words []token, t *token) int {
	if len(words) == 0 {
		return t.from
	}
	return words[0].from
}

// shareOfNext reads 达52.6%，即505件中有266件, where the numbers agree.
func (p *parser) shareOfNext(i, end int) {
	var whole *token
	for j := i + 1; j < end && j < i+12; j++ {
		switch u := &p.toks[j]; {
		case !countable(u) || u.approx:
		case whole == nil:
			whole = u
		default:
			p.agreeing(&Claim{What: Share, Figure: figureOf(&p.toks[i]), Part: figureOf(u)}, []*token{whole})
			return
		}
	}
}

// outcomeRateOf reads 行政复议10件，被纠正1件，纠错率10%, where the sentence has one
// figure each.
func (p *parser) outcomeRateOf(start, i int) bool {
	role := "corrected"
	if strings.ContainsRune(string(p.s.runes[p.toks[i].from-min(p.toks[i].from, 6):p.toks[i].from]), '维') {
		role = "upheld"
	}
	var part, whole *token
	for j := start; j < i; j++ {
		u := &p.toks[j]
		if !countable(u) {
			continue
		}
		switch words := p.segment(start, j); {
		case has(words, outcome):
			if k := index(words, outcome); strings.HasPrefix(words[k].role, role) {
				if part != nil {
					return false
				}
				part = u
			}
		case has(words, review, suit, dispute):
			if whole != nil {
				return false
			}
			whole = u
		default:
			return false
		}
	}
	if part == nil || whole == nil || part.approx || whole.approx || i+1 < len(p.toks) && p.toks[i+1].class == opening {
		return false // 纠错率12.9%（按已审结31件计算）
	}
	p.claims = append(p.claims, Claim{What: Share, Figure: figureOf(&p.toks[i]), Part: figureOf(part), Whole: figureOf(whole)})
	return true
}

// rateOf reads 收到40件，办结38件，办结率95%, where the numbers agree or the
// sentence has no others.
func (p *parser) rateOf(start, i, end int) bool {
	var came, done, left []*token
	carried := false
	for j := start; j < end; j++ {
		u := &p.toks[j]
		if !countable(u) || u.approx {
			continue
		}
		words := p.segment(start, j)
		carried = carried || has(words, carry)
		switch {
		case has(words, carry) && has(words, lastYear) && j < i:
			left = append(left, u)
		case has(words, compare, up, down) || p.former(words):
		case has(words, answer):
			done = append(done, u)
		case has(words, receive, accept, intake, due, together):
			came = append(came, u)
		}
	}
	for _, u := range done {
		if p.agreeing(&Claim{What: Share, Figure: figureOf(&p.toks[i]), Part: figureOf(u)}, came) {
			return true
		}
	}
	if carried && len(came) == 1 && len(done) == 1 && len(left) == 1 && done[0].measure == came[0].measure && left[0].measure == came[0].measure {
		// 新收26500件，上年结转1230件；办结26574件，办结率95.8%
		both := *came[0]
		both.value = both.value.Add(left[0].value)
		c := Claim{What: Share, Figure: figureOf(&p.toks[i]), Part: figureOf(done[0])}
		if !p.agreeing(&c, []*token{&both}) && p.toks[i].value.LessThan(hundred) {
			c.Whole = figureOf(&both)
			p.claims = append(p.claims, c)
		}
		return true
	}
	if len(came) == 1 && len(done) == 1 && !carried && p.toks[i].value.LessThan(hundred) && came[0].measure == done[0].measure {
		p.claims = append(p.claims, Claim{What: Share, Figure: figureOf(&p.toks[i]), Part: figureOf(done[0]), Whole: figureOf(came[0])})
		return true
	}
	return false
}

// outcomeShare reads 行政复议4件，维持率75%，即3件获维持, and where the numbers
// agree 行政复议4件，维持3件，维持率75%.
func (p *parser) outcomeShare(start, i, end int) {
	t := &p.toks[i]
	var whole, part *token
	for j := i - 1; j >= start && whole == nil; j-- {
		if countable(&p.toks[j]) {
			whole = &p.toks[j]
		}
	}
	for j := i + 1; j < end && part == nil && p.toks[j].class != semicolon; j++ {
		if countable(&p.toks[j]) {
			part = &p.toks[j]
			if !has(p.segment(start, j), outcome) && !has(p.tail(j, end), outcome) {
				part = nil
				break
			}
		}
	}
	if part != nil {
		if whole != nil && !whole.approx && !part.approx {
			p.claims = append(p.claims, Claim{What: Share, Figure: figureOf(t), Part: figureOf(part), Whole: figureOf(whole)})
		}
		return
	}
	if p.outcomeRateOf(start, i) {
		return
	}
	for j := i - 1; j >= start; j-- {
		if u := &p.toks[j]; countable(u) && has(p.segment(start, j), outcome) &&
			p.agreeing(&Claim{What: Share, Figure: figureOf(t), Part: figureOf(u)}, p.said(start, j, u.measure)) {
			return
		}
	}
}
