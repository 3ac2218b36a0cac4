package bind

import (
	"slices"
	"strconv"
	"strings"

	"nianbao/internal/edition"
	"nianbao/internal/message"
	"nianbao/internal/report"
	"nianbao/internal/tree"
)

// misfit gathers the rows and columns of a table that belong to another edition
// (STR009): an author who fills last year's form is told once a table. Their
// figures are bound on that edition's table, so that none is lost and none
// stands under a header that is not its own.
type misfit struct {
	part  *report.Part
	other *edition.Edition
	where []report.Related
}

// unnamedRow is a row that was given as a list or as one figure.
type unnamedRow struct {
	at string
	p  tree.Pair
}

// foreignRow reports whether an unknown row is one of another edition.
func (t *tableBinder) foreignRow(at string, p tree.Pair) bool {
	return t.foreign(at, p, func(*edition.Table, *edition.Row) bool { return true }, (*tableBinder).line)
}

// foreignShape reports whether a row or group that has the wrong shape here has
// the right one in another edition.
func (t *tableBinder) foreignShape(at string, p tree.Pair) bool {
	return t.foreign(at, p, func(table *edition.Table, r *edition.Row) bool { return fits(table, r, p.Value) }, (*tableBinder).line)
}

// fits reports whether a value has the shape of a row or group.
func fits(table *edition.Table, r *edition.Row, n *tree.Node) bool {
	switch {
	case len(r.Rows) > 0:
		return n.Kind == tree.Mapping && slices.ContainsFunc(edition.Level(r.Rows), func(c *edition.Row) bool { return n.Get(c.Key) != nil })
	case n.Kind == tree.Scalar:
		return len(r.Block.Leaves) == 1 || len(table.RowTotals()[r.Index]) == 1
	case n.Kind == tree.List:
		all, totals := len(r.Block.Leaves), len(table.RowTotals()[r.Index])
		return len(n.Items) == all || len(n.Items) == all-totals
	}
	return slices.ContainsFunc(n.Pairs, func(c tree.Pair) bool { return isCell(r, c) }) &&
		!slices.ContainsFunc(n.Pairs, func(c tree.Pair) bool { return !isCell(r, c) })
}

// isCell reports whether an entry of a mapping is a figure of a row under the
// name of its column.
func isCell(row *edition.Row, c tree.Pair) bool {
	return c.Value.Kind == tree.Scalar && slices.ContainsFunc(row.Block.Leaves, func(col *edition.Column) bool { return col.Key == c.Key.Text })
}

// isGroupElsewhere reports whether a row that is given as a mapping is so
// because another edition has a group of rows in its place.
func (t *tableBinder) isGroupElsewhere(at string, row *edition.Row, p tree.Pair) bool {
	return slices.ContainsFunc(p.Value.Pairs, func(c tree.Pair) bool { return !isCell(row, c) }) &&
		t.foreign(at, p, func(table *edition.Table, r *edition.Row) bool { return len(r.Rows) > 0 && fits(table, r, p.Value) }, (*tableBinder).line)
}

// isRowElsewhere reports whether a group that is given as a mapping names the
// columns of the one row that another edition has in its place, and not only
// rows of its own (其他 is both).
func (t *tableBinder) isRowElsewhere(at string, group *edition.Row, p tree.Pair) bool {
	own := edition.Level(group.Rows)
	return slices.ContainsFunc(p.Value.Pairs, func(c tree.Pair) bool {
		return !slices.ContainsFunc(own, func(r *edition.Row) bool { return r.Key == c.Key.Text })
	}) && t.foreign(at, p, func(table *edition.Table, r *edition.Row) bool { return len(r.Rows) == 0 && fits(table, r, p.Value) }, (*tableBinder).line)
}

// isOtherRow reports whether a row names the columns that it has in another
// edition, and none of its own.
func (t *tableBinder) isOtherRow(at string, row *edition.Row, p tree.Pair) bool {
	return !slices.ContainsFunc(p.Value.Pairs, func(c tree.Pair) bool { return isCell(row, c) }) &&
		t.foreign(at, p, func(table *edition.Table, r *edition.Row) bool { return len(r.Rows) == 0 && fits(table, r, p.Value) }, (*tableBinder).line)
}

// foreignColumn reports whether an unknown column of a row is one that the row
// has in another edition.
func (t *tableBinder) foreignColumn(at string, p tree.Pair) bool {
	return t.foreign(at, p, func(_ *edition.Table, r *edition.Row) bool {
		return len(r.Rows) == 0 && slices.ContainsFunc(r.Block.Leaves, func(c *edition.Column) bool { return c.Key == p.Key.Text })
	}, func(t *tableBinder, at string, r *edition.Row, p tree.Pair) {
		t.table.Rows[r.Index] = report.RowState{Given: true, Pos: t.from.Place(p.Value)}
		t.cell(at, r, slices.IndexFunc(r.Block.Leaves, func(c *edition.Column) bool { return c.Key == p.Key.Text }), p.Key, p.Value)
	})
}

// foreign looks for the row at a path in the other editions. Where one has it
// and fits agrees, it records the misfit and has bind put the figures on that
// edition's table.
func (t *tableBinder) foreign(at string, p tree.Pair, fits func(*edition.Table, *edition.Row) bool,
	bind func(t *tableBinder, at string, r *edition.Row, p tree.Pair)) bool {
	if t.opts.Editions == nil || t.abroad {
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
		if row := part.Table.RowAt(path); row != nil && fits(part.Table, row) {
			t.addMisfit(t.part, e, at, p)
			bind(t.on(t.part, e), at, row, p)
			return true
		}
	}
	return false
}

// on is a binder for the table that a part has in another edition.
func (b *binder) on(part *report.Part, e *edition.Edition) *tableBinder {
	o := part.On(e)
	return &tableBinder{binder: b, part: o.Table.Part, table: o.Table, totals: o.Table.Def.RowTotals(), abroad: true}
}

// line binds a row or a group of rows.
func (t *tableBinder) line(at string, r *edition.Row, p tree.Pair) {
	switch {
	case len(r.Rows) == 0:
		t.row(at, r, p)
	case p.Value.Kind == tree.Mapping:
		t.rows(at, r.Rows, p.Value)
	case !p.Value.Null:
		t.shape("group", at, p, nil).Phrases = Phrases{"keys": keysOf(edition.Level(r.Rows))}
	}
}

func (b *binder) addMisfit(part *report.Part, other *edition.Edition, at string, p tree.Pair) {
	i := slices.IndexFunc(b.misfits, func(m *misfit) bool { return m.part == part && m.other == other })
	if i < 0 {
		i = len(b.misfits)
		b.misfits = append(b.misfits, &misfit{part: part, other: other})
	}
	b.misfits[i].where = append(b.misfits[i].where, report.Related{At: at, Pos: b.from.Place(p.Key), Note: p.Key.Text})
}

// moveUnnamed takes the figures of rows that both editions have under different
// columns to the table of the other one, where the rows about them show that
// they were given on it. Without the names of their columns nothing else tells.
func (b *binder) moveUnnamed(m *misfit) {
	own, theirs := m.part.Table, m.part.On(m.other).Table
	for _, row := range own.Def.Rows {
		given, listed := b.unnamed[row]
		other := theirs.Def.RowAt(row.Path)
		if !listed || !own.Rows[row.Index].Given || other == nil || len(other.Rows) > 0 || edition.SameColumns(row.Block, other.Block) ||
			!fits(theirs.Def, other, given.p.Value) || theirs.Rows[other.Index].Given || !b.belongs(m, row, other) {
			continue
		}
		pos := own.Rows[row.Index].Pos
		own.Rows[row.Index] = report.RowState{Pos: pos}
		for i := range own.Cells[row.Index] {
			own.Cells[row.Index][i] = report.Cell{State: report.Malformed, Pos: pos}
		}
		b.addMisfit(m.part, m.other, given.at, given.p)
		b.on(m.part, m.other).row(given.at, other, given.p)
	}
}

// belongs reports whether a row that fits both editions goes with those of the
// other one: by the rows under the same header, else by all of the table.
func (b *binder) belongs(m *misfit, row, other *edition.Row) bool {
	own, theirs := m.part.Table, m.part.On(m.other).Table
	here, there, all, abroad := 0, 0, 0, 0
	for _, r := range own.Def.Rows {
		if !own.Rows[r.Index].Given || !slices.ContainsFunc(own.Cells[r.Index], func(c report.Cell) bool { return c.Given }) {
			continue
		}
		// A row that the other edition has as well tells nothing, unless it is of
		// another shape there.
		if o := theirs.Def.RowAt(r.Path); o != nil {
			if given, listed := b.unnamed[r]; listed && fits(theirs.Def, o, given.p.Value) {
				continue
			}
		}
		all++
		if r.Block == row.Block {
			here++
		}
	}
	for _, r := range theirs.Def.Rows {
		if theirs.Rows[r.Index].Given {
			abroad++
			if r.Block == other.Block {
				there++
			}
		}
	}
	switch {
	case here > 0 != (there > 0):
		return there > 0
	case m.other == b.otherNamed():
		return here == 0
	}
	return abroad >= all
}

// otherNamed is the edition that the report names, where that is not its own; nil
// else.
func (b *binder) otherNamed() *edition.Edition {
	if b.opts.Editions == nil {
		return nil
	}
	if e := b.opts.Editions.ByID(b.r.EditionID.Text); e != b.e {
		return e
	}
	return nil
}

// reportMisfits reports a finding a table, at the first row or column that does
// not belong; the others are related places. A row that was left out and that
// the other edition lacks is in its table under another name: it is not blank,
// and neither it nor its sums are judged.
func (b *binder) reportMisfits() {
	if other := b.otherNamed(); other != nil {
		for _, p := range b.r.Parts {
			if part := other.Part(p.Def.Key); p.Table != nil && part != nil && part.Table != nil {
				b.moveUnnamed(&misfit{part: p, other: other})
			}
		}
	}
	for _, m := range b.misfits {
		b.moveUnnamed(m)
		for _, row := range m.part.Table.Def.Rows {
			if !m.part.Table.Rows[row.Index].Given && m.part.On(m.other).Table.Def.RowAt(row.Path) == nil {
				b.spoil(m.part.Table, row)
			}
		}
		form := ""
		if slices.Contains(b.e.Years.Encouraged, b.r.YearNumber) {
			form = "encouraged"
		}
		slices.SortStableFunc(m.where, func(x, y report.Related) int {
			switch {
			case x.Pos.Before(y.Pos):
				return -1
			case y.Pos.Before(x.Pos):
				return 1
			}
			return 0
		})
		var names []string
		for _, place := range m.where {
			if !slices.Contains(names, place.Note) {
				names = append(names, place.Note)
			}
		}
		p := b.problem("STR009", form, m.where[0].At, m.where[0].Pos, map[string]string{
			"part":  m.part.Def.Key,
			"count": strconv.Itoa(len(names)),
			"year":  b.r.Year.Text, "edition": b.e.ID, "other": m.other.ID,
			"notice": b.e.Notice.Number, "otherNotice": m.other.Notice.Number,
		})
		p.Phrases = Phrases{"rows": message.ListOf(names), "number": edition.Ordinal(m.part.Def.Number)}
		p.Related = m.where[1:]
	}
}
