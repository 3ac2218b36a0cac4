package pdf_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"nianbao/internal/edition"
	"nianbao/internal/report/reporttest"
	"nianbao/render/document"
	"nianbao/render/pdf"
)

// form is a filled report on the form of 2021.
func form(t testing.TB) *document.Document {
	t.Helper()
	doc, err := document.Build(reporttest.Filled(reporttest.Editions().ByID("2021")), document.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// outlineOf is what the structure of a document should be: kinds and texts in
// the order of reading.
func outlineOf(doc *document.Document) []string {
	var want []string
	add := func(kind, text string) {
		if text = squash(text); text != "" {
			want = append(want, kind+" "+text)
		}
	}
	add("H1", doc.Title)
	for _, block := range doc.Blocks {
		switch block := block.(type) {
		case document.Heading:
			add(fmt.Sprintf("H%d", block.Level+1), block.Text)
		case document.Paragraph:
			add(fmt.Sprintf("H%d", block.LeadLevel+1), block.Lead)
			add("P", block.Text)
		case document.Signature:
			add("P", block.Agency)
			add("P", block.Date)
		case document.Table:
			for _, c := range block.Cells {
				kind := "TH"
				if c.Kind == document.Value {
					kind = "TD"
				}
				want = append(want, kind+" "+squash(c.Text))
			}
		}
	}
	return want
}

func leaves(n *node) []string {
	switch n.kind {
	case "Document", "Table", "TR":
		var all []string
		for _, k := range n.kids {
			all = append(all, leaves(k)...)
		}
		return all
	}
	return []string{n.kind + " " + squash(n.text)}
}

// TestTextByStructure holds that what a program speaks or copies is the
// report, block by block and cell by cell, in order, once, and nothing else.
func TestTextByStructure(t *testing.T) {
	rare := report(t)
	rare.Title = "青石市𬭎区2021年年度报告"
	rare.TitleBreaks = nil
	rare.Blocks[0] = document.Paragraph{Text: "𬭎、𫖯、镕、喆、㛃等字与𠮷、𪚥、\U00030EDE一样读出（1.5%）；·、“”、——、……各是各。"}
	draft := form(t)
	draft.Draft = true
	for name, doc := range map[string]*document.Document{"fixture": report(t), "draft": draft, "rare": rare} {
		for _, c := range []pdf.Conformance{pdf.PDFA1a, pdf.PDFA2a, pdf.PDFA3a, pdf.PlainPDF} {
			t.Run(name+" "+string(c), func(t *testing.T) {
				root, contents := tree(t, writeWith(t, doc, pdf.Options{Conformance: c}))
				got, want := leaves(root), outlineOf(doc)
				for i := range max(len(got), len(want)) {
					if i >= len(got) || i >= len(want) || got[i] != want[i] {
						t.Fatalf("element %d: got %q, want %q", i, got[min(i, len(got)):min(i+2, len(got))], want[min(i, len(want)):min(i+2, len(want))])
					}
				}
				for i, c := range contents {
					if c.loose != "" {
						t.Errorf("page %d: %q is neither text nor artifact", i+1, c.loose)
					}
					if number := fmt.Sprintf("—%d—", i+1); !strings.HasSuffix(squash(c.artifacts), number) {
						t.Errorf("page %d: the number is no artifact: %q", i+1, c.artifacts)
					}
					if strings.HasPrefix(c.artifacts, "草稿") != doc.Draft {
						t.Errorf("page %d: the artifacts start %q", i+1, c.artifacts)
					}
				}
			})
		}
	}
}

// find lists the elements of a kind below n.
func find(n *node, kind string) []*node {
	var all []*node
	if n.kind == kind {
		all = append(all, n)
	}
	for _, k := range n.kids {
		all = append(all, find(k, kind)...)
	}
	return all
}

// labelsOf lists for each row of figures its labels, from the outermost.
func labelsOf(rows []*edition.Row, above []string) [][]string {
	var all [][]string
	for _, row := range rows {
		labels := append(slices.Clone(above), squash(row.Label))
		if len(row.Rows) == 0 {
			all = append(all, labels)
		}
		all = append(all, labelsOf(row.Rows, labels)...)
	}
	return all
}

// TestFiguresHaveHeaders walks table 3 of the national form: each of its 175
// figures names the labels of its row and the headers of its column.
func TestFiguresHaveHeaders(t *testing.T) {
	doc := form(t)
	root, _ := tree(t, write(t, doc))
	tables := find(root, "Table")
	if len(tables) != 3 {
		t.Fatalf("%d tables", len(tables))
	}
	table := tables[1]
	texts := map[string]string{}
	for _, h := range find(table, "TH") {
		texts[h.id] = squash(h.text)
		if h.id == "" || h.scope != "Column" && h.scope != "Row" {
			t.Errorf("header %q: id %q, scope %q", h.text, h.id, h.scope)
		}
	}
	columns := [][]string{{"自然人"}, {"法人或其他组织", "商业企业"}, {"法人或其他组织", "科研机构"}, {"法人或其他组织", "社会公益组织"},
		{"法人或其他组织", "法律服务机构"}, {"法人或其他组织", "其他"}, {"总计"}}
	labels := labelsOf(reporttest.Editions().ByID("2021").Parts[2].Table.Blocks[0].Rows, nil)
	figures := 0
	var rows [][]*node
	for _, tr := range find(table, "TR") {
		if cells := find(tr, "TD"); len(cells) > 0 {
			rows = append(rows, cells)
		}
	}
	if len(rows) != 25 || len(labels) != 25 {
		t.Fatalf("%d rows, the form has %d", len(rows), len(labels))
	}
	for r, cells := range rows {
		if len(cells) != 7 {
			t.Fatalf("row %d has %d figures", r+1, len(cells))
		}
		for c, cell := range cells {
			var got []string
			for _, id := range cell.headers {
				got = append(got, texts[id])
			}
			want := slices.Concat(labels[r], []string{"申请人情况"}, columns[c])
			if !slices.Equal(got, want) {
				t.Errorf("row %d, column %d: headers %q, want %q", r+1, c+1, got, want)
			}
			figures++
		}
	}
	if figures != 175 {
		t.Errorf("%d figures", figures)
	}
}

// TestCellsCoverTheirTables holds that rows and spans make up a whole grid, as
// a reader counts it.
func TestCellsCoverTheirTables(t *testing.T) {
	for _, c := range []pdf.Conformance{pdf.PDFA1a, pdf.PDFA2a} {
		root, _ := tree(t, writeWith(t, form(t), pdf.Options{Conformance: c}))
		for _, table := range find(root, "Table") {
			taken := map[[2]int]bool{}
			area, width := 0, 0
			rows := find(table, "TR")
			for r, row := range rows {
				column := 0
				for _, cell := range row.kids {
					for taken[[2]int{r, column}] {
						column++
					}
					for i := range cell.rows {
						for k := range cell.columns {
							if at := [2]int{r + i, column + k}; taken[at] {
								t.Fatalf("%s: two cells at %v", table.title, at)
							} else {
								taken[at] = true
							}
						}
					}
					area += cell.rows * cell.columns
					width = max(width, column+cell.columns)
				}
			}
			summary := table.value.Key("A").Key("Summary").Text()
			if area != len(rows)*width || table.title == "" || (c == pdf.PDFA2a) != (summary == table.title) {
				t.Errorf("%s: cells cover %d of %d × %d", table.title, area, len(rows), width)
			}
		}
	}
}

// TestCellOverPages holds that a cell which goes on over pages is one element,
// and that labels and headers which repeat are none.
func TestCellOverPages(t *testing.T) {
	text := strings.Repeat("公开为常态不公开为例外", 300)
	table := document.Table{Name: "长表", Columns: []int{1, 1}, Rows: make([]document.Row, 60)}
	table.Rows[0].Header = true
	table.Cells = []document.Cell{
		{RowSpan: 1, ColumnSpan: 1, Text: "项目"}, {Column: 1, RowSpan: 1, ColumnSpan: 1, Text: "情况"},
		{Row: 1, RowSpan: 59, ColumnSpan: 1, Kind: document.RowLabel, Text: "办理结果", Vertical: true},
		{Row: 1, Column: 1, RowSpan: 1, ColumnSpan: 1, Kind: document.Value, Text: text},
	}
	for r := 2; r < 60; r++ {
		table.Cells = append(table.Cells, document.Cell{Row: r, Column: 1, RowSpan: 1, ColumnSpan: 1, Kind: document.Value, Text: "0"})
	}
	root, contents := tree(t, write(t, &document.Document{Blocks: []document.Block{table}}))
	headers, values := find(root, "TH"), find(root, "TD")
	if len(headers) != 3 || len(values) != 59 {
		t.Fatalf("%d headers, %d values", len(headers), len(values))
	}
	if values[0].text != text || slices.Compact(slices.Clone(values[0].pages))[0] == values[0].pages[len(values[0].pages)-1] {
		t.Errorf("the long cell has %d characters of %d, on pages %v", len([]rune(values[0].text)), len([]rune(text)), values[0].pages)
	}
	if label := headers[2]; label.text != "办理结果" || len(label.kids) != 1 || label.kids[0].actual != "办理结果" {
		t.Errorf("the vertical label is %q with %d spans", label.text, len(label.kids))
	}
	if again := contents[1].artifacts; !strings.Contains(again, "项目") || !strings.Contains(again, "情况") {
		t.Errorf("page 2 has as artifacts %q", again)
	}
}

// TestReplacedCharacters holds that a character which no face has is drawn as
// 〓 and read as itself.
func TestReplacedCharacters(t *testing.T) {
	doc := &document.Document{Title: "甲\U0002C8CE", Blocks: []document.Block{
		document.Paragraph{Text: "鉨\U0002C8CE同志\ue000来访。"},
		document.Table{Columns: []int{1}, Rows: make([]document.Row, 1), Cells: []document.Cell{
			{RowSpan: 1, ColumnSpan: 1, Text: "乙\U0002C8CE", Kind: document.RowLabel, Vertical: true},
		}},
	}}
	file := write(t, doc)
	root, contents := tree(t, file)
	want := []string{"H1 甲\U0002C8CE", "P 鉨\U0002C8CE同志\ue000来访。", "TH 乙\U0002C8CE"}
	if got := leaves(root); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	drawn := ""
	for _, text := range contents[0].pieces {
		drawn += text
	}
	if got := strings.Count(drawn, "〓"); got < 3 {
		t.Errorf("%d characters are drawn as 〓 in %q", got, drawn)
	}
}

// TestHeadingLevels holds that no level is left out on the way down, whatever
// the document's are.
func TestHeadingLevels(t *testing.T) {
	doc := &document.Document{Title: "题"}
	for _, level := range []int{3, 1, 3, 2, 2, 0, 9, 1} {
		doc.Blocks = append(doc.Blocks, document.Heading{Level: level, Text: "目"})
	}
	root, _ := tree(t, write(t, doc))
	want := []string{"H1 题", "H2 目", "H2 目", "H3 目", "H3 目", "H3 目", "H2 目", "H3 目", "H2 目"}
	if got := leaves(root); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestHostileDocuments holds that whatever a document holds, its files can be
// read, and that no text is outside of the structure.
func TestHostileDocuments(t *testing.T) {
	text := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"", " ", "\u3000", "公开（\\)", "\r\n", "𬭎\ufeff\x00\ufffd", strings.Repeat("公", 400)}))
	number := rapid.IntRange(-2, 9)
	rapid.Check(t, func(rt *rapid.T) {
		table := document.Table{
			Name: text.Draw(rt, "name"), Columns: rapid.SliceOfN(number, 0, 9).Draw(rt, "columns"),
			Rows: make([]document.Row, rapid.IntRange(0, 9).Draw(rt, "rows")),
		}
		for range rapid.IntRange(0, 9).Draw(rt, "cells") {
			table.Cells = append(table.Cells, document.Cell{
				Row: number.Draw(rt, "row"), Column: number.Draw(rt, "column"), RowSpan: number.Draw(rt, "row span"), ColumnSpan: number.Draw(rt, "column span"),
				Kind: document.CellKind(rapid.IntRange(0, 3).Draw(rt, "kind")), Text: text.Draw(rt, "cell"), Vertical: rapid.Bool().Draw(rt, "vertical"),
			})
		}
		doc := &document.Document{Title: text.Draw(rt, "title"), Author: text.Draw(rt, "author"), Blocks: []document.Block{
			document.Heading{Level: number.Draw(rt, "level"), Text: text.Draw(rt, "heading")},
			document.Paragraph{Lead: text.Draw(rt, "lead"), LeadLevel: number.Draw(rt, "lead level"), Text: text.Draw(rt, "text")},
			table,
			document.Signature{Agency: text.Draw(rt, "agency"), Date: text.Draw(rt, "date")},
		}}
		o := rapid.SampledFrom(kinds[:4]).Draw(rt, "options")
		_, contents := tree(t, writeWith(t, doc, o))
		for _, c := range contents {
			if c.loose != "" {
				rt.Fatalf("%q is neither text nor artifact", c.loose)
			}
		}
	})
}
