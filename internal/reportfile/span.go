package reportfile

import (
	"strings"
	"unicode/utf8"

	"nianbao/internal/report"
	"nianbao/internal/tree"
)

// pos is where a node stands. A list or mapping reaches from its first
// character to the end of its last value, or to the bracket that closes it.
func (in *input) pos(n *tree.Node) report.Place {
	p := report.OnLine(n.Line, n.Column, 0)
	if typed := in.typed(n); n.Kind == tree.Scalar && n.Style == tree.Plain && strings.HasPrefix(in.text[n.Offset:], typed) {
		p.EndColumn = n.Column + utf8.RuneCountInString(typed)
		return p
	}
	end := in.end(n)
	p.EndLine, p.EndColumn = in.locate(end)
	return p
}

// end is the offset behind a node's last character.
func (in *input) end(n *tree.Node) int {
	if n.Kind == tree.Scalar {
		if typed := in.typed(n); n.Style == tree.Plain && strings.HasPrefix(in.text[n.Offset:], typed) {
			return n.Offset + len(typed)
		}
		_, end := in.spell(n)
		return end
	}
	end, closing := n.Offset, byte(0)
	if n.Offset < len(in.text) {
		switch in.text[n.Offset] {
		case '[':
			closing = ']'
		case '{':
			closing = '}'
		}
	}
	if closing != 0 {
		end++
	}
	for _, item := range n.Items {
		end = max(end, in.end(item))
	}
	for _, p := range n.Pairs {
		end = max(end, in.end(p.Key), in.end(p.Value))
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
func (in *input) typed(n *tree.Node) string {
	if !n.Null {
		return n.Text
	}
	for _, word := range []string{"~", "null", "Null", "NULL"} {
		if strings.HasPrefix(in.text[n.Offset:], word) {
			return word
		}
	}
	return ""
}
