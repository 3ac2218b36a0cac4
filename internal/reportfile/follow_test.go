package reportfile

import (
	"strings"
	"testing"

	"nianbao/internal/tree"

	"pgregory.net/rapid"
)

// Whatever a scalar is made of, where it is read at all its characters are
// found: the text that the walker spells is the text that the parser read.
func TestAnyScalarIsLocated(t *testing.T) {
	piece := rapid.SampledFrom([]string{"文", "a", "  ", " ", "\n", "\n  ", "\n\n", "\n    ", "\t", "'", "''", "\"", "\\n", "\\\n", "\\ ", "\\u4e2d",
		"𠮷", "，", "：", "#", " #", ":", ": ", "-", "- ", "，\n  ", "\u3000", "\u2028", "\u0085", "|", ">", "\ufeff", "%", "@", "!", "&"})
	open := rapid.SampledFrom([]string{"", "\"", "'", "|\n  ", ">\n  ", "|2\n  ", ">-\n  ", "|+\n  ", ">+\n   ", "[\"", "['", "\n  ", ">2\n  "})
	shut := map[string]string{"\"": "\"", "'": "'", "[\"": "\"]", "['": "']"}
	read := 0
	rapid.Check(t, func(t *rapid.T) {
		start := open.Draw(t, "open")
		source := "导语: " + start + strings.Join(rapid.SliceOfN(piece, 1, 12).Draw(t, "pieces"), "") + shut[start] + "\n年度: 2021\n"
		in, failed := decode([]byte(source))
		if failed != nil {
			return
		}
		root, _, failed := parseYAML(in)
		if failed != nil || root.Kind != tree.Mapping {
			return
		}
		var walk func(n *tree.Node)
		walk = func(n *tree.Node) {
			for _, item := range n.Items {
				walk(item)
			}
			for _, p := range n.Pairs {
				walk(p.Key)
				walk(p.Value)
			}
			if n.Kind != tree.Scalar || n.Null || n.Text == "" {
				return
			}
			read++
			w, ok := in.follow(n)
			if !ok && strings.TrimSpace(n.Text) != "" {
				t.Fatalf("%q: %q (style %d) was not followed beyond %q", source, n.Text, n.Style, n.Text[:w.said])
			}
			if w.end < 0 || w.end > len(in.text) {
				t.Fatalf("%q ends at %d", n.Text, w.end)
			}
		}
		walk(root)
	})
	if read == 0 {
		t.Error("nothing was read")
	}
}
