package lint

import (
	"slices"

	"github.com/shopspring/decimal"

	"nianbao/internal/report"
	"nianbao/lint/claims"
)

// doubt is a figure of the prose that has a finding.
type doubt struct {
	*passage
	claims.Figure
	// finding is the index of that finding, readings what it was held against.
	finding  int
	readings []reading
	// instead is what the figure should be, so far as that is known.
	instead []decimal.Decimal
}

// at reports whether a doubt is about a figure of a passage.
func (d *doubt) at(q *passage, f claims.Figure) bool {
	return d.passage == q && f.From < d.To && d.From < f.To
}

// again reports whether a figure has a finding already, to which what it was held
// against now is added: 受理并办结102件 is one number, whatever it is of. Words of denial
// are of several things at once: 未发生行政复议、行政诉讼.
func (v *verdict) again(s *stated, readings []reading) bool {
	i := slices.IndexFunc(v.doubts, func(d doubt) bool { return d.finding >= 0 && d.at(s.passage, s.Figure) })
	if i < 0 || s.Denied {
		return false
	}
	d := &v.doubts[i]
	d.readings = distinct(append(d.readings, readings...))
	for _, r := range readings {
		d.instead = append(d.instead, r.value)
	}
	f := &v.findings[d.finding]
	f.Args["tried"] = list(d.readings)
	f.relate(readings)
	return true
}

// relate adds the cells of readings to the places of a finding.
func (f *Finding) relate(readings []reading) {
	for _, r := range readings {
		for _, place := range r.places {
			if !slices.ContainsFunc(f.Related, func(p report.Place) bool { return p.At == place.At }) {
				f.Related = append(f.Related, place)
			}
		}
	}
}

// doubtful keeps that the last finding is about the figure of a claim.
func (v *verdict) doubtful(s *stated, readings []reading) {
	if s.Denied || s.What == claims.NoneReceived {
		return
	}
	d := doubt{passage: s.passage, Figure: s.Figure, finding: len(v.findings) - 1, readings: readings}
	for _, r := range readings {
		d.instead = append(d.instead, r.value)
	}
	v.doubts = append(v.doubts, d)
}

// unequal keeps that the last finding is about a total and parts that do not add up: one
// of them is off by the difference.
func (v *verdict) unequal(s *stated, total claims.Figure, sum decimal.Decimal) {
	instead := func(f claims.Figure, n decimal.Decimal) {
		v.doubts = append(v.doubts, doubt{passage: s.passage, Figure: f, finding: -1, instead: []decimal.Decimal{n}})
	}
	instead(total, sum)
	for _, part := range s.Parts {
		instead(part, part.Value.Add(total.Value).Sub(sum))
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
	for i := range v.doubts {
		d := &v.doubts[i]
		if d.at(s.passage, s.Figure) && d.finding >= 0 && s.What != claims.List && s.What != claims.Fee {
			return true // 办结率100%
		}
		for _, f := range figures {
			if f.To > f.From && d.passage == s.passage && d.From == f.From && d.To == f.To && len(d.instead) > 0 && len(wrong) < most {
				wrong, instead = append(wrong, f), append(instead, d.instead)
			}
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
