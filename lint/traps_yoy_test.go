package lint

import (
	"strings"
	"testing"
)

// Against last year's report: what is a trap stays silent, its neighbours fire.
func TestTrapsAcrossYears(t *testing.T) {
	const (
		requests = "收到和处理政府信息公开申请情况"
		active   = "主动公开政府信息情况"
		left     = requests + ": {结转下年度: [2, 1, 0, 0, 0, 0, 3]}"
		problem  = "部分街道公示栏的信息更换不够及时，政策解读以文字为主，图表和视频较少，老年人看不明白，窗口告知也不够耐心细致。"
		manage   = "信息发布实行科室初审、办公室复审、分管领导终审，逐件登记来源、审核人和发布时间，每季度抽查一次，发现错漏当日更正并通报，大厅电子屏由值班员早晚各看一遍。"
		other    = "新建信息台账，按主题归档，历年文件扫描入库，群众可以在大厅的自助机上按标题、文号检索并打印，工作人员在旁指导使用。"
	)
	const last = requests + ": {本年新收: 535, 上年结转: 16, 予以公开: 530, 总计: 530, 结转下年度: 21}"
	grown := func(by string) string {
		return "总体情况: {依申请公开: 全年收到政府信息公开申请564件" + by + "。}\n" +
			requests + ": {本年新收: 564, 上年结转: 21, 予以公开: 568, 总计: 568, 结转下年度: 17}"
	}
	const (
		disputes = "行政复议行政诉讼情况"
		both     = disputes + ": {行政复议: [6, 1, 1, 1, 9], 未经复议直接起诉: [2, 0, 0, 1, 3], 复议后起诉: [0, 0, 0, 0, 0]}"
		table    = active + ": {行政许可: 864, 行政规范性文件: [1, 1, 10], 行政事业性收费: 100}"
	)
	cases := func(review, suit string) string {
		return "总体情况: {依申请公开: 被申请" + review + "。被提起" + suit + "。}\n" +
			disputes + ": {行政复议: [5, 1, 1, 0, 7], 未经复议直接起诉: [3, 0, 0, 1, 4], 复议后起诉: [0, 0, 0, 0, 0]}"
	}
	two := func(text string) string {
		return "总体情况: {主动公开: " + text + "。}\n" + active + ": {行政许可: 846, 行政规范性文件: [2, 1, 11], 行政事业性收费: 120}"
	}
	for _, tc := range []struct {
		rule, previous, example string
		fires                   int
	}{
		// Carried over, column by column.
		{"YOY001", left, requests + ": {上年结转: [2, 1, 0, 0, 0, 0, 3]}", 0},
		{"YOY001", left, requests + ": {上年结转: [3, 0, 0, 0, 0, 0, 3]}", 2},
		{"YOY001", left, requests + ": {上年结转: [1, 1, 0, 0, 0, 0, 2]}", 2},
		{"YOY001", left, requests + ": {上年结转: [1, 1, 0, 0, 0, 0]}", 1},
		{"YOY001", left, requests + ": {上年结转: [2, 1, 0, 0, 0, 0]}", 0},
		{"YOY001", left, requests + ": {上年结转: [2, 1, ~, ~, ~, ~, 3]}", 0},
		{"YOY001", left, requests + ": {上年结转: [2, ~, 0, 0, 0, 0, 3]}", 1},
		{"YOY001", left, requests + ": {上年结转: [~, ~, ~, ~, ~, ~, 3]}", 0},
		{"YOY001", left, requests + ": {上年结转: 3}", 0},
		{"YOY001", left, requests + ": {上年结转: 4}", 1},
		{"YOY001", left, requests + ": {上年结转: [~, ~, ~, ~, ~, ~, ~]}", 1},
		{"YOY001", left, requests + ": {上年结转: [两件, 1, 0, 0, 0, 0, 3]}", 0},
		{"YOY001", left, requests + ": !absent x", 0},
		{"YOY001", requests + ": {结转下年度: 3}", requests + ": {上年结转: [1, 2, 0, 0, 0, 0, 3]}", 0},
		{"YOY001", requests + ": {结转下年度: [/, /, /, /, /, /, 3]}", requests + ": {上年结转: [1, 2, 0, 0, 0, 0, 3]}", 0},
		{"YOY001", requests + ": {结转下年度: [~, ~, ~, ~, ~, ~, ~]}", requests + ": {上年结转: [1, 2, 0, 0, 0, 0, 3]}", 0},
		{"YOY001", requests + ": {结转下年度: [1, ~, 0, 0, 0, 0, 1]}", requests + ": {上年结转: [1, 2, 0, 0, 0, 0, 3]}", 2},
		// A restatement in prose is accepted, other talk of carrying over is not.
		{"YOY001", left, requests + ": {上年结转: [3, 1, 0, 0, 0, 0, 4]}\n其他需要报告的事项: [本年度未收取信息处理费。, 上年度报告结转下年度继续办理的数据少计1件，本报告更正为4件。]", 0},
		{"YOY001", left, requests + ": {上年结转: [3, 1, 0, 0, 0, 0, 4]}\n总体情况: {概述: 因统计口径调整，2023年结转的申请数量与上一报告不一致。}", 0},
		{"YOY001", left, requests + ": {上年结转: [3, 1, 0, 0, 0, 0, 4]}\n总体情况: {概述: 上年结转的申请4件全部办结。栏目设置作了调整。}", 2},
		// Another year, or the same, is not compared with.
		{"YOY001", "年度: 2022\n" + left, requests + ": {上年结转: [1, 1, 0, 0, 0, 0, 2]}", 0},
		{"YOY001", "年度: 2024\n" + left, requests + ": {上年结转: [1, 1, 0, 0, 0, 0, 2]}", 0},

		// Documents in force.
		{"YOY002", active + ": {行政规范性文件: [0, 0, 8]}", active + ": {行政规范性文件: [2, 1, 9]}", 0},
		{"YOY002", active + ": {行政规范性文件: [0, 0, 8]}", active + ": {行政规范性文件: [2, 1, 8]}", 1},
		{"YOY002", active + ": {行政规范性文件: [0, 0, ~]}", active + ": {行政规范性文件: [2, 1, 8]}", 0},
		{"YOY002", active + ": {行政规范性文件: [0, 0, 8]}", active + ": {行政规范性文件: [2, ~, 8]}", 0},
		{"YOY002", active + ": {行政规范性文件: [0, 0, 8], 规章: [0, 0, 2]}", active + ": {行政规范性文件: [2, 1, 8]}", 2},
		{"YOY002", active + ": {行政规范性文件: [0, 0, 8]}", active + ": {行政规范性文件: [2, 1, 5]}\n总体情况: {概述: 因机构改革，上年有效的规范性文件有4件移交区数据局。}", 0},
		{"YOY002", active + ": {行政规范性文件: [0, 0, 8]}", active + ": {行政规范性文件: [2, 1, 5]}\n总体情况: {概述: 对规范性文件开展了清理。}", 1},

		// Leaps.
		{"YOY003", active + ": {行政许可: 12}", active + ": {行政许可: 60}", 0},
		{"YOY003", active + ": {行政许可: 12}", active + ": {行政许可: 61}", 1},
		{"YOY003", active + ": {行政许可: 0}", active + ": {行政许可: 19}", 0},
		{"YOY003", active + ": {行政许可: 0}", active + ": {行政许可: 20}", 1},
		{"YOY003", active + ": {行政许可: 3}", active + ": {行政许可: 27}", 1},
		{"YOY003", active + ": {行政许可: 1}", active + ": {行政许可: 6}", 0},
		{"YOY003", active + ": {行政许可: 50}", active + ": {行政许可: 10}", 0},
		{"YOY003", active + ": {行政许可: 51}", active + ": {行政许可: 10}", 1},
		{"YOY003", active + ": {行政许可: ~}", active + ": {行政许可: 5000}", 0},
		{"YOY003", active + ": {行政事业性收费: 20}", active + ": {行政事业性收费: 99}", 0},
		{"YOY003", active + ": {行政事业性收费: 20}", active + ": {行政事业性收费: 101}", 1},
		{"YOY003", active + ": {行政事业性收费: 20}", active + ": {行政事业性收费: 200000}", 0},
		{"YOY003", requests + ": {本年新收: [2, 0, 0, 0, 0, 0, 2]}", requests + ": {本年新收: [60, 0, 0, 0, 0, 0, 60]}", 1},
		{"VAL009", active + ": {行政事业性收费: 20}", active + ": {行政事业性收费: 200000}", 1},
		{"VAL009", active + ": {行政事业性收费: 20}", active + ": {行政事业性收费: 2000}", 0},
		{"VAL009", active + ": {行政事业性收费: 0}", active + ": {行政事业性收费: 200000}", 0},
		{"VAL009", active + ": {行政事业性收费: 20}", active + ": {行政事业性收费: 20万元}", 0},
		{"VAL009", active + ": {行政事业性收费: 20}", active + ": {行政事业性收费: 75394432}", 1},

		// Repeated text.
		{"YOY004", "总体情况: {政府信息管理: " + manage + "}", "总体情况: {政府信息管理: " + manage + "}", 1},
		{"YOY004", "总体情况: {政府信息管理: " + manage + "}", "总体情况: {平台建设: " + manage + "}", 1},
		{"YOY004", "总体情况: {政府信息管理: " + manage + "}", "总体情况: {政府信息管理: " + other + "}", 0},
		{"YOY004", "总体情况: {政府信息管理: 2023年，" + manage + "}", "总体情况: {政府信息管理: 2024年，" + manage + "}", 1},
		{"YOY004", "总体情况: {政府信息管理: 二〇二三年，" + manage + "}", "总体情况: {政府信息管理: 二〇二四年，" + manage + "}", 1},
		{"YOY004", "总体情况: {政府信息管理: " + manage + "}", "总体情况: {政府信息管理: '" + spaced(manage) + "'}", 1},
		{"YOY004", "总体情况: {政府信息管理: " + manage + "}", "总体情况: {政府信息管理: " + manage[:len(manage)/9*3] + other + problem + "}", 0},
		{"YOY004", "总体情况: {主动公开: 全年主动公开政府信息1234条，其中规范性文件3件、财政信息56条、规划计划7条、行政许可和处罚信息890条、其他信息278条，比上年略有增加。}",
			"总体情况: {主动公开: 全年主动公开政府信息2345条，其中规范性文件5件、财政信息77条、规划计划9条、行政许可和处罚信息998条、其他信息1256条，比上年略有增加。}", 0},
		{"YOY004", "导语: " + manage, "导语: " + manage, 0},
		{"YOY004", "总体情况: {主动公开: {标题: " + manage + ", 正文: 有。}}", "总体情况: {主动公开: {标题: " + manage + ", 正文: 有。}}", 0},
		{"YOY004", "其他需要报告的事项: 依据《政府信息公开信息处理费管理办法》，本年度没有向任何申请人收取过信息处理费，也没有发出过任何收费通知。",
			"其他需要报告的事项: 依据《政府信息公开信息处理费管理办法》，本年度没有向任何申请人收取过信息处理费，也没有发出过任何收费通知。", 0},
		{"YOY004", "总体情况: {监督保障: 全年未发生因政府信息公开工作引起的行政复议和行政诉讼案件，也未收到对政府信息公开工作的投诉举报，未因此追究任何人的责任。}",
			"总体情况: {监督保障: 全年未发生因政府信息公开工作引起的行政复议和行政诉讼案件，也未收到对政府信息公开工作的投诉举报，未因此追究任何人的责任。}", 0},
		{"YOY004", "存在的主要问题及改进情况: {问题: " + problem + "}", "存在的主要问题及改进情况: {问题: " + problem + "}", 1},
		// One half of part five word for word, the other new.
		{"YOY004", five(problem, manage), five(problem, other+"下半年起逐月通报。"), 1},
		{"YOY004", five("答复不够规范，有的文书说理简单。", other), five(problem+manage, other), 1},
		{"YOY004", five("受理的申请中，无法提供的申请占比较高，申请人对各部门的职责分工还不够了解，网上指引也少。", manage),
			five("受理的申请中，无法提供的申请占比较高，申请人对各部门的职责分工还不够了解，网上指引也少。", other), 1},
		{"YOY004", five(problem, manage), five(problem[:len(problem)/6*3]+"窗口人员轮换较快，补正告知书有3件返工，归档也不够及时。", other), 0},
		{"YOY004", five("公示栏更新不够及时，有12处信息过期，群众来电反映5次，讲解也少。", manage), five("公示栏更新不够及时，有9处信息过期，群众来电反映2次，讲解也少。", other), 0},
		{"YOY004", "总体情况: {政府信息管理: " + manage + ", 平台建设: " + other + "}", "总体情况: {政府信息管理: " + manage + ", 平台建设: " + other + "}", 1},
		{"YOY004", "年度: 2022\n总体情况: {政府信息管理: " + manage + "}", "总体情况: {政府信息管理: " + manage + "}", 0},

		// The change of the applications: 535 last year, 564 now.
		{"YOY006", last, grown("，比上年增长5.4%"), 0},
		{"YOY006", last, grown("，比上年增长4.5%"), 1},
		{"YOY006", last, grown("，同比下降5.4%"), 1},
		{"YOY006", last, grown("，同比上升5%"), 0},
		{"YOY006", last, grown("（均为网上提交），同比增长4%"), 1},
		{"YOY006", last, grown("，比2023年增加29件，增长5.4%"), 0},
		{"YOY006", last, grown("，比2023年增加39件，增长5.4%"), 1},
		{"YOY006", last, grown("，比2023年增加29件，增长4.5%"), 1},
		{"YOY006", last, grown("，与2023年的535件相比，增加29件"), 0},
		{"YOY006", last, grown("，与2023年的545件相比，增加19件"), 1},
		{"YOY006", last, grown("，同比增长3.5%（上年545件）"), 1},
		{"YOY006", last, grown("，较2022年增长12.7%"), 0},
		{"YOY006", last, grown("，同比增长约4%"), 0},
		{"YOY006", last, grown("，同比增长4%左右"), 0},
		{"YOY006", last, grown("，比上年增长6.2%"), 0}, // with those carried in: 585 and 551
		{"YOY006", last, grown("，比上年增加38件"), 0},  // those answered: 568 and 530
		{"YOY006", last, grown("，其中网上申请同比增长4%"), 0},
		{"YOY006", last, "总体情况: {依申请公开: 上半年收到政府信息公开申请564件，同比增长50%。}\n" + grown("，比上年增长5.4%")[strings.Index(grown("，比上年增长5.4%"), requests):], 0},
		{"YOY006", last, grown("，比上年增长4.5%。上年新收件数少计5件，更正为540件"), 0},
		{"YOY006", last, grown("，比上年有所增加"), 0},
		{"YOY006", last, grown("，同比略有下降"), 1},
		{"YOY006", last, grown("，与上年持平"), 1},
		{"YOY006", last, grown("，与上年基本持平"), 0},
		{"YOY006", last, grown("（2023年为535件）"), 0},
		{"YOY006", last, grown("（2023年为545件）"), 1},
		{"YOY006", last, grown("（2022年为545件）"), 0},
		{"YOY006", last, grown("，同比减少13件，下降2.4%（2023年为551件）"), 1}, // of those with the carried in
		{"YOY006", both, cases("行政复议7件，比上年减少2件", "行政诉讼4件，同比增长33.3%"), 0},
		{"YOY006", both, cases("行政复议7件，比上年增加2件", "行政诉讼4件，同比下降"), 2},
		{"YOY006", both, cases("行政复议7件（同比下降30.0%）", "行政诉讼4件，与上年相同"), 2},
		{"YOY006", both, cases("行政复议7件，维持5件，比上年减少1件", "行政诉讼4件"), 0},
		{"YOY006", both, cases("行政复议7件，维持5件，比上年增加1件", "行政诉讼4件"), 1},
		{"YOY006", both, cases("行政复议7件，比上年减少两成", "行政诉讼4件（其中，未经复议直接起诉4件）"), 0},
		{"YOY006", table, two("作出行政许可决定846件，比上年下降2.1%"), 0},
		{"YOY006", table, two("作出行政许可决定846件，比上年增长2.1%"), 1},
		{"YOY006", table, two("作出行政许可决定846件（比上年多18件）"), 1},
		{"YOY006", table, two("作出行政许可决定846件，其中取水许可203件，比上年多18件"), 0},
		{"YOY006", table, two("制发行政规范性文件2件，比上年多1件"), 0},
		{"YOY006", table, two("制发行政规范性文件2件，比上年少1件"), 1},
		{"YOY006", table, two("制发行政规范性文件2件，废止1件，与上年持平"), 0},
		{"YOY006", table, two("收取行政事业性收费120万元，比上年增长20%"), 0},
		{"YOY006", table, two("收取行政事业性收费120万元，比上年下降20%"), 1},
		{"YOY006", requests + ": {本年新收: 535}", grown("，比上年增长4.5%"), 1},
		{"YOY006", requests + ": {本年新收: ~}", grown("，比上年增长4.5%"), 0},

		// What the agency says of itself.
		{"YOY005", "机关: {名称: 某市某区某局}", "", 0},
		{"YOY005", "机关: {名称: 某市某区另一局}", "", 1},
		{"YOY005", "机关: {名称: 某市 某区某局}", "", 0},
		{"YOY005", "联系方式: {电话: 0340-8215206, 地址: 和顺路28号}", "联系方式: {电话: （0340）8215206, 地址: 和顺路28号}", 0},
		{"YOY005", "联系方式: {电话: 0340-8215206, 地址: 和顺路28号}", "联系方式: {电话: 0340-8215207, 地址: 和顺路30号}", 2},
		{"YOY005", "联系方式: {电话: 0340-8215206}", "联系方式: {地址: 和顺路30号}", 0},
		{"YOY005", "导语: 如有疑问，请与我局联系（地址：和顺路28号，电话：0340-8215206）。", "联系方式: {电话: 0340-8215206, 地址: 和顺路28号}", 0},
		{"YOY005", "导语: 如有疑问，请与我局联系（地址：和顺路28号，电话：0340-8215206）。", "导语: 如有疑问，请与我局联系（地址：和顺路28号，电话：0340-8215209）。", 1},
	} {
		var all []string
		n := 0
		c := catalogue(t)
		previous := tc.previous
		if !strings.Contains(previous, "存在的主要问题") {
			previous = fresh + previous
		}
		for _, f := range lintAgainst(t, c, previous, tc.example) {
			all = append(all, f.Rule+" "+c.Message(&f, "zh"))
			if f.Rule == tc.rule {
				n++
			}
		}
		if n != tc.fires {
			t.Errorf("%s fires %d times, want %d, on\n%s\nafter\n%s\nfound: %s", tc.rule, n, tc.fires, tc.example, tc.previous, strings.Join(all, "\n"))
		}
	}
}

// five is part five in its two halves.
func five(problems, improvements string) string {
	return "存在的主要问题及改进情况: {问题: " + problems + ", 改进: " + improvements + "}"
}

// spaced puts a space after every tenth character.
func spaced(text string) string {
	var b strings.Builder
	for i, r := range []rune(text) {
		if i > 0 && i%10 == 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
	}
	return b.String()
}
