package format

import (
	"fmt"
	"io"
	"strings"

	"github.com/clipperhouse/displaywidth"

	"nianbao/internal/message"
	"nianbao/lint"
)

// textPrinter writes for people: the place, the fault, the line of the file
// with a caret under the fault, both sides of a sum, and what to do.
type textPrinter struct {
	output
	catalogue *lint.Catalogue
	options   Options
	words     *words
	tally     tally
	excerpts  excerpts
}

func newText(w io.Writer, c *lint.Catalogue, o Options) Printer {
	return &textPrinter{output: output{w: w}, catalogue: c, options: o, words: wordsIn(o.Lang)}
}

// Colours of the severities, after the habit of compilers.
var severityColor = [3]string{"36", "33", "31"}

func (p *textPrinter) color(code, s string) string {
	if !p.options.Color {
		return s
	}
	return "\x1b[1;" + code + "m" + s + "\x1b[0m"
}

// Result implements Printer.
func (p *textPrinter) Result(r lint.Result) error {
	p.tally.add(&r)
	for _, f := range p.options.shown(&r) {
		p.finding(f)
	}
	return p.err
}

// Close implements Printer.
func (p *textPrinter) Close() error {
	p.write(p.words.conclusion(&p.tally, p.options.Least) + "\n")
	return p.err
}

func (p *textPrinter) finding(f *lint.Finding) {
	w := p.words
	p.printf("%s: %s %s %s\n", p.color("1", oneLine(f.Pos.In(f.Path, p.options.Lang))),
		p.color(severityColor[f.Severity], w.say(f.Severity.Words())), f.Rule, oneLine(p.catalogue.Message(f, p.options.Lang)))
	p.excerpt(f)
	if f.Sum != nil {
		p.line(sayLeft, w.side(f.Sum.LeftTerms, f.Sum.Left))
		p.line(sayRight, w.side(f.Sum.RightTerms, f.Sum.Right))
	}
	switch {
	case f.Pos.Named(p.options.Lang) != "":
		p.line(sayAt, f.Spot(p.options.Lang))
	case f.Pos.Line <= 1:
		p.line(sayAt, f.At)
	}
	p.elsewhere(f)
	if f.Waived != nil {
		p.write("  " + oneLine(w.waivedFor(f.Waived)) + "\n")
	}
	p.line(sayAdvice, p.catalogue.Advice(f, p.options.Lang))
	if f.Sum != nil {
		p.line(sayFix, p.catalogue.FixDescription(f, p.options.Lang))
	}
	p.line(sayBasis, f.Basis)
	p.write("\n")
}

// elsewhereLimit is how many places in other files are named.
const elsewhereLimit = 3

// elsewhere prints the places in other files that a finding speaks of; those of
// a sum stand in its sides.
func (p *textPrinter) elsewhere(f *lint.Finding) {
	if f.Sum != nil {
		return
	}
	n := 0
	for _, r := range f.Related {
		if r.Path == "" {
			continue
		}
		if n++; n <= elsewhereLimit {
			p.line(sayRelated, r.Pos.In(r.Path, p.options.Lang))
		}
	}
}

// line prints a labelled line below a finding, where there is anything to say.
func (p *textPrinter) line(label message.Text, text string) {
	if text != "" {
		p.write("  " + p.words.labelled(label, oneLine(text)) + "\n")
	}
}

// excerptWidth is how much of a long line is shown.
const excerptWidth = 100

// excerpt prints the line of the file and a caret line under the fault. Both
// count display columns, so that the caret stands right under Chinese text.
func (p *textPrinter) excerpt(f *lint.Finding) {
	before, marked, after := p.excerpts.of(f)
	if before+marked+after == "" {
		return
	}
	number := fmt.Sprint(f.Pos.Line)
	p.printf("  %s | %s\n", number, before+marked+after)
	p.printf("  %s | %s%s\n", strings.Repeat(" ", len(number)), strings.Repeat(" ", width(before)),
		p.color(severityColor[f.Severity], strings.Repeat("^", max(width(marked), 1))))
}

// excerpts makes characters of the lines that findings start on. Findings come
// in order, and a line of thousands of them is taken apart once.
type excerpts struct {
	line  string
	runes []rune
	blank bool
}

func (e *excerpts) characters(line string) []rune {
	if line != e.line || e.runes == nil {
		e.line, e.runes, e.blank = line, []rune(line), strings.TrimSpace(line) == ""
	}
	return e.runes
}

// of is the line that a finding starts on: what stands before the fault, the
// fault up to the end of the line, and what follows; "" for a blank line.
func (e *excerpts) of(f *lint.Finding) (before, marked, after string) {
	line := e.characters(f.Excerpt)
	if e.blank {
		return "", "", ""
	}
	from := min(max(f.Pos.Column-1, 0), len(line))
	to := len(line)
	if f.Pos.EndLine == f.Pos.Line {
		to = min(max(f.Pos.EndColumn-1, from), len(line))
	}
	return clip(line, from, to)
}

// clip shortens a line around the stretch from–to, marking each cut with three
// points. It looks at no more of the line than can be shown.
func clip(line []rune, from, to int) (before, marked, after string) {
	const enough = 4 * excerptWidth
	first, last, end := max(from-enough, 0), min(from+enough, to), min(to+enough, len(line))
	before, marked, after = visible(line[first:from]), visible(line[from:last]), visible(line[to:end])
	more := end < len(line)
	if first > 0 || width(before) > excerptWidth/2 {
		before = "..." + tail(before, excerptWidth/2)
	} else {
		before = strings.TrimLeft(before, " ")
	}
	if last < to || width(marked) > excerptWidth {
		marked = head(marked, excerptWidth)
		after, more = "...", false
	}
	if room := max(excerptWidth-width(before)-width(marked), 10); more || width(after) > room {
		after = head(after, room) + "..."
	}
	return before, marked, after
}

// visible replaces what would move the cursor, so that widths can be counted
// and no hostile file can send escape sequences to a terminal.
func visible(line []rune) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t':
			return ' '
		case r < 0x20, r >= 0x7f && r < 0xa0, r == '\u2028', r == '\u2029', r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069:
			return '\ufffd'
		}
		return r
	}, string(line))
}

// Visible makes a text fit for one line of a terminal.
func Visible(s string) string { return visible([]rune(s)) }

// oneLine keeps a message on one line, whatever the file put into it.
func oneLine(s string) string {
	return visible([]rune(strings.NewReplacer("\r\n", " ", "\n", " ").Replace(s)))
}

// columns counts quotation marks and dashes as two, as Chinese terminals and
// fonts show them.
var columns = displaywidth.Options{EastAsianWidth: true}

func width(s string) int { return columns.String(s) }

func head(s string, limit int) string {
	used := 0
	for i, r := range s {
		if used += columns.Rune(r); used > limit {
			return s[:i]
		}
	}
	return s
}

func tail(s string, limit int) string {
	runes := []rune(s)
	used := 0
	for i := len(runes) - 1; i >= 0; i-- {
		if used += columns.Rune(runes[i]); used > limit {
			return string(runes[i+1:])
		}
	}
	return s
}
