package lint

import (
	"strings"

	"github.com/shopspring/decimal"

	"nianbao/internal/edition"
	"nianbao/internal/message"
	"nianbao/internal/report"
)

// total is a side's sum. Blank and placeholder cells count as 0.
func total(t *report.Table, side []edition.Ref) decimal.Decimal {
	sum := decimal.Zero
	for _, a := range t.Addends(side) {
		if c := a.Cell(); c.HasValue() {
			sum = sum.Add(c.Value)
		}
	}
	return sum
}

// assessable reports whether a sum can be judged: no cell of it is malformed or
// a total that nobody can tell, each side has at least one figure, and a total is
// one that the author gave.
func assessable(t *report.Table, eq *edition.Equation) bool {
	for _, side := range [][]edition.Ref{eq.Left, eq.Right} {
		some := false
		for _, a := range t.Addends(side) {
			c := a.Cell()
			if c.Suspends() {
				return false
			}
			some = some || c.HasValue() || eq.Total && len(side) == 1 && c.State == report.Placeholder
		}
		if !some {
			return false
		}
	}
	return !eq.Total || t.Cell(eq.Left[0]).State != report.Computed
}

func broken(t *report.Table, eq *edition.Equation) bool {
	return assessable(t, eq) && !total(t, eq.Left).Equal(total(t, eq.Right))
}

// sumFinding says what both sides of a broken sum amount to.
func sumFinding(t *report.Table, eq *edition.Equation) Finding {
	left, right := total(t, eq.Left), total(t, eq.Right)
	sum := &Sum{Left: left.String(), Right: right.String(), Difference: left.Sub(right).Abs().String(),
		LeftTerms: terms(t, eq, eq.Left), RightTerms: terms(t, eq, eq.Right)}
	f := Finding{At: t.At(eq.Anchor), Pos: t.Pos(eq.Anchor), Sum: sum}
	var blank message.List
	for _, term := range append(append([]Term(nil), sum.LeftTerms...), sum.RightTerms...) {
		if term.Place.At != f.At {
			f.Related = append(f.Related, term.Place)
		}
		if term.Blank {
			blank = append(blank, term)
		}
	}
	row := t.Def.Rows[eq.Anchor.Row]
	line := t.Column(eq.Anchor).Label
	if eq.Each == "row" {
		line = strings.ReplaceAll(row.Path, ".", "·")
	}
	f.Args = message.Args{
		"part": edition.Ordinal(t.Part.Def.Number), "line": line,
		"left": spell(sum.LeftTerms, sum.Left), "right": spell(sum.RightTerms, sum.Right),
		"leftSum": sum.Left, "rightSum": sum.Right, "difference": sum.Difference,
		"total": row.Label,
	}
	if len(blank) > 0 {
		f.Form = "blank"
		f.Args["blank"] = blank
		if len(blank) > 3 {
			f.Args["blank"] = message.New("{some}等{count}格", "{some} and others, {count} in all", "some", blank[:3], "count", len(blank))
		}
	}
	return f
}

// terms lists the parts of a side. Their names are those of the lines that the
// sum runs across: rows for a column, columns for a row.
func terms(t *report.Table, eq *edition.Equation, side []edition.Ref) []Term {
	addends := t.Addends(side)
	out := make([]Term, len(addends))
	for i, a := range addends {
		t, ref, c := a.Table, a.Ref, a.Cell()
		name := t.Def.Rows[ref.Row].Name()
		if eq.Each == "row" {
			name = t.Column(ref).Label
		}
		out[i] = Term{Name: name, Raw: c.Raw, Value: "0", Blank: !c.HasValue(),
			Place: report.Related{At: t.At(ref), Pos: t.Pos(ref), Note: c.Raw}}
		if c.HasValue() {
			out[i].Value = c.Value.String()
			if c.State == report.Computed {
				out[i].Place.Note = out[i].Value
			}
		}
	}
	return out
}

// spell writes a side as 新收3＋结转0＝3. Of a long sum only the parts above 0
// are named.
func spell(all []Term, sum string) message.Phrase {
	const long = 3
	var parts message.List
	for _, t := range all {
		if len(all) <= long || t.Value != "0" {
			parts = append(parts, figureOf(t, t.Value))
		}
	}
	switch {
	case len(all) == 1:
		return parts
	case len(parts) == 0:
		return message.Text{ZH: "各项均为0", EN: "every item 0"}
	default:
		return sumOf(parts, sum)
	}
}
