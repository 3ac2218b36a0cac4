package templates

import (
	"fmt"
	"strings"

	"nianbao/internal/edition"
	"nianbao/internal/report"
	"nianbao/internal/workbook"
)

// checks is the sheet of every sum and balance of the form, calculated while
// the workbook is filled in.
func (b *book) checks() {
	b.NewSheet(sheetChecks)
	widths := []float64{6, 36, 34, 9, 9, 9, 7}
	for column, width := range widths {
		b.Width(column+1, width)
	}
	b.Merged(1, 1, len(widths), 1, sheetChecks, headingLook)
	b.Height(1, 30)
	const head, first = 3, 4
	for i, text := range []string{"部分", "行或列", "等式", "左边", "右边", "差", "结果"} {
		b.Text(i+1, head, text, workbook.Look{Size: tableSize, Bold: true, Border: true, Fill: workbook.ColorTotal})
	}
	row := first
	for _, p := range b.report.Parts {
		if p.Table == nil {
			continue
		}
		for _, eq := range p.Table.Def.Equations {
			b.check(p, eq, row)
			row++
		}
	}
	if row == first {
		b.Merged(1, first, len(widths), 1, "这一格式没有合计和勾稽关系", adviceLook)
	} else {
		b.verdict(first, row-1, len(widths))
	}
	b.Repeat(head, head)
	b.Protect()
}

const (
	columnLeft = iota + 4
	columnRight
	columnDifference
	columnResult
)

// check is the row of one equation. One whose either side has no figure at all
// says nothing yet.
func (b *book) check(p *report.Part, eq *edition.Equation, row int) {
	t := p.Table
	small := workbook.Look{Size: tableSize, Border: true, Wrap: true}
	label := small
	label.Left = true
	line := t.Column(eq.Anchor).Label
	if eq.Each == "row" {
		line = strings.ReplaceAll(t.Def.Rows[eq.Anchor.Row].Path, ".", "·")
	}
	words := spellSide(t, eq, eq.Left) + "＝" + spellSide(t, eq, eq.Right)
	b.Text(1, row, edition.Numeral(p.Def.Number), small)
	b.Text(2, row, line, label)
	b.Text(3, row, words, label)
	b.Height(row, workbook.HeightFor(max(workbook.LinesIn(words, 34, tableSize), workbook.LinesIn(line, 36, tableSize)), tableSize))
	anchor := b.places[t.At(eq.Anchor)]
	b.Link(workbook.CellAt(2, row), anchor.sheet, anchor.cell(), "转到"+anchor.cell())
	left, right := b.sum(t, eq.Left), b.sum(t, eq.Right)
	leftSum, _ := total(t, eq.Left)
	rightSum, _ := total(t, eq.Right)
	b.Formula(columnLeft, row, "SUM("+left+")", leftSum.String(), small)
	b.Formula(columnRight, row, "SUM("+right+")", rightSum.String(), small)
	leftCell, rightCell := workbook.CellAt(columnLeft, row), workbook.CellAt(columnRight, row)
	b.Formula(columnDifference, row, fmt.Sprintf("ROUND(%s-%s,6)", leftCell, rightCell), leftSum.Sub(rightSum).String(), small)
	b.Formula(columnResult, row, fmt.Sprintf(`IF(OR(COUNT(%s)=0,COUNT(%s)=0),"—",IF(%s=0,"✓","✗"))`, left, right, workbook.CellAt(columnDifference, row)), "", small)
}

// spellSide writes a side in words: the lines that it adds, or of many the
// first and the last.
func spellSide(t *report.Table, eq *edition.Equation, side []edition.Ref) string {
	const most = 3
	var names []string
	for _, ref := range side {
		if eq.Each == "row" {
			names = append(names, t.Column(ref).Label)
		} else {
			names = append(names, t.Def.Rows[ref.Row].Name())
		}
	}
	if len(names) > most {
		return fmt.Sprintf("%s至%s（%d项之和）", names[0], names[len(names)-1], len(names))
	}
	return strings.Join(names, "＋")
}

// verdict sums the checks up above them, and colours them.
func (b *book) verdict(first, last, columns int) {
	results := workbook.Area(columnResult, first, 1, last-first+1)
	b.Dress(1, 2, columns, 1, workbook.Look{Size: 12, Bold: true})
	b.Formula(1, 2, fmt.Sprintf(`IF(COUNTIF(%s,"✗")=0,IF(COUNTIF(%s,"✓")=0,"尚未填写","全部相符"),"有"&COUNTIF(%s,"✗")&"处不符")`,
		results, results, results), "", workbook.Look{Size: 12, Bold: true})
	b.Merge(1, 2, columns, 1)
	b.Height(2, 24)
	cell := workbook.CellAt(columnResult, first)
	b.Paint(workbook.Area(columnLeft, first, 4, last-first+1), fmt.Sprintf(`$%s="✗"`, cell), workbook.BoldFaultPaint)
	b.Paint(results, fmt.Sprintf(`$%s="✓"`, cell), workbook.GoodPaint)
	b.Paint("A2", fmt.Sprintf(`COUNTIF(%s,"✗")>0`, workbook.Absolute(results)), workbook.BoldFaultPaint)
}
