package report

import (
	"slices"

	"github.com/shopspring/decimal"

	"nianbao/internal/edition"
)

// Elsewhere holds the figures of a part that its form has no place for and
// another edition's has (STR009), on that edition's table: the headers that they
// were given under are not lost. Only their rows are Given in it.
type Elsewhere struct {
	Edition *edition.Edition
	Table   *Table
}

// On returns the part's figures on another edition's table, which has the part.
func (p *Part) On(e *edition.Edition) *Elsewhere {
	for _, o := range p.Elsewhere {
		if o.Edition == e {
			return o
		}
	}
	o := &Elsewhere{Edition: e}
	o.Table = newTable(&Part{Def: e.Part(p.Def.Key), Given: true, At: p.At, Pos: p.Pos})
	p.Elsewhere = append(p.Elsewhere, o)
	return o
}

// Group is a group of rows that was given as one row: another edition has it so.
type Group struct {
	// Rows are the indexes of the rows that the group is divided into here.
	Rows []int
	// Row is the one row, an index in Table.
	Row   int
	Table *Table
}

// Cell is the one row's figure for a column.
func (g *Group) Cell(column int) *Cell { return g.Table.Cell(g.Ref(column)) }

// Ref is that figure's place in the group's Table.
func (g *Group) Ref(column int) edition.Ref { return edition.Ref{Row: g.Row, Column: column} }

// Group returns the group given as one row that a row is within, or nil.
func (t *Table) Group(row int) *Group {
	for _, g := range t.Groups {
		if slices.Contains(g.Rows, row) {
			return g
		}
	}
	return nil
}

// Addend is a figure that a sum counts: a cell of Table.
type Addend struct {
	Table *Table
	Ref   edition.Ref
}

// Cell is the addend's cell.
func (a Addend) Cell() *Cell { return a.Table.Cell(a.Ref) }

// Addends are what a side of a sum counts: its cells, and in the place of those
// within a group that was given as one row that row's cell, once.
func (t *Table) Addends(side []edition.Ref) []Addend {
	all := make([]Addend, 0, len(side))
	for _, ref := range side {
		a := Addend{t, ref}
		if len(t.Groups) > 0 && t.Cell(ref).State == Within {
			if g := t.Group(ref.Row); g != nil {
				a = Addend{g.Table, g.Ref(ref.Column)}
			}
		}
		if !slices.Contains(all, a) {
			all = append(all, a)
		}
	}
	return all
}

// Gather brings figures that another edition divides otherwise into the sums of
// the form: a group that was given as one row, and a row that was given as a
// group, whose sum it is. It returns how many totals of theirs were left out.
func (p *Part) Gather() (leftOut int) {
	p.Elsewhere = slices.DeleteFunc(p.Elsewhere, func(o *Elsewhere) bool {
		return !slices.ContainsFunc(o.Table.Rows, func(r RowState) bool { return r.Given })
	})
	for _, o := range p.Elsewhere {
		o.Table.Compute()
		for _, def := range o.Table.Def.Rows {
			if !o.Table.Rows[def.Index].Given {
				// What the table's other sums would come to is nothing that was given.
				o.Table.Cells[def.Index] = make([]Cell, len(def.Block.Leaves))
				continue
			}
			for _, c := range o.Table.Cells[def.Index] {
				if c.State == Computed {
					leftOut++
				}
			}
			own := p.Table.Def.RowAt(def.Path)
			if own != nil && len(own.Rows) > 0 {
				p.Table.within(own, o.Table, def)
			}
		}
		for _, row := range p.Table.Def.Rows {
			if group := o.Table.Def.RowAt(row.Path); group != nil && len(group.Rows) > 0 && !p.Table.anyGiven(row.Index) {
				p.Table.gather(row, o.Table, leavesOf(group))
			}
		}
	}
	return leftOut
}

// anyGiven reports whether the author gave any figure of a row.
func (t *Table) anyGiven(row int) bool {
	return slices.ContainsFunc(t.Cells[row], func(c Cell) bool { return c.Given })
}

// leavesOf are the rows of figures of a group.
func leavesOf(group *edition.Row) []*edition.Row {
	var all []*edition.Row
	for _, r := range group.Rows {
		if len(r.Rows) > 0 {
			all = append(all, leavesOf(r)...)
		} else {
			all = append(all, r)
		}
	}
	return all
}

// within notes that a group was given as one row of another table.
func (t *Table) within(group *edition.Row, other *Table, one *edition.Row) {
	g := &Group{Row: one.Index, Table: other}
	for _, r := range leavesOf(group) {
		if !edition.SameColumns(r.Block, one.Block) || t.anyGiven(r.Index) {
			return
		}
		g.Rows = append(g.Rows, r.Index)
	}
	for _, row := range g.Rows {
		for i := range t.Cells[row] {
			t.Cells[row][i].State = Within
		}
	}
	t.Groups = append(t.Groups, g)
}

// gather puts the sums of the rows of a group that are given into the one row
// that the form has in its place. A sum with a part that is no figure is none.
func (t *Table) gather(row *edition.Row, other *Table, group []*edition.Row) {
	group = slices.DeleteFunc(group, func(r *edition.Row) bool {
		return !other.Rows[r.Index].Given || !edition.SameColumns(r.Block, row.Block)
	})
	if len(group) == 0 {
		return
	}
	for i := range t.Cells[row.Index] {
		c := &t.Cells[row.Index][i]
		sum, some, bad := decimal.Zero, false, false
		for _, r := range group {
			part := other.Cell(edition.Ref{Row: r.Index, Column: i})
			bad = bad || part.State == Malformed
			if part.HasValue() {
				sum, some = sum.Add(part.Value), true
			}
		}
		c.Pos = other.Rows[group[0].Index].Pos
		switch {
		case bad:
			c.State = Malformed
		case some:
			c.State, c.Value, c.Raw = Number, sum, sum.String()
		default:
			c.State = Blank
		}
	}
}
