package lint

import (
	"fmt"
	"strings"
	"testing"

	"nianbao/internal/report/reporttest"
	"nianbao/rules"
)

// oddities are files that are hardly YAML, or hardly anything.
var oddities = []string{"", "\n", "# 说明\n", "~", "[]", "{}", "[~]", "文字", "- -\n", "---\n---\n", "a: &a [*a]\n", "rules: &x\n- *x\n", "entries: &x\n- *x\n",
	"\x00", "\xff\xfe", "\ufeff", "rules:\n-\n", "entries:\n-\n", "? ~\n: ~\n", "<<: ~\n", "!!binary x: 1\n", "? [a]\n: 1\n",
	"rules: " + strings.Repeat("[", 50_000), "entries: " + strings.Repeat("{a: ", 50_000)}

// showAll makes every message of what was found, as a printer would.
func showAll(c *Catalogue, findings []Finding) {
	for i := range findings {
		for _, lang := range []string{"zh", "en"} {
			c.Message(&findings[i], lang)
			c.Advice(&findings[i], lang)
		}
	}
}

// Whatever stands in a rule pack in the place of a value, there is no panic, and
// a fault has a place in the pack. What is let through can be used.
func TestNoValueOfAPackPanics(t *testing.T) {
	c := catalogue(t)
	data, err := rules.Files.ReadFile("packs/example.yaml")
	if err != nil {
		t.Fatal(err)
	}
	editions := reporttest.Editions()
	r := reporttest.Filled(editions.Latest())
	try := func(what, text string) {
		pack := c.Pack("本地.yaml", []byte(text), editions.All())
		showAll(c, pack.Findings)
		for _, f := range pack.Findings {
			if f.Path != "本地.yaml" || f.Pos.Line < 1 || f.Pos.Line > max(strings.Count(text, "\n"), 1)+1 {
				t.Errorf("%s: no place: %+v", what, f.Pos)
			}
		}
		if len(pack.Rules()) == 0 && len(pack.Findings) == 0 {
			t.Errorf("%s: no rule and no fault", what)
		}
		only := (&Catalogue{byID: map[string]*Rule{}}).With(pack)
		showAll(only, New(only, Options{}).LintAgainst(r, r).Findings)
	}
	for what, text := range reporttest.Mutations(data) {
		try(what, string(text()))
	}
	for _, text := range oddities {
		try(fmt.Sprintf("%.20q", text), text)
	}
}

// An item of a list that nothing stands in is told by its key and line, in
// whatever list of a rule it is.
func TestEmptyItemsOfAPack(t *testing.T) {
	c := catalogue(t)
	for _, tc := range []struct {
		from, to, key string
		line          int
	}{
		{"    params:", "    forms:\n      -\n    params:", "forms[0]", 11},
		{"    params:", "    traps:\n      - 甲\n      - ~\n    params:", "traps[1]", 12},
		{"    params:", "    traps: [甲, null]\n    params:", "traps[1]", 10},
		{"[培训]", "[~]", "params.phrases[0]", 10},
	} {
		text := strings.Replace(packOf("require", "{in: 总体情况, phrases: [培训]}"), tc.from, tc.to, 1)
		pack := loadPack(t, c, text)
		if len(pack.Findings) != 1 || pack.Findings[0].Form != "missing" || pack.Findings[0].Args["key"] != tc.key || pack.Findings[0].Pos.Line != tc.line {
			t.Errorf("%s: %+v\n%s", tc.key, pack.Findings, text)
		}
	}
	pack := loadPack(t, c, "rules:\n  -\n")
	if len(pack.Findings) != 1 || pack.Findings[0].Pos.Line != 2 || pack.Findings[0].Args["key"] != "rules[0]" {
		t.Errorf("an empty rule: %+v", pack.Findings)
	}
}

// The same of word lists.
func TestNoValueOfAWordListPanics(t *testing.T) {
	c := catalogue(t)
	r := reporttest.Filled(reporttest.Editions().Latest())
	for _, list := range c.WordLists() {
		data, err := rules.Files.ReadFile(wordPath(list))
		if err != nil {
			t.Fatal(err)
		}
		data = reporttest.Shortened(data, 1)
		try := func(text string, use bool) {
			p, err := c.Profile(Local{Words: map[string][]WordFile{list: {{Path: "词.yaml", Data: []byte(text)}}}})
			if fault, ok := err.(*WordFault); ok {
				showAll(c, []Finding{fault.Finding})
			}
			if use && err == nil {
				New(c, Options{Profile: func(string) *Profile { return p }}).LintAgainst(r, r)
			}
		}
		n, every := 0, 1
		if len(data) > 2000 {
			every = 25 // a grammar takes long to load
		}
		for _, text := range reporttest.Mutations(data) {
			if n++; n%every == 0 {
				try(string(text()), n%50 == 0)
			}
		}
		for _, text := range oddities {
			try(text, false)
		}
	}
}
