package rules_test

import (
	"os"
	"testing"

	"nianbao/internal/datafile"
	"nianbao/rules"
)

// The compiled form is passed over where a source has changed, so that a stale
// one would only be slow; here it has to be current.
func TestCompiledIsCurrent(t *testing.T) {
	want, err := datafile.Compile(rules.Files, "editions", "national", "words")
	if err != nil {
		t.Fatal(err)
	}
	if os.Getenv("NIANBAO_UPDATE") != "" {
		if err := os.WriteFile("compiled.bin", []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if rules.Files.Compiled() != want {
		t.Error("compiled.bin is not what the YAML files make; run go generate ./rules")
	}
}
