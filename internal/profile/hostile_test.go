package profile

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nianbao/internal/report/reporttest"
	"nianbao/internal/settings"
)

// Whatever stands in a settings file in the place of a value, there is no panic,
// and a fault names the file.
func TestNoValueOfSettingsPanics(t *testing.T) {
	whole := `
fonts: system
font: {仿宋: simfang.ttf}
lang: en
width: 80
ambiguous: 1
extends: national
severity: {STR010: note, TXT007: off}
headings: {总体情况: [总体工作情况]}
limits: {总体情况: 1200}
deadlines: {部门: 01-20}
words: {slips: [词.yaml]}
rules: [规则.yaml, "规*.yaml"]
waivers: [{机关: 某局, 规则: STR012, 位置: 总体情况, 理由: 由财政统一报告, 批准: 某办, 到期: 2026-12-31}]
`
	dir := reporttest.Tree(t, map[string]string{"词.yaml": "entries: [{wrong: 办里, right: 办理}]\n", "规则.yaml": "rules: [~]\n", "年报.yaml": ""})
	file := filepath.Join(dir, settings.Name)
	shared := finder(t)
	try := func(what string, text []byte) {
		if err := os.WriteFile(file, text, 0o644); err != nil {
			t.Fatal(err)
		}
		for _, named := range []string{"", file} {
			f := &Maker{Finder: settings.Finder{Config: named}, Catalogue: shared.Catalogue, Editions: shared.Editions}
			if _, err := f.For([]string{filepath.Join(dir, "年报.yaml")}); err != nil && !strings.Contains(err.Error(), "配置文件") {
				t.Errorf("%s: %v", what, err)
			}
		}
	}
	for what, text := range reporttest.Mutations([]byte(whole)) {
		try(what, text())
	}
	for _, text := range []string{"", "~", "[]", "- -", "---\n---\n", "a: &a [*a]", "rules: &x [*x]", "\x00", "\xff", "? [a]\n: 1\n", "? ~\n: ~\n", "rules: [\"[\"]", "rules: [\"[a\"]",
		"rules: " + strings.Repeat("[", 50_000), "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n", "<<: ~", "extends: [.yaml]", "extends: .yaml", "extends: \"\\0.yaml\"", "rules: [\"\\0\", \"\\n\"]"} {
		try(text, []byte(text))
	}
}

// Settings that were found name files of their own folder and below; those that
// the user named may name any.
func TestFoundSettingsStayInTheirFolder(t *testing.T) {
	dir := reporttest.Tree(t, map[string]string{
		"密.yaml":                 "API_KEY: 秘密\n",
		"别/甲.yaml":               "width: 60\n",
		"词.yaml":                 "entries: [{wrong: 办里, right: 办理}]\n",
		"市/区/本/词.yaml":           "entries: [{wrong: 处里, right: 处理}]\n",
		"市/市.yaml":               "width: 60\nwords: {slips: [市词.yaml]}\n",
		"市/市词.yaml":              "entries: [{wrong: 市里, right: 市内}]\n",
		"市/区/年报.yaml":            "",
		"市/区/基础.yaml":            "extends: ../市.yaml\n",
		"市/区/本/再下.yaml":          "words: {slips: [../词.yaml, 词.yaml]}\n",
		"市/区/词.yaml":             "entries: [{wrong: 区里, right: 区内}]\n",
		"市/区/" + settings.Name:   "",
		"市/区/本/" + settings.Name: "",
		"市/区/本/年报.yaml":          "",
		"市/区/本/词/乙.yaml":         "entries: [{wrong: 乙里, right: 乙内}]\n",
	})
	county := filepath.Join(dir, "市", "区")
	if err := os.Symlink(filepath.Join(dir, "密.yaml"), filepath.Join(county, "链.yaml")); err != nil {
		t.Skip(err)
	}
	shared := finder(t)
	for _, tc := range []struct {
		text    string
		outside bool // refused where found, though not where named
	}{
		{"words: {slips: [词.yaml, 本/词.yaml]}", false},
		{"extends: ../市.yaml", false},
		{"extends: 基础.yaml", false},
		{"extends: 本/再下.yaml", false},
		{"words: {slips: [../../词.yaml]}", true},
		{"words: {slips: ['" + filepath.ToSlash(dir) + "/词.yaml']}", true},
		{"extends: ../../别/甲.yaml", true},
		{"extends: ../../密.yaml", false},
		{"rules: [../市.yaml]", true},
		{"rules: ['../*.yaml']", true},
		{"rules: [链.yaml]", true},
		{"words: {slips: [链.yaml]}", true},
		{"extends: 链.yaml", true},
		{"rules: ['链*.yaml']", true},
	} {
		file := filepath.Join(county, settings.Name)
		if err := os.WriteFile(file, []byte(tc.text+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
		for _, named := range []string{"", file} {
			f := &Maker{Finder: settings.Finder{Config: named}, Catalogue: shared.Catalogue, Editions: shared.Editions}
			_, err := f.For([]string{filepath.Join(county, "年报.yaml")})
			if outside := err != nil && strings.Contains(err.Error(), "不在配置文件所在的文件夹里"); outside != (tc.outside && named == "") {
				t.Errorf("%s (named %q): %v", tc.text, named, err)
			}
			if named == "" && err != nil && (strings.Contains(err.Error(), "API_KEY") || strings.Contains(err.Error(), "秘密")) {
				t.Errorf("%s leaks: %v", tc.text, err)
			}
		}
	}
}

// What stands in a file above, or behind a link, is told by its key and line,
// without a word of it.
func TestSettingsAboveAreQuiet(t *testing.T) {
	const secret = "秘密2024"
	dir := reporttest.Tree(t, map[string]string{"区/" + settings.Name: "extends: ../市.yaml\n", "区/年报.yaml": "", "链/年报.yaml": ""})
	above := filepath.Join(dir, "市.yaml")
	if err := os.Symlink(above, filepath.Join(dir, "链", settings.Name)); err != nil {
		t.Skip(err)
	}
	shared := finder(t)
	for text, want := range map[string]string{
		"# 说明\n" + secret + ": 1\n":                ":2:1：这一行有误",
		"# 说明\n" + secret + "\n":                   ":2:1：应当写成一组",
		"a: b: " + secret + "\n":                   ":1:5：这里不合YAML的写法",
		"lang: " + secret:                          ":1:7：“lang”这一项有误",
		"width: [" + secret + "]":                  ":1:8：“width”这一项有误",
		"severity:\n  " + secret + ": note":        ":2:3：“severity”这一项有误",
		"severity: {STR012: " + secret + "}":       "“severity”这一项有误",
		"headings: {" + secret + ": [甲]}":          "“headings”这一项有误",
		"limits: {" + secret + ": 1}":              "“limits”这一项有误",
		"deadlines: {部门: " + secret + "}":          "“deadlines”这一项有误",
		"words: {" + secret + ": [a.yaml]}":        "“words”这一项有误",
		"words: {slips: [" + secret + "]}":         "“words”这一项有误",
		"rules: [" + secret + "]":                  "“rules”这一项有误",
		"rules: [" + secret + "*]":                 "“rules”这一项有误",
		"extends: " + secret:                       "“extends”这一项有误",
		"extends: " + secret + ".yaml":             "“extends”这一项有误",
		"extends: ../" + secret + "/x.yaml":        "“extends”这一项有误",
		"waivers: [{" + secret + ": 1}]":           "“waivers”这一项有误",
		"waivers: [{规则: " + secret + "}]":          "“waivers”这一项有误",
		"width: 1\nwidth: " + secret:               "“width”这一项有误",
		secret + ": 1\n" + secret + ": 2\nlang: x": "这一行有误",
	} {
		if err := os.WriteFile(above, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		for _, folder := range []string{"区", "链"} {
			f := &Maker{Catalogue: shared.Catalogue, Editions: shared.Editions}
			_, err := f.For([]string{filepath.Join(dir, folder, "年报.yaml")})
			if err == nil || strings.Contains(err.Error(), secret) || !strings.Contains(err.Error(), want) {
				t.Errorf("%s %q: %v, want %s", folder, text, err, want)
			}
		}
	}
}
