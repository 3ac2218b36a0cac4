package settings

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"nianbao/internal/report/reporttest"
)

func TestNearestSettings(t *testing.T) {
	dir := reporttest.Tree(t, map[string]string{
		Name:                     "width: 60\n",
		"甲/" + Name:              "width: 70\n",
		"甲/乙/年报.yaml":            "",
		"丙/年报.yaml":              "",
		"丁/" + Name + "/年报.yaml": "",
	})
	for input, want := range map[string]string{
		"甲/乙/年报.yaml": "甲/" + Name, "甲": "甲/" + Name, "丙/年报.yaml": Name, "丙/没有/也没有.yaml": Name, ".": Name,
		"丁/年报.yaml": Name, // a folder of that name is no settings file
	} {
		if got := Find(filepath.Join(dir, input)); got != filepath.Join(dir, want) {
			t.Errorf("%s: %s, want %s", input, got, want)
		}
	}
}

// Every kind of value survives the way through viper, which makes keys lower
// case and would cut them at dots.
func TestRead(t *testing.T) {
	dir := reporttest.Tree(t, map[string]string{Name: `
fonts: system
font: {仿宋: simfang.v2.ttf}
lang: en
width: 80
ambiguous: 1
severity: {STR010: note, TXT007: off}
headings: {总体情况: [总体工作情况], 其他需要报告的事项: 其他事项}
limits: {总体情况: 1200}
deadlines: {部门: 01-20}
words: {slips: [a.b.yaml]}
rules: [packs/本地.yaml]
waivers: [{机关: 某局, 规则: STR012, 理由: 由财政统一报告, 到期: 2026-12-31}]
`})
	s, err := Read(filepath.Join(dir, Name))
	if err != nil {
		t.Fatal(err)
	}
	for got, want := range map[string]string{
		s.Fonts: "system", s.Lang: "en", s.Font["仿宋"]: filepath.Join(dir, "simfang.v2.ttf"), s.Severity["STR010"]: "note", s.Severity["TXT007"]: "off",
		strings.Join(s.Headings["总体情况"], "|"): "总体工作情况", strings.Join(s.Headings["其他需要报告的事项"], "|"): "其他事项",
		s.Deadlines["部门"]: "01-20", s.Words["slips"][0]: "a.b.yaml", s.Rules[0]: "packs/本地.yaml", s.Waivers[0]["到期"]: "2026-12-31",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if s.Width != 80 || s.Ambiguous != 1 || s.Limits["总体情况"] != 1200 {
		t.Errorf("%+v", s)
	}
}

// Settings lie over those that they extend, key by key; lists grow; what those
// name lies beside them.
func TestExtends(t *testing.T) {
	dir := reporttest.Tree(t, map[string]string{
		"市.yaml":    "width: 60\nlang: en\nseverity: {STR012: note, STR013: off}\nheadings: {总体情况: [甲]}\nwords: {slips: [词.yaml]}\ndeadlines: {部门: 01-20}\n",
		"词.yaml":    "entries: [{wrong: 办里, right: 办理}]\n",
		"区/" + Name: "extends: ../市.yaml\nwidth: 70\nseverity: {STR012: error}\nheadings: {总体情况: [乙]}\nwords: {slips: [词.yaml]}\n",
		"区/词.yaml":  "entries: [{wrong: 处里, right: 处理}]\n",
		"区/年报.yaml": "",
		"空/" + Name: "# 没有设置\n",
		"国/" + Name: "extends: national\n",
		"例/" + Name: "extends: municipality-example\n",
		"空/年报.yaml": "",
		"绕/" + Name: "extends: b.yaml\n",
		"绕/b.yaml":  "extends: " + Name + "\n",
	})
	s, err := Read(filepath.Join(dir, "区", Name))
	if err != nil {
		t.Fatal(err)
	}
	if s.Width != 70 || s.Lang != "en" || s.Severity["STR012"] != "error" || s.Severity["STR013"] != "off" ||
		!slices.Equal(s.Headings["总体情况"], []string{"甲", "乙"}) || s.Deadlines["部门"] != "01-20" {
		t.Errorf("%+v", s)
	}
	all, err := (&Finder{}).Load(filepath.Join(dir, "区", Name))
	if err != nil || len(all.WordFiles["slips"]) != 2 || !strings.Contains(string(all.WordFiles["slips"][0].Data), "办里") || !strings.Contains(string(all.WordFiles["slips"][1].Data), "处里") {
		t.Errorf("%+v, %v", all, err)
	}
	for _, name := range []string{"空", "国", "例"} {
		if _, err := Read(filepath.Join(dir, name, Name)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Read(filepath.Join(dir, "绕", Name)); err == nil || !strings.Contains(err.Error(), "绕成了圈") {
		t.Errorf("a circle: %v", err)
	}
}

// No settings file can make the reader panic.
func FuzzSettings(f *testing.F) {
	for _, seed := range []string{"width: 1", "severity: {a: b}", "extends: national", "rules: [[", "words: 1", "waivers: [1]", "font: {x: [1]}", "\x00", "a: &x [*x]"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		l := &loader{}
		if s, err := l.parse("x", []byte(text), false); err == nil && s == nil {
			t.Error("neither settings nor an error")
		}
	})
}
