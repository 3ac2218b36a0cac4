package document

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"nianbao/internal/report"
	"nianbao/internal/report/reporttest"
)

func tables(doc *Document) []Table {
	var all []Table
	for _, b := range doc.Blocks {
		if t, ok := b.(Table); ok {
			all = append(all, t)
		}
	}
	return all
}

// checkGrid fails where a position is covered by no cell or by two, where a
// cell leaves the table, or where the cells are out of order.
func checkGrid(t interface{ Fatalf(string, ...any) }, table Table) {
	covered := map[[2]int]int{}
	for i, c := range table.Cells {
		if c.RowSpan < 1 || c.ColumnSpan < 1 || c.Row < 0 || c.Column < 0 ||
			c.Row+c.RowSpan > len(table.Rows) || c.Column+c.ColumnSpan > len(table.Columns) {
			t.Fatalf("%s: %+v is outside %d × %d", table.Name, c, len(table.Rows), len(table.Columns))
		}
		for row := c.Row; row < c.Row+c.RowSpan; row++ {
			for column := c.Column; column < c.Column+c.ColumnSpan; column++ {
				covered[[2]int{row, column}]++
			}
		}
		if i > 0 {
			if p := table.Cells[i-1]; p.Row > c.Row || p.Row == c.Row && p.Column >= c.Column {
				t.Fatalf("%s: %+v comes after %+v", table.Name, c, p)
			}
		}
		if header := c.Kind == ColumnHeader; header != table.Rows[c.Row].Header || header != table.Rows[c.Row+c.RowSpan-1].Header {
			t.Fatalf("%s: %+v stands in the wrong kind of row", table.Name, c)
		}
	}
	for row := range table.Rows {
		for column := range table.Columns {
			if n := covered[[2]int{row, column}]; n != 1 {
				t.Fatalf("%s: %d cells over row %d, column %d", table.Name, n, row, column)
			}
		}
		if r := table.Rows[row]; r.KeepWithNext != r.Header {
			t.Fatalf("%s: row %d may part from the header above it", table.Name, row)
		}
	}
	if last := len(table.Rows) - 1; last < 0 || table.Rows[last].Header {
		t.Fatalf("%s: a header rules nothing", table.Name)
	}
}

// TestGrids holds for any report on any form: the grids are whole, and every
// figure is printed once, in the order of the file.
func TestGrids(t *testing.T) {
	for _, e := range editions(t) {
		t.Run(e.File, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				r := reporttest.Balanced(t, e)
				doc, err := Build(r, Options{})
				if err != nil {
					t.Fatal(err)
				}
				grids := tables(doc)
				for _, p := range r.Parts {
					if p.Table == nil {
						continue
					}
					var want, got []string
					for _, ref := range p.Table.Refs() {
						want = append(want, cellText(p.Table.Cell(ref)))
					}
					for _, c := range grids[0].Cells {
						if c.Kind == Value {
							got = append(got, c.Text)
						}
					}
					if diff := cmp.Diff(want, got); diff != "" {
						t.Fatalf("%s: %s", p.Def.Key, diff)
					}
					checkGrid(t, grids[0])
					grids = grids[1:]
				}
			})
		})
	}
}

// sketch draws a grid, one line a row: a cell's text at its upper left corner,
// < where the cell to the left goes on and ^ where the one above does. The
// first column tells header rows (H) and those kept with the next (K).
func sketch(table Table) string {
	at := make([][]string, len(table.Rows))
	for i, r := range table.Rows {
		at[i] = make([]string, len(table.Columns))
		if r.Header {
			at[i][0] += "H"
		}
		if r.KeepWithNext {
			at[i][0] += "K"
		}
		at[i][0] += "\t"
	}
	for _, c := range table.Cells {
		for row := c.Row; row < c.Row+c.RowSpan; row++ {
			for column := c.Column; column < c.Column+c.ColumnSpan; column++ {
				switch {
				case column > c.Column:
					at[row][column] += "<"
				case row > c.Row:
					at[row][column] += "^"
				default:
					at[row][column] += map[Align]string{Left: "«"}[c.Align] + c.Text + map[bool]string{true: "↓"}[c.Vertical]
				}
			}
		}
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s %v\n", table.Name, table.Columns)
	for _, row := range at {
		b.WriteString(strings.Join(row, " | ") + "\n")
	}
	return b.String()
}

// TestOfficialForms compares the tables of both editions with drawings that
// were checked by eye against the notices. NIANBAO_UPDATE=1 rewrites them.
func TestOfficialForms(t *testing.T) {
	for _, e := range reporttest.Editions().All() {
		var got strings.Builder
		for _, table := range tables(build(t, report.New("", e))) {
			got.WriteString(sketch(table) + "\n")
		}
		golden := filepath.Join("testdata", e.ID+".golden")
		if os.Getenv("NIANBAO_UPDATE") != "" {
			if err := os.WriteFile(golden, []byte(got.String()), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got.String(), "\n")); diff != "" {
			t.Errorf("%s: %s", golden, diff)
		}
	}
}

func TestLabelsAndFigures(t *testing.T) {
	e := reporttest.Editions().ByID("2021")
	r := report.New("", e)
	p := r.Parts[2]
	rows := p.Def.Table.Rows
	r.Labels[p.Def.Key+"."+rows[0].Path] = given("1、本年新收申请 ")
	r.Labels[p.Def.Key+"."+rows[1].Path] = given("")
	report.SetCell(&p.Table.Cells[0][0], " 012 ", rows[0].Block.Leaves[0], reporttest.Words())
	report.SetCell(&p.Table.Cells[0][1], "/", rows[0].Block.Leaves[1], reporttest.Words())
	// What a sheet shows stands in a draft, and where nobody can tell a figure
	// there is no hole.
	p.Table.Cells[0][2] = report.Cell{State: report.Malformed, Shown: "#REF!"}
	p.Table.Cells[0][3] = report.Cell{State: report.Malformed}
	p.Table.Cells[0][4] = report.Cell{Given: true, Unknown: true}
	total := &p.Table.Cells[0][len(rows[0].Block.Leaves)-1]
	total.State, total.Value = report.Computed, decimal.NewFromInt(12)
	grid := tables(build(t, r))[1]
	var labels, figures []string
	for _, c := range grid.Cells {
		switch {
		case c.Kind == RowLabel && len(labels) < 2:
			labels = append(labels, c.Text)
		case c.Kind == Value && len(figures) < len(rows[0].Block.Leaves):
			figures = append(figures, c.Text)
		}
	}
	if want := []string{"1、本年新收申请", rows[1].Label}; !cmp.Equal(want, labels) {
		t.Errorf("labels %q", labels)
	}
	if want := []string{"012", "/", "#REF!", "？", "？", "", "12"}; !cmp.Equal(want, figures) {
		t.Errorf("figures %q", figures)
	}
}
