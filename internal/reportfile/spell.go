package reportfile

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"nianbao/internal/report"
	"nianbao/internal/tree"
)

// spell tells where the characters of a scalar stand in the input, as marks
// counted in characters of its text, and where it ends. It follows the input
// by the rules of the scalar's style. Should its result ever not be the text
// that the parser made of it, the scalar's start is the only mark.
func (in *input) spell(n *tree.Node) (marks []report.Mark, end int) {
	w, ok := in.follow(n)
	if !ok {
		return []report.Mark{{Offset: 0, Line: n.Line, Column: n.Column}}, max(w.end, n.Offset)
	}
	if len(w.marks) == 0 {
		w.marks = []report.Mark{{Offset: 0, Line: n.Line, Column: n.Column}}
	}
	return w.marks, w.end
}

// follow walks through a scalar; ok is false where the walk came to another
// text than the parser.
func (in *input) follow(n *tree.Node) (w *walker, ok bool) {
	w = &walker{in: in, at: n.Offset, line: n.Line, column: n.Column, want: n.Text}
	switch n.Style {
	case tree.Literal:
		ok = w.literal()
	case tree.Folded:
		ok = w.folded()
	case tree.Single:
		w.step()
		ok = w.flow('\'')
	case tree.Double:
		w.step()
		ok = w.flow('"')
	default:
		ok = w.flow(0)
	}
	return w, ok && w.said == len(w.want)
}

// walker goes through the input of one scalar and checks character by character
// that it spells the text wanted.
type walker struct {
	in           *input
	at           int // offset in the input
	line, column int
	want         string
	said         int // bytes of want spelt so far
	count        int // the same in characters
	marks        []report.Mark
	folds        []int // the characters, from 0, that are spaces for a line break
	// Where the next character would stand if the last mark still held.
	nextLine, nextColumn int
	end                  int
}

// peek returns the character at hand, or 0 at the end of the input.
func (w *walker) peek() (rune, int) {
	if w.at >= len(w.in.text) {
		return 0, 0
	}
	if c := w.in.text[w.at]; c < utf8.RuneSelf {
		return rune(c), 1
	}
	return utf8.DecodeRuneInString(w.in.text[w.at:])
}

// step passes one character of the input.
func (w *walker) step() {
	r, size := w.peek()
	w.at += size
	if r == '\n' {
		w.line, w.column = w.line+1, 1
	} else if size > 0 {
		w.column++
	}
}

// say records that the next character of the text stands at a place. It returns
// false where that is not the character wanted.
func (w *walker) say(r rune, line, column int) bool {
	got, size := utf8.DecodeRuneInString(w.want[w.said:])
	if size == 0 || got != r {
		return false
	}
	if len(w.marks) == 0 || line != w.nextLine || column != w.nextColumn {
		w.marks = append(w.marks, report.Mark{Offset: w.count, Line: line, Column: column})
	}
	w.nextLine, w.nextColumn = line, column+1
	w.said += size
	w.count++
	return true
}

// flow spells plain and quoted scalars (YAML 1.2.2, 7.3). Blanks around a line
// break are dropped; one break is a space, more are that many less one.
func (w *walker) flow(quote rune) bool {
	for {
		r, size := w.peek()
		line, column := w.line, w.column
		switch {
		case quote == 0 && w.said == len(w.want):
			w.end = w.at
			return true
		case size == 0:
			return false
		case quote == '\'' && r == quote && strings.HasPrefix(w.in.text[w.at+1:], "'"):
			w.step()
			w.step()
		case quote != 0 && r == quote:
			w.step()
			w.end = w.at
			return true
		case quote == '"' && r == '\\':
			if !w.escape() {
				return false
			}
			continue
		case r == '\n' || r == ' ' || r == '\t':
			if !w.blanks(line, column) {
				return false
			}
			continue
		default:
			w.step()
		}
		if !w.say(r, line, column) {
			return false
		}
	}
}

// blanks passes blanks and line breaks, and says what they amount to.
func (w *walker) blanks(line, column int) bool {
	start, breaks := w.at, 0
	for {
		r, _ := w.peek()
		if r == '\n' {
			breaks++
		} else if r != ' ' && r != '\t' {
			break
		}
		w.step()
	}
	switch breaks {
	case 0:
		for _, r := range w.in.text[start:w.at] {
			if !w.say(r, line, column) {
				return false
			}
			column++
		}
		return true
	case 1:
		w.folds = append(w.folds, w.count)
		return w.say(' ', line, column)
	}
	return w.breaks(breaks-1, line, column)
}

func (w *walker) breaks(n, line, column int) bool {
	for range n {
		if !w.say('\n', line, column) {
			return false
		}
	}
	return true
}

// escapes are the characters that one letter after a backslash stands for.
var escapes = map[rune]rune{
	'0': 0, 'a': '\a', 'b': '\b', 't': '\t', '\t': '\t', 'n': '\n', 'v': '\v', 'f': '\f', 'r': '\r', 'e': 0x1B,
	' ': ' ', '"': '"', '/': '/', '\\': '\\', 'N': 0x85, '_': 0xA0, 'L': 0x2028, 'P': 0x2029,
}

// escape spells a backslash and what follows it. JSON writes a character beyond
// U+FFFF as two escapes; in YAML a backslash before a line break joins lines.
func (w *walker) escape() bool {
	line, column := w.line, w.column
	w.step()
	r, _ := w.peek()
	w.step()
	switch r {
	case '\n':
		breaks := 0
		for {
			r, _ := w.peek()
			if r == '\n' {
				breaks++
			} else if r != ' ' && r != '\t' {
				return w.breaks(breaks, line, column)
			}
			w.step()
		}
	case 'x':
		r = w.hex(2)
	case 'u':
		r = w.hex(4)
		if utf16.IsSurrogate(r) {
			high := r
			r = utf8.RuneError
			if strings.HasPrefix(w.in.text[w.at:], `\u`) {
				before := *w
				w.step()
				w.step()
				if r = utf16.DecodeRune(high, w.hex(4)); r == utf8.RuneError {
					*w = before
				}
			}
		}
	case 'U':
		r = w.hex(8)
	default:
		var ok bool
		if r, ok = escapes[r]; !ok {
			return false
		}
	}
	return w.say(r, line, column)
}

func (w *walker) hex(digits int) rune {
	from := w.at
	for range digits {
		w.step()
	}
	v, err := strconv.ParseUint(w.in.text[from:w.at], 16, 32)
	if err != nil {
		return utf8.RuneError
	}
	return rune(v)
}

// literal spells a block scalar that keeps its lines. A line of the input is
// its indentation and then the line of the text, which gives the indentation
// without any rule.
func (w *walker) literal() bool {
	w.end = w.at + len(w.in.line(w.line)) - (w.at - w.in.starts[w.line-1])
	line := w.line
	for i, text := range strings.Split(w.want, "\n") {
		line++
		typed := w.in.line(line)
		if i > 0 {
			// The line break: behind the last character of the line before.
			if !w.say('\n', w.nextLine, w.nextColumn) {
				return false
			}
		}
		if !strings.HasSuffix(typed, text) {
			// A chomped text ends in a break that is not there, as at the end
			// of the input.
			return false
		}
		column := utf8.RuneCountInString(typed) - utf8.RuneCountInString(text) + 1
		if text != "" {
			w.end = w.in.starts[line-1] + len(typed)
		}
		w.sayLine(text, line, column)
	}
	return true
}

// sayLine is say for a line of the text that is known to be there.
func (w *walker) sayLine(text string, line, column int) {
	n := utf8.RuneCountInString(text)
	w.nextLine, w.nextColumn = line, column+n
	if n == 0 {
		return
	}
	w.marks = append(w.marks, report.Mark{Offset: w.count, Line: line, Column: column})
	w.said += len(text)
	w.count += n
}

// folded spells a block scalar whose lines are joined (YAML 1.2.2, 8.1.3). Its
// indentation is that of the first line or, where the header has a digit, that
// of the value around it and so many more; which column that is the header does
// not tell, so they are tried.
func (w *walker) folded() bool {
	header := w.in.line(w.line)[w.at-w.in.starts[w.line-1]:]
	w.end = w.at + len(header)
	if digit := strings.IndexAny(header[:min(len(header), 3)], "123456789"); digit > 0 {
		for around := range min(w.column, maxAround) {
			try := *w
			if try.fold(around + int(header[digit]-'0')) {
				*w = try
				return true
			}
		}
		return false
	}
	for line := w.line + 1; line <= len(w.in.starts); line++ {
		typed := w.in.line(line)
		if indent := len(typed) - len(strings.TrimLeft(typed, " ")); indent < len(typed) {
			return w.fold(indent)
		}
	}
	return w.fold(0)
}

// maxAround is the deepest value whose block scalars are tried to be placed.
const maxAround = 200

// fold follows the text: a break between two lines without further indentation
// is a space, so behind each line come the breaks or the one space that the
// text holds there.
func (w *walker) fold(indent int) bool {
	for line := w.line + 1; line <= len(w.in.starts) && strings.Trim(w.want[w.said:], "\n") != ""; line++ {
		typed := w.in.line(line)
		if len(typed) <= indent && strings.Trim(typed, " ") == "" {
			continue
		}
		if len(typed) < indent {
			return false
		}
		for strings.HasPrefix(w.want[w.said:], "\n") {
			w.say('\n', max(w.nextLine, w.line), max(w.nextColumn, 1))
		}
		text := typed[indent:]
		if !strings.HasPrefix(w.want[w.said:], text) && strings.HasPrefix(w.want[w.said:], " ") {
			w.folds = append(w.folds, w.count)
			w.say(' ', w.nextLine, w.nextColumn)
		}
		if !strings.HasPrefix(w.want[w.said:], text) {
			return false
		}
		w.sayLine(text, line, indent+1)
		w.end = w.in.starts[line-1] + len(typed)
	}
	return w.breaks(len(w.want)-w.said, w.nextLine, w.nextColumn)
}
