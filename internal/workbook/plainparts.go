package workbook

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"
)

const stringsPart = "xl/sharedstrings.xml"

// plainParts are the parts that were read without the library.
type plainParts struct {
	// sheets are by their titles; one that is left to the library is nil.
	sheets map[string]*plainSheet
	texts  []string
	// tables is how many tables of texts there are; left is true where the
	// library has to read one.
	tables int
	left   bool
}

// readSheet reads a sheet, where it can be. Two parts with one title, and a part
// whose name the library may not find, are left to it.
func (p *plainParts) readSheet(f *zip.File, title string, data []byte) {
	if _, twice := p.sheets[title]; twice || f.Name != partName(f) {
		p.sheets[title] = nil
		return
	}
	p.sheets[title] = readPlain(data)
}

// readStrings reads the table of texts, and reports whether it could.
func (p *plainParts) readStrings(f *zip.File, data []byte) bool {
	var ok bool
	p.texts, ok = readStrings(data)
	p.tables++
	p.left = p.left || !ok || p.tables > 1 || !strings.HasPrefix(f.Name, "xl/")
	return ok
}

// read are the sheets that were read, with the texts that their cells have.
// There are none where the library has to read the texts.
func (p *plainParts) read() map[string]*plainSheet {
	if p.left {
		return nil
	}
	for _, s := range p.sheets {
		if s != nil {
			s.texts = p.texts
		}
	}
	return p.sheets
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

// cellKind is the type of a cell.
func (b *xbook) cellKind(ref xref) (excelize.CellType, error) {
	if s := b.plain[ref.sheet]; s != nil {
		return s.at(ref).kind, nil
	}
	return b.file.GetCellType(ref.sheet, cellName(ref.column, ref.row))
}

var errNoText = errors.New("a cell has a text that is not in the table")

// cellText is what a cell holds, as it is written.
func (b *xbook) cellText(ref xref) (string, error) {
	if s := b.plain[ref.sheet]; s != nil {
		text, ok := s.text(s.at(ref))
		if !ok {
			return "", errNoText
		}
		return text, nil
	}
	return b.file.GetCellValue(ref.sheet, cellName(ref.column, ref.row), excelize.Options{RawCellValue: true})
}

// cellFormula is the formula of a cell. One that several cells share is written
// at the first of them only: the library makes it out.
func (b *xbook) cellFormula(ref xref) (string, error) {
	if s := b.plain[ref.sheet]; s != nil {
		if c := s.at(ref); !c.shared {
			return c.formula, nil
		}
	}
	return b.file.GetCellFormula(ref.sheet, cellName(ref.column, ref.row))
}
