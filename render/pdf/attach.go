package pdf

import (
	"cmp"
	"crypto/md5"
	"fmt"
	"slices"
	"strings"
)

// Attachment is a file that a PDF/A-3 carries along (ISO 19005-3, 6.8).
type Attachment struct {
	Name        string // of the file, with its ending
	Description string
	MIME        string
	// Relation says what the file is to the document.
	Relation Relation
	Data     []byte
}

// Relation is what an attached file is to the document (ISO 19005-3, annex E).
type Relation string

// The relations.
const (
	Source Relation = "Source" // what the document was made from
	Data   Relation = "Data"   // figures that the document shows
)

// writeAttachments writes the attached files and returns the catalog's entries
// for them, "" when there are none.
func (c *nativeCanvas) writeAttachments(o *objects, info metadata) string {
	if len(c.attached) == 0 {
		return ""
	}
	type named struct {
		name   string
		number int
	}
	var files []named
	var all []int
	for _, a := range c.attached {
		// The sum finds damage (ISO 32000-1, table 46); it guards nothing.
		params := fmt.Sprintf("/Size %d/CheckSum<%x>/ModDate%s", len(a.Data), md5.Sum(a.Data), dateString(info.created))
		data := a.Data
		if data == nil {
			data = []byte{}
		}
		stream := reference(o.stream(fmt.Sprintf("/Type/EmbeddedFile/Subtype/%s/Params<<%s>>", nameOf(a.MIME), params), data, small))
		name := textString(printable(a.Name))
		number := o.add(fmt.Sprintf("<</Type/Filespec/F%s/UF%[1]s/EF<</F %s/UF %[2]s>>/Desc%s/AFRelationship/%s>>",
			name, stream, textString(printable(a.Description)), a.Relation))
		files = append(files, named{name, number})
		all = append(all, number)
	}
	// A name tree is sorted (ISO 32000-1, 7.9.6).
	slices.SortStableFunc(files, func(a, b named) int { return cmp.Compare(a.name, b.name) })
	var names strings.Builder
	for _, f := range files {
		names.WriteString(f.name + reference(f.number))
	}
	return fmt.Sprintf("/Names<</EmbeddedFiles<</Names[%s]>>>>/AF[%s]", names.String(), references(all))
}

// nameOf writes text as a PDF name: what is neither a letter nor a digit as
// its code (ISO 32000-1, 7.3.5).
func nameOf(text string) string {
	var b strings.Builder
	for i := range len(text) {
		switch v := text[i]; {
		case v >= 'a' && v <= 'z', v >= 'A' && v <= 'Z', v >= '0' && v <= '9', v == '-', v == '.', v == '+':
			b.WriteByte(v)
		default:
			fmt.Fprintf(&b, "#%02X", v)
		}
	}
	return b.String()
}
