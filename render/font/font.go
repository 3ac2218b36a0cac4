// Package font holds the typefaces of an official document: it finds them,
// measures characters with them and cuts out of them what a file has to embed.
//
// Five faces are built into the program (see data and build), so that a report
// comes out alike on every machine; the faces that agencies have on theirs can
// be laid over them with System or Open.
package font

import "slices"

// Role is what a typeface is used for, named as GB/T 9704-2012 names it.
type Role string

// The roles. GB/T 9704-2012 sets titles in 小标宋 (7.3.1), text in 仿宋 and
// headings in 黑体 and 楷体 (7.3.3); tables are commonly set in 宋体.
const (
	Song  Role = "宋体"
	Title Role = "小标宋"
	Hei   Role = "黑体"
	Kai   Role = "楷体"
	Fang  Role = "仿宋"
)

const roleCount = 5

// Roles returns all roles, in the order of the constants.
func Roles() []Role { return []Role{Song, Title, Hei, Kai, Fang} }

// index returns the position of r in Roles, or -1.
func (r Role) index() int {
	switch r {
	case Song:
		return 0
	case Title:
		return 1
	case Hei:
		return 2
	case Kai:
		return 3
	case Fang:
		return 4
	}
	return -1
}

// Face is one parsed TrueType font. It does not change and is safe for
// concurrent use. It keeps the bytes that it was parsed from.
type Face struct {
	source string
	names  names

	unitsPerEm                 int
	ascent, descent, capHeight int // 1/1000 em

	chars       characters
	glyphs      int // how many there are
	longMetrics int // how many of them have an advance of their own
	longLoca    bool

	// Tables as they stand in the file; those from os2 on may be nil.
	head, hhea, hmtx, maxp, loca, glyf []byte
	os2, post, cvt, fpgm, prep         []byte
}

// Name returns the name that people know the face by: its Chinese full name,
// or its English one, or the name of its file when it has neither.
func (f *Face) Name() string { return f.names.display }

// Source returns EmbeddedSource or the path that the face was read from.
func (f *Face) Source() string { return f.source }

// HasName reports whether the face bears name as family or full name, in any
// of its languages; upper and lower case are alike.
func (f *Face) HasName(name string) bool { return slices.Contains(f.names.all, fold(name)) }

// Glyph returns the number of the glyph that draws r; ok is false, and id that
// of the sign for a missing character, when the face has none.
func (f *Face) Glyph(r rune) (id uint16, ok bool) {
	id = f.chars.glyph(r)
	return id, id != 0
}

// Advance returns the width of r in 1/1000 em, or that of the sign for a
// missing character when the face has no glyph for r.
func (f *Face) Advance(r rune) int {
	return f.perMille(int(f.advance(f.chars.glyph(r))))
}

// Ascent returns how far the em box reaches above the baseline, in 1/1000 em;
// 880 for the embedded faces.
func (f *Face) Ascent() int { return f.ascent }

// Descent returns how far the em box reaches below the baseline, in 1/1000 em
// and as a negative number; −120 for the embedded faces.
func (f *Face) Descent() int { return f.descent }

// CapHeight returns the height of Latin capitals in 1/1000 em.
func (f *Face) CapHeight() int { return f.capHeight }

// perMille turns the font's units into 1/1000 em, rounding halves up as
// gofpdf does, so that what is measured here is what gofpdf sets.
func (f *Face) perMille(units int) int {
	doubled := units*2000 + f.unitsPerEm
	quotient := doubled / (2 * f.unitsPerEm)
	if doubled < 0 && doubled%(2*f.unitsPerEm) != 0 {
		quotient--
	}
	return quotient
}

// advance returns the width of a glyph below f.glyphs in the font's units.
func (f *Face) advance(id uint16) uint16 {
	// The last advance serves all glyphs after it.
	return u16(f.hmtx, 4*min(int(id), f.longMetrics-1))
}

// sideBearing returns the bits of the glyph's left side bearing.
func (f *Face) sideBearing(id uint16) uint16 {
	if int(id) < f.longMetrics {
		return u16(f.hmtx, 4*int(id)+2)
	}
	at := 4*f.longMetrics + 2*(int(id)-f.longMetrics)
	if at+2 > len(f.hmtx) {
		return 0
	}
	return u16(f.hmtx, at)
}
