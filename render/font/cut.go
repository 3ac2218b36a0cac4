package font

import (
	"crypto/sha256"
	"slices"
)

// Cut is what a PDF file embeds of a face: the glyphs of some characters,
// found by their place and not by a character map.
type Cut struct {
	// Runes are the characters, in ascending order; glyph i+1 draws Runes[i].
	Runes []rune
	// Data is a TrueType file without the tables that tell characters and
	// names (ISO 32000-1, 9.9, table 126).
	Data []byte
	// Widths are the advances of all glyphs in 1/1000 em: of the sign for a
	// missing character, of Runes, and of the parts of composite glyphs.
	Widths []int
	// Digest tells cuts apart: two with the same digest have the same Data.
	Digest [sha256.Size]byte
}

// Glyph returns the number of r's glyph; ok is false when r is not in the cut.
func (c *Cut) Glyph(r rune) (id uint16, ok bool) {
	i, ok := slices.BinarySearch(c.Runes, r)
	return uint16(i + 1), ok
}

// Cut returns the glyphs of these characters. Characters that the face has no
// glyph for are left out. Each character gets a glyph of its own, even where
// the face draws two with one: a glyph's number is all that a PDF file keeps of
// a character, and a reader has to find the way back. Any error is an *Error.
func (f *Face) Cut(runes []rune) (*Cut, error) {
	p := f.planCut(runes)
	if len(p.order) > 0xFFFF {
		return nil, &Error{Source: f.source, Reason: TooMany}
	}
	outlines, offsets, ok := p.outlines()
	if !ok {
		return nil, &Error{Source: f.source, Reason: Damaged, Detail: "table glyf"}
	}
	c := &Cut{Runes: make([]rune, len(p.chars)), Widths: make([]int, len(p.order))}
	for i, char := range p.chars {
		c.Runes[i] = char.r
	}
	for i, id := range p.order {
		c.Widths[i] = f.perMille(int(f.advance(id)))
	}
	c.Data = assemble(append(p.tables(outlines, offsets), table{"cvt ", f.cvt}, table{"fpgm", f.fpgm}, table{"prep", f.prep}))
	c.Digest = sha256.Sum256(c.Data)
	return c, nil
}

// planCut is plan with a glyph for each character.
func (f *Face) planCut(runes []rune) *plan {
	sorted := slices.Clone(runes)
	slices.Sort(sorted)
	sorted = slices.Compact(sorted)
	p := &plan{face: f, order: make([]uint16, 1, len(sorted)+1), ids: make([]uint16, f.glyphs)}
	for _, r := range sorted {
		if id, ok := f.Glyph(r); ok {
			p.ids[id] = uint16(len(p.order))
			p.chars = append(p.chars, char{r, p.ids[id]})
			p.order = append(p.order, id)
		}
	}
	return p
}

// PostScriptName returns the name that the face has in PDF files: ASCII
// without delimiters.
func (f *Face) PostScriptName() string { return f.names.postScript }

// Box returns the rectangle around all of the face's glyphs, in 1/1000 em: left,
// lower, right and upper edge.
func (f *Face) Box() [4]int {
	var box [4]int
	for i := range box {
		box[i] = f.perMille(i16(f.head, 36+2*i))
	}
	return box
}
