package pdf_test

import (
	"bytes"
	"crypto/md5"
	"encoding/binary"
	"encoding/xml"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	reader "github.com/ledongthuc/pdf"
)

// walk visits a value and all below it; parents are not gone back to.
func walk(v reader.Value, seen map[string]bool, visit func(reader.Value)) {
	visit(v)
	switch v.Kind() {
	case reader.Array:
		for i := range v.Len() {
			walk(v.Index(i), seen, visit)
		}
	case reader.Dict, reader.Stream:
		text := v.String()
		if seen[text] {
			return
		}
		seen[text] = true
		for _, key := range v.Keys() {
			if key != "P" && key != "Parent" && key != "Pg" && key != "Prev" {
				walk(v.Key(key), seen, visit)
			}
		}
	}
}

func checkHeader(t *testing.T, a *archived) {
	want := map[int]string{1: "%PDF-1.4\n%", 2: "%PDF-1.7\n%", 3: "%PDF-1.7\n%"}[a.part]
	if !bytes.HasPrefix(a.raw, []byte(want)) {
		t.Fatalf("the file starts %q", a.raw[:16])
	}
	for _, b := range a.raw[len(want) : len(want)+4] {
		if b < 128 {
			t.Errorf("byte %d in the second line", b)
		}
	}
}

func checkTrailer(t *testing.T, a *archived) {
	if id := a.trailer.Key("ID"); id.Len() != 2 || len(id.Index(0).RawString()) != 16 {
		t.Errorf("identifier %v", id)
	}
	if slices.Contains(a.trailer.Keys(), "Encrypt") {
		t.Error("encrypted")
	}
	if !bytes.HasSuffix(a.raw, []byte("\n%%EOF\n")) || bytes.Count(a.raw, []byte("%%EOF")) != 1 {
		t.Error("something stands after the end")
	}
}

// checkStreams reads the file as bytes: each stream is as long as it says.
func checkStreams(t *testing.T, a *archived) {
	head := regexp.MustCompile(`<<([^\n]*)/Length (\d+)>>\nstream\n`)
	count := 0
	for at := 0; ; {
		m := head.FindSubmatchIndex(a.raw[at:])
		if m == nil {
			break
		}
		length, err := strconv.Atoi(string(a.raw[at+m[4] : at+m[5]]))
		if err != nil {
			t.Fatal(err)
		}
		dictionary := string(a.raw[at+m[2] : at+m[3]])
		for _, word := range []string{"LZW", "/F(", "/FFilter", "/FDecodeParms", "/Crypt"} {
			if strings.Contains(dictionary, word) {
				t.Errorf("%s in %s", word, dictionary)
			}
		}
		if isText := strings.Contains(dictionary, "/Metadata"); isText == strings.Contains(dictionary, "/Filter/FlateDecode") {
			t.Errorf("compression of %s", dictionary)
		}
		at += m[1] + length
		if !bytes.HasPrefix(a.raw[at:], []byte("\nendstream\nendobj\n")) {
			t.Fatalf("the stream %s does not end after %d bytes", dictionary, length)
		}
		count++
	}
	if count < 10 {
		t.Errorf("%d streams", count)
	}
}

func checkOperators(t *testing.T, a *archived) {
	known := strings.Fields("BDC EMC BT ET Tf Tc Td Tj m l S w J")
	for _, p := range a.pages {
		depth := 0
		reader.Interpret(p.V.Key("Contents"), func(stack *reader.Stack, op string) {
			var args []reader.Value
			for stack.Len() > 0 {
				args = append(args, stack.Pop())
			}
			switch op {
			case "BDC":
				depth++
			case "EMC":
				depth--
			case "Tf":
				if p.Font(args[1].Name()).V.IsNull() {
					t.Errorf("font %v is no resource", args[1])
				}
			}
			if !slices.Contains(known, op) || depth < 0 || depth > 1 {
				t.Errorf("operator %s at depth %d", op, depth)
			}
		})
		if depth != 0 {
			t.Errorf("%d marks stay open", depth)
		}
	}
}

func checkIntent(t *testing.T, a *archived) {
	intents := a.root.Key("OutputIntents")
	if intents.Len() != 1 || intents.Index(0).Key("S").Name() != "GTS_PDFA1" || intents.Index(0).Key("OutputConditionIdentifier").IsNull() {
		t.Fatalf("intents %v", intents)
	}
	stream := intents.Index(0).Key("DestOutputProfile")
	if stream.Key("N").Int64() != 3 {
		t.Error("not of three colours")
	}
	checkProfile(t, streamOf(t, stream))
}

// checkProfile reads an ICC profile by ICC.1:1998-09.
func checkProfile(t *testing.T, p []byte) {
	if int(binary.BigEndian.Uint32(p)) != len(p) || p[8] != 2 || string(p[12:24]) != "mntrRGB XYZ " || string(p[36:40]) != "acsp" {
		t.Fatalf("header %q", p[:40])
	}
	var sum [3]float64
	tags := map[string][]byte{}
	for i := range binary.BigEndian.Uint32(p[128:]) {
		entry := p[132+12*i:]
		from, length := binary.BigEndian.Uint32(entry[4:]), binary.BigEndian.Uint32(entry[8:])
		if from%4 != 0 || int(from+length) > len(p) {
			t.Fatalf("tag %q from %d, %d bytes", entry[:4], from, length)
		}
		tags[string(entry[:4])] = p[from : from+length]
	}
	for _, name := range strings.Fields("desc cprt wtpt rXYZ gXYZ bXYZ rTRC gTRC bTRC") {
		if tags[name] == nil {
			t.Fatalf("no tag %s", name)
		}
	}
	for _, name := range []string{"rXYZ", "gXYZ", "bXYZ"} {
		for i := range sum {
			sum[i] += float64(int32(binary.BigEndian.Uint32(tags[name][8+4*i:]))) / 65536
		}
	}
	for i, want := range [3]float64{0.9642, 1, 0.8249} { // the three together are white
		if diff := sum[i] - want; diff > 0.0005 || diff < -0.0005 {
			t.Errorf("white %v", sum)
		}
	}
	curve := tags["rTRC"][12:]
	if n := int(binary.BigEndian.Uint32(tags["rTRC"][8:])); 2*n != len(curve) || curve[0] != 0 || binary.BigEndian.Uint16(curve[2*n-2:]) != 0xffff {
		t.Errorf("a curve of %d bytes for %d points", len(curve), n)
	}
	// IEC 61966-2-1 at one half: 0.2140.
	if half := float64(binary.BigEndian.Uint16(curve[2*128:])+binary.BigEndian.Uint16(curve[2*127:])) / 2 / 65535; half < 0.2135 || half > 0.2145 {
		t.Errorf("one half is %.4f", half)
	}
}

func checkFonts(t *testing.T, a *archived) {
	for _, f := range a.fonts() {
		d := f.Key("DescendantFonts").Index(0)
		info, descriptor := d.Key("CIDSystemInfo"), d.Key("FontDescriptor")
		name := f.Key("BaseFont").Name()
		if f.Key("Subtype").Name() != "Type0" || f.Key("Encoding").Name() != "Identity-H" || d.Key("Subtype").Name() != "CIDFontType2" ||
			d.Key("BaseFont").Name() != name || descriptor.Key("FontName").Name() != name ||
			d.Key("CIDToGIDMap").Name() != "Identity" || info.Key("Registry").RawString() != "Adobe" || info.Key("Ordering").RawString() != "Identity" {
			t.Errorf("font %v of %v", f, d)
		}
		data := streamOf(t, descriptor.Key("FontFile2"))
		if int(descriptor.Key("FontFile2").Key("Length1").Int64()) != len(data) {
			t.Error("Length1 is not the font's")
		}
		advances := advancesOf(data)
		widths := map[int]int{}
		for i := 0; i < d.Key("W").Len(); i += 2 {
			first, list := int(d.Key("W").Index(i).Int64()), d.Key("W").Index(i+1)
			for k := range list.Len() {
				widths[first+k] = int(list.Index(k).Int64())
			}
		}
		for id, advance := range advances {
			width, ok := widths[id]
			if !ok {
				width = int(d.Key("DW").Int64())
			}
			if diff := float64(width) - advance; diff > 1 || diff < -1 {
				t.Errorf("%s: glyph %d is %d wide, in the font %.1f", name, id, width, advance)
			}
		}
		// ISO 19005-1, 6.3.5, asks for a CIDSet of all glyphs; ISO 19005-2,
		// 6.2.11.4.2, for one that is right if it is there.
		set := descriptor.Key("CIDSet")
		if (a.part == 1) == set.IsNull() {
			t.Errorf("part %d: CIDSet %v", a.part, set)
		}
		if !set.IsNull() {
			bits := streamOf(t, set)
			for id := range 8 * len(bits) {
				if has := bits[id/8]&(0x80>>(id%8)) != 0; has != (id < len(advances)) {
					t.Errorf("CIDSet has glyph %d: %v", id, has)
				}
			}
		}
	}
}

// advancesOf reads a font file's advances, in 1/1000 em.
func advancesOf(data []byte) []float64 {
	table := func(tag string) []byte {
		for i := range int(binary.BigEndian.Uint16(data[4:])) {
			if e := data[12+16*i:]; string(e[:4]) == tag {
				return data[binary.BigEndian.Uint32(e[8:]):]
			}
		}
		return nil
	}
	perEm := float64(binary.BigEndian.Uint16(table("head")[18:]))
	advances := make([]float64, binary.BigEndian.Uint16(table("maxp")[4:]))
	for i := range advances {
		advances[i] = float64(binary.BigEndian.Uint16(table("hmtx")[4*i:])) * 1000 / perEm
	}
	return advances
}

// checkCharacters holds that every code drawn has a character, and that none
// is one that text must not hold.
func checkCharacters(t *testing.T, a *archived) {
	drawn := 0
	eachText(a, func(f reader.Font, raw string) {
		text := f.Encoder().Decode(raw)
		for _, r := range text {
			if r == 0 || r == 0xfeff || r == 0xfffe || r == utf8.RuneError || r >= 0xe000 && r < 0xf900 {
				t.Errorf("%U is drawn", r)
			}
		}
		if n := utf8.RuneCountInString(text); 2*n != len(raw) {
			t.Errorf("%d characters for %d bytes", n, len(raw))
		}
		drawn += len(raw) / 2
	})
	if drawn < 1000 {
		t.Errorf("only %d characters", drawn)
	}
}

func eachText(a *archived, visit func(f reader.Font, raw string)) {
	for _, p := range a.pages {
		var f reader.Font
		reader.Interpret(p.V.Key("Contents"), func(stack *reader.Stack, op string) {
			var args []reader.Value
			for stack.Len() > 0 {
				args = append(args, stack.Pop())
			}
			switch op {
			case "Tf":
				f = p.Font(args[1].Name())
			case "Tj":
				visit(f, args[0].RawString())
			}
		})
	}
}

func checkGlyphs(t *testing.T, a *archived) {
	count := map[string]int{} // by font
	for _, f := range a.fonts() {
		count[f.Key("BaseFont").Name()] = len(advancesOf(streamOf(t, f.Key("DescendantFonts").Index(0).Key("FontDescriptor").Key("FontFile2"))))
	}
	eachText(a, func(f reader.Font, raw string) {
		glyphs := count[f.BaseFont()]
		for i := 0; i < len(raw); i += 2 {
			if id := int(raw[i])<<8 | int(raw[i+1]); id == 0 || id >= glyphs {
				t.Errorf("glyph %d of %d is drawn", id, glyphs)
			}
		}
	})
}

func checkMetadata(t *testing.T, a *archived) {
	meta := a.root.Key("Metadata")
	if !strings.Contains(a.xmp, "W5M0MpCehiHzreSzNTczkc9d") || !meta.Key("Filter").IsNull() {
		t.Errorf("the metadata are packed: %v", meta)
	}
	type list struct {
		Alt []string `xml:"Alt>li"`
		Seq []string `xml:"Seq>li"`
		Bag []string `xml:"Bag>li"`
	}
	var found struct {
		Description struct {
			Part        string `xml:"http://www.aiim.org/pdfa/ns/id/ part"`
			Conformance string `xml:"http://www.aiim.org/pdfa/ns/id/ conformance"`
			Title       list   `xml:"http://purl.org/dc/elements/1.1/ title"`
			Creator     list   `xml:"http://purl.org/dc/elements/1.1/ creator"`
			About       list   `xml:"http://purl.org/dc/elements/1.1/ description"`
			Language    list   `xml:"http://purl.org/dc/elements/1.1/ language"`
			Producer    string `xml:"http://ns.adobe.com/pdf/1.3/ Producer"`
			Created     string `xml:"http://ns.adobe.com/xap/1.0/ CreateDate"`
			Modified    string `xml:"http://ns.adobe.com/xap/1.0/ ModifyDate"`
		} `xml:"RDF>Description"`
	}
	if err := xml.Unmarshal([]byte(a.xmp), &found); err != nil {
		t.Fatal(err)
	}
	d, info := found.Description, a.trailer.Key("Info")
	if d.Part != strconv.Itoa(a.part) || d.Conformance != "A" {
		t.Errorf("part %q, conformance %q", d.Part, d.Conformance)
	}
	for _, pair := range [][3]string{
		{"title", strings.Join(d.Title.Alt, "|"), info.Key("Title").Text()},
		{"author", strings.Join(d.Creator.Seq, "|"), info.Key("Author").Text()},
		{"subject", strings.Join(d.About.Alt, "|"), info.Key("Subject").Text()},
		{"producer", d.Producer, info.Key("Producer").Text()},
		{"created", pdfDate(d.Created), info.Key("CreationDate").RawString()},
		{"modified", pdfDate(d.Modified), info.Key("ModDate").RawString()},
		{"language", strings.Join(d.Language.Bag, "|"), a.root.Key("Lang").RawString()},
		{"the document's title", a.doc.Title, info.Key("Title").Text()},
		{"the document's author", a.doc.Author, info.Key("Author").Text()},
	} {
		if pair[1] != pair[2] || pair[1] == "" {
			t.Errorf("%s: %q and %q", pair[0], pair[1], pair[2])
		}
	}
}

// pdfDate turns a date of XMP into one of the document information.
func pdfDate(s string) string {
	m := regexp.MustCompile(`^(\d+)-(\d+)-(\d+)T(\d+):(\d+):(\d+)\+00:00$`).FindStringSubmatch(s)
	if m == nil {
		return s
	}
	return "D:" + strings.Join(m[1:], "") + "+00'00'"
}

// checkHierarchy holds that the tree and the pages know each other: the pieces
// of each page lead to the element that holds them (ISO 32000-1, 14.7.4.4).
func checkHierarchy(t *testing.T, a *archived) {
	root := a.root.Key("StructTreeRoot")
	nums := root.Key("ParentTree").Key("Nums")
	if root.Key("Type").Name() != "StructTreeRoot" || nums.Len() != 2*len(a.pages) || int(root.Key("ParentTreeNextKey").Int64()) != len(a.pages) {
		t.Fatalf("%d entries for %d pages", nums.Len(), len(a.pages))
	}
	for i, p := range a.pages {
		if int(p.V.Key("StructParents").Int64()) != i || int(nums.Index(2*i).Int64()) != i {
			t.Fatalf("page %d has key %v", i+1, p.V.Key("StructParents"))
		}
		list := nums.Index(2*i + 1)
		c := contentOf(p)
		if list.Len() != len(c.pieces) {
			t.Errorf("page %d: %d pieces, %d parents", i+1, len(c.pieces), list.Len())
		}
		for n := range list.Len() {
			if !holds(list.Index(n), i, n) {
				t.Errorf("page %d: the parent of piece %d does not know it", i+1, n)
			}
		}
	}
	if a.part > 1 {
		names := root.Key("IDTree").Key("Names")
		last := ""
		for i := 0; i < names.Len(); i += 2 {
			id := names.Index(i).RawString()
			if id <= last || names.Index(i+1).Key("ID").RawString() != id {
				t.Errorf("%q after %q leads to %v", id, last, names.Index(i+1))
			}
			last = id
		}
		if names.Len() < 2*40 {
			t.Errorf("%d headers", names.Len()/2)
		}
	}
}

// holds reports whether an element has a page's piece among its kids.
func holds(e reader.Value, page, piece int) bool {
	kids := []reader.Value{e.Key("K")}
	if e.Key("K").Kind() == reader.Array {
		kids = nil
		for i := range e.Key("K").Len() {
			kids = append(kids, e.Key("K").Index(i))
		}
	}
	return slices.ContainsFunc(kids, func(k reader.Value) bool {
		switch k.Kind() {
		case reader.Integer:
			return int(k.Int64()) == piece && int(e.Key("Pg").Key("StructParents").Int64()) == page
		case reader.Dict:
			return int(k.Key("MCID").Int64()) == piece && int(k.Key("Pg").Key("StructParents").Int64()) == page
		}
		return false
	})
}

// checkTypes holds that all types are standard ones, so that no map of roles
// is needed.
func checkTypes(t *testing.T, a *archived) {
	standard := strings.Fields("Document H1 H2 H3 P Table TR TH TD Span")
	kinds := map[string]int{}
	var visit func(n *node)
	visit = func(n *node) {
		kinds[n.kind]++
		if !slices.Contains(standard, n.kind) || n.value.Key("Type").Name() != "StructElem" || n.value.Key("P").IsNull() {
			t.Errorf("an element %v", n.value)
		}
		for _, k := range n.kids {
			visit(k)
		}
	}
	root, _ := tree(t, a.raw)
	visit(root)
	for _, kind := range standard {
		if kinds[kind] == 0 {
			t.Errorf("no %s in the document", kind)
		}
	}
}

func checkFiles(t *testing.T, a *archived) {
	af, names := a.root.Key("AF"), a.root.Key("Names").Key("EmbeddedFiles").Key("Names")
	if af.Len() != len(attached) || names.Len() != 2*len(attached) {
		t.Fatalf("%d files, %d names", af.Len(), names.Len())
	}
	for i, want := range attached {
		f := af.Index(i)
		stream := f.Key("EF").Key("F")
		data := streamOf(t, stream)
		sum := fmt.Sprintf("%x", md5.Sum(want.Data))
		params := stream.Key("Params")
		if f.Key("Type").Name() != "Filespec" || f.Key("UF").Text() != want.Name || f.Key("F").Text() != want.Name ||
			f.Key("AFRelationship").Name() != string(want.Relation) || f.Key("Desc").Text() != want.Description ||
			f.Key("EF").Key("UF").String() != stream.String() {
			t.Errorf("%s: %v", want.Name, f)
		}
		if !bytes.Equal(data, want.Data) || stream.Key("Subtype").Name() != want.MIME || int(params.Key("Size").Int64()) != len(want.Data) ||
			fmt.Sprintf("%x", params.Key("CheckSum").RawString()) != sum || !strings.HasPrefix(params.Key("ModDate").RawString(), "D:20") {
			t.Errorf("%s: %v has %q", want.Name, stream, data)
		}
	}
	for i := 2; i < names.Len(); i += 2 {
		if names.Index(i-2).RawString() >= names.Index(i).RawString() {
			t.Errorf("%q before %q", names.Index(i-2).Text(), names.Index(i).Text())
		}
	}
}
