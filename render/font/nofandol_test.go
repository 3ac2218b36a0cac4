//go:build nofandol

package font

import "testing"

func TestFangIsKai(t *testing.T) {
	s := embedded(t)
	for _, r := range "仿宋㑇𬭎，1" {
		fang, ok := s.Face(Fang, r)
		kai, _ := s.Face(Kai, r)
		if !ok || fang != kai {
			t.Errorf("%c is not drawn by the face of 楷体", r)
		}
	}
	if used := s.Used()[4]; used != (Use{Fang, "年报楷体", EmbeddedSource}) {
		t.Errorf("used: %v", used)
	}
}
