package lint

import (
	"fmt"
	"strings"
	"testing"

	"nianbao/internal/report"
	"nianbao/internal/report/reporttest"
)

// tablesOf is a report with applications, cases, documents and decisions; the
// sentences of the traps are laid over it.
const tablesOf = `
主动公开政府信息情况:
  规章: [0, 0, 0]
  行政规范性文件: [3, 1, 12]
  行政许可: 120
  行政处罚: 36
  行政强制: 4
  行政事业性收费: 18.36
收到和处理政府信息公开申请情况:
  本年新收: [70, 4, 0, 0, 0, 0, 74]
  上年结转: [1, 0, 0, 0, 0, 0, 1]
  予以公开: [40, 2, 0, 0, 0, 0, 42]
  部分公开: [10, 0, 0, 0, 0, 0, 10]
  不予公开: {属于行政执法案卷: [8, 0, 0, 0, 0, 0, 8]}
  无法提供: {本机关不掌握相关政府信息: [9, 1, 0, 0, 0, 0, 10]}
  不予处理: {重复申请: [1, 0, 0, 0, 0, 0, 1]}
  其他处理: {逾期未缴费: [1, 0, 0, 0, 0, 0, 1]}
  总计: [69, 3, 0, 0, 0, 0, 72]
  结转下年度: [2, 1, 0, 0, 0, 0, 3]
行政复议行政诉讼情况:
  行政复议: [4, 1, 0, 1, 6]
  未经复议直接起诉: [1, 0, 0, 0, 1]
  复议后起诉: [0, 0, 1, 1, 2]
`

// Sentences about the figures of tablesOf: what is right or no claim at all
// stays silent, its neighbours fire once.
func TestTrapsInClaims(t *testing.T) {
	c := catalogue(t)
	forms := map[string]bool{}
	for _, tc := range []struct {
		rule, says string
		fires      int
	}{
		{"TXT001", "全年收到政府信息公开申请74件。", 0},
		{"TXT001", "全年收到政府信息公开申请75件。", 0}, // with the carry-in
		{"TXT001", "全年收到政府信息公开申请72件。", 0}, // answered
		{"TXT001", "全年收到政府信息公开申请76件。", 1},
		{"TXT001", "全年收到政府信息公开申请七十四件。", 0},
		{"TXT001", "全年收到政府信息公开申请七十六件。", 1},
		{"TXT001", "连同上年结转的1件，共受理政府信息公开申请75件。", 0},
		{"TXT001", "连同上年结转的1件，共受理政府信息公开申请74件。", 1},
		{"TXT001", "2023年收到政府信息公开申请60件。", 0},
		{"TXT001", "上半年收到政府信息公开申请30件。", 0},
		{"TXT001", "截至11月底，收到政府信息公开申请70件。", 0},
		{"TXT001", "截至12月31日，收到政府信息公开申请70件。", 1},
		{"TXT001", "热线受理咨询4件，处理来信39件。", 0},
		{"TXT001", "受理行政许可申请150件。", 0},
		{"TXT001", "网上申请42件，邮寄申请2件。", 0},
		{"TXT001", "申请人主动撤销申请42件。", 0},
		{"TXT001", "承办人大代表建议12件、政协提案8件。", 0},
		{"TXT001", "收到政府信息公开申请70余件。", 0},
		{"TXT001", "收到政府信息公开申请74件，其中自然人70件、商业企业4件。", 0},
		{"TXT001", "收到政府信息公开申请74件，其中自然人68件。", 1},
		{"TXT001", "办结申请72件，其中予以公开42件，不予公开8件，无法提供10件。", 0},
		{"TXT001", "办结申请72件，其中予以公开41件。", 1},
		{"TXT001", "全市共收到政府信息公开申请1520件。", 0},
		{"TXT001", "协助区政府办公室办理政府信息公开申请12件。", 1}, // a note on the scope
		{"TXT001", "局属单位收到政府信息公开申请9件。", 0},
		{"TXT001", "计划2025年办理政府信息公开申请不超过80件。", 0},
		{"TXT001", "《条例》规定，同一申请人提出申请10件以上的收取费用。", 0},
		{"TXT002", "2024年未收到政府信息公开申请。", 1},
		{"TXT002", "2024年政府信息公开申请0件。", 1},
		{"TXT002", "2024年未收到行政许可申请。", 0},
		{"TXT004", "2024年未收到行政复议案件。", 1}, // and no TXT002
		{"TXT002", "下属二级单位未收到政府信息公开申请。", 0},
		{"TXT002", "并非没有收到申请，而是多数属于咨询。", 0},
		{"TXT002", "上半年未收到政府信息公开申请。", 0},
		{"TXT002", "未收到申请人补正材料的，视为放弃申请。", 0},
		{"TXT003", "办结政府信息公开申请72件，结转下年度3件。", 0},
		{"TXT003", "办结政府信息公开申请71件。", 0}, // 办结 less 结转 or 其他处理
		{"TXT003", "办结政府信息公开申请75件。", 1},
		{"TXT003", "办理政府信息公开申请75件。", 0},
		{"TXT003", "办理政府信息公开申请80件。", 1},
		{"TXT003", "结转下年度继续办理2件。", 1},
		{"TXT003", "上年结转政府信息公开申请2件。", 1},
		{"TXT003", "收到政府信息公开申请74件，全部按期答复。", 1},
		{"TXT003", "收到政府信息公开申请74件，按时办结率100%。", 0},
		{"TXT003", "收到政府信息公开申请74件，到期申请全部办结。", 0},
		{"TXT003", "收到政府信息公开申请74件，全部按期答复，3件结转下年度。", 0},
		{"TXT003", "办理区长信箱来信80件，办结率100%。", 0},
		{"TXT004", "被申请行政复议6件，维持4件，纠正1件，尚未审结1件。", 0},
		{"TXT004", "被申请行政复议7件，维持4件。", 1},
		{"TXT004", "被申请行政复议6件，维持5件。", 1},
		{"TXT004", "被提起行政诉讼3件。", 0},
		{"TXT004", "行政复议、行政诉讼案件共9件。", 0},
		{"TXT004", "行政复议、行政诉讼案件共8件。", 1},
		{"TXT004", "未发生因政府信息公开引起的行政复议、行政诉讼。", 2},
		{"TXT004", "被申请行政复议6件，均获维持。", 1},
		{"TXT004", "被申请行政复议6件，1件尚未审结，已审结的均获维持。", 0},
		{"TXT004", "2023年被申请行政复议9件，均获维持。", 0},
		{"TXT004", "全年办理行政复议案件112件。", 0},
		{"TXT004", "公开行政复议决定书35份。", 0},
		{"TXT005", "制发行政规范性文件3件，废止1件，现行有效12件。", 0},
		{"TXT005", "制发行政规范性文件3件，废止2件，现行有效12件。", 1},
		{"TXT005", "未制发行政规范性文件。", 1},
		{"TXT005", "作出行政许可决定120件、行政处罚决定36件、行政强制决定4件。", 0},
		{"TXT005", "作出行政许可决定121件、行政处罚决定36件。", 1},
		{"TXT005", "公开行政许可信息1346条，行政处罚信息35条。", 0},
		{"TXT005", "发布规范性文件解读材料12篇，审核规范性文件5件。", 0},
		{"TXT005", "收取行政事业性收费18.36万元。", 0},
		{"TXT005", "收取行政事业性收费18.4万元。", 0},
		{"TXT005", "收取行政事业性收费183600元。", 0},
		{"TXT005", "收取行政事业性收费19.4万元。", 1},
		{"TXT006", "发布信息300条，其中解读120条、公告40条。", 0},
		{"TXT006", "发布信息300条，其中解读120条、公告40条等。", 0},
		{"TXT006", "发布信息300条，其中解读220条、公告140条。", 1},
		{"TXT006", "发布信息300条，分别为解读120条、公告170条。", 1},
		{"TXT006", "举办培训2期，其中授课1期、观摩1期，培训320人次。", 0},
		{"TXT006", "共发布信息83180条，其中门户网站8123条、政策文件8697条；部门39694条、镇街26666条；新媒体51200条。", 0},
		{"TXT007", "发布信息1500条，比上年的1200条增长25%。", 0},
		{"TXT007", "发布信息1500条，比上年的1200条增长24%。", 1},
		{"TXT007", "发布信息1500条，比上年的1200条增加300条。", 0},
		{"TXT007", "发布信息1500条，比上年的1200条增加200条。", 1},
		{"TXT007", "发布信息1200条，比上年的1500条减少200条。", 1},
		{"TXT007", "发布信息1200条，比上年的1500条下降24%。", 1},
		{"TXT007", "发布信息1500条，同比增长24%。", 0},
		{"TXT007", "浏览量由上年的41万次增至50万次，增长21.9%。", 0},
		{"TXT007", "收到申请74件，其中自然人70件，占94.6%。", 0},
		{"TXT007", "收到申请74件，其中自然人70件，占93.6%。", 1},
		{"TXT008", "收取信息处理费3940元。", 0},
		{"TXT008", "收取信息处理费394000元。", 1},
		{"TXT008", "未收取信息处理费。", 0},
		{"TXT008", "未发出收费通知，未收取信息处理费。", 1},
		{"TXT008", "收取信息处理费共计640元，其中3月收取300元，9月收取340元。", 0},
		{"TXT008", "收取信息处理费共计640元，其中3月收取300元，9月收取320元。", 1},
		{"TXT001", "全年收到政府信息公开申请74件，其中自然人70件，其余4件由企业提出。", 0},
		{"TXT001", "自条例施行以来累计收到政府信息公开申请260件。", 0},
		{"TXT001", "十年来累计受理政府信息公开申请800件。", 0},
		{"TXT001", "2022年、2023年、2024年分别收到政府信息公开申请18件、20件、74件。", 0},
		{"TXT001", "2022年、2023年、2024年分别收到政府信息公开申请18件、20件、94件。", 1},
		{"TXT001", "开展依申请公开模拟测试，发出测试申请24件，按时答复23件。", 0},
		{"TXT001", "受理政府信息公开申请（含上年结转1件）共75件。", 0},
		{"TXT001", "受理政府信息公开申请（含上年结转1件）共77件。", 1},
		{"TXT001", "不予公开8件（属于行政执法案卷）。", 0},
		{"TXT001", "办结申请72件，其中予以公开和部分公开共52件。", 0},
		{"TXT002", "全年未收到科研机构提出的政府信息公开申请。", 0},
		{"TXT002", "全年未收到自然人提出的政府信息公开申请。", 1},
		{"TXT003", "新收政府信息公开申请74件，办结72件，均按期答复。", 0},
		{"TXT003", "收到政府信息公开申请74件，法定期限内答复率100%。", 0},
		{"TXT003", "新收政府信息公开申请74件，结转1件，办结72件。", 0}, // from or to, the text says neither
		{"TXT003", "新收政府信息公开申请74件，结转2件，办结72件。", 1},
		{"TXT003", "收到政府信息公开申请74件，除3件结转外，其余均已答复。", 0},
		{"TXT004", "因行政处罚被申请行政复议18件、被提起行政诉讼9件。", 0},
		{"TXT004", "本局为被告的行政诉讼案件35件，其中涉及政府信息公开3件。", 0},
		{"TXT004", "本局为被告的行政诉讼案件35件，其中涉及政府信息公开2件。", 1},
		{"TXT004", "政府信息公开行政复议、行政诉讼各6件。", 1},
		{"TXT004", "被申请行政复议6件，已审结5件，均获维持。", 1},
		{"TXT004", "被提起行政诉讼3件，其中复议后起诉2件，均未审结。", 0},
		{"TXT004", "未发生举报、投诉和行政复议。", 1},
		{"TXT005", "现有行政规范性文件12件。", 0},
		{"TXT005", "现有行政规范性文件10件。", 1},
		{"TXT005", "修订行政规范性文件2件，新制定3件。", 0},
		{"TXT005", "制定并公开行政规范性文件四件。", 1},
		{"TXT005", "减免行政事业性收费210.5万元。", 0},
		{"TXT006", "公开信息1000条，其中网站公开800条，新媒体公开500条（部分内容同时在两处发布）。", 0},
		{"TXT006", "共公开信息100条，其中网站60条、公众号20条、微博9条。", 0}, // in more ways than are named
		{"TXT006", "共公开信息100条，其中网站60条、公众号30条、微博9条。", 1}, // a slip of one
		{"TXT006", "共收到建议24件，其中网上20件、书面2件。", 1},
		{"TXT006", "共收到建议24件，其中网上20件。", 0},
		{"TXT006", "共召开会议10次，其中局务会4次、专题会3次。", 0},
		{"TXT007", "发现问题112个，督促整改105个，整改率93.8%。", 0},
		{"TXT007", "行政处罚36件、行政强制4件，分别占90%和10%。", 0},
		{"TXT009", "被申请行政复议6件，被提起行政诉讼3件。", 0},
		{"TXT009", "被申请行政复议6件。", 1},
	} {
		fragment := fmt.Sprintf("总体情况: {概述: %q}\n%s", tc.says, tablesOf)
		var all []string
		n := 0
		for _, f := range lintFragment(t, c, fragment) {
			if f.Rule[:3] == "TXT" && (f.Rule != "TXT009" || tc.rule == "TXT009") {
				all = append(all, f.Rule+" "+c.Message(&f, "zh"))
				forms[f.Rule+" "+f.Form] = true
				for _, text := range []string{c.Message(&f, "zh"), c.Message(&f, "en"), c.Advice(&f, "zh"), c.Advice(&f, "en")} {
					if strings.ContainsAny(text, "{}") {
						t.Errorf("%s %s: hole in %q", f.Rule, f.Form, text)
					}
				}
				n++
				if f.Rule != tc.rule {
					n = -1000
				}
			}
		}
		if n != tc.fires {
			t.Errorf("%s on %s\nwant %d, found %q", tc.rule, tc.says, tc.fires, all)
		}
	}
	// The forms that the sentences above cannot reach have tests of their own:
	// an empty table 3, and fewer answered than received.
	for _, rule := range c.Rules() {
		for _, form := range rule.Forms {
			if id := rule.ID + " " + form.Form; rule.Kind == "claim" && !forms[id] && id != "TXT002 reverse" && id != "TXT003 short" {
				t.Errorf("no sentence fires %s", id)
			}
		}
	}
}

// A claim that a cell needs which is blank, left out, no figure or negative
// cannot be judged: a blank is not 0. With the figures it fires.
func TestClaimsAgainstUnreadableCells(t *testing.T) {
	c := catalogue(t)
	const applications, suits, part2 = "收到和处理政府信息公开申请情况", "行政复议行政诉讼情况", "主动公开政府信息情况"
	for _, tc := range []struct {
		says, part, rows, want string
	}{
		{"收到申请24件，其中自然人21件。", applications, "本年新收: [20, 4, 0, 0, 0, 0, 24]", "TXT001"},
		{"收到申请24件，其中自然人21件。", applications, "本年新收: 24", ""},
		{"收到申请24件，其中自然人21件。", applications, "本年新收: [~, 4, 0, 0, 0, 0, 24]", ""},
		{"收到申请24件，其中自然人21件。", applications, "本年新收: [二十, 4, 0, 0, 0, 0, 24]", ""},
		{"收到申请24件，其中自然人21件。", applications, "本年新收: [-20, 4, 0, 0, 0, 0, 24]", ""},
		{"收到申请26件。", applications, "本年新收: [24, 0, 0, 0, 0, 0, 24]", "TXT001"},
		{"收到申请26件。", applications, "本年新收: [24, 0, 0, 0, 0, 0, 24]\n  上年结转: [二, 0, 0, 0, 0, 0, 二]", ""},
		{"收到申请26件。", applications, "本年新收: [24, 0, 0, 0, 0, 0]", "TXT001"}, // a total that the columns give
		{"收到申请26件。", applications, "本年新收: [24, 0, ~, 0, 0, 0]", ""},
		{"不予公开申请2件。", applications, "本年新收: [24, 0, 0, 0, 0, 0, 24]\n  不予公开: {属于国家秘密: ~}", ""},
		{"办结申请2件。", applications, "总计: [1, 0, 0, 0, 0, 0, x]", ""},
		{"被提起行政诉讼2件。", suits, "未经复议直接起诉: [1, 0, 0, 0, 1]", "TXT004"},
		{"被提起行政诉讼2件。", suits, "未经复议直接起诉: [1, 0, 0, 0, 1]\n  复议后起诉: !absent x", ""},
		{"被提起行政诉讼2件。", suits, "未经复议直接起诉: [1, 0, 0, 0, 1]\n  复议后起诉: [0, 0, 0, 0, 一]", ""},
		{"收取信息处理费2元。", part2, "行政事业性收费: 0", "TXT008"},
		{"收取信息处理费2元。", part2, "行政事业性收费: -18.36", ""},
		{"未收取信息处理费。", part2, "行政事业性收费: -18.36", ""},
		{"作出行政许可决定2件。", part2, "行政许可: 若干", ""},
	} {
		fragment := fmt.Sprintf("总体情况: {概述: %q}\n%s:\n  %s\n", tc.says, tc.part, tc.rows)
		var got []string
		for _, f := range lintFragment(t, c, fragment) {
			if strings.HasPrefix(f.Rule, "TXT") {
				got = append(got, f.Rule)
			}
		}
		if strings.Join(got, " ") != tc.want {
			t.Errorf("%s: %v, want %q", fragment, got, tc.want)
		}
	}
}

// What the prose says of an empty table 3, and of one that lost its answers.
func TestClaimsAgainstEmptyRows(t *testing.T) {
	c := catalogue(t)
	for fragment, want := range map[string]string{
		"总体情况: {概述: 全年收到政府信息公开申请5件。}":                                                      "TXT002 reverse",
		"总体情况: {概述: 收到政府信息公开申请3件，全部按期答复。}\n收到和处理政府信息公开申请情况: {本年新收: [3, 0, 0, 0, 0, 0, 3]}": "TXT003 short",
	} {
		var got []string
		for _, f := range lintFragment(t, c, fragment) {
			if strings.HasPrefix(f.Rule, "TXT") {
				got = append(got, f.Rule+" "+f.Form)
				if text := c.Message(&f, "zh") + c.Message(&f, "en") + c.Advice(&f, "zh"); strings.ContainsAny(text, "{}") {
					t.Errorf("hole in %q", text)
				}
			}
		}
		if len(got) != 1 || got[0] != want {
			t.Errorf("%s\ngot %v, want %s", fragment, got, want)
		}
	}
}

// An office's own words let more sentences be understood.
func TestWordsOfAnOffice(t *testing.T) {
	c := catalogue(t)
	p, err := c.Profile(Local{Words: map[string][]WordFile{"claims": {{Path: "own.yaml", Data: []byte("fill: [掌上办]\n")}}}})
	if err != nil {
		t.Fatal(err)
	}
	e := reporttest.Editions().Latest()
	r := reporttest.Filled(e)
	for _, part := range r.Parts {
		if part.Text != nil && part.Text.Lead != nil {
			part.Text.Lead.Paragraphs = []report.Paragraph{{Text: "全年收到掌上办政府信息公开申请99999件。"}}
			break
		}
	}
	for profile, want := range map[*Profile]int{nil: 0, p: 1} {
		n := 0
		for _, f := range New(c, Options{Profile: func(string) *Profile { return profile }}).Lint(r).Findings {
			if f.Rule == "TXT001" {
				n++
			}
		}
		if n != want {
			t.Errorf("own words %v: TXT001 fires %d times, want %d", profile != nil, n, want)
		}
	}
	if _, err := c.Profile(Local{Words: map[string][]WordFile{"claims": {{Path: "own.yaml", Data: []byte("fill: [办结]\n")}}}}); err == nil || !strings.Contains(err.Error(), "办结") {
		t.Errorf("a word in two lists: %v", err)
	}
}
