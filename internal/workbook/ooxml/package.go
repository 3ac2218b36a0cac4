// Package ooxml changes the packages of ECMA-376, which workbooks and documents
// are: single parts and single elements of them, so that all else that other
// programs wrote keeps its bytes. It knows no kind of part by its content.
package ooxml

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
)

// Package is a package under change.
type Package struct {
	files []*zip.File
	// last is the entry that holds a part; parts goes by names in small letters,
	// since programs disagree on their case.
	last    map[string]*zip.File
	changed map[string][]byte // nil for one that was taken out
	added   []string          // names of new parts, in order
}

// Open reads the list of parts of a package.
func Open(data []byte) (*Package, error) {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, err
	}
	p := &Package{files: archive.File, last: map[string]*zip.File{}, changed: map[string][]byte{}}
	for _, f := range archive.File {
		p.last[key(f.Name)] = f
	}
	return p, nil
}

func key(name string) string {
	return strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(name, `\`, "/"), "/"))
}

// Has tells whether there is a part.
func (p *Package) Has(name string) bool {
	if data, changed := p.changed[key(name)]; changed {
		return data != nil
	}
	return p.last[key(name)] != nil
}

// Part is the content of a part.
func (p *Package) Part(name string) ([]byte, error) {
	if data, changed := p.changed[key(name)]; changed && data != nil {
		return data, nil
	}
	f := p.last[key(name)]
	if f == nil || !p.Has(name) {
		return nil, fmt.Errorf("there is no part %s", name)
	}
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close() // only read from
	return io.ReadAll(r)
}

// Markup is the XML of a part.
func (p *Package) Markup(name string) (*Markup, error) {
	data, err := p.Part(name)
	if err != nil {
		return nil, err
	}
	m, err := Parse(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return m, nil
}

// Put writes a part, which may be new.
func (p *Package) Put(name string, data []byte) {
	k := key(name)
	if p.last[k] == nil && !slices.ContainsFunc(p.added, func(n string) bool { return key(n) == k }) {
		p.added = append(p.added, name)
	}
	p.changed[k] = data
}

// Save puts what was changed in a part into it.
func (p *Package) Save(name string, m *Markup) {
	if m.Changed() {
		p.Put(name, m.Bytes())
	}
}

// Free is a name for a new part: the pattern with the first number that is free.
func (p *Package) Free(pattern string) string {
	for n := 1; ; n++ {
		if name := fmt.Sprintf(pattern, n); !p.Has(name) {
			return name
		}
	}
}

// Zip writes the package: the parts in the order that they had, new ones
// behind them.
func (p *Package) Zip(w io.Writer) error {
	out := zip.NewWriter(w)
	put := func(name string, data []byte) error {
		entry, err := out.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate})
		if err != nil {
			return err
		}
		_, err = entry.Write(data)
		return err
	}
	for _, f := range p.files {
		data, changed := p.changed[key(f.Name)]
		var err error
		switch {
		case !changed:
			err = out.Copy(f)
		case data != nil && p.last[key(f.Name)] == f:
			err = put(f.Name, data)
		}
		if err != nil {
			return err
		}
	}
	for _, name := range p.added {
		if data := p.changed[key(name)]; data != nil {
			if err := put(name, data); err != nil {
				return err
			}
		}
	}
	return out.Close()
}

// Relationship says what one part is to another.
type Relationship struct {
	ID string
	// Kind is the last word of its type, which the editions of the standard have
	// in common.
	Kind string
	// Part is what it leads to, "" where that is outside.
	Part string
	from string // all of the type before the kind
}

// The folders of relationship types: of the office documents, and of what
// Microsoft added.
const (
	OfficeTypes = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	strictTypes = "http://purl.oclc.org/ooxml/officeDocument/relationships/"
)

const (
	relsHead  = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n" + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>`
	typesPart = "[Content_Types].xml"
)

// relsOf is the part that holds the relationships of another; "" stands for the
// package itself.
func relsOf(part string) string {
	return path.Join(path.Dir(part), "_rels", path.Base("/"+part)+".rels")
}

func relsName(part string) string {
	if part == "" {
		return "_rels/.rels"
	}
	return relsOf(part)
}

// Relationships are those of a part.
func (p *Package) Relationships(part string) ([]Relationship, error) {
	if !p.Has(relsName(part)) {
		return nil, nil
	}
	m, err := p.Markup(relsName(part))
	if err != nil {
		return nil, err
	}
	var all []Relationship
	for _, e := range m.Root.All("Relationship") {
		from, kind := path.Split(e.Attr("Type"))
		r := Relationship{ID: e.Attr("Id"), Kind: kind, from: from}
		if e.Attr("TargetMode") != "External" {
			r.Part = resolve(part, e.Attr("Target"))
		}
		all = append(all, r)
	}
	return all, nil
}

// Related is the part that another has as a kind, "" where it has none.
func (p *Package) Related(part, kind string) (string, error) {
	all, err := p.Relationships(part)
	for _, r := range all {
		if r.Kind == kind && r.Part != "" {
			return r.Part, nil
		}
	}
	return "", err
}

// resolve makes the name of a part of a target, which is relative to the part
// that names it.
func resolve(part, target string) string {
	target = strings.ReplaceAll(target, `\`, "/")
	if strings.HasPrefix(target, "/") {
		return strings.TrimPrefix(path.Clean(target), "/")
	}
	return strings.TrimPrefix(path.Join("/", path.Dir("/"+part), target), "/")
}

// relative is a part as another names it.
func relative(part, target string) string {
	from, to := strings.Split(path.Dir(part), "/"), strings.Split(target, "/")
	for len(from) > 0 && len(to) > 1 && from[0] == to[0] {
		from, to = from[1:], to[1:]
	}
	return strings.Repeat("../", len(from)) + strings.Join(to, "/")
}

// Strict tells whether the package is of the strict edition of the standard,
// whose namespaces are others.
func (p *Package) Strict() bool {
	all, _ := p.Relationships("") // read before by whoever found the main part
	return slices.ContainsFunc(all, func(r Relationship) bool { return r.from == strictTypes })
}

// Relate adds a relationship and returns its ID.
func (p *Package) Relate(part, types, kind, target string) (string, error) {
	if types == OfficeTypes && p.Strict() {
		types = strictTypes
	}
	name := relsName(part)
	if !p.Has(name) {
		p.Put(name, []byte(relsHead))
	}
	m, err := p.Markup(name)
	if err != nil {
		return "", err
	}
	used := map[string]bool{}
	for _, e := range m.Root.All("Relationship") {
		used[e.Attr("Id")] = true
	}
	n := 1
	for used[fmt.Sprintf("rId%d", n)] {
		n++
	}
	id := fmt.Sprintf("rId%d", n)
	m.Append(m.Root, fmt.Sprintf(`<%s Id="%s" Type="%s%s" Target="%s"/>`, m.Root.Prefixed("Relationship"), id, types, kind, Escape(relative(part, target))))
	p.Save(name, m)
	return id, nil
}

// Drop takes out a part that another has, with the relationship and all that is
// said of it.
func (p *Package) Drop(owner, part string) error {
	name := relsName(owner)
	m, err := p.Markup(name)
	if err != nil {
		return err
	}
	left := 0
	for _, e := range m.Root.All("Relationship") {
		if e.Attr("TargetMode") != "External" && key(resolve(owner, e.Attr("Target"))) == key(part) {
			m.Remove(e)
		} else {
			left++
		}
	}
	if left > 0 {
		p.Save(name, m)
	} else {
		p.take(name)
	}
	p.take(relsName(part))
	p.take(part)
	types, err := p.Markup(typesPart)
	if err != nil {
		return err
	}
	for _, e := range types.Root.All("Override") {
		if at := key(e.Attr("PartName")); at == key(part) || at == key(relsName(part)) || left == 0 && at == key(name) {
			types.Remove(e)
		}
	}
	p.Save(typesPart, types)
	return nil
}

// take takes a part out.
func (p *Package) take(name string) {
	if p.Has(name) {
		p.changed[key(name)] = nil
	}
}

// Declare says what type a part is of.
func (p *Package) Declare(part, contentType string) error {
	m, err := p.Markup(typesPart)
	if err != nil {
		return errors.Join(errors.New("the package does not say what its parts are"), err)
	}
	for _, e := range m.Root.All("Override") {
		if key(e.Attr("PartName")) == key(part) {
			m.SetAttr(e, "ContentType", contentType)
			p.Save(typesPart, m)
			return nil
		}
	}
	m.Append(m.Root, fmt.Sprintf(`<%s PartName="/%s" ContentType="%s"/>`, m.Root.Prefixed("Override"), Escape(part), contentType))
	p.Save(typesPart, m)
	return nil
}
