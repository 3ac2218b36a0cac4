package workbook

import (
	"bytes"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"nianbao/internal/bind"
	"nianbao/internal/report"
)

// xbook is an open workbook: the only place that reads cells through the
// library.
type xbook struct {
	file   *excelize.File
	sheets []string
	is1904 bool
	merges map[string][]rect
	// formats remembers what number formats do, by style.
	formats map[int]format
	// names are the defined names of ours and where they lead; lower are the
	// same in lower case, since programs may change the case of a name.
	names, lower map[string]xref
	// renamed are the titles of sheets by the titles that they had at first.
	renamed map[string]string
	// contents are the cells that hold something, by sheet, row by row.
	contents map[string][]filledSpot
	// plain are the sheets that need not be read through the library.
	plain map[string]*plainSheet
}

// xref is a cell of a workbook, counted from 1.
type xref struct {
	sheet       string
	column, row int
}

// rect is a merged range.
type rect struct{ left, top, right, bottom int }

func (r rect) holds(column, row int) bool {
	return r.left <= column && column <= r.right && r.top <= row && row <= r.bottom
}

// openBook opens a workbook after a look at what is in it.
func openBook(data []byte) (*xbook, *bind.Failure) {
	found, failed := checkWorkbook(data)
	if failed != nil {
		return nil, failed
	}
	f, err := excelize.OpenReader(bytes.NewReader(found.data), excelize.Options{
		RawCellValue: true, UnzipSizeLimit: maxUnzipped, UnzipXMLSizeLimit: maxUnzipped})
	if err != nil {
		return nil, &bind.Failure{Form: "damaged"}
	}
	b := &xbook{file: f, sheets: f.GetSheetList(), contents: found.contents, plain: found.plain.read(), merges: map[string][]rect{}, formats: map[int]format{}, names: map[string]xref{}, lower: map[string]xref{}}
	if props, err := f.GetWorkbookProps(); err == nil && props.Date1904 != nil {
		b.is1904 = *props.Date1904
	}
	b.withoutFindings()
	if failed := b.checkSheets(); failed != nil {
		b.close()
		return nil, failed
	}
	b.readTitles()
	b.readNames()
	return b, nil
}

// checkSheets has the library parse every sheet that is not read without it.
// Where it cannot, because the part breaks off, is gone or says what no sheet
// says, its other functions take the sheet for an empty one, and what stood there
// would be lost in silence.
func (b *xbook) checkSheets() *bind.Failure {
	for _, sheet := range b.sheets {
		if b.plain[sheet] != nil {
			continue
		}
		// A chart's sheet is an error of its own, which only the words tell.
		if _, err := b.file.GetMergeCells(sheet, true); err != nil && !strings.HasSuffix(err.Error(), "is not a worksheet") {
			return &bind.Failure{Form: "sheet", Args: map[string]string{"sheet": sheet}}
		}
	}
	return nil
}

// readTitles finds the sheets that have another title now than the notes tell.
// A number may be given to another sheet once its own is deleted; a sheet whose
// title the notes know is therefore never taken for another.
func (b *xbook) readTitles() {
	b.renamed = map[string]string{}
	if !slices.Contains(b.sheets, Notes) {
		return
	}
	first := map[string]string{} // titles by number
	for row := 2; row <= b.lastRow(Notes); row++ {
		if b.read(xref{Notes, 1, row}, true).text == MarkSheet {
			first[b.read(xref{Notes, 3, row}, true).text] = b.read(xref{Notes, 2, row}, true).text
		}
	}
	known := map[string]bool{}
	for _, title := range first {
		known[title] = true
	}
	for id, now := range b.file.GetSheetMap() {
		if title := first[strconv.Itoa(id)]; title != "" && !known[now] && slices.Contains(b.sheets, now) && !slices.Contains(b.sheets, title) {
			b.renamed[title] = now
		}
	}
}

// close lets go of the workbook. Nothing of it is on disk.
func (b *xbook) close() { _ = b.file.Close() }

// readNames finds the names of ours. A sheet that was copied brings them a
// second time, for itself alone: those of the whole book hold.
func (b *xbook) readNames() {
	local := map[string]bool{}
	for _, d := range b.file.GetDefinedName() {
		if !strings.HasPrefix(d.Name, namePrefix) {
			continue
		}
		isLocal := d.Scope != "Workbook" && d.Scope != ""
		if _, known := b.names[d.Name]; known && (isLocal || !local[d.Name]) {
			continue
		}
		if ref, ok := b.target(d.RefersTo); ok {
			b.names[d.Name], local[d.Name] = ref, isLocal
			b.lower[strings.ToLower(d.Name)] = ref
		}
	}
}

// target is the first cell of what a name refers to, such as 'a b'!$E$7:$F$8.
func (b *xbook) target(refers string) (xref, bool) {
	refers = strings.TrimPrefix(strings.TrimSpace(refers), "=")
	i := strings.LastIndexByte(refers, '!')
	if i < 0 {
		return xref{}, false
	}
	sheet := strings.TrimPrefix(refers[:i], "$")
	if len(sheet) > 1 && sheet[0] == '\'' && sheet[len(sheet)-1] == '\'' {
		sheet = strings.ReplaceAll(sheet[1:len(sheet)-1], "''", "'")
	}
	if now, ok := b.renamed[sheet]; ok {
		sheet = now
	}
	if !slices.Contains(b.sheets, sheet) {
		return xref{}, false
	}
	cell, _, _ := strings.Cut(strings.ReplaceAll(refers[i+1:], "$", ""), ":")
	column, row, err := excelize.CellNameToCoordinates(cell)
	if err != nil || column > maxWidth || row > maxRows {
		return xref{}, false
	}
	return xref{sheet, column, row}, true
}

// name returns the cell that a defined name leads to.
func (b *xbook) name(name string) (xref, bool) {
	ref, ok := b.names[name]
	if !ok {
		ref, ok = b.lower[strings.ToLower(name)]
	}
	return ref, ok
}

func cellName(column, row int) string {
	name, err := excelize.CoordinatesToCellName(column, row)
	if err != nil {
		return ""
	}
	return name
}

// pos is a cell as a place in the input.
func (b *xbook) pos(ref xref) report.Place {
	const columns, rows = 1 << 14, 1 << 21
	order := (1+slices.Index(b.sheets, ref.sheet))*rows*columns + ref.row*columns + ref.column
	return report.InCell(ref.sheet, cellName(ref.column, ref.row), order)
}

// inCell reports whether a place is a cell.
func inCell(p report.Place) bool {
	_, _, ok := p.Cell()
	return ok
}

// merged returns the merged range that a cell is in.
func (b *xbook) merged(ref xref) (rect, bool) {
	all, known := b.merges[ref.sheet]
	if s := b.plain[ref.sheet]; s != nil {
		all, known = s.merges, true
	}
	if !known {
		cells, err := b.file.GetMergeCells(ref.sheet, true)
		if err != nil {
			cells = nil // a sheet without cells, such as a chart's
		}
		for _, m := range cells {
			left, top, err1 := excelize.CellNameToCoordinates(m.GetStartAxis())
			right, bottom, err2 := excelize.CellNameToCoordinates(m.GetEndAxis())
			if err1 == nil && err2 == nil {
				all = append(all, rect{left, top, right, bottom})
			}
		}
		b.merges[ref.sheet] = all
	}
	for _, r := range all {
		if r.holds(ref.column, ref.row) {
			return r, true
		}
	}
	return rect{}, false
}

// lastRow is the number of a sheet's last row that holds anything.
func (b *xbook) lastRow(sheet string) int {
	if cells := b.contents[sheet]; len(cells) > 0 {
		return cells[len(cells)-1].row
	}
	return 0
}

// hidden reports whether a cell cannot be seen.
func (b *xbook) hidden(ref xref) bool {
	if visible, err := b.file.GetSheetVisible(ref.sheet); err == nil && !visible {
		return true
	}
	if s := b.plain[ref.sheet]; s != nil {
		return s.hidden(ref)
	}
	if visible, err := b.file.GetRowVisible(ref.sheet, ref.row); err == nil && !visible && ref.row <= maxRows {
		return true
	}
	column, err := excelize.ColumnNumberToName(ref.column)
	if err != nil {
		return false
	}
	visible, err := b.file.GetColVisible(ref.sheet, column)
	return err == nil && !visible
}
