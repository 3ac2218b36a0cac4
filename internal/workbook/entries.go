package workbook

import (
	"fmt"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"
)

// Limits of the messages of a cell, in characters.
const (
	maxPromptTitle = 32
	maxPrompt      = 250
)

func cut(text string, most int) string {
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return text
}

// EntryKind is what may be typed into a cell.
type EntryKind uint8

const (
	anything EntryKind = iota
	Whole
	Decimal
)

// entry says what cells may hold, with the message that shows when one is chosen
// and the one that refuses what is no such thing.
type Expected struct {
	Kind          EntryKind
	Least, Most   int
	Title, Prompt string
	Fault, Wrong  string
}

// Expect tells what is to be typed into cells.
func (b *Writer) Expect(cells string, e Expected) {
	dv := excelize.NewDataValidation(true)
	dv.SetSqref(cells)
	switch e.Kind {
	case anything:
		dv.Type = "none"
	case Whole:
		b.do(dv.SetRange(e.Least, e.Most, excelize.DataValidationTypeWhole, excelize.DataValidationOperatorBetween))
	case Decimal:
		b.do(dv.SetRange(e.Least, e.Most, excelize.DataValidationTypeDecimal, excelize.DataValidationOperatorBetween))
	}
	if e.Wrong != "" {
		dv.SetError(excelize.DataValidationErrorStyleStop, e.Fault, e.Wrong)
	}
	dv.SetInput(cut(e.Title, maxPromptTitle), cut(e.Prompt, maxPrompt))
	if b.err == nil {
		b.do(b.file.AddDataValidation(b.Sheet, dv))
	}
}

// Choose gives a cell a drop-down list. Where it is not strict, other values may
// be typed after a warning.
func (b *Writer) Choose(cell, title, help string, choice []string, strict bool) {
	strictness := excelize.DataValidationErrorStyleWarning
	if strict {
		strictness = excelize.DataValidationErrorStyleStop
	}
	dv := excelize.NewDataValidation(true)
	dv.SetSqref(cell)
	dv.SetInput(title, cut(help, maxPrompt))
	dv.SetError(strictness, "请从列表中选", cut("可选："+strings.Join(choice, "、"), maxPrompt))
	// A list with a comma in an entry, or beyond the limit, cannot be shown.
	if len(strings.Join(choice, ",")) <= maxPrompt*3 && !slices.ContainsFunc(choice, func(s string) bool { return strings.Contains(s, ",") }) {
		b.do(dv.SetDropList(choice))
	}
	if b.err == nil {
		b.do(b.file.AddDataValidation(b.Sheet, dv))
	}
}

// The paints of cells whose state a formula tells.
var (
	FaultPaint     = Look{Color: colorRed, Fill: colorFault}
	BoldFaultPaint = Look{Color: colorRed, Fill: colorFault, Bold: true}
	GoodPaint      = Look{Color: colorGreen}
)

// Paint gives cells another colour while a formula holds.
func (b *Writer) Paint(cells, criteria string, l Look) {
	b.conditional(cells, excelize.ConditionalFormatOptions{Type: "formula", Criteria: criteria}, l)
}

// PaintAbove gives a cell another colour while its figure is above a limit.
func (b *Writer) PaintAbove(cell string, limit int, l Look) {
	b.conditional(cell, excelize.ConditionalFormatOptions{Type: "cell", Criteria: ">", Value: fmt.Sprint(limit)}, l)
}

func (b *Writer) conditional(cells string, c excelize.ConditionalFormatOptions, l Look) {
	if b.err != nil {
		return
	}
	id, known := b.paints[l]
	if !known {
		s := &excelize.Style{Font: &excelize.Font{Color: l.Color, Bold: l.Bold}}
		if l.Fill != "" {
			s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{l.Fill}}
		}
		var err error
		id, err = b.file.NewConditionalStyle(s)
		b.do(err)
		b.paints[l] = id
	}
	c.Format = &id
	if b.err == nil {
		b.do(b.file.SetConditionalFormat(b.Sheet, cells, []excelize.ConditionalFormatOptions{c}))
	}
}

// Link makes a cell lead to another.
func (b *Writer) Link(cell, sheet, to, tip string) {
	if b.err == nil {
		b.do(b.file.SetCellHyperLink(b.Sheet, cell, Quoted(sheet)+"!"+to, "Location", excelize.HyperlinkOpts{Tooltip: &tip}))
	}
}
