package reportfile

import (
	"slices"
	"strings"

	"nianbao/internal/report"
	"nianbao/internal/tree"
)

// rewriteText writes a text as it was meant to read, nil where that does not
// help or is not known.
func (c *proseCheck) rewriteText(of string, first, last int) *report.Rewrite {
	if !c.mends || !c.frame.known {
		return nil
	}
	meant, clear := paragraphsOf(c.lines, c.every)
	if !clear || slices.ContainsFunc(meant, func(p string) bool { return !plainLine(p) }) {
		return nil
	}
	r := &report.Rewrite{Safe: c.safe, At: c.at, To: strings.Join(meant, "\n"), Of: of, First: first, Last: last}
	switch {
	case c.frame.flow && len(c.lifted) > 0:
		return nil
	case c.frame.flow:
		r.Pos, r.Source = c.span(c.n.Offset, c.end), inline(r.To, true, true)
	case c.n.Style == tree.Literal && len(meant) > 0 && !c.has("lost"):
		c.literalWithout(r)
	case c.staysInline(meant):
		r.Pos, r.Source = c.span(c.n.Offset, c.end), inline(r.To, false, true)
	default:
		c.asBlock(r, meant)
	}
	return r
}

// staysInline reports whether a text that stood on its key's line can stay
// there.
func (c *proseCheck) staysInline(meant []string) bool {
	return len(meant) <= 1 && len(c.lifted) == 0 && !c.every && (c.n.Style == tree.Plain || c.n.Style == tree.Single || c.n.Style == tree.Double) &&
		!c.n.Null && !strings.Contains(c.in.text[c.frame.after:c.n.Offset], "\n") &&
		(len(meant) == 0 || isPlain(meant[0], false) && !typed.MatchString(meant[0]))
}

// asBlock writes a text as a literal block. Notes that stood between the key
// and the text move above the key, since in a block they would be text.
func (c *proseCheck) asBlock(r *report.Rewrite, meant []string) {
	in := c.in
	header := " |"
	if c.n.Style == tree.Literal || c.n.Style == tree.Folded {
		// Its digit would not fit the lines as they are written now.
		mark, note, noted := strings.Cut(lineOf(in.text[c.n.Offset+1:]), " #")
		header += strings.Trim(mark, " \t123456789")
		if noted {
			c.beside = "#" + note
		}
	}
	if c.beside != "" {
		header += "  " + c.beside
	}
	indent := c.indentation()
	for _, m := range c.below {
		if m.column >= len(indent) || len(meant) == 0 {
			c.lifted = append(c.lifted, in.words(m))
			c.tail = m.to
		}
	}
	var b strings.Builder
	from := c.liftTo(&b)
	b.WriteString(header)
	for _, p := range meant {
		b.WriteString("\n" + indent + p)
	}
	r.Pos, r.Source = c.span(from, max(c.end, c.tail)), b.String()
}

// liftTo writes the notes that move out of the text, and what of the key's line
// then follows; it returns where all of that begins in the file.
func (c *proseCheck) liftTo(b *strings.Builder) int {
	if len(c.lifted) == 0 {
		return c.frame.after
	}
	for _, note := range c.lifted {
		b.WriteString(c.frame.lead + note + "\n")
	}
	b.WriteString(c.in.text[c.frame.line:c.frame.after])
	return c.frame.line
}

// indentation is that of the text's lines: as they are, where they stand below
// their key.
func (c *proseCheck) indentation() string {
	in := c.in
	for _, m := range c.marks {
		start := in.starts[m.Line-1]
		if start <= c.frame.after {
			continue
		}
		line := in.text[start:]
		if n := len(line) - len(strings.TrimLeft(line, " ")); n == m.Column-1 && n > c.frame.indent {
			return line[:n]
		}
		break
	}
	return strings.Repeat(" ", c.frame.indent+2)
}

// literalWithout takes lines out of a literal block and leaves all else of it
// as it is.
func (c *proseCheck) literalWithout(r *report.Rewrite) {
	in := c.in
	var b strings.Builder
	from := c.liftTo(&b)
	rest := in.text[c.frame.after:c.end]
	header, body, _ := strings.Cut(rest, "\n")
	b.WriteString(header)
	for line := range strings.SplitSeq(body, "\n") {
		if note, _ := hashLine(strings.TrimSpace(line)); !note {
			b.WriteString("\n" + line)
		}
	}
	r.Pos, r.Source = c.span(from, c.end), b.String()
}

// rewriteField writes a single value on one line.
func (c *proseCheck) rewriteField() *report.Rewrite {
	if !c.mends {
		return nil
	}
	text, clear := oneLineOf(c.lines)
	if !clear {
		return nil
	}
	return &report.Rewrite{Safe: c.safe, At: c.at, To: text, Of: c.at, Pos: c.span(c.n.Offset, c.end), Source: inline(text, c.n.Flow, true)}
}
