package reporttest

import (
	"fmt"
	"iter"
	"slices"

	"go.yaml.in/yaml/v4"
)

// mutations are the ways in which a value of a YAML file can be wrong.
var mutations = []struct{ name, value string }{
	{"null", "~"}, {"empty text", `""`}, {"text", "甲.乙"}, {"zero", "0"}, {"negative", "-1"}, {"huge", "9223372036854775807"}, {"fraction", "1.5"},
	{"truth", "true"}, {"empty list", "[]"}, {"list of null", "[~]"}, {"list of list", "[[~]]"}, {"empty map", "{}"}, {"map of null", "{甲: ~}"}, {"null key", "{~: 1}"},
}

// Mutations yields a YAML file once for every kind of value in it and every way
// in which that can be wrong, or be missing, with a name that says what was done.
// Values with the same keys above them are of one kind, of which the last is
// taken. The text is made by a function, to be called before the next one, as
// it takes longer than the rest.
func Mutations(data []byte) iter.Seq2[string, func() []byte] {
	return func(yield func(string, func() []byte) bool) {
		var doc yaml.Node
		if err := yaml.Load(data, &doc); err != nil {
			panic(err)
		}
		var values []*yaml.Node
		for _, m := range mutations {
			var v yaml.Node
			if err := yaml.Load([]byte(m.value), &v); err != nil {
				panic(err)
			}
			values = append(values, v.Content[0])
		}
		show := func(at, what string) bool {
			return yield(at+": "+what, func() []byte {
				text, err := yaml.Dump(&doc)
				if err != nil {
					panic(err)
				}
				return text
			})
		}
		known := map[string]bool{}
		var walk func(n *yaml.Node, at, kind string) bool
		walk = func(n *yaml.Node, at, kind string) bool {
			for i, c := range slices.Backward(n.Content) {
				if n.Kind == yaml.MappingNode && i%2 == 0 {
					continue
				}
				here, kind := fmt.Sprintf("%s[%d]", at, i), kind+"[]"
				if n.Kind == yaml.MappingNode {
					here = at + "." + n.Content[i-1].Value
					kind += n.Content[i-1].Value
				}
				if known[kind] {
					if !walk(c, here, kind) {
						return false
					}
					continue
				}
				known[kind] = true
				for k, m := range mutations {
					n.Content[i] = values[k]
					if !show(here, m.name) {
						return false
					}
				}
				n.Content[i] = c
				whole := n.Content
				from := i
				if n.Kind == yaml.MappingNode {
					from--
				}
				n.Content = append(append([]*yaml.Node{}, whole[:from]...), whole[i+1:]...)
				if n.Kind != yaml.DocumentNode && !show(here, "missing") {
					return false
				}
				n.Content = whole
				if !walk(c, here, kind) {
					return false
				}
			}
			return true
		}
		walk(&doc, "", "")
	}
}

// Shortened cuts every list of a YAML file to its first items, so that there
// are not many values of a kind.
func Shortened(data []byte, items int) []byte {
	var doc yaml.Node
	if err := yaml.Load(data, &doc); err != nil {
		panic(err)
	}
	var cut func(n *yaml.Node)
	cut = func(n *yaml.Node) {
		if n.Kind == yaml.SequenceNode {
			n.Content = n.Content[:min(items, len(n.Content))]
		}
		for _, c := range n.Content {
			cut(c)
		}
	}
	cut(&doc)
	text, err := yaml.Dump(&doc)
	if err != nil {
		panic(err)
	}
	return text
}
