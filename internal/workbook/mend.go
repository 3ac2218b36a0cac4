package workbook

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"nianbao/internal/edit"
	"nianbao/internal/report"
)

// mendWorkbook writes the new texts into their cells, figures as numbers where
// they are plain ones.
func Mend(data []byte, changes []edit.Change) (out []byte, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("mend workbook: %v", fault)
		}
	}()
	book, failed := openBook(data)
	if failed != nil {
		return nil, fmt.Errorf("mend workbook: SRC001 %s", failed.Form)
	}
	defer book.close()
	for i, c := range changes {
		switch {
		case c.Paragraph == 0:
			err = book.setFigure(c.Pos, c.To)
		case i > 0 && changes[i-1].At == c.At && changes[i-1].Paragraph == c.Paragraph:
			// All edits of a paragraph are made at once.
		default:
			err = book.setParagraph(c.Pos, c.Whole, c.Meant)
		}
		if err != nil {
			return nil, fmt.Errorf("mend workbook: %w", err)
		}
	}
	if err := book.file.SetCalcProps(recalculate()); err != nil {
		return nil, fmt.Errorf("mend workbook: %w", err)
	}
	var b bytes.Buffer
	if _, err := book.file.WriteTo(&b); err != nil {
		return nil, fmt.Errorf("mend workbook: %w", err)
	}
	return b.Bytes(), nil
}

func (b *xbook) setFigure(pos report.Place, text string) error {
	sheet, cell, _ := pos.Cell()
	value, err := strconv.ParseFloat(text, 64)
	if err == nil && exact(value) == text {
		return b.file.SetCellFloat(sheet, cell, value, -1, 64)
	}
	return b.file.SetCellStr(sheet, cell, text)
}

// setParagraph replaces one paragraph of a cell, which may hold several.
func (b *xbook) setParagraph(pos report.Place, old, text string) error {
	sheet, cell, _ := pos.Cell()
	value, err := b.file.GetCellValue(sheet, cell, excelize.Options{RawCellValue: true})
	if err != nil {
		return err
	}
	return b.file.SetCellStr(sheet, cell, strings.Replace(value, old, text, 1))
}

// recalculate has programs calculate a workbook anew when they open it.
func recalculate() *excelize.CalcPropsOptions {
	yes := true
	return &excelize.CalcPropsOptions{FullCalcOnLoad: &yes}
}
