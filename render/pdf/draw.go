package pdf

import (
	"time"

	"nianbao/render/document"
	"nianbao/render/font"
	"nianbao/render/layout"
)

// canvas is what a writer of PDF has to offer. Calls come in the order of the
// pages and, on a page, of reading. Lengths are the layout's; y runs downward.
type canvas interface {
	// page starts a page of the layout's size.
	page()
	// text draws runes of one face on a baseline from x, with spacing added
	// after each of them, in 1/1000 Unit. Face counts as in the faces that
	// the canvas was made with.
	text(face int, size, x, y layout.Unit, runes []rune, spacing int64)
	// rule draws a black line.
	rule(layout.Rule)
	// finish returns the file.
	finish(metadata) ([]byte, error)
}

// metadata is what a file says of itself.
type metadata struct {
	title, author, subject, producer string
	created                          time.Time
}

func information(doc *document.Document, opts Options) metadata {
	return metadata{doc.Title, doc.Author, doc.Subject, opts.Producer, doc.Created.UTC()}
}

// language is that of the documents (RFC 5646), for readers that speak.
const language = "zh-CN"

// draw puts the pages on a canvas. The runs are parted by face first, as a
// canvas needs to know which characters of each face there are.
func (t *typesetter) draw(pages *layout.Pages, info metadata) ([]byte, error) {
	drawn := make([][]segment, len(pages.Pages))
	for i, page := range pages.Pages {
		for _, run := range page.Runs {
			drawn[i] = t.segments(drawn[i], run)
		}
	}
	subsets := make([]subset, len(t.faces))
	for i, face := range t.faces {
		runes := make([]rune, 0, len(t.used[i]))
		for r := range t.used[i] {
			runes = append(runes, r)
		}
		data, err := face.Subset(runes)
		if err != nil {
			return nil, err
		}
		subsets[i] = subset{face.Name(), data}
	}
	var c canvas = newGofpdf(subsets, pages.Outline, len(pages.Pages))
	for i, page := range pages.Pages {
		c.page()
		for _, s := range drawn[i] {
			c.text(s.face, s.size, s.x, s.y, s.runes, s.spacing)
		}
		for _, rule := range page.Rules {
			c.rule(rule)
		}
	}
	return c.finish(info)
}

// subset is a font file with just the characters that are drawn.
type subset struct {
	name string
	data []byte
}

// segment is a part of a run that a file can state in one operator: one face,
// one spacing.
type segment struct {
	face       int
	size, x, y layout.Unit
	runes      []rune
	spacing    int64
}

// tolerance is how far a character may be drawn from its place, in 1/1000
// Unit, for the sake of fewer segments: 0.01 mm.
const tolerance = 28_000

// segments parts a run. Each segment takes in characters as long as there is
// a spacing that brings all of them to their places.
func (t *typesetter) segments(dst []segment, run layout.Run) []segment {
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
		for ; end < len(run.Text) && t.face(run.Role, run.Text[end]) == face; end++ {
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
