package lint

import (
	"slices"
	"unicode"

	"nianbao/internal/edition"
	"nianbao/internal/han"
)

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

// items are the numbers at the head of the passage or, for 一是 and 第一，, of a
// clause, in their order but for the styles.
func (q *passage) items() []ordinal {
	return q.tokens.items.of(func([]rune) []ordinal { return itemsOf(q) }, nil)
}

func itemsOf(q *passage) []ordinal {
	var items []ordinal
	if o, ok := numberAt(q, 0); ok {
		items = append(items, o)
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

// inlineAt reads a number that opens a clause of a passage. A year, a decimal
// and a reference such as 第（一）、（五）项 do not.
func inlineAt(q *passage, i int) (ordinal, bool) {
	o := ordinal{}
	after := "：:；;。"
	if r := q.runes[i]; r >= '①' && r <= '⑳' {
		o = ordinal{styleCircle, int(r-'①') + 1, q, i, i + 1}
		after += "，、" // such a number is nothing else
	} else if r != '（' && r != '(' && !han.IsDigit(r) {
		return o, false
	} else if number, ok := numberAt(q, i); ok {
		o = number
	} else {
		return o, false
	}
	before := i
	for before > 0 && unicode.IsSpace(q.runes[before-1]) {
		before--
	}
	if before > 0 && (!in(after, q.runes[before-1]) || han.IsDigit(q.at0(before-2)) && q.runes[before-1] == ':') {
		return o, false
	}
	next := o.to
	for unicode.IsSpace(q.at0(next)) {
		next++
	}
	// An item says something: （一）项 and ①、 only refer to one.
	r := q.at0(next)
	return o, (han.IsHan(r) || isLatin(r) || han.IsDigit(r) || in("《“", r)) && !slices.Contains([]rune("项类款条目"), r)
}
