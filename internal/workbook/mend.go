package workbook

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"nianbao/internal/edit"
	"nianbao/internal/workbook/ooxml"
)

// Mend writes new texts into their cells, figures as numbers where they are plain
// ones. All else in the file keeps its bytes.
func Mend(data []byte, changes []edit.Change) ([]byte, error) {
	var out bytes.Buffer
	err := altered(&out, data, func(b *paper) error { return b.mend(data, changes) })
	return out.Bytes(), err
}

func (b *paper) mend(data []byte, changes []edit.Change) error {
	book, failed := openBook(data)
	if failed != nil {
		return fmt.Errorf("SRC001 %s", failed.Form)
	}
	defer book.close()
	m := &mender{paper: b, book: book, grids: map[string]*grid{}, changed: map[xref]bool{}, texts: map[xref]string{}}
	for i, c := range changes {
		if i > 0 && c.Paragraph > 0 && changes[i-1].At == c.At && changes[i-1].Paragraph == c.Paragraph {
			continue // all edits of a paragraph are made at once
		}
		if err := m.change(c); err != nil {
			return err
		}
	}
	for part, g := range m.grids {
		b.saveGrid(part, g)
	}
	if err := m.refresh(); err != nil {
		return err
	}
	if m.formulas {
		if err := b.dropChain(); err != nil {
			return err
		}
	}
	return b.recalculate()
}

// mender changes cells, sheet by sheet.
type mender struct {
	*paper
	book  *xbook
	grids map[string]*grid // by part
	// changed are the cells that are, texts what they hold by now that had some.
	changed map[xref]bool
	texts   map[xref]string
	// formulas is true once one was replaced.
	formulas bool
}

func (m *mender) change(c edit.Change) error {
	sheet, cell, _ := c.Pos.Cell()
	at, ok := spotOf(cell)
	part := m.sheet(sheet)
	if !ok || part == "" {
		return fmt.Errorf("no cell %s of %s", cell, sheet)
	}
	g := m.grids[part]
	if g == nil {
		var err error
		if g, err = m.grid(part); err != nil {
			return err
		}
		m.grids[part] = g
	}
	m.changed[xref{sheet, at.column, at.row}] = true
	if err := m.dropFormula(g, sheet, at); err != nil {
		return err
	}
	if c.Paragraph > 0 {
		return m.setParagraph(g, xref{sheet, at.column, at.row}, c.Whole, c.Meant)
	}
	value, err := strconv.ParseFloat(c.To, 64)
	if err == nil && exact(value) == c.To {
		g.putNumber(at, c.To)
		return nil
	}
	return m.setText(g, at, c.To)
}

// setParagraph replaces one paragraph of a cell, which may hold several.
func (m *mender) setParagraph(g *grid, ref xref, old, text string) error {
	value, changed := m.texts[ref]
	if !changed {
		var err error
		if value, err = m.book.file.GetCellValue(ref.sheet, cellName(ref.column, ref.row), excelize.Options{RawCellValue: true}); err != nil {
			return err
		}
	}
	value = strings.Replace(value, old, text, 1)
	m.texts[ref] = value
	return m.setText(g, spot{ref.row, ref.column}, value)
}

func (m *mender) setText(g *grid, at spot, text string) error {
	if len(utf16.Encode([]rune(text))) > maxCell {
		return errors.New("too much text for a cell")
	}
	g.putText(at, text)
	return nil
}

// dropFormula prepares a cell whose formula gives way to a value. Where other
// cells share it, each of them gets its own.
func (m *mender) dropFormula(g *grid, sheet string, at spot) error {
	c := g.cells[at]
	if c == nil || c.Child("f") == nil {
		return nil
	}
	m.formulas = true
	f := c.Child("f")
	switch f.Attr("t") {
	case "array", "dataTable":
		if ref := f.Attr("ref"); ref != "" && ref != at.String() {
			return errors.New("a formula of several cells")
		}
	case "shared":
		if f.Attr("ref") == "" {
			return nil // it uses another's
		}
		for _, other := range g.spots {
			uses := g.cells[other].Child("f")
			if other == at || uses == nil || uses.Attr("t") != "shared" || uses.Attr("si") != f.Attr("si") {
				continue
			}
			formula, err := m.book.file.GetCellFormula(sheet, other.String())
			if err != nil || formula == "" {
				return errors.New("a formula cannot be told")
			}
			tag := uses.Prefixed(uses.Name)
			g.Replace(uses, "<"+tag+">"+ooxml.Escape(formula)+"</"+tag+">")
		}
	}
	return nil
}

// dropChain takes out the order in which formulas were calculated, which may
// name no cell without one. Programs make it anew.
func (b *paper) dropChain() error {
	chain, err := b.Related(b.main, "calcChain")
	if err != nil || chain == "" {
		return err
	}
	return b.Drop(b.main, chain)
}

// recalculate has programs calculate the workbook anew when they open it.
func (b *paper) recalculate() error {
	m, err := b.Markup(b.main)
	if err != nil {
		return err
	}
	const all = "fullCalcOnLoad"
	if calc := m.Root.Child("calcPr"); calc == nil {
		m.Insert(m.Root, bookOrder, "calcPr", fmt.Sprintf(`<%s %s="1"/>`, m.Root.Prefixed("calcPr"), all))
	} else if !isTrue(calc.Attr(all)) {
		m.SetAttr(calc, all, "1")
	}
	b.Save(b.main, m)
	return nil
}

// recalculate is the same for a workbook that the library writes.
func recalculate() *excelize.CalcPropsOptions {
	yes := true
	return &excelize.CalcPropsOptions{FullCalcOnLoad: &yes}
}
