package command

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"

	"nianbao/cmd/nianbao/internal/command/app"
)

// window is a console that belongs to the program, or to a shell.
type window bool

func (w window) Own() bool { return bool(w) }

// keyboard gives what is typed, and tells whether anything was asked for.
type keyboard struct {
	typed io.Reader
	asked chan struct{}
}

func (k *keyboard) Read(p []byte) (int, error) {
	select {
	case k.asked <- struct{}{}:
	default:
	}
	return k.typed.Read(p)
}

func (k *keyboard) wasAsked() bool { return len(k.asked) > 0 }

type windowed struct {
	code     int
	out, err string
	waited   bool
}

// start runs the program as Windows would in a window of its own or in that of
// a shell.
func startInWindow(t *testing.T, own bool, args ...string) windowed {
	t.Helper()
	var out, errs bytes.Buffer
	keys := &keyboard{typed: strings.NewReader("\n"), asked: make(chan struct{}, 1)}
	a := &app.App{In: keys, Out: &out, Err: &errs, Getenv: func(string) string { return "" }, GOOS: "windows",
		Now:     func() time.Time { return time.Date(2026, 1, 9, 0, 0, 0, 0, time.UTC) },
		Console: window(own), Program: `D:\工具 箱\nianbao.exe`}
	code := Main(context.Background(), a, args)
	return windowed{code, out.String(), errs.String(), keys.wasAsked()}
}

func reportFile(t *testing.T, elements ...string) string {
	t.Helper()
	name := filepath.Join(elements...)
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile("../../../../examples/clean-2024.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, data, 0o644); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestDoubleClick(t *testing.T) {
	got := startInWindow(t, true)
	if cobra.MousetrapHelpText != "" {
		t.Error("the command library answers a double click by itself, in English")
	}
	if got.code != app.ExitOK || got.out != "" || !got.waited {
		t.Errorf("got %+v", got)
	}
	for _, want := range []string{
		"拖到 nianbao.exe 的图标上",
		`"D:\工具 箱\nianbao.exe" new "D:\工具 箱\年报.xlsx" --agency 某市某区水务局 --year 2025 --type 部门`,
		"按回车键关闭窗口",
	} {
		if !strings.Contains(got.err, want) {
			t.Errorf("no %q in %s", want, got.err)
		}
	}
	// In a shell the program without arguments shows its help and ends.
	if got := startInWindow(t, false); got.waited || !strings.Contains(got.out, "用法") || strings.Contains(got.err, "回车键") {
		t.Errorf("in a shell: %+v", got)
	}
}

func TestDroppedFiles(t *testing.T) {
	dir := t.TempDir()
	good := reportFile(t, dir, "年 报", "水务局 2024.yaml")
	other := reportFile(t, dir, "年 报", "再来一份.yaml")
	bad := filepath.Join(dir, "错.yaml")
	word := filepath.Join(dir, "年报.docx")
	for name, text := range map[string]string{bad: "年度: 2024\n", word: "PK\x03\x04"} {
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, tc := range []struct {
		name      string
		args      []string
		code      int
		out, said string
	}{
		{"one", []string{good}, app.ExitOK, "检查了1个文件", `"D:\工具 箱\nianbao.exe" render "` + good + `" -o "` + filepath.Join(dir, "年 报", "发布") + `"`},
		{"two", []string{good, other}, app.ExitOK, "检查了2个文件", `"` + good + `" ` + `"` + other + `" -o`},
		{"folder", []string{filepath.Dir(good)}, app.ExitOK, "检查了2个文件", `render "` + filepath.Dir(good) + `" -o "` + filepath.Join(dir, "年 报", "发布") + `"`},
		{"faulty", []string{good, bad}, app.ExitFindings, "错误", "改好、保存，再拖到 nianbao.exe 的图标上"},
		{"Word", []string{word}, app.ExitUsage, "这是Word文件，本版本还读不了", "有文件没有检查成"},
		{"gone", []string{filepath.Join(dir, "没有.xlsx")}, app.ExitUsage, "找不到这个文件", "有文件没有检查成"},
		{"empty folder", []string{t.TempDir()}, app.ExitUsage, "", "里没有报告文件"},
		{"with a flag", []string{"--min-severity", "note", good}, app.ExitOK, "检查了1个文件", "没有错误"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := startInWindow(t, true, tc.args...)
			if got.code != tc.code || !got.waited || !strings.Contains(got.out, tc.out) || !strings.Contains(got.err, tc.said) {
				t.Errorf("want %d, %q, %q; got %d, waited %v\n%s%s", tc.code, tc.out, tc.said, got.code, got.waited, got.out, got.err)
			}
			// In a shell the same as lint, and no wait.
			shell, lint := startInWindow(t, false, tc.args...), startInWindow(t, false, append([]string{"lint"}, tc.args...)...)
			if shell != lint || shell.waited || shell.code != tc.code {
				t.Errorf("files alone gave %+v, lint %+v", shell, lint)
			}
		})
	}
}

// A command that was written out, by a person or a scheduled task, never waits:
// a task has a console of its own that nobody sees.
func TestCommandsDoNotWait(t *testing.T) {
	good := reportFile(t, t.TempDir(), "年报.yaml")
	for _, args := range [][]string{{"lint", good}, {"version"}, {"help"}, {"lnt"}, {"--nosuch"}} {
		if got := startInWindow(t, true, args...); got.waited {
			t.Errorf("%v waits: %+v", args, got)
		}
	}
}

// A window is left at once when its user interrupts the program.
func TestHoldEndsWithTheContext(t *testing.T) {
	silent, _ := io.Pipe()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	a := &app.App{In: silent, Out: io.Discard, Err: io.Discard, Getenv: func(string) string { return "" }, Console: window(true), Program: "nianbao.exe"}
	done := make(chan int)
	go func() { done <- Main(ctx, a, nil) }()
	select {
	case <-done:
	case <-time.After(10 * time.Second):
		t.Fatal("still waits for a key")
	}
}

func TestFilesAlone(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, name := range []string{"rules", "年报目录"} {
		if err := os.Mkdir(name, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for _, tc := range []struct {
		args, want []string
	}{
		{nil, nil},
		{[]string{"年报.xlsx"}, []string{"年报.xlsx"}},
		{[]string{`C:\Users\某人\年 报`}, []string{`C:\Users\某人\年 报`}},
		{[]string{"年报目录"}, []string{"年报目录"}},
		{[]string{"*"}, []string{"*"}},
		{[]string{"-"}, []string{"-"}},
		{[]string{"--lang", "en", "a.yaml", "b.yaml"}, []string{"a.yaml", "b.yaml"}},
		{[]string{"a.yaml", "--strict"}, []string{"a.yaml"}},
		{[]string{"a.yaml", "--nosuch"}, []string{"a.yaml"}},
		{[]string{"--config", "c.yaml"}, nil},
		{[]string{"rules"}, nil},
		{[]string{"./rules"}, []string{"./rules"}},
		{[]string{"lint", "a.yaml"}, nil},
		{[]string{"help", "lint"}, nil},
		{[]string{"completion", "bash"}, nil},
		{[]string{"__complete", "lint", ""}, nil},
		{[]string{"lnt", "a.yaml"}, nil},
		{[]string{"--version"}, nil},
	} {
		if got := filesAlone(tc.args); !slices.Equal(got, tc.want) {
			t.Errorf("%q: %q, want %q", tc.args, got, tc.want)
		}
	}
}

func TestCommandLine(t *testing.T) {
	for want, words := range map[string][]string{
		`D:\nianbao.exe help`:                 {`D:\nianbao.exe`, "help"},
		`"D:\a b\nianbao.exe" render 年报.yaml`: {`D:\a b\nianbao.exe`, "render", "年报.yaml"},
		`n "甲&乙（1）.xlsx" "（全　角）"`:             {"n", "甲&乙（1）.xlsx", "（全　角）"},
	} {
		if got := commandLine(words...); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}
