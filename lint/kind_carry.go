package lint

import (
	"io/fs"

	"github.com/shopspring/decimal"

	"nianbao/internal/edition"
	"nianbao/internal/message"
	"nianbao/internal/report"
)

// carryKind asks that what a row of this year's report takes over be what a row
// of last year's handed on, column by column.
type carryKind struct {
	// Row and Last are the roles of this year's row and of last year's, Total
	// that of the column that sums the others.
	Row   string `yaml:"row" validate:"required"`
	Last  string `yaml:"last" validate:"required"`
	Total string `yaml:"total" validate:"required"`
	// Words names the word list of sentences that explain a difference.
	Words string `yaml:"words" validate:"required"`

	list restatement
}

func (k *carryKind) load(fsys fs.FS) error { return loadWords(fsys, k.Words, &k.list) }

func (k *carryKind) undecided(p *pass) bool { return p.previous == nil }

func (k *carryKind) check(p *pass) {
	if p.previous == nil {
		return
	}
	for _, part := range p.report.Parts {
		if part.Table == nil || !part.Given || emptyPart(part) {
			continue
		}
		before := p.lastTable(part)
		if before == nil {
			continue
		}
		for _, row := range part.Table.Def.Rows {
			if !row.HasRole(k.Row) {
				continue
			}
			for _, lastRow := range before.Def.Rows {
				if lastRow.HasRole(k.Last) {
					k.compare(p, figuresOf(part.Table, row), before, lastRow)
				}
			}
		}
	}
}

// compare judges the columns of a row. Where either year gives the total alone,
// it alone is judged; a blank counts as nothing where the row has figures.
func (k *carryKind) compare(p *pass, row []figure, before *report.Table, lastRow *edition.Row) {
	some, parts := k.given(row)
	lastSome, lastParts := k.given(figuresOf(before, lastRow))
	if !lastSome {
		return
	}
	var found []Finding
	for _, now := range row {
		last, ok := twin(now, before, lastRow)
		isTotal := now.column().HasRole(k.Total)
		if !ok || !isTotal && !(some && parts && lastParts) ||
			now.cell().Suspends() || last.cell().Suspends() {
			continue
		}
		// A total that was left out follows its column, which is reported.
		if isTotal && now.cell().State == report.Computed && len(found) > 0 {
			continue
		}
		if a, b := now.cell().Value, last.cell().Value; !a.Equal(b) {
			found = append(found, k.finding(p, now, last, a.Sub(b).Abs()))
		}
	}
	if len(found) == 0 || k.list.states(p, k.Row) {
		return
	}
	for _, f := range found {
		p.add(f)
	}
}

// given reports whether a row has any figure, and any beside the total.
func (k *carryKind) given(row []figure) (some, parts bool) {
	for _, f := range row {
		if f.cell().HasValue() {
			some = true
			parts = parts || !f.column().HasRole(k.Total)
		}
	}
	return some, parts
}

func (k *carryKind) finding(p *pass, now, last figure, difference decimal.Decimal) Finding {
	left := now.term(now.row().Name(), "")
	right := last.term(last.row().Name(), p.previous.Path)
	right.Year = p.lastYear()
	f := Finding{At: left.Place.At, Pos: left.Place.Pos, Related: []report.Related{right.Place},
		Sum: &Sum{Left: left.Value, Right: right.Value, Difference: difference.String(), LeftTerms: []Term{left}, RightTerms: []Term{right}},
		Args: message.Args{
			"part": edition.Ordinal(now.table.Part.Def.Number), "line": now.column().Label,
			"row": now.row().Key, "lastRow": last.row().Key, "value": left.Value, "last": right.Value,
			"lastYear": p.lastYear(), "difference": difference.String()}}
	switch {
	case left.Blank:
		f.Form = "blank"
	case right.Blank:
		f.Form = "blank-last"
	}
	return f
}
