package templates

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
	fontHeading = "黑体"
	fontProse   = "仿宋"
)

const (
	colorInput = "FFF8DC" // what is to be filled in
	colorTotal = "EDEDED" // what is calculated
	colorFault = "FFC7CE"
	colorRed   = "9C0006"
	colorGreen = "006100"
	colorGrey  = "7F7F7F"
	colorLine  = "808080"
)

// look is how a cell is to be shown.
type look struct {
	font       string // "" for fontText
	size       float64
	bold       bool
	color      string
	fill       string
	border     bool
	left, top  bool // else centred
	wrap       bool
	vertical   bool // one character a line
	indent     int
	input      bool // unlocked
	textual    bool // what is typed stays text, digits too
	leadsQuote bool // shown as text though it begins like a formula
}

// input is the look of a cell to be filled in.
func (l look) asInput() look {
	l.input, l.fill, l.border = true, colorInput, true
	return l
}

// style makes a look known to the workbook.
func (b *book) style(l look) int {
	if id, ok := b.styles[l]; ok || b.err != nil {
		return id
	}
	s := &excelize.Style{Font: &excelize.Font{Family: fontText, Size: 11, Bold: l.bold, Color: l.color}}
	if l.font != "" {
		s.Font.Family = l.font
	}
	if l.size > 0 {
		s.Font.Size = l.size
	}
	s.Alignment = &excelize.Alignment{Horizontal: "center", Vertical: "center", WrapText: l.wrap, Indent: l.indent}
	if l.left {
		s.Alignment.Horizontal = "left"
	}
	if l.top {
		s.Alignment.Vertical = "top"
	}
	if l.vertical {
		const stacked = 255
		s.Alignment.TextRotation, s.Alignment.WrapText = stacked, false
	}
	if l.fill != "" {
		s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{l.fill}}
	}
	if l.border {
		for _, side := range []string{"left", "right", "top", "bottom"} {
			s.Border = append(s.Border, excelize.Border{Type: side, Color: colorLine, Style: 1})
		}
	}
	s.Protection = &excelize.Protection{Locked: !l.input}
	if l.textual {
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

// dress gives a look to the cells from a column and row on.
func (b *book) dress(column, row, columns, rows int, l look) {
	if b.err == nil {
		b.do(b.file.SetCellStyle(b.sheet, cellAt(column, row), cellAt(column+columns-1, row+rows-1), b.style(l)))
	}
}

// maxCell is how many UTF-16 units a cell holds.
const maxCell = excelize.TotalCellChars

// text writes a text into a cell, whatever it looks like; an empty one leaves
// the cell empty.
func (b *book) text(column, row int, text string, l look) {
	if b.err != nil {
		return
	}
	if strings.IndexAny(text, "=+-@\t\r") == 0 {
		l.leadsQuote = true
	}
	b.dress(column, row, 1, 1, l)
	if text == "" {
		return
	}
	if n := len(utf16.Encode([]rune(text))); n > maxCell {
		b.do(message.New("工作表“{sheet}”{cell}：这一段有{count}个字，超过单元格能容纳的{most}个，请分成几段", "sheet “{sheet}”, {cell}: this paragraph has {count} characters and a cell takes {most}; divide it", "sheet", b.sheet, "cell", cellAt(column, row), "count", n, "most", maxCell))
		return
	}
	before := 0
	if b.file.SharedStrings != nil {
		before = len(b.file.SharedStrings.SI)
	}
	b.do(b.file.SetCellStr(b.sheet, cellAt(column, row), text))
	if b.err == nil && len(b.file.SharedStrings.SI) > before {
		b.file.SharedStrings.SI[before].T.Val = xstring(text)
	}
}

// number writes a figure.
func (b *book) number(column, row int, value float64, l look) {
	if b.err == nil {
		b.dress(column, row, 1, 1, l)
		b.do(b.file.SetCellFloat(b.sheet, cellAt(column, row), value, -1, 64))
	}
}

// formula writes a formula with the value that programs show which do not
// calculate.
func (b *book) formula(column, row int, formula, value string, l look) {
	if b.err == nil {
		b.dress(column, row, 1, 1, l)
		if value != "" {
			b.do(b.file.SetCellDefault(b.sheet, cellAt(column, row), value))
		}
		b.do(b.file.SetCellFormula(b.sheet, cellAt(column, row), formula))
	}
}

// merged writes a text over several cells.
func (b *book) merged(column, row, columns, rows int, text string, l look) {
	b.dress(column, row, columns, rows, l)
	b.text(column, row, text, l)
	if b.err == nil && columns*rows > 1 {
		b.do(b.file.MergeCell(b.sheet, cellAt(column, row), cellAt(column+columns-1, row+rows-1)))
	}
}

func (b *book) width(column int, width float64) {
	name, err := excelize.ColumnNumberToName(column)
	b.do(err)
	if b.err == nil {
		b.do(b.file.SetColWidth(b.sheet, name, name, width))
	}
}

// maxHeight is the height of the tallest row that Excel has, in points.
const maxHeight = 409

func (b *book) height(row int, points float64) {
	if b.err == nil {
		b.do(b.file.SetRowHeight(b.sheet, row, min(points, maxHeight)))
	}
}

// suggest gives a row a height that it keeps only until its text is changed, so
// that it goes on growing with what is typed.
func (b *book) suggest(row int, points float64) {
	b.height(row, points)
	b.loose[b.sheet] = append(b.loose[b.sheet], row)
}

// loosen takes off the mark that fixes the heights which are only suggested.
// The package always sets it, on a type that it does not export.
func (b *book) loosen() {
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

// linesIn estimates how many lines a text takes in a cell of a width, which
// Excel counts in digits of 11 points.
func linesIn(text string, width, size float64) int {
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

// heightFor is the height of a row whose cell holds so many lines.
func heightFor(lines int, size float64) float64 { return float64(lines)*size*1.35 + 6 }

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
