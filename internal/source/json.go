package source

import (
	"encoding/json"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"nianbao/internal/report"
)

// parseJSON makes a tree of a JSON text.
func parseJSON(in *input) (*node, []report.Problem, *failure) {
	if strings.Trim(in.text, " \t\n") == "" {
		return nil, nil, &failure{form: "empty"}
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

func (p *jsonParser) fail(form string, offset int) *failure {
	f := &failure{form: form}
	offset = min(offset, len(p.in.text))
	for offset > 0 && offset < len(p.in.text) && !utf8.RuneStart(p.in.text[offset]) {
		offset--
	}
	f.line, f.column = p.in.locate(offset)
	return f
}

func (p *jsonParser) value(depth int) (*node, *failure) {
	at := p.skip()
	n := &node{offset: at}
	n.line, n.column = p.in.locate(at)
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
		n.style, n.text = double, v
	case json.Number:
		n.text = v.String()
	case bool:
		n.text = "false"
		if v {
			n.text = "true"
		}
	default:
		n.null = true
	}
	return n, nil
}

// inside reads the values of a list or the pairs of a mapping.
func (p *jsonParser) inside(n *node, open json.Delim, depth int) *failure {
	n.kind = list
	if open == '{' {
		n.kind = mapping
	}
	for p.dec.More() {
		child, failed := p.value(depth + 1)
		if failed != nil {
			return failed
		}
		if n.kind == list {
			n.items = append(n.items, child)
			continue
		}
		value, failed := p.value(depth + 1)
		if failed != nil {
			return failed
		}
		n.pairs = append(n.pairs, pair{child, value})
	}
	if _, err := p.dec.Token(); err != nil {
		return p.explain(err, p.skip())
	}
	return nil
}

// explain places a syntax error of encoding/json.
func (p *jsonParser) explain(err error, at int) *failure {
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		at = max(p.skip(), int(syntax.Offset)-1)
	} else if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		at = len(strings.TrimRight(p.in.text, " \t\n"))
		if line, column, ok := p.in.unclosed(p.in.locate(at)); ok {
			return p.in.open(&failure{form: "bracket", line: line, column: column})
		}
	}
	return p.fail("json", at)
}
