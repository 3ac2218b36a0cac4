// Package pdf writes a document as a PDF file for the archive (PDF/A): it has
// package layout set the pages and draws what stands on them through a small
// interface, behind which stand a writer of our own and gofpdf.
package pdf

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"maps"
	"slices"

	"nianbao/render/document"
	"nianbao/render/font"
	"nianbao/render/layout"
)

// Fonts finds the faces to draw with; *font.Set does.
type Fonts interface {
	// Face returns the face that draws r in the place of role, and false when
	// no face has r.
	Face(role font.Role, r rune) (*font.Face, bool)
}

// Engine names a writer of PDF.
type Engine string

// The engines.
const (
	// Native is our own: PDF/A, tagged, with every character that a face has.
	Native Engine = "native"
	// Gofpdf draws the same pages with gofpdf, without PDF/A, tags and
	// characters above U+FFFF.
	Gofpdf Engine = "gofpdf"
)

// Options is what the caller decides about files. The zero Options are those
// of Native and PDF/A-2a, or PDF/A-3a where files are attached.
type Options struct {
	// Producer names the program and its version in the file's metadata.
	Producer string
	Engine   Engine
	// Conformance is to PDF/A; Gofpdf knows PlainPDF alone.
	Conformance Conformance
	// Attach is whether files will be attached, which takes PDF/A-3.
	Attach bool
}

// complete fills in what was left open.
func (o Options) complete() Options {
	o.Engine = cmp.Or(o.Engine, Native)
	switch {
	case o.Conformance != "":
	case o.Engine == Gofpdf:
		o.Conformance = PlainPDF
	case o.Attach:
		o.Conformance = PDFA3a
	default:
		o.Conformance = PDFA2a
	}
	return o
}

// Option names one of the Options.
type Option string

// The options that can be at odds.
const (
	EngineOption      Option = "engine"
	ConformanceOption Option = "conformance"
	AttachOption      Option = "attach"
)

// Conflict is an option that does not go with the value of another, or, where
// Of is "", one with a value that there is not.
type Conflict struct {
	Option Option
	Value  string
	Of     Option
	With   string // the value of Of
}

func (c *Conflict) Error() string {
	if c.Of == "" {
		return fmt.Sprintf("pdf: there is no %s %q", c.Option, c.Value)
	}
	return fmt.Sprintf("pdf: %s does not go with the %s %s", c.Option, c.Of, c.With)
}

// check returns the first conflict of completed options.
func (o Options) check() error {
	_, known := o.Conformance.parse()
	switch {
	case o.Engine != Native && o.Engine != Gofpdf:
		return &Conflict{Option: EngineOption, Value: string(o.Engine)}
	case !known:
		return &Conflict{Option: ConformanceOption, Value: string(o.Conformance)}
	case o.Engine == Gofpdf && o.Conformance != PlainPDF:
		return &Conflict{ConformanceOption, string(o.Conformance), EngineOption, string(o.Engine)}
	case o.Engine == Gofpdf && o.Attach:
		return &Conflict{AttachOption, "", EngineOption, string(o.Engine)}
	case o.Attach && o.Conformance != PDFA3a:
		return &Conflict{AttachOption, "", ConformanceOption, string(o.Conformance)}
	}
	return nil
}

// Writer writes documents with the same fonts and options. It is safe for
// concurrent use, and faster than a Writer for each document, as it keeps what
// documents share.
type Writer struct {
	fonts Fonts
	opts  Options
	press press
	shelf shelf
}

// NewWriter returns a writer. The error is a *Conflict of the options.
func NewWriter(fonts Fonts, opts Options) (*Writer, error) {
	opts = opts.complete()
	if err := opts.check(); err != nil {
		return nil, err
	}
	return &Writer{fonts: fonts, opts: opts}, nil
}

// Write sets doc and writes it to w as one PDF file. The same document, fonts,
// options and attachments give the same bytes. Nothing is written to w before
// the whole file is made. Attachments are for Options.Attach alone.
func (wr *Writer) Write(ctx context.Context, w io.Writer, doc *document.Document, attached ...Attachment) error {
	if len(attached) > 0 && !wr.opts.Attach {
		return &Conflict{AttachOption, "", ConformanceOption, string(wr.opts.Conformance)}
	}
	t := &typesetter{fonts: wr.fonts, engine: wr.opts.Engine}
	pages, err := layout.Lay(ctx, doc, t, layout.Options{CanDraw: t.canDraw})
	if err != nil {
		return fmt.Errorf("lay out the pages: %w", err)
	}
	d := t.split(pages)
	s := newStructure(doc)
	c, err := wr.canvas(t, pages, s, attached)
	if err != nil {
		return fmt.Errorf("embed the fonts: %w", err)
	}
	d.draw(c, pages, s)
	file, err := c.finish(information(doc, wr.opts))
	if err != nil {
		return fmt.Errorf("draw the pages: %w", err)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if _, err := w.Write(file); err != nil {
		return fmt.Errorf("write the file: %w", err)
	}
	return nil
}

// canvas makes the canvas of a file, with the characters that t has met.
func (wr *Writer) canvas(t *typesetter, pages *layout.Pages, s *structure, attached []Attachment) (canvas, error) {
	runes := make([][]rune, len(t.faces))
	for i := range t.faces {
		runes[i] = slices.Sorted(maps.Keys(t.used[i]))
	}
	if wr.opts.Engine == Gofpdf {
		subsets := make([]subset, len(t.faces))
		for i, face := range t.faces {
			data, err := face.Subset(runes[i])
			if err != nil {
				return nil, err
			}
			subsets[i] = subset{face.Name(), data}
		}
		return newGofpdf(subsets, pages.Outline, len(pages.Pages)), nil
	}
	conforms, _ := wr.opts.Conformance.parse()
	c := &nativeCanvas{press: &wr.press, conforms: conforms, outline: pages.Outline, structure: s, attached: attached}
	c.fonts = make([]*embedded, len(t.faces))
	return c, parallel(len(t.faces), func(i int) (err error) {
		c.fonts[i], err = wr.shelf.embed(t.faces[i], runes[i], &wr.press)
		return err
	})
}

// CanDraw reports whether Native shows r itself. Any other character stands in
// the file as 〓.
func CanDraw(fonts Fonts, r rune) bool {
	_, ok := fonts.Face(font.Fang, r)
	return ok
}

// CanDraw reports whether the writer's files show r itself. Any other
// character stands in them as 〓.
func (wr *Writer) CanDraw(r rune) bool {
	return wr.opts.Engine.has(r) && CanDraw(wr.fonts, r)
}

// has reports whether the engine can draw r if a face can. Gofpdf has arrays of
// 65,536 characters, and panics above.
func (e Engine) has(r rune) bool { return e != Gofpdf || r <= 0xffff }

// typesetter brings fonts and layout together for one document.
type typesetter struct {
	fonts  Fonts
	engine Engine
	// known caches what the fonts say of a character in a role.
	known [layout.Fang + 1]map[rune]*font.Face
	faces []*font.Face // in the order of their first use
	used  []map[rune]bool
}

// roleNames are the fonts' names of the layout's roles.
var roleNames = [...]font.Role{
	layout.Song:  font.Song,
	layout.Title: font.Title,
	layout.Hei:   font.Hei,
	layout.Kai:   font.Kai,
	layout.Fang:  font.Fang,
}

// face is the face that draws r, nil when there is none.
func (t *typesetter) face(role layout.Role, r rune) *font.Face {
	face, ok := t.known[role][r]
	if ok {
		return face
	}
	face, ok = t.fonts.Face(roleNames[role], r)
	if !ok {
		face = nil
	}
	if t.known[role] == nil {
		t.known[role] = make(map[rune]*font.Face, 256)
	}
	t.known[role][r] = face
	return face
}

// Advance makes a typesetter the layout's Metrics.
func (t *typesetter) Advance(role layout.Role, r rune) int {
	face := t.face(role, r)
	if face == nil {
		return 1000 // only of 〓 itself, in fonts that lack it
	}
	return face.Advance(r)
}

// canDraw is Writer.CanDraw for a role, with the typesetter's cache.
func (t *typesetter) canDraw(role layout.Role, r rune) bool {
	return t.engine.has(r) && t.face(role, r) != nil
}
