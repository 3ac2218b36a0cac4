// Package han reads what Chinese text writes in a way of its own: numerals and
// numbers, dates, the numbers that authors type before headings and items,
// characters of either width, and marks. It is the one reader of them, so that
// what is judged, what is mended and what is printed agree. It knows characters
// only: what a number is of, and what a date says of a report, is its callers'.
package han

import "unicode"

// IsHan reports whether r is a Chinese character, 〇 and 々 included.
func IsHan(r rune) bool {
	if r < 0x2E80 {
		return false // most of what is no Chinese character is below
	}
	return r >= 0x4E00 && r <= 0x9FFF || unicode.Is(unicode.Han, r)
}

// IsSpace reports whether r is white space or takes no room at all.
func IsSpace(r rune) bool {
	switch r {
	case '\u200c', '\u200d', '\u2060':
		return true
	}
	return IsPadding(r)
}

// IsPadding reports whether r is white space or what tables on web pages and
// files are padded with as if it were. It leaves out what joins two characters.
func IsPadding(r rune) bool { return unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff' }
