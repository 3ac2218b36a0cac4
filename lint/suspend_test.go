package lint

import (
	"archive/zip"
	"bytes"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"nianbao/internal/edition"
	"nianbao/internal/report"
	"nianbao/internal/report/reporttest"
	"nianbao/internal/source"
	"nianbao/internal/workbook"
)

// leaveOut takes the totals away that choose names: left out, or typed blank.
func leaveOut(r *report.Report, choose func(ref edition.Ref) (drop, blank bool)) {
	for _, p := range tablesWithSums(r) {
		for _, ref := range p.Table.Refs() {
			if !p.Table.Def.IsTotal(ref) {
				continue
			}
			if drop, blank := choose(ref); drop {
				*p.Table.Cell(ref) = report.Cell{Given: blank}
			}
		}
	}
}

// A balanced report in which one cell is no figure has no finding of arithmetic
// on either side of it, whichever totals are typed, blank or left out, and no
// total is computed as if the cell were nothing.
func TestNoFigureSuspendsItsSums(t *testing.T) {
	l := New(catalogue(t), Options{})
	words := reporttest.Words()
	for _, e := range reporttest.Editions().All() {
		t.Run(e.ID, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				r := reporttest.Balanced(t, e)
				part := rapid.SampledFrom(tablesWithSums(r)).Draw(t, "part")
				was := map[edition.Ref]decimal.Decimal{}
				for _, ref := range part.Table.Refs() {
					was[ref] = part.Table.Cell(ref).Value
				}
				leaveOut(r, func(edition.Ref) (bool, bool) {
					return rapid.Bool().Draw(t, "drop"), rapid.Bool().Draw(t, "blank")
				})
				ref := rapid.SampledFrom(part.Table.Refs()).Draw(t, "cell")
				*part.Table.Cell(ref) = report.Cell{}
				report.SetCell(part.Table.Cell(ref), "若干", part.Table.Column(ref), words)
				for _, p := range tablesWithSums(r) {
					p.Table.Recompute()
				}
				for _, f := range l.Lint(r).Findings {
					if f.Sum != nil || f.Rule == "VAL010" || f.Rule == "VAL011" || strings.HasPrefix(f.Rule, "TXT") {
						t.Fatalf("%s at %s: %+v", f.Rule, f.At, f.Args)
					}
				}
				for _, ref := range part.Table.Refs() {
					if c := part.Table.Cell(ref); c.HasValue() && !c.Value.Equal(was[ref]) {
						t.Fatalf("%s computed as %s, was %s", part.Table.At(ref), c.Value, was[ref])
					}
				}
			})
		})
	}
}

// The same of a workbook, where totals are formulas: an error value is one
// finding, and the totals that follow it none.
func TestErrorValueSuspendsItsSums(t *testing.T) {
	const row = "收到和处理政府信息公开申请情况."
	for _, cell := range []string{"本年新收.自然人", "予以公开.商业企业", "不予处理.重复申请.其他", "结转下年度.自然人"} {
		r := reporttest.Filled(reporttest.Editions().Latest())
		leaveOut(r, func(edition.Ref) (bool, bool) { return true, false })
		for _, p := range tablesWithSums(r) {
			p.Table.Recompute()
		}
		onlyErrorValue(t, r, row+cell)
	}
}

// Nothing else is said of a field that holds an error value, neither at its cell
// nor where the field is held against another.
func TestErrorValueOfFieldIsOneFinding(t *testing.T) {
	r := reporttest.Filled(reporttest.Editions().Latest())
	for _, at := range []string{"机关.名称", "机关.类型", "年度", "格式", "标题", "导语", "落款.机关", "落款.日期", "发布日期", "主动公开政府信息情况.行政许可"} {
		onlyErrorValue(t, r, at)
	}
}

// onlyErrorValue checks that an error value in a cell of a report without faults
// is the one finding of its workbook.
func onlyErrorValue(t *testing.T, r *report.Report, at string) {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(workbookOf(t, r)))
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range f.GetDefinedName() {
		if d.Name != workbook.Name(at) {
			continue
		}
		sheet, cell, _ := strings.Cut(strings.ReplaceAll(d.RefersTo, "$", ""), "!")
		sheet = strings.Trim(sheet, "'")
		if err := f.SetCellValue(sheet, cell, nil); err != nil {
			t.Fatal(err)
		}
		if err := f.SetCellFormula(sheet, cell, "#REF!+1"); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	if _, err := f.WriteTo(&out); err != nil {
		t.Fatal(err)
	}
	c := catalogue(t)
	for what, data := range map[string][]byte{"not calculated": out.Bytes(), "error value": calculated(t, out.Bytes(), "#REF!+1", "#REF!")} {
		res := New(c, Options{}).Lint(source.Read("a.xlsx", data, readingOptions()))
		if len(res.Findings) == 1 && res.Findings[0].Rule == "SRC007" && res.Findings[0].Severity == Error {
			continue
		}
		t.Errorf("%s, %s: %d findings", at, what, len(res.Findings))
		for i := range res.Findings {
			t.Logf("%s %s", res.Findings[i].Rule, c.Message(&res.Findings[i], "zh"))
		}
	}
}

// calculated gives the formula of a workbook the value that a spreadsheet program
// stores beside it, which the library cannot write.
func calculated(t *testing.T, book []byte, formula, value string) []byte {
	t.Helper()
	in, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, part := range in.File {
		r, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		data = regexp.MustCompile(`(<c [^>]*?)( t="\w+")?><f>`+regexp.QuoteMeta(formula)+`</f>(<v></v>|<v/>)?`).
			ReplaceAll(data, []byte(`$1 t="e"><f>`+formula+`</f><v>`+value+`</v>`))
		p, err := w.Create(part.Name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := p.Write(data); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// Last year's and the prose's figures are not held against a total that nobody
// can tell, nor is a share of it taken.
func TestUnknownTotalsInOtherRules(t *testing.T) {
	const rows = `
收到和处理政府信息公开申请情况:
  本年新收: [20, 0, 0, 0, 0, 0]
  上年结转: [若干, 1, 0, 0, 0, 0]
  予以公开: [2, 0, 0, 0, 0, 0]
  其他处理:
    逾期不补正: [一些, 9, 0, 0, 0, 0, 90]
    逾期未缴费: [0, 0, 0, 0, 0, 0, 9]
    其他: [0, 0, 0, 0, 0, 0, 0]
  总计: [~, 9, 0, 0, 0, 0, 101]
  结转下年度: [0, 0, 0, 0, 0, 0]
总体情况:
  依申请公开: |
    全年新收政府信息公开申请20件，上年结转7件，其中自然人6件，办结申请101件，全部办结。
主动公开政府信息情况:
  行政规范性文件: [约5, 0, 3]
`
	read := func(year int) *report.Report {
		data := "年度: " + itoa(year) + "\n机关: {名称: 青河区水务局, 类型: 部门}\n" + strings.TrimSpace(rows)
		return source.Read("a.yaml", []byte(data), readingOptions())
	}
	for _, f := range New(catalogue(t), Options{}).LintAgainst(read(2024), read(2023)).Findings {
		if f.Rule == "YOY001" && strings.HasSuffix(f.At, "商业企业") {
			continue // 1 and 0, which are both told
		}
		switch f.Rule {
		case "YOY001", "YOY002", "YOY003", "TXT001", "TXT002", "TXT003", "VAL010":
			t.Errorf("%s at %s: %+v", f.Rule, f.At, f.Args)
		case "BAL001", "BAL002", "BAL003", "BAL005":
			if strings.Contains(f.At, "自然人") || strings.Contains(f.At, "上年结转") {
				t.Errorf("%s at %s: %+v", f.Rule, f.At, f.Args)
			}
		}
	}
}
