package format

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"nianbao/internal/report"
	"nianbao/lint"
	"nianbao/rules"
)

func sarifValidator(t *testing.T) *jsonschema.Schema {
	t.Helper()
	data, err := os.ReadFile("testdata/sarif-schema-2.1.0.json")
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource(sarifSchema, doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile(sarifSchema)
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// The output holds against the schema that OASIS publishes, with the whole
// catalogue, with every kind of finding and with none.
func TestSARIFSchema(t *testing.T) {
	schema := sarifValidator(t)
	check := func(name, text string) {
		t.Helper()
		doc, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if err := schema.Validate(doc); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, lang := range []string{"zh", "en"} {
		check(lang, printed(t, "sarif", Options{Lang: lang}, results()))
		check("empty "+lang, printed(t, "sarif", Options{Lang: lang}, nil))
	}
	c, err := lint.LoadCatalogue(rules.Files)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	p := newSARIF(&b, c, Options{})
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	check("whole catalogue", b.String())

	broken := strings.Replace(printed(t, "sarif", Options{}, results()), `"level":"error"`, `"level":"fatal"`, 1)
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(broken))
	if err != nil {
		t.Fatal(err)
	}
	if schema.Validate(doc) == nil {
		t.Error("the schema takes anything")
	}
}

func resultsOf(t *testing.T, all []lint.Result) []sarifResult {
	t.Helper()
	var log struct {
		Runs []struct{ Results []sarifResult }
	}
	if err := json.Unmarshal([]byte(printed(t, "sarif", Options{}, all)), &log); err != nil {
		t.Fatal(err)
	}
	return log.Runs[0].Results
}

// Moving a file's lines changes no fingerprint; no two findings share one.
func TestFingerprintsSurviveMovedLines(t *testing.T) {
	all := results()
	before := resultsOf(t, all)
	move := func(p *report.Place) {
		if p.Line > 0 {
			p.Line, p.EndLine = p.Line+7, p.EndLine+7
		}
	}
	for i := range all {
		for j := range all[i].Findings {
			f := &all[i].Findings[j]
			move(&f.Pos)
			for k := range f.Related {
				move(&f.Related[k].Pos)
			}
			if f.Rule == "SRC002" {
				f.Args["first"] = "10"
			}
		}
	}
	seen := map[string]bool{}
	for i, r := range resultsOf(t, all) {
		if r.Prints != before[i].Prints {
			t.Errorf("%s: %s became %s", r.RuleID, before[i].Prints, r.Prints)
		}
		key := r.Locations[0].Physical.Artifact.URI + r.Prints.Finding
		if seen[key] {
			t.Errorf("%s: %s is there twice", r.RuleID, key)
		}
		seen[key] = true
	}
}

func TestArtifactOf(t *testing.T) {
	for name, want := range map[string]sarifArtifact{
		"a.yaml":           {"a.yaml", sarifRoot},
		"./b/../a.yaml":    {"a.yaml", sarifRoot},
		"甲 区/50%#?.yaml":   {"%E7%94%B2%20%E5%8C%BA/50%25%23%3F.yaml", sarifRoot},
		"1:2.yaml":         {"./1:2.yaml", sarifRoot},
		"../up.yaml":       {"../up.yaml", ""},
		"/srv/年报/a b.yaml": {"file:///srv/%E5%B9%B4%E6%8A%A5/a%20b.yaml", ""},
		"\xff.yaml":        {"%FF.yaml", sarifRoot},
	} {
		if got := artifactOf(name); got != want {
			t.Errorf("%q: %+v, want %+v", name, got, want)
		}
	}
}

// A repair is offered only where every edit is a plain figure put in the place
// of something whose place is known.
func TestSARIFFixes(t *testing.T) {
	p := newSARIF(nil, catalogue(t), Options{}).(*sarifPrinter)
	at, other := cell("总计", "自然人"), cell("总计", "总计")
	base := lint.Finding{Rule: "BAL001", At: at, Pos: on(31, 9, 10), Related: []report.Related{{At: other, Pos: on(31, 20, 21)}}}
	for _, tc := range []struct {
		name  string
		edits []lint.Edit
		pos   report.Place
		want  int
	}{
		{"one cell", []lint.Edit{{At: at, To: "3"}}, base.Pos, 1},
		{"a related cell too", []lint.Edit{{At: at, To: "3"}, {At: other, To: "-0.5"}}, base.Pos, 2},
		{"a place that is not told", []lint.Edit{{At: at, To: "3"}, {At: part3, To: "3"}}, base.Pos, 0},
		{"text", []lint.Edit{{At: at, To: "a: b"}}, base.Pos, 0},
		{"nothing there to replace", []lint.Edit{{At: at, To: "3"}}, on(31, 9, 9), 0},
		{"a workbook", []lint.Edit{{At: at, To: "3"}}, report.InCell("三", "B2", 0), 0},
		{"characters of prose", []lint.Edit{{At: at, To: "，", Span: lint.Span{Paragraph: 1, From: 4, Until: 5}, Pos: on(8, 9, 10)}}, base.Pos, 1},
		{"characters put in", []lint.Edit{{At: at, To: "。", Span: lint.Span{Paragraph: 1, From: 4, Until: 4}, Pos: on(8, 9, 9)}}, base.Pos, 1},
		{"characters whose place is not exact", []lint.Edit{{At: at, To: "，", Span: lint.Span{Paragraph: 1, From: 4, Until: 5}, Pos: on(8, 3, 30)}}, base.Pos, 0},
		{"characters that YAML may take for its own", []lint.Edit{{At: at, To: ": ", Span: lint.Span{Paragraph: 1, From: 4, Until: 5}, Pos: on(8, 9, 10)}}, base.Pos, 0},
		{"several lines", []lint.Edit{{At: at, To: "3"}}, report.Span(1, 1, 2, 1), 0},
	} {
		f := base
		f.Pos, f.Fix = tc.pos, &lint.Fix{Edits: tc.edits}
		fix, ok := p.fix(&f, sarifArtifact{})
		n := 0
		if ok {
			n = len(fix.Changes[0].Replacements)
		}
		if n != tc.want {
			t.Errorf("%s: %d replacements, want %d", tc.name, n, tc.want)
		}
	}
}

func TestSARIFMessage(t *testing.T) {
	for text, want := range map[string]string{
		"共{0}件":     "共{{0}}件",
		"[点此](1)":   `\[点此\](1)`,
		"〔2021〕[a]": "〔2021〕[a]",
	} {
		if got := sarifMessage(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
