package pdf_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"sync"
	"testing"

	reader "github.com/ledongthuc/pdf"

	"nianbao/render/document"
	"nianbao/render/pdf"
)

// kinds are the kinds of file there are.
var kinds = []pdf.Options{
	{Conformance: pdf.PDFA1a}, {Conformance: pdf.PDFA2a}, {Conformance: pdf.PDFA3a}, {Conformance: pdf.PlainPDF}, {Engine: pdf.Gofpdf},
}

func name(o pdf.Options) string { return string(o.Engine) + string(o.Conformance) }

// TestSameBytes holds that a file depends on its document, fonts and options
// alone, however many are written at once and whatever was written before.
func TestSameBytes(t *testing.T) {
	for _, o := range kinds {
		want := writeWith(t, report(t), o)
		other := writeWith(t, form(t), o)
		w, err := pdf.NewWriter(embedded(t), o)
		if err != nil {
			t.Fatal(err)
		}
		var group sync.WaitGroup
		for i := range 6 {
			doc, want := report(t), want
			if i%2 == 1 {
				doc, want = form(t), other
			}
			group.Go(func() {
				var out bytes.Buffer
				if err := w.Write(context.Background(), &out, doc); err != nil {
					t.Error(err)
				}
				if !bytes.Equal(out.Bytes(), want) {
					t.Errorf("%s: the bytes differ", name(o))
				}
			})
		}
		group.Wait()
	}
}

// TestObjectTable reads the file's end as a reader does: each entry of the
// table of objects leads to that object.
func TestObjectTable(t *testing.T) {
	for _, o := range []pdf.Options{{Conformance: pdf.PDFA1a}, {Engine: pdf.Gofpdf}} {
		file := writeWith(t, report(t), o)
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
				t.Errorf("%s, object %d: %q stands at %d", name(o), n, file[offset:offset+10], offset)
			}
		}
	}
}

// TestInformation holds what a file says of itself.
func TestInformation(t *testing.T) {
	for _, o := range kinds {
		o.Producer = "nianbao 0"
		trailer := open(t, writeWith(t, report(t), o)).Trailer()
		info, root := trailer.Key("Info"), trailer.Key("Root")
		for _, pair := range [][2]string{
			{info.Key("Title").Text(), "青石市白沙区公安局2021年政府信息公开工作年度报告"},
			{info.Key("Author").Text(), "青石市白沙区公安局"},
			{info.Key("Producer").Text(), "nianbao 0"},
			{info.Key("CreationDate").RawString(), "D:20220118000000+00'00'"},
			{info.Key("ModDate").RawString(), "D:20220118000000+00'00'"},
			{root.Key("Lang").RawString(), "zh-CN"},
			{root.Key("PageMode").Name(), "UseOutlines"},
			{root.Key("ViewerPreferences").Key("DisplayDocTitle").String(), "true"},
		} {
			if pair[0] != pair[1] {
				t.Errorf("%s: got %q, want %q", name(o), pair[0], pair[1])
			}
		}
	}
}

// TestOutline holds for levels in any order that each entry is there once and
// in order, that all links agree, and that a reader that follows them ends.
func TestOutline(t *testing.T) {
	doc := &document.Document{}
	levels := []int{3, 1, 3, 2, 2, 0, 9, 1}
	var want []string
	for i, level := range levels {
		text := fmt.Sprint("𬭎", i)
		doc.Blocks = append(doc.Blocks, document.Heading{Level: level, Text: text})
		want = append(want, text)
	}
	for _, o := range kinds {
		root := open(t, writeWith(t, doc, o)).Trailer().Key("Root").Key("Outlines")
		var got []string
		var visit func(parent reader.Value, depth int)
		visit = func(parent reader.Value, depth int) {
			previous := ""
			for e := parent.Key("First"); !e.IsNull(); e = e.Key("Next") {
				text := e.Key("Title").Text()
				got = append(got, text)
				if len(got) > len(levels) || depth > len(levels) {
					t.Fatalf("%s: the links go round: %q", name(o), got)
				}
				if up := e.Key("Parent"); up.Key("Title").Text() != parent.Key("Title").Text() {
					t.Errorf("%s: %s has the parent %v", name(o), text, up.Key("Title").Text())
				}
				if back := e.Key("Prev"); back.Key("Title").Text() != previous {
					t.Errorf("%s: %s follows %q", name(o), text, previous)
				}
				if e.Key("Dest").Index(0).Key("Type").Name() != "Page" {
					t.Errorf("%s: %s leads to %v", name(o), text, e.Key("Dest"))
				}
				previous = text
				visit(e, depth+1)
			}
			if last := parent.Key("Last").Key("Title").Text(); last != previous {
				t.Errorf("%s: the last below %q is %q, not %q", name(o), parent.Key("Title").Text(), last, previous)
			}
		}
		visit(root, 0)
		if strings.Join(got, " ") != strings.Join(want, " ") {
			t.Errorf("%s: got %q, want %q", name(o), got, want)
		}
	}
}

// TestCanDraw holds that what an engine cannot draw is told beforehand, and
// replaced.
func TestCanDraw(t *testing.T) {
	for _, o := range kinds {
		w, err := pdf.NewWriter(embedded(t), o)
		if err != nil {
			t.Fatal(err)
		}
		for r, want := range map[rune]bool{
			'公': true, '〓': true, '镕': true, '𬭎': o.Engine != pdf.Gofpdf, '𫖯': o.Engine != pdf.Gofpdf, '\ue000': false, '\U0002C8CE': false,
		} {
			if got := w.CanDraw(r); got != want {
				t.Errorf("%s: CanDraw(%q) = %v", name(o), r, got)
			}
			if o.Engine != pdf.Gofpdf && pdf.CanDraw(embedded(t), r) != want {
				t.Errorf("CanDraw(%q) is not the writer's", r)
			}
		}
		writeWith(t, &document.Document{Title: "𬭎", Blocks: []document.Block{document.Paragraph{Text: "𬭎\ue000\u0000镕"}}}, o)
	}
}

func TestEmptyDocument(t *testing.T) {
	for _, o := range kinds {
		if n := open(t, writeWith(t, &document.Document{}, o)).NumPage(); n != 1 {
			t.Errorf("%s: %d pages", name(o), n)
		}
	}
}

// TestOptions holds which options go together.
func TestOptions(t *testing.T) {
	for _, test := range []struct {
		opts pdf.Options
		want *pdf.Conflict
	}{
		{pdf.Options{}, nil},
		{pdf.Options{Attach: true}, nil},
		{pdf.Options{Engine: pdf.Gofpdf}, nil},
		{pdf.Options{Engine: "word"}, &pdf.Conflict{Option: pdf.EngineOption, Value: "word"}},
		{pdf.Options{Conformance: "2b"}, &pdf.Conflict{Option: pdf.ConformanceOption, Value: "2b"}},
		{pdf.Options{Engine: pdf.Gofpdf, Conformance: pdf.PDFA2a}, &pdf.Conflict{Option: pdf.ConformanceOption, Value: "2a", Of: pdf.EngineOption, With: "gofpdf"}},
		{pdf.Options{Engine: pdf.Gofpdf, Attach: true}, &pdf.Conflict{Option: pdf.AttachOption, Of: pdf.EngineOption, With: "gofpdf"}},
		{pdf.Options{Conformance: pdf.PDFA2a, Attach: true}, &pdf.Conflict{Option: pdf.AttachOption, Of: pdf.ConformanceOption, With: "2a"}},
		{pdf.Options{Conformance: pdf.PlainPDF, Attach: true}, &pdf.Conflict{Option: pdf.AttachOption, Of: pdf.ConformanceOption, With: "none"}},
	} {
		_, err := pdf.NewWriter(embedded(t), test.opts)
		var got *pdf.Conflict
		if errors.As(err, &got) != (test.want != nil) || test.want != nil && *got != *test.want {
			t.Errorf("%+v: got %v, want %v", test.opts, err, test.want)
		}
	}
	w, err := pdf.NewWriter(embedded(t), pdf.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Write(t.Context(), io.Discard, report(t), attached...); err == nil {
		t.Error("PDF/A-2 takes attachments")
	}
}

func TestErrors(t *testing.T) {
	w, err := pdf.NewWriter(embedded(t), options)
	if err != nil {
		t.Fatal(err)
	}
	done, cancel := context.WithCancel(t.Context())
	cancel()
	if err := w.Write(done, io.Discard, report(t)); !errors.Is(err, context.Canceled) {
		t.Errorf("with a context that is done: %v", err)
	}
	if err := w.Write(t.Context(), fullDisk{}, report(t)); !errors.Is(err, errFull) {
		t.Errorf("with a full disk: %v", err)
	}
}

var errFull = errors.New("no space left")

type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, errFull }
