package source

import "nianbao/internal/report"

// origin is what a tree was made of: it knows where things stand in it, and what
// a way of writing makes of prose without a word.
type origin interface {
	// place is where a node stands.
	place(n *node) report.Place
	// marks tell where the characters of a scalar stand; nil where the node has one
	// place for all of them.
	marks(n *node) []report.Mark
	// absent is where a figure or field would stand that is not given, zero where
	// the source has no place for it.
	absent(at string) report.Place
	// blank finds a blank that only looks like one that parts a key from its value.
	// It returns the form of SRC005 that tells of it, or "".
	blank(n *node) (form string, pos report.Place)
	// text, nothing and field say of a value what its author did not mean (SRC011):
	// of one that gives the paragraphs first to last of the text at the key path
	// of, of one in which nothing was read, and of a single value.
	text(of, at string, p pair, first, last int) []report.Problem
	nothing(of, at string, p pair, first int) []report.Problem
	field(at string, p pair) []report.Problem
}

// placed is the origin of a tree whose nodes carry their places, such as a
// workbook's.
type placed struct {
	// where is where what stands at a key path has its place, filled or not.
	where func(at string) report.Place
}

func (placed) place(n *node) report.Place                          { return n.cell }
func (placed) marks(*node) []report.Mark                           { return nil }
func (p placed) absent(at string) report.Place                     { return p.where(at) }
func (placed) blank(*node) (string, report.Place)                  { return "", report.Place{} }
func (placed) text(_, _ string, _ pair, _, _ int) []report.Problem { return nil }
func (placed) nothing(_, _ string, _ pair, _ int) []report.Problem { return nil }
func (placed) field(string, pair) []report.Problem                 { return nil }
