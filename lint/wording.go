package lint

import (
	"slices"
	"strings"
	"unicode"
)

// squeeze drops all white space.
func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

// unquoted drops what a mask marks as cited.
func unquoted(runes []rune, mask []bool) string {
	var b strings.Builder
	for i, r := range runes {
		if !mask[i] {
			b.WriteRune(r)
		}
	}
	return b.String()
}

func containsAny(text string, words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(text, w) })
}

func hasPrefixAny(text string, words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(text, w) })
}

// hasAt reports whether word stands at i.
func hasAt(runes []rune, i int, word string) bool {
	for _, w := range word {
		if i >= len(runes) || runes[i] != w {
			return false
		}
		i++
	}
	return true
}

// in reports whether r is one of chars; 0, for no character, is none.
func in(chars string, r rune) bool { return r != 0 && strings.ContainsRune(chars, r) }
