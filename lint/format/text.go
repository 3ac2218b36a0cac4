package format

import (
	"fmt"
	"io"
	"strings"

	"github.com/clipperhouse/displaywidth"

	"nianbao/internal/report"
	"nianbao/lint"
)

// textPrinter writes for people: the place, the fault, the line of the file
// with a caret under the fault, both sides of a sum, and what to do.
type textPrinter struct {
	w         io.Writer
	catalogue *lint.Catalogue
	options   Options
	words     textWords
	files     int
	shown     int
	total     [3]int // by severity, shown or not
	leftOut   int
	err       error
}

// textWords are the words of the format itself.
type textWords struct {
	severity                                     [3]string
	at, left, right, advice, fix, basis, related string
	blank, computed                              string
	colon, comma, open, close, plus              string
	clean, summary, leftOut, hidden              string
}

var textIn = map[string]textWords{
	"zh": {
		severity: [3]string{"提示", "警告", "错误"},
		left:     "左边", right: "右边", advice: "怎么办", fix: "可以改", basis: "依据", related: "有关", at: "位置",
		blank: "空白", computed: "系统算出", colon: "：", comma: "，", open: "（", close: "）", plus: " ＋ ",
		clean:   "检查了%d个文件，没有发现问题",
		summary: "检查了%d个文件：%d个错误，%d个警告，%d个提示",
		leftOut: "；%d个省略的总计由系统算出",
		hidden:  "；提示用 --min-severity note 显示",
	},
	"en": {
		severity: [3]string{"note", "warning", "error"},
		left:     "left", right: "right", advice: "what to do", fix: "possible fix", basis: "basis", related: "see", at: "at",
		blank: "blank", computed: "computed", colon: ": ", comma: ", ", open: " (", close: ")", plus: " + ",
		clean:   "%d files checked, nothing found",
		summary: "%d files checked: %d errors, %d warnings, %d notes",
		leftOut: "; %d totals that were left out are computed",
		hidden:  "; --min-severity note shows the notes",
	},
}

func newText(w io.Writer, c *lint.Catalogue, o Options) Printer {
	words, ok := textIn[o.Lang]
	if !ok {
		words = textIn["zh"]
	}
	return &textPrinter{w: w, catalogue: c, options: o, words: words}
}

// Colours of the severities, after the habit of compilers.
var severityColor = [3]string{"36", "33", "31"}

func (p *textPrinter) color(code, s string) string {
	if !p.options.Color {
		return s
	}
	return "\x1b[1;" + code + "m" + s + "\x1b[0m"
}

func (p *textPrinter) printf(format string, args ...any) {
	if p.err == nil {
		_, p.err = fmt.Fprintf(p.w, format, args...)
	}
}

// Result implements Printer.
func (p *textPrinter) Result(r lint.Result) error {
	p.files++
	p.leftOut += r.LeftOutTotals
	for i := range r.Findings {
		f := &r.Findings[i]
		p.total[f.Severity]++
		if f.Severity >= p.options.Least {
			p.shown++
			p.finding(f)
		}
	}
	return p.err
}

// Close implements Printer.
func (p *textPrinter) Close() error {
	if p.total == [3]int{} {
		p.printf(p.words.clean, p.files)
	} else {
		p.printf(p.words.summary, p.files, p.total[lint.Error], p.total[lint.Warning], p.total[lint.Note])
	}
	if p.leftOut > 0 {
		p.printf(p.words.leftOut, p.leftOut)
	}
	if p.total[lint.Note] > 0 && p.options.Least > lint.Note {
		p.printf("%s", p.words.hidden)
	}
	p.printf("\n")
	return p.err
}

func (p *textPrinter) finding(f *lint.Finding) {
	w := &p.words
	p.printf("%s: %s %s %s\n", p.color("1", place(f.Path, f.Pos)),
		p.color(severityColor[f.Severity], w.severity[f.Severity]), f.Rule, oneLine(p.catalogue.Message(f, p.options.Lang)))
	p.excerpt(f)
	if f.Sum != nil {
		p.printf("  %s%s%s\n", w.left, w.colon, p.side(f.Sum.LeftTerms, f.Sum.Left))
		p.printf("  %s%s%s\n", w.right, w.colon, p.side(f.Sum.RightTerms, f.Sum.Right))
	}
	if f.Pos.Line <= 1 && f.At != "" && f.Pos.Sheet == "" {
		p.printf("  %s%s%s\n", w.at, w.colon, f.At)
	}
	if advice := p.catalogue.Advice(f, p.options.Lang); advice != "" {
		p.printf("  %s%s%s\n", w.advice, w.colon, oneLine(advice))
	}
	if fix := p.catalogue.FixDescription(f, p.options.Lang); fix != "" && f.Sum != nil {
		p.printf("  %s%s%s\n", w.fix, w.colon, oneLine(fix))
	}
	p.printf("  %s%s%s\n\n", w.basis, w.colon, f.Basis)
}

// place is path:line:column, or the sheet and cell of a workbook.
func place(path string, pos report.Pos) string {
	if pos.Sheet != "" {
		return fmt.Sprintf("%s:'%s'!%s", path, pos.Sheet, pos.Cell)
	}
	return fmt.Sprintf("%s:%d:%d", path, pos.Line, pos.Column)
}

// side lists the parts of a sum with their places: those that are not 0, or all
// of a short one.
func (p *textPrinter) side(terms []lint.Term, sum string) string {
	const short = 4
	w := &p.words
	var parts []string
	zero := 0
	for _, t := range terms {
		if len(terms) > short && t.Value == "0" && !t.Blank {
			zero++
			continue
		}
		value := t.Value
		if t.Blank {
			value = w.blank
			if t.Raw != "" {
				value = "“" + t.Raw + "”"
			}
		}
		where := w.computed
		if t.Place.Pos.Sheet != "" {
			where = t.Place.Pos.Cell
		} else if t.Raw != "" || t.Blank {
			where = fmt.Sprintf("%d:%d", t.Place.Pos.Line, t.Place.Pos.Column)
		}
		parts = append(parts, t.Name+" "+value+w.open+where+w.close)
	}
	if len(parts) == 0 {
		return "0"
	}
	text := strings.Join(parts, w.plus)
	if len(terms) > 1 {
		text += " = " + sum
	}
	return text
}

// excerptWidth is how much of a long line is shown.
const excerptWidth = 100

// excerpt prints the line of the file and a caret line under the fault. Both
// count display columns, so that the caret stands right under Chinese text.
func (p *textPrinter) excerpt(f *lint.Finding) {
	if strings.TrimSpace(f.Excerpt) == "" {
		return
	}
	line := []rune(f.Excerpt)
	from := min(max(f.Pos.Column-1, 0), len(line))
	to := len(line)
	if f.Pos.EndLine == f.Pos.Line {
		to = min(max(f.Pos.EndColumn-1, from), len(line))
	}
	before, marked, after := clip(line, from, to)
	number := fmt.Sprint(f.Pos.Line)
	p.printf("  %s | %s\n", number, before+marked+after)
	p.printf("  %s | %s%s\n", strings.Repeat(" ", len(number)), strings.Repeat(" ", width(before)),
		p.color(severityColor[f.Severity], strings.Repeat("^", max(width(marked), 1))))
}

// clip shortens a line around the stretch from–to, marking each cut with three points.
func clip(line []rune, from, to int) (before, marked, after string) {
	before, marked, after = visible(line[:from]), visible(line[from:to]), visible(line[to:])
	if width(before) > excerptWidth/2 {
		before = "..." + tail(before, excerptWidth/2)
	} else {
		before = strings.TrimLeft(before, " ")
	}
	if width(marked) > excerptWidth {
		marked = head(marked, excerptWidth)
		after = "..."
	}
	if room := max(excerptWidth-width(before)-width(marked), 10); width(after) > room {
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
