package layout_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"nianbao/render/document"
	"nianbao/render/layout"

	"pgregory.net/rapid"
)

var background = context.Background()

// TestNumbersStayWhole holds that a number in too narrow a column is set
// smaller, not broken.
func TestNumbersStayWhole(t *testing.T) {
	table := document.Table{Columns: make([]int, 15), Rows: make([]document.Row, 1)}
	for i := range table.Columns {
		table.Columns[i] = 1
		table.Cells = append(table.Cells, document.Cell{Column: i, RowSpan: 1, ColumnSpan: 1, Text: "24252.3110"[:min(i+1, 10)]})
	}
	for _, l := range linesOf(lay(t, &document.Document{Blocks: []document.Block{table}})) {
		if l.origin.Block == 0 && l.origin.Line > 0 {
			t.Errorf("column %d has a second line %q", l.origin.Cell, string(l.text))
		}
	}
}

// TestRepeatedHeader holds that each page of a long table starts with its
// header, and shows again the labels of the rows that go on.
func TestRepeatedHeader(t *testing.T) {
	const rows = 100
	table := document.Table{Columns: []int{1, 1, 1}, Rows: make([]document.Row, rows)}
	table.Rows[0].Header = true
	add := func(row, column, rowSpan int, text string) {
		table.Cells = append(table.Cells, document.Cell{Row: row, Column: column, RowSpan: rowSpan, ColumnSpan: 1, Text: text})
	}
	for i, text := range []string{"甲", "乙", "丙"} {
		add(0, i, 1, text)
	}
	add(1, 0, rows-1, "办理结果")
	for r := 1; r < rows; r++ {
		add(r, 1, 1, "公开")
		add(r, 2, 1, "0")
	}
	pages := lay(t, &document.Document{Blocks: []document.Block{table}})
	if len(pages.Pages) < 3 {
		t.Fatalf("%d pages", len(pages.Pages))
	}
	for i, page := range pages.Pages {
		var got []string
		for _, run := range page.Runs[:4] {
			got = append(got, string(run.Text))
			if run.Origin.Repeated != (i > 0) {
				t.Errorf("page %d: %q is repeated: %v", i+1, string(run.Text), run.Origin.Repeated)
			}
		}
		if !slices.Equal(got, []string{"甲", "乙", "丙", "办理结果"}) {
			t.Errorf("page %d starts with %q", i+1, got)
		}
	}
}

// TestRowsStayWhole holds that rows stand on one page, those kept together
// included, and that no cell's text reaches over the rules around it.
func TestRowsStayWhole(t *testing.T) {
	doc := report(t)
	pages := lay(t, doc)
	onPage := map[[2]int]int{}
	for _, l := range linesOf(pages) {
		if l.origin.Cell < 0 || l.origin.Repeated {
			continue
		}
		cell := doc.Blocks[l.origin.Block].(document.Table).Cells[l.origin.Cell]
		if cell.RowSpan > 1 {
			continue
		}
		row := [2]int{l.origin.Block, cell.Row}
		if page, ok := onPage[row]; ok && page != l.page {
			t.Errorf("row %v is on pages %d and %d", row, page+1, l.page+1)
		}
		onPage[row] = l.page
	}
	for i, block := range doc.Blocks {
		table, ok := block.(document.Table)
		for r := range table.Rows {
			if ok && table.Rows[r].KeepWithNext && onPage[[2]int{i, r}] != onPage[[2]int{i, r + 1}] {
				t.Errorf("rows %d and %d of block %d are parted", r, r+1, i)
			}
		}
	}
}

// TestVertical holds that vertical text has its characters below each other.
func TestVertical(t *testing.T) {
	const text = "三、本年度办理结果"
	table := document.Table{Columns: []int{1, 9}, Rows: make([]document.Row, 12)}
	table.Cells = []document.Cell{{RowSpan: 12, ColumnSpan: 1, Text: text, Vertical: true}}
	for r := range table.Rows {
		table.Cells = append(table.Cells, document.Cell{Row: r, Column: 1, RowSpan: 1, ColumnSpan: 1, Text: "0"})
	}
	var got []rune
	y := layout.Unit(0)
	for _, l := range linesOf(lay(t, &document.Document{Blocks: []document.Block{table}})) {
		if l.origin.Block != 0 || l.origin.Cell != 0 {
			continue
		}
		got = append(got, l.text...)
		if len(l.text) != 1 || l.y <= y {
			t.Errorf("%q at y %d, after %d", string(l.text), l.y, y)
		}
		y = l.y
	}
	if string(got) != text {
		t.Errorf("got %q", string(got))
	}
}

// TestHostile holds that nothing in a document stops the layout: cells out of
// the grid, rows higher than a page, words wider than a line, empty blocks.
func TestHostile(t *testing.T) {
	text := rapid.OneOf(
		rapid.String(),
		rapid.SampledFrom([]string{"", " ", "\u3000", "。。。。", "((((", strings.Repeat("公开，", 2000), strings.Repeat("a", 3000), strings.Repeat("，", 300), strings.Repeat("“", 300)}),
	)
	number := rapid.IntRange(-2, 9)
	rapid.Check(t, func(t *rapid.T) {
		doc := &document.Document{Title: text.Draw(t, "title"), Draft: true}
		doc.TitleBreaks = rapid.SliceOfN(number, 0, 4).Draw(t, "breaks")
		for range rapid.IntRange(0, 6).Draw(t, "blocks") {
			table := document.Table{
				Columns: rapid.SliceOfN(number, 0, 9).Draw(t, "columns"),
				Rows:    make([]document.Row, rapid.IntRange(0, 60).Draw(t, "rows")),
			}
			for i := range table.Rows {
				table.Rows[i] = document.Row{Header: rapid.Bool().Draw(t, "header"), KeepWithNext: rapid.Bool().Draw(t, "keep")}
			}
			for range rapid.IntRange(0, 12).Draw(t, "cells") {
				table.Cells = append(table.Cells, document.Cell{
					Row: rapid.IntRange(-2, 70).Draw(t, "row"), Column: number.Draw(t, "column"),
					RowSpan: rapid.IntRange(-2, 70).Draw(t, "row span"), ColumnSpan: number.Draw(t, "column span"),
					Text: text.Draw(t, "cell"), Vertical: rapid.Bool().Draw(t, "vertical"),
					Align: document.Align(rapid.IntRange(0, 3).Draw(t, "align")),
				})
			}
			doc.Blocks = append(doc.Blocks,
				document.Heading{Level: number.Draw(t, "level"), Text: text.Draw(t, "heading")},
				document.Paragraph{Lead: text.Draw(t, "lead"), LeadLevel: number.Draw(t, "lead level"), Text: text.Draw(t, "text")},
				table,
				document.Signature{Agency: text.Draw(t, "agency"), Date: text.Draw(t, "date")},
			)
		}
		pages := lay(t, doc)
		if len(pages.Pages) == 0 {
			t.Fatal("no page")
		}
		for _, page := range pages.Pages {
			for _, run := range page.Runs {
				if len(run.Text) == 0 || len(run.Text) != len(run.At) {
					t.Fatalf("a run of %d characters with %d places", len(run.Text), len(run.At))
				}
			}
		}
	})
}

// TestTallCell holds that a cell higher than a page goes on, whole and in order.
func TestTallCell(t *testing.T) {
	text := strings.Repeat("公开为常态不公开为例外", 300)
	table := document.Table{Columns: []int{1, 1}, Rows: make([]document.Row, 2)}
	table.Cells = []document.Cell{
		{RowSpan: 1, ColumnSpan: 1, Text: text, Align: document.Left},
		{Column: 1, RowSpan: 1, ColumnSpan: 1, Text: "0"},
		{Row: 1, RowSpan: 1, ColumnSpan: 2, Text: "完"},
	}
	var got strings.Builder
	_, top, _, height := layout.TypeArea()
	for _, l := range linesOf(lay(t, &document.Document{Blocks: []document.Block{table}})) {
		if l.origin.Block == 0 && l.origin.Cell == 0 {
			got.WriteString(string(l.text))
			if l.y < top || l.y > top+height {
				t.Errorf("line %d is at %d", l.origin.Line, l.y)
			}
		}
	}
	if got.String() != text {
		t.Errorf("%d characters came back of %d", len([]rune(got.String())), len([]rune(text)))
	}
}

// TestTighten holds that a table which all but fits a page is brought to fit.
func TestTighten(t *testing.T) {
	table := func(rows int) document.Table {
		table := document.Table{Columns: []int{1}, Rows: make([]document.Row, rows)}
		for r := range rows {
			table.Cells = append(table.Cells, document.Cell{Row: r, RowSpan: 1, ColumnSpan: 1, Text: "0"})
		}
		return table
	}
	// A page holds 33 rows of 19.125 points.
	for rows, want := range map[int]int{33: 1, 34: 1, 37: 1, 38: 2} {
		pages := lay(t, &document.Document{Blocks: []document.Block{table(rows)}})
		if len(pages.Pages) != want {
			t.Errorf("%d rows: %d pages, want %d", rows, len(pages.Pages), want)
		}
	}
}
