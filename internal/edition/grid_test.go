package edition

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"
)

// checkWhole fails where a place of the grid is covered by no cell or by two,
// where a cell leaves the grid, or where a figure is missing.
func checkWhole(t interface{ Fatalf(string, ...any) }, g *Grid, figures int) {
	covered := map[[2]int]int{}
	for _, c := range g.Cells {
		if c.Kind == GridFigure {
			figures--
		}
		for row := c.Row; row < c.Row+c.RowSpan; row++ {
			for column := c.Column; column < c.Column+c.ColumnSpan; column++ {
				covered[[2]int{row, column}]++
			}
		}
	}
	for place, n := range covered {
		if n != 1 || place[0] < 0 || place[0] >= len(g.Header) || place[1] < 0 || place[1] >= len(g.Columns) {
			t.Fatalf("%d cells over %v of %d × %d", n, place, len(g.Header), len(g.Columns))
		}
	}
	if len(covered) != len(g.Header)*len(g.Columns) || figures != 0 {
		t.Fatalf("%d places of %d × %d are covered; %d figures are missing", len(covered), len(g.Header), len(g.Columns), figures)
	}
}

// TestGridsOfAnyShape draws tables whose headers, groups and stubs nest as
// no form does yet.
func TestGridsOfAnyShape(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		across := rapid.Bool().Draw(t, "across")
		def := &Table{Across: across}
		b := &Block{Caption: rapid.SampledFrom([]string{"", "题"}).Draw(t, "caption"), Stub: "项目"}
		if across {
			b.Caption = ""
		}
		b.Columns = drawColumns(t, b, 0)
		b.Rows = drawRows(t, def, b, 0)
		columns := columnSpan(b.Columns)
		if across {
			columns *= len(def.Rows)
		} else {
			def.Stub = make([]int, rowDepth(b.Rows)+rapid.IntRange(0, 1).Draw(t, "more stub"))
		}
		def.Values = make([]int, columns)
		def.Blocks = []*Block{b}
		checkWhole(t, def.layGrid(), len(def.Rows)*len(b.Leaves))
	})
}

func drawColumns(t *rapid.T, b *Block, depth int) []*Column {
	var columns []*Column
	for range rapid.IntRange(1, 3).Draw(t, "columns") {
		c := &Column{Label: "列"}
		if depth < 3 && rapid.Bool().Draw(t, "header") {
			c.Columns = drawColumns(t, b, depth+1)
		} else {
			c.Span = rapid.IntRange(1, 3).Draw(t, "span")
			b.Leaves = append(b.Leaves, c)
		}
		columns = append(columns, c)
	}
	return columns
}

func drawRows(t *rapid.T, def *Table, b *Block, depth int) []*Row {
	var rows []*Row
	for range rapid.IntRange(1, 3).Draw(t, "rows") {
		r := &Row{Label: "行", Block: b, Index: len(def.Rows)}
		if depth < 3 && rapid.Bool().Draw(t, "group") {
			r.Rows = drawRows(t, def, b, depth+1)
			r.Vertical = rapid.Bool().Draw(t, "vertical")
		} else {
			r.Key = fmt.Sprint(r.Index)
			def.Rows = append(def.Rows, r)
		}
		rows = append(rows, r)
	}
	return rows
}
