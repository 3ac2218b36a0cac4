package pdf

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"

	"nianbao/render/layout"

	"github.com/jung-kurt/gofpdf"
)

// gofpdfCanvas draws with gofpdf v1.16.2. Of its text functions it uses only
// Text, which writes one string at one place; the others lose characters
// on Chinese text (MultiCell and SplitText drop some).
type gofpdfCanvas struct {
	f      *gofpdf.Fpdf
	names  []string
	number int // of the current page, from 1
	// What the page's content stream has set last.
	face    int
	size    layout.Unit
	spacing int64
	width   layout.Unit
}

// points turns a length into gofpdf's unit.
func points(u layout.Unit) float64 { return float64(u) / float64(layout.Point) }

// subset is a font file with just the characters that are drawn.
type subset struct {
	name string
	data []byte
}

// newGofpdf starts a file of count pages. The outline comes first: gofpdf
// takes its text as it is, and so in UTF-16 with all of Unicode, only as long
// as no Unicode font has been chosen.
func newGofpdf(subsets []subset, outline []layout.Entry, count int) *gofpdfCanvas {
	width, height := layout.Size()
	f := gofpdf.NewCustom(&gofpdf.InitType{
		UnitStr: "pt",
		Size:    gofpdf.SizeType{Wd: points(width), Ht: points(height)},
	})
	f.SetCatalogSort(true)
	f.SetAutoPageBreak(false, 0)
	f.SetLineCapStyle("square") // so that rules meet in full corners
	c := &gofpdfCanvas{f: f}
	for i, s := range subsets {
		name := familyName(i, s.name)
		f.AddUTF8FontFromBytes(name, "", s.data)
		c.names = append(c.names, name)
	}
	previous := 0
	for page := range count {
		f.AddPage()
		for _, entry := range outline {
			if entry.Page == page {
				// gofpdf links the entries by level, counted from 0, and is
				// lost when a level is left out.
				level := min(max(entry.Level, 1), previous+1)
				previous = level
				f.Bookmark(utf16Text(entry.Text), level-1, points(entry.Y))
			}
		}
	}
	return c
}

// familyName makes a PDF name of a face's: its letters and digits, as gofpdf
// does not escape anything else. The number keeps names apart.
func familyName(number int, name string) string {
	plain := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, name)
	return "f" + strconv.Itoa(number) + plain
}

// gofpdf has no tags.
func (c *gofpdfCanvas) begin(mark) {}
func (c *gofpdfCanvas) end()       {}

func (c *gofpdfCanvas) page() {
	c.number++
	c.f.SetPage(c.number)
	c.face, c.size, c.spacing, c.width = -1, 0, 0, 0
}

func (c *gofpdfCanvas) text(face int, size, x, y layout.Unit, runes []rune, spacing int64) {
	if face != c.face || size != c.size {
		c.f.SetFont(c.names[face], "", points(size))
		c.face, c.size = face, size
	}
	if spacing != c.spacing {
		c.f.RawWriteStr(strconv.FormatFloat(float64(spacing)/1e6, 'f', 4, 64) + " Tc")
		c.spacing = spacing
	}
	c.f.Text(points(x), points(y), string(runes))
}

func (c *gofpdfCanvas) rule(r layout.Rule) {
	if r.Width != c.width {
		c.f.SetLineWidth(points(r.Width))
		c.width = r.Width
	}
	c.f.Line(points(r.X1), points(r.Y1), points(r.X2), points(r.Y2))
}

func (c *gofpdfCanvas) finish(info metadata) ([]byte, error) {
	var out bytes.Buffer
	if err := c.f.Output(&out); err != nil {
		return nil, fmt.Errorf("gofpdf: %w", err)
	}
	return complete(out.Bytes(), info)
}

// utf16Text is s as a PDF text string: UTF-16BE behind a byte order mark.
func utf16Text(s string) string {
	b := []byte{0xfe, 0xff}
	for _, u := range utf16.Encode([]rune(s)) {
		b = append(b, byte(u>>8), byte(u))
	}
	return string(b)
}
