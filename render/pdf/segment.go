package pdf

import (
	"unicode"

	"nianbao/render/font"
	"nianbao/render/layout"
)

// segment is a part of a run that a file can state in one operator: one face,
// one spacing.
type segment struct {
	face       int
	size, x, y layout.Unit
	runes      []rune
	// source is what runes stand for, nil where they stand for themselves.
	source  []rune
	spacing int64
}

// tolerance is how far a character may be drawn from its place, in 1/1000
// Unit, for the sake of fewer segments: 0.01 mm.
const tolerance = 28_000

// segments parts a run. Each segment takes in characters as long as there is
// a spacing that brings all of them to their places.
func (t *typesetter) segments(dst []segment, run *layout.Run) []segment {
	source := run.Text
	if run.Source != nil {
		source = run.Source
	}
	// A reader needs to be told of private characters too, which only the
	// face gives a meaning (ISO 19005-2, 6.2.11.7.3).
	replaced := func(i int) bool { return source[i] != run.Text[i] || unicode.Is(unicode.Co, source[i]) }
	for start := 0; start < len(run.Text); {
		face := t.face(run.Role, run.Text[start])
		if face == nil {
			start++ // not even 〓 can be drawn
			continue
		}
		index := t.use(face, run.Text[start])
		low, high := int64(-1<<60), int64(1<<60)
		natural := int64(0)
		end := start + 1
		for ; end < len(run.Text) && t.face(run.Role, run.Text[end]) == face && replaced(end) == replaced(start); end++ {
			natural += int64(face.Advance(run.Text[end-1])) * int64(run.Size)
			count := int64(end - start)
			space := int64(run.At[end]-run.At[start])*1000 - natural
			nextLow := max(low, (space-tolerance)/count)
			nextHigh := min(high, (space+tolerance)/count)
			if nextLow > nextHigh {
				break
			}
			low, high = nextLow, nextHigh
			t.use(face, run.Text[end])
		}
		s := segment{
			face: index, size: run.Size, x: run.X + run.At[start], y: run.Y,
			runes: run.Text[start:end],
		}
		if replaced(start) {
			s.source = source[start:end]
		}
		if end > start+1 {
			s.spacing = (low + high) / 2
		}
		dst = append(dst, s)
		start = end
	}
	return dst
}

// use notes that a face draws r and returns the face's number.
func (t *typesetter) use(face *font.Face, r rune) int {
	for i, known := range t.faces {
		if known == face {
			t.used[i][r] = true
			return i
		}
	}
	t.faces = append(t.faces, face)
	t.used = append(t.used, map[rune]bool{r: true})
	return len(t.faces) - 1
}
