package lint

import (
	"slices"
	"strconv"
	"testing"
)

// What was left open and small faults: sentences on which a rule fires, and those
// that are right.
func TestTrapsInSmallFaults(t *testing.T) {
	c := catalogue(t)
	for rule, texts := range map[string]struct{ faults, traps []string }{
		"STR014": {
			faults: []string{"召开专题会议次，参训120人次。", "组织业务培训次，反响良好。", "接待来访人次。", "聘请监督员名。", "受理诉求万件。", "发布政策解读篇。", "发布政务信息条，更新及时。", "收取信息处理费元。",
				"增长%，势头良好。", "安排经费**万元。", "收录文件N件。", "浏览量X人次。", "名单（待核实）另行公布。", "网站（具体网址）改版。", "举办活动（此处补充照片）。", "公众号“”推送信息。", "于2024年月日，召开会议。", "请与本局办公室（电话：12345）。"},
			traps: []string{"每次会议、首次培训、历次检查均有记录。", "全年参训196人次，培训3次。", "统计培训人次、场次。", "按参训人次，分档奖励。", "未收到依申请公开件。", "受理诉求数万件，惠及上万人次。", "公示期、培训期均为5天。", "“1+N”制度体系。", "群众扫描二维码即可查看办事指南，方便快捷。",
				"请与本局办公室联系（电话：12345）。", "参加培训人员名单已公布。", "本局与司法局共同开展检查。", "第N次修改用N95口罩。", "收费按件计算，以元为单位。", "增长8%，下降百分之三。"},
		},
		"PUN002": {
			faults: []string{"占12.5.6%。", "得分3..95分。", "访问38,60万次。", "列支3.2.0万元。"},
			traps:  []string{"访问1,286次，得分3.95分。", "系统升级到2.1.3版。", "2024.1.2召开会议。", "访问12，386次。", "分别为3，15件。"},
		},
		"PUN003": {
			faults: []string{"设\"公开角\"，备有指南。", "执行制度（云水发（2024）3号）。", "执行制度（云水发[2024]3号）。"},
			traps:  []string{"执行制度（云水发〔2024〕3号）。", "判决书（2023）云01行初12号已生效。", "屏幕12\"和15\"各一块。", "使用\"App\"查询。"},
		},
		"DAT006": {
			faults: []string{"2024年6月18日（星期三）召开会议。", "2024年6月18日，周五，召开会议。"},
			traps:  []string{"2024年6月18日（星期二）召开会议。", "6月18日（星期三）召开会议。", "2024年6月18日起周一至周五接待。", "2024年6月18日，周边群众参加。"},
		},
		"DAT004": {
			faults: []string{"数据自2024年1月1日至12月31止。", "截至2024年12月31，共公开12条。"},
			traps:  []string{"数据自2024年1月1日至12月31日止。", "从1月12件增至3月15件。"},
		},
		"WRD006": {
			faults: []string{"参训190余6人次。", "检查2余次。", "由贵办派人参加。", "贵局网站更新及时。"},
			traps:  []string{"参训190余人次，检查十余次。", "投资5余万元。", "尊贵局面、宝贵办法。", "3.5余万字。"},
		},
		"WRD008": {
			faults: []string{"严格执行《办法》。"},
			traps:  []string{"严格执行《条例》。", "执行《某市信息公开办法》（以下简称《办法》），《办法》已上网。"},
		},
	} {
		for _, text := range slices.Concat(texts.faults, texts.traps) {
			found := lintFragment(t, c, "总体情况: {概述: "+strconv.Quote(text)+"}")
			got := slices.ContainsFunc(found, func(f Finding) bool { return f.Rule == rule })
			if want := slices.Contains(texts.faults, text); want != got {
				t.Errorf("%s on %s: %v", rule, text, got)
			}
		}
	}
	parts := "总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、政府信息公开行政复议、行政诉讼情况、存在的主要问题及改进情况"
	period := "统计期限自2024年1月1日起至12月31日止。"
	for text, fires := range map[string]int{
		"本报告由" + parts + "六个部分组成。":          1,
		"本报告由" + parts + "、其他需要报告的事项七部分组成。": 1,
		"本报告由" + parts + "、其他需要报告的事项六部分组成。": 0,
		"本报告共六个部分。":                         0,
	} {
		checkTrap(t, c, "STR018", "导语: "+strconv.Quote(text+period), fires)
	}
}
