package document

import (
	"cmp"

	"nianbao/internal/edition"
	"nianbao/internal/report"
)

// table draws a part's table: the form's grid with the report's own labels and
// figures.
func table(r *report.Report, p *report.Part, name string) Table {
	grid := p.Def.Table.Grid()
	t := Table{Name: name, Columns: grid.Columns}
	for _, header := range grid.Header {
		t.Rows = append(t.Rows, Row{Header: header, KeepWithNext: header})
	}
	// Labels on several levels read as a list, those on one, and those of
	// groups, as headings.
	list := len(p.Def.Table.Stub) > 1
	for _, g := range grid.Cells {
		c := Cell{Row: g.Row, Column: g.Column, RowSpan: g.RowSpan, ColumnSpan: g.ColumnSpan, Text: g.Label}
		if g.Of != nil {
			c.Text = label(r, p, g.Of)
		}
		switch g.Kind {
		case edition.GridLabel:
			c.Kind = RowLabel
			c.Vertical = g.Group && g.Of.Vertical
			if list && !g.Group {
				c.Align = Left
			}
		case edition.GridFigure:
			c.Kind = Value
			c.Text = cellText(p.Table.Cell(g.Ref))
		}
		t.Cells = append(t.Cells, c)
	}
	return t
}

// label is a row's label as printed. A label that the author's page had lost is
// given back; a group without a key has no other label than the form's.
func label(r *report.Report, p *report.Part, row *edition.Row) string {
	if row.Key == "" {
		return row.Label
	}
	return cmp.Or(clean(r.LabelText(p, row)), row.Label)
}

// unknown stands where a figure belongs that nobody can tell. A hole would say
// that there is nothing to tell.
const unknown = "？"

// cellText is a figure as typed, or as computed where the author left it out.
func cellText(c *report.Cell) string {
	switch text := cmp.Or(clean(c.Raw), c.Shown); {
	case c.State == report.Computed:
		return c.Value.String()
	case text == "" && (c.State == report.Malformed || c.Unknown):
		return unknown
	default:
		return text
	}
}
