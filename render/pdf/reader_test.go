package pdf_test

import (
	"bytes"
	"context"
	"io"
	"strings"
	"testing"
	"unicode"

	reader "github.com/ledongthuc/pdf"

	"nianbao/render/document"
	"nianbao/render/font"
	"nianbao/render/layout/layouttest"
	"nianbao/render/pdf"
)

var options = pdf.Options{Producer: "nianbao"}

func embedded(t testing.TB) *font.Set {
	t.Helper()
	fonts, err := font.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	return fonts
}

func report(t testing.TB) *document.Document {
	t.Helper()
	doc, err := layouttest.Report()
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func write(t testing.TB, doc *document.Document) []byte {
	t.Helper()
	return writeWith(t, doc, options)
}

func writeWith(t testing.TB, doc *document.Document, opts pdf.Options, attached ...pdf.Attachment) []byte {
	t.Helper()
	return writeFonts(t, doc, embedded(t), opts, attached...)
}

func writeFonts(t testing.TB, doc *document.Document, fonts pdf.Fonts, opts pdf.Options, attached ...pdf.Attachment) []byte {
	t.Helper()
	w, err := pdf.NewWriter(fonts, opts)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := w.Write(context.Background(), &out, doc, attached...); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// squash is text without its white space, as lines end in it.
func squash(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

// open reads a file with a reader that shares nothing with its writer.
func open(t testing.TB, file []byte) *reader.Reader {
	t.Helper()
	r, err := reader.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func streamOf(t testing.TB, v reader.Value) []byte {
	t.Helper()
	if v.Kind() != reader.Stream {
		t.Fatalf("%v is no stream", v)
	}
	rd := v.Reader()
	defer rd.Close()
	data, err := io.ReadAll(rd)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// node is an element of a file's logical structure with the text of its
// content, as a program finds it that speaks the file.
type node struct {
	kind, text, actual, title, id, scope string
	headers                              []string
	rows, columns                        int
	pages                                []int
	kids                                 []*node
	value                                reader.Value
}

// content is the text of a page by the number of its piece, and that of
// artifacts.
type content struct {
	pieces    map[int]string
	artifacts string
	loose     string // in no marked content at all
}

func contentOf(page reader.Page) content {
	c := content{pieces: map[int]string{}}
	var marks []int // of the marked content that is open; -1 for artifacts
	var enc reader.TextEncoding
	reader.Interpret(page.V.Key("Contents"), func(stack *reader.Stack, op string) {
		var args []reader.Value
		for stack.Len() > 0 {
			args = append([]reader.Value{stack.Pop()}, args...)
		}
		switch op {
		case "BDC":
			mark := -1
			if args[0].Name() != "Artifact" {
				mark = int(args[1].Key("MCID").Int64())
			}
			marks = append(marks, mark)
		case "EMC":
			marks = marks[:len(marks)-1]
		case "Tf":
			f := page.Font(args[0].Name())
			enc = f.Encoder()
		case "Tj":
			text := enc.Decode(args[0].RawString())
			switch n := len(marks); {
			case n == 0:
				c.loose += text
			case marks[n-1] < 0:
				c.artifacts += text
			default:
				c.pieces[marks[n-1]] += text
			}
		}
	})
	return c
}

// tree reads a file's structure with its text.
func tree(t testing.TB, file []byte) (*node, []content) {
	t.Helper()
	r := open(t, file)
	contents := make([]content, r.NumPage())
	for i := range contents {
		contents[i] = contentOf(r.Page(i + 1))
	}
	root := r.Trailer().Key("Root").Key("StructTreeRoot")
	return branch(root.Key("K"), contents), contents
}

func branch(v reader.Value, contents []content) *node {
	n := &node{
		kind: v.Key("S").Name(), actual: v.Key("ActualText").Text(), title: v.Key("T").Text(), id: v.Key("ID").RawString(),
		rows: 1, columns: 1, value: v,
	}
	if a := v.Key("A"); !a.IsNull() {
		n.scope = a.Key("Scope").Name()
		n.rows, n.columns = max(int(a.Key("RowSpan").Int64()), 1), max(int(a.Key("ColSpan").Int64()), 1)
		for i := range a.Key("Headers").Len() {
			n.headers = append(n.headers, a.Key("Headers").Index(i).RawString())
		}
	}
	add := func(k reader.Value) {
		page, number := v.Key("Pg"), k
		switch {
		case k.Kind() == reader.Dict && k.Key("Type").Name() == "MCR":
			page, number = k.Key("Pg"), k.Key("MCID")
		case k.Kind() == reader.Dict:
			kid := branch(k, contents)
			n.kids = append(n.kids, kid)
			text := kid.text
			if kid.actual != "" {
				text = kid.actual
			}
			n.text += text
			n.pages = append(n.pages, kid.pages...)
			return
		}
		i := int(page.Key("StructParents").Int64())
		n.text += contents[i].pieces[int(number.Int64())]
		n.pages = append(n.pages, i)
	}
	switch k := v.Key("K"); k.Kind() {
	case reader.Array:
		for i := range k.Len() {
			add(k.Index(i))
		}
	case reader.Null:
	default:
		add(k)
	}
	return n
}
