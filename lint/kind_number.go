package lint

import (
	"strings"

	"nianbao/internal/edition"
	"nianbao/internal/message"
)

// numberKind finds numbering that is broken: a number left out or given twice,
// a mark after a number in brackets, and two ways of writing one level.
type numberKind struct {
	// Closing are the marks that may not follow a number in brackets.
	Closing string `yaml:"closing" validate:"required"`
	// Likes are other wordings of 一是, with N for the number.
	Likes []string `yaml:"likes" validate:"required"`
	// First are other words that open a list, Next those that go on with it.
	First []string `yaml:"first" validate:"required"`
	Next  []string `yaml:"next" validate:"required"`
}

func (k *numberKind) check(p *pass) {
	var items []ordinal
	var text []*passage
	at := ""
	flush := func() {
		k.sequences(p, items)
		k.styles(p, items)
		k.headless(p, items, text)
		items, text = items[:0], text[:0]
	}
	p.eachIn(zoneProse, func(q *passage) {
		if q.at != at {
			flush()
			at = q.at
		}
		text = append(text, q)
		k.marked(p, q)
		items = append(items, q.items()...)
		items = k.inline(p, q, items)
	})
	flush()
}

// marked reports a mark after a number in brackets at the head of a passage.
func (k *numberKind) marked(p *pass, q *passage) {
	all := q.items()
	if len(all) == 0 || all[0].from != 0 {
		return
	}
	o := all[0]
	if next := q.at0(o.to); (o.style == styleFull || o.style == styleBracket) && in(k.Closing, next) {
		p.add(Finding{Form: "mark", At: q.at, Pos: q.pos(o.from, o.to+1), Args: message.Args{
			"text": q.string(o.from, o.to+1), "right": o.style.String(o.value)}})
	}
}

// sequences checks each run of one style that begins with 1: one finding for
// the first number that does not follow the one before it.
func (k *numberKind) sequences(p *pass, items []ordinal) {
	runs := map[style][]ordinal{}
	judge := func(run []ordinal) {
		for i := 1; i < len(run); i++ {
			if run[i].value != run[i-1].value+1 {
				k.broken(p, run, i)
				return
			}
		}
	}
	for _, o := range items {
		s := o.style
		if s == styleComma {
			s = styleDot // they are told apart by styles
		}
		if o.value == 1 || len(runs[s]) == 0 && o.value != 1 {
			judge(runs[s])
			runs[s] = nil
		}
		if o.value == 1 || len(runs[s]) > 0 {
			runs[s] = append(runs[s], o)
		}
	}
	for _, s := range []style{styleThat, styleNth, styleFull, styleHan, styleDot, styleBracket} {
		judge(runs[s])
	}
}

// headless reports a list of 一是 or 第一， whose first item is missing: it begins
// with 二是 and 三是, and nothing before could be the first.
func (k *numberKind) headless(p *pass, items []ordinal, text []*passage) {
	for _, s := range []style{styleThat, styleNth} {
		var list []ordinal
		for _, o := range items {
			if o.style == s {
				list = append(list, o)
			}
		}
		if len(list) < 2 || list[0].value != 2 || list[1].value != 3 {
			continue
		}
		o := list[0]
		before := ""
		for _, q := range text {
			if q == o.q {
				before += q.string(0, o.from)
				break
			}
			before += q.text + "\n"
		}
		if containsAny(before, k.First) || containsAny(before, k.likes(edition.Numeral(1))) {
			continue
		}
		p.add(Finding{Form: "first", At: o.q.at, Pos: o.q.pos(o.from, o.to), Args: message.Args{
			"text": s.String(2), "right": s.String(1), "all": listed(list)}})
	}
}

// listed shows the numbers of a list.
func listed(list []ordinal) string {
	all := make([]string, len(list))
	for i, o := range list {
		all[i] = o.style.String(o.value)
	}
	return strings.Join(all, " ")
}

func (k *numberKind) broken(p *pass, run []ordinal, i int) {
	o, before := run[i], run[i-1]
	// A number that is there, though written otherwise (三要), is not missing.
	want := before.style.String(before.value + 1)
	if (o.style == styleThat || o.style == styleNth) && o.value > before.value+1 && k.between(before, o, edition.Numeral(before.value+1)) {
		return
	}
	f := Finding{At: o.q.at, Pos: o.q.pos(o.from, o.to), Args: message.Args{
		"text": o.style.String(o.value), "before": before.style.String(before.value), "right": want, "all": listed(run)}}
	if o.value <= before.value {
		f.Form = "twice"
	}
	p.add(f)
}

// between reports whether an item with a number stands between two others in
// another wording than 一是.
func (k *numberKind) between(a, b ordinal, number string) bool {
	text := ""
	if a.q == b.q {
		text = a.q.string(a.to, b.from)
	} else {
		text = a.q.string(a.to, len(a.q.runes)) + b.q.string(0, b.from)
	}
	return containsAny(text, k.likes(number)) || containsAny(text, k.Next)
}

// likes are the other wordings of a number.
func (k *numberKind) likes(number string) []string {
	all := make([]string, len(k.Likes))
	for i, like := range k.Likes {
		all[i] = strings.ReplaceAll(like, "N", number)
	}
	return all
}

// styles reports 1、 beside 1. in one text.
func (k *numberKind) styles(p *pass, items []ordinal) {
	var first *ordinal
	for i := range items {
		o := &items[i]
		if o.style != styleDot && o.style != styleComma {
			continue
		}
		if first == nil {
			first = o
		} else if first.style != o.style {
			p.add(Finding{Form: "style", At: o.q.at, Pos: o.q.pos(o.from, o.to), Args: message.Args{
				"text": o.style.String(o.value), "before": first.style.String(first.value)}})
			return
		}
	}
}
