// Package tree is what the readers of reports make of their inputs: lists and
// mappings of texts, each of which knows where it stands. It knows no form.
package tree

import (
	"nianbao/internal/report"
)

// Kind is what a node is.
type Kind uint8

// The kinds of nodes.
const (
	Scalar Kind = iota
	List
	Mapping
)

// Style is how a scalar is written, which decides where its characters stand.
type Style uint8

// The styles of scalars.
const (
	Plain Style = iota // also JSON's numbers and words
	Single
	Double // also JSON's strings
	Literal
	Folded
)

// Node is a value of the input, whatever its format.
type Node struct {
	Kind  Kind
	Style Style
	// Null is true for ~, null and nothing at all.
	Null bool
	// Flow is true for what stands within brackets.
	Flow bool
	// Text is a scalar's value; of one without quotes, exactly what was typed.
	Text string
	// Offset, Line and Column are those of the first character in an input that is
	// text.
	Offset, Line, Column int
	// Pairs are a mapping's, Items a list's.
	Pairs []Pair
	Items []*Node
	// Place is where a node stands whose input is no text.
	Place report.Place
	// Lost is true for a value that is there and cannot be read, of which Text is
	// what is seen. The reader has said why.
	Lost bool
}

// Pair is a key with its value.
type Pair struct{ Key, Value *Node }

// Get returns the first value under a key, or nil.
func (n *Node) Get(key string) *Pair {
	for i := range n.Pairs {
		if n.Pairs[i].Key.Text == key {
			return &n.Pairs[i]
		}
	}
	return nil
}
