package lint

import (
	"github.com/shopspring/decimal"

	"nianbao/internal/edition"
	"nianbao/internal/report"
)

// leapKind finds figures that are many times last year's, or a small part of it.
type leapKind struct {
	// Times is how many times more, or less, a figure has to be.
	Times int64 `yaml:"times" validate:"required"`
	// Least is the size, by type of column, that the greater of both has to
	// have: small numbers double and halve without meaning anything. Types
	// that are left out are not judged.
	Least map[edition.Type]int64 `yaml:"least" validate:"required"`
	// Total is the role of columns that sum others: of rows that have one it
	// alone is judged.
	Total string `yaml:"total" validate:"required"`
	// Slip is the factor from which on an amount of money is taken for a wrong
	// unit, which another rule reports.
	Slip int64 `yaml:"slip" validate:"required"`
}

func (k *leapKind) undecided(p *pass) bool { return p.previous == nil }

func (k *leapKind) check(p *pass) {
	p.eachTwin(func(now, last figure) {
		least, ok := k.Least[now.column().Type]
		if !ok {
			return
		}
		if _, sums := inColumn(now, k.Total); sums && !now.column().HasRole(k.Total) {
			return
		}
		a, b := now.cell().Value, last.cell().Value
		form, ok := k.leaps(a, b, decimal.NewFromInt(least))
		if !ok || form == "" && now.column().Type == edition.Money && a.GreaterThanOrEqual(b.Mul(decimal.NewFromInt(k.Slip))) {
			return
		}
		f := Finding{Form: form}
		f.At, f.Pos = now.table.At(now.ref), now.table.Pos(now.ref)
		f.Related = []report.Related{last.place(p.previous.Path)}
		f.Args = p.cellArgs(now.table, now.ref)
		f.Args["value"], f.Args["last"], f.Args["lastYear"] = a.String(), b.String(), p.lastYear()
		f.Args["times"] = itoa(int(k.Times))
		p.add(f)
	})
}

// leaps compares a figure with last year's, and tells which of the rule's
// messages fits.
func (k *leapKind) leaps(now, last, least decimal.Decimal) (form string, ok bool) {
	less, more := decimal.Min(now, last), decimal.Max(now, last)
	if less.IsNegative() || more.LessThan(least) || more.LessThanOrEqual(less.Mul(decimal.NewFromInt(k.Times))) {
		return "", false
	}
	switch {
	case now.IsZero():
		return "to-zero", true
	case last.IsZero():
		return "from-zero", true
	case now.LessThan(last):
		return "less", true
	}
	return "", true
}
