package lint

import (
	"bytes"
	"context"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"nianbao/internal/edition"
	"nianbao/internal/message"
	"nianbao/internal/report"
	"nianbao/internal/report/reporttest"
	"nianbao/internal/reportfile"
	"nianbao/internal/source"
	"nianbao/templates"
)

func readingOptions() source.Options {
	return source.Options{Editions: reporttest.Editions(), Words: reporttest.Words()}
}

func workbookOf(t testing.TB, r *report.Report) []byte {
	t.Helper()
	var book bytes.Buffer
	if err := templates.Workbook(&book, r, templates.WorkbookOptions{}); err != nil {
		t.Fatal(err)
	}
	return book.Bytes()
}

// A report gives the same findings, whether it is a workbook or a text.
func TestWorkbookGivesTheSameFindings(t *testing.T) {
	c, opts := catalogue(t), readingOptions()
	l := New(c, Options{})
	found := func(r *report.Report) []string {
		var all []string
		for _, f := range l.Lint(r).Findings {
			all = append(all, strings.Join([]string{f.Rule, f.Form, f.At, c.Message(&f, "zh")}, " | "))
		}
		slices.Sort(all)
		// What stands twice in a paragraph is told once of its cell.
		return slices.Compact(all)
	}
	check := func(name string, r *report.Report) {
		var yaml bytes.Buffer
		if err := reportfile.WriteYAML(&yaml, r); err != nil {
			t.Fatal(err)
		}
		want, got := found(source.Read("a.yaml", yaml.Bytes(), opts)), found(source.Read("a.xlsx", workbookOf(t, r), opts))
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	files, err := filepath.Glob("../examples/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		check(file, source.Read(file, data, opts))
	}
	for _, e := range reporttest.Editions().All() {
		wild := rapid.Custom(func(t *rapid.T) *report.Report { return reporttest.Wild(t, e) })
		for seed := range 20 {
			check(e.ID, wild.Example(seed))
		}
	}
}

// Findings in a workbook are placed in its cells, in the order of the sheets,
// and figures are named as the form does.
func TestWorkbookFindingsHavePlaces(t *testing.T) {
	opts := readingOptions()
	data, err := os.ReadFile("../examples/lucheng-2021.yaml")
	if err != nil {
		t.Fatal(err)
	}
	book := workbookOf(t, source.Read("a.yaml", data, opts))
	res := New(catalogue(t), Options{}).Lint(source.Read("a.xlsx", book, opts))
	order, seen := report.Place{}, false
	for _, f := range res.Findings {
		sheet, cell, ok := f.Pos.Cell()
		if !ok || cell == "" || f.Pos.Line != 0 {
			t.Errorf("%s %s is at %+v", f.Rule, f.At, f.Pos)
		}
		if f.Pos.Before(order) {
			t.Errorf("%s %s is out of order", f.Rule, f.At)
		}
		order = f.Pos
		if f.Rule == "BAL001" && strings.HasSuffix(f.At, "自然人") {
			seen = f.Pos.Named("") == "'三、申请情况'!D30" && f.Spot("zh") == "（七）总计，自然人"
			for _, r := range f.Related {
				other, cell, _ := r.Pos.Cell()
				seen = seen && other == sheet && cell != ""
			}
		}
	}
	if !seen {
		t.Errorf("%+v", res.Findings)
	}
}

// Every fault that the reader of workbooks reports has a message of its own,
// with nothing left open in it.
func TestWorkbookFaultsHaveMessages(t *testing.T) {
	c := catalogue(t)
	args := message.Args{}
	for _, name := range []string{"what", "count", "names", "sheet", "cell", "cells", "shown", "text", "part", "rows", "most", "limit"} {
		args[name] = "1"
	}
	for rule, forms := range map[string]string{
		"SRC001": "workbook xls encrypted macro damaged unzip part rows columns cells merges styles ambiguous empty size",
		"SRC006": "part merged both hidden label",
		"SRC007": "uncalculated cell rounded",
	} {
		seen := map[string]bool{c.Message(&Finding{Rule: rule, Args: args}, "zh"): true}
		for form := range strings.FieldsSeq(forms) {
			f := &Finding{Rule: rule, Form: form, Args: args}
			for _, lang := range []string{"zh", "en"} {
				said, advice := c.Message(f, lang), c.Advice(f, lang)
				if said == "" || advice == "" || strings.ContainsAny(said+advice, "{}") {
					t.Errorf("%s %s %s: %q %q", rule, form, lang, said, advice)
				}
			}
			said := c.Message(f, "zh")
			if seen[said] {
				t.Errorf("%s %s has no message of its own", rule, form)
			}
			seen[said] = true
		}
	}
}

func BenchmarkLintWorkbook(b *testing.B) {
	opts := readingOptions()
	book := workbookOf(b, reporttest.Filled(reporttest.Editions().Latest()))
	l := New(catalogue(b), Options{})
	b.ReportAllocs()
	for b.Loop() {
		if res := l.Lint(source.Read("a.xlsx", book, opts)); res.Unreadable {
			b.Fatal(res)
		}
	}
}

// BenchmarkManyWorkbooks judges many workbooks with two workers; the memory in
// use at its end does not grow with their number.
func BenchmarkManyWorkbooks(b *testing.B) {
	opts := readingOptions()
	book := workbookOf(b, reporttest.Filled(reporttest.Editions().Latest()))
	l := New(catalogue(b), Options{Workers: 2})
	paths := make([]string, 100)
	for i := range paths {
		paths[i] = strconv.Itoa(i) + ".xlsx"
	}
	load := func(_ context.Context, path string) *report.Report { return source.Read(path, book, opts) }
	var most uint64
	for b.Loop() {
		if err := l.Run(context.Background(), paths, load, func(Result) error { return nil }); err != nil {
			b.Fatal(err)
		}
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		most = max(most, m.HeapInuse)
	}
	b.ReportMetric(float64(most>>20), "MB-heap")
}

// A total that the sheet computes stands in its own cell, though the report has
// none, and so does everything that a sum names.
func TestComputedTotalsHaveTheirCells(t *testing.T) {
	opts := readingOptions()
	data, err := os.ReadFile("../examples/clean-2024.yaml")
	if err != nil {
		t.Fatal(err)
	}
	r := source.Read("a.yaml", data, opts)
	table := r.Part("收到和处理政府信息公开申请情况").Table
	for i, row := range table.Cells {
		for j := range row {
			ref := edition.Ref{Row: i, Column: j}
			if table.Def.IsTotal(ref) {
				row[j] = report.Cell{}
			}
		}
	}
	received := table.Cells[0]
	report.SetCell(&received[0], received[0].Value.Add(decimal.NewFromInt(1)).String(), table.Column(edition.Ref{}), reporttest.Words())
	table.Recompute()

	res := New(catalogue(t), Options{}).Lint(source.Read("a.xlsx", workbookOf(t, r), opts))
	cells := map[string]bool{}
	for _, f := range res.Findings {
		if f.Rule != "BAL001" {
			continue
		}
		for _, p := range append(f.Related, report.Related{Pos: f.Pos}) {
			sheet, cell, ok := p.Pos.Cell()
			if !ok || sheet != "三、申请情况" {
				t.Errorf("%s of %s is at %s", p.At, f.At, p.Short(""))
			}
			cells[cell] = true
		}
	}
	// The received and carried over and the totals of the first and last column.
	for _, want := range []string{"D7", "D8", "D30", "D31", "J7", "J8", "J30", "J31"} {
		if !cells[want] {
			t.Errorf("%s is not named among %v", want, slices.Sorted(maps.Keys(cells)))
		}
	}
}
