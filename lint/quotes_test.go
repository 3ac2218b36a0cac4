package lint

import (
	"slices"
	"strconv"
	"strings"
	"testing"
)

// A message cites enough to find its place by and to know what the figure is of,
// and signs the direction of a change once, with the decimals of the text.
func TestQuotesOfClaims(t *testing.T) {
	const table = `
收到和处理政府信息公开申请情况:
  本年新收: [16, 3, 0, 0, 0, 0, 19]
  上年结转: [2, 0, 0, 0, 0, 0, 2]
  予以公开: [15, 3, 0, 0, 0, 0, 18]
  总计: [15, 3, 0, 0, 0, 0, 18]
  结转下年度: [3, 0, 0, 0, 0, 0, 3]
行政复议行政诉讼情况: {行政复议: [2, 1, 0, 0, 3], 未经复议直接起诉: [0, 0, 0, 0, 0], 复议后起诉: [0, 0, 0, 0, 0]}`
	c := catalogue(t)
	for _, tc := range []struct{ rule, text, quote string }{
		{"TXT003", "全年新收政府信息公开申请19件，办结18件，另有5件尚在办理期限内。", "“另有5件尚在办理期限内”"},
		{"TXT004", "全年被申请行政复议3件，其中维持2件、纠正2件。", "“其中维持2件、纠正2件”"},
		{"TXT001", "法人、其他组织共提出政府信息公开申请9件。", "“法人、其他组织共提出政府信息公开申请9件”"},
		{"TXT001", "我局收到政府信息（公开）申请29件。", "“我局收到政府信息（公开）申请29件”"},
		{"TXT001", "新媒体运行平稳，收到政府信息公开申请29件。", "“收到政府信息公开申请29件”"},
		{"TXT007", "新媒体由328个压减至297个，减少41个。", "“新媒体由328个压减至297个，减少41个”与由328个到297个不符，应为减少31个"},
		{"TXT007", "用时由13.8个工作日缩短至11.8个工作日，缩短3.2个工作日。", "“用时由13.8个工作日缩短至11.8个工作日，缩短3.2个工作日”与由13.8个工作日到11.8个工作日不符，应为减少2.0个工作日"},
		{"TXT007", "发布信息1304条，与2019年的1418条相比下降8.7%。", "应为下降8.0%"},
		{"TXT007", "发布信息1250条，较上年的1000条增长20%。", "应为增长25%"},
		{"TXT007", "发布信息1000条，其中网站发布400条（占30.0%）。", "“其中网站发布400条（占30.0%）”与400条占1000条不符，应为40.0%"},
	} {
		found := lintFragment(t, c, "总体情况: {依申请公开: "+strconv.Quote(tc.text)+"}"+table)
		i := slices.IndexFunc(found, func(f Finding) bool { return f.Rule == tc.rule })
		if i < 0 {
			t.Errorf("%s is silent on %s", tc.rule, tc.text)
		} else if got := c.Message(&found[i], "zh"); !strings.Contains(got, tc.quote) {
			t.Errorf("%s: got %s, want %s", tc.text, got, tc.quote)
		}
	}
}
