package lint

import (
	"slices"

	"github.com/shopspring/decimal"

	"nianbao/internal/report"
	"nianbao/lint/claims"
)

// doubt is a figure of the prose that has a finding, or is in a sum that has one.
type doubt struct {
	// finding is the index of the finding about this figure, -1 where it is but one of
	// several that do not add up; readings are what it was held against.
	finding  int
	readings []reading
	// instead is what the figure should be, so far as that is known.
	instead []decimal.Decimal
}

// figurePlace is where a figure of the prose ends.
type figurePlace struct {
	*passage
	to int
}

// doubtOf is what is known against a figure of a claim, nil for nothing.
func (v *verdict) doubtOf(s *stated, f claims.Figure) *doubt {
	return v.doubts[figurePlace{s.passage, f.To}]
}

func (v *verdict) doubt(s *stated, f claims.Figure, d *doubt) {
	if v.doubts == nil {
		v.doubts = map[figurePlace]*doubt{}
	}
	if v.doubtOf(s, f) == nil {
		v.doubts[figurePlace{s.passage, f.To}] = d
	}
}

// again reports whether a figure has a finding already, to which what it was held
// against now is added: 受理并办结102件 is one number, whatever it is of. Words of denial
// are of several things at once: 未发生行政复议、行政诉讼.
func (v *verdict) again(s *stated, readings []reading) bool {
	d := v.doubtOf(s, s.Figure)
	if d == nil || d.finding < 0 || s.Denied {
		return false
	}
	d.readings = distinct(append(d.readings, readings...))
	d.instead = append(d.instead, values(readings)...)
	f := &v.findings[d.finding]
	f.Args["tried"] = list(d.readings)
	f.relate(readings)
	return true
}

func values(readings []reading) []decimal.Decimal {
	var all []decimal.Decimal
	for _, r := range readings {
		all = append(all, r.value)
	}
	return all
}

// relate adds the cells of readings to the places of a finding.
func (f *Finding) relate(readings []reading) {
	for _, r := range readings {
		for _, place := range r.places {
			if !slices.ContainsFunc(f.Related, func(p report.Related) bool { return p.At == place.At }) {
				f.Related = append(f.Related, place)
			}
		}
	}
}

// doubtful keeps that the last finding is about the figure of a claim.
func (v *verdict) doubtful(s *stated, readings []reading) {
	if !s.Denied && s.What != claims.NoneReceived {
		v.doubt(s, s.Figure, &doubt{finding: len(v.findings) - 1, readings: readings, instead: values(readings)})
	}
}

// unequal keeps that the last finding is about a total and parts that do not add up: one
// of them is off by the difference.
func (v *verdict) unequal(s *stated, total claims.Figure, sum decimal.Decimal) {
	v.doubt(s, total, &doubt{finding: -1, instead: []decimal.Decimal{sum}})
	for _, part := range s.Parts {
		v.doubt(s, part, &doubt{finding: -1, instead: []decimal.Decimal{part.Value.Add(total.Value).Sub(sum)}})
	}
}

// explained reports whether a claim over several figures of the text would hold with
// those that have a finding already put right, so that it is no fault of its own: where
// 自然人80件 is found to be 86, neither the list nor the share of it is reported.
func (v *verdict) explained(s *stated, holds func(*stated) bool) bool {
	const most = 4 // figures that are tried together
	var wrong []*claims.Figure
	var instead [][]decimal.Decimal
	c := *s
	c.Parts = slices.Clone(s.Parts)
	figures := []*claims.Figure{&c.Total, &c.Part, &c.Whole, &c.Before, &c.After}
	for i := range c.Parts {
		figures = append(figures, &c.Parts[i])
	}
	if d := v.doubtOf(s, s.Figure); d != nil && d.finding >= 0 && s.What != claims.List && s.What != claims.Fee {
		return true // 办结率100%
	}
	for _, f := range figures {
		if d := v.doubtOf(s, *f); f.To > f.From && d != nil && len(d.instead) > 0 && len(wrong) < most {
			wrong, instead = append(wrong, f), append(instead, d.instead)
		}
	}
	var try func(n int) bool
	try = func(n int) bool {
		if n == len(wrong) {
			return holds(&c)
		}
		was := wrong[n].Value
		defer func() { wrong[n].Value = was }()
		for _, value := range append(slices.Clone(instead[n]), was) {
			if wrong[n].Value = value; try(n + 1) {
				return true
			}
		}
		return false
	}
	return len(wrong) > 0 && try(0)
}
