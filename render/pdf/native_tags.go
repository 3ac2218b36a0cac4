package pdf

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// writeStructure writes the tree and returns the number of its root. Pages are
// the numbers of the pages' objects.
func (c *nativeCanvas) writeStructure(o *objects, pages []int) int {
	w := &treeWriter{o: o, pages: pages, old: c.conforms.part == 1, numbers: map[*element]int{}}
	root, document := o.reserve(), o.reserve()
	w.numbers[c.structure.root] = document
	w.write(c.structure.root, root)

	var parents strings.Builder
	for i, elements := range c.marked {
		numbers := make([]int, len(elements))
		for k, e := range elements {
			numbers[k] = w.numbers[e]
		}
		fmt.Fprintf(&parents, "%d %s ", i, reference(o.add("["+references(numbers)+"]")))
	}
	body := fmt.Sprintf("<</Type/StructTreeRoot/K %s/ParentTree %s/ParentTreeNextKey %d",
		reference(document), reference(o.add("<</Nums["+strings.TrimSuffix(parents.String(), " ")+"]>>")), len(c.marked))
	if len(w.ids) > 0 {
		slices.SortFunc(w.ids, func(a, b identifier) int { return cmp.Compare(a.id, b.id) })
		var names strings.Builder
		for _, id := range w.ids {
			fmt.Fprintf(&names, "(%s)%s ", id.id, reference(id.number))
		}
		body += "/IDTree " + reference(o.add("<</Names["+strings.TrimSuffix(names.String(), " ")+"]>>"))
	}
	o.set(root, body+">>")
	return root
}

type treeWriter struct {
	o       *objects
	pages   []int
	old     bool // PDF 1.4, whose cells have spans and nothing else
	numbers map[*element]int
	ids     []identifier
}

type identifier struct {
	id     string
	number int
}

// write writes an element that has a number, and all below it.
func (w *treeWriter) write(e *element, parent int) {
	number := w.numbers[e]
	page := -1 // of the first piece of content, which the others are measured by
	var kids []string
	for _, k := range e.kids {
		switch {
		case k.element != nil:
			if k.element.empty() {
				continue
			}
			child := w.o.reserve()
			w.numbers[k.element] = child
			w.write(k.element, number)
			kids = append(kids, reference(child))
		case page < 0 || page == k.page:
			page = k.page
			kids = append(kids, fmt.Sprint(k.content))
		default:
			kids = append(kids, fmt.Sprintf("<</Type/MCR/Pg %s/MCID %d>>", reference(w.pages[k.page]), k.content))
		}
	}
	body := fmt.Sprintf("<</Type/StructElem/S/%s/P %s", e.kind, reference(parent))
	if page >= 0 {
		body += "/Pg " + reference(w.pages[page])
	}
	switch len(kids) {
	case 0:
	case 1:
		body += "/K " + kids[0]
	default:
		body += "/K[" + strings.Join(kids, " ") + "]"
	}
	if e.title != "" {
		body += "/T" + textString(printable(e.title))
	}
	if e.actual != "" {
		body += "/ActualText" + textString(printable(e.actual))
	}
	if e.kind == "Table" && e.title != "" && !w.old {
		body += "/A<</O/Table/Summary" + textString(printable(e.title)) + ">>"
	}
	w.o.set(number, body+w.cell(e.cell, number)+">>")
}

// cell is the attributes of a table's cell. Readers of PDF 1.4 know how far a
// cell spans, not what its headers are.
func (w *treeWriter) cell(c *cellTags, number int) string {
	if c == nil {
		return ""
	}
	body, id := "", ""
	if c.rows > 1 {
		body += fmt.Sprintf("/RowSpan %d", c.rows)
	}
	if c.columns > 1 {
		body += fmt.Sprintf("/ColSpan %d", c.columns)
	}
	if !w.old {
		if c.scope != "" {
			body += "/Scope/" + c.scope
			id = "/ID(" + c.id + ")"
			w.ids = append(w.ids, identifier{c.id, number})
		}
		if len(c.headers) > 0 {
			body += "/Headers[(" + strings.Join(c.headers, ")(") + ")]"
		}
	}
	if body != "" {
		body = "/A<</O/Table" + body + ">>"
	}
	return id + body
}
