package bind

import (
	"nianbao/internal/report"
	"nianbao/internal/tree"
)

// Origin is what a tree was made of: it knows where things stand in it, and what
// a way of writing makes of prose without a word.
type Origin interface {
	// Place is where a node stands.
	Place(n *tree.Node) report.Place
	// Marks tell where the characters of a scalar stand; nil where the node has one
	// Place for all of them.
	Marks(n *tree.Node) []report.Mark
	// Absent is where a figure or field would stand that is not given, zero where
	// the source has no place for it.
	Absent(at string) report.Place
	// Blank finds a blank that only looks like one that parts a key from its value.
	// It returns the form of SRC005 that tells of it, or "".
	Blank(n *tree.Node) (form string, pos report.Place)
	// Text, Nothing and Field say of a value what its author did not mean (SRC011):
	// of one that gives the paragraphs first to last of the text at the key path
	// of, of one in which nothing was read, and of a single value.
	Text(of, at string, p tree.Pair, first, last int) []report.Problem
	Nothing(of, at string, p tree.Pair, first int) []report.Problem
	Field(at string, p tree.Pair) []report.Problem
}

// Placed is the origin of a tree whose nodes carry their places, such as a
// workbook's.
type Placed struct {
	// Where is where what stands at a key path has its place, filled or not.
	Where func(at string) report.Place
}

func (Placed) Place(n *tree.Node) report.Place                          { return n.Place }
func (Placed) Marks(*tree.Node) []report.Mark                           { return nil }
func (p Placed) Absent(at string) report.Place                          { return p.Where(at) }
func (Placed) Blank(*tree.Node) (string, report.Place)                  { return "", report.Place{} }
func (Placed) Text(_, _ string, _ tree.Pair, _, _ int) []report.Problem { return nil }
func (Placed) Nothing(_, _ string, _ tree.Pair, _ int) []report.Problem { return nil }
func (Placed) Field(string, tree.Pair) []report.Problem                 { return nil }
