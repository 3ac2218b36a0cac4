package lint

import (
	"context"
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"nianbao/internal/edition"
	"nianbao/internal/report"
	"nianbao/internal/report/reporttest"
	"nianbao/internal/source"
	"nianbao/lint/fragment"
)

func pair(t testing.TB, previous, example string) (now, last *report.Report) {
	t.Helper()
	reading := source.Options{Editions: reporttest.Editions(), Words: reporttest.Words()}
	now, err := fragment.Read(example, reading)
	if err != nil {
		t.Fatal(err)
	}
	if last, err = fragment.ReadPrevious(previous, reading); err != nil {
		t.Fatal(err)
	}
	return now, last
}

// fresh gives last year's report a part five that is not this year's.
const fresh = "存在的主要问题及改进情况: 上年的短板是窗口告知不清，改进办法是印发口径手册。\n"

func only(all []Finding, rule string) []Finding {
	return slices.DeleteFunc(slices.Clone(all), func(f Finding) bool { return f.Rule != rule })
}

// A finding names the cells of both files, with what they hold.
func TestCarryNamesBothCells(t *testing.T) {
	now, last := pair(t, "收到和处理政府信息公开申请情况: {结转下年度: [2, 0, 0, 0, 0, 0, 2]}",
		"收到和处理政府信息公开申请情况: {上年结转: [1, 0, 0, 0, 0, 0, 1]}")
	found := only(New(catalogue(t), Options{}).LintAgainst(now, last).Findings, "YOY001")
	if len(found) != 2 {
		t.Fatalf("%d findings", len(found))
	}
	f := found[0]
	if f.At != "收到和处理政府信息公开申请情况.上年结转.自然人" || f.Pos.Line == 0 || f.Path != now.Path {
		t.Errorf("at %s, %+v", f.At, f.Pos)
	}
	if f.Sum.Left != "1" || f.Sum.Right != "2" || f.Sum.Difference != "1" {
		t.Errorf("sum %+v", f.Sum)
	}
	r := f.Related[0]
	if len(f.Related) != 1 || r.Path != fragment.PreviousName || r.At != "收到和处理政府信息公开申请情况.结转下年度.自然人" || r.Pos.Line == 0 || r.Note != "2" {
		t.Errorf("related %+v", f.Related)
	}
}

// A report that takes over what last year's handed on is silent. One changed
// figure gives a finding of its column, and of no other.
func TestOneFigureNotCarriedOver(t *testing.T) {
	l := New(catalogue(t), Options{})
	words := reporttest.Words()
	e := reporttest.Editions().Latest()
	rapid.Check(t, func(t *rapid.T) {
		now, last := reporttest.Balanced(t, e), reporttest.Balanced(t, e)
		now.YearNumber = last.YearNumber + 1
		var in, out []figure
		for _, part := range now.Parts {
			for row := range rowsWith(part, "carried_in") {
				in = append(in, figuresOf(part.Table, row)...)
			}
		}
		for _, part := range last.Parts {
			for row := range rowsWith(part, "carried_out") {
				out = append(out, figuresOf(part.Table, row)...)
			}
		}
		if len(in) != len(out) || len(in) < 7 {
			t.Fatalf("%d and %d figures", len(in), len(out))
		}
		for i := range in {
			*out[i].cell() = *in[i].cell()
		}
		if found := only(l.LintAgainst(now, last).Findings, "YOY001"); len(found) > 0 {
			t.Fatalf("%+v", found)
		}
		i := rapid.IntRange(0, len(in)-1).Draw(t, "column")
		more := in[i].cell().Value.Add(decimal.NewFromInt(int64(rapid.IntRange(1, 9).Draw(t, "by"))))
		*out[i].cell() = report.Cell{}
		report.SetCell(out[i].cell(), more.String(), out[i].column(), words)
		found := only(l.LintAgainst(now, last).Findings, "YOY001")
		if len(found) != 1 || found[0].At != in[i].table.At(in[i].ref) {
			t.Fatalf("changed %s, found %+v", in[i].table.At(in[i].ref), found)
		}
	})
}

// rowsWith yields the rows of figures of a part that have a role.
func rowsWith(part *report.Part, role string) iter.Seq[*edition.Row] {
	return func(yield func(*edition.Row) bool) {
		if part.Table == nil {
			return
		}
		for _, row := range part.Table.Def.Rows {
			if row.HasRole(role) && !yield(row) {
				return
			}
		}
	}
}

// The forms of two years differ, yet the same columns are compared, and what
// only one of them has is left alone.
func TestChangeOfEdition(t *testing.T) {
	now, last := pair(t, fresh+"年度: 2020\n收到和处理政府信息公开申请情况: {结转下年度: [2, 0, 0, 0, 0, 0, 2]}\n主动公开政府信息情况: {规范性文件: [1, 1, 9], 行政许可: [3, 0, 10], 行政事业性收费: [900, 0]}",
		"年度: 2021\n收到和处理政府信息公开申请情况: {上年结转: [1, 0, 0, 0, 0, 0, 1]}\n主动公开政府信息情况: {行政规范性文件: [100, 0, 100], 行政许可: 100, 行政事业性收费: 0.5}")
	if now.Edition == last.Edition {
		t.Fatal("one edition")
	}
	var got []string
	for _, f := range New(catalogue(t), Options{}).LintAgainst(now, last).Findings {
		if strings.HasPrefix(f.Rule, "YOY") {
			got = append(got, f.Rule+" "+f.At)
		}
	}
	want := []string{
		"YOY003 主动公开政府信息情况.行政规范性文件.本年制发件数",
		"YOY003 主动公开政府信息情况.行政许可",
		"YOY001 收到和处理政府信息公开申请情况.上年结转.自然人",
		"YOY001 收到和处理政府信息公开申请情况.上年结转.总计",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// A copied part is told with its share and with the paragraphs of both files.
func TestCopyShare(t *testing.T) {
	const same = "信息发布实行科室初审、办公室复审、分管领导终审，逐件登记来源、审核人和发布时间，每季度抽查一次，发现错漏当日更正并通报。"
	now, last := pair(t, "存在的主要问题及改进情况: {问题: "+same+"}",
		"存在的主要问题及改进情况: {问题: "+same+", 改进: 今年换了做法，请来三位退休教师通读栏目，把看不懂的词句逐一改写成家常话。}")
	found := only(New(catalogue(t), Options{}).LintAgainst(now, last).Findings, "YOY004")
	if len(found) != 1 {
		t.Fatalf("%d findings", len(found))
	}
	f := found[0]
	words := len(onlyWords([]rune(same), nil))
	if f.At != "存在的主要问题及改进情况" || f.Args["repeated"] != itoa(words) || f.Args["percent"] != "61" {
		t.Errorf("%s %v", f.At, f.Args)
	}
	if len(f.Related) != 2 || f.Related[0].Path != "" || f.Related[1].Path != fragment.PreviousName || f.Related[1].At != "存在的主要问题及改进情况.问题" {
		t.Errorf("%+v", f.Related)
	}
}

// Four digits are a year where no number goes on beside them.
func TestAppendWords(t *testing.T) {
	mark := strings.NewReplacer(string(thisYear), "Y", string(yearAgo), "L")
	for text, want := range map[string]string{
		"2024年，比2023年多": "Y年比L年多",
		"二〇二四年":         "Y年",
		"二〇二四":          "二〇二四",
		"12024年":        "12024年",
		"20245件":        "20245件",
		"〔2024〕3号":      "Y3号",
		"２０２４年":         "Y年",
		"2022年":         "2022年",
		"2024":          "Y",
		"12":            "12",
	} {
		if got := mark.Replace(string(copyTextOf([]rune(text), 2024).runes)); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}

// Every run of n characters has its hash, the same wherever it stands, and
// different runs have different ones.
func TestShingles(t *testing.T) {
	text := []rune("公开是常态不公开是例外，公开是常态不公开是例外")
	at := map[string]uint64{}
	n := 0
	shingles(text, 5, func(i int, hash uint64) {
		run := string(text[i : i+5])
		if before, ok := at[run]; ok && before != hash {
			t.Errorf("%s has two hashes", run)
		}
		at[run] = hash
		n++
	})
	seen := map[uint64]string{}
	for run, hash := range at {
		if other, ok := seen[hash]; ok {
			t.Errorf("%s and %s share a hash", run, other)
		}
		seen[hash] = run
	}
	if n != len(text)-4 {
		t.Errorf("%d runs", n)
	}
	shingles(text[:4], 5, func(int, uint64) { t.Error("a run longer than the text") })
}

// The order of files and the number of workers do not change what is found.
func TestManyFilesAgainstPrevious(t *testing.T) {
	reading := source.Options{Editions: reporttest.Editions(), Words: reporttest.Words()}
	example := func(i int) string {
		return fmt.Sprintf("机关: {名称: 某市第%d局}\n收到和处理政府信息公开申请情况: {上年结转: [%d, 0, 0, 0, 0, 0, %d]}\n豁免: [{规则: YOY001, 位置: 收到和处理政府信息公开申请情况.上年结转.自然人, 理由: 系统迁移}]", i, i%3, i%3)
	}
	load := func(_ context.Context, path string) *report.Report {
		var i int
		fmt.Sscanf(path, "%d.yaml", &i)
		r, err := fragment.Read(example(i), reading)
		if err != nil {
			t.Error(err)
		}
		r.Path = path
		return r
	}
	previous := func(_ context.Context, r *report.Report) *report.Report {
		last, err := fragment.ReadPrevious("收到和处理政府信息公开申请情况: {结转下年度: [1, 0, 0, 0, 0, 0, 1]}", reading)
		if err != nil {
			t.Error(err)
		}
		return last
	}
	var paths []string
	for i := range 12 {
		paths = append(paths, fmt.Sprintf("%02d.yaml", i))
	}
	run := func(workers int, paths []string) map[string]Result {
		out := map[string]Result{}
		err := New(catalogue(t), Options{Workers: workers, Previous: previous}).Run(context.Background(), paths, load, func(r Result) error {
			out[r.Path] = r
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	want := run(1, paths)
	if first, second := want["00.yaml"], want["01.yaml"]; first.Waived() != 1 || second.Waived() != 0 {
		t.Errorf("waived: %d, %d", first.Waived(), second.Waived())
	}
	for _, workers := range []int{1, 2, 7} {
		shuffled := slices.Clone(paths)
		rand.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		got := run(workers, shuffled)
		for _, p := range paths {
			if diff := cmp.Diff(findingsOnly(want[p]), findingsOnly(got[p])); diff != "" {
				t.Errorf("%d workers, %s: %s", workers, p, diff)
			}
		}
	}
}

// findingsOnly is what users see of a result.
func findingsOnly(r Result) []string {
	var all []string
	for _, f := range r.Findings {
		all = append(all, fmt.Sprint(f.Rule, f.Form, f.Severity, f.Path, f.Pos, f.At, f.Args, f.Related, f.Waived != nil))
	}
	return all
}

// BenchmarkCopy compares texts of 1,000, 10,000 and 100,000 characters with as
// long a text of last year; half of each paragraph is repeated.
func BenchmarkCopy(b *testing.B) {
	for _, times := range []int{1, 10, 100} {
		b.Run(fmt.Sprintf("%dx", times), func(b *testing.B) {
			text := func(seed uint64) string {
				r := rand.New(rand.NewPCG(seed, 0))
				var lines strings.Builder
				for range 10 * times {
					same := rand.New(rand.NewPCG(7, uint64(lines.Len())))
					lines.WriteString("\n    ")
					for i := range 100 {
						n := r.IntN(2000)
						if i < 50 {
							n = same.IntN(2000)
						}
						lines.WriteRune(rune(0x4E00 + n))
						if i%25 == 24 {
							lines.WriteRune('。')
						}
					}
				}
				return "总体情况:\n  概述: |" + lines.String() + "\n"
			}
			now, last := pair(b, text(1), text(2))
			rule := catalogue(b).Rule("YOY004")
			b.ReportAllocs()
			for b.Loop() {
				p := &pass{report: now, previous: last, profile: &Profile{}, rule: rule, options: &Options{}}
				rule.check.check(p)
			}
		})
	}
}
