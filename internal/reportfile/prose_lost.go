package reportfile

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"nianbao/internal/message"
	"nianbao/internal/report"
	"nianbao/internal/tree"
)

// around is what stands around a value.
type around struct {
	// known is false where the value is written in a way that is not rewritten.
	known bool
	// flow is true within brackets; the rest is then unknown.
	flow bool
	// after is the offset behind the colon or dash, line that of its line.
	after, line int
	// indent is the column, from 0, of the key or dash: what belongs to it is
	// indented further. lead are the blanks before it.
	indent int
	lead   string
}

// aroundOf looks at what stands around the value of a pair, or around an item of
// the list that is one.
func (in *input) aroundOf(p tree.Pair, item bool) around {
	if p.Value.Flow {
		return around{known: true, flow: true}
	}
	f := around{after: in.end(p.Key)}
	for f.after < len(in.text) && (in.text[f.after] == ' ' || in.text[f.after] == '\t') {
		f.after++
	}
	if f.after >= len(in.text) || in.text[f.after] != ':' {
		return around{}
	}
	f.after++
	f.line, f.indent = in.starts[p.Key.Line-1], p.Key.Column-1
	if item {
		dash, line, ok := in.dash(p.Value)
		if !ok || dash < f.after {
			return around{}
		}
		f.after, f.line = dash+1, line
		f.indent = utf8.RuneCountInString(in.text[f.line:dash])
	}
	rest := in.text[f.line:]
	f.lead = rest[:len(rest)-len(strings.TrimLeft(rest, " "))]
	f.known = true
	return f
}

// onlyDash is a line, or what stands before a value on it, that opens an item
// of a list.
var onlyDash = regexp.MustCompile(`^([ \t]*(?:-[ \t]+)*-)[ \t]*(?:#.*)?$`)

// dash is the offset of the dash that makes a value an item of a list, and of
// its line.
func (in *input) dash(n *tree.Node) (dash, line int, ok bool) {
	for i := n.Line; i >= 1; i-- {
		line, text := in.starts[i-1], in.line(i)
		if i == n.Line {
			text = in.text[line:max(line, min(n.Offset, line+len(text)))]
		}
		if m := onlyDash.FindStringSubmatch(text); m != nil {
			return line + len(m[1]) - 1, line, true
		}
		if trimmed := strings.TrimLeft(text, " \t"); trimmed != "" && trimmed[0] != '#' {
			break
		}
	}
	return 0, 0, false
}

// comment is one of YAML's, from # to the end of its line.
type comment struct {
	from, to int
	// own is true on a line of its own, with the column, from 0, of its #.
	own    bool
	column int
}

// comments reads blanks and comments from an offset on: what there are, and
// where something else comes.
func (in *input) comments(from int) (all []comment, stop int) {
	own, start := false, from
	for at := from; at < len(in.text); at++ {
		switch c := in.text[at]; {
		case c == '\n':
			own, start = true, at+1
		case c == ' ' || c == '\t':
		case c == '#' && at > 0 && strings.IndexByte(" \t\n", in.text[at-1]) >= 0:
			end := at + len(lineOf(in.text[at:]))
			all = append(all, comment{from: at, to: end, own: own, column: at - start})
			at = end - 1
		default:
			return all, at
		}
	}
	return all, len(in.text)
}

// words is a comment without the blanks behind it.
func (in *input) words(m comment) string { return strings.TrimSpace(in.text[m.from:m.to]) }

// lineOf is a text up to its first line break.
func lineOf(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	return line
}

func (c *proseCheck) span(from, to int) report.Place {
	var p report.Place
	p.Line, p.Column = c.in.locate(from)
	p.EndLine, p.EndColumn = c.in.locate(to)
	return p
}

// touches reports whether a comment's # stands right before its first word.
func touches(text string) bool {
	rest := strings.TrimLeft(text, "#")
	return rest != "" && rest == strings.TrimLeft(rest, " \t\u3000")
}

// lost tells of text that became a comment. It is mended without doubt only
// where it opens with #a topic#: anything else may be a note after all.
func (c *proseCheck) lost(m comment) {
	text := c.in.words(m)
	c.fault("lost", c.span(m.from, m.from+len(text)), map[string]string{"text": message.Clip(text)})
	c.faults[len(c.faults)-1].CutShort = true
	c.mends = true
	c.safe = c.safe && isTopic(text) && !strings.Contains(text, " # ")
}

// lostBefore looks between the key and its value. Where nothing was read, a #
// that touches the next character began the text.
func (c *proseCheck) lostBefore(null bool) {
	if !c.frame.known || c.frame.flow {
		return
	}
	in := c.in
	all, stop := in.comments(c.frame.after)
	if !null && stop != c.n.Offset || null && stop < len(in.text) && strings.IndexByte("&!*", in.text[stop]) >= 0 {
		c.frame.known = false // a tag or the like
		return
	}
	var found []typedLine
	for _, m := range all {
		if null && m.own && m.column <= c.frame.indent {
			break
		}
		text := in.words(m)
		switch {
		case isTopic(text), null && !m.own && touches(text):
			c.lost(m)
			found = append(found, typedLine{text: text, folded: len(found) > 0})
		case len(found) > 0:
			c.safe = false // a note in the midst of text
			c.lifted = append(c.lifted, text)
		case m.own:
			c.lifted = append(c.lifted, text)
		default:
			c.beside = text
		}
		if null {
			c.end = m.to
		}
	}
	if len(found) > 0 && len(c.lines) > 0 {
		c.lines[0].folded = true
	}
	c.lines = append(found, c.lines...)
}

// lostAfter looks at what follows the value: on its line, and on the lines
// below that are indented as its own would be.
func (c *proseCheck) lostAfter() {
	in, block := c.in, c.n.Style == tree.Literal || c.n.Style == tree.Folded
	all, stop := in.comments(c.end)
	if !c.frame.flow && stop < len(in.text) && !strings.Contains(in.text[c.end:stop], "\n") {
		c.frame.known = false // such as a # right behind a quotation mark
	}
	for _, m := range all {
		text := in.words(m)
		topic := isTopic(text)
		switch {
		case m.own && (c.frame.flow || !c.frame.known || m.column <= c.frame.indent):
			return
		case m.own && !topic:
			c.below = append(c.below, m)
			continue
		case m.own:
			c.lost(m)
			c.lines = append(c.lines, typedLine{text: text, folded: true})
		case block:
			continue
		case c.n.Style != tree.Plain && topic:
			c.lost(m)
			c.safe = false
			c.lines = append(c.lines, typedLine{text: text, folded: true})
		case c.n.Style != tree.Plain, strings.Trim(text, "#") == "":
			// Behind a closing quotation mark it is a comment for sure.
			c.moveBeside(text, m)
			continue
		case touches(text):
			c.lost(m)
			if c.frame.flow && strings.ContainsAny(text[len(text)-1:], ",]}") {
				c.safe = false
			}
			if n := len(c.lines); n > 0 {
				c.lines[n-1].text += in.text[c.end:m.from] + text
			} else {
				c.lines = append(c.lines, typedLine{text: text})
			}
		default:
			c.fault("comment", c.span(m.from, m.from+len(text)), map[string]string{"text": message.Clip(text)})
			c.moveBeside(text, m)
			continue
		}
		c.end = m.to
	}
}

// moveBeside has a comment behind the value stand beside its key, where there
// is room for one.
func (c *proseCheck) moveBeside(text string, m comment) {
	if c.beside != "" {
		c.frame.known = false
	}
	c.beside, c.tail = text, m.to
}
