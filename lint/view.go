package lint

import (
	"cmp"
	"slices"
	"strings"

	"nianbao/internal/edition"
	"nianbao/internal/report"
)

// PartView is what it takes to show the findings of one part of a report.
type PartView struct {
	// Key is what the key paths of the part's findings begin with.
	Key string
	// Heading is the part's heading with its number.
	Heading string
	// Table is nil for prose and for a table that no finding speaks of.
	Table *TableView
}

// TableView is a table as the official form draws it. Each row lists the cells
// that begin in it, left to right, as HTML does.
type TableView struct {
	// Columns is the width of the whole grid.
	Columns int
	Rows    [][]CellView
}

// CellView is one cell of a drawn table.
type CellView struct {
	Kind                CellKind
	Text                string
	RowSpan, ColumnSpan int
	// Vertical text runs from top to bottom.
	Vertical bool
	// At is the key path of a figure.
	At string
	// Computed marks a total that the author left out.
	Computed bool
}

// CellKind tells labels from figures.
type CellKind int

// The kinds of cell.
const (
	Figure CellKind = iota
	ColumnHead
	RowHead
)

// viewParts describes the parts of a report, in the order of the form, and
// draws the tables that findings speak of.
func viewParts(r *report.Report, findings []Finding) []PartView {
	var views []PartView
	for _, p := range r.Parts {
		v := PartView{Key: p.At, Heading: r.NumberedPart(p)}
		if p.Table != nil && p.Given && spokenOf(p, findings) {
			v.Table = drawTable(r, p)
		}
		views = append(views, v)
	}
	return views
}

func spokenOf(p *report.Part, findings []Finding) bool {
	within := func(at string) bool { return at == p.At || strings.HasPrefix(at, p.At+".") }
	return slices.ContainsFunc(findings, func(f Finding) bool {
		return within(f.At) || slices.ContainsFunc(f.Related, func(place report.Place) bool { return within(place.At) })
	})
}

// drawing lays out one table.
type drawing struct {
	report *report.Report
	part   *report.Part
	stub   int
	view   TableView
}

func drawTable(r *report.Report, p *report.Part) *TableView {
	def := p.Table.Def
	d := &drawing{report: r, part: p, stub: len(def.Stub), view: TableView{Columns: len(def.Stub) + len(def.Values)}}
	for _, b := range def.Blocks {
		if def.Across {
			d.across(b)
		} else {
			d.block(b)
		}
	}
	return &d.view
}

// block adds a run of rows: the caption, the header, then a line for each row.
func (d *drawing) block(b *edition.Block) {
	if b.Caption != "" {
		d.put(d.grow(1), CellView{Kind: ColumnHead, Text: b.Caption, RowSpan: 1, ColumnSpan: d.view.Columns})
	}
	depth := columnDepth(b.Columns)
	row := d.grow(depth)
	d.put(row, CellView{Kind: ColumnHead, Text: b.Stub, RowSpan: depth, ColumnSpan: d.stub})
	d.columnHeads(b.Columns, row, row+depth)
	d.rows(b.Rows, d.grow(countLeaves(b.Rows)), 0)
}

// across sets the rows of a block side by side: their labels are headers over
// the block's columns, and all figures stand in one line.
func (d *drawing) across(b *edition.Block) {
	depth := rowDepth(b.Rows) + columnDepth(b.Columns)
	row := d.grow(depth)
	d.rowHeadsAcross(b, b.Rows, row, d.grow(1))
}

func (d *drawing) rowHeadsAcross(b *edition.Block, rows []*edition.Row, row, figures int) {
	for _, r := range rows {
		d.put(row, CellView{Kind: ColumnHead, Text: d.label(r), RowSpan: 1,
			ColumnSpan: columnSpan(b.Columns) * countLeaves([]*edition.Row{r})})
		if len(r.Rows) > 0 {
			d.rowHeadsAcross(b, r.Rows, row+1, figures)
			continue
		}
		d.columnHeads(b.Columns, row+1, figures)
		d.figures(r, figures)
	}
}

// columnHeads adds headers from row down. One over a column of figures reaches
// down to end, one over other headers takes a single row.
func (d *drawing) columnHeads(columns []*edition.Column, row, end int) {
	for _, c := range columns {
		height := end - row
		if len(c.Columns) > 0 {
			height = 1
		}
		d.put(row, CellView{Kind: ColumnHead, Text: c.Label, RowSpan: height, ColumnSpan: columnSpan([]*edition.Column{c})})
		d.columnHeads(c.Columns, row+1, end)
	}
}

// rows adds labels and figures from row down. A label over others takes one
// column of the stub, that of a row of figures what is left of it.
func (d *drawing) rows(rows []*edition.Row, row, column int) {
	for _, r := range rows {
		height := countLeaves([]*edition.Row{r})
		head := CellView{Kind: RowHead, Text: d.label(r), RowSpan: height, ColumnSpan: d.stub - column}
		if len(r.Rows) > 0 {
			head.ColumnSpan, head.Vertical = 1, r.Vertical
		}
		d.put(row, head)
		if len(r.Rows) > 0 {
			d.rows(r.Rows, row, column+1)
		} else {
			d.figures(r, row)
		}
		row += height
	}
}

func (d *drawing) figures(r *edition.Row, row int) {
	t := d.part.Table
	for i, column := range r.Block.Leaves {
		ref := edition.Ref{Row: r.Index, Column: i}
		c := t.Cell(ref)
		v := CellView{Text: c.Raw, RowSpan: 1, ColumnSpan: column.Span, At: t.At(ref)}
		if c.State == report.Computed {
			v.Text, v.Computed = c.Value.String(), true
		}
		d.put(row, v)
	}
}

// label is a row's label as the author printed it, or the form's.
func (d *drawing) label(r *edition.Row) string {
	if r.Key == "" {
		return r.Label
	}
	return cmp.Or(d.report.LabelText(d.part, r), r.Label)
}

func (d *drawing) put(row int, c CellView) { d.view.Rows[row] = append(d.view.Rows[row], c) }

// grow adds n rows and returns the number of the first.
func (d *drawing) grow(n int) int {
	first := len(d.view.Rows)
	d.view.Rows = append(d.view.Rows, make([][]CellView, n)...)
	return first
}

func columnDepth(columns []*edition.Column) int {
	depth := 0
	for _, c := range columns {
		depth = max(depth, 1+columnDepth(c.Columns))
	}
	return depth
}

func columnSpan(columns []*edition.Column) int {
	span := 0
	for _, c := range columns {
		if len(c.Columns) > 0 {
			span += columnSpan(c.Columns)
		} else {
			span += c.Span
		}
	}
	return span
}

func rowDepth(rows []*edition.Row) int {
	depth := 0
	for _, r := range rows {
		depth = max(depth, 1+rowDepth(r.Rows))
	}
	return depth
}

// countLeaves counts the rows that hold figures.
func countLeaves(rows []*edition.Row) int {
	n := 0
	for _, r := range rows {
		if len(r.Rows) > 0 {
			n += countLeaves(r.Rows)
		} else {
			n++
		}
	}
	return n
}
