package lint

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"nianbao/internal/edition"
	"nianbao/internal/report"
	"nianbao/internal/report/reporttest"
)

// Whatever cells are wrong, a repair that is offered makes every sum hold and
// changes one cell with totals above it, or totals alone, those of one row: never
// two figures that do not depend on each other.
func TestRepairsChangeOneFigure(t *testing.T) {
	l := New(catalogue(t), Options{})
	for _, e := range reporttest.Editions().All() {
		t.Run(e.ID, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				r := reporttest.Balanced(t, e)
				table := balanced(r).Table
				if rapid.Bool().Draw(t, "leave totals out") {
					leaveOut(r, func(edition.Ref) (bool, bool) {
						return rapid.Bool().Draw(t, "drop"), rapid.Bool().Draw(t, "blank")
					})
				}
				wipe(t, table)
				for range rapid.IntRange(0, 4).Draw(t, "wrong cells") {
					ref := rapid.SampledFrom(table.Refs()).Draw(t, "cell")
					put(table, ref, decimal.NewFromInt(int64(rapid.IntRange(0, 9).Draw(t, "figure"))))
				}
				table.Recompute()
				for _, f := range arithmetic(l.Lint(r)) {
					if f.Fix != nil {
						checkRepair(t, table, f.Fix)
					}
				}
			})
		})
	}
}

// wipe sets some rows to 0, as in a table that is being filled in.
func wipe(t *rapid.T, table *report.Table) {
	if !rapid.Bool().Draw(t, "half filled in") {
		return
	}
	for i, row := range table.Cells {
		if rapid.Bool().Draw(t, "wipe") {
			for j := range row {
				put(table, edition.Ref{Row: i, Column: j}, decimal.Zero)
			}
		}
	}
}

func checkRepair(t *rapid.T, table *report.Table, fix *Fix) {
	after := table.Clone()
	var figures, totals []edition.Ref
	for _, ref := range table.Refs() {
		i := slices.IndexFunc(fix.Edits, func(e Edit) bool { return e.At == table.At(ref) })
		if i < 0 {
			continue
		}
		put(after, ref, decimal.RequireFromString(fix.Edits[i].To))
		if table.Def.IsTotal(ref) {
			totals = append(totals, ref)
		} else {
			figures = append(figures, ref)
		}
	}
	after.Compute()
	if wrong := brokenSums(after); len(wrong) > 0 {
		t.Fatalf("%+v leaves %s broken", fix.Edits, wrong[0].ID)
	}
	if fix.Safe || len(figures)+len(totals) != len(fix.Edits) || len(figures) > 1 {
		t.Fatalf("%+v changes independent figures", fix.Edits)
	}
	zero := 0
	for _, ref := range totals {
		above := slices.ContainsFunc(fix.Edits, func(e Edit) bool {
			return slices.ContainsFunc(table.Def.Equations, func(eq *edition.Equation) bool {
				return eq.Total && eq.Left[0] == ref && slices.ContainsFunc(eq.Right, func(p edition.Ref) bool { return table.At(p) == e.At })
			})
		})
		throughOmitted := table.HasComputed()
		if len(figures) > 0 && !above && !throughOmitted || len(figures) == 0 && ref.Row != totals[0].Row && !above && !throughOmitted {
			t.Fatalf("%+v: %s does not hang on another change", fix.Edits, table.At(ref))
		}
		if after.Cell(ref).Value.IsZero() {
			zero++
		}
	}
	if len(figures) == 0 && len(totals) > 2 && zero == len(totals) {
		t.Fatalf("%+v wipes a row", fix.Edits)
	}
}

// A table of which only some rows are filled in yet, the rest 0: what is missing
// is anybody's guess, and nothing that was typed is set to 0 for it.
func TestHalfFilledTables(t *testing.T) {
	rows := map[string]string{
		"本年新收": "3, 1, 0, 0, 0, 0, 4", "上年结转": "1, 0, 0, 0, 0, 0, 1",
		"予以公开": "2, 1, 0, 0, 0, 0, 3", "部分公开": "1, 0, 0, 0, 0, 0, 1", "总计": "3, 1, 0, 0, 0, 0, 4", "结转下年度": "1, 0, 0, 0, 0, 0, 1",
	}
	for _, filled := range [][]string{
		{"本年新收"}, {"本年新收", "上年结转"}, {"予以公开"}, {"予以公开", "部分公开"}, {"总计"}, {"结转下年度"},
		{"本年新收", "予以公开"}, {"本年新收", "上年结转", "予以公开"}, {"本年新收", "结转下年度"}, {"总计", "结转下年度"},
		{"本年新收", "上年结转", "予以公开", "部分公开"}, {"本年新收", "上年结转", "总计"},
	} {
		for _, slip := range []string{"", "4", "3"} { // a wrong total of the first row
			for _, rest := range []string{"[0, 0, 0, 0, 0, 0, 0]", "~", ""} {
				var table strings.Builder
				table.WriteString("年度: 2024\n机关: {名称: 青河区水务局, 类型: 部门}\n收到和处理政府信息公开申请情况:\n")
				for _, row := range []string{"本年新收", "上年结转", "予以公开", "部分公开", "总计", "结转下年度"} {
					cells := "[" + rows[row] + "]"
					if row == filled[0] && slip != "" {
						cells = cells[:len(cells)-2] + slip + "]"
					}
					if !slices.Contains(filled, row) {
						cells = rest
					}
					if cells != "" {
						fmt.Fprintf(&table, "  %s: %s\n", row, cells)
					}
				}
				res, _ := lintText(t, table.String(), "")
				for _, f := range arithmetic(res) {
					if f.Fix == nil {
						continue
					}
					wiped := 0
					for _, e := range f.Fix.Edits {
						if e.To == "0" {
							wiped++
						}
					}
					if wiped > 0 {
						t.Errorf("%v, rest %q, slip %q: %s offers %+v", filled, rest, slip, f.Rule, f.Fix.Edits)
					}
				}
			}
		}
	}
}

// 新收 and its total are one too many, which 上年结转, 结转下年度 and any result
// with its totals could make up for as well.
const ambiguousTable = `
年度: 2024
机关: {名称: 青河区水务局, 类型: 部门}
收到和处理政府信息公开申请情况:
  本年新收: [22, 3, 0, 0, 0, 0, 25]
  上年结转: [2, 0, 0, 0, 0, 0, 2]
  予以公开: [17, 3, 0, 0, 0, 0, 20]
  部分公开: [3, 0, 0, 0, 0, 0, 3]
  总计: [20, 3, 0, 0, 0, 0, 23]
  结转下年度: [3, 0, 0, 0, 0, 0, 3]
总体情况:
  依申请公开: |
    TEXT
`

// What the prose states decides between repairs that are equally good without
// it, and forbids one that it contradicts.
func TestRepairsAgreeWithTheProse(t *testing.T) {
	const received = "本年新收.自然人 21, 本年新收.总计 24"
	single := []string{"[22, 3, 0, 0, 0, 0, 25]", "[22, 3, 0, 0, 0, 0, 24]"} // 自然人 alone
	for _, tc := range []struct {
		text    string
		replace []string
		want    string
	}{
		{"依法办理。", nil, ""},
		{"全年新收政府信息公开申请24件。", nil, received},
		{"全年新收政府信息公开申请24件，上年结转2件，办结23件，结转下年度3件。", nil, received},
		{"全年新收政府信息公开申请25件。", nil, ""},
		{"全年新收政府信息公开申请25件，上年结转1件，结转下年度3件。", nil, "上年结转.自然人 1, 上年结转.总计 1"},
		{"全年新收政府信息公开申请25件，上年结转2件，办结23件。", nil, "结转下年度.自然人 4, 结转下年度.总计 4"},
		// The only cell that mends the table.
		{"依法办理。", single, "本年新收.自然人 21"},
		{"全年新收政府信息公开申请24件，其中自然人21件、商业企业3件。", single, "本年新收.自然人 21"},
		{"全年新收政府信息公开申请24件，其中自然人22件、商业企业2件。", single, ""},
		{"2023年新收政府信息公开申请24件，其中自然人22件、商业企业2件。", single, "本年新收.自然人 21"},
	} {
		res, _ := lintText(t, ambiguousTable, tc.text, tc.replace...)
		found := arithmetic(res)
		if len(found) == 0 {
			t.Fatal("no finding")
		}
		for _, f := range found {
			var got []string
			if f.Fix != nil {
				for _, e := range f.Fix.Edits {
					got = append(got, strings.TrimPrefix(e.At, "收到和处理政府信息公开申请情况.")+" "+e.To)
				}
			}
			if text := strings.Join(got, ", "); text != tc.want {
				t.Errorf("%s: %s offers %q, want %q", tc.text, f.Rule, text, tc.want)
			}
		}
	}
}
