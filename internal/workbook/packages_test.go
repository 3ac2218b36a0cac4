package workbook_test

import (
	"bytes"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"nianbao/internal/edit"
	"nianbao/internal/report"
	"nianbao/internal/report/reporttest"
	"nianbao/internal/source"
	"nianbao/internal/workbook"
	"nianbao/internal/workbook/workbooktest"
	"nianbao/templates"
)

// pack is a workbook as a program saves it: its parts, those that the cell of
// count is on and what a reviewer said there.
type pack struct {
	parts             map[string]string
	sheet, cell, part string
	row, column       int
	said              string
}

// packed is the filled template, part by part.
func packed(t testing.TB) *pack {
	t.Helper()
	b := open(t, filled(t))
	p := &pack{}
	p.sheet, p.cell = b.place(count)
	p.column, p.row, _ = excelize.CellNameToCoordinates(p.cell)
	index, err := b.GetSheetIndex(p.sheet)
	b.must(err)
	p.part = fmt.Sprintf("xl/worksheets/sheet%d.xml", index+1)
	p.parts = workbooktest.Parts(b.bytes())
	return p
}

func (p *pack) rels() string {
	return strings.Replace(p.part, "worksheets/", "worksheets/_rels/", 1) + ".rels"
}

// replace changes a part, in which the old text must be.
func (p *pack) replace(t testing.TB, part, old, text string) {
	t.Helper()
	if !strings.Contains(p.parts[part], old) {
		t.Fatalf("%s has no %s", part, old)
	}
	p.parts[part] = strings.Replace(p.parts[part], old, text, 1)
}

func (p *pack) declare(t testing.TB, part, kind string) {
	p.replace(t, "[Content_Types].xml", "</Types>", `<Override PartName="/`+part+`" ContentType="`+kind+`"/></Types>`)
}

const (
	typeComments = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
	typeVML      = "application/vnd.openxmlformats-officedocument.vmlDrawing"
	office       = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	microsoft    = "http://schemas.microsoft.com/office/2017/10/relationships/"
)

// commented puts a reviewer's comment into the package as parts of given names,
// as relationships call them.
func (p *pack) commented(t testing.TB, by, said, comments, vml, targetOfComments, targetOfVML string) {
	p.said = said
	p.parts[comments] = `<?xml version="1.0" encoding="UTF-8"?><comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><authors><author>` + by + `</author></authors>` +
		`<commentList><comment ref="` + p.cell + `" authorId="0"><text>` + said + `</text></comment></commentList></comments>`
	p.parts[vml] = fmt.Sprintf(`<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel"><v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"/>`+
		`<v:shape id="shape_0" type="#_x0000_t202" style="visibility:hidden"><br><x:ClientData ObjectType="Note"><x:Anchor>1, 34, 0, 2, 2, 77, 2, 1</x:Anchor><x:Row>%d</x:Row><x:Column>%d</x:Column></x:ClientData></v:shape></xml>`, p.row-1, p.column-1)
	p.parts[p.rels()] = `<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Id="rId1" Type="` + office + `comments" Target="` + targetOfComments + `"/><Relationship Id="anysvml" Type="` + office + `vmlDrawing" Target="` + targetOfVML + `"/></Relationships>`
	p.declare(t, comments, typeComments)
	p.declare(t, vml, typeVML)
	p.replace(t, p.part, "</worksheet>", `<legacyDrawing xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="anysvml"/></worksheet>`)
}

// programs make packages as programs do.
var programs = map[string]func(t testing.TB, p *pack){
	"none": func(testing.TB, *pack) {},
	"Excel": func(t testing.TB, p *pack) {
		p.commented(t, "王科长", `<r><rPr><b/></rPr><t>王科长:</t></r><r><t xml:space="preserve">`+"\n"+`请核对</t></r>`, "xl/comments1.xml", "xl/drawings/vmlDrawing1.vml", "../comments1.xml", "../drawings/vmlDrawing1.vml")
	},
	// The part of comments has the sheet's number, the drawing its own; the author
	// is lost.
	"LibreOffice": func(t testing.TB, p *pack) {
		p.commented(t, " ", `<r><rPr><sz val="11"/></rPr><t xml:space="preserve">请核对</t></r>`, "xl/comments5.xml", "xl/drawings/vmlDrawing1.vml", "../comments5.xml", "../drawings/vmlDrawing1.vml")
	},
	// Folders of its own, named from the root, and a plain text.
	"openpyxl": func(t testing.TB, p *pack) {
		p.commented(t, "王科长", `<t>请核对</t>`, "xl/comments/comment1.xml", "xl/drawings/commentsDrawing1.vml", "/xl/comments/comment1.xml", "/xl/drawings/commentsDrawing1.vml")
	},
	// A conversation, of which the comment is a copy.
	"Excel 365": func(t testing.TB, p *pack) {
		p.commented(t, "tc={11111111-2222-3333-4444-555555555555}", `<t>请核对</t>`, "xl/comments1.xml", "xl/drawings/vmlDrawing1.vml", "../comments1.xml", "../drawings/vmlDrawing1.vml")
		p.replace(t, p.rels(), "</Relationships>", `<Relationship Id="rId9" Type="`+microsoft+`threadedComment" Target="../threadedComments/threadedComment1.xml"/></Relationships>`)
		p.parts["xl/threadedComments/threadedComment1.xml"] = `<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"><threadedComment ref="` + p.cell +
			`" dT="2026-01-05T02:03:04.05" personId="{99999999-2222-3333-4444-555555555555}" id="{11111111-2222-3333-4444-555555555555}"><text>请核对</text></threadedComment></ThreadedComments>`
		p.declare(t, "xl/threadedComments/threadedComment1.xml", "application/vnd.ms-excel.threadedcomments+xml")
		p.parts["xl/persons/person.xml"] = `<personList xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"><person displayName="王科长" id="{99999999-2222-3333-4444-555555555555}" userId="S::x" providerId="AD"/></personList>`
		p.declare(t, "xl/persons/person.xml", "application/vnd.ms-excel.person+xml")
		p.replace(t, "xl/_rels/workbook.xml.rels", "</Relationships>", `<Relationship Id="rId99" Type="`+microsoft+`person" Target="persons/person.xml"/></Relationships>`)
	},
	// A button has a drawing where no comment is.
	"a button": func(t testing.TB, p *pack) {
		p.commented(t, "", "", "xl/comments7.xml", "xl/drawings/vmlDrawing3.vml", "../comments7.xml", "../drawings/vmlDrawing3.vml")
		p.replace(t, p.rels(), `<Relationship Id="rId1" Type="`+office+`comments" Target="../comments7.xml"/>`, "")
		p.replace(t, "[Content_Types].xml", `<Override PartName="/xl/comments7.xml" ContentType="`+typeComments+`"/>`, "")
		delete(p.parts, "xl/comments7.xml")
		p.replace(t, "xl/drawings/vmlDrawing3.vml", `ObjectType="Note"`, `ObjectType="Button"`)
	},
	// Every element under a prefix.
	"prefixes": func(t testing.TB, p *pack) {
		tag := regexp.MustCompile(`<(/?)([A-Za-z])`)
		for _, part := range []string{p.part, "xl/styles.xml", "xl/workbook.xml"} {
			text := tag.ReplaceAllString(p.parts[part], "<${1}x:${2}")
			p.parts[part] = strings.Replace(text, ` xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`, ` xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`, 1)
		}
	},
}

// burdened adds what programs keep in packages and this one knows nothing of.
func burdened(t testing.TB, p *pack) {
	p.parts["customXml/item1.xml"] = `<?xml version="1.0"?><a:b xmlns:a="urn:a"  c = 'd'/>`
	p.replace(t, "_rels/.rels", "</Relationships>", `<Relationship Id="rIdX" Type="`+office+`customXml" Target="customXml/item1.xml"/></Relationships>`)
	p.parts["xl/printerSettings/printerSettings1.bin"] = "\x00\x01\xff"
	p.declare(t, "xl/printerSettings/printerSettings1.bin", "application/vnd.openxmlformats-officedocument.spreadsheetml.printerSettings")
	if p.parts[p.rels()] == "" {
		p.parts[p.rels()] = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>`
	}
	p.replace(t, p.rels(), "</Relationships>", `<Relationship Id="rIdP" Type="`+office+`printerSettings" Target="../printerSettings/printerSettings1.bin"/></Relationships>`)
}

// colours has the styles use every form of a colour that there is.
func colours(t testing.TB, p *pack) {
	styles := p.parts["xl/styles.xml"]
	color := regexp.MustCompile(`<color rgb="[0-9A-F]{8}"(?:></color>|/>)`)
	forms := []string{`<color indexed="0"/>`, `<color theme="0" tint="-0.249977111117893"/>`, `<color auto="1"/>`, `<color indexed="64"/>`, `<color theme="1"/>`}
	n := 0
	styles = color.ReplaceAllStringFunc(styles, func(string) string { n++; return forms[n%len(forms)] })
	if n < len(forms) {
		t.Fatalf("%d colours", n)
	}
	p.parts["xl/styles.xml"] = styles
}

func remarksOn(p *pack, texts ...string) []edit.Remark {
	all := []edit.Remark{{Kind: "警告", Level: 1, Rule: "STR004", Text: "整个文件"}}
	for i, text := range texts {
		all = append(all, edit.Remark{Pos: report.InCell(p.sheet, p.cell, 0), Level: 2 - i%2, Kind: "错误", Rule: "BAL001", Text: text, Where: "行，列", Advice: "核对台账", Fix: "改为3"})
	}
	// A cell that the sheet does not have.
	return append(all, edit.Remark{Pos: report.InCell(p.sheet, "ZZ400", 0), Kind: "提示", Rule: "VAL001", Text: "空白"})
}

var (
	inChinese = edit.Words{Sheet: "校验结果", Summary: "共三条", Fix: "可以改："}
	inEnglish = edit.Words{Sheet: "Findings", Summary: "three", Fix: "Possible fix: "}
)

func annotated(t testing.TB, data []byte, remarks []edit.Remark, words edit.Words) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := workbook.Annotate(&out, data, remarks, words); err != nil {
		t.Fatal(err)
	}
	if faults := workbooktest.Faults(out.Bytes()); len(faults) > 0 {
		t.Error(strings.Join(faults, "\n"))
	}
	return out.Bytes()
}

// commentOn is a cell's comment, found by the relationships as Excel does.
func commentOn(t testing.TB, data []byte, p *pack) (by, said string) {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	all, err := f.GetComments(p.sheet)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range all {
		if c.Cell == p.cell {
			said += c.Text
			for _, run := range c.Paragraph {
				said += run.Text
			}
			by += c.Author
		}
	}
	return by, said
}

// sheets are the titles in order.
func sheets(t testing.TB, data []byte) []string {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	return f.GetSheetList()
}

// Whatever program saved a workbook: what a reviewer said stays in front under
// that name, ours follows, and no part is left without a link. Annotating again
// replaces ours, in either language; without remarks all is as it was.
func TestAnnotateOfEveryProgram(t *testing.T) {
	for _, name := range slices.Sorted(maps.Keys(programs)) {
		t.Run(name, func(t *testing.T) {
			p := packed(t)
			colours(t, p)
			programs[name](t, p)
			burdened(t, p)
			data := workbooktest.Pack(p.parts)
			if faults := workbooktest.Faults(data); len(faults) > 0 {
				t.Fatal(strings.Join(faults, "\n"))
			}
			want := source.Read("a.xlsx", data, options())
			byBefore, saidBefore := commentOn(t, data, p)
			out := annotated(t, data, remarksOn(p, "不平衡", "又一条"), inChinese)
			by, said := commentOn(t, out, p)
			ours := "nianbao：\n【错误 BAL001】不平衡\n→ 核对台账\n→ 可以改：改为3\n【错误 BAL001】又一条\n→ 核对台账\n→ 可以改：改为3"
			if saidBefore == "" {
				byBefore = "nianbao"
			} else {
				ours = saidBefore + "\n" + ours
			}
			if by != byBefore || said != ours {
				t.Errorf("%q by %q", said, by)
			}
			// What is not the list, the marked sheet and what leads to them is as it was.
			touched := []string{p.part, p.rels(), "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "[Content_Types].xml"}
			for part, content := range workbooktest.Parts(out) {
				old, was := p.parts[part]
				isNote := strings.Contains(strings.ToLower(part), "comment") || strings.HasSuffix(part, ".vml") || strings.Contains(part, "person")
				isSheet := strings.HasPrefix(part, "xl/worksheets/sheet")
				if was && content != old && !slices.Contains(touched, part) && !isNote && (!isSheet || strings.Replace(old, ` tabSelected="true"`, "", 1) != content) {
					t.Errorf("%s was changed", part)
				}
			}
			if styles := workbooktest.Parts(out)["xl/styles.xml"]; !strings.Contains(styles, `theme="0" tint="-0.249977111117893"`) {
				t.Error("colours were changed")
			}
			again := source.Read("b.xlsx", out, options())
			if diff := cmp.Diff(content(t, want), content(t, again)); diff != "" || problems(again) != problems(want) {
				t.Error(diff, problems(again))
			}
			english := annotated(t, out, remarksOn(p, "unbalanced"), inEnglish)
			if got := sheets(t, english); got[0] != "Findings" || slices.Contains(got, "校验结果") || len(got) != len(sheets(t, data))+1 {
				t.Errorf("sheets %v", got)
			}
			if _, said := commentOn(t, english, p); strings.Contains(said, "不平衡") || strings.Count(said, "nianbao") != 1 || !strings.HasPrefix(said, saidBefore) {
				t.Errorf("%q", said)
			}
			// Without remarks all but the list and the formats is as it was.
			none := workbooktest.Parts(annotated(t, english, nil, inChinese))
			for part, old := range p.parts {
				inSheet := regexp.MustCompile(` (?:s|tabSelected|spans)="[^"]*"|<(?:x:)?row r="400">.*?</(?:x:)?row>| xml:space="preserve"|<[^>]*legacyDrawing[^>]*>|<author>nianbao</author>`)
				switch got := none[part]; part {
				case "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "[Content_Types].xml", "xl/persons/person.xml":
				default:
					if strings.HasPrefix(part, "xl/worksheets/sheet") || strings.HasPrefix(part, "xl/comments") {
						got, old = inSheet.ReplaceAllString(got, ""), inSheet.ReplaceAllString(old, "")
					}
					if strings.HasSuffix(part, ".vml") {
						got, old = anchorOf.ReplaceAllString(got, ""), anchorOf.ReplaceAllString(old, "")
					}
					if got != old && !strings.Contains(old, "<t>请核对") {
						t.Errorf("%s is not as it was:\n%s", part, cmp.Diff(old, got))
					}
				}
			}
			if _, said := commentOn(t, workbooktest.Pack(none), p); said != saidBefore {
				t.Errorf("left is %q", said)
			}
		})
	}
}

var anchorOf = regexp.MustCompile(`<x:Anchor>[^<]*</x:Anchor>|<o:shapelayout.*?</o:shapelayout>|<v:shapetype.*?</v:shapetype>`)

// A cell that is right now has the look again that it had, wherever rows were
// put meanwhile; one that someone coloured keeps that colour.
func TestAnnotateGivesColoursBack(t *testing.T) {
	p := packed(t)
	data := workbooktest.Pack(p.parts)
	fill := func(data []byte, cell string) string {
		f, err := excelize.OpenReader(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		id, err := f.GetCellStyle(p.sheet, cell)
		if err != nil {
			t.Fatal(err)
		}
		style, err := f.GetStyle(id)
		if err != nil {
			t.Fatal(err)
		}
		return fmt.Sprint(style.Fill.Pattern, style.Fill.Color)
	}
	before := fill(data, p.cell)
	out := annotated(t, data, remarksOn(p, "不平衡"), inChinese)
	if got := fill(out, p.cell); got != "1 [FF9C9C]" {
		t.Errorf("marked with %s", got)
	}
	if got := fill(annotated(t, out, nil, inChinese), p.cell); got != before {
		t.Errorf("fill %s, was %s", got, before)
	}
	f, err := excelize.OpenReader(bytes.NewReader(out))
	if err != nil {
		t.Fatal(err)
	}
	b := &book{t, f}
	green, err := b.NewStyle(&excelize.Style{Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"00FF00"}}})
	b.must(err)
	b.must(b.SetCellStyle(p.sheet, p.cell, p.cell, green))
	if got := fill(annotated(t, b.bytes(), nil, inChinese), p.cell); got != "1 [00FF00]" {
		t.Errorf("someone's colour became %s", got)
	}
	// Copies of before had no name for their list, and their comments no head.
	old := strings.NewReplacer(`<definedName name="nianbao_findings">'校验结果'!$A$1</definedName>`, "").Replace(workbooktest.Parts(out)["xl/workbook.xml"])
	parts := workbooktest.Parts(out)
	parts["xl/workbook.xml"] = strings.Replace(old, `<definedName name="nianbao_findings">&#39;校验结果&#39;!$A$1</definedName>`, "", 1)
	if strings.Contains(parts["xl/workbook.xml"], "nianbao_findings") {
		t.Fatal("the name is still there")
	}
	words := inChinese
	words.Heads[2] = "位置"
	named := annotated(t, data, remarksOn(p, "不平衡"), words)
	parts = workbooktest.Parts(named)
	parts["xl/workbook.xml"] = regexp.MustCompile(`<definedName name="nianbao_findings">[^<]*</definedName>`).ReplaceAllString(parts["xl/workbook.xml"], "")
	if got := sheets(t, annotated(t, workbooktest.Pack(parts), nil, inChinese)); got[0] != "校验结果" || strings.Contains(strings.Join(got[1:], " "), "校验结果") {
		t.Errorf("sheets %v", got)
	}
}

// A sheet of the office's own that is called as our list stays.
func TestAnnotateKeepsOwnSheetOfThatName(t *testing.T) {
	b := open(t, filled(t))
	_, err := b.NewSheet("校验结果")
	b.must(err)
	b.must(b.SetCellStr("校验结果", "A1", "科室的校验结果"))
	p := &pack{}
	p.sheet, p.cell = b.place(count)
	data := b.bytes()
	for range 2 {
		data = annotated(t, data, remarksOn(p, "不平衡"), inChinese)
	}
	if got := sheets(t, data); got[0] != "校验结果2" || got[len(got)-1] != "校验结果" || slices.Contains(got, "校验结果3") {
		t.Errorf("sheets %v", got)
	}
}

// What a reviewer writes below our remarks is theirs.
func TestAnnotateKeepsReplies(t *testing.T) {
	p := packed(t)
	out := annotated(t, workbooktest.Pack(p.parts), remarksOn(p, "不平衡"), inChinese)
	parts := workbooktest.Parts(out)
	for name, text := range parts {
		if strings.HasPrefix(name, "xl/comments") {
			parts[name] = strings.Replace(text, "改为3</t>", "改为3\n已核对，是录入时看错了【见附表】</t>", 1)
		}
	}
	if _, said := commentOn(t, workbooktest.Pack(parts), p); !strings.Contains(said, "已核对") {
		t.Fatal(said)
	}
	again := annotated(t, workbooktest.Pack(parts), remarksOn(p, "又一条"), inChinese)
	if _, said := commentOn(t, again, p); !strings.HasPrefix(said, "已核对，是录入时看错了【见附表】\nnianbao：\n【错误 BAL001】又一条") || strings.Contains(said, "不平衡") {
		t.Errorf("%q", said)
	}
}

// Mending changes the cell, and what formulas that build on it show.
func TestMendKeepsWhatProgramsWrote(t *testing.T) {
	for _, name := range slices.Sorted(maps.Keys(programs)) {
		t.Run(name, func(t *testing.T) {
			p := packed(t)
			colours(t, p)
			programs[name](t, p)
			burdened(t, p)
			data := workbooktest.Pack(p.parts)
			r := source.Read("a.xlsx", data, options())
			out, err := workbook.Mend(data, []edit.Change{{Edit: edit.Edit{At: count, To: "77", Pos: cellOf(r, count).Pos}}})
			if err != nil {
				t.Fatal(err)
			}
			if faults := workbooktest.Faults(out); len(faults) > 0 {
				t.Error(strings.Join(faults, "\n"))
			}
			if c := cellOf(source.Read("a.xlsx", out, options()), count); c.Raw != "77" {
				t.Errorf("%+v", c)
			}
			got := workbooktest.Parts(out)
			for part, old := range p.parts {
				want := old
				if part == p.part {
					want = regexp.MustCompile(`<((?:x:)?)c r="`+p.cell+`"( s="[0-9]+")[^>]*>.*?</(?:x:)?c>`).ReplaceAllString(old, `<${1}c r="`+p.cell+`"${2}><${1}v>77</${1}v></${1}c>`)
				}
				have := got[part]
				if strings.HasPrefix(part, "xl/worksheets/sheet") { // the values of formulas follow
					have, want = valueOf.ReplaceAllString(have, "$1"), valueOf.ReplaceAllString(want, "$1")
				}
				if have != want {
					t.Errorf("%s: %s", part, cmp.Diff(want, have))
				}
			}
			if len(got) != len(p.parts) {
				t.Errorf("%d parts, were %d", len(got), len(p.parts))
			}
		})
	}
}

var valueOf = regexp.MustCompile(`(</(?:x:)?f>)<(?:x:)?v>[^<]*</(?:x:)?v>| t="str"`)

// A formula that gives way takes the order of calculation with it, and leaves
// those that shared it their own.
func TestMendOverFormulas(t *testing.T) {
	p := packed(t)
	next, err := excelize.CoordinatesToCellName(p.column+1, p.row)
	if err != nil {
		t.Fatal(err)
	}
	cell := func(name string) *regexp.Regexp {
		return regexp.MustCompile(`<c r="` + name + `"( s="[0-9]+")[^>]*>.*?</c>`)
	}
	p.parts[p.part] = cell(p.cell).ReplaceAllString(p.parts[p.part], `<c r="`+p.cell+`"$1><f t="shared" ref="`+p.cell+`:`+next+`" si="0">D8+1</f><v>4</v></c>`)
	p.parts[p.part] = cell(next).ReplaceAllString(p.parts[p.part], `<c r="`+next+`"$1><f t="shared" si="0"/><v>5</v></c>`)
	p.parts["xl/calcChain.xml"] = `<calcChain xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><c r="` + p.cell + `" i="5"/><c r="` + next + `"/></calcChain>`
	p.declare(t, "xl/calcChain.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml")
	p.replace(t, "xl/_rels/workbook.xml.rels", "</Relationships>", `<Relationship Id="rId77" Type="`+office+`calcChain" Target="calcChain.xml"/></Relationships>`)
	data := workbooktest.Pack(p.parts)
	out, err := workbook.Mend(data, []edit.Change{{Edit: edit.Edit{At: count, To: "９", Pos: report.InCell(p.sheet, p.cell, 0)}}})
	if err != nil {
		t.Fatal(err)
	}
	if faults := workbooktest.Faults(out); len(faults) > 0 {
		t.Error(strings.Join(faults, "\n"))
	}
	got := workbooktest.Parts(out)
	if got["xl/calcChain.xml"] != "" || !strings.Contains(got[p.part], `<f>E8+1</f>`) || strings.Contains(got[p.part], "shared") {
		t.Errorf("%s", regexp.MustCompile(`<row r="7".*?</row>`).FindString(got[p.part]))
	}
}

// What builds on a mended cell shows what it is now, through other sheets too;
// what does not, keeps what it shows.
func TestMendRefreshesTotals(t *testing.T) {
	p := packed(t)
	var names []string
	for i := 1; i < 5; i++ {
		name, err := excelize.CoordinatesToCellName(p.column+i, p.row)
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, name)
	}
	for i, cell := range []string{
		`<f>SUM(` + p.cell + `:` + p.cell + `)+1</f><v>4</v></c>`,
		` t="str"><f>IF('` + p.sheet + `'!` + names[0] + `=78,"是","否")</f><v>否</v></c>`,
		`<f>1+1</f><v>5</v></c>`,
		`<f>VLOOKUP(` + p.cell + `,A1:B2,1)</f><v>6</v></c>`,
	} {
		if !strings.HasPrefix(cell, " ") {
			cell = ">" + cell
		}
		p.parts[p.part] = regexp.MustCompile(`<c r="`+names[i]+`"( s="[0-9]+")[^>]*>.*?</c>`).ReplaceAllString(p.parts[p.part], `<c r="`+names[i]+`"$1`+cell)
	}
	out, err := workbook.Mend(workbooktest.Pack(p.parts), []edit.Change{{Edit: edit.Edit{At: count, To: "77", Pos: report.InCell(p.sheet, p.cell, 0)}}})
	if err != nil {
		t.Fatal(err)
	}
	got := workbooktest.Parts(out)[p.part]
	for _, want := range []string{"</f><v>78</v>", `t="str"><f>IF(`, "</f><v>是</v>", "<f>1+1</f><v>5</v>", "<v>6</v>"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in %s", want, regexp.MustCompile(`<row r="7".*?</row>`).FindString(got))
		}
	}
}

// Nothing that is written is what Excel would call damaged.
func TestWorkbooksAreSound(t *testing.T) {
	for _, e := range reporttest.Editions().All() {
		var blank, full bytes.Buffer
		if err := templates.WorkbookTemplate(&blank, e, templates.Options{}); err != nil {
			t.Fatal(err)
		}
		if err := templates.Workbook(&full, reporttest.Filled(e), templates.WorkbookOptions{}); err != nil {
			t.Fatal(err)
		}
		for name, data := range map[string][]byte{"template": blank.Bytes(), "filled": full.Bytes()} {
			if faults := workbooktest.Faults(data); len(faults) > 0 {
				t.Errorf("%s %s: %s", e.ID, name, strings.Join(faults, "\n"))
			}
		}
	}
}
