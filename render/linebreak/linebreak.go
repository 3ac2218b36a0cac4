// Package linebreak tells where a line of Chinese may end. The rules are those
// of CLREQ (W3C, Requirements for Chinese Text Layout, "line adjustment") and
// of GB/T 15834-2011: marks that must not start or end a line, —— and ……
// unbroken, Latin words and numbers whole, numbers with what they count.
package linebreak

// Strength is how willingly a line ends at a place.
type Strength uint8

// The strengths, in rising order.
const (
	// Never marks a place inside a word or number, or one that would put a
	// mark where it must not stand.
	Never Strength = iota
	// Avoid marks a place that parts what reads as one, such as a number and
	// its unit; a line may end there when nothing better is near.
	Avoid
	// Allow marks a place where a line may end freely.
	Allow
)

// Before returns, for each index i from 0 to len(runes), how willingly a line
// may end before runes[i]. Before(runes)[0] is Never; the last element, the end
// of the text, is Allow unless the text is empty.
func Before(runes []rune) []Strength {
	return AppendBefore(nil, runes)
}

// AppendBefore is Before for callers in a loop: it appends the len(runes)+1
// strengths to dst.
func AppendBefore(dst []Strength, runes []rune) []Strength {
	dst = append(dst, Never)
	if len(runes) == 0 {
		return dst
	}
	quoted := false // inside a pair of straight double quotation marks
	previous, beforePrevious := quoteClass(runes[0], &quoted), space
	for _, r := range runes[1:] {
		current := quoteClass(r, &quoted)
		dst = append(dst, between(beforePrevious, previous, current))
		if current != joiner {
			// A combining mark takes on the class of what it sits on.
			beforePrevious, previous = previous, current
		}
	}
	return append(dst, Allow)
}

// StartForbidden reports whether r must not stand at a line's start.
func StartForbidden(r rune) bool {
	switch classOf(r) {
	case closing, yearEnd, dot, separator, ellipsis, postfix, hyphen, slash, joiner:
		return true
	}
	return false
}

// EndForbidden reports whether r must not stand at a line's end.
func EndForbidden(r rune) bool {
	c := classOf(r)
	return c == opening || c == yearStart
}

// quoteClass is classOf with the straight quotation mark, which does not tell
// its side, taken as opening and closing by turns.
func quoteClass(r rune, quoted *bool) class {
	if r != '"' {
		return classOf(r)
	}
	*quoted = !*quoted
	if *quoted {
		return opening
	}
	return closing
}

// between looks up the pair of classes on either side of a place, after the
// few cases that turn on the class before the pair.
func between(beforePrevious, previous, current class) Strength {
	switch {
	case previous == dot && current == han:
		// "1.属于国家秘密" is a number and what it counts off; a full stop
		// after a Latin word ends a sentence.
		if beforePrevious != digit {
			return Allow
		}
	case previous == hyphen && (current == digit || current == letter):
		// A date such as 2021-09-26 or a sign before a number stays whole; a
		// hyphenated word may be parted after its hyphen.
		if beforePrevious == letter && current == letter {
			return Avoid
		}
		return Never
	case previous == slash && current == digit && beforePrevious == digit:
		return Never
	}
	return pairs[previous][current]
}
