// Package workbook reads, writes, mends and annotates workbooks. It alone knows
// the library that opens them.
package workbook

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"nianbao/internal/bind"
	"nianbao/internal/edition"
	"nianbao/internal/message"
	"nianbao/internal/report"
	"nianbao/internal/tree"
)

// readWorkbook makes a report of a workbook: one made from the template by the
// names of its cells, any other by the labels of its tables. This is the one
// place that catches what the library panics with on files that it does not
// expect.
func Read(path string, data []byte, opts bind.Options) (r *report.Report) {
	defer func() {
		if fault := recover(); fault != nil {
			r = bind.Unreadable(path, nil, &bind.Failure{Form: "damaged"}, opts)
		}
	}()
	book, failed := openBook(data)
	if failed != nil {
		return bind.Unreadable(path, nil, failed, opts)
	}
	defer book.close()
	b := &bookReader{xbook: book, opts: opts, path: path, d: tree.NewBuilder(), marks: map[string]map[string]bool{},
		cells: map[string]report.Place{}, spoiled: map[string]string{}, stops: map[string][]int{}, used: map[xref]bool{}, holders: map[xref]string{}, home: map[string]xref{}}
	if b.byLabel = len(book.names) == 0; b.byLabel {
		b.notes()
		if failed := b.byLabels(); failed != nil {
			return bind.Unreadable(path, nil, failed, opts)
		}
	} else {
		b.readMarks()
		b.byNames()
	}
	return b.bind()
}

// bookReader writes what a workbook says into a document.
type bookReader struct {
	*xbook
	opts bind.Options
	path string
	e    *edition.Edition // on whose form the workbook is laid out
	d    *tree.Builder
	// marks are those of the sheet WorkbookNotes, by kind and key path.
	marks map[string]map[string]bool
	// cells are the places of figures and fields, by key path.
	cells map[string]report.Place
	// spoiled are figures that could not be read, by key path, with what is seen
	// in their cells.
	spoiled  map[string]string
	problems []report.Problem
	missing  []gone
	unseen   []xref
	// stops are the rows that a list ends above, ends the last rows of sheets.
	stops map[string][]int
	// used are the cells that were read, holders the key paths whose names lead to
	// a cell of a figure or field.
	used    map[xref]bool
	holders map[xref]string
	// home are the cells that misplaced names belong to, as far as their
	// neighbours tell, by key path.
	home map[string]xref
	// byLabel is true for a workbook that is read by its labels.
	byLabel bool
	// boxes are the tables of figures as they stand on their sheets.
	boxes []*box
}

// gone is something whose name is missing.
type gone struct{ part, at, name string }

func (b *bookReader) problem(rule, form, at string, pos report.Place, args ...string) *report.Problem {
	p := report.Problem{Rule: rule, Form: form, At: at, Pos: pos, Args: map[string]string{}}
	for i := 0; i+1 < len(args); i += 2 {
		p.Args[args[i]] = args[i+1]
	}
	b.problems = append(b.problems, p)
	return &b.problems[len(b.problems)-1]
}

// bind lays the tree on the form.
func (b *bookReader) bind() *report.Report {
	r := bind.Report(b.path, b.d.Finish(), bind.Placed{Where: b.where}, nil, b.opts)
	r.Sheets = true
	b.reportMissing(r)
	b.reportUnseen()
	b.reportUnplaced()
	r.Problems = append(r.Problems, b.problems...)
	slices.SortStableFunc(r.Problems, func(x, y report.Problem) int { return x.Pos.Compare(y.Pos) })
	return r
}

// where is the cell that what stands at a key path has, filled or not; of a part
// it is the heading's.
func (b *bookReader) where(at string) report.Place {
	if pos, ok := b.cells[at]; ok {
		return pos
	}
	return b.posOf(Heading(at))
}

// readMarks reads the sheet of marks and finds the edition.
func (b *bookReader) readMarks() {
	id := b.notes()
	candidates := b.opts.Editions.All()
	if b.opts.Edition != nil {
		candidates = append([]*edition.Edition{b.opts.Edition}, candidates...)
	}
	if i := slices.IndexFunc(candidates, func(e *edition.Edition) bool { return e.ID == id }); i >= 0 {
		b.e = candidates[i]
		return
	}
	most := -1
	for _, e := range candidates {
		if n := b.countNames(e); n > most {
			b.e, most = e, n
		}
	}
}

// notes reads the sheet of marks, and returns the edition that it names.
func (b *bookReader) notes() string {
	if !slices.Contains(b.sheets, Notes) {
		return ""
	}
	for row := 2; row <= b.lastRow(Notes); row++ {
		kind, at := b.read(xref{Notes, 1, row}, true).text, b.read(xref{Notes, 2, row}, true).text
		if b.marks[kind] == nil {
			b.marks[kind] = map[string]bool{}
		}
		b.marks[kind][at] = true
	}
	return b.read(xref{Notes, 2, 1}, true).text
}

// countNames is how many of an edition's figures the workbook has names for.
func (b *bookReader) countNames(e *edition.Edition) int {
	n := 0
	for _, p := range e.Parts {
		if p.Table == nil {
			continue
		}
		for _, row := range p.Table.Rows {
			for i := range row.Block.Leaves {
				if _, ok := b.name(Name(edition.Join(p.Key, p.Table.CellPath(edition.Ref{Row: row.Index, Column: i})))); ok {
					n++
				}
			}
		}
	}
	return n
}

func (b *bookReader) marked(kind, at string) bool { return b.marks[kind][at] }

// reach is the last row of the list that begins at a cell.
func (b *bookReader) reach(ref xref) int {
	i, _ := slices.BinarySearch(b.stops[ref.sheet], ref.row+1)
	if i < len(b.stops[ref.sheet]) {
		return b.stops[ref.sheet][i] - 1
	}
	return b.lastRow(ref.sheet)
}

func (b *bookReader) byNames() {
	for _, ref := range b.names {
		b.stops[ref.sheet] = append(b.stops[ref.sheet], ref.row)
	}
	for _, rows := range b.stops {
		slices.Sort(rows)
	}
	b.head()
	for _, p := range b.e.Parts {
		if p.Table != nil {
			b.table(p)
		} else {
			b.prose(p)
		}
	}
	b.tail()
}

// find looks a name up, and remembers that it is missing.
func (b *bookReader) find(part, at, name string) (xref, bool) {
	ref, ok := b.name(name)
	if !ok {
		b.missing = append(b.missing, gone{part, at, name})
		return ref, false
	}
	if other, taken := b.holders[ref]; taken && other != at {
		b.shared(ref, []string{other, at})
		return ref, false
	}
	b.holders[ref] = at
	b.cells[at] = b.pos(ref)
	if b.hidden(ref) {
		b.unseen = append(b.unseen, ref)
	}
	return ref, true
}

// value reads a cell that holds a text, and says what is wrong with it. An error
// value is what a reader of the sheet sees, so that a draft has it too.
func (b *bookReader) value(ref xref, at string) string {
	c := b.read(ref, true)
	b.used[ref] = b.used[ref] || !c.covered
	switch {
	case c.fault == "digits":
		b.fault(c, at, b.pos(ref))
	case c.fault != "" && !c.doubtful():
		b.fault(c, at, b.pos(ref))
		return c.shown
	}
	return strings.TrimSpace(c.text)
}

func (b *bookReader) fault(c xcell, at string, pos report.Place) {
	form := c.fault
	part, _, _ := strings.Cut(at, ".")
	inTable := false
	if def := b.e.Part(part); def != nil {
		inTable = def.Table != nil
	}
	switch {
	case form == "error" && inTable:
		form = ""
	case inTable && form == "uncalculated":
		form = "figure-uncalculated"
	case form == "error":
		form = "text"
	}
	b.problem("SRC007", form, at, pos, "shown", message.Clip(c.shown), "text", message.Clip(c.text))
	b.problems[len(b.problems)-1].Unread = !c.doubtful()
}

// field puts a field in, where it is there.
func (b *bookReader) field(key, at string) {
	ref, ok := b.find("", at, Name(at))
	if !ok {
		return
	}
	if text := b.value(ref, at); text != "" || b.marked(MarkBlank, at) {
		b.d.Text(key, text, b.pos(ref))
	}
}

func (b *bookReader) head() {
	b.field(edition.KeyEdition, edition.KeyEdition)
	path := func(key string) string { return edition.Join(edition.KeyAgency, key) }
	b.d.Begin(edition.KeyAgency, b.posOf(Name(path(edition.KeyName))), tree.Mapping)
	b.field(edition.KeyName, path(edition.KeyName))
	if ref, ok := b.find("", path(edition.KeyShort), Name(path(edition.KeyShort))); ok {
		b.d.Begin(edition.KeyShort, b.pos(ref), tree.List)
		for n, row := 1, ref.row; row <= b.reach(ref); n, row = n+1, row+1 {
			at := edition.Entry(path(edition.KeyShort), n-1)
			cell := xref{ref.sheet, ref.column, row}
			if text := b.value(cell, at); text != "" || b.marked(MarkBlank, at) {
				b.d.Text("", text, b.pos(cell))
			}
		}
		b.d.End(false)
	}
	b.field(edition.KeyType, path(edition.KeyType))
	at := path(edition.KeyRegulations)
	if ref, ok := b.find("", at, Name(at)); ok {
		text := b.value(ref, at)
		if truth := truths[text]; truth != "" && !b.marked(MarkRaw, at) {
			text = truth
		}
		if text != "" || b.marked(MarkBlank, at) {
			b.d.Text(edition.KeyRegulations, text, b.pos(ref))
		}
	}
	b.d.End(false)
	b.field(edition.KeyYear, edition.KeyYear)
	b.field(edition.KeyTitle, edition.KeyTitle)
	if ref, ok := b.find("", edition.KeyPreamble, Name(edition.KeyPreamble)); ok {
		b.list(edition.KeyPreamble, edition.KeyPreamble, b.paragraphs(ref, ref.column, b.reach(ref), edition.KeyPreamble), b.pos(ref), b.marked(MarkBlank, edition.KeyPreamble))
	}
}

func (b *bookReader) posOf(name string) report.Place {
	if ref, ok := b.name(name); ok {
		return b.pos(ref)
	}
	return report.Place{}
}

// line is a paragraph with its cell.
type line struct {
	text string
	pos  report.Place
}

// paragraphs reads a column from a cell down to a row.
func (b *bookReader) paragraphs(from xref, column, last int, at string) []line {
	var all []line
	for row := from.row; row <= last; row++ {
		ref := xref{from.sheet, column, row}
		if text := b.value(ref, at); text != "" {
			all = append(all, line{text, b.pos(ref)})
			if b.hidden(ref) {
				b.unseen = append(b.unseen, ref)
			}
		}
	}
	return all
}

// list puts paragraphs in. Without any there is nothing to put, unless an empty
// text was meant.
func (b *bookReader) list(key, at string, lines []line, pos report.Place, meant bool) {
	b.d.Begin(key, pos, tree.List)
	for _, l := range lines {
		b.d.Text("", l.text, l.pos)
	}
	b.d.End(meant)
}

func (b *bookReader) tail() {
	path := func(list, key string) string { return edition.Join(list, key) }
	b.d.Begin(edition.KeySignature, b.posOf(Name(path(edition.KeySignature, edition.KeyAgency))), tree.Mapping)
	b.field(edition.KeyAgency, path(edition.KeySignature, edition.KeyAgency))
	b.field(edition.KeyDate, path(edition.KeySignature, edition.KeyDate))
	b.d.End(b.marked(MarkBlank, edition.KeySignature))
	b.field(edition.KeyPublished, edition.KeyPublished)
	b.d.Begin(edition.KeyContact, report.Place{}, tree.Mapping)
	for _, key := range edition.ContactKeys {
		b.field(key, path(edition.KeyContact, key))
	}
	b.d.End(false)
	b.d.Begin(edition.KeyPartHeadings, report.Place{}, tree.Mapping)
	for _, p := range b.e.Parts {
		b.field(p.Key, path(edition.KeyPartHeadings, p.Key))
	}
	b.d.End(false)
	for _, list := range workbookRecords {
		b.records(list.List, list.Keys)
	}
}

// records puts a list of records in. Labels are a mapping in the report file.
func (b *bookReader) records(name string, keys []string) {
	head, ok := b.name(Name(name))
	if !ok {
		return // most workbooks have no use for the list
	}
	columns := make([]int, len(keys))
	for i, key := range keys {
		ref, ok := b.find("", edition.Join(name, key), Column(name, key))
		if !ok {
			return
		}
		columns[i] = ref.column
	}
	shape := tree.List
	if name == edition.KeyLabels {
		shape = tree.Mapping
	}
	b.d.Begin(name, b.pos(head), shape)
	for row := head.row + 1; row <= b.reach(head); row++ {
		at := edition.Entry(name, row-head.row-1)
		values := make([]line, len(keys))
		some := b.marked(MarkBlank, at)
		for i, column := range columns {
			ref := xref{head.sheet, column, row}
			values[i] = line{b.value(ref, edition.Join(at, keys[i])), b.pos(ref)}
			some = some || values[i].text != "" || b.marked(MarkBlank, edition.Join(at, keys[i]))
		}
		switch {
		case !some:
		case shape == tree.Mapping:
			b.d.Text(values[0].text, values[1].text, values[1].pos)
		default:
			b.d.Begin("", values[0].pos, tree.Mapping)
			for i, v := range values {
				if v.text != "" || b.marked(MarkBlank, edition.Join(at, keys[i])) {
					b.d.Text(keys[i], v.text, v.pos)
				}
			}
			b.d.End(true)
		}
	}
	b.d.End(false)
}

// reportMissing says which names are gone, a finding for each part.
func (b *bookReader) reportMissing(r *report.Report) {
	const most = 3
	groups := map[string][]gone{}
	var order []string
	for _, g := range b.missing {
		if groups[g.part] == nil {
			order = append(order, g.part)
		}
		groups[g.part] = append(groups[g.part], g)
	}
	for _, part := range order {
		all := groups[part]
		var what, names message.List
		for _, g := range all[:min(len(all), most)] {
			what = append(what, b.words(g.at))
			names = append(names, "“"+g.name+"”")
		}
		if len(all) > most {
			more := message.Text{ZH: "等", EN: "and others"}
			what, names = append(what, more), append(names, more)
		}
		at, pos, title, form := "", bind.Start, "", ""
		if p := r.Part(part); p != nil {
			at, pos, title = p.At, p.Pos, p.Def.SheetTitle()
			if !inCell(pos) {
				pos = bind.Start
			}
			switch {
			case len(b.names) == 0:
				form = "label"
			case !b.hasAny(part):
				form = "part"
			}
		}
		b.problem("SRC006", form, at, pos, "count", strconv.Itoa(len(all)), "sheet", title).Phrases = bind.Phrases{"what": what, "names": names}
	}
}

// hasAny reports whether any cell of a part was found.
func (b *bookReader) hasAny(part string) bool {
	prefix := strings.ToLower(Name(part))
	for name := range b.lower {
		if name == prefix || strings.HasPrefix(name, prefix+"_") {
			return true
		}
	}
	return false
}

// reportUnseen tells of sheets, rows and columns that are read though they are
// hidden.
func (b *bookReader) reportUnseen() {
	bySheet := map[string][]xref{}
	for _, ref := range b.unseen {
		if c := b.read(ref, false); c.text != "" {
			bySheet[ref.sheet] = append(bySheet[ref.sheet], ref)
		}
	}
	for sheet, refs := range bySheet {
		slices.SortFunc(refs, func(x, y xref) int { return cmp.Or(cmp.Compare(x.row, y.row), cmp.Compare(x.column, y.column)) })
		first, last := refs[0], refs[len(refs)-1]
		form := "hidden"
		if visible, err := b.file.GetSheetVisible(sheet); err == nil && !visible {
			form = "hidden-sheet"
		}
		b.problem("SRC006", form, "", b.pos(first), "sheet", sheet, "count", strconv.Itoa(len(refs))).Phrases = bind.Phrases{
			"cells": message.New("{first}至{last}", "{first} to {last}", "first", cellName(first.column, first.row), "last", cellName(last.column, last.row))}
	}
}
