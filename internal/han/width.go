package han

import "golang.org/x/text/width"

// apart is how far the full-width forms of ASCII stand from it.
const apart = '！' - '!'

// Narrow turns a full-width form of ASCII into ASCII.
func Narrow(r rune) rune {
	if r >= '！' && r <= '～' {
		return r - apart
	}
	return r
}

// Wide turns a mark, digit or letter of ASCII into its full-width form.
func Wide(r rune) rune {
	if r >= '!' && r <= '~' {
		return r + apart
	}
	return r
}

// Fold gives every character of a text the width that it has by nature: ASCII
// half width, what is Chinese full.
func Fold(text string) string { return width.Fold.String(text) }

// IsDigit reports whether r is one of the digits 0 to 9, of either width.
func IsDigit(r rune) bool { return r >= '0' && r <= '9' || r >= '０' && r <= '９' }

// DigitValue is the value of a digit of either width.
func DigitValue(r rune) int { return int(Narrow(r) - '0') }

// DigitsAt reads the digits at i, most of them at most, of which there may be
// none, and returns where they end. Ten of them may be too many for an int.
func DigitsAt(runes []rune, i, most int) (n, end int) {
	for end = i; end < len(runes) && end < i+most && IsDigit(runes[end]); end++ {
		n = n*10 + DigitValue(runes[end])
	}
	return n, end
}
