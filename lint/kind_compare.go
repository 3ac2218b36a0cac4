package lint

import (
	"github.com/shopspring/decimal"

	"nianbao/internal/message"
	"nianbao/internal/report"
)

// compareKind compares two cells, or a cell of this year's report with one of
// last year's. It is silent where either is blank.
type compareKind struct {
	// Left and Right are key paths of cells; Right may be a number, and is Left
	// where Last is set and it is absent.
	Left     string `yaml:"left" validate:"required"`
	Relation string `yaml:"relation" validate:"required,oneof=== != < <= > >="`
	Right    string `yaml:"right" validate:"required_without=Last"`
	// Last takes Right from the report of the year before; without one the
	// rule is silent.
	Last bool `yaml:"last"`

	number decimal.Decimal
	fixed  bool
}

func (k *compareKind) args() []string {
	return []string{"left", "right", "leftCell", "rightCell", "difference", "relation"}
}

func (k *compareKind) bind(l *packLoader) {
	l.cell(k.Left, "params", "left")
	if k.Right == "" {
		k.Right = k.Left
	}
	if n, err := decimal.NewFromString(k.Right); err == nil && !k.Last {
		k.number, k.fixed = n, true
		return
	}
	l.cell(k.Right, "params", "right")
}

func (k *compareKind) undecided(p *pass) bool { return k.Last && p.previous == nil }

func (k *compareKind) check(p *pass) {
	left, ok := valueAt(p.report, k.Left)
	if !ok {
		return
	}
	f := Finding{At: left.place("").At, Pos: left.place("").Pos}
	a, b := left.cell().Value, k.number
	var name any = k.number
	if !k.fixed {
		of, path := p.report, ""
		if k.Last {
			if of = p.previous; of == nil {
				return
			}
			path = of.Path
		}
		right, ok := valueAt(of, k.Right)
		if !ok {
			return
		}
		b, name = right.cell().Value, cellName(right.table, right.ref)
		f.Related = []report.Related{right.place(path)}
		f.Sum = &Sum{Left: a.String(), Right: b.String(), Difference: a.Sub(b).Abs().String(),
			LeftTerms: []Term{left.term(left.row().Name(), "")}, RightTerms: []Term{right.term(right.row().Name(), path)}}
	}
	if holds(a, k.Relation, b) {
		return
	}
	f.Args = message.Args{"left": a.String(), "leftCell": cellName(left.table, left.ref), "relation": k.Relation,
		"right": b.String(), "rightCell": name, "difference": a.Sub(b).Abs().String()}
	p.add(f)
}

// holds reports whether a relation is true.
func holds(a decimal.Decimal, relation string, b decimal.Decimal) bool {
	switch c := a.Cmp(b); relation {
	case "==":
		return c == 0
	case "!=":
		return c != 0
	case "<":
		return c < 0
	case "<=":
		return c <= 0
	case ">":
		return c > 0
	default:
		return c >= 0
	}
}
