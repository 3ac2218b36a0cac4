package reportfile

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"nianbao/internal/edition"
	"nianbao/internal/message"
	"nianbao/internal/report"
	"nianbao/internal/tree"
)

// This file finds what YAML makes of prose without a word: lines that become
// one, text that becomes a comment, marks that become text (SRC011). YAML is
// right each time and the author was understood wrongly, so nothing is read
// otherwise than YAML has it; it is told, and mended where it is plain what was
// meant.

// proseCheck looks at one value.
type proseCheck struct {
	in    *input
	at    string // the key path of the value
	p     tree.Pair
	n     *tree.Node
	frame around
	lines []typedLine
	marks []report.Mark
	end   int // offset behind the value, with the lost text that belongs to it

	faults []report.Problem
	// mends is true where writing the value anew helps.
	mends bool
	safe  bool
	// every is true where each line is a paragraph.
	every bool
	// lifted are notes that move out of the text, beside is one that moves to
	// the line of its key: from the end of the text where tail is its end.
	lifted []string
	beside string
	tail   int
	// below are the notes under the text that are indented as its lines are.
	below []comment
}

func (in *input) newCheck(at string, p tree.Pair) *proseCheck {
	c := &proseCheck{in: in, at: at, p: p, n: p.Value, safe: true}
	c.frame = in.aroundOf(p, strings.HasSuffix(at, "]"))
	return c
}

func (c *proseCheck) fault(form string, pos report.Place, args map[string]string) {
	if args == nil {
		args = map[string]string{}
	}
	args["key"] = message.Clip(c.p.Key.Text)
	c.faults = append(c.faults, report.Problem{Rule: "SRC011", Form: form, At: c.at, Pos: pos, Args: args})
}

func (c *proseCheck) has(form string) bool {
	return slices.ContainsFunc(c.faults, func(p report.Problem) bool { return p.Form == form })
}

// Text looks at a value that gives paragraphs of the text at the key path of,
// from first to last.
func (t yamlText) Text(of, at string, p tree.Pair, first, last int) []report.Problem {
	if p.Value.Kind != tree.Scalar {
		return nil
	}
	if p.Value.Null {
		return t.Nothing(of, at, p, first)
	}
	c := t.newCheck(at, p)
	if !c.follow() {
		return nil
	}
	block := c.n.Style == tree.Literal || c.n.Style == tree.Folded
	c.lostBefore(false)
	if c.n.Style == tree.Plain {
		c.wideMark()
	}
	c.lostAfter()
	if c.n.Style == tree.Plain {
		c.quotes()
	}
	if block || len(c.lines) > 1 {
		c.notes()
	}
	c.folds()
	return c.report(c.rewriteText(of, first, last))
}

// Nothing looks at a value that YAML reads nothing in, where all of the text
// may have become a comment.
func (t yamlText) Nothing(of, at string, p tree.Pair, first int) []report.Problem {
	if p.Value.Kind != tree.Scalar || !p.Value.Null {
		return nil
	}
	c := t.newCheck(at, p)
	if !c.frame.known || c.frame.flow || t.typed(c.n) != "" {
		return nil
	}
	c.end = c.frame.after
	c.lostBefore(true)
	return c.report(c.rewriteText(of, first, first))
}

// verbatim are the keys of what is quoted from elsewhere or not printed.
var verbatim = []string{edition.KeyLabels, edition.KeyUnplaced, edition.KeyWaivers}

// Field looks at a single value that is printed.
func (t yamlText) Field(at string, p tree.Pair) []report.Problem {
	if p.Value.Null {
		return nil
	}
	for _, key := range verbatim {
		if rest, ok := strings.CutPrefix(at, key); ok && (rest == "" || rest[0] == '.' || rest[0] == '[') {
			return nil
		}
	}
	if p.Value.Style == tree.Literal {
		return nil
	}
	c := t.newCheck(at, p)
	if !c.follow() {
		return nil
	}
	if c.n.Style == tree.Plain {
		c.wideMark()
		c.quotes()
	}
	if !c.mends && joins(c.lines) > 0 {
		c.fault("field", c.in.pos(c.n), nil)
		c.mends = true
	}
	return c.report(c.rewriteField())
}

// follow finds the typed lines of the value; false where they are not known.
func (c *proseCheck) follow() bool {
	w, ok := c.in.follow(c.n)
	if !ok {
		return false
	}
	c.marks, c.end = w.marks, w.end
	c.lines = typedLines(c.n.Text, w.folds)
	return len(c.lines) > 0
}

// place is where characters of a line stand, counted from its beginning.
func (c *proseCheck) place(l typedLine, from, to int) report.Place {
	p := report.Paragraph{Text: l.text, Marks: report.CutMarks(c.marks, l.at, l.at+utf8.RuneCountInString(l.text))}
	return p.Locate(from, to)
}

// wideMark finds a full-width mark typed for | or >.
func (c *proseCheck) wideMark() {
	first := c.lines[0]
	mark, rest, ok := wideMark(first.text)
	if !ok {
		return
	}
	half := "|"
	if strings.Contains(wideFolds, mark) {
		half = ">"
	}
	c.fault("mark", c.place(first, 0, 1), map[string]string{"mark": mark, "half": half})
	c.mends, c.every = true, half == "|"
	if c.lines = c.lines[1:]; rest != "" {
		c.lines = slices.Insert(c.lines, 0, typedLine{text: rest, at: first.at})
	} else if len(c.lines) > 0 {
		c.lines[0].folded, c.lines[0].joined = false, false
	}
}

// quotes finds full-width quotation marks around the whole value.
func (c *proseCheck) quotes() {
	var typed []string
	for _, l := range c.lines {
		typed = append(typed, l.text)
	}
	text := strings.Join(typed, "\n")
	inner, ok := unquoted(text)
	if !ok {
		return
	}
	open, size := utf8.DecodeRuneInString(text)
	end, _ := utf8.DecodeLastRuneInString(text)
	c.fault("quotes", c.in.pos(c.n), map[string]string{"open": string(open), "close": string(end)})
	c.mends = true
	if inner = strings.TrimSpace(inner); inner == "" {
		c.lines = nil
		return
	}
	last := len(c.lines) - 1
	c.lines[last].text = strings.TrimSpace(strings.TrimSuffix(c.lines[last].text, string(end)))
	c.lines[0].text = strings.TrimSpace(c.lines[0].text[size:])
	c.lines = slices.DeleteFunc(c.lines, func(l typedLine) bool { return l.text == "" })
}

// folds finds lines that YAML joins.
func (c *proseCheck) folds() {
	joined := joins(c.lines)
	if joined == 0 || c.has("mark") {
		return
	}
	form, pos := "", c.in.pos(c.n)
	switch c.n.Style {
	case tree.Folded:
		form, pos.EndLine, pos.EndColumn = "folded", pos.Line, pos.Column+1
	case tree.Single, tree.Double:
		form = "quoted"
	}
	c.fault(form, pos, map[string]string{"lines": strconv.Itoa(joined + 1)})
	c.mends = true
}

// notes finds the lines that begin with #, which are comments everywhere but
// here. What opens a quotation is meant as it stands.
func (c *proseCheck) notes() {
	var kept []typedLine
	marked := slices.ContainsFunc(c.lines, func(l typedLine) bool { return strings.HasPrefix(l.text, "##") })
	for i, l := range c.lines {
		note, doubtful := hashLine(l.text)
		if i == 0 && (c.n.Style == tree.Single || c.n.Style == tree.Double) || !note && !doubtful {
			kept = append(kept, l)
			continue
		}
		form := "note"
		if doubtful {
			form = "hash"
		}
		c.fault(form, c.place(l, 0, utf8.RuneCountInString(l.text)), map[string]string{"text": message.Clip(l.text)})
		if doubtful {
			kept = append(kept, l)
			continue
		}
		// Beside ## it may be a heading of Markdown.
		c.safe = c.safe && !marked
		c.mends = true
		c.lifted = append(c.lifted, "# "+strings.TrimLeft(l.text, "#＃ \t\u3000"))
	}
	c.lines = kept
}

// report hands on what was found, with what mends it.
func (c *proseCheck) report(r *report.Rewrite) []report.Problem {
	for i := range c.faults {
		if p := &c.faults[i]; p.Form != "comment" && p.Form != "hash" {
			p.Rewrite = r
		}
	}
	return c.faults
}
