// Package reporttest makes reports for tests: complete ones without a fault,
// of any edition, and ones with every oddity that a report can carry. Labels
// and sums come from the edition alone, so a new form needs nothing here.
package reporttest

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"nianbao/internal/edition"
	"nianbao/internal/report"
	"nianbao/rules"
)

// pick returns a whole number from 0 to limit.
type pick func(limit int, label string) int

// Balanced draws a complete report without a fault: every part is there, every
// cell is given, and every total and balance of the edition holds.
func Balanced(t *rapid.T, e *edition.Edition) *report.Report {
	return build(e, func(limit int, label string) int {
		return rapid.IntRange(0, max(limit, 0)).Draw(t, label)
	})
}

// Filled returns a complete report without a fault, the same at every call.
func Filled(e *edition.Edition) *report.Report {
	n := 0
	return build(e, func(limit int, _ string) int {
		n++
		return (n*7 + n*n%11) % (min(limit, 30) + 1)
	})
}

// Words returns the embedded words for figures. It panics where they cannot be
// read, which no test can go on from.
func Words() *edition.CellWords {
	w, err := edition.LoadCellWords(rules.Files)
	if err != nil {
		panic(err)
	}
	return w
}

// Editions returns the embedded editions, on the same terms as Words.
func Editions() *edition.Registry {
	reg, err := edition.Load(rules.Files)
	if err != nil {
		panic(err)
	}
	return reg
}

var agencies = []string{"云岭市青河区市场监督管理局", "云岭市青河区农业农村局", "云岭市水务局", "青河区柳湾镇人民政府"}

// sentences say what holds of any part of the work. None has a figure, so that
// none can contradict a table.
var sentences = []string{
	"%s工作由专人负责，每季度检查，发现疏漏及时整改。",
	"围绕群众关心的事项做好%s，做到内容准确、更新及时。",
	"在%s方面听取企业和群众的意见，改进办理流程。",
	"%s的各项要求列入培训内容，经办人员熟悉职责和时限。",
}

func build(e *edition.Edition, next pick) *report.Report {
	r := report.New("", e)
	kind := e.Agencies[next(len(e.Agencies)-1, "agency type")]
	last := e.Years.To
	if last == 0 {
		last = e.Years.From + 8
	}
	r.YearNumber = e.Years.From + next(last-e.Years.From, "year")
	name := agencies[next(len(agencies)-1, "agency")]

	r.EditionID = field(edition.KeyEdition, e.ID)
	r.Year = field(edition.KeyYear, strconv.Itoa(r.YearNumber))
	r.Agency.At = edition.KeyAgency
	r.Agency.Name = field(edition.KeyAgency+"."+edition.KeyName, name)
	r.Agency.Short = []report.Field{field(edition.KeyAgency+"."+edition.KeyShort+"[1]", "本机关")}
	r.Agency.Type = field(edition.KeyAgency+"."+edition.KeyType, kind.Type)
	r.Agency.CanRegulate = kind.Regulations
	r.Signature = report.Signature{
		Given:  true,
		Agency: field(edition.KeySignature+"."+edition.KeyAgency, name),
		Date:   field(edition.KeySignature+"."+edition.KeyDate, fmt.Sprintf("%d-01-15", r.YearNumber+1)),
	}
	r.Published = field(edition.KeyPublished, fmt.Sprintf("%d-01-20", r.YearNumber+1))
	for i, key := range edition.ContactKeys {
		value := []string{"云岭市青河区和顺路28号", "690012", "0340-8215206", "zwgk@example.com"}[i%4]
		r.Contact = append(r.Contact, report.Contact{Key: key, Value: field(edition.KeyContact+"."+key, value)})
	}

	words := Words()
	for _, p := range r.Parts {
		p.Given = true
		if p.Table != nil {
			fill(p.Table, kind.Regulations, words, next)
		} else {
			write(p, kind.Government, next)
		}
	}
	for _, p := range r.Parts {
		if p.Table != nil {
			r.LeftOut += p.Table.Compute()
		}
	}
	return r
}

func field(at, text string) report.Field { return report.Field{Given: true, Text: text, At: at} }

// write fills a part that is prose.
func write(p *report.Part, government bool, next pick) {
	def := p.Def.Text
	if def.Lead != "" || len(def.Sections) == 0 {
		at := p.At
		if def.Lead != "" {
			at += "." + def.Lead
		} else {
			p.Text.Bare = true
		}
		p.Text.Lead = text(at, opening(p, government)...)
	}
	for _, s := range def.Sections {
		at := p.At + "." + s.Key
		lines := about(s.Heading, next)
		switch {
		case s.HasRole("problem"):
			lines = []string{"政策解读的形式还不够丰富，专业术语较多，企业和群众理解起来仍有困难；办事指南的更新有时不够及时。"}
		case s.HasRole("improvement"):
			lines = []string{"下一步将丰富解读形式，多用图表和问答说明政策要点；逐项明确办事指南的更新责任，变动之后尽快更新。"}
		}
		p.Text.Sections = append(p.Text.Sections, &report.Section{Def: s, At: at, Body: text(at, lines...)})
	}
}

// opening is the text of a part before its first section.
func opening(p *report.Part, government bool) []string {
	lines := []string{"本机关认真落实政府信息公开的各项要求，公开质量和服务水平稳步提高。"}
	if !p.Def.HasRole("overview") {
		lines[0] = "有关情况已经分别说明。" // nothing stands twice
	} else {
		lines = append(lines, "对因政府信息公开引起的行政复议、行政诉讼，依法答复、应诉。")
		if government {
			lines = append(lines, "政府信息公开的工作考核、社会评议按期开展，没有需要责任追究的情形。")
		}
	}
	if slices.Contains(p.Def.Text.Asks, "fee") {
		lines = append(lines, "信息处理费的收取依照国家有关规定执行。")
	}
	return lines
}

func about(heading string, next pick) []string {
	var lines []string
	first := next(len(sentences)-1, "sentence")
	for i := range 1 + next(2, "paragraphs") {
		lines = append(lines, fmt.Sprintf(sentences[(first+i)%len(sentences)], heading))
	}
	return lines
}

func text(at string, lines ...string) *report.Text {
	t := &report.Text{At: at}
	for _, l := range lines {
		t.Paragraphs = append(t.Paragraphs, report.Paragraph{Text: l})
	}
	return t
}

// fill gives every cell of a table a figure, so that every equation holds.
func fill(t *report.Table, regulations bool, words *edition.CellWords, next pick) {
	totals := map[edition.Ref]bool{}
	for _, eq := range t.Def.Equations {
		if eq.Total {
			totals[eq.Left[0]] = true
		}
	}
	values := map[edition.Ref]decimal.Decimal{}
	for _, ref := range t.Refs() {
		if !totals[ref] {
			values[ref] = part(t, ref, values, regulations, next)
		}
	}
	balance(t.Def, values, totals)
	for _, ref := range t.Refs() {
		col := t.Column(ref)
		raw := values[ref].String()
		switch {
		case col.Type == edition.Signed && values[ref].IsPositive() && next(1, "plus") == 1:
			raw = "+" + raw
		case col.Type == edition.Amount && !values[ref].IsZero():
			raw += "万元"
		}
		report.SetCell(t.Cell(ref), raw, col, words)
		t.Rows[ref.Row].Given = true
	}
}

// part draws a figure that is no total.
func part(t *report.Table, ref edition.Ref, values map[edition.Ref]decimal.Decimal, regulations bool, next pick) decimal.Decimal {
	row, col := t.Def.Rows[ref.Row], t.Column(ref)
	limit := 500
	switch {
	case row.HasRole("regulation") && !regulations:
		limit = 0
	case row.HasRole("other"):
		// A large share of 其他处理 is worth a note (VAL011).
		limit = 0
		for r, v := range values {
			if r.Column == ref.Column && t.Def.Rows[r.Row].HasRole("granted") {
				limit = int(v.IntPart() / 60)
			}
		}
	}
	n := int64(next(limit, row.Key+"."+col.Key))
	switch col.Type {
	case edition.Signed:
		return decimal.NewFromInt(n/10 - 10)
	case edition.Money, edition.Amount:
		return decimal.New(n*10+int64(next(9, "decimal")), -2)
	}
	value := decimal.NewFromInt(n)
	if col.HasRole("in_force") {
		// What was issued this year is in force at its end (VAL010).
		for r, v := range values {
			if r.Row == ref.Row && t.Column(r).HasRole("issued") {
				value = value.Add(v)
			}
		}
	}
	return value
}

// balance makes the equations hold: totals are computed, and where a balance
// is off, the last figure of its smaller side that is no total makes it up.
func balance(def *edition.Table, values map[edition.Ref]decimal.Decimal, totals map[edition.Ref]bool) {
	sum := func(refs []edition.Ref) decimal.Decimal {
		s := decimal.Zero
		for _, ref := range refs {
			s = s.Add(values[ref])
		}
		return s
	}
	for again := true; again; {
		again = false
		for _, eq := range def.Equations {
			diff := sum(eq.Left).Sub(sum(eq.Right))
			if diff.IsZero() {
				continue
			}
			if eq.Total {
				values[eq.Left[0]] = sum(eq.Right)
				again = true
				continue
			}
			side := eq.Left
			if diff.IsPositive() {
				side = eq.Right
			}
			for _, ref := range slices.Backward(side) {
				if !totals[ref] {
					values[ref] = values[ref].Add(diff.Abs())
					again = true
					break
				}
			}
		}
	}
}
