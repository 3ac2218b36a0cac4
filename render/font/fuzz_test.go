package font

import (
	"errors"
	"testing"
)

// FuzzParse: whatever the bytes, there is a face or an *Error, and a face
// gives a subset that can be parsed or an *Error.
func FuzzParse(f *testing.F) {
	trial := named("试体", "Trial")
	for _, s := range []synthetic{{names: trial}, {names: trial, shortMap: true}, {loop: true}, {cff: true}, {fsType: 2}} {
		data := s.bytes()
		f.Add(data)
		f.Add(data[:len(data)/2])
		f.Add(collection(data, data))
	}
	small, err := own(f, Song).Subset([]rune("年报，一二三ABC𬭎"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(small)
	f.Fuzz(func(t *testing.T, data []byte) {
		var problem *Error
		face, err := Parse("fuzz", data)
		if err != nil {
			if !errors.As(err, &problem) || face != nil {
				t.Fatalf("%T with %v", err, face)
			}
			return
		}
		var runes []rune
		for _, r := range "年报，一二三ABC𬭎\x00\uFFFF" {
			if id, ok := face.Glyph(r); ok {
				runes = append(runes, r)
				if int(id) >= face.glyphs {
					t.Fatalf("%U: glyph %d of %d", r, id, face.glyphs)
				}
			}
			if face.Advance(r) < 0 {
				t.Fatalf("%U: negative width", r)
			}
		}
		cut, err := face.Subset(runes)
		if err != nil {
			if !errors.As(err, &problem) {
				t.Fatalf("%T", err)
			}
			return
		}
		again, err := Parse("subset", cut)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range runes {
			if again.Advance(r) != face.Advance(r) {
				t.Fatalf("%U: %d wide, was %d", r, again.Advance(r), face.Advance(r))
			}
		}
	})
}
