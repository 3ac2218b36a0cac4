package templates

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"nianbao/internal/report"
	"nianbao/internal/report/reporttest"
	"nianbao/internal/source"
)

func filledWorkbook(b *testing.B) (*report.Report, []byte) {
	r := reporttest.Filled(reporttest.Editions().Latest())
	var out bytes.Buffer
	if err := Workbook(&out, r, WorkbookOptions{}); err != nil {
		b.Fatal(err)
	}
	return r, out.Bytes()
}

func BenchmarkWorkbook(b *testing.B) {
	r, _ := filledWorkbook(b)
	b.ReportAllocs()
	for b.Loop() {
		if err := Workbook(io.Discard, r, WorkbookOptions{}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkRead reads a workbook; BenchmarkReadBare is what the library alone
// takes to open it and read the same cells, the measure for it.
func BenchmarkRead(b *testing.B) {
	_, data := filledWorkbook(b)
	opts := reading()
	b.ReportAllocs()
	for b.Loop() {
		if r := source.Read("a.xlsx", data, opts); len(r.Problems) > 0 {
			b.Fatal(r.Problems)
		}
	}
}

func BenchmarkReadBare(b *testing.B) {
	_, data := filledWorkbook(b)
	b.ReportAllocs()
	for b.Loop() {
		f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{RawCellValue: true})
		if err != nil {
			b.Fatal(err)
		}
		cells := 0
		for _, d := range f.GetDefinedName() {
			sheet, cell, found := strings.Cut(strings.NewReplacer("'", "", "$", "").Replace(d.RefersTo), "!")
			if !found || !strings.HasPrefix(d.Name, "年报_") {
				continue
			}
			if _, err := f.GetCellValue(sheet, cell); err != nil {
				b.Fatal(err)
			}
			cells++
		}
		if cells < 200 {
			b.Fatal(cells)
		}
		f.Close()
	}
}
