package templates

import (
	"fmt"
	"strings"

	"nianbao/internal/edition"
	"nianbao/internal/report"
	"nianbao/internal/workbook"
)

// The columns of a sheet of prose.
const (
	columnSection = iota + 1
	columnHeading
	columnBody
	columnCount
	textColumns = columnCount
)

const (
	rowLimit     = 3
	rowTextHead  = 4
	firstTextRow = 5
	// roomRows is how many rows a section has at least, spareRows how many it has
	// beyond its text, topicRows how many each matter of a section has of its own.
	roomRows  = 12
	spareRows = 3
	topicRows = 3
	// paragraphRow is the height of an empty row, in points, guardRow that of the
	// row that closes a section.
	paragraphRow = 18
	guardRow     = 14
	sectionWidth = 16
	bodyWidth    = 64
)

// A sheet of prose is laid out for what people do with text that they have: they
// copy paragraphs in Word and paste them on a cell. Excel, WPS and LibreOffice
// then put each paragraph into a row of its own, over whatever stands there, and
// only those pasted into a cell that is being edited all go into that one. So
// that no paragraph lands under the next section unseen, a section has rows for
// more of them than reports have, one below the other and not merged (a paste on
// merged cells is refused or takes them apart), and closes with a locked row: all
// three programs refuse a paste that touches one as a whole, with a message, and
// nothing is pasted. Where somebody has taken the protection off, what lands on
// the closing row is still read with the section above, and STR004 tells of text
// that ran on into the next. Sections beside each other would hold any number of
// paragraphs, but nobody could read or print five texts in narrow columns.

var bodyLook = workbook.Look{Font: workbook.FontProse, Size: 12, Left: true, Top: true, Wrap: true}.AsInput()

// textSheet lays out a part that is prose: a row for each paragraph.
func (b *book) textSheet(p *report.Part) {
	b.NewSheet(p.Def.SheetTitle())
	for column, width := range []float64{sectionWidth, 16, bodyWidth, 7} {
		b.Width(column+1, width)
	}
	advice := []string{workbook.ProseAdvice, workbook.PasteAdvice}
	if p.Def.Text.Help != "" {
		advice = append(advice, p.Def.Text.Help+"。")
	}
	b.heading(p, textColumns, strings.Join(advice, "\n"))
	for i, head := range []string{"小节", "自拟标题（可不填）", "正文（一行一段，或者一格几段）", "字数"} {
		b.Text(i+1, rowTextHead, head, workbook.Look{Size: tableSize, Bold: true, Border: true, Fill: workbook.ColorTotal, Wrap: true})
	}
	b.Height(rowTextHead, 30)
	b.Name(workbook.Column(p.At, edition.KeyTitle), workbook.CellAt(columnHeading, rowTextHead))
	b.Name(workbook.Column(p.At, edition.KeyBody), workbook.CellAt(columnBody, rowTextHead))

	s := &prose{book: b, part: p, row: firstTextRow}
	s.all()
	last := s.row - 1
	b.Name(workbook.End(p.At), workbook.CellAt(columnSection, s.row))
	b.Text(columnSection, s.row, workbook.EndOfPart, workbook.Look{Size: 9, Color: workbook.ColorGrey, Left: true})
	b.limit(p, last, s.headings)
	b.Repeat(rowTextHead, rowTextHead)
	b.Protect()
}

// limit counts the characters of a part, headings with their numbers included,
// as they are printed. It counts the texts, not the counts beside them, which a
// row inserted later lacks.
func (b *book) limit(p *report.Part, last int, headings []string) {
	label := "本部分字数（含标题，空格不计）"
	if limit := p.Def.Text.Limit; limit > 0 {
		label += fmt.Sprintf("，原则上不超过%d字", limit)
	}
	b.Merged(columnSection, rowLimit, textColumns-1, 1, label, workbook.Look{Size: tableSize, Left: true, Color: workbook.ColorGrey})
	texts := workbook.Area(columnBody, firstTextRow, 1, last-firstTextRow+1)
	formula := fmt.Sprintf("SUMPRODUCT(LEN(%s))+LEN(%s)", squeezed(texts), squeezed(workbook.CellAt(columnSection, rowHeading)))
	b.Formula(columnCount, rowLimit, strings.Join(append([]string{formula}, headings...), "+"), "", workbook.Look{Size: tableSize, Bold: true})
	if p.Def.Text.Limit == 0 {
		return
	}
	b.PaintAbove(workbook.CellAt(columnCount, rowLimit), p.Def.Text.Limit, workbook.FaultPaint)
}

// squeezed is a formula for the text of a cell without white space.
func squeezed(cell string) string {
	for _, code := range []string{`" "`, `"　"`, "CHAR(10)"} {
		cell = fmt.Sprintf(`SUBSTITUTE(%s,%s,"")`, cell, code)
	}
	return cell
}

// prose fills the sheet of one part, section by section.
type prose struct {
	*book
	part *report.Part
	row  int
	// headings are formulas for the characters of the headings.
	headings []string
}

func (s *prose) all() {
	def, text := s.part.Def.Text, s.part.Text
	switch {
	case !s.part.Given:
		s.mark(workbook.MarkAbsent, s.part.At)
	case text.Bare && (def.Lead != "" || len(def.Sections) > 0):
		s.mark(workbook.MarkBare, s.part.At)
	}
	at, label := s.part.At, "正文"
	switch {
	case def.Lead != "":
		at, label = at+"."+def.Lead, def.Lead
	case len(def.Sections) > 0:
		label = workbook.Undivided
	}
	s.block(&block{at: at, label: label, body: text.Lead})
	for i, d := range def.Sections {
		section := text.Section(d)
		b := &block{at: s.part.At + "." + d.Key, label: report.NumberedHeading(i+1, d.Heading), help: d.Help}
		if section == nil || section.Body.Empty() {
			b.topics = d.Asked(s.edition.Agency(s.report.Agency.Type.Text))
		}
		s.section(b, section)
	}
	if def.More == "" {
		return
	}
	n := 0
	for _, section := range text.Sections {
		if section.Def == nil {
			n++
			s.section(&block{at: fmt.Sprintf("%s.%s[%d]", s.part.At, def.More, n), label: def.More, many: true}, section)
		}
	}
	s.section(&block{at: fmt.Sprintf("%s.%s[%d]", s.part.At, def.More, n+1), label: def.More, help: "没有的不填", many: true}, nil)
}

// block is a text on a sheet of prose, with room for more.
type block struct {
	at, label, help string
	body            *report.Text
	// heading is nil for a text that has none.
	heading *report.Field
	// many is true where further headings may stand below the first.
	many bool
	// topics are matters that have rows of their own within the text.
	topics []edition.Topic
}

// section writes a section, nil for one that the report does not have.
func (s *prose) section(b *block, section *report.Section) {
	b.heading = &report.Field{}
	if section != nil {
		b.heading, b.body = &section.Heading, section.Body
		if section.Heading.Given && section.Heading.Text == "" {
			s.mark(workbook.MarkBlank, b.at+"."+edition.KeyTitle)
		}
		if !section.Heading.Given && section.Body.Empty() {
			s.mark(workbook.MarkBlank, b.at)
		}
	}
	s.block(b)
}

// block writes a text, its spare rows and the row that closes it.
func (s *prose) block(b *block) {
	var paragraphs []report.Paragraph
	if b.body != nil {
		paragraphs = b.body.Paragraphs
		if b.heading == nil && len(paragraphs) == 0 {
			s.mark(workbook.MarkBlank, b.at)
		}
	}
	s.Name(workbook.Name(b.at), workbook.CellAt(columnSection, s.row))
	first := s.row
	s.rows(b.label, b.help, paragraphs, max(len(paragraphs)+spareRows, roomRows))
	for _, t := range b.topics {
		s.rows(t.Label, t.Help, nil, topicRows)
	}
	rows := s.row - first
	s.Dress(columnHeading, first, 1, rows, workbook.Look{Border: true, Fill: workbook.ColorTotal})
	if b.heading != nil {
		s.headings = append(s.headings, headingLength(first, rows))
		title := workbook.Look{Font: workbook.FontProse, Size: 12, Left: true, Top: true, Wrap: true}.AsInput()
		if b.many {
			s.Dress(columnHeading, first, 1, rows, title)
		}
		s.Text(columnHeading, first, b.heading.Text, title)
	}
	s.close()
}

// rows writes paragraphs into rows under a label, and leaves the others empty.
func (s *prose) rows(label, help string, paragraphs []report.Paragraph, rows int) {
	const size = tableSize
	s.Merged(columnSection, s.row, 1, rows, label, workbook.Look{Size: size, Border: true, Wrap: true, Left: true, Top: true})
	for i := range rows {
		text := ""
		if i < len(paragraphs) {
			text = paragraphs[i].Text
		}
		s.Text(columnBody, s.row+i, text, bodyLook)
		cell := workbook.CellAt(columnBody, s.row+i)
		count := fmt.Sprintf(`IF(%s="","",LEN(%s))`, cell, squeezed(cell))
		s.Formula(columnCount, s.row+i, count, "", workbook.Look{Size: size, Border: true, Fill: workbook.ColorTotal})
		least := max(paragraphRow, workbook.HeightFor(workbook.LinesIn(label, sectionWidth, size), size)/float64(rows))
		s.Suggest(s.row+i, max(least, workbook.HeightFor(workbook.LinesIn(text, bodyWidth, bodyLook.Size), bodyLook.Size)))
	}
	if help != "" {
		s.Expect(workbook.Area(columnBody, s.row, 1, rows), workbook.Expected{Title: label, Prompt: help})
	}
	s.row += rows
}

// close writes the locked row behind a text.
func (s *prose) close() {
	s.Dress(columnSection, s.row, textColumns, 1, closingLook)
	s.Text(columnSection, s.row, workbook.EndOfSection, closingLook)
	s.Height(s.row, guardRow)
	s.row++
}

// closingLook is that of the rows that close something. They are not merged, so
// that what is pasted over one is in a cell of its own.
var closingLook = workbook.Look{Size: 9, Color: workbook.ColorGrey, Fill: workbook.ColorTotal, Left: true}

// headingLength is a formula for the characters of a section's heading, the
// author's or the form's, with its number; nothing where the section is empty.
func headingLength(row, rows int) string {
	own := workbook.CellAt(columnHeading, row)
	label := workbook.CellAt(columnSection, row)
	used := fmt.Sprintf("COUNTA(%s)>0", workbook.Area(columnHeading, row, 2, rows))
	const number = 3 // （一）
	return fmt.Sprintf(`IF(%s,IF(%s="",LEN(%s),%d+LEN(%s)),0)`, used, own, squeezed(label), number, squeezed(own))
}
