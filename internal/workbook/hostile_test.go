package workbook_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"nianbao/internal/source"
)

// unzipped writes the parts of a workbook one after the other, so that tests
// can change them as text; rezipped is its inverse.
const partMark = "\x00part "

func unzipped(t testing.TB, data []byte) []byte {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	for _, f := range archive.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&out, "%s%s\n", partMark, f.Name)
		if _, err := io.Copy(&out, r); err != nil {
			t.Fatal(err)
		}
		r.Close()
	}
	return out.Bytes()
}

func rezipped(t testing.TB, data []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for part := range bytes.SplitSeq(data, []byte(partMark)) {
		name, content, found := bytes.Cut(part, []byte("\n"))
		if !found {
			continue
		}
		f, err := w.Create(string(name))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write(content); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// swap changes a part of a workbook.
func swap(t testing.TB, data []byte, old, new string) []byte {
	t.Helper()
	parts := unzipped(t, data)
	if !bytes.Contains(parts, []byte(old)) {
		t.Fatalf("no %q in the workbook", old)
	}
	return rezipped(t, bytes.Replace(parts, []byte(old), []byte(new), 1))
}

// swapIn changes one part of a workbook that is sure to be read.
func swapIn(t testing.TB, data []byte, part, old, new string) []byte {
	t.Helper()
	parts := unzipped(t, data)
	before, after, found := bytes.Cut(parts, []byte(partMark+part+"\n"))
	if !found || !bytes.Contains(after, []byte(old)) {
		t.Fatalf("no %q in %s", old, part)
	}
	after = bytes.Replace(after, []byte(old), []byte(new), 1)
	return rezipped(t, bytes.Join([][]byte{before, after}, []byte(partMark+part+"\n")))
}

// Files that are made to do harm, or are no workbook at all, are refused with a
// message of their own.
func TestHostileWorkbooks(t *testing.T) {
	good := open(t, filled(t)).bytes()
	ole := append([]byte{0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1}, make([]byte, 2000)...)
	encrypted := append(bytes.Clone(ole), "E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00"...)
	bomb := func(name string, size int) []byte {
		return rezipped(t, append(unzipped(t, good), fmt.Sprintf("%s%s\n%s", partMark, name, strings.Repeat(" ", size))...))
	}
	const sheet = "<sheetData>"
	rows := func(xml string) []byte { return swapIn(t, good, "xl/worksheets/sheet5.xml", sheet, sheet+xml) }
	for _, tc := range []struct {
		name, file string
		data       []byte
		form       string
	}{
		{"empty", "a.xlsx", nil, "empty"},
		{"text", "a.xlsx", []byte("年度,2021\n"), "workbook"},
		{"html", "a.xls", []byte("<html><table></table></html>"), "workbook"},
		{"old", "a.xls", ole, "xls"},
		{"old under a new name", "a.xlsx", ole, "xls"},
		{"old without a name", "-", ole, "xls"},
		{"encrypted", "a.xlsx", encrypted, "encrypted"},
		{"truncated", "a.xlsx", good[:len(good)/2], "damaged"},
		{"flipped", "a.xlsx", append(append(bytes.Clone(good[:3000]), 0xff, 0xff, 0xff), good[3003:]...), "damaged"},
		{"another archive", "a.xlsx", rezipped(t, []byte(partMark+"word/document.xml\n<a/>")), "workbook"},
		{"spreadsheet of another kind", "a.xlsx", rezipped(t, []byte(partMark+"content.xml\n<a/>")), "xls"},
		{"macros", "a.xlsx", bomb("xl/vbaProject.bin", 10), "macro"},
		{"bomb", "a.xlsx", bomb("xl/media/a.bin", 60<<20), "unzip"},
		{"bomb of XML", "a.xlsx", bomb("xl/theme/a.xml", 13<<20), "part"},
		{"last row", "a.xlsx", rows(`<row r="1048576"><c r="A1048576"><v>1</v></c></row>`), "rows"},
		{"last row by its cell", "a.xlsx", rows(`<row><c r="A1048576"><v>1</v></c></row>`), "rows"},
		{"last row under a prefix", "a.xlsx", rows(`<x:row xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" spans='>' r = '1048576'/>`), "rows"},
		{"last row spelt out", "a.xlsx", rows(`<row r="&#49;048576"/>`), "damaged"},
		{"many rows", "a.xlsx", rows(strings.Repeat("<row/>", 1_048_576)), "rows"},
		{"last column", "a.xlsx", rows(`<row r="1"><c r="XFD1"/></row>`), "columns"},
		{"many cells", "a.xlsx", rows(strings.Repeat(`<row><c r="AAA1"/></row>`, 2000)), "cells"},
		{"many merges", "a.xlsx", swap(t, good, "<mergeCells", "<mergeCells "+strings.Repeat("/><mergeCell ref='A1:B2'", 10_000)), "merges"},
		{"a million styles", "a.xlsx", swap(t, good, "<cellXfs", "<cellXfs>"+strings.Repeat("<xf/>", 1_000_000)+"</cellXfs><cellXfs"), "styles"},
		{"a million strings", "a.xlsx", swap(t, good, "</sst>", strings.Repeat("<si/>", 1_000_000)+"</sst>"), "part"},
		{"UTF-16", "a.xlsx", swap(t, good, `<?xml version="1.0" encoding="UTF-8"?>`+"\n<workbook", `<?xml version="1.0" encoding="UTF-16"?>`+"\n<workbook"), "damaged"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			r := source.Read(tc.file, tc.data, options())
			if !r.Unreadable || len(r.Problems) != 1 || r.Problems[0].Rule != "SRC001" {
				t.Fatalf("unreadable %v, %s", r.Unreadable, problems(r))
			}
			if got := r.Problems[0].Form; got != tc.form {
				t.Errorf("form %q, want %q", got, tc.form)
			}
		})
	}
}

// A sheet that breaks off, is gone or cannot be parsed is not an empty sheet.
func TestDamagedSheets(t *testing.T) {
	const part = "xl/worksheets/sheet4.xml"
	b := open(t, filled(t))
	title := b.GetSheetName(3)
	good := b.bytes()
	head, rest, found := bytes.Cut(unzipped(t, good), []byte(partMark+part+"\n"))
	if !found {
		t.Fatal("no " + part)
	}
	sheet, tail, _ := bytes.Cut(rest, []byte(partMark))
	with := func(name string, content []byte) []byte {
		return rezipped(t, bytes.Join([][]byte{head, []byte(partMark + name + "\n"), content, []byte(partMark), tail}, nil))
	}
	for _, tc := range []struct {
		name  string
		data  []byte
		sheet string
	}{
		{"at its head", with(part, sheet[:20]), title},
		{"at 30 %", with(part, sheet[:len(sheet)*3/10]), title},
		{"at 90 %", with(part, sheet[:len(sheet)*9/10]), title},
		{"before its last tag", with(part, bytes.TrimSuffix(bytes.TrimSpace(sheet), []byte("</worksheet>"))), title},
		{"gone", with("xl/other.xml", sheet), title},
		{"no number", with(part, bytes.Replace(sheet, []byte("<sheetData>"), []byte(`<sheetData><row r="1" ht="x"/>`), 1)), title},
		{"empty", with(part, nil), ""},
		{"blank", with(part, []byte(" \n")), ""},
		{"texts", swapIn(t, good, "xl/sharedStrings.xml", "</sst>", ""), ""},
	} {
		r := source.Read("a.xlsx", tc.data, options())
		form := "sheet"
		if tc.sheet == "" {
			form = "damaged"
		}
		if !r.Unreadable || r.Problems[0].Form != form || r.Problems[0].Args["sheet"] != tc.sheet {
			t.Errorf("%s: unreadable %v, %s %+v", tc.name, r.Unreadable, problems(r), r.Problems)
		}
	}
	b = open(t, filled(t))
	b.must(b.AddChartSheet("图", &excelize.Chart{Type: excelize.Col, Series: []excelize.ChartSeries{{Values: "'" + title + "'!$B$7"}}}))
	if r := b.read(); r.Unreadable || problems(r) != "" {
		t.Errorf("a chart's sheet: %s", problems(r))
	}
}

// Formulas that lead on and on are not followed.
func TestFormulasWithoutEnd(t *testing.T) {
	chain := func(n int) []byte {
		b := open(t, filled(t))
		sheet, cell := b.place(count)
		b.must(b.SetCellValue(sheet, cell, nil))
		b.must(b.SetCellFormula(sheet, cell, "Z1000+Z1000"))
		for i := range n {
			b.must(b.SetCellFormula(sheet, fmt.Sprintf("Z%d", 1000+i), fmt.Sprintf("Z%d+Z%d", 1001+i, 1001+i)))
		}
		return b.bytes()
	}
	for _, tc := range []struct{ length, problems int }{{3, 0}, {30, 1}, {3000, 1}} {
		r := source.Read("a.xlsx", chain(tc.length), options())
		if len(r.Problems) != tc.problems {
			t.Errorf("%d cells: %s", tc.length, problems(r))
		}
	}
}

// References to other workbooks are never opened; what was calculated of them
// is taken.
func TestStoredValueOfOtherWorkbook(t *testing.T) {
	b := open(t, filled(t))
	sheet, cell := b.place(count)
	b.must(b.SetCellValue(sheet, cell, nil))
	b.must(b.SetCellFormula(sheet, cell, "[1]Sheet1!A1"))
	data := swap(t, b.bytes(), `t="str"><f>[1]Sheet1!A1</f>`, `><f>[1]Sheet1!A1</f><v>17</v>`)
	r := source.Read("a.xlsx", data, options())
	if c := cellOf(r, count); c.Raw != "17" || problems(r) != "" {
		t.Errorf("%+v %s", c, problems(r))
	}
}

func FuzzWorkbook(f *testing.F) {
	good := open(f, filled(f)).bytes()
	f.Add(unzipped(f, good))
	f.Add([]byte(partMark + "[Content_Types].xml\n<Types/>" + partMark + "xl/workbook.xml\n<workbook/>"))
	opts := options()
	f.Fuzz(func(t *testing.T, parts []byte) {
		if len(parts) > 1<<20 {
			return
		}
		var out bytes.Buffer
		w := zip.NewWriter(&out)
		for part := range bytes.SplitSeq(parts, []byte(partMark)) {
			if name, content, found := bytes.Cut(part, []byte("\n")); found {
				if f, err := w.Create(string(name)); err == nil {
					_, _ = f.Write(content)
				}
			}
		}
		if w.Close() != nil {
			return
		}
		r := source.Read("a.xlsx", out.Bytes(), opts)
		for _, p := range r.Problems {
			if p.Pos.IsZero() {
				t.Errorf("%s has no place", p.Rule)
			}
		}
	})
}
