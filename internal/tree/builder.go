package tree

import (
	"nianbao/internal/report"
)

// Builder makes a tree from the front to the back. Every node carries its place.
type Builder struct {
	frames []frame
}

// frame is an open list or mapping. It becomes part of the tree when something
// is put into it.
type frame struct {
	key string
	n   *Node
	// joined is true once the node is part of what is around it.
	joined bool
}

// NewBuilder begins a tree whose root is a mapping.
func NewBuilder() *Builder { return &Builder{frames: []frame{{n: &Node{Kind: Mapping}, joined: true}}} }

// Begin opens a list or mapping. key is "" inside a list.
func (b *Builder) Begin(key string, pos report.Place, kind Kind) {
	b.frames = append(b.frames, frame{key: key, n: &Node{Kind: kind, Place: pos}})
}

// End closes what was opened last. Where nothing was put into it, it leaves no
// trace, unless keep says that an empty one was meant.
func (b *Builder) End(keep bool) {
	last := len(b.frames) - 1
	if keep {
		b.join(last)
	}
	b.frames = b.frames[:last]
}

// join puts an open node into the one around it, where it is not there yet.
func (b *Builder) join(i int) {
	f := &b.frames[i]
	if f.joined {
		return
	}
	f.joined = true
	b.join(i - 1)
	b.add(i-1, f.key, f.n)
}

// add puts a node into an open one, which stands where its first value does if
// it has no place of its own.
func (b *Builder) add(to int, key string, n *Node) {
	around := b.frames[to].n
	if around.Place.IsZero() {
		around.Place = n.Place
	}
	if around.Kind == List {
		around.Items = append(around.Items, n)
		return
	}
	around.Pairs = append(around.Pairs, Pair{Key: &Node{Style: Double, Text: key, Place: n.Place}, Value: n})
}

func (b *Builder) put(key string, n *Node) {
	last := len(b.frames) - 1
	b.add(last, key, n)
	b.join(last)
}

// Text puts a text in.
func (b *Builder) Text(key, text string, pos report.Place) {
	b.put(key, &Node{Style: Double, Text: text, Place: pos})
}

// Null puts a blank in.
func (b *Builder) Null(key string, pos report.Place) { b.put(key, &Node{Null: true, Place: pos}) }

// Lost puts something in that is there and cannot be read; shown is what is seen
// of it.
func (b *Builder) Lost(key, shown string, pos report.Place) {
	b.put(key, &Node{Lost: true, Text: shown, Place: pos})
}

// Finish returns the tree.
func (b *Builder) Finish() *Node { return b.frames[0].n }
