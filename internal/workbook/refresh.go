package workbook

import (
	"bytes"
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"nianbao/internal/workbook/ooxml"
)

// refresh gives formulas that build on changed cells the values that they have
// now: programs that show a workbook without calculating it would go on showing
// the old totals. What cannot be calculated here keeps its value, and so does a
// formula that no change concerns, right or wrong.
func (m *mender) refresh() error {
	var now bytes.Buffer
	if err := m.Zip(&now); err != nil {
		return err
	}
	book, failed := openBook(now.Bytes())
	if failed != nil {
		return errors.New("SRC001 " + failed.Form)
	}
	defer book.close()
	d := &dependence{xbook: book, known: map[xref]bool{}}
	for ref := range m.changed {
		d.known[ref] = true
	}
	for _, s := range m.sheets {
		g, err := m.grid(s.part)
		if err != nil {
			return err
		}
		for _, at := range g.spots {
			c := g.cells[at]
			ref := xref{s.title, at.column, at.row}
			if c.Child("f") == nil || c.Child("v") == nil || m.changed[ref] || !d.on(ref, 0) {
				continue
			}
			formula, err := book.file.GetCellFormula(s.title, at.String())
			if err != nil {
				continue
			}
			if value, ok := book.calculate(ref, at.String(), formula); ok && value != g.Text(c.Child("v")) {
				g.setValue(c, value)
			}
		}
		m.saveGrid(s.part, g)
	}
	return nil
}

// setValue gives a formula another value.
func (g *grid) setValue(c *ooxml.Element, value string) {
	v := c.Child("v")
	tag := v.Prefixed(v.Name)
	g.Replace(v, "<"+tag+">"+ooxml.Escape(xstring(value))+"</"+tag+">")
	if _, err := strconv.ParseFloat(value, 64); err == nil {
		g.DropAttr(c, "t")
	} else if c.Attr("t") != "str" {
		g.SetAttr(c, "t", "str")
	}
}

// dependence tells which cells build on others.
type dependence struct {
	*xbook
	known map[xref]bool
}

// on tells whether a cell is a changed one or has a formula that builds on one.
func (d *dependence) on(ref xref, depth int) bool {
	if is, known := d.known[ref]; known || depth > maxFormulaDepth {
		return is
	}
	d.known[ref] = false // also for a formula that leads back to itself
	formula, err := d.file.GetCellFormula(ref.sheet, cellName(ref.column, ref.row))
	if err != nil || formula == "" {
		return false
	}
	text := formulaText.ReplaceAllString(formula, "")
	for _, m := range formulaRef.FindAllStringSubmatch(text, -1) {
		in := ref.sheet
		if m[1] != "" {
			in = strings.ReplaceAll(strings.Trim(m[1], "'"), "''", "'")
		}
		c1, r1, err := excelize.CellNameToCoordinates(m[2] + m[3])
		c2, r2 := c1, r1
		if err == nil && m[4] != "" {
			c2, r2, err = excelize.CellNameToCoordinates(m[4] + m[5])
		}
		if err != nil || !slices.Contains(d.sheets, in) || (max(c1, c2)-min(c1, c2)+1)*(max(r1, r2)-min(r1, r2)+1) > maxFormulaCells {
			continue
		}
		for row := min(r1, r2); row <= max(r1, r2); row++ {
			for column := min(c1, c2); column <= max(c1, c2); column++ {
				if d.on(xref{in, column, row}, depth+1) {
					d.known[ref] = true
					return true
				}
			}
		}
	}
	return false
}
