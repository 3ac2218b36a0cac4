package pdf

import (
	"slices"
	"time"

	"nianbao/render/document"
	"nianbao/render/layout"
)

// canvas is what a writer of PDF has to offer. Calls come in the order of the
// pages and, on a page, of reading. Lengths are the layout's; y runs downward.
type canvas interface {
	// page starts a page of the layout's size.
	page()
	// begin says what the text and rules up to end are. Calls are not nested.
	begin(mark)
	end()
	// text draws runes of one face on a baseline from x, with spacing added
	// after each of them, in 1/1000 Unit. Face counts as in the faces that
	// the canvas was made with.
	text(face int, size, x, y layout.Unit, runes []rune, spacing int64)
	// rule draws a black line.
	rule(layout.Rule)
	// finish returns the file.
	finish(metadata) ([]byte, error)
}

// mark is what a piece of a page is to the text.
type mark struct {
	// element is the piece's place in the structure, nil for an artifact.
	element *element
	// actual is the text that the piece stands for, where a reader would not
	// find it in what is drawn: behind 〓, and in vertical text, which is drawn
	// as a line for each character.
	actual []rune
	// drawn is whether actual is what is drawn, if in another order.
	drawn bool
	// pagination is whether an artifact comes from the parting into pages.
	pagination bool
}

// metadata is what a file says of itself.
type metadata struct {
	title, author, subject, producer string
	created                          time.Time
}

func information(doc *document.Document, opts Options) metadata {
	return metadata{
		printable(doc.Title), printable(doc.Author), printable(doc.Subject), printable(opts.Producer), doc.Created.UTC(),
	}
}

// language is that of the documents (RFC 5646), for readers that speak.
const language = "zh-CN"

// drawn is a document's runs parted into segments, page by page.
type drawn [][][]segment

// split parts the runs by face. It comes before all drawing, as a canvas needs
// to know which characters of each face there are.
func (t *typesetter) split(pages *layout.Pages) drawn {
	d := make(drawn, len(pages.Pages))
	for i, page := range pages.Pages {
		d[i] = make([][]segment, len(page.Runs))
		for k := range page.Runs {
			d[i][k] = t.segments(nil, &page.Runs[k])
		}
	}
	return d
}

// draw puts the pages on a canvas.
func (d drawn) draw(c canvas, pages *layout.Pages, s *structure) {
	for i, page := range pages.Pages {
		c.page()
		for k := 0; k < len(page.Runs); {
			e := s.of(&page.Runs[k])
			end := k + 1
			for end < len(page.Runs) && s.of(&page.Runs[end]) == e {
				end++
			}
			drawGroup(c, e, page.Runs[k:end], d[i][k:end])
			k = end
		}
		if len(page.Rules) == 0 {
			continue
		}
		c.begin(mark{})
		for _, rule := range page.Rules {
			c.rule(rule)
		}
		c.end()
	}
}

// drawGroup draws successive runs of one element.
func drawGroup(c canvas, e *element, runs []layout.Run, segments [][]segment) {
	whole := mark{element: e, pagination: e == nil}
	if e != nil && e.cell != nil && e.cell.vertical {
		for i := range runs {
			text := runs[i].Text
			if runs[i].Source != nil {
				text = runs[i].Source
			}
			whole.actual = append(whole.actual, text...)
		}
		whole.drawn = true
	}
	open := false
	for _, s := range slices.Concat(segments...) {
		replaced := s.source != nil && e != nil && !whole.drawn
		if replaced && open {
			c.end()
			open = false
		}
		switch {
		case replaced:
			c.begin(mark{element: e, actual: s.source})
		case !open:
			c.begin(whole)
			open = true
		}
		c.text(s.face, s.size, s.x, s.y, s.runes, s.spacing)
		if replaced {
			c.end()
		}
	}
	if open {
		c.end()
	}
}
