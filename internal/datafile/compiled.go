package datafile

import (
	"encoding"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io/fs"
	"path"
	"reflect"
	"strconv"
	"strings"
	"sync"

	"go.yaml.in/yaml/v4"
)

// The compiled form is a sequence of entries, one a file: its name, the CRC-32
// and length of its source, and its value. Names, numbers and values begin with
// their length or are numbers in the encoding of encoding/binary's Uvarint.
//
// A value is a kind and, behind its length, what it holds: the text of a scalar,
// the items of a list, the keys and values of a mapping in turn. Texts are used
// where they stand and never copied, so that reading costs no more than what is
// read, and nothing for what is skipped.
type value string

const (
	kindNull   = '0'
	kindText   = 't' // a scalar that is a text whatever it looks like
	kindPlain  = 'p' // a number or truth value
	kindList   = 'l'
	kindMap    = 'm'
	kindsKnown = "0tplm"
)

// sums is made when it is first needed.
func sums() *crc32.Table { return crc32.MakeTable(crc32.Castagnoli) }

// Compile returns the compiled form of the YAML files below the given folders.
func Compile(fsys fs.FS, folders ...string) (string, error) {
	var out []byte
	for _, folder := range folders {
		names, err := fs.Glob(fsys, path.Join(folder, "*.yaml"))
		if err != nil {
			return "", fmt.Errorf("list %s: %w", folder, err)
		}
		for _, name := range names {
			data, err := fs.ReadFile(fsys, name)
			if err != nil {
				return "", fmt.Errorf("read %s: %w", name, err)
			}
			var doc yaml.Node
			if err := yaml.Load(data, &doc); err != nil {
				return "", fmt.Errorf("%s: %w", name, err)
			}
			v, err := encode(nil, doc.Content[0])
			if err != nil {
				return "", fmt.Errorf("%s: %w", name, err)
			}
			out = appendText(out, name)
			out = binary.AppendUvarint(out, uint64(crc32.Checksum(data, sums())))
			out = binary.AppendUvarint(out, uint64(len(data)))
			out = appendText(out, string(v))
		}
	}
	return string(out), nil
}

func appendText(to []byte, text string) []byte {
	return append(binary.AppendUvarint(to, uint64(len(text))), text...)
}

func encode(to []byte, n *yaml.Node) ([]byte, error) {
	kind, body := byte(kindText), []byte(n.Value)
	switch {
	case n.Kind == yaml.ScalarNode && n.ShortTag() == "!!null":
		kind, body = kindNull, nil
	case n.Kind == yaml.ScalarNode && n.ShortTag() != "!!str":
		kind = kindPlain
	case n.Kind == yaml.ScalarNode:
	case n.Kind == yaml.AliasNode:
		return encode(to, n.Alias)
	case n.Kind == yaml.SequenceNode, n.Kind == yaml.MappingNode:
		kind, body = kindList, nil
		if n.Kind == yaml.MappingNode {
			kind = kindMap
		}
		for _, c := range n.Content {
			var err error
			if body, err = encode(body, c); err != nil {
				return nil, err
			}
		}
	default:
		return nil, fmt.Errorf("line %d: neither a value nor a list nor a mapping", n.Line)
	}
	return appendText(append(to, kind), string(body)), nil
}

var errCut = errors.New("compiled data is cut short")

// cutText takes a text with its length from the front of s.
func cutText(s string) (text, rest string, ok bool) {
	n, s, ok := cutNumber(s)
	if !ok || n > uint64(len(s)) {
		return "", "", false
	}
	return s[:n], s[n:], true
}

func cutNumber(s string) (uint64, string, bool) {
	var n uint64
	for i := range min(len(s), binary.MaxVarintLen64) {
		n |= uint64(s[i]&0x7f) << (7 * i)
		if s[i] < 0x80 {
			return n, s[i+1:], true
		}
	}
	return 0, "", false
}

// lookUp finds the value of a file, with the sum and size of the source that it
// was made of.
func lookUp(all, name string) (v value, sum uint32, size uint64, ok bool) {
	for all != "" {
		entry, rest, ok := cutText(all)
		if !ok {
			return "", 0, 0, false
		}
		sum, rest, ok := cutNumber(rest)
		if !ok {
			return "", 0, 0, false
		}
		size, rest, ok := cutNumber(rest)
		if !ok {
			return "", 0, 0, false
		}
		v, rest, ok := cutText(rest)
		if !ok {
			return "", 0, 0, false
		}
		if entry == name {
			return value(v), uint32(sum), size, true
		}
		all = rest
	}
	return "", 0, 0, false
}

// open takes the first value apart and returns what follows it.
func (v value) open() (kind byte, body string, rest value, err error) {
	if v == "" || !strings.Contains(kindsKnown, string(v[0])) {
		return 0, "", "", errCut
	}
	body, after, ok := cutText(string(v[1:]))
	if !ok {
		return 0, "", "", errCut
	}
	return v[0], body, value(after), nil
}

// decode fills what into points to.
func (v value) decode(into any) error {
	_, err := v.set(reflect.ValueOf(into).Elem())
	return err
}

// how is the way in which values of a type are read, found once for each.
type how struct {
	node, later, ownYAML, ownText bool
	fields                        map[string]int // of a structure, by key
}

var ways sync.Map // reflect.Type → *how

var (
	nodeType = reflect.TypeFor[yaml.Node]()
	later    = reflect.TypeFor[Value]()
	ownYAML  = reflect.TypeFor[interface{ UnmarshalYAML(*yaml.Node) error }]()
	ownText  = reflect.TypeFor[encoding.TextUnmarshaler]()
)

func wayOf(t reflect.Type) *how {
	if known, ok := ways.Load(t); ok {
		return known.(*how)
	}
	pointer := reflect.PointerTo(t)
	h := &how{node: t == nodeType, later: t == later, ownYAML: pointer.Implements(ownYAML), ownText: pointer.Implements(ownText)}
	if t.Kind() == reflect.Struct {
		h.fields = map[string]int{}
		for i := range t.NumField() {
			if key, _, _ := strings.Cut(t.Field(i).Tag.Get("yaml"), ","); key != "" && key != "-" {
				h.fields[key] = i
			}
		}
	}
	ways.Store(t, h)
	return h
}

// set puts the first value into a Go value, as the YAML library would, and
// returns what follows it. A mapping fills a structure field by field also where
// the structure reads itself: what it adds to that are shorter spellings.
func (v value) set(to reflect.Value) (rest value, err error) {
	kind, body, rest, err := v.open()
	if err != nil {
		return "", err
	}
	way := wayOf(to.Type())
	switch {
	case way.later:
		to.Set(reflect.ValueOf(Value{compiled: v[:len(v)-len(rest)]}))
		return rest, nil
	case way.node:
		n, _, err := v.node()
		if err == nil {
			to.Set(reflect.ValueOf(*n))
		}
		return rest, err
	case way.ownYAML && !(kind == kindMap && to.Kind() == reflect.Struct):
		n, _, err := v.node()
		if err != nil {
			return rest, err
		}
		return rest, to.Addr().Interface().(interface{ UnmarshalYAML(*yaml.Node) error }).UnmarshalYAML(n)
	case kind == kindNull:
		return rest, nil
	case way.ownText:
		return rest, to.Addr().Interface().(encoding.TextUnmarshaler).UnmarshalText([]byte(body))
	}
	switch to.Kind() {
	case reflect.Pointer:
		if to.IsNil() {
			to.Set(reflect.New(to.Type().Elem()))
		}
		return v.set(to.Elem())
	case reflect.String:
		to.SetString(body)
	case reflect.Bool:
		to.SetBool(body == "true")
	case reflect.Int, reflect.Int64:
		n, err := strconv.ParseInt(body, 10, 64)
		if err != nil {
			return rest, err
		}
		to.SetInt(n)
	case reflect.Slice:
		return rest, value(body).list(to)
	case reflect.Map:
		return rest, value(body).mapping(to)
	case reflect.Struct:
		return rest, value(body).fields(to, way.fields)
	default:
		return rest, fmt.Errorf("a %s cannot be read from data", to.Type())
	}
	return rest, nil
}

func (v value) list(to reflect.Value) error {
	n := 0
	for rest := v; rest != ""; n++ {
		var err error
		if _, _, rest, err = rest.open(); err != nil {
			return err
		}
	}
	all := reflect.MakeSlice(to.Type(), n, n)
	for i := range n {
		var err error
		if v, err = v.set(all.Index(i)); err != nil {
			return err
		}
	}
	to.Set(all)
	return nil
}

func (v value) mapping(to reflect.Value) error {
	to.Set(reflect.MakeMap(to.Type()))
	for v != "" {
		_, key, rest, err := v.open()
		if err != nil {
			return err
		}
		item := reflect.New(to.Type().Elem()).Elem()
		if v, err = rest.set(item); err != nil {
			return err
		}
		name := reflect.New(to.Type().Key()).Elem()
		name.SetString(key)
		to.SetMapIndex(name, item)
	}
	return nil
}

func (v value) fields(to reflect.Value, index map[string]int) error {
	for v != "" {
		_, key, rest, err := v.open()
		if err != nil {
			return err
		}
		field, ok := index[key]
		if !ok {
			return fmt.Errorf("%s has no %q", to.Type(), key)
		}
		if v, err = rest.set(to.Field(field)); err != nil {
			return fmt.Errorf("%s: %w", key, err)
		}
	}
	return nil
}

// node makes the YAML library's node of the first value.
func (v value) node() (*yaml.Node, value, error) {
	kind, body, rest, err := v.open()
	if err != nil {
		return nil, "", err
	}
	n := &yaml.Node{Kind: yaml.ScalarNode, Value: body}
	switch kind {
	case kindText:
		n.Tag = "!!str"
	case kindNull:
		n.Tag = "!!null"
	case kindList, kindMap:
		n.Kind, n.Value = yaml.SequenceNode, ""
		if kind == kindMap {
			n.Kind = yaml.MappingNode
		}
		for items := value(body); items != ""; {
			var item *yaml.Node
			if item, items, err = items.node(); err != nil {
				return nil, "", err
			}
			n.Content = append(n.Content, item)
		}
	}
	return n, rest, nil
}
