package reportfile

import (
	"bytes"
	"fmt"
	"io"

	"nianbao/internal/report"
	"nianbao/internal/tree"
)

// WriteJSON writes a report as JSON with the keys of the report file: a cell is
// a string of its raw text, null where blank, absent where left out; prose is
// an array of paragraphs. It fails as WriteYAML does.
func WriteJSON(w io.Writer, r *report.Report) error {
	root, err := describe(r)
	if err != nil {
		return err
	}
	j := &jsonWriter{}
	j.value(root, "")
	j.out.WriteByte('\n')
	if _, err := w.Write(j.out.Bytes()); err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	return nil
}

type jsonWriter struct{ out bytes.Buffer }

// value writes one value; rows of figures and short mappings stay on one line.
func (j *jsonWriter) value(v *value, indent string) {
	switch {
	case v.prose != nil:
		items := make([]*value, len(v.prose))
		for i, line := range v.prose {
			items[i] = textValue(line)
		}
		j.list(items, indent, false)
	case v.kind == tree.List:
		j.list(v.items, indent, v.flow)
	case v.kind == tree.Mapping:
		j.mapping(v, indent)
	case v.null:
		j.out.WriteString("null")
	case v.bare:
		j.out.WriteString(v.text)
	default:
		j.string(v.text)
	}
}

func (j *jsonWriter) list(items []*value, indent string, flow bool) {
	j.out.WriteByte('[')
	for i, item := range items {
		j.between(i, indent, flow)
		j.value(item, indent+"  ")
	}
	j.end(len(items), ']', indent, flow)
}

func (j *jsonWriter) mapping(v *value, indent string) {
	j.out.WriteByte('{')
	for i, e := range v.entries {
		j.between(i, indent, v.flow)
		j.string(e.key)
		j.out.WriteString(": ")
		j.value(e.value, indent+"  ")
	}
	j.end(len(v.entries), '}', indent, v.flow)
}

func (j *jsonWriter) between(i int, indent string, flow bool) {
	if i > 0 {
		j.out.WriteByte(',')
	}
	switch {
	case !flow:
		j.out.WriteString("\n" + indent + "  ")
	case i > 0:
		j.out.WriteByte(' ')
	}
}

func (j *jsonWriter) end(n int, bracket byte, indent string, flow bool) {
	if n > 0 && !flow {
		j.out.WriteString("\n" + indent)
	}
	j.out.WriteByte(bracket)
}

// string writes a JSON string. Beside what JSON bars, it escapes what our own
// reader or an older one would trip over.
func (j *jsonWriter) string(text string) {
	j.out.WriteByte('"')
	for _, r := range text {
		switch {
		case r == '"' || r == '\\':
			j.out.WriteByte('\\')
			j.out.WriteRune(r)
		case r == '\n':
			j.out.WriteString(`\n`)
		case r == '\t':
			j.out.WriteString(`\t`)
		case !isSafe(r):
			fmt.Fprintf(&j.out, `\u%04x`, r)
		default:
			j.out.WriteRune(r)
		}
	}
	j.out.WriteByte('"')
}
