package reportfile

import (
	"bytes"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/clipperhouse/displaywidth"

	"nianbao/internal/report"
	"nianbao/internal/tree"
)

// Notes are comments for a report file, without their "# ".
type Notes struct {
	// Head stands at the top of the file, Foot at its end.
	Head, Foot []string
	// Above stands on lines of its own before a key, Beside at the end of its
	// line; both go by key path.
	Above  map[string][]string
	Beside map[string]string
	// Open writes what is empty as a place to type in: prose as a block, a
	// value as ~.
	Open bool
}

// WriteYAML writes a report in the canonical form of the report file: the form's
// order, columns aligned by display width under a comment that names them,
// prose as literal blocks, cells as they were typed. Equal reports give equal
// bytes. Beside the errors of w it fails for a report that the file cannot
// carry, such as prose before the sections of a part without a place for it.
func WriteYAML(w io.Writer, r *report.Report) error { return WriteAnnotated(w, r, Notes{}) }

// WriteAnnotated is WriteYAML with comments.
func WriteAnnotated(w io.Writer, r *report.Report, notes Notes) error {
	root, err := describe(r)
	if err != nil {
		return err
	}
	y := &yamlWriter{notes: notes}
	y.comment("", notes.Head)
	if len(notes.Head) > 0 {
		y.out.WriteByte('\n')
	}
	if y.mapping(root, ""); len(root.entries) == 0 {
		// An empty file is no report; this is one that says nothing.
		y.out.WriteString("{}\n")
	}
	if len(notes.Foot) > 0 {
		y.out.WriteByte('\n')
		y.comment("", notes.Foot)
	}
	if _, err := w.Write(y.out.Bytes()); err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	return nil
}

type yamlWriter struct {
	out   bytes.Buffer
	notes Notes
}

func (y *yamlWriter) comment(indent string, lines []string) {
	for _, line := range lines {
		y.out.WriteString(strings.TrimRight(indent+"# "+oneLine(line), " ") + "\n")
	}
}

func (y *yamlWriter) mapping(v *value, indent string) {
	for _, e := range v.entries {
		if e.apart && !bytes.HasSuffix(y.out.Bytes(), []byte("\n\n")) {
			y.out.WriteByte('\n')
		}
		y.comment(indent, y.notes.Above[e.at])
		y.out.WriteString(indent + inline(e.key, false, false) + ":")
		if e.value.table {
			y.beside(e.at)
			y.table(e.value, indent+"  ")
			continue
		}
		y.value(e.value, indent, e.at)
	}
}

// oneLine keeps a comment from running into the file.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// beside ends a line, with its comment.
func (y *yamlWriter) beside(at string) {
	if note := y.notes.Beside[at]; note != "" {
		y.out.WriteString("  # " + oneLine(note))
	}
	y.out.WriteByte('\n')
}

// value writes what follows a key's colon, to the end of the line or lines.
func (y *yamlWriter) value(v *value, indent, at string) {
	switch {
	case v.prose != nil:
		y.prose(v.prose, indent, at)
	case v.kind == tree.Mapping && len(v.entries) > 0 && !v.flow:
		y.beside(at)
		y.mapping(v, indent+"  ")
	case v.kind == tree.List && len(v.items) > 0 && !v.flow:
		y.beside(at)
		for _, item := range v.items {
			y.item(item, indent+"  ")
		}
	default:
		y.out.WriteString(" " + y.flow(v, false))
		y.beside(at)
	}
}

// item writes an entry of a list: on one line, or a mapping whose first key
// follows the dash.
func (y *yamlWriter) item(v *value, indent string) {
	if v.kind != tree.Mapping || v.flow || len(v.entries) == 0 {
		y.out.WriteString(indent + "- " + y.flow(v, false) + "\n")
		return
	}
	for i, e := range v.entries {
		dash := "  "
		if i == 0 {
			dash = "- "
		}
		y.out.WriteString(indent + dash + inline(e.key, false, false) + ":")
		y.value(e.value, indent+"  ", "")
	}
}

// prose writes paragraphs as a block or, where a block cannot carry one of
// their characters, as a list of quoted lines.
func (y *yamlWriter) prose(lines []string, indent, at string) {
	switch {
	case len(lines) == 0 && y.notes.Open:
		y.out.WriteString(" |")
		y.beside(at)
		y.out.WriteByte('\n')
	case len(lines) == 0:
		y.out.WriteString(" ''")
		y.beside(at)
	case slices.ContainsFunc(lines, func(l string) bool { return !plainLine(l) || looksLikeNote(l) }):
		y.beside(at)
		for _, line := range lines {
			y.out.WriteString(indent + "  - " + inline(line, false, true) + "\n")
		}
	default:
		y.out.WriteString(" |")
		y.beside(at)
		for _, line := range lines {
			y.out.WriteString(indent + "  " + line + "\n")
		}
	}
}

// looksLikeNote reports whether a line would be taken for a note if it stood in
// a block, where every line is text.
func looksLikeNote(line string) bool {
	note, doubtful := hashLine(line)
	return note || doubtful
}

// plainLine reports whether a literal block carries a line as it is.
func plainLine(line string) bool {
	return line != "" && line[0] != ' ' && line[0] != '\t' &&
		!strings.ContainsFunc(line, func(r rune) bool { return r != '\t' && !isSafe(r) })
}

// isSafe reports whether a character can stand in a file as it is: YAML
// bars control characters, and what older parsers take for a line break or a
// byte order mark would be read differently by them.
func isSafe(r rune) bool {
	return r >= ' ' && (r < 0x7F || r >= 0xA0) && r != 0x2028 && r != 0x2029 && r != 0xFEFF && r != 0xFFFE && r != 0xFFFF
}

// flow writes a value on one line.
func (y *yamlWriter) flow(v *value, inside bool) string {
	switch {
	case v.prose != nil:
		return inline(strings.Join(v.prose, "\n"), inside, true)
	case v.kind == tree.List:
		var items []string
		for _, item := range v.items {
			items = append(items, y.flow(item, true))
		}
		return "[" + strings.Join(items, ", ") + "]"
	case v.kind == tree.Mapping:
		var entries []string
		for _, e := range v.entries {
			entries = append(entries, inline(e.key, true, false)+": "+y.flow(e.value, true))
		}
		return "{" + strings.Join(entries, ", ") + "}"
	case v.null, v.text == "" && y.notes.Open:
		return "~"
	}
	return inline(v.text, inside, !v.bare && !v.cell)
}

// table writes rows with their figures aligned under the names of the columns.
func (y *yamlWriter) table(v *value, indent string) {
	t := &tableWriter{yamlWriter: y}
	t.collect(v, indent)
	headed := 0
	for _, row := range t.rows {
		y.comment(row.indent, y.notes.Above[row.entry.at])
		if row.cells != nil && row.run == headed {
			headed++
			t.writeHeader(row)
		}
		t.writeRow(row)
	}
}

// tableWriter lays out one table: every row and group in order, and the runs of
// rows that share their columns.
type tableWriter struct {
	*yamlWriter
	rows  []tableRow
	runs  []run
	label int // display width of the longest label with its colon
}

type tableRow struct {
	entry  entry
	indent string
	run    int
	cells  []string
}

// run is consecutive rows with the same columns.
type run struct {
	header []string
	names  []string
	widths []int
}

func (t *tableWriter) collect(v *value, indent string) {
	for _, e := range v.entries {
		row := tableRow{entry: e, indent: indent}
		group := e.value.kind == tree.Mapping && !e.value.flow
		if !group {
			t.label = max(t.label, displaywidth.String(indent+e.key)+1)
		}
		if names := e.value.columns; names != nil {
			for _, cell := range e.value.items {
				row.cells = append(row.cells, t.flow(cell, true))
			}
			row.run = t.runOf(names, e.value.header)
			r := &t.runs[row.run]
			for i, cell := range row.cells {
				r.widths[i] = max(r.widths[i], displaywidth.String(cell))
			}
		}
		t.rows = append(t.rows, row)
		if group {
			t.collect(e.value, indent+"  ")
		}
	}
}

// runOf returns the run that a row is in: the last one where they have the same
// header and line up, though one may lack a total at the end.
func (t *tableWriter) runOf(names, header []string) int {
	last := len(t.runs) - 1
	if last >= 0 {
		r := &t.runs[last]
		common := min(len(names), len(r.names))
		if slices.Equal(header, r.header) && slices.Equal(names[:common], r.names[:common]) {
			for _, name := range names[common:] {
				r.add(name)
			}
			return last
		}
	}
	r := run{header: header}
	for _, name := range names {
		r.add(name)
	}
	t.runs = append(t.runs, r)
	return last + 1
}

func (r *run) add(name string) {
	r.names = append(r.names, name)
	r.widths = append(r.widths, displaywidth.String(name))
}

func (t *tableWriter) writeHeader(row tableRow) {
	r := t.runs[row.run]
	line := pad(row.indent+"#", t.label+len(" ["))
	for i, name := range r.names {
		if i > 0 {
			line += "  "
		}
		line += strings.Repeat(" ", r.widths[i]-displaywidth.String(name)) + name
	}
	t.out.WriteString(line + "\n")
}

func (t *tableWriter) writeRow(row tableRow) {
	v, label := row.entry.value, row.indent+inline(row.entry.key, false, false)+":"
	switch {
	case row.cells != nil:
		var cells []string
		for i, cell := range row.cells {
			cells = append(cells, strings.Repeat(" ", t.runs[row.run].widths[i]-displaywidth.String(cell))+cell)
		}
		t.out.WriteString(pad(label, t.label) + " [" + strings.Join(cells, ", ") + "]")
	case v.kind == tree.Mapping && !v.flow:
		t.out.WriteString(label)
	default:
		t.out.WriteString(pad(label, t.label) + " " + t.flow(v, false))
	}
	t.beside(row.entry.at)
}

func pad(text string, width int) string {
	return text + strings.Repeat(" ", max(width-displaywidth.String(text), 0))
}

// typed is text that YAML would not read as text: a number or a truth value.
var typed = regexp.MustCompile(`^(?i:[-+]?(\.?[0-9][0-9_.]*(e[-+]?[0-9]+)?|0x[0-9a-f_]+|0o?[0-7_]+|\.inf)|\.nan|true|false|yes|no|on|off|y|n)$`)

// inline writes a text on one line: as it is where it reads back the same, else
// in single quotes or, with characters that cannot be seen, in double quotes.
// inside says that it stands in brackets; asText quotes what would be a number.
func inline(text string, inside, asText bool) string {
	text = strings.ToValidUTF8(text, "\ufffd")
	switch {
	case text == "":
		return "''"
	case strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsPrint(r) }):
		return doubleQuoted(text)
	case isPlain(text, inside) && !(asText && typed.MatchString(text)):
		return text
	}
	return "'" + strings.ReplaceAll(text, "'", "''") + "'"
}

// isPlain reports whether a text of visible characters needs no quotes. It errs
// on the side of quotes.
func isPlain(text string, inside bool) bool {
	switch text {
	case "~", "null", "Null", "NULL", "<<", "=":
		return false
	}
	first := text[0]
	if strings.IndexByte("?:,[]{}#&*!|>'\"%@` ", first) >= 0 {
		return false
	}
	if first == '-' && (len(text) == 1 || text[1] < '0' || text[1] > '9') {
		return false
	}
	if _, _, ok := wideMark(text); ok {
		return false // else it would be taken for one of YAML's
	}
	if _, ok := unquoted(text); ok {
		return false
	}
	last := text[len(text)-1]
	if last == ' ' || last == ':' || strings.Contains(text, ": ") || strings.Contains(text, " #") {
		return false
	}
	return !inside || !strings.ContainsAny(text, ",[]{}:?\"'")
}

func doubleQuoted(text string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range text {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case unicode.IsPrint(r):
			b.WriteRune(r)
		case r < 0x100:
			fmt.Fprintf(&b, `\x%02X`, r)
		case r < 0x10000:
			fmt.Fprintf(&b, `\u%04X`, r)
		default:
			fmt.Fprintf(&b, `\U%08X`, r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
