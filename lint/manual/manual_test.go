package manual

import (
	"bytes"
	"os"
	"reflect"
	"strings"
	"testing"

	"nianbao/internal/report/reporttest"
	"nianbao/internal/settings"
	"nianbao/internal/source"
	"nianbao/lint"
	"nianbao/rules"
)

func catalogue(t *testing.T) *lint.Catalogue {
	t.Helper()
	c, err := lint.LoadCatalogue(rules.Files)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func manual(t *testing.T, c *lint.Catalogue) *Manual {
	t.Helper()
	return New(c, source.Options{Editions: reporttest.Editions(), Words: reporttest.Words()})
}

// rules/README.md is what the heads say and the linter prints now.
// NIANBAO_UPDATE=1, or go generate ./rules, writes it anew.
func TestReadmeIsCurrent(t *testing.T) {
	const file = "../../rules/README.md"
	var b bytes.Buffer
	if err := manual(t, catalogue(t)).Readme(&b, settings.Shipped()); err != nil {
		t.Fatal(err)
	}
	if os.Getenv("NIANBAO_UPDATE") != "" {
		if err := os.WriteFile(file, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	have, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(have, b.Bytes()) {
		t.Errorf("%s is not what the heads say; go generate ./rules rewrites it", file)
	}
}

// Every rule is explained in both languages, with what is really printed.
func TestExplainEveryRule(t *testing.T) {
	c := catalogue(t)
	m := manual(t, c)
	for _, rule := range c.Rules() {
		for _, lang := range []string{"zh", "en"} {
			var b bytes.Buffer
			if err := m.Explain(&b, rule, lang); err != nil {
				t.Errorf("%s: %v", rule.ID, err)
				continue
			}
			text := b.String()
			for _, want := range []string{rule.ID + "  " + rule.Title.In(lang), rule.Why.In(lang), " " + rule.ID + " "} {
				if !strings.Contains(text, want) {
					t.Errorf("%s, %s: no %q in\n%s", rule.ID, lang, want, text)
				}
			}
			if strings.Contains(text, "<no value>") || strings.Contains(text, "{notice}") || strings.Contains(text, "\n\n\n") {
				t.Errorf("%s, %s:\n%s", rule.ID, lang, text)
			}
		}
	}
}

// The packs that are shipped have no mistake, and their examples hold.
func TestShippedPacks(t *testing.T) {
	for _, name := range []string{"packs/example.yaml", "profiles/municipality-example/rules.yaml"} {
		c := catalogue(t)
		data, err := rules.Files.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		pack := c.Pack(name, data, reporttest.Editions().All())
		for i := range pack.Findings {
			t.Errorf("%s:%d: %s", name, pack.Findings[i].Pos.Line, c.Message(&pack.Findings[i], "zh"))
		}
		m := manual(t, c.With(pack))
		for _, rule := range pack.Rules() {
			if v := m.Check(rule); !v.OK() {
				t.Errorf("%s: %s: %+v", name, rule.ID, v)
			}
		}
		if len(pack.Rules()) == 0 {
			t.Errorf("%s has no rules", name)
		}
	}
}

// Check tells each way in which examples can fail.
func TestCheckTellsWhatIsWrong(t *testing.T) {
	c := catalogue(t)
	m := manual(t, c)
	good := c.Rule("STR012")
	for _, tc := range []struct {
		bad, good string
		want      Verdict
	}{
		{good.Bad, good.Good, Verdict{}},
		{good.Good, good.Good, Verdict{SilentOnBad: true}},
		{good.Bad, good.Bad, Verdict{LoudOnGood: true}},
	} {
		rule := &lint.Rule{Head: good.Head}
		rule.Bad, rule.Good = tc.bad, tc.good
		if got := m.Check(rule); !reflect.DeepEqual(got, tc.want) {
			t.Errorf("%+v, want %+v", got, tc.want)
		}
	}
	rule := &lint.Rule{Head: good.Head}
	rule.Good = "- 甲"
	if v := m.Check(rule); v.Err == nil || v.OK() {
		t.Errorf("%+v", v)
	}
}
