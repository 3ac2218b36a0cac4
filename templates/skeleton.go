// Package templates makes what an office fills in.
package templates

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"nianbao/internal/edition"
	"nianbao/internal/report"
	"nianbao/internal/reportfile"
)

// Options says what a template comes filled with.
type Options struct {
	// Agency, Year and Type go into the head; what is zero is left blank or,
	// save for Year, taken from From.
	Agency string
	Year   int
	Type   string
	// From is last year's report, or nil: its name, short names, type, contacts
	// and the applications carried out of it are carried over.
	From *report.Report
}

// Skeleton returns the report file of an edition with nothing but blanks, in
// the canonical form, with comments that explain what goes where. All of it
// comes from the edition; the error is that of writing a report.
func Skeleton(e *edition.Edition, o Options) ([]byte, error) {
	s := newSkeleton(e, o)
	var b bytes.Buffer
	if err := reportfile.WriteAnnotated(&b, s.r, s.notes); err != nil {
		return nil, fmt.Errorf("template of %s: %w", e.ID, err)
	}
	return b.Bytes(), nil
}

func newSkeleton(e *edition.Edition, o Options) *skeleton {
	s := &skeleton{edition: e, from: o.From, r: report.New("", e), notes: reportfile.Notes{
		Above: map[string][]string{}, Beside: map[string]string{}, Open: true}}
	s.head(&o)
	for _, p := range s.r.Parts {
		p.Given = true
		s.above(p.At, edition.Numeral(p.Def.Number)+"、"+p.Def.Heading)
		if p.Table != nil {
			s.table(p)
		} else {
			s.prose(p)
		}
	}
	s.tail()
	return s
}

type skeleton struct {
	edition *edition.Edition
	from    *report.Report
	r       *report.Report
	notes   reportfile.Notes
}

func given(text string) report.Field { return report.Field{Given: true, Text: text} }

// head fills what stands before the parts.
func (s *skeleton) head(o *Options) {
	e := s.edition
	s.notes.Head = []string{
		"政府信息公开工作年度报告（格式" + e.ID + "）",
		"依据：" + e.Notice.Title + "（" + e.Notice.Number + "）",
		"井号（#）后面是说明，不进入报告。冒号、逗号、方括号用半角，冒号后面空一格，缩进用空格。",
		"正文在“|”后另起一行，缩进书写，每行一段；小标题和序号由程序编排，不必书写。",
		edition.KeyTitle + "、" + edition.KeyPreamble + "可以不写，由程序按规定用语生成。",
		"填好后用 nianbao lint 检查，用 nianbao render 生成报告。",
	}
	s.r.EditionID = given(e.ID)
	s.r.Year = given("")
	if o.Year != 0 {
		s.r.Year = given(strconv.Itoa(o.Year))
	}
	name, kind := o.Agency, o.Type
	if s.from != nil {
		last := &s.from.Agency
		if name == "" {
			name = last.Name.Text
		}
		if kind == "" && e.Agency(last.Type.Text) != nil {
			kind = last.Type.Text
		}
		if name == last.Name.Text {
			s.r.Agency.Short = slices.Clone(last.Short)
			s.r.Agency.Regulations = last.Regulations
		}
	}
	s.r.Agency.Name, s.r.Agency.Type = given(name), given(kind)
	var types []string
	for _, a := range e.Agencies {
		types = append(types, a.Type)
	}
	s.notes.Beside[edition.Join(edition.KeyAgency, edition.KeyName)] = "法定全称"
	s.notes.Above[edition.Join(edition.KeyAgency, edition.KeyType)] = []string{"可选：" + strings.Join(types, "、")}
	if len(s.r.Agency.Short) > 0 {
		s.notes.Beside[edition.Join(edition.KeyAgency, edition.KeyShort)] = "文中使用的其他名称"
	} else {
		at := edition.Join(edition.KeyAgency, edition.KeyType)
		s.notes.Above[at] = append([]string{edition.KeyShort + ": [文中使用的其他名称，没有则不写]"}, s.notes.Above[at]...)
	}
	s.notes.Beside[edition.KeyYear] = "报告年度，四位数"
}

// prose leaves a place to type in for every text of a part.
func (s *skeleton) prose(p *report.Part) {
	def := p.Def.Text
	if def.Help != "" {
		s.above(p.At, def.Help)
	}
	if def.Limit > 0 {
		s.above(p.At, fmt.Sprintf("本部分不超过%d字，空白不计", def.Limit))
	}
	if def.Lead != "" || len(def.Sections) == 0 {
		p.Text.Lead = &report.Text{}
		p.Text.Bare = def.Lead == ""
	}
	for _, section := range def.Sections {
		p.Text.Sections = append(p.Text.Sections, &report.Section{Def: section, Body: &report.Text{}})
		s.notes.Beside[edition.Join(p.At, section.Key)] = strings.TrimSuffix(section.Heading+"："+section.Help, "：")
	}
}

func (s *skeleton) above(at string, lines ...string) {
	s.notes.Above[at] = append(s.notes.Above[at], lines...)
}

// table leaves every figure blank but the totals, which are left out.
func (s *skeleton) table(p *report.Part) {
	t := p.Table
	s.above(p.At, "没有发生的填0，空白的写 ~（空白不等于0）")
	totals := map[string]bool{}
	for _, ref := range t.Refs() {
		if t.Def.IsTotal(ref) {
			totals[totalName(t, ref)] = true
			continue
		}
		t.Cell(ref).Given = true
		t.Rows[ref.Row].Given = true
	}
	if len(totals) > 0 {
		names := make([]string, 0, len(totals))
		for name := range totals {
			names = append(names, name)
		}
		slices.Sort(names)
		s.above(p.At, strings.Join(names, "和")+"不写时由程序计算，也可以写出")
	}
	var helped []*edition.Column
	for _, row := range t.Def.Rows {
		at := edition.Join(p.At, row.Path)
		help := row.Help
		switch leaves := row.Block.Leaves; {
		case len(leaves) == 1:
			help = strings.Trim(help+"；"+leaves[0].Help, "；")
		case !slices.EqualFunc(leaves, helped, func(a, b *edition.Column) bool { return a.Key == b.Key }):
			for _, col := range leaves {
				if col.Help != "" {
					s.above(at, col.Key+"："+col.Help)
				}
			}
		}
		helped = row.Block.Leaves
		s.notes.Beside[at] = help
	}
	if s.from != nil {
		s.carry(t)
		s.hint(t)
	}
}

// totalName says which row or column a total is.
func totalName(t *report.Table, ref edition.Ref) string {
	for _, eq := range t.Def.Equations {
		if eq.Total && eq.Left[0] == ref && eq.Each == "column" {
			return "“" + t.Def.Rows[ref.Row].Key + "”一行"
		}
	}
	return "“" + t.Column(ref).Key + "”一列"
}

// lastRow finds the row of last year's report that has a role.
func (s *skeleton) lastRow(role string) (*report.Table, *edition.Row) {
	for _, p := range s.from.Parts {
		if p.Table == nil {
			continue
		}
		for _, row := range p.Table.Def.Rows {
			if row.HasRole(role) {
				return p.Table, row
			}
		}
	}
	return nil, nil
}

// carry fills what was carried out of last year into this year, column by
// column; where last year gave the total alone, that.
func (s *skeleton) carry(t *report.Table) {
	last, out := s.lastRow("carried_out")
	if last == nil {
		return
	}
	for _, row := range t.Def.Rows {
		if !row.HasRole("carried_in") {
			continue
		}
		n := carryCells(t, row, last, out, false)
		if n == 0 {
			n = carryCells(t, row, last, out, true)
			for i := range t.Cells[row.Index] {
				c := &t.Cells[row.Index][i]
				c.Given = c.Raw != "" || n == 0 && c.Given
			}
		}
		if n > 0 {
			at := edition.Join(t.Part.At, row.Path)
			s.notes.Beside[at] = strings.Trim(s.notes.Beside[at]+"；已从上一年度报告转入", "；")
		}
	}
}

// carryCells copies the figures of one row, those of totals or all others, and
// returns how many there were.
func carryCells(t *report.Table, row *edition.Row, last *report.Table, out *edition.Row, totals bool) int {
	n := 0
	for i, col := range row.Block.Leaves {
		ref := edition.Ref{Row: row.Index, Column: i}
		j := slices.IndexFunc(out.Block.Leaves, func(c *edition.Column) bool { return c.Key == col.Key })
		if j < 0 || t.Def.IsTotal(ref) != totals {
			continue
		}
		if from := &last.Cells[out.Index][j]; from.HasValue() {
			to := t.Cell(ref)
			to.Given, to.Raw, to.State, to.Value = true, from.Value.String(), report.Number, from.Value
			n++
		}
	}
	return n
}

// hint tells beside a row what was in force at the end of last year.
func (s *skeleton) hint(t *report.Table) {
	for _, row := range t.Def.Rows {
		if !slices.ContainsFunc(row.Block.Leaves, func(c *edition.Column) bool { return c.HasRole("in_force") }) {
			continue
		}
		for _, role := range row.Roles {
			last, lastRow := s.lastRow(role)
			if last == nil {
				continue
			}
			for j, col := range lastRow.Block.Leaves {
				if c := &last.Cells[lastRow.Index][j]; col.HasRole("in_force") && c.HasValue() {
					at := edition.Join(t.Part.At, row.Path)
					s.notes.Beside[at] = strings.Trim(s.notes.Beside[at]+"；上年"+col.Key+c.Value.String(), "；")
				}
			}
		}
	}
}

// tail fills what stands behind the parts.
func (s *skeleton) tail() {
	s.r.Signature = report.Signature{Given: true, Agency: given(s.r.Agency.Name.Text), Date: given("")}
	s.r.Published = given("")
	for _, key := range edition.ContactKeys {
		value := ""
		if s.from != nil {
			for _, c := range s.from.Contact {
				if c.Key == key {
					value = c.Value.Text
				}
			}
		}
		s.r.Contact = append(s.r.Contact, report.Contact{Key: key, Value: given(value)})
	}
	s.notes.Above[edition.KeySignature] = []string{"以下各项没有的可以删去。日期写作 年-月-日，如 2022-01-18"}
}
