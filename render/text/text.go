// Package text writes a document as plain text for terminals and simple
// editors: paragraphs wrapped by the rules of Chinese lines, or not at all, and
// tables framed in ASCII that line up in a monospaced font whose Chinese
// characters are two columns wide.
package text

import (
	"fmt"
	"io"
	"strings"

	"nianbao/render/document"
)

// Options tell how wide things are.
type Options struct {
	// Width is the greatest width of a line in columns, two for a Chinese
	// character. 0 leaves every paragraph on one line. A table that cannot be
	// made so narrow exceeds it, so that nothing is cut.
	Width int
	// Ambiguous is how many columns the reader's font gives to the characters
	// that Unicode leaves open, such as “ ” … — ·: 1 or 2, and 2 where it is 0.
	Ambiguous int
}

const (
	// MinWidth is the least Width there is: eight characters and an indent.
	MinWidth = 20
	// MaxTable is how wide a table gets where Width leaves it the choice.
	MaxTable = 98
	// indent opens a paragraph: two characters (GB/T 9704-2012, 7.3.3).
	indent = "　　"
	// DraftMark is the first and the last line of a draft.
	DraftMark = "【草稿】请勿发布"
)

// Write writes doc to w in UTF-8 with lines ended by \n. It fails where an
// option is out of range or w fails.
func Write(w io.Writer, doc *document.Document, o Options) error {
	if o.Width != 0 && o.Width < MinWidth {
		return fmt.Errorf("write text: a line of %d columns, at least %d are needed", o.Width, MinWidth)
	}
	if o.Ambiguous < 0 || o.Ambiguous > 2 {
		return fmt.Errorf("write text: ambiguous characters of %d columns, not 1 or 2", o.Ambiguous)
	}
	t := &writer{width: o.Width, page: o.Width, meter: newMeter(o.Ambiguous != 1)}
	if t.page == 0 || t.page > MaxTable {
		t.page = MaxTable
	}
	t.document(doc)
	if _, err := w.Write(t.out); err != nil {
		return fmt.Errorf("write text: %w", err)
	}
	return nil
}

// writer collects the text of one document.
type writer struct {
	meter *meter
	// width is where paragraphs wrap, 0 for nowhere; page is the width of what
	// is centred or set to the right, and of tables.
	width, page int
	out         []byte
}

func (t *writer) document(doc *document.Document) {
	if doc.Draft {
		t.line(0, DraftMark)
		t.blank()
	}
	t.title(doc)
	for i, b := range doc.Blocks {
		switch b := b.(type) {
		case document.Heading:
			if b.Level == 1 || i == 0 {
				t.blank()
			}
			t.paragraph(b.Text)
		case document.Paragraph:
			if i == 0 || after[document.Table](doc, i) {
				t.blank()
			}
			t.paragraph(b.Lead + b.Text)
		case document.Table:
			t.blank()
			t.out = newGrid(t.meter, &b, t.page).draw(t.out)
		case document.Signature:
			t.blank()
			t.signature(b)
		}
	}
	if doc.Draft {
		t.blank()
		t.line(0, DraftMark)
	}
}

// after reports whether the block before the i-th is of a kind.
func after[B document.Block](doc *document.Document, i int) bool {
	_, ok := doc.Blocks[i-1].(B)
	return ok
}

// title centres the title, broken between its words where it must be.
func (t *writer) title(doc *document.Document) {
	if doc.Title == "" {
		return
	}
	text := t.meter.measure(doc.Title)
	text.restrict(doc.TitleBreaks)
	t.centred(text, t.page)
}

func (t *writer) centred(text *run, width int) {
	for _, s := range text.balanced(width) {
		t.line(max(width-text.widthOf(s), 0)/2, string(text.runes[s.start:s.end]))
	}
}

// paragraph writes one paragraph, its first line indented.
func (t *writer) paragraph(text string) {
	r := t.meter.measure(text)
	t.out = append(t.out, indent...)
	if t.width == 0 {
		t.out = append(t.out, string(r.runes)...)
		t.out = append(t.out, '\n')
		return
	}
	for _, s := range r.filled(t.width-2*len([]rune(indent)), t.width) {
		t.out = append(t.out, string(r.runes[s.start:s.end])...)
		t.out = append(t.out, '\n')
	}
}

// signature sets the agency and the date to the right, two characters from the
// edge and centred on each other (GB/T 9704-2012, 7.3.5.2).
func (t *writer) signature(s document.Signature) {
	const edge = 4
	wide := 0
	var lines []*run
	for _, text := range []string{s.Agency, s.Date} {
		if text != "" {
			r := t.meter.measure(text)
			lines = append(lines, r)
			wide = max(wide, r.natural())
		}
	}
	wide = min(wide, t.page)
	left := max(t.page-edge-wide, 0)
	for _, r := range lines {
		for _, l := range r.balanced(wide) {
			t.line(left+(wide-r.widthOf(l))/2, string(r.runes[l.start:l.end]))
		}
	}
}

func (t *writer) line(spaces int, text string) {
	t.out = append(t.out, strings.Repeat(" ", spaces)...)
	t.out = append(t.out, text...)
	t.out = append(t.out, '\n')
}

func (t *writer) blank() {
	if len(t.out) > 0 {
		t.out = append(t.out, '\n')
	}
}
