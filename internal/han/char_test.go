package han_test

import (
	"fmt"
	"strings"
	"testing"

	"nianbao/internal/han"
)

func ExampleNarrow() {
	fmt.Println(string(han.Narrow('２')), string(han.Narrow('）')), string(han.Narrow('。')))
	fmt.Println(string(han.Wide('2')), string(han.Wide(')')), string(han.Wide('年')))
	// Output:
	// 2 ) 。
	// ２ ） 年
}

func ExampleFold() {
	fmt.Println(han.Fold("ＡＢ（１）、ｱ。"))
	// Output: AB(1)、ア。
}

func ExampleDigitValue() {
	fmt.Println(han.DigitValue('7'), han.DigitValue('７'), han.IsDigit('七'))
	// Output: 7 7 false
}

func ExampleEndsClause() {
	fmt.Printf("%q\n", strings.FieldsFunc("收到（含邮件）3件，办结2件；其余在办。", han.EndsClause))
	fmt.Printf("%q\n", strings.FieldsFunc("收到（含邮件）3件，办结2件；其余在办。", han.EndsSentence))
	// Output:
	// ["收到" "含邮件" "3件" "办结2件" "其余在办"]
	// ["收到（含邮件）3件，办结2件" "其余在办"]
}

func ExampleNumeral() {
	fmt.Println(han.Numeral([]rune("二十一")), han.Numeral([]rune("拾贰")), han.Numeral([]rune("一二")))
	// Output: 21 12 0
}

func ExampleSplit() {
	for _, text := range []string{"（一）主动公开", "1.2024年工作", "⑴主动公开", "第一时间回应", "12345热线"} {
		number, rest := han.Split(text)
		fmt.Printf("%q %q\n", number, rest)
	}
	// Output:
	// "（一）" "主动公开"
	// "1." "2024年工作"
	// "⑴" "主动公开"
	// "" "第一时间回应"
	// "" "12345热线"
}

func ExampleTyped() {
	n, _ := han.Typed(" １２、主动公开")
	fmt.Println(n.Value, n.Style == han.DigitComma, n.Begin, n.Core, n.End)
	// Output: 12 true 1 4 4
}

func TestCharacters(t *testing.T) {
	for _, c := range []struct {
		name  string
		is    func(rune) bool
		yes   string
		never string
	}{
		{"IsHan", han.IsHan, "年〇々龥𠮷", "a1，、。ア　“·"},
		{"IsDigit", han.IsDigit, "09０９", "一〇٣①"},
		{"IsSpace", han.IsSpace, " \t\u00a0　\u200b\u200d\u2060\ufeff", "a_·"},
		{"IsPadding", han.IsPadding, " \t\u00a0　\u200b\ufeff", "a\u200d\u2060"},
		{"IsMark", han.IsMark, "，。、；：？！（）《》〈〉【】〔〕“”‘’…—·％", ",.;:()a年1"},
		{"Opens", han.Opens, "（《〈〔【「『“‘", "）》([，"},
		{"Closes", han.Closes, "）》〉〕】」』”’", "（《)]，"},
		{"EndsSentence", han.EndsSentence, "。！？；!?;", "，、：.,:"},
		{"EndsClause", han.EndsClause, "。！？；!?;，、：（）,:()", "《》“年."},
	} {
		for _, r := range c.yes {
			if !c.is(r) {
				t.Errorf("%s(%q) = false", c.name, r)
			}
		}
		for _, r := range c.never + "\x00" {
			if c.is(r) {
				t.Errorf("%s(%q) = true", c.name, r)
			}
		}
	}
	for open, end := range map[rune]rune{'（': '）', '《': '》', '“': '”', '〔': '〕'} {
		if han.Opens(open) == han.Opens(end) || han.Closes(open) == han.Closes(end) {
			t.Errorf("%c%c is no pair", open, end)
		}
	}
}
