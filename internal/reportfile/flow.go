package reportfile

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// flows is what the brackets of a YAML text show that its parser does not: the
// elements that are missing between two commas, which a report file may leave
// blank but YAML may not (1.2.2, 7.4.1), and the brackets that nothing closes.
type flows struct {
	// holes are the offsets of the commas that nothing stands before.
	holes []int
	// open are the offsets of the brackets that are never closed.
	open []int
}

// flowScanner walks over a text, in lines outside of brackets and in characters
// within. It need not judge the text: of what is no YAML, the parser tells.
type flowScanner struct {
	text string
	flows
	// awaits is true where a key or dash has no value yet.
	awaits bool
	// block is the indentation of the key that a block scalar belongs to, or -1.
	block int
}

func scanFlows(text string) flows {
	s := &flowScanner{text: text, awaits: true, block: -1}
	for at := 0; at < len(text); {
		at = s.lineEnd(s.line(at)) + 1
	}
	return s.flows
}

func (s *flowScanner) lineEnd(at int) int {
	if i := strings.IndexByte(s.text[at:], '\n'); i >= 0 {
		return at + i
	}
	return len(s.text)
}

func (s *flowScanner) spaces(at int) int {
	for at < len(s.text) && (s.text[at] == ' ' || s.text[at] == '\t') {
		at++
	}
	return at
}

// line reads the line that begins at an offset, with all that the brackets and
// quotation marks on it reach over, and returns where it got to.
func (s *flowScanner) line(start int) int {
	end, at := s.lineEnd(start), s.spaces(start)
	if at == end {
		return end
	}
	if s.block >= 0 {
		if at-start > s.block {
			return end
		}
		s.block = -1
	}
	if s.text[at] == '#' {
		return end
	}
	if s.text[start:end] == "---" {
		s.awaits = true
		return end
	}
	for at+1 < end && (s.text[at] == '-' || s.text[at] == '?') && s.text[at+1] == ' ' {
		at, s.awaits = s.spaces(at+1), true
	}
	indent := at - start
	if value, ok := s.key(at, end); ok {
		at, s.awaits = s.spaces(value), true
	} else {
		// Brackets that no key stands before are within the key above them.
		indent--
	}
	if !s.awaits {
		return end
	}
	return s.value(at, indent)
}

var (
	quotedKey = regexp.MustCompile(`^(?:"(?:[^"\\\n]|\\.)*"|'(?:[^'\n]|'')*')[ \t]*:(?:[ \t]|$)`)
	plainKey  = regexp.MustCompile(`^[^\s"'#\[\]{},&*!|>%@` + "`" + `](?:[^\n:]|:[^\s])*?:(?:[ \t]|$)`)
	nodeProps = regexp.MustCompile(`^(?:[&!][^ \t\n]*[ \t]+)+`)
)

// key finds where the value of a key begins that stands at an offset.
func (s *flowScanner) key(at, end int) (int, bool) {
	line := s.text[at:end]
	for _, form := range []*regexp.Regexp{quotedKey, plainKey} {
		if m := form.FindString(line); m != "" && !strings.Contains(m, " #") {
			return at + len(m), true
		}
	}
	return 0, false
}

// value reads the value at an offset, whose key is indented so far.
func (s *flowScanner) value(at, indent int) int {
	end := s.lineEnd(at)
	at += len(nodeProps.FindString(s.text[at:end]))
	if at == end || s.text[at] == '#' {
		return end
	}
	s.awaits = false
	switch s.text[at] {
	case '|', '>':
		s.block = max(indent, 0)
	case '"', '\'':
		return s.quoted(at)
	case '[', '{':
		return s.brackets(at, indent)
	}
	return end
}

// quoted returns the offset behind the quotation that begins at an offset.
func (s *flowScanner) quoted(at int) int {
	mark := s.text[at]
	for i := at + 1; i < len(s.text); i++ {
		switch {
		case s.text[i] == '\\' && mark == '"':
			i++
		case s.text[i] == mark && mark == '\'' && strings.HasPrefix(s.text[i+1:], "'"):
			i++
		case s.text[i] == mark:
			return i + 1
		}
	}
	return len(s.text)
}

// brackets reads from an opening bracket to the one that closes it. A line that
// has a key and is indented no further than the bracket's own key ends it too.
func (s *flowScanner) brackets(at, indent int) int {
	var stack []int
	last := byte(0) // the last character that is no blank
	for at < len(s.text) {
		c := s.text[at]
		switch c {
		case ' ', '\t':
			at++
			continue
		case '\n':
			if s.breaksOff(at+1, indent) {
				s.open = append(s.open, stack[len(stack)-1])
				return at
			}
			at++
			continue
		case '#':
			if before := s.text[at-1]; before == ' ' || before == '\t' || before == '\n' {
				at = s.lineEnd(at)
				continue
			}
		case '"', '\'':
			if strings.IndexByte("[{,:", last) >= 0 {
				at, last = s.quoted(at), c
				continue
			}
		case '[', '{':
			stack = append(stack, at)
		case ']', '}':
			stack = stack[:len(stack)-1]
			if len(stack) == 0 {
				return at + 1
			}
		case ',':
			if s.text[stack[len(stack)-1]] == '[' && (last == '[' || last == ',') {
				s.holes = append(s.holes, at)
			}
		}
		last = c
		at++
	}
	s.open = append(s.open, stack[len(stack)-1])
	return len(s.text)
}

// breaksOff reports whether the line at an offset cannot be within brackets
// whose key is indented so far.
func (s *flowScanner) breaksOff(start, indent int) bool {
	at := s.spaces(start)
	if at-start > indent {
		return false
	}
	_, ok := s.key(at, s.lineEnd(at))
	return ok
}

// filled writes ~ for every missing element.
func (f *flows) filled(text string) string {
	if len(f.holes) == 0 {
		return text
	}
	var b strings.Builder
	from := 0
	for _, at := range f.holes {
		b.WriteString(text[from:at])
		b.WriteByte('~')
		from = at
	}
	b.WriteString(text[from:])
	return b.String()
}

// moves are the columns, by line, of the characters that the parser's text has
// beyond the input's.
type moves map[int][]int

func (f *flows) moves(in *input) moves {
	m := moves{}
	for _, at := range f.holes {
		line, column := in.locate(at)
		m[line] = append(m[line], column+len(m[line]))
	}
	return m
}

// back turns a column of the parser's text into the input's.
func (m moves) back(line, column int) int {
	before, _ := slices.BinarySearch(m[line], column)
	return column - before
}

// lastOpen is the place of the last bracket before another place that is never
// closed.
func (f *flows) lastOpen(in *input, line, column int) (int, int, bool) {
	limit := in.offset(line, column)
	for i := len(f.open) - 1; i >= 0; i-- {
		if at := f.open[i]; at < limit {
			line, start := 1, 0
			for n, from := range in.starts {
				if from > at {
					break
				}
				line, start = n+1, from
			}
			return line, utf8.RuneCountInString(in.text[start:at]) + 1, true
		}
	}
	return 0, 0, false
}
