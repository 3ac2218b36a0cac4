package pdf

import (
	"fmt"
	"strings"
	"sync"
	"unicode/utf16"

	"nianbao/render/font"
)

// embedded is a face as a file holds it: the glyphs of some characters,
// compressed.
type embedded struct {
	name   string // with the tag that marks it as a part of a face
	runes  []rune
	widths []int
	face   *font.Face
	data   []byte // compressed
	length int    // before that
	glyphs int
	index  [256]*[256]uint16 // glyphs of the basic plane, by page
	beyond map[rune]uint16
}

// embed cuts the characters out of a face.
func embed(face *font.Face, runes []rune, p *press) (*embedded, error) {
	cut, err := face.Cut(runes)
	if err != nil {
		return nil, fmt.Errorf("cut %s: %w", face.Name(), err)
	}
	data, err := p.deflate(cut.Data, quick)
	if err != nil {
		return nil, err
	}
	e := &embedded{
		name: tag(cut.Digest) + "+" + face.PostScriptName(), runes: cut.Runes, widths: cut.Widths,
		face: face, data: data, length: len(cut.Data), glyphs: len(cut.Widths),
	}
	for i, r := range cut.Runes {
		e.set(r, uint16(i+1))
	}
	return e, nil
}

func (e *embedded) set(r rune, id uint16) {
	if r > 0xffff {
		if e.beyond == nil {
			e.beyond = map[rune]uint16{}
		}
		e.beyond[r] = id
		return
	}
	page := e.index[r>>8]
	if page == nil {
		page = new([256]uint16)
		e.index[r>>8] = page
	}
	page[r&0xff] = id
}

// glyph is the number that draws r, 0 for the sign of a missing character.
func (e *embedded) glyph(r rune) uint16 {
	if r > 0xffff {
		return e.beyond[r]
	}
	if page := e.index[r>>8]; page != nil {
		return page[r&0xff]
	}
	return 0
}

// tag is six letters that tell one part of a face from another (ISO 32000-1,
// 9.6.4).
func tag(digest [32]byte) string {
	var letters [6]byte
	for i := range letters {
		letters[i] = 'A' + digest[i]%26
	}
	return string(letters[:])
}

// write adds the font's objects and returns the number of the font itself: a
// composite font whose codes are glyph numbers (ISO 32000-1, 9.7).
func (e *embedded) write(o *objects, conforms conformance) int {
	file := o.stream(fmt.Sprintf("/Length1 %d", e.length), e.data, packed)
	set := ""
	if conforms.part == 1 {
		// ISO 19005-1, 6.3.5, asks for it; from part 2 on it may be left out.
		set = "/CIDSet " + reference(o.stream("", allBits(e.glyphs), small))
	}
	box := e.face.Box()
	descriptor := o.add(fmt.Sprintf("<</Type/FontDescriptor/FontName/%s/Flags 4/FontBBox[%d %d %d %d]/ItalicAngle 0"+
		"/Ascent %d/Descent %d/CapHeight %d/StemV 80/FontFile2 %s%s>>",
		e.name, box[0], box[1], box[2], box[3], e.face.Ascent(), e.face.Descent(), e.face.CapHeight(), reference(file), set))
	descendant := o.add(fmt.Sprintf("<</Type/Font/Subtype/CIDFontType2/BaseFont/%s"+
		"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor %s/DW 1000%s/CIDToGIDMap/Identity>>",
		e.name, reference(descriptor), e.widthArray()))
	unicode := o.stream("", e.toUnicode(), small)
	return o.add(fmt.Sprintf("<</Type/Font/Subtype/Type0/BaseFont/%s/Encoding/Identity-H/DescendantFonts[%s]/ToUnicode %s>>",
		e.name, reference(descendant), reference(unicode)))
}

// allBits is a CIDSet that has every glyph: a bit for each, the first the
// highest of its byte.
func allBits(n int) []byte {
	b := make([]byte, (n+7)/8)
	for i := range n {
		b[i/8] |= 0x80 >> (i % 8)
	}
	return b
}

// widthArray lists the glyphs that are not as wide as high.
func (e *embedded) widthArray() string {
	var b strings.Builder
	open := false
	for id, w := range e.widths {
		switch {
		case w == 1000:
			if open {
				b.WriteByte(']')
			}
			open = false
			continue
		case !open:
			fmt.Fprintf(&b, " %d[", id)
			open = true
		default:
			b.WriteByte(' ')
		}
		fmt.Fprint(&b, w)
	}
	if open {
		b.WriteByte(']')
	}
	if b.Len() == 0 {
		return ""
	}
	return "/W[" + b.String() + "]"
}

// perBlock is how many entries a block of a map of characters may have (Adobe
// technical note 5014, 4.3).
const perBlock = 100

// toUnicode maps the codes back to characters (ISO 32000-1, 9.10.3), one by one:
// Ghostscript 10 takes the characters of ranges for others.
func (e *embedded) toUnicode() []byte {
	var b []byte
	b = append(b, "/CIDInit/ProcSet findresource begin\n12 dict begin\nbegincmap\n"+
		"/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n/CMapName/Adobe-Identity-UCS def\n/CMapType 2 def\n"+
		"1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n"...)
	for start := 0; start < len(e.runes); start += perBlock {
		block := e.runes[start:min(start+perBlock, len(e.runes))]
		b = fmt.Appendf(b, "%d beginbfchar\n", len(block))
		for i, r := range block {
			b = fmt.Appendf(b, "<%04X><%s>\n", start+i+1, hex16(r))
		}
		b = append(b, "endbfchar\n"...)
	}
	return append(b, "endcmap\nCMapName currentdict/CMap defineresource pop\nend\nend\n"...)
}

// hex16 is r in UTF-16, as hexadecimal digits.
func hex16(r rune) string {
	text := ""
	for _, u := range utf16.AppendRune(nil, r) {
		text += fmt.Sprintf("%04X", u)
	}
	return text
}

// shelf keeps fonts that were embedded lately: most reports share the
// characters of their tables and headings. It is safe for concurrent use.
type shelf struct {
	mutex      sync.Mutex
	young, old map[shelfKey]*embedded
}

type shelfKey struct {
	face  *font.Face
	runes string
}

// perShelf bounds the fonts kept at 5 MB or so.
const perShelf = 16

// embed is embed for characters in ascending order.
func (s *shelf) embed(face *font.Face, runes []rune, p *press) (*embedded, error) {
	key := shelfKey{face, string(runes)}
	if e := s.get(key); e != nil {
		return e, nil
	}
	e, err := embed(face, runes, p)
	if err == nil {
		s.put(key, e)
	}
	return e, err
}

func (s *shelf) get(key shelfKey) *embedded {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if e := s.young[key]; e != nil {
		return e
	}
	e := s.old[key]
	if e != nil {
		s.keep(key, e)
	}
	return e
}

func (s *shelf) put(key shelfKey, e *embedded) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.keep(key, e)
}

// keep puts a font among the young; when there are enough of them, they turn
// old and those that were old and not asked for since are dropped.
func (s *shelf) keep(key shelfKey, e *embedded) {
	if s.young == nil || len(s.young) == perShelf {
		s.old, s.young = s.young, make(map[shelfKey]*embedded, perShelf)
	}
	s.young[key] = e
}
