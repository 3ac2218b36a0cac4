package lint

import (
	"slices"
	"strings"

	"nianbao/internal/edition"
	"nianbao/internal/han"
	"nianbao/internal/report"
)

// yearBefore returns last where it is the report of the year before, else nil:
// figures of any other year cannot be compared.
func yearBefore(r, last *report.Report) *report.Report {
	if last == nil || last.Unreadable || r.YearNumber == 0 || last.YearNumber != r.YearNumber-1 {
		return nil
	}
	return last
}

// figure is a cell with the table that it stands in.
type figure struct {
	table *report.Table
	ref   edition.Ref
}

func (f figure) cell() *report.Cell      { return f.table.Cell(f.ref) }
func (f figure) row() *edition.Row       { return f.table.Def.Rows[f.ref.Row] }
func (f figure) column() *edition.Column { return f.table.Column(f.ref) }

// place is where the figure stands, in another file where path says so.
func (f figure) place(path string) report.Related {
	return report.Related{Path: path, At: f.table.At(f.ref), Pos: f.table.Pos(f.ref), Note: shown(f.cell())}
}

// term is the figure as part of a sum.
func (f figure) term(name, path string) Term {
	c := f.cell()
	t := Term{Name: name, Raw: c.Raw, Value: "0", Blank: !c.HasValue(), Place: f.place(path)}
	if c.HasValue() {
		t.Value = c.Value.String()
	}
	return t
}

// shown is what a cell holds, or what was computed for it.
func shown(c *report.Cell) string {
	if c.State == report.Computed {
		return c.Value.String()
	}
	return c.Raw
}

// figuresOf lists the figures of a row.
func figuresOf(t *report.Table, row *edition.Row) []figure {
	all := make([]figure, len(row.Block.Leaves))
	for i := range all {
		all[i] = figure{t, edition.Ref{Row: row.Index, Column: i}}
	}
	return all
}

// lastTable is last year's table of the same part, nil where there is none.
func (p *pass) lastTable(part *report.Part) *report.Table {
	if last := p.previous.Part(part.Def.Key); last != nil && last.Given {
		return last.Table
	}
	return nil
}

// eachTwin calls visit with every figure of the report and its counterpart of
// last year, where both are figures and the forms of the two years have both.
func (p *pass) eachTwin(visit func(now, last figure)) {
	if p.previous == nil {
		return
	}
	for _, part := range p.report.Parts {
		if part.Table == nil || !part.Given {
			continue
		}
		before := p.lastTable(part)
		if before == nil {
			continue
		}
		for _, row := range part.Table.Def.Rows {
			lastRow := sameRow(before.Def, row)
			if lastRow == nil {
				continue
			}
			for _, now := range figuresOf(part.Table, row) {
				last, ok := twin(now, before, lastRow)
				if ok && now.cell().HasValue() && last.cell().HasValue() {
					visit(now, last)
				}
			}
		}
	}
}

// sameRow finds a row in the form of the year before: by its path, else by
// another name that either form allows for it.
func sameRow(def *edition.Table, row *edition.Row) *edition.Row {
	if r := def.Row(row.Path); r != nil {
		return r
	}
	above := strings.TrimSuffix(row.Path, row.Key)
	for _, r := range def.Rows {
		if strings.TrimSuffix(r.Path, r.Key) == above && (slices.Contains(r.Aliases, row.Key) || slices.Contains(row.Aliases, r.Key)) {
			return r
		}
	}
	return nil
}

// twin finds a figure's counterpart in a row of the year before: in the column
// of the same name, else in the only one with the same role. A column of
// another type is none, since it counts something else.
func twin(now figure, before *report.Table, row *edition.Row) (figure, bool) {
	column, found := now.column(), -1
	at := func(i int) (figure, bool) { return figure{before, edition.Ref{Row: row.Index, Column: i}}, i >= 0 }
	for i, c := range row.Block.Leaves {
		if c.Type == column.Type && c.Key == column.Key {
			return at(i)
		}
	}
	for i, c := range row.Block.Leaves {
		if c.Type != column.Type || !slices.ContainsFunc(c.Roles, column.HasRole) {
			continue
		}
		if found >= 0 {
			return at(-1)
		}
		found = i
	}
	return at(found)
}

// lastYear is the year of the report before, for messages.
func (p *pass) lastYear() string { return p.previous.YearText() }

// restatement is a word list that tells sentences which correct what the report
// of the year before said.
type restatement struct {
	// Last are words for the year before; {last} stands for its number.
	Last []string `yaml:"last" validate:"required"`
	// Topics name what is corrected, by the rules that ask.
	Topics map[string][]string `yaml:"topics" validate:"required"`
	// Corrected are words for correcting it or counting otherwise.
	Corrected []string `yaml:"corrected" validate:"required"`
}

// states reports whether a sentence of the report corrects last year's figures
// on a topic.
func (l *restatement) states(p *pass, topic string) bool {
	last := make([]string, len(l.Last))
	for i, w := range l.Last {
		last[i] = strings.ReplaceAll(w, "{last}", p.lastYear())
	}
	found := false
	p.eachIn(zoneProse, func(q *passage) {
		if found || !containsAny(q.text, l.Corrected) {
			return
		}
		for s := range sentences(q.runes) {
			text := squeeze(string(q.runes[s.from:s.to]))
			found = found || containsAny(text, last) && containsAny(text, l.Topics[topic]) && containsAny(text, l.Corrected)
		}
	})
	return found
}

// stretch is characters from (inclusive) to (exclusive).
type stretch struct{ from, to int }

// sentences yields the sentences of a text, their closing marks included.
func sentences(runes []rune) func(yield func(stretch) bool) {
	return func(yield func(stretch) bool) {
		from := 0
		for i, r := range runes {
			if han.EndsSentence(r) || i == len(runes)-1 {
				if !yield(stretch{from, i + 1}) {
					return
				}
				from = i + 1
			}
		}
	}
}
