package lint

import (
	"slices"

	"github.com/shopspring/decimal"

	"nianbao/internal/edition"
	"nianbao/internal/message"
	"nianbao/internal/report"
)

// The roles of rows and columns that the judgement of claims speaks of beside
// those that claims name themselves.
const (
	roleReceived   = "received"
	roleCarriedIn  = "carried_in"
	roleCarriedOut = "carried_out"
	roleHandled    = "result_total"
	roleOther      = "other"
	roleTotal      = "total"
	roleReview     = "review"
	roleSuit       = "suit"
	roleUpheld     = "upheld"
	roleCharge     = "charge"
	roleCharged    = "charged"
	roleDecisions  = "decisions"
	roleDisclosed  = "disclosed"
	roleFeeUnpaid  = "fee_unpaid"
)

// reading is one way to read a claim: a sum of cells.
type reading struct {
	name   string
	value  decimal.Decimal
	places []report.Related
	// known is false where the form has no such cells, or they hold nothing
	// that can be counted on; unclear tells the latter. A cell that is left
	// blank is not 0, so that a sum with one is unclear as well.
	known, unclear bool
	// unit is what the column declares, and shown how many decimals the cell
	// gives.
	unit  string
	shown int32
	// what explains a difference, nil where the name does.
	what message.Phrase
}

// meaning says what a reading that was calculated counts.
func (r reading) meaning(zh, en string) reading {
	r.what = message.New(zh, en)
	return r
}

// plus adds two readings; both have to be known.
func (r reading) plus(s reading) reading {
	return reading{name: r.name + "＋" + s.name, value: r.value.Add(s.value), places: append(r.places[:len(r.places):len(r.places)], s.places...), known: r.known && s.known, unclear: r.unclear || s.unclear}
}

// minus takes one reading from another.
func (r reading) minus(s reading) reading {
	return reading{name: r.name + "－" + s.name, value: r.value.Sub(s.value), places: append(r.places[:len(r.places):len(r.places)], s.places...), known: r.known && s.known, unclear: r.unclear || s.unclear}
}

// fits reports whether a figure of the text is the reading, rounded or cut off as
// far as 万 or 亿 with its decimals shows: 2.06万 fits 20555.
func (r reading) fits(value decimal.Decimal, base, shown int32) bool {
	more := r.value.Sub(value)
	return more.IsZero() || base > 0 && more.LessThan(decimal.New(1, base-shown)) && more.GreaterThanOrEqual(half(base-shown).Neg())
}

// list writes readings with their values: 新收12、新收＋结转13.
func list(all []reading) message.List {
	var parts message.List
	for _, r := range all {
		figure := figureOf(plainName(r.name), r.value.String())
		if r.what != nil {
			figure = message.New("{figure}（{what}）", "{figure} ({what})", "figure", figure, "what", r.what)
		}
		parts = append(parts, figure)
	}
	return parts
}

// distinct drops readings that say the same as an earlier one: 新收＋结转 where
// nothing was carried in. A count below zero, as of a table that is half filled,
// is no reading.
func distinct(all []reading) []reading {
	var out []reading
	seen := map[string]bool{}
	for i, r := range all {
		if value := r.value.String(); !seen[value] && (i == 0 || !r.value.IsNegative()) {
			seen[value] = true
			out = append(out, r)
		}
	}
	return out
}

// tables looks figures up by the roles of their rows and columns.
type tables struct{ r *report.Report }

// sum adds the cells of all rows with one role in all columns with another. It
// is unclear where one of them holds no figure to count on.
func (ts tables) sum(row, column string) reading {
	out := reading{}
	for _, part := range ts.r.Parts {
		if part.Table == nil || !part.Given {
			continue
		}
		t := part.Table
		for _, def := range t.Def.Rows {
			if !def.HasRole(row) {
				continue
			}
			for j, col := range def.Block.Leaves {
				if !col.HasRole(column) {
					continue
				}
				t, ref := t, edition.Ref{Row: def.Index, Column: j}
				if g := t.Group(ref.Row); g != nil {
					// A group that was given as one row says nothing of its rows.
					if slices.ContainsFunc(g.Rows, func(i int) bool { return !t.Def.Rows[i].HasRole(row) }) {
						return reading{unclear: true}
					}
					if ref.Row != g.Rows[0] {
						continue
					}
					t, ref = g.Table, g.Ref(j)
				}
				c := t.Cell(ref)
				if !counts(t, ref) {
					return reading{unclear: true}
				}
				if out.name == "" {
					out.name = nameOf(def.Block, row, column)
				}
				note := c.Raw
				out.known = true
				out.value = out.value.Add(c.Value)
				out.shown = max(out.shown, -c.Value.Exponent())
				if c.State != report.Number {
					note = c.Value.String()
				}
				out.unit = col.Unit
				out.places = append(out.places, report.Related{At: t.At(ref), Pos: t.Pos(ref), Note: note})
			}
		}
	}
	return out
}

// counts reports whether a cell holds a figure that prose can be held against:
// one that is written and not below 0 where nothing can be, or the sum of such.
func counts(t *report.Table, ref edition.Ref) bool {
	c := t.Cell(ref)
	if !c.HasValue() || c.Value.IsNegative() && t.Column(ref).Type != edition.Signed {
		return false
	}
	if c.State == report.Number {
		return true
	}
	for _, eq := range t.Def.Equations {
		if eq.Total && eq.Left[0] == ref && !slices.ContainsFunc(eq.Right, func(part edition.Ref) bool { return !counts(t, part) }) {
			return true
		}
	}
	return false
}

// row is the 总计 of the rows with a role.
func (ts tables) row(role string) reading { return ts.sum(role, roleTotal) }

// nameOf is what messages call the cells of two roles: the row or the group,
// and the column where it is not the total.
func nameOf(b *edition.Block, row, column string) string {
	name := ""
	if r := topRow(b.Rows, row); r != nil {
		if name = r.Name(); name == "" {
			name = r.Label
		}
	}
	if column == roleTotal || len(b.Leaves) == 1 {
		return name
	}
	if c := topColumn(b.Columns, column); c != nil {
		name += "·" + c.Label
	}
	return name
}

func topRow(rows []*edition.Row, role string) *edition.Row {
	for _, r := range rows {
		if r.HasRole(role) {
			return r
		}
		if below := topRow(r.Rows, role); below != nil {
			return below
		}
	}
	return nil
}

func topColumn(columns []*edition.Column, role string) *edition.Column {
	for _, c := range columns {
		if c.HasRole(role) {
			return c
		}
		if below := topColumn(c.Columns, role); below != nil {
			return below
		}
	}
	return nil
}
