package lint

import (
	"slices"

	"go.yaml.in/yaml/v4"

	"nianbao/internal/edition"
)

// balanceKind asks that, in every column or every row of a table, two sums be
// equal. It is for packs; the sums of the form itself are equationKind's.
type balanceKind struct {
	// Part is the key or role of the part.
	Part string `yaml:"part" validate:"required"`
	// Each is column where Left and Right name rows, and row where they name
	// columns, by key path, group or role.
	Each  string   `yaml:"each" validate:"required,oneof=column row"`
	Left  []string `yaml:"left" validate:"required,dive,required"`
	Right []string `yaml:"right" validate:"required,dive,required"`
	// In limits the check to these columns or rows; every one where absent.
	In []string `yaml:"in" validate:"dive,required"`
}

func (k *balanceKind) args() []string {
	return []string{"part", "line", "left", "right", "leftSum", "rightSum", "difference", "total"}
}

func (k *balanceKind) bind(l *packLoader) {
	l.linesNamed(k.Part, k.Each == "column", "left", k.Left...)
	l.linesNamed(k.Part, k.Each == "column", "right", k.Right...)
	l.linesNamed(k.Part, k.Each == "row", "in", k.In...)
}

func (k *balanceKind) check(p *pass) { p.checkSums(k, false) }

// sumKind asks that, in every column or every row of a table, one line be the
// sum of others. It is for packs.
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

// linesNamed checks that some edition's table has every row or column named.
func (l *packLoader) linesNamed(part string, rows bool, key string, names ...string) {
	t := l.table(part, "params", "part")
	if t == nil {
		return
	}
	for i, name := range names {
		steps := []any{"params", key}
		if child(l.node, steps...).Kind == yaml.SequenceNode {
			steps = append(steps, i)
		}
		known := rowNames(t)
		if !rows {
			known = columnNames(t)
		}
		if !slices.ContainsFunc(l.editions, func(e *edition.Edition) bool {
			t := tableOf(e, part)
			return t != nil && (rows && len(rowsOf(t, name)) > 0 || !rows && hasColumn(t, name))
		}) {
			l.faultAt("name", steps, "name", name, "known", known)
		}
	}
}

func hasColumn(t *edition.Table, name string) bool {
	return slices.ContainsFunc(t.Rows, func(r *edition.Row) bool {
		return slices.ContainsFunc(r.Block.Leaves, func(c *edition.Column) bool { return isColumn(c, name) })
	})
}

func columnNames(t *edition.Table) []string {
	var names []string
	for _, b := range t.Blocks {
		for _, c := range b.Leaves {
			if !slices.Contains(names, c.Key) {
				names = append(names, c.Key)
			}
		}
	}
	return names
}

// checkSums judges the sums of a pack's rule; total tells that the left side is
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
