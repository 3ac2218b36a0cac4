package ooxml

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Element is an element of a part and the bytes that it takes there.
type Element struct {
	// Name is its name without the prefix, which programs choose as they like.
	Name   string
	prefix string
	attrs  []xml.Attr
	// The start tag is from–open, the content open–shut, the end tag shut–to.
	from, open, shut, to int

	Parent   *Element
	Children []*Element
}

// Child is the first child of a name, nil where there is none.
func (e *Element) Child(name string) *Element {
	if e == nil {
		return nil
	}
	for _, c := range e.Children {
		if c.Name == name {
			return c
		}
	}
	return nil
}

// All are the children of a name.
func (e *Element) All(name string) []*Element {
	var all []*Element
	if e != nil {
		for _, c := range e.Children {
			if c.Name == name {
				all = append(all, c)
			}
		}
	}
	return all
}

// Attr is the value of an attribute without a prefix, "" where there is none.
func (e *Element) Attr(name string) string {
	for _, a := range e.attrs {
		if a.Name.Local == name && a.Name.Space == "" {
			return a.Value
		}
	}
	return ""
}

// Reference is the id of the relationship that an element names (r:id).
func (e *Element) Reference() string {
	for _, a := range e.attrs {
		if a.Name.Local == "id" && a.Name.Space != "" && a.Name.Space != "xmlns" {
			return a.Value
		}
	}
	return ""
}

// Prefixed gives a name the prefix of the element.
func (e *Element) Prefixed(name string) string {
	if e.prefix == "" {
		return name
	}
	return e.prefix + ":" + name
}

// Binding is the prefix that an element binds to a namespace.
func (e *Element) Binding(namespace string) (prefix string, bound bool) {
	for _, a := range e.attrs {
		if a.Name.Space == "xmlns" && a.Value == namespace {
			return a.Name.Local, true
		}
	}
	return "", false
}

// Markup is the XML of a part under change. What is not changed keeps its bytes.
type Markup struct {
	Root *Element

	data    []byte
	splices []splice
	// added are the texts of new children behind the last one.
	added map[*Element]string
}

// splice puts a text in the place of the bytes from–to.
type splice struct {
	from, to int
	text     string
}

var errNotXML = errors.New("a part is not well-formed")

// Parse reads the XML of a part, which is in UTF-8.
func Parse(data []byte) (*Markup, error) {
	m := &Markup{data: data, added: map[*Element]string{}}
	d := xml.NewDecoder(bytes.NewReader(data))
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
	var at *Element
	for {
		from := int(d.InputOffset())
		token, err := d.RawToken()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("%w: %w", errNotXML, err)
		}
		end := int(d.InputOffset())
		switch t := token.(type) {
		case xml.StartElement:
			e := &Element{Name: t.Name.Local, prefix: t.Name.Space, attrs: t.Attr, from: from, open: end, Parent: at}
			switch {
			case at != nil:
				at.Children = append(at.Children, e)
			case m.Root != nil:
				return nil, errNotXML
			default:
				m.Root = e
			}
			at = e
		case xml.EndElement:
			if at == nil || at.Name != t.Name.Local || at.prefix != t.Name.Space {
				return nil, errNotXML
			}
			at.shut, at.to = from, end
			at = at.Parent
		}
	}
	if m.Root == nil || at != nil {
		return nil, errNotXML
	}
	return m, nil
}

// Escape makes a text fit for XML, between tags and in attributes.
func Escape(text string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(text)) // a builder takes everything
	return b.String()
}

// Raw is an element as the part has it.
func (m *Markup) Raw(e *Element) string { return string(m.data[e.from:e.to]) }

// Text is what an element says, its children's words included.
func (m *Markup) Text(e *Element) string {
	d := xml.NewDecoder(bytes.NewReader(m.data[e.from:e.to]))
	var b strings.Builder
	for {
		token, err := d.RawToken()
		if err != nil {
			return b.String()
		}
		if text, ok := token.(xml.CharData); ok {
			b.Write(text)
		}
	}
}

func (m *Markup) splice(from, to int, text string) {
	m.splices = append(m.splices, splice{from, to, text})
}

// Before puts XML before an element.
func (m *Markup) Before(e *Element, text string) { m.splice(e.from, e.from, text) }

// After puts XML behind an element.
func (m *Markup) After(e *Element, text string) { m.splice(e.to, e.to, text) }

// Replace puts XML in the place of an element. What is else asked for inside it
// is not done.
func (m *Markup) Replace(e *Element, text string) { m.splice(e.from, e.to, text) }

// Remove takes an element out.
func (m *Markup) Remove(e *Element) { m.Replace(e, "") }

// Append puts XML behind the last child of an element.
func (m *Markup) Append(e *Element, text string) { m.added[e] += text }

// Insert puts a new child where the order of children, which the schema fixes,
// has it. Children that the order does not know stay where they are.
func (m *Markup) Insert(parent *Element, order []string, name, text string) {
	place := slices.Index(order, name)
	for _, c := range parent.Children {
		if slices.Index(order, orderedAs(c)) > place {
			m.Before(c, text)
			return
		}
	}
	m.Append(parent, text)
}

// orderedAs is the name that gives a child its place: alternatives stand where
// what they hold would.
func orderedAs(e *Element) string {
	for e.Name == "AlternateContent" || e.Name == "Choice" || e.Name == "Fallback" {
		if len(e.Children) == 0 {
			break
		}
		e = e.Children[0]
	}
	return e.Name
}

// SetAttr gives an attribute without a prefix a value.
func (m *Markup) SetAttr(e *Element, name, value string) {
	value = Escape(value)
	if from, to, ok := m.attribute(e, name); ok {
		m.splice(from, to, name+`="`+value+`"`)
		return
	}
	at := e.from + 1 + len(e.Prefixed(e.Name))
	m.splice(at, at, ` `+name+`="`+value+`"`)
}

// DropAttr takes an attribute without a prefix away, and the blank before it.
func (m *Markup) DropAttr(e *Element, name string) {
	if from, to, ok := m.attribute(e, name); ok {
		m.splice(from-1, to, "")
	}
}

// attribute finds the bytes of an attribute in the start tag.
func (m *Markup) attribute(e *Element, name string) (from, to int, ok bool) {
	blank := func(i int) bool { return bytes.IndexByte([]byte(" \t\r\n"), m.data[i]) >= 0 }
	i := e.from + 1 + len(e.Prefixed(e.Name))
	for i < e.open {
		for i < e.open && blank(i) {
			i++
		}
		from = i
		for i < e.open && m.data[i] != '=' && m.data[i] != '>' && m.data[i] != '/' && !blank(i) {
			i++
		}
		found := string(m.data[from:i]) == name
		for i < e.open && (blank(i) || m.data[i] == '=') {
			i++
		}
		if i >= e.open || m.data[i] != '"' && m.data[i] != '\'' {
			return 0, 0, false
		}
		i += 2 + bytes.IndexByte(m.data[i+1:e.open], m.data[i])
		if found {
			return from, i, true
		}
	}
	return 0, 0, false
}

// Changed tells whether anything is to be changed.
func (m *Markup) Changed() bool { return len(m.splices)+len(m.added) > 0 }

// Bytes is the part with all changes made.
func (m *Markup) Bytes() []byte {
	splices := slices.Clone(m.splices)
	for e, text := range m.added {
		if e.shut == e.open && bytes.HasSuffix(m.data[e.from:e.open], []byte("/>")) {
			splices = append(splices, splice{e.open - 2, e.open, ">" + text + "</" + e.Prefixed(e.Name) + ">"})
		} else {
			splices = append(splices, splice{e.shut, e.shut, text})
		}
	}
	// What is put in at a place comes before what replaces the bytes there.
	slices.SortStableFunc(splices, func(a, b splice) int {
		return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(min(a.to-a.from, 1), min(b.to-b.from, 1)))
	})
	var out bytes.Buffer
	at := 0
	for _, s := range splices {
		if s.from < at {
			continue // inside what was replaced
		}
		out.Write(m.data[at:s.from])
		out.WriteString(s.text)
		at = s.to
	}
	out.Write(m.data[at:])
	return out.Bytes()
}
