package reportfile

import (
	"encoding/json"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"nianbao/internal/bind"
	"nianbao/internal/report"
	"nianbao/internal/tree"
)

// parseJSON makes a tree of a JSON text.
func parseJSON(in *input) (*tree.Node, []report.Problem, *bind.Failure) {
	if strings.Trim(in.text, " \t\n") == "" {
		return nil, nil, &bind.Failure{Form: "empty"}
	}
	p := &jsonParser{in: in, dec: json.NewDecoder(strings.NewReader(in.text))}
	p.dec.UseNumber()
	root, failed := p.value(1)
	if failed != nil {
		return nil, nil, failed
	}
	if _, err := p.dec.Token(); !errors.Is(err, io.EOF) {
		return nil, nil, p.fail("after", p.skip())
	}
	return root, nil, nil
}

// jsonParser turns the tokens of encoding/json into a tree with places.
type jsonParser struct {
	in    *input
	dec   *json.Decoder
	nodes int
}

// skip is the offset of the next token.
func (p *jsonParser) skip() int {
	at := int(p.dec.InputOffset())
	for at < len(p.in.text) && strings.IndexByte(" \t\n,:", p.in.text[at]) >= 0 {
		at++
	}
	return at
}

func (p *jsonParser) fail(form string, offset int) *bind.Failure {
	f := &bind.Failure{Form: form}
	offset = min(offset, len(p.in.text))
	for offset > 0 && offset < len(p.in.text) && !utf8.RuneStart(p.in.text[offset]) {
		offset--
	}
	f.Line, f.Column = p.in.locate(offset)
	return f
}

func (p *jsonParser) value(depth int) (*tree.Node, *bind.Failure) {
	at := p.skip()
	n := &tree.Node{Offset: at}
	n.Line, n.Column = p.in.locate(at)
	token, err := p.dec.Token()
	if err != nil {
		return nil, p.explain(err, at)
	}
	p.nodes++
	switch {
	case depth > maxDepth:
		return nil, p.fail("depth", at)
	case p.nodes > maxNodes:
		return nil, p.fail("nodes", at)
	}
	switch v := token.(type) {
	case json.Delim:
		return n, p.inside(n, v, depth)
	case string:
		n.Style, n.Text = tree.Double, v
	case json.Number:
		n.Text = v.String()
	case bool:
		n.Text = "false"
		if v {
			n.Text = "true"
		}
	default:
		n.Null = true
	}
	return n, nil
}

// inside reads the values of a list or the pairs of a mapping.
func (p *jsonParser) inside(n *tree.Node, open json.Delim, depth int) *bind.Failure {
	n.Kind = tree.List
	if open == '{' {
		n.Kind = tree.Mapping
	}
	for p.dec.More() {
		child, failed := p.value(depth + 1)
		if failed != nil {
			return failed
		}
		if n.Kind == tree.List {
			n.Items = append(n.Items, child)
			continue
		}
		value, failed := p.value(depth + 1)
		if failed != nil {
			return failed
		}
		n.Pairs = append(n.Pairs, tree.Pair{Key: child, Value: value})
	}
	if _, err := p.dec.Token(); err != nil {
		return p.explain(err, p.skip())
	}
	return nil
}

// explain places a syntax error of encoding/json.
func (p *jsonParser) explain(err error, at int) *bind.Failure {
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		at = max(p.skip(), int(syntax.Offset)-1)
	} else if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		at = len(strings.TrimRight(p.in.text, " \t\n"))
		if line, column, ok := p.in.unclosed(p.in.locate(at)); ok {
			return p.in.open(&bind.Failure{Form: "bracket", Line: line, Column: column})
		}
	}
	return p.fail("json", at)
}
