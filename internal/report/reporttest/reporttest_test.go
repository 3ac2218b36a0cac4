package reporttest

import (
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"nianbao/internal/edition"
	"nianbao/internal/report"
)

// checkHolds fails where a cell is missing or an equation does not hold.
func checkHolds(t interface{ Fatalf(string, ...any) }, r *report.Report) {
	for _, p := range r.Parts {
		if !p.Given {
			t.Fatalf("%s is absent", p.At)
		}
		if p.Table == nil {
			continue
		}
		sum := func(refs []edition.Ref) decimal.Decimal {
			s := decimal.Zero
			for _, ref := range refs {
				s = s.Add(p.Table.Cell(ref).Value)
			}
			return s
		}
		for _, ref := range p.Table.Refs() {
			if c := p.Table.Cell(ref); !c.Given || c.State != report.Number || c.Form.Odd || c.Form.Note != "" {
				t.Fatalf("%s: %+v", p.Table.At(ref), c)
			}
		}
		for _, eq := range p.Table.Def.Equations {
			if l, r := sum(eq.Left), sum(eq.Right); !l.Equal(r) {
				t.Fatalf("%s %s: %s, not %s", p.Table.At(eq.Anchor), eq.ID, l, r)
			}
		}
	}
}

func TestBalanced(t *testing.T) {
	for _, e := range Editions().All() {
		t.Run(e.ID, rapid.MakeCheck(func(t *rapid.T) { checkHolds(t, Balanced(t, e)) }))
	}
}

func TestFilled(t *testing.T) {
	for _, e := range Editions().All() {
		r := Filled(e)
		checkHolds(t, r)
		if e.Agency(r.Agency.Type.Text) == nil || !e.Applies(r.YearNumber) {
			t.Errorf("%s: type %q, year %d", e.ID, r.Agency.Type.Text, r.YearNumber)
		}
		for _, text := range r.Texts() {
			if text.Empty() {
				t.Errorf("%s: %s is empty", e.ID, text.At)
			}
		}
	}
}
