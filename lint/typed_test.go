package lint

import "testing"

// Dates in full width are found in every form that the rules of dates read, and
// nothing else is.
func TestWideDates(t *testing.T) {
	c := catalogue(t)
	for text, want := range map[string]string{
		"２０２５年１月１６日":   "2025年1月16日",
		"2025年１月16日":   "2025年1月16日",
		"２０２５－０１－１６":   "2025-01-16",
		"2025－01－16":   "2025-01-16",
		"２０２５．１．１６":    "2025.1.16",
		"2025／1／16":    "2025/1/16",
		"2025年1月16日":   "",
		"2025-01-16":   "",
		"二〇二五年一月十六日":   "",
		"二○二五年一月十六日":   "",
		"２０２５年２月３０日":   "", // DAT004
		"（2025年1月16日）": "",
	} {
		for _, key := range []string{"落款: {机关: 云岭市青河区市场监督管理局, 日期: " + text + "}\n", "发布日期: " + text + "\n"} {
			got := ""
			for _, f := range lintFragment(t, c, key) {
				if f.Rule == "VAL007" {
					got = f.Fix.Edits[0].To
				}
			}
			if got != want {
				t.Errorf("%s: %q, not %q", key, got, want)
			}
		}
	}
}

// The space that YAML puts for a line break was not typed, so it is SRC011 that
// speaks of it and not the rule of spaces.
func TestSpacesOfFolds(t *testing.T) {
	const head = "%FILE\n机关: {名称: 云岭市水务局, 类型: 部门}\n年度: 2024\n总体情况:\n  主动公开:\n"
	c := catalogue(t)
	rules := func(text string) map[string]int {
		found := map[string]int{}
		for _, f := range lintFragment(t, c, head+text) {
			found[f.Rule]++
		}
		return found
	}
	if got := rules("    全年主动公开政府信息，\n    其中规范性文件全文公开。\n"); got["PUN004"] != 0 || got["SRC011"] != 1 {
		t.Errorf("%v", got)
	}
	if got := rules("    全年主动公开政府 信息，其中规范性文件全文公开。\n"); got["PUN004"] != 1 || got["SRC011"] != 0 {
		t.Errorf("%v", got)
	}
}
