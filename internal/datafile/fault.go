package datafile

import (
	"errors"
	"reflect"
	"strings"

	"go.yaml.in/yaml/v4"
)

// Fault is why a YAML text does not read into a Go value.
type Fault struct {
	Kind FaultKind
	// Key is the key that is unknown or repeated.
	Key string
	// Line and Column are counted from 1; 0 where no place is known.
	Line, Column int
}

// FaultKind is what kind of fault it is.
type FaultKind int

const (
	// Syntax is a text that is no YAML.
	Syntax FaultKind = iota
	// Unknown is a key that the value has no field for.
	Unknown
	// Twice is a key that its mapping has already.
	Twice
	// Shape is a value of another kind than belongs there.
	Shape
)

// unfit is an error of the YAML library with the value that a text was read into.
type unfit struct {
	into any
	err  error
}

func (u *unfit) Error() string { return u.err.Error() }

func (u *unfit) Unwrap() error { return u.err }

// Faults are what the YAML library found wrong with a text, whose root is nil
// where the text is no YAML; into is of the type that it was to be read into, nil
// where the error is one of Read, which knows it. Of the library's errors only
// the places are taken: what they say changes from release to release.
func Faults(err error, root *yaml.Node, into any) []Fault {
	var many *yaml.LoadErrors
	var one *yaml.LoadError
	var all []*yaml.LoadError
	switch {
	case errors.As(err, &many):
		all = many.Errors
	case errors.As(err, &one):
		all = []*yaml.LoadError{one}
	}
	var u *unfit
	if into == nil && errors.As(err, &u) {
		into = u.into
	}
	keys := keyFaults{}
	if root != nil {
		keys.walk(root, reflect.TypeOf(into), map[*yaml.Node]bool{})
	}
	var faults []Fault
	for _, e := range all {
		at := place{e.Mark.Line, e.Mark.Column}
		f, known := keys[at]
		switch {
		case root == nil:
			f.Kind = Syntax
		case !known:
			f.Kind = Shape
		}
		f.Line, f.Column = at.line, at.column
		faults = append(faults, f)
	}
	return faults
}

type place struct{ line, column int }

// keyFaults are the unknown and repeated keys of a text by their places.
type keyFaults map[place]Fault

// walk looks at the keys of a node that is read into a type, nil for any.
func (k keyFaults) walk(n *yaml.Node, into reflect.Type, above map[*yaml.Node]bool) {
	for into != nil && into.Kind() == reflect.Pointer {
		into = into.Elem()
	}
	switch n.Kind {
	case yaml.DocumentNode:
		for _, c := range n.Content {
			k.walk(c, into, above)
		}
	case yaml.AliasNode:
		if !above[n.Alias] { // an alias may be part of itself
			above[n.Alias] = true
			k.walk(n.Alias, into, above)
			delete(above, n.Alias)
		}
	case yaml.SequenceNode:
		for _, c := range n.Content {
			k.walk(c, element(into, reflect.Slice, reflect.Array), above)
		}
	case yaml.MappingNode:
		k.mapping(n, into, above)
	}
}

func (k keyFaults) mapping(n *yaml.Node, into reflect.Type, above map[*yaml.Node]bool) {
	var known map[string]reflect.Type
	if into != nil && into.Kind() == reflect.Struct && into != nodeType && into != later {
		known = map[string]reflect.Type{}
		fields(into, known)
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		below, ok := known[key.Value]
		if known == nil {
			below = element(into, reflect.Map)
		} else if !ok && key.Value != "<<" {
			k[place{key.Line, key.Column}] = Fault{Kind: Unknown, Key: key.Value}
		}
		if seen[key.Value] && key.Kind == yaml.ScalarNode {
			k[place{key.Line, key.Column}] = Fault{Kind: Twice, Key: key.Value}
		}
		seen[key.Value] = true
		k.walk(value, below, above)
	}
}

// element is the type of what a list or a mapping of a type holds, nil for any
// other.
func element(t reflect.Type, kinds ...reflect.Kind) reflect.Type {
	for _, kind := range kinds {
		if t != nil && t.Kind() == kind {
			return t.Elem()
		}
	}
	return nil
}

// fields collects the keys of a structure, as the YAML library names them.
func fields(t reflect.Type, keys map[string]reflect.Type) {
	for f := range t.Fields() {
		name, options, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		switch {
		case name == "-" || !f.IsExported():
		case strings.Contains(options, "inline"):
			if inner := f.Type; inner.Kind() == reflect.Struct {
				fields(inner, keys)
			}
		case name == "":
			keys[strings.ToLower(f.Name)] = f.Type
		default:
			keys[name] = f.Type
		}
	}
}
