package lint

import (
	"strings"
	"unicode"

	"nianbao/internal/han"
)

// tokens are what a passage is made of, each list read when a rule first asks for
// it and then kept for all others. Where characters are counted, from is inclusive
// and to exclusive.
type tokens struct {
	times     lazy[times]
	figured   lazy[[]han.Date]
	numbers   lazy[[]number]
	codes     lazy[[]code]
	documents lazy[[]document]
	items     lazy[[]ordinal]
	words     lazy[words]
	// The characters that stand between 书名号, and those between these or
	// quotation marks.
	titled, quoted lazy[[]bool]
	partners       lazy[[]int]
	foreign        lazy[[]bool]
}

// lazy is a list that is made once.
type lazy[T any] struct {
	made  bool
	value T
}

func (l *lazy[T]) of(read func([]rune) T, runes []rune) T {
	if !l.made {
		l.value, l.made = read(runes), true
	}
	return l.value
}

// times are the days and years of a passage.
type times struct {
	dates []han.Date
	years []mentioned
}

// mentioned is a year in figures; to is the place after 年.
type mentioned struct{ from, to, value int }

func timesIn(runes []rune) (t times) {
	var years []han.Year
	t.dates, years = han.Times(runes)
	for _, y := range years {
		if y.Value > 2000 && y.Value < 2100 {
			t.years = append(t.years, mentioned{y.From, y.To, y.Value})
		}
	}
	return t
}

// dates are those that name a month, with 年, 月 and 日, and the impossible ones.
func (q *passage) dates() []han.Date { return q.tokens.times.of(timesIn, q.runes).dates }

// figureDates are those in figures alone, as 2024-02-30.
func (q *passage) figureDates() []han.Date { return q.tokens.figured.of(han.FigureDates, q.runes) }

// years are those before 年, of four digits or numerals, as far as a report can
// speak of them as its own or its neighbours'.
func (q *passage) years() []mentioned { return q.tokens.times.of(timesIn, q.runes).years }

// quoted marks what stands between 书名号 or quotation marks, titled between the
// former alone: names and citations, which are not the report's own words. The
// caller must not change it.
func (q *passage) quoted() []bool {
	return q.tokens.quoted.of(func(runes []rune) []bool { return quoted(runes, true) }, q.runes)
}

func (q *passage) titled() []bool {
	return q.tokens.titled.of(func(runes []rune) []bool { return quoted(runes, false) }, q.runes)
}

// partners gives each half-width bracket the place of its partner of the same
// width, and -1 to every other character.
func (q *passage) partners() []int { return q.tokens.partners.of(halfPairs, q.runes) }

// foreign marks what is no Chinese text: addresses, numbers with separators, times
// of day. The caller must not change it.
func (q *passage) foreign() []bool { return q.tokens.foreign.of(foreignMask, q.runes) }

// words are the letters, digits and Chinese characters of a text, without marks and
// white space, and where each stands.
type words struct {
	runes []rune
	index []int
}

func wordsIn(runes []rune) words {
	w := words{index: make([]int, 0, len(runes))}
	w.runes = onlyWords(runes, &w.index)
	return w
}

func (q *passage) words() words { return q.tokens.words.of(wordsIn, q.runes) }

// number is a number in digits or in characters, wherever it stands: alone, in a
// date, in a title.
type number struct {
	from, to int
	// figure is what it says in digits; of one in characters, value is what it
	// says, and read false where that is no number (两三, 几).
	figure han.Figure
	value  int64
	read   bool
	// percent is true where % follows or 百分之 stands before.
	percent bool
}

func (n number) inDigits() bool { return n.figure.Digits != "" }

// numbers are those of the passage, in their order.
func (q *passage) numbers() []number { return q.tokens.numbers.of(numbersIn, q.runes) }

func numbersIn(runes []rune) []number {
	var all []number
	for i := 0; i < len(runes); {
		n := number{from: i, to: i + 1}
		switch {
		case han.IsDigit(runes[i]):
			n.figure = han.FigureAt(runes, i)
			n.to, n.read = n.figure.To, !n.figure.Long
			n.percent = n.to < len(runes) && in("%％‰﹪", runes[n.to])
		case han.InNumber(runes[i]):
			for n.to < len(runes) && han.InNumber(runes[n.to]) {
				n.to++
			}
			n.value, n.read = han.Integer(runes[i:n.to])
			n.percent = hasAt(runes, max(i-3, 0), "百分之") && i >= 3
		default:
			i++
			continue
		}
		all = append(all, n)
		i = n.to
	}
	return all
}

// articles are the numbers of articles of a law, 第二十一条.
func (q *passage) articles() []number {
	var all []number
	for _, n := range q.numbers() {
		whole := !n.inDigits() || n.figure.Decimals() == 0
		if whole && q.at0(n.from-1) == '第' && q.at0(n.to) == '条' {
			all = append(all, n)
		}
	}
	return all
}

// document is the number that a document goes by: 国办发〔2019〕60号, 国务院令第711号.
// Year and serial are as they were typed, whatever brackets and white space stand
// around them.
type document struct {
	from, to int
	// issuer is what Chinese characters stand before the year or, 令 among them,
	// before the serial: as much as may belong to its name.
	issuer string
	// issued is where the issuer ends.
	issued       int
	year, serial string
}

// documents are those of the passage, in their order.
func (q *passage) documents() []document { return q.tokens.documents.of(documentsIn, q.runes) }

// issuerMost is the most characters that an issuer is looked for in.
const issuerMost = 24

func documentsIn(runes []rune) []document {
	var all []document
	for i, r := range runes {
		if r != '号' {
			continue
		}
		d := document{to: i + 1}
		end := spaceBefore(runes, i)
		from := digitsBefore(runes, end)
		if from == end {
			continue
		}
		d.serial = string(runes[from:end])
		from = spaceBefore(runes, from)
		ordinal := from > 0 && runes[from-1] == '第'
		if ordinal {
			from = spaceBefore(runes, from-1)
		}
		switch {
		case from > 0 && strings.ContainsRune("〕])）】］", runes[from-1]):
			end = spaceBefore(runes, from-1)
			from = digitsBefore(runes, end)
			d.year = string(runes[from:end])
			from = spaceBefore(runes, from)
			if d.year == "" || from == 0 || !strings.ContainsRune("〔[（(【［", runes[from-1]) {
				continue
			}
			from = spaceBefore(runes, from-1)
		case from == 0 || runes[from-1] != '令':
			continue
		}
		d.issued, d.from = from, from
		for d.from > 0 && from-d.from < issuerMost && han.IsHan(runes[d.from-1]) {
			d.from--
		}
		d.issuer = string(runes[d.from:from])
		all = append(all, d)
	}
	return all
}

// is reports whether a number is that of another document, as it is known.
func (d document) is(known document) bool {
	return d.year == known.year && d.serial == known.serial && strings.HasSuffix(d.issuer, known.issuer)
}

func spaceBefore(runes []rune, i int) int {
	for i > 0 && unicode.IsSpace(runes[i-1]) {
		i--
	}
	return i
}

func digitsBefore(runes []rune, i int) int {
	for i > 0 && han.IsDigit(runes[i-1]) {
		i--
	}
	return i
}

// code is a run of digits, as ASCII, with single spaces or dashes in it: what
// identifies rather than counts.
type code struct {
	digits   string
	from, to int
	// groups are the lengths of what spaces and dashes part.
	groups []int
}

// codes are those of the passage, in their order. An X may end one.
func (q *passage) codes() []code { return q.tokens.codes.of(codesIn, q.runes) }

func codesIn(runes []rune) []code {
	var all []code
	for i := 0; i < len(runes); i++ {
		if !han.IsDigit(runes[i]) || i > 0 && joins(runes[i-1]) {
			continue
		}
		c := codeAt(runes, i)
		all = append(all, c)
		i = c.to - 1
	}
	return all
}

// joins reports whether a number goes on across r, so that it does not begin
// after it.
func joins(r rune) bool {
	return han.IsDigit(r) || isLatin(r) || r == '.' || r == '-' || r == '+' || r == '_' || r == '/'
}

func codeAt(runes []rune, i int) code {
	var b strings.Builder
	c := code{from: i}
	group := 0
	for ; i < len(runes); i++ {
		r := runes[i]
		switch {
		case han.IsDigit(r):
			b.WriteByte(byte(han.Narrow(r)))
			group++
			continue
		case (r == ' ' || r == '-') && i+1 < len(runes) && han.IsDigit(runes[i+1]):
			c.groups = append(c.groups, group)
			group = 0
			continue
		case (r == 'X' || r == 'x') && b.Len() == 17 && (i+1 == len(runes) || !joins(runes[i+1])):
			b.WriteByte('X')
			group++
			i++
		}
		break
	}
	c.digits, c.to = b.String(), i
	c.groups = append(c.groups, group)
	return c
}
