package workbook

import (
	"fmt"
	"strconv"

	"nianbao/internal/workbook/ooxml"
)

// anchor says where the box of a comment is: right of its cell, of a width and
// height in pixels. It is given by the cells under its corners and how far into
// them these are (ECMA-376 part 4, 19.4.2.1).
func (g *grid) anchor(at spot, width, height int) string {
	const gap = 12
	top, down := max(at.row-1, 1), gap
	left, right := at.column+1, gap
	// along walks from an edge over columns or rows until the size is used up.
	along := func(first, into, size int, of func(int) int) (last, rest int) {
		const most = 200 // hidden ones have no size
		last, rest = first, into+size
		for n := 0; n < most && rest >= of(last); n++ {
			rest -= of(last)
			last++
		}
		return last, min(rest, of(last))
	}
	lastColumn, endRight := along(left, right, width, g.pixelsWide())
	lastRow, endDown := along(top, down, height, g.pixelsHigh())
	return fmt.Sprintf("%d, %d, %d, %d, %d, %d, %d, %d", left-1, right, top-1, down, lastColumn-1, endRight, lastRow-1, endDown)
}

// sizeOf reads a measure of an element, or gives another.
func sizeOf(e *ooxml.Element, name string, other float64) float64 {
	if e != nil {
		if value, err := strconv.ParseFloat(e.Attr(name), 64); err == nil && value >= 0 && value < 1000 {
			return value
		}
	}
	return other
}

// pixelsWide tells how wide columns are.
func (g *grid) pixelsWide() func(int) int {
	usual := sizeOf(g.Root.Child("sheetFormatPr"), "defaultColWidth", 8.43)
	widths := map[int]float64{}
	for _, c := range g.Root.Child("cols").All("col") {
		from, _ := strconv.Atoi(c.Attr("min")) // none where it is no number
		to, _ := strconv.Atoi(c.Attr("max"))
		for n := max(from, 1); n <= min(to, maxWidth); n++ {
			widths[n] = sizeOf(c, "width", usual)
			if isTrue(c.Attr("hidden")) {
				widths[n] = 0
			}
		}
	}
	return func(column int) int {
		width, known := widths[column]
		if !known {
			width = usual
		}
		if width == 0 {
			return 0
		}
		return int(width*7 + 5)
	}
}

// pixelsHigh tells how high rows are.
func (g *grid) pixelsHigh() func(int) int {
	usual := sizeOf(g.Root.Child("sheetFormatPr"), "defaultRowHeight", 15)
	return func(row int) int {
		points := usual
		if r := g.rows[row]; r != nil {
			points = sizeOf(r, "ht", usual)
			if isTrue(r.Attr("hidden")) {
				points = 0
			}
		}
		return int(points * 4 / 3)
	}
}
