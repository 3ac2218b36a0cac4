package lint

import (
	"os"
	"testing"

	"nianbao/internal/report/reporttest"
	"nianbao/internal/source"
)

// A report with prose of the usual length, judged by the whole catalogue and
// without the rules that read claims.
func BenchmarkLintProse(b *testing.B) {
	data, err := os.ReadFile("../examples/clean-2024.yaml")
	if err != nil {
		b.Fatal(err)
	}
	r := source.Read("clean-2024.yaml", data, source.Options{Editions: reporttest.Editions(), Words: reporttest.Words()})
	c := catalogue(b)
	off := map[string]string{}
	for _, rule := range c.Rules() {
		if rule.Kind == "claim" {
			off[rule.ID] = Off
		}
	}
	without, err := c.Profile(Local{Severity: off})
	if err != nil {
		b.Fatal(err)
	}
	for name, profile := range map[string]*Profile{"whole catalogue": nil, "without claims": without} {
		l := New(c, Options{Profile: func(string) *Profile { return profile }})
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				l.Lint(r)
			}
		})
	}
}
