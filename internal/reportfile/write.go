package reportfile

import (
	"regexp"
	"slices"
	"strings"

	"nianbao/internal/bind"
	"nianbao/internal/edition"
	"nianbao/internal/message"
	"nianbao/internal/report"
	"nianbao/internal/tree"
)

// value is what is to be written, the same for YAML and JSON.
type value struct {
	kind tree.Kind
	// A scalar is text, nothing (null), prose, or text that is a number or a
	// truth value and written as one (bare).
	text  string
	null  bool
	bare  bool
	cell  bool     // a figure, as typed
	prose []string // not nil for prose, though it may be empty
	// entries are a mapping's, items a list's.
	entries []entry
	items   []*value
	// flow sets a list or mapping on one line, as far as YAML goes.
	flow bool
	// table is true for a mapping whose rows are to be aligned.
	table bool
	// columns names the columns of a row of figures that are given, header all
	// columns of its block.
	columns, header []string
}

// entry is a key with its value, and the key path that comments go by.
type entry struct {
	key   string
	at    string
	value *value
	// apart asks for an empty line before it.
	apart bool
}

func textValue(text string) *value { return &value{text: text} }

func fieldValue(f report.Field) *value { return textValue(f.Text) }

var (
	bareNumber = regexp.MustCompile(`^[1-9][0-9]{3}$`)
	bareWord   = regexp.MustCompile(`^(true|false)$`)
)

// bareValue is a field whose type is not text where it fits the type.
func bareValue(f report.Field, form *regexp.Regexp) *value {
	return &value{text: f.Text, bare: form.MatchString(f.Text)}
}

func proseValue(t *report.Text) *value {
	v := &value{prose: []string{}}
	if t != nil {
		for _, p := range t.Paragraphs {
			v.prose = append(v.prose, strings.ToValidUTF8(p.Text, "\ufffd"))
		}
	}
	return v
}

// describe lays out a report as the report file has it: what was given, in the
// order of the form. It fails for a report that the file cannot carry, which no
// reader makes.
func describe(r *report.Report) (*value, error) {
	root := &value{kind: tree.Mapping}
	add := func(apart bool, key string, v *value) {
		if v != nil {
			root.entries = append(root.entries, entry{key: key, at: key, value: v, apart: apart})
		}
	}
	field := func(f report.Field) *value {
		if !f.Given {
			return nil
		}
		return fieldValue(f)
	}
	if r.EditionID.Given {
		add(false, edition.KeyEdition, bareValue(r.EditionID, bareNumber))
	}
	add(false, edition.KeyAgency, agencyValue(&r.Agency))
	if r.Year.Given {
		add(false, edition.KeyYear, bareValue(r.Year, bareNumber))
	}
	add(false, edition.KeyTitle, field(r.Title))
	if r.Preamble != nil {
		add(false, edition.KeyPreamble, proseValue(r.Preamble))
	}
	for _, p := range r.Parts {
		if !p.Given {
			continue
		}
		v, err := partValue(p)
		if err != nil {
			return nil, err
		}
		add(true, p.Def.Key, v)
	}
	before := len(root.entries)
	if s := r.Signature; s.Given {
		add(false, edition.KeySignature, record(edition.KeySignature, true,
			pairOf(edition.KeyAgency, s.Agency), pairOf(edition.KeyDate, s.Date)))
	}
	add(false, edition.KeyPublished, field(r.Published))
	if len(r.Contact) > 0 {
		var fields []namedField
		for _, c := range r.Contact {
			fields = append(fields, namedField{c.Key, c.Value})
		}
		add(false, edition.KeyContact, record(edition.KeyContact, false, fields...))
	}
	add(false, edition.KeyPartHeadings, ordered(edition.KeyPartHeadings, r.PartHeadings, r.Edition.PartKeys()))
	add(false, edition.KeyLabels, ordered(edition.KeyLabels, r.Labels, r.Edition.RowPaths()))
	if len(r.Unplaced) > 0 {
		v := &value{kind: tree.List}
		for _, u := range r.Unplaced {
			v.items = append(v.items, record("", true, pairOf(edition.KeyPlace, u.Place), pairOf(edition.KeyWords, u.Text)))
		}
		add(false, edition.KeyUnplaced, v)
	}
	if len(r.Waivers) > 0 {
		v := &value{kind: tree.List}
		for _, w := range r.Waivers {
			v.items = append(v.items, record("", true, pairOf(edition.KeyRule, w.Rule), pairOf(edition.KeyPlace, w.Place),
				pairOf(edition.KeyReason, w.Reason), pairOf(edition.KeyApproved, w.Approved), pairOf(edition.KeyUntil, w.Until)))
		}
		add(false, edition.KeyWaivers, v)
	}
	if len(root.entries) > before {
		root.entries[before].apart = before > 0
	}
	return root, nil
}

type namedField struct {
	key   string
	field report.Field
}

func pairOf(key string, f report.Field) namedField { return namedField{key, f} }

// record is a mapping of the fields that are given.
func record(at string, flow bool, fields ...namedField) *value {
	v := &value{kind: tree.Mapping, flow: flow}
	for _, f := range fields {
		if f.field.Given {
			v.entries = append(v.entries, entry{key: f.key, at: edition.Join(at, f.key), value: fieldValue(f.field)})
		}
	}
	return v
}

// ordered is a mapping of the fields of a map, in the order of keys.
func ordered(at string, fields map[string]report.Field, keys []string) *value {
	if len(fields) == 0 {
		return nil
	}
	var all []namedField
	for _, k := range keys {
		if f, ok := fields[k]; ok {
			f.Given = true
			all = append(all, namedField{k, f})
		}
	}
	return record(at, false, all...)
}

func agencyValue(a *report.Agency) *value {
	v := record(edition.KeyAgency, false, pairOf(edition.KeyName, a.Name), pairOf(edition.KeyType, a.Type))
	if len(a.Short) > 0 {
		short := &value{kind: tree.List, flow: true}
		for _, s := range a.Short {
			short.items = append(short.items, fieldValue(s))
		}
		at := 0
		if a.Name.Given {
			at = 1
		}
		v.entries = slices.Insert(v.entries, at, entry{key: edition.KeyShort, at: edition.Join(edition.KeyAgency, edition.KeyShort), value: short})
	}
	if a.Regulations.Given {
		v.entries = append(v.entries, entry{key: edition.KeyRegulations, at: edition.Join(edition.KeyAgency, edition.KeyRegulations), value: bareValue(a.Regulations, bareWord)})
	}
	if len(v.entries) == 0 {
		return nil
	}
	return v
}

func partValue(p *report.Part) (*value, error) {
	if p.Table != nil {
		return tableValue(p), nil
	}
	def, text := p.Def.Text, p.Text
	bare := text.Bare || def.Lead == "" && text.Lead != nil
	switch {
	case bare && len(text.Sections) > 0:
		return nil, message.New("{at}：各节之前另有文字，报告文件无处可写", "{at}: there is text before its sections, for which the report file has no place", "at", p.At)
	case bare && text.Lead != nil:
		return proseValue(text.Lead), nil
	case text.Lead == nil && len(text.Sections) == 0:
		return &value{null: true}, nil
	}
	v := &value{kind: tree.Mapping}
	if text.Lead != nil {
		v.entries = append(v.entries, entry{key: def.Lead, at: edition.Join(p.At, def.Lead), value: proseValue(text.Lead)})
	}
	more := &value{kind: tree.List}
	for _, s := range text.Sections {
		body := proseValue(s.Body)
		if s.Heading.Given || s.Def == nil {
			titled := &value{kind: tree.Mapping}
			if s.Heading.Given {
				titled.entries = append(titled.entries, entry{key: edition.KeyTitle, value: fieldValue(s.Heading)})
			}
			if s.Body != nil {
				titled.entries = append(titled.entries, entry{key: edition.KeyBody, value: body})
			}
			body = titled
		}
		if s.Def != nil {
			v.entries = append(v.entries, entry{key: s.Def.Key, at: edition.Join(p.At, s.Def.Key), value: body})
			continue
		}
		if def.More == "" {
			return nil, message.New("{at}：这一部分不能另加小节“{section}”", "{at}: this part cannot have “{section}” as a further section", "at", p.At, "section", s.Heading.Text)
		}
		more.items = append(more.items, body)
	}
	if len(more.items) > 0 {
		v.entries = append(v.entries, entry{key: def.More, at: edition.Join(p.At, def.More), value: more})
	}
	return v, nil
}

func tableValue(p *report.Part) *value {
	totals := p.Table.Def.RowTotals()
	var level func(rows []*edition.Row, into *value)
	level = func(rows []*edition.Row, into *value) {
		for _, row := range rows {
			at := edition.Join(p.At, row.Path)
			switch {
			case row.Key == "":
				level(row.Rows, into)
			case len(row.Rows) > 0:
				group := &value{kind: tree.Mapping}
				if level(row.Rows, group); len(group.entries) > 0 {
					into.entries = append(into.entries, entry{key: row.Key, at: at, value: group})
				}
			default:
				if v := rowValue(p.Table, row, totals[row.Index]); v != nil {
					into.entries = append(into.entries, entry{key: row.Key, at: at, value: v})
				}
			}
		}
	}
	v := &value{kind: tree.Mapping, table: true}
	for _, block := range p.Table.Def.Blocks {
		level(block.Rows, v)
	}
	for _, o := range p.Elsewhere {
		other := &report.Part{Def: o.Table.Part.Def, At: p.At, Table: o.Table}
		v.merge(tableValue(other))
	}
	if len(v.entries) == 0 {
		return &value{null: true}
	}
	return v
}

// merge adds the rows of a table in another edition. A row that both have is
// one in which each was given columns of its own.
func (v *value) merge(other *value) {
	for _, e := range other.entries {
		i := slices.IndexFunc(v.entries, func(own entry) bool { return own.key == e.key })
		if i < 0 {
			v.entries = append(v.entries, e)
			continue
		}
		v.entries[i].value.byName()
		e.value.byName()
		v.entries[i].value.merge(e.value)
	}
}

// byName gives a row that is written as a list the names of its columns.
func (v *value) byName() {
	for i, item := range v.items {
		v.entries = append(v.entries, entry{key: v.columns[i], value: item})
	}
	v.kind, v.items, v.columns = tree.Mapping, nil, nil
}

func cellValue(c *report.Cell) *value {
	return &value{text: strings.ToValidUTF8(c.Raw, "\ufffd"), null: c.Raw == "", cell: true}
}

// rowValue writes a row in the shape that says which cells were given: all of
// them or all but the totals as a list, a total alone as one value, others by
// the names of their columns. It is nil for a row without any.
func rowValue(t *report.Table, row *edition.Row, totals []int) *value {
	cells, leaves := t.Cells[row.Index], row.Block.Leaves
	given, parts := 0, 0
	for i := range cells {
		if cells[i].Given {
			given++
			if !slices.Contains(totals, i) {
				parts++
			}
		}
	}
	switch {
	case given == 0:
		return nil
	case len(cells) == 1:
		return cellValue(&cells[0])
	case given == 1 && parts == 0 && len(totals) == 1 && cells[totals[0]].Raw != "":
		return cellValue(&cells[totals[0]])
	}
	v := &value{kind: tree.Mapping, flow: true}
	for _, col := range leaves {
		v.header = append(v.header, col.Key)
	}
	// An entry with a full-width comma in a row without its total reads as two.
	wide := slices.ContainsFunc(cells, func(c report.Cell) bool { return strings.ContainsAny(c.Raw, bind.WideMarks) })
	if given == len(cells) || parts == given && given == len(cells)-len(totals) && !wide {
		v.kind = tree.List
	}
	for i := range cells {
		if !cells[i].Given {
			continue
		}
		cell := cellValue(&cells[i])
		if v.kind == tree.List {
			v.items = append(v.items, cell)
			v.columns = append(v.columns, leaves[i].Key)
		} else {
			v.entries = append(v.entries, entry{key: leaves[i].Key, value: cell})
		}
	}
	return v
}
