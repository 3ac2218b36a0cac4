package workbook

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// The library builds a sheet with all that may be in one, from its formats to
// its drawings, before it gives the text of a cell, which takes most of the time
// that reading a workbook takes. plainSheet has what reading needs. It is made
// only of a sheet written as programs write them, every row and cell numbered and
// in order; any other one is left to the library, which knows what to make of it
// and when to refuse it.
type plainSheet struct {
	cells []plainCell // row by row; those without type and content left out
	// lastRow is that of all rows, empty ones included.
	lastRow    int
	hiddenRows map[int]bool
	rowStyles  map[int]int
	columns    []plainColumns
	merges     []rect
	texts      []string // the table of them
}

type plainCell struct {
	spot
	kind  excelize.CellType
	style int
	// value is as it is written; of a text in the cell itself the text.
	value, formula string
	// index is the number of the text in the table, -1 for a cell without one.
	index int
	// shared is true for a formula that other cells have a part in.
	shared bool
}

type plainColumns struct {
	min, max, style int
	hidden          bool
}

// plainKinds are the types of cells (ECMA-376 part 1, 18.18.11).
var plainKinds = map[string]excelize.CellType{"": excelize.CellTypeUnset, "b": excelize.CellTypeBool, "d": excelize.CellTypeDate,
	"e": excelize.CellTypeError, "inlineStr": excelize.CellTypeInlineString, "n": excelize.CellTypeNumber,
	"s": excelize.CellTypeSharedString, "str": excelize.CellTypeFormula}

// sheetSpaces are the namespaces of a sheet, the strict one second.
var sheetSpaces = []string{"http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main"}

// isRoot reports whether the element just found is one of a workbook's parts.
func (p *plainXML) isRoot(name string) bool {
	declared := "xmlns"
	if prefix, _, ok := strings.Cut(p.open[0], ":"); ok {
		declared += ":" + prefix
	}
	return p.name == name && slices.ContainsFunc(p.attrs, func(a plainAttr) bool {
		return a.name == declared && slices.Contains(sheetSpaces, a.value)
	})
}

// readPlain reads a sheet. It is nil for one to leave to the library.
func readPlain(data []byte) *plainSheet {
	p := newPlainXML(data)
	if !p.root() || !p.isRoot("worksheet") {
		return nil
	}
	s := &plainSheet{hiddenRows: map[int]bool{}, rowStyles: map[int]int{}}
	var seen []string
	for p.child() {
		name := p.name
		read := map[string]func(*plainXML){"sheetData": s.rows, "cols": s.readColumns, "mergeCells": s.readMerges}[name]
		switch {
		case read == nil:
			p.skip()
		case slices.Contains(seen, name):
			return nil
		default:
			seen = append(seen, name)
			read(p)
		}
	}
	if !p.ended() {
		return nil
	}
	return s
}

// each reads the attributes of an element by their names without a prefix. One
// that is there twice, or that do refuses, is nothing to go on with.
func (p *plainXML) each(do func(name, value string) bool) {
	for i, a := range p.attrs {
		name := local(a.name)
		twice := slices.ContainsFunc(p.attrs[:i], func(b plainAttr) bool { return local(b.name) == name })
		p.bad = p.bad || twice || !do(name, a.value)
	}
}

func (s *plainSheet) rows(p *plainXML) {
	for p.child() {
		if p.name != "row" {
			p.bad = true
			return
		}
		row, style, hidden := 0, 0, false
		p.each(func(name, value string) (ok bool) {
			switch name {
			case "r":
				return plainInt(value, &row)
			case "s":
				return plainInt(value, &style)
			case "hidden":
				return plainBool(value, &hidden)
			case "customFormat", "customHeight", "collapsed", "thickTop", "thickBot", "ph":
				return plainBool(value, new(bool))
			case "outlineLevel":
				return plainInt(value, new(int)) && len(value) < 3
			case "ht":
				_, err := strconv.ParseFloat(value, 64)
				return err == nil
			}
			return true
		})
		if row <= s.lastRow || p.bad {
			p.bad = true
			return
		}
		s.lastRow = row
		if hidden {
			s.hiddenRows[row] = true
		}
		if style != 0 {
			s.rowStyles[row] = style
		}
		last := 0
		for p.child() {
			last = s.cell(p, row, last)
		}
	}
}

// cell reads a cell behind another, and returns its column.
func (s *plainSheet) cell(p *plainXML, row, before int) int {
	c := plainCell{spot: spot{row: row}, index: -1}
	at, kind := "", ""
	p.bad = p.bad || p.name != "c"
	p.each(func(name, value string) bool {
		switch name {
		case "r":
			at = value
		case "s":
			return plainInt(value, &c.style)
		case "t":
			kind = value
		case "cm", "vm":
			return plainInt(value, new(int))
		case "ph":
			return plainBool(value, new(bool))
		}
		return true
	})
	known, ok := plainKinds[kind]
	column, own, named := cellOf(at)
	if c.kind, c.column = known, column; !ok || !named || own != row || column <= before || cellName(column, row) != at {
		p.bad = true
	}
	if c.inner(p); c.value != "" || c.formula != "" || c.shared || kind != "" {
		s.cells = append(s.cells, c)
	}
	return column
}

// inner reads what is in a cell.
func (c *plainCell) inner(p *plainXML) {
	var value, text string
	var seen [3]bool
	for p.child() {
		i := slices.Index([]string{"v", "f", "is"}, p.name)
		if i < 0 || seen[i] {
			p.bad = true
			return
		}
		seen[i] = true
		switch i {
		case 0:
			value = p.content()
		case 1:
			c.readFormula(p)
		case 2:
			text = p.rich()
		}
	}
	c.value = value
	switch {
	case c.kind == excelize.CellTypeInlineString && seen[2]:
		c.value = text
	case c.kind == excelize.CellTypeSharedString && value != "":
		if !plainInt(strings.TrimSpace(value), &c.index) {
			p.bad = true
		}
	}
}

func (c *plainCell) readFormula(p *plainXML) {
	kind, numbered := "", false
	p.each(func(name, value string) bool {
		switch name {
		case "t":
			kind = value
		case "si":
			numbered = true
			return plainInt(value, new(int))
		case "aca", "dt2D", "dtr", "del1", "del2", "ca", "bx":
			return plainBool(value, new(bool))
		}
		return true
	})
	c.shared = kind == "shared" && numbered
	c.formula = p.content()
}

func (s *plainSheet) readColumns(p *plainXML) {
	for p.child() {
		var c plainColumns
		p.bad = p.bad || p.name != "col"
		p.each(func(name, value string) bool {
			switch name {
			case "min":
				return plainInt(value, &c.min)
			case "max":
				return plainInt(value, &c.max)
			case "style":
				return plainInt(value, &c.style)
			case "hidden":
				return plainBool(value, &c.hidden)
			case "bestFit", "collapsed", "customWidth", "phonetic":
				return plainBool(value, new(bool))
			case "outlineLevel":
				return plainInt(value, new(int)) && len(value) < 3
			case "width":
				_, err := strconv.ParseFloat(value, 64)
				return err == nil
			}
			return true
		})
		s.columns = append(s.columns, c)
		p.skip()
	}
}

// readMerges reads merged ranges. Those that overlap, which no program makes, are
// for the library to sort out.
func (s *plainSheet) readMerges(p *plainXML) {
	p.each(func(name, value string) bool { return name != "count" || plainInt(value, new(int)) })
	for p.child() {
		ref := ""
		p.bad = p.bad || p.name != "mergeCell"
		p.each(func(name, value string) bool {
			if name == "ref" {
				ref = value
			}
			return true
		})
		from, to, _ := strings.Cut(ref, ":")
		left, top, ok1 := cellOf(from)
		right, bottom, ok2 := cellOf(to)
		r := rect{left, top, right, bottom}
		if !ok1 || !ok2 || left > right || top > bottom || cellName(left, top)+":"+cellName(right, bottom) != ref || slices.ContainsFunc(s.merges, r.meets) {
			p.bad = true
			return
		}
		s.merges = append(s.merges, r)
		p.skip()
	}
}

// meets reports whether two ranges have a cell in common.
func (r rect) meets(o rect) bool {
	return r.left <= o.right && o.left <= r.right && r.top <= o.bottom && o.top <= r.bottom
}

// readStrings reads the table of texts. It is nil, false for one to leave to the
// library.
func readStrings(data []byte) ([]string, bool) {
	p := newPlainXML(data)
	if !p.root() || !p.isRoot("sst") {
		return nil, false
	}
	p.each(func(name, value string) bool {
		return name != "count" && name != "uniqueCount" || plainInt(value, new(int))
	})
	var all []string
	for p.child() {
		p.bad = p.bad || p.name != "si"
		all = append(all, p.rich())
	}
	return all, p.ended()
}

// rich is the text of an entry of that table, or of one in a cell: plain, or in
// runs, without what says how to pronounce it (18.4.8).
func (p *plainXML) rich() string {
	var text string
	plain, runs := false, 0
	for p.child() {
		switch p.name {
		case "t":
			p.bad = p.bad || plain || runs > 0
			plain = true
			text = p.content()
		case "r":
			runs++
			text += p.run()
		default:
			p.skip()
		}
	}
	return unescaped(text)
}

func (p *plainXML) run() string {
	text, seen := "", false
	for p.child() {
		if p.name != "t" {
			p.skip()
			continue
		}
		p.bad = p.bad || seen
		text, seen = p.content(), true
	}
	return text
}

var escapedChar = regexp.MustCompile(`_x[a-fA-F\d]{4}_`)

// unescaped is a text without the escapes for characters that XML has not
// (22.9.2.19).
func unescaped(text string) string {
	if !strings.Contains(text, "_x") {
		return text
	}
	return escapedChar.ReplaceAllStringFunc(text, func(escape string) string {
		char, err := strconv.Unquote(`"\u` + escape[2:6] + `"`)
		if err != nil {
			return "" // half a character
		}
		return char
	})
}

// plainInt reads a number without a sign.
func plainInt(value string, to *int) bool {
	n, err := strconv.Atoi(value)
	*to = n
	return err == nil && len(value) < 10 && strings.Trim(value, "0123456789") == ""
}

func plainBool(value string, to *bool) bool {
	*to = value == "1" || value == "true"
	return *to || value == "0" || value == "false"
}

// at is a cell, in a merged range the first one. It is one without content where
// there is none.
func (s *plainSheet) at(ref xref) plainCell {
	at := spot{row: ref.row, column: ref.column}
	if i := slices.IndexFunc(s.merges, func(r rect) bool { return r.holds(ref.column, ref.row) }); i >= 0 {
		at = spot{row: s.merges[i].top, column: s.merges[i].left}
	}
	return s.find(at)
}

func (s *plainSheet) find(at spot) plainCell {
	i, found := slices.BinarySearchFunc(s.cells, at, func(c plainCell, at spot) int {
		return cmp.Or(cmp.Compare(c.row, at.row), cmp.Compare(c.column, at.column))
	})
	if !found {
		return plainCell{spot: at, index: -1}
	}
	return s.cells[i]
}

// text is the content of a cell, false where its text is not in the table.
func (s *plainSheet) text(c plainCell) (string, bool) {
	switch {
	case c.index < 0:
		return c.value, true
	case c.index >= len(s.texts):
		return "", false
	}
	return s.texts[c.index], true
}

// style is the style of a cell with content: its own, its row's, its column's.
func (s *plainSheet) style(ref xref) int {
	if style := cmp.Or(s.find(spot{row: ref.row, column: ref.column}).style, s.rowStyles[ref.row]); style != 0 {
		return style
	}
	for _, c := range s.columns {
		if c.min <= ref.column && ref.column <= c.max && c.style != 0 {
			return c.style
		}
	}
	return 0
}

// hidden reports whether a cell is in a hidden row or column, or below all rows.
func (s *plainSheet) hidden(ref xref) bool {
	hidden := false
	for _, c := range s.columns {
		if c.min <= ref.column && ref.column <= c.max {
			hidden = c.hidden
		}
	}
	return hidden || ref.row <= maxRows && (s.hiddenRows[ref.row] || ref.row > s.lastRow)
}
