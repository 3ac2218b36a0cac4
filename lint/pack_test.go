package lint

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"nianbao/internal/report/reporttest"
	"nianbao/internal/source"
	"nianbao/lint/fragment"
)

// packOf is a pack of one rule with a kind and its parameters; the rest of the
// head is in order.
func packOf(kind, params string) string {
	return "rules:\n  - id: YL001\n    kind: " + kind + `
    severity: warning
    title: 标题
    why: 原因
    basis: 依据
    message: 有误
    advice: 改正
    params: ` + params + `
    bad: "年度: 2024"
    good: "年度: 2024"
`
}

func loadPack(t *testing.T, c *Catalogue, text string) *Pack {
	t.Helper()
	return c.Pack("本地.yaml", []byte(text), reporttest.Editions().All())
}

// mustPack loads a pack that has no mistake.
func mustPack(t *testing.T, c *Catalogue, text string) *Pack {
	t.Helper()
	p := loadPack(t, c, text)
	for i := range p.Findings {
		f := &p.Findings[i]
		t.Fatalf("%d:%d: %s\n%s", f.Pos.Line, f.Pos.Column, c.Message(f, "zh"), text)
	}
	return p
}

// packFindings judges an example by a pack's rules alone.
func packFindings(t *testing.T, pack *Pack, previous, example string) []Finding {
	t.Helper()
	return findingsBy(t, (&Catalogue{byID: map[string]*Rule{}}).With(pack), previous, example)
}

// nationalOf is a catalogue of one national rule with a kind and its parameters.
func nationalOf(t *testing.T, kind, params string) *Catalogue {
	t.Helper()
	c, err := loadNational(kind, params)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func loadNational(kind, params string) (*Catalogue, error) {
	head := "rules:\n  - id: ZZZ001\n    kind: " + kind + `
    severity: warning
    since: 0.2.0
    title: {zh: 标题, en: Title}
    why: {zh: 原因, en: Reason}
    basis: "{notice}"
    message: {zh: 有误, en: Wrong}
    advice: {zh: 改正, en: Put it right}
    params: ` + params + `
    bad: "年度: 2024"
    good: "年度: 2024"
`
	return LoadCatalogue(fstest.MapFS{"national/zzz.yaml": {Data: []byte(head)}})
}

func findingsBy(t *testing.T, c *Catalogue, previous, example string) []Finding {
	t.Helper()
	reading := source.Options{Editions: reporttest.Editions(), Words: reporttest.Words()}
	r, err := fragment.Read(example, reading)
	if err != nil {
		t.Fatal(err)
	}
	last := r
	if previous != "" {
		if last, err = fragment.ReadPrevious(previous, reading); err != nil {
			t.Fatal(err)
		}
	}
	return New(c, Options{}).LintAgainst(r, last).Findings
}

const (
	table3 = "收到和处理政府信息公开申请情况"
	table2 = "主动公开政府信息情况"
	table4 = "行政复议行政诉讼情况"
)

func TestKindsOfPacks(t *testing.T) {
	c := catalogue(t)
	for _, tc := range []struct {
		name, kind, params, example string
		fires                       int
	}{
		{"balance per column by role", "balance", "{part: " + table3 + ", each: column, left: [received, carried_in], right: [result_total, carried_out]}",
			table3 + ": {本年新收: [3, 1, 0, 0, 0, 0, 4]}", 3},
		{"balance in some columns", "balance", "{part: " + table3 + ", each: column, in: [自然人], left: [received, carried_in], right: [总计, 结转下年度]}",
			table3 + ": {本年新收: [3, 1, 0, 0, 0, 0, 4]}", 1},
		{"balance that holds", "balance", "{part: " + table3 + ", each: column, left: [本年新收], right: [予以公开]}",
			table3 + ": {本年新收: [3, 0, 0, 0, 0, 0, 3], 予以公开: [3, 0, 0, 0, 0, 0, 3]}", 0},
		{"balance per row", "balance", "{part: " + table4 + ", each: row, in: [行政复议], left: [总计], right: [结果维持]}",
			table4 + ": {行政复议: [1, 0, 0, 0, 1], 复议后起诉: [5, 0, 0, 0, 6]}", 0},
		{"sum of a group", "sum", "{part: " + table3 + ", each: column, total: 总计, of: [予以公开, 部分公开, 不予公开, 无法提供, 不予处理, 其他处理]}",
			table3 + ": {总计: [2, 0, 0, 0, 0, 0, 2], 不予公开: {属于国家秘密: [1, 0, 0, 0, 0, 0, 1]}}", 2},
		{"sum with a total left out", "sum", "{part: " + table3 + ", each: row, total: 总计, of: [自然人]}",
			table3 + ": {本年新收: [3, 1, 0, 0, 0, 0]}", 0},
		{"malformed cells are another rule's", "sum", "{part: " + table3 + ", each: row, in: [本年新收], total: 总计, of: [part]}",
			table3 + ": {本年新收: [甲, 1, 0, 0, 0, 0, 9]}", 0},

		{"require a phrase", "require", "{in: 其他需要报告的事项, phrases: [信息处理费]}", "其他需要报告的事项: 没有。", 1},
		{"require a phrase that is there", "require", "{in: 其他需要报告的事项, phrases: [信息处理费]}", "", 0},
		{"require leaves a missing part to STR001", "require", "{in: 其他需要报告的事项, phrases: [信息处理费]}", "其他需要报告的事项: !absent x", 0},
		{"require in a section", "require", "{in: 总体情况.监督保障, pattern: '培训.{0,6}次'}", "总体情况: {监督保障: 组织培训3次。}", 0},
		{"require in a section, elsewhere", "require", "{in: 总体情况.监督保障, pattern: '培训.{0,6}次'}", "总体情况: {概述: 组织培训3次。}", 1},
		{"require anywhere", "require", "{pattern: 政务公开专区}", "总体情况: {概述: 建成政务公开专区。}", 0},
		{"require an aspect", "require", "{in: overview, aspect: 队伍建设}", "总体情况: {其他小节: [{标题: 加强队伍建设, 正文: 开展培训。}]}", 0},
		{"require an aspect without text", "require", "{in: overview, aspect: 队伍建设}", "总体情况: {其他小节: [{标题: 加强队伍建设, 正文: ''}]}", 1},
		{"require of governments only", "require", "{in: overview, aspect: 队伍建设, types: [县级政府]}", "", 0},

		{"forbid", "forbid", "{pattern: 信息公开办}", "总体情况: {概述: 信息公开办和信息公开办。}", 2},
		{"forbid in another part", "forbid", "{in: 其他需要报告的事项, pattern: 信息公开办}", "总体情况: {概述: 信息公开办。}", 0},
		{"forbid except", "forbid", "{pattern: 信息公开办, except: 原信息公开办}", "总体情况: {概述: 由原信息公开办承担。信息公开办负责。}", 1},
		{"forbid in the title", "forbid", "{where: [title], pattern: 局}", "标题: 某市某区某局2024年政府信息公开工作年度报告\n总体情况: {概述: 我局。}", 1},

		{"forbid in the contact details", "forbid", "{where: [contact], pattern: '转[0-9]+$'}", "联系方式: {电话: 0577-00000000转12}\n总体情况: {概述: 电话转12}", 1},
		{"forbid several", "forbid", "{patterns: [{pattern: 甲局}, {form: other, pattern: '原(乙局)'}]}", "总体情况: {概述: 甲局和原乙局。乙局。}", 2},
		{"forbid but not in a name", "forbid", "{pattern: 甲局, spared: ['《[^》]*》']}", "总体情况: {概述: 甲局印发《甲局办法》。}", 1},
		{"forbid what is empty in a group", "forbid", "{patterns: [{pattern: '(丙?)甲局'}], spared: [《]}", "总体情况: {概述: 甲局和丙甲局。}", 2},
		{"require topics", "require", "{at: overview, topics: [{name: 培训, pattern: 培训}, {name: 考核, pattern: 考核}]}", "其他需要报告的事项: 组织培训。", 1},
		{"require topics that are there", "require", "{in: overview, topics: [{name: 培训, pattern: 培训}]}", "总体情况: {概述: 组织培训。}", 0},
		{"require topics but for some words", "require", "{in: overview, ignore: [岗前培训], topics: [{name: 培训, pattern: 培训}]}", "总体情况: {概述: 组织岗前培训。}", 1},
		{"require topics of governments", "require", "{at: overview, government: true, topics: [{name: 培训, pattern: 培训}]}", "", 0},
		{"balance of the form's own", "balance", "{equation: balance}", table3 + ": {本年新收: [3, 1, 0, 0, 0, 0, 4]}", 3},

		{"compare cells", "compare", "{left: " + table2 + ".规章.现行有效件数, relation: '>=', right: " + table2 + ".规章.本年制发件数}", table2 + ": {规章: [2, 0, 1]}", 1},
		{"compare with a number", "compare", "{left: " + table2 + ".行政许可, relation: '<=', right: 100}", table2 + ": {行政许可: 101}", 1},
		{"compare equals", "compare", "{left: " + table2 + ".行政许可, relation: '==', right: 100}", table2 + ": {行政许可: 101}", 1},
		{"compare equals and is", "compare", "{left: " + table2 + ".行政许可, relation: '==', right: 101}", table2 + ": {行政许可: 101}", 0},
		{"compare blank cells", "compare", "{left: " + table2 + ".行政许可, relation: '>', right: 100}", table2 + ": {行政许可: ~}", 0},

		{"assert", "assert", `{cells: {新收: ` + table3 + `.本年新收.总计}, expr: "新收 <= 2"}`, table3 + ": {本年新收: [3, 0, 0, 0, 0, 0, 3]}", 1},
		{"assert with exact decimals", "assert", `{expr: "值('` + table2 + `.行政事业性收费') * 10 == 3.0"}`, table2 + ": {行政事业性收费: 0.3}", 0},
		{"assert divides by zero", "assert", `{expr: "1 / 值('` + table2 + `.行政许可') > 5"}`, "", 0},
		{"assert where nothing is divided", "assert", `{expr: "值('` + table2 + `.行政许可') != 0 or 1 / 值('` + table2 + `.行政许可') > 5"}`, table2 + ": {行政许可: 9}", 0},
		{"assert on a blank cell", "assert", `{cells: {许可: ` + table2 + `.行政许可}, expr: 许可 > 5}`, table2 + ": {行政许可: ~}", 0},
		{"assert asks for the cell", "assert", `{cells: {许可: ` + table2 + `.行政许可}, expr: 有值('许可')}`, table2 + ": {行政许可: ~}", 1},
		{"assert on the type", "assert", `{if: "类型 in ['部门', '垂直管理']", expr: "写到('总体情况', '无此事')"}`, "", 1},
		{"assert on another type", "assert", `{if: "类型 == '县级政府'", expr: "false"}`, "", 0},
		{"assert with signs and cases", "assert", `{expr: "(年度 > 2000 ? -1 : 1) + 2 == 1 && not (1 > 2)"}`, "", 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			pack := mustPack(t, c, packOf(tc.kind, tc.params))
			found := packFindings(t, pack, "", tc.example)
			if len(found) != tc.fires {
				t.Errorf("%d findings, want %d: %+v", len(found), tc.fires, found)
			}
			// The same head is a national rule.
			own := findingsBy(t, nationalOf(t, tc.kind, tc.params), "", tc.example)
			if len(own) != tc.fires {
				t.Errorf("%d findings of the national rule, want %d: %+v", len(own), tc.fires, own)
			}
			for i := range min(len(own), len(found)) {
				if own[i].At != found[i].At || own[i].Pos != found[i].Pos || fmt.Sprint(own[i].Args) != fmt.Sprint(found[i].Args) {
					t.Errorf("%+v, want %+v", own[i], found[i])
				}
			}
		})
	}
}

// Rules on the year before are silent without one.
func TestPacksCompareWithLastYear(t *testing.T) {
	c := catalogue(t)
	for _, params := range []string{
		"compare|{left: " + table2 + ".行政许可, relation: '<=', last: true}",
		"compare|{left: " + table2 + ".行政许可, relation: '<=', right: " + table2 + ".行政处罚, last: true}",
		`assert|{expr: "值('` + table2 + `.行政许可') <= 上年('` + table2 + `.行政许可')"}`,
		`assert|{cells: {许可: ` + table2 + `.行政许可}, expr: "not 有上年('许可') or 许可 <= 上年('许可')"}`,
	} {
		kind, params, _ := strings.Cut(params, "|")
		pack := mustPack(t, c, packOf(kind, params))
		for _, tc := range []struct {
			previous string
			fires    int
		}{{"", 0}, {table2 + ": {行政许可: 5, 行政处罚: 5}", 1}, {table2 + ": {行政许可: 7, 行政处罚: 7}", 0}, {table2 + ": {行政许可: ~, 行政处罚: ~}", 0}} {
			if found := packFindings(t, pack, tc.previous, table2+": {行政许可: 6}"); len(found) != tc.fires {
				t.Errorf("%s after %q: %d findings, want %d", params, tc.previous, len(found), tc.fires)
			}
		}
	}
}

// A finding of a pack tells its numbers, its cells and its repair.
func TestFindingOfPack(t *testing.T) {
	c := catalogue(t)
	pack := mustPack(t, c, strings.Replace(packOf("assert", `{cells: {新收: `+table3+`.本年新收.总计, 办结: `+table3+`.总计.总计}, expr: 办结 <= 新收}`),
		"message: 有误", "message: 办结{办结}件多于新收{新收}件", 1))
	f := packFindings(t, pack, "", table3+": {总计: [4, 0, 0, 0, 0, 0, 4]}")[0]
	if got := c.Message(&f, "zh"); got != "办结4件多于新收0件" || got != c.Message(&f, "en") {
		t.Errorf("message %q", got)
	}
	if f.At != table3+".总计.总计" || len(f.Related) != 1 || f.Related[0].At != table3+".本年新收.总计" || f.Related[0].Note != "0" {
		t.Errorf("%+v", f)
	}

	pack = mustPack(t, c, strings.NewReplacer("message: 有误", "message: “{text}”应为“{suggest}”", "params:", "fix: 改为“{suggest}”\n    params:").
		Replace(packOf("forbid", "{pattern: '(市|区)府办', suggest: '${1}政府办公室', safe: true}")))
	f = packFindings(t, pack, "", "总体情况: {概述: 由区府办承担。}")[0]
	if c.Message(&f, "zh") != "“区府办”应为“区政府办公室”" || c.FixDescription(&f, "zh") != "改为“区政府办公室”" {
		t.Errorf("%q %q", c.Message(&f, "zh"), c.FixDescription(&f, "zh"))
	}
	if e := f.Fix.Edits[0]; !f.Fix.Safe || e.To != "区政府办公室" || e.Span.From != 1 || e.Span.Until != 4 {
		t.Errorf("%+v", f.Fix)
	}
}

// A mistake in a pack is found at its line and column, and leaves the other
// rules standing.
func TestMistakesInPacks(t *testing.T) {
	c := catalogue(t)
	head := func(old, new string) string {
		text := packOf("forbid", "{pattern: 甲}")
		if !strings.Contains(text, old) {
			t.Fatalf("no %q", old)
		}
		return strings.Replace(text, old, new, 1)
	}
	for _, tc := range []struct {
		text, form string
		line, col  int
	}{
		{"", "", 1, 1},
		{"rules: [\n", "", 1, 1},
		{"rules: []\n", "missing", 1, 1},
		{"规则:\n  - id: A\n", "key", 1, 1},
		{"rules: 甲\n", "type", 1, 8},
		{"rules: [甲]\n", "type", 1, 9},
		{"\xff\xfe", "encoding", 1, 1},
		{strings.Repeat("#", MaxPack+1), "large", 1, 1},
		{head("id: YL001", "id: BAL901"), "reserved", 2, 9},
		{head("id: YL001", "id: 云1"), "id", 2, 9},
		{packOf("forbid", "{pattern: 甲}") + strings.TrimPrefix(packOf("forbid", "{pattern: 甲}"), "rules:\n"), "clash", 13, 9},
		{head("kind: forbid", "kind: regex"), "value", 3, 11},
		{head("severity: warning", "severity: 警告"), "value", 4, 15},
		{head("    why: 原因\n", ""), "missing", 2, 5},
		{head("why: 原因", "why: ''"), "missing", 6, 10},
		{head("why: 原因", "why: 原因\n    why: 原因"), "twice", 7, 5},
		{head("why: 原因", "因: 原因"), "key", 6, 5},
		{head("why: 原因", "why: [原因]"), "type", 6, 10},
		{head("why: 原因", "why: &a 原因"), "alias", 6, 10},
		{head("message: 有误", "message: 有误{数}"), "hole", 8, 14},
		{head("pattern: 甲", "pattern: '甲('"), "pattern", 10, 23},
		{head("pattern: 甲", "pattern: 甲*"), "empty", 10, 23},
		{head("pattern: 甲", "pattern: "+strings.Repeat("甲", maxPattern+1)), "size", 10, 23},
		{head("pattern: 甲", "pattern: 甲, in: 总体"), "name", 10, 30},
		{head("pattern: 甲", "pattern: 甲, types: [部门, 区政府]"), "value", 10, 38},
		{head("pattern: 甲", "pattern: 甲, suggestion: 乙"), "key", 10, 26},
		{packOf("require", "{in: 总体情况}"), "missing", 10, 13},
		{packOf("compare", "{left: "+table2+".规章.现行, relation: '>', right: 3}"), "name", 10, 20},
		{packOf("compare", "{left: "+table2+".规章.现行有效件数, relation: '=>', right: 3}"), "value", 10, 52},
		{packOf("compare", "{left: "+table2+".规章.现行有效件数, relation: '=', right: 3}"), "value", 10, 52},
		{packOf("balance", "{part: 总体情况, each: column, left: [a], right: [b]}"), "name", 10, 20},
		{packOf("balance", "{part: "+table3+", each: column, left: [received, 新受], right: [总计]}"), "name", 10, 68},
		{packOf("balance", "{equation: balanec}"), "name", 10, 24},
		{packOf("balance", "{equation: balance, part: "+table3+", each: row, left: [a], right: [b]}"), "value", 10, 24},
		{packOf("forbid", "{in: overview}"), "missing", 10, 13},
		{packOf("forbid", "{patterns: [{form: a}]}"), "missing", 10, 25},
		{packOf("forbid", "{patterns: []}"), "missing", 10, 24},
		{packOf("require", "{topics: []}"), "missing", 10, 22},
		{packOf("forbid", "{patterns: [{pattern: '甲('}]}"), "pattern", 10, 35},
		{packOf("forbid", "{pattern: 甲, spared: ['(']}"), "pattern", 10, 35},
		{packOf("require", "{topics: [{name: 甲, pattern: '甲('}]}"), "pattern", 10, 42},
		{packOf("require", "{at: 总体, pattern: 甲}"), "name", 10, 18},
		{packOf("part", "{state: missing}"), "value", 3, 11},
		{packOf("assert", `{cells: {新收: `+table3+`.本年新收.总计}, expr: "新收 > 新受"}`), "name-in-expression", 10, 64},
		{packOf("assert", `{expr: "值('`+table2+`.许可') > 1"}`), "name", 10, 20},
		{packOf("assert", `{expr: 年度 > '2020'}`), "types", 10, 23},
		{packOf("assert", `{expr: 年度 + 1}`), "types", 10, 20},
		{packOf("assert", `{expr: 年度 >}`), "expression", 10, 23},
		{packOf("assert", `{expr: "all(1..9, # > 0)"}`), "not-allowed", 10, 26},
		{packOf("assert", `{expr: "类型 matches '.*'"}`), "not-allowed", 10, 24},
		{packOf("assert", `{expr: "值(类型) > 1"}`), "not-allowed", 10, 23},
		{packOf("assert", `{expr: "$add(1, 2) > 1"}`), "not-allowed", 10, 21},
		{packOf("assert", `{expr: "年度 > 1`+strings.Repeat(" or 年度 > 1", 60)+`"}`), "size", 10, 20},
		{packOf("assert", `{cells: {值: `+table2+`.行政许可}, expr: 年度 > 1}`), "value", 10, 25},
	} {
		pack := loadPack(t, c, tc.text)
		if len(pack.Findings) == 0 {
			t.Errorf("no %s in\n%s", tc.form, tc.text)
			continue
		}
		f := &pack.Findings[0]
		if f.Rule != "PCK001" || f.Form != tc.form || f.Pos.Line != tc.line || f.Pos.Column != tc.col {
			t.Errorf("%s at %d:%d (%s), want %s at %d:%d in\n%.300s", f.Form, f.Pos.Line, f.Pos.Column, c.Message(f, "zh"), tc.form, tc.line, tc.col, tc.text)
		}
		for _, lang := range []string{"zh", "en"} {
			if text := c.Message(f, lang) + c.Advice(f, lang); strings.ContainsAny(strings.ReplaceAll(text, "{数}", ""), "{}") && f.Form != "hole" {
				t.Errorf("hole in %q", text)
			}
		}
	}
	if pack := loadPack(t, c, head("    title: 标题\n", "")); len(pack.Findings) != 1 || pack.Findings[0].Args["key"] != "title" {
		t.Errorf("a missing title: %+v", pack.Findings)
	}
	mixed := packOf("forbid", "{pattern: '('}") + strings.Replace(strings.TrimPrefix(packOf("forbid", "{pattern: 甲}"), "rules:\n"), "YL001", "YL002", 1)
	pack := loadPack(t, c, mixed)
	if len(pack.Findings) != 1 || len(pack.Rules()) != 1 || pack.Rules()[0].ID != "YL002" {
		t.Errorf("%d mistakes, %d rules", len(pack.Findings), len(pack.Rules()))
	}
}

// Rules of two packs with the same ID keep their own messages.
func TestPacksOfTwoOffices(t *testing.T) {
	c := catalogue(t)
	one := mustPack(t, c, strings.Replace(packOf("forbid", "{pattern: 平稳}"), "有误", "甲", 1))
	two := mustPack(t, c, strings.Replace(packOf("forbid", "{pattern: 平稳}"), "有误", "乙", 1))
	all := c.With(one, two)
	for message, pack := range map[string]*Pack{"甲": one, "乙": two} {
		f := packFindings(t, pack, "", "")[0]
		if got := all.Message(&f, "zh"); got != message {
			t.Errorf("%q, want %q", got, message)
		}
	}
	if n := len(all.Rules()); n != len(c.Rules())+1 {
		t.Errorf("%d rules", n)
	}
}

// No pack can make the linter panic or point outside the pack.
func FuzzPack(f *testing.F) {
	c := catalogue(f)
	for _, seed := range []string{
		packOf("forbid", "{pattern: 甲}"), packOf("assert", "{expr: 1 / 0 > 年度}"), packOf("sum", "{part: "+table3+", each: row, total: 总计, of: [part]}"),
		"rules:\n  - &a {id: *a}\n", "rules: [[[[", packOf("require", "{in: overview, aspect: 甲}"),
	} {
		f.Add(seed)
	}
	reading := source.Options{Editions: reporttest.Editions(), Words: reporttest.Words()}
	r, err := fragment.Read("", reading)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		pack := c.Pack("p", []byte(text), reading.Editions.All())
		lines := strings.Count(text, "\n") + strings.Count(text, "\r") + 1
		for _, m := range pack.Findings {
			if m.Pos.Line < 1 || m.Pos.Line > lines+1 || m.Pos.Column < 1 {
				t.Errorf("%+v", m.Pos)
			}
		}
		New(c.With(pack), Options{}).Lint(r)
	})
}

// An office's settings change severities, silence rules, accept headings, and
// move limits and deadlines.
func TestProfile(t *testing.T) {
	c := catalogue(t)
	reading := source.Options{Editions: reporttest.Editions(), Words: reporttest.Words()}
	const problems = "存在的主要问题及改进情况"
	for _, tc := range []struct {
		name, example, rule string
		local               Local
		want                string // the severities found, "" for none
	}{
		{"severity", "其他需要报告的事项: 无其他需要报告的事项。", "STR012", Local{Severity: map[string]string{"STR012": "note"}}, "note"},
		{"off", "其他需要报告的事项: 无其他需要报告的事项。", "STR012", Local{Severity: map[string]string{"STR012": Off}}, ""},
		{"graver", "其他需要报告的事项: 无其他需要报告的事项。", "STR012", Local{Severity: map[string]string{"STR012": "error"}}, "error"},
		{"a mild form stays mild", "机关: {类型: 县级政府}\n发布日期: 2025-03-01", "DAT002", Local{Severity: map[string]string{"DAT002": "error"}}, "note"},
		{"a grave form follows", "标题: 某市某区某局2023年政府信息公开工作年度报告", "STR006", Local{Severity: map[string]string{"STR006": "note"}}, "note"},
		{"heading", "章标题: {" + problems + ": 当前存在的主要问题及下步改进措施}", "STR003",
			Local{Headings: map[string][]string{problems: {"当前存在的主要问题及下步改进措施"}}}, ""},
		{"another heading", "章标题: {" + problems + ": 问题}", "STR003",
			Local{Headings: map[string][]string{problems: {"当前存在的主要问题及下步改进措施"}}}, "warning"},
		{"limit", "总体情况: {概述: !long 1500}", "STR010", Local{Limits: map[string]int{"总体情况": 2000}}, ""},
		{"a limit where there was none", problems + ": {问题: !long 500, 改进: 下一步改进。}", "STR010", Local{Limits: map[string]int{problems: 400}}, "warning"},
		{"no limit", "总体情况: {概述: !long 9000}", "STR010", Local{Limits: map[string]int{"总体情况": 0}}, ""},
		{"deadline", "落款: {日期: 2025-01-18}", "DAT002", Local{Deadlines: map[string]string{"部门": "01-15"}}, "warning"},
		{"later deadline", "落款: {日期: 2025-02-18}", "DAT002", Local{Deadlines: map[string]string{"部门": "02-20"}}, ""},
		{"words", "总体情况: {概述: 由政务公开科办里。}", "WRD006",
			Local{Words: map[string][]WordFile{"slips": {{Path: "w.yaml", Data: []byte("entries: [{wrong: 办里, right: 办理}]\n")}}}}, "note"},
		{"the list's own words stay", "总体情况: {概述: 帐号由专人管理。}", "WRD006",
			Local{Words: map[string][]WordFile{"slips": {{Path: "w.yaml", Data: []byte("entries: [{wrong: 办里, right: 办理}]\n")}}}}, "note"},
		{"packs", "总体情况: {概述: 平稳有序。}", "YL001", Local{Packs: []*Pack{mustPack(t, c, packOf("forbid", "{pattern: 有序}"))}}, "warning"},
		{"packs are set too", "总体情况: {概述: 平稳有序。}", "YL001",
			Local{Packs: []*Pack{mustPack(t, c, packOf("forbid", "{pattern: 有序}"))}, Severity: map[string]string{"YL001": "error"}}, "error"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			profile, err := c.Profile(tc.local)
			if err != nil {
				t.Fatal(err)
			}
			r, err := fragment.Read(tc.example, reading)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, f := range New(c, Options{Profile: func(string) *Profile { return profile }}).Lint(r).Findings {
				if f.Rule == tc.rule {
					got = append(got, f.Severity.String())
				}
			}
			if strings.Join(got, " ") != tc.want {
				t.Errorf("found %q, want %q", got, tc.want)
			}
		})
	}
}

// A word list that cannot be used is refused with its own file, line and column,
// in words of ours.
func TestFaultyWordsOfProfile(t *testing.T) {
	c := catalogue(t)
	for text, want := range map[string]string{
		"entries: [{wrong: 办里}]\n":                      "1:11 缺少“entries[0].right”，或者它是空的",
		"entries:\n  - {wrong: 办里, rihgt: 办理}\n":        "2:17 没有“rihgt”这个键",
		"words: [甲]\n":                                  "1:1 没有“words”这个键",
		"entries: [{wrong: 甲, right: 乙, after: '('}]\n": "1:39 正则表达式有误，问题在“(”",
		"entries: {wrong: 甲}\n":                         "1:10 “entries”的写法不对",
		"- 甲\n":                                         "1:1 “词.yaml”的写法不对",
		"entries:\n  - {wrong: 甲, right: 乙}\n  - [\n":   "3:1 这里不合YAML的写法",
		"": "1:1 这里不合YAML的写法",
		"entries: [{wrong: 甲, right: 乙}]\n---\nentries: 1": "1:1 这里不合YAML的写法",
	} {
		_, err := c.Profile(Local{Words: map[string][]WordFile{"slips": {{Path: "词.yaml", Data: []byte(text)}}}})
		var fault *WordFault
		if !errors.As(err, &fault) || fault.Path != "词.yaml" {
			t.Errorf("%q: %v", text, err)
			continue
		}
		if got := fmt.Sprintf("%d:%d %s", fault.Pos.Line, fault.Pos.Column, c.Message(&fault.Finding, "zh")); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

// Two profiles in one run do not touch each other.
func TestProfilesByFile(t *testing.T) {
	c := catalogue(t)
	quiet, err := c.Profile(Local{Severity: map[string]string{"STR012": Off}})
	if err != nil {
		t.Fatal(err)
	}
	l := New(c, Options{Profile: func(path string) *Profile {
		if path == "甲.yaml" {
			return quiet
		}
		return nil
	}})
	reading := source.Options{Editions: reporttest.Editions(), Words: reporttest.Words()}
	for path, want := range map[string]bool{"甲.yaml": false, "乙.yaml": true} {
		r, err := fragment.Read("其他需要报告的事项: 无其他需要报告的事项。", reading)
		if err != nil {
			t.Fatal(err)
		}
		r.Path = path
		found := l.Lint(r).Findings
		if got := slices.ContainsFunc(found, func(f Finding) bool { return f.Rule == "STR012" }); got != want {
			t.Errorf("%s: %v", path, fmt.Sprint(found))
		}
	}
}
