package workbook

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"nianbao/internal/edit"
	"nianbao/internal/report"
)

// The fills of the levels, from notes to errors.
var remarkFills = [3]string{"DDEBF7", "FFEB9C", "FF9C9C"}

// Annotate writes a copy of a workbook in which the cells that remarks speak of
// are filled with the colour of their level and carry the remarks as comments,
// and a first sheet lists all remarks with links to their cells. It fails for
// what is no workbook that can be read.
func Annotate(w io.Writer, data []byte, remarks []edit.Remark, words edit.Words) (err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("annotate workbook: %v", fault)
		}
	}()
	book, failed := openBook(data)
	if failed != nil {
		return fmt.Errorf("annotate workbook: SRC001 %s", failed.Form)
	}
	defer book.close()
	a := &annotator{xbook: book, words: words}
	byCell := map[xref][]edit.Remark{}
	var order []xref
	for _, r := range remarks {
		ref, ok := a.target(target(r.Pos))
		if !ok {
			continue
		}
		if byCell[ref] == nil {
			order = append(order, ref)
		}
		byCell[ref] = append(byCell[ref], r)
	}
	for _, ref := range order {
		a.cell(ref, byCell[ref])
	}
	a.summary(remarks)
	if a.err != nil {
		return fmt.Errorf("annotate workbook: %w", a.err)
	}
	if _, err := book.file.WriteTo(w); err != nil {
		return fmt.Errorf("annotate workbook: %w", err)
	}
	return nil
}

// target is a cell as formulas and links name it.
func target(p report.Place) string {
	sheet, cell, _ := p.Cell()
	return "'" + strings.ReplaceAll(sheet, "'", "''") + "'!" + cell
}

type annotator struct {
	*xbook
	words edit.Words
	err   error
}

func (a *annotator) do(err error) {
	if a.err == nil {
		a.err = err
	}
}

// cell colours a cell and comments on it. What someone else remarked there
// stays in front.
func (a *annotator) cell(ref xref, remarks []edit.Remark) {
	level := 0
	var lines []string
	for _, r := range remarks {
		level = max(level, r.Level)
		lines = append(lines, fmt.Sprintf("【%s %s】%s", r.Kind, r.Rule, r.Text))
	}
	name := cellName(ref.column, ref.row)
	id, err := a.file.GetCellStyle(ref.sheet, name)
	a.do(err)
	style, err := a.file.GetStyle(id)
	a.do(err)
	if a.err != nil {
		return
	}
	style.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{remarkFills[level]}}
	id, err = a.file.NewStyle(style)
	a.do(err)
	last := name
	if m, ok := a.merged(ref); ok {
		last = cellName(m.right, m.bottom)
	}
	a.do(a.file.SetCellStyle(ref.sheet, name, last, id))
	comments, err := a.file.GetComments(ref.sheet)
	a.do(err)
	for _, c := range comments {
		if c.Cell == name {
			lines = append([]string{commentText(c)}, lines...)
			a.do(a.file.DeleteComment(ref.sheet, name))
		}
	}
	text := strings.Join(lines, "\n")
	const width, lineHeight, lineLength = 320, 22, 22
	height := lineHeight
	for line := range strings.SplitSeq(text, "\n") {
		height += lineHeight * (1 + len([]rune(line))/lineLength)
	}
	a.do(a.file.AddComment(ref.sheet, excelize.Comment{Cell: name, Author: "nianbao", Width: width, Height: uint(height),
		Paragraph: []excelize.RichTextRun{{Text: text, Font: &excelize.Font{Family: "宋体", Size: 10}}}}))
}

func commentText(c excelize.Comment) string {
	text := c.Text
	for _, run := range c.Paragraph {
		text += run.Text
	}
	return text
}

// summary puts the list of all remarks in front.
func (a *annotator) summary(remarks []edit.Remark) {
	title := a.words.Sheet
	for n := 2; slices.ContainsFunc(a.sheets, func(s string) bool { return strings.EqualFold(s, title) }); n++ {
		title = fmt.Sprintf("%s%d", a.words.Sheet, n)
	}
	_, err := a.file.NewSheet(title)
	a.do(err)
	if a.err != nil {
		return
	}
	a.do(a.file.MoveSheet(title, a.sheets[0]))
	// Names that belong to a sheet go by its number, which has grown by one.
	if book := a.file.WorkBook; book != nil && book.DefinedNames != nil {
		for i := range book.DefinedNames.DefinedName {
			if id := book.DefinedNames.DefinedName[i].LocalSheetID; id != nil {
				next := *id + 1
				book.DefinedNames.DefinedName[i].LocalSheetID = &next
			}
		}
	}
	if index, err := a.file.GetSheetIndex(title); err == nil {
		a.file.SetActiveSheet(index)
	}
	a.page(title)
	a.fill(title, remarks)
}

func (a *annotator) page(title string) {
	yes, no, a4, one, many, landscape := true, false, 9, 1, 0, "landscape"
	a.do(a.file.SetSheetProps(title, &excelize.SheetPropsOptions{FitToPage: &yes}))
	a.do(a.file.SetSheetView(title, 0, &excelize.ViewOptions{ShowGridLines: &no}))
	a.do(a.file.SetPageLayout(title, &excelize.PageLayoutOptions{Size: &a4, Orientation: &landscape, FitToWidth: &one, FitToHeight: &many}))
	for i, width := range []float64{6, 8, 20, 30, 9, 52, 44} {
		column, err := excelize.ColumnNumberToName(i + 1)
		a.do(err)
		a.do(a.file.SetColWidth(title, column, column, width))
	}
}

// fill writes the list. Findings come as they do on the command line.
func (a *annotator) fill(title string, remarks []edit.Remark) {
	border := []excelize.Border{}
	for _, side := range []string{"left", "right", "top", "bottom"} {
		border = append(border, excelize.Border{Type: side, Color: "808080", Style: 1})
	}
	style := func(fill, color string, bold bool) int {
		s := &excelize.Style{Border: border, Font: &excelize.Font{Family: "宋体", Size: 10, Bold: bold, Color: color},
			Alignment: &excelize.Alignment{Vertical: "center", WrapText: true}}
		if fill != "" {
			s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{fill}}
		}
		if color != "" {
			s.Font.Underline = "single"
		}
		id, err := a.file.NewStyle(s)
		a.do(err)
		return id
	}
	plain, link, head := style("", "", false), style("", "0563C1", false), style("EDEDED", "", true)
	heading, err := a.file.NewStyle(&excelize.Style{Font: &excelize.Font{Family: "黑体", Size: 16}})
	a.do(err)
	set := func(column, row int, text string, style int) {
		name := cellName(column, row)
		a.do(a.file.SetCellStr(title, name, text))
		a.do(a.file.SetCellStyle(title, name, name, style))
	}
	set(1, 1, a.words.Sheet, heading)
	a.do(a.file.SetRowHeight(title, 1, 28))
	over := a.words.Summary
	if len(remarks) == 0 {
		over = a.words.None
	}
	a.do(a.file.SetCellStr(title, "A2", over))
	const first = 4
	for i, text := range a.words.Heads {
		set(i+1, first-1, text, head)
	}
	for i, r := range remarks {
		row := first + i
		place := ""
		if sheet, cell, ok := r.Pos.Cell(); ok {
			place = sheet + "!" + cell
		}
		a.do(a.file.SetCellInt(title, cellName(1, row), int64(i+1)))
		a.do(a.file.SetCellStyle(title, cellName(1, row), cellName(1, row), plain))
		set(2, row, r.Kind, style(remarkFills[r.Level], "", false))
		set(3, row, place, plain)
		for k, text := range []string{r.Where, r.Rule, r.Text, r.Advice} {
			set(k+4, row, text, plain)
		}
		if place != "" {
			set(3, row, place, link)
			tip := place
			a.do(a.file.SetCellHyperLink(title, cellName(3, row), target(r.Pos), "Location",
				excelize.HyperlinkOpts{Tooltip: &tip}))
		}
		const perLine, lineHeight = 24, 14
		lines := max(1+len([]rune(r.Text))/perLine, 1+len([]rune(r.Advice))/(perLine*4/5), 1+len([]rune(r.Where))/14)
		a.do(a.file.SetRowHeight(title, row, min(float64(lines*lineHeight+6), 409)))
	}
	a.do(a.file.SetPanes(title, &excelize.Panes{Freeze: true, YSplit: first - 1, TopLeftCell: cellName(1, first), ActivePane: "bottomLeft"}))
	a.do(a.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", Scope: title,
		RefersTo: fmt.Sprintf("'%s'!$%d:$%d", title, first-1, first-1)}))
}
