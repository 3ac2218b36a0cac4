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
		return within(f.At) || slices.ContainsFunc(f.Related, func(place report.Related) bool { return place.Path == "" && within(place.At) })
	})
}

// drawTable puts the report's labels and figures into the form's grid.
func drawTable(r *report.Report, p *report.Part) *TableView {
	grid := p.Def.Table.Grid()
	view := &TableView{Columns: len(grid.Columns), Rows: make([][]CellView, len(grid.Header))}
	for _, g := range grid.Cells {
		v := CellView{Kind: ColumnHead, Text: g.Label, RowSpan: g.RowSpan, ColumnSpan: g.ColumnSpan}
		if g.Of != nil && g.Of.Key != "" {
			v.Text = cmp.Or(r.LabelText(p, g.Of), g.Label)
		}
		switch g.Kind {
		case edition.GridLabel:
			v.Kind, v.Vertical = RowHead, g.Group && g.Of.Vertical
		case edition.GridFigure:
			c := p.Table.Cell(g.Ref)
			v.Kind, v.Text, v.At = Figure, cmp.Or(c.Raw, c.Shown), p.Table.At(g.Ref)
			if c.State == report.Computed {
				v.Text, v.Computed = c.Value.String(), true
			}
		}
		view.Rows[g.Row] = append(view.Rows[g.Row], v)
	}
	return view
}
