package lint

import (
	"errors"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"nianbao/internal/datafile"

	"github.com/go-playground/validator/v10"
	"go.yaml.in/yaml/v4"
)

// Kinds are the kinds that a national rule may have.
func Kinds() []string { return slices.Sorted(maps.Keys(kinds)) }

// RequiredParams are the params that a kind cannot do without; fsys holds the
// word lists and editions.
func RequiredParams(kind string, fsys fs.FS) []string {
	_, err := kinds[kind].make(&datafile.Value{}, fsys)
	var missing validator.ValidationErrors
	errors.As(err, &missing)
	var keys []string
	for _, m := range missing {
		keys = append(keys, m.Field())
	}
	return keys
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
	if params, err := h.Params.Node(); err == nil && params != nil {
		texts["params"] = scalars(params)
	}
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
