package claims

import (
	"slices"

	"github.com/shopspring/decimal"
)

// wholes lists what the parts after i may be parts of: the figures of a measure that
// stand beside each other before it, the nearest last. 发布信息360条，转发80条，其中… may
// divide the sum of both. What is itself a part, or in brackets, is none of them, nor
// are figures that say of the same things what came in and what became of them.
func (p *parser) wholes(start, i int, measure string) []*token {
	const most = 6
	if p.toks[i].class == among && i == start {
		start = p.sentenceBefore(start) // …。其中，…
	}
	var all []*token
	var last []token
	depth, inner := 0, false
	for j := start; j < i; j++ {
		t := &p.toks[j]
		switch t.class {
		case opening:
			depth++
		case closing:
			depth = max(depth-1, 0)
		case among:
			inner = inner || depth == 0
		case semicolon, stop:
			inner = false
		}
		if depth > 0 || inner || !countable(t) || t.approx || t.measure != measure {
			continue
		}
		words := p.segment(start, j)
		if has(words, compare, up, down, reach, share, rest) || has(words, from) && has(p.tail(j, i), reach) || p.former(words) {
			continue
		}
		if all != nil && !beside(last, words) {
			all = nil
		}
		all, last = append(all, t), words
	}
	return all[max(len(all)-most, 0):]
}

// beside reports whether two figures after these words are of different things, so that
// they can be added up.
func beside(first, second []token) bool {
	a, b := sortOf(first), sortOf(second)
	return a == b || a == sortUnknown || b == sortUnknown
}

// sentenceBefore is where the sentence before the one at start begins.
func (p *parser) sentenceBefore(start int) int {
	from := max(start-1, 0)
	for from > 0 && p.toks[from-1].class != stop && start-from < longestSentence {
		from--
	}
	return from
}

// sums lists the sums of the last two and more of some wholes.
func sums(wholes []*token) []*token {
	var all []*token
	if len(wholes) < 2 {
		return nil
	}
	last := wholes[len(wholes)-1]
	sum := last.value
	for n := len(wholes) - 2; n >= 0; n-- {
		sum = sum.Add(wholes[n].value)
		both := *last
		both.from, both.value = wholes[n].from, sum
		all = append(all, &both)
	}
	return all
}

// several takes the sum of several wholes before i for the total of a list, where that
// is nearer to the sum of its parts. It reports whether they may be some of the parts of
// these wholes.
func (p *parser) several(l *list, sum decimal.Decimal, start, i int) (more bool) {
	all := sums(p.wholes(start, i, l.total.measure))
	if len(all) == 0 {
		return false
	}
	more = sum.LessThan(all[len(all)-1].value)
	l.total = slices.MinFunc(append(all, l.total), func(a, b *token) int {
		return a.value.Sub(sum).Abs().Cmp(b.value.Sub(sum).Abs())
	})
	return more
}

// addUp looks for a total that the parts add up to: the one that the wording
// points to, or any other said before. Then there is nothing to say, whatever
// follows.
func (p *parser) addUp(l *list, r run, start, i int, measure string) bool {
	if len(l.parts) < 2 {
		return false
	}
	sum := l.parts[0].value
	for n, t := range l.parts[1:] {
		sum = sum.Add(t.value)
		if l.total != nil && sum.Equal(l.total.value) {
			for n+2 < len(l.parts) && l.parts[n+2].value.IsZero() {
				n++ // 网上11件、信函7件、现场0件
			}
			l.parts, l.end = l.parts[:n+2], l.ends[n+1]
			return true
		}
	}
	for _, n := range []int{r.natural, len(l.parts)} {
		if n < 2 {
			continue
		}
		sum := add(l.parts[:n])
		same := func(t *token) bool { return sum.Equal(t.value) }
		all := p.said(start, i, "")
		k := slices.IndexFunc(all, same)
		if k < 0 {
			all = sums(p.wholes(start, i, measure))
			k = slices.IndexFunc(all, same)
		}
		if k >= 0 {
			l.total, l.parts, l.end = all[k], l.parts[:n], l.ends[n-1]
			return true
		}
	}
	return false
}

func add(parts []*token) decimal.Decimal {
	sum := decimal.Zero
	for _, t := range parts {
		sum = sum.Add(t.value)
	}
	return sum
}

// said lists the figures of a measure before i in the sentence and in the one
// before it, the nearest first.
func (p *parser) said(start, i int, measure string) []*token {
	var all []*token
	const most, figures = 3, 24 // sentences
	stops := 0
	for j := i - 1; j >= 0 && i-j < 2*longestSentence; j-- {
		switch t := &p.toks[j]; {
		case t.class == stop && j < start:
			if stops++; stops > most {
				return all
			}
		case countable(t) && (t.measure == measure || measure == "") && !t.approx:
			if all = append(all, t); len(all) == figures {
				return all
			}
		}
	}
	return all
}
