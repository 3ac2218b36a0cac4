package workbook

import (
	"regexp"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"
)

// Programs that write a workbook without calculating it leave formulas without
// values. Only those are calculated here that surely end soon: sums and the
// like of a few cells, nested a few levels. The library itself would follow any
// chain, however long, and a chain too long takes the whole process down.
const (
	maxFormula      = 500 // characters
	maxFormulaDepth = 20
	maxFormulaCells = 2_000
)

var (
	formulaRef = regexp.MustCompile(`(?:('(?:[^']|'')+'|[\p{L}\p{N}_.]+)!)?\$?([A-Za-z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Za-z]{1,3})\$?([0-9]{1,7}))?`)
	// formulaRest is what may be left of a formula without its references and
	// texts.
	formulaRest = regexp.MustCompile(`^(?:SUM|ROUND|ABS|MAX|MIN|IF|COUNT|COUNTA|N|AND|OR|NOT|AVERAGE|PRODUCT|[0-9.,;+\-*/()<>=&% ])*$`)
	formulaText = regexp.MustCompile(`"(?:[^"]|"")*"`)
)

// calculate gives the value of a formula, where it is one of those above.
func (b *xbook) calculate(ref xref, name, formula string) (string, bool) {
	left := maxFormulaCells
	if !b.simple(ref.sheet, formula, nil, &left) {
		return "", false
	}
	value, err := b.file.CalcCellValue(ref.sheet, name, excelize.Options{RawCellValue: true})
	return value, err == nil && !errorValue.MatchString(value)
}

// simple reports whether a formula, and all that it refers to, may be
// calculated. above are the cells on the way to it, so that a loop is seen.
func (b *xbook) simple(sheet, formula string, above []xref, left *int) bool {
	if len(formula) > maxFormula || len(above) > maxFormulaDepth {
		return false
	}
	text := formulaText.ReplaceAllString(formula, "")
	rest := formulaRef.ReplaceAllString(text, "")
	if !formulaRest.MatchString(strings.ToUpper(rest)) {
		return false
	}
	for _, m := range formulaRef.FindAllStringSubmatch(text, -1) {
		in := sheet
		if m[1] != "" {
			in = strings.ReplaceAll(strings.Trim(m[1], "'"), "''", "'")
		}
		if !slices.Contains(b.sheets, in) {
			return false
		}
		c1, r1, err := excelize.CellNameToCoordinates(m[2] + m[3])
		c2, r2 := c1, r1
		if err == nil && m[4] != "" {
			c2, r2, err = excelize.CellNameToCoordinates(m[4] + m[5])
		}
		if err != nil || max(c1, c2) > maxWidth || max(r1, r2) > maxRows {
			return false
		}
		for row := min(r1, r2); row <= max(r1, r2); row++ {
			for column := min(c1, c2); column <= max(c1, c2); column++ {
				if *left--; *left < 0 || !b.simpleCell(xref{in, column, row}, above, left) {
					return false
				}
			}
		}
	}
	return true
}

func (b *xbook) simpleCell(ref xref, above []xref, left *int) bool {
	if slices.Contains(above, ref) {
		return false
	}
	formula, err := b.file.GetCellFormula(ref.sheet, cellName(ref.column, ref.row))
	if err != nil {
		return false
	}
	return formula == "" || b.simple(ref.sheet, formula, append(slices.Clone(above), ref), left)
}
