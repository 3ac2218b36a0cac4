package workbook

import (
	"archive/zip"
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

const plainSpace = ` xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`

// packedSheet is a workbook of one sheet.
func packedSheet(t testing.TB, sheet, texts string) []byte {
	t.Helper()
	const rel = `http://schemas.openxmlformats.org/officeDocument/2006/relationships`
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, part := range [][2]string{
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>`},
		{"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="` + rel + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="` + rel + `/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`},
		{"xl/workbook.xml", `<workbook` + plainSpace + ` xmlns:r="` + rel + `"><sheets><sheet name="表" sheetId="1" r:id="r1"/></sheets></workbook>`},
		{"xl/sharedStrings.xml", texts},
		{"xl/worksheets/sheet1.xml", sheet},
	} {
		f, err := w.Create(part[0])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(part[1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// said is all that reading asks of the cells of a sheet.
func said(b *xbook) string {
	var all strings.Builder
	for row := 1; row <= 9; row++ {
		for column := 1; column <= 9; column++ {
			ref := xref{"表", column, row}
			kind, err1 := b.cellKind(ref)
			text, err2 := b.cellText(ref)
			formula, err3 := b.cellFormula(ref)
			in, merged := b.merged(ref)
			style := 0
			if text != "" && !b.covered(ref) {
				style = b.style(ref)
			}
			fmt.Fprintln(&all, cellName(column, row), kind, fmt.Sprintf("%q %q", text, formula), err1 != nil, err2 != nil, err3 != nil, in, merged, b.hidden(ref), style)
			fmt.Fprintf(&all, "%+v\n", b.read(ref, true))
		}
	}
	return all.String()
}

const plainTexts = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\r\n" + `<sst` + plainSpace + ` count="9" uniqueCount="9"><si><t>甲&amp;乙 &#x4E00;&lt;</t></si>` +
	`<si><r><rPr><sz val="9"/></rPr><t xml:space="preserve"> 一</t></r><r><t>二 </t></r><rPh sb="0" eb="1"><t>yi</t></rPh><phoneticPr fontId="1"/></si>` +
	`<si><t>a_x000D_b_x005F_x0041_ _xD800_ _x00zz_</t></si><si><t/></si><si/>` + "<si><t>行\r\n行\r行&#13;</t></si>" + `<si><t><![CDATA[x]]></t></si></sst>`

// What is read without the library is what the library says.
func TestPlainSheetIsTheLibrarys(t *testing.T) {
	texts := strings.Replace(plainTexts, "<![CDATA[x]]>", "x", 1)
	row := func(cells string) string {
		return `<worksheet` + plainSpace + `><sheetData><row r="2">` + cells + `</row></sheetData></worksheet>`
	}
	for name, sheet := range map[string]string{
		"texts":        row(`<c r="A2" t="s"><v>0</v></c><c r="B2" t="s"><v>1</v></c><c r="C2" t="s"><v> 2 </v></c><c r="D2" t="s"><v>3</v></c><c r="E2" t="s"><v>4</v></c><c r="F2" t="s"><v>5</v></c>`),
		"no such text": row(`<c r="A2" t="s"><v>77</v></c><c r="B2" t="s"/><c r="C2" t="s"><v></v></c>`),
		"in the cell":  row(`<c r="A2" t="inlineStr"><is><t>甲_x0041_</t></is></c><c r="B2" t="inlineStr"><is><r><t>一</t></r><r><t> 二</t></r></is></c><c r="C2" t="inlineStr"><v>5</v></c><c r="D2" t="inlineStr"/><c r="E2"><is><t>x</t></is></c>`),
		"types":        row(`<c r="A2" t="b"><v>1</v></c><c r="B2" t="b"/><c r="C2" t="e"><v>#N/A</v></c><c r="D2" t="e"/><c r="E2" t="d"><v>2022-01-02T00:00:00</v></c><c r="F2" t="str"><f>A1&amp;"x"</f><v>a_x0041_&gt;</v></c><c r="G2" t="n"><v>1.50</v></c><c r="H2"><v> 7 </v></c>`),
		"formulas":     row(`<c r="A2"><f>SUM(B2:C2)</f></c><c r="B2"><f>1+1</f><v>2</v></c><c r="C2"><f/><v>2</v></c><c r="D2"><f t="array" ref="D2:E2">1</f><v>2</v></c><c r="E2"><f t="shared" ref="E2:G2" si="0">A2+1</f><v>3</v></c><c r="F2"><f t="shared" si="0"/><v>4</v></c><c r="G2"><f t="shared" si="0"></f></c>`),
		"hidden": `<worksheet` + plainSpace + `><cols><col min="1" max="3" hidden="1"/><col min="2" max="2" hidden="0" style="1"/><col min="2" max="5" style="2"/></cols><sheetData>` +
			`<row r="1" hidden="true" s="3" customFormat="1"><c r="B1"><v>1</v></c></row><row r="3"><c r="B3"><v>1</v></c><c r="D3" s="0"><v>1</v></c><c r="H3"><v>1</v></c></row><row r="5"/></sheetData></worksheet>`,
		"merged":   `<worksheet` + plainSpace + `><sheetData><row r="2"><c r="B2"><v>5</v></c><c r="C2"><v>6</v></c></row></sheetData><mergeCells count="2"><mergeCell ref="B2:C3"/><mergeCell ref="E5:E6"/></mergeCells></worksheet>`,
		"prefixed": `<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData><x:row r='2'><x:c r = "A2"  t="s" ><x:v>0</x:v></x:c></x:row></x:sheetData></x:worksheet>`,
		"tidy":     `<x:worksheet xmlns:x="http://purl.oclc.org/ooxml/spreadsheetml/main"><x:sheetData><x:row r='2'><x:c r="A2"` + "\n" + `t="s" ><x:v>0</x:v></x:c ></x:row></x:sheetData></x:worksheet>` + "\n",
		"not sheet data": `<worksheet` + plainSpace + `><sheetPr><outlinePr/></sheetPr><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>` +
			`<extLst><ext uri="x"><row r="4"><c r="A4"><v>5</v></c></row></ext></extLst></worksheet>`,
	} {
		b, failed := openBook(packedSheet(t, sheet, texts))
		if failed != nil {
			t.Errorf("%s: %v", name, failed)
			continue
		}
		if isPlain := b.plain["表"] != nil; isPlain != (name != "prefixed") {
			t.Errorf("%s: read without the library: %v", name, isPlain)
		}
		ours := said(b)
		b.plain, b.merges = nil, map[string][]rect{}
		if theirs := said(b); ours != theirs {
			a, z := strings.Split(ours, "\n"), strings.Split(theirs, "\n")
			for i := range a {
				if a[i] != z[i] {
					t.Errorf("%s: ours %s, the library's %s", name, a[i], z[i])
				}
			}
		}
		b.close()
	}
}

// A sheet that is not written as programs write them is left to the library.
func TestUnusualSheetsAreLeftToTheLibrary(t *testing.T) {
	const good = `<worksheet` + plainSpace + `><cols><col min="1" max="2"/></cols><sheetData><row r="1"><c r="A1"><v>1</v></c><c r="B1" t="inlineStr"><is><t>a</t></is></c></row><row r="2"/></sheetData><mergeCells><mergeCell ref="A4:B4"/><mergeCell ref="A5:B5"/></mergeCells></worksheet>`
	if readPlain([]byte(good)) == nil {
		t.Fatal("the sheet itself is not read")
	}
	for _, swap := range [][2]string{
		{`</row><row`, `<row`}, {`<row r="2"/>`, `<row r="2">`}, {`<v>1</v>`, `<v>1</c>`}, {`</worksheet>`, ``}, {`</worksheet>`, `</worksheet><a/>`},
		{`<v>1</v>`, `<v>1<!-- --></v>`}, {`<v>1</v>`, `<v><![CDATA[1]]></v>`}, {`<v>1</v>`, `<v>&nbsp;</v>`}, {`<v>1</v>`, `<v>&1;</v>`}, {`<v>1</v>`, `<v>&#0;</v>`}, {`<v>1</v>`, `<v>&amp</v>`},
		{`<v>1</v>`, "<v>\x01</v>"}, {`<v>1</v>`, "<v>\xff</v>"}, {`<v>1</v>`, `<v>1</v><v>2</v>`}, {`<v>1</v>`, `<v>]]></v>`}, {`<v>1</v>`, `<v><?x?></v>`},
		{`r="A1"`, ``}, {`r="A1"`, `r="A2"`}, {`r="A1"`, `r="C1"`}, {`r="A1"`, `r="a1"`}, {`r="A1"`, `r="B1"`}, {`r="A1"`, `r="A01"`}, {`r="A1"`, `r="A1" r="A1"`}, {`r="A1"`, `r="A1" s="x"`}, {`r="A1"`, `r="A1" t="x"`},
		{`<row r="1">`, `<row>`}, {`<row r="1">`, `<row r="3">`}, {`<row r="2"/>`, `<row r="1"/>`}, {`<row r="1">`, `<row r="1" hidden="yes">`}, {`<row r="1">`, `<row r="1" x:r="2">`}, {`<row r="1">`, `<row r="1" ht="high">`}, {`<row r="1">`, `<row r=1>`},
		{`<c r="A1">`, `<c r="A1"a="1">`}, {`<c r="A1">`, `<c r="A1" a="<">`}, {`<c r="A1">`, `<c r="A1`}, {`</sheetData>`, `</sheetData><sheetData/>`}, {`A5:B5`, `A4:A9`}, {`A5:B5`, `B5:A5`}, {`A5:B5`, `A5`}, {`max="2"`, `max="x"`},
		{`spreadsheetml/2006`, `spreadsheetml/2007`}, {`<worksheet`, `<chartsheet`}, {`<worksheet`, `<?xml version="1.1"?><worksheet`}, {`<worksheet`, `<?xml version="1.0" encoding="gbk"?><worksheet`}, {`<worksheet`, `<!DOCTYPE a><worksheet`},
		{`</is>`, `<t>b</t></is>`}, {`<row r="2"/>`, strings.Repeat("<a>", 200)}, {`<row r="2"/>`, `<b/>`},
	} {
		if !strings.Contains(good, swap[0]) {
			t.Fatal(swap[0])
		}
		if readPlain([]byte(strings.Replace(good, swap[0], swap[1], 1))) != nil {
			t.Errorf("%s for %s is read", swap[1], swap[0])
		}
	}
	if _, ok := readStrings([]byte(plainTexts)); ok {
		t.Error("a table of texts with CDATA is read")
	}
}

// Nothing is read without the library that is no XML.
func TestPlainXMLIsXML(t *testing.T) {
	good := []byte(`<?xml version="1.0"?><sst` + plainSpace + ` xmlns:x="a"><si><t xml:space='preserve'>甲&amp;&#x4E00;</t></si><x:si><x:r><x:rPr a="1"/><x:t> b</x:t></x:r></x:si><si/></sst>`)
	if _, ok := readStrings(good); !ok || !wellFormed(good) {
		t.Fatal("the table itself is not read")
	}
	random := rand.New(rand.NewPCG(1, 2))
	const signs = "<>/&;\"'= :x?!-#[]\x00\xff\r\n_1"
	read := 0
	for range 100_000 {
		data := slices.Clone(good)
		for range 1 + random.IntN(2) {
			switch i, n := random.IntN(len(data)), random.IntN(4); random.IntN(3) {
			case 0:
				data[i] = signs[random.IntN(len(signs))]
			case 1:
				data = slices.Delete(data, i, min(i+n, len(data)))
			default:
				data = slices.Insert(data, i, data[max(0, i-n*3):i]...)
			}
		}
		if _, ok := readStrings(data); ok {
			if read++; !wellFormed(data) {
				t.Errorf("read: %q", data)
			}
		}
	}
	if read < 1000 {
		t.Errorf("only %d of the tables are read", read)
	}
}
