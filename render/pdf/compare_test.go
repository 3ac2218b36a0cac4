//go:build compare

package pdf_test

import (
	"fmt"
	"html"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"nianbao/internal/report/reporttest"
	"nianbao/internal/source"
	"nianbao/render/document"
)

// runs is how often each program is run; the middle time counts.
const runs = 5

// TestCompare prints what compare.sh shows. nianbao reads and checks the report
// as well; the others are handed it as pages of HTML or as a typst source.
func TestCompare(t *testing.T) {
	folder := t.TempDir()
	example, err := filepath.Abs("../../examples/clean-2024.yaml")
	if err != nil {
		t.Fatal(err)
	}
	doc, err := document.Build(source.Load(t.Context(), example, nil, source.Options{Editions: reporttest.Editions(), Words: reporttest.Words()}), document.Options{})
	if err != nil {
		t.Fatal(err)
	}
	program, page, typ := filepath.Join(folder, "nianbao"), filepath.Join(folder, "report.html"), filepath.Join(folder, "report.typ")
	for name, text := range map[string]string{page: webPage(doc), typ: typstSource(doc)} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if out, err := exec.Command("go", "build", "-o", program, "nianbao/cmd/nianbao").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	rows := []struct {
		name string
		args []string
	}{
		{"nianbao", []string{program, "render", example, "-o", folder, "--to", "pdf"}},
		{"typst", []string{"typst", "compile", typ, filepath.Join(folder, "typst.pdf")}},
		{"LibreOffice", []string{"soffice", "-env:UserInstallation=file://" + folder + "/profile", "--headless",
			"--convert-to", "pdf:writer_web_pdf_Export", "--outdir", folder, page}},
		{"Chromium", []string{"chromium", "--headless", "--no-sandbox", "--disable-gpu", "--print-to-pdf=" + filepath.Join(folder, "chromium.pdf"), "file://" + page}},
	}
	fmt.Println("| program | one report, from its start | ratio | memory | ratio |")
	fmt.Println("|---|---|---|---|---|")
	var ownTime time.Duration
	var ownMemory int64
	for _, row := range rows {
		if _, err := exec.LookPath(row.args[0]); err != nil {
			fmt.Printf("| %s | not installed | | | |\n", row.name)
			continue
		}
		took, memory := measure(t, row.args)
		if ownTime == 0 {
			ownTime, ownMemory = took, memory
		}
		fmt.Printf("| %s | %.2f s | %.1f | %d MB | %.1f |\n", row.name, took.Seconds(),
			float64(took)/float64(ownTime), memory>>10, float64(memory)/float64(ownMemory))
	}
}

// measure runs a program and returns its middle time and, in KB, the most
// memory that one of its processes took; Chromium has several.
func measure(t *testing.T, args []string) (time.Duration, int64) {
	t.Helper()
	var times []time.Duration
	memory := int64(0)
	for range runs {
		start := time.Now()
		cmd := exec.CommandContext(t.Context(), args[0], args[1:]...)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", args[0], err, out)
		}
		times = append(times, time.Since(start))
		if usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
			memory = max(memory, usage.Maxrss)
		}
	}
	slices.Sort(times)
	return times[runs/2], memory
}

// webPage is a document as HTML for printing.
func webPage(doc *document.Document) string {
	var b strings.Builder
	b.WriteString("<!DOCTYPE html><html lang=\"zh-CN\"><meta charset=\"utf-8\"><style>@page{size:A4;margin:37mm 26mm 35mm 28mm}" +
		"body{font:16pt/29pt 'Noto Serif CJK SC';text-align:justify}p{text-indent:2em;margin:0}h1{font-size:22pt;text-align:center}" +
		"h2,h3{font-size:16pt;margin:0}table{border-collapse:collapse;width:100%;font-size:10.5pt;line-height:13pt}" +
		"td,th{border:.5pt solid;text-align:center;font-weight:normal}</style>")
	line := func(tag, text string) { fmt.Fprintf(&b, "<%s>%s</%[1]s>", tag, html.EscapeString(text)) }
	line("h1", doc.Title)
	for _, block := range doc.Blocks {
		switch block := block.(type) {
		case document.Heading:
			line(fmt.Sprintf("h%d", block.Level+1), block.Text)
		case document.Paragraph:
			line("p", block.Lead+block.Text)
		case document.Signature:
			line("p", block.Agency+" "+block.Date)
		case document.Table:
			b.WriteString("<table>")
			for r := range block.Rows {
				b.WriteString("<tr>")
				for _, c := range block.Cells {
					if c.Row == r {
						fmt.Fprintf(&b, "<td rowspan=%d colspan=%d>%s", c.RowSpan, c.ColumnSpan, html.EscapeString(c.Text))
					}
				}
			}
			b.WriteString("</table>")
		}
	}
	return b.String()
}

// typstSource is a document as typst source.
func typstSource(doc *document.Document) string {
	var b strings.Builder
	b.WriteString("#set page(paper: \"a4\", margin: (top: 37mm, left: 28mm, right: 26mm, bottom: 35mm), numbering: \"— 1 —\")\n" +
		"#set text(font: \"Noto Serif CJK SC\", size: 16pt, lang: \"zh\")\n#set par(justify: true, first-line-indent: (amount: 2em, all: true))\n")
	line := func(call, text string) { fmt.Fprintf(&b, "#%s[#%q]\n\n", call, text) }
	line("heading(level: 1)", doc.Title)
	for _, block := range doc.Blocks {
		switch block := block.(type) {
		case document.Heading:
			line(fmt.Sprintf("heading(level: %d)", block.Level+1), block.Text)
		case document.Paragraph:
			line("par", block.Lead+block.Text)
		case document.Signature:
			line("align(right)", block.Agency+" "+block.Date)
		case document.Table:
			b.WriteString("#text(size: 10.5pt)[#table(columns: (")
			for _, w := range block.Columns {
				fmt.Fprintf(&b, "%dfr,", w)
			}
			b.WriteString("),\n")
			for _, c := range block.Cells {
				fmt.Fprintf(&b, "table.cell(rowspan: %d, colspan: %d)[#%q],\n", c.RowSpan, c.ColumnSpan, c.Text)
			}
			b.WriteString(")]\n\n")
		}
	}
	return b.String()
}
