package lint

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"github.com/go-playground/validator/v10"
	"go.yaml.in/yaml/v4"

	"nianbao/internal/edition"
)

// Kinds are the kinds that a national rule may have.
func Kinds() []string {
	all := slices.Collect(maps.Keys(kinds))
	for name := range openKinds {
		all = append(all, name)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// RequiredParams are the params that a kind cannot do without; fsys holds the
// word lists and editions.
func RequiredParams(kind string, fsys fs.FS) []string {
	var err error
	if make := kinds[kind]; make != nil {
		_, err = make(&yaml.Node{}, fsys)
	} else if make := openKinds[kind]; make != nil {
		err = validate(make())
	}
	var missing validator.ValidationErrors
	errors.As(err, &missing)
	var keys []string
	for _, m := range missing {
		keys = append(keys, m.Field())
	}
	return keys
}

// nationalOpen makes a national rule's checker of a kind that packs may use too.
func (c *Catalogue) nationalOpen(head *Head, fsys fs.FS) (checker, error) {
	kind := openKinds[head.Kind]()
	if head.Params.Kind != 0 {
		if err := head.Params.Load(kind, yaml.WithKnownFields()); err != nil {
			return nil, err
		}
	}
	if err := validate(kind); err != nil {
		return nil, err
	}
	editions, err := edition.Load(fsys)
	if err != nil {
		return nil, err
	}
	node := &yaml.Node{Kind: yaml.MappingNode, Content: []*yaml.Node{{Kind: yaml.ScalarNode, Value: "params"}, &head.Params}}
	l := &packLoader{catalogue: c, editions: editions.All(), pack: &Pack{}, head: head, node: node}
	kind.bind(l)
	l.holes(kind.args())
	for _, f := range l.pack.Findings {
		err = errors.Join(err, fmt.Errorf("%s %v", f.Form, f.Args))
	}
	return kind, err
}

// ToDo are the keys of a head that still have to be filled in, those that hold
// the word FILL_IN.
func (h *Head) ToDo() []string {
	texts := map[string]string{"basis": h.Basis, "bad": h.Bad, "good": h.Good, "previous": h.Previous}
	for name, w := range map[string]Words{"title": h.Title, "why": h.Why, "message": h.Message, "advice": h.Advice} {
		texts[name] = w.ZH + w.EN
	}
	for _, trap := range h.Traps {
		texts["traps"] += trap.ZH + trap.EN
	}
	texts["params"] = scalars(&h.Params)
	var left []string
	for name, text := range texts {
		if strings.Contains(text, "FILL_IN") {
			left = append(left, name)
		}
	}
	slices.Sort(left)
	return left
}

// scalars are all the texts below a node.
func scalars(n *yaml.Node) string {
	text := n.Value + "\n"
	for _, c := range n.Content {
		text += scalars(c)
	}
	return text
}
