package templates

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"nianbao/internal/edition"
	"nianbao/internal/report"
	"nianbao/internal/report/reporttest"
	"nianbao/internal/source"
	"nianbao/internal/workbook"
)

// sheets is a template that hands write into.
type sheets struct {
	*testing.T
	*excelize.File
}

func blankSheets(t *testing.T, e *edition.Edition, o Options) *sheets {
	t.Helper()
	var b bytes.Buffer
	if err := WorkbookTemplate(&b, e, o); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return &sheets{t, f}
}

// place is where the text at a key path begins.
func (s *sheets) place(sheet, at string) (row int) {
	s.Helper()
	_, row, err := excelize.CellNameToCoordinates(refersTo(s.T, s.File, workbook.Name(at)))
	if err != nil {
		s.Fatal(err)
	}
	return row
}

// paste puts paragraphs into a column, each in a row of its own, as spreadsheet
// programs do.
func (s *sheets) paste(sheet string, row, column int, paragraphs ...string) {
	s.Helper()
	for i, text := range paragraphs {
		if err := s.SetCellStr(sheet, workbook.CellAt(column, row+i), text); err != nil {
			s.Fatal(err)
		}
	}
}

func (s *sheets) locked(sheet string, row, column int) bool {
	s.Helper()
	id, err := s.GetCellStyle(sheet, workbook.CellAt(column, row))
	if err != nil {
		s.Fatal(err)
	}
	style, err := s.GetStyle(id)
	if err != nil {
		s.Fatal(err)
	}
	return style.Protection == nil || style.Protection.Locked
}

func (s *sheets) read() *report.Report {
	s.Helper()
	var b bytes.Buffer
	if err := s.Write(&b); err != nil {
		s.Fatal(err)
	}
	return source.Read("a.xlsx", b.Bytes(), reading())
}

func numbered(n int) []string {
	all := make([]string, n)
	for i := range all {
		all[i] = fmt.Sprintf("第%d段。", i+1)
	}
	return all
}

func paragraphsOf(t *report.Text) string {
	if t == nil {
		return ""
	}
	var all []string
	for _, p := range t.Paragraphs {
		all = append(all, p.Text)
	}
	return strings.Join(all, "\n")
}

// textAt is the text at a key path, a paragraph a line.
func textAt(r *report.Report, at string) string {
	for _, t := range r.Texts() {
		if t.At == at {
			return paragraphsOf(t)
		}
	}
	return ""
}

// As many paragraphs as a section has rows for are all of that section, and the
// row behind them takes no paste.
func TestPastedParagraphsStayInTheirSection(t *testing.T) {
	for _, e := range reporttest.Editions().All() {
		for _, p := range e.Parts {
			if p.Text == nil {
				continue
			}
			var all []string
			if p.Text.Lead != "" {
				all = append(all, edition.Join(p.Key, p.Text.Lead))
			} else {
				all = append(all, p.Key)
			}
			for _, d := range p.Text.Sections {
				all = append(all, edition.Join(p.Key, d.Key))
			}
			for _, at := range all {
				for _, n := range []int{9, roomRows} {
					s := blankSheets(t, e, Options{Year: e.Years.From + 1})
					row := s.place(p.SheetTitle(), at)
					s.paste(p.SheetTitle(), row, columnBody, numbered(n)...)
					if n == roomRows && !s.locked(p.SheetTitle(), row+n, columnBody) {
						t.Errorf("%s %s: row %d is not locked", e.ID, at, row+n)
					}
					for i := range n {
						if s.locked(p.SheetTitle(), row+i, columnBody) {
							t.Errorf("%s %s: row %d is locked", e.ID, at, row+i)
						}
					}
					got := s.read()
					texts := map[string]string{}
					for _, text := range got.Texts() {
						if paragraphs := paragraphsOf(text); paragraphs != "" {
							texts[text.At] = paragraphs
						}
					}
					if diff := cmp.Diff(map[string]string{at: strings.Join(numbered(n), "\n")}, texts); diff != "" {
						t.Errorf("%s %s, %d paragraphs: %s", e.ID, at, n, diff)
					}
					for _, problem := range got.Problems {
						if problem.Rule == "SRC006" {
							t.Errorf("%s %s: %+v", e.ID, at, problem)
						}
					}
				}
			}
		}
	}
}

// What runs over the closing row of a sheet without protection is read.
func TestTextOnTheClosingRowIsRead(t *testing.T) {
	e := reporttest.Editions().Latest()
	p := e.Parts[0]
	s := blankSheets(t, e, Options{Year: e.Years.From + 1})
	at := edition.Join(p.Key, p.Text.Sections[0].Key)
	s.paste(p.SheetTitle(), s.place(p.SheetTitle(), at), columnBody, numbered(roomRows+3)...)
	r := s.read()
	if got := textAt(r, at) + "\n" + textAt(r, edition.Join(p.Key, p.Text.Sections[1].Key)); got != strings.Join(numbered(roomRows+3), "\n") {
		t.Error(got)
	}
}

// A cell holds several paragraphs, in every text of the workbook.
func TestSeveralParagraphsInACell(t *testing.T) {
	e := reporttest.Editions().Latest()
	s := blankSheets(t, e, Options{Year: e.Years.From + 1})
	p := e.Parts[0]
	at := edition.Join(p.Key, p.Text.Sections[1].Key)
	s.paste(p.SheetTitle(), s.place(p.SheetTitle(), at), columnBody, "第一段。\n第二段。\r\n\n第三段。")
	s.paste(sheetInfo, s.place(sheetInfo, edition.KeyPreamble), columnValue, "甲。\n乙。")
	r := s.read()
	if got := textAt(r, at); got != "第一段。\n第二段。\n第三段。" {
		t.Errorf("%q", got)
	}
	if got := paragraphsOf(r.Preamble); got != "甲。\n乙。" {
		t.Errorf("%q", got)
	}
}

// The preamble and the short names have room, and nothing runs on into what is
// below them.
func TestListsOfInfoAreClosed(t *testing.T) {
	e := reporttest.Editions().Latest()
	s := blankSheets(t, e, Options{Year: e.Years.From + 1})
	for at, room := range map[string]int{edition.KeyPreamble: preambleRows, edition.Join(edition.KeyAgency, edition.KeyShort): shortRows} {
		row := s.place(sheetInfo, at)
		for i := range room + 1 {
			if locked := s.locked(sheetInfo, row+i, columnValue); locked != (i == room) {
				t.Errorf("%s: row %d locked: %v", at, row+i, locked)
			}
		}
	}
}

// A part that is not divided goes into the template's own row for that.
func TestUndividedPart(t *testing.T) {
	for _, e := range reporttest.Editions().All() {
		for _, p := range e.Parts {
			if p.Text == nil || p.Text.Lead != "" || len(p.Text.Sections) == 0 {
				continue
			}
			s := blankSheets(t, e, Options{Year: e.Years.From + 1})
			s.paste(p.SheetTitle(), s.place(p.SheetTitle(), p.Key), columnBody, "存在的问题。", "改进的情况。")
			r := s.read()
			got := r.Part(p.Key)
			if !got.Text.Bare || len(got.Text.Sections) > 0 || paragraphsOf(got.Text.Lead) != "存在的问题。\n改进的情况。" {
				t.Errorf("%s: %+v", e.ID, got.Text)
			}
			for _, problem := range r.Problems {
				if problem.Rule != "SRC008" {
					t.Errorf("%s: %+v", e.ID, problem)
				}
			}
			// With a section as well it is still told, and nothing is dropped unsaid.
			s.paste(p.SheetTitle(), s.place(p.SheetTitle(), edition.Join(p.Key, p.Text.Sections[0].Key)), columnBody, "另写的问题。")
			told := false
			for _, problem := range s.read().Problems {
				told = told || problem.Form == "both"
			}
			if !told {
				t.Errorf("%s: text in both is not told", e.ID)
			}
		}
	}
}

// Governments get rows for what only they report on, others none; what is typed
// there is the section's.
func TestRowsOfGovernments(t *testing.T) {
	for _, e := range reporttest.Editions().All() {
		for _, a := range e.Agencies {
			s := blankSheets(t, e, Options{Year: e.Years.From + 1, Type: a.Type})
			p := e.Parts[0]
			labels := map[string]int{}
			rows, err := s.GetRows(p.SheetTitle())
			if err != nil {
				t.Fatal(err)
			}
			for i, cells := range rows {
				if len(cells) > 0 && cells[0] != "" {
					labels[cells[0]] = i + 1
				}
			}
			for _, d := range p.Text.Sections {
				for _, topic := range d.Topics {
					row := labels[topic.Label]
					if (row > 0) != (!topic.Government || a.Government) {
						t.Errorf("%s %s: row of %s: %d", e.ID, a.Type, topic.Label, row)
					}
					if row == 0 {
						continue
					}
					s.paste(p.SheetTitle(), row, columnBody, "这一项的情况。")
					if got := textAt(s.read(), edition.Join(p.Key, d.Key)); !strings.Contains(got, "这一项的情况。") {
						t.Errorf("%s %s: %s reads %q", e.ID, a.Type, topic.Label, got)
					}
				}
			}
		}
	}
}

// Dates that serve as examples are of the year after the report's.
func TestExampleDatesAreOfTheNextYear(t *testing.T) {
	for _, e := range reporttest.Editions().All() {
		for _, year := range []int{0, e.Years.From, e.Years.From + 1} {
			s := blankSheets(t, e, Options{Year: year})
			next := fmt.Sprintf("%d-01-", year+1)
			for _, at := range []string{edition.Join(edition.KeySignature, edition.KeyDate), edition.KeyPublished} {
				note, err := s.GetCellValue(sheetInfo, workbook.CellAt(columnNote, s.place(sheetInfo, at)))
				if err != nil || strings.Contains(note, "-01-") != (year > 0) || year > 0 && !strings.Contains(note, next) {
					t.Errorf("%s %d %s: %q, %v", e.ID, year, at, note, err)
				}
			}
			if text := string(skeletonOf(t, e, Options{Year: year})); strings.Contains(text, "-01-18") != (year > 0) || year > 0 && !strings.Contains(text, next) {
				t.Errorf("%s %d: the skeleton has another date", e.ID, year)
			}
		}
	}
}

// With Zero every figure is 0, save what is carried over and what was in force
// last year; without it all stay blank.
func TestZero(t *testing.T) {
	for _, e := range reporttest.Editions().All() {
		for _, zero := range []bool{false, true} {
			for name, r := range map[string]*report.Report{
				"yaml": read(skeletonOf(t, e, Options{Year: e.Years.From + 1, Zero: zero})),
				"xlsx": blankSheets(t, e, Options{Year: e.Years.From + 1, Zero: zero}).read(),
			} {
				for _, p := range r.Parts {
					if p.Table == nil {
						continue
					}
					for _, ref := range p.Table.Refs() {
						want := ""
						if zero && !p.Table.Def.IsTotal(ref) {
							want = "0"
						}
						if c := p.Table.Cell(ref); c.Raw != want {
							t.Errorf("%s %s %s: %q, want %q", e.ID, name, p.Table.At(ref), c.Raw, want)
						}
					}
				}
			}
		}
		last := reporttest.Filled(e)
		with, without := read(skeletonOf(t, e, Options{From: last, Zero: true})), read(skeletonOf(t, e, Options{From: last}))
		for i, p := range with.Parts {
			if p.Table == nil {
				continue
			}
			for _, ref := range p.Table.Refs() {
				got, plain := p.Table.Cell(ref).Raw, without.Parts[i].Table.Cell(ref).Raw
				if plain != "" && got != plain {
					t.Errorf("%s %s: %q, carried over %q", e.ID, p.Table.At(ref), got, plain)
				}
			}
		}
	}
}

// A workbook of the layout before, with three rows a section and none to close
// them, reads as the report that it was made from.
func TestEarlierLayoutIsRead(t *testing.T) {
	data, err := os.ReadFile("testdata/lucheng-2021-layout1.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	from, err := os.ReadFile("../examples/lucheng-2021.yaml")
	if err != nil {
		t.Fatal(err)
	}
	got := source.Read("a.xlsx", data, reading())
	if len(got.Problems) > 0 {
		t.Errorf("%+v", got.Problems)
	}
	if diff := cmp.Diff(jsonOf(t, source.Read("a.yaml", from, reading())), jsonOf(t, got)); diff != "" {
		t.Error(diff)
	}
}
