package command

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"nianbao/cmd/nianbao/internal/command/app"
	"nianbao/internal/intake"
	"nianbao/internal/report/reporttest"
	"nianbao/internal/reportfile"
)

// outcome is what a run of the program came to.
type outcome struct {
	code     int
	out, err string
}

// start runs the program in this process; watch is told of every file.
func start(ctx context.Context, in io.Reader, watch func(string), args ...string) outcome {
	var out, errs bytes.Buffer
	a := &app.App{In: in, Out: &out, Err: &errs, Getenv: func(string) string { return "" }, GOOS: "linux", Intake: &intake.Intake{Watch: watch}}
	code := Main(ctx, a, args)
	return outcome{code, out.String(), errs.String()}
}

// breaks returns a watcher that makes the program fail on a file from the nth
// time that it is opened.
func breaks(name string, nth int) func(string) {
	return func(opened string) {
		if filepath.Base(opened) != name {
			return
		}
		if nth--; nth <= 0 {
			var rows []int
			_ = rows[len(opened)]
		}
	}
}

// reports writes three reports that have one thing to mend each.
func reports(t *testing.T) (dir string, paths []string) {
	t.Helper()
	dir = t.TempDir()
	r := reporttest.Filled(reporttest.Editions().Latest())
	var b bytes.Buffer
	if err := reportfile.WriteYAML(&b, r); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"甲.yaml", "坏.yaml", "丙.yaml"} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		paths = append(paths, path)
	}
	return dir, paths
}

// A file on which the program fails is named in the user's language, without a
// trace; the others are done, and the exit status is 3.
func TestFaultOfOneFile(t *testing.T) {
	dir, paths := reports(t)
	out := filepath.Join(dir, "out")
	for _, tc := range []struct {
		name string
		args []string
		nth  int
		done []string // files that have to be there
	}{
		{"lint", append([]string{"lint"}, paths...), 1, nil},
		{"lint one by one", append([]string{"lint", "--workers", "1"}, paths...), 1, nil},
		{"json", append([]string{"lint", "--format", "json"}, paths...), 1, nil},
		{"fix", append([]string{"lint", "--fix"}, paths...), 1, nil},
		{"fix, at the second look", append([]string{"lint", "--fix"}, paths...), 2, nil},
		{"diff", append([]string{"lint", "--fix", "--diff"}, paths...), 1, nil},
		{"render", append([]string{"render", "--to", "txt", "-o", out}, paths...), 1, []string{"甲.txt", "丙.txt"}},
		{"previous folder", []string{"lint", "--previous-dir", dir, paths[0]}, 1, nil},
		{"previous", []string{"lint", "--previous", paths[1], paths[0]}, 1, nil},
		{"convert", []string{"convert", paths[1], filepath.Join(dir, "x.json")}, 1, nil},
	} {
		for _, lang := range []string{"zh", "en"} {
			got := start(t.Context(), strings.NewReader(""), breaks("坏.yaml", tc.nth), append(tc.args, "--lang", lang)...)
			want := map[string]string{"zh": "坏.yaml：程序内部出错", "en": "坏.yaml: internal fault"}[lang]
			if got.code != app.ExitInternal || strings.Count(got.err, want) != 1 {
				t.Errorf("%s %s: exit %d\n%s", tc.name, lang, got.code, got.err)
			}
			if all := got.out + got.err; strings.Contains(all, "goroutine") || strings.Contains(all, ".go:") && !strings.Contains(all, "command/command_test.go:") {
				t.Errorf("%s %s: a trace in\n%s", tc.name, lang, all)
			}
			if tc.name == "lint" && lang == "zh" && !strings.Contains(got.out, "检查了2个文件") {
				t.Errorf("the others were not checked:\n%s", got.out)
			}
			if tc.name == "json" && (!strings.Contains(got.out, "甲.yaml") || !strings.Contains(got.out, "丙.yaml") || !strings.HasSuffix(strings.TrimSpace(got.out), "}")) {
				t.Errorf("%s", got.out)
			}
		}
		for _, name := range tc.done {
			if _, err := os.Stat(filepath.Join(out, name)); err != nil {
				t.Errorf("%s: %v", tc.name, err)
			}
		}
	}
	if left, _ := filepath.Glob(filepath.Join(dir, ".*.tmp-*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// The same where the copy of a workbook is annotated.
func TestFaultOfAnnotation(t *testing.T) {
	dir := t.TempDir()
	book := filepath.Join(dir, "坏.xlsx")
	if got := start(t.Context(), nil, nil, "new", book); got.code != app.ExitOK {
		t.Fatalf("%+v", got)
	}
	copied := filepath.Join(dir, "标注.xlsx")
	got := start(t.Context(), nil, breaks("坏.xlsx", 2), "lint", book, "--annotate", copied)
	if got.code != app.ExitInternal || !strings.Contains(got.err, "坏.xlsx：程序内部出错") || !strings.Contains(got.out, "检查了1个文件") {
		t.Errorf("%+v", got)
	}
	if _, err := os.Stat(copied); err == nil {
		t.Error("a copy was written")
	}
}

// endless is an input that never comes.
type endless struct{}

func (endless) Read([]byte) (int, error) { select {} }

// The user can end a run that waits for an input, within seconds.
func TestInterruptWhileWaiting(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(50*time.Millisecond, cancel)
	begun := time.Now()
	got := start(ctx, endless{}, nil, "lint", "-")
	if got.code != app.ExitUsage || !strings.Contains(got.err, "已中断") || time.Since(begun) > 10*grace {
		t.Errorf("%+v after %v", got, time.Since(begun))
	}
}

// What a file puts into a message does not reach the terminal as a command.
func TestMessagesAreOneLineOfText(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, ".nianbao.yaml")
	for _, text := range []string{`lang: "\e]0;x\a"`, `"\e[2J": 1`, `font: {"\e[2J": x}`, `severity: {"\e[2J": note}`, `rules: ["\e[2J\u009b2J\u202e"]`, `words: {terms: ["\e[2J"]}`, `extends: "../\e[2J.yaml"`} {
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		got := start(t.Context(), nil, nil, "lint", filepath.Join(dir, "年报.yaml"))
		if all := got.out + got.err; got.code != app.ExitUsage || strings.ContainsAny(all, "\x1b\a\u009b\u202e") {
			t.Errorf("%s: %d %q", text, got.code, all)
		}
	}
}
