package lint

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"nianbao/internal/edition"
	"nianbao/internal/report"
	"nianbao/internal/report/reporttest"
)

// A balanced report has no arithmetic finding. One changed cell gives exactly
// the sums that it is part of, each once, names that cell in each, and, where
// the cell is the only one that mends them all, offers its old figure.
func TestOneChangedCell(t *testing.T) {
	l := New(catalogue(t), Options{})
	words := reporttest.Words()
	for _, e := range reporttest.Editions().All() {
		t.Run(e.ID, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				r := reporttest.Balanced(t, e)
				if got := arithmetic(l.Lint(r)); len(got) != 0 {
					t.Fatalf("balanced report: %+v", got)
				}
				part := rapid.SampledFrom(tablesWithSums(r)).Draw(t, "part")
				ref := rapid.SampledFrom(part.Table.Refs()).Draw(t, "cell")
				cell := part.Table.Cell(ref)
				was := cell.Value
				now := was.Add(decimal.NewFromInt(int64(rapid.IntRange(1, 50).Draw(t, "by"))))
				if was.IsPositive() && rapid.Bool().Draw(t, "lower") {
					now = was.Sub(decimal.NewFromInt(int64(rapid.IntRange(1, int(was.IntPart())).Draw(t, "less"))))
				}
				*cell = report.Cell{}
				report.SetCell(cell, now.String(), part.Table.Column(ref), words)

				want := map[string]int{}
				for _, eq := range part.Table.Def.Equations {
					if slices.Contains(eq.Left, ref) || slices.Contains(eq.Right, ref) {
						want[fmt.Sprint(eq.ID, eq.Anchor)]++
					}
				}
				at := part.Table.At(ref)
				found := arithmetic(l.Lint(r))
				if len(found) != len(want) {
					t.Fatalf("%s %s→%s: %d findings, want %d: %+v", at, was, now, len(found), len(want), found)
				}
				diff := now.Sub(was).Abs().String()
				for _, f := range found {
					named := f.At == at || slices.ContainsFunc(f.Related, func(p report.Related) bool { return p.At == at })
					if !named || f.Sum.Difference != diff {
						t.Fatalf("%s at %s does not name %s or differs by %s, not %s", f.Rule, f.At, at, f.Sum.Difference, diff)
					}
					if len(part.Table.Def.Balances) == 0 {
						if f.Fix != nil {
							t.Fatalf("%s offers one of five equally good repairs", f.Rule)
						}
						continue
					}
					if f.Fix == nil || f.Fix.Safe || len(f.Fix.Edits) != 1 || f.Fix.Edits[0] != (Edit{At: at, To: was.String()}) {
						t.Fatalf("%s at %s: repair %+v, want %s → %s", f.Rule, f.At, f.Fix, at, was)
					}
				}
			})
		})
	}
}

func arithmetic(res Result) []Finding {
	return slices.DeleteFunc(res.Findings, func(f Finding) bool { return f.Sum == nil })
}

func tablesWithSums(r *report.Report) []*report.Part {
	return slices.DeleteFunc(slices.Clone(r.Parts), func(p *report.Part) bool {
		return p.Table == nil || len(p.Table.Def.Equations) == 0
	})
}

// lucheng is the published table whose （七）总计 was 0 above results of 3.
func lucheng(t testing.TB) *report.Report {
	e := reporttest.Editions().ByID("2021")
	r := report.New("lucheng", e)
	p := r.Part("收到和处理政府信息公开申请情况")
	p.Given = true
	rows := map[string]int{"本年新收": 3, "不予公开.属于行政执法案卷": 1, "无法提供.本机关不掌握相关政府信息": 2}
	for i, row := range p.Table.Def.Rows {
		for j, col := range row.Block.Leaves {
			n := 0
			if j == 0 || col.HasRole("total") {
				n = rows[row.Path]
			}
			report.SetCell(&p.Table.Cells[i][j], strconv.Itoa(n), col, reporttest.Words())
		}
	}
	p.Table.Compute()
	return r
}

func TestTwoCellsOfOneRow(t *testing.T) {
	found := arithmetic(New(catalogue(t), Options{}).Lint(lucheng(t)))
	const row = "收到和处理政府信息公开申请情况.总计."
	if len(found) != 4 {
		t.Fatalf("got %d findings", len(found))
	}
	for _, f := range found {
		if f.Fix == nil || !slices.Equal(f.Fix.Edits, []Edit{{At: row + "自然人", To: "3"}, {At: row + "总计", To: "3"}}) {
			t.Errorf("%s at %s: repair %+v", f.Rule, f.At, f.Fix)
		}
		if f.Rule == "BAL003" || f.Rule == "BAL004" {
			t.Errorf("%s fired", f.Rule)
		}
	}
}

// Blank and odd cells: what counts in a sum, what suspends it, what is a blank
// total.
func TestCellsInSums(t *testing.T) {
	const row = "本年新收"
	for _, tc := range []struct {
		name  string
		cells []string // nil element: left out
		rules []string
	}{
		{"totals only", []string{"", "", "", "", "", "", "3"}, nil},
		{"blank counts as zero", []string{"2", "", "0", "0", "0", "0", "3"}, []string{"BAL003"}},
		{"placeholder counts as zero", []string{"2", "/", "0", "0", "0", "0", "3"}, []string{"BAL003"}},
		{"blank that is harmless", []string{"3", "", "0", "0", "0", "0", "3"}, nil},
		{"malformed suspends", []string{"若干", "0", "0", "0", "0", "0", "3"}, nil},
		{"unit counts", []string{"2件", "0", "0", "0", "0", "0", "3"}, []string{"BAL003"}},
		{"odd digits count", []string{"３", "0", "0", "0", "0", "0", "3"}, nil},
		{"blank total", []string{"3", "0", "0", "0", "0", "0", ""}, []string{"BAL005"}},
		{"blank row", []string{"", "", "", "", "", "", ""}, nil},
		{"placeholder total", []string{"3", "0", "0", "0", "0", "0", "—"}, []string{"BAL003"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			e := reporttest.Editions().ByID("2021")
			r := report.New("x", e)
			p := r.Part("收到和处理政府信息公开申请情况")
			p.Given = true
			def := p.Table.Def.Row(row)
			for j, raw := range tc.cells {
				report.SetCell(&p.Table.Cells[def.Index][j], raw, def.Block.Leaves[j], reporttest.Words())
			}
			p.Table.Compute()
			var got []string
			for _, f := range New(catalogue(t), Options{}).Lint(r).Findings {
				if f.Rule[:3] == "BAL" {
					got = append(got, f.Rule)
				}
			}
			if !slices.Equal(got, tc.rules) {
				t.Errorf("got %v, want %v", got, tc.rules)
			}
		})
	}
}

// A row that is one number gives its total only: what the columns of a left-out
// total come to is then unknown, and not the sum of the other rows.
func TestRowsThatAreTotals(t *testing.T) {
	zero := []string{"0", "0", "0", "0", "0", "0", "0"}
	lump := func(n string) []string { return []string{"", "", "", "", "", "", n} }
	for _, tc := range []struct {
		name  string
		rows  map[string][]string // nil: left out; every other row is zero
		rules []string
	}{
		{"every figure is a total", map[string][]string{"本年新收": lump("3"), "予以公开": lump("3"), "总计": lump("3")}, nil},
		{"which do not agree", map[string][]string{"本年新收": lump("3"), "予以公开": lump("2"), "总计": lump("3")}, []string{"BAL002"}},
		{"the total left out", map[string][]string{"本年新收": {"3", "0", "0", "0", "0", "0", "3"}, "予以公开": lump("3"), "总计": nil}, nil},
		{"the total left out, unbalanced", map[string][]string{"本年新收": {"4", "0", "0", "0", "0", "0", "4"}, "予以公开": lump("3"), "总计": nil}, []string{"BAL001"}},
		{"a total of zero is divided", map[string][]string{"本年新收": {"3", "0", "0", "0", "0", "0", "3"}, "予以公开": lump("0"), "部分公开": {"2", "0", "0", "0", "0", "0", "2"}, "总计": nil}, []string{"BAL001", "BAL001"}},
	} {
		r := report.New("x", reporttest.Editions().ByID("2021"))
		p := r.Part("收到和处理政府信息公开申请情况")
		p.Given = true
		for i, row := range p.Table.Def.Rows {
			cells, known := tc.rows[row.Path]
			if !known {
				cells = zero
			}
			for j, raw := range cells {
				if raw != "" {
					report.SetCell(&p.Table.Cells[i][j], raw, row.Block.Leaves[j], reporttest.Words())
				}
			}
		}
		p.Table.Compute()
		var got []string
		for _, f := range arithmetic(New(catalogue(t), Options{}).Lint(r)) {
			got = append(got, f.Rule)
		}
		if !slices.Equal(got, tc.rules) {
			t.Errorf("%s: got %v, want %v", tc.name, got, tc.rules)
		}
	}
}

// A mark such as / is no blank cell, and no message calls it one.
func TestMarksAreNotCalledBlank(t *testing.T) {
	r := lucheng(t)
	p := r.Part("收到和处理政府信息公开申请情况")
	for j := range p.Table.Cells[p.Table.Def.Row("总计").Index] {
		ref := edition.Ref{Row: p.Table.Def.Row("总计").Index, Column: j}
		*p.Table.Cell(ref) = report.Cell{}
		report.SetCell(p.Table.Cell(ref), "/", p.Table.Column(ref), reporttest.Words())
	}
	c := catalogue(t)
	found := arithmetic(New(c, Options{}).Lint(r))
	if len(found) == 0 {
		t.Fatal("no finding")
	}
	for _, f := range found {
		if text := c.Message(&f, "zh"); strings.Contains(text, "空白") || !strings.Contains(text, "办结没有数字，按0计") {
			t.Errorf("%s: %s", f.Rule, text)
		}
	}
}
