package report

import (
	"slices"

	"github.com/shopspring/decimal"

	"nianbao/internal/edition"
)

// Table is a part that is figures. Cells has one slice a row of the edition's
// table, one cell a column of the row's block.
type Table struct {
	Def   *edition.Table
	Part  *Part
	Cells [][]Cell
	// Rows holds what is known of whole rows, by index.
	Rows []RowState
	// Groups are those of its groups that were given as one row.
	Groups []*Group
}

// RowState tells how a row was written.
type RowState struct {
	Given bool
	Pos   Pos // of the row's value, or of the part where it is absent
}

// State says what a cell holds.
type State int

// The states of a cell.
const (
	Blank       State = iota // nothing, typed or left out; not zero
	Number                   // a figure, however oddly written
	Placeholder              // a mark such as / or 无 where a figure belongs
	Malformed                // no figure
	Computed                 // a total that the author left out
	Within                   // part of a group that was given as one row
)

// Cell is one figure of a table.
type Cell struct {
	// Given is true where the author wrote something, a blank included.
	Given bool
	Raw   string
	State State
	// Value is exact where HasValue, else 0. It is in the unit of the column,
	// whatever unit the cell brought.
	Value decimal.Decimal
	// Implied is true for a total that is there and blank though its parts are
	// given; Value is then their sum, and enters other sums.
	Implied bool
	// Form tells how a Number departs from plain digits.
	Form Form
	Pos  Pos
}

// HasValue reports whether the cell holds a figure.
func (c *Cell) HasValue() bool { return c.State == Number || c.State == Computed || c.Implied }

func newTable(p *Part) *Table {
	t := &Table{Def: p.Def.Table, Part: p}
	t.Rows = make([]RowState, len(t.Def.Rows))
	for i, r := range t.Def.Rows {
		t.Cells = append(t.Cells, make([]Cell, len(r.Block.Leaves)))
		t.Rows[i].Pos = p.Pos
	}
	return t
}

// Cell returns the cell at ref.
func (t *Table) Cell(ref edition.Ref) *Cell { return &t.Cells[ref.Row][ref.Column] }

// At returns the key path of a cell.
func (t *Table) At(ref edition.Ref) string { return t.Part.At + "." + t.Def.CellPath(ref) }

// Pos returns where a cell stands or, where it was left out, its row or part.
func (t *Table) Pos(ref edition.Ref) Pos {
	for _, p := range []Pos{t.Cell(ref).Pos, t.Rows[ref.Row].Pos} {
		if p.Line > 0 || p.Sheet != "" {
			return p
		}
	}
	return t.Part.Pos
}

// Column returns the column of a cell.
func (t *Table) Column(ref edition.Ref) *edition.Column {
	return t.Def.Rows[ref.Row].Block.Leaves[ref.Column]
}

// Refs returns every cell's place, row by row.
func (t *Table) Refs() []edition.Ref {
	var all []edition.Ref
	for i, row := range t.Cells {
		for j := range row {
			all = append(all, edition.Ref{Row: i, Column: j})
		}
	}
	return all
}

// Compute fills the totals that are left out or blank, from parts that hold at
// least one figure, and returns how many were left out. A total whose parts are
// themselves such totals follows them, in whatever order the form lists the
// sums.
func (t *Table) Compute() int {
	leftOut := 0
	for again := true; again; {
		again = false
		for _, eq := range t.Def.Equations {
			c := t.Cell(eq.Left[0])
			if !eq.Total || c.State != Blank || c.Implied {
				continue
			}
			sum, ok := t.sumForTotal(eq)
			if !ok {
				continue
			}
			c.Value, again = sum, true
			if c.Given {
				c.Implied = true
			} else {
				c.State = Computed
				leftOut++
			}
		}
	}
	return leftOut
}

// Undivided reports whether a cell is a total that was left out and cannot be
// computed, because a part of it is within a lump.
func (t *Table) Undivided(ref edition.Ref) bool {
	c := t.Cell(ref)
	return c.State == Blank && !c.Given && slices.ContainsFunc(t.Def.Equations, func(eq *edition.Equation) bool {
		return eq.Total && eq.Left[0] == ref && t.lumped(eq)
	})
}

// lumped reports whether a part of a sum down a column is within a lump: a row
// that gives its total and none of the parts. They are not nothing then, but
// nobody said how the total is divided among them.
func (t *Table) lumped(eq *edition.Equation) bool {
	return eq.Each == "column" && slices.ContainsFunc(t.Addends(eq.Right), func(a Addend) bool {
		return a.Cell().State == Blank && a.Table.isLump(a.Ref.Row)
	})
}

func (t *Table) isLump(row int) bool {
	return slices.ContainsFunc(t.Def.Equations, func(eq *edition.Equation) bool {
		total := eq.Left[0]
		if !eq.Total || eq.Each != "row" || total.Row != row {
			return false
		}
		c := t.Cell(total)
		return c.State == Number && !c.Value.IsZero() &&
			!slices.ContainsFunc(eq.Right, func(ref edition.Ref) bool { return t.Cell(ref).State != Blank })
	})
}

// sumForTotal adds the parts of a total. It waits (false) while a part is a
// total that can itself still be computed, and gives up where no part holds a
// figure, or one is malformed or within a lump.
func (t *Table) sumForTotal(eq *edition.Equation) (decimal.Decimal, bool) {
	if t.lumped(eq) {
		return decimal.Zero, false
	}
	sum, some := decimal.Zero, false
	for _, a := range t.Addends(eq.Right) {
		c := a.Cell()
		switch {
		case c.HasValue():
			sum, some = sum.Add(c.Value), true
		case c.State == Malformed:
			return decimal.Zero, false
		case c.State == Blank && a.Table == t && t.computable(a.Ref):
			return decimal.Zero, false
		}
	}
	return sum, some
}

// computable reports whether a blank cell is a total with a figure among its
// parts and none that is malformed.
func (t *Table) computable(ref edition.Ref) bool {
	for _, eq := range t.Def.Equations {
		if !eq.Total || eq.Left[0] != ref {
			continue
		}
		some, bad := false, false
		for _, a := range t.Addends(eq.Right) {
			c := a.Cell()
			some = some || c.HasValue()
			bad = bad || c.State == Malformed
		}
		if some && !bad {
			return true
		}
	}
	return false
}

// HasComputed reports whether any total was filled in by Compute.
func (t *Table) HasComputed() bool {
	for _, row := range t.Cells {
		for i := range row {
			if row[i].State == Computed || row[i].Implied {
				return true
			}
		}
	}
	return false
}

// Clone copies a table with what the author gave; what Compute filled in is
// blank again.
func (t *Table) Clone() *Table {
	c := *t
	c.Cells = make([][]Cell, len(t.Cells))
	for i, row := range t.Cells {
		c.Cells[i] = append([]Cell(nil), row...)
		for j := range c.Cells[i] {
			if cell := &c.Cells[i][j]; cell.State == Computed || cell.Implied {
				cell.State, cell.Implied, cell.Value = Blank, false, decimal.Zero
			}
		}
	}
	return &c
}
