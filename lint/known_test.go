package lint

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"nianbao/internal/regex"
)

const knownFile = "../internal/regex/known.bin"

// What the program carries of its expressions is what parsing them finds out.
// That of an expression which has changed since is passed over, so that a stale
// table would only be slow.
func TestKnownExpressionsAreCurrent(t *testing.T) {
	var sources []string
	c := catalogue(t)
	for _, r := range c.Rules() {
		sources = append(sources, expressionsIn(reflect.ValueOf(r.check), map[any]bool{})...)
	}
	sources = append(sources, expressionsOfCode(t)...)
	want, err := regex.Table(sources)
	if err != nil {
		t.Fatal(err)
	}
	if os.Getenv("NIANBAO_UPDATE") != "" {
		if err := os.WriteFile(knownFile, want, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if regex.KnownTable() != string(want) {
		t.Error("known.bin is not what the rules' expressions make; run go generate ./rules")
	}
}

var regexType = reflect.TypeFor[*regex.Regex]()

// expressionsIn are the expressions that a value leads to.
func expressionsIn(v reflect.Value, seen map[any]bool) (all []string) {
	switch v.Kind() {
	case reflect.Pointer:
		key := [2]any{v.Type(), v.Pointer()}
		switch {
		case v.IsNil() || seen[key]:
		case v.Type() == regexType:
			all = append(all, (*regex.Regex)(v.UnsafePointer()).String())
		default:
			seen[key] = true
			all = expressionsIn(v.Elem(), seen)
		}
	case reflect.Interface:
		if !v.IsNil() {
			all = expressionsIn(v.Elem(), seen)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			all = append(all, expressionsIn(v.Field(i), seen)...)
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			all = append(all, expressionsIn(v.Index(i), seen)...)
		}
	case reflect.Map:
		for i := v.MapRange(); i.Next(); {
			all = append(all, expressionsIn(i.Value(), seen)...)
		}
	}
	return all
}

// expressionsOfCode are those that stand in the program's code as one text.
func expressionsOfCode(t *testing.T) (all []string) {
	t.Helper()
	walk := func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) != 1 {
				return true
			}
			fun, ok := call.Fun.(*ast.SelectorExpr)
			if !ok || fun.Sel.Name != "Must" {
				return true
			}
			text, isText := call.Args[0].(*ast.BasicLit)
			if from, ok := fun.X.(*ast.Ident); !ok || from.Name != "regex" || !isText {
				return true
			}
			source, err := strconv.Unquote(text.Value)
			if err != nil {
				t.Error(err)
			}
			all = append(all, source)
			return true
		})
		return nil
	}
	for _, dir := range []string{"../cmd", "../internal", ".", "../render", "../templates"} {
		if err := filepath.WalkDir(dir, walk); err != nil {
			t.Fatal(err)
		}
	}
	return all
}
