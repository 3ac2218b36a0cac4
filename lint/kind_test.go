package lint

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"nianbao/internal/report/reporttest"
	"nianbao/rules"
)

// The names that national rules of open kinds use are those of an edition: the
// loader of packs, which checks them, has nothing against their heads but its own
// limits.
func TestNationalRulesNameWhatIsThere(t *testing.T) {
	c := catalogue(t)
	open := 0
	for _, r := range c.Rules() {
		empty := kinds[r.Kind].empty
		if empty == nil {
			continue
		}
		open++
		k := empty()
		if err := r.Params.Load(k); err != nil {
			t.Fatal(err)
		}
		params, err := r.Params.Node()
		if err != nil {
			t.Fatal(err)
		}
		l := &packLoader{catalogue: c, editions: reporttest.Editions().All(), pack: &Pack{}, head: &r.Head, node: paramsOnly(params)}
		k.bind(l)
		for i := range l.pack.Findings {
			if f := &l.pack.Findings[i]; f.Form != "size" {
				t.Errorf("%s: %s", r.ID, c.Message(f, "en"))
			}
		}
	}
	if open < 8 {
		t.Errorf("only %d rules are of open kinds", open)
	}
}

// A mistake in a national head of an open kind is an error that names the rule.
func TestMistakesInNationalHeads(t *testing.T) {
	for _, tc := range [][3]string{
		{"forbid", "{pattern: '甲('}", "pattern"},
		{"forbid", "{where: [contact]}", "Pattern"},
		{"require", "{topics: [{name: 甲}]}", "pattern"},
		{"assert", "{expr: 年度 >}", "expression"},
		{"regex", "{pattern: 甲}", "unknown kind"},
	} {
		_, err := loadNational(tc[0], tc[1])
		if err == nil || !strings.Contains(err.Error(), "ZZZ001") || !strings.Contains(strings.ToLower(err.Error()), strings.ToLower(tc[2])) {
			t.Errorf("%s %s: %v", tc[0], tc[1], err)
		}
	}
}

// What rules/README.md tells of the open kinds is what they have: their params, and
// the arguments of their messages.
func TestOpenKindsAreTold(t *testing.T) {
	var guide struct {
		Kinds []struct {
			Kind, Does string
			Params     []struct {
				Keys  []string
				Means string
			}
			Args []string
			Note string
		}
	}
	data, err := rules.Files.ReadFile("kinds.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if err := yaml.Load(data, &guide); err != nil {
		t.Fatal(err)
	}
	var told []string
	for _, k := range guide.Kinds {
		told = append(told, k.Kind)
		if k.Does == "" || kinds[k.Kind].empty == nil {
			t.Errorf("%s: not open, or nothing is said of it", k.Kind)
			continue
		}
		empty := kinds[k.Kind].empty()
		var keys, want []string
		for _, p := range k.Params {
			keys = append(keys, p.Keys...)
		}
		for f := range reflect.TypeOf(empty).Elem().Fields() {
			if tag := f.Tag.Get("yaml"); tag != "" {
				want = append(want, tag)
			}
		}
		slices.Sort(keys)
		slices.Sort(want)
		if !slices.Equal(keys, want) {
			t.Errorf("%s: params %v are told, there are %v", k.Kind, keys, want)
		}
		for _, arg := range empty.args() {
			if !slices.Contains(k.Args, arg) {
				t.Errorf("%s: nothing is said of {%s}", k.Kind, arg)
			}
		}
	}
	slices.Sort(told)
	if all := openNames(); !slices.Equal(told, all) {
		t.Errorf("%v are told, open are %v", told, all)
	}
}

// paramsOnly is a rule as it would stand in a pack, without all but its params.
func paramsOnly(params *yaml.Node) *yaml.Node {
	key := &yaml.Node{Kind: yaml.ScalarNode, Value: "params"}
	return &yaml.Node{Kind: yaml.MappingNode, Content: []*yaml.Node{key, params}}
}
