package lint

import (
	"cmp"
	"slices"

	"github.com/shopspring/decimal"

	"nianbao/internal/edition"
	"nianbao/internal/message"
	"nianbao/internal/report"
)

// change is a new figure for a cell.
type change struct {
	ref   edition.Ref
	value decimal.Decimal
}

// candidate is a way to make every sum of a table hold.
type candidate struct {
	changes []change
	// offered is false where a cell would have to be filled in that the file does
	// not have: it may be the truth, and nobody can be offered it.
	offered bool
}

// repairFor offers the one repair that makes every sum of the table hold. It
// changes one cell and the totals that hang on it, or the totals of one row:
// several independent cells are never changed together, since figures that
// happen to add up are no truer than those that an office typed. Where two
// repairs are equally good there is none.
func (p *pass) repairFor(t *report.Table) *Fix {
	changes := p.repairOf(t)
	if len(changes) == 0 {
		return nil
	}
	fix := &Fix{}
	for _, c := range changes {
		fix.Edits = append(fix.Edits, Edit{At: t.At(c.ref), To: c.value.String()})
	}
	fix.Args = message.Args{"cells": newFigures(t, changes)}
	return fix
}

// newFigures tells of changes, row by row.
func newFigures(t *report.Table, changes []change) message.Phrase {
	rows := message.Joined{By: message.Text{ZH: "，", EN: "; "}}
	for i := 0; i < len(changes); {
		row := t.Def.Rows[changes[i].ref.Row].Label
		var cells message.List
		for ; i < len(changes) && t.Def.Rows[changes[i].ref.Row].Label == row; i++ {
			cells = append(cells, message.New("“{column}”列为{value}", "{value} in column “{column}”",
				"column", t.Column(changes[i].ref).Label, "value", changes[i].value))
		}
		rows.Items = append(rows.Items, message.New("“{row}”的{cells}", "row “{row}”: {cells}", "row", row, "cells", cells))
	}
	return rows
}

// repairOf finds the repair of a table once for all rules, empty for none.
func (p *pass) repairOf(t *report.Table) []change {
	changes, known := p.repairs[t]
	if !known {
		changes = p.choose(t, candidates(t))
		if p.repairs == nil {
			p.repairs = map[*report.Table][]change{}
		}
		p.repairs[t] = changes
	}
	return changes
}

// choose takes the one candidate that the prose does not contradict. Of several,
// the one that agrees with more of what the prose states is the better one.
func (p *pass) choose(t *report.Table, all []candidate) []change {
	const most = 100 // more than the form has rows: nothing would be left of them
	if len(all) == 0 || len(all) > most || !p.triable() {
		return nil
	}
	best, left := []candidate{}, 0
	for _, c := range all {
		disagreements, contradicted := p.tryInProse(t, c.changes)
		switch {
		case contradicted:
			continue
		case len(best) > 0 && disagreements > left:
			continue
		case len(best) > 0 && disagreements < left:
			best = best[:0]
		}
		best, left = append(best, c), disagreements
	}
	if len(best) != 1 || !best[0].offered {
		return nil
	}
	return best[0].changes
}

// candidates are the repairs of a table that arithmetic allows: those of single
// cells, else those of the totals of a row.
func candidates(t *report.Table) []candidate {
	wrong := brokenSums(t)
	if len(wrong) == 0 {
		return nil
	}
	sums := make([]wrongSum, len(wrong))
	for i, eq := range wrong {
		sums[i] = wrongSum{eq, total(t, eq.Right).Sub(total(t, eq.Left))}
	}
	var all []candidate
	for _, ref := range t.Refs() {
		if c, ok := mendCell(t, sums, ref); ok {
			all = append(all, c)
		}
	}
	if len(all) > 0 {
		return all
	}
	for i := range t.Cells {
		if changes := mendTotals(t, i); len(changes) > 0 && settles(t, changes) {
			all = append(all, candidate{changes, true})
		}
	}
	return all
}

// wrongSum is a broken sum, and what its left side lacks.
type wrongSum struct {
	*edition.Equation
	lacks decimal.Decimal
}

func brokenSums(t *report.Table) (wrong []*edition.Equation) {
	for _, eq := range t.Def.Equations {
		if broken(t, eq) {
			wrong = append(wrong, eq)
		}
	}
	return wrong
}

// mendCell changes one cell, with as few of the totals that hang on it as will
// do.
func mendCell(t *report.Table, wrong []wrongSum, ref edition.Ref) (best candidate, ok bool) {
	offered := mendable(t, ref)
	if !offered && !fillable(t, ref) {
		return best, false
	}
	for _, refs := range hanging(t, ref) {
		delta, same := commonShortfall(t, wrong, refs)
		if !same || ok && len(refs) >= len(best.changes) {
			continue
		}
		var changes []change
		for _, r := range refs {
			changes = append(changes, change{r, t.Cell(r).Value.Add(delta)})
		}
		slices.SortFunc(changes, func(a, b change) int {
			return cmp.Or(cmp.Compare(a.ref.Row, b.ref.Row), cmp.Compare(a.ref.Column, b.ref.Column))
		})
		if possible(t, changes) && settles(t, changes) {
			best, ok = candidate{changes, offered}, true
		}
	}
	return best, ok
}

// hanging lists a cell alone and with every choice of the totals above it that
// the author gave, each of which is above one that is chosen or was left out.
func hanging(t *report.Table, ref edition.Ref) [][]edition.Ref {
	const most = 32 // the official forms have 5
	all := [][]edition.Ref{{ref}}
	for i := 0; i < len(all) && len(all) < most; i++ {
		for _, above := range totalsAbove(t, all[i]) {
			next := append(slices.Clone(all[i]), above)
			if !slices.Contains(all[i], above) && !slices.ContainsFunc(all, func(refs []edition.Ref) bool { return sameRefs(refs, next) }) {
				all = append(all, next)
			}
		}
	}
	return all
}

// sameRefs compares two choices of cells, in whatever order.
func sameRefs(a, b []edition.Ref) bool {
	return len(a) == len(b) && !slices.ContainsFunc(a, func(r edition.Ref) bool { return !slices.Contains(b, r) })
}

// totalsAbove are the totals that the author gave of which some cells are parts,
// through totals that were left out and follow by themselves.
func totalsAbove(t *report.Table, below []edition.Ref) (above []edition.Ref) {
	below = slices.Clone(below)
	for i := 0; i < len(below); i++ {
		for _, eq := range t.Def.TotalsOf(below[i]) {
			switch ref := eq.Left[0]; {
			case slices.Contains(below, ref), slices.Contains(above, ref):
			case mendable(t, ref):
				above = append(above, ref)
			case follows(t, ref):
				below = append(below, ref)
			}
		}
	}
	return above
}

// follows reports whether a total has no figure of its own.
func follows(t *report.Table, ref edition.Ref) bool {
	c := t.Cell(ref)
	return c.State == report.Computed || c.Implied
}

// commonShortfall is by how much cells would have to grow for all broken sums to
// hold, where it is the same for all of them.
func commonShortfall(t *report.Table, wrong []wrongSum, refs []edition.Ref) (delta decimal.Decimal, ok bool) {
	grown := refs
	if t.HasComputed() {
		grown = slices.Clone(refs)
		one := changed(t, growth(t, refs))
		for _, ref := range t.Refs() {
			if follows(t, ref) && !one.Cell(ref).Value.Equal(t.Cell(ref).Value) {
				grown = append(grown, ref)
			}
		}
	}
	for i, eq := range wrong {
		times := int64(0)
		for _, ref := range grown {
			if slices.Contains(eq.Left, ref) {
				times++
			}
			if slices.Contains(eq.Right, ref) {
				times--
			}
		}
		if times == 0 {
			return delta, false
		}
		d := eq.lacks
		if times != 1 {
			d = d.Div(decimal.NewFromInt(times))
		}
		if i > 0 && !d.Equal(delta) {
			return delta, false
		}
		delta = d
	}
	return delta, true
}

// growth is one more in each of some cells.
func growth(t *report.Table, refs []edition.Ref) []change {
	var changes []change
	for _, ref := range refs {
		changes = append(changes, change{ref, t.Cell(ref).Value.Add(decimal.NewFromInt(1))})
	}
	return changes
}

// mendTotals makes the totals of a row those of its columns. It is nil where a
// cell of the row that would change is no such total, and where nothing but
// zeros would be left: a table half filled in is no reason to wipe the rest.
func mendTotals(t *report.Table, row int) []change {
	var changes []change
	some := false
	for j := range t.Cells[row] {
		ref := edition.Ref{Row: row, Column: j}
		i := slices.IndexFunc(t.Def.Equations, func(eq *edition.Equation) bool {
			return eq.Total && eq.Each == "column" && eq.Left[0] == ref
		})
		if i < 0 {
			return nil
		}
		eq := t.Def.Equations[i]
		sum := total(t, eq.Right)
		some = some || !sum.IsZero()
		if broken(t, eq) {
			if !mendable(t, ref) {
				return nil
			}
			changes = append(changes, change{ref, sum})
		}
	}
	if !some || !possible(t, changes) {
		return nil
	}
	return changes
}

// mendable reports whether a repair may change a cell: one that the author
// wrote, and not nonsense, whose right figure nobody can tell.
func mendable(t *report.Table, ref edition.Ref) bool {
	c := t.Cell(ref)
	return c.Given && !c.Suspends() && !c.Implied
}

// fillable reports whether a cell was left out, and is no total that follows
// from others.
func fillable(t *report.Table, ref edition.Ref) bool {
	c := t.Cell(ref)
	return !c.Given && c.State == report.Blank && !c.Suspends() && !t.Def.IsTotal(ref)
}

// possible reports whether the columns can hold what a repair puts into them.
func possible(t *report.Table, changes []change) bool {
	return !slices.ContainsFunc(changes, func(c change) bool {
		col := t.Column(c.ref)
		return col.Type != edition.Signed && c.value.IsNegative() || col.Type == edition.Count && !c.value.IsInteger()
	})
}

// changed is a copy of a table with changes made.
func changed(t *report.Table, changes []change) *report.Table {
	c := t.Clone()
	for _, ch := range changes {
		cell := c.Cell(ch.ref)
		cell.Given, cell.State, cell.Value = true, report.Number, ch.value
	}
	c.Compute()
	return c
}

// settles reports whether every sum of the table holds after changes.
func settles(t *report.Table, changes []change) bool {
	return len(brokenSums(changed(t, changes))) == 0
}
