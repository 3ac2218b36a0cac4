package settings

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"nianbao/internal/message"
)

// document is a settings file as it is written. viper, which finds the values,
// loses their places and makes names lower case.
type document struct {
	File string
	root *yaml.Node
	// quiet documents are told of without their words; see origin.
	quiet bool
}

// place is where something stands in a settings file: its line and column, 0
// for the file alone, and the key of the settings that it belongs to, "" where
// that is none of ours.
type place struct {
	file         string
	line, column int
	key          string
	Quiet        bool
}

func (p place) String() string {
	switch {
	case p.line == 0:
		return p.file
	case p.column == 0:
		return fmt.Sprintf("%s:%d", p.file, p.line)
	}
	return fmt.Sprintf("%s:%d:%d", p.file, p.line, p.column)
}

// Place is where a node stands, or the file alone.
func (d document) Place(n *yaml.Node) place {
	p := place{file: d.File, Quiet: d.quiet}
	if n == nil || n.Line == 0 {
		return p
	}
	p.line, p.column = n.Line, n.Column
	for i := 0; d.root != nil && d.root.Kind == yaml.MappingNode && i+1 < len(d.root.Content); i += 2 {
		key := d.root.Content[i]
		if key.Line < n.Line || key.Line == n.Line && key.Column <= n.Column {
			p.key = known(key.Value)
		}
	}
	return p
}

// known is a key of settings as we write it, "" for another.
func known(key string) string {
	i := slices.IndexFunc(Keys(), func(own string) bool { return strings.EqualFold(own, key) })
	if i < 0 {
		return ""
	}
	return Keys()[i]
}

// Fault is an error about a place in a settings file. A quiet one is told by its
// key and line: its words may be those of any file.
func (p place) Fault(what message.Message) error {
	switch {
	case !p.Quiet || len(what.Args) == 0:
	case p.key != "":
		what = message.New("“{key}”这一项有误（这份配置文件在别的文件夹，不显示其中的内容；用 --config 指定它，可以看到详情）", `"{key}" is faulty (the file lies in another folder, so what it says is not shown; name it to --config to see more)`, "key", p.key)
	default:
		what = message.New("这一行有误（这份配置文件在别的文件夹，不显示其中的内容；用 --config 指定它，可以看到详情）", "this line is faulty (the file lies in another folder, so what it says is not shown; name it to --config to see more)")
	}
	return message.New("配置文件 {place}：{what}", "settings {place}: {what}", "place", p, "what", what)
}

// Fault is an error about a value of the settings, at its place.
func (s *Settings) Fault(what message.Message, steps ...any) error {
	return s.Value(steps...).Fault(what)
}

// Find follows names and indexes down to a key and its value; ok is false where
// they lead nowhere, and the last ones on the way are returned.
func (d document) Find(steps ...any) (key, value *yaml.Node, ok bool) {
	value = d.root
	for _, step := range steps {
		k, v := child(value, step)
		if v == nil {
			return key, value, false
		}
		if key = k; k == nil {
			key = v
		}
		value = v
	}
	return key, value, true
}

// child is one step down from a node; an item of a list has no key.
func child(n *yaml.Node, step any) (key, value *yaml.Node) {
	if n != nil && n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	switch step := step.(type) {
	case int:
		if n != nil && n.Kind == yaml.SequenceNode && step < len(n.Content) {
			return nil, n.Content[step]
		}
	case string:
		for i := 0; n != nil && n.Kind == yaml.MappingNode && i+1 < len(n.Content); i += 2 {
			if strings.EqualFold(n.Content[i].Value, step) {
				return n.Content[i], n.Content[i+1]
			}
		}
	}
	return nil, nil
}

// At is the place of a value in this file.
func (d document) At(steps ...any) place {
	_, value, _ := d.Find(steps...)
	return d.Place(value)
}

// Place is where a value of the settings stands, as file:line:column: in the
// file that says it first, or in one that this extends.
func (s *Settings) Place(steps ...any) string { return s.Value(steps...).String() }

func (s *Settings) Value(steps ...any) place {
	_, value := s.Find(steps...)
	return value
}

// Find is where the key and the value of settings stand.
func (s *Settings) Find(steps ...any) (key, value place) {
	for _, d := range s.documents {
		if k, v, ok := d.Find(steps...); ok {
			return d.Place(k), d.Place(v)
		}
	}
	return s.Whole(), s.Whole()
}

// Whole is the place of a fault of the file.
func (s *Settings) Whole() place {
	return place{file: s.File, Quiet: len(s.documents) > 0 && s.documents[0].quiet}
}

// fault is what is wrong with how a file is written, at a node.
type fault struct {
	node *yaml.Node
	what message.Message
}

// check finds what viper passes over or says in its own words: a file that is no
// mapping, keys that are unknown, and keys that are given twice.
func (d document) check() *fault {
	if d.root == nil {
		return nil
	}
	if d.root.Kind != yaml.MappingNode {
		return &fault{d.root, message.New("应当写成一组“键: 值”，不能是列表或者一段文字", "settings are keys with values, no list and no text")}
	}
	if f := twice(d.root); f != nil {
		return f
	}
	for i := 0; i+1 < len(d.root.Content); i += 2 {
		key := d.root.Content[i]
		if known(key.Value) == "" {
			return &fault{key, message.New("没有“{key}”这个键，可用的键：{keys}", `there is no key "{key}"; the keys are {keys}`, "key", key.Value, "keys", Keys())}
		}
	}
	for name, known := range choices {
		if _, value, ok := d.Find(name); ok && value.Kind == yaml.ScalarNode && !slices.Contains(known, value.Value) {
			return &fault{value, message.New("{key} 只能是 {choice}，不能是“{value}”", `{key} is {choice}, not "{value}"`,
				"key", name, "choice", message.Joined{Items: message.ListOf(known), By: message.Text{ZH: " 或 ", EN: " or "}}, "value", value.Value)}
		}
	}
	return nil
}

// choices are the values of keys that have no other.
var choices = map[string][]string{"fonts": {"embedded", "system"}, "lang": {"zh", "en"}}

// twice finds a key that a mapping has already; viper takes no heed of case.
func twice(n *yaml.Node) *fault {
	first := map[string]int{}
	for i, c := range n.Content {
		if n.Kind == yaml.MappingNode && i%2 == 0 {
			if c.Kind != yaml.ScalarNode {
				return &fault{c, message.New("键只能是一段文字", "a key is a text")}
			}
			name := strings.ToLower(c.Value)
			if line, known := first[name]; known {
				return &fault{c, message.New("“{key}”在第{line}行已经写过，合成一处", `"{key}" was given in line {line} already; join the two`, "key", c.Value, "line", line)}
			}
			first[name] = c.Line
		}
		if f := twice(c); f != nil {
			return f
		}
	}
	return nil
}

// steps takes a name of the decoder's apart, such as limits[总体情况] or
// waivers[0][规则].
func steps(name string) []any {
	var all []any
	for _, s := range strings.FieldsFunc(name, func(r rune) bool { return strings.ContainsRune(".[]", r) }) {
		if n, err := strconv.Atoi(s); err == nil {
			all = append(all, n)
		} else {
			all = append(all, s)
		}
	}
	return all
}
