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
	// spareRows is how many paragraphs a section has room for at least.
	spareRows = 3
	// paragraphRow is the height of an empty row, in points.
	paragraphRow = 22
	sectionWidth = 16
	bodyWidth    = 64
)

var bodyLook = workbook.Look{Font: workbook.FontProse, Size: 12, Left: true, Top: true, Wrap: true}.AsInput()

// textSheet lays out a part that is prose: a row for each paragraph.
func (b *book) textSheet(p *report.Part) {
	b.NewSheet(p.Def.SheetTitle())
	for column, width := range []float64{sectionWidth, 16, bodyWidth, 7} {
		b.Width(column+1, width)
	}
	advice := []string{"浅黄色的单元格填正文，一行一段，段首不用空格；标题的序号自动编排，不要写。段落不够时，在本小节的行之间插入行。"}
	if p.Def.Text.Help != "" {
		advice = append(advice, p.Def.Text.Help+"。")
	}
	b.heading(p, textColumns, strings.Join(advice, "\n"))
	for i, head := range []string{"小节", "自拟标题（可不填）", "正文（一行一段）", "字数"} {
		b.Text(i+1, rowTextHead, head, workbook.Look{Size: tableSize, Bold: true, Border: true, Fill: workbook.ColorTotal, Wrap: true})
	}
	b.Height(rowTextHead, 30)
	b.Name(workbook.Column(p.At, edition.KeyTitle), workbook.CellAt(columnHeading, rowTextHead))
	b.Name(workbook.Column(p.At, edition.KeyBody), workbook.CellAt(columnBody, rowTextHead))

	s := &prose{book: b, part: p, row: firstTextRow}
	s.all()
	last := s.row - 1
	b.Name(workbook.End(p.At), workbook.CellAt(columnSection, s.row))
	b.Merged(columnSection, s.row, textColumns, 1, "（本部分到此为止）", workbook.Look{Size: 9, Color: workbook.ColorGrey})
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
		label = "正文（不分小节的写在这里）"
	}
	s.block(at, label, "", nil, text.Lead, def.Lead != "" || len(def.Sections) == 0)
	for i, d := range def.Sections {
		section := text.Section(d)
		label := report.NumberedHeading(i+1, d.Heading)
		s.section(s.part.At+"."+d.Key, label, d.Help, section)
	}
	if def.More == "" {
		return
	}
	n := 0
	for _, section := range text.Sections {
		if section.Def == nil {
			n++
			s.section(fmt.Sprintf("%s.%s[%d]", s.part.At, def.More, n), def.More, "", section)
		}
	}
	s.section(fmt.Sprintf("%s.%s[%d]", s.part.At, def.More, n+1), def.More, "没有的不填", nil)
}

// section writes a section, nil for one that the report does not have.
func (s *prose) section(at, label, help string, section *report.Section) {
	if section == nil {
		s.block(at, label, help, &report.Field{}, nil, true)
		return
	}
	if section.Heading.Given && section.Heading.Text == "" {
		s.mark(workbook.MarkBlank, at+"."+edition.KeyTitle)
	}
	if !section.Heading.Given && section.Body.Empty() {
		s.mark(workbook.MarkBlank, at)
	}
	s.block(at, label, help, &section.Heading, section.Body, true)
}

// block writes a text with room for more. It has a heading where heading is
// not nil.
func (s *prose) block(at, label, help string, heading *report.Field, body *report.Text, roomy bool) {
	var paragraphs []report.Paragraph
	if body != nil {
		paragraphs = body.Paragraphs
		if heading == nil && len(paragraphs) == 0 {
			s.mark(workbook.MarkBlank, at)
		}
	}
	rows := len(paragraphs) + 1
	if roomy {
		rows = max(rows, spareRows)
	}
	const size = tableSize
	s.Merged(columnSection, s.row, 1, rows, label, workbook.Look{Size: size, Border: true, Wrap: true, Left: true, Top: true})
	s.Name(workbook.Name(at), workbook.CellAt(columnSection, s.row))
	for i := range rows {
		text := ""
		if i < len(paragraphs) {
			text = paragraphs[i].Text
		}
		s.Text(columnBody, s.row+i, text, bodyLook)
		count := squeezed(workbook.CellAt(columnBody, s.row+i))
		s.Formula(columnCount, s.row+i, fmt.Sprintf(`LEN(%s)`, count), "", workbook.Look{Size: size, Border: true, Fill: workbook.ColorTotal})
		least := max(paragraphRow, workbook.HeightFor(workbook.LinesIn(label, sectionWidth, size), size)/float64(rows))
		s.Suggest(s.row+i, max(least, workbook.HeightFor(workbook.LinesIn(text, bodyWidth, bodyLook.Size), bodyLook.Size)))
	}
	if help != "" {
		s.Expect(workbook.Area(columnBody, s.row, 1, rows), workbook.Expected{Title: label, Prompt: help})
	}
	locked := workbook.Look{Border: true, Fill: workbook.ColorTotal}
	if heading == nil {
		s.Dress(columnHeading, s.row, 1, rows, locked)
	} else {
		s.headings = append(s.headings, s.headingLength(rows))
		title := workbook.Look{Font: workbook.FontProse, Size: 12, Left: true, Top: true, Wrap: true}.AsInput()
		s.Dress(columnHeading, s.row, 1, rows, title)
		s.Text(columnHeading, s.row, heading.Text, title)
	}
	s.row += rows
}

// headingLength is a formula for the characters of a section's heading, the
// author's or the form's, with its number; nothing where the section is empty.
func (s *prose) headingLength(rows int) string {
	own := workbook.CellAt(columnHeading, s.row)
	label := workbook.CellAt(columnSection, s.row)
	used := fmt.Sprintf("COUNTA(%s)>0", workbook.Area(columnHeading, s.row, 2, rows))
	const number = 3 // （一）
	return fmt.Sprintf(`IF(%s,IF(%s="",LEN(%s),%d+LEN(%s)),0)`, used, own, squeezed(label), number, squeezed(own))
}
