// Package pdf writes a document as a PDF file: it has package layout set the
// pages and draws what stands on them through a small interface, behind which
// any writer of PDF can stand.
package pdf

import (
	"context"
	"fmt"
	"io"

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

// Options is what the caller decides about a file.
type Options struct {
	// Producer names the program and its version in the file's metadata.
	Producer string
}

// Write sets doc and writes it to w as one PDF file. The same document and
// fonts give the same bytes. It is safe for concurrent use; nothing is written
// to w before the whole file is made.
func Write(ctx context.Context, w io.Writer, doc *document.Document, fonts Fonts, opts Options) error {
	t := &typesetter{fonts: fonts}
	pages, err := layout.Lay(ctx, doc, t, layout.Options{CanDraw: t.canDraw})
	if err != nil {
		return fmt.Errorf("lay out the pages: %w", err)
	}
	file, err := t.draw(pages, information(doc, opts))
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

// CanDraw reports whether Write shows r itself. Any other character stands in
// the file as 〓.
func CanDraw(fonts Fonts, r rune) bool {
	if r > maxRune {
		return false
	}
	_, ok := fonts.Face(font.Fang, r)
	return ok
}

// maxRune keeps from gofpdf what makes it panic: it has arrays of 65,536
// characters.
const maxRune = 0xffff

// typesetter brings fonts and layout together for one document.
type typesetter struct {
	fonts Fonts
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

// canDraw is CanDraw for a role, with the typesetter's cache.
func (t *typesetter) canDraw(role layout.Role, r rune) bool {
	return r <= maxRune && t.face(role, r) != nil
}
