package lint

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"nianbao/internal/edition"
	"nianbao/internal/report"
)

// change is a new figure for a cell.
type change struct {
	ref   edition.Ref
	value decimal.Decimal
}

// repairFor offers the one repair that makes every sum of the table hold, for a
// sum that it settles. A repair is one cell, or the fewest cells of one row;
// where two are equally good there is none, because either could be the truth.
func (p *pass) repairFor(t *report.Table, eq *edition.Equation) *Fix {
	changes := p.repairs[t]
	if changes == nil {
		changes = repair(t)
		if p.repairs == nil {
			p.repairs = map[*report.Table][]change{}
		}
		p.repairs[t] = changes
	}
	if len(changes) == 0 {
		return nil
	}
	fix := &Fix{Args: map[string]string{}}
	var names []string
	for _, c := range changes {
		value := c.value.String()
		fix.Edits = append(fix.Edits, Edit{At: t.At(c.ref), To: value})
		names = append(names, "“"+t.Column(c.ref).Label+"”列为"+value)
	}
	fix.Args["row"] = t.Def.Rows[changes[0].ref.Row].Label
	fix.Args["cells"] = strings.Join(names, "、")
	return fix
}

// repair searches a table with broken sums. It returns an empty slice, not nil,
// where there is no single best repair.
func repair(t *report.Table) []change {
	var wrong []*edition.Equation
	for _, eq := range t.Def.Equations {
		if broken(t, eq) {
			wrong = append(wrong, eq)
		}
	}
	found := singleCells(t, wrong)
	if len(found) == 0 {
		found = singleRows(t, wrong)
	}
	if len(found) != 1 || !possible(t, found[0]) {
		return []change{}
	}
	return found[0]
}

// singleCells finds every cell that alone can settle all that is broken.
func singleCells(t *report.Table, wrong []*edition.Equation) [][]change {
	var found [][]change
	for _, ref := range t.Refs() {
		if !mendable(t, ref) {
			continue
		}
		var tried []decimal.Decimal
		for _, eq := range wrong {
			delta, in := shortfall(t, eq, ref)
			if !in || slices.ContainsFunc(tried, delta.Equal) {
				continue
			}
			tried = append(tried, delta)
			if try := []change{{ref, t.Cell(ref).Value.Add(delta)}}; settles(t, wrong, try) {
				found = append(found, try)
			}
		}
	}
	return found
}

// singleRows finds, among the rows in which changing several cells settles all
// that is broken, those with the fewest changes. What a cell must become
// follows from the broken sums down its column.
func singleRows(t *report.Table, wrong []*edition.Equation) [][]change {
	var found [][]change
	for i, row := range t.Cells {
		var try []change
		for j := range row {
			ref := edition.Ref{Row: i, Column: j}
			for _, eq := range wrong {
				if delta, in := shortfall(t, eq, ref); in && eq.Each == "column" && mendable(t, ref) {
					try = append(try, change{ref, t.Cell(ref).Value.Add(delta)})
					break
				}
			}
		}
		if len(try) < 2 || len(found) > 0 && len(try) > len(found[0]) || !settles(t, wrong, try) {
			continue
		}
		if len(found) > 0 && len(try) < len(found[0]) {
			found = nil
		}
		found = append(found, try)
	}
	return found
}

// mendable reports whether a repair may change a cell: one that the author
// wrote, and not nonsense, whose right figure nobody can tell.
func mendable(t *report.Table, ref edition.Ref) bool {
	c := t.Cell(ref)
	return c.Given && c.State != report.Malformed && !c.Implied
}

// shortfall is what a cell would have to gain for one sum to hold.
func shortfall(t *report.Table, eq *edition.Equation, ref edition.Ref) (decimal.Decimal, bool) {
	onLeft := slices.Contains(eq.Left, ref)
	if !onLeft && !slices.Contains(eq.Right, ref) {
		return decimal.Zero, false
	}
	gap := total(t, eq.Right).Sub(total(t, eq.Left))
	if !onLeft {
		gap = gap.Neg()
	}
	return gap, true
}

// possible reports whether the columns can hold what a repair puts into them.
func possible(t *report.Table, changes []change) bool {
	return !slices.ContainsFunc(changes, func(c change) bool {
		col := t.Column(c.ref)
		return col.Type != edition.Signed && c.value.IsNegative() || col.Type == edition.Count && !c.value.IsInteger()
	})
}

// settles tries changes on a copy: every sum of the table must hold after them.
func settles(t *report.Table, wrong []*edition.Equation, changes []change) bool {
	if !t.HasComputed() && !touchesAll(wrong, changes) {
		return false
	}
	c := t.Clone()
	for _, ch := range changes {
		cell := c.Cell(ch.ref)
		cell.State, cell.Value = report.Number, ch.value
	}
	c.Compute()
	return !slices.ContainsFunc(c.Def.Equations, func(eq *edition.Equation) bool { return broken(c, eq) })
}

// touchesAll rules out cheaply what cannot settle everything.
func touchesAll(wrong []*edition.Equation, changes []change) bool {
	for _, eq := range wrong {
		if !slices.ContainsFunc(changes, func(c change) bool {
			return slices.Contains(eq.Left, c.ref) || slices.Contains(eq.Right, c.ref)
		}) {
			return false
		}
	}
	return true
}
