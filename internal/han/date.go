package han

import (
	"fmt"
	"strings"
	"unicode"
)

// Date is what a text says of a day. Year, Month or Day is 0 where not given.
type Date struct {
	Year, Month, Day int
	// From and To bound it in runes, 年, 月 and 日 included.
	From, To int
	// Wrong names the part that no calendar has: WrongYear, WrongMonth or WrongDay;
	// "" for a possible date.
	Wrong string
	// Beside is true for a date in figures with a mark of figures right before or
	// after it, so that it may belong to an address, a version or a longer number.
	Beside bool
}

// The parts of a date that no calendar has.
const (
	WrongYear  = "year"
	WrongMonth = "month"
	WrongDay   = "day"
)

func (d Date) String() string {
	switch {
	case d.Month == 0:
		return fmt.Sprintf("%d年", d.Year)
	case d.Day == 0:
		return fmt.Sprintf("%d年%d月", d.Year, d.Month)
	}
	return fmt.Sprintf("%d年%d月%d日", d.Year, d.Month, d.Day)
}

// After compares the first day that d can mean with a day: true where it is
// later.
func (d Date) After(year, month, day int) bool { return d.key(false) > key(year, month, day) }

// Before compares the last day that d can mean likewise: true where it is
// earlier, so that a month without a day is given the benefit of the doubt.
func (d Date) Before(year, month, day int) bool { return d.key(true) < key(year, month, day) }

// key orders dates; a missing month or day counts as the last or the first one.
func (d Date) key(last bool) int {
	month, day := d.Month, d.Day
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
	return key(d.Year, month, day)
}

func key(year, month, day int) int { return (year*100+month)*100 + day }

// check names what is impossible in a date whose three parts are given.
func (d *Date) check() {
	switch {
	case d.Month < 1 || d.Month > 12:
		d.Wrong = WrongMonth
	case d.Day < 1 || d.Day > DaysIn(d.Year, d.Month):
		d.Wrong = WrongDay
	}
}

var monthDays = [...]int{0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}

// DaysIn is the length of a month; of a February without a year, 29.
func DaysIn(year, month int) int {
	leap := year%4 == 0 && (year%100 != 0 || year%400 == 0)
	if month == 2 && year != 0 && !leap {
		return 28
	}
	return monthDays[month]
}

// ParseDate reads a field that is a date, in the usual forms: 2022年1月18日,
// 二〇二二年一月十八日, 2022-01-18, 2022.1.18, 2022/1/18, 20220118, with or
// without brackets and a time of day after it, in either width.
func ParseDate(text string) (Date, bool) {
	runes := []rune(strings.Trim(strings.TrimSpace(text), "()（）[]"))
	for _, d := range Dates(runes) {
		if d.Year != 0 || d.Wrong != "" {
			return d, true
		}
	}
	parts := strings.FieldsFunc(strings.Map(Narrow, string(runes)), func(r rune) bool { return !IsDigit(r) })
	if len(parts) == 1 && len(parts[0]) == 8 {
		parts = []string{parts[0][:4], parts[0][4:6], parts[0][6:]}
	}
	if len(parts) < 3 || len(parts[0]) != 4 || len(parts[1]) > 2 || len(parts[2]) > 2 {
		return Date{}, false
	}
	d := Date{To: len(runes)}
	for i, to := range []*int{&d.Year, &d.Month, &d.Day} {
		*to, _ = DigitsAt([]rune(parts[i]), 0, 4)
	}
	d.check()
	return d, true
}

// PlainDate reads a text that is nothing but a day, typed in half-width digits as
// 2022-01-18, 2022/1/18, 2022.1.18 or 2022年1月18日: what can be printed in
// another form without a doubt. A day that the calendar lacks is none.
func PlainDate(text string) (Date, bool) {
	runes := []rune(text)
	d, _, end, ok := figures(runes, 0)
	if !ok {
		d, end, ok = spelled(runes)
	}
	if !ok || end < len(runes) || strings.ContainsFunc(text, func(r rune) bool { return Narrow(r) != r }) {
		return Date{}, false
	}
	d.check()
	return d, d.Wrong == ""
}

// spelled reads 2022年1月18日 at the start of a text, with white space about 年
// and 月.
func spelled(runes []rune) (d Date, end int, ok bool) {
	for _, part := range []struct {
		to          *int
		least, most int
		unit        rune
	}{{&d.Year, 4, 4, '年'}, {&d.Month, 1, 2, '月'}, {&d.Day, 1, 2, '日'}} {
		from := skip(runes, end)
		*part.to, end = DigitsAt(runes, from, part.most)
		if end-from < part.least {
			return d, end, false
		}
		if end = skip(runes, end); end == len(runes) || runes[end] != part.unit {
			return d, end, false
		}
		end++
	}
	d.To = end
	return d, end, true
}

// skip returns the first place from i on where no white space stands.
func skip(runes []rune, i int) int {
	for i < len(runes) && unicode.IsSpace(runes[i]) {
		i++
	}
	return i
}
