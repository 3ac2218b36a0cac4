package regex

import (
	"regexp/syntax"
	"slices"
	"strings"
	"unicode/utf8"
)

// needles finds whether one of some texts occurs in another. Where they are
// many, it goes over that text once: Chinese characters have the same first byte
// far too often for a search of each.
type needles struct {
	// texts are in order, and none is part of another.
	texts []string
	// first has a bit for each first character of three bytes, by the low bits of
	// the latter two; ascii for those of one. It is nil where texts are few.
	first *[1 << 12 / 64]uint64
	ascii [2]uint64
}

// few texts are looked for one after the other.
const few = 6

// newNeedles takes texts as least leaves them.
func newNeedles(texts []string) needles {
	n := needles{texts: texts}
	if len(texts) <= few {
		return n
	}
	first := new([1 << 12 / 64]uint64)
	for _, t := range texts {
		switch r, size := utf8.DecodeRuneInString(t); {
		case size == 1 && r != utf8.RuneError:
			n.ascii[r>>6] |= 1 << (r & 63)
		case size == 3:
			first[t[1]&63] |= 1 << (t[2] & 63)
		default:
			return n // letters of other scripts, for which this is not made
		}
	}
	n.first = first
	return n
}

// in reports whether one of the texts occurs in text.
func (n *needles) in(text string) bool {
	if n.first == nil {
		for _, t := range n.texts {
			if strings.Contains(text, t) {
				return true
			}
		}
		return false
	}
	for i := 0; i < len(text); {
		b := text[i]
		switch {
		case b < utf8.RuneSelf:
			if n.ascii[b>>6]>>(b&63)&1 != 0 && n.at(text[i:]) {
				return true
			}
			i++
		case b>>4 == 0xe && i+2 < len(text) && text[i+1]>>6 == 2 && text[i+2]>>6 == 2:
			if n.first[text[i+1]&63]>>(text[i+2]&63)&1 != 0 && n.at(text[i:]) {
				return true
			}
			i += 3
		default:
			i++
		}
	}
	return false
}

// at reports whether a text begins with one of the texts. That can only be the
// last of those that are not behind it, since none begins with another.
func (n *needles) at(text string) bool {
	i, found := slices.BinarySearch(n.texts, text)
	return found || i > 0 && strings.HasPrefix(text, n.texts[i-1])
}

// least puts texts in order and drops those that another is part of.
func least(texts []string) []string {
	texts = slices.Clone(texts)
	slices.Sort(texts)
	texts = slices.Compact(texts)
	all := slices.Clone(texts)
	return slices.DeleteFunc(texts, func(t string) bool {
		return slices.ContainsFunc(all, func(other string) bool { return other != t && strings.Contains(t, other) })
	})
}

// sureTexts are texts each of which is a match of an expression wherever it
// stands; there may be other matches.
func sureTexts(re *syntax.Regexp) []string {
	switch re.Op {
	case syntax.OpCapture:
		return sureTexts(re.Sub[0])
	case syntax.OpAlternate:
		var all []string
		for _, sub := range re.Sub {
			if more := useful(sureTexts(sub)); len(all)+len(more) <= mostTexts {
				all = append(all, more...)
			}
		}
		return all
	}
	if anywhere(re) {
		if texts, whole := literals(re); whole {
			return texts
		}
	}
	return nil
}

// anywhere reports whether nothing in an expression depends on what stands
// beside a match.
func anywhere(re *syntax.Regexp) bool {
	switch re.Op {
	case syntax.OpBeginText, syntax.OpEndText, syntax.OpBeginLine, syntax.OpEndLine, syntax.OpWordBoundary, syntax.OpNoWordBoundary:
		return false
	}
	return !slices.ContainsFunc(re.Sub, func(sub *syntax.Regexp) bool { return !anywhere(sub) })
}
