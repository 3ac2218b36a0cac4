package templates

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"time"

	"nianbao/internal/edition"
	"nianbao/internal/report"
	"nianbao/internal/workbook"
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
	if r.Unreadable || r.Edition == nil {
		return errors.New("write workbook: the report could not be read")
	}
	b := newBook(r, o)
	defer b.Close()
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
	if err := b.WriteTo(w, r.Metadata(o.Created)); err != nil {
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

// book is the workbook of a report in the making.
type book struct {
	*workbook.Writer
	report  *report.Report
	edition *edition.Edition
	hints   map[string]string
	places  map[string]place // of figures, by key path
	marks   []mark
}

// place is where a figure stands.
type place struct {
	sheet       string
	column, row int
}

func (p place) cell() string { return workbook.CellAt(p.column, p.row) }

// mark is a row of source.WorkbookNotes.
type mark struct{ kind, at string }

func newBook(r *report.Report, o WorkbookOptions) *book {
	return &book{Writer: workbook.NewWriter(), report: r, edition: r.Edition, hints: o.Hints, places: map[string]place{}}
}

func (b *book) mark(kind, at string) { b.marks = append(b.marks, mark{kind, at}) }

// notes writes the sheet out of sight that tells what cells cannot show.
func (b *book) notes() {
	b.NewSheet(workbook.Notes)
	b.Text(1, 1, workbook.Version, workbook.Look{})
	b.Text(2, 1, b.edition.ID, workbook.Look{})
	for i, m := range b.marks {
		b.Text(1, i+2, m.kind, workbook.Look{})
		b.Text(2, i+2, m.at, workbook.Look{})
	}
	for i, sheet := range b.Numbers() {
		row := len(b.marks) + i + 2
		b.Text(1, row, workbook.MarkSheet, workbook.Look{})
		b.Text(2, row, sheet.Title, workbook.Look{})
		b.Text(3, row, strconv.Itoa(sheet.Number), workbook.Look{})
	}
	b.Hide()
}
