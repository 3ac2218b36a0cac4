package message_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
)

const root = "../.."

// wording is a message as it stands in the source: both texts and, where it is
// a call that gives arguments, their names.
type wording struct {
	zh, en string
	args   []string
	given  bool
	at     token.Position
}

// wordings are all messages in the Go files of the repository, tests apart. What
// says something in one language alone is an error of the test.
func wordings(t *testing.T) []wording {
	var all []wording
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".") && len(d.Name()) > 2):
			return filepath.SkipDir
		case filepath.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go"):
			return nil
		}
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, name, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				if w, ok := call(n); ok {
					w.at = set.Position(n.Pos())
					all = append(all, w)
				} else if text := alone(n); text != "" {
					t.Errorf("%s: an error in one language: %s", set.Position(n.Pos()), text)
				}
			case *ast.CompositeLit:
				if w, ok := literal(n); ok {
					w.at = set.Position(n.Pos())
					all = append(all, w)
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// speaks names the functions that take both texts of a message, one after the
// other.
var speaks = regexp.MustCompile(`^(New|T|Tell|Wrong|Misused|say|fail|fault)$`)

// call reads f(…, "中文", "English", "name", value, …).
func call(c *ast.CallExpr) (w wording, ok bool) {
	f, isMethod := c.Fun.(*ast.SelectorExpr)
	if !isMethod && !isNamed(c.Fun, "fault") || isMethod && !speaks.MatchString(f.Sel.Name) {
		return w, false
	}
	for i := 0; i+1 < len(c.Args); i++ {
		zh, isText := text(c.Args[i])
		en, isToo := text(c.Args[i+1])
		if !isText || !isToo || !strings.ContainsFunc(zh, isHan) || strings.ContainsFunc(en, isHan) && !strings.ContainsAny(en, "abcdefghijklmnopqrstuvwxyz") {
			continue
		}
		w = wording{zh: zh, en: en, given: !c.Ellipsis.IsValid()}
		for j := i + 2; j+1 < len(c.Args); j += 2 {
			name, _ := text(c.Args[j])
			w.args = append(w.args, name)
		}
		return w, true
	}
	return w, false
}

// alone is the Chinese text of fmt.Errorf and errors.New.
func alone(c *ast.CallExpr) string {
	f, ok := c.Fun.(*ast.SelectorExpr)
	if !ok || len(c.Args) == 0 {
		return ""
	}
	if f.Sel.Name != "Errorf" && !(f.Sel.Name == "New" && isNamed(f.X, "errors")) {
		return ""
	}
	if said, _ := text(c.Args[0]); strings.ContainsFunc(said, isHan) {
		return said
	}
	return ""
}

func isNamed(e ast.Expr, name string) bool {
	id, ok := e.(*ast.Ident)
	return ok && id.Name == name
}

// literal reads {ZH: "中文", EN: "English"}.
func literal(c *ast.CompositeLit) (w wording, ok bool) {
	found := map[string]string{}
	for _, e := range c.Elts {
		if kv, isPair := e.(*ast.KeyValueExpr); isPair {
			if key, isName := kv.Key.(*ast.Ident); isName {
				found[key.Name], _ = text(kv.Value)
			}
		}
	}
	w = wording{zh: found["ZH"], en: found["EN"]}
	return w, w.zh != "" && w.en != ""
}

// text is a string that stands in the source, with what is put together from
// several.
func text(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		if e.Kind == token.STRING {
			s, err := strconv.Unquote(e.Value)
			return s, err == nil
		}
	case *ast.BinaryExpr:
		x, okX := text(e.X)
		y, okY := text(e.Y)
		return x + y, e.Op == token.ADD && (okX || okY)
	}
	return "", false
}

func isHan(r rune) bool { return unicode.Is(unicode.Han, r) }

var (
	hole   = regexp.MustCompile(`\{([A-Za-z]+)(:[^{}]*\|[^{}]*)?\}`)
	quoted = regexp.MustCompile(`“[^“”]*”`)
)

// terms are words of the form and names of files that English help texts show.
var terms = regexp.MustCompile(`草稿|仿宋=simfang\.ttf|年报\.yaml|部门`)

func holes(s string, plural bool) []string {
	var names []string
	for _, m := range hole.FindAllStringSubmatch(s, -1) {
		if plural || m[2] == "" {
			names = append(names, m[1])
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// Both wordings of a message speak of the same, all of it is given, and the
// English one is English.
func TestWordingsAgree(t *testing.T) {
	all := wordings(t)
	if len(all) < 300 {
		t.Fatalf("only %d messages", len(all))
	}
	for _, w := range all {
		// English names a month and Chinese counts it, and only English has a plural.
		zh, en := holes(w.zh, true), holes(w.en, true)
		for _, name := range zh {
			if !slices.Contains(en, name) && name != "month" {
				t.Errorf("%s: {%s} is in the Chinese text alone", w.at, name)
			}
		}
		for _, name := range en {
			if !slices.Contains(zh, name) && slices.Contains(holes(w.en, false), name) && name != "name" {
				t.Errorf("%s: {%s} is in the English text alone", w.at, name)
			}
		}
		if hole := regexp.MustCompile(`%[sdqvw]`).FindString(w.zh + w.en); hole != "" {
			t.Errorf("%s: %s is no argument of a message", w.at, hole)
		}
		if strings.Contains(w.zh, "|") && len(holes(w.zh, true)) != len(holes(w.zh, false)) {
			t.Errorf("%s: Chinese has no plural: %s", w.at, w.zh)
		}
		if rest := terms.ReplaceAllString(quoted.ReplaceAllString(w.en, ""), ""); strings.ContainsFunc(rest, isHan) {
			t.Errorf("%s: English in Chinese characters: %s", w.at, w.en)
		}
		for _, name := range zh {
			if w.given && len(w.args) > 0 && !slices.Contains(w.args, name) {
				t.Errorf("%s: nothing is given for {%s}", w.at, name)
			}
		}
		for _, name := range w.args {
			if w.given && name != "" && !slices.Contains(zh, name) && !slices.Contains(en, name) && strings.Contains(w.zh, "{") {
				t.Errorf("%s: %s is given for nothing", w.at, name)
			}
		}
	}
}
