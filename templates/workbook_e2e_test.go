//go:build e2e

package templates

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"nianbao/internal/edition"
	"nianbao/internal/report"
	"nianbao/internal/report/reporttest"
	"nianbao/internal/source"
	"nianbao/internal/workbook"
)

// soffice converts a workbook with LibreOffice, which calculates it anew.
func soffice(t *testing.T, data []byte, to string) []byte {
	t.Helper()
	dir := t.TempDir()
	in, out := filepath.Join(dir, "in", "book.xlsx"), filepath.Join(dir, "out")
	if err := os.MkdirAll(filepath.Dir(in), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(in, data, 0o644); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("soffice", "-env:UserInstallation=file://"+dir+"/profile", "--headless", "--convert-to", to, "--outdir", out, in)
	if text, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	got, err := os.ReadFile(filepath.Join(out, "book."+to))
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// withoutTotals is a report that leaves out every total.
func withoutTotals(e *edition.Edition) *report.Report {
	r := reporttest.Filled(e)
	r.LeftOut = 0
	for _, p := range r.Parts {
		if p.Table == nil {
			continue
		}
		for _, ref := range p.Table.Refs() {
			if p.Table.Def.IsTotal(ref) {
				*p.Table.Cell(ref) = report.Cell{}
			}
		}
		r.LeftOut += p.Table.Compute()
	}
	return r
}

// verdicts reads the sheet of checks: how many hold and how many do not, and
// what it says above them.
func verdicts(t *testing.T, f *excelize.File) (right, wrong int, sentence string) {
	t.Helper()
	rows, err := f.GetRows(sheetChecks)
	if err != nil {
		t.Fatal(err)
	}
	for _, cells := range rows {
		for _, c := range cells {
			switch c {
			case "✓":
				right++
			case "✗":
				wrong++
			}
		}
	}
	sentence, err = f.GetCellValue(sheetChecks, "A2")
	if err != nil {
		t.Fatal(err)
	}
	return right, wrong, sentence
}

// LibreOffice calculates the totals that are left out, and the checks say what
// the arithmetic of the form says.
func TestLibreOfficeCalculates(t *testing.T) {
	for _, e := range reporttest.Editions().All() {
		r := withoutTotals(e)
		equations := 0
		for _, p := range r.Parts {
			if p.Table != nil {
				equations += len(p.Table.Def.Equations)
			}
		}
		f, err := excelize.OpenReader(bytes.NewReader(soffice(t, workbookOf(t, r), "xlsx")))
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range r.Parts {
			if p.Table == nil {
				continue
			}
			for _, ref := range p.Table.Refs() {
				got, err := f.GetCellValue(p.Def.SheetTitle(), refersTo(t, f, workbook.Name(p.Table.At(ref))))
				if err != nil {
					t.Fatal(err)
				}
				if want := p.Table.Cell(ref).Value.String(); p.Table.Def.IsTotal(ref) && got != want {
					t.Errorf("%s: %q, want %s", p.Table.At(ref), got, want)
				}
			}
		}
		if right, wrong, sentence := verdicts(t, f); right != equations || wrong != 0 || sentence != "全部相符" {
			t.Errorf("%s: %d right, %d wrong of %d, %q", e.ID, right, wrong, equations, sentence)
		}
		f.Close()

		// One figure changed by hand breaks what it is part of: with totals
		// given, the sum of its row, that of its column, or the balance.
		b, err := excelize.OpenReader(bytes.NewReader(workbookOf(t, reporttest.Filled(e))))
		if err != nil {
			t.Fatal(err)
		}
		part := r.Parts[2]
		at := refersTo(t, b, workbook.Name(part.At+"."+part.Table.Def.CellPath(edition.Ref{})))
		if err := b.SetCellInt(part.Def.SheetTitle(), at, 9999); err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		if _, err := b.WriteTo(&out); err != nil {
			t.Fatal(err)
		}
		f, err = excelize.OpenReader(bytes.NewReader(soffice(t, out.Bytes(), "xlsx")))
		if err != nil {
			t.Fatal(err)
		}
		if right, wrong, sentence := verdicts(t, f); right != equations-2 || wrong != 2 || sentence != "有2处不符" {
			t.Errorf("%s, broken: %d right, %d wrong of %d, %q", e.ID, right, wrong, equations, sentence)
		}
		f.Close()
	}
}

// A workbook that LibreOffice has saved reads as before.
func TestLibreOfficeSavesTheSame(t *testing.T) {
	reports := exampleReports(t)
	for _, e := range reporttest.Editions().All() {
		reports = append(reports, reporttest.Filled(e), withoutTotals(e))
	}
	for _, r := range reports {
		got := source.Read("a.xlsx", soffice(t, workbookOf(t, r), "xlsx"), reading())
		if len(got.Problems) > 0 {
			t.Errorf("%s: %+v", r.Path, got.Problems)
		}
		if diff := cmp.Diff(jsonOf(t, r), jsonOf(t, got)); diff != "" {
			t.Errorf("%s: %s", r.Path, diff)
		}
	}
}

// Every sheet prints on one page, with every label and every word whole.
func TestWorkbookPrints(t *testing.T) {
	for _, r := range append(exampleReports(t), reporttest.Filled(reporttest.Editions().Latest())) {
		pdf := filepath.Join(t.TempDir(), "book.pdf")
		if err := os.WriteFile(pdf, soffice(t, workbookOf(t, r), "pdf"), 0o644); err != nil {
			t.Fatal(err)
		}
		info, err := exec.Command("pdfinfo", pdf).Output()
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(info), "A4") {
			t.Errorf("%s: not on A4:\n%s", r.Path, info)
		}
		raw, err := exec.Command("pdftotext", "-raw", pdf, "-").Output()
		if err != nil {
			t.Fatal(err)
		}
		pages := strings.Split(strings.TrimSuffix(string(raw), "\f"), "\f")
		squeeze := func(s string) string {
			return strings.Map(func(r rune) rune {
				if unicode.IsSpace(r) {
					return -1
				}
				return r
			}, s)
		}
		all := squeeze(strings.Join(pages, ""))
		for _, p := range r.Parts {
			if p.Table == nil {
				for _, text := range []*report.Text{p.Text.Lead} {
					if text == nil {
						continue
					}
					for _, paragraph := range text.Paragraphs {
						if !strings.Contains(all, squeeze(paragraph.Text)) {
							t.Errorf("%s: %.20s… is not printed whole", r.Path, paragraph.Text)
						}
					}
				}
				continue
			}
			for _, c := range p.Table.Def.Grid().Cells {
				if c.Kind != edition.GridFigure && !isVertical(c) && !strings.Contains(all, squeeze(c.Label)) {
					t.Errorf("%s: %q is not printed whole", r.Path, c.Label)
				}
			}
		}
		if most := len(r.Parts) + 5; len(pages) < len(r.Parts)+3 || len(pages) > most {
			t.Errorf("%s: %d pages", r.Path, len(pages))
		}
	}
}
