package layout_test

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"nianbao/render/document"
	"nianbao/render/layout"
	"nianbao/render/layout/layouttest"
	"nianbao/render/linebreak"

	"pgregory.net/rapid"
)

// setLine is one line of a block or cell, as the pages have it.
type setLine struct {
	origin layout.Origin
	page   int
	y      layout.Unit
	start  layout.Unit
	end    layout.Unit
	text   []rune
	at     []layout.Unit // absolute
}

// linesOf puts the runs of each line together, in the order of the pages.
func linesOf(pages *layout.Pages) []setLine {
	var lines []setLine
	for number, page := range pages.Pages {
		for _, run := range page.Runs {
			if n := len(lines) - 1; n < 0 || lines[n].origin != run.Origin || lines[n].page != number || lines[n].y != run.Y {
				lines = append(lines, setLine{origin: run.Origin, page: number, y: run.Y, start: run.X})
			}
			l := &lines[len(lines)-1]
			l.text = append(l.text, run.Text...)
			for _, at := range run.At {
				l.at = append(l.at, run.X+at)
			}
			l.end = run.X + run.Width
		}
	}
	return lines
}

func lay(t interface{ Fatal(...any) }, doc *document.Document) *layout.Pages {
	pages, err := layout.Lay(background, doc, square{}, layout.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return pages
}

func report(t *testing.T) *document.Document {
	t.Helper()
	doc, err := layouttest.Report()
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// squash is text without its white space, as lines end in it.
func squash(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, text)
}

// words are what generated paragraphs are made of: each may be followed by a
// mark, so that no word needs a break against the rules.
var words = []string{
	"公开", "政府信息", "条例", "主动公开", "行政机关", "一", "申请", "在", "2021年", "12月31日", "177条", "98.6%", "8,218件",
	"〔2021〕30号", "24252.311082万元", "《条例》", "“应公开尽公开”", "（以下简称《条例》）", "www.example.gov.cn", "PDF", "——", "……", "1.",
}

var generatedText = rapid.Custom(func(t *rapid.T) string {
	var b strings.Builder
	for range rapid.IntRange(0, 160).Draw(t, "words") {
		b.WriteString(rapid.SampledFrom(words).Draw(t, "word"))
		b.WriteString(rapid.SampledFrom([]string{"", "", "", "，", "、", "。", "；", "："}).Draw(t, "mark"))
	}
	return b.String()
})

func generatedTable(t *rapid.T) document.Table {
	rows, columns := rapid.IntRange(1, 40).Draw(t, "rows"), rapid.IntRange(1, 6).Draw(t, "columns")
	table := document.Table{Rows: make([]document.Row, rows)}
	for range columns {
		table.Columns = append(table.Columns, rapid.IntRange(1, 5).Draw(t, "weight"))
	}
	header := rapid.IntRange(0, min(2, rows)).Draw(t, "header")
	for r := range rows {
		table.Rows[r].Header = r < header
		for c := range columns {
			text := rapid.SampledFrom([]string{"无", "0", "1204", "总计", "行政规范性文件", "其他法律行政法规禁止公开"}).Draw(t, "cell")
			table.Cells = append(table.Cells, document.Cell{Row: r, Column: c, RowSpan: 1, ColumnSpan: 1, Text: text})
		}
	}
	return table
}

var generatedDocument = rapid.Custom(func(t *rapid.T) *document.Document {
	doc := &document.Document{Title: rapid.StringMatching(`[一-龥]{0,60}`).Draw(t, "title")}
	for range rapid.IntRange(0, 12).Draw(t, "blocks") {
		switch rapid.IntRange(0, 4).Draw(t, "kind") {
		case 0:
			doc.Blocks = append(doc.Blocks, document.Heading{Level: rapid.IntRange(1, 3).Draw(t, "level"), Text: "一、总体情况"})
		case 1, 2:
			doc.Blocks = append(doc.Blocks, document.Paragraph{Text: generatedText.Draw(t, "text")})
		case 3:
			doc.Blocks = append(doc.Blocks, document.Paragraph{Lead: "（一）主动公开。", LeadLevel: 2, Text: generatedText.Draw(t, "text")})
		case 4:
			doc.Blocks = append(doc.Blocks, generatedTable(t))
		}
	}
	doc.Blocks = append(doc.Blocks, document.Signature{Agency: "青石市白沙区公安局", Date: "2022年1月18日"})
	return doc
})

// TestPages checks the rules of the page on generated documents.
func TestPages(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		doc := generatedDocument.Draw(t, "document")
		pages := lay(t, doc)
		lines := linesOf(pages)
		checkText(t, doc, lines)
		checkPlaces(t, doc, lines)
		checkMarks(t, lines)
		checkHeadings(t, doc, lines)
	})
}

// checkText holds that every block's text stands on the pages, whole and in
// order.
func checkText(t *rapid.T, doc *document.Document, lines []setLine) {
	got := map[[2]int]string{}
	last := layout.TitleBlock
	for _, l := range lines {
		if l.origin.Block == layout.Furniture || l.origin.Repeated {
			continue
		}
		if l.origin.Block < last {
			t.Fatalf("block %d after block %d", l.origin.Block, last)
		}
		last = l.origin.Block
		got[[2]int{l.origin.Block, l.origin.Cell}] += string(l.text)
	}
	want := map[[2]int]string{{layout.TitleBlock, -1}: doc.Title}
	for i, block := range doc.Blocks {
		switch block := block.(type) {
		case document.Heading:
			want[[2]int{i, -1}] = block.Text
		case document.Paragraph:
			want[[2]int{i, -1}] = block.Lead + block.Text
		case document.Signature:
			want[[2]int{i, -1}] = block.Agency + block.Date
		case document.Table:
			for k, c := range block.Cells {
				want[[2]int{i, k}] = c.Text
			}
		}
	}
	for place, text := range want {
		if squash(got[place]) != squash(text) {
			t.Fatalf("block and cell %v: got %q, want %q", place, got[place], text)
		}
	}
}

// checkPlaces holds that lines stand in the type area, on its 22 lines, and
// that all but a paragraph's last reach from edge to edge.
func checkPlaces(t *rapid.T, doc *document.Document, lines []setLine) {
	left, top, width, height := layout.TypeArea()
	right, bottom := left+width, top+height
	rows := map[[2]int]bool{}
	for i, l := range lines {
		if l.origin.Block == layout.Furniture {
			continue
		}
		if l.start < left || l.end > right || l.y < top || l.y > bottom {
			t.Fatalf("line %q at x %d to %d, y %d is outside of the type area", string(l.text), l.start, l.end, l.y)
		}
		if !slices.IsSorted(l.at) {
			t.Fatalf("line %q runs backward: %v", string(l.text), l.at)
		}
		if l.origin.Cell >= 0 {
			continue
		}
		slot := int((l.y - top) * 22 / height)
		if rows[[2]int{l.page, slot}] {
			t.Fatalf("two lines in slot %d of page %d", slot, l.page)
		}
		rows[[2]int{l.page, slot}] = true
		if l.origin.Block < 0 {
			continue
		}
		if _, ok := doc.Blocks[l.origin.Block].(document.Paragraph); !ok {
			continue
		}
		hasNext := i+1 < len(lines) && slices.ContainsFunc(lines[i+1:], func(m setLine) bool { return m.origin.Block == l.origin.Block })
		if hasNext && right-l.end > 20 {
			t.Fatalf("line %q ends %d before the edge", string(l.text), right-l.end)
		}
	}
}

// checkMarks holds that no mark starts or ends a line against the rules.
func checkMarks(t *rapid.T, lines []setLine) {
	for _, l := range lines {
		first, last := l.text[0], l.text[len(l.text)-1]
		if linebreak.StartForbidden(first) && !(l.origin.Line == 0) || linebreak.EndForbidden(last) {
			t.Fatalf("a mark out of place in line %d %q", l.origin.Line, string(l.text))
		}
	}
}

// checkHeadings holds that no heading ends a page while there is more text.
func checkHeadings(t *rapid.T, doc *document.Document, lines []setLine) {
	for i, block := range doc.Blocks {
		if _, ok := block.(document.Heading); !ok {
			continue
		}
		at := slices.IndexFunc(lines, func(l setLine) bool { return l.origin.Block == i })
		next := slices.IndexFunc(lines, func(l setLine) bool { return l.origin.Block > i && !l.origin.Repeated })
		if next >= 0 && lines[next].page != lines[at].page {
			t.Fatalf("heading %d stands alone at the foot of page %d", i, lines[at].page+1)
		}
	}
}

// TestGrid holds that text of full-width characters alone stands exactly on
// the grid of 28 characters and 22 lines.
func TestGrid(t *testing.T) {
	doc := &document.Document{Blocks: []document.Block{
		document.Paragraph{Text: strings.Repeat("公开是原则不公开是例外", 100)},
	}}
	left, top, width, height := layout.TypeArea()
	count := map[int]int{}
	for _, l := range linesOf(lay(t, doc)) {
		if l.origin.Block != 0 {
			continue
		}
		indent := 0
		if l.origin.Line == 0 {
			indent = 2
		}
		for i, x := range l.at {
			if want := left + layout.Unit(int(width)*(indent+i)/28); x != want {
				t.Fatalf("line %d, character %d: x is %d, want %d", l.origin.Line, i, x, want)
			}
		}
		if offset := (l.y - top) % (height / 22); offset > l.y { // the baselines keep their distance
			t.Fatal(offset)
		}
		count[l.page]++
	}
	if count[0] != 22 || count[1] != 18 {
		t.Errorf("lines on the pages: %v, want 22 and 18", count)
	}
}

// TestNoLoneCharacter holds that the last line of a paragraph of any length
// has two characters at least.
func TestNoLoneCharacter(t *testing.T) {
	for n := 2; n < 200; n++ {
		text := strings.Repeat("公开为常态，不公开为例外，", 20)
		doc := &document.Document{Blocks: []document.Block{document.Paragraph{Text: string([]rune(text)[:n]) + "。"}}}
		lines := linesOf(lay(t, doc))
		var last setLine
		for _, l := range lines {
			if l.origin.Block == 0 {
				last = l
			}
		}
		characters := 0
		for _, r := range last.text {
			if !linebreak.StartForbidden(r) {
				characters++
			}
		}
		if characters < 2 {
			t.Errorf("%d characters: the last line is %q", n, string(last.text))
		}
	}
}

// TestSqueeze holds that marks give way before characters are pushed apart.
func TestSqueeze(t *testing.T) {
	left, _, width, _ := layout.TypeArea()
	// 26 and a mark over on the first line, which has two marks to squeeze.
	text := "主动公开，依申请公开，政府信息公开平台建设和监督保障。情况" + strings.Repeat("报告", 5)
	doc := &document.Document{Blocks: []document.Block{document.Paragraph{Text: text}}}
	first := linesOf(lay(t, doc))[0]
	if got := string(first.text); got != "主动公开，依申请公开，政府信息公开平台建设和监督保障。" {
		t.Fatalf("first line %q", got)
	}
	if short := left + width - first.end; short < 0 || short > 20 {
		t.Errorf("the line ends %d before the edge", short)
	}
	half := width / 56
	if last := left + width - first.at[len(first.at)-1]; last < half-20 {
		t.Errorf("the last mark has %d; its ink needs half a character, %d", last, half)
	}
}

// TestTitle holds that a title's lines are few, balanced and end between words.
func TestTitle(t *testing.T) {
	for _, want := range [][]string{
		{"青石市公安局2021年年度报告"},
		{"青石市人民政府2021年", "政府信息公开工作年度报告"},
		{"青石市白沙区人力资源和社会保障局", "2021年政府信息公开工作年度报告"},
	} {
		doc := &document.Document{Title: strings.Join(want, "")}
		for _, word := range []string{"青石市", "白沙区", "人民政府", "公安局", "人力", "资源", "和", "社会", "保障局", "2021年", "政府信息公开", "工作", "年度"} {
			if i := strings.Index(doc.Title, word); i >= 0 {
				doc.TitleBreaks = append(doc.TitleBreaks, len([]rune(doc.Title[:i]))+len([]rune(word)))
			}
		}
		left, _, width, _ := layout.TypeArea()
		var got []string
		for _, l := range linesOf(lay(t, doc)) {
			if l.origin.Block != layout.TitleBlock {
				continue
			}
			got = append(got, string(l.text))
			if off := (l.start + l.end) - (2*left + width); off < -2 || off > 2 {
				t.Errorf("%q is %d off the middle", string(l.text), off/2)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// TestSignature follows GB/T 9704-2012, 7.3.5.2.
func TestSignature(t *testing.T) {
	left, _, width, _ := layout.TypeArea()
	character := func(n int) layout.Unit { return left + layout.Unit(int(width)*n/28) }
	for _, test := range []struct {
		agency, date         string
		agencyStart, dateEnd int // in characters from the left, -1 for any
	}{
		{"青石市白沙区公安局", "2022年1月18日", 17, -1},
		{"公安局", "2022年1月18日", -1, 26},
	} {
		doc := &document.Document{Blocks: []document.Block{
			document.Paragraph{Text: "全年未收取信息处理费。"},
			document.Signature{Agency: test.agency, Date: test.date},
		}}
		lines := linesOf(lay(t, doc))
		agency, date := lines[1], lines[2]
		if test.agencyStart >= 0 && agency.start != character(test.agencyStart) {
			t.Errorf("%s starts at %d, want %d", test.agency, agency.start, character(test.agencyStart))
		}
		if test.dateEnd >= 0 && date.end != character(test.dateEnd) {
			t.Errorf("%s: the date ends at %d, want %d", test.agency, date.end, character(test.dateEnd))
		}
		if shift := date.start - agency.start; shift < character(2)-left-1 || shift > character(2)-left+1 {
			t.Errorf("%s: the date is %d to the right of the agency", test.agency, shift)
		}
	}
}

// TestSignatureHasCompany holds for all lengths of text before it that a
// signature shares its page with two lines of text.
func TestSignatureHasCompany(t *testing.T) {
	for n := 1; n < 50; n++ {
		doc := &document.Document{Blocks: []document.Block{
			document.Paragraph{Text: strings.Repeat("公开", 13+14*n)},
			document.Signature{Agency: "青石市白沙区公安局", Date: "2022年1月18日"},
		}}
		lines := linesOf(lay(t, doc))
		company := 0
		for _, l := range lines {
			if l.origin.Block == 0 && l.page == lines[len(lines)-2].page {
				company++
			}
		}
		if company < 2 {
			t.Errorf("%d lines: the signature stands with %d lines", n+1, company)
		}
	}
}

// TestFurniture holds that numbers are outside and drafts are marked.
func TestFurniture(t *testing.T) {
	doc := report(t)
	doc.Draft = true
	pages := lay(t, doc)
	left, top, width, height := layout.TypeArea()
	for i, page := range pages.Pages {
		mark, number := page.Runs[0], page.Runs[len(page.Runs)-1]
		if string(mark.Text) != "草稿" || mark.Y >= top {
			t.Errorf("page %d starts with %q at %d", i+1, string(mark.Text), mark.Y)
		}
		if number.Y <= top+height+19_000 {
			t.Errorf("the number of page %d is at %d", i+1, number.Y)
		}
		fromLeft, fromRight := number.X-left, left+width-number.X-number.Width
		if i%2 == 0 && fromRight != 14_000 || i%2 == 1 && fromLeft != 14_000 {
			t.Errorf("the number of page %d is %d from the left, %d from the right", i+1, fromLeft, fromRight)
		}
	}
}

func TestMissingCharacters(t *testing.T) {
	doc := &document.Document{Blocks: []document.Block{document.Paragraph{Text: "\u3000甲𬭎乙\x00丙\tD葛\U000E0100 "}}}
	pages, err := layout.Lay(t.Context(), doc, square{}, layout.Options{
		CanDraw: func(_ layout.Role, r rune) bool { return r <= 0xffff },
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := string(pages.Pages[0].Runs[0].Text); got != "甲〓乙丙 D葛" {
		t.Errorf("got %q", got)
	}
}

func TestOutline(t *testing.T) {
	pages := lay(t, report(t))
	var got []string
	page := 0
	for _, e := range pages.Outline {
		got = append(got, strings.Repeat(" ", e.Level-1)+e.Text)
		if e.Page < page {
			t.Errorf("%s is on page %d, after page %d", e.Text, e.Page, page)
		}
		page = e.Page
	}
	if len(got) != 13 || got[1] != " （一）主动公开更加全面" {
		t.Errorf("outline %q", got)
	}
}
