package pdf

import (
	"bytes"
	"fmt"
	"strconv"

	"nianbao/render/layout"
)

// nativeCanvas is our own writer: of PDF/A, with tags, and of every character
// that a face has.
type nativeCanvas struct {
	press     *press
	conforms  conformance
	fonts     []*embedded
	outline   []layout.Entry
	structure *structure
	attached  []Attachment

	pages [][]byte // content streams
	// marked holds for each page the elements of its pieces, by number
	// (ISO 32000-1, 14.7.4.4).
	marked [][]*element
	out    *bytes.Buffer // of the current page
	// What the current page's content has set last; x and y are where the
	// line of text starts, inText whether a text object is open.
	face    int
	size    layout.Unit
	spacing int64
	width   layout.Unit
	x, y    layout.Unit
	inText  bool
}

func (c *nativeCanvas) page() {
	c.closePage()
	c.out = bytes.NewBuffer(make([]byte, 0, 16<<10))
	c.marked = append(c.marked, nil)
	c.face, c.size, c.spacing, c.width = -1, 0, 0, 0
	c.out.WriteString("2 J\n") // rules meet in full corners
}

func (c *nativeCanvas) closePage() {
	if c.out != nil {
		c.pages = append(c.pages, c.out.Bytes())
		c.out = nil
	}
}

func (c *nativeCanvas) begin(m mark) {
	switch {
	case m.element == nil && m.pagination:
		c.out.WriteString("/Artifact<</Type/Pagination>>BDC\n")
		return
	case m.element == nil:
		c.out.WriteString("/Artifact<</Type/Layout>>BDC\n")
		return
	}
	e := m.element
	page := len(c.marked) - 1
	number := len(c.marked[page])
	replacement := ""
	if m.actual != nil {
		e = e.add("Span")
		e.actual = string(m.actual)
		if !m.drawn && c.conforms.part != 1 {
			// Programs that take text out look here and not in the tree; PDF
			// has it since 1.5.
			replacement = "/ActualText" + textString(e.actual)
		}
	}
	e.kids = append(e.kids, kid{page: page, content: number})
	c.marked[page] = append(c.marked[page], e)
	fmt.Fprintf(c.out, "/%s<</MCID %d%s>>BDC\n", e.kind, number, replacement)
}

func (c *nativeCanvas) end() {
	c.closeText()
	c.out.WriteString("EMC\n")
}

func (c *nativeCanvas) closeText() {
	if c.inText {
		c.out.WriteString("ET\n")
		c.inText = false
	}
}

func (c *nativeCanvas) text(face int, size, x, y layout.Unit, runes []rune, spacing int64) {
	b := c.out.AvailableBuffer()
	if !c.inText {
		b = append(b, "BT\n"...)
		c.inText, c.x, c.y = true, 0, 0
	}
	if face != c.face || size != c.size {
		b = append(b, "/F"...)
		b = strconv.AppendInt(b, int64(face), 10)
		b = append(b, ' ')
		b = append(appendUnit(b, size), " Tf "...)
		c.face, c.size = face, size
	}
	// More than a millionth of a point is lost in no viewer's sight.
	if spacing = roundTo(spacing, 10); spacing != c.spacing {
		b = append(appendDecimal(b, spacing, 6), " Tc "...)
		c.spacing = spacing
	}
	_, height := layout.Size()
	up := height - y
	b = append(appendUnit(b, x-c.x), ' ')
	b = append(appendUnit(b, up-c.y), " Td("...)
	c.x, c.y = x, up
	cut := c.fonts[face]
	for _, r := range runes {
		id := cut.glyph(r)
		b = appendByte(appendByte(b, byte(id>>8)), byte(id))
	}
	c.out.Write(append(b, ")Tj\n"...))
}

func (c *nativeCanvas) rule(r layout.Rule) {
	c.closeText()
	b := c.out.AvailableBuffer()
	if r.Width != c.width {
		b = append(appendUnit(b, r.Width), " w "...)
		c.width = r.Width
	}
	_, height := layout.Size()
	for i, v := range [4]layout.Unit{r.X1, height - r.Y1, r.X2, height - r.Y2} {
		b = append(appendUnit(b, v), [4]string{" ", " m ", " ", " l S\n"}[i]...)
	}
	c.out.Write(b)
}

// appendByte adds a byte of a literal string (ISO 32000-1, 7.3.4.2).
func appendByte(b []byte, v byte) []byte {
	switch v {
	case '(', ')', '\\':
		return append(b, '\\', v)
	case '\r':
		return append(b, '\\', 'r')
	}
	return append(b, v)
}

// appendUnit writes a length in points.
func appendUnit(b []byte, u layout.Unit) []byte { return appendDecimal(b, int64(u), 3) }

// appendDecimal writes v with its last digits behind a point, without zeros at
// the end.
func appendDecimal(b []byte, v int64, digits int) []byte {
	if v < 0 {
		b, v = append(b, '-'), -v
	}
	scale := int64(1)
	for range digits {
		scale *= 10
	}
	b = strconv.AppendInt(b, v/scale, 10)
	rest := v % scale
	if rest == 0 {
		return b
	}
	b = append(b, '.')
	for rest > 0 {
		scale /= 10
		b = append(b, byte('0'+rest/scale))
		rest %= scale
	}
	return b
}

func roundTo(v, step int64) int64 {
	if v < 0 {
		return -roundTo(-v, step)
	}
	return (v + step/2) / step * step
}
