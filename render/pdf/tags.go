package pdf

import (
	"strconv"

	"nianbao/render/document"
	"nianbao/render/layout"
)

// element is a node of a document's logical structure (ISO 32000-1, 14.7.2):
// what a reader that speaks, or one that reflows, goes by.
type element struct {
	kind string // a standard structure type of ISO 32000-1, 14.8.4
	kids []kid
	// title is what the element is about, actual the text that its content
	// stands for; "" where there is nothing to add.
	title, actual string
	cell          *cellTags // of a table's cell
}

// kid is an element or, where that is nil, a piece of a page's content.
type kid struct {
	element       *element
	page, content int
}

// cellTags are what tells a cell's place in its table (ISO 32000-1, 14.8.5.7).
type cellTags struct {
	id            string // of a header, "" for a value
	scope         string // of a header: Column or Row
	rows, columns int
	headers       []string // the ids of the headers, those of rows first
	vertical      bool
}

// structure is a document's tree, and the way into it from what is drawn.
type structure struct {
	root, title *element
	blocks      []blockTags
}

// blockTags are the elements that a block's text goes to.
type blockTags struct {
	lead, text *element
	cells      []*element
}

// newStructure makes the tree of a document. The title is the one heading of
// the first level, so that parts are on the second: a reader that jumps from
// heading to heading expects each page of text to have one title. A heading
// that runs into its paragraph is an element of its own for the same reason.
func newStructure(doc *document.Document) *structure {
	s := &structure{root: &element{kind: "Document"}, blocks: make([]blockTags, len(doc.Blocks))}
	s.title = s.root.add("H1")
	previous := 0
	heading := func(level int) *element {
		// No level is left out (ISO 14289-1, 7.4.2).
		previous = min(max(level, 1), previous+1, deepest)
		return s.root.add("H" + strconv.Itoa(previous+1))
	}
	for i, block := range doc.Blocks {
		tags := &s.blocks[i]
		switch block := block.(type) {
		case document.Heading:
			tags.lead = heading(block.Level)
		case document.Paragraph:
			if block.Lead != "" {
				tags.lead = heading(block.LeadLevel)
			}
			tags.text = s.root.add("P")
		case document.Signature:
			tags.lead, tags.text = s.root.add("P"), s.root.add("P")
		case document.Table:
			tags.cells = s.root.addTable(&block, i)
		}
	}
	return s
}

// deepest is the lowest level of headings below the title: H6 is the last of
// the standard types.
const deepest = 5

func (e *element) add(kind string) *element {
	child := &element{kind: kind}
	e.kids = append(e.kids, kid{element: child})
	return child
}

// of returns the element that a run belongs to, nil where it is an artifact:
// page numbers, draft marks, and what repeats another page's text.
func (s *structure) of(run *layout.Run) *element {
	switch o := run.Origin; {
	case o.Repeated, o.Block == layout.Furniture:
		return nil
	case o.Block == layout.TitleBlock:
		return s.title
	case o.Cell >= 0:
		return s.blocks[o.Block].cells[o.Cell]
	case run.Lead:
		return s.blocks[o.Block].lead
	default:
		return s.blocks[o.Block].text
	}
}

// empty reports whether there is nothing in the element. Rows and cells of a
// table have their place even so.
func (e *element) empty() bool {
	switch e.kind {
	case "TR", "TH", "TD":
		return false
	}
	for _, k := range e.kids {
		if k.element == nil || !k.element.empty() {
			return false
		}
	}
	return true
}
