package lint

import (
	"slices"

	"nianbao/internal/edition"
	"nianbao/internal/report"
)

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
