package lint

import (
	"slices"
	"strings"
	"testing"
)

// Titles and the forms of STR006 that they have, each fault a finding of its
// own; "-" is the general one.
func TestTitles(t *testing.T) {
	const (
		bureau   = "机关: {名称: 某市某区某局, 类型: 部门}"
		district = "机关: {名称: 云岭市青河区市场监督管理局, 简称: [区市场监管局, 本局], 类型: 部门}"
		city     = "机关: {名称: 云岭市人民政府, 类型: 市级政府}"
		county   = "机关: {名称: 云岭市青河区人民政府, 类型: 县级政府}"
		town     = "机关: {名称: 青河县柳湾镇人民政府, 类型: 乡镇政府}"
		street   = "机关: {名称: 云岭市青河区和顺街道办事处, 类型: 街道办事处}"
		office   = "机关: {名称: 云岭市人民政府办公室, 类型: 政府办公厅（室）}"
	)
	c := catalogue(t)
	for _, tc := range []struct{ agency, title, forms string }{
		{bureau, "某市某区某局2024年政府信息公开工作年度报告", ""},
		{bureau, "某市某区某局 2024 年政府信息公开工作年度报告", ""},
		{bureau, "某市某区某局2024年政府信息公开年度报告", "-"},
		{bureau, "某市某区某局2024年政务公开工作年度报告", "-"},
		{bureau, "（图解）某市某区某局2024年政府信息公开工作年度报告", "-"},
		{bureau, "关于某市某区某局2024年政府信息公开工作年度报告", "-"},
		{bureau, "某市某区某局2024年政府信息公开工作年度报告某市某区某局2024年政府信息公开工作年度报告", "-"},
		{bureau, "某市某区某局2024年度政府信息公开工作年度报告", "year-twice"},
		{bureau, "某市某区某局2024政府信息公开工作年度报告", "year-bare"},
		{bureau, "某市某区某局二〇二四政府信息公开工作报告", "not-annual year-bare year-written"},
		{bureau, "2024年某市某区某局政府信息公开工作年度报告", "year-first"},
		{bureau, "2024年度某市某区某局政府信息公开工作年度报告", "year-first year-twice"},
		{bureau, "某市某区某局政府信息公开工作年度报告（2024年）", "year-last"},
		{bureau, "某市某区某局政府信息公开工作2024年度报告", "year-last"},
		{bureau, "某市某区某局二〇二四年政府信息公开工作年度报告", "year-written"},
		{bureau, "二○二四年某市某区某局政府信息公开工作年度报告", "year-first year-written"},
		{bureau, "某市某区某局２０２４年政府信息公开工作年度报告", "year-written"},
		{bureau, "某市某区某局2023年政府信息公开工作年度报告", "other-year"},
		{bureau, "某市某区某局二〇二三年政府信息公开工作年度报告", "other-year"},
		{bureau, "2023年某市某区某局政府信息公开工作年度报告", "other-year year-first"},
		{bureau, "某市某区某局政府信息公开工作年度报告", "no-year"},
		{bureau, "某市某区某局XX年政府信息公开工作年度报告", ""}, // STR014
		{bureau, "XX局2024年政府信息公开工作年度报告", "no-agency"},
		{bureau, "某市某区某局××××年政府信息公开工作报告", "not-annual"},
		{bureau, "2024年政府信息公开工作年度报告", "no-agency"},
		{bureau, "某局2024年政府信息公开工作年度报告", "no-agency"},
		{bureau, "某市另区某局2024年政府信息公开工作年度报告", "no-agency"},
		{bureau, "政府信息公开工作年度报告", "no-agency no-year"},
		{bureau, "某市某区某局2024年政府信息公开工作报告", "not-annual"},
		{bureau, "某市某区某局关于2024年政府信息公开工作的报告", "not-annual"},
		{bureau, "某市某区某局关于2024年政府信息公开工作情况的报告", "not-annual"},
		{bureau, "某市某区某局2024年政府信息公开工作总结", "not-annual"},
		{bureau, "某市某区某局2024年政府信息公开", "not-annual"},
		{bureau, "某市某区某局2024年度政府信息公开工作报告", "not-annual year-long"},
		{bureau, "2024年某市某区某局政府信息公开工作报告", "not-annual year-first"},
		{bureau, "关于2024年政府信息公开工作的报告", "no-agency not-annual"},
		{bureau, "政府信息公开工作报告", "no-agency no-year not-annual"},
		{bureau, "某市某区某局2024年政府信息公开年度工作报告", "work"},
		{bureau, "某市某区某局2024年政府信息公开工作年度工作报告", "work"},
		{bureau, "某市某区某局2024年度政府信息公开年度工作报告", "work year-twice"},
		{bureau, "某市某区某局2024年政府信息公开工作年报", "work"},
		{bureau, "2024年政府信息公开年度工作报告", "no-agency work"},

		{district, "云岭市青河区市场监督管理局2024年政府信息公开工作年度报告", ""},
		{district, "区市场监管局2024年政府信息公开工作年度报告", "short-name"},
		{district, "青河区市场监督管理局2024年政府信息公开工作年度报告", "short-name"},
		{district, "云岭市青河区市场监管局2024年政府信息公开工作年度报告", "short-name"},
		{district, "2024年青河区市场监管局政府信息公开年度报告", "- short-name year-first"},
		{district, "市场监督管理局2024年政府信息公开工作年度报告", "no-agency"},
		{district, "青河区人民政府2024年政府信息公开工作年度报告", "no-agency"},
		{district, "白河区市场监督管理局2024年政府信息公开工作年度报告", "no-agency"},

		{city, "2024年云岭市政府信息公开工作年度报告", ""},
		{city, "云岭市2024年政府信息公开工作年度报告", ""},
		{city, "云岭市政府信息公开工作年度报告（2024年）", ""},
		{city, "云岭市政府信息公开工作2024年度报告", ""},
		{city, "云岭市人民政府2024年政府信息公开工作年度报告", ""},
		{city, "2024年云岭市人民政府政府信息公开工作年度报告", "year-first"},
		{city, "2024年度云岭市政府信息公开工作年度报告", "year-twice"},
		{city, "云岭市政府2024年政府信息公开工作年度报告", "short-name"},
		{city, "2024年云岭市政府信息公开工作报告", "not-annual"},
		{city, "2023年云岭市政府信息公开工作年度报告", "other-year"},
		{city, "云岭市政府信息公开工作年度报告", "no-year"},
		{city, "2024年白河市政府信息公开工作年度报告", "no-agency"},
		{city, "2024年政府信息公开工作年度报告", "no-agency"},
		{county, "2024年云岭市青河区政府信息公开工作年度报告", ""},
		{county, "青河区2024年政府信息公开工作年度报告", ""},
		{county, "青河区人民政府2024年政府信息公开工作年度报告", "short-name"},
		{county, "云岭市2024年政府信息公开工作年度报告", "short-name"},
		{town, "柳湾镇2024年政府信息公开工作年度报告", ""},
		{town, "2024年青河县柳湾镇政府信息公开工作年度报告", ""},
		{street, "云岭市青河区和顺街道2024年政府信息公开工作年度报告", "short-name"},
		{office, "云岭市2024年政府信息公开工作年度报告", "short-name"},
		{office, "云岭市人民政府办公室2024年政府信息公开工作年度报告", ""},
	} {
		var forms []string
		for _, f := range lintFragment(t, c, tc.agency+"\n落款: !absent x\n标题: "+tc.title) {
			if f.Rule == "STR006" {
				form := f.Form
				if form == "" {
					form = "-"
				}
				forms = append(forms, form)
				grave := slices.Contains([]string{"no-agency", "no-year", "other-year", "not-annual"}, f.Form)
				if grave != (f.Severity == Error) {
					t.Errorf("%s: %s is %s", tc.title, form, f.Severity)
				}
			}
		}
		slices.Sort(forms)
		if got := strings.Join(forms, " "); got != tc.forms {
			t.Errorf("%s\n%s\nhas %q, want %q", tc.agency, tc.title, got, tc.forms)
		}
	}
}
