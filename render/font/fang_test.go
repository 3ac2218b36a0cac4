//go:build !nofandol

package font

import "testing"

func TestFangFallsBackToSong(t *testing.T) {
	ideographs, symbols := gb2312(t)
	face := own(t, Fang)
	if list := missing(face, ideographs); len(list) > 0 {
		t.Errorf("仿宋 lacks %d characters of GB 2312: %s", len(list), string(list))
	}
	// Its source draws these three as other signs.
	if list := missing(face, symbols); string(list) != "～￥￣" {
		t.Errorf("仿宋 lacks the symbols %s, want ～￥￣ alone", string(list))
	}
	list := missing(face, standard(t))
	if len(list) != 8105-6638 {
		t.Errorf("仿宋 lacks %d of 8105", len(list))
	}
	s := embedded(t)
	for _, r := range list {
		if other, _ := s.Face(Fang, r); other.Name() != "年报宋体" {
			t.Fatalf("%c is drawn by %s", r, other.Name())
		}
	}
	if used := s.Used()[4]; used.Name != "年报仿宋" {
		t.Errorf("used: %v", used)
	}
}
