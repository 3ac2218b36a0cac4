package text

import (
	"slices"

	"nianbao/render/document"
)

// class is a set of columns that are to be of one width: figures alike, or one
// column of labels.
type class struct {
	columns []int
	weight  int
}

// fit chooses the columns' widths: the fair ones if they fit into page with
// padding, else without, else the least, at last without a thought for columns
// that should be alike. What is left goes first where it saves lines, then to
// all columns by their weights.
func (g *grid) fit(page int) {
	classes := g.classes()
	fair := func(c *cell) int { return c.fair }
	least := func(c *cell) int { return c.least }
	padded := g.try(classes, page, 1, fair)
	if padded.ok && padded.lines <= g.try(classes, page, 0, fair).lines*6/5 {
		g.pad, g.widths = 1, padded.widths
		return
	}
	g.pad = 0
	trial := g.try(classes, page, 0, fair)
	if !trial.ok {
		trial = g.try(classes, page, 0, least)
	}
	if !trial.ok {
		var single []class
		for i, weight := range g.table.Columns {
			single = append(single, class{[]int{i}, weight})
		}
		trial = g.try(single, page, 0, least)
	}
	g.widths = trial.widths
}

// trial is one way to set a table: whether it keeps to the page, and how many
// lines it takes.
type trial struct {
	ok     bool
	widths []int
	lines  int
}

func (g *grid) try(classes []class, page, pad int, width func(*cell) int) trial {
	g.pad = pad
	g.widths = make([]int, len(g.table.Columns))
	for i := range g.widths {
		g.widths[i] = 1
	}
	g.atLeast(classes, width)
	ok := g.total() <= page
	g.saveLines(classes, page)
	g.stretch(classes, page)
	return trial{ok, g.widths, g.estimate()}
}

// classes groups the columns: those of figures whose weights are alike, and
// each column of labels by itself.
func (g *grid) classes() []class {
	stub := len(g.table.Columns)
	for _, c := range g.table.Cells {
		if c.Kind == document.Value {
			stub = min(stub, c.Column)
		}
	}
	var classes []class
	for i, weight := range g.table.Columns {
		if n := len(classes); i > stub && 5*abs(classes[n-1].weight-weight) <= weight {
			classes[n-1].columns = append(classes[n-1].columns, i)
		} else {
			classes = append(classes, class{[]int{i}, weight})
		}
	}
	return classes
}

func abs(n int) int { return max(n, -n) }

// atLeast widens the classes until each cell has the width that it asks for.
func (g *grid) atLeast(classes []class, width func(*cell) int) {
	for _, single := range []bool{true, false} {
		for i := range g.cells {
			c := &g.cells[i]
			if (c.ColumnSpan == 1) != single {
				continue
			}
			for g.inner(c.Column, c.ColumnSpan)-2*g.pad < width(c) {
				widen(g.widths, classOf(classes, c.Column+c.ColumnSpan-1), 1)
			}
		}
	}
}

func classOf(classes []class, column int) class {
	i := slices.IndexFunc(classes, func(c class) bool { return slices.Contains(c.columns, column) })
	return classes[i]
}

func widen(widths []int, c class, by int) {
	for _, i := range c.columns {
		widths[i] += by
	}
}

// saveLines gives columns away one step at a time, each time to the class where
// they save most lines for their number.
func (g *grid) saveLines(classes []class, page int) {
	for {
		left := page - g.total()
		lines := g.estimate()
		best, bestBy, saved := -1, 0, 0
		for i, c := range classes {
			for by := 1; by*len(c.columns) <= left; by++ {
				widen(g.widths, c, by)
				save := lines - g.estimate()
				widen(g.widths, c, -by)
				if save > 0 && (best < 0 || save*bestBy*len(classes[best].columns) > saved*by*len(c.columns)) {
					best, bestBy, saved = i, by, save
				}
			}
		}
		if best < 0 {
			return
		}
		widen(g.widths, classes[best], bestBy)
	}
}

// stretch widens a table to the page, so that all tables are of one width.
// Columns of vertical text stay as narrow as they are.
func (g *grid) stretch(classes []class, page int) {
	vertical := map[int]bool{}
	for _, c := range g.cells {
		if c.Vertical {
			vertical[c.Column] = true
		}
	}
	for {
		left := page - g.total()
		best := -1
		for i, c := range classes {
			if vertical[c.columns[0]] || len(c.columns) > left {
				continue
			}
			if best < 0 || g.widths[c.columns[0]]*classes[best].weight < g.widths[classes[best].columns[0]]*c.weight {
				best = i
			}
		}
		if best < 0 {
			return
		}
		widen(g.widths, classes[best], 1)
	}
}

// estimate is about how many lines the table takes, frames left out.
func (g *grid) estimate() int {
	g.rowHeights(g.heights, g.long, g.roughLines)
	lines := 0
	for _, h := range g.heights {
		lines += h
	}
	return lines
}

// roughLines is about how many lines a cell's text takes: its width by that of
// the cell, in whole Chinese characters.
func (g *grid) roughLines(c *cell) int {
	if c.Vertical {
		return len(c.text.runes)
	}
	room := g.room(c)
	if c.full <= room {
		return 1
	}
	room = max(room&^1, 2)
	return (c.full + room - 1) / room
}
