package lint

import (
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"nianbao/internal/report/reporttest"
	"nianbao/internal/source"
)

// In the examples of the heads, the tag !absent takes a key away, and !long N
// stands for a text of N characters.
const (
	tagAbsent = "!absent"
	tagLong   = "!long"
)

// overlay lays a fragment over a report: mappings merge, all else replaces.
func overlay(base, over *yaml.Node) {
	for i := 0; i+1 < len(over.Content); i += 2 {
		key, value := over.Content[i], over.Content[i+1]
		at := -1
		for j := 0; j+1 < len(base.Content); j += 2 {
			if base.Content[j].Value == key.Value {
				at = j
			}
		}
		if value.Tag == tagLong {
			n, _ := strconv.Atoi(value.Value)
			value = &yaml.Node{Kind: yaml.ScalarNode, Value: strings.Repeat("长", n)}
		}
		switch {
		case value.Tag == tagAbsent:
			if at >= 0 {
				base.Content = slices.Delete(base.Content, at, at+2)
			}
		case at < 0:
			// Merging into an empty mapping applies the tags below.
			if value.Kind == yaml.MappingNode {
				empty := &yaml.Node{Kind: yaml.MappingNode}
				overlay(empty, value)
				value = empty
			}
			base.Content = append(base.Content, key, value)
		case base.Content[at+1].Kind == yaml.MappingNode && value.Kind == yaml.MappingNode:
			overlay(base.Content[at+1], value)
		default:
			base.Content[at+1] = value
		}
	}
}

func lintFragment(t *testing.T, c *Catalogue, fragment string) []Finding {
	t.Helper()
	data, err := os.ReadFile("testdata/base.yaml")
	if err != nil {
		t.Fatal(err)
	}
	// What cannot be laid over a report as YAML is a report file by itself.
	var base, over yaml.Node
	changes, isBook := strings.CutPrefix(fragment, "%XLSX\n")
	if isBook {
		fragment = ""
	}
	if strings.HasPrefix(fragment, "%FILE\n") {
		data = []byte(strings.TrimPrefix(fragment, "%FILE\n"))
	} else if fragment != "" {
		if err := yaml.Unmarshal(data, &base); err != nil {
			t.Fatal(err)
		}
		if err := yaml.Unmarshal([]byte(fragment), &over); err != nil {
			t.Fatalf("%v in\n%s", err, fragment)
		}
		overlay(base.Content[0], over.Content[0])
		if data, err = yaml.Marshal(&base); err != nil {
			t.Fatal(err)
		}
	}
	opts := source.Options{Editions: reporttest.Editions(), Words: reporttest.Words()}
	r := source.Read("example.yaml", data, opts)
	if isBook {
		r = source.Read("example.xlsx", changedWorkbook(t, r, changes), opts)
	}
	canDraw := func(r rune) bool { return r <= 0xFFFF }
	return New(c, Options{CanDraw: canDraw}).Lint(r).Findings
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
				for _, f := range lintFragment(t, c, fragment) {
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
		for _, f := range lintFragment(t, c, rule.Bad) {
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
