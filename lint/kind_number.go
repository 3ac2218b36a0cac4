package lint

import (
	"strings"

	"nianbao/internal/edition"
	"nianbao/internal/han"
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

// style is a way of numbering.
type style string

const (
	styleThat    style = "是" // 一是
	styleNth     style = "第" // 第一，
	styleFull    style = "（" // （一）
	styleHan     style = "、" // 一、
	styleDot     style = "." // 1.
	styleComma   style = "1" // 1、
	styleBracket style = "1（"
	styleCircle  style = "①"
)

// ordinal is a number at the head of an item.
type ordinal struct {
	style    style
	value    int
	q        *passage
	from, to int
}

// shows how a style writes a number.
func (s style) String(n int) string {
	switch s {
	case styleThat:
		return edition.Numeral(n) + "是"
	case styleNth:
		return "第" + edition.Numeral(n)
	case styleFull:
		return "（" + edition.Numeral(n) + "）"
	case styleHan:
		return edition.Numeral(n) + "、"
	case styleDot:
		return itoa(n) + "."
	case styleComma:
		return itoa(n) + "、"
	case styleCircle:
		return string(rune('①' + n - 1))
	}
	return "（" + itoa(n) + "）"
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
		items = k.ordinals(p, q, items)
		items = k.inline(p, q, items)
	})
	flush()
}

// ordinals appends the numbers that stand at the head of a passage or, for 一是
// and 第一，, of a clause.
func (k *numberKind) ordinals(p *pass, q *passage, items []ordinal) []ordinal {
	if o, ok := head(q); ok {
		items = append(items, o)
		if next := q.at0(o.to); (o.style == styleFull || o.style == styleBracket) && in(k.Closing, next) {
			p.add(Finding{Form: "mark", At: q.at, Pos: q.pos(o.from, o.to+1), Args: message.Args{
				"text": q.string(o.from, o.to+1), "right": o.style.String(o.value)}})
		}
	}
	for i, r := range q.runes {
		if r == '，' || r == ',' || r == '：' || r == ':' {
			if n, from := han.NumeralBefore(q.runes, i); n > 0 && q.at0(from-1) == '第' && q.at0(i+1) != '第' && clauseStart(q.runes, from-1) {
				items = append(items, ordinal{styleNth, n, q, from - 1, i})
			}
		}
		if r != '是' {
			continue
		}
		end := i
		for end > 0 && q.runes[end-1] == ' ' {
			end--
		}
		if n, from := han.NumeralBefore(q.runes, end); n > 0 && clauseStart(q.runes, from) {
			items = append(items, ordinal{styleThat, n, q, from, i + 1})
		}
	}
	return items
}

// head reads the number at the head of a passage.
func head(q *passage) (ordinal, bool) { return numberAt(q, 0) }

// numberAt reads the number that stands at i, of those styles that lists have.
func numberAt(q *passage, i int) (ordinal, bool) {
	n, ok := han.TypedAt(q.runes, i)
	if !ok || n.Begin != i || n.Value > 50 {
		return ordinal{}, false
	}
	o := ordinal{q: q, value: n.Value, from: i, to: n.Core}
	bracket := in("（(", q.runes[i])
	switch mark := q.runes[n.Core-1]; {
	case n.Style == han.Bracket && bracket:
		o.style = styleFull
	case n.Style == han.DigitBracket && bracket:
		o.style = styleBracket
	case n.Style == han.Mark && mark == '、':
		o.style = styleHan
	case n.Style == han.DigitComma:
		o.style = styleComma
	case n.Style == han.Digit && in(".．", mark):
		o.style = styleDot
	}
	return o, o.style != ""
}

// clauseStart reports whether a clause begins at i.
func clauseStart(runes []rune, i int) bool {
	for i > 0 && (runes[i-1] == ' ' || runes[i-1] == '\u3000') {
		i--
	}
	return i == 0 || strings.ContainsRune("。；：，、！？,;:）)”》", runes[i-1])
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
