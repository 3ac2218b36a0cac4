package lint

import (
	"strings"
	"testing"

	"nianbao/internal/report"
	"nianbao/internal/report/reporttest"
	"nianbao/internal/source"
	"nianbao/lint/fragment"
)

func lintFragment(t *testing.T, c *Catalogue, example string) []Finding {
	t.Helper()
	return lintAgainst(t, c, "", example)
}

// lintAgainst judges an example, also against one of the year before where that
// is not "".
func lintAgainst(t *testing.T, c *Catalogue, previous, example string) []Finding {
	t.Helper()
	reading := source.Options{Editions: reporttest.Editions(), Words: reporttest.Words()}
	if kind, text := fragment.Split(example); kind == fragment.Pack {
		return c.Pack(fragment.PackName, []byte(text), reading.Editions.All()).Findings
	}
	r, err := fragment.Read(example, reading)
	if err != nil {
		t.Fatalf("%v in\n%s", err, example)
	}
	var last *report.Report
	if previous != "" {
		if last, err = fragment.ReadPrevious(previous, reading); err != nil {
			t.Fatalf("%v in\n%s", err, previous)
		}
	}
	return New(c, Options{CanDraw: fragment.CanDraw, Today: fragment.Today()}).LintAgainst(r, last).Findings
}

func TestBaseIsSilent(t *testing.T) {
	if got := lintFragment(t, catalogue(t), ""); len(got) > 0 {
		t.Errorf("%+v", got)
	}
}

// The bad example of every head fires its rule, the good one does not.
func TestExamplesOfHeads(t *testing.T) {
	c := catalogue(t)
	for _, rule := range c.Rules() {
		t.Run(rule.ID, func(t *testing.T) {
			fires := func(fragment string) (hit bool, all []string) {
				for _, f := range lintAgainst(t, c, rule.Previous, fragment) {
					all = append(all, f.Rule+" "+c.Message(&f, "zh"))
					hit = hit || f.Rule == rule.ID
				}
				return hit, all
			}
			if hit, all := fires(rule.Bad); !hit {
				t.Errorf("the bad example is silent; found %v", all)
			}
			if hit, all := fires(rule.Good); hit {
				t.Errorf("the good example fires: %v", all)
			}
		})
	}
}

// No message has a hole in it: every {name} is filled, in both languages.
func TestMessagesAreComplete(t *testing.T) {
	c := catalogue(t)
	for _, rule := range c.Rules() {
		for _, f := range lintAgainst(t, c, rule.Previous, rule.Bad) {
			for _, lang := range []string{"zh", "en"} {
				for _, text := range []string{c.Message(&f, lang), c.Advice(&f, lang), c.FixDescription(&f, lang), f.Basis} {
					if strings.ContainsAny(text, "{}") {
						t.Errorf("%s %s %s: hole in %q", f.Rule, f.Form, lang, text)
					}
				}
				if c.Message(&f, lang) == "" {
					t.Errorf("%s has no message in %s", f.Rule, lang)
				}
			}
		}
	}
}

// Nothing of a head is left as cmd/nianbao/internal/scaffold made it.
func TestHeadsAreFilledIn(t *testing.T) {
	for _, rule := range catalogue(t).Rules() {
		if left := rule.ToDo(); left != nil {
			t.Errorf("%s: FILL_IN is left in %v", rule.ID, left)
		}
	}
}
