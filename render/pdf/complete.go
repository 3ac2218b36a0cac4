package pdf

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

var errStructure = errors.New("the file does not end as gofpdf ends its files")

// version is the header of ISO 32000-1, as long as gofpdf's %PDF-1.3, which
// knows of no language.
const version = "%PDF-1.7"

// complete replaces the end of a file by gofpdf: its last two objects, which
// are the document information and the catalog, the table of objects and the
// trailer. gofpdf has no means to state the document's language, the zone of
// its dates or an identifier (ISO 32000-1, 14.9.2, 7.9.4, 14.4).
func complete(file []byte, info metadata) ([]byte, error) {
	table, err := lastNumber(file, "startxref\n")
	if err != nil || table > len(file) {
		return nil, errStructure
	}
	entries, err := tableEntries(string(file[table:]))
	if err != nil {
		return nil, err
	}
	count := len(entries)
	start, err := strconv.Atoi(entries[count-2][:10])
	if err != nil || start > table || start < len(version) {
		return nil, errStructure
	}
	outline, err := lastNumber(file[start:table], "/Outlines ")
	hasOutline := err == nil

	var out bytes.Buffer
	out.Grow(len(file) + 1024)
	out.WriteString(version)
	out.Write(file[len(version):start])
	offsets := [2]int{start}
	writeInformation(&out, count-2, info)
	offsets[1] = out.Len()
	writeCatalog(&out, count-1, hasOutline, outline)

	sum := sha256.Sum256(out.Bytes())
	table = out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n", count)
	for _, entry := range entries[:count-2] {
		out.WriteString(entry + "\n")
	}
	for _, offset := range offsets {
		fmt.Fprintf(&out, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(&out, "trailer\n<</Size %d /Root %d 0 R /Info %d 0 R /ID [<%x> <%x>]>>\nstartxref\n%d\n%%%%EOF\n",
		count, count-1, count-2, sum[:16], sum[:16], table)
	return out.Bytes(), nil
}

// tableEntries are the lines of the table of objects, 19 bytes each, at the
// start of s. There are at least three: object 0, information and catalog.
func tableEntries(s string) ([]string, error) {
	lines := strings.Split(s, "\n")
	if len(lines) < 2 || lines[0] != "xref" {
		return nil, errStructure
	}
	count, err := strconv.Atoi(strings.TrimPrefix(lines[1], "0 "))
	if err != nil || count < 3 || count > len(lines)-2 {
		return nil, errStructure
	}
	entries := lines[2 : count+2]
	for _, e := range entries {
		if len(e) != 19 {
			return nil, errStructure
		}
	}
	return entries, nil
}

// lastNumber reads the number behind the last mark in b.
func lastNumber(b []byte, mark string) (int, error) {
	i := bytes.LastIndex(b, []byte(mark))
	if i < 0 {
		return 0, errStructure
	}
	digits := b[i+len(mark):]
	n := 0
	for n < len(digits) && digits[n] >= '0' && digits[n] <= '9' {
		n++
	}
	return strconv.Atoi(string(digits[:n]))
}

func writeInformation(out *bytes.Buffer, number int, info metadata) {
	fmt.Fprintf(out, "%d 0 obj\n<<", number)
	for _, field := range [][2]string{
		{"Title", info.title}, {"Author", info.author}, {"Subject", info.subject}, {"Producer", info.producer},
	} {
		if field[1] != "" {
			fmt.Fprintf(out, "/%s <%X>\n", field[0], utf16Text(field[1]))
		}
	}
	if !info.created.IsZero() {
		date := info.created.Format("20060102150405") + "+00'00'"
		fmt.Fprintf(out, "/CreationDate (D:%s)\n/ModDate (D:%s)\n", date, date)
	}
	out.WriteString(">>\nendobj\n")
}

func writeCatalog(out *bytes.Buffer, number int, hasOutline bool, outline int) {
	fmt.Fprintf(out, "%d 0 obj\n<</Type /Catalog\n/Pages 1 0 R\n/Lang (%s)\n/ViewerPreferences <</DisplayDocTitle true>>\n", number, language)
	if hasOutline {
		fmt.Fprintf(out, "/Outlines %d 0 R\n/PageMode /UseOutlines\n", outline)
	}
	out.WriteString(">>\nendobj\n")
}
