package lint

import (
	"testing"

	"github.com/shopspring/decimal"

	"nianbao/internal/report/reporttest"
)

// A drawn table covers every place of its grid exactly once and shows every
// figure, in every edition.
func TestDrawnTablesCoverTheirGrid(t *testing.T) {
	for _, e := range reporttest.Editions().All() {
		r := reporttest.Filled(e)
		for _, p := range r.Parts {
			if p.Table == nil {
				continue
			}
			view := drawTable(r, p)
			taken := make([][]bool, len(view.Rows))
			for i := range taken {
				taken[i] = make([]bool, view.Columns)
			}
			figures := map[string]bool{}
			for i, row := range view.Rows {
				column := 0
				for _, c := range row {
					for column < view.Columns && taken[i][column] {
						column++
					}
					for y := i; y < i+c.RowSpan; y++ {
						for x := column; x < column+c.ColumnSpan; x++ {
							if y >= len(taken) || x >= view.Columns || taken[y][x] {
								t.Fatalf("%s %s: “%s” does not fit at row %d, column %d", e.ID, p.Def.Key, c.Text, y, x)
							}
							taken[y][x] = true
						}
					}
					if c.Kind == Figure {
						figures[c.At] = true
					}
				}
			}
			for i, row := range taken {
				for j, ok := range row {
					if !ok {
						t.Errorf("%s %s: nothing at row %d, column %d", e.ID, p.Def.Key, i, j)
					}
				}
			}
			for _, ref := range p.Table.Refs() {
				if !figures[p.Table.At(ref)] {
					t.Errorf("%s: %s is not drawn", e.ID, p.Table.At(ref))
				}
			}
		}
	}
}

// Parts come only when asked for, and a table only where a finding speaks of it.
func TestPartsAreDrawnOnDemand(t *testing.T) {
	r := reporttest.Filled(reporttest.Editions().Latest())
	if res := New(catalogue(t), Options{}).Lint(r); res.Parts != nil {
		t.Error("parts that nobody asked for")
	}
	broken := -1
	for i, p := range r.Parts {
		if p.Table != nil && len(p.Table.Def.Balances) > 0 {
			c := &p.Table.Cells[0][0]
			c.Value, broken = c.Value.Add(decimal.NewFromInt(1000)), i
		}
	}
	res := New(catalogue(t), Options{WithParts: true}).Lint(r)
	if len(res.Parts) != len(r.Parts) {
		t.Fatalf("%d parts", len(res.Parts))
	}
	for i, v := range res.Parts {
		if want := i == broken; (v.Table != nil) != want {
			t.Errorf("%s: drawn %t, want %t; findings %+v", v.Heading, v.Table != nil, want, res.Findings)
		}
	}
}
