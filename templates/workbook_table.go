package templates

import (
	"cmp"
	"fmt"

	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"

	"nianbao/internal/edition"
	"nianbao/internal/regex"
	"nianbao/internal/report"
	"nianbao/internal/workbook"
)

// A part's sheet begins with its heading and a line of advice.
const (
	rowHeading = 1
	rowAdvice  = 2
	firstRow   = 4 // of a table's grid
)

// tableWidth is how wide a table is, in Excel's units: the type area of A4.
const tableWidth = 94.0

const tableSize = 10.0 // points

var headingLook = look{font: fontHeading, size: 16}

var adviceLook = look{size: 9, color: colorGrey, left: true, wrap: true}

// heading begins a part's sheet.
func (b *book) heading(p *report.Part, columns int, advice string) {
	b.merged(1, rowHeading, columns, 1, edition.Numeral(p.Def.Number)+"、"+p.Def.Heading, headingLook)
	b.height(rowHeading, 30)
	b.name(workbook.Heading(p.Def.Key), cellAt(1, rowHeading))
	b.merged(1, rowAdvice, columns, 1, advice, adviceLook)
	b.height(rowAdvice, heightFor(linesIn(advice, tableWidth, adviceLook.size), adviceLook.size))
}

// tableSheet lays a part out as the official form has it.
func (b *book) tableSheet(p *report.Part) {
	b.newSheet(p.Def.SheetTitle())
	grid := p.Def.Table.Grid()
	advice := "浅黄色的单元格填数字，没有发生的填0，不要空着；选中单元格会显示这一行统计什么。"
	if len(p.Def.Table.Equations) > 0 {
		advice += "灰色的总计自动计算；变红的单元格合计或者勾稽关系不符，详见“" + sheetChecks + "”。"
	}
	b.heading(p, len(grid.Columns), advice)
	widths := b.columnWidths(grid)
	b.gridHeights(grid, widths)
	for _, c := range grid.Cells {
		if c.Kind == edition.GridFigure {
			continue
		}
		// Labels on several levels read as a list, those on one, and those of
		// groups, as headings.
		list := c.Kind == edition.GridLabel && !c.Group && len(p.Def.Table.Stub) > 1
		l := look{size: tableSize, border: true, wrap: true, vertical: isVertical(c), left: list}
		b.merged(c.Column+1, c.Row+firstRow, c.ColumnSpan, c.RowSpan, c.Label, l)
	}
	b.figures(p, grid)
	b.paintFaults(p)
	header := 0
	for header < len(grid.Header) && grid.Header[header] {
		header++
	}
	b.repeat(firstRow, firstRow+header-1)
	b.protect()
}

// columnWidths shares the width out as the edition says.
func (b *book) columnWidths(grid *edition.Grid) []float64 {
	sum := 0
	for _, w := range grid.Columns {
		sum += w
	}
	widths := make([]float64, len(grid.Columns))
	for i, w := range grid.Columns {
		widths[i] = tableWidth * float64(w) / float64(sum)
		b.width(i+1, widths[i])
	}
	return widths
}

func isVertical(c edition.GridCell) bool { return c.Group && c.Of != nil && c.Of.Vertical }

// gridHeights makes every row as high as its texts need. A cell over several
// rows has theirs together; what it still lacks is added to the last.
func (b *book) gridHeights(grid *edition.Grid, widths []float64) {
	const least = 20.0
	heights := make([]float64, len(grid.Header))
	for i := range heights {
		heights[i] = least
	}
	cells := slices.Clone(grid.Cells)
	slices.SortStableFunc(cells, func(x, y edition.GridCell) int { return cmp.Compare(x.RowSpan, y.RowSpan) })
	for _, c := range cells {
		if c.Kind == edition.GridFigure || isVertical(c) {
			continue
		}
		width := 0.0
		for _, w := range widths[c.Column : c.Column+c.ColumnSpan] {
			width += w
		}
		need := heightFor(linesIn(c.Label, width, tableSize), tableSize)
		for i := c.Row; i < c.Row+c.RowSpan; i++ {
			need -= heights[i]
		}
		heights[c.Row+c.RowSpan-1] += max(need, 0)
	}
	for i, h := range heights {
		b.height(i+firstRow, h)
	}
}

// figures writes every figure of a table, its name and what it may hold.
func (b *book) figures(p *report.Part, grid *edition.Grid) {
	t := p.Table
	cells := map[edition.Ref]edition.GridCell{}
	for _, c := range grid.Cells {
		if c.Kind == edition.GridFigure {
			cells[c.Ref] = c
			b.places[t.At(c.Ref)] = place{b.sheet, cellAt(c.Column+1, c.Row+firstRow)}
		}
	}
	for _, ref := range t.Refs() {
		c := cells[ref]
		at := t.At(ref)
		b.figure(t, ref, c)
		b.name(workbook.Name(at), b.places[at].cell)
	}
	b.absences(p)
	for _, row := range t.Def.Rows {
		b.validate(t, row, cells)
	}
}

// figureLook is that of a figure; a column of its own is wide.
func (b *book) figure(t *report.Table, ref edition.Ref, at edition.GridCell) {
	cell := t.Cell(ref)
	column, row := at.Column+1, at.Row+firstRow
	input := look{size: tableSize, wrap: true}.asInput()
	if at.ColumnSpan > 1 {
		defer func() {
			if b.err == nil {
				b.do(b.file.MergeCell(b.sheet, cellAt(column, row), cellAt(column+at.ColumnSpan-1, row)))
			}
		}()
		b.dress(column, row, at.ColumnSpan, 1, input)
	}
	parts := totalOf(t, ref)
	if parts != nil && !cell.Given {
		value := ""
		if cell.State == report.Computed {
			value = cell.Value.String()
		}
		sum := b.sum(t, parts)
		b.formula(column, row, fmt.Sprintf(`IF(COUNT(%s)=0,"",SUM(%s))`, sum, sum), value, look{size: tableSize, border: true, fill: colorTotal})
		return
	}
	if value, ok := plainNumber(cell.Raw); ok {
		b.number(column, row, value, input)
		return
	}
	b.text(column, row, cell.Raw, input)
}

// totalOf returns what a cell is the sum of, nil for one that is no sum. Of a
// grand total, which is both a row's and a column's, the first is as good.
func totalOf(t *report.Table, ref edition.Ref) []edition.Ref {
	for _, eq := range t.Def.Equations {
		if eq.Total && eq.Left[0] == ref {
			return eq.Right
		}
	}
	return nil
}

var plain = regex.Must(`^-?(0|[1-9][0-9]*)(\.[0-9]*[1-9])?$`)

// plainNumber tells what a cell can hold as a number and give back to the
// letter: Excel keeps 15 digits.
func plainNumber(raw string) (float64, bool) {
	const digits = 15
	if !plain.MatchString(raw) || raw == "-0" || len(strings.Trim(raw, "-.")) > digits {
		return 0, false
	}
	value, err := strconv.ParseFloat(raw, 64)
	return value, err == nil
}

// sum lists cells for a function such as SUM, neighbours as ranges, so that a
// row or column inserted between them counts.
func (b *book) sum(t *report.Table, refs []edition.Ref) string {
	var spans []string
	from, to := [2]int{}, [2]int{}
	sheet := ""
	flush := func() {
		if sheet == "" {
			return
		}
		span := area(from[0], from[1], to[0]-from[0]+1, to[1]-from[1]+1)
		if sheet != b.sheet {
			span = quoted(sheet) + "!" + span
		}
		spans = append(spans, span)
	}
	for _, ref := range refs {
		p := b.places[t.At(ref)]
		column, row, err := excelize.CellNameToCoordinates(p.cell)
		b.do(err)
		at := [2]int{column, row}
		right := at == [2]int{to[0] + 1, to[1]} && from[1] == to[1]
		below := at == [2]int{to[0], to[1] + 1} && from[0] == to[0]
		if sheet != p.sheet || !right && !below {
			flush()
			from, sheet = at, p.sheet
		}
		to = at
	}
	flush()
	return strings.Join(spans, ",")
}

// absences notes what the report leaves out, as much at a time as possible.
func (b *book) absences(p *report.Part) {
	if !p.Given {
		b.mark(workbook.MarkAbsent, p.At)
		return
	}
	t := p.Table
	var missing []string
	for _, row := range t.Def.Rows {
		var cells []string
		for i := range row.Block.Leaves {
			ref := edition.Ref{Row: row.Index, Column: i}
			if !t.Cell(ref).Given && totalOf(t, ref) == nil {
				cells = append(cells, t.At(ref))
			}
		}
		inputs := 0
		for i := range row.Block.Leaves {
			if totalOf(t, edition.Ref{Row: row.Index, Column: i}) == nil {
				inputs++
			}
		}
		if len(cells) == inputs && inputs > 0 {
			cells = []string{p.At + "." + row.Path}
		}
		missing = append(missing, cells...)
	}
	for _, at := range missing {
		b.mark(workbook.MarkAbsent, at)
	}
}

// validate says what the cells of a row may hold, with a message on what the
// row counts that shows when one is chosen.
func (b *book) validate(t *report.Table, row *edition.Row, cells map[edition.Ref]edition.GridCell) {
	leaves := row.Block.Leaves
	for i := 0; i < len(leaves); {
		j := i + 1
		for j < len(leaves) && leaves[j].Type == leaves[i].Type && leaves[j].Help == leaves[i].Help {
			j++
		}
		first, last := cells[edition.Ref{Row: row.Index, Column: i}], cells[edition.Ref{Row: row.Index, Column: j - 1}]
		help := []string{row.Help, leaves[i].Help}
		if hint := b.hints[t.Part.At+"."+row.Path]; hint != "" {
			help = []string{hint, leaves[i].Help}
			if strings.Contains(hint, leaves[i].Help) {
				help = help[:1]
			}
		}
		b.validation(area(first.Column+1, first.Row+firstRow, last.Column+last.ColumnSpan-first.Column, 1), leaves[i],
			row.Label, strings.Join(slices.DeleteFunc(help, func(s string) bool { return s == "" }), "。"))
		i = j
	}
}

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

func (b *book) validation(cells string, col *edition.Column, title, help string) {
	const most = 999999999
	dv := excelize.NewDataValidation(true)
	dv.SetSqref(cells)
	rule, wrong := "", ""
	switch col.Type {
	case edition.Count:
		rule, wrong = "填不小于0的整数", "这里只能填不小于0的整数，没有发生的填0，不要写单位"
		b.do(dv.SetRange(0, most, excelize.DataValidationTypeWhole, excelize.DataValidationOperatorBetween))
	case edition.Signed:
		rule, wrong = "填整数，减少的填负数", "这里只能填整数，减少的填负数，没有增减的填0"
		b.do(dv.SetRange(-most, most, excelize.DataValidationTypeWhole, excelize.DataValidationOperatorBetween))
	case edition.Money:
		rule, wrong = "填数字，单位是"+col.Unit, "这里只能填不小于0的数字，单位是"+col.Unit+"，不要写单位"
		b.do(dv.SetRange(0, most, excelize.DataValidationTypeDecimal, excelize.DataValidationOperatorBetween))
	case edition.Amount:
		rule = "填数字和单位，如 12.5万元"
		dv.Type = "none"
	}
	if wrong != "" {
		dv.SetError(excelize.DataValidationErrorStyleStop, "填写有误", wrong)
	}
	text := rule
	if help != "" {
		text = help + "。" + rule
	}
	dv.SetInput(cut(title, maxPromptTitle), cut(text, maxPrompt))
	if b.err == nil {
		b.do(b.file.AddDataValidation(b.sheet, dv))
	}
}

// paintFaults has the cells of a sum that does not hold turn red as they are
// filled in.
func (b *book) paintFaults(p *report.Part) {
	t := p.Table
	if len(t.Def.Equations) == 0 || b.err != nil {
		return
	}
	red, err := b.file.NewConditionalStyle(&excelize.Style{Font: &excelize.Font{Color: colorRed},
		Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{colorFault}}})
	b.do(err)
	for _, eq := range t.Def.Equations {
		// The total alone where there is one: it is what does not fit.
		cells := eq.Left
		if !eq.Total {
			cells = slices.Concat(eq.Left, eq.Right)
		}
		var ranges []string
		for _, ref := range cells {
			ranges = append(ranges, b.places[t.At(ref)].cell)
		}
		left, right := fixed(b.sum(t, eq.Left)), fixed(b.sum(t, eq.Right))
		criteria := fmt.Sprintf("AND(COUNT(%s)>0,COUNT(%s)>0,ROUND(SUM(%s)-SUM(%s),6)<>0)", left, right, left, right)
		if b.err == nil {
			b.do(b.file.SetConditionalFormat(b.sheet, strings.Join(ranges, ","),
				[]excelize.ConditionalFormatOptions{{Type: "formula", Criteria: criteria, Format: &red}}))
		}
	}
}

// fixed makes the references of a list absolute: a conditional format over
// several cells would shift them otherwise.
func fixed(list string) string {
	parts := strings.Split(list, ",")
	for i, p := range parts {
		parts[i] = absolute(p)
	}
	return strings.Join(parts, ",")
}

// total is the sum of the figures that cells hold.
func total(t *report.Table, refs []edition.Ref) (sum decimal.Decimal, some bool) {
	for _, ref := range refs {
		if c := t.Cell(ref); c.HasValue() {
			sum, some = sum.Add(c.Value), true
		}
	}
	return sum, some
}
