package lint

import (
	"testing"

	"nianbao/internal/report/reporttest"
)

// One balanced report judged by the whole catalogue.
func BenchmarkLint(b *testing.B) {
	l := New(catalogue(b), Options{})
	r := reporttest.Filled(reporttest.Editions().Latest())
	for b.Loop() {
		l.Lint(r)
	}
}

// A report whose table 3 is broken in four sums, so that a repair is sought.
func BenchmarkLintBroken(b *testing.B) {
	l := New(catalogue(b), Options{})
	r := lucheng(b)
	for b.Loop() {
		l.Lint(r)
	}
}
