package source

import (
	"fmt"
	"strings"
	"testing"
	"unicode"

	"nianbao/internal/report"
)

// checkMarks fails where a character of the prose does not stand in the source
// where its paragraph says. An escape stands at its backslash, and the space
// that a line break is folded into stands at blanks or at the line's end.
func checkMarks(t interface{ Fatalf(string, ...any) }, r *report.Report) {
	lines := r.Lines()
	for _, text := range r.Texts() {
		for i := range text.Paragraphs {
			p := &text.Paragraphs[i]
			offset := 0
			for _, want := range p.Text {
				pos := p.Locate(offset, offset+1)
				offset++
				if pos.Line < 1 || pos.Line > len(lines) {
					t.Fatalf("%s: %q at line %d of %d", text.At, want, pos.Line, len(lines))
				}
				line := []rune(lines[pos.Line-1])
				got := '\n'
				if pos.Column <= len(line) {
					got = line[pos.Column-1]
				}
				if got != want && got != '\\' && !(want == ' ' && unicode.IsSpace(got)) {
					t.Fatalf("%s: %q of %q is at %d:%d, where %q is:\n%s", text.At, want, p.Text, pos.Line, pos.Column, got, lines[pos.Line-1])
				}
			}
		}
	}
}

// checkTexts is checkMarks for a whole file, which must give the paragraphs.
func checkTexts(t *testing.T, source string, want ...string) {
	t.Helper()
	r := Read("x.yaml", []byte(source), options())
	if r.Unreadable {
		t.Fatalf("%q: %+v", source, r.Problems)
	}
	checkMarks(t, r)
	var got []string
	for _, text := range r.Texts() {
		for _, p := range text.Paragraphs {
			got = append(got, p.Text)
			// One mark at the start alone would pass for a short text.
			if len(p.Marks) == 0 {
				t.Errorf("%q has no place", p.Text)
			}
		}
	}
	if strings.Join(got, "|") != strings.Join(want, "|") {
		t.Errorf("%q:\n got %q\nwant %q", source, got, want)
	}
}

func TestEveryStyleIsLocated(t *testing.T) {
	const head = "机关: {名称: 甲}\n年度: 2021\n"
	for _, tc := range []struct {
		text string
		want []string
	}{
		{"导语: 一句话。\n", []string{"一句话。"}},
		{"导语: 一句话， \n  接着说\n\n  又一段\n", []string{"一句话， 接着说", "又一段"}},
		{"导语:\n  从下一行\t开始  # 注\n", []string{"从下一行\t开始"}},
		{"导语: !!str 带标签\n", []string{"带标签"}},
		{"导语: &x\n  带锚\n", []string{"带锚"}},
		{"导语: '单引号 ''里'' 的\n  第二行'\n", []string{"单引号 '里' 的 第二行"}},
		{"导语: \"双引号\\t\\u4e2d\\x41\\U0001F600 文\\\n   接\\n新段\n\n   再一段\"\n", []string{"双引号\t中A😀 文接", "新段", "再一段"}},
		{"导语: \"a\\\n\n  b  \\\n  c\"\n", []string{"a", "b  c"}},
		{"导语: \"a  \n\n\n  b\"\n", []string{"a", "b"}},
		{"导语: |\n  第一段\n  　　第二段，缩进\n\n  第三段\t制表  \n", []string{"第一段", "第二段，缩进", "第三段\t制表"}},
		{"导语: |2-\n    缩进指示\n  第二段\n", []string{"缩进指示", "第二段"}},
		{"导语: |+ # 注\n\n  有空行\n\n\n标题: x\n", []string{"有空行"}},
		{"导语: |-\n  没有末尾换行", []string{"没有末尾换行"}},
		{"导语: >\n  折叠的\n  一段\n\n  第二段\n    更深的\n    两行\n\n  回来\n  了\n", []string{"折叠的 一段", "第二段", "更深的", "两行", "回来 了"}},
		{"导语: >2-\n    先深\n  后浅\n  再来\n", []string{"先深", "后浅 再来"}},
		{"导语: >+\n\n\n  空行在前\n  接着\n\n\n", []string{"空行在前 接着"}},
		{"导语: [一, '二 ''', \"三\\n四\"]\n", []string{"一", "二 '", "三", "四"}},
		{"导语:\n  - 列表\n  - |\n    块一\n    块二\n  - \n", []string{"列表", "块一", "块二"}},
		{"导语: |\n  𠮷野家在𠮷林\n  😀😀结尾\n", []string{"𠮷野家在𠮷林", "😀😀结尾"}},
		{"导语: |\n  有\u2028行分隔\u2029和\u0085符\n", []string{"有\u2028行分隔\u2029和\u0085符"}},
		{"导语: '有\u2028行分隔'\n", []string{"有\u2028行分隔"}},
		{"导语: 2021-01-01\n", []string{"2021-01-01"}},
		{"导语: 0x1F\n", []string{"0x1F"}},
		{"导语: true\n", []string{"true"}},
		{"导语: ~\n", nil},
		{"导语: ''\n", nil},
		{"总体情况: {概述: 流式的, 主动公开: {标题: \"甲\", 正文: 乙\n    丙}}\n", []string{"流式的", "乙 丙"}},
	} {
		for _, form := range []string{"%s", "\ufeff%s"} {
			source := fmt.Sprintf(form, head+tc.text)
			checkTexts(t, source, tc.want...)
			checkTexts(t, strings.ReplaceAll(source, "\n", "\r\n"), tc.want...)
			checkTexts(t, strings.ReplaceAll(source, "\n", "\r"), tc.want...)
		}
	}
}

func TestJSONIsLocated(t *testing.T) {
	source := "{\n \"年度\": 2021, \"机关\": {\"名称\": \"甲\"},\n \"导语\": [\"一\\ud83d\\ude00二\\\\\\u4e2d\\/\", \"𠮷\\n三\"]}"
	r := Read("x.json", []byte(source), options())
	if len(r.Problems) > 0 {
		t.Fatal(r.Problems)
	}
	checkMarks(t, r)
	var got []string
	for _, p := range r.Preamble.Paragraphs {
		got = append(got, p.Text)
	}
	if want := "一😀二\\中/|𠮷|三"; strings.Join(got, "|") != want {
		t.Errorf("got %q", got)
	}
	if p := r.Preamble.Paragraphs[0].Locate(2, 3); p.Line != 3 || p.Column != 23 {
		t.Errorf("二 at %+v", p)
	}
}
