package font

import (
	"encoding/binary"
	"math/bits"
	"slices"
	"strings"
	"unicode/utf16"
)

// maxSegments is how many segments the 16-bit length of a cmap of format 4
// has room for.
const maxSegments = (0xFFFF - 16) / 8

// A composite glyph's flags (OpenType, glyf).
const (
	argsAreWords   = 0x0001
	haveScale      = 0x0008
	moreComponents = 0x0020
	haveTwoScales  = 0x0040
	haveTwoByTwo   = 0x0080
)

// Subset returns a TrueType font with the glyphs of these characters alone, in
// the order of their code points whatever the order of runes. The same
// characters give the same bytes. Characters that the face has no glyph for
// are left out; the sign for a missing character is always there, as glyph 0.
//
// The font stands on its own: it has both kinds of character map (format 12
// when a character lies above U+FFFF) and every table that gofpdf reads. Hints
// are kept where the face has any. Any error is an *Error.
func (f *Face) Subset(runes []rune) ([]byte, error) {
	p := f.plan(runes)
	outlines, offsets, ok := p.outlines()
	if !ok {
		return nil, &Error{Source: f.source, Reason: Damaged, Detail: "table glyf"}
	}
	cmap, ok := p.cmap()
	if !ok {
		return nil, &Error{Source: f.source, Reason: TooMany}
	}
	return assemble(append(p.tables(outlines, offsets),
		table{"OS/2", f.os2},
		table{"cmap", cmap},
		table{"cvt ", f.cvt},
		table{"fpgm", f.fpgm},
		table{"name", f.nameTable()},
		table{"post", f.postTable()},
		table{"prep", f.prep},
	)), nil
}

// tables are those that no TrueType font can do without.
func (p *plan) tables(outlines []byte, offsets []uint32) []table {
	loca, long := packOffsets(offsets)
	head := slices.Clone(p.face.head[:54])
	put32(head, 8, 0) // the checksum of the whole, set by assemble
	put16(head, 50, uint16(long))
	hhea := slices.Clone(p.face.hhea[:36])
	put16(hhea, 34, uint16(len(p.order)))
	maxp := slices.Clone(p.face.maxp)
	put16(maxp, 4, uint16(len(p.order)))
	return []table{
		{"glyf", outlines},
		{"head", head},
		{"hhea", hhea},
		{"hmtx", p.hmtx()},
		{"loca", loca},
		{"maxp", maxp},
	}
}

// plan says which glyphs a subset has, and which characters they draw.
type plan struct {
	face  *Face
	order []uint16 // the face's glyph for each of the subset's
	ids   []uint16 // the subset's glyph for each of the face's; 0 is not there
	chars []char   // in ascending order
}

type char struct {
	r  rune
	id uint16 // in the subset
}

func (f *Face) plan(runes []rune) *plan {
	sorted := slices.Clone(runes)
	slices.Sort(sorted)
	sorted = slices.Compact(sorted)
	p := &plan{
		face:  f,
		order: make([]uint16, 1, len(sorted)+1),
		ids:   make([]uint16, f.glyphs),
		chars: make([]char, 0, len(sorted)),
	}
	for _, r := range sorted {
		if id, ok := f.Glyph(r); ok {
			p.chars = append(p.chars, char{r, p.add(id)})
		}
	}
	return p
}

// add takes a glyph of the face into the subset and returns its number there.
func (p *plan) add(id uint16) uint16 {
	if id != 0 && p.ids[id] == 0 {
		p.ids[id] = uint16(len(p.order))
		p.order = append(p.order, id)
	}
	return p.ids[id]
}

// outlines returns the glyf table and the offsets of its glyphs and its end.
// It adds to the plan the glyphs that others are composed of.
func (p *plan) outlines() (glyf []byte, offsets []uint32, ok bool) {
	size := 0
	for _, id := range p.order {
		outline, ok := p.face.outline(id)
		if !ok {
			return nil, nil, false
		}
		// A hostile file may claim the same bytes for every glyph.
		if size += (len(outline) + 3) &^ 3; size > 2*len(p.face.glyf)+4*len(p.order) {
			return nil, nil, false
		}
	}
	glyf = make([]byte, 0, size)
	offsets = make([]uint32, 0, len(p.order)+1)
	// The range grows while composites name glyphs not yet in the plan.
	for i := 0; i < len(p.order); i++ {
		offsets = append(offsets, uint32(len(glyf)))
		outline, ok := p.face.outline(p.order[i])
		if !ok || len(glyf)+len(outline) > 2*len(p.face.glyf)+4*len(p.order) {
			return nil, nil, false
		}
		start := len(glyf)
		glyf = append(glyf, outline...)
		if len(outline) >= 10 && i16(outline, 0) < 0 && !p.renumber(glyf[start:]) {
			return nil, nil, false
		}
		glyf = append(glyf, make([]byte, -len(outline)&3)...)
	}
	return glyf, append(offsets, uint32(len(glyf))), true
}

// renumber gives the components of a composite glyph their new numbers.
func (p *plan) renumber(outline []byte) bool {
	for at := 10; ; {
		if at+4 > len(outline) {
			return false
		}
		flags, id := u16(outline, at), u16(outline, at+2)
		if int(id) >= p.face.glyphs {
			return false
		}
		put16(outline, at+2, p.add(id))
		at += 6
		if flags&argsAreWords != 0 {
			at += 2
		}
		switch {
		case flags&haveScale != 0:
			at += 2
		case flags&haveTwoScales != 0:
			at += 4
		case flags&haveTwoByTwo != 0:
			at += 8
		}
		if flags&moreComponents == 0 {
			return at <= len(outline)
		}
	}
}

// packOffsets returns the loca table and the format that it has, 0 or 1.
func packOffsets(offsets []uint32) (loca []byte, long int) {
	if offsets[len(offsets)-1] <= 2*0xFFFF {
		loca = make([]byte, 0, 2*len(offsets))
		for _, offset := range offsets {
			loca = binary.BigEndian.AppendUint16(loca, uint16(offset/2))
		}
		return loca, 0
	}
	loca = make([]byte, 0, 4*len(offsets))
	for _, offset := range offsets {
		loca = binary.BigEndian.AppendUint32(loca, offset)
	}
	return loca, 1
}

// hmtx gives every glyph an advance of its own: where some share one, gofpdf
// 1.16.2 writes into the bytes that it was given.
func (p *plan) hmtx() []byte {
	table := make([]byte, 0, 4*len(p.order))
	for _, id := range p.order {
		table = binary.BigEndian.AppendUint16(table, p.face.advance(id))
		table = binary.BigEndian.AppendUint16(table, p.face.sideBearing(id))
	}
	return table
}

// spans returns the runs of characters drawn by successive glyphs.
func (p *plan) spans() []span {
	var all []span
	for _, c := range p.chars {
		if n := len(all); n > 0 {
			last := &all[n-1]
			// A run does not cross into the next plane, so that either map
			// can be made of whole runs.
			if c.r == last.last+1 && c.r != 0x10000 && uint32(c.id) == last.glyph+uint32(c.r-last.first) {
				last.last = c.r
				continue
			}
		}
		all = append(all, span{c.r, c.r, uint32(c.id)})
	}
	return all
}

// cmap returns the table; ok is false when there are too many characters.
func (p *plan) cmap() (table []byte, ok bool) {
	all := p.spans()
	basic := all
	for len(basic) > 0 && basic[len(basic)-1].last > 0xFFFF {
		basic = basic[:len(basic)-1]
	}
	// U+FFFF is no character; its segment ends the map.
	if n := len(basic); n > 0 && basic[n-1].last == 0xFFFF {
		basic = slices.Clone(basic)
		if basic[n-1].last--; basic[n-1].first == 0xFFFF {
			basic = basic[:n-1]
		}
	}
	segments := len(basic) + 1
	if segments > maxSegments {
		return nil, false
	}
	full := len(all) > 0 && all[len(all)-1].last > 0xFFFF
	w := make([]byte, 0, 64+8*segments+12*len(all))
	if full {
		w = append16(w, 0, 2, platformWindows, 1, 0, 20, platformWindows, 10)
		w = append32(w, uint32(20+16+8*segments))
	} else {
		w = append16(w, 0, 1, platformWindows, 1, 0, 12)
	}
	w = appendBasic(w, basic)
	if full {
		w = append16(w, 12, 0)
		w = append32(w, uint32(16+12*len(all)), 0, uint32(len(all)))
		for _, s := range all {
			w = append32(w, uint32(s.first), uint32(s.last), s.glyph)
		}
	}
	return w, true
}

// appendBasic writes a subtable of format 4.
func appendBasic(w []byte, basic []span) []byte {
	segments := len(basic) + 1
	selector := bits.Len(uint(segments)) - 1
	search := 2 << selector
	w = append16(w, 4, uint16(16+8*segments), 0,
		uint16(2*segments), uint16(search), uint16(selector), uint16(2*segments-search))
	for _, s := range basic {
		w = append16(w, uint16(s.last))
	}
	w = append16(w, 0xFFFF, 0)
	for _, s := range basic {
		w = append16(w, uint16(s.first))
	}
	w = append16(w, 0xFFFF)
	for _, s := range basic {
		w = append16(w, uint16(s.glyph)-uint16(s.first))
	}
	w = append16(w, 1) // makes U+FFFF the missing character
	return append(w, make([]byte, 2*segments)...)
}

// nameTable names the subset as the face is named.
func (f *Face) nameTable() []byte {
	texts := []struct {
		id   uint16
		text string
	}{{nameFamily, f.names.family}, {2, "Regular"}, {nameFull, f.names.family}, {namePostScript, f.names.postScript}}
	w := append16(nil, 0, uint16(len(texts)), uint16(6+12*len(texts)))
	var pool []byte
	for _, t := range texts {
		units := utf16.Encode([]rune(t.text))
		w = append16(w, platformWindows, 1, languageEnglish, t.id, uint16(2*len(units)), uint16(len(pool)))
		pool = append16(pool, units...)
	}
	w = append(w, pool...)
	// gofpdf 1.16.2 appends to a table whose length is not divisible by four,
	// in place, to take its checksum: a race where documents share the bytes.
	return append(w, make([]byte, -len(w)&3)...)
}

// postTable keeps slant and underline and gives no glyph names.
func (f *Face) postTable() []byte {
	w := make([]byte, 32)
	put32(w, 0, 0x00030000)
	if len(f.post) >= 16 {
		copy(w[4:16], f.post[4:16])
	}
	return w
}

type table struct {
	tag  string
	data []byte
}

// assemble joins tables into a font, which has them sorted by tag; those
// without bytes are left out.
func assemble(tables []table) []byte {
	tables = slices.DeleteFunc(tables, func(t table) bool { return len(t.data) == 0 && t.tag != "glyf" })
	slices.SortFunc(tables, func(a, b table) int { return strings.Compare(a.tag, b.tag) })
	selector := bits.Len(uint(len(tables))) - 1
	search := 16 << selector
	size := 12 + 16*len(tables)
	for _, t := range tables {
		size += (len(t.data) + 3) &^ 3
	}
	w := append32(make([]byte, 0, size), 0x00010000)
	w = append16(w, uint16(len(tables)), uint16(search), uint16(selector), uint16(16*len(tables)-search))
	offset := uint32(12 + 16*len(tables))
	head := 0
	for _, t := range tables {
		if t.tag == "head" {
			head = int(offset)
		}
		w = append(w, t.tag...)
		w = append32(w, checksum(t.data), offset, uint32(len(t.data)))
		offset += uint32(len(t.data)+3) &^ 3
	}
	for _, t := range tables {
		w = append(w, t.data...)
		w = append(w, make([]byte, -len(t.data)&3)...)
	}
	put32(w, head+8, 0xB1B0AFBA-checksum(w))
	return w
}

// checksum adds up 32-bit words, the last filled with zeros (OpenType).
func checksum(data []byte) uint32 {
	sum := uint32(0)
	for ; len(data) >= 4; data = data[4:] {
		sum += binary.BigEndian.Uint32(data)
	}
	var last [4]byte
	copy(last[:], data)
	return sum + binary.BigEndian.Uint32(last[:])
}

func put16(b []byte, at int, v uint16) { binary.BigEndian.PutUint16(b[at:], v) }
func put32(b []byte, at int, v uint32) { binary.BigEndian.PutUint32(b[at:], v) }

func append16(w []byte, values ...uint16) []byte {
	for _, v := range values {
		w = binary.BigEndian.AppendUint16(w, v)
	}
	return w
}

func append32(w []byte, values ...uint32) []byte {
	for _, v := range values {
		w = binary.BigEndian.AppendUint32(w, v)
	}
	return w
}
