package lint

import (
	"strings"

	"nianbao/internal/han"
)

// sentence returns the bounds of the sentence around a character: from after
// the last 。！？； to the next one, that mark left out. It looks no further than
// any sentence goes, so that a text without marks takes no longer than another.
func sentence(runes []rune, i int) (from, to int) {
	const most = 300
	from, to = min(i, len(runes)), i
	for from > 0 && i-from < most && !han.EndsSentence(runes[from-1]) {
		from--
	}
	for to < len(runes) && to-i < most && !han.EndsSentence(runes[to]) {
		to++
	}
	return from, to
}

// opens reports whether a sentence, or an item of a list, begins at i.
func opens(runes []rune, at int) bool {
	i := at
	for i > 0 && (runes[i-1] == ' ' || runes[i-1] == '\u3000') {
		i--
	}
	if i == 0 || han.EndsSentence(runes[i-1]) || i < at && headed(runes[:i]) {
		return true
	}
	switch runes[i-1] {
	case '：', ':', '）', ')':
		return true
	case '是':
		return i > 1 && han.IsNumeral(runes[i-2])
	}
	return false
}

// headed reports whether a text is nothing but a heading with its number, after
// which the sentence goes on in the same line.
func headed(runes []rune) bool {
	const most = 24
	text := string(runes)
	number, rest := han.Split(text)
	return number != "" && len(runes) <= most && !strings.ContainsAny(rest, "，。；：,;:")
}

// clauseStart reports whether a clause begins at i.
func clauseStart(runes []rune, i int) bool {
	for i > 0 && (runes[i-1] == ' ' || runes[i-1] == '\u3000') {
		i--
	}
	return i == 0 || strings.ContainsRune("。；：，、！？,;:）)”》", runes[i-1])
}

// clauseAround returns what stands before and after a mark in its clause.
func clauseAround(text, mark string) (before, after string) {
	before, after, _ = strings.Cut(text, mark)
	if i := strings.LastIndexAny(before, "，："); i >= 0 {
		before = before[i:]
	}
	if i := strings.IndexAny(after, "，："); i >= 0 {
		after = after[:i]
	}
	return before, after
}
