// Package architecture holds the import rules of ARCHITECTURE.md.
package architecture

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const root = "../.."

// tableRow is a row of the rooms table: the room, what it does, its imports.
var tableRow = regexp.MustCompile("^\\| `([^`]+)` \\|.*\\| ([^|]+) \\|$")

// allowed reads the rooms and what each may import, "*" for everything.
func allowed(t *testing.T) map[string][]string {
	data, err := os.ReadFile(filepath.Join(root, "ARCHITECTURE.md"))
	if err != nil {
		t.Fatal(err)
	}
	short := map[string]string{}
	rooms := map[string][]string{}
	for line := range strings.Lines(string(data)) {
		if m := tableRow.FindStringSubmatch(strings.TrimSpace(line)); m != nil {
			rooms[m[1]] = strings.Split(m[2], ", ")
			short[path.Base(m[1])] = m[1]
		}
	}
	if len(rooms) < 10 {
		t.Fatalf("only %d rooms in ARCHITECTURE.md", len(rooms))
	}
	for room, imports := range rooms {
		for i, name := range imports {
			switch {
			case name == "all":
				imports[i] = "*"
			case name == "–":
				imports[i] = ""
			case short[name] == "":
				t.Errorf("%s may import %q, which is no room", room, name)
			default:
				imports[i] = short[name]
			}
		}
	}
	return rooms
}

// roomOf is the room that a folder belongs to: the nearest one above it.
func roomOf(rooms map[string][]string, folder string) string {
	for ; folder != "."; folder = path.Dir(folder) {
		if _, ok := rooms[folder]; ok {
			return folder
		}
	}
	return ""
}

func TestImportsFollowTheRooms(t *testing.T) {
	rooms := allowed(t)
	seen := map[string]bool{}
	imports, _ := importsOf(t, "")
	for folder, targets := range imports {
		if path.Base(folder) == path.Base(path.Dir(folder))+"test" {
			continue // a room's own help for tests
		}
		room := roomOf(rooms, folder)
		if room == "" {
			t.Errorf("%s is in no room of ARCHITECTURE.md", folder)
			continue
		}
		seen[room] = true
		for _, target := range targets {
			other := roomOf(rooms, target)
			if other == room || slices.Contains(rooms[room], "*") || slices.Contains(rooms[room], other) {
				continue
			}
			t.Errorf("%s imports %s: room %s may not import %s", folder, target, room, other)
		}
	}
	for room := range rooms {
		if !seen[room] {
			t.Errorf("room %s of ARCHITECTURE.md has no Go file", room)
		}
	}
}

// importsOf gives, for every package, the packages of this module that it imports,
// tests aside, and the packages that import a library.
func importsOf(t *testing.T, library string) (all map[string][]string, users []string) {
	all = map[string][]string{}
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".") && len(d.Name()) > 2):
			return filepath.SkipDir
		case filepath.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go"):
			return nil
		}
		rel, err := filepath.Rel(root, filepath.Dir(name))
		if err != nil {
			return err
		}
		from := filepath.ToSlash(rel)
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		if all[from] == nil {
			all[from] = []string{}
		}
		for _, spec := range file.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			if target, ours := strings.CutPrefix(imported, "nianbao/"); ours {
				all[from] = append(all[from], target)
			}
			if imported == library && !slices.Contains(users, from) {
				users = append(users, from)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all, users
}

// reach is the way by which one package imports another, through others too; nil
// where it does not.
func reach(imports map[string][]string, from string, is func(string) bool) []string {
	seen := map[string]bool{}
	var walk func(at string) []string
	walk = func(at string) []string {
		if seen[at] {
			return nil
		}
		seen[at] = true
		for _, next := range imports[at] {
			if is(next) {
				return []string{at, next}
			}
			if way := walk(next); way != nil {
				return append([]string{at}, way...)
			}
		}
		return nil
	}
	return walk(from)
}

func in(room string) func(string) bool {
	return func(name string) bool { return name == room || strings.HasPrefix(name, room+"/") }
}

// What the table cannot say: what rooms do not reach even through others.
func TestRoomsKeepApart(t *testing.T) {
	imports, users := importsOf(t, "github.com/xuri/excelize/v2")
	if !slices.Equal(users, []string{"internal/workbook"}) {
		t.Errorf("excelize is imported by %v", users)
	}
	for _, tc := range []struct{ from, to string }{
		{"lint", "render"},
		{"render", "lint"},
		{"internal/tree", "lint"}, {"internal/tree", "render"},
		{"internal/bind", "lint"}, {"internal/bind", "render"},
		{"internal/reportfile", "lint"}, {"internal/reportfile", "render"},
		{"internal/workbook", "lint"}, {"internal/workbook", "render"},
		{"internal/source", "lint"}, {"internal/source", "render"},
		{"internal/settings", "lint"},
		{"internal/bind", "internal/workbook"}, {"internal/bind", "internal/reportfile"},
		{"internal/reportfile", "internal/workbook"}, {"internal/workbook", "internal/reportfile"},
	} {
		found := false
		for from := range imports {
			if !in(tc.from)(from) {
				continue
			}
			found = true
			if way := reach(imports, from, in(tc.to)); way != nil {
				t.Errorf("%s reaches %s: %s", from, tc.to, strings.Join(way, " → "))
			}
		}
		if !found {
			t.Errorf("%s imports nothing of this module", tc.from)
		}
	}
}

func TestMainIsShort(t *testing.T) {
	data, err := os.ReadFile(filepath.Join(root, "cmd/nianbao/main.go"))
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(data), "\n"); n > 20 {
		t.Errorf("main.go has %d lines", n)
	}
}
