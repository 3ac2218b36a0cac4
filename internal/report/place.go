package report

import (
	"cmp"
	"fmt"

	"nianbao/internal/message"
)

// Place is where something stands in its source, whatever kind of source that
// is: a stretch of a text, a cell of a workbook, a box on a page, an element of
// a web page or Word document. It has an order, a form for messages and its keys
// of the JSON contract, so that nobody has to ask which of them it is. The zero
// Place is nowhere. Places are equal where == says so.
type Place struct {
	// Stretch is 0 where the source has no lines.
	Stretch
	sheet, cell string
	page        int
	box         Box
	element     Element
	// order goes before all else: what stands on an earlier sheet, page or
	// element comes first.
	order int
}

// Stretch is a stretch of a text. Line and Column count from 1, columns in
// characters (runes); EndLine and EndColumn are where it ends, the end column
// exclusive.
type Stretch struct{ Line, Column, EndLine, EndColumn int }

// Box is a rectangle on a page: left, upper, right and lower edge in points from
// the page's upper left corner.
type Box [4]float64

// Element is a paragraph of a document or a cell of one of its tables, each
// counted from 1; what does not apply is 0.
type Element struct {
	Paragraph int `json:"paragraph,omitempty"`
	Table     int `json:"table,omitempty"`
	Row       int `json:"row,omitempty"`
	Column    int `json:"column,omitempty"`
}

// Span is a stretch of a text.
func Span(line, column, endLine, endColumn int) Place {
	return Place{Stretch: Stretch{line, column, endLine, endColumn}}
}

// OnLine is a stretch of one line.
func OnLine(line, column, endColumn int) Place { return Span(line, column, line, endColumn) }

// FirstLine is the place of what is said of a whole file: its first character.
func FirstLine() Place { return OnLine(1, 1, 1) }

// InCell is a cell of a workbook. order counts cells sheet by sheet, row by row.
func InCell(sheet, cell string, order int) Place {
	return Place{sheet: sheet, cell: cell, order: order}
}

// OnPage is a box on a page, counted from 1.
func OnPage(page int, box Box) Place { return Place{page: page, box: box, order: page} }

// InElement is an element of a document, with the stretch of the file that it is
// written on where the file is a text. order counts elements.
func InElement(e Element, s Stretch, order int) Place {
	return Place{Stretch: s, element: e, order: order}
}

// IsZero reports whether the place is nowhere.
func (p Place) IsZero() bool { return p == Place{} }

// Compare orders places as a reader meets them.
func (p Place) Compare(q Place) int {
	return cmp.Or(cmp.Compare(p.order, q.order), cmp.Compare(p.Line, q.Line), cmp.Compare(p.Column, q.Column),
		cmp.Compare(p.box[1], q.box[1]), cmp.Compare(p.box[0], q.box[0]))
}

// Before reports whether p starts before q.
func (p Place) Before(q Place) bool { return p.Compare(q) < 0 }

// Region returns the stretch of text that the place is, and false for what
// stands in no text. It is for formats that speak of lines or of nothing.
func (p Place) Region() (Stretch, bool) { return p.Stretch, p.Line > 0 && p.Column > 0 }

// Cell returns the sheet and cell that the place is, and false for any other. It
// is for what writes into a workbook.
func (p Place) Cell() (sheet, cell string, ok bool) { return p.sheet, p.cell, p.sheet != "" }

// Row is the number of the line or of the row of a sheet, 0 for what has neither.
func (p Place) Row() int {
	row := p.Line
	for _, r := range p.cell {
		if r >= '0' && r <= '9' {
			row = row*10 + int(r-'0')
		}
	}
	return row
}

// Named returns what the place is called where it is more than a stretch of
// text, such as 'Sheet'!F12, and "" where it is not.
func (p Place) Named(lang string) string {
	e := p.element
	switch {
	case p.sheet != "":
		return "'" + p.sheet + "'!" + p.cell
	case p.page > 0:
		return message.New("第{page}页", "page {page}", "page", p.page).In(lang)
	case e.Table > 0:
		return message.New("表{table}第{row}行第{column}列", "table {table}, row {row}, column {column}", "table", e.Table, "row", e.Row, "column", e.Column).In(lang)
	case e.Paragraph > 0:
		return message.New("第{n}段", "paragraph {n}", "n", e.Paragraph).In(lang)
	}
	return ""
}

// Short is the place within its file in as few characters as tell it: line and
// column, or the cell.
func (p Place) Short(lang string) string {
	if p.sheet != "" {
		return p.cell
	}
	if name := p.Named(lang); name != "" {
		return name
	}
	return fmt.Sprintf("%d:%d", p.Line, p.Column)
}

// In is the place with its file.
func (p Place) In(path, lang string) string {
	if name := p.Named(lang); name != "" {
		return path + ":" + name
	}
	return path + ":" + p.Short(lang)
}

// PlaceKeys are the keys of a place in the JSON contract.
type PlaceKeys struct {
	Line      int     `json:"line"`
	Column    int     `json:"column"`
	EndLine   int     `json:"endLine"`
	EndColumn int     `json:"endColumn"`
	Sheet     *string `json:"sheet"`
	Cell      *string `json:"cell"`
	furtherKeys
}

// RelatedKeys are those of a related place: where it starts.
type RelatedKeys struct {
	Line   int     `json:"line"`
	Column int     `json:"column"`
	Sheet  *string `json:"sheet,omitempty"`
	Cell   *string `json:"cell,omitempty"`
	furtherKeys
}

type furtherKeys struct {
	Page    int      `json:"page,omitempty"`
	Box     *Box     `json:"box,omitempty"`
	Element *Element `json:"element,omitempty"`
}

// Keys returns the place's keys.
func (p Place) Keys() PlaceKeys {
	k := PlaceKeys{Line: p.Line, Column: p.Column, EndLine: p.EndLine, EndColumn: p.EndColumn, furtherKeys: p.further()}
	if p.sheet != "" {
		k.Sheet, k.Cell = &p.sheet, &p.cell
	}
	return k
}

// RelatedKeys returns the keys of the place as a related one.
func (p Place) RelatedKeys() RelatedKeys {
	k := RelatedKeys{Line: p.Line, Column: p.Column, furtherKeys: p.further()}
	if p.sheet != "" {
		k.Sheet, k.Cell = &p.sheet, &p.cell
	}
	return k
}

func (p Place) further() furtherKeys {
	var k furtherKeys
	if p.page > 0 {
		k.Page, k.Box = p.page, &p.box
	}
	if p.element != (Element{}) {
		k.Element = &p.element
	}
	return k
}
