package workbook

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"nianbao/internal/workbook/ooxml"
)

// grid is the part of a sheet under change.
type grid struct {
	*ooxml.Markup
	rows   map[int]*ooxml.Element
	cells  map[spot]*ooxml.Element
	spots  []spot // of the cells, in their order
	change map[spot]cellChange
}

// spot is a cell of a sheet, counted from 1.
type spot struct{ row, column int }

func (s spot) String() string { return cellName(s.column, s.row) }

// spotOf reads a cell's name.
func spotOf(name string) (spot, bool) {
	column, row, err := excelize.CellNameToCoordinates(strings.ReplaceAll(name, "$", ""))
	return spot{row, column}, err == nil
}

// cellChange is what a cell is to become: another style, or other content.
type cellChange struct {
	style int // -1 for the one that it has
	// kind is the type of the new content and inner its XML; none where kept.
	kind, inner string
	content     bool
}

// grid reads the part of a sheet.
func (b *paper) grid(part string) (*grid, error) {
	m, err := b.Markup(part)
	if err != nil {
		return nil, err
	}
	g := &grid{Markup: m, rows: map[int]*ooxml.Element{}, cells: map[spot]*ooxml.Element{}, change: map[spot]cellChange{}}
	row := 0
	for _, r := range m.Root.Child("sheetData").All("row") {
		// Numbers may be left out; then rows and cells follow one another.
		row++
		if n, err := strconv.Atoi(r.Attr("r")); err == nil {
			row = n
		}
		column := 0
		for _, c := range r.All("c") {
			column++
			if at, ok := spotOf(c.Attr("r")); ok {
				row, column = at.row, at.column
			}
			at := spot{row, column}
			g.cells[at] = c
			g.spots = append(g.spots, at)
		}
		g.rows[row] = r
	}
	return g, nil
}

// style is the index of the format that a cell has, or would have.
func (g *grid) style(at spot) int {
	if c := g.cells[at]; c != nil {
		n, _ := strconv.Atoi(c.Attr("s")) // 0 where none is given
		return n
	}
	if r := g.rows[at.row]; r != nil && isTrue(r.Attr("customFormat")) {
		n, _ := strconv.Atoi(r.Attr("s"))
		return n
	}
	for _, c := range g.Root.Child("cols").All("col") {
		from, _ := strconv.Atoi(c.Attr("min"))
		to, _ := strconv.Atoi(c.Attr("max"))
		if from <= at.column && at.column <= to {
			n, _ := strconv.Atoi(c.Attr("style"))
			return n
		}
	}
	return 0
}

func isTrue(value string) bool { return value == "1" || value == "true" }

// dress gives a cell another format.
func (g *grid) dress(at spot, style int) {
	c, known := g.change[at]
	if !known {
		c = cellChange{}
	}
	c.style = style
	g.change[at] = c
}

// put gives a cell other content.
func (g *grid) put(at spot, kind, inner string) {
	c, known := g.change[at]
	if !known {
		c.style = -1
	}
	c.kind, c.inner, c.content = kind, inner, true
	g.change[at] = c
}

// putText gives a cell a text.
func (g *grid) putText(at spot, text string) {
	is, t := g.Root.Prefixed("is"), g.Root.Prefixed("t")
	g.put(at, "inlineStr", fmt.Sprintf(`<%s><%s xml:space="preserve">%s</%s></%s>`, is, t, ooxml.Escape(xstring(text)), t, is))
}

// putNumber gives a cell a number.
func (g *grid) putNumber(at spot, number string) {
	v := g.Root.Prefixed("v")
	g.put(at, "", fmt.Sprintf("<%s>%s</%s>", v, number, v))
}

// bytes is the part with all cells changed.
func (g *grid) bytes() []byte {
	order := make([]spot, 0, len(g.change))
	for at := range g.change {
		order = append(order, at)
	}
	slices.SortFunc(order, func(a, b spot) int { return cmp.Or(cmp.Compare(a.row, b.row), cmp.Compare(a.column, b.column)) })
	fresh := map[int]string{} // new rows
	var rows []int
	for _, at := range order {
		c := g.change[at]
		switch old := g.cells[at]; {
		case old != nil && !c.content:
			g.SetAttr(old, "s", strconv.Itoa(c.style))
		case old != nil:
			g.Replace(old, g.cell(at, c, old))
		case g.rows[at.row] != nil:
			g.insert(g.rows[at.row], at, g.cell(at, c, nil))
		default:
			if fresh[at.row] == "" {
				rows = append(rows, at.row)
			}
			fresh[at.row] += g.cell(at, c, nil)
		}
	}
	for _, n := range rows {
		g.insertRow(n, fresh[n])
	}
	return g.Bytes()
}

// cell is the XML of a cell.
func (g *grid) cell(at spot, c cellChange, old *ooxml.Element) string {
	style := c.style
	if style < 0 {
		style = g.style(at)
	}
	name := g.Root.Prefixed("c")
	out := fmt.Sprintf(`<%s r="%s"`, name, at)
	if style > 0 {
		out += fmt.Sprintf(` s="%d"`, style)
	}
	if c.kind != "" {
		out += fmt.Sprintf(` t="%s"`, c.kind)
	}
	if old != nil && old.Attr("ph") != "" {
		out += fmt.Sprintf(` ph="%s"`, ooxml.Escape(old.Attr("ph")))
	}
	return out + ">" + c.inner + "</" + name + ">"
}

// insert puts a new cell into a row.
func (g *grid) insert(row *ooxml.Element, at spot, xml string) {
	g.DropAttr(row, "spans") // a hint, which the cell may go beyond
	for _, other := range g.spots {
		if other.row == at.row && other.column > at.column {
			g.Before(g.cells[other], xml)
			return
		}
	}
	if last := row.Child("extLst"); last != nil {
		g.Before(last, xml)
		return
	}
	g.Append(row, xml)
}

func (g *grid) insertRow(number int, cells string) {
	name := g.Root.Prefixed("row")
	xml := fmt.Sprintf(`<%s r="%d">%s</%s>`, name, number, cells, name)
	next := 0
	for n := range g.rows {
		if n > number && (next == 0 || n < next) {
			next = n
		}
	}
	if next > 0 {
		g.Before(g.rows[next], xml)
		return
	}
	g.Append(g.Root.Child("sheetData"), xml)
}
