package templates

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"nianbao/internal/edition"
	"nianbao/internal/report"
	"nianbao/internal/report/reporttest"
	"nianbao/internal/reportfile"
	"nianbao/internal/source"
	"nianbao/internal/workbook"
)

type fatal interface {
	Helper()
	Fatalf(string, ...any)
}

func reading() source.Options {
	return source.Options{Editions: reporttest.Editions(), Words: reporttest.Words()}
}

func workbookOf(t fatal, r *report.Report) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Workbook(&b, r, WorkbookOptions{}); err != nil {
		t.Fatalf("%v", err)
	}
	return b.Bytes()
}

func jsonOf(t fatal, r *report.Report) string {
	t.Helper()
	var b bytes.Buffer
	if err := reportfile.WriteJSON(&b, r); err != nil {
		t.Fatalf("%v", err)
	}
	return b.String()
}

// checkRoundTrip writes a report as a workbook and reads it again: the same
// must come back, to the letter, every figure and paragraph with its cell.
func checkRoundTrip(t fatal, r *report.Report) {
	t.Helper()
	got := source.Read("a.xlsx", workbookOf(t, r), reading())
	for _, p := range got.Problems {
		if p.Rule != "SRC008" && p.Form != "names" { // wild short names may hold commas
			t.Fatalf("%+v", p)
		}
	}
	if diff := cmp.Diff(jsonOf(t, r), jsonOf(t, got)); diff != "" {
		t.Fatalf("%s", diff)
	}
	for i, p := range got.Parts {
		if p.Given != r.Parts[i].Given {
			t.Fatalf("%s: given %v", p.At, p.Given)
		}
		if p.Table == nil {
			continue
		}
		for _, ref := range p.Table.Refs() {
			want, cell := r.Parts[i].Table.Cell(ref), p.Table.Cell(ref)
			if cell.Given != want.Given || cell.Raw != want.Raw || cell.State != want.State || !cell.Value.Equal(want.Value) || cell.Implied != want.Implied {
				t.Fatalf("%s: got %+v, want %+v", p.Table.At(ref), cell, want)
			}
			if sheet, name, _ := cell.Pos.Cell(); sheet != p.Def.SheetTitle() || name == "" || cell.Pos.Line != 0 {
				t.Fatalf("%s is at %+v", p.Table.At(ref), cell.Pos)
			}
		}
	}
	for _, text := range got.Texts() {
		for i := range text.Paragraphs {
			pos := text.Paragraphs[i].Locate(0, 1)
			if _, cell, ok := pos.Cell(); !ok || cell == "" {
				t.Fatalf("%s: paragraph %d is at %+v", text.At, i, pos)
			}
		}
	}
	if got.LeftOut != r.LeftOut {
		t.Fatalf("%d totals left out, want %d", got.LeftOut, r.LeftOut)
	}
}

func TestWorkbookRoundTrip(t *testing.T) {
	for _, e := range reporttest.Editions().All() {
		t.Run(e.ID, rapid.MakeCheck(func(t *rapid.T) { checkRoundTrip(t, reporttest.Wild(t, e)) }))
	}
}

func TestWorkbookOfExamples(t *testing.T) {
	for _, r := range exampleReports(t) {
		checkRoundTrip(t, r)
	}
}

func exampleReports(t *testing.T) []*report.Report {
	files, err := filepath.Glob("../examples/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	var all []*report.Report
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, source.Read(f, data, reading()))
	}
	return all
}

// The same report makes the same bytes, whenever it is made.
func TestWorkbookIsDeterministic(t *testing.T) {
	r := reporttest.Filled(reporttest.Editions().Latest())
	first := workbookOf(t, r)
	for range 3 {
		if !bytes.Equal(first, workbookOf(t, r)) {
			t.Fatal("the bytes differ")
		}
	}
	archive, err := zip.NewReader(bytes.NewReader(first), int64(len(first)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range archive.File {
		if !f.Modified.IsZero() && f.Modified.Year() > 1980 {
			t.Errorf("%s is dated %v", f.Name, f.Modified)
		}
	}
}

// Texts that spreadsheets would take for formulas are texts, and marked so that
// they stay so when they are edited.
func TestTextsAreNoFormulas(t *testing.T) {
	r := reporttest.Filled(reporttest.Editions().Latest())
	hostile := []string{"=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(1)", "=HYPERLINK(\"http://x\",\"y\")"}
	var paragraphs []report.Paragraph
	for _, text := range hostile {
		paragraphs = append(paragraphs, report.Paragraph{Text: text})
	}
	r.Preamble = &report.Text{Paragraphs: paragraphs}
	r.Title = report.Field{Given: true, Text: hostile[0]}
	table := r.Parts[1].Table
	*table.Cell(table.Refs()[0]) = report.Cell{}
	report.SetCell(table.Cell(table.Refs()[0]), "=1+1", table.Column(table.Refs()[0]), reporttest.Words())
	checkRoundTrip(t, r)

	f, err := excelize.OpenReader(bytes.NewReader(workbookOf(t, r)))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	found := 0
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for i, cells := range rows {
			for j, text := range cells {
				if !slices.Contains(hostile, text) {
					continue
				}
				found++
				cell := workbook.CellAt(j+1, i+1)
				if formula, err := f.GetCellFormula(sheet, cell); err != nil || formula != "" {
					t.Errorf("%s!%s is the formula %q", sheet, cell, formula)
				}
				style, err := f.GetCellStyle(sheet, cell)
				if err != nil {
					t.Fatal(err)
				}
				if quote := f.Styles.CellXfs.Xf[style].QuotePrefix; quote == nil || !*quote {
					t.Errorf("%s!%s has no quote prefix", sheet, cell)
				}
			}
		}
	}
	if want := len(hostile) + 2; found != want {
		t.Errorf("found %d of %d", found, want)
	}
}

// Only what is to be filled in is unlocked; every part's figures have a message
// and a check.
func TestOnlyInputIsUnlocked(t *testing.T) {
	e := reporttest.Editions().Latest()
	var b bytes.Buffer
	if err := WorkbookTemplate(&b, e, Options{}); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, p := range e.Parts {
		sheet := p.SheetTitle()
		options, err := f.GetSheetProtection(sheet)
		if err != nil || options.Password != "" {
			t.Errorf("%s: protection %+v, %v", sheet, options, err)
		}
		if p.Table == nil {
			continue
		}
		validations, err := f.GetDataValidations(sheet)
		if err != nil {
			t.Fatal(err)
		}
		checked := 0
		for _, dv := range validations {
			if dv.Prompt == nil || *dv.Prompt == "" || dv.PromptTitle == nil || len([]rune(*dv.PromptTitle)) > 32 || len([]rune(*dv.Prompt)) > 255 {
				t.Errorf("%s %s: prompt %v %v", sheet, dv.Sqref, dv.PromptTitle, dv.Prompt)
			}
			if dv.Error != nil && len([]rune(*dv.Error)) > 255 {
				t.Errorf("%s %s: long error", sheet, dv.Sqref)
			}
			checked++
		}
		if checked < len(p.Table.Rows) {
			t.Errorf("%s: %d checks for %d rows", sheet, checked, len(p.Table.Rows))
		}
		formulas := 0
		for _, row := range p.Table.Rows {
			for i := range row.Block.Leaves {
				ref := edition.Ref{Row: row.Index, Column: i}
				name := workbook.Name(p.Key + "." + p.Table.CellPath(ref))
				at := refersTo(t, f, name)
				id, err := f.GetCellStyle(sheet, at)
				if err != nil {
					t.Fatal(err)
				}
				style, err := f.GetStyle(id)
				if err != nil {
					t.Fatal(err)
				}
				formula, err := f.GetCellFormula(sheet, at)
				if err != nil {
					t.Fatal(err)
				}
				locked := style.Protection == nil || style.Protection.Locked
				if total := p.Table.IsTotal(ref); total != (formula != "") || total != locked {
					t.Errorf("%s %s: total %v, formula %q, locked %v", sheet, at, total, formula, locked)
				}
				if formula != "" {
					formulas++
				}
			}
		}
		if len(p.Table.Totals) > 0 && formulas == 0 {
			t.Errorf("%s: no formula", sheet)
		}
	}
}

func refersTo(t *testing.T, f *excelize.File, name string) string {
	t.Helper()
	for _, d := range f.GetDefinedName() {
		if d.Name == name {
			_, cell, _ := strings.Cut(strings.ReplaceAll(d.RefersTo, "$", ""), "!")
			return cell
		}
	}
	t.Fatalf("no name %s", name)
	return ""
}

// What last year carried out stands in the template, and what was in force then
// in the message of its cell.
func TestTemplateCarriesOver(t *testing.T) {
	e := reporttest.Editions().Latest()
	last := reporttest.Filled(e)
	var b bytes.Buffer
	if err := WorkbookTemplate(&b, e, Options{From: last, Year: last.YearNumber + 1}); err != nil {
		t.Fatal(err)
	}
	got := source.Read("a.xlsx", b.Bytes(), reading())
	if got.Agency.Name.Text != last.Agency.Name.Text || got.YearNumber != last.YearNumber+1 {
		t.Errorf("agency %q, year %d", got.Agency.Name.Text, got.YearNumber)
	}
	carried := false
	for _, p := range got.Parts {
		if p.Table == nil {
			continue
		}
		for _, row := range p.Table.Def.Rows {
			for i := range row.Block.Leaves {
				if c := p.Table.Cells[row.Index][i]; row.HasRole("carried_in") && c.State == report.Number {
					carried = true
				}
			}
		}
	}
	if !carried {
		t.Error("nothing was carried over")
	}
}

func TestTooLongParagraphIsRefused(t *testing.T) {
	r := reporttest.Filled(reporttest.Editions().Latest())
	r.Preamble = &report.Text{Paragraphs: []report.Paragraph{{Text: strings.Repeat("长", 32768)}}}
	err := Workbook(io.Discard, r, WorkbookOptions{})
	if err == nil || !strings.Contains(err.Error(), "32767") {
		t.Errorf("%v", err)
	}
	r.Preamble.Paragraphs[0].Text = strings.Repeat("长", 32767)
	checkRoundTrip(t, r)
}

// Spreadsheet programs refuse merged ranges that overlap, and names that clash.
func TestMergesAndNamesAreSound(t *testing.T) {
	for _, r := range append(exampleReports(t), reporttest.Filled(reporttest.Editions().Latest())) {
		f, err := excelize.OpenReader(bytes.NewReader(workbookOf(t, r)))
		if err != nil {
			t.Fatal(err)
		}
		for _, sheet := range f.GetSheetList() {
			merges, err := f.GetMergeCells(sheet)
			if err != nil {
				t.Fatal(err)
			}
			taken := map[[2]int]string{}
			for _, m := range merges {
				left, top, err1 := excelize.CellNameToCoordinates(m.GetStartAxis())
				right, bottom, err2 := excelize.CellNameToCoordinates(m.GetEndAxis())
				if err1 != nil || err2 != nil {
					t.Fatal(err1, err2)
				}
				for c := left; c <= right; c++ {
					for row := top; row <= bottom; row++ {
						if other := taken[[2]int{c, row}]; other != "" {
							t.Errorf("%s: %s overlaps %s", sheet, m.GetStartAxis(), other)
						}
						taken[[2]int{c, row}] = m.GetStartAxis()
					}
				}
			}
		}
		seen := map[string]bool{}
		for _, d := range f.GetDefinedName() {
			key := strings.ToLower(d.Scope + "!" + d.Name)
			if seen[key] || len([]rune(d.Name)) > 255 || strings.Contains(d.RefersTo, "#REF!") {
				t.Errorf("name %s: %s", d.Name, d.RefersTo)
			}
			seen[key] = true
		}
		f.Close()
	}
}
