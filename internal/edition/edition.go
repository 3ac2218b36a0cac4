// Package edition loads the official forms. An edition is data: its parts,
// headings, tables, labels, arithmetic and limits stand once in
// rules/editions/<year>.yaml, and every reader, rule and renderer derives what
// it needs from the types here. Nothing of a form is written in Go.
package edition

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"nianbao/internal/message"
)

// Edition is one official form, complete and checked.
type Edition struct {
	ID    string `yaml:"edition" validate:"required"`
	Years Years  `yaml:"years"`
	Law   Source `yaml:"law"`
	// Notice is the document that prescribes the form.
	Notice Source `yaml:"notice"`
	// Period bounds the figures, as month-day within the report year.
	Period Period `yaml:"period"`
	// Title and Preamble are the texts generated where the author gives none.
	// {agency}, {year}, {from} and {to} stand for the report's own. Contact
	// closes a generated preamble where contacts are given, as {contacts}.
	Title    string   `yaml:"title" validate:"required"`
	Preamble string   `yaml:"preamble" validate:"required"`
	Contact  string   `yaml:"contact" validate:"required"`
	Agencies []Agency `yaml:"agencies" validate:"required,min=1,dive"`
	Parts    []*Part  `yaml:"parts" validate:"required,min=1,dive"`

	// File is where the edition was read from, for messages.
	File string `yaml:"-"`
}

// Years are the report years that an edition applies to, both ends included.
type Years struct {
	From int `yaml:"from" validate:"required,min=2008,max=9999"`
	// To is 0 while the edition is in force.
	To int `yaml:"to"`
	// Encouraged are the years for which the notice encouraged the form
	// without demanding it.
	Encouraged []int `yaml:"encouraged"`
}

// Source is a law or notice that a form rests on.
type Source struct {
	Title    string `yaml:"title" validate:"required"`
	Number   string `yaml:"number" validate:"required"`
	Articles string `yaml:"articles"`
	// Form is the title of the form that a notice prescribes, by which reports
	// cite it as well.
	Form string `yaml:"form"`
	// Date is the day of issue, of a law the day from which on it is in force,
	// as YYYY-MM-DD.
	Date string `yaml:"date" validate:"omitempty,datetime=2006-01-02"`
}

// Period gives the first and last day of the figures as MM-DD.
type Period struct {
	From string `yaml:"from" validate:"required,datetime=01-02"`
	To   string `yaml:"to" validate:"required,datetime=01-02"`
}

// Agency is a type of reporting body.
type Agency struct {
	Type string `yaml:"type" validate:"required"`
	// Government is true for 各级人民政府, whose overview must say more.
	Government bool `yaml:"government"`
	// Ground is true for those whose figures are those of all bodies on their
	// ground.
	Ground bool `yaml:"ground"`
	// Regulations is true where the body can make 规章, or reports for one
	// that can (立法法 第九十一条、第九十三条).
	Regulations bool `yaml:"regulations"`
	// Due is the last day for publication, as MM-DD of the year after the
	// report year (条例 第四十九条). Advised, "" for none, is an earlier day by
	// which a summed report is expected, so that the next level can sum it.
	Due     string `yaml:"due" validate:"required,datetime=01-02"`
	Advised string `yaml:"advised" validate:"omitempty,datetime=01-02"`
	// Summed, "" for none, is the last day for a body whose report sums those of
	// its whole system.
	Summed string `yaml:"summed" validate:"omitempty,datetime=01-02"`
}

// Part is one of the report's parts: either text or a table.
type Part struct {
	Key     string   `yaml:"key" validate:"required"`
	Heading string   `yaml:"heading" validate:"required"`
	Roles   []string `yaml:"roles"`
	// Aliases are other wordings of the heading that are in order.
	Aliases []string `yaml:"aliases"`
	// Sheet is the part's name on the tab of a workbook, its key where absent.
	Sheet string `yaml:"sheet"`
	Text  *Text  `yaml:"text"`
	Table *Table `yaml:"table"`

	// Number counts the parts from 1.
	Number int `yaml:"-"`
}

// Text describes a part that is prose.
type Text struct {
	// Limit is the greatest number of characters, 0 for none.
	Limit int `yaml:"limit" validate:"min=0"`
	// Lead is the key of the text before the first section. A part without
	// one takes that text directly under its own key.
	Lead string `yaml:"lead"`
	// More is the key of a list of sections that the author adds.
	More     string     `yaml:"more"`
	Sections []*Section `yaml:"sections" validate:"dive"`
	// Asks names things that the notice wants said in this part.
	Asks []string `yaml:"asks"`
	// Help tells the author what belongs in the part.
	Help string `yaml:"help"`
}

// Section is a headed stretch of a text part.
type Section struct {
	Key     string   `yaml:"key" validate:"required"`
	Heading string   `yaml:"heading" validate:"required"`
	Roles   []string `yaml:"roles"`
	// Words tell that a passage without a heading speaks of this section.
	Words []string `yaml:"words"`
	// Help tells the author what belongs in the section.
	Help string `yaml:"help"`
	// Topics are matters within the section that forms to fill in ask for by name.
	Topics []Topic `yaml:"topics" validate:"dive"`
}

// Topic is a matter that a section has to speak of.
type Topic struct {
	Label string `yaml:"label" validate:"required"`
	Help  string `yaml:"help"`
	// Government is true for what only governments report on.
	Government bool `yaml:"government"`
}

// Asked are the topics that a type of body reports on; of a type that is not
// known none is asked.
func (s *Section) Asked(a *Agency) []Topic {
	if a == nil {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(s.Topics), func(t Topic) bool { return t.Government && !a.Government })
}

// Table describes a part that is figures.
type Table struct {
	// Across sets the rows side by side as groups of columns in one line, as
	// the official form does with reviews and suits.
	Across bool `yaml:"across"`
	// Stub and Values are the relative widths of the grid's columns: first
	// those that hold row labels, then those that hold figures.
	Stub     []int      `yaml:"stub" validate:"dive,min=1"`
	Values   []int      `yaml:"values" validate:"required,min=1,dive,min=1"`
	Blocks   []*Block   `yaml:"blocks" validate:"required,min=1,dive"`
	Totals   []*Total   `yaml:"totals" validate:"dive"`
	Balances []*Balance `yaml:"balances" validate:"dive"`

	// Rows are the rows that hold figures, of all blocks, top to bottom.
	Rows []*Row `yaml:"-"`
	// Equations are the totals and balances written out for every row or
	// column that they apply to.
	Equations []*Equation `yaml:"-"`
	// above finds out, when first asked, the totals that each cell is a part of.
	above func() map[Ref][]*Equation

	// grid lays the grid when it is first drawn from.
	grid func() *Grid
	// cells lists the cells, and how they are named, when that is first asked.
	cells func() *cells
}

// Block is a run of rows under one header.
type Block struct {
	// Caption is a line over the whole width above the header, "" for none.
	Caption string `yaml:"caption"`
	// Stub is the header of the label columns.
	Stub    string    `yaml:"stub"`
	Columns []*Column `yaml:"columns" validate:"required,min=1,dive"`
	Rows    []*Row    `yaml:"rows" validate:"required,min=1,dive"`

	// Leaves are the columns that hold figures, left to right.
	Leaves []*Column `yaml:"-"`
}

// Column is a column of figures, or a header over several.
type Column struct {
	Key   string `yaml:"key"`
	Label string `yaml:"label" validate:"required"`
	Type  Type   `yaml:"type" validate:"omitempty,oneof=count signed money amount"`
	// Unit is the unit that the header declares, so that a cell must not.
	Unit string `yaml:"unit"`
	// Span is how many columns of the grid it takes, 1 where absent.
	Span    int       `yaml:"span" validate:"min=0"`
	Roles   []string  `yaml:"roles"`
	Help    string    `yaml:"help"`
	Columns []*Column `yaml:"columns" validate:"dive"`
}

// Type is what a column's cells may hold.
type Type string

// The types of figures.
const (
	Count  Type = "count"  // a whole number, not negative
	Signed Type = "signed" // a whole number with a sign: +3, -417, 增10
	Money  Type = "money"  // a bare decimal in the header's unit
	Amount Type = "amount" // a decimal that brings its own unit
)

// Row is a row of figures, or a group of rows with a label of its own.
type Row struct {
	// Key is the row's name in the report file. A group without one is no
	// level of the file.
	Key   string `yaml:"key"`
	Label string `yaml:"label" validate:"required"`
	// Short is the name in messages that spell out a sum.
	Short string   `yaml:"short"`
	Roles []string `yaml:"roles"`
	// Aliases are other labels that are in order.
	Aliases []string `yaml:"aliases"`
	Help    string   `yaml:"help"`
	// Vertical sets a group's label top to bottom.
	Vertical bool   `yaml:"vertical"`
	Rows     []*Row `yaml:"rows" validate:"dive"`

	// Path is the keys from the part down to the row, joined by dots.
	Path string `yaml:"-"`
	// Index is the row's place in Table.Rows.
	Index int    `yaml:"-"`
	Block *Block `yaml:"-"`
}

// Total says that one row or column is the sum of others.
type Total struct {
	ID string `yaml:"id" validate:"required"`
	// Each is "column" where the rows named are summed column by column, and
	// "row" where the columns named are summed row by row.
	Each  string   `yaml:"each" validate:"required,oneof=row column"`
	Total string   `yaml:"total" validate:"required"`
	Of    []string `yaml:"of" validate:"required,min=1"`
}

// Balance says that two sums are equal.
type Balance struct {
	ID    string   `yaml:"id" validate:"required"`
	Each  string   `yaml:"each" validate:"required,oneof=row column"`
	Left  []string `yaml:"left" validate:"required,min=1"`
	Right []string `yaml:"right" validate:"required,min=1"`
	// Anchor is the role of the row or column where a finding is placed.
	Anchor string `yaml:"anchor" validate:"required"`
}

// Ref names a cell of a table: the index of its row in Table.Rows and of its
// column in that row's Block.Leaves.
type Ref struct{ Row, Column int }

// Equation is one instance of a total or a balance: the sum of the cells Left
// equals the sum of the cells Right. For a total, Left is the total alone.
type Equation struct {
	ID string
	// Total is true where Left is a single cell that is the sum of Right.
	Total       bool
	Each        string
	Left, Right []Ref
	Anchor      Ref
}

// HasRole reports whether a part has a role.
func (p *Part) HasRole(role string) bool { return slices.Contains(p.Roles, role) }

// SheetTitle is the title of the part's sheet in a workbook, with its number.
func (p *Part) SheetTitle() string {
	name := p.Sheet
	if name == "" {
		name = p.Key
		if runes := []rune(name); len(runes) > maxSheetName {
			name = string(runes[:maxSheetName])
		}
	}
	return Numeral(p.Number) + "、" + name
}

// HasRole reports whether a section has a role.
func (s *Section) HasRole(role string) bool { return slices.Contains(s.Roles, role) }

// HasRole reports whether a column has a role of its own or from its header.
func (c *Column) HasRole(role string) bool { return slices.Contains(c.Roles, role) }

// HasRole reports whether a row has a role of its own or from its group.
func (r *Row) HasRole(role string) bool { return slices.Contains(r.Roles, role) }

// RowAt returns the row or group with a path, or nil.
func (t *Table) RowAt(path string) *Row {
	var walk func(rows []*Row) *Row
	walk = func(rows []*Row) *Row {
		for _, r := range rows {
			if r.Key != "" && r.Path == path {
				return r
			}
			if found := walk(r.Rows); found != nil {
				return found
			}
		}
		return nil
	}
	for _, b := range t.Blocks {
		if found := walk(b.Rows); found != nil {
			return found
		}
	}
	return nil
}

// SameColumns reports whether two blocks have the same columns of figures.
func SameColumns(a, b *Block) bool {
	return slices.EqualFunc(a.Leaves, b.Leaves, func(x, y *Column) bool { return x.Key == y.Key })
}

// Name is what messages call a row: its short name, or its key.
func (r *Row) Name() string {
	if r.Short != "" {
		return r.Short
	}
	return r.Key
}

// Applies reports whether the edition is the one for a report year.
func (e *Edition) Applies(year int) bool {
	return year >= e.Years.From && (e.Years.To == 0 || year <= e.Years.To)
}

// Agency returns the type of body with that name, or nil.
func (e *Edition) Agency(name string) *Agency {
	for i := range e.Agencies {
		if e.Agencies[i].Type == name {
			return &e.Agencies[i]
		}
	}
	return nil
}

// Part returns the part with that key, or nil.
func (e *Edition) Part(key string) *Part {
	for _, p := range e.Parts {
		if p.Key == key {
			return p
		}
	}
	return nil
}

// PartByRole returns the first part with a role, or nil.
func (e *Edition) PartByRole(role string) *Part {
	for _, p := range e.Parts {
		if p.HasRole(role) {
			return p
		}
	}
	return nil
}

// Row returns the row of figures with that path, or nil.
func (t *Table) Row(path string) *Row {
	for _, r := range t.Rows {
		if r.Path == path {
			return r
		}
	}
	return nil
}

// CellPath is the key path of a cell below its part: the row's path and the
// column's key, the latter left out where the row holds one figure only,
// because the report file gives no key there.
func (t *Table) CellPath(ref Ref) string { return t.cells().paths[ref.Row][ref.Column] }

// FullPath is the key path of a cell, its part included.
func (t *Table) FullPath(ref Ref) string { return t.cells().full[ref.Row][ref.Column] }

// Refs returns every cell's place, row by row. The caller must not change them.
func (t *Table) Refs() []Ref { return t.cells().refs }

// cells are a table's cells: their places, and by row and column their key paths
// below the part and from it on.
type cells struct {
	refs        []Ref
	paths, full [][]string
}

func (t *Table) listCells(part string) *cells {
	c := &cells{}
	for i, row := range t.Rows {
		var paths, full []string
		for j, column := range row.Block.Leaves {
			path := row.Path
			if len(row.Block.Leaves) > 1 {
				path += "." + column.Key
			}
			paths, full = append(paths, path), append(full, part+"."+path)
			c.refs = append(c.refs, Ref{Row: i, Column: j})
		}
		c.paths, c.full = append(c.paths, paths), append(c.full, full)
	}
	return c
}

// Describe names the cell of a table at a key path below its part as the form
// does: the labels of its row, outermost first, and of its column. It is "" for
// a path that leads to no row; the column is "" where the path names none.
func (t *Table) Describe(path string) (row, column string) {
	var walk func(rows []*Row, above string)
	walk = func(rows []*Row, above string) {
		for _, r := range rows {
			label := r.Label
			if above != "" && r.Key != "" {
				label = above + " " + label
			}
			if r.Key != "" && (path == r.Path || strings.HasPrefix(path, r.Path+".")) {
				row = label
				for _, c := range leaves(r) {
					if path == r.Path+"."+c.Key {
						column = c.Label
					}
				}
			}
			if r.Key == "" {
				label = above
			}
			walk(r.Rows, label)
		}
	}
	for _, b := range t.Blocks {
		walk(b.Rows, "")
	}
	return row, column
}

// leaves are the columns of a row of figures; a group of rows has none.
func leaves(r *Row) []*Column {
	if len(r.Rows) > 0 {
		return nil
	}
	return r.Block.Leaves
}

// IsTotal reports whether a cell is the sum of others, which a report may
// leave out.
func (t *Table) IsTotal(ref Ref) bool {
	for _, e := range t.Equations {
		if e.Total && e.Left[0] == ref {
			return true
		}
	}
	return false
}

// Expand fills the placeholders of Title, Preamble and Contact. The year is a
// text, because a draft shows what the author typed, whatever it is.
func (e *Edition) Expand(pattern, agency, year, contacts string) string {
	day := func(monthDay string) string {
		var m, d int
		if _, err := fmt.Sscanf(monthDay, "%d-%d", &m, &d); err != nil {
			return monthDay
		}
		return fmt.Sprintf("%s年%d月%d日", year, m, d)
	}
	return strings.NewReplacer("{agency}", agency, "{year}", year, "{contacts}", contacts,
		"{from}", day(e.Period.From), "{to}", day(e.Period.To)).Replace(pattern)
}

var numerals = []string{"", "一", "二", "三", "四", "五", "六", "七", "八", "九"}

// Ordinal is the number of a part or table in a message.
func Ordinal(n int) message.Phrase {
	return message.Text{ZH: Numeral(n), EN: strconv.Itoa(n)}
}

// Numeral writes a number from 1 to 99 in Chinese characters, as headings do.
func Numeral(n int) string {
	switch {
	case n <= 0 || n > 99:
		return strconv.Itoa(n)
	case n < 10:
		return numerals[n]
	case n < 20:
		return "十" + numerals[n-10]
	default:
		return numerals[n/10] + "十" + numerals[n%10]
	}
}

// TotalsOf returns the sums that a cell is a part of and whose total is one cell.
// The caller must not change them.
func (t *Table) TotalsOf(ref Ref) []*Equation { return t.above()[ref] }

func (t *Table) totalsAbove() map[Ref][]*Equation {
	above := map[Ref][]*Equation{}
	for _, eq := range t.Equations {
		if !eq.Total {
			continue
		}
		for _, ref := range eq.Right {
			above[ref] = append(above[ref], eq)
		}
	}
	return above
}
