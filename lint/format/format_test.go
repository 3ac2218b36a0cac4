package format

import (
	"bytes"
	"errors"
	"html/template"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"nianbao/internal/edition"
	"nianbao/internal/message"
	"nianbao/internal/report"
	"nianbao/lint"
)

func catalogue(t testing.TB) *lint.Catalogue {
	t.Helper()
	data, err := os.ReadFile("testdata/catalogue.yaml")
	if err != nil {
		t.Fatal(err)
	}
	c, err := lint.LoadCatalogue(fstest.MapFS{"national/catalogue.yaml": {Data: data}})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

const part3 = "收到和处理政府信息公开申请情况"

func cell(row, column string) string { return part3 + "." + row + "." + column }

// stretch is where a text stands in a line.
func stretch(line int, in, text string) report.Place {
	before, _, found := strings.Cut(in, text)
	if !found {
		panic(text + " is not in " + in)
	}
	from := utf8.RuneCountInString(before) + 1
	return on(line, from, from+utf8.RuneCountInString(text))
}

func on(line, column, endColumn int) report.Place {
	return report.OnLine(line, column, endColumn)
}

// results is the fixed run that the goldens show: a file with findings of every
// kind, hostile texts among them, a workbook, a file that cannot be read and a
// clean one.
func results() []lint.Result {
	const broken = "乙 区/报告,1:50%.yaml"
	term := func(name, value, row string, pos report.Place) lint.Term {
		return lint.Term{Name: name, Raw: value, Value: value, Place: report.Related{At: cell(row, "自然人"), Pos: pos, Note: value}}
	}
	received, carried, left := term("新收", "3", "本年新收", on(24, 9, 10)), term("结转", "0", "上年结转", on(25, 9, 10)), term("结转下年", "0", "结转下年度", on(32, 9, 10))
	const totals = "  （七）总计:                             [     0,        0,        0,            0,            0,    0,    0]"
	total := term("办结", "0", "总计", stretch(31, totals, "0"))
	balance := lint.Finding{
		Rule: "BAL001", Severity: lint.Error, Path: broken, Pos: total.Place.Pos, At: cell("总计", "自然人"),
		Args: message.Args{"part": edition.Ordinal(3), "line": "自然人", "left": message.Text{ZH: "新收3＋结转0＝3", EN: "新收 3 + 结转 0 = 3"}, "right": message.Text{ZH: "办结0＋结转下年0＝0", EN: "办结 0 + 结转下年 0 = 0"}, "difference": "3"},
		Sum: &lint.Sum{Left: "3", Right: "0", Difference: "3",
			LeftTerms: []lint.Term{received, carried}, RightTerms: []lint.Term{total, left}},
		Related: []report.Related{received.Place, carried.Place, left.Place},
		Basis:   "国办公开办函〔2021〕30号 表三",
		Fix: &lint.Fix{Args: message.Args{"row": "（七）总计", "cells": message.Text{ZH: "“自然人”列为3", EN: "3 in column “自然人”"}},
			Edits: []lint.Edit{{At: cell("总计", "自然人"), To: "3"}}},
		Excerpt: totals,
	}
	twice := lint.Finding{
		Rule: "SRC002", Severity: lint.Error, Path: broken, Pos: on(12, 1, 3), At: "年度",
		Args: message.Args{"key": "年度", "first": "3"}, Basis: "报告文件格式第1版", Excerpt: "年度: 2024",
		Related: []report.Related{{At: "年度", Pos: on(3, 1, 3), Note: "年度"}},
	}
	remains := lint.Finding{
		Rule: "STR014", Severity: lint.Warning, Path: broken, At: "总体情况.概述",
		Args: message.Args{"text": "𠮷“x”<script>alert('1')</script>]]>\x1b[31m\x00\r\n::error::{0}[点此](1)"}, Basis: "国办公开办函〔2021〕30号",
		Excerpt: "    “𠮷”——全年公开……𠮷𠮷<script>\x1b[31m共\u202e3条，字数很多很多，" + strings.Repeat("一二三四五六七八九十", 8),
	}
	remains.Pos = stretch(8, remains.Excerpt, "𠮷𠮷<script>\x1b[31m共\u202e3条")
	lines := remains
	lines.Pos = report.Span(9, 5, 11, 3)
	lines.Args, lines.Excerpt = message.Args{"text": "图解"}, "    图解"
	again := lines
	again.Pos = report.OnLine(14, 5, 7)
	wide := lint.Finding{
		Rule: "VAL007", Severity: lint.Note, Path: broken, Pos: stretch(25, "  上年结转: [0, 0, 0, １２]", "１２"), At: cell("上年结转", "总计"),
		Args: message.Args{"cell": message.Text{ZH: "“上年结转”行“总计”列", EN: "row “上年结转”, column “总计”"}, "raw": "１２", "plain": "12"}, Basis: "报告文件格式第1版",
		Fix:     &lint.Fix{Safe: true, Args: message.Args{"plain": "12"}, Edits: []lint.Edit{{At: cell("上年结转", "总计"), To: "12"}}},
		Excerpt: "  上年结转: [0, 0, 0, １２]",
	}
	// A finding against last year's report, and one that is waived.
	repeated := lint.Finding{
		Rule: "STR014", Severity: lint.Warning, Path: broken, Pos: on(16, 5, 9), At: "总体情况.监督保障", Excerpt: "    定期检查",
		Args: message.Args{"text": "定期检查"}, Basis: "国办公开办函〔2021〕30号",
		Related: []report.Related{{Path: "上年/乙区.yaml", At: "总体情况.监督保障", Pos: on(12, 5, 9)}, {At: part3, Pos: on(20, 1, 3)}},
	}
	waived := lint.Finding{
		Rule: "BAL001", Severity: lint.Error, Path: broken, Pos: on(25, 9, 10), At: cell("上年结转", "自然人"),
		Args:  message.Args{"part": edition.Ordinal(3), "line": "自然人", "left": message.Text{ZH: "新收3", EN: "新收 3"}, "right": message.Text{ZH: "办结4", EN: "办结 4"}, "difference": "1"},
		Basis: "国办公开办函〔2021〕30号 表三", Excerpt: "  上年结转: [0, 0, 0, １２]",
		Sum: &lint.Sum{Left: "3", Right: "4", Difference: "1", LeftTerms: []lint.Term{received},
			RightTerms: []lint.Term{{Name: "2023结转下年", Raw: "4", Value: "4", Place: report.Related{Path: "上年/乙区.yaml", At: cell("结转下年度", "自然人"), Pos: on(30, 9, 10)}}}},
		Waived: &lint.Waiver{Rule: "BAL001", Reason: "系统<迁移>", Approved: "办公室", Until: "2026-12-31"},
	}
	external := elsewhere(remains)
	external.Waived = &lint.Waiver{Rule: "STR014", Reason: "全市统一", Source: ".nianbao.yaml"}
	book := balance
	book.Path, book.Excerpt, book.Sum, book.Fix = "丙区.xlsx", "", nil, nil
	book.Pos = report.InCell("三、申请情况", "F26", 0)
	book.Related = []report.Related{{At: cell("本年新收", "自然人"), Pos: report.InCell("三、申请情况", "F5", 0), Note: "3"}}
	tab := lint.Finding{
		Rule: "SRC001", Severity: lint.Error, Path: "丁区.yaml", Pos: on(7, 1, 2), Basis: "报告文件格式第1版", Excerpt: "\t规章: 0",
	}
	return []lint.Result{
		{Path: broken, Edition: "2021", Agency: "某市乙区<b>公安局</b>", Year: 2024, LeftOutTotals: 2, Parts: parts(),
			Findings: []lint.Finding{remains, lines, twice, again, repeated, wide, waived, balance, external}},
		{Path: book.Path, Edition: "2021", Agency: "某市丙区财政局", Year: 2024, Findings: []lint.Finding{book}},
		{Path: tab.Path, Unreadable: true, Findings: []lint.Finding{tab}},
		{Path: "戊区.yaml", Edition: "2021", Agency: "某市戊区水务局", Year: 2024},
	}
}

// elsewhere is a finding at another place, with a short text.
func elsewhere(f lint.Finding) lint.Finding {
	f.Pos, f.At, f.Excerpt, f.Args = on(40, 1, 3), "其他需要报告的事项", "图解", message.Args{"text": "图解"}
	return f
}

// parts is what the linter gives a format that draws tables, cut to three rows.
func parts() []lint.PartView {
	head := func(text string) lint.CellView {
		return lint.CellView{Kind: lint.ColumnHead, Text: text, RowSpan: 1, ColumnSpan: 1}
	}
	row := func(key string, values ...string) []lint.CellView {
		cells := []lint.CellView{{Kind: lint.RowHead, Text: key, RowSpan: 1, ColumnSpan: 1}}
		for i, v := range values {
			cells = append(cells, lint.CellView{Text: v, RowSpan: 1, ColumnSpan: 1, At: cell(key, []string{"自然人", "总计"}[i])})
		}
		return cells
	}
	total := row("总计", "0", "0")
	total[2].Computed = true
	return []lint.PartView{
		{Key: "总体情况", Heading: "一、总体情况"},
		{Key: part3, Heading: "三、收到和处理政府信息公开申请情况", Table: &lint.TableView{Columns: 3, Rows: [][]lint.CellView{
			{head(""), head("自然人"), head("总计")}, row("本年新收", "3", "<i>3</i>"), row("上年结转", "0", "１２"), total,
		}}},
	}
}

func printed(t testing.TB, name string, o Options, all []lint.Result) string {
	t.Helper()
	var b bytes.Buffer
	p, err := New(name, &b, catalogue(t), o)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range all {
		if err := p.Result(r); err != nil {
			t.Fatal(err)
		}
	}
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestGoldens(t *testing.T) {
	for _, name := range Names {
		for _, tc := range []struct {
			suffix  string
			options Options
			results []lint.Result
		}{
			{"", Options{Lang: "zh"}, results()},
			{"-en", Options{Lang: "en"}, results()},
			{"-empty", Options{Lang: "zh"}, nil},
			{"-errors", Options{Lang: "zh", Least: lint.Error, Color: true}, results()},
		} {
			t.Run(name+tc.suffix, func(t *testing.T) {
				// The page's own style and script are not what a golden is for.
				got := strings.NewReplacer(htmlStyle, "…", htmlScript, "…", escapedPolicy(), "…").
					Replace(printed(t, name, tc.options, tc.results))
				path := filepath.Join("testdata", name+tc.suffix+".golden")
				if os.Getenv("NIANBAO_UPDATE") != "" {
					if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
						t.Fatal(err)
					}
				}
				want, err := os.ReadFile(path)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(string(want), got); diff != "" {
					t.Errorf("differs from %s (NIANBAO_UPDATE=1 rewrites it):\n%s", path, diff)
				}
			})
		}
	}
}

// escapedPolicy is the policy as the page's attribute has it.
func escapedPolicy() string {
	return strings.ReplaceAll(template.HTMLEscapeString(policy()), "+", "&#43;")
}

func TestUnknownFormatNamesTheOthers(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		_, err := New("pdf", nil, nil, Options{Lang: lang})
		if err == nil || !strings.Contains(err.Error(), "pdf") || !strings.Contains(err.Error(), "sarif") {
			t.Errorf("%s: %v", lang, err)
		}
	}
}

// full fails after some bytes, like a disk that fills up.
type full struct{ room int }

var errFull = errors.New("no space left")

func (f *full) Write(p []byte) (int, error) {
	if f.room -= len(p); f.room < 0 {
		return 0, errFull
	}
	return len(p), nil
}

// A writer that fails is never taken for one that took everything.
func TestWriteErrorsAreReported(t *testing.T) {
	for _, name := range Names {
		whole := len(printed(t, name, Options{}, results()))
		for _, room := range []int{0, whole / 2, whole - 1} {
			p, err := New(name, &full{room}, catalogue(t), Options{})
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range results() {
				if err = p.Result(r); err != nil {
					break
				}
			}
			if closed := p.Close(); !errors.Is(errors.Join(err, closed), errFull) {
				t.Errorf("%s with room for %d of %d bytes: %v", name, room, whole, closed)
			}
		}
	}
}

// Every word of the page is there in both languages, and none is left over.
func TestPageWordsAreUsed(t *testing.T) {
	for name, text := range pageWords {
		if text.ZH == "" || text.EN == "" {
			t.Errorf("%s: %+v", name, text)
		}
		if !strings.Contains(htmlPage, `say "`+name+`"`) && name != "Whole" && !strings.HasPrefix(name, "State.") {
			t.Errorf("nothing says %s", name)
		}
	}
	for _, m := range regexp.MustCompile(`say "(\w+)"`).FindAllStringSubmatch(htmlPage, -1) {
		if _, ok := pageWords[m[1]]; !ok {
			t.Errorf("there is no %s", m[1])
		}
	}
}
