package lint

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"nianbao/internal/han"
)

// numeric is a run of digits, or of Chinese numerals, before 年, 月 or 日.
type numeric struct {
	from, to int // in runes
	value    int // -1 where the run is too long to be any date
	digits   int
	chinese  bool
}

// date is what a text says of a day. Year, month or day is 0 where not given.
type date struct {
	year, month, day int
	from, to         int // in runes, 年, 月 and 日 included
	// wrong names the part that no calendar has: year, month or day; "" for a
	// possible date.
	wrong string
}

func (d date) String() string {
	switch {
	case d.month == 0:
		return fmt.Sprintf("%d年", d.year)
	case d.day == 0:
		return fmt.Sprintf("%d年%d月", d.year, d.month)
	}
	return fmt.Sprintf("%d年%d月%d日", d.year, d.month, d.day)
}

// after compares the last day that d can mean with a day: true where it is later.
func (d date) after(year, month, day int) bool { return d.key(false) > key(year, month, day) }

// before compares the last day that d can mean likewise: true where it is
// earlier, so that a month without a day is given the benefit of the doubt.
func (d date) before(year, month, day int) bool { return d.key(true) < key(year, month, day) }

// key orders dates; a missing month or day counts as the last or the first one.
func (d date) key(last bool) int {
	month, day := d.month, d.day
	if month == 0 {
		if month = 1; last {
			month = 12
		}
	}
	if day == 0 {
		if day = 1; last {
			day = 31
		}
	}
	return key(d.year, month, day)
}

func key(year, month, day int) int { return (year*100+month)*100 + day }

var monthDays = [...]int{0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}

// daysIn is the length of a month; of a February without a year, 29.
func daysIn(year, month int) int {
	leap := year%4 == 0 && (year%100 != 0 || year%400 == 0)
	if month == 2 && year != 0 && !leap {
		return 28
	}
	return monthDays[month]
}

const chineseDigits = "〇一二三四五六七八九"

// chineseDigit returns the value of a numeral of a year, with the many zeros
// that are typed for 〇.
func chineseDigit(r rune) int {
	if strings.ContainsRune("零○Ｏ０", r) {
		return 0
	}
	i := 0
	for _, d := range chineseDigits {
		if d == r {
			return i
		}
		i++
	}
	return -1
}

// numberBefore reads the run of digits, or of Chinese numerals, that ends at
// end, white space before it left out.
func numberBefore(runes []rune, end int) (numeric, bool) {
	i := end
	for i > 0 && (runes[i-1] == ' ' || runes[i-1] == '\u00a0' || runes[i-1] == '\u3000') {
		i--
	}
	n := numeric{to: i}
	for i > 0 && han.IsDigit(runes[i-1]) {
		i--
	}
	if i < n.to {
		n.from, n.digits = i, n.to-i
		n.value = -1
		if n.digits <= 8 {
			n.value = 0
			for _, r := range runes[i:n.to] {
				n.value = n.value*10 + han.DigitValue(r)
			}
		}
		return n, true
	}
	for i > 0 && (runes[i-1] == '十' || chineseDigit(runes[i-1]) >= 0) {
		i--
	}
	n.from, n.digits, n.chinese = i, n.to-i, true
	if n.digits == 0 || n.digits > 4 {
		return n, false
	}
	n.value = chineseNumber(runes[i:n.to])
	return n, n.value >= 0
}

// chineseNumber reads 二〇二一 digit by digit, and 十, 十二, 三十一 as numbers.
func chineseNumber(runes []rune) int {
	tens := -1
	for i, r := range runes {
		if r == '十' {
			if tens >= 0 || i > 1 {
				return -1
			}
			tens = i
		}
	}
	if tens < 0 {
		value := 0
		for _, r := range runes {
			value = value*10 + chineseDigit(r)
		}
		return value
	}
	value := 10
	if tens == 1 {
		value = 10 * chineseDigit(runes[0])
	}
	switch len(runes) - tens {
	case 1:
		return value
	case 2:
		return value + chineseDigit(runes[tens+1])
	}
	return -1
}

// findDates returns the dates of a text that name a month, and the impossible
// ones, in their order. It looks at each 年, 月 and 日 once.
func findDates(runes []rune) []date {
	var all []date
	var open date // what was read so far of the date that is being written
	flush := func() {
		if open.month != 0 || open.wrong != "" {
			all = append(all, open)
		}
		open = date{}
	}
	for i, r := range runes {
		if r != '年' && r != '月' && r != '日' && r != '号' {
			continue
		}
		n, ok := numberBefore(runes, i)
		// A number that does not follow what went before begins a new date.
		if !ok || open.to != 0 && !blank(runes[min(open.to, n.from):n.from]) {
			flush()
		}
		if !ok {
			continue
		}
		switch r {
		case '年':
			flush()
			open = yearOf(runes, n, i)
		case '月':
			if open.month != 0 || open.day != 0 {
				flush()
			}
			open = monthOf(open, n, i, runes)
		default:
			if open.month != 0 || open.wrong != "" || r == '日' && open.year == 0 {
				open = dayOf(open, n, i)
			}
			flush()
		}
	}
	flush()
	return all
}

func blank(runes []rune) bool {
	return !slices.ContainsFunc(runes, func(r rune) bool { return !unicode.IsSpace(r) })
}

// yearOf judges the number before 年. Four digits are a year; more are none
// where they begin like one, while 12345年内 is a hotline. 202年 is one only
// where a month follows.
func yearOf(runes []rune, n numeric, at int) date {
	d := date{from: n.from, to: at + 1}
	switch {
	case n.digits == 4:
		d.year = n.value
	case n.runsOn(), n.digits == 3 && !n.chinese && n.value >= 200 && n.value <= 209 && numberAhead(runes, at, '月'):
		d.wrong = "year"
	default:
		return date{}
	}
	return d
}

// runsOn reports whether a run of more than four digits begins like the year of
// a report, so that something was left out after the year, or typed twice.
func (n numeric) runsOn() bool {
	if n.chinese || n.digits <= 4 || n.value < 0 {
		return false
	}
	v := n.value
	for v > 9999 {
		v /= 10
	}
	return v > 2000 && v < 2100
}

func monthOf(open date, n numeric, at int, runes []rune) date {
	d := open
	if d.to == 0 {
		d.from = n.from
	}
	d.to = at + 1
	switch {
	case n.short() && n.value >= 1 && n.value <= 12:
		d.month = n.value
	case d.wrong != "":
	case open.year != 0 && !measured(runes, at), n.runsOn(), n.short() && numberAhead(runes, at, '日'):
		d.wrong = "month"
	default:
		return date{}
	}
	return d
}

// measured reports whether 月 begins another word: 2021年12月均, 300月饼.
func measured(runes []rune, at int) bool {
	return at+1 < len(runes) && strings.ContainsRune("均饼票租", runes[at+1])
}

// short reports whether a number can be that of a month or a day: two digits,
// or as many characters as 三十一 has.
func (n numeric) short() bool { return n.digits <= 2 || n.chinese && n.digits <= 3 }

// numberAhead reports whether one or two digits and unit come next.
func numberAhead(runes []rune, at int, unit rune) bool {
	i := at + 1
	for i < len(runes) && i <= at+2 && han.IsDigit(runes[i]) {
		i++
	}
	return i > at+1 && i < len(runes) && runes[i] == unit
}

func dayOf(open date, n numeric, at int) date {
	d := open
	if d.to == 0 {
		d.from = n.from
	}
	d.to = at + 1
	switch {
	case d.month != 0 && n.short() && n.value >= 1 && n.value <= daysIn(d.year, d.month):
		d.day = n.value
	case d.wrong != "":
	case d.month != 0, n.digits == 8 && n.runsOn():
		d.wrong = "day"
	default:
		return date{}
	}
	return d
}

// parseDate reads a field that is a date, in the usual forms: 2022年1月18日,
// 二〇二二年一月十八日, 2022-01-18, 2022.1.18, 2022/1/18, with or without
// brackets and a time of day after it.
func parseDate(text string) (date, bool) {
	runes := []rune(strings.Trim(strings.TrimSpace(text), "()（）[]"))
	for _, d := range findDates(runes) {
		if d.year != 0 || d.wrong != "" {
			return d, true
		}
	}
	parts := strings.FieldsFunc(string(runes), func(r rune) bool { return !han.IsDigit(r) })
	for i := range parts {
		parts[i] = strings.Map(func(r rune) rune {
			if r >= '０' {
				return r - 0xFEE0
			}
			return r
		}, parts[i])
	}
	if len(parts) == 1 && len(parts[0]) == 8 {
		parts = []string{parts[0][:4], parts[0][4:6], parts[0][6:]}
	}
	if len(parts) < 3 || len(parts[0]) != 4 || len(parts[1]) > 2 || len(parts[2]) > 2 {
		return date{}, false
	}
	d := date{to: len(runes)}
	for i, to := range []*int{&d.year, &d.month, &d.day} {
		for _, r := range parts[i] {
			*to = *to*10 + int(r-'0')
		}
	}
	switch {
	case d.month < 1 || d.month > 12:
		d.wrong = "month"
	case d.day < 1 || d.day > daysIn(d.year, d.month):
		d.wrong = "day"
	}
	return d, true
}
