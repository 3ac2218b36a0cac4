package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"nianbao/cmd/nianbao/internal/command"
	"nianbao/cmd/nianbao/internal/command/app"
	"nianbao/internal/edition"
	"nianbao/internal/report/reporttest"
	"nianbao/render/font"
	"nianbao/rules"
)

// inEnglish runs the program and returns what it says.
func inEnglish(args ...string) string {
	var out bytes.Buffer
	a := &app.App{In: strings.NewReader(""), Out: &out, Err: &out, Getenv: func(string) string { return "" }, GOOS: "linux",
		Now: func() time.Time { return time.Date(2026, 1, 5, 0, 0, 0, 0, time.UTC) }, Program: "nianbao"}
	command.Main(context.Background(), a, append([]string{"--lang", "en"}, args...))
	return out.String()
}

// chinese tells what in an English output is Chinese and should not be.
type chinese struct{ official *strings.Replacer }

// newChinese knows the words of the forms: keys and key paths, labels, headings,
// titles and numbers of notices, types of bodies, roles of fonts.
func newChinese() *chinese {
	known := slices.Concat(edition.ContactKeys, edition.FileKeys.Before, edition.FileKeys.After, []string{
		edition.KeyName, edition.KeyShort, edition.KeyType, edition.KeyRegulations, edition.KeyBody, edition.KeyPlace, edition.KeyWords,
		edition.KeyRule, edition.KeyReason, edition.KeyApproved, edition.KeyUntil, edition.KeyAgency, edition.KeyDate})
	for _, e := range reporttest.Editions().All() {
		known = append(known, e.Title, e.Preamble, e.Notice.Title, e.Notice.Number, e.Law.Title)
		for _, a := range e.Agencies {
			known = append(known, a.Type)
		}
		for _, p := range e.Parts {
			known = append(known, p.Key, p.Heading, p.Sheet, edition.Numeral(p.Number)+"、"+p.Heading, edition.Numeral(p.Number)+"、"+p.Sheet)
			if p.Text != nil {
				known = append(known, p.Text.Lead, p.Text.More)
				for _, s := range p.Text.Sections {
					known = append(known, s.Key, s.Heading)
				}
				continue
			}
			for _, b := range p.Table.Blocks {
				known = append(known, rowLabels(b.Rows)...)
			}
			for _, r := range p.Table.Rows {
				known = append(known, r.Label, r.Name(), r.Key, r.Path, strings.ReplaceAll(r.Path, ".", "·"))
				known = append(known, strings.Split(r.Path, ".")...)
				known = append(known, columnLabels(r.Block.Columns)...)
				for _, c := range r.Block.Leaves {
					known = append(known, c.Label, c.Key, c.Unit)
				}
			}
		}
	}
	for _, role := range font.Roles() {
		known = append(known, string(role))
	}
	slices.SortFunc(known, func(a, b string) int { return len(b) - len(a) })
	var pairs []string
	for _, word := range slices.Compact(known) {
		if word != "" {
			pairs = append(pairs, word, "")
		}
	}
	return &chinese{strings.NewReplacer(pairs...)}
}

func rowLabels(rows []*edition.Row) []string {
	var all []string
	for _, r := range rows {
		all = append(append(all, r.Label, r.Key), rowLabels(r.Rows)...)
	}
	return all
}

func columnLabels(cols []*edition.Column) []string {
	var all []string
	for _, c := range cols {
		all = append(append(all, c.Label), columnLabels(c.Columns)...)
	}
	return all
}

var (
	// shown are the lines of an output that show the input or cite the law.
	shown = regexp.MustCompile(`(?m)^ *(\d* \| .*|basis: .*|Basis: .*|[-+@].*)$`)
	// cited is what stands in quotation marks; a mark may be all of it.
	cited = regexp.MustCompile(`“[“”]”|“[^“”]*”|《[^《》]*》|"[^"\n]*"|'[^'\n]*'`)
)

// places are the lines of an output that name what the input calls by its own
// names, such as the parts of a total in the text.
var places = regexp.MustCompile(`^ *(left|right|at|see|waived): `)

var han = regexp.MustCompile(`\p{Han}+`)

// in returns the lines with Chinese characters that are neither the input's nor
// the form's.
func (c *chinese) in(output, input string, names ...string) []string {
	output = shown.ReplaceAllString(output, "")
	for _, name := range names {
		output = strings.ReplaceAll(output, name, "")
	}
	var lines []string
	for line := range strings.Lines(output) {
		rest := line
		for before := ""; before != rest; {
			before, rest = rest, cited.ReplaceAllString(rest, "")
		}
		words := han.FindAllString(c.official.Replace(rest), -1)
		if places.MatchString(line) {
			words = slices.DeleteFunc(words, func(w string) bool { return strings.Contains(input, w) })
		}
		if len(words) > 0 {
			lines = append(lines, strings.TrimSpace(line))
		}
	}
	return lines
}

// inputs are all report files of the repository that tests and users read.
func inputs(t *testing.T) []string {
	var all []string
	for _, pattern := range []string{"examples/*.yaml", "examples/*.xlsx", "internal/*/testdata/*/*.yaml", "internal/*/testdata/*/*.json", "lint/testdata/*/*.yaml", "rules/packs/*.yaml", "rules/editions/*.yaml"} {
		found, err := filepath.Glob(filepath.Join("../..", pattern))
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, found...)
	}
	if len(all) < 80 {
		t.Fatalf("only %d inputs", len(all))
	}
	return all
}

// What is found in reports is told in English.
func TestFindingsAreEnglish(t *testing.T) {
	c := newChinese()
	for _, input := range inputs(t) {
		if filepath.Base(input) == "quotes.yaml" {
			continue // all of quotation marks: nobody can tell what a message quotes
		}
		data, err := os.ReadFile(input)
		if err != nil {
			t.Fatal(err)
		}
		out := inEnglish("lint", "--min-severity", "note", input)
		for _, line := range c.in(out, string(data), input, filepath.Base(input)) {
			t.Errorf("%s: %s", input, line)
		}
	}
	for _, golden := range goldens(t) {
		data, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(golden, "text-en") {
			continue // the other formats have the same messages and no lines of their own
		}
		// The golden's inputs are made up, with names and places that are Chinese.
		for _, line := range c.in(string(data), "2023结转下年 上年 乙区 系统 迁移 办公室 全市统一", "乙 区/报告,1:50%.yaml", "丙区.xlsx", "丁区.yaml") {
			t.Errorf("%s: %s", golden, line)
		}
	}
}

func goldens(t *testing.T) []string {
	found, err := filepath.Glob("../../lint/format/testdata/*-en.golden")
	if err != nil || len(found) == 0 {
		t.Fatal(found, err)
	}
	return found
}

// So is the bad example of every rule, which shows each at work.
func TestExamplesOfRulesAreToldInEnglish(t *testing.T) {
	c := newChinese()
	list := inEnglish("rules", "list")
	for _, line := range c.in(list, "") {
		t.Error(line)
	}
	for line := range strings.Lines(list) {
		id, _, _ := strings.Cut(line, " ")
		out := inEnglish("explain", id)
		head, rest, _ := strings.Cut(out, "\nReported:")
		example, _, _ := strings.Cut(rest, "\nWhat is printed:")
		head, _, _ = strings.Cut(head, "\nThe year before:")
		_, rest, _ = strings.Cut(rest, "\nWhat is printed:")
		printed, rest, _ := strings.Cut(rest, "\nNot reported:")
		_, traps, _ := strings.Cut(rest, "\nNever reported:")
		for _, line := range c.in(head+"\n"+printed+"\n"+traps, example, "年报.yaml", "上年.yaml", "规则包.yaml", "年报.xlsx", "年报") {
			t.Errorf("%s: %s", id, line)
		}
	}
}

// So are the explanations of the schema, save the form's own.
func TestSchemaIsEnglish(t *testing.T) {
	official := reporttest.Editions().Latest()
	var all struct {
		Title      string
		Properties map[string]map[string]any
		Defs       map[string]map[string]any `json:"$defs"`
	}
	if err := json.Unmarshal([]byte(inEnglish("schema")), &all); err != nil {
		t.Fatal(err)
	}
	if han.MatchString(all.Title) {
		t.Error(all.Title)
	}
	parts := map[string]bool{}
	for _, p := range official.Parts {
		parts[p.Key] = true
	}
	c := newChinese()
	for _, group := range []map[string]map[string]any{all.Properties, all.Defs} {
		for key, shape := range group {
			for _, word := range []string{"title", "description"} {
				text, _ := shape[word].(string)
				if parts[key] && word == "title" {
					continue
				}
				for _, line := range c.in(text, "", official.Notice.Title, official.Notice.Number, "规章", strings.NewReplacer("{agency}", "", "{year}", "").Replace(official.Title)) {
					t.Errorf("%s: %s: %s", key, word, line)
				}
			}
		}
	}
	if !strings.Contains(inEnglish("schema"), "in order: ") || strings.Contains(inEnglish("schema"), "依次为") {
		t.Error("what the columns are is not told in English")
	}
}

// So is how the program is used, and what is wrong with how it is.
func TestUsageIsEnglish(t *testing.T) {
	c := newChinese()
	dir := t.TempDir()
	write := func(name, text string) string {
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return name
	}
	good := filepath.Join("../..", "examples", "qijiang-2021.yaml")
	if _, err := os.Stat(good); err != nil {
		t.Fatal(err)
	}
	calls := [][]string{{"--help"}, {"help"}, {"help", "lint"}, {"help", "nothing"}, {"version"}, {"nothing"}, {"lint"}, {"version", "x"}, {"convert", good},
		{"lint", "--nothing", good}, {"lint", "-x", good}, {"lint", "--workers", "x", good}, {"lint", good, "--output"}, {"lint", good, "-o"}, {"lint", "--=", good},
		{"lint", "--format", "x", good}, {"lint", "--min-severity", "x", good}, {"lint", "--diff", good}, {"lint", "--fix", "-"}, {"lint", "--fix-unsafe", "X1", good},
		{"lint", "--annotate", "x.xlsx", good}, {"lint", "--output", good, good}, {"lint", "--previous", "x", "--previous-dir", "y", good}, {"lint", "--previous", "-", good},
		{"lint", "--previous", "absent.yaml", good}, {"lint", "--previous-dir", "absent", good}, {"lint", "--previous", good, good}, {"lint", "--previous-dir", dir, good},
		{"lint", "--font", "x", good}, {"lint", "--font", "x=y", good}, {"lint", "--font", "仿宋=absent.ttf", good}, {"lint", "--font", "仿宋=" + good, good}, {"lint", "--fonts", "x", good},
		{"lint", "--color", "x", good}, {"lint", "--config", "absent.yaml", good}, {"lint", "--edition", "absent.yaml", good}, {"lint", "--rules", "absent.yaml", good},
		{"lint", dir}, {"lint", filepath.Join(dir, "*.yaml")}, {"lint", "[a-", good}, {"lint", "absent.yaml"},
		{"render", "--to", "x", good}, {"render", "--name", "x", good}, {"render", "--width", "3", good}, {"render", "--ambiguous", "3", good}, {"render", "--pdfa", "x", good},
		{"render", "--pdf-engine", "gofpdf", "--attach", good}, {"render", "-o", "-", good}, {"render", good, good}, {"render", "-o", good + "/x", good},
		{"convert", good, "x.doc"}, {"convert", "absent.yaml", "x.json"}, {"convert", good, good}, {"new", "x.doc"}, {"new", good}, {"new", "--type", "x", filepath.Join(dir, "n.yaml")},
		{"new", "--year", "1999", filepath.Join(dir, "n.yaml")}, {"new", "--from", "absent.yaml", filepath.Join(dir, "n.yaml")}, {"schema", "--year", "1999"}, {"explain", "X1"},
		{"rules", "list", "--format", "x"}, {"rules", "test", "absent.yaml"}, {"rules", "nothing"}, {"completion", "bash", "x"},
	}
	for _, name := range []string{"lint", "render", "convert", "new", "rules", "rules list", "rules explain", "rules test", "explain", "schema", "version", "completion", "completion bash"} {
		calls = append(calls, append(strings.Fields(name), "--help"))
	}
	report, err := os.ReadFile(good)
	if err != nil {
		t.Fatal(err)
	}
	for i, text := range []string{"[1]", "x: 1", "a: [", "lang: fr", "lang: zh\nlang: en", "? [a]\n: b", "---\nlang: en\n---\nlang: zh", "severity: {X1: error}", "severity: {BAL001: fatal}",
		"headings: {x: [y]}", "limits: {总体情况: -1}", "deadlines: {部门: x}", "deadlines: {x: 01-01}", "words: {x: [y]}", "words: {banned: [absent.yaml]}", "words: {typos: [../x.yaml]}",
		"rules: [absent.yaml]", "rules: ['*.none']", "rules: [../../../x.yaml]", "extends: x", "extends: absent.yaml", "extends: .nianbao.yaml", "width: x", "width: 3", "ambiguous: 3", "fonts: x",
		"font: {x: y}", "font: {仿宋: absent.ttf}", "waivers: [{x: y}]", "waivers: [{理由: y}]", "waivers: [{规则: X1}]", "waivers: [{规则: STR010}]", "waivers: [{规则: STR010, 理由: 系统迁移期间暂缓, 到期: x}]", "limits: x"} {
		folder := fmt.Sprintf("s%d", i)
		write(folder+"/.nianbao.yaml", text)
		file := write(folder+"/r.yaml", string(report))
		calls = append(calls, []string{"lint", file}, []string{"render", "--draft", "-o", filepath.Join(dir, "out"), file})
	}
	form, err := fs.ReadFile(rules.Files, "editions/2021.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for i, change := range [][2]string{{"id: ", "idd: "}, {"years:", "years: x\nyear:"}, {"rows:", "rows:\n              -\n"}, {"key: 自然人", "key: 商业企业"}, {"key: 总体情况", "key: 年度"}, {"type: count", "type: x"},
		{"roles: [total]", "roles: []"}, {"values: [25, 25", "values: [25"}, {"{agency}", ""}, {"key: 主动公开", "key: 主.动"}, {"roles: [received]", "roles: []"}, {"due: 01-31", "due: x"}, {"sheet: ", "sheet: '*'\n    was: "}} {
		text := strings.Replace(string(form), change[0], change[1], 1)
		calls = append(calls, []string{"lint", "--edition", write(fmt.Sprintf("form%d.yaml", i), text), good})
	}
	calls = append(calls, []string{"lint", "--edition", write("empty.yaml", ""), good})
	for i, text := range []string{"", "rules: x", "x: y", "rules: [{}]", "rules: [~]", "rules:\n  - {id: AB1}", "rules: [", "rules:\n  - {id: STR001, kind: x, severity: y, title: '{z}'}"} {
		calls = append(calls, []string{"lint", "--rules", write(fmt.Sprintf("pack%d.yaml", i), text), good}, []string{"rules", "test", write(fmt.Sprintf("pack%d.yaml", i), text)})
	}
	for _, args := range calls {
		out := inEnglish(args...)
		if out == "" {
			t.Errorf("%v says nothing", args)
		}
		for _, line := range c.in(out, "", append(args, "年报.yaml", "草稿", "qijiang-2021.yaml")...) {
			t.Errorf("%v: %s", args, line)
		}
	}
}
