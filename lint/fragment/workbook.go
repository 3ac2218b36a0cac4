package fragment

import (
	"bytes"
	"strings"

	"nianbao/internal/report"
	"nianbao/internal/workbook"
	"nianbao/templates"
)

// changedWorkbook is the workbook of a report after some changes; see
// workbook.Alter.
func changedWorkbook(r *report.Report, changes string) ([]byte, error) {
	var b bytes.Buffer
	if err := templates.Workbook(&b, r, templates.WorkbookOptions{}); err != nil {
		return nil, err
	}
	return workbook.Alter(b.Bytes(), strings.Split(strings.TrimSpace(changes), "\n"))
}
