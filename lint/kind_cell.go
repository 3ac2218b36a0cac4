package lint

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/shopspring/decimal"

	"nianbao/internal/edition"
	"nianbao/internal/han"
	"nianbao/internal/message"
	"nianbao/internal/report"
)

// cellKind finds cells of one state.
type cellKind struct {
	State string `yaml:"state" validate:"required,oneof=placeholder malformed negative fraction unit odd yuan"`
	// Unit is, for yuan, the unit that gives a wrong magnitude away, and Large
	// the bare amount from which on one is suspected.
	Unit  string          `yaml:"unit"`
	Large decimal.Decimal `yaml:"large" validate:"-"`
	// Slip is, for yuan, how many times last year's amount a bare one has to be.
	Slip int64 `yaml:"slip"`
}

func (k *cellKind) undecided(p *pass) bool { return k.Slip > 0 && p.previous == nil }

func (k *cellKind) check(p *pass) {
	if k.Slip > 0 {
		k.slips(p)
	}
	if k.State == "odd" {
		k.dates(p)
	}
	p.eachCell(func(t *report.Table, ref edition.Ref, c *report.Cell) {
		col := t.Column(ref)
		if !k.found(c, col) {
			return
		}
		f := Finding{At: t.At(ref), Pos: t.Pos(ref), Args: p.cellArgs(t, ref)}
		plain := c.Value.String()
		switch k.State {
		case "unit":
			f.Args["unit"], f.Args["note"], f.Args["plain"] = c.Form.Unit, c.Form.Note, plain
			if f.Form = "note"; c.Form.Unit != "" {
				f.Form = "" // the worse of the two
			}
			f.Fix = &Fix{Args: f.Args, Edits: []Edit{{At: f.At, To: plain}}}
		case "odd":
			f.Args["plain"] = c.Form.Plain
			if names := hiddenNames(c); len(names) > 0 {
				f.Form, f.Args["hidden"] = "hidden", names
			}
			f.Fix = &Fix{Safe: !c.Form.Doubtful, Args: f.Args, Edits: []Edit{{At: f.At, To: c.Form.Plain}}}
		case "yuan":
			f.Args["columnUnit"] = col.Unit
			if f.Form = "large"; c.Form.Unit != "" {
				f.Form = ""
				f.Args["plain"] = plain
			}
		}
		p.add(f)
	})
}

// hiddenNames are what cannot be seen in a cell: its invisible characters and line
// breaks.
func hiddenNames(c *report.Cell) message.List {
	var names message.List
	for _, h := range c.Hidden {
		names = append(names, message.New("{name}（{code}）", "a {name} ({code})", "name", h.Name, "code", fmt.Sprintf("U+%04X", []rune(h.Char)[0])))
	}
	if c.Broken {
		names = append(names, message.Text{ZH: "换行", EN: "a line break"})
	}
	return names
}

func (k *cellKind) found(c *report.Cell, col *edition.Column) bool {
	number := c.State == report.Number
	switch k.State {
	case "placeholder":
		return c.State == report.Placeholder
	case "malformed":
		// Where there is no text the reader has said what is wrong.
		return c.State == report.Malformed && c.Raw != ""
	case "negative":
		return number && c.Value.IsNegative() && col.Type != edition.Signed
	case "fraction":
		return number && !c.Value.IsInteger() && (col.Type == edition.Count || col.Type == edition.Signed)
	case "unit":
		return number && (c.Form.Unit != "" && col.Type != edition.Amount || c.Form.Note != "")
	case "odd":
		return number && c.Form.Odd
	default: // yuan
		return number && col.Type == edition.Money &&
			(c.Form.Unit == k.Unit || c.Form.Unit == "" && c.Value.GreaterThanOrEqual(k.Large))
	}
}

// slips finds bare amounts that are so many times last year's as the unit in
// the header is of the one that slipped in, some real growth allowed for.
func (k *cellKind) slips(p *pass) {
	p.eachTwin(func(now, last figure) {
		c, before, col := now.cell(), last.cell().Value, now.column()
		if col.Type != edition.Money || c.Form.Unit != "" || k.found(c, col) || !before.IsPositive() ||
			c.Value.LessThan(before.Mul(decimal.NewFromInt(k.Slip))) {
			return
		}
		f := Finding{Form: "times", At: now.table.At(now.ref), Pos: now.table.Pos(now.ref), Args: p.cellArgs(now.table, now.ref),
			Related: []report.Related{last.place(p.previous.Path)}}
		f.Args["columnUnit"], f.Args["last"], f.Args["lastYear"] = col.Unit, before.String(), p.lastYear()
		f.Args["times"] = c.Value.DivRound(before, 0).String()
		p.add(f)
	})
}

// dates finds the dates of signature and publication that are typed full-width,
// which no renderer can write as GB/T 9704-2012, 7.3.5.4 has them.
func (k *cellKind) dates(p *pass) {
	p.eachIn(zoneDate, func(q *passage) {
		plain := narrowDate(q.text)
		if d, ok := han.ParseDate(plain); plain == q.text || !ok || d.Wrong != "" {
			return
		}
		args := message.Args{"raw": q.text, "plain": plain}
		p.add(Finding{Form: "date", At: q.at, Pos: q.pos(0, len(q.runes)), Args: args,
			Fix: &Fix{Safe: true, Args: args, Edits: []Edit{q.edit(0, len(q.runes), plain)}}})
	})
}

// narrowDate writes the figures of a date in half width, and the marks between
// them with them.
func narrowDate(text string) string {
	if !strings.ContainsFunc(text, wideDigit) && !wideDateMark.MatchString(text) {
		return text
	}
	return strings.Map(func(r rune) rune {
		if wideDigit(r) || in("－．／", r) {
			return han.Narrow(r)
		}
		return r
	}, text)
}

func wideDigit(r rune) bool { return han.IsDigit(r) && han.Narrow(r) != r }

// wideDateMark is a full-width mark between the figures of a date.
var wideDateMark = regexp.MustCompile(`[0-9][－．／][0-9]`)

// eachCell calls visit for every cell of every table that is there.
func (p *pass) eachCell(visit func(t *report.Table, ref edition.Ref, c *report.Cell)) {
	for _, part := range p.report.Parts {
		if part.Table == nil || !part.Given {
			continue
		}
		for i, row := range part.Table.Cells {
			for j := range row {
				visit(part.Table, edition.Ref{Row: i, Column: j}, &row[j])
			}
		}
	}
}

// cellArgs names a cell for messages: its row, its column and what it holds.
func (p *pass) cellArgs(t *report.Table, ref edition.Ref) message.Args {
	return message.Args{
		"part": edition.Ordinal(t.Part.Def.Number),
		"cell": cellName(t, ref),
		"row":  t.Def.Rows[ref.Row].Key, "column": t.Column(ref).Key,
		"raw": t.Cell(ref).Raw,
	}
}

// blanksKind counts the blank cells of a table. A blank total whose parts are
// given has a rule of its own.
type blanksKind struct {
	// Name is how many of them a message names.
	Name int `yaml:"name" validate:"required"`
}

func (k *blanksKind) check(p *pass) {
	for _, part := range p.report.Parts {
		if part.Table == nil || !part.Given || emptyPart(part) {
			continue
		}
		t := part.Table
		// The blanks that a waiver speaks of are a finding of their own, at its
		// place, so that the others stand.
		blank := map[*waiver][]edition.Ref{}
		var order []*waiver
		for _, ref := range t.Refs() {
			c := t.Cell(ref)
			if c.State != report.Blank || c.Implied || !c.Given && t.Def.IsTotal(ref) {
				continue
			}
			w := p.waivedAt(t.At(ref), c.Pos)
			if blank[w] == nil {
				order = append(order, w)
			}
			blank[w] = append(blank[w], ref)
		}
		for _, w := range order {
			f := k.finding(p, part, blank[w])
			if w != nil && w.exactness() > len(part.At) {
				f.At, f.Pos = w.place, f.Related[0].Pos
				if w.cell != "" {
					f.At = f.Related[0].At
				}
			}
			p.add(f)
		}
	}
}

// finding speaks of some blank cells of a table.
func (k *blanksKind) finding(p *pass, part *report.Part, blank []edition.Ref) Finding {
	f := Finding{At: part.At, Pos: part.Pos}
	names := message.Joined{By: message.Text{ZH: "、", EN: "; "}}
	for _, ref := range blank {
		if len(names.Items) < k.Name {
			names.Items = append(names.Items, cellName(part.Table, ref))
		}
		f.Related = append(f.Related, report.Related{At: part.Table.At(ref), Pos: part.Table.Pos(ref)})
	}
	if len(blank) > len(names.Items) {
		f.Form = "more"
	}
	f.Args = message.Args{"heading": p.report.NumberedPart(part), "count": itoa(len(blank)), "first": names}
	return f
}

// powerKind finds figures above 0 in rows with a role that the body's type has
// no power for.
type powerKind struct {
	Row string `yaml:"row" validate:"required"`
}

func (k *powerKind) check(p *pass) {
	a := &p.report.Agency
	if a.CanRegulate || !a.Regulations.Given && p.report.Edition.Agency(a.Type.Text) == nil {
		return // nobody can tell of a type that is not given or not known
	}
	check := func(t *report.Table, ref edition.Ref, c *report.Cell) {
		if c.HasValue() && c.Value.IsPositive() && t.Def.Rows[ref.Row].HasRole(k.Row) {
			args := p.cellArgs(t, ref)
			args["type"] = p.report.Agency.Type.Text
			p.add(Finding{At: t.At(ref), Pos: t.Pos(ref), Args: args,
				Related: []report.Related{{At: p.report.Agency.Type.At, Pos: p.report.Agency.Type.Pos, Note: p.report.Agency.Type.Text}}})
		}
	}
	p.eachCell(check)
	// On the table of another edition a figure has that edition's column.
	for _, part := range p.report.Parts {
		for _, o := range part.Elsewhere {
			for _, ref := range o.Table.Refs() {
				check(o.Table, ref, o.Table.Cell(ref))
			}
		}
	}
}

// floorKind asks that in each row the cell of one column be no smaller than
// that of another.
type floorKind struct {
	Column  string `yaml:"column" validate:"required"`
	AtLeast string `yaml:"at_least" validate:"required"`
}

func (k *floorKind) check(p *pass) {
	p.eachCell(func(t *report.Table, ref edition.Ref, c *report.Cell) {
		if !c.HasValue() || !t.Column(ref).HasRole(k.Column) {
			return
		}
		for j := range t.Cells[ref.Row] {
			other := edition.Ref{Row: ref.Row, Column: j}
			o := t.Cell(other)
			if !t.Column(other).HasRole(k.AtLeast) || !o.HasValue() || c.Value.GreaterThanOrEqual(o.Value) {
				continue
			}
			args := p.cellArgs(t, ref)
			args["value"], args["other"], args["otherColumn"] = c.Value.String(), o.Value.String(), t.Column(other).Key
			p.add(Finding{At: t.At(ref), Pos: t.Pos(ref), Args: args, Related: []report.Related{{At: t.At(other), Pos: t.Pos(other), Note: o.Raw}}})
		}
	})
}

// shareKind finds rows with a role whose figures, in the column of a role, make
// up a large share of a total row.
type shareKind struct {
	Rows   string `yaml:"rows" validate:"required"`
	Of     string `yaml:"of" validate:"required"`
	Column string `yaml:"column" validate:"required"`
	// Percent is the share from which on it is large, Least the total below
	// which shares say nothing.
	Percent int64 `yaml:"percent" validate:"required"`
	Least   int64 `yaml:"least" validate:"required"`
}

func (k *shareKind) check(p *pass) {
	for _, part := range p.report.Parts {
		if part.Table == nil || !part.Given {
			continue
		}
		t := part.Table
		sum := decimal.Zero
		var parts []report.Related
		var total *report.Cell
		var totalRef edition.Ref
		suspended := false
		for _, ref := range t.Refs() {
			c := t.Cell(ref)
			if !t.Column(ref).HasRole(k.Column) {
				continue
			}
			suspended = suspended || c.Suspends() && t.Def.Rows[ref.Row].HasRole(k.Rows)
			if !c.HasValue() {
				continue
			}
			if row := t.Def.Rows[ref.Row]; row.HasRole(k.Of) {
				total, totalRef = c, ref
			} else if row.HasRole(k.Rows) {
				sum = sum.Add(c.Value)
				parts = append(parts, report.Related{At: t.At(ref), Pos: t.Pos(ref), Note: c.Raw})
			}
		}
		if suspended || total == nil || total.Value.LessThan(decimal.NewFromInt(k.Least)) ||
			sum.Mul(decimal.NewFromInt(100)).LessThan(total.Value.Mul(decimal.NewFromInt(k.Percent))) {
			continue
		}
		share := sum.Mul(decimal.NewFromInt(100)).DivRound(total.Value, 1)
		p.add(Finding{At: t.At(totalRef), Pos: t.Pos(totalRef), Related: parts, Args: message.Args{
			"sum": sum.String(), "total": total.Value.String(), "share": share.String()}})
	}
}
