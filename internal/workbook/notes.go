package workbook

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/clipperhouse/displaywidth"

	"nianbao/internal/workbook/ooxml"
)

// Comments on cells are in two parts: what they say in one, which the sheet's
// relationships name, and the box of each in a drawing in VML, which the sheet
// names as its legacyDrawing (ECMA-376 part 1, 18.7, and part 4, 19.4). What the
// parts are called is up to the program: their numbers need not agree.

const (
	relsNamespace = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	commentsType  = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
	vmlType       = "application/vnd.openxmlformats-officedocument.vmlDrawing"
	emptyComments = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><authors></authors><commentList></commentList></comments>`
)

// author is who our comments are by. Their first line names it too, since
// LibreOffice keeps no authors, and where someone else's comment stands in front
// in the same cell.
const author = "nianbao"

var (
	// ourHead is the line above our remarks in a comment.
	ourHead = regexp.MustCompile(`^` + author + `[：:]$`)
	// ourMark begins a remark, ourMore what belongs to it.
	ourMark = regexp.MustCompile(`^【[^】]+】`)
	ourMore = "→"
)

// oursIn are the bytes of a comment that are ours, as pairs of from and to.
func oursIn(text, by string) [][2]int {
	var all [][2]int
	lines := strings.SplitAfter(text, "\n")
	at, inside := 0, false
	for i, line := range lines {
		said := strings.TrimSpace(line)
		switch {
		case ourHead.MatchString(said) && i+1 < len(lines) && ourMark.MatchString(strings.TrimSpace(lines[i+1])):
			inside = true
		case ourMark.MatchString(said):
			inside = inside || by == author
		default:
			inside = inside && strings.HasPrefix(said, ourMore)
		}
		if inside {
			from := at
			if n := len(all); n > 0 && all[n-1][1] == at {
				from, all = all[n-1][0], all[:n-1]
			}
			all = append(all, [2]int{from, at + len(line)})
		}
		at += len(line)
	}
	// The break that parts ours from what stands in front goes with it.
	if n := len(all); n > 0 && all[n-1][1] == len(text) && all[n-1][0] > 0 {
		all[n-1][0]--
		if all[n-1][0] > 0 && text[all[n-1][0]-1] == '\r' {
			all[n-1][0]--
		}
	}
	return all
}

// without is what is left of the bytes from–to of a text.
func without(text string, from, to int, gone [][2]int) string {
	var b strings.Builder
	for i := from; i < to; i++ {
		if !slices.ContainsFunc(gone, func(g [2]int) bool { return g[0] <= i && i < g[1] }) {
			b.WriteByte(text[i])
		}
	}
	return b.String()
}

// notes are the comments of a sheet.
type notes struct {
	b     *paper
	sheet *grid
	owner string // the part of the sheet

	part, drawing string // "" where there is none
	said          *ooxml.Markup
	vml           string
}

// notes reads the comments of a sheet.
func (b *paper) notes(owner string, sheet *grid) (*notes, error) {
	n := &notes{b: b, sheet: sheet, owner: owner}
	related, err := b.Relationships(owner)
	if err != nil {
		return nil, err
	}
	legacy := sheet.Root.Child("legacyDrawing")
	for _, r := range related {
		switch {
		case r.Kind == "comments" && r.Part != "" && n.part == "":
			n.part = r.Part
		case legacy != nil && r.ID == legacy.Reference():
			n.drawing = r.Part
		}
	}
	if n.drawing != "" {
		data, err := b.Part(n.drawing)
		if err != nil {
			return nil, err
		}
		n.vml = string(data)
	}
	if n.part != "" {
		n.said, err = b.Markup(n.part)
	}
	return n, err
}

// each calls a function with every comment.
func (n *notes) each(do func(c *ooxml.Element, at spot, by string)) {
	if n.said == nil {
		return
	}
	var authors []string
	for _, a := range n.said.Root.Child("authors").All("author") {
		authors = append(authors, n.said.Text(a))
	}
	for _, c := range n.said.Root.Child("commentList").All("comment") {
		at, ok := spotOf(c.Attr("ref"))
		if !ok {
			continue
		}
		by := ""
		if i, err := strconv.Atoi(c.Attr("authorId")); err == nil && i >= 0 && i < len(authors) {
			by = strings.TrimSpace(authors[i])
		}
		do(c, at, by)
	}
}

// piece is a run of a comment's text.
type piece struct {
	run, text *ooxml.Element
	said      string
}

func (n *notes) pieces(c *ooxml.Element) (all []piece, said string) {
	text := c.Child("text")
	if text == nil {
		return nil, ""
	}
	for _, e := range text.Children {
		t := e
		if e.Name == "r" {
			t = e.Child("t")
		}
		if t != nil && t.Name == "t" {
			p := piece{e, t, n.said.Text(t)}
			all, said = append(all, p), said+p.said
		}
	}
	return all, said
}

// withdraw takes our remarks out of the comments.
func (n *notes) withdraw() error {
	if n.said == nil {
		return nil
	}
	left, gone := 0, 0
	n.each(func(c *ooxml.Element, at spot, by string) {
		pieces, said := n.pieces(c)
		ours := oursIn(said, by)
		switch {
		case len(ours) == 0:
			left++
		case strings.TrimSpace(without(said, 0, len(said), ours)) == "":
			n.said.Remove(c)
			n.vml = dropShape(n.vml, at)
			gone++
		default:
			left++
			from := 0
			for _, p := range pieces {
				rest := without(said, from, from+len(p.said), ours)
				from += len(p.said)
				switch {
				case rest == p.said:
				case rest == "":
					n.said.Remove(p.run)
				default:
					n.said.Replace(p.text, n.text(rest))
				}
			}
		}
	})
	if left == 0 && gone > 0 {
		return n.drop()
	}
	n.save()
	return nil
}

// drop takes both parts out, once nothing is in them.
func (n *notes) drop() error {
	if err := n.b.Drop(n.owner, n.part); err != nil {
		return err
	}
	n.part, n.said = "", nil
	if n.drawing == "" || shapeBox.MatchString(n.vml) {
		n.save()
		return nil
	}
	n.sheet.Remove(n.sheet.Root.Child("legacyDrawing"))
	drawing := n.drawing
	n.drawing, n.vml = "", ""
	return n.b.Drop(n.owner, drawing)
}

func (n *notes) text(said string) string {
	t := n.said.Root.Prefixed("t")
	return fmt.Sprintf(`<%s xml:space="preserve">%s</%s>`, t, ooxml.Escape(said), t)
}

// runs are our remarks as runs of a comment: the first line in bold.
func (n *notes) runs(lines []string, behind bool) string {
	head := author + "：\n"
	if behind {
		head = "\n" + head
	}
	q := n.said.Root.Prefixed
	run := func(said, bold string) string {
		return fmt.Sprintf(`<%[1]s><%[2]s>%[3]s<%[4]s val="10"/><%[5]s val="宋体"/></%[2]s>%[6]s</%[1]s>`, q("r"), q("rPr"), bold, q("sz"), q("rFont"), n.text(xstring(said)))
	}
	return run(head, "<"+q("b")+"/>") + run(strings.Join(lines, "\n"), "")
}

// maxRemarks is how much we say in a cell; a comment takes 32,767 characters.
const maxRemarks = 30_000

// say puts our remarks into the comments of cells: where there is one already,
// behind what it says.
func (n *notes) say(cells map[spot][]string, order []spot) error {
	if err := n.begin(); err != nil {
		return err
	}
	known := map[spot]bool{}
	n.each(func(c *ooxml.Element, at spot, _ string) {
		lines := short(cells[at])
		_, said := n.pieces(c)
		if known[at] || len(lines) == 0 {
			n.box(at, said, false)
			known[at] = true
			return
		}
		known[at] = true
		n.behind(c, lines)
		n.box(at, said+"\n\n"+strings.Join(lines, "\n"), true)
	})
	by := -1
	for _, at := range order {
		if lines := short(cells[at]); !known[at] {
			if by < 0 {
				by = n.author()
			}
			q := n.said.Root.Prefixed
			n.said.Append(n.said.Root.Child("commentList"), fmt.Sprintf(`<%[1]s ref="%[2]s" authorId="%[3]d"><%[4]s>%[5]s</%[4]s></%[1]s>`,
				q("comment"), at, by, q("text"), n.runs(lines, false)))
			n.box(at, author+"\n"+strings.Join(lines, "\n"), true)
		}
	}
	n.save()
	return nil
}

// author is our number among the authors.
func (n *notes) author() int {
	authors := n.said.Root.Child("authors")
	for i, a := range authors.All("author") {
		if n.said.Text(a) == author {
			return i
		}
	}
	n.said.Append(authors, fmt.Sprintf("<%[1]s>%[2]s</%[1]s>", n.said.Root.Prefixed("author"), author))
	return len(authors.All("author"))
}

// short leaves out what a comment does not hold; the list says everything.
func short(lines []string) []string {
	room := maxRemarks
	for i, line := range lines {
		if room -= len([]rune(line)) + 1; room < 0 {
			return append(slices.Clone(lines[:i]), ourMore+" ……")
		}
	}
	return lines
}

// behind puts our remarks behind what a comment says.
func (n *notes) behind(c *ooxml.Element, lines []string) {
	text := c.Child("text")
	if text == nil {
		n.said.Append(c, fmt.Sprintf("<%[1]s>%[2]s</%[1]s>", n.said.Root.Prefixed("text"), n.runs(lines, false)))
		return
	}
	// A plain text and runs do not stand side by side.
	if t := text.Child("t"); t != nil {
		r := n.said.Root.Prefixed("r")
		n.said.Replace(t, "<"+r+">"+n.text(n.said.Text(t))+"</"+r+">")
	}
	for _, e := range text.Children {
		if e.Name == "rPh" || e.Name == "phoneticPr" {
			n.said.Before(e, n.runs(lines, true))
			return
		}
	}
	n.said.Append(text, n.runs(lines, true))
}

// begin makes the parts that the sheet lacks.
func (n *notes) begin() (err error) {
	if n.part == "" {
		n.part = n.b.Free("xl/comments%d.xml")
		n.b.Put(n.part, []byte(n.b.edition(emptyComments)))
		if _, err := n.b.Relate(n.owner, ooxml.OfficeTypes, "comments", n.part); err != nil {
			return err
		}
		if err := n.b.Declare(n.part, commentsType); err != nil {
			return err
		}
		if n.said, err = n.b.Markup(n.part); err != nil {
			return err
		}
	}
	if n.drawing != "" {
		return nil
	}
	n.drawing = n.b.Free("xl/drawings/vmlDrawing%d.vml")
	n.vml = emptyDrawing(n.drawing)
	n.b.Put(n.drawing, []byte(n.vml))
	id, err := n.b.Relate(n.owner, ooxml.OfficeTypes, "vmlDrawing", n.drawing)
	if err != nil {
		return err
	}
	space := n.b.edition(relsNamespace)
	prefix, bound := n.sheet.Root.Binding(space)
	declared := ""
	if !bound {
		prefix, declared = "r", fmt.Sprintf(` xmlns:r="%s"`, space)
	}
	n.sheet.Insert(n.sheet.Root, sheetOrder, "legacyDrawing", fmt.Sprintf(`<%s%s %s:id="%s"/>`, n.sheet.Root.Prefixed("legacyDrawing"), declared, prefix, id))
	return n.b.Declare(n.drawing, vmlType)
}

// save writes both parts.
func (n *notes) save() {
	if n.part != "" {
		n.b.Save(n.part, n.said)
	}
	if n.drawing != "" {
		if old, err := n.b.Part(n.drawing); err != nil || string(old) != n.vml {
			n.b.Put(n.drawing, []byte(n.vml))
		}
	}
}

// The drawing is no part that has to be well-formed: older programs write HTML
// into it. Its boxes are found by their tags.
var (
	shapeBox    = regexp.MustCompile(`(?s)<v:shape\s[^>]*?>.*?</v:shape>`)
	shapeRow    = regexp.MustCompile(`<x:Row>\s*([0-9]+)\s*</x:Row>`)
	shapeColumn = regexp.MustCompile(`<x:Column>\s*([0-9]+)\s*</x:Column>`)
	shapeAnchor = regexp.MustCompile(`<x:Anchor>[^<]*</x:Anchor>`)
	shapeNumber = regexp.MustCompile(`_x0000_s([0-9]+)`)
	drawingMap  = regexp.MustCompile(`<o:idmap[^>]*?data="([0-9]+)`)
	drawingName = regexp.MustCompile(`([0-9]+)\.vml$`)
)

// boxOf finds the box of a cell's comment, nil where there is none.
func boxOf(vml string, at spot) []int {
	number := func(re *regexp.Regexp, text string) int {
		if m := re.FindStringSubmatch(text); m != nil {
			n, _ := strconv.Atoi(m[1]) // digits
			return n + 1
		}
		return 0
	}
	for _, found := range shapeBox.FindAllStringIndex(vml, -1) {
		text := vml[found[0]:found[1]]
		if strings.Contains(text, `ObjectType="Note"`) && number(shapeRow, text) == at.row && number(shapeColumn, text) == at.column {
			return found
		}
	}
	return nil
}

func dropShape(vml string, at spot) string {
	if found := boxOf(vml, at); found != nil {
		return vml[:found[0]] + vml[found[1]:]
	}
	return vml
}

const noteShape = `<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>`

// emptyDrawing is a drawing without a box. The numbers of its shapes are those
// of the block that its own number gives it.
func emptyDrawing(part string) string {
	block := "1"
	if m := drawingName.FindStringSubmatch(part); m != nil {
		block = m[1]
	}
	return `<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel">` +
		`<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="` + block + `"/></o:shapelayout>` + noteShape + `</xml>`
}

const (
	noteWidth      = 340 // pixels
	noteLine       = 18
	noteCharacters = 44 // a line, each Chinese one counted twice
)

// box gives a comment its box, or one that there is the size for what it says
// now. It hides until the cell is pointed at.
func (n *notes) box(at spot, said string, resize bool) {
	lines := 1
	for line := range strings.SplitSeq(said, "\n") {
		lines += 1 + displaywidth.Options{EastAsianWidth: true}.String(line)/noteCharacters
	}
	anchor := "<x:Anchor>" + n.sheet.anchor(at, noteWidth, lines*noteLine) + "</x:Anchor>"
	if found := boxOf(n.vml, at); found != nil {
		if text := n.vml[found[0]:found[1]]; resize {
			n.vml = n.vml[:found[0]] + shapeAnchor.ReplaceAllLiteralString(text, anchor) + n.vml[found[1]:]
		}
		return
	}
	next := 1024
	if m := drawingMap.FindStringSubmatch(n.vml); m != nil {
		block, _ := strconv.Atoi(m[1]) // digits
		next *= max(block, 1)
	}
	for _, m := range shapeNumber.FindAllStringSubmatch(n.vml, -1) {
		used, _ := strconv.Atoi(m[1])
		next = max(next, used)
	}
	kind := ""
	if !strings.Contains(n.vml, `id="_x0000_t202"`) {
		kind = noteShape
	}
	box := kind + fmt.Sprintf(`<v:shape id="_x0000_s%d" type="#_x0000_t202" style="position:absolute;margin-left:60pt;margin-top:1.5pt;width:%gpt;height:%gpt;z-index:1;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">`+
		`<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>`+
		`<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>%s<x:AutoFill>False</x:AutoFill><x:Row>%d</x:Row><x:Column>%d</x:Column></x:ClientData></v:shape>`,
		next+1, noteWidth*.75, float64(lines*noteLine)*.75, anchor, at.row-1, at.column-1)
	if end := strings.LastIndex(n.vml, "</xml>"); end >= 0 {
		n.vml = n.vml[:end] + box + n.vml[end:]
	}
}
