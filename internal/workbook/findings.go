package workbook

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"nianbao/internal/edit"
	"nianbao/internal/workbook/ooxml"
)

// FindingsName is the defined name that leads to the list of findings. By it the
// sheet is known whatever it is called: programs keep names right when they save
// a file or give a sheet another title.
const FindingsName = "nianbao_findings"

// oldFindings are the titles of lists that have lost the name, or never had it,
// and what stands over their places.
var (
	oldFindings = regexp.MustCompile(`^(?:校验结果|Findings)[0-9]*$`)
	oldPlaces   = []string{"位置", "Place"}
)

const (
	sheetType    = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
	firstFinding = 4 // the row
	placeColumn  = 3
	// Two columns out of sight tell what the cells looked like: a formula that
	// leads to the cell, which programs keep right when rows move, and the fill
	// that it had.
	cellColumn = 9
	fillColumn = 10
)

// findingsWidths are the widths of the columns, in digits.
var findingsWidths = []float64{6, 8, 21, 26, 9, 48, 40, 34, 4, 4}

// isFindings tells whether a sheet is our list, by what stands in it.
func isFindings(title, first, places string) bool {
	return oldFindings.MatchString(title) && oldFindings.MatchString(first) && slices.Contains(oldPlaces, places)
}

// withoutFindings drops the sheets that hold our own findings: they are no part of what
// the office filled in.
func (b *xbook) withoutFindings() {
	ours := map[string]bool{}
	for _, d := range b.file.GetDefinedName() {
		if strings.EqualFold(d.Name, FindingsName) {
			if ref, ok := b.target(d.RefersTo); ok {
				ours[ref.sheet] = true
			}
		}
	}
	b.sheets = slices.DeleteFunc(b.sheets, func(title string) bool {
		if ours[title] || !oldFindings.MatchString(title) {
			return ours[title]
		}
		first, _ := b.file.GetCellValue(title, "A1") // what cannot be read is judged as a sheet like others
		places, _ := b.file.GetCellValue(title, "C3")
		return isFindings(title, first, places)
	})
}

// dropFindings takes our lists out, and returns which fills cells had before, by
// sheet.
func (b *paper) dropFindings() (map[string]map[spot]string, error) {
	m, err := b.Markup(b.main)
	if err != nil {
		return nil, err
	}
	named := map[string]bool{}
	for _, d := range m.Root.Child("definedNames").All("definedName") {
		if strings.EqualFold(d.Attr("name"), FindingsName) {
			if sheet, _, ok := cellOfFormula(m.Text(d)); ok {
				named[sheet] = true
			}
		}
	}
	fills := map[string]map[spot]string{}
	gone := map[int]bool{} // by their number in the list
	for i, s := range b.sheets {
		if !named[s.title] && !oldFindings.MatchString(s.title) {
			continue
		}
		t, err := b.texts(s.part)
		if err != nil {
			return nil, err
		}
		if !named[s.title] && !isFindings(s.title, t.at(spot{1, 1}), t.at(spot{firstFinding - 1, placeColumn})) {
			continue
		}
		gone[i] = true
		t.fills(fills)
		if err := b.dropSheet(s.part); err != nil {
			return nil, err
		}
	}
	if len(gone) == 0 {
		return fills, nil
	}
	before := 0
	moved := map[int]int{}
	for i := range b.sheets {
		moved[i] = i - before
		if gone[i] {
			before++
		}
	}
	for i, e := range m.Root.Child("sheets").All("sheet") {
		if gone[i] {
			m.Remove(e)
		}
	}
	names := m.Root.Child("definedNames")
	left := 0
	for _, d := range names.All("definedName") {
		of, err := strconv.Atoi(d.Attr("localSheetId"))
		switch {
		case err == nil && gone[of], strings.EqualFold(d.Attr("name"), FindingsName):
			m.Remove(d)
			continue
		case err == nil && moved[of] != of:
			m.SetAttr(d, "localSheetId", strconv.Itoa(moved[of]))
		}
		left++
	}
	if names != nil && left == 0 {
		m.Remove(names)
	}
	b.Save(b.main, m)
	return fills, nil
}

// dropSheet takes out a sheet with what belongs to it alone.
func (b *paper) dropSheet(part string) error {
	related, err := b.Relationships(part)
	if err != nil {
		return err
	}
	for _, r := range related {
		if r.Part != "" && b.Has(r.Part) {
			if err := b.Drop(part, r.Part); err != nil {
				return err
			}
		}
	}
	return b.Drop(b.main, part)
}

// sheetTexts are the cells of a sheet of ours.
type sheetTexts struct {
	*grid
	shared []string
}

func (b *paper) texts(part string) (*sheetTexts, error) {
	g, err := b.grid(part)
	if err != nil {
		return nil, err
	}
	t := &sheetTexts{grid: g}
	shared, err := b.Related(b.main, "sharedStrings")
	if err != nil || shared == "" {
		return t, err
	}
	m, err := b.Markup(shared)
	if err != nil {
		return nil, err
	}
	for _, si := range m.Root.All("si") {
		t.shared = append(t.shared, m.Text(si))
	}
	return t, nil
}

func (t *sheetTexts) at(s spot) string {
	c := t.cells[s]
	if c == nil {
		return ""
	}
	if is := c.Child("is"); is != nil {
		return t.Text(is)
	}
	v := c.Child("v")
	if v == nil {
		return ""
	}
	text := t.Text(v)
	if n, err := strconv.Atoi(text); c.Attr("t") == "s" && err == nil && n >= 0 && n < len(t.shared) {
		return t.shared[n]
	}
	return text
}

// fills reads which fills the cells had that the list tells of.
func (t *sheetTexts) fills(all map[string]map[spot]string) {
	for _, s := range t.spots {
		if s.column != cellColumn || t.cells[s].Child("f") == nil {
			continue
		}
		sheet, at, ok := cellOfFormula(t.Text(t.cells[s].Child("f")))
		fill := t.at(spot{s.row, fillColumn})
		if !ok || fill == "" {
			continue
		}
		if all[sheet] == nil {
			all[sheet] = map[spot]string{}
		}
		all[sheet][at] = fill
	}
}

var formulaCell = regexp.MustCompile(`^=?\$?(?:'((?:[^']|'')+)'|([^'!]+))!(\$?[A-Za-z]+\$?[0-9]+)(?::.*)?$`)

// cellOfFormula reads a formula that is nothing but a cell of a sheet.
func cellOfFormula(formula string) (sheet string, at spot, ok bool) {
	m := formulaCell.FindStringSubmatch(strings.TrimSpace(formula))
	if m == nil {
		return "", spot{}, false
	}
	at, ok = spotOf(m[3])
	return cmp.Or(strings.ReplaceAll(m[1], "''", "'"), m[2]), at, ok
}

// isFill tells whether a text is the XML of a fill that this part can take.
func (w *wardrobe) isFill(text string) bool {
	m, err := ooxml.Parse([]byte(text))
	return err == nil && m.Root.Prefixed(m.Root.Name) == w.Root.Prefixed("fill")
}

// addFindings puts the list of all remarks in front.
func (b *paper) addFindings(remarks []edit.Remark, words edit.Words, w *wardrobe, before map[string]map[spot]string) error {
	title := words.Sheet
	for n := 2; slices.ContainsFunc(b.sheets, func(s paperSheet) bool { return strings.EqualFold(s.title, title) }); n++ {
		title = fmt.Sprintf("%s%d", words.Sheet, n)
	}
	part := b.Free("xl/worksheets/sheet%d.xml")
	list := newFindingsList(w)
	b.Put(part, []byte(b.edition(list.xml(remarks, words, before))))
	if err := b.Declare(part, sheetType); err != nil {
		return err
	}
	id, err := b.Relate(b.main, ooxml.OfficeTypes, "worksheet", part)
	if err != nil {
		return err
	}
	for _, s := range b.sheets {
		if err := b.deselect(s.part); err != nil {
			return err
		}
	}
	m, err := b.Markup(b.main)
	if err != nil {
		return err
	}
	sheets, number := m.Root.Child("sheets"), 0
	for _, e := range sheets.All("sheet") {
		n, _ := strconv.Atoi(e.Attr("sheetId")) // Excel refuses what is no number
		number = max(number, n)
	}
	space := b.edition(relsNamespace)
	prefix, bound := m.Root.Binding(space)
	declared := ""
	if !bound {
		prefix, declared = "r", fmt.Sprintf(` xmlns:r="%s"`, space)
	}
	m.Before(sheets.All("sheet")[0], fmt.Sprintf(`<%s%s name="%s" sheetId="%d" %s:id="%s"/>`, m.Root.Prefixed("sheet"), declared, ooxml.Escape(title), number+1, prefix, id))
	if view := m.Root.Child("bookViews").Child("workbookView"); view != nil {
		m.SetAttr(view, "activeTab", "0")
		m.SetAttr(view, "firstSheet", "0")
	}
	// Names that belong to a sheet go by its number, which has grown by one.
	for _, d := range m.Root.Child("definedNames").All("definedName") {
		if of, err := strconv.Atoi(d.Attr("localSheetId")); err == nil {
			m.SetAttr(d, "localSheetId", strconv.Itoa(of+1))
		}
	}
	tag := m.Root.Prefixed("definedName")
	quoted := ooxml.Escape(Quoted(title))
	names := fmt.Sprintf(`<%[1]s name="_xlnm.Print_Titles" localSheetId="0">%[2]s!$%[3]d:$%[3]d</%[1]s><%[1]s name="%[4]s">%[2]s!$A$1</%[1]s>`, tag, quoted, firstFinding-1, FindingsName)
	if list := m.Root.Child("definedNames"); list != nil {
		m.Append(list, names)
	} else {
		tag := m.Root.Prefixed("definedNames")
		m.Insert(m.Root, bookOrder, "definedNames", "<"+tag+">"+names+"</"+tag+">")
	}
	b.Save(b.main, m)
	return nil
}

// deselect takes the choice off a sheet: what is typed while several are chosen
// goes into all of them.
func (b *paper) deselect(part string) error {
	m, err := b.Markup(part)
	if err != nil {
		return err
	}
	for _, view := range m.Root.Child("sheetViews").All("sheetView") {
		m.DropAttr(view, "tabSelected")
	}
	b.Save(part, m)
	return nil
}

// findingsList writes the sheet of the list.
type findingsList struct {
	plain, link, head, title, note int
	levels                         [3]int
}

// newFindingsList adds the formats of the list.
func newFindingsList(w *wardrobe) *findingsList {
	font := func(name, rest string) int {
		return w.add("fonts", w.named(fmt.Sprintf(`<font>%s<name val="%s"/></font>`, rest, name)))
	}
	text, bold := font(fontText, `<sz val="10"/>`), font(fontText, `<b/><sz val="10"/>`)
	line := `<color rgb="FF` + colorLine + `"/>`
	border := w.add("borders", w.named(fmt.Sprintf(`<border><left style="thin">%[1]s</left><right style="thin">%[1]s</right><top style="thin">%[1]s</top><bottom style="thin">%[1]s</bottom><diagonal/></border>`, line)))
	format := func(font, fill, border int, wrap string) int {
		return w.add("cellXfs", w.named(fmt.Sprintf(`<xf numFmtId="0" fontId="%d" fillId="%d" borderId="%d" xfId="0" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"><alignment vertical="center"%s/></xf>`, font, fill, border, wrap)))
	}
	const wrap = ` wrapText="1"`
	none := w.add("fills", w.named(`<fill><patternFill patternType="none"/></fill>`))
	open := w.add("borders", w.named(`<border><left/><right/><top/><bottom/><diagonal/></border>`))
	l := &findingsList{
		plain: format(text, none, border, wrap),
		link:  format(font(fontText, `<u/><sz val="10"/><color rgb="FF0563C1"/>`), none, border, wrap),
		head:  format(bold, w.add("fills", w.named(solid(ColorTotal))), border, wrap),
		title: format(font(FontHeading, `<sz val="16"/>`), none, open, ""),
		note:  format(text, none, open, ""),
	}
	for i, fill := range remarkFills {
		l.levels[i] = format(text, w.add("fills", w.named(solid(fill))), border, wrap)
	}
	return l
}

func (l *findingsList) cell(column, row, format int, text string) string {
	return fmt.Sprintf(`<c r="%s" s="%d" t="inlineStr"><is><t xml:space="preserve">%s</t></is></c>`, cellName(column, row), format, ooxml.Escape(xstring(text)))
}

// xml is the part of the list. Findings come as they do on the command line.
func (l *findingsList) xml(remarks []edit.Remark, words edit.Words, before map[string]map[spot]string) string {
	var b, links strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n" + `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">` +
		`<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView showGridLines="0" tabSelected="1" workbookViewId="0">` +
		fmt.Sprintf(`<pane ySplit="%d" topLeftCell="A%d" activePane="bottomLeft" state="frozen"/>`, firstFinding-1, firstFinding) +
		`</sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/><cols>`)
	for i, width := range findingsWidths {
		hidden := ""
		if i+1 >= cellColumn {
			hidden = ` hidden="1"`
		}
		fmt.Fprintf(&b, `<col min="%[1]d" max="%[1]d" width="%[2]g"%[3]s customWidth="1"/>`, i+1, width, hidden)
	}
	summary := words.Summary
	if len(remarks) == 0 {
		summary = words.None
	}
	b.WriteString(`</cols><sheetData><row r="1" ht="28" customHeight="1">` + l.cell(1, 1, l.title, words.Sheet) + `</row><row r="2">` + l.cell(1, 2, l.note, summary) + `</row>`)
	fmt.Fprintf(&b, `<row r="%d">`, firstFinding-1)
	for i, head := range words.Heads {
		b.WriteString(l.cell(i+1, firstFinding-1, l.head, head))
	}
	b.WriteString(`</row>`)
	told := map[string]bool{}
	for i, r := range remarks {
		l.row(&b, &links, firstFinding+i, i+1, r, before, told)
	}
	b.WriteString(`</sheetData>`)
	if links.Len() > 0 {
		b.WriteString(`<hyperlinks>` + links.String() + `</hyperlinks>`)
	}
	b.WriteString(`<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/><pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>` +
		`<headerFooter><oddFooter>&amp;C— &amp;P —</oddFooter></headerFooter></worksheet>`)
	return b.String()
}

// row writes a remark into the list, and its link.
func (l *findingsList) row(b, links *strings.Builder, row, number int, r edit.Remark, before map[string]map[spot]string, told map[string]bool) {
	place, format := "", l.plain
	sheet, cell, ok := r.Pos.Cell()
	if ok {
		place, format = sheet+"!"+cell, l.link
	}
	texts := []string{r.Kind, place, r.Where, r.Rule, r.Text, r.Advice, r.Fix}
	lines := 1
	for i, text := range texts {
		lines = max(lines, LinesIn(text, findingsWidths[i+1], 10))
	}
	// The height holds until a text is changed.
	fmt.Fprintf(b, `<row r="%d" ht="%g"><c r="%s" s="%d"><v>%d</v></c>`, row, min(HeightFor(lines, 10), maxHeight), cellName(1, row), l.plain, number)
	for i, text := range texts {
		style := l.plain
		switch i + 2 {
		case 2:
			style = l.levels[r.Level]
		case placeColumn:
			style = format
		}
		b.WriteString(l.cell(i+2, row, style, text))
	}
	if at, known := spotOf(cell); ok && known {
		to := ooxml.Escape(target(r.Pos))
		fmt.Fprintf(links, `<hyperlink ref="%s" location="%s" tooltip="%s" display="%[3]s"/>`, cellName(placeColumn, row), to, ooxml.Escape(place))
		if fill := before[sheet][at]; fill != "" && !told[place] {
			told[place] = true
			fmt.Fprintf(b, `<c r="%s"><f>%s</f></c>`, cellName(cellColumn, row), to)
			b.WriteString(l.cell(fillColumn, row, 0, fill))
		}
	}
	b.WriteString(`</row>`)
}
