package lint

import (
	"fmt"
	"strings"
	"testing"
)

func passageOf(text string) *passage { return &passage{text: text, runes: []rune(text)} }

// What a passage is cut into, each token by its characters.
func TestTokens(t *testing.T) {
	numbers := func(q *passage) (all []string) {
		for _, n := range q.numbers() {
			text := q.string(n.from, n.to)
			if n.percent {
				text += "(%)"
			}
			if !n.read {
				text += "(?)"
			}
			all = append(all, text)
		}
		return all
	}
	years := func(q *passage) (all []string) {
		for _, y := range q.years() {
			all = append(all, fmt.Sprintf("%s=%d", q.string(y.from, y.to), y.value))
		}
		return all
	}
	dates := func(q *passage) (all []string) {
		for _, d := range append(q.dates(), q.figureDates()...) {
			all = append(all, q.string(d.From, d.To)+d.Wrong)
		}
		return all
	}
	documents := func(q *passage) (all []string) {
		for _, d := range q.documents() {
			all = append(all, d.issuer+"/"+d.year+"/"+d.serial)
		}
		return all
	}
	articles := func(q *passage) (all []string) {
		for _, n := range q.articles() {
			all = append(all, q.string(n.from, n.to))
		}
		return all
	}
	codes := func(q *passage) (all []string) {
		for _, c := range q.codes() {
			all = append(all, c.digits)
		}
		return all
	}
	marked := func(mask []bool, q *passage) (all []string) {
		var b strings.Builder
		for i, m := range mask {
			if m {
				b.WriteRune(q.runes[i])
			}
		}
		return []string{b.String()}
	}
	for _, tc := range []struct {
		text string
		cut  func(*passage) []string
		want string
	}{
		{"收到申请1,204件，增长12.5%，三十一件，占百分之二十。", numbers, "1,204 12.5(%) 三十一 百 二十(%)"},
		{"两三件、１２件和123456789012345678901号", numbers, "两三(?) １２ 123456789012345678901(?)"},
		{"2023年收到3件，二〇二四年5件，12345年内，1998年的档案", years, "2023年=2023 二〇二四年=2024"},
		{"2021年13月均为零", years, "2021年=2021"},
		{"截至2024年12月31日，2月30日，2024-06-31", dates, "2024年12月31日 2月30日day 2024-06-31day"},
		{"按照国办公开办函〔2021〕30号、浙政发[2020] 第7 号", documents, "按照国办公开办函/2021/30 浙政发/2020/7"},
		{"（中华人民共和国国务院令第711号）和国务院令492号，3号楼，第5号文件，〔2019〕60号", documents, "中华人民共和国国务院令//711 和国务院令//492 /2019/60"},
		{"第二十一条、第36条和第1.5条，第三款", articles, "二十一 36"},
		{"电话0577-8888 9999，a123，QQ-12", codes, "057788889999"},
		{"《甲〈乙〉》和“丙”丁", func(q *passage) []string { return marked(q.titled(), q) }, "《甲〈乙〉》"},
		{"《甲〈乙〉》和“丙”丁", func(q *passage) []string { return marked(q.quoted(), q) }, "《甲〈乙〉》“丙”"},
		{"一是甲，二是乙", func(q *passage) (all []string) {
			for _, o := range q.items() {
				all = append(all, o.style.String(o.value))
			}
			return all
		}, "一是 二是"},
	} {
		q := passageOf(tc.text)
		first := strings.Join(tc.cut(q), " ")
		if again := strings.Join(tc.cut(q), " "); first != tc.want || again != first {
			t.Errorf("%s: %q then %q, want %q", tc.text, first, again, tc.want)
		}
	}
}

// A number is the same document's whatever brackets and spaces it is typed with,
// and only with its own year and serial.
func TestDocumentIs(t *testing.T) {
	known := documentsIn([]rune("国办公开办函〔2021〕30号"))[0]
	for text, want := range map[string]bool{
		"根据国办公开办函〔2021〕30号":    true,
		"国办公开办函 [2021] 第 30 号": true,
		"国办公开办函（2021）30号":      true,
		"国办公开办函〔2021〕3号":       false,
		"国办公开办函〔2019〕30号":      false,
		"国办函〔2021〕30号":         false,
		"国办公开办函〔202l〕30号":      false,
	} {
		all := documentsIn([]rune(text))
		if got := len(all) > 0 && all[0].is(known); got != want {
			t.Errorf("%s: %v", text, got)
		}
	}
}
