package lint

import (
	"slices"

	"github.com/shopspring/decimal"

	"nianbao/internal/edition"
	"nianbao/internal/message"
	"nianbao/internal/report"
)

// sameKind finds several figures that are last year's: one may be so by chance,
// and several are mostly a table that was not filled in anew.
type sameKind struct {
	// Many is how many figures have to be the same, Least how large each has to
	// be: small numbers are often what they were.
	Many  int   `yaml:"many" validate:"required,min=2"`
	Least int64 `yaml:"least" validate:"required"`
	// Total is the role of columns that sum others: of rows that have one it
	// alone is judged. Stock is that of columns of what lasts from year to year.
	Total string `yaml:"total" validate:"required"`
	Stock string `yaml:"stock" validate:"required"`
	// Types are the types of columns that count.
	Types []edition.Type `yaml:"types" validate:"required"`
}

func (k *sameKind) undecided(p *pass) bool { return p.previous == nil }

func (k *sameKind) check(p *pass) {
	var all, before []figure
	p.eachTwin(func(now, last figure) {
		c := now.column()
		if !slices.Contains(k.Types, c.Type) || c.HasRole(k.Stock) {
			return
		}
		if _, sums := inColumn(now, k.Total); sums && !c.HasRole(k.Total) {
			return
		}
		a := now.cell().Value
		if a.Equal(last.cell().Value) && a.GreaterThanOrEqual(decimal.NewFromInt(k.Least)) {
			all, before = append(all, now), append(before, last)
		}
	})
	if len(all) < k.Many {
		return
	}
	var cells message.List
	var related []report.Related
	for i, f := range all {
		cells = append(cells, figureOf(cellName(f.table, f.ref), f.cell().Value.String()))
		if i > 0 {
			related = append(related, f.place(""))
		}
		related = append(related, before[i].place(p.previous.Path))
	}
	first := all[0].place("")
	p.add(Finding{At: first.At, Pos: first.Pos, Related: related, Args: message.Args{
		"cells": cells, "n": len(all), "lastYear": p.lastYear()}})
}
