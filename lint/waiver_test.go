package lint

import (
	"slices"
	"strings"
	"testing"
	"time"

	"nianbao/internal/report"
	"nianbao/internal/report/reporttest"
	"nianbao/internal/source"
	"nianbao/lint/fragment"
)

// today decides here which waivers have run out.
var today = time.Date(2025, 1, 20, 0, 0, 0, 0, time.UTC)

// summary lists the findings of a report by rule, the waived ones in brackets.
func summary(all []Finding) string {
	var out []string
	for _, f := range all {
		id := f.Rule
		if f.Form != "" && strings.HasPrefix(id, "IGN") {
			id += "/" + f.Form
		}
		if f.Waived != nil {
			id = "[" + id + "]"
		}
		out = append(out, id)
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

// The report below has STR012 at 其他需要报告的事项 and two BAL findings, at the
// total and at its sum for natural persons.
const faulty = "总体情况: {依申请公开: 申请由专人办理。}\n其他需要报告的事项: 无其他需要报告的事项。\n收到和处理政府信息公开申请情况: {本年新收: [1, 0, 0, 0, 0, 0, 1], 总计: [1, 0, 0, 0, 0, 0, 1]}\n"

func TestWaivers(t *testing.T) {
	c := catalogue(t)
	for _, tc := range []struct{ waivers, want string }{
		{"", "BAL002 BAL002 STR012"},
		{"{规则: STR012, 理由: 财政统一报告}", "BAL002 BAL002 [STR012]"},
		{"{规则: str012, 位置: 其他需要报告的事项, 理由: 财政统一报告}", "BAL002 BAL002 [STR012]"},
		{"{规则: STR012, 位置: 其他, 理由: 财政统一报告}", "BAL002 BAL002 IGN002 STR012"},
		{"{规则: STR012, 位置: 总体情况, 理由: 财政统一报告}", "BAL002 BAL002 IGN002 STR012"},
		{"{规则: BAL002, 位置: 收到和处理政府信息公开申请情况.总计, 理由: 系统迁移}", "STR012 [BAL002] [BAL002]"},
		{"{规则: BAL002, 位置: 收到和处理政府信息公开申请情况.总计.自然人, 理由: 系统迁移}", "BAL002 STR012 [BAL002]"},
		{"{规则: BAL002, 位置: 收到和处理政府信息公开申请情况.总计.自然, 理由: 系统迁移}", "BAL002 BAL002 IGN002 STR012"},
		{"{规则: BAL002, 理由: 系统迁移}, {规则: BAL002, 位置: 收到和处理政府信息公开申请情况.总计.自然人, 理由: 系统迁移}", "STR012 [BAL002] [BAL002]"},
		// No reason, or none that says anything.
		{"{规则: STR012}", "BAL002 BAL002 IGN001/reason STR012"},
		{"{规则: STR012, 理由: 无}", "BAL002 BAL002 IGN001/reason STR012"},
		{"{规则: STR012, 理由: ——}", "BAL002 BAL002 IGN001/reason STR012"},
		// Rules that are not there or cannot be waived.
		{"{理由: 财政统一报告}", "BAL002 BAL002 IGN001/rule STR012"},
		{"{规则: STR999, 理由: 财政统一报告}", "BAL002 BAL002 IGN001/unknown STR012"},
		{"{规则: SRC003, 理由: 财政统一报告}", "BAL002 BAL002 IGN001/never STR012"},
		{"{规则: IGN002, 理由: 不想看}", "BAL002 BAL002 IGN001/never STR012"},
		// Dates: the day itself still counts.
		{"{规则: STR012, 理由: 财政统一报告, 到期: 2025-01-20}", "BAL002 BAL002 [STR012]"},
		{"{规则: STR012, 理由: 财政统一报告, 到期: 2025年1月19日}", "BAL002 BAL002 IGN003 STR012"},
		{"{规则: STR012, 理由: 财政统一报告, 到期: 明年}", "BAL002 BAL002 IGN001/date STR012"},
		{"{规则: STR012, 理由: 财政统一报告, 到期: 2025-02-30}", "BAL002 BAL002 IGN001/date STR012"},
		{"{规则: STR001, 理由: 财政统一报告, 到期: 2024-01-19}", "BAL002 BAL002 IGN003 STR012"},
		{"{规则: STR012, 理由: 财政统一报告, 到期: 2024-01-19}, {规则: STR012, 理由: 另行批准}", "BAL002 BAL002 IGN003 [STR012]"},
		// A rule that could not be judged leaves its waiver alone.
		{"{规则: YOY001, 理由: 系统迁移}, {规则: STR012, 理由: 财政统一报告}", "BAL002 BAL002 [STR012]"},
		{"{规则: VAL009, 理由: 收费核对过}, {规则: STR012, 理由: 财政统一报告}", "BAL002 BAL002 [STR012]"},
		{"{规则: VAL010, 理由: 收费核对过}, {规则: STR012, 理由: 财政统一报告}", "BAL002 BAL002 IGN002/whole [STR012]"},
	} {
		if got := summary(New(c, Options{Today: today}).Lint(faultyReport(t, "豁免: ["+tc.waivers+"]")).Findings); got != tc.want {
			t.Errorf("%s:\n got %s\nwant %s", tc.waivers, got, tc.want)
		}
	}
}

// Of places that one finding sums up, a waiver takes those that it speaks of.
func TestWaiversOfSomePlaces(t *testing.T) {
	const blanks = "主动公开政府信息情况: {规章: [~, 0, ~], 行政许可: ~}\n总体情况: {概述: \"平稳,有序。\", 平台建设: \"平稳,有序。\"}\n"
	c := catalogue(t)
	for _, tc := range []struct{ waivers, want string }{
		{"", "PUN001 一、总体情况有2处半角标点，第一处在“平稳,有序”; VAL001 二、主动公开政府信息情况有3个空白单元格：“规章”行“本年制发件数”列、“规章”行“现行有效件数”列、“行政许可”行"},
		{"{规则: VAL001, 位置: 主动公开政府信息情况.规章.本年制发件数, 理由: 不制定规章}, {规则: PUN001, 位置: 总体情况.平台建设, 理由: 引用原文}",
			"PUN001 一、总体情况有1处半角标点，第一处在“平稳,有序”; [PUN001] 一、总体情况有1处半角标点，第一处在“平稳,有序”; VAL001 二、主动公开政府信息情况有2个空白单元格：“规章”行“现行有效件数”列、“行政许可”行; " +
				"[VAL001] 二、主动公开政府信息情况有1个空白单元格：“规章”行“本年制发件数”列"},
		{"{规则: VAL001, 位置: 主动公开政府信息情况.规章, 理由: 不制定规章}, {规则: VAL001, 位置: 主动公开政府信息情况.行政许可, 理由: 没有许可}, {规则: PUN001, 理由: 引用原文}",
			"[PUN001] 一、总体情况有2处半角标点，第一处在“平稳,有序”; [VAL001] 二、主动公开政府信息情况有1个空白单元格：“行政许可”行; [VAL001] 二、主动公开政府信息情况有2个空白单元格：“规章”行“本年制发件数”列、“规章”行“现行有效件数”列"},
		{"{规则: VAL001, 理由: 不制定规章}, {规则: VAL001, 位置: 主动公开政府信息情况.规章.本年废止件数, 理由: 不制定规章}, {规则: PUN001, 理由: 引用原文}",
			"IGN002 第2条豁免（VAL001，主动公开政府信息情况.规章.本年废止件数）没有对应的问题; [PUN001] 一、总体情况有2处半角标点，第一处在“平稳,有序”; [VAL001] 二、主动公开政府信息情况有3个空白单元格：“规章”行“本年制发件数”列、“规章”行“现行有效件数”列、“行政许可”行"},
	} {
		var got []string
		r, err := fragment.Read(blanks+"豁免: ["+tc.waivers+"]", source.Options{Editions: reporttest.Editions(), Words: reporttest.Words()})
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range New(c, Options{Today: today}).Lint(r).Findings {
			id := f.Rule
			if f.Waived != nil {
				id = "[" + id + "]"
			}
			got = append(got, id+" "+c.Message(&f, "zh"))
		}
		slices.SortFunc(got, func(a, b string) int { return strings.Compare(strings.Trim(a, "["), strings.Trim(b, "[")) })
		if all := strings.Join(got, "; "); all != tc.want {
			t.Errorf("%s:\n got %s\nwant %s", tc.waivers, all, tc.want)
		}
	}
}

// A waiver's place is what messages show: the label of a part, row or figure in
// any of its forms, a cell with or without its sheet, or a key path.
func TestPlacesAsMessagesShowThem(t *testing.T) {
	c := catalogue(t)
	for place, want := range map[string]string{
		"六、其他需要报告的事项": "BAL002 BAL002 [STR012]",
		"其他需要报告的事项":   "BAL002 BAL002 [STR012]",
		"六、其他事项":      "BAL002 BAL002 [STR012]",
		"一、总体情况":      "BAL002 BAL002 IGN002 STR012",
		"六、其他需要报告":    "BAL002 BAL002 IGN002 STR012",
	} {
		r := faultyReport(t, "豁免: [{规则: STR012, 位置: '"+place+"', 理由: 财政统一报告}]")
		if got := summary(New(c, Options{Today: today}).Lint(r).Findings); got != want {
			t.Errorf("%s: %s, want %s", place, got, want)
		}
	}
	for place, want := range map[string]string{
		"（七）总计": "STR012 [BAL002] [BAL002]",
		"(七)总计": "STR012 [BAL002] [BAL002]",
		"三、收到和处理政府信息公开申请情况": "STR012 [BAL002] [BAL002]",
		"三、申请情况": "STR012 [BAL002] [BAL002]",
		"三、收到和处理政府信息公开申请情况/（七）总计": "STR012 [BAL002] [BAL002]",
		"（七）总计，自然人":               "BAL002 STR012 [BAL002]",
		"（七）总计 / 自然人":             "BAL002 STR012 [BAL002]",
		"三、本年度办理结果/（七）总计/自然人":     "BAL002 STR012 [BAL002]",
		"三、申请情况/总计/自然人":           "BAL002 STR012 [BAL002]",
		"申请情况的（七）总计":              "BAL002 BAL002 IGN002 STR012",
		"（七）总计，自然":                "BAL002 BAL002 IGN002 STR012",
		"D30":                     "BAL002 BAL002 IGN002 STR012", // a text has no cells
		"收到和处理政府信息公开申请情况.总计.自然人":  "BAL002 STR012 [BAL002]",
	} {
		r := faultyReport(t, "豁免: [{规则: BAL002, 位置: '"+place+"', 理由: 系统迁移}]")
		if got := summary(New(c, Options{Today: today}).Lint(r).Findings); got != want {
			t.Errorf("%s: %s, want %s", place, got, want)
		}
	}
	book := func(waiver string) *report.Report {
		return source.Read("a.xlsx", workbookOf(t, faultyReport(t, waiver)), readingOptions())
	}
	cell := ""
	for _, f := range only(New(c, Options{Today: today}).Lint(book("")).Findings, "BAL002") {
		if strings.HasSuffix(f.At, "自然人") {
			_, cell, _ = f.Pos.Cell()
		}
	}
	for place, want := range map[string]string{
		cell: "BAL002 STR012 [BAL002]", "三、申请情况!" + cell: "BAL002 STR012 [BAL002]", "a.xlsx:'三、申请情况'!" + cell: "BAL002 STR012 [BAL002]",
		strings.ToLower(cell): "BAL002 STR012 [BAL002]", "$" + cell: "BAL002 STR012 [BAL002]", "三、申请情况！" + cell: "BAL002 STR012 [BAL002]",
		"一、总体情况!" + cell: "BAL002 BAL002 IGN002 STR012", "A1": "BAL002 BAL002 IGN002 STR012", "（七）总计，自然人": "BAL002 STR012 [BAL002]",
	} {
		r := book("豁免: [{规则: BAL002, 位置: \"" + place + "\", 理由: 系统迁移}]")
		if got := summary(New(c, Options{Today: today}).Lint(r).Findings); got != want {
			t.Errorf("workbook %s: %s, want %s", place, got, want)
		}
	}
}

// A label that several places have is no place.
func TestAmbiguousPlaceOfAWaiver(t *testing.T) {
	c := catalogue(t)
	r := faultyReport(t, "章标题: {其他需要报告的事项: 其他}\n豁免: [{规则: BAL002, 位置: 其他, 理由: 系统迁移}]")
	found := only(New(c, Options{Today: today}).Lint(r).Findings, "IGN001")
	if len(found) == 0 {
		t.Fatal("nothing is said of it")
	}
	if said := c.Message(&found[0], "zh"); found[0].Form != "place" || !strings.Contains(said, "2处") || !strings.Contains(said, "六、其他") {
		t.Errorf("%s %s", found[0].Form, said)
	}
}

// What is waived is in no count but its own, and says why.
func TestWaivedIsNotCounted(t *testing.T) {
	r := faultyReport(t, "豁免: [{规则: STR012, 理由: 财政统一报告, 批准: 办公室, 到期: 2099-12-31}, {规则: BAL002, 理由: 系统迁移}]")
	res := New(catalogue(t), Options{Today: today}).Lint(r)
	if e, w, n := res.Count(Error), res.Count(Warning), res.Waived(); e != 0 || w != 0 || n != 3 {
		t.Errorf("%d errors, %d warnings, %d waived", e, w, n)
	}
	for _, f := range only(res.Findings, "STR012") {
		if *f.Waived != (Waiver{Rule: "STR012", Reason: "财政统一报告", Approved: "办公室", Until: "2099-12-31"}) {
			t.Errorf("%+v", *f.Waived)
		}
	}
}

// Findings about waivers stand at the value that is wrong.
func TestPlacesOfWaivers(t *testing.T) {
	const waivers = `豁免:
  - {规则: STR012, 理由: "", 到期: 2099-12-31}
  - {规则: STR999, 理由: 财政统一报告}
  - {规则: VAL001, 理由: 财政统一报告}
  - {规则: BAL002, 理由: 系统迁移, 到期: 2025-01-01}
  - {规则: BAL002}
`
	r := source.Read("a.yaml", []byte("年度: 2024\n"+waivers), source.Options{Editions: reporttest.Editions(), Words: reporttest.Words()})
	want := map[string]string{
		"豁免[1].理由": "3:22", "豁免[2].规则": "4:10", "豁免[3]": "5:5", "豁免[4].到期": "6:32", "豁免[5]": "7:5",
	}
	got := map[string]string{}
	for _, f := range New(catalogue(t), Options{Today: today}).Lint(r).Findings {
		if strings.HasPrefix(f.Rule, "IGN") {
			got[f.At] = itoa(f.Pos.Line) + ":" + itoa(f.Pos.Column)
		}
	}
	for at, place := range want {
		if got[at] != place {
			t.Errorf("%s at %s, want %s", at, got[at], place)
		}
	}
	if len(got) != len(want) {
		t.Errorf("found %v", got)
	}
}

// Waivers from elsewhere work like the report's own; that they are idle is no
// fault of this report.
func TestWaiversFromElsewhere(t *testing.T) {
	c := catalogue(t)
	run := func(today time.Time, all ...Waiver) string {
		return summary(New(c, Options{Today: today, Waivers: func(*report.Report) []Waiver { return all }}).Lint(faultyReport(t, "")).Findings)
	}
	for _, tc := range []struct {
		waiver Waiver
		want   string
	}{
		{Waiver{Rule: "STR012", Reason: "全市统一", Source: ".nianbao.yaml"}, "BAL002 BAL002 [STR012]"},
		{Waiver{Rule: "STR010", Reason: "全市统一", Source: ".nianbao.yaml"}, "BAL002 BAL002 STR012"},
		{Waiver{Rule: "STR012", Source: ".nianbao.yaml"}, "BAL002 BAL002 STR012"},
		{Waiver{Rule: "STR012", Reason: "全市统一", Until: "2024-12-31", Source: ".nianbao.yaml"}, "BAL002 BAL002 IGN003/profile STR012"},
		{Waiver{Rule: "STR010", Reason: "全市统一", Until: "2024-12-31", Source: ".nianbao.yaml"}, "BAL002 BAL002 STR012"},
	} {
		if got := run(today, tc.waiver); got != tc.want {
			t.Errorf("%+v:\n got %s\nwant %s", tc.waiver, got, tc.want)
		}
	}
	if got := run(time.Time{}, Waiver{Rule: "STR012", Reason: "全市统一", Until: "2024-12-31"}); got != "BAL002 BAL002 [STR012]" {
		t.Errorf("without a clock: %s", got)
	}
	if fault := c.WaiverFault(Waiver{Rule: "STR012"}); fault != "reason" {
		t.Errorf("fault %q", fault)
	}
}

func faultyReport(t *testing.T, waivers string) *report.Report {
	t.Helper()
	r, err := fragment.Read(faulty+waivers, source.Options{Editions: reporttest.Editions(), Words: reporttest.Words()})
	if err != nil {
		t.Fatal(err)
	}
	return r
}
