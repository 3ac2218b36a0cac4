package templates

import (
	"cmp"
	"fmt"

	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

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

var headingLook = workbook.Look{Font: workbook.FontHeading, Size: 16}

var adviceLook = workbook.Look{Size: 9, Color: workbook.ColorGrey, Left: true, Wrap: true}

// heading begins a part's sheet.
func (b *book) heading(p *report.Part, columns int, advice string) {
	b.Merged(1, rowHeading, columns, 1, edition.Numeral(p.Def.Number)+"、"+p.Def.Heading, headingLook)
	b.Height(rowHeading, 30)
	b.Name(workbook.Heading(p.Def.Key), workbook.CellAt(1, rowHeading))
	b.Merged(1, rowAdvice, columns, 1, advice, adviceLook)
	b.Height(rowAdvice, workbook.HeightFor(workbook.LinesIn(advice, tableWidth, adviceLook.Size), adviceLook.Size))
}

// tableSheet lays a part out as the official form has it.
func (b *book) tableSheet(p *report.Part) {
	b.NewSheet(p.Def.SheetTitle())
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
		l := workbook.Look{Size: tableSize, Border: true, Wrap: true, Vertical: isVertical(c), Left: list}
		b.Merged(c.Column+1, c.Row+firstRow, c.ColumnSpan, c.RowSpan, c.Label, l)
	}
	b.figures(p, grid)
	b.paintFaults(p)
	header := 0
	for header < len(grid.Header) && grid.Header[header] {
		header++
	}
	b.Repeat(firstRow, firstRow+header-1)
	b.Protect()
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
		b.Width(i+1, widths[i])
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
		need := workbook.HeightFor(workbook.LinesIn(c.Label, width, tableSize), tableSize)
		for i := c.Row; i < c.Row+c.RowSpan; i++ {
			need -= heights[i]
		}
		heights[c.Row+c.RowSpan-1] += max(need, 0)
	}
	for i, h := range heights {
		b.Height(i+firstRow, h)
	}
}

// figures writes every figure of a table, its name and what it may hold.
func (b *book) figures(p *report.Part, grid *edition.Grid) {
	t := p.Table
	cells := map[edition.Ref]edition.GridCell{}
	for _, c := range grid.Cells {
		if c.Kind == edition.GridFigure {
			cells[c.Ref] = c
			b.places[t.At(c.Ref)] = place{b.Sheet, c.Column + 1, c.Row + firstRow}
		}
	}
	for _, ref := range t.Refs() {
		c := cells[ref]
		at := t.At(ref)
		b.figure(t, ref, c)
		b.Name(workbook.Name(at), b.places[at].cell())
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
	input := workbook.Look{Size: tableSize, Wrap: true}.AsInput()
	if at.ColumnSpan > 1 {
		defer b.Merge(column, row, at.ColumnSpan, 1)
		b.Dress(column, row, at.ColumnSpan, 1, input)
	}
	parts := totalOf(t, ref)
	if parts != nil && !cell.Given {
		value := ""
		if cell.State == report.Computed {
			value = cell.Value.String()
		}
		sum := b.sum(t, parts)
		b.Formula(column, row, fmt.Sprintf(`IF(COUNT(%s)=0,"",SUM(%s))`, sum, sum), value, workbook.Look{Size: tableSize, Border: true, Fill: workbook.ColorTotal})
		return
	}
	if value, ok := plainNumber(cell.Raw); ok {
		b.Number(column, row, value, input)
		return
	}
	b.Text(column, row, cell.Raw, input)
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
		span := workbook.Area(from[0], from[1], to[0]-from[0]+1, to[1]-from[1]+1)
		if sheet != b.Sheet {
			span = workbook.Quoted(sheet) + "!" + span
		}
		spans = append(spans, span)
	}
	for _, ref := range refs {
		p := b.places[t.At(ref)]
		at := [2]int{p.column, p.row}
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
		b.validation(workbook.Area(first.Column+1, first.Row+firstRow, last.Column+last.ColumnSpan-first.Column, 1), leaves[i],
			row.Label, strings.Join(slices.DeleteFunc(help, func(s string) bool { return s == "" }), "。"))
		i = j
	}
}

func (b *book) validation(cells string, col *edition.Column, title, help string) {
	const most = 999999999
	r := workbook.Expected{}
	rule := ""
	switch col.Type {
	case edition.Count:
		rule, r = "填不小于0的整数", workbook.Expected{Kind: workbook.Whole, Most: most, Wrong: "这里只能填不小于0的整数，没有发生的填0，不要写单位"}
	case edition.Signed:
		rule, r = "填整数，减少的填负数", workbook.Expected{Kind: workbook.Whole, Least: -most, Most: most, Wrong: "这里只能填整数，减少的填负数，没有增减的填0"}
	case edition.Money:
		rule, r = "填数字，单位是"+col.Unit, workbook.Expected{Kind: workbook.Decimal, Most: most, Wrong: "这里只能填不小于0的数字，单位是" + col.Unit + "，不要写单位"}
	case edition.Amount:
		rule = "填数字和单位，如 12.5万元"
	}
	if r.Title, r.Prompt = title, rule; help != "" {
		r.Prompt = help + "。" + rule
	}
	r.Fault = "填写有误"
	b.Expect(cells, r)
}

// paintFaults has the cells of a sum that does not hold turn red as they are
// filled in.
func (b *book) paintFaults(p *report.Part) {
	t := p.Table
	if len(t.Def.Equations) == 0 {
		return
	}
	for _, eq := range t.Def.Equations {
		// The total alone where there is one: it is what does not fit.
		cells := eq.Left
		if !eq.Total {
			cells = slices.Concat(eq.Left, eq.Right)
		}
		var ranges []string
		for _, ref := range cells {
			ranges = append(ranges, b.places[t.At(ref)].cell())
		}
		left, right := fixed(b.sum(t, eq.Left)), fixed(b.sum(t, eq.Right))
		criteria := fmt.Sprintf("AND(COUNT(%s)>0,COUNT(%s)>0,ROUND(SUM(%s)-SUM(%s),6)<>0)", left, right, left, right)
		b.Paint(strings.Join(ranges, ","), criteria, workbook.FaultPaint)
	}
}

// fixed makes the references of a list absolute: a conditional format over
// several cells would shift them otherwise.
func fixed(list string) string {
	parts := strings.Split(list, ",")
	for i, p := range parts {
		parts[i] = workbook.Absolute(p)
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
