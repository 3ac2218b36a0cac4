package document

import (
	"fmt"
	"strings"

	"nianbao/internal/edition"
	"nianbao/internal/report"
)

// elsewhere lists below a table the figures that it has no place for, each with
// the header that it has on its own edition's form: under another one it would
// say what nobody said, and left out it would be lost.
func elsewhere(p *report.Part) []Block {
	var blocks []Block
	for _, o := range p.Elsewhere {
		var lines []Block
		for _, row := range o.Table.Def.Rows {
			if line := figures(o.Table, row); line != "" {
				lines = append(lines, Paragraph{Text: line})
			}
		}
		if len(lines) > 0 {
			blocks = append(blocks, Paragraph{Text: fmt.Sprintf("以下数字按%s版格式填写，上表没有它们的位置，没有填入上表：", o.Edition.ID)})
			blocks = append(blocks, lines...)
		}
	}
	return blocks
}

// figures is a row of another edition's table with its figures, "" for one
// without any.
func figures(t *report.Table, row *edition.Row) string {
	var parts []string
	for i, col := range row.Block.Leaves {
		c := t.Cell(edition.Ref{Row: row.Index, Column: i})
		text := clean(c.Raw)
		if c.State == report.Computed {
			text = c.Value.String()
		}
		if text != "" {
			parts = append(parts, col.Label+" "+text)
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return strings.ReplaceAll(row.Path, ".", "·") + "：" + strings.Join(parts, "，")
}
