package layout_test

import (
	"testing"

	"nianbao/render/layout"
	"nianbao/render/layout/layouttest"
)

// square has full-width characters and digits of half their width, as the
// Chinese faces have.
type square struct{}

func (square) Advance(_ layout.Role, r rune) int {
	if r < 0x100 {
		return 500
	}
	return 1000
}

func BenchmarkLay(b *testing.B) {
	doc, err := layouttest.Report()
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := layout.Lay(b.Context(), doc, square{}, layout.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
