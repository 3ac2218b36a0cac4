package workbook

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"nianbao/internal/workbook/ooxml"
)

// wardrobe is the part of styles under change. Formats are only added: those
// that there are may have colours by number, of the theme and with a tint, or
// none, and stay as they are.
type wardrobe struct {
	*ooxml.Markup
	part  string
	lists map[string][]string // what a list holds, as XML
	next  map[string]int      // how many it held at first
}

const (
	stylesPart  = "xl/styles.xml"
	stylesType  = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
	emptyStyles = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts count="1"><font><sz val="11"/><name val="宋体"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs></styleSheet>`
)

// wardrobe reads the part of styles; a workbook may do without one.
func (b *paper) wardrobe() (*wardrobe, error) {
	part, err := b.Related(b.main, "styles")
	if err != nil {
		return nil, err
	}
	if part == "" {
		part = stylesPart
		b.Put(part, []byte(b.edition(emptyStyles)))
		if err := b.Declare(part, stylesType); err != nil {
			return nil, err
		}
		if _, err := b.Relate(b.main, ooxml.OfficeTypes, "styles", part); err != nil {
			return nil, err
		}
	}
	m, err := b.Markup(part)
	if err != nil {
		return nil, err
	}
	w := &wardrobe{Markup: m, part: part, lists: map[string][]string{}, next: map[string]int{}}
	for _, list := range m.Root.Children {
		for _, e := range list.Children {
			w.lists[list.Name] = append(w.lists[list.Name], m.Raw(e))
		}
		w.next[list.Name] = len(list.Children)
	}
	w.mendColors(m.Root)
	return w, nil
}

var hexColor = regexp.MustCompile(`^(?:[0-9A-Fa-f]{8}|[0-9A-Fa-f]{6})$`)

// mendColors gives up colours that are none. Copies that earlier versions
// annotated have such, where a program had written a colour by its number.
func (w *wardrobe) mendColors(e *ooxml.Element) {
	if rgb := e.Attr("rgb"); rgb != "" && !hexColor.MatchString(rgb) {
		w.DropAttr(e, "rgb")
	}
	for _, c := range e.Children {
		w.mendColors(c)
	}
}

// add gives the index of an entry of a list, which is added where there is none.
func (w *wardrobe) add(list, entry string) int {
	for i, known := range w.lists[list] {
		if known == entry {
			return i
		}
	}
	w.lists[list] = append(w.lists[list], entry)
	return len(w.lists[list]) - 1
}

// named writes an entry with the prefix that the part's elements have.
func (w *wardrobe) named(xml string) string {
	prefix := w.Root.Prefixed("")
	if prefix == "" {
		return xml
	}
	return regexp.MustCompile(`<(/?)`).ReplaceAllString(xml, "<${1}"+prefix)
}

// solid is the fill of one colour.
func solid(rgb string) string {
	return `<fill><patternFill patternType="solid"><fgColor rgb="FF` + rgb + `"/><bgColor indexed="64"/></patternFill></fill>`
}

// maxFormats is how many formats Excel takes.
const maxFormats = 65_490

// filled is the format of a cell with another fill, all else being the same.
func (w *wardrobe) filled(format, fill int) (int, error) {
	if format < 0 || format >= len(w.lists["cellXfs"]) {
		format = 0
	}
	if len(w.lists["cellXfs"]) >= maxFormats {
		return 0, errors.New("no room for another format")
	}
	if len(w.lists["cellXfs"]) == 0 {
		w.add("cellXfs", w.named(`<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>`))
	}
	m, err := ooxml.Parse([]byte(w.lists["cellXfs"][format]))
	if err != nil {
		return 0, err
	}
	m.SetAttr(m.Root, "fillId", strconv.Itoa(fill))
	m.SetAttr(m.Root, "applyFill", "1")
	return w.add("cellXfs", string(m.Bytes())), nil
}

// fillOf is the fill of a format, as XML and by its colour where it is of one.
func (w *wardrobe) fillOf(format int) (xml, rgb string) {
	if format < 0 || format >= len(w.lists["cellXfs"]) {
		return "", ""
	}
	xf, err := ooxml.Parse([]byte(w.lists["cellXfs"][format]))
	if err != nil {
		return "", ""
	}
	n, err := strconv.Atoi(xf.Root.Attr("fillId"))
	if err != nil || n < 0 || n >= len(w.lists["fills"]) {
		return "", ""
	}
	xml = w.lists["fills"][n]
	m, err := ooxml.Parse([]byte(xml))
	if err != nil {
		return xml, ""
	}
	pattern := m.Root.Child("patternFill")
	if pattern == nil || pattern.Attr("patternType") != "solid" || pattern.Child("fgColor") == nil {
		return xml, ""
	}
	rgb = strings.ToUpper(pattern.Child("fgColor").Attr("rgb"))
	return xml, rgb[max(len(rgb)-6, 0):]
}

// save writes what was added into the part.
func (w *wardrobe) save(b *paper) {
	for _, name := range styleOrder {
		entries, had := w.lists[name], w.next[name]
		if len(entries) == had {
			continue
		}
		added := strings.Join(entries[had:], "")
		if list := w.Root.Child(name); list != nil {
			w.SetAttr(list, "count", strconv.Itoa(len(entries)))
			w.Append(list, added)
			continue
		}
		tag := w.Root.Prefixed(name)
		w.Insert(w.Root, styleOrder, name, fmt.Sprintf(`<%s count="%d">%s</%s>`, tag, len(entries), added, tag))
	}
	b.Save(w.part, w.Markup)
}

// edition words XML in the namespaces of the package's edition of the standard.
func (b *paper) edition(xml string) string {
	if !b.Strict() {
		return xml
	}
	return strings.NewReplacer("http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main",
		"http://schemas.openxmlformats.org/officeDocument/2006/relationships", "http://purl.oclc.org/ooxml/officeDocument/relationships").Replace(xml)
}
