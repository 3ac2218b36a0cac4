package text

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"nianbao/render/document"
)

// drawTable draws a grid of any shape: cells merged at random, text of any kind.
func drawTable(t *rapid.T) *document.Table {
	rows, columns := rapid.IntRange(1, 6).Draw(t, "rows"), rapid.IntRange(1, 8).Draw(t, "columns")
	table := &document.Table{Columns: make([]int, columns), Rows: make([]document.Row, rows)}
	for i := range table.Columns {
		table.Columns[i] = rapid.IntRange(1, 50).Draw(t, "weight")
	}
	covered := make([]bool, rows*columns)
	free := func(row, column, height, width int) bool {
		for r := row; r < row+height; r++ {
			if slices.Contains(covered[r*columns+column:r*columns+column+width], true) {
				return false
			}
		}
		return true
	}
	for row := range rows {
		for column := range columns {
			if covered[row*columns+column] {
				continue
			}
			c := document.Cell{
				Row: row, Column: column,
				RowSpan:    rapid.IntRange(1, rows-row).Draw(t, "height"),
				ColumnSpan: rapid.IntRange(1, columns-column).Draw(t, "width"),
				Kind:       rapid.SampledFrom([]document.CellKind{document.ColumnHeader, document.RowLabel, document.Value}).Draw(t, "kind"),
				Align:      rapid.SampledFrom([]document.Align{document.Center, document.Left, document.Right}).Draw(t, "align"),
				Vertical:   rapid.IntRange(0, 5).Draw(t, "vertical") == 0,
				Text:       strings.TrimSpace(texts().Draw(t, "text")),
			}
			if !free(row, column, c.RowSpan, c.ColumnSpan) {
				c.RowSpan, c.ColumnSpan = 1, 1
			}
			for r := row; r < row+c.RowSpan; r++ {
				for k := column; k < column+c.ColumnSpan; k++ {
					covered[r*columns+k] = true
				}
			}
			table.Cells = append(table.Cells, c)
		}
	}
	return table
}

// TestTables holds for any grid: all lines are of one width, every cell's text
// stands whole in its place, and frame lines meet frame lines.
func TestTables(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := drawTable(t)
		m := newMeter(rapid.Bool().Draw(t, "wide"))
		g := newGrid(m, table, rapid.IntRange(MinWidth, 110).Draw(t, "page"))
		out := string(g.draw(nil))
		var canvas [][]string
		for _, line := range strings.Split(strings.TrimSuffix(out, "\n"), "\n") {
			if w := m.options.String(line); w != g.total() {
				t.Fatalf("%d columns instead of %d: %s\n%s", w, g.total(), line, out)
			}
			canvas = append(canvas, columnsOf(m, line))
		}
		tops, lefts := []int{0}, []int{0}
		for _, h := range g.heights {
			tops = append(tops, tops[len(tops)-1]+h+1)
		}
		for i := range g.widths {
			lefts = append(lefts, lefts[i]+g.inner(i, 1)+1)
		}
		for i := range g.cells {
			c := &g.cells[i]
			top, bottom := tops[c.Row], tops[c.Row+c.RowSpan]
			left, right := lefts[c.Column], lefts[c.Column+c.ColumnSpan]
			var inside strings.Builder
			for y := top + 1; y < bottom; y++ {
				inside.WriteString(strings.Join(canvas[y][left+1:right], ""))
				if !isOne("|+", canvas[y][left]) || !isOne("|+", canvas[y][right]) {
					t.Fatalf("cell %d is open at line %d\n%s", i, y, out)
				}
			}
			for x := left; x <= right; x++ {
				if !isOne("-+", canvas[top][x]) || !isOne("-+", canvas[bottom][x]) {
					t.Fatalf("cell %d is open at column %d\n%s", i, x, out)
				}
			}
			if got, want := bare(inside.String()), bare(c.Text); got != want {
				t.Fatalf("cell %d holds %q instead of %q\n%s", i, got, want, out)
			}
		}
		checkJoints(t, canvas, tops, lefts, out)
	})
}

// checkJoints fails where a + stands on a line that nothing meets.
func checkJoints(t *rapid.T, canvas [][]string, tops, lefts []int, out string) {
	for _, y := range tops {
		for _, x := range lefts {
			above := y > 0 && isOne("|+", canvas[y-1][x])
			below := y+1 < len(canvas) && isOne("|+", canvas[y+1][x])
			if isOne("+", canvas[y][x]) && !above && !below {
				t.Fatalf("nothing meets the + at line %d, column %d\n%s", y, x, out)
			}
		}
	}
}

// isOne reports whether a column shows one of the characters given; marks that
// take no room may hang on it.
func isOne(characters, column string) bool {
	return column != "" && strings.IndexByte(characters, column[0]) >= 0
}

// columnsOf spreads a line over its columns: a wide character takes its first
// one and leaves the next empty.
func columnsOf(m *meter, line string) []string {
	var columns []string
	for g := m.options.StringGraphemes(line); g.Next(); {
		if g.Width() == 0 && len(columns) > 0 {
			columns[len(columns)-1] += g.Value()
			continue
		}
		columns = append(columns, g.Value())
		for range g.Width() - 1 {
			columns = append(columns, "")
		}
	}
	return columns
}

func TestLabelsBreakWhereTheyRead(t *testing.T) {
	for _, tc := range []struct {
		text    string
		measure int
		want    string
	}{
		{"（三）不予公开", 8, "（三）|不予公开"},
		{"（二）部分公开（区分处理的，只计这一情形）", 16, "（二）部分公开|（区分处理的，|只计这一情形）"},
		{"自然人", 4, "自然|人"},
		{"3.危及“三安全”", 12, "3.危及|“三安全”"},
		{"4.保护第三方合法权益", 8, "4.保护|第三方|合法权益"},
		{"社会公益组织", 4, "社会|公益|组织"},
		{"社会公益组织", 10, "社会公益|组织"},
		{"上一年项目数量", 8, "上一年|项目数量"},
		{"（单位：万元）", 8, "（单位：|万元）"},
		{"299.8145万元", 8, "299.8145|万元"},
	} {
		r := newMeter(true).measure(tc.text)
		var got []string
		for _, l := range r.balanced(tc.measure) {
			got = append(got, string(r.runes[l.start:l.end]))
		}
		if strings.Join(got, "|") != tc.want {
			t.Errorf("got %s, want %s", strings.Join(got, "|"), tc.want)
		}
	}
}

// TestNonsenseInCells keeps hostile cells from making tables that no memory
// holds.
func TestNonsenseInCells(t *testing.T) {
	for name, text := range map[string]string{
		"digits": strings.Repeat("1", 200_000),
		"spaces": "1" + strings.Repeat(" ", 200_000) + "1",
		"marks":  strings.Repeat("。", 200_000),
		"joined": "e" + strings.Repeat("\u0301", 200_000),
	} {
		t.Run(name, func(t *testing.T) {
			table := &document.Table{Columns: []int{1}, Rows: make([]document.Row, 1),
				Cells: []document.Cell{{RowSpan: 1, ColumnSpan: 1, Kind: document.Value, Text: text}}}
			g := newGrid(newMeter(true), table, 80)
			if out := g.draw(nil); len(out) > 50*len(text) || g.total() > 80 {
				t.Errorf("%d bytes, %d columns", len(out), g.total())
			}
		})
	}
}
