package source

import (
	"nianbao/internal/report"
)

// xdoc makes the tree of what a workbook says. Every node carries its cell.
type xdoc struct {
	frames []frame
}

// frame is an open list or mapping. It becomes part of the tree when something
// is put into it.
type frame struct {
	key string
	n   *node
	// joined is true once the node is part of what is around it.
	joined bool
}

func newDoc() *xdoc { return &xdoc{frames: []frame{{n: &node{kind: mapping}, joined: true}}} }

// begin opens a list or mapping. key is "" inside a list.
func (d *xdoc) begin(key string, pos report.Place, kind kind) {
	d.frames = append(d.frames, frame{key: key, n: &node{kind: kind, cell: pos}})
}

// end closes what was opened last. Where nothing was put into it, it leaves no
// trace, unless keep says that an empty one was meant.
func (d *xdoc) end(keep bool) {
	last := len(d.frames) - 1
	if keep {
		d.join(last)
	}
	d.frames = d.frames[:last]
}

// join puts an open node into the one around it, where it is not there yet.
func (d *xdoc) join(i int) {
	f := &d.frames[i]
	if f.joined {
		return
	}
	f.joined = true
	d.join(i - 1)
	d.add(i-1, f.key, f.n)
}

// add puts a node into an open one, which stands where its first value does if
// it has no place of its own.
func (d *xdoc) add(to int, key string, n *node) {
	around := d.frames[to].n
	if around.cell.IsZero() {
		around.cell = n.cell
	}
	if around.kind == list {
		around.items = append(around.items, n)
		return
	}
	around.pairs = append(around.pairs, pair{&node{style: double, text: key, cell: n.cell}, n})
}

func (d *xdoc) put(key string, n *node) {
	last := len(d.frames) - 1
	d.add(last, key, n)
	d.join(last)
}

// text puts a text in.
func (d *xdoc) text(key, text string, pos report.Place) {
	d.put(key, &node{style: double, text: text, cell: pos})
}

// null puts a blank in.
func (d *xdoc) null(key string, pos report.Place) { d.put(key, &node{null: true, cell: pos}) }

// lost puts something in that is there and cannot be read; shown is what is seen
// of it.
func (d *xdoc) lost(key, shown string, pos report.Place) {
	d.put(key, &node{lost: true, text: shown, cell: pos})
}

// finish returns the tree.
func (d *xdoc) finish() *node { return d.frames[0].n }
