// Package reportfile reads, writes and mends the report file in YAML and JSON, and
// gives its schema. Places are exact whatever the style of a scalar.
package reportfile

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"

	"nianbao/internal/bind"
	"nianbao/internal/report"
	"nianbao/internal/tree"
)

// The limits of a report file beside its size.
const (
	maxDepth = 100
	// maxNodes bounds the marks that separate values, so that a small file
	// cannot grow into a large tree; a full report has about 500.
	maxNodes = 500_000
)

// ReadYAML makes a report of a report file in YAML. It never returns nil.
func ReadYAML(path string, data []byte, opts bind.Options) *report.Report {
	return readText(path, data, opts, parseYAML, func(t typedText) bind.Origin { return yamlText{t} })
}

// ReadJSON makes a report of a report file in JSON. It never returns nil.
func ReadJSON(path string, data []byte, opts bind.Options) *report.Report {
	return readText(path, data, opts, parseJSON, func(t typedText) bind.Origin { return t })
}

// readText reads a report file that is text.
func readText(path string, data []byte, opts bind.Options, parse func(*input) (*tree.Node, []report.Problem, *bind.Failure), from func(typedText) bind.Origin) *report.Report {
	in, failed := decode(data)
	if failed != nil {
		return bind.Unreadable(path, data, failed, opts)
	}
	root, problems, failed := parse(in)
	if failed == nil {
		failed = checkRoot(in, root)
	}
	if failed != nil {
		return bind.Unreadable(path, data, failed, opts)
	}
	r := bind.Report(path, root, from(typedText{in}), problems, opts)
	r.Source = data
	slices.SortStableFunc(r.Problems, func(a, b report.Problem) int { return a.Pos.Compare(b.Pos) })
	return r
}

// IsJSON goes by the name or, where that says nothing, by the text, in which a
// byte order mark and odd line ends make no difference.
func IsJSON(path string, data []byte) bool {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".json":
		return true
	case ".yaml", ".yml":
		return false
	}
	text := bytes.TrimPrefix(data, []byte("\ufeff"))
	return bytes.HasPrefix(bytes.TrimLeft(text, " \t\r\n"), []byte("{")) && json.Valid(text)
}
