package lint

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"nianbao/internal/report"
	"nianbao/internal/report/reporttest"
	"nianbao/internal/source"
	"nianbao/internal/workbook"
	"nianbao/lint/fragment"
	"nianbao/templates"
)

// typedIn makes a template for governments and writes texts down a column: a run
// of paragraphs for each key path, whatever stands below.
func typedIn(t *testing.T, into []byte, texts map[string][]string) *report.Report {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(into))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, d := range f.GetDefinedName() {
		for at, paragraphs := range texts {
			if d.Name != workbook.Name(at) {
				continue
			}
			sheet, cell, _ := strings.Cut(strings.ReplaceAll(strings.ReplaceAll(d.RefersTo, "$", ""), "'", ""), "!")
			_, row, err := excelize.CellNameToCoordinates(cell)
			if err != nil {
				t.Fatal(err)
			}
			for i, text := range paragraphs {
				if err := f.SetCellStr(sheet, workbook.CellAt(3, row+i), text); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return source.Read("a.xlsx", b.Bytes(), readingOptions())
}

func blankBook(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := templates.WorkbookTemplate(&b, reporttest.Editions().Latest(), templates.Options{Agency: "云岭市青河区水务局", Type: "部门", Year: 2024}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// A text that ran on into the next section is told where that says nothing of its
// own aspect; a section that is full above one that speaks of its own is not.
func TestTextsThatRanOn(t *testing.T) {
	c := catalogue(t)
	disclosed := slices.Repeat([]string{"全年在门户网站公布供水水质信息24条。", "开展节水宣传并公布用水指标。", "公布河道治理项目进展。"}, 20)
	applied := []string{"全年收到政府信息公开申请3件，均已按期答复。"}
	const first, second = "总体情况.主动公开", "总体情况.依申请公开"
	for name, tc := range map[string]struct {
		texts map[string][]string
		want  string
	}{
		"room":          {map[string][]string{first: disclosed[:9], second: applied}, ""},
		"all its rows":  {map[string][]string{first: disclosed[:12], second: applied}, ""},
		"closing row":   {map[string][]string{first: disclosed[:13], second: applied}, ""},
		"one too many":  {map[string][]string{first: disclosed[:14]}, second},
		"many":          {map[string][]string{first: disclosed[:25]}, second},
		"over two":      {map[string][]string{first: disclosed[:38]}, second + " 总体情况.政府信息管理"},
		"apart, silent": {map[string][]string{first: disclosed[:9], second: disclosed[:2]}, ""},
		"lead":          {map[string][]string{"总体情况.概述": slices.Repeat([]string{"全年各项工作平稳有序。"}, 15)}, first},
	} {
		var got []string
		for _, f := range New(c, Options{}).Lint(typedIn(t, blankBook(t), tc.texts)).Findings {
			if f.Rule != "STR004" || f.Form != "overflow" {
				continue
			}
			got = append(got, f.At)
			said := c.Message(&f, "zh")
			if _, cell, _ := f.Pos.Cell(); !strings.Contains(said, cell) || len(f.Related) != 1 || !strings.Contains(said, f.Related[0].Pos.Short("zh")) {
				t.Errorf("%s: %s, at %s", name, said, cell)
			}
		}
		if all := strings.Join(got, " "); all != tc.want {
			t.Errorf("%s: %s, want %s", name, all, tc.want)
		}
	}
}

// Text that has no place of its own in part five and ran on from the problems is
// no improvement.
func TestProblemsThatRanOnAreNoImprovements(t *testing.T) {
	const problems, improvements = "存在的主要问题及改进情况.问题", "存在的主要问题及改进情况.改进"
	said := slices.Repeat([]string{"部分信息更新不够及时，个别栏目内容偏少。"}, 15)
	for n, want := range map[int]int{9: 0, 15: 1} {
		texts := map[string][]string{problems: said[:n]}
		if n == 9 {
			texts[improvements] = []string{"逐条整理台账并明确责任人员。"}
		}
		r := typedIn(t, blankBook(t), texts)
		got := 0
		for _, f := range only(New(catalogue(t), Options{}).Lint(r).Findings, "STR011") {
			if f.Form == "no-improvements" {
				got++
			}
		}
		if got != want {
			t.Errorf("%d paragraphs: %d findings, want %d", n, got, want)
		}
	}
}

// A short part five that names a problem and an improvement is not too short.
func TestShortPartFive(t *testing.T) {
	for text, want := range map[string]string{
		"存在公开不及时问题，下一步将加强培训。": "", "解读形式单一，今后增加图解。": "",
		"无。": "short", "有问题，将改进。": "short", "存在不足。": "short", "栏目更新不够及时。": "short",
		"下一步将加强培训。": "short", "不存在问题，无改进措施。": "short",
	} {
		r := typedIn(t, blankBook(t), map[string][]string{"存在的主要问题及改进情况": {text}})
		got := ""
		for _, f := range only(New(catalogue(t), Options{}).Lint(r).Findings, "STR011") {
			got = f.Form
		}
		if got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

// A heading with nothing under it is printed, and told; one that is a sentence
// says what there is to say, and one of the form's is not printed.
func TestHeadingsWithoutText(t *testing.T) {
	c := catalogue(t)
	for text, want := range map[string]int{
		"{其他小节: [{标题: 政务公开培训}]}":                           1,
		"{其他小节: [{标题: 政务公开培训, 正文: ''}]}":                   1,
		"{其他小节: [{标题: （六）政务公开培训, 正文: 政务公开培训}]}":            1,
		"{其他小节: [{标题: 政务公开培训, 正文: 举办培训2期。}]}":              0,
		"{其他小节: [{标题: 全年没有需要追究责任的情形。}]}":                   0,
		"{其他小节: [{标题: 培训}, {标题: 宣传}]}":                     2,
		"{依申请公开: {标题: 依申请公开更加透明}}":                         1,
		"{依申请公开: {标题: 依申请公开更加透明, 正文: 全年未收到政府信息公开申请。}}":     0,
		"{依申请公开: {标题: 依申请公开}}":                             0,
		"{依申请公开: {标题: 办理更加规范}}":                            1,
		"{依申请公开: {标题: （二）依申请公开, 正文: ''}}":                  0,
		"{依申请公开: {标题: '', 正文: 全年未收到政府信息公开申请。}}":            0,
		"{依申请公开: {标题: 依申请公开更加透明, 正文: [依申请公开更加透明, 新收0件。]}}": 0,
	} {
		r, err := fragment.Read("总体情况: "+text, readingOptions())
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range []*report.Report{r, source.Read("a.xlsx", workbookOf(t, r), readingOptions())} {
			got := 0
			for _, f := range only(New(c, Options{}).Lint(r).Findings, "STR005") {
				if f.Form == "section" {
					got++
				}
			}
			if got != want {
				t.Errorf("%s %s: %d, want %d", r.Path, text, got, want)
			}
		}
	}
}

// A part that was put whole into its opening, headings and all, while its
// sections are empty, is told; one that has no sections is an undivided part.
func TestWholePartInItsOpening(t *testing.T) {
	c := catalogue(t)
	const all = "[全年工作平稳。, （一）主动公开情况, 公开信息12条。, （二）依申请公开, 未收到申请。, （三）政府信息管理。公文注明属性。, （四）平台建设, 网站更新。, （五）监督保障, 举办培训。]"
	const empty = ", 主动公开: '', 依申请公开: '', 政府信息管理: '', 平台建设: '', 监督保障: ''}"
	absent := strings.ReplaceAll(empty, "''", "!absent ''")
	for text, want := range map[string]int{
		"{概述: " + all + empty:  1,
		"{概述: " + all + absent: 0,
		"{概述: [全年工作平稳。, （一）主动公开, 公开信息12条。]" + empty:            0, // one heading is none
		"{概述: [工作如下。, （一）抓好学习, 学习条例。, （二）抓好落实, 落实条例。]" + empty: 0, // the author's own
		"{概述: [一是主动公开, 公开信息。, 二是依申请公开, 未收到。]" + empty:          0,
		"{概述: [（二）依申请公开, 未收到。, （一）主动公开, 公开信息。]" + empty:        0, // no order
	} {
		r, err := fragment.Read("总体情况: "+text, readingOptions())
		if err != nil {
			t.Fatal(err)
		}
		got := 0
		for _, f := range only(New(c, Options{}).Lint(r).Findings, "STR015") {
			if f.Form == "divide" {
				got++
			}
		}
		if got != want {
			t.Errorf("%s: %d, want %d", text, got, want)
		}
	}
}
