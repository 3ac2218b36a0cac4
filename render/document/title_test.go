package document

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"nianbao/render/linebreak"
)

func TestTitleBreaks(t *testing.T) {
	words, err := loadTitleWords()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"重庆市|綦江区|公安局|2021年|政府信息公开|工作|年度报告",
		"温州市|公安局|鹿城区|分局|2021年|政府信息公开|工作|年度报告",
		"重庆市|大足区|人民政府|2021年|政府信息公开|工作|年度报告",
		"紫阳县|公安局|关于2020年|政府信息公开|工作的|报告",
		"关于2020年|政府信息公开|工作的|报告",
		"公安局 |2022 年|政府信息公开|工作|年度报告",
		"云岭市|青河区|市场监督管理局|2024年|政府信息公开|工作|年度报告",
		"济源示范区|公安局|2021年度|政府信息公开|工作|报告",
		"北京市|海淀区|中关村街道|办事处|二〇二一年|政府信息公开|工作|年度报告",
		"新疆维吾尔自治区|人民政府|办公厅|2021年|政府信息公开|工作|年度报告",
		"恩施土家族苗族自治州|住房和城乡建设局|2023年|政府信息公开|年报",
		"国家税务总局|重庆市|綦江区|税务局|2021年|政府信息公开|工作|年度报告",
		"盐城市|城市管理局|2021年|政府信息公开|工作|年度报告",
		"湖南省|市场监督管理局|2021年|政府信息公开|工作|年度报告",
		// Names that end in two suffixes, and names that begin with one.
		"江西省|景德镇市|昌江区|人民政府|2021年|政府信息公开|工作|年度报告",
		"湖南省|津市市|人民政府|2021年|政府信息公开|工作|年度报告",
		"荆州市|沙市区|人民政府|2021年|政府信息公开|工作|年度报告",
		"新乡市|新乡县|人民政府|2021年|政府信息公开|工作|年度报告",
		"青岛市|市北区|人民政府|2021年|政府信息公开|工作|年度报告",
		"宁波市|镇海区|人民政府|2021年|政府信息公开|工作|年度报告",
		"临汾市|乡宁县|公安局|2021年|政府信息公开|工作|年度报告",
		"市政府|办公室|2021年|政府信息公开|工作|年度报告",
		"工业和信息化部|2021年|政府信息公开|工作|年度报告",
	} {
		title := strings.ReplaceAll(want, "|", "")
		if got := marked(title, words.breaks(title)); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}

func marked(title string, breaks []int) string {
	var b strings.Builder
	for i, r := range []rune(title) {
		if slices.Contains(breaks, i) {
			b.WriteByte('|')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// TestTitleBreaksAreSound holds for any title: the breaks rise, lie inside it,
// leave no single character on either side and respect the rules of lines.
func TestTitleBreaksAreSound(t *testing.T) {
	words, err := loadTitleWords()
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		title := rapid.StringOf(rapid.RuneFrom([]rune("省市区县镇乡局厅公安开府政信息工作年报告关于的2〇一（） A"))).Draw(t, "title")
		runes := []rune(title)
		strengths := linebreak.Before(runes)
		last := 0
		for _, at := range append(words.breaks(title), len(runes)) {
			if at == len(runes) && last == 0 {
				break
			}
			if at-last < 2 || at > len(runes) || strengths[at] == linebreak.Never {
				t.Fatalf("%s", marked(title, words.breaks(title)))
			}
			last = at
		}
	})
}
