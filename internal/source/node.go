package source

import (
	"strings"
	"unicode/utf8"

	"nianbao/internal/report"
)

// kind is what a node is.
type kind uint8

const (
	scalar kind = iota
	list
	mapping
)

// style is how a scalar is written, which decides where its characters stand.
type style uint8

const (
	plain style = iota // also JSON's numbers and words
	single
	double // also JSON's strings
	literal
	folded
)

// node is a value of the input, the same for YAML and JSON.
type node struct {
	kind  kind
	style style
	// null is true for ~, null and nothing at all.
	null bool
	// flow is true for what stands within brackets.
	flow bool
	// text is a scalar's value; of one without quotes, exactly what was typed.
	text   string
	offset int // of the first character in the input
	line   int
	column int
	pairs  []pair
	items  []*node
	// cell is where a node of a workbook stands; such a node has no characters in
	// the input.
	cell report.Place
	// lost is true for a value that is there and cannot be read, of which text is
	// what is seen. The reader has said why.
	lost bool
}

// pair is a key with its value.
type pair struct{ key, value *node }

// get returns the first value under a key, or nil.
func (n *node) get(key string) *pair {
	for i := range n.pairs {
		if n.pairs[i].key.text == key {
			return &n.pairs[i]
		}
	}
	return nil
}

// pos is where a node stands. A list or mapping reaches from its first
// character to the end of its last value, or to the bracket that closes it.
func (in *input) pos(n *node) report.Place {
	p := report.OnLine(n.line, n.column, 0)
	if typed := in.typed(n); n.kind == scalar && n.style == plain && strings.HasPrefix(in.text[n.offset:], typed) {
		p.EndColumn = n.column + utf8.RuneCountInString(typed)
		return p
	}
	end := in.end(n)
	p.EndLine, p.EndColumn = in.locate(end)
	return p
}

// end is the offset behind a node's last character.
func (in *input) end(n *node) int {
	if n.kind == scalar {
		if typed := in.typed(n); n.style == plain && strings.HasPrefix(in.text[n.offset:], typed) {
			return n.offset + len(typed)
		}
		_, end := in.spell(n)
		return end
	}
	end, closing := n.offset, byte(0)
	if n.offset < len(in.text) {
		switch in.text[n.offset] {
		case '[':
			closing = ']'
		case '{':
			closing = '}'
		}
	}
	if closing != 0 {
		end++
	}
	for _, item := range n.items {
		end = max(end, in.end(item))
	}
	for _, p := range n.pairs {
		end = max(end, in.end(p.key), in.end(p.value))
	}
	if closing == 0 {
		return end
	}
	for i := end; i < len(in.text); i++ {
		switch c := in.text[i]; c {
		case closing:
			return i + 1
		case '#':
			for i+1 < len(in.text) && in.text[i+1] != '\n' {
				i++
			}
		case ' ', '\t', '\n', ',', ':':
		default:
			return end
		}
	}
	return end
}

// typed is what stands for a scalar without quotes: its text, ~ or null.
func (in *input) typed(n *node) string {
	if !n.null {
		return n.text
	}
	for _, word := range []string{"~", "null", "Null", "NULL"} {
		if strings.HasPrefix(in.text[n.offset:], word) {
			return word
		}
	}
	return ""
}
