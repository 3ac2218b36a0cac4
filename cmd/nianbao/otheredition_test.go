package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// The figures of three kinds of row that the editions have otherwise: a row that
// only one has, one whose columns differ, and one that is a group in the other.
const (
	on2019 = `  规章: [1, 2, 3]
  规范性文件: [4, 5, 6]
  行政许可: [7, +8, 90]
  政府集中采购: [11, 94.52万元]
收到和处理政府信息公开申请情况:
  本年新收: [13, 0, 0, 0, 0, 0, 13]
  上年结转: [0, 0, 0, 0, 0, 0, 0]
  予以公开: [1, 0, 0, 0, 0, 0, 1]
  其他处理: [12, 0, 0, 0, 0, 0, 12]
  总计: [13, 0, 0, 0, 0, 0, 13]
  结转下年度: [0, 0, 0, 0, 0, 0, 0]
`
	on2021 = `  规章: [1, 2, 3]
  行政规范性文件: [4, 5, 6]
  行政许可: 90
  行政事业性收费: 18.36
收到和处理政府信息公开申请情况:
  本年新收: [13, 0, 0, 0, 0, 0, 13]
  上年结转: [0, 0, 0, 0, 0, 0, 0]
  予以公开: [1, 0, 0, 0, 0, 0, 1]
  其他处理:
    逾期不补正: [12, 0, 0, 0, 0, 0, 12]
  总计: [13, 0, 0, 0, 0, 0, 13]
  结转下年度: [0, 0, 0, 0, 0, 0, 0]
`
)

var listed = map[string][]string{
	on2019: {
		"规章：本年新制作数量 1，本年新公开数量 2，对外公开总数量 3",
		"规范性文件：本年新制作数量 4，本年新公开数量 5，对外公开总数量 6",
		"行政许可：上一年项目数量 7，本年增/减 +8，处理决定数量 90",
		"政府集中采购：采购项目数量 11，采购总金额 94.52万元",
		"其他处理：自然人 12，商业企业 0，科研机构 0，社会公益组织 0，法律服务机构 0，其他 0，总计 12",
	},
	on2021: {
		"规章：本年制发件数 1，本年废止件数 2，现行有效件数 3",
		"行政规范性文件：本年制发件数 4，本年废止件数 5，现行有效件数 6",
		"行政许可：本年处理决定数量 90",
		"行政事业性收费：本年收费金额（单位：万元） 18.36",
		"其他处理·逾期不补正：自然人 12，商业企业 0，科研机构 0，社会公益组织 0，法律服务机构 0，其他 0，总计 12",
	},
}

func reportOn(year, tables string) string {
	return "机关: {名称: 云岭市青河区水务局, 类型: 部门}\n年度: " + year + "\n总体情况: 工作平稳。\n主动公开政府信息情况:\n" + tables +
		"存在的主要问题及改进情况: 更新不够及时，已建立每月巡查的制度，由专人负责。\n其他需要报告的事项: 未收取信息处理费。\n"
}

// What a form has no place for is on the page, under the names of its own
// columns, and under no others; it is in the sums, and conversion keeps it. That
// holds for a table of either edition in a report of the other, from YAML and
// from a workbook.
func TestFiguresOfAnotherEdition(t *testing.T) {
	for _, c := range []struct{ tables, own, year string }{{on2019, "2020", "2024"}, {on2021, "2024", "2020"}, {on2021, "2024", "2019"}} {
		t.Chdir(t.TempDir())
		write(t, "own.yaml", reportOn(c.own, c.tables))
		write(t, "other.yaml", reportOn(c.year, c.tables))
		if code, out, err := run(t, "convert", "own.yaml", "own.xlsx"); code != 0 {
			t.Fatalf("convert: %d %s%s", code, out, err)
		}
		setYear(t, "own.xlsx", "other.xlsx", c.year)
		for _, input := range []string{"other.yaml", "other.xlsx"} {
			t.Run(c.year+filepath.Ext(input), func(t *testing.T) {
				_, findings, _ := run(t, "lint", input)
				if n := strings.Count(findings, "STR009"); n != 2 {
					t.Errorf("STR009 %d times in\n%s", n, findings)
				}
				if strings.Contains(findings, "BAL0") || strings.Contains(findings, "SRC0") {
					t.Errorf("the sums hold and all was read, but\n%s", findings)
				}
				column, _, _ := strings.Cut(strings.TrimPrefix(listed[c.tables][0], "规章："), " ")
				if want := "“规章”行“" + column + "”列为1"; !strings.Contains(findings, want) {
					t.Errorf("no %s in\n%s", want, findings)
				}
				if regexp.MustCompile(`xlsx:[0-9]`).MatchString(findings) {
					t.Errorf("a finding without a cell in\n%s", findings)
				}
				page := draft(t, input)
				for _, line := range listed[c.tables] {
					if !strings.Contains(page, "　　"+line+"\n") {
						t.Errorf("no %s on\n%s", line, page)
					}
				}
				for _, row := range regexp.MustCompile(`(?m)^\| *(?:规章|行政规范性文件|规范性文件|行政许可) *\|.*$`).FindAllString(page, -1) {
					if strings.ContainsAny(row, "0123456789") {
						t.Errorf("a figure under a header that is not its own: %s", row)
					}
				}
				// The report file carries them, there and back.
				for i, to := range []string{"a.json", "b.yaml", "c.json"} {
					from := []string{input, "a.json", "b.yaml"}[i]
					if code, out, err := run(t, "convert", from, to); code != 0 {
						t.Fatalf("convert %s: %d %s%s", from, code, out, err)
					}
				}
				if a, c := read(t, "a.json"), read(t, "c.json"); a != c {
					t.Errorf("there and back:\n%s\nis now\n%s", a, c)
				}
				if got := draft(t, "b.yaml"); got != page {
					t.Errorf("converted it prints\n%s\nnot\n%s", got, page)
				}
				// A workbook has no cells for them.
				if code, _, err := run(t, "convert", input, "d.xlsx"); code == 0 || !strings.Contains(err, "没有转换") {
					t.Errorf("convert to a workbook: %d %s", code, err)
				}
			})
		}
	}
}

// A group that was given as one row counts in the sums as any row does.
func TestGroupGivenAsOneRow(t *testing.T) {
	t.Chdir(t.TempDir())
	for tables, want := range map[string]string{
		strings.Replace(on2019, "其他处理: [12, 0, 0, 0, 0, 0, 12]", "其他处理: [11, 0, 0, 0, 0, 0, 11]", 1): "“（七）总计”为13，各项办理结果予以公开1＋其他处理11＝12，差1",
		strings.Replace(on2019, "其他处理: [12, 0, 0, 0, 0, 0, 12]", "其他处理: {自然人: 11, 其他: 0}", 1):        "“（七）总计”为13，各项办理结果予以公开1＋其他处理11＝12，差1",
		strings.Replace(on2019, "其他处理: [12, 0, 0, 0, 0, 0, 12]", "其他处理: [12, 0, 0, 0, 0, 1, 12]", 1): "",
	} {
		write(t, "a.yaml", reportOn("2024", tables))
		_, findings, _ := run(t, "lint", "a.yaml")
		if want != "" && !strings.Contains(findings, want) || strings.Contains(findings, "SRC") {
			t.Errorf("no %s in\n%s", want, findings)
		}
	}
	write(t, "a.yaml", reportOn("2024", strings.Replace(on2019, "  总计: [13, 0, 0, 0, 0, 0, 13]\n", "", 1)))
	if page := draft(t, "a.yaml"); !regexp.MustCompile(`（七）总计 +\| +13 +\|`).MatchString(page) {
		t.Errorf("the total that was left out is not 13 on\n%s", page)
	}
	write(t, "a.yaml", reportOn("2020", on2021))
	if page := draft(t, "a.yaml"); !regexp.MustCompile(`（六）其他处理 +\| +12 +\|`).MatchString(page) {
		t.Errorf("the row is not the sum of its group on\n%s", page)
	}
}

// Where the rows about it show that a row is on the report's own form, it stays.
func TestRowsOfTheOwnEditionStay(t *testing.T) {
	t.Chdir(t.TempDir())
	for tables, stays := range map[string]bool{
		"  规章: [1, 2, 3]\n  行政规范性文件: [4, 5, 6]\n  政府集中采购: [11, 94.52万元]\n": true,
		"  规章: [1, 2, 3]\n  行政许可: 3\n  行政处罚: 4\n  政府集中采购: [11, 94.52万元]\n": true,
		"  规章: [1, 2, 3]\n":                      true,
		"  规章: [1, 2, 3]\n  行政许可: [7, +8, 90]\n": false,
		"  规章: [1, 2, 3]\n  规范性文件: [4, 5, 6]\n  行政许可: 3\n  行政处罚: 4\n  行政强制: 4\n": false,
		"  规章: {本年制发件数: 1, 本年废止件数: 2, 现行有效件数: 3}\n  规范性文件: [4, 5, 6]\n":          true,
		"  规章: {本年新制作数量: 1, 本年新公开数量: 2, 对外公开总数量: 3}\n  行政规范性文件: [4, 5, 6]\n":     false,
	} {
		write(t, "a.yaml", reportOn("2024", tables))
		page := draft(t, "a.yaml")
		printed := regexp.MustCompile(`\| +规章 +\| +1 +\| +2 +\| +3 +\|`).MatchString(page)
		if printed != stays || strings.Contains(page, "规章：本年新制作数量 1") == stays {
			t.Errorf("stays %v, want %v:\n%s", printed, stays, tables)
		}
	}
	// An edition that is named decides where nothing else does.
	write(t, "a.yaml", "格式: 2019\n"+reportOn("2024", "  规章: [1, 2, 3]\n  行政许可: 3\n"))
	if page := draft(t, "a.yaml"); !strings.Contains(page, "规章：本年新制作数量 1") {
		t.Errorf("of a form of 2019:\n%s", page)
	}
}

func draft(t *testing.T, input string) string {
	t.Helper()
	if code, out, err := run(t, "render", "--draft", "--to", "txt", "-o", "out", input); code != 0 {
		t.Fatalf("render %s: %d %s%s", input, code, out, err)
	}
	return read(t, filepath.Join("out", strings.TrimSuffix(input, filepath.Ext(input))+".txt"))
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// setYear copies a workbook with another report year.
func setYear(t *testing.T, from, to, year string) {
	t.Helper()
	book, err := excelize.OpenFile(from)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	names := book.GetDefinedName()
	i := slices.IndexFunc(names, func(n excelize.DefinedName) bool { return strings.HasSuffix(n.Name, "_年度") })
	sheet, cell, _ := strings.Cut(names[i].RefersTo, "!")
	if err := book.SetCellStr(strings.Trim(sheet, "'"), strings.ReplaceAll(cell, "$", ""), year); err != nil {
		t.Fatal(err)
	}
	if err := book.SaveAs(to); err != nil {
		t.Fatal(err)
	}
}
