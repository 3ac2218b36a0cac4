// Package workbooktest looks for what Excel would call damage in a workbook. It
// stands in for Excel, which no test can run: each check is a rule of ECMA-376
// or of Excel's own limits.
package workbooktest

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"

	"nianbao/internal/workbook/ooxml"
)

// Faults are what is wrong with a workbook, none where all is in order.
func Faults(data []byte) []string {
	c := &checker{parts: map[string][]byte{}}
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return []string{err.Error()}
	}
	for _, f := range archive.File {
		r, err := f.Open()
		if err != nil {
			return []string{err.Error()}
		}
		content, err := io.ReadAll(r)
		if err != nil {
			return []string{err.Error()}
		}
		if _, twice := c.parts[f.Name]; twice {
			c.fault("%s is there twice", f.Name)
		}
		c.parts[f.Name] = content
		c.names = append(c.names, f.Name)
	}
	if c.book, err = ooxml.Open(data); err != nil {
		return []string{err.Error()}
	}
	c.types()
	c.reach("", map[string]bool{})
	c.workbook()
	return c.faults
}

// Parts are the parts of a package.
func Parts(data []byte) map[string]string {
	all := map[string]string{}
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil
	}
	for _, f := range archive.File {
		r, err := f.Open()
		if err != nil {
			return nil
		}
		content, err := io.ReadAll(r)
		if err != nil {
			return nil
		}
		all[f.Name] = string(content)
	}
	return all
}

// Pack makes a package of parts; what is "" is left out.
func Pack(parts map[string]string) []byte {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	var names []string
	for name, content := range parts {
		if content != "" {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		f, err := w.Create(name)
		if err != nil {
			return nil
		}
		if _, err := io.WriteString(f, parts[name]); err != nil {
			return nil
		}
	}
	if err := w.Close(); err != nil {
		return nil
	}
	return out.Bytes()
}

type checker struct {
	book   *ooxml.Package
	parts  map[string][]byte
	names  []string
	faults []string
	// Of the styles and the texts.
	formats, differences, texts int
	selected                    int // sheets
}

func (c *checker) fault(format string, args ...any) {
	c.faults = append(c.faults, fmt.Sprintf(format, args...))
}

func (c *checker) markup(name string) *ooxml.Markup {
	m, err := c.book.Markup(name)
	if err != nil {
		c.fault("%s: %v", name, err)
		return nil
	}
	return m
}

// types checks that every part has a type, and every type a part.
func (c *checker) types() {
	m := c.markup("[Content_Types].xml")
	if m == nil {
		return
	}
	endings, named := map[string]bool{}, map[string]bool{}
	for _, e := range m.Root.Children {
		if e.Name == "Default" {
			if endings[strings.ToLower(e.Attr("Extension"))] {
				c.fault("two types for .%s", e.Attr("Extension"))
			}
			endings[strings.ToLower(e.Attr("Extension"))] = true
			continue
		}
		name := strings.TrimPrefix(e.Attr("PartName"), "/")
		if named[name] {
			c.fault("two types for %s", name)
		}
		named[name] = true
		if c.parts[name] == nil {
			c.fault("a type for %s, which is not there", name)
		}
	}
	for _, name := range c.names {
		ending := strings.ToLower(strings.TrimPrefix(path.Ext(name), "."))
		if name != "[Content_Types].xml" && !named[name] && !endings[ending] {
			c.fault("%s has no type", name)
		}
		if ending == "xml" || ending == "rels" {
			c.markup(name)
		}
	}
}

// reach follows the relationships from a part; at the end every part was met.
func (c *checker) reach(part string, met map[string]bool) {
	all, err := c.book.Relationships(part)
	if err != nil {
		c.fault("%v", err)
	}
	seen := map[string]bool{}
	for _, r := range all {
		if seen[r.ID] {
			c.fault("two relationships %s of %s", r.ID, part)
		}
		seen[r.ID] = true
		if r.Part == "" || met[r.Part] {
			continue
		}
		if c.parts[r.Part] == nil {
			c.fault("%s leads to %s, which is not there", part, r.Part)
			continue
		}
		met[r.Part] = true
		c.reach(r.Part, met)
	}
	if part != "" {
		return
	}
	for _, name := range c.names {
		if name != "[Content_Types].xml" && !strings.HasSuffix(name, ".rels") && !met[name] {
			c.fault("nothing leads to %s", name)
		}
		if owner, rels := strings.CutSuffix(strings.Replace(name, "_rels/", "", 1), ".rels"); rels && owner != "" && c.parts[owner] == nil {
			c.fault("%s belongs to no part", name)
		}
	}
}

// The order of children (ECMA-376 part 1, annex A.2).
var orders = map[string][]string{
	"workbook":    strings.Fields("fileVersion fileSharing workbookPr AlternateContent revisionPtr workbookProtection bookViews sheets functionGroups externalReferences definedNames calcPr oleSize customWorkbookViews pivotCaches smartTagPr smartTagTypes webPublishing fileRecoveryPr webPublishObjects extLst"),
	"worksheet":   strings.Fields("sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection protectedRanges scenarios autoFilter sortState dataConsolidate customSheetViews mergeCells phoneticPr conditionalFormatting dataValidations hyperlinks printOptions pageMargins pageSetup headerFooter rowBreaks colBreaks customProperties cellWatches ignoredErrors smartTags drawing legacyDrawing legacyDrawingHF drawingHF picture oleObjects controls AlternateContent webPublishItems tableParts extLst"),
	"styleSheet":  strings.Fields("numFmts fonts fills borders cellStyleXfs cellXfs cellStyles dxfs tableStyles colors extLst"),
	"border":      strings.Fields("start end left right top bottom diagonal vertical horizontal"),
	"xf":          strings.Fields("alignment protection extLst"),
	"dxf":         strings.Fields("font numFmt fill alignment border protection extLst"),
	"comments":    strings.Fields("authors commentList extLst"),
	"comment":     strings.Fields("text AlternateContent commentPr"),
	"c":           strings.Fields("f v is extLst"),
	"sheetView":   strings.Fields("pane selection pivotSelection extLst"),
	"patternFill": strings.Fields("fgColor bgColor"),
}

// ordered checks the order of children all the way down, and the colours.
func (c *checker) ordered(part string, e *ooxml.Element) {
	if order := orders[e.Name]; order != nil {
		last := -1
		for _, child := range e.Children {
			at := slices.Index(order, child.Name)
			switch {
			case at < 0:
				c.fault("%s: <%s> in <%s>", part, child.Name, e.Name)
			case at < last:
				c.fault("%s: <%s> of <%s> is out of order", part, child.Name, e.Name)
			case at == last && child.Name != "conditionalFormatting" && child.Name != "selection" && child.Name != "AlternateContent":
				c.fault("%s: <%s> of <%s> is there twice", part, child.Name, e.Name)
			}
			last = max(last, at)
		}
	}
	c.color(part, e)
	for _, child := range e.Children {
		c.ordered(part, child)
	}
}

var hex = regexp.MustCompile(`^[0-9A-Fa-f]{8}$`)

func (c *checker) color(part string, e *ooxml.Element) {
	if rgb := e.Attr("rgb"); rgb != "" && !hex.MatchString(rgb) {
		c.fault("%s: colour %q", part, rgb)
	}
	if !strings.HasSuffix(strings.ToLower(e.Name), "color") {
		return
	}
	if n, given := number(e.Attr("indexed")); given && (n < 0 || n > 81) {
		c.fault("%s: colour number %d", part, n)
	}
	if n, given := number(e.Attr("theme")); given && (n < 0 || n > 11) {
		c.fault("%s: colour %d of the theme", part, n)
	}
	if tint, err := strconv.ParseFloat(e.Attr("tint"), 64); e.Attr("tint") != "" && (err != nil || tint < -1 || tint > 1) {
		c.fault("%s: tint %q", part, e.Attr("tint"))
	}
}

func number(text string) (n int, given bool) {
	n, err := strconv.Atoi(text)
	return n, err == nil
}

// maxCell is how many UTF-16 units a cell holds.
const maxCell = 32_767

var cellName = regexp.MustCompile(`^\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})$`)

// cellOf is the column and row of a cell's name, counted from 1.
func cellOf(name string) (column, row int, err error) {
	m := cellName.FindStringSubmatch(name)
	if m == nil {
		return 0, 0, fmt.Errorf("%q is no cell", name)
	}
	for _, letter := range m[1] {
		column = column*26 + int(letter-'A') + 1
	}
	row, err = strconv.Atoi(m[2])
	return column, row, err
}

func isTrue(text string) bool { return text == "1" || text == "true" }

func (c *checker) workbook() {
	main, err := c.book.Related("", "officeDocument")
	if err != nil || main == "" {
		c.fault("no workbook: %v", err)
		return
	}
	m := c.markup(main)
	if m == nil {
		return
	}
	c.ordered(main, m.Root)
	c.styles(main)
	if shared, _ := c.book.Related(main, "sharedStrings"); shared != "" {
		if s := c.markup(shared); s != nil {
			c.texts = len(s.Root.All("si"))
		}
	}
	related, _ := c.book.Relationships(main)
	titles, ids := map[string]bool{}, map[string]bool{}
	sheets := m.Root.Child("sheets").All("sheet")
	for _, s := range sheets {
		title := s.Attr("name")
		if n := len(utf16.Encode([]rune(title))); titles[strings.ToLower(title)] || n == 0 || n > 31 || strings.ContainsAny(title, `[]:*?/\`) {
			c.fault("sheet title %q", title)
		}
		if n, given := number(s.Attr("sheetId")); !given || n < 1 || ids[s.Attr("sheetId")] {
			c.fault("sheet number %q", s.Attr("sheetId"))
		}
		titles[strings.ToLower(title)], ids[s.Attr("sheetId")] = true, true
		at := slices.IndexFunc(related, func(r ooxml.Relationship) bool { return r.ID == s.Reference() })
		if at < 0 {
			c.fault("sheet %q has no part", title)
			continue
		}
		c.sheet(related[at].Part)
	}
	if c.selected > 1 {
		c.fault("%d sheets are chosen", c.selected)
	}
	for _, view := range m.Root.Child("bookViews").All("workbookView") {
		if n, given := number(view.Attr("activeTab")); given && (n >= len(sheets) || sheets[n].Attr("state") == "hidden") {
			c.fault("the chosen sheet is number %d", n)
		}
	}
	names := map[string]bool{}
	for _, d := range m.Root.Child("definedNames").All("definedName") {
		key := strings.ToLower(d.Attr("name")) + " " + d.Attr("localSheetId")
		if names[key] {
			c.fault("two names %s", key)
		}
		names[key] = true
		if n, given := number(d.Attr("localSheetId")); given && n >= len(sheets) {
			c.fault("name %s is of sheet %d", d.Attr("name"), n)
		}
		if m.Text(d) == "" {
			c.fault("name %s leads nowhere", d.Attr("name"))
		}
	}
}

func (c *checker) styles(main string) {
	part, _ := c.book.Related(main, "styles")
	if part == "" {
		return
	}
	m := c.markup(part)
	if m == nil {
		return
	}
	c.ordered(part, m.Root)
	size := map[string]int{}
	for _, list := range m.Root.Children {
		size[list.Name] = len(list.Children)
		if n, given := number(list.Attr("count")); given && n != len(list.Children) {
			c.fault("%s: <%s> counts %d and has %d", part, list.Name, n, len(list.Children))
		}
	}
	c.formats, c.differences = size["cellXfs"], size["dxfs"]
	for _, list := range []string{"cellStyleXfs", "cellXfs"} {
		for _, xf := range m.Root.Child(list).All("xf") {
			for name, of := range map[string]string{"fontId": "fonts", "fillId": "fills", "borderId": "borders", "xfId": "cellStyleXfs"} {
				if n, given := number(xf.Attr(name)); given && n >= size[of] {
					c.fault("%s: %s=%d of %d", part, name, n, size[of])
				}
			}
		}
	}
}

func (c *checker) sheet(part string) {
	m := c.markup(part)
	if m == nil || m.Root.Name != "worksheet" {
		return
	}
	c.ordered(part, m.Root)
	related, _ := c.book.Relationships(part)
	kinds := map[string]string{}
	for _, r := range related {
		kinds[r.ID] = r.Kind
	}
	for element, kind := range map[string]string{"drawing": "drawing", "legacyDrawing": "vmlDrawing", "legacyDrawingHF": "vmlDrawing"} {
		if e := m.Root.Child(element); e != nil && kinds[e.Reference()] != kind {
			c.fault("%s: <%s> leads to %q", part, element, kinds[e.Reference()])
		}
	}
	for _, view := range m.Root.Child("sheetViews").All("sheetView") {
		if isTrue(view.Attr("tabSelected")) {
			c.selected++
		}
	}
	c.cells(part, m)
	c.rules(part, m)
	c.notes(part, m, related)
}

func (c *checker) cells(part string, m *ooxml.Markup) {
	row := 0
	for _, r := range m.Root.Child("sheetData").All("row") {
		if n, given := number(r.Attr("r")); given {
			if n <= row {
				c.fault("%s: row %d behind row %d", part, n, row)
			}
			row = n
		}
		if height, err := strconv.ParseFloat(r.Attr("ht"), 64); err == nil && height > 409.5 {
			c.fault("%s: row %d is %g high", part, row, height)
		}
		column := 0
		for _, cell := range r.All("c") {
			x, y, err := cellOf(cell.Attr("r"))
			if err != nil || y != row || x <= column {
				c.fault("%s: cell %s in row %d", part, cell.Attr("r"), row)
			}
			column = x
			if n, given := number(cell.Attr("s")); given && n >= c.formats {
				c.fault("%s!%s: format %d of %d", part, cell.Attr("r"), n, c.formats)
			}
			if !slices.Contains([]string{"", "s", "b", "n", "e", "str", "inlineStr", "d"}, cell.Attr("t")) {
				c.fault("%s!%s: type %q", part, cell.Attr("r"), cell.Attr("t"))
			}
			if v := cell.Child("v"); v != nil && cell.Attr("t") == "s" {
				if n, given := number(m.Text(v)); !given || n >= c.texts {
					c.fault("%s!%s: text %s of %d", part, cell.Attr("r"), m.Text(v), c.texts)
				}
			}
			if is := cell.Child("is"); (is != nil) != (cell.Attr("t") == "inlineStr") {
				c.fault("%s!%s: inline text and type %q", part, cell.Attr("r"), cell.Attr("t"))
			} else if is != nil && len(utf16.Encode([]rune(m.Text(is)))) > maxCell {
				c.fault("%s!%s: too much text", part, cell.Attr("r"))
			}
		}
	}
}

// rules checks formats on conditions, validations and merged cells.
func (c *checker) rules(part string, m *ooxml.Markup) {
	for _, cf := range m.Root.All("conditionalFormatting") {
		for _, rule := range cf.All("cfRule") {
			if n, given := number(rule.Attr("dxfId")); given && n >= c.differences {
				c.fault("%s: dxf %d of %d", part, n, c.differences)
			}
			if n, given := number(rule.Attr("priority")); !given || n < 1 {
				c.fault("%s: priority %q", part, rule.Attr("priority"))
			}
		}
	}
	for _, v := range m.Root.Child("dataValidations").All("dataValidation") {
		for name, most := range map[string]int{"prompt": 255, "promptTitle": 32, "error": 255, "errorTitle": 32} {
			if n := len(utf16.Encode([]rune(v.Attr(name)))); n > most {
				c.fault("%s: %s of %s has %d characters", part, name, v.Attr("sqref"), n)
			}
		}
	}
	var areas [][4]int
	for _, merge := range m.Root.Child("mergeCells").All("mergeCell") {
		from, to, _ := strings.Cut(merge.Attr("ref"), ":")
		x1, y1, err1 := cellOf(from)
		x2, y2, err2 := cellOf(to)
		if err1 != nil || err2 != nil {
			c.fault("%s: merged %q", part, merge.Attr("ref"))
		}
		for _, a := range areas {
			if x1 <= a[2] && a[0] <= x2 && y1 <= a[3] && a[1] <= y2 {
				c.fault("%s: %s overlaps another merged area", part, merge.Attr("ref"))
			}
		}
		areas = append(areas, [4]int{x1, y1, x2, y2})
	}
}

var (
	noteShape  = regexp.MustCompile(`(?s)<v:shape\s.*?</v:shape>`)
	noteRow    = regexp.MustCompile(`<x:Row>([0-9]+)</x:Row>`)
	noteColumn = regexp.MustCompile(`<x:Column>([0-9]+)</x:Column>`)
	shapeID    = regexp.MustCompile(`<v:shape\s[^>]*?id="([^"]*)"`)
)

// notes checks that each comment has its box and each box its comment.
func (c *checker) notes(part string, m *ooxml.Markup, related []ooxml.Relationship) {
	comments, drawing := "", ""
	for _, r := range related {
		switch {
		case r.Kind == "comments" && comments != "":
			c.fault("%s has two parts of comments", part)
		case r.Kind == "comments":
			comments = r.Part
		case m.Root.Child("legacyDrawing") != nil && r.ID == m.Root.Child("legacyDrawing").Reference():
			drawing = r.Part
		}
	}
	boxes, numbers := map[[2]int]int{}, map[string]int{}
	for _, text := range noteShape.FindAllString(string(c.parts[drawing]), -1) {
		row, column := noteRow.FindStringSubmatch(text), noteColumn.FindStringSubmatch(text)
		if !strings.Contains(text, `ObjectType="Note"`) || row == nil || column == nil {
			continue
		}
		y, _ := strconv.Atoi(row[1])
		x, _ := strconv.Atoi(column[1])
		cell := [2]int{x + 1, y + 1}
		if boxes[cell]++; boxes[cell] > 1 {
			c.fault("%s: two boxes for %v", drawing, cell)
		}
		if id := shapeID.FindStringSubmatch(text); id != nil && strings.HasPrefix(id[1], "_x0000_s") {
			if numbers[id[1]]++; numbers[id[1]] > 1 {
				c.fault("%s: two shapes %s", drawing, id[1])
			}
		}
	}
	if comments == "" {
		if len(boxes) > 0 {
			c.fault("%s has boxes and no comments", part)
		}
		return
	}
	said := c.markup(comments)
	if said == nil {
		return
	}
	c.ordered(comments, said.Root)
	authors := len(said.Root.Child("authors").All("author"))
	seen := map[[2]int]bool{}
	for _, e := range said.Root.Child("commentList").All("comment") {
		ref := e.Attr("ref")
		if n, given := number(e.Attr("authorId")); !given || n >= authors {
			c.fault("%s: author %q of %d", comments, e.Attr("authorId"), authors)
		}
		x, y, err := cellOf(ref)
		if at := [2]int{x, y}; err != nil || seen[at] || boxes[at] == 0 {
			c.fault("%s: comment on %s is there twice or has no box", comments, ref)
		}
		seen[[2]int{x, y}] = true
		if text := e.Child("text"); text == nil || text.Child("t") != nil && text.Child("r") != nil || len(utf16.Encode([]rune(said.Text(text)))) > maxCell {
			c.fault("%s: text of %s", comments, ref)
		}
	}
	for cell := range boxes {
		if !seen[cell] {
			c.fault("%s: a box and no comment on %v", drawing, cell)
		}
	}
}
