package workbook

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"

	"nianbao/internal/bind"
)

// What a workbook may hold. A report filled in to the last row stays far below;
// beyond these the library that reads workbooks takes memory and time that a
// small file can drive without end.
const (
	maxEntries  = 2_000
	maxUnzipped = 48 << 20 // of all parts together
	maxPartXML  = 12 << 20 // of one part
	maxRows     = 10_000   // a sheet, and the number of its last row
	maxWidth    = 1_024    // columns up to the last used one
	maxCells    = 200_000  // of all sheets, the empty ones between them included
	maxMerges   = 5_000    // of all sheets
	maxTags     = 500_000  // of all parts
	maxStyles   = 65_000   // Excel itself takes 65,490
)

var CompoundFile = []byte{0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1}

// isWorkbook reports whether an input is to be read as a workbook: by its name
// or, where that says nothing, by its first bytes.
func Is(name string, data []byte) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".xlsx", ".xlsm", ".xls", ".xlsb", ".et", ".ods":
		return true
	case ".yaml", ".yml", ".json":
		return false
	}
	return bytes.HasPrefix(data, []byte("PK\x03\x04")) || bytes.HasPrefix(data, CompoundFile)
}

// checkWorkbook looks at a workbook before it is opened, and says why it cannot
// be read, or nil.
func checkWorkbook(data []byte) *bind.Failure {
	fail := func(form string, args ...string) *bind.Failure {
		f := &bind.Failure{Form: form, Args: map[string]string{}}
		for i := 0; i+1 < len(args); i += 2 {
			f.Args[args[i]] = args[i+1]
		}
		return f
	}
	switch {
	case len(bytes.TrimSpace(data)) == 0:
		return fail("empty")
	case len(data) > bind.MaxSize:
		return bind.TooLarge()
	case bytes.HasPrefix(data, CompoundFile):
		// An encrypted workbook is a compound file with this stream in it.
		if bytes.Contains(data, UTF16("EncryptedPackage")) {
			return fail("encrypted")
		}
		return fail("xls")
	case !bytes.HasPrefix(data, []byte("PK")):
		return fail("workbook")
	}
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return fail("damaged")
	}
	if len(archive.File) > maxEntries {
		return fail("unzip")
	}
	isBook := false
	var total uint64
	for _, f := range archive.File {
		name := partName(f)
		switch {
		case strings.HasSuffix(name, "vbaproject.bin"):
			return fail("macro")
		case name == "xl/workbook.bin", name == "content.xml":
			return fail("xls")
		case strings.HasPrefix(name, "xl/"):
			isBook = true
		}
		if total += f.UncompressedSize64; f.UncompressedSize64 > maxUnzipped || total > maxUnzipped {
			return fail("unzip")
		}
	}
	if !isBook {
		return fail("workbook")
	}
	scan := &partScan{}
	for _, f := range archive.File {
		if form := checkPart(f, scan); form != nil {
			return form
		}
	}
	return nil
}

// partName is the name of a part as far as programs agree on it.
func partName(f *zip.File) string {
	return strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(f.Name, `\`, "/"), "/"))
}

func UTF16(text string) []byte {
	var b []byte
	for i := range len(text) {
		b = append(b, text[i], 0)
	}
	return b
}

// checkPart unpacks one part of a workbook, which shows whether it is sound,
// and counts what is in it.
func checkPart(f *zip.File, s *partScan) *bind.Failure {
	r, err := f.Open()
	if err != nil {
		return &bind.Failure{Form: "damaged"}
	}
	defer r.Close() // only read from
	isXML := slices.Contains([]string{".xml", ".rels", ".vml"}, strings.ToLower(path.Ext(f.Name)))
	if !isXML {
		if _, err := io.Copy(io.Discard, io.LimitReader(r, maxUnzipped+1)); err != nil {
			return &bind.Failure{Form: "damaged"}
		}
		return nil
	}
	if f.UncompressedSize64 > maxPartXML {
		return &bind.Failure{Form: "part", Args: map[string]string{"part": path.Base(f.Name)}}
	}
	data, err := io.ReadAll(io.LimitReader(r, maxPartXML+1))
	if err != nil {
		return &bind.Failure{Form: "damaged"}
	}
	// The library takes a part without a tag for one that says nothing, and
	// parses the table of texts only when it needs one of them.
	name := partName(f)
	if strings.HasPrefix(name, "xl/") && bytes.IndexByte(data, '<') < 0 || name == "xl/sharedstrings.xml" && !wellFormed(data) {
		return &bind.Failure{Form: "damaged"}
	}
	s.data, s.rows, s.lastRow, s.column, s.xf = data, 0, 0, 0, 0
	if form := s.run(); form != "" {
		return &bind.Failure{Form: form, Args: map[string]string{"part": path.Base(f.Name), "rows": strconv.Itoa(max(s.lastRow, s.rows)),
			"most": strconv.Itoa(maxRows)}}
	}
	return nil
}

// wellFormed reports whether a part is XML to its end.
func wellFormed(data []byte) bool {
	d := xml.NewDecoder(bytes.NewReader(data))
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil } // see partScan.run
	for {
		if _, err := d.Token(); err != nil {
			return err == io.EOF
		}
	}
}

// partScan goes through the tags of the XML parts of a workbook, one part after
// the other, without building anything. It takes tags in comments and the like
// for real ones, which only makes it stricter.
type partScan struct {
	data []byte
	// Counted for each part.
	rows, lastRow, column, xf int
	// Counted for all of them.
	cells, merges, tags int
}

// run returns the form of the failure, "" where the part is in order.
func (s *partScan) run() string {
	if bytes.HasPrefix(s.data, []byte{0xFE, 0xFF}) || bytes.HasPrefix(s.data, []byte{0xFF, 0xFE}) || bytes.IndexByte(s.data, 0) >= 0 {
		// Workbooks are in UTF-8; in another encoding no tag would be seen.
		return "damaged"
	}
	if i := bytes.IndexByte(s.data, '>'); i >= 0 && bytes.HasPrefix(bytes.TrimLeft(s.data, "\ufeff \r\n"), []byte("<?xml")) {
		head := strings.ToLower(string(s.data[:i]))
		if strings.Contains(head, "encoding") && !strings.Contains(head, "utf-8") && !strings.Contains(head, "ascii") {
			return "damaged"
		}
	}
	for i := 0; ; {
		n := bytes.IndexByte(s.data[i:], '<')
		if n < 0 {
			return ""
		}
		i += n + 1
		end := i
		for end < len(s.data) && !isBlank(s.data[end]) && s.data[end] != '/' && s.data[end] != '>' {
			end++
		}
		name := s.data[i:end]
		if c := bytes.IndexByte(name, ':'); c >= 0 {
			name = name[c+1:]
		}
		if form := s.tag(string(name), end); form != "" {
			return form
		}
		i = end
	}
}

func (s *partScan) tag(name string, at int) string {
	if s.tags++; s.tags > maxTags {
		return "part"
	}
	switch name {
	case "row":
		s.rows++
		s.column = 0
		if r, given := s.attribute(at, "r"); given {
			n, err := strconv.Atoi(r)
			if err != nil || n < 1 {
				return "damaged"
			}
			s.lastRow = max(s.lastRow, n)
		}
		if s.rows > maxRows || s.lastRow > maxRows {
			return "rows"
		}
	case "c":
		before := s.column
		s.column++
		if r, given := s.attribute(at, "r"); given {
			s.column = columnOf(r)
			// A row without a number takes it from its cells.
			n, err := strconv.Atoi(strings.TrimLeft(r, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"))
			if s.lastRow = max(s.lastRow, n); err != nil || s.lastRow > maxRows {
				return "rows"
			}
		}
		if s.column > maxWidth {
			return "columns"
		}
		if s.cells += max(s.column-before, 1); s.cells > maxCells {
			return "cells"
		}
	case "mergeCell":
		if s.merges++; s.merges > maxMerges {
			return "merges"
		}
	case "xf":
		if s.xf++; s.xf > maxStyles {
			return "styles"
		}
	}
	return ""
}

func isBlank(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' }

// attribute reads an attribute of the tag whose name ends at an offset.
func (s *partScan) attribute(at int, name string) (string, bool) {
	for at < len(s.data) {
		for at < len(s.data) && isBlank(s.data[at]) {
			at++
		}
		from := at
		for at < len(s.data) && !isBlank(s.data[at]) && s.data[at] != '=' && s.data[at] != '/' && s.data[at] != '>' {
			at++
		}
		key := string(s.data[from:at])
		for at < len(s.data) && isBlank(s.data[at]) {
			at++
		}
		if at >= len(s.data) || s.data[at] != '=' {
			return "", false
		}
		at++
		for at < len(s.data) && isBlank(s.data[at]) {
			at++
		}
		if at >= len(s.data) || s.data[at] != '"' && s.data[at] != '\'' {
			return "", false
		}
		n := bytes.IndexByte(s.data[at+1:], s.data[at])
		if n < 0 {
			return "", false
		}
		if key == name {
			return string(s.data[at+1 : at+1+n]), true
		}
		at += n + 2
	}
	return "", false
}

// columnOf is the number of the column that a cell's name begins with. What is
// no plain name counts as the widest, so that no spelling slips by.
func columnOf(cell string) int {
	n, i := 0, 0
	for ; i < len(cell); i++ {
		c := cell[i] &^ 0x20
		if c < 'A' || c > 'Z' {
			break
		}
		if n = n*26 + int(c-'A') + 1; n > maxWidth {
			return maxWidth + 1
		}
	}
	if i == 0 || i == len(cell) || strings.Trim(cell[i:], "0123456789") != "" {
		return maxWidth + 1
	}
	return n
}

// IsWord looks for the parts that a document of Word has: in a package of
// ECMA-376, or in a compound file ([MS-DOC], 2.1).
func IsWord(data []byte) bool {
	if bytes.HasPrefix(data, CompoundFile) {
		return bytes.Contains(data, UTF16("WordDocument"))
	}
	if !bytes.HasPrefix(data, []byte("PK")) || len(data) > bind.MaxSize {
		return false
	}
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil || len(archive.File) > maxEntries {
		return false
	}
	for _, f := range archive.File {
		if partName(f) == "word/document.xml" {
			return true
		}
	}
	return false
}
