package claims

import (
	"slices"
	"unicode"

	"github.com/shopspring/decimal"

	"nianbao/internal/han"
)

// token is a word, a figure, a date, a mark, or a stretch of unknown
// characters. Its place is in the squeezed text.
type token struct {
	class    class
	role     string
	from, to int
	// Of a figure.
	kind    kind
	value   decimal.Decimal
	measure string
	approx  bool
	shown   int32 // how many decimals the text shows
	one     bool  // 一件, which may be no figure but "any"
	base    int32 // the power of ten that 万 or 亿 multiplied by
	// Of a date: 0 where not given. A month's last day may be written 底.
	year, month, day int
}

// between stands where white space parted two digits, as in the cells of a
// table that was pasted as text.
const between = '\u2060'

// squeezed is a text without white space, its digits narrow and its marks wide,
// with the place of every character in the original.
type squeezed struct {
	runes []rune
	place []int
}

func squeeze(text string) (s squeezed) {
	s.take(text)
	return s
}

// take squeezes a text into the room of the one before.
func (s *squeezed) take(text string) {
	s.runes = slices.Grow(s.runes[:0], len(text)/2)
	s.place = slices.Grow(s.place[:0], len(text)/2)
	i, spaced := -1, false
	for _, r := range text {
		i++
		if unicode.IsSpace(r) {
			spaced = true
			continue
		}
		if n := len(s.runes); spaced && n > 0 && digit(s.runes[n-1]) && han.IsDigit(r) {
			s.runes = append(s.runes, between)
			s.place = append(s.place, i)
		}
		spaced = false
		switch {
		case r == '\u200b' || r == '\ufeff' || r == '“' || r == '”' || r == '‘' || r == '’' || r == '"':
			continue // quotation marks change nothing in what is counted
		default:
			r = even(r)
		}
		s.runes = append(s.runes, r)
		s.place = append(s.place, i)
	}
}

// even gives a character the one form that the grammar knows it by.
func even(r rune) rune {
	switch r {
	case ',', ';', ':', '(', ')', '!', '?':
		return han.Wide(r)
	case '．', '％':
		return han.Narrow(r)
	case '﹪':
		return '%'
	case '〇', '○':
		return '零'
	}
	if han.IsDigit(r) || latin(han.Narrow(r)) && r != '＠' {
		return han.Narrow(r)
	}
	return han.Plain(r)
}

func digit(r rune) bool { return r >= '0' && r <= '9' }

func latin(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r == '@' }

var marks = map[rune]class{'，': comma, '、': dun, '；': semicolon, '：': colon, '（': opening, '）': closing,
	'。': stop, '！': stop, '？': stop, '.': stop, '【': opening, '】': closing, '[': opening, ']': closing, '〔': opening, '〕': closing}

// lexer cuts a squeezed text into tokens.
type lexer struct {
	g     *Grammar
	names map[rune][][]rune
	s     squeezed
	out   []token
}

func (l *lexer) run() {
	for i := 0; i < len(l.s.runes); {
		i = l.next(i)
	}
}

// emit adds a token that ends at to and returns that place.
func (l *lexer) emit(t token, from, to int) int {
	t.from, t.to = from, to
	l.out = append(l.out, t)
	return to
}

// next reads one token at i and returns where it ends.
func (l *lexer) next(i int) int {
	r := l.s.runes[i]
	switch {
	case r == '《':
		return l.titled(i)
	case latin(r):
		return l.address(i)
	case digit(r):
		return l.number(i)
	}
	if c, ok := marks[r]; ok {
		return l.emit(token{class: c}, i, i+1)
	}
	w, known := l.g.lookup(l.s.runes[i:])
	if end := l.name(i); end > i && end-i >= len(w.runes) {
		return l.emit(token{class: own}, i, end)
	}
	if known && len(w.runes) == 1 && w.class == receive && l.afterGap(i) {
		known = false // 吸收, 回收 and the like
	}
	if r == '第' || han.InNumber(r) {
		if end := l.chinese(i, len(w.runes)); end > i {
			return end
		}
	}
	if known && len(w.runes) == 1 && i > 0 && r == l.s.runes[i-1] && len(l.out) > 0 {
		l.out[len(l.out)-1].to = i + 1 // a character typed twice: 收到到
		return i + 1
	}
	if known && w.class == divided && len(w.runes) == 1 && i+1 < len(l.s.runes) && marks[l.s.runes[i+1]] == gap {
		known = false // 按渠道分：, not 分管, 分期
	}
	if known && w.class == level {
		// 市局 is the agency only where its name does not say otherwise.
		if n := len(l.out); len(l.names) == 0 && (n == 0 || l.out[n-1].class == stop || n == 2 && l.out[1].class == comma && of(year, thisYear)[l.out[0].class] || of(year, thisYear)[l.out[n-1].class]) {
			w.class = own
		} else {
			w.class, w.role = elsewhere, "branch"
		}
	}
	if known && w.role == "short" {
		// 部印发规章: the kind of body alone, where a clause begins.
		n := len(l.out)
		starts := n == 0 || punctuation[l.out[n-1].class] || of(year, thisYear)[l.out[n-1].class]
		known = starts && i+1 < len(l.s.runes) && l.g.longest(l.s.runes[i+1:]) > 1
	}
	if known && w.class == home {
		// 街道 is the agency, 东风街道, 公安机关 and 3个街道 are others.
		switch n := len(l.out); {
		case n > 0 && l.out[n-1].to == i && l.out[n-1].class == figure:
			w.class = elsewhere
		case n > 0 && l.out[n-1].to == i && qualifying[l.out[n-1].class]:
			known = false
		default:
			w.class = own
		}
	}
	if known {
		return l.emit(token{class: w.class, role: w.role}, i, i+len(w.runes))
	}
	n := len(l.out)
	if l.afterGap(i) {
		l.out[n-1].to = i + 1
		return i + 1
	}
	if i > 0 && n > 0 && r == l.s.runes[i-1] {
		l.out[n-1].to = i + 1 // likewise: 政府信息息公开
		return i + 1
	}
	return l.emit(token{class: gap}, i, i+1)
}

// afterGap reports whether unknown characters end right before i.
func (l *lexer) afterGap(i int) bool {
	n := len(l.out)
	return n > 0 && l.out[n-1].class == gap && l.out[n-1].to == i
}

// titled skips a title in 书名号, which says nothing itself. One that is not
// closed nearby is no title.
func (l *lexer) titled(i int) int {
	const longest = 80
	depth := 0
	for j := i; j < len(l.s.runes) && j < i+longest; j++ {
		switch l.s.runes[j] {
		case '《':
			depth++
		case '》':
			if depth--; depth == 0 {
				return l.emit(token{class: title}, i, j+1)
			}
		}
	}
	return l.emit(token{class: gap}, i, i+1)
}

// address skips Latin letters with what is written without spaces around them.
func (l *lexer) address(i int) int {
	j := i
	for j < len(l.s.runes) {
		r := l.s.runes[j]
		if !latin(r) && !digit(r) && r != '.' && r != '-' && r != '/' && r != '_' {
			break
		}
		j++
	}
	return l.emit(token{class: gap}, i, j)
}
