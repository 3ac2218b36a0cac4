package lint

import (
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"nianbao/internal/edition"
	"nianbao/internal/message"
	"nianbao/internal/report"
	"nianbao/internal/report/reporttest"
	"nianbao/internal/source"
)

// put writes a figure into a cell.
func put(t *report.Table, ref edition.Ref, value decimal.Decimal) {
	*t.Cell(ref) = report.Cell{}
	report.SetCell(t.Cell(ref), value.String(), t.Column(ref), reporttest.Words())
}

// balanced is the part of a report with a balance, that of the applications.
func balanced(r *report.Report) *report.Part {
	i := slices.IndexFunc(r.Parts, func(p *report.Part) bool { return p.Table != nil && len(p.Table.Def.Balances) > 0 })
	return r.Parts[i]
}

// Cases that were booked under another applicant, in any row and with the totals
// that follow, leave the columns off by as many, in opposite directions. The
// findings say so, name the row among those that can be wrong, and offer nothing.
func TestCasesUnderTheWrongApplicant(t *testing.T) {
	c := catalogue(t)
	l := New(c, Options{})
	for _, e := range reporttest.Editions().All() {
		t.Run(e.ID, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				r := reporttest.Balanced(t, e)
				table := balanced(r).Table
				row := rapid.SampledFrom(table.Def.Rows).Draw(t, "row")
				if row.HasRole(roleHandled) {
					t.Skip("its totals have a repair")
				}
				var columns []int
				for i := range row.Block.Leaves {
					if !sumsItsRow(table.Def, edition.Ref{Row: row.Index, Column: i}) {
						columns = append(columns, i)
					}
				}
				columns = rapid.Permutation(columns).Draw(t, "columns")[:rapid.IntRange(2, 3).Draw(t, "how many")]
				cases := int64(0)
				for _, col := range columns[1:] {
					n := int64(rapid.IntRange(1, 5).Draw(t, "cases"))
					cases += n
					rebook(table, row, col, n)
				}
				rebook(table, row, columns[0], -cases)
				if rapid.Bool().Draw(t, "totals left out") {
					leaveOut(r, func(ref edition.Ref) (bool, bool) { return true, false })
				}
				table.Recompute()
				if table.Cell(edition.Ref{Row: row.Index, Column: columns[0]}).Value.IsNegative() {
					t.Skip("more than there were")
				}
				found := arithmetic(l.Lint(r))
				if len(found) != len(columns) {
					t.Fatalf("%d findings: %+v", len(found), found)
				}
				for _, f := range found {
					message, advice := c.Message(&f, "zh"), c.Advice(&f, "zh")
					if f.Fix != nil || f.Form != formMisbooked || !strings.Contains(message, "的差相抵") ||
						!strings.Contains(advice, decimal.NewFromInt(cases).String()+"件") || !strings.Contains(advice, "“"+row.Name()+"”") {
						t.Fatalf("%s %s of row %s: %s %s %+v", f.Rule, f.At, row.Path, message, advice, f.Fix)
					}
					if strings.ContainsAny(message+advice+c.Message(&f, "en")+c.Advice(&f, "en"), "{}") {
						t.Fatalf("%s: %s %s", f.Rule, message, advice)
					}
				}
			})
		})
	}
}

// rebook books cases in a cell and in the totals of its column.
func rebook(t *report.Table, row *edition.Row, column int, n int64) {
	ref := edition.Ref{Row: row.Index, Column: column}
	for _, ref := range append(columnTotals(t, ref), ref) {
		put(t, ref, t.Cell(ref).Value.Add(decimal.NewFromInt(n)))
	}
}

// A table with cases booked under the wrong applicant: 自然人 has one too many
// on the right, 商业企业 one too few. Of the rows, 新收, 予以公开, 部分公开 and
// 结转下年度 have a 自然人.
const misbookedTable = `
年度: 2024
机关: {名称: 青河区水务局, 类型: 部门}
收到和处理政府信息公开申请情况:
  本年新收: [21, 3, 0, 0, 0, 0, 24]
  上年结转: [2, 0, 0, 0, 0, 0, 2]
  予以公开: [17, 1, 0, 0, 0, 0, 18]
  部分公开: [4, 1, 0, 0, 0, 0, 5]
  总计: [21, 2, 0, 0, 0, 0, 23]
  结转下年度: [3, 0, 0, 0, 0, 0, 3]
总体情况:
  依申请公开: |
    TEXT
`

// lintText lints the table with a text and other figures.
func lintText(t *testing.T, table, text string, replace ...string) (Result, *Catalogue) {
	t.Helper()
	data := strings.NewReplacer(append(replace, "TEXT", text)...).Replace(strings.TrimSpace(table))
	c := catalogue(t)
	r := source.Read("a.yaml", []byte(data), readingOptions())
	if len(r.Problems) > 0 {
		t.Fatalf("%+v", r.Problems)
	}
	return New(c, Options{}).Lint(r), c
}

// Rows are left out where the prose states their figures by applicant.
func TestRowsThatTheProseConfirms(t *testing.T) {
	const (
		result  = "（＋“（七）总计”）：“自然人”－1、“商业企业”＋1"
		carried = "“结转下年”：“自然人”－1、“商业企业”＋1"
		fresh   = "“新收”：“自然人”＋1、“商业企业”－1"
		both    = "“予以公开”、“部分公开”" + result
	)
	for text, want := range map[string]string{
		"依法办理。": strings.Join([]string{fresh, both, carried}, "；"),
		"全年新收政府信息公开申请24件，其中予以公开18件。":     strings.Join([]string{fresh, both, carried}, "；"),
		"全年新收政府信息公开申请24件，其中自然人21件。":      strings.Join([]string{both, carried}, "；"),
		"全年新收政府信息公开申请24件，其中商业企业3件。":      strings.Join([]string{both, carried}, "；"),
		"收到自然人提交的政府信息公开申请21件。":           strings.Join([]string{both, carried}, "；"),
		"结转下年度继续办理3件，均为自然人申请。":           strings.Join([]string{fresh, both}, "；"),
		"申请中予以公开18件，其中自然人17件、商业企业1件。":    strings.Join([]string{fresh, "“部分公开”" + result, carried}, "；"),
		"自然人提出的申请中，予以公开17件，部分公开4件。":      strings.Join([]string{fresh, carried}, "；"),
		"办结政府信息公开申请23件，其中自然人21件，商业企业2件。": strings.Join([]string{fresh, carried}, "；"),
		// What the text gives of the year before is of that year.
		"2023年新收政府信息公开申请22件，其中自然人21件。": strings.Join([]string{fresh, both, carried}, "；"),
	} {
		res, _ := lintText(t, misbookedTable, text)
		found := arithmetic(res)
		if len(found) != 2 {
			t.Errorf("%s: %+v", text, found)
		}
		for _, f := range found {
			if f.Fix != nil || message.Word(f.Args["rows"], "zh") != want {
				t.Errorf("%s: rows %q, want %q", text, message.Word(f.Args["rows"], "zh"), want)
			}
		}
	}
	res, c := lintText(t, misbookedTable, "新收政府信息公开申请24件，其中自然人21件。办结23件，其中自然人21件、商业企业2件。结转下年度3件，均为自然人申请。")
	for _, f := range arithmetic(res) {
		if f.Form != formScattered || f.Fix != nil || !strings.Contains(c.Advice(&f, "zh"), "不在同一行") {
			t.Errorf("every row is confirmed: %s %+v", f.Form, f.Args)
		}
	}
}

// Differences that cancel, and those that only seem to.
func TestCancellingDifferences(t *testing.T) {
	for _, tc := range []struct {
		name    string
		replace []string
		forms   string // of the findings of arithmetic, in order
		fix     bool
	}{
		{"one case", nil, "BAL001 misbooked, BAL001 misbooked", false},
		{"a total that did not follow", []string{"[21, 2, 0, 0, 0, 0, 23]", "[20, 3, 0, 0, 0, 0, 23]"}, "BAL002 misbooked, BAL002 misbooked", false},
		{"two applicants short", []string{"[17, 1, 0, 0, 0, 0, 18]", "[18, 0, 0, 0, 0, 0, 18]", "[21, 2, 0,", "[22, 1, 0,", "[21, 3, 0, 0, 0, 0, 24]", "[21, 2, 1, 0, 0, 0, 24]"}, "BAL001 misbooked, BAL001 misbooked, BAL001 misbooked", false},
		// The totals of one row are a repair of their own.
		{"only the totals are wrong", []string{"[17, 1, 0, 0, 0, 0, 18]", "[16, 2, 0, 0, 0, 0, 18]"}, "BAL001 , BAL002 blank, BAL001 , BAL002 blank", true},
		// An independent fault elsewhere changes nothing.
		{"another row is off", []string{"[4, 1, 0, 0, 0, 0, 5]", "[4, 1, 0, 0, 0, 0, 6]"}, "BAL003 , BAL001 misbooked, BAL001 misbooked, BAL002 blank", false},
		// Two wrong cells, each of which breaks its row, cancel by chance.
		{"two single cells", []string{"[21, 3, 0, 0, 0, 0, 24]", "[21, 4, 0, 0, 0, 0, 24]", "[2, 0, 0, 0, 0, 0, 2]", "[1, 0, 0, 0, 0, 0, 2]", "[21, 2, 0,", "[20, 3, 0,", "[17, 1,", "[16, 2,"}, "BAL003 , BAL003 , BAL001 , BAL001 ", false},
		{"differences that do not cancel", []string{"[21, 3, 0, 0, 0, 0, 24]", "[20, 3, 0, 0, 0, 0, 23]"}, "BAL001 , BAL001 , BAL001 ", false},
	} {
		res, _ := lintText(t, misbookedTable, "依法办理。", tc.replace...)
		var got []string
		for _, f := range arithmetic(res) {
			got = append(got, f.Rule+" "+f.Form)
			if (f.Fix != nil) != tc.fix {
				t.Errorf("%s: %s offers %+v", tc.name, f.Rule, f.Fix)
			}
		}
		if strings.Join(got, ", ") != tc.forms {
			t.Errorf("%s: got %q, want %q", tc.name, strings.Join(got, ", "), tc.forms)
		}
	}
}
