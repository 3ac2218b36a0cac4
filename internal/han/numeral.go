package han

// digits are the numerals of one digit, the capitals of cheques among them.
var digits = map[rune]int{
	'一': 1, '二': 2, '三': 3, '四': 4, '五': 5, '六': 6, '七': 7, '八': 8, '九': 9,
	'壹': 1, '贰': 2, '叁': 3, '肆': 4, '伍': 5, '陆': 6, '柒': 7, '捌': 8, '玖': 9,
}

func isTen(r rune) bool { return r == '十' || r == '拾' }

// IsNumeral reports whether r is one of the numerals that lists are numbered
// with.
func IsNumeral(r rune) bool { return digits[r] != 0 || isTen(r) }

// Numeral reads a whole numeral from 一 to 九十九, 0 for anything else.
func Numeral(runes []rune) int {
	n, rest := 0, runes
	if len(rest) > 1 && isTen(rest[1]) {
		if n, rest = digits[rest[0]]*10, rest[2:]; n == 0 {
			return 0
		}
	} else if len(rest) > 0 && isTen(rest[0]) {
		n, rest = 10, rest[1:]
	}
	switch {
	case len(rest) == 0:
		return n
	case len(rest) > 1 || digits[rest[0]] == 0:
		return 0
	}
	return n + digits[rest[0]]
}
