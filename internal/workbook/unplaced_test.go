package workbook_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"nianbao/internal/edit"
	"nianbao/internal/report"
	"nianbao/internal/report/reporttest"
	"nianbao/internal/source"
	"nianbao/internal/workbook"
	"nianbao/templates"
)

const (
	sheetApplications = "三、申请情况"
	sheetOverview     = "一、总体情况"
	rowTotal          = "收到和处理政府信息公开申请情况.本年新收.总计"
)

// told are the problems of one rule, with their cells and forms.
func told(r *report.Report, rule string) []string {
	var all []string
	for _, p := range r.Problems {
		if p.Rule == rule {
			sheet, cell, _ := p.Pos.Cell()
			all = append(all, strings.TrimSuffix(fmt.Sprintf("%s!%s %s", sheet, cell, p.Form), " "))
		}
	}
	return all
}

// unmarked takes the prints out of a workbook: one of the time before them.
func (b *book) unmarked() *book {
	for row := 2; ; row++ {
		kind, err := b.GetCellValue(workbook.Notes, fmt.Sprintf("A%d", row))
		b.must(err)
		switch kind {
		case workbook.MarkWording:
			b.must(b.RemoveRow(workbook.Notes, row))
			return b
		case "":
			b.t.Fatal("no prints")
		}
	}
}

// Templates, empty and filled, have nothing without a place, with prints and
// without.
func TestTemplateIsItsOwn(t *testing.T) {
	for _, e := range reporttest.Editions().All() {
		for _, agency := range e.Agencies {
			var out bytes.Buffer
			if err := templates.WorkbookTemplate(&out, e, templates.Options{Agency: "某市某区某某局", Year: e.Years.From + 1, Type: agency.Type}); err != nil {
				t.Fatal(err)
			}
			f, err := excelize.OpenReader(&out)
			if err != nil {
				t.Fatal(err)
			}
			r := (&book{t, f}).unmarked().read()
			if got := append(told(r, "SRC009"), told(r, "SRC010")...); len(got) > 0 {
				t.Errorf("%s %s: %v", e.ID, agency.Type, got)
			}
		}
		for _, marked := range []bool{true, false} {
			b := open(t, reporttest.Filled(e))
			if !marked {
				b.unmarked()
			}
			var copied bytes.Buffer
			if err := workbook.Annotate(&copied, b.bytes(), []edit.Remark{}, edit.Words{Sheet: "校验结果"}); err != nil {
				t.Fatal(err)
			}
			r := source.Read("a.xlsx", copied.Bytes(), options())
			if got := problems(r); got != "" {
				t.Errorf("%s, prints %v: %s", e.ID, marked, got)
			}
		}
	}
}

// What hands type beside the cells meant for it is named with its cell.
func TestUnplacedContent(t *testing.T) {
	want := content(t, filled(t))
	for name, tc := range map[string]struct {
		change func(b *book)
		rule   string
		told   []string
	}{
		"text right of the table": {func(b *book) { b.must(b.SetCellStr(sheetApplications, "L7", "其中网上3件")) }, "SRC010", []string{sheetApplications + "!L7"}},
		"a figure below it":       {func(b *book) { b.must(b.SetCellInt(sheetApplications, "D40", 3)) }, "SRC010", []string{sheetApplications + "!D40"}},
		"a formula beside it":     {func(b *book) { b.must(b.SetCellFormula(sheetApplications, "L8", "D7+1")) }, "SRC010", []string{sheetApplications + "!L8"}},
		"a label of another row":  {func(b *book) { b.must(b.SetCellStr(sheetOverview, "F3", "自然人")) }, "SRC010", []string{sheetOverview + "!F3"}},
		"text over a label":       {func(b *book) { b.must(b.SetCellStr(sheetApplications, "A8", "上年结转的")) }, "SRC010", []string{sheetApplications + "!A8"}},
		"a greyed cell":           {func(b *book) { b.must(b.SetCellStr(sheetOverview, "B5", "概述的标题")) }, "SRC010", []string{sheetOverview + "!B5"}},
		"the guide":               {func(b *book) { b.must(b.SetCellStr("填写说明", "D5", "已阅")) }, "SRC010", []string{"填写说明!D5"}},
		"the checks":              {func(b *book) { b.must(b.SetCellStr("校验", "J4", "已核")) }, "SRC010", []string{"校验!J4"}},
		"a sheet of its own": {func(b *book) {
			_, err := b.NewSheet("台账")
			b.must(err)
			b.must(b.SetCellStr("台账", "B2", "编号"))
			b.must(b.SetCellStr("台账", "B3", "1"))
		}, "SRC010", []string{"台账!B2 own"}},
		"many cells": {func(b *book) {
			for row := 1; row <= 40; row++ {
				b.must(b.SetCellInt(sheetApplications, fmt.Sprintf("N%d", row), int64(row)))
			}
		}, "SRC010", []string{sheetApplications + "!N1 many"}},
		"white space": {func(b *book) { b.must(b.SetCellStr(sheetApplications, "L7", " 　\n")) }, "SRC010", nil},
		"a format": {func(b *book) {
			id, err := b.NewStyle(&excelize.Style{NumFmt: 2})
			b.must(err)
			b.must(b.SetCellStyle(sheetApplications, "L1", "P60", id))
		}, "SRC010", nil},
	} {
		for _, marked := range []bool{true, false} {
			b := open(t, filled(t))
			if !marked {
				if name == "a label of another row" {
					continue // the words of the form were taken for its own wherever they stood
				}
				b.unmarked()
			}
			tc.change(b)
			r := b.read()
			if got := told(r, tc.rule); !slices.Equal(got, tc.told) || len(r.Problems) != len(tc.told) {
				t.Errorf("%s, prints %v: %s %v", name, marked, problems(r), got)
			}
			if got := content(t, r); got != want {
				t.Errorf("%s, prints %v: reads otherwise", name, marked)
			}
		}
	}
}

// Figures in inserted rows and columns count on the sheet and not in the report.
func TestInsertedRowsAndColumns(t *testing.T) {
	b := open(t, filled(t))
	b.must(b.InsertRows(sheetApplications, 12, 1))
	if r := b.read(); problems(r) != "" {
		t.Errorf("an empty row: %s", problems(r))
	}
	b = open(t, filled(t))
	b.must(b.InsertRows(sheetApplications, 12, 1))
	b.must(b.SetCellStr(sheetApplications, "C12", "其中重复申请"))
	b.must(b.SetCellInt(sheetApplications, "D12", 4))
	b.must(b.SetCellInt(sheetApplications, "F12", 5))
	b.must(b.SetCellFormula(sheetApplications, "J12", `IF(COUNT(D12:I12)=0,"",SUM(D12:I12))`))
	r := b.read()
	if got := told(r, "SRC009"); !slices.Equal(got, []string{sheetApplications + "!D12 row"}) {
		t.Errorf("SRC009 %v", got)
	}
	if got := told(r, "SRC010"); !slices.Equal(got, []string{sheetApplications + "!C12"}) {
		t.Errorf("SRC010 %v", got)
	}
	for _, p := range r.Problems {
		if words := p.Phrases["cells"]; p.Rule == "SRC009" && words.In("zh") != "D12＝4、F12＝5" {
			t.Error(words.In("zh"))
		}
	}
	b = open(t, filled(t))
	b.must(b.InsertCols(sheetApplications, "F", 1))
	b.must(b.SetCellInt(sheetApplications, "F9", 2))
	b.must(b.SetCellInt(sheetApplications, "F10", 3))
	r = b.read()
	if got := told(r, "SRC009"); !slices.Equal(got, []string{sheetApplications + "!F9 column"}) || len(r.Problems) != 1 {
		t.Errorf("%s %v", problems(r), got)
	}
}

// A total with a formula of the office's own is held against its parts; the
// template's may have any value, or none.
func TestOwnTotals(t *testing.T) {
	report := filled(t)
	sum := cellOf(report, rowTotal).Value.String()
	for _, tc := range []struct {
		formula, value string
		told           bool
	}{
		{"台账!A1", "99999", true},
		{"台账!A1", sum, false},
		{"台账!A1", sum + ".0", false},
		{"SUM(D7:F7)", "99999", true},
		{"SUM(D7:I7)", "99999", false}, // an old value
		{"SUM(D7:I7)", "", false},
		{`IF(COUNT(D7:I7)=0,"",SUM(D7:I7))`, "99999", false},
		{"D7+E7+F7+G7+H7+I7", "99999", false},
		{"SUM(D7:I7,D8)", "99999", true},
		{"SUM(C7:I7)", "99999", false}, // with a label
		{"ROUND(SUM(D7:I7),0)", sum, false},
		{"ROUND(SUM(D7:I7),0)", "99999", true},
		{"SUM(D7:I7)+1", "", true}, // calculated here
		{"[1]Sheet1!A1", "", false},
	} {
		b := open(t, report)
		_, err := b.NewSheet("台账")
		b.must(err)
		sheet, cell := b.place(rowTotal)
		b.must(b.SetCellValue(sheet, cell, nil))
		if tc.value != "" {
			b.must(b.SetCellDefault(sheet, cell, tc.value))
		}
		b.must(b.SetCellFormula(sheet, cell, tc.formula))
		r := b.read()
		if got := told(r, "SRC009"); (len(got) == 1 && got[0] == sheet+"!"+cell) != tc.told || len(r.Problems) != len(got) {
			t.Errorf("%s showing %q: %v, %s", tc.formula, tc.value, got, problems(r))
		}
	}
}

// Two names on one cell are told once; its figure is nobody's.
func TestSharedCell(t *testing.T) {
	const other = "收到和处理政府信息公开申请情况.本年新收.商业企业"
	b := open(t, filled(t))
	sheet, cell := b.place(other)
	b.must(b.DeleteDefinedName(&excelize.DefinedName{Name: workbook.Name(count)}))
	b.must(b.SetDefinedName(&excelize.DefinedName{Name: workbook.Name(count), RefersTo: "'" + sheet + "'!$E$7"}))
	b.must(b.SetCellValue(sheet, "D7", nil))
	r := b.read()
	if got := told(r, "SRC006"); !slices.Equal(got, []string{sheet + "!" + cell + " shared"}) || len(r.Problems) != 1 {
		t.Fatalf("%s %v", problems(r), got)
	}
	p := r.Problems[0]
	if names := p.Phrases["names"].In("zh"); names != "“"+workbook.Name(count)+"”（指向D7）" {
		t.Error(names)
	}
	for _, at := range []string{count, other} {
		if c := cellOf(r, at); c.State == report.Number || c.Raw != "" {
			t.Errorf("%s: %+v", at, c)
		}
	}
	b = open(t, filled(t))
	sheet, _ = b.place("标题")
	_, cell = b.place("发布日期")
	b.must(b.DeleteDefinedName(&excelize.DefinedName{Name: workbook.Name("标题")}))
	b.must(b.SetDefinedName(&excelize.DefinedName{Name: workbook.Name("标题"), RefersTo: "'" + sheet + "'!" + workbook.Absolute(cell)}))
	if got := told(b.read(), "SRC006"); !slices.Equal(got, []string{sheet + "!" + cell + " shared"}) {
		t.Error(got)
	}
}

// A number of more digits than spreadsheets keep stays as the file has it.
func TestLongNumbers(t *testing.T) {
	for value, tc := range map[string]struct {
		raw  string
		told bool
	}{
		"123456789012345678901234567890": {"123456789012345678901234567890", true},
		"1.23456789012345E+17":           {"123456789012345000", true},
		"1234567890123456":               {"1234567890123456", true},
		"999999999999999":                {"999999999999999", false},
		"43.899999999999999":             {"43.9", false},
		"0.30000000000000004":            {"0.3", false},
		"0.12345678901234567890":         {"0.1234567890123456789", true},
		"3":                              {"3", false},
	} {
		b := open(t, filled(t))
		sheet, cell := b.place(count)
		b.must(b.SetCellDefault(sheet, cell, value))
		r := b.read()
		if c := cellOf(r, count); c.Raw != tc.raw || (problems(r) == "SRC007 digits "+count) != tc.told || !tc.told && problems(r) != "" {
			t.Errorf("%s: %q %s", value, c.Raw, problems(r))
		}
	}
}

func TestHiddenSheetIsTold(t *testing.T) {
	b := open(t, filled(t))
	b.must(b.SetSheetVisible(sheetApplications, false))
	if got := told(b.read(), "SRC006"); len(got) != 1 || !strings.HasSuffix(got[0], " hidden-sheet") {
		t.Error(got)
	}
}

// A template whose names are gone is told so, and its own words are none of the
// report's.
func TestNamesGone(t *testing.T) {
	for _, e := range reporttest.Editions().All() {
		want := reporttest.Filled(e)
		for _, marked := range []bool{true, false} {
			b := open(t, want)
			if !marked {
				b.unmarked()
			}
			for _, d := range b.GetDefinedName() {
				if strings.HasPrefix(d.Name, "年报_") {
					b.must(b.DeleteDefinedName(&d))
				}
			}
			r := b.read()
			if got := told(r, "SRC006"); r.Unreadable || !slices.Equal(got, []string{"! names"}) {
				t.Fatalf("%s: %v", e.ID, got)
			}
			for i, p := range r.Parts {
				switch {
				case p.Table == nil && p.Given:
					t.Errorf("%s: a text from nowhere", p.At)
				case p.Table != nil:
					for _, ref := range p.Table.Refs() {
						if got, w := p.Table.Cell(ref), want.Parts[i].Table.Cell(ref); got.Raw != w.Raw {
							t.Errorf("%s: %q, want %q", p.Table.At(ref), got.Raw, w.Raw)
						}
					}
				}
			}
			for _, p := range r.Problems {
				if p.Rule == "SRC010" && slices.Contains([]string{"填写说明", "校验"}, p.Args["sheet"]) {
					t.Errorf("%+v", p)
				}
			}
		}
	}
}

// Whatever is typed wherever in a workbook occurs in the report or in a finding
// that names its cell.
func TestNothingVanishes(t *testing.T) {
	data := map[bool][]byte{true: open(t, filled(t)).bytes(), false: open(t, filled(t)).unmarked().bytes()}
	rapid.Check(t, func(rt *rapid.T) {
		f, err := excelize.OpenReader(bytes.NewReader(data[rapid.Bool().Draw(rt, "prints")]))
		if err != nil {
			rt.Fatal(err)
		}
		b := &book{t, f}
		_, err = b.NewSheet("台账")
		b.must(err)
		sheets := slices.DeleteFunc(b.GetSheetList(), func(s string) bool { return s == workbook.Notes })
		sheet := rapid.SampledFrom(sheets).Draw(rt, "sheet")
		switch rapid.IntRange(0, 3).Draw(rt, "insert") {
		case 1:
			b.must(b.InsertRows(sheet, rapid.IntRange(1, 35).Draw(rt, "row"), rapid.IntRange(1, 2).Draw(rt, "rows")))
		case 2:
			b.must(b.InsertCols(sheet, rapid.SampledFrom([]string{"B", "D", "F"}).Draw(rt, "column"), 1))
		}
		typed := map[string]string{}
		for i := range rapid.IntRange(1, 4).Draw(rt, "cells") {
			cell := workbook.CellAt(rapid.IntRange(1, 14).Draw(rt, "x"), rapid.IntRange(1, 45).Draw(rt, "y"))
			text := fmt.Sprintf("另外写的第%d句话", i+1)
			if rapid.Bool().Draw(rt, "figure") {
				text = fmt.Sprint(810_000 + i)
				b.must(b.SetCellInt(sheet, cell, int64(810_000+i)))
			} else {
				b.must(b.SetCellStr(sheet, cell, text))
			}
			for at := range typed { // the last one holds
				if at == cell {
					delete(typed, at)
				}
			}
			typed[cell] = text
		}
		merged, err := b.GetMergeCells(sheet)
		b.must(err)
		r := source.Read("a.xlsx", b.bytes(), options())
		all := content(t, r)
		for cell, text := range typed {
			if !strings.Contains(all, text) && !named(r, sheet, cell, merged) {
				rt.Fatalf("%s of %s!%s is gone: %s", text, sheet, cell, problems(r))
			}
		}
	})
}

// named reports whether a finding tells of a cell, by its place or in a list. One
// sheet of an office's own has one finding.
func named(r *report.Report, sheet, cell string, merged []excelize.MergeCell) bool {
	for _, m := range merged {
		c1, r1, _ := excelize.CellNameToCoordinates(m.GetStartAxis())
		c2, r2, _ := excelize.CellNameToCoordinates(m.GetEndAxis())
		c, row, _ := excelize.CellNameToCoordinates(cell)
		if c >= c1 && c <= c2 && row >= r1 && row <= r2 {
			cell = m.GetStartAxis() // where the library puts it
		}
	}
	column, row, _ := excelize.CellNameToCoordinates(cell)
	return slices.ContainsFunc(r.Problems, func(p report.Problem) bool {
		in, at, _ := p.Pos.Cell()
		if in != sheet {
			return false
		}
		if at == cell || p.Form == "own" {
			return true
		}
		for _, related := range p.Related {
			if _, at, _ := related.Pos.Cell(); at == cell {
				return true
			}
		}
		if p.Phrases["cells"] == nil {
			return false
		}
		for part := range strings.SplitSeq(p.Phrases["cells"].In("zh"), "、") {
			part, _, _ = strings.Cut(part, "＝")
			from, to, isRange := strings.Cut(part, ":")
			c1, r1, err := excelize.CellNameToCoordinates(from)
			if err == nil && (from == cell || isRange && r1 == row && c1 <= column && column <= columnOf(to)) {
				return true
			}
		}
		return false
	})
}

func columnOf(cell string) int {
	column, _, _ := excelize.CellNameToCoordinates(cell)
	return column
}
