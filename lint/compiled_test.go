package lint

import (
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v4"

	"nianbao/internal/datafile"
)

// The catalogue that is read from the compiled files is that of the YAML files.
func TestCompiledCatalogue(t *testing.T) {
	source, err := LoadCatalogue(os.DirFS("../rules"))
	if err != nil {
		t.Fatal(err)
	}
	heads := func(c *Catalogue) (all []Head) {
		for _, r := range c.Rules() {
			h := r.Head
			var params any
			node, err := h.Params.Node()
			if err == nil && node != nil {
				err = node.Load(&params)
			}
			if err != nil {
				t.Fatal(err)
			}
			text, err := yaml.Dump(params)
			if err != nil {
				t.Fatal(err)
			}
			h.Params, h.Basis = datafile.Value{}, h.Basis+"\n"+string(text)
			all = append(all, h)
		}
		return all
	}
	if diff := cmp.Diff(heads(source), heads(catalogue(t)), cmp.AllowUnexported(datafile.Value{})); diff != "" {
		t.Error(diff)
	}
	// What the kinds read of their parameters is the same as well.
	for i, r := range source.Rules() {
		other := catalogue(t).Rules()[i]
		if r.Params.IsCompiled() || other.Params.IsZero() == other.Params.IsCompiled() {
			t.Errorf("%s: the parameters come from the wrong form", r.ID)
		}
		want, err := yaml.Dump(r.check)
		if err != nil {
			t.Fatal(r.ID, err)
		}
		got, err := yaml.Dump(other.check)
		if err != nil {
			t.Fatal(r.ID, err)
		}
		if diff := cmp.Diff(string(want), string(got)); diff != "" {
			t.Errorf("%s: %s", r.ID, diff)
		}
	}
}
