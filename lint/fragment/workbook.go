package fragment

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"nianbao/internal/report"
	"nianbao/internal/workbook"
	"nianbao/templates"
)

// changedWorkbook is the workbook of a report after some changes: 删除名称 PATH,
// 公式 PATH =FORMULA, 插入行 SHEET ROW.
func changedWorkbook(r *report.Report, changes string) (_ []byte, err error) {
	var b bytes.Buffer
	if err := templates.Workbook(&b, r, templates.WorkbookOptions{}); err != nil {
		return nil, err
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		return nil, err
	}
	defer func() {
		if closing := f.Close(); err == nil {
			err = closing
		}
	}()
	for line := range strings.Lines(changes) {
		if err := change(f, strings.TrimSpace(line)); err != nil {
			return nil, fmt.Errorf("%s: %w", strings.TrimSpace(line), err)
		}
	}
	var out bytes.Buffer
	if _, err := f.WriteTo(&out); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

func change(f *excelize.File, line string) error {
	verb, rest, _ := strings.Cut(line, " ")
	what, how, _ := strings.Cut(rest, " ")
	switch verb {
	case "删除名称":
		return f.DeleteDefinedName(&excelize.DefinedName{Name: workbook.Name(what)})
	case "公式":
		sheet, cell, err := namedCell(f, workbook.Name(what))
		if err != nil {
			return err
		}
		// What the cell held would be taken for the formula's value.
		if err := f.SetCellValue(sheet, cell, nil); err != nil {
			return err
		}
		return f.SetCellFormula(sheet, cell, how)
	case "插入行":
		row, err := strconv.Atoi(how)
		if err != nil {
			return err
		}
		return f.InsertRows(what, row, 1)
	}
	return fmt.Errorf("no change %q", verb)
}

func namedCell(f *excelize.File, name string) (sheet, cell string, err error) {
	for _, d := range f.GetDefinedName() {
		if d.Name == name {
			sheet, cell, _ = strings.Cut(strings.ReplaceAll(d.RefersTo, "$", ""), "!")
			return strings.Trim(sheet, "'"), cell, nil
		}
	}
	return "", "", fmt.Errorf("no name %s", name)
}
