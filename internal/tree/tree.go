// Package tree is what every source of a report is turned into before it is laid
// on a form: values, lists and mappings, each with its place. It knows neither
// where a tree comes from nor what the keys mean.
package tree

import "nianbao/internal/report"

// Kind is what a node is.
type Kind uint8

// The kinds of nodes.
const (
	Scalar Kind = iota
	List
	Mapping
	// Lost is a value that is there and could not be read; the reader has said
	// why. No figure comes of it, and no sum with it can be judged.
	Lost
)

// Node is a value.
type Node struct {
	Kind Kind
	// Null is true for a blank.
	Null bool
	// Absent is true for what the author left out and what nevertheless has a
	// place, such as an empty cell that is a row's total. It is a scalar.
	Absent bool
	// Text is a scalar's value, as typed where nothing stands around it.
	Text string
	// Pairs are those of a mapping, Items those of a list.
	Pairs []Pair
	Items []*Node
	// Origin tells where the node comes from; nil for nowhere.
	Origin Origin
}

// Pair is a key with its value.
type Pair struct{ Key, Value *Node }

// Origin is a node in its source.
type Origin interface {
	// Place is where the node stands.
	Place() report.Place
	// Marks are where the characters of a scalar stand, nil where the source
	// knows no more than its place.
	Marks() []report.Mark
}

// Get returns the first value under a key, or nil.
func (n *Node) Get(key string) *Pair {
	for i := range n.Pairs {
		if n.Pairs[i].Key.Text == key {
			return &n.Pairs[i]
		}
	}
	return nil
}

// Place is where the node stands.
func (n *Node) Place() report.Place {
	if n.Origin == nil {
		return report.Place{}
	}
	return n.Origin.Place()
}

// Marks are where the characters of a scalar stand, nil where nothing more is
// known than its place.
func (n *Node) Marks() []report.Mark {
	if n.Origin == nil {
		return nil
	}
	return n.Origin.Marks()
}

// At is the origin of a node of which only the place is known, such as a cell.
type At report.Place

// Place implements Origin.
func (a At) Place() report.Place { return report.Place(a) }

// Marks implements Origin.
func (a At) Marks() []report.Mark { return nil }

// Text makes a scalar.
func Text(text string, at report.Place) *Node { return &Node{Text: text, Origin: At(at)} }

// Blank makes a blank.
func Blank(at report.Place) *Node { return &Node{Null: true, Origin: At(at)} }

// Gone makes a value that was left out and would stand at a place.
func Gone(at report.Place) *Node { return &Node{Null: true, Absent: true, Origin: At(at)} }

// Unread makes a value that could not be read.
func Unread(at report.Place) *Node { return &Node{Kind: Lost, Origin: At(at)} }

// Add puts a value under a key of a mapping. The key stands where the value does
// unless it has a place of its own.
func (n *Node) Add(key string, at report.Place, value *Node) {
	n.Pairs = append(n.Pairs, Pair{Text(key, at), value})
}
