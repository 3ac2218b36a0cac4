package layout

// drawRules draws the borders of the cells in bands, which follow each other
// without a gap, as the longest lines that they make up.
func (t *table) drawRules(page *Page, bands []band) {
	grid := t.visibleRows(bands)
	columns := len(t.doc.Columns)
	at := func(row, column int) int {
		if row < 0 || row >= len(grid) || column < 0 || column >= columns {
			return outside
		}
		return grid[row].owner[column]
	}
	for row := 0; row <= len(grid); row++ {
		y := grid[len(grid)-1].lower
		if row < len(grid) {
			y = grid[row].upper
		}
		start := -1
		for column := 0; column <= columns; column++ {
			ruled := column < columns && at(row-1, column) != at(row, column)
			if ruled && start < 0 {
				start = column
			}
			if !ruled && start >= 0 {
				page.Rules = append(page.Rules, Rule{t.columns[start], y, t.columns[column], y, ruleWidth})
				start = -1
			}
		}
	}
	for column := 0; column <= columns; column++ {
		start := -1
		for row := 0; row <= len(grid); row++ {
			ruled := row < len(grid) && at(row, column-1) != at(row, column)
			if ruled && start < 0 {
				start = row
			}
			if !ruled && start >= 0 {
				x := t.columns[column]
				page.Rules = append(page.Rules, Rule{x, grid[start].upper, x, grid[row-1].lower, ruleWidth})
				start = -1
			}
		}
	}
}

// outside is the owner of what lies beyond the table.
const outside = -2

// visibleRow is a row, or the part of it, that a page shows.
type visibleRow struct {
	owner        []int
	upper, lower Unit
}

// visibleRows lists what the bands show. Positions that no cell covers and
// cells of a repeated header have owners of their own, so that a rule parts
// them from their neighbours.
func (t *table) visibleRows(bands []band) []visibleRow {
	var rows []visibleRow
	for k, b := range bands {
		for r := range t.heights {
			from, to := max(t.tops[r], b.from), min(t.tops[r+1], b.to)
			if from >= to {
				continue
			}
			owner := make([]int, len(t.owner[r]))
			for column, i := range t.owner[r] {
				owner[column] = i + k*len(t.cells)
				if i < 0 {
					owner[column] = -3 - r*len(owner) - column
				}
			}
			rows = append(rows, visibleRow{owner, from + b.shift, to + b.shift})
		}
	}
	return rows
}
