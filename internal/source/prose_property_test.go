package source

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"nianbao/internal/report"
)

// A text may stand in many places; each says how far its lines are indented.
var prosePlaces = []struct {
	before, after string
	indent        int
	of            func(r *report.Report) *report.Text
}{
	{"导语:", "", 0, func(r *report.Report) *report.Text { return r.Preamble }},
	{"总体情况:\n  概述:", "\n  主动公开: 一段。", 2, func(r *report.Report) *report.Text { return r.Parts[0].Text.Lead }},
	{"总体情况:\n  主动公开:", "", 2, firstSection(0)},
	{"总体情况:\n  主动公开:\n    标题: 标题\n    正文:", "", 4, firstSection(0)},
	{"总体情况:\n  其他小节:\n    - 标题: 培训\n      正文:", "", 6, firstSection(0)},
	{"总体情况:\n  其他小节:\n  - 正文:", "\n    标题: 培训", 4, firstSection(0)},
	{"存在的主要问题及改进情况:\n  问题:", "\n  改进: 将改进。", 2, firstSection(4)},
	{"存在的主要问题及改进情况:", "", 0, func(r *report.Report) *report.Text { return r.Parts[4].Text.Lead }},
	{"其他需要报告的事项:", "\n落款: {日期: 2025-01-16}", 0, func(r *report.Report) *report.Text { return r.Parts[5].Text.Lead }},
	{"总体情况:\n  主动公开:\n  -", "", 2, firstSection(0)},
	{"总体情况:\n  主动公开:\n    -", "", 4, firstSection(0)},
}

func firstSection(part int) func(r *report.Report) *report.Text {
	return func(r *report.Report) *report.Text {
		if s := r.Parts[part].Text.Sections; len(s) > 0 {
			return s[0].Body
		}
		return nil
	}
}

// typedAs are the ways to type paragraphs that YAML reads otherwise. pad is the
// indentation of the lines.
var typedAs = map[string]func(paragraphs []string, pad string) string{
	"plain":       func(p []string, pad string) string { return " " + strings.Join(p, "\n"+pad) },
	"plain below": func(p []string, pad string) string { return "\n" + pad + strings.Join(p, "\n"+pad) },
	"folded":      func(p []string, pad string) string { return " >\n" + pad + strings.Join(p, "\n"+pad) },
	"folded strip": func(p []string, pad string) string {
		return " >-  # 说明\n\n" + pad + strings.Join(p, "\n"+pad) + "\n"
	},
	"bar":       func(p []string, pad string) string { return " ｜\n" + pad + strings.Join(p, "\n"+pad) },
	"bar strip": func(p []string, pad string) string { return " ｜-\n" + pad + strings.Join(p, "\n\n"+pad) },
	"single":    func(p []string, pad string) string { return " '" + strings.Join(p, "\n"+pad) + "'" },
	"double":    func(p []string, pad string) string { return " \"" + strings.Join(p, "\n"+pad) + "\" # 说明" },
	"marks":     func(p []string, pad string) string { return " “" + strings.Join(p, "\n"+pad) + "”" },
	"note": func(p []string, pad string) string {
		return " |\n" + pad + strings.Join(slices.Insert(slices.Clone(p), len(p)/2, "# 说明"), "\n"+pad)
	},
	"note below": func(p []string, pad string) string {
		return "\n" + pad + "# 说明\n" + pad + strings.Join(p, "\n"+pad)
	},
	"topic": func(p []string, pad string) string {
		return "\n" + pad + "#政务公开# 上线。\n" + pad + strings.Join(p, "\n"+pad)
	},
}

// Paragraphs that were typed in a way that YAML reads otherwise read as typed
// once they are mended, wherever they stand, and nothing else changes.
func TestProseReadsAsTyped(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		place := rapid.SampledFrom(prosePlaces).Draw(t, "place")
		way := rapid.SampledFrom(slices.Sorted(maps.Keys(typedAs))).Draw(t, "way")
		clause := rapid.SampledFrom([]string{"本局公开信息12条", "开设“一件事”专栏", "网址 www.example.gov.cn", "印发《办法》（2024）", "占比98.5%", "自1:2调整"})
		var want []string
		for range rapid.IntRange(1, 4).Draw(t, "paragraphs") {
			want = append(want, strings.Join(rapid.SliceOfN(clause, 1, 3).Draw(t, "clauses"), "，")+"。")
		}
		pad := strings.Repeat(" ", place.indent+rapid.IntRange(1, 4).Draw(t, "indent"))
		text := "机关: {名称: 云岭市水务局, 类型: 部门}\n年度: 2024\n" + place.before + typedAs[way](want, pad) + place.after + "\n"
		if rapid.Bool().Draw(t, "crlf") {
			text = strings.ReplaceAll(text, "\n", "\r\n")
		}
		if way == "topic" {
			want = append([]string{"#政务公开# 上线。"}, want...)
		}
		r := Read("a.yaml", []byte(text), options())
		if r.Unreadable {
			t.Fatalf("unreadable: %+v", r.Problems)
		}
		out, _, left := Apply(r, []byte(text), rewritesOf(r, false), options())
		if len(left) > 0 {
			t.Fatalf("%+v in\n%s", left[0], text)
		}
		again := Read("a.yaml", out, options())
		var got []string
		if body := place.of(again); body != nil {
			for _, p := range body.Paragraphs {
				got = append(got, p.Text)
			}
		}
		if !slices.Equal(got, want) || len(again.Problems) > 0 {
			t.Fatalf("%q is not %q, %+v\n%s--- mended\n%s", got, want, again.Problems, text, out)
		}
		if n := strings.Count(string(out), "\n"); strings.Contains(text, "\r") && n != strings.Count(string(out), "\r\n") {
			t.Fatalf("line ends of two kinds in %q", out)
		}
		if before, after := fmt.Sprint(len(sayings(r))), fmt.Sprint(len(sayings(again))); before != after && way != "topic" {
			t.Fatalf("%s values became %s", before, after)
		}
	})
}

// What a paragraph is broken into over lines comes together again.
func TestWrappedProseComesTogether(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOfN(rapid.SampledFrom([]string{"全年公开信息12条，", "主要是机构职能、", "重点领域信息（", "“双公示”，"}), 1, 5).Draw(t, "parts")
		want := strings.Join(parts, "") + "办理结果。"
		for _, header := range []string{"", " >", " ＞"} {
			text := "机关: {名称: 甲}\n年度: 2024\n导语:" + header + "\n  " + strings.Join(append(parts, "办理结果。"), "\n  ") + "\n"
			r := Read("a.yaml", []byte(text), options())
			out, _, _ := Apply(r, []byte(text), rewritesOf(r, false), options())
			again := Read("a.yaml", out, options())
			if len(again.Preamble.Paragraphs) != 1 || again.Preamble.Paragraphs[0].Text != want || len(again.Problems) > 0 {
				t.Fatalf("%s became\n%s", text, out)
			}
		}
	})
}

// Whatever stands under a key, what is found lies in the file, and mending
// neither fails nor leaves a file that cannot be read.
func TestProseOfAnySort(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		token := rapid.SampledFrom([]string{"# ", "#", "#话题#", " ", "\n", "\n  ", "\n    ", "\n   # ", "“", "”", "\"", "'", "一段。", "一段", "，",
			"｜", "|", ">", "＞", "- ", ": ", "{", "}", ",", "\u3000", "~", "\t", "\\n", "&a ", "!t "})
		place := rapid.SampledFrom(prosePlaces).Draw(t, "place")
		text := "机关: {名称: 甲}\n年度: 2024\n" + place.before + " " + strings.Join(rapid.SliceOfN(token, 1, 12).Draw(t, "tokens"), "") + place.after + "\n"
		r := Read("a.yaml", []byte(text), options())
		checkPositions(t, r)
		if r.Unreadable {
			return
		}
		out, done, _ := Apply(r, []byte(text), rewritesOf(r, true), options())
		if len(done) > 0 && Read("a.yaml", out, options()).Unreadable {
			t.Fatalf("%s became\n%s", text, out)
		}
	})
}
