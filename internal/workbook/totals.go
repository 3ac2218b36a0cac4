package workbook

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"

	"nianbao/internal/bind"
	"nianbao/internal/edition"
	"nianbao/internal/message"
	"nianbao/internal/report"
)

// box is a table of figures as it stands on its sheet.
type box struct {
	sheet string
	rect
	cells         map[spot]edition.Ref // of figures
	rows, columns map[int]bool         // those that have figures of the form
}

// holds reports whether a cell is within the table.
func (x *box) has(ref xref) bool { return ref.sheet == x.sheet && x.rect.holds(ref.column, ref.row) }

// inserted reports whether a cell is in a row or column that the form does not
// have there.
func (x *box) inserted(ref xref) bool {
	return x.has(ref) && (!x.rows[ref.row] || !x.columns[ref.column])
}

// box is where the table's figures are. It is nil where they are on no one sheet.
func (t *tableReader) box() *box {
	x := &box{cells: map[spot]edition.Ref{}, rows: map[int]bool{}, columns: map[int]bool{}}
	for ref, cell := range t.at {
		if x.sheet == "" {
			x.sheet, x.rect = cell.sheet, rect{cell.column, cell.row, cell.column, cell.row}
		}
		if cell.sheet != x.sheet {
			return nil
		}
		x.cells[spot{cell.row, cell.column}] = ref
		x.rows[cell.row], x.columns[cell.column] = true, true
		x.rect = rect{min(x.left, cell.column), min(x.top, cell.row), max(x.right, cell.column), max(x.bottom, cell.row)}
	}
	if x.sheet == "" {
		return nil
	}
	return x
}

// sumShape is a formula that only adds up: the template's own, or one like it.
var sumShape = regexp.MustCompile(`^=(?:IF\(COUNT\(§!?\)=0,"",SUM\(§!?\)\)|SUM\(§!?\)|\+?§!?(?:\+§!?)*)$`)

// sums reports whether a formula adds up just what the form has a total add up,
// whatever else is on the way that is empty, a text, or inserted.
func (t *tableReader) sums(ref edition.Ref, formula string, x *box) bool {
	if x == nil || !sumShape.MatchString(shape(formula)) {
		return false
	}
	sheet := t.at[ref].sheet
	added := map[edition.Ref]bool{}
	for _, cell := range t.refers(sheet, formula) {
		part, known := x.cells[spot{cell.row, cell.column}]
		switch {
		case cell.sheet == x.sheet && known:
			added[part] = true
		case x.inserted(cell):
			// What stands there is told by itself.
		case !isFigure(t.read(cell, false).text):
		default:
			return false
		}
	}
	return slices.ContainsFunc(t.part.Table.Equations, func(eq *edition.Equation) bool {
		if !eq.Total || eq.Left[0] != ref {
			return false
		}
		cells := map[xref]bool{}
		for part := range added {
			cells[t.at[part]] = true
		}
		for _, part := range eq.Right {
			if !cells[t.at[part]] {
				return false
			}
			delete(cells, t.at[part])
		}
		return len(cells) == 0
	})
}

// refers are the cells that a formula refers to, as many as may be looked at.
func (b *xbook) refers(sheet, formula string) []xref {
	var all []xref
	for _, m := range formulaRef.FindAllStringSubmatch(formulaText.ReplaceAllString(formula, ""), -1) {
		in := sheet
		if m[1] != "" {
			in = strings.ReplaceAll(strings.Trim(m[1], "'"), "''", "'")
		}
		c1, r1, err := excelize.CellNameToCoordinates(m[2] + m[3])
		c2, r2 := c1, r1
		if err == nil && m[4] != "" {
			c2, r2, err = excelize.CellNameToCoordinates(m[4] + m[5])
		}
		if err != nil {
			continue
		}
		for row := min(r1, r2); row <= max(r1, r2); row++ {
			for column := min(c1, c2); column <= max(c1, c2) && len(all) < maxFormulaCells; column++ {
				all = append(all, xref{in, column, row})
			}
		}
	}
	return all
}

func isFigure(text string) bool {
	_, err := decimal.NewFromString(strings.TrimSuffix(strings.TrimSpace(text), "%"))
	return err == nil
}

// ownTotals reports totals with a formula of the office's own whose value is not
// what their parts make. The form's sum is what the report has: it is computed,
// and a formula that computes the same may have any value or none, since programs
// write workbooks without calculating them.
func (t *tableReader) ownTotals(x *box) {
	for _, row := range t.part.Table.Rows {
		for i := range row.Block.Leaves {
			ref := edition.Ref{Row: row.Index, Column: i}
			f := t.cells[ref]
			if f.state != leftOut || f.wrong != nil || t.sums(ref, f.formula, x) {
				continue
			}
			c := t.read(t.at[ref], false)
			if c.text == "" {
				continue
			}
			sum, known := t.value(ref, 0)
			shown, err := decimal.NewFromString(c.text)
			if !known || err == nil && shown.Equal(sum) {
				continue
			}
			at := edition.Join(t.part.Key, t.part.Table.CellPath(ref))
			t.problem("SRC009", "", at, f.pos, "shown", message.Clip(c.text), "sum", sum.String(), "formula", message.Clip("="+strings.TrimPrefix(f.formula, "=")))
		}
	}
}

// value is the figure of a cell, a total's that was left out what its parts make.
// It is unknown where one of them is no figure.
func (t *tableReader) value(ref edition.Ref, depth int) (decimal.Decimal, bool) {
	f := t.cells[ref]
	var c report.Cell
	switch {
	case f.state == filled:
		report.SetCell(&c, f.text, t.part.Table.Rows[ref.Row].Block.Leaves[ref.Column], t.opts.Words)
		return c.Value, c.State != report.Malformed
	case f.state == empty:
		return decimal.Zero, true
	case f.state == lost || f.wrong != nil || depth > len(t.part.Table.Equations):
		return decimal.Zero, false
	}
	for _, eq := range t.part.Table.Equations {
		if !eq.Total || eq.Left[0] != ref {
			continue
		}
		sum := decimal.Zero
		for _, part := range eq.Right {
			v, known := t.value(part, depth+1)
			if !known {
				return decimal.Zero, false
			}
			sum = sum.Add(v)
		}
		return sum, true
	}
	return decimal.Zero, false
}

// shared reports names that lead to one cell, as cutting a cell and pasting it
// over another makes them. No figure is read there: nobody knows whose it is.
func (b *bookReader) shared(ref xref, ats []string) {
	var what, names, astray message.List
	for _, at := range ats {
		what = append(what, b.words(at))
		names = append(names, "“"+Name(at)+"”")
		if home, known := b.home[at]; known && home != ref {
			astray = append(astray, message.New("“{name}”（指向{cell}）", "“{name}” (to {cell})", "name", Name(at), "cell", cellName(home.column, home.row)))
		}
	}
	if len(astray) > 0 {
		names = astray
	}
	b.problem("SRC006", "shared", ats[0], b.pos(ref), "cell", cellName(ref.column, ref.row)).Phrases = bind.Phrases{"what": what, "names": names}
}

// words are what the sheets call that which stands at a key path.
func (b *bookReader) words(at string) string {
	part, path, _ := strings.Cut(at, ".")
	if p := b.e.Part(part); p != nil {
		return "“" + strings.TrimSpace(wordsIn(p, path)) + "”"
	}
	return "“" + cmp.Or(b.e.Label(at), at) + "”"
}

// wordsIn is the label of a row and column, or of a section, of a part.
func wordsIn(p *edition.Part, path string) string {
	if p.Table != nil {
		if row, column := p.Table.Describe(path); row != "" {
			return row + " " + column
		}
		return p.Heading
	}
	for i, s := range p.Text.Sections {
		if s.Key == path {
			return report.NumberedHeading(i+1, s.Heading)
		}
	}
	if path == "" {
		return p.Heading
	}
	return path
}

// findShared reports the figures of a table whose names lead to one cell, and
// guesses from their neighbours where each name belongs.
func (t *tableReader) findShared() map[xref]bool {
	holders := map[xref][]edition.Ref{}
	rows, columns := map[int]map[int]int{}, map[[2]int]map[int]int{}
	vote := func(ref edition.Ref, cell xref) {
		block := slices.Index(t.part.Table.Blocks, t.part.Table.Rows[ref.Row].Block)
		key := [2]int{block, ref.Column}
		if t.part.Table.Across {
			key[0] = -1 - ref.Row
		}
		if rows[ref.Row] == nil {
			rows[ref.Row] = map[int]int{}
		}
		if columns[key] == nil {
			columns[key] = map[int]int{}
		}
		rows[ref.Row][cell.row]++
		columns[key][cell.column]++
	}
	for _, row := range t.part.Table.Rows {
		for i := range row.Block.Leaves {
			ref := edition.Ref{Row: row.Index, Column: i}
			at := edition.Join(t.part.Key, t.part.Table.CellPath(ref))
			name := named{at: at, name: Name(at)}
			name.cell, name.there = t.name(name.name)
			t.named[ref] = name
			if cell := name.cell; name.there {
				holders[cell] = append(holders[cell], ref)
				vote(ref, cell)
			}
		}
	}
	shared := map[xref]bool{}
	for cell, refs := range holders {
		if len(refs) < 2 {
			continue
		}
		shared[cell] = true
		var ats []string
		for _, ref := range refs {
			at := t.named[ref].at
			block := slices.Index(t.part.Table.Blocks, t.part.Table.Rows[ref.Row].Block)
			key := [2]int{block, ref.Column}
			if t.part.Table.Across {
				key[0] = -1 - ref.Row
			}
			ats = append(ats, at)
			t.home[at] = xref{cell.sheet, most(columns[key]), most(rows[ref.Row])}
		}
		t.used[cell] = true
		t.shared(cell, ats)
	}
	return shared
}

// most is the key that counts most, the smallest of those that do.
func most(counts map[int]int) int {
	best := 0
	for key, n := range counts {
		if best == 0 || n > counts[best] || n == counts[best] && key < best {
			best = key
		}
	}
	return best
}
