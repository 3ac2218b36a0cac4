package source

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestFind(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"b.yaml", "a.yml", "c.xlsx", "d.json", "e.txt", ".nianbao.yaml", ".hidden/x.yaml", "~$c.xlsx", "sub/z.YAML", "sub/deep/y.yaml", "空/说明.txt", "[1].yaml"} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink(filepath.Join(dir, "sub"), filepath.Join(dir, "link")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(dir, filepath.Join(dir, "sub", "loop")); err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		args, want []string
		err        string
	}{
		{args: []string{"."}, want: []string{"[1].yaml", "a.yml", "b.yaml", "c.xlsx", "sub/deep/y.yaml", "sub/z.YAML"}},
		{args: []string{"b.yaml", "a.yml", "./b.yaml", "-"}, want: []string{"-", "a.yml", "b.yaml"}},
		{args: []string{"*.yaml", "d.json", "e.txt", ".nianbao.yaml"}, want: []string{".nianbao.yaml", "[1].yaml", "b.yaml", "d.json", "e.txt"}},
		{args: []string{"*"}, want: []string{"[1].yaml", "a.yml", "b.yaml", "c.xlsx", "d.json", "link/deep/y.yaml", "link/z.YAML", "sub/deep/y.yaml", "sub/z.YAML"}},
		{args: []string{"*/*/y.yaml"}, want: []string{"link/deep/y.yaml", "sub/deep/y.yaml"}},
		{args: []string{"[1].yaml"}, want: []string{"[1].yaml"}},
		{args: []string{"link"}, want: []string{"link/deep/y.yaml", "link/z.YAML"}},
		{args: []string{"none.yaml"}, want: []string{"none.yaml"}},
		{args: []string{"*.pdf", "b.yaml", "空"}, want: []string{"b.yaml"}, err: "没有与“*.pdf”相符的报告文件\n文件夹“空”里没有报告文件"},
		{args: []string{"[a.yaml"}, err: "“[a.yaml”不是有效的文件名模式"},
	} {
		t.Run(strings.Join(tc.args, " "), func(t *testing.T) {
			t.Chdir(dir)
			got, err := Find(tc.args, Known())
			for i := range got {
				got[i] = filepath.ToSlash(got[i])
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Error(diff)
			}
			if (err == nil) != (tc.err == "") || err != nil && !strings.Contains(err.Error(), tc.err) {
				t.Errorf("%v, want %q", err, tc.err)
			}
		})
	}
}

// A folder whose name would be a pattern is that folder where there is one.
func TestFindBelowBrackets(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, name := range []string{"[归档] 2024/甲.yaml", "[归档] 2024/子[1]/乙.yaml", "归/丙.yaml"} {
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for pattern, want := range map[string][]string{
		"[归档] 2024/*.yaml":      {"[归档] 2024/甲.yaml"},
		"[归档] 2024//?.yaml":     {"[归档] 2024/甲.yaml"},
		"[归档] 2024/子[1]/*.yaml": {"[归档] 2024/子[1]/乙.yaml"},
		"[归档] 2024/*/*.yaml":    {"[归档] 2024/子[1]/乙.yaml"},
		"[归档]/*.yaml":           {"归/丙.yaml"},
		"[归档] 2024/[":           nil,
		"[归档] 2024/*.xlsx":      nil,
	} {
		got, err := Find([]string{pattern}, Known())
		for i := range got {
			got[i] = filepath.ToSlash(got[i])
		}
		if diff := cmp.Diff(want, got); diff != "" || (err == nil) != (want != nil) {
			t.Errorf("%s: %v\n%s", pattern, err, diff)
		}
	}
}
