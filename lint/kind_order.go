package lint

import (
	"slices"

	"nianbao/internal/message"
	"nianbao/internal/report"
)

// orderKind finds parts that stand out of the form's order. The order of keys
// in a file that an office fills in means nothing; that of an import is the
// order of the page, and only an import gives row labels as printed or stretches
// that it could not place.
type orderKind struct{}

func (k *orderKind) check(p *pass) {
	if len(p.report.Unplaced) == 0 && len(p.report.Labels) == 0 {
		return
	}
	var given []*report.Part
	for _, part := range p.report.Parts {
		if part.Given {
			given = append(given, part)
		}
	}
	slices.SortStableFunc(given, func(a, b *report.Part) int {
		return a.Pos.Compare(b.Pos)
	})
	for i := 1; i < len(given); i++ {
		before, part := given[i-1], given[i]
		if part.Def.Number > before.Def.Number {
			continue
		}
		p.add(Finding{At: part.At, Pos: part.Pos, Args: message.Args{
			"heading": p.report.NumberedPart(part), "before": p.report.NumberedPart(before)},
			Related: []report.Related{{At: before.At, Pos: before.Pos}}})
	}
}
