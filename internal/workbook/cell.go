package workbook

import (
	"cmp"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"
)

// xcell is what a cell holds, as text.
type xcell struct {
	text string
	// fault is the form of SRC007 where the cell holds none that can be used,
	// or one that is not what it looks like; shown is then what is seen.
	fault, shown string
	formula      bool
	// covered is true for a cell hidden under another by merging.
	covered bool
}

// covered reports whether a cell is hidden under another by merging.
func (b *xbook) covered(ref xref) bool {
	m, ok := b.merged(ref)
	return ok && (m.left != ref.column || m.top != ref.row)
}

// uncalculated returns the formula of a cell that has no value, "" for any other
// cell.
func (b *xbook) uncalculated(ref xref) string {
	value, err := b.cellText(ref)
	if err != nil || value != "" || b.covered(ref) {
		return ""
	}
	return b.formula(ref)
}

// doubtful reports whether a cell holds something that counts, though it is not
// what it looks like.
func (c xcell) doubtful() bool { return c.fault == "rounded" || c.fault == "digits" }

// read gives a cell's content: text as typed, a number as its exact value, a
// date as year-month-day, a percentage with its sign. asField asks for leading
// zeros where the format shows them, as with post codes.
func (b *xbook) read(ref xref, asField bool) xcell {
	if b.covered(ref) {
		return xcell{covered: true}
	}
	name := cellName(ref.column, ref.row)
	kind, err := b.cellKind(ref)
	if err != nil {
		return xcell{}
	}
	value, err := b.cellText(ref)
	if err != nil {
		return xcell{fault: "cell"}
	}
	var formula string
	if kind != excelize.CellTypeSharedString && kind != excelize.CellTypeInlineString {
		formula, err = b.cellFormula(ref)
		if err != nil {
			return xcell{fault: "cell", formula: true}
		}
	}
	c := xcell{formula: formula != ""}
	if c.formula && value == "" {
		var ok bool
		if value, ok = b.calculate(ref, name, formula); !ok {
			c.fault = "uncalculated"
			return c
		}
		kind = excelize.CellTypeUnset
	}
	switch kind {
	case excelize.CellTypeError:
		c.fault, c.shown = "error", cmp.Or(value, "#N/A")
	case excelize.CellTypeBool:
		c.text = "FALSE"
		if value == "1" || strings.EqualFold(value, "true") {
			c.text = "TRUE"
		}
	case excelize.CellTypeUnset, excelize.CellTypeNumber:
		b.number(&c, ref, name, value, asField)
	case excelize.CellTypeDate:
		c.text, _, _ = strings.Cut(value, "T")
	default:
		c.text = value
		if c.formula && errorValue.MatchString(value) {
			c.text, c.fault, c.shown = "", "error", value
		}
	}
	return c
}

// errorValue is how spreadsheets write their errors, LibreOffice's own numbered
// ones included.
var errorValue = regexp.MustCompile(`^(?:#(?:REF!|DIV/0!|N/A|NAME\?|VALUE!|NUM!|NULL!|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|BUSY!|UNKNOWN!|GETTING_DATA)|Err:[0-9]{3})$`)

// number reads a number in the light of its format.
func (b *xbook) number(c *xcell, ref xref, name, value string, asField bool) {
	if value == "" {
		return
	}
	f, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
	if err != nil {
		c.text = value
		return
	}
	c.text = exact(f)
	if c.text == "" {
		c.text = value
		return
	}
	if text, beyond := longNumber(value, c.text); beyond {
		c.text = text
		if !b.format(b.style(ref)).date {
			c.fault, c.shown = "digits", text
			return
		}
	}
	switch form := b.format(b.style(ref)); {
	case form.date:
		if t, err := excelize.ExcelDateToTime(f, b.is1904); err == nil && f >= 1 {
			c.text = t.Format(time.DateOnly)
		} else if err == nil {
			c.text = t.Format(time.TimeOnly)
		}
	case form.percent:
		if d, err := decimal.NewFromString(c.text); err == nil {
			c.text = d.Shift(2).String() + "%"
		}
	case form.decimals >= 0:
		d, err := decimal.NewFromString(c.text)
		if shown := d.Round(int32(form.decimals)); err == nil && !shown.Equal(d) {
			c.fault, c.shown = "rounded", shown.StringFixed(int32(form.decimals))
		}
		if asField && form.zeros > len(c.text) && strings.Trim(c.text, "0123456789") == "" {
			c.text = strings.Repeat("0", form.zeros-len(c.text)) + c.text
		}
	}
}

// longNumber is a number of more digits than spreadsheets keep, as the file has
// it: nothing of it may be rounded here, and what a program has put in the place
// of the digits beyond cannot be known. exact is the number with the digits that
// they keep. What a program calculated has up to 17 digits in a file, the last of
// which are no more than its way of writing.
func longNumber(value, exact string) (string, bool) {
	const kept, written = 15, 17
	d, err := decimal.NewFromString(strings.TrimSpace(value))
	if err != nil || d.Exponent() > 40 || d.Exponent() < -400 {
		return "", false
	}
	digits := len(strings.TrimLeft(strings.TrimLeft(d.Coefficient().String(), "-"), "0"))
	switch {
	case d.IsInteger() && d.Abs().Cmp(decimal.New(1, kept)) >= 0:
		return d.String(), true
	case digits > written:
		return d.String(), true
	}
	return "", false
}

// exact writes a number with the 15 digits that spreadsheets keep; the file has
// 17, so that 43.9 may stand there as 43.899999999999999. It is "" for one that
// cannot be written out.
func exact(f float64) string {
	const digits = 15
	d, err := decimal.NewFromString(strconv.FormatFloat(f, 'g', digits, 64))
	if err != nil || d.Exponent() > 40 || d.Exponent() < -40 {
		return ""
	}
	return d.String()
}

// style is the number of a cell's style.
func (b *xbook) style(ref xref) int {
	if s := b.plain[ref.sheet]; s != nil {
		return s.style(ref)
	}
	id, err := b.file.GetCellStyle(ref.sheet, cellName(ref.column, ref.row))
	if err != nil {
		return 0
	}
	return id
}

// format is what a number format does to a number.
type format struct {
	date, percent bool
	// decimals is how many are shown, -1 for as many as there are; zeros is to
	// how many digits a whole number is filled up.
	decimals, zeros int
}

// format tells what the number format of a style does.
func (b *xbook) format(style int) format {
	if f, ok := b.formats[style]; ok {
		return f
	}
	f := b.formatOf(style)
	b.formats[style] = f
	return f
}

// The built-in formats that show numbers with a fixed number of decimals
// (ECMA-376 part 1, 18.8.30).
var builtinDecimals = map[int]int{1: 0, 2: 2, 3: 0, 4: 2, 37: 0, 38: 0, 39: 2, 40: 2, 41: 0, 42: 0, 43: 2, 44: 2}

func (b *xbook) formatOf(style int) format {
	plain := format{decimals: -1}
	styles := b.file.Styles
	if styles == nil || styles.CellXfs == nil || style < 0 || style >= len(styles.CellXfs.Xf) {
		return plain
	}
	id := styles.CellXfs.Xf[style].NumFmtID
	if id == nil {
		return plain
	}
	switch n := *id; {
	case n >= 14 && n <= 22, n >= 27 && n <= 36, n >= 45 && n <= 47, n >= 50 && n <= 58:
		return format{date: true, decimals: -1}
	case n == 9 || n == 10:
		return format{percent: true, decimals: -1}
	}
	if decimals, ok := builtinDecimals[*id]; ok {
		return format{decimals: decimals}
	}
	if styles.NumFmts == nil {
		return plain
	}
	for _, custom := range styles.NumFmts.NumFmt {
		if custom != nil && custom.NumFmtID == *id {
			return parseFormat(custom.FormatCode)
		}
	}
	return plain
}

var (
	formatLiteral = regexp.MustCompile(`"[^"]*"|\\.|_.|\*.|\[[^\]]*\]`)
	formatDate    = regexp.MustCompile(`[ymdhsYMDHS年月日]`)
	formatFixed   = regexp.MustCompile(`[0#?](?:[0#?,]*)(?:\.([0#?]*))?`)
)

// parseFormat reads the first section of a custom format, that for positive
// numbers.
func parseFormat(code string) format {
	code, _, _ = strings.Cut(formatLiteral.ReplaceAllString(code, ""), ";")
	switch {
	case strings.EqualFold(strings.TrimSpace(code), "general"), code == "@", strings.Contains(code, "E+"), strings.Contains(code, "/"):
		return format{decimals: -1, date: formatDate.MatchString(strings.ReplaceAll(strings.ToLower(code), "general", ""))}
	case formatDate.MatchString(code):
		return format{date: true, decimals: -1}
	case strings.Contains(code, "%"):
		return format{percent: true, decimals: -1}
	}
	m := formatFixed.FindStringSubmatch(code)
	if m == nil {
		return format{decimals: -1}
	}
	f := format{decimals: len(m[1])}
	if strings.Trim(code, "0 ") == "" {
		f.zeros = strings.Count(code, "0")
	}
	if strings.HasSuffix(strings.TrimSpace(code), ",") {
		f.decimals = -1 // shown in thousands
	}
	return f
}
