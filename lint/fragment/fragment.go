// Package fragment makes reports of the examples in rule heads. An example is a
// piece of a report file that is laid over a report without a fault, or, where
// it could not be laid over one, a whole file or a change to a workbook.
package fragment

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"nianbao/internal/edition"
	"nianbao/internal/report"
	"nianbao/internal/source"
	"nianbao/rules"
)

// Kind says what an example is. Each but Laid begins with a mark of its own.
type Kind int

// The kinds of example.
const (
	Laid     Kind = iota // a fragment that is laid over the base
	File                 // a report file by itself
	Workbook             // changes to a workbook, one a line
	Pack                 // a rule pack, which is no report
)

var marks = map[Kind]string{File: "%FILE\n", Workbook: "%XLSX\n", Pack: "%PACK\n"}

// Split tells an example's kind and takes its mark off.
func Split(example string) (Kind, string) {
	for kind, mark := range marks {
		if text, ok := strings.CutPrefix(example, mark); ok {
			return kind, text
		}
	}
	return Laid, example
}

// In an example the tag !absent takes a key away, and !long N stands for a text
// of N characters.
const (
	tagAbsent = "!absent"
	tagLong   = "!long"
	maxLong   = 100_000
)

// BaseFile is the report that examples are laid over, in rules.Files.
const BaseFile = "base.yaml"

// Name is what a report made of an example is called in messages, without the
// ending that tells its kind.
const Name = "年报"

// PackName is what a rule pack of an example is called in messages.
const PackName = "规则包.yaml"

// Today is the day on which the examples are judged: after the waivers in them
// that have run out.
func Today() time.Time { return time.Date(2025, 1, 20, 0, 0, 0, 0, time.UTC) }

// CanDraw is a font that draws no more than the basic plane, for the example of
// a character that cannot be drawn.
func CanDraw(r rune) bool { return r <= 0xFFFF }

// Read makes a report of an example, "" for the base itself. The error is about
// the example's own form: that it is no YAML, or a change that cannot be made.
func Read(example string, opts source.Options) (*report.Report, error) {
	data, err := rules.Files.ReadFile(BaseFile)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", BaseFile, err)
	}
	kind, text := Split(example)
	switch {
	case kind == File:
		data = []byte(text)
	case kind == Workbook:
		book, err := changedWorkbook(source.Read(Name+".yaml", data, opts), text)
		if err != nil {
			return nil, err
		}
		return source.Read(Name+".xlsx", book, opts), nil
	case kind == Pack:
		return nil, errors.New("a rule pack is no report")
	case strings.TrimSpace(text) != "":
		if data, err = laid(data, text); err != nil {
			return nil, err
		}
	}
	return source.Read(Name+".yaml", data, opts), nil
}

// PreviousName is what the report of the year before is called in messages.
const PreviousName = "上年.yaml"

// ReadPrevious makes the report of the year before: of an example that is laid
// over the base as it would have been a year earlier.
func ReadPrevious(example string, opts source.Options) (*report.Report, error) {
	now, err := Read("", opts)
	if err != nil {
		return nil, err
	}
	data, err := laid(now.Source, edition.KeyYear+": "+strconv.Itoa(now.YearNumber-1))
	if err != nil {
		return nil, err
	}
	if strings.TrimSpace(example) != "" {
		if data, err = laid(data, example); err != nil {
			return nil, err
		}
	}
	return source.Read(PreviousName, data, opts), nil
}

// ErrNoMapping is the fault of an example that has no keys.
var ErrNoMapping = errors.New("an example is a mapping")

// laid lays an example over a report file.
func laid(data []byte, example string) ([]byte, error) {
	var base, over yaml.Node
	if err := yaml.Load(data, &base); err != nil {
		return nil, fmt.Errorf("%s: %w", BaseFile, err)
	}
	if err := yaml.Load([]byte(example), &over); err != nil {
		return nil, err
	}
	if len(over.Content) != 1 || over.Content[0].Kind != yaml.MappingNode {
		return nil, ErrNoMapping
	}
	overlay(base.Content[0], over.Content[0])
	// The long lines of the base stay on one line, where findings can point.
	var b bytes.Buffer
	out, err := yaml.NewDumper(&b, yaml.WithIndent(2), yaml.WithLineWidth(-1))
	if err != nil {
		return nil, err
	}
	if err := errors.Join(out.Dump(&base), out.Close()); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// overlay lays a mapping over another: mappings merge, all else replaces.
func overlay(base, over *yaml.Node) {
	for i := 0; i+1 < len(over.Content); i += 2 {
		key, value := over.Content[i], over.Content[i+1]
		at := -1
		for j := 0; j+1 < len(base.Content); j += 2 {
			if base.Content[j].Value == key.Value {
				at = j
			}
		}
		if value.Tag == tagLong {
			value = &yaml.Node{Kind: yaml.ScalarNode, Value: long(value.Value)}
		}
		switch {
		case value.Tag == tagAbsent:
			if at >= 0 {
				base.Content = slices.Delete(base.Content, at, at+2)
			}
		case at < 0:
			// Merging into an empty mapping applies the tags below.
			if value.Kind == yaml.MappingNode {
				empty := &yaml.Node{Kind: yaml.MappingNode}
				overlay(empty, value)
				value = empty
			}
			base.Content = append(base.Content, key, value)
		case base.Content[at+1].Kind == yaml.MappingNode && value.Kind == yaml.MappingNode:
			overlay(base.Content[at+1], value)
		default:
			base.Content[at+1] = value
		}
	}
}

func long(count string) string {
	n, err := strconv.Atoi(count)
	if err != nil || n < 0 {
		n = utf8.RuneCountInString(count)
	}
	return strings.Repeat("长", min(n, maxLong))
}
