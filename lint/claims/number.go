package claims

import (
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"nianbao/internal/han"
)

// longestNumber bounds the characters of a number, so that no text makes the
// arithmetic slow.
const longestNumber = 18

// number reads a number in digits at i, with its measure.
func (l *lexer) number(i int) int {
	rs := l.s.runes
	read := han.FigureAt(rs, i)
	j := read.To
	if read.Long {
		return l.emit(token{class: noise}, i, j)
	}
	if end := l.months(i, j); end > j {
		return end
	}
	if end := l.yearsTo(i, j); end > j {
		return end
	}
	if j < len(rs) && (latin(rs[j]) || (rs[j] == '-' || rs[j] == '：' || rs[j] == '—') && j+1 < len(rs) && digit(rs[j+1])) {
		// A telephone, a time of day, part of an address.
		for j < len(rs) && (digit(rs[j]) || latin(rs[j]) || rs[j] == '-' || rs[j] == '：' || rs[j] == '.' || rs[j] == '—') {
			j++
		}
		return l.emit(token{class: noise}, i, j)
	}
	if end := l.enumerator(i, j); end > j {
		return end
	}
	if end, ok := l.date(i, j, read.Digits); ok {
		return end
	}
	return l.measured(i, j, read.Value(), read.Decimals())
}

// enumerator reads the number of an item, 1. or 2、 after a mark, which begins no
// sentence and counts nothing; it returns j where there is none.
func (l *lexer) enumerator(i, j int) int {
	rs := l.s.runes
	if n := len(l.out); n > 0 && !punctuation[l.out[n-1].class] || j-i > 2 || j+1 >= len(rs) || digit(rs[j+1]) {
		return j
	}
	if rs[j] != '.' && rs[j] != '、' {
		return j
	}
	return l.emit(token{class: noise}, i, j+1)
}

// months reads a range of months, 1-6月 or 1月至6月份; it returns j where there
// is none. The number of the first ends at j.
func (l *lexer) months(i, j int) int {
	rs := l.s.runes
	first, _ := han.DigitsAt(rs, i, 2)
	k := j
	if k < len(rs) && rs[k] == '月' {
		k++
	}
	if j-i > 2 || first < 1 || first > 12 || k+1 >= len(rs) || !strings.ContainsRune("—-–~～至到", rs[k]) {
		return j
	}
	for k < len(rs) && strings.ContainsRune("—-–~～至到", rs[k]) {
		k++
	}
	last, end := han.DigitsAt(rs, k, 2)
	if end == k || last <= first || last > 12 || end >= len(rs) || rs[end] != '月' || end+1 < len(rs) && digit(rs[end+1]) {
		return j
	}
	if end++; end < len(rs) && rs[end] == '份' {
		end++
	}
	class := partYear
	if first == 1 && last == 12 {
		class = thisYear
	}
	return l.emit(token{class: class}, i, end)
}

// date reads 2021年, 2021年12月31日, 12月31日, 3月份, 2021年底 from the number
// that ends at j on.
func (l *lexer) date(i, j int, plain string) (int, bool) {
	n, err := strconv.Atoi(plain)
	if err != nil || j >= len(l.s.runes) {
		return 0, false
	}
	t := token{class: year}
	switch {
	case len(plain) == 4 && century(n) && l.yearsGoOn(j, 0):
		t.year = n // 2022、2023、2024年
	case l.s.runes[j] == '年' && len(plain) == 4:
		t.year = n
		j++
		if m, end, ok := l.small(j, '月'); ok {
			t.month, j = m, end
			j = l.dayOf(&t, j)
		} else {
			for j < len(l.s.runes) && strings.ContainsRune("度底末", l.s.runes[j]) {
				j++
			}
		}
	case l.s.runes[j] == '月' && n >= 1 && n <= 12:
		t.month = n
		j = l.dayOf(&t, j+1)
	default:
		return 0, false
	}
	return l.emit(t, i, j), true
}

// yearsGoOn reports whether another year follows at j: 、2023年.
func (l *lexer) yearsGoOn(j, n int) bool {
	const most = 6
	rs := l.s.runes
	if n > most || j+5 >= len(rs) || !strings.ContainsRune("、和及与", rs[j]) {
		return false
	}
	_, end := han.DigitsAt(rs, j+1, 4)
	return end == j+5 && (rs[end] == '年' || l.yearsGoOn(end, n+1))
}

// dayOf reads what follows a month.
func (l *lexer) dayOf(t *token, j int) int {
	if d, end, ok := l.small(j, '日'); ok {
		t.day = d
		return end
	}
	if j < len(l.s.runes) {
		switch l.s.runes[j] {
		case '底', '末':
			t.day = 31
			return j + 1
		case '份', '初':
			return j + 1
		}
	}
	return j
}

// small reads a number of one or two digits that a unit follows.
func (l *lexer) small(j int, unit rune) (n, end int, ok bool) {
	n, end = han.DigitsAt(l.s.runes, j, 2)
	if end == j || end >= len(l.s.runes) || l.s.runes[end] != unit {
		return 0, 0, false
	}
	return n, end + 1, true
}

// measured emits the figure whose number stands from i to j, with its measure.
func (l *lexer) measured(i, j int, value decimal.Decimal, shown int32) int {
	rs := l.s.runes
	t := token{class: figure, kind: kindPlain, value: value, shown: shown, approx: l.aboutBefore(i) || i > 0 && rs[i-1] == between}
	// 12（十二）件 repeats the number for safety.
	if j < len(rs) && rs[j] == '（' {
		k := j + 1
		for k < len(rs) && k-j <= longestNumber && han.InNumber(rs[k]) {
			k++
		}
		if k > j+1 && k < len(rs) && rs[k] == '）' {
			j = k + 1
		}
	}
	for j < len(rs) && l.g.inside[rs[j]] {
		t.approx = true
		j++
	}
	for j < len(rs) && han.Scale(rs[j]) != 0 && t.base <= 8 && !l.isMoney(j) {
		t.base += han.Scale(rs[j])
		t.value = t.value.Shift(han.Scale(rs[j]))
		j++
		for j < len(rs) && l.g.inside[rs[j]] {
			t.approx = true
			j++
		}
	}
	switch {
	case j < len(rs) && (rs[j] == '%' || rs[j] == '‰'):
		t.kind = kindPercent
		j++
	case j < len(rs) && rs[j] == '倍':
		t.kind = kindTimes
		j++
	case j < len(rs) && rs[j] == '号':
		return l.emit(token{class: noise}, i, j+1)
	case j < len(rs) && rs[j] == '〕':
		return l.emit(token{class: noise}, i, j)
	case j < len(rs):
		for _, m := range l.g.measures[rs[j]] {
			if hasPrefix(rs[j:], m.runes) {
				t.kind, t.measure = m.kind, string(m.runes)
				if m.kind == kindMoney {
					t.value = t.value.Mul(m.factor)
					t.base = int32(m.factor.NumDigits() - 1)
				}
				j += len(m.runes)
				break
			}
		}
	}
	if j < len(rs) {
		for _, about := range l.g.after[rs[j]] {
			t.approx = t.approx || hasPrefix(rs[j:], about)
		}
	}
	if i > 0 && rs[i-1] == '第' {
		t.class = noise
	}
	return l.emit(t, i, j)
}

func (l *lexer) isMoney(j int) bool {
	for _, m := range l.g.measures[l.s.runes[j]] {
		if m.kind == kindMoney && hasPrefix(l.s.runes[j:], m.runes) {
			return true
		}
	}
	return false
}

func (l *lexer) aboutBefore(i int) bool {
	for _, about := range l.g.before {
		if hasSuffix(l.s.runes[:i], about) {
			return true
		}
	}
	return false
}

// chinese reads a number in characters at i, or an ordinal, where it is longer
// than the word of so many characters that stands there. It returns i where
// there is none.
func (l *lexer) chinese(i, word int) int {
	rs := l.s.runes
	if rs[i] == '第' {
		j := i + 1
		for j < len(rs) && j <= i+longestNumber && (digit(rs[j]) || han.InNumber(rs[j])) {
			j++
		}
		if j == i+1 {
			return i
		}
		for j < len(rs) {
			found := false
			for _, m := range l.g.measures[rs[j]] {
				if hasPrefix(rs[j:], m.runes) {
					j, found = j+len(m.runes), true
					break
				}
			}
			if !found {
				break
			}
		}
		if j-i <= word {
			return i
		}
		return l.emit(token{class: noise}, i, j)
	}
	percent := hasPrefix(rs[i:], []rune("百分之"))
	start := i
	if percent {
		start = i + 3
	}
	j := start
	for j < len(rs) && j-start <= longestNumber && han.InNumber(rs[j]) {
		j++
	}
	if j == start {
		return i
	}
	if percent {
		if v, ok := han.Integer(rs[start:j]); ok {
			return l.emit(token{class: figure, kind: kindPercent, value: decimal.NewFromInt(v), approx: l.aboutBefore(i)}, i, j)
		}
		return i
	}
	if y, ok := l.chineseYear(i, j); ok {
		return y
	}
	// 万 and 亿 may belong to the unit: 三百万元.
	value, ok := han.Integer(rs[i:j])
	if j >= len(rs) && !ok {
		return i
	}
	before := len(l.out)
	// 几十件, 数百件.
	approx := !ok || i > 0 && han.IsUnit(rs[i]) && l.g.inside[rs[i-1]]
	if j < len(rs) && !l.g.inside[rs[j]] && len(l.g.measures[rs[j]]) == 0 && !(j-i == 1 && rs[i] == '零') {
		return i
	}
	end := l.measured(i, j, decimal.NewFromInt(value), 0)
	t := &l.out[before]
	zeroAlone := t.kind == kindPlain && j-i == 1 && rs[i] == '零' && i > 0 && rs[i-1] == '为'
	if t.kind == kindPlain && !zeroAlone || end-i <= word {
		l.out = l.out[:before]
		return i
	}
	t.approx = t.approx || approx
	t.one = j-i == 1 && rs[i] == '一'
	return end
}

// chineseYear reads 二〇二一年.
func (l *lexer) chineseYear(i, j int) (int, bool) {
	rs := l.s.runes
	if j-i != 4 || j >= len(rs) || rs[j] != '年' {
		return 0, false
	}
	y := han.Serial(rs[i:j])
	if y < 0 {
		return 0, false
	}
	j++
	for j < len(rs) && (rs[j] == '度' || rs[j] == '底') {
		j++
	}
	return l.emit(token{class: year, year: y}, i, j), true
}
