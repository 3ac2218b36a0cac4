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
	Pos   Place // of the row's value, or of the part where it is absent
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
	// Unknown is true for a total, left out or blank, that nobody can tell
	// because a part of it is no figure; Undivided for one left out whose rows
	// give their totals and not how these are divided.
	Unknown, Undivided bool
	// Shown is what a reader sees in a cell that holds no text to take over, such
	// as an error value of a spreadsheet.
	Shown string
	// Form tells how a Number departs from plain digits.
	Form Form
	// Hidden are the invisible characters in what was typed, Broken is true where
	// it has line breaks.
	Hidden []edition.Invisible
	Broken bool
	Pos    Place
}

// HasValue reports whether the cell holds a figure.
func (c *Cell) HasValue() bool { return c.State == Number || c.State == Computed || c.Implied }

// Suspends reports whether no sum with the cell can be judged: it is no figure,
// or a total that nobody can tell.
func (c *Cell) Suspends() bool { return c.State == Malformed || c.Unknown || c.Undivided }

func newTable(p *Part) *Table {
	t := &Table{Def: p.Def.Table, Part: p}
	t.Rows = make([]RowState, len(t.Def.Rows))
	t.Cells = make([][]Cell, len(t.Def.Rows))
	room := make([]Cell, len(t.Def.Refs()))
	for i, r := range t.Def.Rows {
		n := len(r.Block.Leaves)
		t.Cells[i], room = room[:n:n], room[n:]
		t.Rows[i].Pos = p.Pos
	}
	return t
}

// Cell returns the cell at ref.
func (t *Table) Cell(ref edition.Ref) *Cell { return &t.Cells[ref.Row][ref.Column] }

// At returns the key path of a cell.
func (t *Table) At(ref edition.Ref) string {
	if t.Part.At == t.Part.Def.Key && t.Def == t.Part.Def.Table {
		return t.Def.FullPath(ref)
	}
	return t.Part.At + "." + t.Def.CellPath(ref)
}

// Pos returns where a cell stands or, where it was left out, its row or part.
func (t *Table) Pos(ref edition.Ref) Place {
	for _, p := range []Place{t.Cell(ref).Pos, t.Rows[ref.Row].Pos} {
		if !p.IsZero() {
			return p
		}
	}
	return t.Part.Pos
}

// Column returns the column of a cell.
func (t *Table) Column(ref edition.Ref) *edition.Column {
	return t.Def.Rows[ref.Row].Block.Leaves[ref.Column]
}

// Refs returns every cell's place, row by row. The caller must not change them.
func (t *Table) Refs() []edition.Ref { return t.Def.Refs() }

// Compute fills the totals that are left out or blank, from parts that hold at
// least one figure, and returns how many were left out. A total whose parts are
// themselves such totals follows them, in whatever order the form lists the
// sums. One that nobody can tell, because a part of it is no figure or is within
// a lump, stays blank and is marked, so that nothing is made of it.
func (t *Table) Compute() int {
	leftOut := 0
	nothing := map[edition.Ref]bool{} // totals without a figure in any part
	for {
		if n, some := t.fill(nothing); some {
			leftOut += n
		} else if !t.giveUp(nothing) {
			return leftOut
		}
	}
}

// fill computes the totals that can be told so far.
func (t *Table) fill(nothing map[edition.Ref]bool) (leftOut int, some bool) {
	for _, eq := range t.Def.Equations {
		if !eq.Total || !t.open(eq.Left[0]) {
			continue
		}
		sum, state := t.sumForTotal(eq, nothing)
		if state != sumKnown {
			continue
		}
		c := t.Cell(eq.Left[0])
		c.Value, some = sum, true
		if c.Given {
			c.Implied = true
		} else {
			c.State = Computed
			leftOut++
		}
	}
	return leftOut, some
}

// giveUp settles totals that no sum tells: some have no figure in any part,
// others have a part that nobody can tell. It reports whether there were any, on
// which other totals may have waited.
func (t *Table) giveUp(nothing map[edition.Ref]bool) (some bool) {
	states := map[edition.Ref]sumState{}
	for _, eq := range t.Def.Equations {
		if ref := eq.Left[0]; eq.Total && t.open(ref) && !nothing[ref] {
			_, state := t.sumForTotal(eq, nothing)
			states[ref] = max(states[ref], state)
		}
	}
	for ref, state := range states {
		c := t.Cell(ref)
		switch {
		case state == sumWaits:
			continue
		case state == sumUnknown:
			c.Unknown = true
		case state == sumUndivided && !c.Given:
			c.Undivided = true
		default:
			nothing[ref] = true
		}
		some = true
	}
	return some
}

// open reports whether a cell is blank and nothing is known of it yet.
func (t *Table) open(ref edition.Ref) bool {
	c := t.Cell(ref)
	return c.State == Blank && !c.Implied && !c.Unknown && !c.Undivided
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

// sumState is what can be told of a total from its parts.
type sumState uint8

const (
	sumEmpty     sumState = iota // no part holds a figure
	sumUndivided                 // a part is within a lump
	sumUnknown                   // a part is no figure, or a total of such
	sumWaits                     // a part is a total that may yet be computed
	sumKnown
)

// sumForTotal adds the parts of a total.
func (t *Table) sumForTotal(eq *edition.Equation, nothing map[edition.Ref]bool) (decimal.Decimal, sumState) {
	state := sumEmpty
	if t.lumped(eq) {
		state = sumUndivided
	}
	sum, some := decimal.Zero, false
	for _, a := range t.Addends(eq.Right) {
		c := a.Cell()
		switch {
		case c.HasValue():
			sum, some = sum.Add(c.Value), true
		case c.State == Malformed || c.Unknown:
			state = max(state, sumUnknown)
		case c.Undivided:
			state = max(state, sumUndivided)
		case c.State == Blank && a.Table == t && !nothing[a.Ref] && t.Def.IsTotal(a.Ref):
			state = max(state, sumWaits)
		}
	}
	if state == sumEmpty && some {
		state = sumKnown
	}
	return sum, state
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

// Recompute is Compute for a table that was changed after it.
func (t *Table) Recompute() int {
	for _, row := range t.Cells {
		for j := range row {
			row[j].reset()
		}
	}
	return t.Compute()
}

// reset takes back what Compute made of a cell.
func (c *Cell) reset() {
	if c.State == Computed || c.Implied {
		c.State, c.Implied, c.Value = Blank, false, decimal.Zero
	}
	c.Unknown, c.Undivided = false, false
}

// Clone copies a table with what the author gave; what Compute filled in is
// blank again.
func (t *Table) Clone() *Table {
	c := *t
	c.Cells = make([][]Cell, len(t.Cells))
	for i, row := range t.Cells {
		c.Cells[i] = append([]Cell(nil), row...)
		for j := range c.Cells[i] {
			c.Cells[i][j].reset()
		}
	}
	return &c
}
