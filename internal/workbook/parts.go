package workbook

import (
	"slices"

	"nianbao/internal/edition"
	"nianbao/internal/message"
	"nianbao/internal/report"
	"nianbao/internal/tree"
)

// table puts a part of figures in.
func (b *bookReader) table(p *edition.Part) {
	t := &tableReader{bookReader: b, part: p, cells: map[edition.Ref]figure{}, at: map[edition.Ref]xref{}, named: map[edition.Ref]named{}}
	t.shares = t.findShared()
	some := false
	for _, row := range p.Table.Rows {
		for i := range row.Block.Leaves {
			ref := edition.Ref{Row: row.Index, Column: i}
			f := t.figure(ref)
			t.cells[ref] = f
			some = some || f.state == filled
		}
	}
	t.put(some, b.posOf(Heading(p.Key)))
}

// figure is one figure as found.
type figure struct {
	state figureState
	text  string
	pos   report.Place
	// wrong is the cell of a total whose formula gives an error, else nil.
	wrong *xcell
	// formula is that of a total that was left out.
	formula string
}

type figureState uint8

const (
	empty   figureState = iota // an empty cell
	filled                     // a text
	leftOut                    // a total that is a formula
	lost                       // no figure can be read
)

type tableReader struct {
	*bookReader
	part  *edition.Part
	cells map[edition.Ref]figure
	at    map[edition.Ref]xref
	// named are the cells that the names lead to.
	named map[edition.Ref]named
	// shares are the cells to which several names lead.
	shares map[xref]bool
}

// named is a key path with its name and the cell that it leads to.
type named struct {
	at, name string
	cell     xref
	there    bool
}

// figure reads a figure by its name.
func (t *tableReader) figure(ref edition.Ref) figure {
	n := t.named[ref]
	at := n.at
	if n.there && t.shares[n.cell] {
		t.spoiled[at] = ""
		return figure{state: lost, pos: t.pos(n.cell)}
	}
	cell, ok := t.find(t.part.Key, at, n.name)
	if !ok {
		t.spoiled[at] = ""
		return figure{state: lost}
	}
	return t.judge(ref, at, cell)
}

// judge reads the cell of a figure.
func (t *tableReader) judge(ref edition.Ref, at string, cell xref) figure {
	f := figure{pos: t.pos(cell)}
	t.at[ref], t.used[cell] = cell, true
	if t.part.Table.IsTotal(ref) {
		// Calculated only if it is asked for what it makes.
		if formula := t.uncalculated(cell); formula != "" {
			f.state, f.formula = leftOut, formula
			return f
		}
	}
	c := t.read(cell, false)
	switch {
	case c.covered:
		t.problem("SRC006", "merged", at, f.pos, "cell", cellName(cell.column, cell.row))
		f.state = lost
	case c.formula && t.part.Table.IsTotal(ref):
		if c.fault == "error" {
			f.wrong = &c
		} else {
			f.formula = t.xbook.formula(cell)
		}
		f.state = leftOut
	case c.doubtful():
		t.fault(c, at, f.pos)
		f.state, f.text = filled, c.text
	case c.fault != "":
		t.fault(c, at, f.pos)
		f.state = lost
	case c.text != "":
		f.state, f.text = filled, c.text
	}
	if f.state == lost {
		t.spoiled[at] = c.shown
	}
	return f
}

// wrongTotals reports totals whose formula gives an error of its own. Where a
// part is no figure, the total follows it, and that alone has to be mended.
func (t *tableReader) wrongTotals() {
	follows := map[edition.Ref]bool{}
	for _, eq := range t.part.Table.Equations {
		if !eq.Total {
			continue
		}
		for _, ref := range eq.Right {
			follows[eq.Left[0]] = follows[eq.Left[0]] || t.noFigure(ref)
		}
	}
	for _, row := range t.part.Table.Rows {
		for i := range row.Block.Leaves {
			ref := edition.Ref{Row: row.Index, Column: i}
			f := t.cells[ref]
			if f.wrong == nil || follows[ref] {
				continue
			}
			at := edition.Join(t.part.Key, t.part.Table.CellPath(ref))
			t.fault(*f.wrong, at, f.pos)
			t.spoiled[at] = f.wrong.shown
		}
	}
}

// noFigure reports whether a cell holds something, and that is no figure.
func (t *tableReader) noFigure(ref edition.Ref) bool {
	f := t.cells[ref]
	var c report.Cell
	if f.state == filled {
		report.SetCell(&c, f.text, t.part.Table.Rows[ref.Row].Block.Leaves[ref.Column], t.opts.Words)
	}
	return f.state == lost || f.wrong != nil || c.State == report.Malformed
}

// put writes the figures into the document. some tells whether there are any.
func (t *tableReader) put(some bool, pos report.Place) {
	x := t.box()
	if x != nil {
		t.boxes = append(t.boxes, x)
	}
	t.wrongTotals()
	t.ownTotals(x)
	if !some && t.marked(MarkAbsent, t.part.Key) {
		return
	}
	t.d.Begin(t.part.Key, pos, tree.Mapping)
	for _, block := range t.part.Table.Blocks {
		t.rows(block.Rows)
	}
	t.d.End(true)
}

func (t *tableReader) rows(rows []*edition.Row) {
	for _, row := range rows {
		switch {
		case len(row.Rows) == 0:
			t.row(row)
		case row.Key == "":
			t.rows(row.Rows)
		default:
			t.d.Begin(row.Key, t.cells[edition.Ref{Row: firstRow(row).Index}].pos, tree.Mapping)
			t.rows(row.Rows)
			t.d.End(false)
		}
	}
}

// firstRow is the first row of figures of a group.
func firstRow(row *edition.Row) *edition.Row {
	for len(row.Rows) > 0 {
		row = row.Rows[0]
	}
	return row
}

func (t *tableReader) row(row *edition.Row) {
	at := edition.Join(t.part.Key, row.Path)
	isEmpty := true
	for i := range row.Block.Leaves {
		ref := edition.Ref{Row: row.Index, Column: i}
		isEmpty = isEmpty && (t.cells[ref].state != filled || t.part.Table.IsTotal(ref))
	}
	first := t.cells[edition.Ref{Row: row.Index}]
	single := len(row.Block.Leaves) == 1
	if !single {
		t.d.Begin(row.Key, first.pos, tree.Mapping)
	}
	for i, col := range row.Block.Leaves {
		ref := edition.Ref{Row: row.Index, Column: i}
		f, key := t.cells[ref], col.Key
		if single {
			key = row.Key
		}
		if shown, lost := t.spoiled[edition.Join(t.part.Key, t.part.Table.CellPath(ref))]; lost {
			t.d.Lost(key, shown, f.pos)
			continue
		}
		absent := isEmpty && t.marked(MarkAbsent, at) || t.marked(MarkAbsent, edition.Join(t.part.Key, t.part.Table.CellPath(ref)))
		switch {
		case f.state == filled:
			t.d.Text(key, f.text, f.pos)
		case f.state == empty && (!absent || t.part.Table.IsTotal(ref)):
			t.d.Null(key, f.pos)
		}
	}
	if !single {
		t.d.End(false)
	}
}

// prose puts a part of text in.
func (b *bookReader) prose(p *edition.Part) {
	def := p.Text
	s := &proseReader{bookReader: b, part: p}
	heading, ok1 := b.find(p.Key, edition.Join(p.Key, edition.KeyTitle), Column(p.Key, edition.KeyTitle))
	body, ok2 := b.find(p.Key, edition.Join(p.Key, edition.KeyBody), Column(p.Key, edition.KeyBody))
	if !ok1 || !ok2 {
		return
	}
	s.heading, s.body = heading.column, body.column
	leadAt := p.Key
	if def.Lead != "" {
		leadAt = edition.Join(p.Key, def.Lead)
	}
	var lead []line
	leadPos := report.Place{}
	if ref, ok := b.find(p.Key, leadAt, Name(leadAt)); ok {
		lead, leadPos = b.paragraphs(ref, s.body, b.reach(ref), leadAt), b.pos(xref{ref.sheet, s.body, ref.row})
	}
	hasLead := len(lead) > 0 || b.marked(MarkBlank, leadAt)
	for _, d := range def.Sections {
		at := edition.Join(p.Key, d.Key)
		if ref, ok := b.find(p.Key, at, Name(at)); ok {
			s.section(d, at, ref, b.reach(ref))
		}
	}
	s.more()
	if def.Lead == "" && len(lead) > 0 && !s.anySaid() {
		// The template marks its sections as there and empty, and has a row for a
		// text that is not divided as well: who fills that in does without them.
		s.sections = nil
	}
	pos := b.posOf(Heading(p.Key))
	onlyText := def.Lead == "" || b.marked(MarkBare, p.Key)
	switch {
	case !hasLead && len(s.sections) == 0:
		if !b.marked(MarkAbsent, p.Key) {
			b.d.Null(p.Key, pos)
		}
	case len(s.sections) == 0 && onlyText:
		b.list(p.Key, p.Key, lead, pos, true)
	default:
		b.d.Begin(p.Key, pos, tree.Mapping)
		switch {
		case hasLead && def.Lead != "":
			b.list(def.Lead, leadAt, lead, leadPos, true)
		case len(lead) > 0:
			both := b.problem("SRC006", "both", p.Key, lead[0].pos, "part", p.Key)
			for _, l := range lead[1:] {
				both.Related = append(both.Related, report.Related{At: p.Key, Pos: l.pos, Note: message.Clip(l.text)})
			}
		}
		s.put()
		b.d.End(false)
	}
}

// proseReader gathers the sections of a part.
type proseReader struct {
	*bookReader
	part          *edition.Part
	heading, body int // columns
	sections      []proseSection
}

type proseSection struct {
	def      *edition.Section
	heading  *line // nil where the form's holds
	lines    []line
	pos      report.Place
	bodyCell report.Place
}

// anySaid reports whether any section holds more than the mark of an empty one.
func (s *proseReader) anySaid() bool {
	return slices.ContainsFunc(s.sections, func(p proseSection) bool { return p.heading != nil || len(p.lines) > 0 })
}

// section reads a section from its first row to its last.
func (s *proseReader) section(def *edition.Section, at string, ref xref, last int) {
	found := proseSection{def: def, pos: s.pos(ref), bodyCell: s.pos(xref{ref.sheet, s.body, ref.row})}
	title := edition.Join(at, edition.KeyTitle)
	cell := xref{ref.sheet, s.heading, ref.row}
	if text := s.value(cell, title); text != "" || s.marked(MarkBlank, title) {
		found.heading = &line{text, s.pos(cell)}
	}
	found.lines = s.paragraphs(ref, s.body, last, at)
	if found.heading != nil || len(found.lines) > 0 || s.marked(MarkBlank, at) {
		s.sections = append(s.sections, found)
	}
}

// more reads the sections that the author added. One begins where its name is,
// and wherever a heading stands.
func (s *proseReader) more() {
	key := s.part.Text.More
	if key == "" {
		return
	}
	anchors := map[int]string{}
	var first, last xref
	for n := range len(s.names) {
		at := edition.Entry(edition.Join(s.part.Key, key), n)
		ref, ok := s.name(Name(at))
		if !ok {
			continue
		}
		anchors[ref.row] = at
		if len(anchors) == 1 || ref.row < first.row {
			first = ref
		}
		if ref.row > last.row {
			last = ref
		}
	}
	if len(anchors) == 0 {
		s.find(s.part.Key, edition.Join(s.part.Key, key), Name(edition.Entry(edition.Join(s.part.Key, key), 0)))
		return
	}
	bottom := s.reach(last)
	for row := first.row; row <= bottom; {
		next := row + 1
		for next <= bottom && anchors[next] == "" && s.value(xref{first.sheet, s.heading, next}, key) == "" {
			next++
		}
		at := anchors[row]
		if at == "" {
			at = edition.Join(s.part.Key, key)
		}
		s.section(nil, at, xref{first.sheet, first.column, row}, next-1)
		row = next
	}
}

// put writes the sections into the document.
func (s *proseReader) put() {
	for _, section := range s.sections {
		if section.def != nil {
			s.putOne(section.def.Key, section)
		}
	}
	s.d.Begin(s.part.Text.More, report.Place{}, tree.List)
	for _, section := range s.sections {
		if section.def == nil {
			s.putOne("", section)
		}
	}
	s.d.End(false)
}

func (s *proseReader) putOne(key string, section proseSection) {
	if section.heading == nil && section.def != nil {
		s.list(key, key, section.lines, section.bodyCell, true)
		return
	}
	s.d.Begin(key, section.pos, tree.Mapping)
	if h := section.heading; h != nil {
		s.d.Text(edition.KeyTitle, h.text, h.pos)
	}
	s.list(edition.KeyBody, key, section.lines, section.bodyCell, true)
	s.d.End(true)
}
