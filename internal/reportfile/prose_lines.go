package reportfile

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"nianbao/internal/han"
)

// typedLine is a line of a value as its author typed it.
type typedLine struct {
	text string
	// at is where it begins in the value, in characters.
	at int
	// folded is true where a line break parts it from the line before that YAML
	// does not keep; joined where YAML put a space there.
	folded, joined bool
}

// typedLines cuts a value into the lines that were typed, white space around
// them and blank ones left out. folds are the characters that stand for a
// single line break (YAML 1.2.2, 6.5).
func typedLines(value string, folds []int) []typedLine {
	var all []typedLine
	runes := []rune(value)
	cut := func(from, to int, folded bool) {
		for from < to && unicode.IsSpace(runes[from]) {
			from++
		}
		for from < to && unicode.IsSpace(runes[to-1]) {
			to--
		}
		if from < to {
			all = append(all, typedLine{text: string(runes[from:to]), at: from, folded: folded && len(all) > 0, joined: folded && len(all) > 0})
		}
	}
	from, folded := 0, false
	for i, r := range runes {
		fold := len(folds) > 0 && folds[0] == i
		if fold {
			folds = folds[1:]
		}
		if fold || r == '\n' || r == '\r' {
			cut(from, i, folded)
			from, folded = i+1, fold
		}
	}
	cut(from, len(runes), folded)
	return all
}

// joins counts the lines that YAML joined to others.
func joins(lines []typedLine) int {
	n := 0
	for _, l := range lines {
		if l.joined {
			n++
		}
	}
	return n
}

// seam is what was meant by a line break that YAML turned into a space.
type seam uint8

const (
	unclear   seam = iota
	paragraph      // the next line is a paragraph of its own
	wrap           // the line goes on
)

// The marks that show what a line break meant. A list may end its items in ；
// and begin with ：, each on a line of its own.
const (
	endMarks     = "。！？；：…!?;"
	goOnMarks    = "，、,（(《“‘—"
	closingMarks = "”’）)》】"
	neverFirst   = "，。、；：！？）》】”’,.;)%％"
)

// longestHeading is how long a line without a mark at its end may be and still
// be a heading; one that is longer was broken in the middle.
const longestHeading = 25

// seamOf tells what the break between two lines meant. Where that is in doubt,
// as behind what may be a heading, it does not guess.
func seamOf(a, b string) seam {
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(a, closingMarks))
	first, _ := utf8.DecodeRuneInString(b)
	end, _ := utf8.DecodeLastRuneInString(a)
	switch {
	case strings.ContainsRune(neverFirst, first), strings.ContainsRune(goOnMarks, end):
		return wrap
	case strings.ContainsRune(endMarks, last):
		return paragraph
	case utf8.RuneCountInString(a) <= longestHeading || numbered(b):
		return unclear
	}
	return glued(end, first)
}

// glued is wrap where two lines go together without a space, or with one that
// belongs between words of letters. Figures may be one or two.
func glued(end, first rune) seam {
	if end >= '0' && end <= '9' && first >= '0' && first <= '9' {
		return unclear
	}
	return wrap
}

// numbered reports whether a line begins like an item of a list.
func numbered(line string) bool {
	first, _ := utf8.DecodeRuneInString(line)
	if strings.ContainsRune("（(第", first) || first >= '①' && first <= '⑳' {
		return true
	}
	rest := strings.TrimLeftFunc(line, func(r rune) bool { return han.IsNumeral(r) || han.IsDigit(r) })
	mark, _ := utf8.DecodeRuneInString(rest)
	return rest != line && strings.ContainsRune("、.．是", mark)
}

// gap is what goes between two parts of a line: a space only between words of
// letters or figures, since Chinese has none.
func gap(a, b string) string {
	end, _ := utf8.DecodeLastRuneInString(a)
	first, _ := utf8.DecodeRuneInString(b)
	if isASCIIWord(end) && isASCIIWord(first) {
		return " "
	}
	return ""
}

func isASCIIWord(r rune) bool {
	return r < utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r))
}

// paragraphsOf are the paragraphs that lines were meant to be. Where every is
// true each line is one; clear is false where that is a guess.
func paragraphsOf(lines []typedLine, every bool) (all []string, clear bool) {
	clear = true
	var b strings.Builder
	for i, l := range lines {
		meant := paragraph
		if i > 0 && l.folded && !every {
			meant = seamOf(lines[i-1].text, l.text)
		}
		clear = clear && meant != unclear
		switch {
		case meant == wrap:
			b.WriteString(gap(lines[i-1].text, l.text))
		case i > 0:
			all = append(all, b.String())
			b.Reset()
		}
		b.WriteString(l.text)
	}
	if b.Len() > 0 {
		all = append(all, b.String())
	}
	return all, clear
}

// oneLineOf is what lines were meant to be where a value can have one only.
func oneLineOf(lines []typedLine) (text string, clear bool) {
	clear = true
	var b strings.Builder
	for i, l := range lines {
		if i > 0 {
			before := lines[i-1].text
			end, _ := utf8.DecodeLastRuneInString(before)
			first, _ := utf8.DecodeRuneInString(l.text)
			clear = clear && glued(end, first) == wrap
			b.WriteString(gap(before, l.text))
		}
		b.WriteString(l.text)
	}
	return b.String(), clear
}

// wideBars are what is typed for the | that keeps the lines of a text, and
// wideFolds for the > that joins them, by an input method for Chinese.
const (
	wideBars  = "｜丨│︱∣❘ǀ"
	wideFolds = "＞﹥〉"
)

// wideMark finds such a mark at the beginning of a text: the mark, with what
// may stand beside it in a header, and what follows on its line. A mark for >
// counts only where nothing follows, since ＞5 is more than five.
func wideMark(line string) (mark, rest string, ok bool) {
	r, size := utf8.DecodeRuneInString(line)
	bar := strings.ContainsRune(wideBars, r)
	if !bar && !strings.ContainsRune(wideFolds, r) {
		return "", "", false
	}
	rest = strings.TrimLeft(line[size:], "-+－＋123456789")
	if strings.TrimSpace(rest) == "" {
		return line[:size], "", true
	}
	return line[:size], strings.TrimSpace(line[size:]), bar
}

// pairs of quotation marks. Those of ASCII are YAML's own, and met here only
// where they close what a full-width one opened.
var quotePairs = []struct{ open, close string }{{"“”", "“”\""}, {"‘’", "‘’'"}, {"＂", "＂"}, {"＇", "＇"}}

// unquoted takes off the marks of a value that stands between quotation marks
// as a whole, as if they were YAML's. A phrase at its head is no such value,
// nor is what begins with one phrase and ends with another.
func unquoted(text string) (inner string, ok bool) {
	runes := []rune(text)
	if len(runes) < 2 {
		return "", false
	}
	first, last, inside := runes[0], runes[len(runes)-1], runes[1:len(runes)-1]
	for _, p := range quotePairs {
		if !strings.ContainsRune(p.open, first) || !strings.ContainsRune(p.close, last) {
			continue
		}
		open, end := []rune(p.open)[0], []rune(p.open)[len([]rune(p.open))-1]
		if first == open && last == end && open != end {
			depth := 0
			for _, r := range inside {
				switch r {
				case open:
					depth++
				case end:
					depth--
				}
				if depth < 0 {
					return "", false
				}
			}
			return string(inside), depth == 0
		}
		return string(inside), !strings.ContainsAny(string(inside), p.close)
	}
	return "", false
}

// isTopic reports whether a text opens with #a topic#, as social media write it.
func isTopic(text string) bool {
	rest, ok := strings.CutPrefix(text, "#")
	if !ok {
		return false
	}
	name, _, closed := strings.Cut(rest, "#")
	return closed && name != "" && name == strings.TrimSpace(name) && !strings.ContainsAny(name, "。；")
}

// hashLine tells a line of a text that begins with # as a note does: note where
// it is one for sure, doubtful where it may be more of the text. A topic is
// text, and so is a number, as in #1机组.
func hashLine(line string) (note, doubtful bool) {
	rest := strings.TrimLeft(line, "#")
	run := len(line) - len(rest)
	if wide, ok := strings.CutPrefix(line, "＃"); ok {
		rest, run = wide, 1
		if wide == strings.TrimLeft(wide, " \t\u3000") {
			return false, false
		}
	}
	switch {
	case run == 0, rest == "", strings.HasSuffix(line, "#"), isTopic(line):
		return false, false
	case run > 1:
		return false, true // a heading in Markdown, it may be
	case rest != strings.TrimLeft(rest, " \t\u3000") && numbered(strings.TrimSpace(rest)):
		return false, true
	case rest != strings.TrimLeft(rest, " \t\u3000"):
		return true, false
	case strings.Contains(rest, "#"), rest[0] >= '0' && rest[0] <= '9':
		return false, false
	}
	return false, true
}
