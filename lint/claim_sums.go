package lint

import (
	"github.com/shopspring/decimal"

	"nianbao/internal/report"
	"nianbao/lint/claims"
)

// list judges lists that say that they are complete (TXT006).
func (k *claimKind) list(v *verdict, s *stated) {
	if s.What == claims.List && !s.Agrees() {
		k.sum(v, s, "")
	}
}

// sum reports a total of the prose that is not the sum of its parts. What
// became of the applications may also cover those carried in.
func (k *claimKind) sum(v *verdict, s *stated, form string) {
	total := s.Total
	if s.What == claims.Fee {
		total = s.Figure
	}
	sum := decimal.Zero
	for _, part := range s.Parts {
		sum = sum.Add(part.Value)
	}
	if sum.Equal(total.Value) {
		return
	}
	if carried := v.tables.row(roleCarriedIn); s.Flow && sum.GreaterThan(total.Value) &&
		(carried.unclear || carried.known && sum.Equal(total.Value.Add(carried.value))) {
		return
	}
	difference := total.Value.Sub(sum).Abs().String()
	f := v.finding(s, form, map[string]string{"sum": spellFigures(s) + "＝" + sum.String(), "total": total.Value.String(), "difference": difference})
	f.Sum = &Sum{Left: total.Value.String(), Right: sum.String(), Difference: difference, LeftTerms: []Term{s.term(total)}}
	for _, part := range s.Parts {
		term := s.term(part)
		f.Sum.RightTerms = append(f.Sum.RightTerms, term)
		f.Related = append(f.Related, term.Place)
	}
	v.add(f)
}

// term is a figure of the prose as part of a sum.
func (s *stated) term(f claims.Figure) Term {
	raw := s.string(f.From, f.To)
	return Term{Name: s.says(f.From, f.From), Raw: raw, Value: f.Value.String(), Place: report.Place{At: s.at, Pos: s.pos(f.From, f.To), Note: raw}}
}

func spellFigures(s *stated) string {
	text := ""
	for i, part := range s.Parts {
		if i > 0 {
			text += "＋"
		}
		text += part.Value.String()
	}
	return text
}

// percent judges percentages and differences that come with both their numbers
// (TXT007).
func (k *claimKind) percent(v *verdict, s *stated) {
	if s.Agrees() {
		return
	}
	hundred := decimal.NewFromInt(100)
	a, b := s.Before, s.After
	args := map[string]string{}
	form := ""
	switch s.What {
	case claims.Share:
		a, b = s.Part, s.Whole
		args["expected"] = a.Value.Mul(hundred).DivRound(b.Value, s.Shown).String() + "%"
	case claims.Growth:
		form = "growth"
		args["expected"] = b.Value.Sub(a.Value).Mul(hundred).DivRound(a.Value, s.Shown).String() + "%"
	case claims.More:
		form = "more"
		args["expected"] = b.Value.Sub(a.Value).String()
	default:
		return
	}
	args["first"], args["second"] = s.string(a.From, a.To), s.string(b.From, b.To)
	f := v.finding(s, form, args)
	for _, n := range []claims.Figure{a, b} {
		f.Related = append(f.Related, s.term(n).Place)
	}
	v.add(f)
}
