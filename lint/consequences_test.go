package lint

import (
	"slices"
	"strings"
	"testing"
)

// What follows from a fault of writing is not told beside it: the quotation marks
// around a field are all that is wrong with it, and a text whose end became a
// comment is not blamed for its end. Other faults of the field are told at once.
func TestNothingToldTwice(t *testing.T) {
	c := catalogue(t)
	about := []string{"SRC008", "SRC011", "STR003", "STR006", "STR016", "PUN006"}
	for _, tc := range []struct{ fragment, rules string }{
		{"机关: {名称: “某市某区某局”, 类型: 部门}\n落款: {机关: 某市某区某局, 日期: 2025-01-10}", "SRC011"},
		{"机关: {名称: 某市某区某局, 类型: 部门}\n落款: {机关: “某市某区某局”, 日期: 2025-01-10}", "SRC011"},
		{"机关: {名称: 某市某区某局, 类型: 部门}\n落款: {机关: “某市另区某局”, 日期: 2025-01-10}", "SRC011 STR016"},
		{"机关: {名称: 某市某区某局, 类型: “部门”}", "SRC008"},
		{"机关: {名称: 某市某区某局, 类型: 部门}\n年度: “2024”", "SRC008"},
		{"机关: {名称: 某市某区某局, 类型: 部门}\n年度: 2024\n标题: “某市某区某局2024年政府信息公开工作年度报告”", "SRC011"},
		{"机关: {名称: 某市某区某局, 类型: 部门}\n年度: 2024\n标题: “某市某区某局政府信息公开工作年度报告”", "SRC011 STR006"},
		{"章标题: {总体情况: “总体情况”}", "SRC011"},
		{"章标题: {总体情况: “总体概况”}", "SRC011 STR003"},
		{"总体情况:\n  平台建设: 栏目重新编排，微博开设了新的话题 #政务公开看青河# 阅读量12万次。", "SRC011"},
		{"总体情况:\n  平台建设: 栏目重新编排，微博开设了新的话题", "PUN006"},
	} {
		var rules []string
		for _, f := range lintFragment(t, c, tc.fragment) {
			if slices.Contains(about, f.Rule) {
				rules = append(rules, f.Rule)
			}
		}
		slices.Sort(rules)
		if got := strings.Join(rules, " "); got != tc.rules {
			t.Errorf("%s\nfound %s, want %s", tc.fragment, got, tc.rules)
		}
	}
}
