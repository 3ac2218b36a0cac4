package lint

import (
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v4"
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
			if h.Params.Kind != 0 {
				if err := h.Params.Load(&params); err != nil {
					t.Fatal(err)
				}
			}
			text, err := yaml.Dump(params)
			if err != nil {
				t.Fatal(err)
			}
			h.Params = yaml.Node{Value: string(text)}
			all = append(all, h)
		}
		return all
	}
	if diff := cmp.Diff(heads(source), heads(catalogue(t))); diff != "" {
		t.Error(diff)
	}
}
