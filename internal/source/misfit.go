package source

import (
	"slices"
	"strings"

	"nianbao/internal/edition"
	"nianbao/internal/report"
)

// misfit gathers the rows and columns of a table that belong to another edition
// (STR009): an author who fills last year's form is told once a table.
type misfit struct {
	part  *report.Part
	other *edition.Edition
	names []string
	where []report.Related
}

// foreignRow reports whether an unknown row is one of another edition.
func (t *tableBinder) foreignRow(at string, p pair) bool {
	return t.foreign(at, p, func(*edition.Table, *edition.Row) bool { return true })
}

// foreignShape reports whether a row or group that has the wrong shape here has
// the right one in another edition.
func (t *tableBinder) foreignShape(at string, p pair) bool {
	return t.foreign(at, p, func(table *edition.Table, r *edition.Row) bool {
		n := p.value
		switch {
		case len(r.Rows) > 0:
			return n.kind == mapping && slices.ContainsFunc(level(r.Rows), func(c *edition.Row) bool { return n.get(c.Key) != nil })
		case n.kind == scalar:
			return len(r.Block.Leaves) == 1
		case n.kind == list:
			all, totals := len(r.Block.Leaves), len(rowTotals(table)[r.Index])
			return len(n.items) == all || len(n.items) == all-totals
		}
		return false
	})
}

// isGroupElsewhere reports whether a row that is given as a mapping is so
// because another edition has a group of rows in its place.
func (t *tableBinder) isGroupElsewhere(at string, row *edition.Row, p pair) bool {
	isCell := func(c pair) bool {
		return c.value.kind == scalar && slices.ContainsFunc(row.Block.Leaves, func(col *edition.Column) bool { return col.Key == c.key.text })
	}
	for _, c := range p.value.pairs {
		if !isCell(c) {
			return t.foreignShape(at, p)
		}
	}
	return false
}

// foreignColumn reports whether an unknown column of a row is one that the row
// has in another edition.
func (t *tableBinder) foreignColumn(at string, p pair) bool {
	return t.foreign(at, p, func(_ *edition.Table, r *edition.Row) bool {
		return len(r.Rows) == 0 && slices.ContainsFunc(r.Block.Leaves, func(c *edition.Column) bool { return c.Key == p.key.text })
	})
}

// foreign looks for the row at a path in the other editions, and records the
// misfit where one has it and fits agrees.
func (t *tableBinder) foreign(at string, p pair, fits func(*edition.Table, *edition.Row) bool) bool {
	if t.opts.Editions == nil {
		return false
	}
	path := strings.TrimPrefix(at, t.part.At+".")
	for _, e := range slices.Backward(t.opts.Editions.All()) {
		if e.ID == t.e.ID {
			continue
		}
		part := e.Part(t.part.Def.Key)
		if part == nil || part.Table == nil {
			continue
		}
		if row := find(part.Table, path); row != nil && fits(part.Table, row) {
			t.addMisfit(e, at, p)
			return true
		}
	}
	return false
}

// find returns the row or group with a path, or nil.
func find(t *edition.Table, path string) *edition.Row {
	var walk func(rows []*edition.Row) *edition.Row
	walk = func(rows []*edition.Row) *edition.Row {
		for _, r := range rows {
			if r.Key != "" && r.Path == path {
				return r
			}
			if found := walk(r.Rows); found != nil {
				return found
			}
		}
		return nil
	}
	for _, b := range t.Blocks {
		if found := walk(b.Rows); found != nil {
			return found
		}
	}
	return nil
}

func (t *tableBinder) addMisfit(other *edition.Edition, at string, p pair) {
	i := slices.IndexFunc(t.misfits, func(m *misfit) bool { return m.part == t.part && m.other == other })
	if i < 0 {
		i = len(t.misfits)
		t.binder.misfits = append(t.misfits, &misfit{part: t.part, other: other})
	}
	m := t.misfits[i]
	name := p.key.text
	if !slices.Contains(m.names, name) {
		m.names = append(m.names, name)
	}
	m.where = append(m.where, report.Related{At: at, Pos: t.in.pos(p.key), Note: name})
}

// reportMisfits reports a finding a table, at the first row or column that does
// not belong; the others are related places. A row that was left out and that
// the other edition lacks is in its table under another name: it is not blank,
// and neither it nor its sums are judged.
func (b *binder) reportMisfits() {
	for _, m := range b.misfits {
		for _, row := range m.part.Table.Def.Rows {
			if !m.part.Table.Rows[row.Index].Given && find(m.other.Part(m.part.Def.Key).Table, row.Path) == nil {
				b.spoil(m.part.Table, row)
			}
		}
		form := ""
		if slices.Contains(b.e.Years.Encouraged, b.r.YearNumber) {
			form = "encouraged"
		}
		p := b.problem("STR009", form, m.where[0].At, m.where[0].Pos, map[string]string{
			"part": m.part.Def.Key, "number": edition.Numeral(m.part.Def.Number),
			"rows": strings.Join(m.names, "、"), "count": itoa(len(m.names)),
			"year": b.r.Year.Text, "edition": b.e.ID, "other": m.other.ID,
			"notice": b.e.Notice.Number, "otherNotice": m.other.Notice.Number,
		})
		p.Related = m.where[1:]
	}
}
