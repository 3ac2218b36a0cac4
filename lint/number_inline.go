package lint

import (
	"slices"
)

// provision reports whether an article of a law is named among some characters,
// 第二十一条: what stands in the numbers of its items is the law's order, of which a
// report may name some and skip others.
func provision(q *passage, from, to int) bool {
	return slices.ContainsFunc(q.articles(), func(n number) bool { return n.from > from && n.to < to })
}

// inline reports broken numbering within one passage: （一）甲；（二）乙；（四）丁。
// What begins with 1 and goes on with 2 is a list; less than that may be
// anything, unless the 1 stands at the passage's head and the other opens a
// sentence. The items that go on from the number at the passage's head are
// appended to items, so that the next passage may go on with them.
func (k *numberKind) inline(p *pass, q *passage, items []ordinal) []ordinal {
	runs := map[style][]ordinal{}
	broken := map[style]bool{}
	mask := q.quoted()
	for i := range q.runes {
		o, ok := inlineAt(q, i)
		if !ok || mask[i] {
			continue
		}
		s := o.style
		if s == styleComma {
			s = styleDot
		}
		run := runs[s]
		switch {
		case o.value == 1:
			runs[s], broken[s] = []ordinal{o}, provision(q, i-40, i)
			continue
		case len(run) == 0 || broken[s]:
			continue
		}
		runs[s] = append(run, o)
		if o.value != run[len(run)-1].value+1 {
			broken[s] = true
			if len(run) > 1 || run[0].from == 0 && q.at0(i-1) == '。' {
				k.broken(p, runs[s], len(run))
				// Once is enough: the next passage is not held against it.
				items = slices.DeleteFunc(items, func(o ordinal) bool { return o.q == q && o.style == run[0].style })
			}
			continue
		}
		// What the head of the passage begins may go on in the next one.
		if run[0].from == 0 && s != styleCircle {
			items = append(items, o)
		}
	}
	return items
}
