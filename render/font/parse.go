package font

import (
	"encoding/binary"
	"io"
	"path"
	"strings"
	"unicode/utf16"
)

// Bounds on what a hostile file can make us do; real collections have ten
// faces, real faces some hundred names of a few words.
const (
	maxFaces     = 64
	maxNames     = 2048
	maxNameBytes = 510
)

func u16(b []byte, at int) uint16 { return binary.BigEndian.Uint16(b[at:]) }
func u32(b []byte, at int) uint32 { return binary.BigEndian.Uint32(b[at:]) }
func i16(b []byte, at int) int    { return int(int16(u16(b, at))) }

// Parse reads a TrueType font, or the first face of a collection, from data,
// which the face keeps and which must not change afterwards. Source is what
// Face.Source returns. Any error is an *Error.
func Parse(source string, data []byte) (*Face, error) {
	return parse(source, file{bytes: data, size: int64(len(data))}, "")
}

// file gives out pieces of a font file: of one in memory without copying, of
// one on disk by reading just them, because collections are large (60 MB and
// more) and one face's tables are not.
type file struct {
	bytes []byte
	at    io.ReaderAt // asked when bytes is nil
	size  int64
}

// section returns n bytes from offset on; ok is false past the end.
func (f file) section(offset, n uint32) (data []byte, ok bool) {
	end := int64(offset) + int64(n)
	if end > f.size {
		return nil, false
	}
	if f.bytes != nil {
		return f.bytes[offset:end:end], true
	}
	data = make([]byte, n)
	got, err := f.at.ReadAt(data, int64(offset))
	return data, got == len(data) && (err == nil || err == io.EOF)
}

// tables is the directory of one face: where each table stands.
type tables map[string][2]uint32

func (f file) table(t tables, tag string) []byte {
	where, ok := t[tag]
	if !ok {
		return nil
	}
	data, ok := f.section(where[0], where[1])
	if !ok {
		return nil
	}
	return data
}

// starts returns where the faces of a font file begin.
func (f file) starts() ([]uint32, Reason) {
	head, ok := f.section(0, 12)
	if !ok {
		return nil, NotAFont
	}
	switch string(head[:4]) {
	case "\x00\x01\x00\x00", "true", "OTTO":
		return []uint32{0}, ""
	case "ttcf":
	default:
		return nil, NotAFont
	}
	count := min(u32(head, 8), maxFaces)
	list, ok := f.section(12, 4*count)
	if !ok || count == 0 {
		return nil, Damaged
	}
	starts := make([]uint32, count)
	for i := range starts {
		starts[i] = u32(list, 4*i)
	}
	return starts, ""
}

func (f file) directory(start uint32) (tables, bool) {
	head, ok := f.section(start, 12)
	if !ok {
		return nil, false
	}
	count := uint32(u16(head, 4))
	if uint64(start)+12+16*uint64(count) > uint64(f.size) {
		return nil, false
	}
	list, ok := f.section(start+12, 16*count)
	if !ok {
		return nil, false
	}
	t := make(tables, count)
	for at := 0; at < len(list); at += 16 {
		t[string(list[at:at+4])] = [2]uint32{u32(list, at+8), u32(list, at+12)}
	}
	return t, true
}

// parse reads the face that bears the name wanted, or the first when that
// is "".
func parse(source string, f file, wanted string) (*Face, error) {
	fail := func(reason Reason, detail string) (*Face, error) {
		return nil, &Error{Source: source, Reason: reason, Detail: detail}
	}
	starts, reason := f.starts()
	if reason != "" {
		return fail(reason, "")
	}
	for _, start := range starts {
		t, ok := f.directory(start)
		if !ok {
			return fail(Damaged, "table directory")
		}
		face := &Face{source: source, names: readNames(f.table(t, "name"), source)}
		if wanted != "" && !face.HasName(wanted) {
			continue
		}
		if reason, detail := face.load(f, t); reason != "" {
			return fail(reason, detail)
		}
		return face, nil
	}
	return fail(NoSuchFace, wanted)
}

// load reads and checks the tables; reason is "" when all is well.
func (f *Face) load(file file, t tables) (reason Reason, detail string) {
	if _, ok := t["glyf"]; !ok {
		if _, ok := t["CFF "]; ok {
			return NotTrueType, "CFF outlines"
		}
		return NotTrueType, "no table glyf"
	}
	var cmap []byte
	for _, table := range []struct {
		tag  string
		to   *[]byte
		size int // the least it may have; optional tables that are shorter are passed over
	}{
		{"head", &f.head, 54}, {"hhea", &f.hhea, 36}, {"maxp", &f.maxp, 6},
		{"hmtx", &f.hmtx, 4}, {"loca", &f.loca, 4}, {"glyf", &f.glyf, 0}, {"cmap", &cmap, 4},
	} {
		if *table.to = file.table(t, table.tag); *table.to == nil || len(*table.to) < table.size {
			return Damaged, "table " + table.tag
		}
	}
	f.os2, f.post = file.table(t, "OS/2"), file.table(t, "post")
	f.cvt, f.fpgm, f.prep = file.table(t, "cvt "), file.table(t, "fpgm"), file.table(t, "prep")
	// Version 2 brought the field that ends at byte 96 (OpenType, OS/2).
	if len(f.os2) < 78 || (u16(f.os2, 0) > 1 && len(f.os2) < 96) {
		f.os2 = nil
	}
	if f.restricted() {
		return Restricted, "OS/2 fsType"
	}
	if detail := f.readHeaders(); detail != "" {
		return Damaged, detail
	}
	if f.chars, reason = readCharacters(cmap, f.glyphs); reason != "" {
		return reason, "table cmap"
	}
	f.readMetrics()
	return "", ""
}

// restricted reports whether the font's maker forbids what a PDF needs: bit 1
// alone of the low nibble forbids embedding, bit 8 subsetting, bit 9 all but
// bitmaps (OpenType, OS/2 fsType; the least restrictive of the first counts).
func (f *Face) restricted() bool {
	if f.os2 == nil {
		return false
	}
	kind := u16(f.os2, 8)
	return kind&0x000E == 0x0002 || kind&0x0300 != 0
}

// readHeaders reads the numbers that the other tables are read by; it returns
// what is wrong, or "".
func (f *Face) readHeaders() string {
	f.unitsPerEm = int(u16(f.head, 18))
	if f.unitsPerEm < 16 || f.unitsPerEm > 16384 {
		return "units per em"
	}
	f.longLoca = u16(f.head, 50) != 0
	f.glyphs = int(u16(f.maxp, 4))
	f.longMetrics = int(u16(f.hhea, 34))
	if f.glyphs == 0 || f.longMetrics == 0 || f.longMetrics > f.glyphs || 4*f.longMetrics > len(f.hmtx) {
		return "number of glyphs"
	}
	entry := 2
	if f.longLoca {
		entry = 4
	}
	if (f.glyphs+1)*entry > len(f.loca) {
		return "table loca"
	}
	return ""
}

// readMetrics takes the em box from the typographic metrics: Chinese fonts
// keep it there, while hhea may hold the line height (Noto: 1151, −286).
func (f *Face) readMetrics() {
	f.ascent, f.descent = f.perMille(i16(f.hhea, 4)), f.perMille(i16(f.hhea, 6))
	if f.os2 != nil {
		if up, down := i16(f.os2, 68), i16(f.os2, 70); up > 0 && down <= 0 {
			f.ascent, f.descent = f.perMille(up), f.perMille(down)
		}
		if u16(f.os2, 0) > 1 {
			f.capHeight = f.perMille(i16(f.os2, 88))
		}
	}
	if f.capHeight > 0 {
		return
	}
	f.capHeight = f.ascent
	if id, ok := f.Glyph('H'); ok {
		if outline, ok := f.outline(id); ok && len(outline) >= 10 {
			f.capHeight = f.perMille(i16(outline, 8))
		}
	}
}

// outline returns the bytes that describe a glyph; none for a blank one.
func (f *Face) outline(id uint16) (data []byte, ok bool) {
	var from, to uint32
	if f.longLoca {
		from, to = u32(f.loca, 4*int(id)), u32(f.loca, 4*int(id)+4)
	} else {
		from, to = 2*uint32(u16(f.loca, 2*int(id))), 2*uint32(u16(f.loca, 2*int(id)+2))
	}
	if from > to || uint64(to) > uint64(len(f.glyf)) {
		return nil, false
	}
	return f.glyf[from:to:to], true
}

// names are what a face is called.
type names struct {
	display    string
	family     string   // for the name table of a subset
	postScript string   // likewise
	all        []string // family and full names, folded
}

func fold(name string) string { return strings.ToLower(strings.TrimSpace(name)) }

// The name table's identifiers, platforms and languages (OpenType, name).
const (
	nameFamily     = 1
	nameFull       = 4
	namePostScript = 6
	nameTypo       = 16

	platformUnicode = 0
	platformWindows = 3

	languageChinese = 0x0804
	languageEnglish = 0x0409
)

// readNames reads the Unicode names of a name table, which may be damaged or
// nil. Chinese fonts give their names in Chinese and English.
func readNames(table []byte, source string) names {
	n := names{display: path.Base(strings.ReplaceAll(source, `\`, "/"))}
	best := 0
	if len(table) < 6 {
		return n.complete()
	}
	texts := int(u16(table, 4))
	for i := range min(int(u16(table, 2)), maxNames) {
		at := 6 + 12*i
		if at+12 > len(table) {
			break
		}
		platform, language, id := u16(table, at), u16(table, at+4), u16(table, at+6)
		from := texts + int(u16(table, at+10))
		to := from + min(int(u16(table, at+8)), maxNameBytes)
		if (platform != platformUnicode && platform != platformWindows) || to > len(table) {
			continue
		}
		text := utf16BE(table[from:to])
		switch id {
		case namePostScript:
			n.postScript = text
			continue
		case nameFamily, nameFull, nameTypo:
		default:
			continue
		}
		n.all = append(n.all, fold(text))
		if id == nameFamily && (n.family == "" || language == languageEnglish) {
			n.family = text
		}
		if rank := displayRank(id, language); rank > best && text != "" {
			best, n.display = rank, text
		}
	}
	return n.complete()
}

// displayRank orders names by how well they do for showing; 0 is not at all.
func displayRank(id, language uint16) int {
	rank := 1
	switch language {
	case languageChinese:
		rank = 5
	case languageEnglish:
		rank = 3
	}
	if id == nameFull {
		rank++
	}
	return rank
}

// complete makes the names for a subset fit for PDF, where they are ASCII
// without delimiters (PostScript names; OpenType, name ID 6).
func (n names) complete() names {
	n.postScript = strings.Map(func(r rune) rune {
		if r <= ' ' || r >= 0x7F || strings.ContainsRune("[](){}<>/%", r) {
			return -1
		}
		return r
	}, n.postScript)
	if n.postScript == "" {
		n.postScript = "Face"
	}
	if n.family == "" {
		n.family = n.postScript
	}
	return n
}

func utf16BE(b []byte) string {
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = u16(b, 2*i)
	}
	return string(utf16.Decode(units))
}
