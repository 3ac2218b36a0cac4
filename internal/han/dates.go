package han

import "strings"

// numeric is a run of digits, or of Chinese numerals, before 年, 月 or 日.
type numeric struct {
	from, to int // in runes
	value    int // -1 where the run is too long to be any date
	digits   int
	chinese  bool
}

// numberBefore reads the run of digits, or of Chinese numerals, that ends at
// end, white space before it left out.
func numberBefore(runes []rune, end int) (numeric, bool) {
	i := end
	for i > 0 && (runes[i-1] == ' ' || runes[i-1] == '\u00a0' || runes[i-1] == '\u3000') {
		i--
	}
	n := numeric{to: i}
	for i > 0 && IsDigit(runes[i-1]) {
		i--
	}
	// The ０ of 二〇二０ is no number of its own.
	if i < n.to && (i == 0 || SerialDigit(runes[i-1]) < 0 || Serial(runes[i-1:n.to]) < 0) {
		n.from, n.digits, n.value = i, n.to-i, -1
		if n.digits <= 8 {
			n.value, _ = DigitsAt(runes, i, n.digits)
		}
		return n, true
	}
	for i > 0 && (runes[i-1] == '十' || SerialDigit(runes[i-1]) >= 0) {
		i--
	}
	n.from, n.digits, n.chinese = i, n.to-i, true
	if n.digits == 0 || n.digits > 4 {
		return n, false
	}
	n.value = dated(runes[i:n.to])
	return n, n.value >= 0
}

// YearBefore reads the year of four digits or numerals that ends at end, or
// before white space there, and returns where it begins.
func YearBefore(runes []rune, end int) (year, from int, ok bool) {
	n, ok := numberBefore(runes, end)
	return n.value, n.from, ok && n.digits == 4
}

// YearAt reads the year that begins at i, four digits with no other beside them or
// four numerals in front of 年, and returns how many characters it has, 0 for none.
func YearAt(runes []rune, i int) (year, n int) {
	const long = 4
	if i+long > len(runes) || !IsDigit(runes[i]) && SerialDigit(runes[i]) < 0 {
		return 0, 0
	}
	year = Serial(runes[i : i+long])
	before, after := rune(0), rune(0)
	if i > 0 {
		before = runes[i-1]
	}
	if i+long < len(runes) {
		after = runes[i+long]
	}
	if year < 0 || IsDigit(before) || IsDigit(after) || !IsDigit(runes[i]) && after != '年' {
		return 0, 0
	}
	return year, long
}

// Dates returns the dates of a text that name a month, and the impossible ones,
// in their order.
func Dates(runes []rune) []Date {
	dates, _ := Times(runes)
	return dates
}

// Year is a year of four digits or numerals before 年, From to To in runes, 年
// included.
type Year struct{ Value, From, To int }

// Times returns the dates of a text and its years, those of the dates among them.
// It looks at each 年, 月 and 日 once.
func Times(runes []rune) (all []Date, years []Year) {
	var open Date // what was read so far of the date that is being written
	flush := func() {
		if open.Month != 0 || open.Wrong != "" {
			all = append(all, open)
		}
		open = Date{}
	}
	for i, r := range runes {
		if r != '年' && r != '月' && r != '日' && r != '号' {
			continue
		}
		n, ok := numberBefore(runes, i)
		// A number that does not follow what went before begins a new date.
		if !ok || open.To != 0 && skip(runes, min(open.To, n.from)) < n.from {
			flush()
		}
		if !ok {
			continue
		}
		switch r {
		case '年':
			flush()
			open = yearOf(runes, n, i)
			if n.digits == 4 {
				years = append(years, Year{n.value, n.from, i + 1})
			}
		case '月':
			if open.Month != 0 || open.Day != 0 {
				flush()
			}
			open = monthOf(open, n, i, runes)
		default:
			if open.Month != 0 || open.Wrong != "" || r == '日' && open.Year == 0 {
				open = dayOf(open, n, i)
			}
			flush()
		}
	}
	flush()
	return all, years
}

// yearOf judges the number before 年. Four digits are a year; more are none
// where they begin like one, while 12345年内 is a hotline. 202年 is one only
// where a month follows.
func yearOf(runes []rune, n numeric, at int) Date {
	d := Date{From: n.from, To: at + 1}
	switch {
	case n.digits == 4:
		d.Year = n.value
	case n.runsOn(), n.digits == 3 && !n.chinese && n.value >= 200 && n.value <= 209 && numberAhead(runes, at, '月'):
		d.Wrong = WrongYear
	default:
		return Date{}
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

func monthOf(open Date, n numeric, at int, runes []rune) Date {
	d := open
	if d.To == 0 {
		d.From = n.from
	}
	d.To = at + 1
	switch {
	case n.short() && n.value >= 1 && n.value <= 12:
		d.Month = n.value
	case d.Wrong != "":
	case open.Year != 0 && !measured(runes, at), n.runsOn(), n.short() && numberAhead(runes, at, '日'):
		d.Wrong = WrongMonth
	default:
		return Date{}
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
	_, i := DigitsAt(runes, at+1, 2)
	return i > at+1 && i < len(runes) && runes[i] == unit
}

func dayOf(open Date, n numeric, at int) Date {
	d := open
	if d.To == 0 {
		d.From = n.from
	}
	d.To = at + 1
	switch {
	case d.Month != 0 && n.short() && n.value >= 1 && n.value <= DaysIn(d.Year, d.Month):
		d.Day = n.value
	case d.Wrong != "":
	case d.Month != 0, n.digits == 8 && n.runsOn():
		d.Wrong = WrongDay
	default:
		return Date{}
	}
	return d
}

// FigureDates returns the days of a text that are written in figures with one
// mark between, as 2024-02-30, the impossible ones with them.
func FigureDates(runes []rune) []Date {
	var all []Date
	for i := 0; i < len(runes); i++ {
		if runes[i] != '1' && runes[i] != '2' && runes[i] != '１' && runes[i] != '２' || i > 0 && inWord(runes[i-1]) {
			continue
		}
		d, marks, end, ok := figures(runes, i)
		if !ok || marks[0] != marks[1] || end < len(runes) && inWord(runes[end]) {
			continue
		}
		d.Beside = i > 0 && isDateMark(runes[i-1]) || end < len(runes) && isDateMark(runes[end])
		d.check()
		all = append(all, d)
		i = end - 1
	}
	return all
}

// figures reads a year, a month and a day in figures with a mark between them.
func figures(runes []rune, i int) (d Date, marks [2]rune, end int, ok bool) {
	d.From = i
	for k, part := range []struct {
		to          *int
		least, most int
	}{{&d.Year, 4, 4}, {&d.Month, 1, 2}, {&d.Day, 1, 2}} {
		if k > 0 {
			if i == len(runes) || !isDateMark(runes[i]) {
				return d, marks, i, false
			}
			marks[k-1] = runes[i]
			i++
		}
		*part.to, end = DigitsAt(runes, i, part.most)
		if end-i < part.least {
			return d, marks, end, false
		}
		i = end
	}
	d.To = end
	return d, marks, end, true
}

func isDateMark(r rune) bool { return r == '-' || r == '.' || r == '/' }

// inWord reports whether a number goes on across r, or a word of letters does.
func inWord(r rune) bool {
	return IsDigit(r) || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
}
