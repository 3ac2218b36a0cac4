package intake

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func link(t *testing.T, to, name string) {
	t.Helper()
	if err := os.Symlink(to, name); err != nil {
		t.Skip(err)
	}
}

func TestRead(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "a"), "12345")
	in := &Intake{}
	for _, tc := range []struct {
		name  string
		limit int64
		want  error
	}{{"a", 5, nil}, {"a", 4, ErrTooLarge}, {".", 5, ErrDirectory}, {"b", 5, fs.ErrNotExist}} {
		if _, err := in.Read(filepath.Join(dir, tc.name), tc.limit); !errors.Is(err, tc.want) {
			t.Errorf("%+v: %v", tc, err)
		}
	}
	var none *Intake
	if data, err := none.Read(filepath.Join(dir, "a"), 5); err != nil || string(data) != "12345" {
		t.Errorf("%q, %v", data, err)
	}
}

// What was read, or is going to be, is known by every name that it has.
func TestHolds(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	for _, name := range []string{"read", "expected", "other"} {
		write(t, at(name), name)
	}
	if err := os.Link(at("read"), at("hard")); err != nil {
		t.Skip(err)
	}
	link(t, "expected", at("soft"))
	in := &Intake{}
	if _, err := in.Read(at("read"), 10); err != nil {
		t.Fatal(err)
	}
	in.Expect(at("expected"), at("none"), Stdin)
	for name, want := range map[string]bool{"read": true, "hard": true, "expected": true, "soft": true, "other": false} {
		info, err := os.Stat(at(name))
		if err != nil {
			t.Fatal(err)
		}
		if _, yes := in.Holds(info); yes != want {
			t.Errorf("%s: %v", name, yes)
		}
	}
}

// The file behind standard input is known where standard input is read.
func TestHoldsStandardInput(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a")
	write(t, file, "")
	info, err := os.Stat(file)
	if err != nil {
		t.Fatal(err)
	}
	in := &Intake{Stdin: info}
	if _, yes := in.Holds(info); yes {
		t.Error("held before it is read")
	}
	in.Expect(Stdin)
	if name, yes := in.Holds(info); !yes || name != Stdin {
		t.Errorf("%q, %v", name, yes)
	}
}

// A name in a folder's settings leads to files of the folder and no others.
func TestWithin(t *testing.T) {
	dir := t.TempDir()
	own := filepath.Join(dir, "own")
	write(t, filepath.Join(dir, "secret"), "secret")
	write(t, filepath.Join(dir, "own-not", "a"), "secret")
	write(t, filepath.Join(own, "a"), "a")
	write(t, filepath.Join(own, "sub", "b"), "b")
	link(t, "a", filepath.Join(own, "near"))
	link(t, filepath.Join(own, "sub", "b"), filepath.Join(own, "absolute"))
	link(t, "../a", filepath.Join(own, "sub", "up"))
	link(t, "../secret", filepath.Join(own, "out"))
	link(t, filepath.Join(dir, "secret"), filepath.Join(own, "far"))
	link(t, "..", filepath.Join(own, "folder"))
	link(t, "/dev/zero", filepath.Join(own, "zero"))
	link(t, "loop", filepath.Join(own, "loop"))
	link(t, "../none", filepath.Join(own, "dangling"))
	link(t, own, filepath.Join(dir, "alias"))
	for _, tc := range []struct {
		folder, name string
		want         string
		err          error
	}{
		{own, "a", "a", nil},
		{own, "./sub/../a", "a", nil},
		{own, "../own/a", "a", nil},
		{own, "sub/b", "b", nil},
		{own, "near", "a", nil},
		{own, "absolute", "b", nil},
		{own, "sub/up", "a", nil},
		{own, filepath.Join(own, "a"), "a", nil},
		{filepath.Join(dir, "alias"), filepath.Join(own, "a"), "a", nil},
		{own, "../secret", "", ErrOutside},
		{own, "../own-not/a", "", ErrOutside},
		{own, "sub/../../secret", "", ErrOutside},
		{own, filepath.Join(dir, "secret"), "", ErrOutside},
		{own, "/etc/passwd", "", ErrOutside},
		{own, "/dev/stdin", "", ErrOutside},
		{own, "/proc/self/environ", "", ErrOutside},
		{own, "out", "", ErrOutside},
		{own, "far", "", ErrOutside},
		{own, "folder/secret", "", ErrOutside},
		{own, "zero", "", ErrOutside},
		{own, "dangling", "", ErrOutside},
		{own, "sub", "", ErrDirectory},
		{own, ".", "", ErrDirectory},
		{own, "none", "", fs.ErrNotExist},
		{own, "none/a", "", fs.ErrNotExist},
	} {
		data, err := (&Intake{}).ReadWithin(tc.folder, tc.name, 100)
		if string(data) != tc.want || !errors.Is(err, tc.err) {
			t.Errorf("%s: %q, %v", tc.name, data, err)
		}
	}
	if _, err := (&Intake{}).ReadWithin(own, "loop", 100); err == nil {
		t.Error("a link to itself was read")
	}
}

// Settings that extend others reach those in a folder above, not beside.
func TestAbove(t *testing.T) {
	dir := t.TempDir()
	own := filepath.Join(dir, "city", "county")
	write(t, filepath.Join(own, "a"), "")
	write(t, filepath.Join(dir, "city", "up"), "")
	write(t, filepath.Join(dir, "top"), "")
	write(t, filepath.Join(dir, "other", "x"), "")
	link(t, "../other/x", filepath.Join(dir, "city", "aside"))
	for name, want := range map[string]bool{
		"../up": true, "../../top": true, filepath.Join(dir, "top"): true, "a": true, "../none": true, "../../city/up": true,
		"../aside": false, "../../other/x": false, "/etc/passwd": false, "../..": true, "../county2/x": false,
	} {
		if _, ok := Above(own, name); ok != want {
			t.Errorf("%s: %v", name, ok)
		}
	}
}

// A pattern looks into the folder alone, passes through no link, and gives up in
// time.
func TestGlob(t *testing.T) {
	dir := t.TempDir()
	own := filepath.Join(dir, "own")
	write(t, filepath.Join(dir, "x.yaml"), "")
	for _, name := range []string{"a.yaml", "b.yaml", "c.txt", "sub/d.yaml", "sub/deep/e.yaml"} {
		write(t, filepath.Join(own, name), "")
	}
	link(t, ".", filepath.Join(own, "loop"))
	link(t, "/", filepath.Join(own, "root"))
	link(t, "sub", filepath.Join(own, "named"))
	for _, tc := range []struct {
		pattern string
		want    []string
		err     error
	}{
		{"*.yaml", []string{"a.yaml", "b.yaml"}, nil},
		{"*/*.yaml", []string{"sub/d.yaml"}, nil},
		{"*/*/*.yaml", []string{"sub/deep/e.yaml"}, nil},
		{"**/*.yaml", []string{"sub/d.yaml"}, nil},
		{"named/*.yaml", []string{"named/d.yaml"}, nil},
		{"[ab].yaml", []string{"a.yaml", "b.yaml"}, nil},
		{"*/*/*/*/*/*/*/*/*/*/*", nil, fs.ErrNotExist},
		{"root/*", nil, fs.ErrNotExist},
		{"../*.yaml", nil, ErrOutside},
		{"*/../../*.yaml", nil, ErrOutside},
		{"/*/*/*/*", nil, ErrOutside},
		{"sub/../../*", nil, ErrOutside},
	} {
		got, err := Glob(own, tc.pattern)
		for i := range got {
			got[i] = filepath.ToSlash(got[i])
		}
		if !slices.Equal(got, tc.want) || !errors.Is(err, tc.err) {
			t.Errorf("%s: %v, %v", tc.pattern, got, err)
		}
	}
	if _, err := Glob(own, "[a"); err == nil {
		t.Error("a broken pattern was taken")
	}
}
