package datafile

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v4"
)

// pack is something to read, with each kind of value.
type pack struct {
	Name  string            `yaml:"name"`
	Count int               `yaml:"count"`
	Items []*item           `yaml:"items"`
	Terms map[string]item   `yaml:"terms"`
	Words map[string]string `yaml:"words"`
	Any   yaml.Node         `yaml:"any"`
}

type item struct {
	ID   string   `yaml:"id"`
	Tags []string `yaml:"tags"`
}

// What does not fit is told from the text and the type: with other words of the
// library's it is told the same.
func TestFaults(t *testing.T) {
	for _, tc := range []struct {
		text string
		want []Fault
	}{
		{"nmae: x\n", []Fault{{Unknown, "nmae", 1, 1}}},
		{"name: x\nname: y\n", []Fault{{Twice, "name", 2, 1}}},
		{"name: {a: b}\n", []Fault{{Shape, "", 1, 7}}},
		{"name:\n  a: b\n", []Fault{{Shape, "", 2, 3}}},
		{"count: 三\n", []Fault{{Shape, "", 1, 8}}},
		{"items:\n  - id: x\n    tag: [y]\n", []Fault{{Unknown, "tag", 3, 5}}},
		{"items:\n  - di: x\n", []Fault{{Unknown, "di", 2, 5}}},
		{"items: x\n", []Fault{{Shape, "", 1, 8}}},
		{"terms: {甲: {id: x}, 乙: {ids: x}}\n", []Fault{{Unknown, "ids", 1, 25}}},
		{"words: {甲: x, 甲: y}\n", []Fault{{Twice, "甲", 1, 15}}},
		{"a: 1\nb: 2\ncount: x\n", []Fault{{Unknown, "a", 1, 1}, {Unknown, "b", 2, 1}, {Shape, "", 3, 8}}},
		{"any: {a: 1, a: 2}\nx: 1\n", []Fault{{Unknown, "x", 2, 1}}},
		{"name: [x\n", []Fault{{Syntax, "", 2, 1}}},
	} {
		var doc yaml.Node
		err := yaml.Load([]byte(tc.text), &doc)
		root := &doc
		if err != nil {
			root = nil
		} else {
			err = yaml.Load([]byte(tc.text), &pack{}, yaml.WithKnownFields())
		}
		if diff := cmp.Diff(tc.want, Faults(err, root, &pack{})); diff != "" {
			t.Errorf("%q: %v: %s", tc.text, err, diff)
		}
		var many *yaml.LoadErrors
		if errors.As(err, &many) {
			for _, e := range many.Errors {
				e.Message, e.ContextMsg = "zxqv", "zxqv"
			}
		}
		var one *yaml.LoadError
		if many == nil && errors.As(err, &one) {
			one.Message, one.ContextMsg = "zxqv", "zxqv"
		}
		if diff := cmp.Diff(tc.want, Faults(err, root, &pack{})); diff != "" {
			t.Errorf("%q in other words: %s", tc.text, diff)
		}
	}
}

// An anchor that is part of itself ends.
func TestFaultsOfAliases(t *testing.T) {
	var doc yaml.Node
	if err := yaml.Load([]byte("items: &a [*a]\nx: 1\n"), &doc); err != nil {
		t.Fatal(err)
	}
	Faults(&yaml.LoadError{}, &doc, &pack{})
}
