//go:build e2e

package pdf_test

import (
	"encoding/xml"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"nianbao/internal/report/reporttest"
	"nianbao/internal/source"
	"nianbao/render/document"
	"nianbao/render/linebreak"
)

// The page of GB/T 9704-2012 in points, and half a millimetre.
const (
	mm        = 72 / 25.4
	left      = 28 * mm
	right     = 184 * mm
	top       = 37 * mm
	bottom    = 262 * mm
	tolerance = mm / 2
)

// poppler runs one of poppler's programs on a file of doc.
func poppler(t *testing.T, doc *document.Document, program string, args ...string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "report.pdf")
	if err := os.WriteFile(file, write(t, doc), 0o600); err != nil {
		t.Fatal(err)
	}
	args = append(args, file)
	if program == "pdftotext" {
		args = append(args, "-")
	}
	cmd := exec.CommandContext(t.Context(), program, args...)
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v", program, err)
	}
	return string(out)
}

// textLine is what pdftotext -bbox finds at one height of a page.
type textLine struct {
	page                   int
	left, right, top, base float64
	text                   string
}

func textLines(t *testing.T, doc *document.Document) []textLine {
	t.Helper()
	var found struct {
		Pages []struct {
			Words []struct {
				Left   float64 `xml:"xMin,attr"`
				Top    float64 `xml:"yMin,attr"`
				Right  float64 `xml:"xMax,attr"`
				Bottom float64 `xml:"yMax,attr"`
				Text   string  `xml:",chardata"`
			} `xml:"word"`
		} `xml:"body>doc>page"`
	}
	if err := xml.Unmarshal([]byte(poppler(t, doc, "pdftotext", "-bbox")), &found); err != nil {
		t.Fatal(err)
	}
	var lines []textLine
	for i, page := range found.Pages {
		for _, w := range page.Words {
			n := slices.IndexFunc(lines, func(l textLine) bool {
				return l.page == i && math.Abs((l.top+l.base)/2-(w.Top+w.Bottom)/2) < 3
			})
			if n < 0 {
				lines = append(lines, textLine{i, w.Left, w.Right, w.Top, w.Bottom, w.Text})
				continue
			}
			l := &lines[n]
			if w.Left < l.left {
				l.left, l.text = w.Left, w.Text+l.text
			} else {
				l.text += w.Text
			}
			l.right = max(l.right, w.Right)
		}
	}
	return lines
}

// reports are the fixture and every example, as drafts where errors stand: a
// mark in the page's head is no line of the text.
func reports(t *testing.T) map[string]*document.Document {
	t.Helper()
	all := map[string]*document.Document{"fixture": report(t)}
	files, err := filepath.Glob("../../examples/*.yaml")
	if err != nil || len(files) < 6 {
		t.Fatalf("examples: %v, %v", files, err)
	}
	o := source.Options{Editions: reporttest.Editions(), Words: reporttest.Words()}
	for _, file := range files {
		doc, err := document.Build(source.Load(t.Context(), file, nil, o), document.Options{})
		if err != nil {
			t.Fatal(err)
		}
		all[filepath.Base(file)] = doc
	}
	return all
}

// eachReport runs a test on the fixture and every example.
func eachReport(t *testing.T, test func(t *testing.T, doc *document.Document)) {
	for name, doc := range reports(t) {
		t.Run(name, func(t *testing.T) { test(t, doc) })
	}
}

func near(a, b float64) bool { return math.Abs(a-b) <= tolerance }

// TestGridOnPage measures text of Han characters alone.
func TestGridOnPage(t *testing.T) {
	doc := &document.Document{Blocks: []document.Block{
		document.Paragraph{Text: strings.Repeat("公开是原则不公开是例外", 150)},
	}}
	count := map[int]int{}
	for _, l := range textLines(t, doc) {
		if l.base > bottom {
			continue
		}
		count[l.page]++
		if l.top < top-tolerance {
			t.Errorf("page %d: %q is %.1f mm from the upper edge", l.page+1, l.text, l.top/mm)
		}
		first, last := l.page == 0 && count[0] == 1, l.right < right-2*16
		if want := 28; !first && !last && len([]rune(l.text)) != want {
			t.Errorf("page %d: %q has %d characters, want %d", l.page+1, l.text, len([]rune(l.text)), want)
		}
		if !first && !near(l.left, left) || !last && !near(l.right, right) {
			t.Errorf("page %d: %q runs from %.2f to %.2f mm", l.page+1, l.text, l.left/mm, l.right/mm)
		}
	}
	if count[0] != 22 || count[1] != 22 {
		t.Errorf("lines on the pages: %v, want 22", count)
	}
}

// TestMargins measures a whole report: where a line is followed by another of
// its paragraph and ends in a Han character, it ends at the edge.
func TestMargins(t *testing.T) { eachReport(t, margins) }

func margins(t *testing.T, doc *document.Document) {
	lines := textLines(t, doc)
	measured := 0
	for i, l := range lines {
		runes := []rune(l.text)
		edge := right + tolerance
		if unicode.Is(unicode.P, runes[len(runes)-1]) {
			edge += 16.0 / 2 // a mark's blank half may reach over the edge
		}
		if l.left < left-tolerance || l.right > edge {
			t.Errorf("page %d: %q runs from %.2f to %.2f mm", l.page+1, l.text, l.left/mm, l.right/mm)
		}
		if i+1 == len(lines) || l.base-l.top < 15 || lines[i+1].base-lines[i+1].top < 15 {
			continue // a table or a page number
		}
		if near(lines[i+1].left, left) && lines[i+1].page == l.page && unicode.Is(unicode.Han, runes[len(runes)-1]) {
			measured++
			if !near(l.right, right) {
				t.Errorf("page %d: %q ends at %.2f mm", l.page+1, l.text, l.right/mm)
			}
		}
	}
	if measured < 20 {
		t.Errorf("%d lines measured", measured)
	}
}

func TestPageNumbers(t *testing.T) { eachReport(t, pageNumbers) }

func pageNumbers(t *testing.T, doc *document.Document) {
	number := regexp.MustCompile(`^—(\d+)—$`)
	pages := 0
	lines := textLines(t, doc)
	for _, l := range lines {
		m := number.FindStringSubmatch(l.text)
		if m == nil {
			continue
		}
		pages++
		dash := (l.top + l.base) / 2
		if dash < bottom+5*mm || dash > bottom+9*mm {
			t.Errorf("the number of page %d is %.1f mm below the text", l.page+1, (dash-bottom)/mm)
		}
		if odd := l.page%2 == 0; odd && !near(l.right, right-14) || !odd && !near(l.left, left+14) {
			t.Errorf("the number of page %d runs from %.1f to %.1f mm", l.page+1, l.left/mm, l.right/mm)
		}
	}
	if want := lines[len(lines)-1].page + 1; pages != want {
		t.Errorf("%d numbers, want %d", pages, want)
	}
}

// TestTextComesBack holds that a reader finds every paragraph and cell again,
// white space aside.
func TestTextComesBack(t *testing.T) { eachReport(t, textComesBack) }

func textComesBack(t *testing.T, doc *document.Document) {
	number := regexp.MustCompile(`(?m)^—\s*\d+\s*—$`)
	for _, args := range [][]string{{"-nopgbrk"}, {"-nopgbrk", "-raw"}} {
		text := squash(number.ReplaceAllString(poppler(t, doc, "pdftotext", args...), ""))
		wants := []string{doc.Title}
		for _, block := range doc.Blocks {
			switch block := block.(type) {
			case document.Heading:
				wants = append(wants, block.Text)
			case document.Paragraph:
				wants = append(wants, block.Lead+block.Text)
			case document.Signature:
				wants = append(wants, block.Agency, block.Date)
			case document.Table:
				for _, c := range block.Cells {
					if len(args) > 1 { // by columns, the reader's own order tears cells apart
						wants = append(wants, c.Text)
					}
				}
			}
		}
		for _, want := range wants {
			if !strings.Contains(text, squash(want)) {
				t.Errorf("pdftotext %v: %q is missing", args, want)
			}
		}
	}
}

// No line starts with a mark that must not start one, or ends with one that
// must not end one (GB/T 15834-2011, 5.1). Tables are judged by package layout,
// which knows their cells.
func TestLineStartsAndEnds(t *testing.T) {
	eachReport(t, func(t *testing.T, doc *document.Document) {
		body := 0
		for _, l := range textLines(t, doc) {
			runes := []rune(l.text)
			if l.base-l.top < 15 || l.base > bottom {
				continue // a table or a page number
			}
			body++
			if linebreak.StartForbidden(runes[0]) || linebreak.EndForbidden(runes[len(runes)-1]) {
				t.Errorf("page %d: %q", l.page+1, l.text)
			}
		}
		if body < 40 {
			t.Errorf("only %d lines of text", body)
		}
	})
}

func TestPopplerReadsInformation(t *testing.T) {
	doc := report(t)
	info := poppler(t, doc, "pdfinfo")
	for _, want := range []string{doc.Title, doc.Author, doc.Subject, "595.276 x 841.89 pts (A4)", "Tagged:          yes"} {
		if !strings.Contains(info, want) {
			t.Errorf("%q is missing in\n%s", want, info)
		}
	}
	fonts := poppler(t, doc, "pdffonts")
	if lines := strings.Split(strings.TrimSpace(fonts), "\n"); len(lines) != 7 {
		t.Errorf("want five fonts:\n%s", fonts)
	}
}
