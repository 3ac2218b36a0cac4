package lint

import (
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"nianbao/internal/edition"
	"nianbao/internal/report"
)

// cellAt returns the figure at a key path of the report file, such as
// 主动公开政府信息情况.规章.现行有效件数, or false where the form has none or the
// report lacks the part.
func cellAt(r *report.Report, path string) (figure, bool) {
	if r == nil {
		return figure{}, false
	}
	key, below, _ := strings.Cut(path, ".")
	part := r.Part(key)
	if part == nil || part.Table == nil || !part.Given {
		return figure{}, false
	}
	ref, ok := refAt(part.Def.Table, below)
	return figure{part.Table, ref}, ok
}

// valueAt is like cellAt, and false too where the cell holds no figure.
func valueAt(r *report.Report, path string) (figure, bool) {
	f, ok := cellAt(r, path)
	return f, ok && f.cell().HasValue()
}

// refAt returns the cell of a table at a key path below its part.
func refAt(t *edition.Table, path string) (edition.Ref, bool) {
	for _, row := range t.Rows {
		rest, below := strings.CutPrefix(path, row.Path)
		if !below {
			continue
		}
		if rest == "" && len(row.Block.Leaves) == 1 {
			return edition.Ref{Row: row.Index}, true
		}
		for i, c := range row.Block.Leaves {
			if rest == "."+c.Key {
				return edition.Ref{Row: row.Index, Column: i}, true
			}
		}
	}
	return edition.Ref{}, false
}

// rowsOf returns the rows of a table that a name stands for: the row with that
// key path, the rows of the group with it, or those with that role.
func rowsOf(t *edition.Table, name string) []*edition.Row {
	var rows []*edition.Row
	for _, row := range t.Rows {
		if row.Path == name || strings.HasPrefix(row.Path, name+".") || row.HasRole(name) {
			rows = append(rows, row)
		}
	}
	return rows
}

// isColumn reports whether a name is a column's key or role.
func isColumn(c *edition.Column, name string) bool { return c.Key == name || c.HasRole(name) }

// tableOf is the table of a part, by key or role; nil for none.
func tableOf(e *edition.Edition, part string) *edition.Table {
	def := e.Part(part)
	if def == nil {
		def = e.PartByRole(part)
	}
	if def == nil {
		return nil
	}
	return def.Table
}

// cell checks that an edition has a cell; it notes a mistake where none does.
func (l *packLoader) cell(path string, steps ...any) {
	if l.national || path == "" {
		return
	}
	key, below, _ := strings.Cut(path, ".")
	if t := l.table(key, steps...); t == nil {
		return
	}
	var known []string
	for _, e := range l.editions {
		t := tableOf(e, key)
		if t == nil {
			continue
		}
		if _, ok := refAt(t, below); ok {
			return
		}
		known = cellsNear(t, below)
	}
	l.faultAt("name", steps, "name", path, "known", known)
}

// cellsNear lists what could have been meant: the columns of the row, or the rows.
func cellsNear(t *edition.Table, path string) []string {
	var names []string
	for _, row := range t.Rows {
		if strings.HasPrefix(path, row.Path+".") {
			for _, c := range row.Block.Leaves {
				names = append(names, c.Key)
			}
			return names
		}
	}
	return rowNames(t)
}

func rowNames(t *edition.Table) []string {
	var names []string
	for _, row := range t.Rows {
		names = append(names, row.Path)
	}
	return names
}

// table checks that an edition has a part with a table, by key or role.
func (l *packLoader) table(part string, steps ...any) *edition.Table {
	if l.national {
		return nil
	}
	var known []string
	for _, e := range l.editions {
		if t := tableOf(e, part); t != nil {
			return t
		}
		known = known[:0]
		for _, p := range e.Parts {
			if p.Table != nil {
				known = append(known, p.Key)
			}
		}
	}
	l.faultAt("name", steps, "name", part, "known", known)
	return nil
}

// linesNamed checks that some edition's table has every row or column named.
func (l *packLoader) linesNamed(part string, rows bool, key string, names ...string) {
	t := l.table(part, "params", "part")
	if l.national || t == nil {
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

// textNamed checks that some edition has the text part or section named.
func (l *packLoader) textNamed(in string, steps ...any) {
	if l.national {
		return
	}
	var known []string
	for _, e := range l.editions {
		known = known[:0]
		for _, def := range e.Parts {
			if def.Text == nil {
				continue
			}
			known = append(known, def.Key)
			if in == "" || in == def.Key || def.HasRole(in) || slices.ContainsFunc(def.Text.Sections, func(s *edition.Section) bool { return in == def.Key+"."+s.Key }) {
				return
			}
		}
	}
	l.faultAt("name", steps, "name", in, "known", known)
}

// types checks that some edition knows the types of body named.
func (l *packLoader) types(types []string) {
	if l.national {
		return
	}
	for i, kind := range types {
		var known []string
		for _, e := range l.editions {
			known = known[:0]
			for _, a := range e.Agencies {
				known = append(known, a.Type)
			}
			if slices.Contains(known, kind) {
				break
			}
		}
		if !slices.Contains(known, kind) {
			l.faultAt("value", []any{"params", "types", i}, "key", "types["+strconv.Itoa(i)+"]", "text", kind, "known", known)
		}
	}
}
