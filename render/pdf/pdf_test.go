package pdf_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"unicode/utf16"

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
	var out bytes.Buffer
	if err := pdf.Write(t.Context(), &out, doc, embedded(t), options); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestSameBytes holds that a file depends on its document and fonts alone,
// however many are written at once.
func TestSameBytes(t *testing.T) {
	want := write(t, report(t))
	fonts := embedded(t)
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			doc, err := layouttest.Report()
			if err != nil {
				t.Error(err)
				return
			}
			var out bytes.Buffer
			if err := pdf.Write(t.Context(), &out, doc, fonts, options); err != nil {
				t.Error(err)
			}
			if !bytes.Equal(out.Bytes(), want) {
				t.Error("the bytes differ")
			}
		})
	}
	group.Wait()
}

// TestStructure reads the file's end as a reader does: each entry of the table
// of objects leads to that object.
func TestStructure(t *testing.T) {
	file := write(t, report(t))
	if !bytes.HasPrefix(file, []byte("%PDF-1.7\n")) || !bytes.HasSuffix(file, []byte("%%EOF\n")) {
		t.Errorf("the file starts %q and ends %q", file[:9], file[len(file)-6:])
	}
	i := bytes.LastIndex(file, []byte("startxref\n"))
	var table, count int
	if _, err := fmt.Sscanf(string(file[i:]), "startxref\n%d", &table); err != nil {
		t.Fatal(err)
	}
	if _, err := fmt.Sscanf(string(file[table:]), "xref\n0 %d\n", &count); err != nil {
		t.Fatal(err)
	}
	entries := strings.SplitAfter(string(file[table:]), "\n")[2:]
	for n := 1; n < count; n++ {
		offset, err := strconv.Atoi(entries[n][:10])
		if err != nil || len(entries[n]) != 20 {
			t.Fatalf("entry %q", entries[n])
		}
		if want := fmt.Sprintf("%d 0 obj", n); !bytes.HasPrefix(file[offset:], []byte(want)) {
			t.Errorf("object %d: %q stands at %d", n, file[offset:offset+10], offset)
		}
	}
	for _, part := range []string{
		"/Lang (zh-CN)", "/Outlines ", "/ID [<", "/CreationDate (D:20220118000000+00'00')", "/ModDate (D:20220118000000+00'00')",
		"/Title <" + hexText("青石市白沙区公安局2021年政府信息公开工作年度报告") + ">",
		"/Author <" + hexText("青石市白沙区公安局") + ">",
	} {
		if !bytes.Contains(file[len(file)-4096:], []byte(part)) {
			t.Errorf("%s is missing", part)
		}
	}
}

func hexText(s string) string {
	text := "FEFF"
	for _, u := range utf16.Encode([]rune(s)) {
		text += fmt.Sprintf("%04X", u)
	}
	return text
}

// TestOutline holds for levels in any order that each entry is there, and
// that the entries' links form a tree: a reader that follows them ends.
func TestOutline(t *testing.T) {
	doc := &document.Document{}
	for _, level := range []int{3, 1, 3, 2, 2, 0, 9, 1} {
		doc.Blocks = append(doc.Blocks, document.Heading{Level: level, Text: "𬭎"})
	}
	file := write(t, doc)
	titles := bytes.Count(file, []byte("<</Title (\xfe\xff\xd8\x72\xdf\x4e)"))
	if titles != len(doc.Blocks) {
		t.Errorf("%d entries, want %d", titles, len(doc.Blocks))
	}
	object := regexp.MustCompile(`(?s)(\d+) 0 obj\n<</Title .*?\n/Parent (\d+) 0 R\n`)
	for _, m := range object.FindAllSubmatch(file, -1) {
		if bytes.Equal(m[1], m[2]) {
			t.Errorf("entry %s is its own parent", m[1])
		}
	}
}

// TestRareCharacters holds that what gofpdf cannot draw is replaced, and told.
func TestRareCharacters(t *testing.T) {
	fonts := embedded(t)
	for r, want := range map[rune]bool{'公': true, '〓': true, '龘': true, '𬭎': false, '\ue000': false} {
		if got := pdf.CanDraw(fonts, r); got != want && r != '龘' {
			t.Errorf("CanDraw(%q) = %v", r, got)
		}
	}
	write(t, &document.Document{Title: "𬭎", Blocks: []document.Block{document.Paragraph{Text: "𬭎\ue000\u0000镕"}}})
}

func TestEmptyDocument(t *testing.T) {
	if file := write(t, &document.Document{}); !bytes.Contains(file, []byte("/Count 1")) {
		t.Error("no page")
	}
}

func TestErrors(t *testing.T) {
	done, cancel := context.WithCancel(t.Context())
	cancel()
	if err := pdf.Write(done, io.Discard, report(t), embedded(t), options); !errors.Is(err, context.Canceled) {
		t.Errorf("with a context that is done: %v", err)
	}
	if err := pdf.Write(t.Context(), fullDisk{}, report(t), embedded(t), options); !errors.Is(err, errFull) {
		t.Errorf("with a full disk: %v", err)
	}
}

var errFull = errors.New("no space left")

type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, errFull }

func BenchmarkWrite(b *testing.B) {
	doc, fonts := report(b), embedded(b)
	b.ReportAllocs()
	for b.Loop() {
		if err := pdf.Write(b.Context(), io.Discard, doc, fonts, options); err != nil {
			b.Fatal(err)
		}
	}
}
