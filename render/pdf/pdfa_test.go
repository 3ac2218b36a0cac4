package pdf_test

import (
	"bytes"
	"os"
	"regexp"
	"slices"
	"testing"
	"unicode/utf8"

	reader "github.com/ledongthuc/pdf"

	"nianbao/render/document"
	"nianbao/render/font"
	"nianbao/render/pdf"
)

// archived is a file of one conformance, as the checks see it.
type archived struct {
	raw     []byte
	part    int
	doc     *document.Document
	trailer reader.Value
	root    reader.Value
	pages   []reader.Page
	xmp     string
}

// clauses are the demands of ISO 19005-2:2011 and -3:2012 (of -1:2005 where the
// table says so) that a file of ours could break. PDFBox judges part 1, level B,
// in the e2e tests; these are what the later parts say otherwise and what level
// A adds, checked on a file with every kind of block.
var clauses = []struct {
	clause string
	parts  []int
	check  func(*testing.T, *archived)
}{
	{"6.1.2 header", []int{1, 2, 3}, checkHeader},
	{"6.1.3 trailer", []int{1, 2, 3}, checkTrailer},
	{"6.1.4 table of objects", []int{2, 3}, func(t *testing.T, a *archived) {
		if !bytes.Contains(a.raw, []byte("/Type/XRef")) || bytes.Contains(a.raw, []byte("\nxref")) {
			t.Error("the table of objects is no stream")
		}
	}},
	{"6.1.4 and 6.1.7 of part 1: no streams of objects", []int{1}, func(t *testing.T, a *archived) {
		if bytes.Contains(a.raw, []byte("/ObjStm")) || !bytes.Contains(a.raw, []byte("\nxref\n0 ")) {
			t.Error("PDF 1.4 has no streams of objects")
		}
	}},
	{"6.1.6 hexadecimal strings", []int{1, 2, 3}, func(t *testing.T, a *archived) {
		for _, m := range regexp.MustCompile(`/ID\[<([0-9a-f]*)><([0-9a-f]*)>\]`).FindAllSubmatch(a.raw, -1) {
			if len(m[1]) != 32 || !bytes.Equal(m[1], m[2]) {
				t.Errorf("identifier %q", m)
			}
		}
	}},
	{"6.1.7 streams", []int{1, 2, 3}, checkStreams},
	{"6.1.8 names in UTF-8", []int{1, 2, 3}, func(t *testing.T, a *archived) {
		for _, f := range a.fonts() {
			if name := f.Key("BaseFont").Name(); !utf8.ValidString(name) || !regexp.MustCompile(`^[A-Z]{6}\+[!-~]+$`).MatchString(name) {
				t.Errorf("font %q", name)
			}
		}
	}},
	{"6.1.9 objects", []int{1, 2, 3}, func(t *testing.T, a *archived) {
		starts := len(regexp.MustCompile(`(?m)^\d+ 0 obj$`).FindAll(a.raw, -1))
		if ends := bytes.Count(a.raw, []byte("\nendobj\n")); starts != ends || starts == 0 {
			t.Errorf("%d objects start on a line of their own, %d end so", starts, ends)
		}
	}},
	{"6.1.12 permissions, 6.3 annotations, 6.4 forms, 6.5 actions, 6.9 optional content, 6.10 presentations, 6.11 requirements",
		[]int{1, 2, 3}, func(t *testing.T, a *archived) {
			for _, key := range []string{"Perms", "AcroForm", "OpenAction", "AA", "OCProperties", "Requirements", "URI", "NeedsRendering"} {
				if slices.Contains(a.root.Keys(), key) {
					t.Errorf("the catalog has %s", key)
				}
			}
			for _, p := range a.pages {
				for _, key := range []string{"Annots", "AA", "PresSteps", "Group", "Trans"} {
					if slices.Contains(p.V.Keys(), key) {
						t.Errorf("a page has %s", key)
					}
				}
			}
		}},
	{"6.1.13 limits", []int{1, 2, 3}, func(t *testing.T, a *archived) {
		walk(a.root, map[string]bool{}, func(v reader.Value) {
			switch v.Kind() {
			case reader.String:
				if len(v.RawString()) > 32767 {
					t.Errorf("a string of %d bytes", len(v.RawString()))
				}
			case reader.Name:
				if len(v.Name()) > 127 {
					t.Errorf("a name of %d bytes", len(v.Name()))
				}
			}
		})
	}},
	{"6.2.2 content streams: known operators, resources of the page's own", []int{1, 2, 3}, checkOperators},
	{"6.2.3 output intent", []int{1, 2, 3}, checkIntent},
	{"6.2.4, 6.2.5, 6.2.8, 6.2.10 no colours but black, no graphics states, images, transparency", []int{1, 2, 3}, func(t *testing.T, a *archived) {
		for _, p := range a.pages {
			if keys := p.Resources().Keys(); !slices.Equal(keys, []string{"Font"}) {
				t.Errorf("resources %q", keys)
			}
		}
	}},
	{"6.2.11.2 to 6.2.11.6 fonts", []int{1, 2, 3}, checkFonts},
	{"6.2.11.7 characters", []int{1, 2, 3}, checkCharacters},
	{"6.2.11.8 no .notdef", []int{1, 2, 3}, checkGlyphs},
	{"6.6 metadata", []int{1, 2, 3}, checkMetadata},
	{"6.7.2.2 mark information", []int{1, 2, 3}, func(t *testing.T, a *archived) {
		if !a.root.Key("MarkInfo").Key("Marked").Bool() {
			t.Error("not marked")
		}
	}},
	{"6.7.3.3 structure hierarchy", []int{1, 2, 3}, checkHierarchy},
	{"6.7.3.4 structure types", []int{1, 2, 3}, checkTypes},
	{"6.7.4 language", []int{1, 2, 3}, func(t *testing.T, a *archived) {
		if got := a.root.Key("Lang").RawString(); got != "zh-CN" {
			t.Errorf("language %q", got)
		}
	}},
	{"6.8 embedded files", []int{3}, checkFiles},
	{"6.1.11 of part 1 and 6.8 of part 2: no embedded files", []int{1, 2}, func(t *testing.T, a *archived) {
		if slices.Contains(a.root.Keys(), "Names") || slices.Contains(a.root.Keys(), "AF") {
			t.Error("there are files")
		}
	}},
	{"what PDF 1.4 does not know", []int{1}, func(t *testing.T, a *archived) {
		for _, word := range []string{"/Tabs", "/Headers", "/Scope", "/ActualText<", "/AF", "/THead", "/Summary"} {
			if bytes.Contains(a.raw, []byte(word)) {
				t.Errorf("%s is there", word)
			}
		}
	}},
}

// attached are the files of the PDF/A-3.
var attached = []pdf.Attachment{
	{Name: "报告.yaml", Description: "数据", MIME: "application/yaml", Relation: pdf.Source, Data: []byte("年度: 2021\n")},
	{Name: "a.json", Description: "数据", MIME: "application/json", Relation: pdf.Data, Data: []byte(`{"年度":2021}`)},
	{Name: "empty", MIME: "text/plain", Relation: pdf.Data},
}

func TestArchive(t *testing.T) {
	doc := form(t)
	doc.Draft = true
	doc.Blocks = append(doc.Blocks, document.Paragraph{Text: "𬭎\U0002C8CE\ue000"})
	for part, c := range []pdf.Conformance{1: pdf.PDFA1a, 2: pdf.PDFA2a, 3: pdf.PDFA3a} {
		if part == 0 {
			continue
		}
		a := &archived{part: part, doc: doc}
		if part == 3 {
			a.raw = writeWith(t, doc, pdf.Options{Producer: "nianbao", Attach: true}, attached...)
		} else {
			a.raw = writeWith(t, doc, pdf.Options{Producer: "nianbao", Conformance: c})
		}
		r := open(t, a.raw)
		a.trailer, a.root = r.Trailer(), r.Trailer().Key("Root")
		for i := range r.NumPage() {
			a.pages = append(a.pages, r.Page(i+1))
		}
		a.xmp = string(streamOf(t, a.root.Key("Metadata")))
		for _, clause := range clauses {
			if slices.Contains(clause.parts, part) {
				t.Run(string(c)+" "+clause.clause, func(t *testing.T) { clause.check(t, a) })
			}
		}
	}
}

func (a *archived) fonts() []reader.Value {
	var all []reader.Value
	fonts := a.pages[0].Resources().Key("Font")
	for _, name := range fonts.Keys() {
		all = append(all, fonts.Key(name))
	}
	return all
}

// TestConformanceNote holds that CONFORMANCE.md lists what is checked.
func TestConformanceNote(t *testing.T) {
	note, err := os.ReadFile("CONFORMANCE.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, clause := range clauses {
		if !bytes.Contains(note, []byte("\n- "+clause.clause+"\n")) {
			t.Errorf("%q is missing", clause.clause)
		}
	}
}

// TestPrivateCharacters holds that a character of private use which a face of
// the user's draws has a text beside it (ISO 19005-2, 6.2.11.7.3).
func TestPrivateCharacters(t *testing.T) {
	file := writeFonts(t, &document.Document{Blocks: []document.Block{document.Paragraph{Text: "甲\ue000乙"}}}, private{embedded(t)}, options)
	root, _ := tree(t, file)
	if spans := find(root, "Span"); len(spans) != 1 || spans[0].actual != "\ue000" || !bytes.Contains(streamOf(t, open(t, file).Page(1).V.Key("Contents")), []byte("/ActualText")) {
		t.Errorf("%d spans", len(spans))
	}
}

// private has 〓 for the private character, as if a face drew it.
type private struct{ *font.Set }

func (p private) Face(role font.Role, r rune) (*font.Face, bool) {
	if r == '\ue000' {
		r = '〓'
	}
	return p.Set.Face(role, r)
}
