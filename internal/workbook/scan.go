package workbook

import (
	"archive/zip"
	"bytes"
	"cmp"
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
	maxRows     = 10_000   // a sheet, and the number of its last row with content
	maxWidth    = 1_024    // columns up to the last one with content
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

// scanned is what a look at a workbook's parts finds before the library opens it.
type scanned struct {
	// data is the workbook, without the empty rows and cells of a sheet that has
	// too many of them for the library.
	data []byte
	// contents are the cells that hold something, by the title of their sheet,
	// row by row.
	contents map[string][]filledSpot
	// plain are the parts that the library need not parse.
	plain plainParts
}

// filledSpot is a cell that holds something.
type filledSpot struct {
	spot
	formula bool
}

// checkWorkbook looks at a workbook before it is opened, and says why it cannot
// be read, or nil.
func checkWorkbook(data []byte) (*scanned, *bind.Failure) {
	fail := func(form string) (*scanned, *bind.Failure) {
		return nil, &bind.Failure{Form: form, Args: map[string]string{}}
	}
	switch {
	case len(bytes.TrimSpace(data)) == 0:
		return fail("empty")
	case len(data) > bind.MaxSize:
		return nil, bind.TooLarge()
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
	found := &scanned{data: data, contents: map[string][]filledSpot{}, plain: plainParts{sheets: map[string]*plainSheet{}}}
	titles := sheetTitles(archive)
	scan, slim := &partScan{}, map[string][]byte{}
	for _, f := range archive.File {
		scan.isSheet = titles[partName(f)] != ""
		lean, failed := checkPart(f, scan, titles[partName(f)], &found.plain)
		if failed != nil {
			return nil, failed
		}
		if lean != nil {
			slim[f.Name] = lean
		}
		if scan.isSheet {
			found.contents[titles[partName(f)]] = inOrder(scan.found)
		}
	}
	if len(slim) > 0 {
		if found.data, err = replaced(archive, slim); err != nil {
			return fail("damaged")
		}
	}
	return found, nil
}

// inOrder sorts cells row by row, as nearly all programs write them.
func inOrder(cells []filledSpot) []filledSpot {
	order := func(x, y filledSpot) int { return cmp.Or(cmp.Compare(x.row, y.row), cmp.Compare(x.column, y.column)) }
	if !slices.IsSortedFunc(cells, order) {
		slices.SortFunc(cells, order)
	}
	return cells
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
// and counts what is in it. It returns what is left of a sheet without the empty
// rows and cells that it has too many of, else nil.
func checkPart(f *zip.File, s *partScan, title string, plain *plainParts) ([]byte, *bind.Failure) {
	damaged := &bind.Failure{Form: "damaged"}
	r, err := f.Open()
	if err != nil {
		return nil, damaged
	}
	defer r.Close() // only read from
	isXML := slices.Contains([]string{".xml", ".rels", ".vml"}, strings.ToLower(path.Ext(f.Name)))
	if !isXML {
		if _, err := io.Copy(io.Discard, io.LimitReader(r, maxUnzipped+1)); err != nil {
			return nil, damaged
		}
		return nil, nil
	}
	if f.UncompressedSize64 > maxPartXML {
		return nil, tooMuch("part", title, nil)
	}
	var b bytes.Buffer
	b.Grow(int(f.UncompressedSize64) + bytes.MinRead)
	if _, err := b.ReadFrom(io.LimitReader(r, maxPartXML+1)); err != nil {
		return nil, damaged
	}
	data := b.Bytes()
	// The library takes a part without a tag for one that says nothing, and
	// parses the table of texts only when it needs one of them.
	name := partName(f)
	if strings.HasPrefix(name, "xl/") && bytes.IndexByte(data, '<') < 0 || name == stringsPart && !plain.readStrings(f, data) && !wellFormed(data) {
		return nil, damaged
	}
	before := *s
	s.begin(data)
	form, lean := s.run(), []byte(nil)
	if form == "" && s.isSheet && s.over() != "" {
		// What is left once nothing empty stands behind the content.
		lean = s.slimmed()
		*s = before
		s.begin(lean)
		form = s.run()
	}
	if form == "" {
		form = s.over()
	}
	if form != "" {
		return nil, tooMuch(form, title, s)
	}
	if s.isSheet {
		plain.readSheet(f, title, s.data)
	}
	return lean, nil
}

// tooMuch is the failure of a part. Its sheet is told by the title that people
// know it by, other parts not at all.
func tooMuch(form, title string, s *partScan) *bind.Failure {
	f := &bind.Failure{Form: form, Args: map[string]string{"sheet": title, "most": strconv.Itoa(maxRows)}}
	if s != nil {
		f.Args["rows"] = strconv.Itoa(max(s.lastRow, s.rows))
	}
	if title == "" && slices.Contains([]string{"rows", "columns", "cells", "merges"}, form) {
		f.Form = "part"
	} else if title != "" && form == "part" {
		f.Form = "large"
	}
	return f
}

// partScan goes through the tags of the XML parts of a workbook, one part after
// the other, without building anything. It takes tags in comments and the like
// for real ones, which only makes it stricter.
type partScan struct {
	data []byte
	// isSheet is true for a part that holds a sheet.
	isSheet bool
	// Counted for each part. lastRow and lastColumn are those of all cells,
	// empty ones included.
	rows, lastRow, lastColumn, xf int
	// Where the scan is: the row and the cell.
	row, column  int
	numbered     bool // the row
	inCell, full bool
	// found are the cells with content.
	found []filledSpot
	// Counted for all parts.
	cells, merges, tags int
}

// begin starts a part.
func (s *partScan) begin(data []byte) {
	*s = partScan{data: data, isSheet: s.isSheet, cells: s.cells, merges: s.merges, tags: s.tags}
}

// over returns the form of the failure of a sheet that has too much, "" for one
// that has not.
func (s *partScan) over() string {
	switch {
	case s.rows > maxRows || s.lastRow > maxRows:
		return "rows"
	case s.lastColumn > maxWidth:
		return "columns"
	case s.cells > maxCells:
		return "cells"
	case s.tags > maxTags:
		return "part"
	}
	return ""
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
		name, at, end := nextTag(s.data, i)
		if at < 0 {
			return ""
		}
		if form := s.tag(string(name), end); form != "" {
			return form
		}
		i = end
	}
}

// nextTag is the next tag from an offset on: its name without a prefix, "" for
// one that closes, and the offsets of its first character and behind its name.
func nextTag(data []byte, from int) (name []byte, at, end int) {
	n := bytes.IndexByte(data[from:], '<')
	if n < 0 {
		return nil, -1, -1
	}
	at = from + n
	end = at + 1
	for end < len(data) && !isBlank(data[end]) && data[end] != '/' && data[end] != '>' {
		end++
	}
	name = data[at+1 : end]
	if c := bytes.IndexByte(name, ':'); c >= 0 {
		name = name[c+1:]
	}
	return name, at, end
}

func (s *partScan) tag(name string, at int) string {
	if s.tags++; s.tags > maxTags && !s.isSheet {
		return "part"
	}
	switch name {
	case "":
		if closes(s.data[at:], "c") {
			s.inCell = false
		}
	case "row":
		s.rows++
		s.row, s.column, s.numbered = s.row+1, 0, false
		if r, given := s.attribute(at, "r"); given {
			n, err := strconv.Atoi(r)
			if err != nil || n < 1 {
				return "damaged"
			}
			s.row, s.numbered = n, true
		}
		s.lastRow = max(s.lastRow, s.row)
	case "c":
		return s.cell(at)
	case "v", "is", "f":
		// A formula counts without a value too; a value without a character does
		// not.
		if s.inCell && !s.full && (name != "v" || !emptyElement(s.data[at:])) {
			s.full = true
			s.found = append(s.found, filledSpot{spot: spot{s.row, s.column}})
		}
		if name == "f" && s.inCell {
			s.found[len(s.found)-1].formula = true
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

// cell counts a cell.
func (s *partScan) cell(at int) string {
	before := s.column
	s.column++
	if r, given := s.attribute(at, "r"); given {
		column, row, ok := cellOf(r)
		if !ok {
			return "damaged"
		}
		// A row without a number takes it from its cells.
		if s.column, s.lastRow = column, max(s.lastRow, row); !s.numbered {
			s.row = row
		}
	}
	s.lastColumn = max(s.lastColumn, s.column)
	s.cells += max(s.column-before, 1)
	s.inCell, s.full = !selfClosing(s.data[at:]), false
	return ""
}

// closes reports whether a closing tag, from its / on, is one of a name.
func closes(data []byte, name string) bool {
	end := bytes.IndexByte(data, '>')
	if end < 0 || data[0] != '/' {
		return false
	}
	tag := bytes.TrimSpace(data[1:end])
	if c := bytes.IndexByte(tag, ':'); c >= 0 {
		tag = tag[c+1:]
	}
	return string(tag) == name
}

// tagEnd is the offset of the > that ends a tag, from within it on; a > between
// quotation marks ends none. It is -1 where the tag does not end.
func tagEnd(data []byte) int {
	for i := 0; i < len(data); i++ {
		switch c := data[i]; c {
		case '>':
			return i
		case '"', '\'':
			n := bytes.IndexByte(data[i+1:], c)
			if n < 0 {
				return -1
			}
			i += n + 1
		}
	}
	return -1
}

// selfClosing reports whether a tag, from behind its name on, has nothing in it.
func selfClosing(data []byte) bool {
	end := tagEnd(data)
	return end > 0 && data[end-1] == '/'
}

// emptyElement is also true for one that is closed at once.
func emptyElement(data []byte) bool {
	end := tagEnd(data)
	return end < 0 || end > 0 && data[end-1] == '/' || end+1 < len(data) && data[end+1] == '<'
}

func isBlank(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' }

// attribute reads an attribute of the tag whose name ends at an offset, whatever
// the prefix of its own.
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
		if key[strings.LastIndexByte(key, ':')+1:] == name {
			return string(s.data[at+1 : at+1+n]), true
		}
		at += n + 2
	}
	return "", false
}

// cellOf reads a cell's name, such as A1. What Excel has no such cell for is
// none.
func cellOf(name string) (column, row int, ok bool) {
	const lastColumn, lastRow = 1 << 14, 1 << 20
	i := 0
	for ; i < len(name); i++ {
		c := name[i] &^ 0x20
		if c < 'A' || c > 'Z' {
			break
		}
		if column = column*26 + int(c-'A') + 1; column > lastColumn {
			return 0, 0, false
		}
	}
	row, err := strconv.Atoi(name[i:])
	return column, row, err == nil && i > 0 && row >= 1 && row <= lastRow && name[i] != '+'
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

// IsOpenDocument looks for what a spreadsheet of ISO/IEC 26300 begins with: a
// part that names its kind, stored as it is (part 3, 3.3).
func IsOpenDocument(data []byte) bool {
	const kind = "mimetypeapplication/vnd.oasis.opendocument.spreadsheet"
	return bytes.HasPrefix(data, []byte("PK\x03\x04")) && bytes.Contains(data[:min(len(data), 200)], []byte(kind))
}
