package lint

import (
	"testing"

	"nianbao/rules"
)

func catalogue(t testing.TB) *Catalogue {
	t.Helper()
	c, err := LoadCatalogue(rules.Files)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestCatalogueLoads(t *testing.T) {
	if n := len(catalogue(t).Rules()); n < 30 {
		t.Errorf("only %d rules", n)
	}
}
