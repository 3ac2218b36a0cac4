package claims

import "github.com/shopspring/decimal"

// slack is by how much a figure of the text may differ from the exact one: half
// of its last place, where 万 or 亿 or decimals show that it is rounded.
func slack(f Figure) decimal.Decimal {
	if f.Base == 0 {
		return decimal.Zero
	}
	return decimal.New(5, f.Base-f.Shown-1)
}

// Agrees reports whether a claim that is checked within the text holds: a list
// adds up, a share or growth follows from its numbers as far as the text shows
// them. All other claims agree.
func (c *Claim) Agrees() bool {
	switch c.What {
	case List:
		sum, room := decimal.Zero, slack(c.Total)
		for _, f := range c.Parts {
			sum, room = sum.Add(f.Value), room.Add(slack(f))
		}
		return sum.Sub(c.Total.Value).Abs().LessThanOrEqual(room)
	case More:
		return c.After.Value.Sub(c.Before.Value).Sub(c.Value).Abs().LessThanOrEqual(slack(c.After).Add(slack(c.Before)).Add(slack(c.Figure)))
	case Share:
		return c.Whole.Value.IsZero() || c.percent(c.Part.Value, slack(c.Part), c.Whole.Value, slack(c.Whole), decimal.Zero)
	case Growth:
		return c.Before.Value.IsZero() || c.percent(c.After.Value, slack(c.After), c.Before.Value, slack(c.Before), hundred)
	}
	return true
}

// percent reports whether the percentage over less follows, rounded or cut off
// at the last place that the text shows, from numbers with so much slack.
func (c *Claim) percent(over, overSlack, under, underSlack, less decimal.Decimal) bool {
	const places = 8
	low, high := over.Sub(overSlack), over.Add(overSlack)
	smaller, larger := under.Sub(underSlack), under.Add(underSlack)
	if !smaller.IsPositive() {
		return true
	}
	from := low.Mul(hundred).DivRound(larger, places).Sub(less)
	to := high.Mul(hundred).DivRound(smaller, places).Sub(less)
	if c.Value.IsNegative() {
		from, to = to.Neg(), from.Neg()
	}
	v := c.Value.Abs()
	half, unit := decimal.New(5, -c.Shown-1), decimal.New(1, -c.Shown)
	return to.GreaterThanOrEqual(v.Sub(half)) && from.LessThan(v.Add(unit))
}
