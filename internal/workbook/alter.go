package workbook

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// Alter makes the changes in a workbook that hands make in a spreadsheet program,
// so that examples of rules can show them: 删除名称 PATH, 公式 PATH =FORMULA, 插入行
// SHEET ROW, where PATH is a key path.
func Alter(data []byte, changes []string) (_ []byte, err error) {
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	defer func() {
		if closing := f.Close(); err == nil {
			err = closing
		}
	}()
	for _, line := range changes {
		if err := alter(f, strings.TrimSpace(line)); err != nil {
			return nil, fmt.Errorf("%s: %w", strings.TrimSpace(line), err)
		}
	}
	var out bytes.Buffer
	if _, err := f.WriteTo(&out); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

func alter(f *excelize.File, line string) error {
	verb, rest, _ := strings.Cut(line, " ")
	what, how, _ := strings.Cut(rest, " ")
	switch verb {
	case "删除名称":
		return f.DeleteDefinedName(&excelize.DefinedName{Name: Name(what)})
	case "公式":
		sheet, cell, err := namedCell(f, Name(what))
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
