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

// explainer knows what the parser's errors mean in an input.
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
	for _, mark := range []*yaml.Mark{&fault.Mark, &fault.ContextMark} {
		mark.Column = in.moved.back(mark.Line, mark.Column)
		in.clamp(mark)
	}
	at, from := fault.Mark, fault.ContextMark
	fail := func(form string, line, column int) *bind.Failure {
		return &bind.Failure{Form: form, Line: line, Column: column}
	}
	if tooDeep {
		return fail("depth", at.Line, at.Column)
	}
	here := in.charAt(at.Line, at.Column)
	if here == "\t" || strings.Contains(fault.Message, "tab character") {
		return fail("tab", at.Line, at.Column)
	}
	// A bracket that our own scan finds open explains whatever the parser stumbled
	// over behind it, in whichever words.
	if line, column, ok := in.found.lastOpen(in.input, at.Line, at.Column); ok {
		return in.open(fail("bracket", line, column))
	}
	has := func(words string) bool { return strings.Contains(fault.Message, words) }
	switch {
	case has("cannot start any token"), has("unknown anchor"), has("unknown directive"),
		has("alphabetic or numeric character"), has("node content") && strings.Contains("]},", here) && fault.ContextMsg == "while parsing a block node":
		if from.Line > 0 {
			at = from
		}
		f := fail("start", at.Line, at.Column)
		f.Args = map[string]string{"char": in.charAt(at.Line, at.Column)}
		return f
	case has("end of stream") && strings.Contains(fault.ContextMsg, "quoted"), has("document indicator"):
		return fail("quote", from.Line, from.Column)
	case has("escape") || has("hexadecimal"):
		return fail("escape", at.Line, at.Column)
	case has("expected ',' or"):
		if before := in.before(at.Line, at.Column); before == `"` || before == "'" {
			return fail("after", at.Line, at.Column)
		}
		return in.open(fail("bracket", from.Line, from.Column))
	case has("node content") && here == ",":
		return fail("comma", at.Line, at.Column)
	case has("block sequence entries"):
		return fail("dash", at.Line, at.Column)
	case strings.Contains(fault.ContextMsg, "block scalar"):
		return fail("block", from.Line, from.Column)
	}
	return in.explainLine(fault, fail)
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

// explainLine covers the errors that mean "this line does not fit here".
func (in *explainer) explainLine(fault *yaml.LoadError, fail func(string, int, int) *bind.Failure) *bind.Failure {
	at := fault.Mark
	first := at.Line - 1
	if from := fault.ContextMark.Line; from > 0 && fault.ContextMsg == "while scanning a simple key" {
		at = fault.ContextMark
		first = from
	}
	for line := at.Line; line >= max(first, 1); line-- {
		if m := wideColon.FindStringSubmatchIndex(in.line(line)); m != nil && !strings.Contains(in.line(line), ": ") {
			f := fail("colon", line, utf8.RuneCountInString(in.line(line)[:m[3]])+1)
			f.Args = map[string]string{"key": in.line(line)[m[2]:m[3]]}
			return f
		}
		if form, column := foreignBlank(in.line(line)); form != "" {
			return fail(form, line, column)
		}
	}
	before := strings.TrimRight(in.text[in.starts[at.Line-1]:in.offset(at.Line, at.Column)], " \t")
	switch {
	case strings.Contains(fault.Message, "mapping values"):
		if strings.Contains(before, ": ") {
			return fail("inner", at.Line, at.Column)
		}
		if above := in.line(at.Line - 1); tightColon.MatchString(above) && !strings.Contains(above, ": ") {
			return fail("space", at.Line-1, utf8.RuneCountInString(above[:strings.IndexByte(above, ':')])+1)
		}
		return fail("indent", at.Line, 1)
	case before != "" && strings.ContainsAny(before[len(before)-1:], `"']}`):
		return fail("after", at.Line, at.Column)
	}
	noKey := strings.Contains(fault.Message, "could not find expected ':'")
	astray := strings.Contains(fault.Message, "did not find expected key")
	if line, column, ok := in.cutShort(at.Line); ok && (noKey || astray) {
		return fail("hash", line, column)
	}
	switch {
	case noKey:
		return fail("key", at.Line, at.Column)
	case astray, strings.Contains(fault.Message, "'-' indicator"):
		return fail("indent", at.Line, at.Column)
	}
	return fail("", at.Line, at.Column)
}

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
