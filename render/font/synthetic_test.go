package font

import (
	"encoding/binary"
	"unicode/utf16"
)

// synthetic describes a small font, laid out as the faces of Windows are: 256
// units per em. Its glyphs are a box (the missing character), a triangle for
// A, a composite for B of the triangle and a stroke that no character draws,
// and the stroke's sign 一 on a full em; 𬭎 is drawn by the triangle.
type synthetic struct {
	names    []nameRecord
	fsType   uint16
	cff      bool
	shortMap bool // only a map of format 4
	loop     bool // the composite names itself
}

type nameRecord struct {
	platform, language, id uint16
	text                   string
}

// named is a font with one Chinese and one English family name.
func named(chinese, english string) []nameRecord {
	return []nameRecord{
		{3, languageEnglish, nameFamily, english}, {3, languageEnglish, nameFull, english},
		{3, languageEnglish, namePostScript, english},
		{3, languageChinese, nameFamily, chinese}, {3, languageChinese, nameFull, chinese},
	}
}

func (s synthetic) bytes() []byte {
	box := simpleGlyph(0, 0, 100, 0, 100, 200, 0, 200)
	triangle := simpleGlyph(0, 0, 128, 0, 64, 180)
	stroke := simpleGlyph(10, 80, 246, 80, 246, 100, 10, 100)
	component := uint16(4)
	if s.loop {
		component = 2
	}
	composite := append16(nil, 0xFFFF, 0, 0, 128, 180)
	composite = append16(composite, argsAreWords|moreComponents|haveTwoByTwo, 1, 0, 0, 0x4000, 0, 0, 0x4000)
	composite = append16(composite, argsAreWords, component, 0, 0)
	glyphs := [][]byte{box, triangle, composite, stroke, stroke}

	var glyf, loca []byte
	for _, g := range glyphs {
		loca = append16(loca, uint16(len(glyf)/2))
		glyf = append(glyf, g...)
	}
	loca = append16(loca, uint16(len(glyf)/2))

	head := make([]byte, 54)
	put32(head, 0, 0x00010000)
	put16(head, 18, 256)
	hhea := make([]byte, 36)
	put16(hhea, 4, 220)
	put16(hhea, 6, uint16(0x10000-36))
	put16(hhea, 34, 4)
	maxp := make([]byte, 32)
	put32(maxp, 0, 0x00010000)
	put16(maxp, 4, uint16(len(glyphs)))
	hmtx := append16(nil, 100, 0, 128, 0, 128, 0, 256, 10 /* the last has a bearing alone */, 10)
	os2 := make([]byte, 96)
	put16(os2, 0, 4)
	put16(os2, 8, s.fsType)
	put16(os2, 68, 220)
	put16(os2, 70, uint16(0x10000-36))

	basic := []span{{'A', 'B', 1}, {'一', '一', 3}}
	cmap := append16(nil, 0, 1, 3, 1, 0, 12)
	cmap = appendBasic(cmap, basic)
	if !s.shortMap {
		cmap = append16(nil, 0, 1, 3, 10, 0, 12, 12, 0)
		cmap = append32(cmap, 16+3*12, 0, 3, 'A', 'B', 1, '一', '一', 3, '𬭎', '𬭎', 1)
	}
	tables := []table{
		{"OS/2", os2}, {"cmap", cmap}, {"glyf", glyf}, {"head", head}, {"hhea", hhea}, {"hmtx", hmtx},
		{"loca", loca}, {"maxp", maxp}, {"name", nameTable(s.names)}, {"post", make([]byte, 32)},
	}
	if s.cff {
		tables = append(tables[2:2:2], table{"CFF ", []byte{1, 0, 4, 1}}, tables[3], tables[8])
	}
	data := assemble(tables)
	if s.cff {
		copy(data, "OTTO")
	}
	return data
}

// simpleGlyph is a contour of straight lines through points given as x, y.
func simpleGlyph(xy ...int) []byte {
	minX, minY, maxX, maxY := xy[0], xy[1], xy[0], xy[1]
	for i := 0; i < len(xy); i += 2 {
		minX, maxX = min(minX, xy[i]), max(maxX, xy[i])
		minY, maxY = min(minY, xy[i+1]), max(maxY, xy[i+1])
	}
	g := append16(nil, 1, uint16(minX), uint16(minY), uint16(maxX), uint16(maxY), uint16(len(xy)/2-1), 0)
	for range len(xy) / 2 {
		g = append(g, 1) // on the curve, coordinates in words
	}
	for axis := range 2 {
		last := 0
		for i := axis; i < len(xy); i += 2 {
			g = binary.BigEndian.AppendUint16(g, uint16(xy[i]-last))
			last = xy[i]
		}
	}
	return append(g, make([]byte, -len(g)&3)...)
}

func nameTable(records []nameRecord) []byte {
	w := append16(nil, 0, uint16(len(records)), uint16(6+12*len(records)))
	var pool []byte
	for _, r := range records {
		text := append16(nil, utf16.Encode([]rune(r.text))...)
		w = append16(w, r.platform, 1, r.language, r.id, uint16(len(text)), uint16(len(pool)))
		pool = append(pool, text...)
	}
	return append(w, pool...)
}

// collection joins fonts as a TTC.
func collection(fonts ...[]byte) []byte {
	w := append32([]byte("ttcf"), 0x00010000, uint32(len(fonts)))
	at := uint32(12 + 4*len(fonts))
	for _, f := range fonts {
		w = append32(w, at)
		at += uint32(len(f))
	}
	for _, f := range fonts {
		moved, start := append([]byte(nil), f...), uint32(len(w))
		for i := range int(u16(f, 4)) {
			put32(moved, 12+16*i+8, start+u32(f, 12+16*i+8))
		}
		w = append(w, moved...)
	}
	return w
}
