//go:build e2e

package pdf_test

import (
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"nianbao/internal/report/reporttest"
	"nianbao/render/document"
	"nianbao/render/pdf"
)

// generated are 100 reports without a fault, on both forms, the same at each
// run.
func generated(t *testing.T) map[string]*document.Document {
	t.Helper()
	all := map[string]*document.Document{}
	for _, e := range reporttest.Editions().All() {
		reports := rapid.Custom(func(t *rapid.T) *document.Document {
			doc, err := document.Build(reporttest.Balanced(t, e), document.Options{})
			if err != nil {
				t.Fatal(err)
			}
			return doc
		})
		for seed := range 50 {
			all[fmt.Sprintf("%s-%02d.yaml", e.ID, seed)] = reports.Example(seed)
		}
	}
	return all
}

// save writes documents as files into a folder and returns their paths, in
// order.
func save(t *testing.T, folder string, docs map[string]*document.Document, o pdf.Options, attached ...pdf.Attachment) []string {
	t.Helper()
	w, err := pdf.NewWriter(embedded(t), o)
	if err != nil {
		t.Fatal(err)
	}
	var paths []string
	for _, name := range slices.Sorted(maps.Keys(docs)) {
		path := filepath.Join(folder, strings.TrimSuffix(name, ".yaml")+string(o.Conformance)+".pdf")
		out, err := os.Create(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Write(t.Context(), out, docs[name], attached...); err != nil {
			t.Fatal(err)
		}
		if err := out.Close(); err != nil {
			t.Fatal(err)
		}
		paths = append(paths, path)
	}
	return paths
}

func command(t *testing.T, name string, args ...string) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
	return string(out)
}

// preflight are the jars of Debian's libpdfbox2-java and of the packages that
// it leaves to be named.
var preflight = []string{
	"preflight", "pdfbox2", "fontbox2", "xmpbox", "commons-logging", "commons-io", "javax.activation", "jaxb-api",
}

// TestPreflight has Apache PDFBox judge the files of PDF/A-1: the fixture, all
// examples and 100 generated reports.
func TestPreflight(t *testing.T) {
	folder := t.TempDir()
	docs := reports(t)
	maps.Copy(docs, generated(t))
	for name, doc := range docs {
		if strings.HasPrefix(name, "2021-0") {
			doc.Draft = true
		}
	}
	paths := save(t, folder, docs, pdf.Options{Conformance: pdf.PDFA1a})
	var jars []string
	for _, jar := range preflight {
		jars = append(jars, "/usr/share/java/"+jar+".jar")
	}
	out := command(t, "java", "-cp", strings.Join(jars, ":"), "org.apache.pdfbox.preflight.Validator_A1b", "batch", folder)
	if valid := strings.Count(out, "is a valid PDF/A-1b file"); valid != len(paths) || len(paths) < 107 || strings.Contains(out, "not a valid") {
		t.Errorf("%d of %d files are valid:\n%s", valid, len(paths), out)
	}
}

// TestQpdf has qpdf look at the syntax of every kind of file.
func TestQpdf(t *testing.T) {
	for _, o := range kinds {
		for _, path := range save(t, t.TempDir(), reports(t), o) {
			if out := command(t, "qpdf", "--check", path); strings.Contains(out, "WARNING") {
				t.Errorf("%s %s: %s", name(o), filepath.Base(path), out)
			}
		}
	}
}

// pdfcpuVersion is pinned, so that its verdict changes only when we look.
const pdfcpuVersion = "v0.15.0"

// TestPdfcpu has pdfcpu hold the files against ISO 32000-1. Its strict mode
// does not know what ISO 19005-3 adds to that, AFRelationship, and so files
// with others attached are left to the relaxed mode.
func TestPdfcpu(t *testing.T) {
	tool := filepath.Join(t.TempDir(), "bin")
	install := exec.CommandContext(t.Context(), "go", "install", "github.com/pdfcpu/pdfcpu/cmd/pdfcpu@"+pdfcpuVersion)
	install.Env = append(os.Environ(), "GOBIN="+tool)
	if out, err := install.CombinedOutput(); err != nil {
		t.Fatalf("install pdfcpu: %v\n%s", err, out)
	}
	validate := func(mode string, paths []string) {
		out := command(t, filepath.Join(tool, "pdfcpu"), append([]string{"validate", "-c", "disable", "-m", mode}, paths...)...)
		if ok := strings.Count(out, "validation ok"); ok != len(paths) {
			t.Errorf("%s: %d of %d files are valid:\n%s", mode, ok, len(paths), out)
		}
	}
	for _, o := range kinds[:4] {
		validate("strict", save(t, t.TempDir(), reports(t), o))
	}
	validate("relaxed", save(t, t.TempDir(), reports(t), pdf.Options{Attach: true}, attached...))
}

// TestAttachmentsComeOut has poppler take the attached files out again.
func TestAttachmentsComeOut(t *testing.T) {
	folder := t.TempDir()
	path := save(t, folder, map[string]*document.Document{"report": report(t)}, pdf.Options{Attach: true}, attached...)[0]
	command(t, "pdfdetach", "-saveall", "-o", folder, path)
	for _, a := range attached {
		data, err := os.ReadFile(filepath.Join(folder, a.Name))
		if err != nil || string(data) != string(a.Data) {
			t.Errorf("%s: %q, %v", a.Name, data, err)
		}
	}
}

// TestPopplerReadsStructure holds that another program than our tests' reader
// finds the tables' headers.
func TestPopplerReadsStructure(t *testing.T) {
	out := poppler(t, form(t), "pdfinfo", "-struct-text")
	for _, want := range []string{"H1 (block)", "H2 (block)", "Table ", "/Scope /Column", "/Scope /Row", "/RowSpan 22", "/ColSpan 7"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is missing", want)
		}
	}
	if strings.Contains(out, "Syntax Error") || strings.Count(out, "/Headers") < 175 {
		t.Errorf("%d cells with headers", strings.Count(out, "/Headers"))
	}
}

// TestReadersAgree holds for every example that the text which our tests'
// reader finds in the structure is the source's, and that poppler's is too
// where it reads by structure and shows replaced characters.
func TestReadersAgree(t *testing.T) {
	eachReport(t, func(t *testing.T, doc *document.Document) {
		root, _ := tree(t, write(t, doc))
		if got, want := leaves(root), outlineOf(doc); !slices.Equal(got, want) {
			t.Errorf("the structure reads %q, want %q", got, want)
		}
	})
	rare := &document.Document{Title: "𬭎与𫖯", Blocks: []document.Block{
		document.Paragraph{Text: "𬭎、𫖯、㛃、喆、𠮷、\U00030EDE，鉨\U0002C8CE。"}, document.Paragraph{Text: "公开为常态。"},
	}}
	for _, o := range kinds[1:4] {
		path := save(t, t.TempDir(), map[string]*document.Document{"rare": rare}, o)[0]
		got := squash(command(t, "pdftotext", "-raw", path, "-"))
		if want := "𬭎与𫖯𬭎、𫖯、㛃、喆、𠮷、\U00030EDE，鉨\U0002C8CE。公开为常态。—1—"; got != want {
			t.Errorf("%s: poppler reads %q, want %q", name(o), got, want)
		}
	}
}
