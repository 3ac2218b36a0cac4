package han

import (
	"strings"

	"github.com/shopspring/decimal"
)

// Figure is a number in digits, as it stands in a text.
type Figure struct {
	// Digits are its digits in half width, leading zeros among them, with at most
	// one point; "" where there is no number.
	Digits string
	// To is where it ends, in runes.
	To int
	// Odd is true for full-width digits, separators and spaces among them.
	Odd bool
	// Gaps counts the spaces that set no group of three off, two where several
	// stand together: such a space may as well stand between two figures.
	Gaps int
	// Long is true where it has more digits than anything that is counted, so that
	// it is no number; Digits are the first of them.
	Long bool
}

// longest bounds the digits of a number, so that no text makes the arithmetic
// slow; the largest real ones have 14.
const (
	longest      = 18
	longestAlone = 40
)

// Value is the exact number; of no digits, 0.
func (f Figure) Value() decimal.Decimal {
	n, err := decimal.NewFromString(f.Digits)
	if err != nil {
		return decimal.Zero
	}
	return n
}

// Decimals is how many digits stand behind the point.
func (f Figure) Decimals() int32 {
	if dot := strings.IndexByte(f.Digits, '.'); dot >= 0 {
		return int32(len(f.Digits) - dot - 1)
	}
	return 0
}

// FigureAt reads the number at i in running text: digits and a point, of either
// width, and separators of thousands where they stand as they should. No space is
// part of it, as another number may follow.
func FigureAt(runes []rune, i int) Figure { return figureAt(runes, i, false) }

// FigureAlone reads the number that a cell begins with, which has no other beside
// it: spaces may stand in it, and groups of three behind any digits.
func FigureAlone(runes []rune) Figure { return figureAt(runes, 0, true) }

func figureAt(runes []rune, i int, alone bool) Figure {
	most := longest
	if alone {
		most = longestAlone
	}
	f := Figure{To: i}
	digits := make([]byte, 0, most+1)
	separated, point := false, false // what was passed
	for ; f.To < len(runes); f.To++ {
		r := runes[f.To]
		narrow := Narrow(r)
		after := runes[f.To+1:]
		switch {
		case IsDigit(r):
			f.Odd = f.Odd || narrow != r
			digits = append(digits, byte(narrow))
		case len(digits) == 0:
			return f
		case narrow == '.' && !point && digitNext(after, alone):
			f.Odd = f.Odd || narrow != r
			point = true
			digits = append(digits, '.')
		case narrow == ',' && !point && (alone || separated || len(digits) <= 3) && isGroup(after):
			f.Odd, separated = true, true
		case alone && IsPadding(r) && digitNext(after, alone):
			f.Odd = true
			if point || !isGroup(after) {
				f.Gaps++
			}
		default:
			f.Digits = string(digits)
			return f
		}
		if len(digits) > most {
			f.Long, f.Digits = true, string(digits)
			f.To++
			for f.To < len(runes) && IsDigit(runes[f.To]) {
				f.To++
			}
			return f
		}
	}
	f.Digits = string(digits)
	return f
}

// digitNext reports whether a digit comes next, or behind white space where that
// may be.
func digitNext(runes []rune, spaced bool) bool {
	for spaced && len(runes) > 0 && IsPadding(runes[0]) {
		runes = runes[1:]
	}
	return len(runes) > 0 && IsDigit(runes[0])
}

// isGroup reports whether exactly three digits come next, as after a separator of
// thousands.
func isGroup(runes []rune) bool {
	_, n := DigitsAt(runes, 0, 4)
	return n == 3
}
