package han

// sort is what a numeral is in a number.
type sort uint8

const (
	none  sort = iota
	digit      // 一 to 九
	pair       // 两, which is 二 before what is counted
	zero
	unit // 十, 百, 千, 万, 亿
	tens // 廿, 卅: a digit and its unit in one
	// capital is added to the sort of the numerals of cheques.
	capital sort = 0x80
)

// numeral returns the worth of a numeral, and its sort.
func numeral(r rune) (worth int64, s sort) {
	switch r {
	case '〇', '零', '○':
		return 0, zero
	case '一':
		return 1, digit
	case '二':
		return 2, digit
	case '三':
		return 3, digit
	case '四':
		return 4, digit
	case '五':
		return 5, digit
	case '六':
		return 6, digit
	case '七':
		return 7, digit
	case '八':
		return 8, digit
	case '九':
		return 9, digit
	case '两':
		return 2, pair
	case '十':
		return 10, unit
	case '百':
		return 100, unit
	case '千':
		return 1000, unit
	case '万':
		return 10000, unit
	case '亿':
		return 100000000, unit
	case '廿':
		return 20, tens
	case '卅':
		return 30, tens
	}
	if plain := Plain(r); plain != r {
		worth, s = numeral(plain)
		return worth, s | capital
	}
	return 0, none
}

// Plain turns a numeral of cheques, 壹 or 佰, into the common one.
func Plain(r rune) rune {
	switch r {
	case '壹':
		return '一'
	case '贰':
		return '二'
	case '叁':
		return '三'
	case '肆':
		return '四'
	case '伍':
		return '五'
	case '陆':
		return '六'
	case '柒':
		return '七'
	case '捌':
		return '八'
	case '玖':
		return '九'
	case '拾':
		return '十'
	case '佰':
		return '百'
	case '仟':
		return '千'
	}
	return r
}

// InNumber reports whether r is a numeral that a number in characters can be
// written with, a unit such as 百 among them.
func InNumber(r rune) bool {
	_, s := numeral(r)
	return s != none
}

// IsUnit reports whether r multiplies the numeral before it, as 百, or holds such
// a unit, as 廿.
func IsUnit(r rune) bool {
	_, s := numeral(r)
	s &^= capital
	return s == unit || s == tens
}

// Scale is the power of ten of 万 and 亿, which may follow digits as well; 0 for
// other characters.
func Scale(r rune) int32 {
	switch r {
	case '万':
		return 4
	case '亿':
		return 8
	}
	return 0
}

// listed is the value of a numeral that lists are numbered with, 0 for others.
func listed(r rune) int {
	if n, s := numeral(r); s&^capital == digit || n == 10 {
		return int(n)
	}
	return 0
}

// IsNumeral reports whether r is one of the numerals that lists are numbered
// with.
func IsNumeral(r rune) bool { return listed(r) != 0 }

// Numeral reads a whole numeral from 一 to 九十九, 0 for anything else.
func Numeral(runes []rune) int {
	n := 0
	for i, r := range runes {
		switch worth := listed(r); {
		case worth == 0:
			return 0
		case worth < 10 && n%10 == 0 && (i == 0 || n > 0):
			n += worth
		case worth == 10 && n < 10 && i < 2:
			n = max(n, 1) * 10
		default:
			return 0
		}
	}
	return n
}

// NumeralBefore reads the numeral that ends at end, and returns where it begins.
func NumeralBefore(runes []rune, end int) (n, from int) {
	for from = end; from > 0 && IsNumeral(runes[from-1]); from-- {
	}
	return Numeral(runes[from:end]), from
}

// SerialDigit is the value of a numeral in a number that is written digit by
// digit, as years are, with the many zeros that are typed for 〇; -1 for others.
func SerialDigit(r rune) int {
	if r == 'Ｏ' || r == '０' {
		return 0
	}
	if n, s := numeral(r); s == digit || s == zero {
		return int(n)
	}
	return -1
}

// Serial reads a number that is written digit by digit, all in numerals or all in
// digits of either width, -1 for anything else. It is for the few characters of a
// year and the like.
func Serial(runes []rune) int {
	numerals, figures, all := 0, 0, true
	for _, r := range runes {
		d := SerialDigit(r)
		if numerals >= 0 {
			if numerals = numerals*10 + d; d < 0 {
				numerals = -1
			}
		}
		if all = all && IsDigit(r); all {
			figures = figures*10 + DigitValue(r)
		}
	}
	if all {
		return figures
	}
	return numerals
}

// dated reads the number of a date: 二〇二一 digit by digit, and 十, 十二, 三十一,
// -1 for anything else.
func dated(runes []rune) int {
	for i, r := range runes {
		if r != '十' {
			continue
		}
		value := 10
		switch {
		case i > 1 || len(runes) > i+2:
			return -1
		case i == 1:
			value = 10 * SerialDigit(runes[0])
		}
		if len(runes) > i+1 {
			rest := SerialDigit(runes[i+1])
			if rest < 0 {
				return -1
			}
			value += rest
		}
		return value
	}
	return Serial(runes)
}

// Integer reads a whole number in characters: 三千零二十, 廿三, 一百二, 一〇三,
// 叁佰. It refuses 两三 and the like, which are no number.
func Integer(runes []rune) (int64, bool) {
	if len(runes) == 0 {
		return 0, false
	}
	serial := true
	for _, r := range runes {
		serial = serial && InNumber(r) && !IsUnit(r)
	}
	if serial && len(runes) > 1 {
		return serialInteger(runes)
	}
	const most = 1e10 // of what stands before 万 or 亿, so that nothing overflows
	var total, section, number int64
	var large int64 // the last of 万 and 亿
	last, pending := int64(1), false
	for _, r := range runes {
		worth, s := numeral(r)
		switch s &^ capital {
		case none:
			return 0, false
		case tens:
			section += worth
			pending, last = false, 10
		case unit:
			if worth >= 10000 {
				// 万 after 亿 multiplies what stands since, 亿 after 万 all before it.
				section += number
				before := int64(0)
				if worth < large {
					total, before = 0, total
				}
				if total+section == 0 || total+section > most || worth == large {
					return 0, false
				}
				total, section, large = before+(total+section)*worth, 0, worth
			} else {
				if !pending || number == 0 {
					number = 1
				}
				section += number * worth
			}
			number, pending, last = 0, false, worth
		default:
			if pending && number != 0 && s&^capital != zero {
				return 0, false
			}
			number, pending = worth, true
			if s == zero {
				last = 1
			}
		}
	}
	if number != 0 && last >= 100 {
		number *= last / 10 // 一百二 is 120
	}
	return total + section + number, true
}

// serialInteger reads 一〇三 digit by digit; two digits are no number.
func serialInteger(runes []rune) (int64, bool) {
	const most = 18 // digits that an int64 holds for certain
	if len(runes) == 2 || len(runes) > most {
		return 0, false
	}
	n := int64(0)
	for _, r := range runes {
		worth, _ := numeral(r)
		n = n*10 + worth
	}
	return n, true
}
