package reportfile

import (
	"errors"
	"io"
	"regexp"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"nianbao/internal/bind"
	"nianbao/internal/edition"
	"nianbao/internal/message"
	"nianbao/internal/report"
	"nianbao/internal/tree"
)

// parseYAML makes a tree of the first document of a YAML text. What a report
// file may not use (anchors, aliases, merge keys, tags, further documents) is
// reported as SRC004; an alias stands for nothing, so that no alias can grow.
func parseYAML(in *input) (*tree.Node, []report.Problem, *bind.Failure) {
	if marks := countMarks(in.text); marks > maxNodes {
		return nil, nil, &bind.Failure{Form: "nodes"}
	}
	found := scanFlows(in.text)
	text, mask := disguise(found.filled(versionless(in.text)))
	depth := &depthLimit{}
	loader, err := yaml.NewLoader(strings.NewReader(text), yaml.WithPlugin(depth))
	if err != nil {
		return nil, nil, &bind.Failure{Form: "io-unknown"}
	}
	var doc yaml.Node
	if err := loader.Load(&doc); errors.Is(err, io.EOF) {
		return nil, nil, &bind.Failure{Form: "empty"}
	} else if err != nil {
		e := explainer{input: in, found: found, moved: found.moves(in)}
		return nil, nil, e.explain(err, depth.reached)
	}
	if strings.Contains(text, "*") && expanded(&doc, map[*yaml.Node]int{}) > maxNodes {
		return nil, nil, &bind.Failure{Form: "bomb"}
	}
	y := &yamlTree{in: in, mask: mask, moved: found.moves(in)}
	root, failed := y.node(doc.Content[0], 1)
	if failed != nil {
		return nil, nil, failed
	}
	var second yaml.Node
	if err := loader.Load(&second); !errors.Is(err, io.EOF) {
		at := yaml.Mark{Line: second.Line, Column: second.Column}
		var fault *yaml.LoadError
		if errors.As(err, &fault) {
			at = fault.Mark
		}
		at.Column = y.moved.back(at.Line, at.Column)
		in.clamp(&at)
		end := at
		end.Column += len("---")
		in.clamp(&end)
		y.problem("document", "", report.OnLine(at.Line, at.Column, end.Column), map[string]string{})
	}
	return root, y.problems, nil
}

// expanded is how many values a node would have with its aliases written out,
// at most a little over maxNodes. We follow none, but a file that would explode
// elsewhere is no report.
func expanded(n *yaml.Node, known map[*yaml.Node]int) int {
	if size, ok := known[n]; ok {
		return size
	}
	known[n] = 1 // while it is being counted: an alias may be part of itself
	size := 1
	children := n.Content
	if n.Kind == yaml.AliasNode {
		children = []*yaml.Node{n.Alias}
	}
	for _, child := range children {
		size = min(size+expanded(child, known), maxNodes+1)
	}
	known[n] = size
	return size
}

// countMarks counts what may separate values, which bounds their number.
func countMarks(text string) int {
	if len(text) <= maxNodes {
		return 0
	}
	n := strings.Count(text, ",") + strings.Count(text, ":")
	for _, mark := range []string{"- ", "-\n", "-\t", "? ", "?\n", "?\t"} {
		n += strings.Count(text, mark)
	}
	return n
}

// depthLimit makes the parser stop at the depth limit.
type depthLimit struct{ reached bool }

var errTooDeep = errors.New("too deep")

// CheckDepth is called by the parser at every level that opens.
func (d *depthLimit) CheckDepth(depth int, _ *yaml.DepthContext) error {
	if depth > maxDepth {
		d.reached = true
		return errTooDeep
	}
	return nil
}

// CheckAlias has nothing to limit: aliases are never followed.
func (d *depthLimit) CheckAlias(int, int) error { return nil }

// oldBreaks end a line for the parser, as they did in YAML 1.1; in YAML 1.2
// (5.4) they are characters like others.
const oldBreaks = "\u0085\u2028\u2029"

// disguise puts a character that text lacks in the place of each old break.
// The mask undoes it in the values; it is nil where there was nothing to do.
func disguise(text string) (string, *strings.Replacer) {
	if !strings.ContainsAny(text, oldBreaks) {
		return text, nil
	}
	var there, back []string
	stand := rune(0xF0000)
	for _, r := range oldBreaks {
		for strings.ContainsRune(text, stand) {
			stand++
		}
		there = append(there, string(r), string(stand))
		back = append(back, string(stand), string(r))
		stand++
	}
	return strings.NewReplacer(there...).Replace(text), strings.NewReplacer(back...)
}

// versionLine is the directive that says which YAML a file is in. The parser
// knows versions up to 1.1 only, and report files are read alike in all.
var versionLine = regexp.MustCompile(`^%YAML [0-9]+\.[0-9]+[ \t]*(?:#.*)?\n(?:[ \t]*(?:#.*)?\n)*---`)

// versionless turns that line into a comment.
func versionless(text string) string {
	if versionLine.MatchString(text) {
		return "#" + text[len("%"):]
	}
	return text
}

// yamlTree turns the parser's nodes into ours.
type yamlTree struct {
	in       *input
	problems []report.Problem
	mask     *strings.Replacer
	moved    moves
	// keys are those that lead to the node at hand.
	keys []string
	// brackets are those around it.
	brackets int
}

// at is the path of the key that the node at hand stands under.
func (y *yamlTree) at() string {
	at := ""
	for _, key := range y.keys {
		at = edition.Join(at, message.Clip(key))
	}
	return at
}

func (y *yamlTree) node(from *yaml.Node, depth int) (*tree.Node, *bind.Failure) {
	column := y.moved.back(from.Line, from.Column)
	if depth > maxDepth {
		return nil, &bind.Failure{Form: "depth", Line: from.Line, Column: column}
	}
	n := &tree.Node{Line: from.Line, Column: column, Offset: y.in.offset(from.Line, column), Flow: y.brackets > 0}
	y.properties(n, from)
	if from.Kind != yaml.ScalarNode && from.Style&yaml.FlowStyle != 0 {
		y.brackets++
		defer func() { y.brackets-- }()
	}
	switch from.Kind {
	case yaml.SequenceNode:
		n.Kind = tree.List
		for _, item := range from.Content {
			child, failed := y.node(item, depth+1)
			if failed != nil {
				return nil, failed
			}
			n.Items = append(n.Items, child)
		}
	case yaml.MappingNode:
		n.Kind = tree.Mapping
		return n, y.pairs(n, from, depth)
	case yaml.AliasNode:
		n.Null = true
		y.reject("alias", n, "*"+from.Value)
	default:
		y.scalar(n, from)
	}
	return n, nil
}

func (y *yamlTree) pairs(n *tree.Node, from *yaml.Node, depth int) *bind.Failure {
	for i := 0; i+1 < len(from.Content); i += 2 {
		if k := from.Content[i]; k.Kind == yaml.ScalarNode && k.Value == "<<" && k.Style == 0 {
			at := &tree.Node{Line: k.Line, Column: y.moved.back(k.Line, k.Column)}
			y.reject("merge", at, "<<")
			continue
		}
		key, failed := y.node(from.Content[i], depth+1)
		if failed != nil {
			return failed
		}
		y.keys = append(y.keys, key.Text)
		value, failed := y.node(from.Content[i+1], depth+1)
		y.keys = y.keys[:len(y.keys)-1]
		if failed != nil {
			return failed
		}
		n.Pairs = append(n.Pairs, tree.Pair{Key: key, Value: value})
	}
	return nil
}

func (y *yamlTree) scalar(n *tree.Node, from *yaml.Node) {
	n.Text = from.Value
	if y.mask != nil {
		n.Text = y.mask.Replace(n.Text)
	}
	switch {
	case from.Style&yaml.SingleQuotedStyle != 0:
		n.Style = tree.Single
	case from.Style&yaml.DoubleQuotedStyle != 0:
		n.Style = tree.Double
	case from.Style&yaml.LiteralStyle != 0:
		n.Style = tree.Literal
	case from.Style&yaml.FoldedStyle != 0:
		n.Style = tree.Folded
	default:
		switch n.Text {
		case "", "~", "null", "Null", "NULL":
			n.Null, n.Text = true, ""
		}
	}
}

// properties reports an anchor and a tag, and moves the node's place behind
// them, where the value itself begins.
func (y *yamlTree) properties(n *tree.Node, from *yaml.Node) {
	tagged := from.Style&yaml.TaggedStyle != 0
	if from.Anchor == "" && !tagged && !strings.HasPrefix(y.in.text[n.Offset:], "!") {
		return
	}
	if from.Kind == yaml.AliasNode {
		return
	}
	text := y.in.text
	for at := n.Offset; at < len(text); {
		switch c := text[at]; c {
		case '&', '!':
			size := strings.IndexAny(text[at:], " \t\n,[]{}")
			if c == '&' {
				size = len("&") + len(from.Anchor)
			}
			if size < 0 {
				size = len(text) - at
			}
			here := &tree.Node{Offset: at}
			here.Line, here.Column = y.in.locate(at)
			form := ""
			if c == '!' {
				form = "tag"
			}
			y.reject(form, here, text[at:at+size])
			at += size
		case '#':
			for at < len(text) && text[at] != '\n' {
				at++
			}
		case ' ', '\t', '\n':
			at++
		default:
			n.Offset = at
			n.Line, n.Column = y.in.locate(at)
			return
		}
		if from.Kind == yaml.ScalarNode && from.Value == "" && strings.ContainsAny(y.in.text[at:min(at+1, len(text))], "\n") {
			// Nothing follows: the value is empty.
			n.Offset = at
			n.Line, n.Column = y.in.locate(at)
			return
		}
	}
}

func (y *yamlTree) reject(form string, at *tree.Node, text string) {
	pos := report.OnLine(at.Line, at.Column, at.Column+utf8.RuneCountInString(text))
	y.problem(form, y.at(), pos, map[string]string{"text": text})
}

func (y *yamlTree) problem(form, at string, pos report.Place, args map[string]string) {
	y.problems = append(y.problems, report.Problem{Rule: "SRC004", Form: form, At: at, Pos: pos, Args: args})
}
