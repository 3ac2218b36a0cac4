// Package datafile reads the data that the program works from: editions, rule
// packs and word lists, written in YAML. Parsing YAML takes longer than linting
// a report, so the embedded files stand beside a compiled form of themselves,
// which is read in their place wherever it is current. The YAML stays the
// source: a compiled file whose source has changed since is passed over.
package datafile

import (
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"sync"

	"go.yaml.in/yaml/v4"
)

// FS is a file system that has the compiled form of some of its files.
type FS interface {
	fs.FS
	// Compiled returns everything that Compile made, "" for nothing.
	Compiled() string
}

// Read reads a file into a value, refusing unknown keys, and lets check look at
// what was read from YAML. A compiled file is not checked again: Compile let
// nothing through that its reader would refuse.
func Read(fsys fs.FS, name string, into any, check func(any) error) error {
	if ok, err := ReadCompiled(fsys, name, into); ok {
		return err
	}
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	if err := yaml.Load(data, into, yaml.WithKnownFields()); err != nil {
		return fmt.Errorf("%s: %w", name, &unfit{into, err})
	}
	if check == nil {
		return nil
	}
	if err := check(into); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// ReadCompiled reads the compiled form of a file. It reports false where there
// is none that is current.
func ReadCompiled(fsys fs.FS, name string, into any) (bool, error) {
	v, ok := current(fsys, name)
	if !ok {
		return false, nil
	}
	if err := v.decode(into); err != nil {
		return true, fmt.Errorf("%s: %w", name, err)
	}
	return true, nil
}

// IsCompiled reports whether a file has a compiled form that is current.
func IsCompiled(fsys fs.FS, name string) bool {
	_, ok := current(fsys, name)
	return ok
}

// current finds the compiled form of a file as it is now. The file is read
// through a small buffer: it is a hundred times what is made of it.
func current(fsys fs.FS, name string) (value, bool) {
	v, sum, size, ok := lookUp(CompiledOf(fsys), name)
	if !ok {
		return "", false
	}
	f, err := fsys.Open(name)
	if err != nil {
		return "", false
	}
	defer f.Close()
	if info, err := f.Stat(); err != nil || info.Size() != int64(size) {
		return "", false
	}
	buffer := buffers.Get().(*[]byte)
	defer buffers.Put(buffer)
	h := crc32.New(sums())
	if _, err := io.CopyBuffer(h, onlyReader{f}, *buffer); err != nil || h.Sum32() != sum {
		return "", false
	}
	return v, true
}

var buffers = sync.Pool{New: func() any {
	b := make([]byte, 8<<10)
	return &b
}}

// onlyReader hides that a file can do more, such as be copied at one go.
type onlyReader struct{ io.Reader }

// CompiledOf returns the compiled files of a file system, "" for none.
func CompiledOf(fsys fs.FS) string {
	if f, ok := fsys.(FS); ok {
		return f.Compiled()
	}
	return ""
}

// Value is a part of a file that is read later, when it is known into what.
type Value struct {
	node     *yaml.Node
	compiled value
}

// UnmarshalYAML implements yaml.Unmarshaler.
func (v *Value) UnmarshalYAML(n *yaml.Node) error {
	v.node = n
	return nil
}

// IsZero reports whether the file had nothing there.
func (v *Value) IsZero() bool { return v.node == nil && v.compiled == "" }

// IsCompiled reports whether the value comes from a compiled file, and so needs
// no check.
func (v *Value) IsCompiled() bool { return v.compiled != "" }

// Load reads the value, refusing unknown keys; one that is not there changes
// nothing.
func (v *Value) Load(into any) error {
	switch {
	case v.compiled != "":
		return v.compiled.decode(into)
	case v.node != nil:
		return v.node.Load(into, yaml.WithKnownFields())
	}
	return nil
}

// Text returns the text at a key of a mapping, "" where there is none.
func (v *Value) Text(key string) string {
	n, err := v.Node()
	if err != nil || n == nil || n.Kind != yaml.MappingNode {
		return ""
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if item := n.Content[i+1]; n.Content[i].Value == key && item.Kind == yaml.ScalarNode {
			return item.Value
		}
	}
	return ""
}

// Node returns the value as the YAML library has it, nil for none.
func (v *Value) Node() (*yaml.Node, error) {
	if v.compiled == "" {
		return v.node, nil
	}
	n, _, err := v.compiled.node()
	return n, err
}
