package workbook

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"nianbao/internal/message"
	"nianbao/internal/report"
)

// Writer is a workbook in the making. It fills one sheet after the other; columns
// and rows count from 1. The first fault sticks, after which nothing more is done.
type Writer struct {
	file *excelize.File
	err  error

	Sheet  string // being filled
	styles map[Look]int
	names  map[string]string // what each defined name stands for, in lower case
	paints map[Look]int      // of the sheet being filled
	loose  map[string][]int  // rows whose heights are only suggested, by sheet
	first  bool
}

// NewWriter begins a workbook.
func NewWriter() *Writer {
	b := &Writer{file: excelize.NewFile(), first: true, styles: map[Look]int{}, names: map[string]string{}, loose: map[string][]int{}}
	b.do(b.file.SetDefaultFont(fontText))
	return b
}

// Close lets go of the workbook; nothing is on disk.
func (b *Writer) Close() { _ = b.file.Close() }

func (b *Writer) do(err error) {
	if b.err == nil {
		b.err = err
	}
}

// NewSheet starts a sheet. Sheets of a workbook may not share a title, whatever
// the case of its letters.
func (b *Writer) NewSheet(title string) {
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
	b.Sheet, b.paints = title, map[Look]int{}
	b.page()
}

// page sets a sheet up for A4, as wide as one page and as long as it must be.
func (b *Writer) page() {
	const a4 = 9
	yes, one, many, inch := true, 1, 0, 0.75
	portrait, size := "portrait", a4
	b.do(b.file.SetSheetProps(b.Sheet, &excelize.SheetPropsOptions{FitToPage: &yes}))
	b.do(b.file.SetPageLayout(b.Sheet, &excelize.PageLayoutOptions{Size: &size, Orientation: &portrait, FitToWidth: &one, FitToHeight: &many}))
	b.do(b.file.SetPageMargins(b.Sheet, &excelize.PageLayoutMarginsOptions{Top: &inch, Bottom: &inch, Left: &inch, Right: &inch, Horizontally: &yes}))
	b.do(b.file.SetHeaderFooter(b.Sheet, &excelize.HeaderFooterOptions{OddFooter: `&C— &P —`}))
	no := false
	b.do(b.file.SetSheetView(b.Sheet, 0, &excelize.ViewOptions{ShowGridLines: &no}))
}

// Repeat has the rows from the first to the last printed on every page.
func (b *Writer) Repeat(from, to int) {
	b.do(b.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", Scope: b.Sheet,
		RefersTo: fmt.Sprintf("%s!$%d:$%d", Quoted(b.Sheet), from, to)}))
}

// Protect locks all of a sheet that is not to be filled in, without a password.
func (b *Writer) Protect() {
	b.do(b.file.ProtectSheet(b.Sheet, &excelize.SheetProtectionOptions{SelectLockedCells: true, SelectUnlockedCells: true,
		FormatCells: true, FormatColumns: true, FormatRows: true, InsertRows: true, DeleteRows: true, EditObjects: true}))
}

// Name binds a cell, or a range, to a defined name.
func (b *Writer) Name(name, ref string) {
	if b.err != nil {
		return
	}
	key := strings.ToLower(name)
	if other, taken := b.names[key]; taken {
		b.do(message.New("单元格{one}和{other}的名称都是“{name}”", "cells {one} and {other} both have the name “{name}”", "one", other, "other", ref, "name", name))
		return
	}
	b.names[key] = ref
	b.do(b.file.SetDefinedName(&excelize.DefinedName{Name: name, RefersTo: Quoted(b.Sheet) + "!" + Absolute(ref)}))
}

// Quoted is a sheet's title as formulas write it.
func Quoted(sheet string) string { return "'" + strings.ReplaceAll(sheet, "'", "''") + "'" }

// Absolute writes A1 as $A$1.
func Absolute(ref string) string {
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

// CellAt is the name of the cell in a column and row, both from 1.
func CellAt(column, row int) string {
	name, err := excelize.CoordinatesToCellName(column, row)
	if err != nil {
		return "A1" // beyond Excel's limits, which no form reaches
	}
	return name
}

func Area(column, row, columns, rows int) string {
	if columns == 1 && rows == 1 {
		return CellAt(column, row)
	}
	return CellAt(column, row) + ":" + CellAt(column+columns-1, row+rows-1)
}

// Hide puts the sheet that is being filled out of sight for good.
func (b *Writer) Hide() { b.do(b.file.SetSheetVisible(b.Sheet, false, true)) }

// sheetNumber is a sheet with its number in the file, which outlasts its title.
type sheetNumber struct {
	Title  string
	Number int
}

// Numbers are the sheets so far, by their numbers.
func (b *Writer) Numbers() []sheetNumber {
	sheets := b.file.GetSheetMap()
	var all []sheetNumber
	for _, id := range slices.Sorted(maps.Keys(sheets)) {
		all = append(all, sheetNumber{sheets[id], id})
	}
	return all
}

// WriteTo sets what concerns the whole file and writes it. It returns the fault
// that stuck, if any.
func (b *Writer) WriteTo(w io.Writer, m report.Metadata) error {
	b.file.SetActiveSheet(0)
	b.do(b.file.SetCalcProps(recalculate()))
	created := m.Created.Format(time.RFC3339)
	b.do(b.file.SetDocProps(&excelize.DocProperties{Creator: xstring(m.Author), LastModifiedBy: "nianbao", Title: xstring(m.Title),
		Subject: m.Subject, Created: created, Modified: created, Language: "zh-CN"}))
	b.do(b.file.SetAppProps(&excelize.AppProperties{Application: "nianbao", AppVersion: "1.0000"}))
	if b.err != nil {
		return b.err
	}
	b.loosen()
	_, err := b.file.WriteTo(w)
	return err
}
