package main

import (
	"slices"
	"strings"
	"testing"

	"nianbao/internal/edit"
	"nianbao/internal/report"
	"nianbao/internal/report/reporttest"
	"nianbao/internal/source"
	"nianbao/lint"
	"nianbao/lint/fragment"
	"nianbao/render/document"
	"nianbao/rules"
)

// printed are the headings and paragraphs of a report's texts from a part's
// heading to the next one.
func printed(t *testing.T, r *report.Report, part int) []string {
	t.Helper()
	doc, err := document.Build(r, document.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	at := -1
	for _, b := range doc.Blocks {
		switch b := b.(type) {
		case document.Heading:
			if b.Level == 1 {
				at++
			}
			if at == part {
				lines = append(lines, b.Text)
			}
		case document.Paragraph:
			if at == part {
				lines = append(lines, b.Lead+b.Text)
			}
		}
	}
	return lines
}

// A typed heading is reported, mended and printed by one reading: the page of
// the file as it is is that of the mended file, on which nothing is left to mend.
func TestTypedHeadingsAreReadOnce(t *testing.T) {
	reading := source.Options{Editions: reporttest.Editions(), Words: reporttest.Words()}
	catalogue, err := lint.LoadCatalogue(rules.Files)
	if err != nil {
		t.Fatal(err)
	}
	find := func(r *report.Report) (forms []string, edits []edit.Edit) {
		for _, f := range lint.New(catalogue, lint.Options{}).Lint(r).Findings {
			if f.Rule != "STR015" {
				continue
			}
			forms = append(forms, f.Form)
			if f.Fix == nil {
				continue
			}
			for _, e := range f.Fix.Edits {
				edits = append(edits, edit.Edit{At: e.At, To: e.To, Paragraph: e.Span.Paragraph, From: e.Span.From, Until: e.Span.Until, Pos: e.Pos})
			}
		}
		return forms, edits
	}
	const own = "一、总体情况|全年政府信息公开工作平稳有序。|（一）主动公开|全年公开信息。|（二）依申请公开|申请渠道畅通。"
	active := func(text string) string {
		return "总体情况: {政府信息管理: !absent x, 平台建设: !absent x, 监督保障: !absent x, 主动公开: " + text + "}"
	}
	for _, c := range []struct {
		fragment, forms string
		part            int
		page            string
	}{
		// On a line of its own, with every kind of number or none.
		{active("[（一）主动公开, 全年公开信息。]"), "text", 0, own},
		{active("[（二）主动公开情况, 全年公开信息。]"), "text", 0, own},
		{active("[(一) 主动公开。, 全年公开信息。]"), "text", 0, own},
		{active("[（一）、主动公开：, 全年公开信息。]"), "text", 0, own},
		{active("[一、　主动公开, 全年公开信息。]"), "text", 0, own},
		{active("[1．主动公开, 全年公开信息。]"), "text", 0, own},
		{active("[①主动公开, 全年公开信息。]"), "text", 0, own},
		{active("[第一、主动公开工作, 全年公开信息。]"), "text", 0, own},
		{active("[Ⅰ.主动公开, 全年公开信息。]"), "text", 0, own},
		{active("[（ １ ） 主 动 公 开, 全年公开信息。]"), "text", 0, own},
		{active("[主动公开, 全年公开信息。]"), "text", 0, own},
		{active("[一、总体情况, （一）主动公开, 全年公开信息。]"), "text text", 0, own},
		{active("[总体情况, 全年公开信息。]"), "", 0, strings.Replace(own, "全年公开信息", "总体情况|全年公开信息", 1)},
		// Run in with its number.
		{active("（一）主动公开。全年公开信息。"), "text", 0, own},
		{active("（一）主动公开情况：全年公开信息。"), "text", 0, own},
		{active("（一） 主动公开　全年公开信息。"), "text", 0, own},
		{active("1、主动公开。全年公开信息。"), "text", 0, own},
		// At the end of the text before.
		{active("[全年公开信息。, （二）依申请公开]"), "text", 0, own},
		{"导语: [统计期限为2024年1月1日至2024年12月31日。, 一、总体情况]\n" + active("全年公开信息。"), "text", 0, own},
		{"总体情况: {概述: [全年政府信息公开工作平稳有序。, （一）主动公开], 主动公开: 全年公开信息。, 政府信息管理: !absent x, 平台建设: !absent x, 监督保障: !absent x}", "text", 0, own},
		// The number before words of the author's own.
		{active("[（一）扎实推进主动公开, 全年公开信息。]"), "number", 0, strings.Replace(own, "全年公开信息", "扎实推进主动公开|全年公开信息", 1)},
		{active("（一）聚焦重点领域。全年公开信息。"), "number", 0, strings.Replace(own, "全年公开信息", "聚焦重点领域。全年公开信息", 1)},
		{active("{标题: 强化公开, 正文: [（一）主动公开, 全年公开信息。]}"), "text", 0, strings.Replace(own, "主动公开", "强化公开", 1)},
		{active("{标题: 一、强化公开, 正文: （一）强化公开。全年公开信息。}"), " text", 0, strings.Replace(own, "主动公开", "强化公开", 1)},
		{active("{标题: （一）, 正文: 全年公开信息。}"), "bare", 0, strings.Replace(own, "主动公开|", "", 1)},
		{active("{标题: '（一）、主动公开', 正文: 全年公开信息。}"), "", 0, own},
		{active("{标题: '第一、主动公开', 正文: 全年公开信息。}"), "", 0, own},
		// The headings of parts.
		{"总体情况: {概述: [一、总体情况, 全年政府信息公开工作平稳有序。], 主动公开: 全年公开信息。, 政府信息管理: !absent x, 平台建设: !absent x, 监督保障: !absent x}", "text", 0, own},
		{"其他需要报告的事项: [六、其他需要报告的事项, 未收取信息处理费。]", "text", 5, "六、其他需要报告的事项|未收取信息处理费。"},
		{"其他需要报告的事项: 六、其他需要报告的事项：未收取信息处理费。", "text", 5, "六、其他需要报告的事项|未收取信息处理费。"},
		{"存在的主要问题及改进情况: {问题: [五、存在的主要问题及改进情况, （一）存在的主要问题, 更新不及时。], 改进: （二）改进情况。建立巡查制度。}", "text text text", 4,
			"五、存在的主要问题及改进情况|（一）存在的主要问题|更新不及时。|（二）改进情况|建立巡查制度。"},
		{"存在的主要问题及改进情况: {问题: [（一）主要问题, 更新不及时。], 改进: （二）下一步改进措施。建立巡查制度。}", "text text", 4,
			"五、存在的主要问题及改进情况|（一）存在的主要问题|更新不及时。|（二）改进情况|建立巡查制度。"},
		// A part pasted into one of its sections; what is not given is not printed.
		{"总体情况: {概述: '', 主动公开: [（一）主动公开, 全年公开信息。, （二）依申请公开, 申请渠道畅通。], 依申请公开: ~, 政府信息管理: '', 平台建设: !absent x, 监督保障: {标题: （五）监督保障, 正文: ''}}",
			"text elsewhere ", 0, "一、总体情况|（一）主动公开|全年公开信息。|（二）依申请公开|申请渠道畅通。"},
		// Aspects without text, one of which has a heading of the author's own.
		{"总体情况: {依申请公开: ~, 政府信息管理: ' ', 平台建设: {标题: 平台建设有力。}, 监督保障: （五）监督保障}", "text", 0,
			"一、总体情况|全年政府信息公开工作平稳有序。|（一）主动公开|全年公开信息，内容及时更新。|（二）平台建设有力。"},

		// Numbers that the page does not make.
		{active("[全年公开信息。, 一是公开法定内容。, 二是公开重点领域。]"), "", 0, strings.Replace(own, "全年公开信息。", "全年公开信息。|一是公开法定内容。|二是公开重点领域。", 1)},
		{active("[1.法定公开内容。全年公开信息。, 2.重点领域。逐项公开。]"), "", 0, strings.Replace(own, "全年公开信息。", "1.法定公开内容。全年公开信息。|2.重点领域。逐项公开。", 1)},
		{active("[1.主动公开。全年公开信息。, 2.政策解读。逐项解读。]"), "", 0, strings.Replace(own, "全年公开信息。", "1.主动公开。全年公开信息。|2.政策解读。逐项解读。", 1)},
		{active("第一，公开法定内容。第二，公开重点领域。"), "", 0, strings.Replace(own, "全年公开信息。", "第一，公开法定内容。第二，公开重点领域。", 1)},
		{active("（一）公开法定内容。（二）公开重点领域。"), "", 0, strings.Replace(own, "全年公开信息。", "（一）公开法定内容。（二）公开重点领域。", 1)},
		{active("[（一）公开法定内容。全年公开信息。, （二）公开重点领域。逐项公开。]"), "", 0, strings.Replace(own, "全年公开信息。", "（一）公开法定内容。全年公开信息。|（二）公开重点领域。逐项公开。", 1)},
		{active("主动公开工作有序推进，全年公开信息。"), "", 0, strings.Replace(own, "全年公开信息。", "主动公开工作有序推进，全年公开信息。", 1)},
		{active("主动公开：全年公开信息。"), "", 0, strings.Replace(own, "全年公开信息。", "主动公开：全年公开信息。", 1)},
		{active("一、二级目录已经公开。"), "", 0, strings.Replace(own, "全年公开信息。", "一、二级目录已经公开。", 1)},
		{"总体情况: !absent x\n存在的主要问题及改进情况: [（一）存在的主要问题, 更新不及时。, （二）改进情况, 建立巡查制度。]", "", 4,
			"五、存在的主要问题及改进情况|（一）存在的主要问题|更新不及时。|（二）改进情况|建立巡查制度。"},
		{"其他需要报告的事项: [（一）信息处理费, 未收取。, （二）其他事项, 无。]", "", 5, "六、其他需要报告的事项|（一）信息处理费|未收取。|（二）其他事项|无。"},
		{"总体情况: [（一）主动公开, 全年公开信息。, （二）依申请公开。申请渠道畅通。]", "", 0, "一、总体情况|（一）主动公开|全年公开信息。|（二）依申请公开。申请渠道畅通。"},
		{"总体情况: {概述: [（一）主动公开, 全年公开信息。], 主动公开: !absent x, 依申请公开: ~, 政府信息管理: !absent x, 平台建设: !absent x, 监督保障: !absent x}", "", 0, "一、总体情况|（一）主动公开|全年公开信息。"},
	} {
		r, err := fragment.Read(c.fragment, reading)
		if err != nil {
			t.Fatalf("%v in\n%s", err, c.fragment)
		}
		forms, edits := find(r)
		if got := strings.Join(forms, " "); got != c.forms || len(forms) == 0 && c.forms != "" {
			t.Errorf("forms %q, want %q, on\n%s", got, c.forms, c.fragment)
		}
		want := strings.Split(c.page, "|")
		if got := printed(t, r, c.part); !slices.Equal(got, want) {
			t.Errorf("printed %q\n want %q, on\n%s", got, want, c.fragment)
		}
		data, changes, left, err := source.Mend(r, r.Source, edits, reading)
		if err != nil || len(changes) != len(edits) || len(left) > 0 {
			t.Errorf("mended %d of %d, left %+v, %v, on\n%s", len(changes), len(edits), left, err, c.fragment)
		}
		mended := source.Read(r.Path, data, reading)
		if _, edits := find(mended); len(edits) > 0 {
			t.Errorf("there is still to mend, %+v, in\n%s", edits, data)
		}
		if got := printed(t, mended, c.part); !slices.Equal(got, want) {
			t.Errorf("mended it prints %q\n want %q, on\n%s", got, want, c.fragment)
		}
	}
}
