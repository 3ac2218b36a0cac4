package lint

import (
	"strings"

	"nianbao/internal/han"
)

// quoted marks the characters of a text that stand between 书名号, or, where
// quotes is true, between quotation marks: names and citations, which are not
// the report's own words.
func quoted(runes []rune, quotes bool) []bool {
	mask := make([]bool, len(runes))
	depth := 0
	for i, r := range runes {
		switch {
		case r == '《' || r == '〈' || quotes && r == '“':
			depth++
			mask[i] = true
			continue
		case (r == '》' || r == '〉' || quotes && r == '”') && depth > 0:
			depth--
			mask[i] = true
			continue
		}
		mask[i] = depth > 0
	}
	// A bracket that is never closed quotes nothing.
	if depth > 0 {
		for i := len(runes) - 1; i >= 0 && mask[i]; i-- {
			mask[i] = false
		}
	}
	return mask
}

// halfPairs returns, for each half-width bracket, the place of its partner of
// the same width, else -1.
func halfPairs(runes []rune) []int {
	partner := make([]int, len(runes))
	var open []int
	for i, r := range runes {
		partner[i] = -1
		switch r {
		case '(', '（':
			open = append(open, i)
		case ')', '）':
			if len(open) == 0 {
				continue
			}
			j := open[len(open)-1]
			open = open[:len(open)-1]
			if runes[j] == '(' && r == ')' {
				partner[i], partner[j] = j, i
			}
		}
	}
	return partner
}

// foreignMask marks what is no Chinese text: addresses of pages and of mail
// with all their marks, numbers with separators, times of day.
func foreignMask(runes []rune) []bool {
	mask := make([]bool, len(runes))
	for i := 0; i < len(runes); {
		if runes[i] <= ' ' || runes[i] >= 0x7F {
			i++
			continue
		}
		end := i
		for end < len(runes) && runes[end] > ' ' && runes[end] < 0x7F {
			end++
		}
		// What surrounds a stretch belongs to the Chinese text about it.
		from, to := i, end
		for to > from && strings.ContainsRune(",;:()", runes[to-1]) {
			to--
		}
		for from < to && strings.ContainsRune(",;:(", runes[from]) {
			from++
		}
		if foreign(string(runes[from:to])) {
			for j := from; j < to; j++ {
				mask[j] = true
			}
		} else {
			for j := from; j < to; j++ {
				r := runes[j]
				mask[j] = (r == ',' || r == ':') && j > 0 && j+1 < len(runes) && han.IsDigit(runes[j-1]) && han.IsDigit(runes[j+1])
			}
		}
		i = end
	}
	return mask
}

// foreign reports whether a run of ASCII is an address.
func foreign(s string) bool {
	return strings.Contains(s, "://") || strings.HasPrefix(s, "www.") || strings.Contains(s, "@") || strings.Contains(s, ".gov.cn") || strings.Contains(s, "[bookmark:")
}
