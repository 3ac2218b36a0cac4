package pdf

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf16"

	"nianbao/render/layout"
)

// finish writes what the pages refer to and puts the file together.
func (c *nativeCanvas) finish(info metadata) ([]byte, error) {
	c.closePage()
	o := &objects{}
	catalog, tree := o.reserve(), o.reserve()
	pages := make([]int, len(c.pages))
	for i := range pages {
		pages[i] = o.reserve()
	}
	resources := c.writeResources(o)
	width, height := layout.Size()
	tabs := "/Tabs/S" // in the order of the structure; of PDF 1.5
	if c.conforms.part == 1 {
		tabs = ""
	}
	for i, content := range c.pages {
		o.set(pages[i], fmt.Sprintf("<</Type/Page/Parent %s/MediaBox[0 0 %s %s]/Resources %s/Contents %s/StructParents %d%s>>",
			reference(tree), appendUnit(nil, width), appendUnit(nil, height), reference(resources),
			reference(o.stream("", content, small)), i, tabs))
	}
	o.set(tree, fmt.Sprintf("<</Type/Pages/Count %d/Kids[%s]>>", len(pages), references(pages)))

	entries := fmt.Sprintf("<</Type/Catalog/Pages %s/Lang(%s)/ViewerPreferences<</DisplayDocTitle true>>/MarkInfo<</Marked true>>/StructTreeRoot %s",
		reference(tree), language, reference(c.writeStructure(o, pages)))
	if first := writeOutline(o, c.outline, pages); first != 0 {
		entries += fmt.Sprintf("/Outlines %s/PageMode/UseOutlines", reference(first))
	}
	entries += fmt.Sprintf("/Metadata %s", reference(o.stream("/Type/Metadata/Subtype/XML", xmp(info, c.conforms), plain)))
	if c.conforms.part != 0 {
		entries += writeIntent(o)
	}
	entries += c.writeAttachments(o, info)
	o.set(catalog, entries+">>")
	return o.file(c.press, c.conforms.form(), catalog, writeInfo(o, info))
}

func references(numbers []int) string {
	var b strings.Builder
	for _, n := range numbers {
		b.WriteString(reference(n))
		b.WriteByte(' ')
	}
	return strings.TrimSuffix(b.String(), " ")
}

func (c *nativeCanvas) writeResources(o *objects) int {
	fonts := ""
	for i, f := range c.fonts {
		fonts += fmt.Sprintf("/F%d %s", i, reference(f.write(o, c.conforms)))
	}
	return o.add("<</Font<<" + fonts + ">>>>")
}

// writeInfo writes the document information; PDF/A wants it to say what the
// XMP says (ISO 19005-1, 6.7.3).
func writeInfo(o *objects, info metadata) int {
	body := "<<"
	for _, field := range [][2]string{
		{"Title", info.title}, {"Author", info.author}, {"Subject", info.subject}, {"Producer", info.producer},
	} {
		if field[1] != "" {
			body += "/" + field[0] + textString(field[1])
		}
	}
	if !info.created.IsZero() {
		body += fmt.Sprintf("/CreationDate%s/ModDate%[1]s", dateString(info.created))
	}
	return o.add(body + ">>")
}

// dateString is a date of UTC as PDF has dates; strict readers want the zone in
// figures, not as Z.
func dateString(date time.Time) string {
	return "(D:" + date.Format("20060102150405") + "+00'00')"
}

// textString is s as a text string: plain if it is ASCII, else UTF-16 behind a
// byte order mark (ISO 32000-1, 7.9.2.2).
func textString(s string) string {
	ascii := true
	for i := range len(s) {
		ascii = ascii && s[i] >= ' ' && s[i] < 0x7f
	}
	b := []byte{'('}
	if ascii {
		for i := range len(s) {
			b = appendByte(b, s[i])
		}
		return string(append(b, ')'))
	}
	b = append(b, 0xfe, 0xff)
	for _, u := range utf16.Encode([]rune(s)) {
		b = appendByte(appendByte(b, byte(u>>8)), byte(u))
	}
	return string(append(b, ')'))
}

// writeOutline writes the outline and returns its number, 0 when it is empty.
// A level that has been left out before an entry is left out of the tree.
func writeOutline(o *objects, outline []layout.Entry, pages []int) int {
	if len(outline) == 0 {
		return 0
	}
	type node struct {
		number, parent, level   int
		previous, next          int // indexes, 0 for none
		first, last, descendant int
	}
	nodes := make([]node, len(outline)+1) // the first is the root
	nodes[0].number = o.reserve()
	path := []int{0} // from the root to the last entry
	for i, entry := range outline {
		n := i + 1
		for len(path) > 1 && nodes[path[len(path)-1]].level >= entry.Level {
			path = path[:len(path)-1]
		}
		parent := path[len(path)-1]
		nodes[n] = node{number: o.reserve(), parent: parent, level: entry.Level, previous: nodes[parent].last}
		if nodes[parent].last != 0 {
			nodes[nodes[parent].last].next = n
		} else {
			nodes[parent].first = n
		}
		nodes[parent].last = n
		for _, above := range path {
			nodes[above].descendant++
		}
		path = append(path, n)
	}
	_, height := layout.Size()
	for i, n := range nodes {
		body := "<</Type/Outlines"
		if i > 0 {
			entry := outline[i-1]
			body = fmt.Sprintf("<</Title%s/Parent %s/Dest[%s/XYZ 0 %s null]",
				textString(printable(entry.Text)), reference(nodes[n.parent].number), reference(pages[entry.Page]), appendUnit(nil, height-entry.Y))
		}
		for _, link := range []struct {
			name string
			to   int
		}{{"Prev", n.previous}, {"Next", n.next}, {"First", n.first}, {"Last", n.last}} {
			if link.to != 0 {
				body += "/" + link.name + " " + reference(nodes[link.to].number)
			}
		}
		if n.descendant > 0 {
			body += fmt.Sprintf("/Count %d", n.descendant)
		}
		o.set(n.number, body+">>")
	}
	return nodes[0].number
}
