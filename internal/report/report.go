// Package report is the report as data: its parts, its texts paragraph by
// paragraph and its tables cell by cell, each with what the author typed and
// where. It reads and writes nothing; internal/source fills it.
package report

import (
	"fmt"
	"sort"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"nianbao/internal/edition"
	"nianbao/internal/message"
)

// Field is a single value outside the tables, as typed.
type Field struct {
	// Given is true where the report has the key, even with nothing after it.
	Given bool
	Text  string
	// At is the key path, for findings.
	At  string
	Pos Place
}

// Locate returns where the characters from (inclusive) to (exclusive) of the
// value stand, in runes: exact where the value is written on one line as it is,
// bare or between quotation marks, else the whole value.
func (f Field) Locate(from, to int) Place {
	if _, ok := f.Pos.Region(); !ok {
		return f.Pos
	}
	marks := f.Pos.EndColumn - f.Pos.Column - utf8.RuneCountInString(f.Text)
	if f.Pos.Line != f.Pos.EndLine || marks != 0 && marks != 2 {
		return f.Pos
	}
	p := f.Pos
	p.Column, p.EndColumn = f.Pos.Column+marks/2+from, f.Pos.Column+marks/2+to
	return p
}

// Report is one office's report for one year.
type Report struct {
	// Path names the input in messages.
	Path    string
	Edition *edition.Edition

	EditionID Field // 格式
	Agency    Agency
	// Year is the report year as typed; YearNumber is 0 where it is no year.
	Year       Field
	YearNumber int
	Title      Field
	// Preamble is nil where the key is absent, so that one is generated; with
	// no paragraphs the author wants none.
	Preamble *Text
	// Parts are the edition's parts, in its order, the absent ones included.
	Parts     []*Part
	Signature Signature
	Published Field
	Contact   []Contact
	// PartHeadings are headings that differ from the edition's, by part key.
	PartHeadings map[string]Field
	// Labels are row labels as printed, by the key path of the row.
	Labels map[string]Field
	// Unplaced is what an import found no place for.
	Unplaced []Unplaced
	Waivers  []Waiver

	// Problems is what the reader had to object to, in the order found.
	Problems []Problem
	// Unreadable is true where the input gave no report at all (SRC001); the
	// problems then say why, and there is nothing else to judge.
	Unreadable bool
	// Source is the input where it is text, for the excerpts in messages.
	Source []byte
	// LeftOut counts the totals that the author left to be computed.
	LeftOut int
}

// Agency is the reporting body.
type Agency struct {
	At    string
	Pos   Place
	Name  Field
	Short []Field
	Type  Field
	// Regulations says whether the body can make 规章; where not given, it
	// follows from Type.
	Regulations Field
	// CanRegulate is what Regulations or Type amount to.
	CanRegulate bool
}

// partsNames are the marks that part names which were typed as one text.
const partsNames = "，、；,;／/|"

// ShortNames returns the agency's other names: each as it was typed and, where
// one holds marks or blanks (市水务局、本局), what stands between them as well. A
// name with such a mark of its own (区委、区政府办) is so still a name.
func (a *Agency) ShortNames() []string {
	const least = 2 // characters
	var all []string
	for _, s := range a.Short {
		all = append(all, s.Text)
		parts := strings.FieldsFunc(s.Text, func(r rune) bool { return strings.ContainsRune(partsNames, r) || unicode.IsSpace(r) })
		for _, part := range parts {
			if part != s.Text && utf8.RuneCountInString(part) >= least {
				all = append(all, part)
			}
		}
	}
	return all
}

// Signature is the block at the report's end.
type Signature struct {
	Given        bool
	Agency, Date Field
}

// Contact is one entry of 联系方式.
type Contact struct {
	Key   string
	Value Field
}

// Unplaced is a stretch of a published page that an import could not place.
type Unplaced struct{ Place, Text Field }

// Waiver lets a finding stand, for a reason.
type Waiver struct {
	At                                   string
	Pos                                  Place
	Rule, Place, Reason, Approved, Until Field
}

// Part is one part of the report.
type Part struct {
	Def *edition.Part
	// Given is true where the report has the part's key.
	Given bool
	At    string
	Pos   Place // of the key, or of the report where the part is absent
	Text  *TextPart
	Table *Table
	// Elsewhere are the figures that Table has no place for.
	Elsewhere []*Elsewhere
}

// TextPart is a part that is prose.
type TextPart struct {
	// Lead is the text before the first section, nil where there is none.
	Lead *Text
	// Bare is true where the part is one text under its own key.
	Bare bool
	// Sections are those of the edition, in its order, then those that the
	// author added, in theirs; absent ones are left out.
	Sections []*Section
}

// Section is a headed stretch of prose.
type Section struct {
	// Def is nil for a section that the author added.
	Def *edition.Section
	// Heading is the author's wording; not Given, the edition's holds.
	Heading Field
	Body    *Text
	At      string
	Pos     Place
}

// HeadingText is the section's heading without a number: the author's or, where
// none was given, the edition's.
func (s *Section) HeadingText() string {
	if s.Heading.Given || s.Def == nil {
		return s.Heading.Text
	}
	return s.Def.Heading
}

// Text is prose, one paragraph an item.
type Text struct {
	At         string
	Pos        Place
	Paragraphs []Paragraph
}

// Paragraph is one line of prose. Marks tell where its characters stand in the
// file; see Locate. In a workbook Cell says where it is instead.
type Paragraph struct {
	Text  string
	Marks []Mark
	Cell  Place
}

// Mark says that the characters of a paragraph from Offset on (in runes) stand
// at Line and from Column on, up to the next mark.
type Mark struct{ Offset, Line, Column int }

// Locate returns where the characters from (inclusive) to (exclusive) of a
// paragraph stand, both counted in runes.
func (p *Paragraph) Locate(from, to int) Place {
	if len(p.Marks) == 0 {
		return p.Cell
	}
	line, col := p.at(from)
	endLine, endCol := line, col
	if to > from {
		endLine, endCol = p.at(to - 1)
		endCol++
	}
	return Span(line, col, endLine, endCol)
}

func (p *Paragraph) at(offset int) (line, column int) {
	i := sort.Search(len(p.Marks), func(i int) bool { return p.Marks[i].Offset > offset })
	m := p.Marks[max(i-1, 0)]
	return m.Line, m.Column + offset - m.Offset
}

// Empty reports whether there is no text at all.
func (t *Text) Empty() bool { return t == nil || len(t.Paragraphs) == 0 }

// Problem is an objection of a reader: the fault's rule, its place, and what
// the rule's message needs to know.
type Problem struct {
	Rule string
	// Form chooses among a rule's messages, "" for the only one.
	Form string
	At   string
	Pos  Place
	Args map[string]string
	// Phrases are what the message needs to know and each language words by
	// itself, such as a list.
	Phrases map[string]message.Phrase
	// Related are other places that the message speaks of.
	Related []Related
	// Unread is true where the place holds nothing that can be judged, so that
	// whatever else is found there follows from this.
	Unread bool
	// CutShort is true where the text at At is read only up to a place in its last
	// line, so that nothing can be said of how it ends.
	CutShort bool
	// Rewrite mends it, nil where it cannot be mended by itself.
	Rewrite *Rewrite
}

// MessageArgs are everything that the rule's message needs to know.
func (p *Problem) MessageArgs() message.Args {
	args := message.Args{}
	for name, v := range p.Args {
		args[name] = v
	}
	for name, v := range p.Phrases {
		args[name] = v
	}
	return args
}

// Rewrite writes a value of a text file anew, so that it reads as it was meant.
type Rewrite struct {
	// Safe is true where there is no doubt what was meant.
	Safe bool
	// At is the key path of the value, To what it then reads as, a paragraph a
	// line.
	At, To string
	// Of is the key path of the text whose paragraphs First (inclusive, from 0)
	// to Last (exclusive) the value makes up; that of a single value is At.
	Of          string
	First, Last int
	// Pos is what Source takes the place of. Its lines end in LF.
	Pos    Place
	Source string
}

// Related is a related place.
type Related struct {
	// Path names the file where it is another than the finding's.
	Path string
	At   string
	Pos  Place
	Note string
}

// Short is the place in as few characters as tell it, with its file where it is
// another than the finding's.
func (r Related) Short(lang string) string {
	if r.Path != "" {
		return r.Pos.In(r.Path, lang)
	}
	return r.Pos.Short(lang)
}

// New returns an empty report on a form: every part absent, every cell blank.
func New(path string, e *edition.Edition) *Report {
	r := &Report{Path: path, Edition: e, PartHeadings: map[string]Field{}, Labels: map[string]Field{}}
	for _, def := range e.Parts {
		p := &Part{Def: def, At: def.Key, Pos: FirstLine()}
		if def.Table != nil {
			p.Table = newTable(p)
		} else {
			p.Text = &TextPart{}
		}
		r.Parts = append(r.Parts, p)
	}
	return r
}

// Part returns the part with that key, or nil.
func (r *Report) Part(key string) *Part {
	for _, p := range r.Parts {
		if p.Def.Key == key {
			return p
		}
	}
	return nil
}

// PartByRole returns the part with a role, or nil.
func (r *Report) PartByRole(role string) *Part {
	for _, p := range r.Parts {
		if p.Def.HasRole(role) {
			return p
		}
	}
	return nil
}

// Section returns the section of a text part for an edition's section, or nil.
func (t *TextPart) Section(def *edition.Section) *Section {
	for _, s := range t.Sections {
		if s.Def == def {
			return s
		}
	}
	return nil
}

// TitleText is the report's title: the author's, or the generated one.
func (r *Report) TitleText() string {
	if r.Title.Given {
		return r.Title.Text
	}
	return r.Edition.Expand(r.Edition.Title, r.Agency.Name.Text, r.YearText(), "")
}

// YearText is the report year, or what was typed in its place.
func (r *Report) YearText() string {
	if r.YearNumber != 0 {
		return strconv.Itoa(r.YearNumber)
	}
	return r.Year.Text
}

// HeadingText is a part's heading without a number: the author's or the
// edition's.
func (r *Report) HeadingText(p *Part) string {
	if f, ok := r.PartHeadings[p.Def.Key]; ok && f.Text != "" {
		return f.Text
	}
	return p.Def.Heading
}

// LabelText is a row's label: as the author printed it, or the edition's.
func (r *Report) LabelText(p *Part, row *edition.Row) string {
	if f, ok := r.Labels[p.Def.Key+"."+row.Path]; ok {
		return f.Text
	}
	return row.Label
}

// NumberedHeading is the n-th section's heading with the number that the
// renderers give it.
func NumberedHeading(n int, heading string) string {
	return fmt.Sprintf("（%s）%s", edition.Numeral(n), heading)
}

// NumberedPart is a part's heading with its number.
func (r *Report) NumberedPart(p *Part) string {
	return edition.Numeral(p.Def.Number) + "、" + r.PrintedHeading(p)
}

// Texts returns every text of the report in reading order: preamble, leads,
// sections.
func (r *Report) Texts() []*Text {
	var all []*Text
	add := func(t *Text) {
		if t != nil {
			all = append(all, t)
		}
	}
	add(r.Preamble)
	for _, p := range r.Parts {
		if p.Text == nil {
			continue
		}
		add(p.Text.Lead)
		for _, s := range p.Text.Sections {
			add(s.Body)
		}
	}
	return all
}

// Lines returns the lines of Source as positions count them: a line ends in
// LF, CR LF or CR, and a byte order mark at the start takes no column.
func (r *Report) Lines() []string {
	text := strings.TrimPrefix(string(r.Source), "\ufeff")
	return strings.Split(strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n"), "\n")
}

// CutMarks takes the marks of the characters from (inclusive) to (exclusive), and
// counts them from there. Marks are in order.
func CutMarks(marks []Mark, from, to int) []Mark {
	if len(marks) == 0 {
		return nil
	}
	lo, hi := 0, len(marks)
	for lo < hi {
		if mid := (lo + hi) / 2; marks[mid].Offset <= from {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	first := marks[lo-1]
	out := []Mark{{Offset: 0, Line: first.Line, Column: first.Column + from - first.Offset}}
	for _, m := range marks[lo:] {
		if m.Offset >= to {
			break
		}
		out = append(out, Mark{Offset: m.Offset - from, Line: m.Line, Column: m.Column})
	}
	return out
}
