package lint

import (
	"strings"

	"github.com/shopspring/decimal"

	"nianbao/internal/han"
	"nianbao/internal/message"
	"nianbao/internal/report"
	"nianbao/lint/claims"
)

// list judges lists that say that they are complete (TXT006).
func (k *claimKind) list(v *verdict, s *stated) {
	if s.What == claims.List {
		k.sum(v, s, "")
	}
}

// sum reports a total of the prose that is not the sum of its parts. What
// became of the applications may also cover those carried in.
func (k *claimKind) sum(v *verdict, s *stated, form string) {
	if v.adds(s) || v.explained(s, v.adds) {
		return
	}
	total, sum := s.whole(), s.partsSum()
	difference := total.Value.Sub(sum).Abs().String()
	f := v.finding(s, form, message.Args{"sum": sumOf(figuresSaid(s), sum.String()), "total": total.Value.String(), "difference": difference})
	f.Sum = &Sum{Left: total.Value.String(), Right: sum.String(), Difference: difference, LeftTerms: []Term{s.term(total)}}
	for _, part := range s.Parts {
		term := s.term(part)
		f.Sum.RightTerms = append(f.Sum.RightTerms, term)
		f.Related = append(f.Related, term.Place)
	}
	v.add(f)
	v.unequal(s, total, sum)
}

// adds reports whether the parts of a total add up to it.
func (v *verdict) adds(s *stated) bool {
	total, sum := s.whole().Value, s.partsSum()
	carried := v.tables.row(roleCarriedIn)
	return sum.Equal(total) || s.What == claims.List && s.Agrees() || s.Flow && sum.GreaterThan(total) &&
		(carried.unclear || carried.known && sum.Equal(total.Add(carried.value)))
}

// whole is the total that a claim's parts belong to.
func (s *stated) whole() claims.Figure {
	if s.What == claims.Fee {
		return s.Figure
	}
	return s.Total
}

func (s *stated) partsSum() decimal.Decimal {
	sum := decimal.Zero
	for _, part := range s.Parts {
		sum = sum.Add(part.Value)
	}
	return sum
}

// term is a figure of the prose as part of a sum.
func (s *stated) term(f claims.Figure) Term {
	raw := s.string(f.From, f.To)
	return Term{Name: s.says(f.From, f.From), Raw: raw, Value: f.Value.String(), Place: report.Related{At: s.at, Pos: s.pos(f.From, f.To), Note: raw}}
}

func figuresSaid(s *stated) message.List {
	var parts message.List
	for _, part := range s.Parts {
		parts = append(parts, part.Value)
	}
	return parts
}

// amount writes a number as the text writes the claim's: with its decimals, 万 or
// 亿 and measure.
func (s *stated) amount(n decimal.Decimal) string {
	unit := strings.TrimLeftFunc(s.string(s.From, s.To), func(r rune) bool {
		return han.IsDigit(r) || han.InNumber(r) && han.Scale(r) == 0 || in(".．,， ", r)
	})
	n = n.Shift(-s.Base)
	return n.StringFixed(max(s.Shown, min(-n.Exponent(), 2))) + unit
}

// percent judges percentages and differences that come with both their numbers
// (TXT007).
func (k *claimKind) percent(v *verdict, s *stated) {
	if s.Agrees() || v.explained(s, func(s *stated) bool { return s.Agrees() }) {
		return
	}
	hundred := decimal.NewFromInt(100)
	a, b := s.Before, s.After
	args := message.Args{}
	const places = 8
	var exact decimal.Decimal // in percent
	form := ""
	switch s.What {
	case claims.Share:
		a, b = s.Part, s.Whole
		exact = a.Value.Mul(hundred).DivRound(b.Value, places)
		args["expected"] = exact.StringFixed(max(s.Shown, 0)) + "%"
	case claims.Growth:
		change := b.Value.Sub(a.Value)
		form = direction(change, "growth", "fall")
		exact = change.Mul(hundred).DivRound(a.Value, places)
		args["expected"] = exact.Abs().StringFixed(max(s.Shown, 0)) + "%"
	case claims.More:
		change := b.Value.Sub(a.Value)
		form = direction(change, "more", "less")
		args["expected"] = s.amount(change.Abs())
	default:
		return
	}
	args["first"], args["second"] = s.string(a.From, a.To), s.string(b.From, b.To)
	if s.What != claims.More && s.Value.Sub(exact).Abs().LessThan(decimal.New(1, -max(s.Shown, 0))) {
		form = strings.TrimPrefix(form+"-near", "-") // rounded up, perhaps
	}
	f := v.finding(s, form, args)
	for _, n := range []claims.Figure{a, b} {
		f.Related = append(f.Related, s.term(n).Place)
	}
	v.add(f)
}
