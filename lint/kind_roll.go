package lint

import (
	"io/fs"

	"nianbao/internal/edition"
	"nianbao/internal/message"
	"nianbao/internal/report"
)

// rollKind asks that a stock at the end of the year be last year's, plus what
// came in and less what went out. It judges rows of which both years' forms have
// all three columns.
type rollKind struct {
	// Stock, In and Out are the roles of the columns.
	Stock string `yaml:"stock" validate:"required"`
	In    string `yaml:"in" validate:"required"`
	Out   string `yaml:"out" validate:"required"`
	// Words names the word list of sentences that explain a difference.
	Words string `yaml:"words" validate:"required"`

	list restatement
}

func (k *rollKind) load(fsys fs.FS) error { return loadWords(fsys, k.Words, &k.list) }

func (k *rollKind) undecided(p *pass) bool { return p.previous == nil }

func (k *rollKind) check(p *pass) {
	p.eachTwin(func(stock, last figure) {
		if !stock.column().HasRole(k.Stock) || !last.column().HasRole(k.Stock) {
			return
		}
		in, ok1 := inColumn(stock, k.In)
		out, ok2 := inColumn(stock, k.Out)
		_, ok3 := inColumn(last, k.In)
		_, ok4 := inColumn(last, k.Out)
		if !ok1 || !ok2 || !ok3 || !ok4 || !in.cell().HasValue() || !out.cell().HasValue() {
			return
		}
		want := last.cell().Value.Add(in.cell().Value).Sub(out.cell().Value)
		have := stock.cell().Value
		if have.Equal(want) || k.list.states(p, k.Stock) {
			return
		}
		left := stock.term(stock.column().Label, "")
		terms := []Term{last.term(last.column().Label, p.previous.Path), in.term(in.column().Label, ""), out.term(out.column().Label, "")}
		terms[0].Year = p.lastYear()
		terms[2].Value = out.cell().Value.Neg().String()
		difference := have.Sub(want).Abs().String()
		p.add(Finding{At: left.Place.At, Pos: left.Place.Pos,
			Related: []report.Related{terms[0].Place, terms[1].Place, terms[2].Place},
			Sum:     &Sum{Left: left.Value, Right: want.String(), Difference: difference, LeftTerms: []Term{left}, RightTerms: terms},
			Args: message.Args{
				"part": edition.Ordinal(stock.table.Part.Def.Number), "row": stock.row().Key, "column": stock.column().Label,
				"value": left.Value, "last": terms[0].Value, "lastYear": p.lastYear(),
				"in": in.cell().Value.String(), "out": out.cell().Value.String(),
				"inColumn": in.column().Label, "outColumn": out.column().Label,
				"want": want.String(), "difference": difference}})
	})
}

// inColumn is the figure of the same row in the column with a role.
func inColumn(f figure, role string) (figure, bool) {
	for _, other := range figuresOf(f.table, f.row()) {
		if other.column().HasRole(role) {
			return other, true
		}
	}
	return figure{}, false
}
