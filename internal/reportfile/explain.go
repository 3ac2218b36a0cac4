package reportfile

import (
	"errors"
	"regexp"
	"strings"
	"unicode/utf8"

	"nianbao/internal/bind"
	"nianbao/internal/tree"

	"go.yaml.in/yaml/v4"
)

var (
	// wideColon is a line whose key is followed by a full-width colon.
	wideColon = regexp.MustCompile(`^[ \t-]*([^ \t"':：#\[{][^"':：\[{]*)：`)
	// tightColon is a line whose key and value no space parts.
	tightColon = regexp.MustCompile(`^[ \t-]*[^ \t"':#\[{][^"':\[{]*:[^ \t]`)
)

// explainer knows why the parser stumbled over an input. It takes nothing but the
// place from the parser, and goes by what the text has there: the parser's words
// change from release to release.
type explainer struct {
	*input
	found flows
	moved moves
}

// explain turns the parser's error into the commonest mistake that leads to it.
func (in *explainer) explain(err error, tooDeep bool) *bind.Failure {
	var fault *yaml.LoadError
	if !errors.As(err, &fault) {
		return &bind.Failure{Form: ""}
	}
	at, from := in.spot(fault.Mark), in.spot(fault.ContextMark)
	if tooDeep {
		return at.fail("depth")
	}
	if in.charAt(at.line, at.column) == "\t" {
		return at.fail("tab")
	}
	// A bracket that our own scan finds open explains whatever the parser stumbled
	// over behind it.
	if line, column, ok := in.found.lastOpen(in.input, at.line, at.column); ok {
		return in.open(spot{line: line, column: column}.fail("bracket"))
	}
	if f := in.explainStart(at, from); f != nil {
		return f
	}
	if f := in.explainScalar(at, from); f != nil {
		return f
	}
	if f := in.explainBrackets(at, from); f != nil {
		return f
	}
	return in.explainLine(at, from)
}

// spot is where the parser's mark stands in the input; a mark behind the end of
// the input, or of its line, is at that end. The line of no mark is 0.
func (in *explainer) spot(m yaml.Mark) spot {
	m.Column = in.moved.back(m.Line, m.Column)
	in.clamp(&m)
	return spot{m.Line, m.Column, in.offset(m.Line, m.Column)}
}

func (s spot) fail(form string) *bind.Failure {
	return &bind.Failure{Form: form, Line: s.line, Column: s.column}
}

// clamp moves a place behind the end of the input, or of its line, to that end.
func (in *input) clamp(m *yaml.Mark) {
	if m.Line > len(in.starts) {
		m.Line, m.Column = len(in.starts), len(in.text)+1
	}
	if m.Line > 0 {
		m.Column = max(min(m.Column, utf8.RuneCountInString(in.line(m.Line))+1), 1)
	}
}

// open adds which bracket is open.
func (in *input) open(f *bind.Failure) *bind.Failure {
	f.Args = map[string]string{"char": in.charAt(f.Line, f.Column)}
	return f
}

// indentTab finds a tab in the indentation that ends at a place.
func (in *explainer) indentTab(at spot) (spot, bool) {
	if at.line == 0 {
		return at, false
	}
	start := in.starts[at.line-1]
	blank := in.text[start:at.offset]
	tab := strings.IndexByte(blank, '\t')
	return spot{at.line, tab + 1, start + tab}, tab >= 0 && strings.Trim(blank, " \t") == ""
}

// within is the offset of the innermost bracket that a place is inside of, -1
// outside of all.
func (in *explainer) within(at spot) int {
	if open := scanFlows(in.text[:at.offset]).open; len(open) > 0 {
		return open[len(open)-1]
	}
	return -1
}

// beginsValue reports whether a value may begin at a place: behind a key, a
// dash, an opening bracket or a comma, or first on its line.
func (in *explainer) beginsValue(at spot) bool {
	if at.line == 0 {
		return false
	}
	switch in.before(at.line, at.column) {
	case "", ":", "-", "?", "[", "{", ",":
		return true
	}
	return false
}

// explainStart covers values that begin with what YAML keeps for itself (1.2.2,
// 5.3), and commas and dashes that stand where a value should.
func (in *explainer) explainStart(at, from spot) *bind.Failure {
	begin := func(where spot, marks string) *bind.Failure {
		char := in.charAt(where.line, where.column)
		if char == "" || !strings.Contains(marks, char) || !in.beginsValue(where) {
			return nil
		}
		f := where.fail("start")
		f.Args = map[string]string{"char": char}
		return f
	}
	// An anchor, alias, tag or directive is told from its beginning. Only in a
	// directive the parser gets over a blank.
	if from.line == at.line && from.line > 0 {
		marks := "&*!%"
		if strings.Contains(in.text[from.offset:max(from.offset, at.offset)], " ") {
			marks = "%"
		}
		if f := begin(from, marks); f != nil {
			return f
		}
	}
	if !in.alone(at, from) {
		return nil // what the parser complains of is that nothing can stand here
	}
	if f := begin(at, "@`%&*!|>"); f != nil {
		return f
	}
	switch here := in.charAt(at.line, at.column); here {
	case "]", "}", ",":
		before := in.before(at.line, at.column)
		inside := before != "" && strings.Contains("[{,", before) || in.within(at) >= 0
		if inside && here == "," && in.beginsValue(at) {
			return at.fail("comma")
		}
		if !inside {
			return begin(at, "]},")
		}
	case "-":
		switch next := in.charAt(at.line, at.column+1); {
		case strings.TrimSpace(next) != "":
			return begin(at, "-")
		case in.before(at.line, at.column) != "":
			return at.fail("dash")
		}
	}
	return nil
}

// explainScalar covers quotations that are wrong within or never end, and what
// stands behind the mark of a block.
func (in *explainer) explainScalar(at, from spot) *bind.Failure {
	if at.offset < from.offset {
		return nil
	}
	switch mark := in.charAt(from.line, from.column); mark {
	case `"`, "'":
		for i := from.offset + 1; i < at.offset; i++ {
			switch {
			case mark == "'" && strings.HasPrefix(in.text[i:], "''"), mark == `"` && in.text[i] == '\\':
				i++
			case in.text[i] == mark[0]:
				return nil // it ends before the place: something else is wrong
			}
		}
		if mark == `"` && badEscape.MatchString(in.text[from.offset:min(at.offset+1, len(in.text))]) {
			return at.fail("escape")
		}
		return from.fail("quote")
	case "|", ">":
		if from.line == at.line && from != at {
			return from.fail("block")
		}
	}
	return nil
}

// badEscape is a text that breaks off in an escape: at its backslash or before
// its digits (YAML 1.2.2, 5.7).
var badEscape = regexp.MustCompile(`\\(?:[xuU].?)?$`)

// explainBrackets covers what does not fit between brackets.
func (in *explainer) explainBrackets(at, from spot) *bind.Failure {
	alone := in.alone(at, from)
	inside := -1
	if mark := in.charAt(from.line, from.column); from.offset < at.offset && (mark == "[" || mark == "{") {
		s := &flowScanner{text: in.text[:at.offset]}
		if s.brackets(from.offset, -1); len(s.open) > 0 {
			inside = from.offset
		}
	} else if !alone || in.charAt(at.line, at.column) != ":" {
		inside = in.within(at)
	}
	if inside < 0 {
		return nil
	}
	if before := in.before(at.line, at.column); before == `"` || before == "'" {
		return at.fail("after")
	}
	line, column := in.locate(inside)
	return in.open(spot{line: line, column: column}.fail("bracket"))
}

// explainLine covers the errors that mean "this line does not fit here".
func (in *explainer) explainLine(at, from spot) *bind.Failure {
	// The parser waits for the colon of what stands at from, unless that is where
	// the keys or items around the place begin.
	alone, after := in.alone(at, from), in.closed(at)
	noColon := !alone && !after && !in.beginsBlock(from) && in.beginsValue(from) && in.before(from.line, from.column) != ":"
	first := at.line - 1
	if noColon {
		at, first = from, from.line
	}
	for line := at.line; line >= max(first, 1); line-- {
		if m := wideColon.FindStringSubmatchIndex(in.line(line)); m != nil && !strings.Contains(in.line(line), ": ") {
			f := spot{line: line, column: utf8.RuneCountInString(in.line(line)[:m[3]]) + 1}.fail("colon")
			f.Args = map[string]string{"key": in.line(line)[m[2]:m[3]]}
			return f
		}
		if form, column := foreignBlank(in.line(line)); form != "" {
			return spot{line: line, column: column}.fail(form)
		}
	}
	switch {
	case alone && in.charAt(at.line, at.column) == ":" && strings.TrimSpace(in.charAt(at.line, at.column+1)) == "":
		return in.explainColon(at)
	case after:
		return at.fail("after")
	case alone:
		return at.fail("")
	case from.line == at.line && in.closed(from):
		return from.fail("after")
	}
	if line, column, ok := in.cutShort(at.line); ok {
		return spot{line: line, column: column}.fail("hash")
	}
	if tab, ok := in.indentTab(at); ok {
		return tab.fail("tab")
	}
	if m := keyAlone.FindStringSubmatchIndex(in.line(at.line)); noColon && m != nil {
		return spot{line: at.line, column: utf8.RuneCountInString(in.line(at.line)[:m[3]]) + 1}.fail("space")
	}
	if noColon {
		return at.fail("key")
	}
	return at.fail("indent")
}

// explainColon covers the colon of a key that can be none here.
func (in *explainer) explainColon(at spot) *bind.Failure {
	before := in.text[in.starts[at.line-1]:at.offset]
	if strings.Contains(strings.TrimRight(before, " \t"), ": ") {
		return at.fail("inner")
	}
	if above := in.line(at.line - 1); tightColon.MatchString(above) && !strings.Contains(above, ": ") {
		return spot{line: at.line - 1, column: utf8.RuneCountInString(above[:strings.IndexByte(above, ':')]) + 1}.fail("space")
	}
	if text, ok := in.astray(at.line); ok {
		return text.fail("key")
	}
	return spot{line: at.line, column: 1}.fail("indent")
}

// keyAlone is a line with a colon that no blank follows, and that parts what may
// be a key from its value: no address and no time of day.
var keyAlone = regexp.MustCompile(`^[ \t-]*([^\s"'#\[\]{}，。；：:0-9](?:[^\s"'#\[\]{}，。；：:]{0,30}[^\s"'#\[\]{}，。；：:0-9])?):[^\s/]`)

// astray finds the text above a line, behind the last key, that is indented no
// further than that key and so does not belong to its value.
func (in *explainer) astray(line int) (spot, bool) {
	indent := func(n int) int { return len(in.line(n)) - len(strings.TrimLeft(in.line(n), " ")) }
	key, limit := line-1, -1
	for ; key >= 1; key-- {
		text := strings.TrimLeft(in.line(key), " -")
		if m := plainKey.FindString(text); quotedKey.MatchString(text) || m != "" && !strings.Contains(m, " #") {
			limit = indent(key)
			break
		}
	}
	for n := key + 1; n < line; n++ {
		text := strings.TrimSpace(in.line(n))
		if text != "" && text[0] != '#' && text[0] != '-' && (key < 1 || indent(n) <= limit) {
			return spot{line: n, column: indent(n) + 1}, true
		}
	}
	return spot{}, false
}

// closed reports whether what stands before a place on its line is the end of a
// quotation or of brackets.
func (in *explainer) closed(at spot) bool {
	if at.line == 0 {
		return false
	}
	before := in.before(at.line, at.column)
	return before != "" && strings.Contains(`"']}`, before)
}

// alone reports whether the parser gave one place: that of what it cannot take,
// and not what it was reading there.
func (in *explainer) alone(at, from spot) bool { return from.line == 0 || from == at }

// beginsBlock reports whether keys or items of a list, each on a line of its
// own, may begin at a place.
func (in *explainer) beginsBlock(at spot) bool {
	line, _, _ := strings.Cut(in.text[at.offset:], "\n")
	line = line[len(nodeProps.FindString(line)):] + " "
	switch line[0] {
	case '"', '\'':
		return quotedKey.MatchString(line)
	case '[', '{':
		return true
	}
	line, _, _ = strings.Cut(line, " #")
	return blockMark.MatchString(line) || strings.Contains(line+" ", ": ")
}

// blockMark begins an item, or a key or value that is marked as such.
var blockMark = regexp.MustCompile(`^[-?:][ \t]`)

// commentOn is where a comment begins on a line.
var commentOn = regexp.MustCompile(`(?:^|[ \t])(#)`)

// cutShort finds, for a line without a key, the # above it that made a comment
// of the text that it goes on with, and so ended that text.
func (in *input) cutShort(line int) (int, int, bool) {
	if text := strings.TrimSpace(in.line(line)); text == "" || plainKey.MatchString(text) || quotedKey.MatchString(text) || text[0] == '-' {
		return 0, 0, false
	}
	above := in.line(line - 1)
	m := commentOn.FindStringSubmatchIndex(above)
	if m == nil || strings.ContainsAny(above[:m[2]], `"'`) {
		return 0, 0, false
	}
	return line - 1, utf8.RuneCountInString(above[:m[2]]) + 1, true
}

var (
	blankAfterColon = regexp.MustCompile(`^[ \t-]*[^ \t"':#\[{][^"':\[{]*:([\x{00a0}\x{3000}])`)
	// Only at the very beginning: behind YAML's own indentation it is prose.
	blankBefore = regexp.MustCompile(`^([\x{00a0}\x{3000}])`)
)

// foreignBlank finds a blank that only looks like YAML's on a line, behind its
// colon or in its indentation, and the form that tells of it.
func foreignBlank(line string) (form string, column int) {
	for _, look := range []struct {
		form *regexp.Regexp
		name string
	}{{blankAfterColon, "colon"}, {blankBefore, "indent"}} {
		m := look.form.FindStringSubmatchIndex(line)
		if m == nil {
			continue
		}
		form = look.name + "-wide"
		if line[m[2]:m[3]] == nbsp {
			form = look.name + "-nbsp"
		}
		return form, utf8.RuneCountInString(line[:m[2]]) + 1
	}
	return "", 0
}

// nbsp is the no-break space.
const nbsp = "\u00a0"

// charAt is the character at a place, "" at the end of a line.
func (in *input) charAt(line, column int) string {
	i := in.offset(line, column)
	if i >= len(in.text) || in.text[i] == '\n' {
		return ""
	}
	_, size := utf8.DecodeRuneInString(in.text[i:])
	return in.text[i : i+size]
}

// before is the last character that is no blank before a place in its line.
func (in *input) before(line, column int) string {
	text := strings.TrimRight(in.text[in.starts[line-1]:in.offset(line, column)], " \t")
	if text == "" {
		return ""
	}
	_, size := utf8.DecodeLastRuneInString(text)
	return text[len(text)-size:]
}

// unclosed finds the last bracket before a place that none closes, going by
// brackets alone, those in comments left out.
func (in *input) unclosed(line, column int) (int, int, bool) {
	depth := 0
	for n := line; n >= 1; n-- {
		text := in.line(n)
		if n == line {
			text = text[:in.offset(line, column)-in.starts[line-1]]
		}
		if i := strings.Index(text, " #"); i >= 0 {
			text = text[:i]
		}
		for i := len(text) - 1; i >= 0; i-- {
			switch text[i] {
			case ']', '}':
				depth++
			case '[', '{':
				if depth == 0 {
					return n, utf8.RuneCountInString(text[:i]) + 1, true
				}
				depth--
			}
		}
	}
	return 0, 0, false
}

// checkRoot fails for a document that is no mapping of keys, which is mostly
// a report whose colons are not YAML's.
func checkRoot(in *input, root *tree.Node) *bind.Failure {
	switch {
	case root.Kind == tree.Mapping:
		return nil
	case root.Kind == tree.Scalar && root.Null:
		return &bind.Failure{Form: "empty"}
	}
	line := in.line(root.Line)
	f := &bind.Failure{Form: "root", Line: root.Line, Column: root.Column}
	if m := wideColon.FindStringSubmatchIndex(line); m != nil {
		f.Form, f.Column = "colon", utf8.RuneCountInString(line[:m[3]])+1
		f.Args = map[string]string{"key": line[m[2]:m[3]]}
	} else if form, column := foreignBlank(line); form != "" {
		f.Form, f.Column = form, column
	} else if tightColon.MatchString(line) {
		f.Form, f.Column = "space", utf8.RuneCountInString(line[:strings.IndexByte(line, ':')])+1
	}
	return f
}
