package lint

import (
	"slices"

	"nianbao/internal/edition"
	"nianbao/internal/report"
)

// equationKind checks the edition's sums of one ID: for every row or column
// that they apply to, left equals right.
type equationKind struct {
	Equation string `yaml:"equation" validate:"required"`
}

func (k *equationKind) check(p *pass) {
	for _, part := range p.report.Parts {
		if part.Table == nil || !part.Given {
			continue
		}
		t := part.Table
		for _, eq := range t.Def.Equations {
			if eq.ID == k.Equation && broken(t, eq) {
				f := sumFinding(t, eq)
				if p.rule.Head.Fix != nil {
					f.Fix = p.repairFor(t)
				}
				if f.Fix == nil && p.rule.form(formMisbooked) != nil {
					p.misbooked(&f, t, eq)
				}
				p.add(f)
			}
		}
	}
}

// totalKind finds totals that are there and blank though their parts are given.
type totalKind struct{}

func (k *totalKind) check(p *pass) {
	p.eachCell(func(t *report.Table, ref edition.Ref, c *report.Cell) {
		if !c.Implied {
			return
		}
		args := p.cellArgs(t, ref)
		args["sum"] = c.Value.String()
		f := Finding{At: t.At(ref), Pos: t.Pos(ref), Args: args}
		f.Fix = &Fix{Safe: agreed(t, ref), Args: args, Edits: []Edit{{At: f.At, To: c.Value.String()}}}
		for _, eq := range t.Def.Equations {
			if eq.Total && eq.Left[0] == ref {
				for _, term := range terms(t, eq, eq.Right) {
					f.Related = append(f.Related, term.Place)
				}
				break
			}
		}
		p.add(f)
	})
}

// agreed reports whether every sum that a blank total is part of holds with the
// value that its parts imply, so that filling it in adds nothing of our own.
func agreed(t *report.Table, ref edition.Ref) bool {
	for _, eq := range t.Def.Equations {
		if (slices.Contains(eq.Left, ref) || slices.Contains(eq.Right, ref)) && broken(t, eq) {
			return false
		}
	}
	return true
}
