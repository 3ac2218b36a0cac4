package han

import "strings"

// Opens reports whether r is a full-width opening bracket or quotation mark.
func Opens(r rune) bool {
	switch r {
	case '“', '‘', '（', '《', '〈', '〔', '【', '「', '『', '［', '｛':
		return true
	}
	return false
}

// Closes reports whether r is a full-width closing bracket or quotation mark.
func Closes(r rune) bool {
	switch r {
	case '”', '’', '）', '》', '〉', '〕', '】', '」', '』', '］', '｝':
		return true
	}
	return false
}

// EndsSentence reports whether r is a mark, of either width, after which another
// sentence begins; a semicolon is one. The half-width full stop is none, as it is
// a decimal point too.
func EndsSentence(r rune) bool {
	switch r {
	case '。', '！', '？', '；', ';', '!', '?':
		return true
	}
	return false
}

// EndsClause reports whether r is a mark, of either width, at which a clause
// ends: one within a sentence or at its end, or a round bracket.
func EndsClause(r rune) bool {
	switch r {
	case '，', '：', '（', '）', '、', ',', ':', '(', ')':
		return true
	}
	return EndsSentence(r)
}

// IsMark reports whether r is a mark of Chinese text: all that are full-width,
// and those that have one code for both widths, as “ and —.
func IsMark(r rune) bool {
	switch {
	case r >= '\u3001' && r <= '\u3002', r >= '\u3008' && r <= '\u3011', r >= '\u3014' && r <= '\u301B':
		return true
	case r >= '\uFF01' && r <= '\uFF0F', r >= '\uFF1A' && r <= '\uFF20', r >= '\uFF3B' && r <= '\uFF3D':
		return true
	}
	return strings.ContainsRune("“”‘’…—·", r)
}
