package templates

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"nianbao/internal/edition"
	"nianbao/internal/message"
	"nianbao/internal/report"
	"nianbao/internal/workbook"
	"nianbao/render/document"
)

// WorkbookOptions are what a workbook does not take from its report.
type WorkbookOptions struct {
	// Hints are further words for the message that a cell shows when it is
	// chosen, by the key path of its row.
	Hints map[string]string
	// Created overrides the date that the file records as that of its making;
	// zero leaves it to the report.
	Created time.Time
}

// WorkbookTemplate writes the workbook of an edition with nothing but blanks;
// see Skeleton, which does the same in YAML.
func WorkbookTemplate(w io.Writer, e *edition.Edition, o Options) error {
	s := newSkeleton(e, o)
	return Workbook(w, s.r, WorkbookOptions{Hints: s.notes.Beside})
}

// Workbook writes a report as a workbook to fill in: a sheet for each part laid
// out as the official form, with the sheets that the form does not have before
// and behind them. A total that the report leaves out is a formula, one that it
// gives a constant. It fails for a report that a workbook cannot hold, such as
// one with a paragraph of more than 32,767 characters.
func Workbook(w io.Writer, r *report.Report, o WorkbookOptions) error {
	doc, err := document.Build(r, document.Options{Created: o.Created})
	if err != nil {
		return fmt.Errorf("write workbook: %w", err)
	}
	b := newBook(r, o)
	defer b.file.Close() // nothing is on disk: closing cannot lose anything
	b.guide()
	b.info()
	for _, p := range r.Parts {
		if p.Table != nil {
			b.tableSheet(p)
		} else {
			b.textSheet(p)
		}
	}
	b.checks()
	b.notes()
	b.finish(doc)
	if b.err != nil {
		return fmt.Errorf("write workbook: %w", b.err)
	}
	b.loosen()
	if _, err := b.file.WriteTo(w); err != nil {
		return fmt.Errorf("write workbook: %w", err)
	}
	return nil
}

// The sheets that belong to no part of the form.
const (
	sheetGuide  = "填写说明"
	sheetInfo   = "基本信息"
	sheetChecks = "校验"
)

// book is a workbook in the making. The first fault sticks in err, after which
// nothing more is done.
type book struct {
	file    *excelize.File
	report  *report.Report
	edition *edition.Edition
	hints   map[string]string
	err     error

	sheet  string // being filled
	styles map[look]int
	names  map[string]string // what each defined name stands for, in lower case
	places map[string]place  // of figures, by key path
	loose  map[string][]int  // rows whose heights are only suggested, by sheet
	marks  []mark
	first  bool
}

type place struct{ sheet, cell string }

// mark is a row of source.WorkbookNotes.
type mark struct{ kind, at string }

func newBook(r *report.Report, o WorkbookOptions) *book {
	b := &book{file: excelize.NewFile(), report: r, edition: r.Edition, hints: o.Hints, first: true,
		styles: map[look]int{}, names: map[string]string{}, places: map[string]place{}, loose: map[string][]int{}}
	b.do(b.file.SetDefaultFont(fontText))
	return b
}

func (b *book) do(err error) {
	if b.err == nil {
		b.err = err
	}
}

func (b *book) mark(kind, at string) { b.marks = append(b.marks, mark{kind, at}) }

// newSheet starts a sheet. Sheets of a workbook may not share a title, whatever
// the case of its letters.
func (b *book) newSheet(title string) {
	if b.err != nil {
		return
	}
	if i, err := b.file.GetSheetIndex(title); err != nil || i >= 0 && !b.first {
		b.do(message.New("两个工作表都叫“{sheet}”", "two sheets are called “{sheet}”", "sheet", title))
		return
	}
	if b.first {
		b.do(b.file.SetSheetName("Sheet1", title))
		b.first = false
	} else {
		_, err := b.file.NewSheet(title)
		b.do(err)
	}
	b.sheet = title
	b.page()
}

// page sets a sheet up for A4, as wide as one page and as long as it must be.
func (b *book) page() {
	const a4 = 9
	yes, one, many, inch := true, 1, 0, 0.75
	portrait, size := "portrait", a4
	b.do(b.file.SetSheetProps(b.sheet, &excelize.SheetPropsOptions{FitToPage: &yes}))
	b.do(b.file.SetPageLayout(b.sheet, &excelize.PageLayoutOptions{Size: &size, Orientation: &portrait, FitToWidth: &one, FitToHeight: &many}))
	b.do(b.file.SetPageMargins(b.sheet, &excelize.PageLayoutMarginsOptions{Top: &inch, Bottom: &inch, Left: &inch, Right: &inch, Horizontally: &yes}))
	b.do(b.file.SetHeaderFooter(b.sheet, &excelize.HeaderFooterOptions{OddFooter: `&C— &P —`}))
	no := false
	b.do(b.file.SetSheetView(b.sheet, 0, &excelize.ViewOptions{ShowGridLines: &no}))
}

// repeat has the rows from the first to the last printed on every page.
func (b *book) repeat(from, to int) {
	b.do(b.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", Scope: b.sheet,
		RefersTo: fmt.Sprintf("%s!$%d:$%d", quoted(b.sheet), from, to)}))
}

// protect locks all of a sheet that is not to be filled in, without a password.
func (b *book) protect() {
	b.do(b.file.ProtectSheet(b.sheet, &excelize.SheetProtectionOptions{SelectLockedCells: true, SelectUnlockedCells: true,
		FormatCells: true, FormatColumns: true, FormatRows: true, InsertRows: true, DeleteRows: true, EditObjects: true}))
}

// name binds a cell, or a range, to a defined name.
func (b *book) name(name, ref string) {
	if b.err != nil {
		return
	}
	key := strings.ToLower(name)
	if other, taken := b.names[key]; taken {
		b.do(message.New("单元格{one}和{other}的名称都是“{name}”", "cells {one} and {other} both have the name “{name}”", "one", other, "other", ref, "name", name))
		return
	}
	b.names[key] = ref
	b.do(b.file.SetDefinedName(&excelize.DefinedName{Name: name, RefersTo: quoted(b.sheet) + "!" + absolute(ref)}))
}

// quoted is a sheet's title as formulas write it.
func quoted(sheet string) string { return "'" + strings.ReplaceAll(sheet, "'", "''") + "'" }

// absolute writes A1 as $A$1.
func absolute(ref string) string {
	var parts []string
	for part := range strings.SplitSeq(ref, ":") {
		col, row, err := excelize.CellNameToCoordinates(part)
		if err != nil {
			return ref // only cells that cellAt made come here
		}
		abs, err := excelize.CoordinatesToCellName(col, row, true)
		if err != nil {
			return ref
		}
		parts = append(parts, abs)
	}
	return strings.Join(parts, ":")
}

// cellAt is the name of the cell in a column and row, both from 1.
func cellAt(column, row int) string {
	name, err := excelize.CoordinatesToCellName(column, row)
	if err != nil {
		return "A1" // beyond Excel's limits, which no form reaches
	}
	return name
}

func area(column, row, columns, rows int) string {
	if columns == 1 && rows == 1 {
		return cellAt(column, row)
	}
	return cellAt(column, row) + ":" + cellAt(column+columns-1, row+rows-1)
}

// notes writes the sheet out of sight that tells what cells cannot show.
func (b *book) notes() {
	b.newSheet(workbook.Notes)
	b.text(1, 1, workbook.Version, look{})
	b.text(2, 1, b.edition.ID, look{})
	for i, m := range b.marks {
		b.text(1, i+2, m.kind, look{})
		b.text(2, i+2, m.at, look{})
	}
	sheets := b.file.GetSheetMap()
	for i, id := range slices.Sorted(maps.Keys(sheets)) {
		row := len(b.marks) + i + 2
		b.text(1, row, workbook.MarkSheet, look{})
		b.text(2, row, sheets[id], look{})
		b.text(3, row, strconv.Itoa(id), look{})
	}
	b.do(b.file.SetSheetVisible(b.sheet, false, true))
}

// finish sets what concerns the whole file.
func (b *book) finish(doc *document.Document) {
	b.file.SetActiveSheet(0)
	yes := true
	b.do(b.file.SetCalcProps(&excelize.CalcPropsOptions{FullCalcOnLoad: &yes}))
	created := doc.Created.Format(time.RFC3339)
	b.do(b.file.SetDocProps(&excelize.DocProperties{Creator: xstring(doc.Author), LastModifiedBy: "nianbao", Title: xstring(doc.Title),
		Subject: doc.Subject, Created: created, Modified: created, Language: "zh-CN"}))
	b.do(b.file.SetAppProps(&excelize.AppProperties{Application: "nianbao", AppVersion: "1.0000"}))
}
