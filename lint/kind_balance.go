package lint

import (
	"slices"

	"nianbao/internal/edition"
)

// balanceKind asks that, in every column or every row of a table, two sums be
// equal: those of the form that the edition gives an ID, or others that the head
// writes out.
type balanceKind struct {
	// Equation is the ID of the form's own sums.
	Equation string `yaml:"equation"`
	// Part is the key or role of the part.
	Part string `yaml:"part" validate:"required_without=Equation"`
	// Each is column where Left and Right name rows, and row where they name
	// columns, by key path, group or role.
	Each  string   `yaml:"each" validate:"required_without=Equation,omitempty,oneof=column row"`
	Left  []string `yaml:"left" validate:"required_without=Equation,dive,required"`
	Right []string `yaml:"right" validate:"required_without=Equation,dive,required"`
	// In limits the check to these columns or rows; every one where absent.
	In []string `yaml:"in" validate:"dive,required"`
}

func (k *balanceKind) args() []string {
	return []string{"part", "line", "left", "right", "leftSum", "rightSum", "difference", "total"}
}

func (k *balanceKind) bind(l *packLoader) {
	switch {
	case k.Equation != "" && k.Part != "":
		l.faultAt("value", []any{"params", "equation"}, "key", "equation", "text", k.Equation, "known", []string{})
		return
	case k.Equation != "":
		l.equation(k.Equation)
		return
	}
	l.linesNamed(k.Part, k.Each == "column", "left", k.Left...)
	l.linesNamed(k.Part, k.Each == "column", "right", k.Right...)
	l.linesNamed(k.Part, k.Each == "row", "in", k.In...)
}

func (k *balanceKind) check(p *pass) {
	if k.Equation == "" {
		p.checkSums(k, false)
		return
	}
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

// equation checks that some edition has sums with an ID.
func (l *packLoader) equation(id string) {
	var known []string
	for _, e := range l.editions {
		for _, part := range e.Parts {
			if part.Table == nil {
				continue
			}
			for _, eq := range part.Table.Equations {
				if eq.ID == id {
					return
				}
				if !slices.Contains(known, eq.ID) {
					known = append(known, eq.ID)
				}
			}
		}
	}
	if !l.national {
		l.faultAt("name", []any{"params", "equation"}, "name", id, "known", known)
	}
}

// sumKind asks that, in every column or every row of a table, one line be the
// sum of others.
type sumKind struct {
	// Part, Each and In are those of balanceKind; Of names what Total sums.
	Part  string   `yaml:"part" validate:"required"`
	Each  string   `yaml:"each" validate:"required,oneof=column row"`
	Total string   `yaml:"total" validate:"required"`
	Of    []string `yaml:"of" validate:"required,dive,required"`
	In    []string `yaml:"in" validate:"dive,required"`
}

func (k *sumKind) args() []string { return (*balanceKind)(nil).args() }

func (k *sumKind) bind(l *packLoader) {
	l.linesNamed(k.Part, k.Each == "column", "total", k.Total)
	l.linesNamed(k.Part, k.Each == "column", "of", k.Of...)
	l.linesNamed(k.Part, k.Each == "row", "in", k.In...)
}

func (k *sumKind) check(p *pass) {
	p.checkSums(&balanceKind{Part: k.Part, Each: k.Each, Left: []string{k.Total}, Right: k.Of, In: k.In}, true)
}

// checkSums judges the sums that a head writes out; total tells that the left side is
// one that the report may leave to be computed.
func (p *pass) checkSums(k *balanceKind, total bool) {
	def := tableOf(p.report.Edition, k.Part)
	for _, part := range p.report.Parts {
		if part.Table == nil || part.Table.Def != def || !part.Given {
			continue
		}
		for _, eq := range k.equations(def) {
			eq.Total = total
			if broken(part.Table, eq) {
				p.add(sumFinding(part.Table, eq))
			}
		}
	}
}

// equations writes a rule's sums out for every line that it applies to.
func (k *balanceKind) equations(t *edition.Table) []*edition.Equation {
	var all []*edition.Equation
	add := func(side func(names []string) []edition.Ref) {
		eq := &edition.Equation{Each: k.Each, Left: side(k.Left), Right: side(k.Right)}
		eq.Right = slices.DeleteFunc(eq.Right, func(r edition.Ref) bool { return slices.Contains(eq.Left, r) })
		if len(eq.Left) > 0 && len(eq.Right) > 0 {
			eq.Anchor = eq.Left[0]
			all = append(all, eq)
		}
	}
	if k.Each == "row" {
		for _, row := range t.Rows {
			if !k.includes(func(name string) bool { return slices.Contains(rowsOf(t, name), row) }) {
				continue
			}
			add(func(names []string) (refs []edition.Ref) {
				for i, c := range row.Block.Leaves {
					if slices.ContainsFunc(names, func(name string) bool { return isColumn(c, name) }) {
						refs = append(refs, edition.Ref{Row: row.Index, Column: i})
					}
				}
				return refs
			})
		}
		return all
	}
	for _, b := range t.Blocks {
		for i, c := range b.Leaves {
			if !k.includes(func(name string) bool { return isColumn(c, name) }) {
				continue
			}
			add(func(names []string) (refs []edition.Ref) {
				for _, name := range names {
					for _, row := range rowsOf(t, name) {
						if ref := (edition.Ref{Row: row.Index, Column: i}); row.Block == b && !slices.Contains(refs, ref) {
							refs = append(refs, ref)
						}
					}
				}
				return refs
			})
		}
	}
	return all
}

// includes reports whether a line is one of those that In names.
func (k *balanceKind) includes(is func(name string) bool) bool {
	return len(k.In) == 0 || slices.ContainsFunc(k.In, is)
}
