package han

import "strings"

// Style is a way of numbering.
type Style int

// The ways of numbering, by what stands about the number.
const (
	None         Style = iota
	Mark               // 一、
	Bracket            // （一）
	Digit              // 1.
	DigitComma         // 1、
	DigitBracket       // （1）, 1）
	Circle             // ①
	Nth                // 第一、
	Roman              // Ⅰ.
)

// Formal reports whether a style is one of the two upper levels of an official
// paper, 一、 and （一） (GB/T 9704-2012, 7.3.3), which the form itself numbers.
func (s Style) Formal() bool { return s == Mark || s == Bracket }

// Number is a number as authors type it before a heading or an item.
type Number struct {
	Style Style
	Value int
	// Begin is where it begins, behind white space; Core is where the number ends
	// with its bracket or mark, End where what it numbers begins, behind further
	// marks and white space. All count runes.
	Begin, Core, End int
}

// maxValue is the highest number that anything is numbered with.
const maxValue = 99

const (
	opening = "([〔【〈"
	closing = ")]〕】〉"
	// marks follow a number.
	marks = "、.,:·"
	// counted are the beginnings of what a number before them counts or names
	// rather than numbers: 一、二级 is an enumeration, 3 月 a month.
	counted = "级类期季层等次批号年月日届线产个项件条家名人份处万亿千百多余是要%％"
)

// units may follow 第一.
var units = []string{"部分", "章", "节", "篇", "编"}

// enclosed are the characters that are a number in themselves.
var enclosed = []struct {
	first, last rune
	value       int
	style       Style
}{
	{'①', '⑳', 1, Circle}, {'❶', '❿', 1, Circle}, {'㉑', '㉟', 21, Circle}, {'㊀', '㊉', 1, Circle},
	{'⑴', '⒇', 1, DigitBracket}, {'⒈', '⒛', 1, Digit}, {'㈠', '㈩', 1, Bracket},
}

// Typed reads the number at the beginning of a text, in any of the ways in which
// authors number, with white space anywhere in it and in full width or half. A
// word that begins with a numeral is none: 12345热线, 3.15活动, 一、二级,
// 第一时间, Ⅰ级.
func Typed(text string) (Number, bool) { return TypedAt([]rune(text), 0) }

// Split parts the number from a text: what was typed of it, and the rest. Both
// are without the white space around them.
func Split(text string) (number, rest string) {
	runes := []rune(text)
	n, ok := TypedAt(runes, 0)
	if !ok {
		return "", strings.TrimFunc(text, IsSpace)
	}
	return strings.TrimFunc(string(runes[n.Begin:n.End]), IsSpace), strings.TrimFunc(string(runes[n.End:]), IsSpace)
}

// TypedAt reads the number that stands at i, or behind white space there.
func TypedAt(runes []rune, i int) (Number, bool) {
	s := scan{runes: runes, i: i}
	s.space()
	n := Number{Begin: s.i}
	if !s.number(&n) {
		return Number{}, false
	}
	n.Core = s.i
	for s.space(); s.in(marks) && !s.decimal(); s.space() {
		s.i++
	}
	n.End = s.i
	return n, true
}

// scan is a place in a text.
type scan struct {
	runes []rune
	i     int
}

// at is the character k further on, in half width, 0 beyond the end.
func (s *scan) at(k int) rune {
	if s.i+k >= len(s.runes) {
		return 0
	}
	return Narrow(s.runes[s.i+k])
}

func (s *scan) in(set string) bool { return s.at(0) != 0 && strings.ContainsRune(set, s.at(0)) }

// space passes over white space, and reports whether there was any.
func (s *scan) space() bool {
	from := s.i
	for s.i < len(s.runes) && IsSpace(s.runes[s.i]) {
		s.i++
	}
	return s.i > from
}

// number reads the number up to its bracket or mark.
func (s *scan) number(n *Number) bool {
	for _, e := range enclosed {
		if r := s.at(0); r >= e.first && r <= e.last {
			n.Style, n.Value = e.style, int(r-e.first)+e.value
			s.i++
			return true
		}
	}
	switch {
	case s.in(opening):
		return s.bracketed(n)
	case s.at(0) == '第':
		s.i++
		return s.nth(n)
	}
	kind, ok := s.value(n)
	if !ok {
		return false
	}
	spaced := s.space()
	switch {
	case kind == Digit && s.in(closing):
		n.Style = DigitBracket
		s.i++
		return true
	case s.in(marks):
		mark := s.at(0)
		n.Style = kind
		if kind == Digit && mark == '、' {
			n.Style = DigitComma
		}
		s.i++
		return s.separates(n, mark)
	case spaced && s.at(0) != 0:
		n.Style = kind
		return s.han() && !s.in(counted) && !IsNumeral(s.at(0))
	}
	return false
}

// value reads the bare number: a Chinese numeral, digits or a Roman one.
func (s *scan) value(n *Number) (kind Style, ok bool) {
	from := s.i
	switch {
	case IsNumeral(s.at(0)):
		for IsNumeral(s.at(0)) {
			s.i++
		}
		kind, n.Value = Mark, Numeral(s.runes[from:s.i])
	case IsDigit(s.at(0)):
		for IsDigit(s.at(0)) && n.Value <= maxValue {
			n.Value = n.Value*10 + DigitValue(s.at(0))
			s.i++
		}
		kind = Digit
	default:
		kind, n.Value = Roman, s.roman()
	}
	return kind, n.Value > 0 && n.Value <= maxValue
}

// bracketed reads a number between brackets of whatever width.
func (s *scan) bracketed(n *Number) bool {
	s.i++
	s.space()
	kind, ok := s.value(n)
	s.space()
	if !ok || !s.in(closing) {
		return false
	}
	s.i++
	n.Style = Bracket
	if kind != Mark {
		n.Style = DigitBracket
	}
	return true
}

// nth reads what follows 第.
func (s *scan) nth(n *Number) bool {
	s.space()
	if _, ok := s.value(n); !ok {
		return false
	}
	n.Style = Nth
	spaced := s.space()
	rest := string(s.runes[s.i:min(s.i+2, len(s.runes))])
	for _, unit := range units {
		if strings.HasPrefix(rest, unit) {
			s.i += len([]rune(unit))
			return true
		}
	}
	if s.in(marks) {
		mark := s.at(0)
		s.i++
		return s.separates(n, mark)
	}
	return spaced && s.han() && !s.in(counted)
}

// separates reports whether the mark that was just passed stands between a
// number and what it numbers, and not within a decimal, a time or an
// enumeration.
func (s *scan) separates(n *Number, mark rune) bool {
	before := *s
	defer func() { *s = before }()
	spaced := s.space()
	switch {
	case s.at(0) == 0:
		return true
	case n.Style == Roman && s.at(0) < 0x80:
		return false
	case IsDigit(s.at(0)) || IsNumeral(s.at(0)):
		next := Number{}
		from := s.i
		kind, _ := s.value(&next)
		if kind == Digit && s.i-from >= 3 { // a year or a name: 1.2024年, 1、12345热线
			return mark != ',' && mark != ':' && (mark == '、' || s.year(from))
		}
		if kind == Digit && !spaced && mark != '、' {
			return false
		}
		return next.Value != n.Value+1 && !s.in(counted+marks+closing)
	}
	return true
}

// year reports whether the digits from a place on are a year.
func (s *scan) year(from int) bool {
	k := from
	for k < len(s.runes) && IsDigit(s.runes[k]) {
		k++
	}
	return k-from == 4 && k < len(s.runes) && s.runes[k] == '年'
}

// decimal reports whether the mark here stands before a digit.
func (s *scan) decimal() bool { return s.at(0) != '、' && IsDigit(s.at(1)) }

// han reports whether a Chinese character stands here.
func (s *scan) han() bool { return IsHan(s.at(0)) }

// romans are the letters of Roman numerals with their values.
var romans = map[rune]int{'I': 1, 'V': 5, 'X': 10}

// roman reads a Roman numeral, of one character or of Latin capitals.
func (s *scan) roman() int {
	for _, first := range []rune{'Ⅰ', 'ⅰ'} {
		if r := s.at(0); r >= first && r <= first+11 {
			s.i++
			return int(r-first) + 1
		}
	}
	sum, last := 0, 0
	for romans[s.at(0)] > 0 {
		v := romans[s.at(0)]
		if v > last {
			sum -= 2 * last
		}
		sum, last = sum+v, v
		s.i++
	}
	if r := s.at(0); r >= 'A' && r <= 'z' {
		return 0
	}
	return sum
}
