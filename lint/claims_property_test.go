package lint

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"nianbao/internal/edition"
	"nianbao/internal/report"
	"nianbao/internal/report/reporttest"
)

// cellsOf adds the cells of a role of row and one of column, without the help
// of what is tested.
func cellsOf(r *report.Report, row, column string) decimal.Decimal {
	sum := decimal.Zero
	for _, part := range r.Parts {
		if part.Table == nil {
			continue
		}
		for _, ref := range part.Table.Refs() {
			if part.Table.Def.Rows[ref.Row].HasRole(row) && part.Table.Column(ref).HasRole(column) {
				sum = sum.Add(part.Table.Cell(ref).Value)
			}
		}
	}
	return sum
}

// saying is a sentence about a figure of the tables.
type saying struct {
	rule string
	// text has one %s for the figure, which is that of row and column.
	text        string
	row, column string
	// or are further readings that fit, given the tables.
	or func(r *report.Report, column string) []decimal.Decimal
}

var sayings = []saying{
	{"TXT001", "全年共收到政府信息公开申请%s件。", "received", "total", intakeOf},
	{"TXT001", "收到自然人提交的政府信息公开申请%s份。", "received", "natural", intakeOf},
	{"TXT001", "申请中，予以公开%s件。", "granted", "total", nil},
	{"TXT001", "因不掌握相关政府信息答复申请人的不计，部分公开的申请共%s件。", "partial", "total", nil},
	{"TXT003", "办结政府信息公开申请%s件。", "result_total", "total", answeredOf},
	{"TXT003", "上年结转政府信息公开申请%s件。", "carried_in", "total", nil},
	{"TXT003", "结转下年度继续办理的申请%s件。", "carried_out", "total", nil},
	{"TXT004", "因政府信息公开被申请行政复议%s件。", "review", "total", nil},
	{"TXT004", "行政复议结果维持%s件。", "review", "upheld", nil},
	{"TXT004", "因政府信息公开被提起行政诉讼%s起。", "suit", "total", nil},
	{"TXT004", "行政诉讼尚未审结%s件。", "suit", "pending", nil},
	{"TXT005", "制发行政规范性文件%s件。", "normative", "issued", disclosedOf},
	{"TXT005", "作出行政许可决定%s件。", "licence", "decisions", nil},
	{"TXT005", "实施行政强制%s起。", "coercion", "decisions", nil},
	{"TXT005", "收取行政事业性收费%s万元。", "charge", "charged", nil},
}

func intakeOf(r *report.Report, column string) []decimal.Decimal {
	return []decimal.Decimal{cellsOf(r, "received", column).Add(cellsOf(r, "carried_in", column)), cellsOf(r, "result_total", column)}
}

func answeredOf(r *report.Report, column string) []decimal.Decimal {
	all := cellsOf(r, "result_total", column)
	return []decimal.Decimal{all.Sub(cellsOf(r, "carried_in", column))}
}

// disclosedOf is what was published of what was issued, which the form of 2019
// counts as well.
func disclosedOf(r *report.Report, _ string) []decimal.Decimal {
	if !hasCells(r.Edition, "normative", "disclosed") {
		return nil
	}
	return []decimal.Decimal{cellsOf(r, "normative", "disclosed")}
}

// Prose that agrees with the tables has no finding. After one cell is changed
// exactly the sentences have one that no reading of the tables fits any more.
func TestOneCellAgainstTheProse(t *testing.T) {
	l := New(catalogue(t), Options{})
	words := reporttest.Words()
	for _, e := range reporttest.Editions().All() {
		t.Run(e.ID, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				r := reporttest.Balanced(t, e)
				var said []saying
				var stated []decimal.Decimal
				for _, s := range sayings {
					figure := cellsOf(r, s.row, s.column)
					if !hasCells(e, s.row, s.column) || s.rule == "TXT001" && s.row == "received" && figure.IsZero() || rapid.IntRange(0, 2).Draw(t, "said") == 0 {
						continue
					}
					said, stated = append(said, s), append(stated, figure)
				}
				write := func() {
					for _, part := range r.Parts {
						if part.Def.HasRole("overview") {
							part.Text.Sections[1].Body = sayAll(t, part.Text.Sections[1].At, said, stated)
						}
					}
				}
				write()
				if found := txt(l.Lint(r)); len(found) > 0 {
					t.Fatalf("prose that agrees: %+v", found)
				}
				tables := slices.DeleteFunc(slices.Clone(r.Parts), func(p *report.Part) bool { return p.Table == nil })
				table := rapid.SampledFrom(tables).Draw(t, "table").Table
				ref := rapid.SampledFrom(table.Refs()).Draw(t, "cell")
				cell := table.Cell(ref)
				now := cell.Value.Add(decimal.NewFromInt(int64(rapid.IntRange(1, 9).Draw(t, "by"))))
				*cell = report.Cell{}
				report.SetCell(cell, now.String(), table.Column(ref), words)

				var want []string
				for i, s := range said {
					fits := cellsOf(r, s.row, s.column).Equal(stated[i])
					if s.or != nil {
						fits = fits || slices.ContainsFunc(s.or(r, s.column), stated[i].Equal)
					}
					if !fits {
						want = append(want, s.rule)
					}
				}
				var got []string
				for _, f := range txt(l.Lint(r)) {
					got = append(got, f.Rule)
					if len(f.Related) == 0 {
						t.Fatalf("%s names no cell", f.Rule)
					}
				}
				slices.Sort(want)
				slices.Sort(got)
				if !slices.Equal(got, want) {
					t.Fatalf("changed %s to %s: got %v, want %v", table.At(ref), now, got, want)
				}
			})
		})
	}
}

// hasCells reports whether a form has cells of both roles: that of 2019 counts
// items of charges, not amounts.
func hasCells(e *edition.Edition, row, column string) bool {
	for _, p := range e.Parts {
		if p.Table == nil {
			continue
		}
		for _, r := range p.Table.Rows {
			if r.HasRole(row) && slices.ContainsFunc(r.Block.Leaves, func(c *edition.Column) bool { return c.HasRole(column) }) {
				return true
			}
		}
	}
	return false
}

// sayAll writes the sayings with their figures, in one paragraph or several,
// the figures in one of the ways of writing them.
func sayAll(t *rapid.T, at string, said []saying, stated []decimal.Decimal) *report.Text {
	text := &report.Text{At: at}
	var b strings.Builder
	for i, s := range said {
		figure := stated[i].String()
		switch way := rapid.IntRange(0, 3).Draw(t, "way"); {
		case way == 1 && len(figure) > 3 && !strings.Contains(figure, "."):
			figure = figure[:len(figure)-3] + "," + figure[len(figure)-3:]
		case way == 2:
			figure = strings.Map(func(r rune) rune {
				if r == '.' {
					return r
				}
				return r - '0' + '０'
			}, figure)
		case way == 3:
			figure = " " + figure + " "
		}
		fmt.Fprintf(&b, s.text, figure)
		if rapid.Bool().Draw(t, "break") {
			text.Paragraphs = append(text.Paragraphs, report.Paragraph{Text: b.String()})
			b.Reset()
		}
	}
	text.Paragraphs = append(text.Paragraphs, report.Paragraph{Text: "申请的办理有专人跟踪。" + b.String()})
	return text
}

// txt is what a report's prose is found at fault with, notes on what it leaves
// out aside.
func txt(res Result) []Finding {
	return slices.DeleteFunc(slices.Clone(res.Findings), func(f Finding) bool { return !strings.HasPrefix(f.Rule, "TXT") || f.Rule == "TXT009" })
}

// scraps are pieces of sentences; any row of them is prose of a kind.
var scraps = []string{"2024年", "上年", "2023年的", "截至", "我局", "代表区政府", "共", "收到", "办结", "办理", "政府信息公开申请", "申请", "依申请公开",
	"行政复议", "行政诉讼", "维持", "均", "未", "没有", "无", "其中", "分为", "其余", "占", "占比", "比", "增长", "减少", "增加到", "由", "结转", "下年度",
	"予以公开", "不予公开", "因", "自然人", "企业", "规范性文件", "制发", "行政许可", "行政事业性收费", "信息处理费", "收取", "收费通知", "0件", "3件", "三件",
	"12条", "0条", "0%", "100%", "62.5%", "2.5倍", "1,024件", "5万次", "0万次", "18.36万元", "640元", "零", "，", "、", "；", "。", "：", "（", "）", "《", "》",
	"等", "将", "分别为", "除", "外", "正在办理", "全部答复", "某某"}

// No row of scraps makes a rule fail, or place a finding outside the text, and
// the same report has the same findings again.
func TestWildProse(t *testing.T) {
	l := New(catalogue(t), Options{})
	e := reporttest.Editions().Latest()
	rapid.Check(t, func(t *rapid.T) {
		r := reporttest.Balanced(t, e)
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(scraps), 1, 60).Draw(t, "scraps"), "")
		for _, part := range r.Parts {
			if part.Text != nil && part.Text.Lead != nil {
				part.Text.Lead.Paragraphs = []report.Paragraph{{Text: text, Marks: []report.Mark{{Line: 1, Column: 1}}}}
			}
		}
		found := l.Lint(r)
		for _, f := range txt(found) {
			if f.Pos.Line == 1 && (f.Pos.Column < 1 || f.Pos.EndColumn > len([]rune(text))+1 || f.Pos.Column >= f.Pos.EndColumn) {
				t.Fatalf("%s stands at %+v in %q", f.Rule, f.Pos, text)
			}
		}
		again := l.Lint(r)
		if len(again.Findings) != len(found.Findings) {
			t.Fatalf("%d findings, then %d", len(found.Findings), len(again.Findings))
		}
		for i := range again.Findings {
			if a, b := &found.Findings[i], &again.Findings[i]; a.Rule != b.Rule || a.Pos != b.Pos || !sameArgs(a.Args, b.Args) {
				t.Fatalf("%+v, then %+v", a, b)
			}
		}
	})
}
