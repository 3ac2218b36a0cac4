package lint

import (
	"slices"

	"github.com/shopspring/decimal"

	"nianbao/internal/edition"
	"nianbao/internal/message"
	"nianbao/internal/report"
)

// The forms of a sum's finding where the differences of several columns cancel:
// with the rows in which the cases can have been booked under the wrong
// applicant, and where no single row explains them all.
const (
	formMisbooked = "misbooked"
	formScattered = "misbooked-scattered"
)

// misbooking is a set of columns whose differences cancel: as many cases too many
// in some as too few in others, while the rows and the column of totals hold. No
// single cell can be wrong then, as it would break its row as well.
type misbooking struct {
	columns []int
	sums    []*edition.Equation
	cases   decimal.Decimal
	moves   []move
}

// move is a row in which booking the cases under other applicants mends the sums
// of all the columns, with the totals that change with it.
type move struct {
	row     int
	by      []decimal.Decimal // column by column
	with    []int
	changes []change
}

// misbooked says of a broken sum that its difference cancels with those of other
// columns.
func (p *pass) misbooked(f *Finding, t *report.Table, eq *edition.Equation) {
	all, known := p.cancelled[t]
	if !known {
		all = cancelling(t)
		for _, m := range all {
			if !p.triable() {
				break // the rows are named, whatever the prose says
			}
			m.moves = slices.DeleteFunc(m.moves, func(v move) bool { return p.confirmed(t, v.changes) })
		}
		if p.cancelled == nil {
			p.cancelled = map[*report.Table][]*misbooking{}
		}
		p.cancelled[t] = all
	}
	i := slices.IndexFunc(all, func(m *misbooking) bool { return slices.Contains(m.sums, eq) })
	if i < 0 {
		return
	}
	m := all[i]
	var others []string
	for _, col := range m.columns {
		if col != eq.Anchor.Column {
			others = append(others, t.Column(edition.Ref{Row: eq.Anchor.Row, Column: col}).Label)
		}
	}
	f.Form = formScattered
	f.Args["others"], f.Args["cases"] = message.Quoted(others...), m.cases.String()
	if len(m.moves) > 0 {
		f.Form = formMisbooked
		f.Args["rows"] = m.list(t)
	}
}

// cancelling finds the columns of a table whose differences cancel. Columns that
// are off in several sums are found once.
func cancelling(t *report.Table) (all []*misbooking) {
	wrong := brokenSums(t)
	byID := map[string][]*edition.Equation{}
	var order []string
	for _, eq := range wrong {
		if byID[eq.ID] == nil {
			order = append(order, eq.ID)
		}
		byID[eq.ID] = append(byID[eq.ID], eq)
	}
	for _, id := range order {
		m := cancel(t, byID[id])
		if m == nil || touched(m.sums, wrong) {
			continue
		}
		if i := slices.IndexFunc(all, func(o *misbooking) bool { return slices.Equal(o.columns, m.columns) }); i >= 0 {
			all[i].sums = append(all[i].sums, m.sums...)
			continue
		}
		all = append(all, m)
	}
	for _, m := range all {
		m.findMoves(t, wrong)
	}
	return all
}

// cancel takes broken sums of one ID for a misbooking, or gives nil.
func cancel(t *report.Table, sums []*edition.Equation) *misbooking {
	m := &misbooking{sums: sums}
	left := decimal.Zero
	for _, eq := range sums {
		gap := gapOf(t, eq)
		if eq.Each != "column" || sumsItsRow(t.Def, eq.Anchor) || !gap.IsInteger() {
			return nil
		}
		m.columns = append(m.columns, eq.Anchor.Column)
		left = left.Add(gap)
		if gap.IsPositive() {
			m.cases = m.cases.Add(gap)
		}
	}
	if len(sums) < 2 || !left.IsZero() {
		return nil
	}
	return m
}

// gapOf is how much more the left side of a sum is than the right.
func gapOf(t *report.Table, eq *edition.Equation) decimal.Decimal {
	return total(t, eq.Left).Sub(total(t, eq.Right))
}

// sumsItsRow reports whether a cell is the sum of its row.
func sumsItsRow(def *edition.Table, ref edition.Ref) bool {
	return slices.ContainsFunc(def.Equations, func(eq *edition.Equation) bool {
		return eq.Total && eq.Each == "row" && eq.Left[0] == ref
	})
}

// touched reports whether a broken sum along a row has a cell in common with sums
// down columns: that cell may then be the one that is wrong.
func touched(sums, wrong []*edition.Equation) bool {
	for _, row := range wrong {
		if row.Each != "row" {
			continue
		}
		for _, ref := range slices.Concat(row.Left, row.Right) {
			if slices.ContainsFunc(sums, func(eq *edition.Equation) bool {
				return slices.Contains(eq.Left, ref) || slices.Contains(eq.Right, ref)
			}) {
				return true
			}
		}
	}
	return false
}

// findMoves tries every row. What has to move follows from the differences; on
// which side of the sum the row stands tells the direction.
func (m *misbooking) findMoves(t *report.Table, wrong []*edition.Equation) {
	by := make([]decimal.Decimal, len(m.columns))
	for i, col := range m.columns {
		for _, eq := range m.sums {
			if eq.Anchor.Column == col {
				by[i] = gapOf(t, eq)
				break
			}
		}
	}
	back := make([]decimal.Decimal, len(by))
	for i := range by {
		back[i] = by[i].Neg()
	}
	for row := range t.Cells {
		if t.Def.Rows[row].Block != t.Def.Rows[m.sums[0].Anchor.Row].Block {
			continue
		}
		for _, by := range [][]decimal.Decimal{by, back} {
			if v, ok := m.try(t, wrong, row, by); ok {
				m.moves = append(m.moves, v)
			}
		}
	}
}

// try moves cases within a row, by itself or with the totals of its columns.
func (m *misbooking) try(t *report.Table, wrong []*edition.Equation, row int, by []decimal.Decimal) (move, bool) {
	v := move{row: row, by: by}
	var above []change
	for i, col := range m.columns {
		ref := edition.Ref{Row: row, Column: col}
		if !mendable(t, ref) && !fillable(t, ref) {
			return v, false
		}
		v.changes = append(v.changes, change{ref, t.Cell(ref).Value.Add(by[i])})
		for _, ref := range columnTotals(t, ref) {
			above = append(above, change{ref, t.Cell(ref).Value.Add(by[i])})
		}
	}
	if m.mends(t, wrong, v.changes) {
		return v, true
	}
	if len(above) == 0 {
		return v, false
	}
	v.changes = append(v.changes, above...)
	for _, c := range above {
		if !slices.Contains(v.with, c.ref.Row) {
			v.with = append(v.with, c.ref.Row)
		}
	}
	return v, m.mends(t, wrong, v.changes)
}

// columnTotals are the totals given above a cell in its own column.
func columnTotals(t *report.Table, ref edition.Ref) (above []edition.Ref) {
	for below := []edition.Ref{ref}; ; {
		found := slices.DeleteFunc(totalsAbove(t, below), func(r edition.Ref) bool {
			return r.Column != ref.Column || slices.Contains(below, r)
		})
		if len(found) == 0 {
			return above
		}
		above, below = append(above, found...), append(below, found...)
	}
}

// mends reports whether all sums of the misbooking hold after changes, and none
// is broken that was not.
func (m *misbooking) mends(t *report.Table, wrong []*edition.Equation, changes []change) bool {
	if !possible(t, changes) {
		return false
	}
	for _, eq := range brokenSums(changed(t, changes)) {
		if slices.Contains(m.sums, eq) || !slices.Contains(wrong, eq) {
			return false
		}
	}
	return true
}

// list writes the rows that can be wrong, those together that change alike:
// “予以公开”、“部分公开”（＋“（七）总计”）：“自然人”－1、“商业企业”＋1.
func (m *misbooking) list(t *report.Table) message.Phrase {
	parts := message.Joined{By: message.Text{ZH: "；", EN: "; "}}
	var names []string
	for i, v := range m.moves {
		names = append(names, t.Def.Rows[v.row].Name())
		if i+1 < len(m.moves) && m.moves[i+1].like(v) {
			continue
		}
		text := message.Text{ZH: "{rows}：{by}", EN: "{rows}: {by}"}
		var with []string
		for _, row := range v.with {
			with = append(with, t.Def.Rows[row].Label)
			text = message.Text{ZH: "{rows}（＋{with}）：{by}", EN: "{rows} (with {with}): {by}"}
		}
		var by message.List
		for j, d := range v.by {
			more := message.Text{ZH: "“{column}”＋{by}", EN: "“{column}” +{by}"}
			if d.IsNegative() {
				more = message.Text{ZH: "“{column}”－{by}", EN: "“{column}” −{by}"}
			}
			by = append(by, more.With("column", t.Column(edition.Ref{Row: v.row, Column: m.columns[j]}).Label, "by", d.Abs()))
		}
		parts.Items = append(parts.Items, text.With("rows", message.Quoted(names...), "with", message.Quoted(with...), "by", by))
		names = nil
	}
	return parts
}

// like reports whether two rows change alike.
func (v move) like(w move) bool {
	return slices.Equal(v.with, w.with) && slices.EqualFunc(v.by, w.by, decimal.Decimal.Equal)
}
