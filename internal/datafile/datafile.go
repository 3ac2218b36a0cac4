// Package datafile reads the data that the program works from: editions, rule
// packs and word lists, written in YAML. Parsing YAML takes longer than linting
// a report, so the embedded files stand beside a compiled form of themselves,
// which is read in their place wherever it is current. The YAML stays the
// source: a compiled file whose source has changed since is passed over.
package datafile

import (
	"fmt"
	"io/fs"

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
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	if ok, err := ReadCompiled(fsys, name, data, into); ok {
		return err
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

// ReadCompiled reads the compiled form of a file whose content is data. It
// reports false where there is none that is current.
func ReadCompiled(fsys fs.FS, name string, data []byte, into any) (bool, error) {
	v, ok := lookUp(CompiledOf(fsys), name, data)
	if !ok {
		return false, nil
	}
	if err := v.decode(into); err != nil {
		return true, fmt.Errorf("%s: %w", name, err)
	}
	return true, nil
}

// CompiledOf returns the compiled files of a file system, "" for none.
func CompiledOf(fsys fs.FS) string {
	if f, ok := fsys.(FS); ok {
		return f.Compiled()
	}
	return ""
}
