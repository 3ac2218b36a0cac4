// Package layout sets a document in pages as GB/T 9704-2012 (党政机关公文格式)
// has them: A4, a type area of 156 × 225 mm, 22 lines of 28 characters. Its
// output is positioned text and rules, so a back end only draws.
//
// All arithmetic is in integers, so that a document has the same pages on
// every machine. Inside a line, widths are in thousandths of a character's
// place on the grid; on the page they are in thousandths of a point.
package layout

import (
	"context"

	"nianbao/render/document"
)

// Unit is a length on the page: 1/1000 of a point, that is 1/72000 inch. Y
// grows downward from the page's upper edge.
type Unit int32

// Point is one point, 1/72 inch.
const Point Unit = 1000

// mm is a length in millimetres, given in tenths so that all are whole.
func mm(tenths int) Unit { return Unit((tenths*72000 + 127) / 254) }

// The page of GB/T 9704-2012, 5.1 to 5.2.2.
const (
	linesPerPage      = 22
	charactersPerLine = 28
)

// Size is the paper's, A4.
func Size() (width, height Unit) { return mm(2100), mm(2970) }

// TypeArea is the rectangle that holds the text: its upper left corner and its
// width and height.
func TypeArea() (x, y, width, height Unit) { return mm(280), mm(370), mm(1560), mm(2250) }

// slotTop is the upper edge of a page's line n on the grid, from 0 to 22.
func slotTop(n int) Unit {
	_, y, _, height := TypeArea()
	return y + Unit(int(height)*n/linesPerPage)
}

// Role is a face by its use in an official document.
type Role uint8

// The roles, in the order of GB/T 9704-2012, clause 7.
const (
	Song  Role = iota // 宋体: tables and page numbers
	Title             // 小标宋: the title
	Hei               // 黑体: headings of level 1
	Kai               // 楷体: headings of level 2
	Fang              // 仿宋: the body
)

// Metrics tells how wide characters are.
type Metrics interface {
	// Advance is the width of r in the face of role, or in the face that
	// stands in for it where it lacks r, in 1/1000 em.
	Advance(role Role, r rune) int
}

// Options is what the caller decides about a layout.
type Options struct {
	// CanDraw tells whether a back end and its fonts can show r in the face
	// of role or one that stands in; a character that they cannot is set as
	// 〓 (U+3013), the printer's sign for a missing type. Nil is for a back
	// end that draws all.
	CanDraw func(role Role, r rune) bool
}

// Pages is a document that has been set.
type Pages struct {
	Pages   []Page
	Outline []Entry
}

// Page holds its items in the order in which they are read.
type Page struct {
	Runs  []Run
	Rules []Rule
}

// Run is text of one face and size on one baseline.
type Run struct {
	Role Role
	Size Unit
	X, Y Unit // of the first character's origin, on the baseline
	Text []rune
	// Source is what Text stands for, rune by rune; it has other characters
	// where 〓 is drawn in their place, and is nil where it has none.
	Source []rune
	// Lead marks headings, a paragraph's Lead and a signature's Agency.
	Lead bool
	// At holds, for each rune of Text, its origin's distance from X. It
	// carries all of the justification and squeezing; it never falls, except
	// before an opening mark whose blank half is squeezed.
	At     []Unit
	Width  Unit // from X to the end of the last character's place
	Origin Origin
}

// Origin is where an item comes from, for readers of the pages' structure.
type Origin struct {
	Block int // index in the document's blocks; TitleBlock or Furniture
	Cell  int // index in the table's cells, or -1
	// Line counts the lines of the block or cell, from 0.
	Line int
	// Repeated text has stood on an earlier page already: the header of a
	// table that goes on, and the labels of rows that do.
	Repeated bool
}

// What Origin.Block says of items outside of the blocks.
const (
	TitleBlock = -1
	Furniture  = -2 // page numbers and draft marks
)

// Rule is a straight line of a table, horizontal or vertical.
type Rule struct {
	X1, Y1, X2, Y2, Width Unit
}

// Entry is one of the outline: Page counts from 0, Level from 1.
type Entry struct {
	Level int
	Text  string
	Page  int
	Y     Unit // of the heading's upper edge
}

// Lay sets doc. It returns an error only when ctx is done; text that no rule
// can place well is placed as well as may be.
func Lay(ctx context.Context, doc *document.Document, metrics Metrics, opts Options) (*Pages, error) {
	s := &setter{metrics: metrics, opts: opts, out: &Pages{}}
	for r := range s.advances {
		s.advances[r] = make(map[rune]int32, 256)
	}
	f := newFlow(s)
	f.title(doc)
	for i, block := range doc.Blocks {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		f.block(doc, i, block)
	}
	f.finish()
	s.furniture(doc.Draft)
	return s.out, nil
}
