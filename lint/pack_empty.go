package lint

import (
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"
)

// hasEmpty refuses an item of a list that nothing stands in: decoders make of it
// what nobody has written.
func (l *packLoader) hasEmpty(n *yaml.Node, path string) bool {
	found := false
	for i, c := range n.Content {
		here := path
		switch n.Kind {
		case yaml.MappingNode:
			if i%2 == 0 {
				continue
			}
			here = strings.TrimPrefix(path+"."+n.Content[i-1].Value, ".")
		case yaml.SequenceNode:
			here = path + "[" + strconv.Itoa(i) + "]"
			if isNull(c) {
				l.fault(c, "missing", "key", here)
				found = true
			}
		}
		found = l.hasEmpty(c, here) || found
	}
	return found
}

func isNull(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.ShortTag() == "!!null" }
