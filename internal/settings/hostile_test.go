package settings

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nianbao/internal/report/reporttest"
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
	dir := tree(t, map[string]string{"词.yaml": "entries: [{wrong: 办里, right: 办理}]\n", "规则.yaml": "rules: [~]\n", "年报.yaml": ""})
	file := filepath.Join(dir, Name)
	shared := finder(t)
	try := func(what string, text []byte) {
		if err := os.WriteFile(file, text, 0o644); err != nil {
			t.Fatal(err)
		}
		for _, named := range []string{"", file} {
			f := &Finder{T: chinese, Catalogue: shared.Catalogue, Editions: shared.Editions, Config: named}
			if _, err := f.For([]string{filepath.Join(dir, "年报.yaml")}); err != nil && !strings.Contains(err.Error(), "配置文件") {
				t.Errorf("%s: %v", what, err)
			}
		}
	}
	for what, text := range reporttest.Mutations([]byte(whole)) {
		try(what, text)
	}
	for _, text := range []string{"", "~", "[]", "- -", "---\n---\n", "a: &a [*a]", "rules: &x [*x]", "\x00", "\xff", "? [a]\n: 1\n", "? ~\n: ~\n", "rules: [\"[\"]", "rules: [\"[a\"]",
		"rules: " + strings.Repeat("[", 50_000), "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n", "<<: ~", "extends: [.yaml]", "extends: .yaml", "extends: \"\\0.yaml\"", "rules: [\"\\0\", \"\\n\"]"} {
		try(text, []byte(text))
	}
}
