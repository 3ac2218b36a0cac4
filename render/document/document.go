// Package document is the model that every renderer takes: a report as the
// reader sees it, in reading order, with its tables as grids. It knows nothing
// of the forms it shows; Build derives all of it from a report and its edition.
package document

import "time"

// Document is one report ready to be set.
type Document struct {
	Title string
	// TitleBreaks are the rune offsets in Title at which a line may end: the
	// joints between its words, which a title must not be broken inside
	// (GB/T 9704-2012, 7.3.1).
	TitleBreaks []int
	// Author and Subject go into the metadata of formats that have any.
	Author, Subject string
	// Created is the date that formats record as that of their making. It
	// comes from the report or the environment, never from the clock, so that
	// the same report gives the same bytes.
	Created time.Time
	// Draft asks for the mark 草稿 in every page's head.
	Draft  bool
	Blocks []Block
}

// Block is one of Heading, Paragraph, Table and Signature.
type Block interface{ block() }

// Heading stands on a line of its own and is an entry of the outline.
type Heading struct {
	Level int // 1 「一、」 黑体, 2 「（一）」 楷体, 3 「1.」 仿宋
	Text  string
}

// Paragraph is body text, its first line indented by two characters.
type Paragraph struct {
	// Lead is a heading that runs into the paragraph, set in the face of
	// LeadLevel and an entry of the outline; "" where there is none.
	Lead      string
	LeadLevel int
	Text      string
}

// Table is a grid. Every position of the grid is covered by exactly one cell.
type Table struct {
	Name string // the part's heading without its number, for accessibility
	// Columns holds the columns' relative widths.
	Columns []int
	Rows    []Row
	Cells   []Cell // sorted by row, then column
}

// Row says how a row behaves where a page ends.
type Row struct {
	// Header rows are repeated at the head of a page that starts inside the
	// rows that they rule: those up to the next run of header rows.
	Header bool
	// KeepWithNext forbids a page break between this row and the next.
	KeepWithNext bool
}

// CellKind tells a header of columns from a label of rows and from a value.
type CellKind int

// The kinds of cell.
const (
	ColumnHeader CellKind = iota
	RowLabel
	Value
)

// Cell is one cell, which may span rows and columns of the grid.
type Cell struct {
	Row, Column         int // of the upper left corner, from 0
	RowSpan, ColumnSpan int // at least 1
	Kind                CellKind
	Text                string
	// Vertical text runs from top to bottom, one character a line.
	Vertical bool
	Align    Align
}

// Align is the horizontal place of a cell's text.
type Align int

// The alignments.
const (
	Center Align = iota
	Left
	Right
)

// Signature is the block that names the agency and the date, either of which
// may be "".
type Signature struct {
	Agency, Date string
}

func (Heading) block()   {}
func (Paragraph) block() {}
func (Table) block()     {}
func (Signature) block() {}
