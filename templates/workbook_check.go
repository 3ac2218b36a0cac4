package templates

import (
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"

	"nianbao/internal/edition"
	"nianbao/internal/report"
)

// checks is the sheet of every sum and balance of the form, calculated while
// the workbook is filled in.
func (b *book) checks() {
	b.newSheet(sheetChecks)
	widths := []float64{6, 36, 34, 9, 9, 9, 7}
	for column, width := range widths {
		b.width(column+1, width)
	}
	b.merged(1, 1, len(widths), 1, sheetChecks, headingLook)
	b.height(1, 30)
	const head, first = 3, 4
	for i, text := range []string{"部分", "行或列", "等式", "左边", "右边", "差", "结果"} {
		b.text(i+1, head, text, look{size: tableSize, bold: true, border: true, fill: colorTotal})
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
		b.merged(1, first, len(widths), 1, "这一格式没有合计和勾稽关系", adviceLook)
	} else {
		b.verdict(first, row-1, len(widths))
	}
	b.repeat(head, head)
	b.protect()
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
	small := look{size: tableSize, border: true, wrap: true}
	label := small
	label.left = true
	line := t.Column(eq.Anchor).Label
	if eq.Each == "row" {
		line = strings.ReplaceAll(t.Def.Rows[eq.Anchor.Row].Path, ".", "·")
	}
	words := spellSide(t, eq, eq.Left) + "＝" + spellSide(t, eq, eq.Right)
	b.text(1, row, edition.Numeral(p.Def.Number), small)
	b.text(2, row, line, label)
	b.text(3, row, words, label)
	b.height(row, heightFor(max(linesIn(words, 34, tableSize), linesIn(line, 36, tableSize)), tableSize))
	if b.err == nil {
		anchor := b.places[t.At(eq.Anchor)]
		tip := "转到" + anchor.cell
		b.do(b.file.SetCellHyperLink(b.sheet, cellAt(2, row), quoted(anchor.sheet)+"!"+anchor.cell, "Location",
			excelize.HyperlinkOpts{Tooltip: &tip}))
	}
	left, right := b.sum(t, eq.Left), b.sum(t, eq.Right)
	leftSum, _ := total(t, eq.Left)
	rightSum, _ := total(t, eq.Right)
	b.formula(columnLeft, row, "SUM("+left+")", leftSum.String(), small)
	b.formula(columnRight, row, "SUM("+right+")", rightSum.String(), small)
	leftCell, rightCell := cellAt(columnLeft, row), cellAt(columnRight, row)
	b.formula(columnDifference, row, fmt.Sprintf("ROUND(%s-%s,6)", leftCell, rightCell), leftSum.Sub(rightSum).String(), small)
	b.formula(columnResult, row, fmt.Sprintf(`IF(OR(COUNT(%s)=0,COUNT(%s)=0),"—",IF(%s=0,"✓","✗"))`, left, right, cellAt(columnDifference, row)), "", small)
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
	results := area(columnResult, first, 1, last-first+1)
	b.dress(1, 2, columns, 1, look{size: 12, bold: true})
	b.formula(1, 2, fmt.Sprintf(`IF(COUNTIF(%s,"✗")=0,IF(COUNTIF(%s,"✓")=0,"尚未填写","全部相符"),"有"&COUNTIF(%s,"✗")&"处不符")`,
		results, results, results), "", look{size: 12, bold: true})
	if b.err != nil {
		return
	}
	b.do(b.file.MergeCell(b.sheet, cellAt(1, 2), cellAt(columns, 2)))
	b.height(2, 24)
	red, err := b.file.NewConditionalStyle(&excelize.Style{Font: &excelize.Font{Color: colorRed, Bold: true},
		Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{colorFault}}})
	b.do(err)
	green, err := b.file.NewConditionalStyle(&excelize.Style{Font: &excelize.Font{Color: colorGreen}})
	b.do(err)
	if b.err != nil {
		return
	}
	cell := cellAt(columnResult, first)
	broken := fmt.Sprintf(`$%s="✗"`, cell)
	b.do(b.file.SetConditionalFormat(b.sheet, area(columnLeft, first, 4, last-first+1),
		[]excelize.ConditionalFormatOptions{{Type: "formula", Criteria: broken, Format: &red}}))
	b.do(b.file.SetConditionalFormat(b.sheet, results,
		[]excelize.ConditionalFormatOptions{{Type: "formula", Criteria: fmt.Sprintf(`$%s="✓"`, cell), Format: &green}}))
	b.do(b.file.SetConditionalFormat(b.sheet, "A2", []excelize.ConditionalFormatOptions{
		{Type: "formula", Criteria: fmt.Sprintf(`COUNTIF(%s,"✗")>0`, absolute(results)), Format: &red}}))
}
