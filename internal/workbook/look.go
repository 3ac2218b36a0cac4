package workbook

import (
	"fmt"
	"math"
	"reflect"

	"strings"
	"unicode/utf16"

	"github.com/clipperhouse/displaywidth"
	"github.com/xuri/excelize/v2"

	"nianbao/internal/message"
	"nianbao/internal/regex"
)

// The faces go by the names that Chinese systems have them under.
const (
	fontText    = "宋体"
	FontHeading = "黑体"
	FontProse   = "仿宋"
)

const (
	colorInput = "FFF8DC" // what is to be filled in
	ColorTotal = "EDEDED" // what is calculated
	colorFault = "FFC7CE"
	colorRed   = "9C0006"
	colorGreen = "006100"
	ColorGrey  = "7F7F7F"
	colorLine  = "808080"
)

// Look is how a cell is to be shown.
type Look struct {
	Font       string // "" for fontText
	Size       float64
	Bold       bool
	Color      string
	Fill       string
	Border     bool
	Left, Top  bool // else centred
	Wrap       bool
	Vertical   bool // one character a line
	indent     int
	input      bool // unlocked
	Textual    bool // what is typed stays text, digits too
	leadsQuote bool // shown as text though it begins like a formula
}

// input is the look of a cell to be filled in.
func (l Look) AsInput() Look {
	l.input, l.Fill, l.Border = true, colorInput, true
	return l
}

// style makes a look known to the workbook.
func (b *Writer) style(l Look) int {
	if id, ok := b.styles[l]; ok || b.err != nil {
		return id
	}
	s := &excelize.Style{Font: &excelize.Font{Family: fontText, Size: 11, Bold: l.Bold, Color: l.Color}}
	if l.Font != "" {
		s.Font.Family = l.Font
	}
	if l.Size > 0 {
		s.Font.Size = l.Size
	}
	s.Alignment = &excelize.Alignment{Horizontal: "center", Vertical: "center", WrapText: l.Wrap, Indent: l.indent}
	if l.Left {
		s.Alignment.Horizontal = "left"
	}
	if l.Top {
		s.Alignment.Vertical = "top"
	}
	if l.Vertical {
		const stacked = 255
		s.Alignment.TextRotation, s.Alignment.WrapText = stacked, false
	}
	if l.Fill != "" {
		s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{l.Fill}}
	}
	if l.Border {
		for _, side := range []string{"left", "right", "top", "bottom"} {
			s.Border = append(s.Border, excelize.Border{Type: side, Color: colorLine, Style: 1})
		}
	}
	s.Protection = &excelize.Protection{Locked: !l.input}
	if l.Textual {
		const asText = 49 // the built-in format "@"
		s.NumFmt = asText
	}
	id, err := b.file.NewStyle(s)
	b.do(err)
	if err == nil && l.leadsQuote {
		// The package has no word for this mark, and takes styles that differ
		// in nothing else for one.
		xfs := b.file.Styles.CellXfs
		xf, yes := xfs.Xf[id], true
		xf.QuotePrefix = &yes
		xfs.Xf = append(xfs.Xf, xf)
		xfs.Count, id = len(xfs.Xf), len(xfs.Xf)-1
	}
	b.styles[l] = id
	return id
}

// Dress gives a look to the cells from a column and row on.
func (b *Writer) Dress(column, row, columns, rows int, l Look) {
	if b.err == nil {
		b.do(b.file.SetCellStyle(b.Sheet, CellAt(column, row), CellAt(column+columns-1, row+rows-1), b.style(l)))
	}
}

// maxCell is how many UTF-16 units a cell holds.
const maxCell = excelize.TotalCellChars

// Text writes a text into a cell, whatever it looks like; an empty one leaves
// the cell empty.
func (b *Writer) Text(column, row int, text string, l Look) {
	if b.err != nil {
		return
	}
	if strings.IndexAny(text, "=+-@\t\r") == 0 {
		l.leadsQuote = true
	}
	b.Dress(column, row, 1, 1, l)
	if text == "" {
		return
	}
	if n := len(utf16.Encode([]rune(text))); n > maxCell {
		b.do(message.New("工作表“{sheet}”{cell}：这一段有{count}个字，超过单元格能容纳的{most}个，请分成几段", "sheet “{sheet}”, {cell}: this paragraph has {count} characters and a cell takes {most}; divide it", "sheet", b.Sheet, "cell", CellAt(column, row), "count", n, "most", maxCell))
		return
	}
	before := 0
	if b.file.SharedStrings != nil {
		before = len(b.file.SharedStrings.SI)
	}
	b.do(b.file.SetCellStr(b.Sheet, CellAt(column, row), text))
	if b.err == nil && len(b.file.SharedStrings.SI) > before {
		b.file.SharedStrings.SI[before].T.Val = xstring(text)
	}
}

// Number writes a figure.
func (b *Writer) Number(column, row int, value float64, l Look) {
	if b.err == nil {
		b.Dress(column, row, 1, 1, l)
		b.do(b.file.SetCellFloat(b.Sheet, CellAt(column, row), value, -1, 64))
	}
}

// Formula writes a formula with the value that programs show which do not
// calculate.
func (b *Writer) Formula(column, row int, formula, value string, l Look) {
	if b.err == nil {
		b.Dress(column, row, 1, 1, l)
		if value != "" {
			b.do(b.file.SetCellDefault(b.Sheet, CellAt(column, row), value))
		}
		b.do(b.file.SetCellFormula(b.Sheet, CellAt(column, row), formula))
	}
}

// Merged writes a text over several cells.
func (b *Writer) Merged(column, row, columns, rows int, text string, l Look) {
	b.Dress(column, row, columns, rows, l)
	b.Text(column, row, text, l)
	b.Merge(column, row, columns, rows)
}

// Merge makes several cells one.
func (b *Writer) Merge(column, row, columns, rows int) {
	if b.err == nil && columns*rows > 1 {
		b.do(b.file.MergeCell(b.Sheet, CellAt(column, row), CellAt(column+columns-1, row+rows-1)))
	}
}

func (b *Writer) Width(column int, width float64) {
	name, err := excelize.ColumnNumberToName(column)
	b.do(err)
	if b.err == nil {
		b.do(b.file.SetColWidth(b.Sheet, name, name, width))
	}
}

// maxHeight is the height of the tallest row that Excel has, in points.
const maxHeight = 409

func (b *Writer) Height(row int, points float64) {
	if b.err == nil {
		b.do(b.file.SetRowHeight(b.Sheet, row, min(points, maxHeight)))
	}
}

// Suggest gives a row a height that it keeps only until its text is changed, so
// that it goes on growing with what is typed.
func (b *Writer) Suggest(row int, points float64) {
	b.Height(row, points)
	b.loose[b.Sheet] = append(b.loose[b.Sheet], row)
}

// loosen takes off the mark that fixes the heights which are only suggested.
// The package always sets it, on a type that it does not export.
func (b *Writer) loosen() {
	for i, sheet := range b.file.GetSheetList() {
		data, ok := b.file.Sheet.Load(fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1))
		if !ok {
			continue
		}
		rows := reflect.ValueOf(data).Elem().FieldByName("SheetData").FieldByName("Row")
		for _, row := range b.loose[sheet] {
			rows.Index(row - 1).FieldByName("CustomHeight").SetBool(false)
		}
	}
}

// LinesIn estimates how many lines a text takes in a cell of a width, which
// Excel counts in digits of 11 points.
func LinesIn(text string, width, size float64) int {
	room := max(width-1.5, 2)
	lines := 0
	for line := range strings.SplitSeq(text, "\n") {
		const standard = 11
		// Only whole characters fit: half of one is lost at each line's end.
		wide := float64(displaywidth.Options{EastAsianWidth: true}.String(line)) * size / standard
		lines += max(int(math.Ceil(wide/(room-size/standard))), 1)
	}
	return lines
}

// HeightFor is the height of a row whose cell holds so many lines.
func HeightFor(lines int, size float64) float64 { return float64(lines)*size*1.35 + 6 }

var escapeLike = regex.Must(`_(x[0-9A-Fa-f]{4}_)`)

// xstring escapes what XML cannot hold as workbooks do (ECMA-376 part 1,
// 22.9.2.19): _x0007_ for the character 7, and _x005F_ for a _ that would be
// taken for the start of such a mark.
func xstring(text string) string {
	text = escapeLike.ReplaceAllString(text, "_x005F_$1")
	var out strings.Builder
	for _, r := range text {
		if r < ' ' && r != '\t' && r != '\n' || r == 0xFFFE || r == 0xFFFF {
			fmt.Fprintf(&out, "_x%04X_", r)
		} else {
			out.WriteRune(r)
		}
	}
	return out.String()
}
