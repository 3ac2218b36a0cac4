package layout_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	model "nianbao/internal/report"
	"nianbao/internal/report/reporttest"
	"nianbao/render/document"
	"nianbao/render/font"
	"nianbao/render/layout"
	"nianbao/render/linebreak"

	"pgregory.net/rapid"
)

// faces measures with the embedded faces.
type faces struct{ set *font.Set }

func (f faces) Advance(role layout.Role, r rune) int {
	face, ok := f.set.Face([]font.Role{font.Song, font.Title, font.Hei, font.Kai, font.Fang}[role], r)
	if !ok {
		return 1000
	}
	return face.Advance(r)
}

// longest is among the longest names of real agencies.
const longest = "云岭市青河区经济和信息化委员会（中小企业发展和民营经济促进局、大数据应用发展管理局、无线电管理办公室）"

// proses are sentences with what lines are hard to break at.
var proses = []string{
	"全年受理政府信息公开申请1204件，其中自然人1187件、法人和其他组织17件，按时答复率100%；",
	"依据《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）的规定，全年收取信息处理费0元。",
	"公开政策文件24件、解读材料36篇（其中图解“一图读懂”12篇），网站（http://www.qinghe.example.gov.cn/zwgk/2021/zcjd）访问量24252.31万次。",
	"坚持“以公开为常态、不公开为例外”——把公开透明贯穿于决策、执行、管理、服务、结果的全过程……",
	"联系电话：0340-8215206，电子邮箱：zwgk@example.com。",
}

// anyReport draws a report without a fault of any length: with parts of a few
// lines up to some of ten pages.
var anyReport = rapid.Custom(func(t *rapid.T) *document.Document {
	editions := reporttest.Editions().All()
	r := reporttest.Balanced(t, editions[rapid.IntRange(0, len(editions)-1).Draw(t, "edition")])
	if rapid.IntRange(0, 4).Draw(t, "long name") == 0 {
		r.Agency.Name.Text, r.Signature.Agency.Text = longest, longest
	}
	most := rapid.SampledFrom([]int{0, 1, 3, 10, 60}).Draw(t, "length")
	for _, text := range r.Texts() {
		for range rapid.IntRange(0, most).Draw(t, "paragraphs") {
			var b strings.Builder
			for range rapid.IntRange(1, 5).Draw(t, "sentences") {
				b.WriteString(rapid.SampledFrom(proses).Draw(t, "sentence"))
			}
			text.Paragraphs = append(text.Paragraphs, model.Paragraph{Text: b.String()})
		}
	}
	doc, err := document.Build(r, document.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return doc
})

// TestLayoutFacts holds what a good press would not let pass, over 500 reports.
func TestLayoutFacts(t *testing.T) {
	fonts, err := font.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	metrics := faces{fonts}
	widest, total, ends, parted := layout.Unit(0), 0, 0, 0
	for seed := range 500 {
		doc := anyReport.Example(seed)
		pages, err := layout.Lay(t.Context(), doc, metrics, layout.Options{})
		if err != nil {
			t.Fatal(err)
		}
		f := facts{doc, metrics, pages, linesOf(pages)}
		problem := firstOf(f.marks, f.area, f.headings, f.rows, f.paragraphs, f.words, f.pageCount)
		if problem == "" {
			var gap layout.Unit
			if gap, problem = f.stretch(); gap > widest {
				widest = gap
			}
		}
		if problem != "" {
			t.Errorf("report %d: %s", seed, problem)
		}
		total += len(pages.Pages)
		all, bad := f.units()
		ends, parted = ends+all, parted+bad
	}
	t.Logf("%d pages; the widest gap between two characters is %.2f points; %d of %d lines end between a number and its unit",
		total, float64(widest)/1000, parted, ends)
	if parted > ends/100 {
		t.Errorf("%d of %d lines end between a number and its unit", parted, ends)
	}
}

type facts struct {
	doc     *document.Document
	metrics faces
	pages   *layout.Pages
	lines   []setLine
}

func firstOf(checks ...func() string) string {
	for _, check := range checks {
		if problem := check(); problem != "" {
			return problem
		}
	}
	return ""
}

// marks: none starts or ends a line against the rules, in text or table.
func (f facts) marks() string {
	for _, l := range f.lines {
		if vertical := f.cell(l) != nil && f.cell(l).Vertical; vertical {
			continue
		}
		if l.origin.Line > 0 && linebreak.StartForbidden(l.text[0]) || linebreak.EndForbidden(l.text[len(l.text)-1]) {
			return fmt.Sprintf("a mark out of place in %q", string(l.text))
		}
	}
	return ""
}

func (f facts) cell(l setLine) *document.Cell {
	if l.origin.Cell < 0 {
		return nil
	}
	table := f.doc.Blocks[l.origin.Block].(document.Table)
	return &table.Cells[l.origin.Cell]
}

// area: every line stands within the type area.
func (f facts) area() string {
	left, top, width, height := layout.TypeArea()
	for _, l := range f.lines {
		if l.origin.Block == layout.Furniture {
			continue
		}
		if l.start < left || l.end > left+width || l.y < top || l.y > top+height {
			return fmt.Sprintf("%q on page %d is outside", string(l.text), l.page+1)
		}
	}
	return ""
}

// headings: none ends a page while there is more.
func (f facts) headings() string {
	for i, l := range f.lines {
		if l.origin.Block < 0 {
			continue
		}
		if _, ok := f.doc.Blocks[l.origin.Block].(document.Heading); !ok || i+1 == len(f.lines) {
			continue
		}
		if next := f.lines[i+1]; next.origin.Block != layout.Furniture && next.page == l.page {
			continue
		}
		if l.origin.Block < len(f.doc.Blocks)-1 {
			return fmt.Sprintf("heading %q at the foot of page %d", string(l.text), l.page+1)
		}
	}
	return ""
}

// rows: none is parted between two pages, nor reaches over its rules.
func (f facts) rows() string {
	page := map[[2]int]int{}
	for _, l := range f.lines {
		c := f.cell(l)
		if c == nil || c.RowSpan > 1 || l.origin.Repeated {
			continue
		}
		row := [2]int{l.origin.Block, c.Row}
		if known, ok := page[row]; ok && known != l.page {
			return fmt.Sprintf("row %v is on pages %d and %d", row, known+1, l.page+1)
		}
		page[row] = l.page
		for _, rule := range f.pages.Pages[l.page].Rules {
			across := rule.Y1 == rule.Y2 && rule.X1 <= l.start && rule.X2 >= l.end
			if across && rule.Y1 > l.y-8_000 && rule.Y1 < l.y+1_000 {
				return fmt.Sprintf("a rule runs through %q on page %d", string(l.text), l.page+1)
			}
			upright := rule.X1 == rule.X2 && rule.Y1 < l.y && rule.Y2 > l.y
			if upright && rule.X1 > l.start && rule.X1 < l.end {
				return fmt.Sprintf("a rule cuts %q on page %d", string(l.text), l.page+1)
			}
		}
	}
	return ""
}

// paragraphs: no page starts or ends with a single line of a longer paragraph,
// and no paragraph ends with a line of one character.
func (f facts) paragraphs() string {
	onPage := map[[2]int]int{}
	count := map[int]int{}
	last := map[int]setLine{}
	for _, l := range f.lines {
		if l.origin.Cell < 0 && l.origin.Block >= 0 {
			onPage[[2]int{l.origin.Block, l.page}]++
			count[l.origin.Block]++
			last[l.origin.Block] = l
		}
	}
	for at, n := range onPage {
		if _, ok := f.doc.Blocks[at[0]].(document.Paragraph); !ok {
			continue
		}
		if n == 1 && count[at[0]] > 3 {
			return fmt.Sprintf("a single line of block %d on page %d", at[0], at[1]+1)
		}
		l := last[at[0]]
		if text := strings.TrimRightFunc(string(l.text), linebreak.StartForbidden); count[at[0]] > 1 && len([]rune(text)) < 2 {
			return fmt.Sprintf("block %d ends with the line %q", at[0], string(l.text))
		}
	}
	return ""
}

// words: no number, word or short label of a table is broken.
func (f facts) words() string {
	lines := map[[2]int][]string{}
	for _, l := range f.lines {
		if c := f.cell(l); c != nil && !c.Vertical && !l.origin.Repeated {
			at := [2]int{l.origin.Block, l.origin.Cell}
			lines[at] = append(lines[at], string(l.text))
		}
	}
	for at, parts := range lines {
		c := f.doc.Blocks[at[0]].(document.Table).Cells[at[1]]
		if len(parts) == 1 {
			continue
		}
		if c.Kind == document.Value || len([]rune(c.Text)) < 4 {
			return fmt.Sprintf("the cell %q is broken into %q", c.Text, parts)
		}
		for _, part := range parts {
			if len([]rune(part)) < 2 {
				return fmt.Sprintf("the cell %q has a line %q", c.Text, part)
			}
		}
	}
	return ""
}

// units counts the lines of paragraphs that others follow, and those of them
// that part a number from its unit, as a line of many long words may have to.
func (f facts) units() (ends, parted int) {
	for i, l := range f.lines[:len(f.lines)-1] {
		next := f.lines[i+1]
		if l.origin.Block < 0 || l.origin.Cell >= 0 || next.origin.Block != l.origin.Block {
			continue
		}
		ends++
		last := l.text[len(l.text)-1]
		strength := linebreak.Before(slices.Concat(l.text, next.text))[len(l.text)]
		if last >= '0' && last <= '9' && strength == linebreak.Avoid {
			parted++
		}
	}
	return ends, parted
}

// pageCount: at most one page more than what stands on them fills. A page that
// is a line or two short counts as full: two lines that must not be parted went
// on to the next.
func (f facts) pageCount() string {
	_, top, _, height := layout.TypeArea()
	const lines = 22
	filled := 0
	for i := range f.pages.Pages {
		low := top
		for _, l := range f.lines {
			if l.page == i && l.origin.Block != layout.Furniture {
				low = max(low, l.y)
			}
		}
		for _, rule := range f.pages.Pages[i].Rules {
			low = max(low, rule.Y2)
		}
		used := min(int(low-top)*lines/int(height)+1, lines)
		if used >= lines-2 {
			used = lines
		}
		filled += used
	}
	ideal := (filled + lines - 1) / lines
	if n := len(f.pages.Pages); n > ideal+1 {
		return fmt.Sprintf("%d pages, %d would do", n, ideal)
	}
	return ""
}

// The most that characters may be apart beyond their widths: a quarter of a
// character, and an eighth more between Han and Latin; and the most that marks
// may close up: half of one.
const (
	mostStretch = 16_000/4 + 16_000/8
	mostSqueeze = 16_000 / 2
)

// stretch: lines of paragraphs reach both edges, and stay within what is
// allowed. It returns the widest gap.
func (f facts) stretch() (widest layout.Unit, problem string) {
	left, _, width, _ := layout.TypeArea()
	for number, page := range f.pages.Pages {
		for _, run := range page.Runs {
			if run.Origin.Block < 0 || run.Origin.Cell >= 0 {
				continue
			}
			if _, ok := f.doc.Blocks[run.Origin.Block].(document.Paragraph); !ok {
				continue
			}
			for i := 1; i < len(run.Text); i++ {
				// The grid's characters are a little narrower than 16 points.
				advance := layout.Unit(int(width) * f.metrics.Advance(run.Role, run.Text[i-1]) / 28_000)
				gap := run.At[i] - run.At[i-1] - advance
				widest = max(widest, gap)
				if gap > mostStretch || gap < -mostSqueeze-10 {
					return widest, fmt.Sprintf("%.2f points between %q and %q in %q on page %d",
						float64(gap)/1000, run.Text[i-1], run.Text[i], string(run.Text), number+1)
				}
			}
		}
	}
	for i, l := range f.lines[:len(f.lines)-1] {
		if l.origin.Block < 0 || l.origin.Cell >= 0 {
			continue
		}
		_, ok := f.doc.Blocks[l.origin.Block].(document.Paragraph)
		next := f.lines[i+1]
		if ok && next.origin.Block == l.origin.Block && left+width-l.end > 20 {
			return widest, fmt.Sprintf("%q ends %.2f points before the edge", string(l.text), float64(left+width-l.end)/1000)
		}
	}
	return widest, ""
}
