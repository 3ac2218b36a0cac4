package command

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"nianbao/cmd/nianbao/internal/command/app"
	"nianbao/internal/intake"
)

// english are words of the command library's own.
var english = regexp.MustCompile(`\(default|\[flags\]|\[command\]|\b(?:string|stringArray|strings|int|Usage|Flags|Available|Global|Use|Help|help for)\b`)

// No help in Chinese has English words of the command library's.
func TestHelpInChinese(t *testing.T) {
	var walk func(c *cobra.Command)
	seen := 0
	walk = func(c *cobra.Command) {
		seen++
		args := append(strings.Fields(c.CommandPath())[1:], "--help")
		got := start(context.Background(), strings.NewReader(""), nil, args...)
		if got.code != app.ExitOK || got.err != "" {
			t.Errorf("%v: %+v", args, got)
		}
		if word := english.FindString(got.out); word != "" {
			t.Errorf("%v: %q in\n%s", args, word, got.out)
		}
		if !strings.Contains(got.out, "用法：\n  nianbao") || !strings.Contains(got.out, "选项：\n") {
			t.Errorf("%v: %s", args, got.out)
		}
		for _, sub := range c.Commands() {
			walk(sub)
		}
	}
	root := Root(&app.App{})
	walk(root)
	if seen < 15 {
		t.Errorf("only %d commands", seen)
	}
}

// On Windows a file that standard output or the messages go to begins with a
// byte order mark where people read it, so that Notepad takes it for UTF-8.
func TestMarkOfFilesOnWindows(t *testing.T) {
	_, paths := reports(t)
	run := func(system string, before string, both bool, args ...string) (out, errs string) {
		var files [2]bytes.Buffer
		name := filepath.Join(t.TempDir(), "结果.txt")
		if err := os.WriteFile(name, []byte(before), 0o644); err != nil {
			t.Fatal(err)
		}
		info, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		a := &app.App{In: strings.NewReader(""), Out: &files[0], Err: &files[1], Getenv: func(string) string { return "" }, GOOS: system, Intake: &intake.Intake{}, OutFile: info}
		if both {
			a.Err, a.ErrFile = &files[0], info
		}
		Main(context.Background(), a, args)
		return files[0].String(), files[1].String()
	}
	const mark = "\ufeff"
	for _, tc := range []struct {
		args   []string
		marked bool
	}{
		{[]string{"lint", paths[0]}, true},
		{[]string{"lint", "--color", "always", paths[0]}, true},
		{[]string{"--help"}, true},
		{[]string{"help", "lint"}, true},
		{[]string{"version"}, true},
		{[]string{"rules"}, true},
		{[]string{"explain", "BAL001"}, true},
		{[]string{"lint", "--format", "json", paths[0]}, false},
		{[]string{"lint", "--format", "sarif", paths[0]}, false},
		{[]string{"lint", "--format", "html", paths[0]}, false},
		{[]string{"rules", "--format", "json"}, false},
		{[]string{"convert", paths[0], "-"}, false},
		{[]string{"new", "-"}, false},
		{[]string{"schema"}, false},
		{[]string{"completion", "powershell"}, false},
	} {
		out, _ := run("windows", "", false, tc.args...)
		if out == "" || strings.HasPrefix(out, mark) != tc.marked || strings.Count(out, mark) > 1 {
			t.Errorf("%v: marked %v, want %v; %d marks", tc.args, strings.HasPrefix(out, mark), tc.marked, strings.Count(out, mark))
		}
		if other, _ := run("linux", "", false, tc.args...); strings.Contains(other, mark) {
			t.Errorf("%v: marked on Linux", tc.args)
		}
		if more, _ := run("windows", "before", false, tc.args...); strings.Contains(more, mark) {
			t.Errorf("%v: marked behind what was there (>>)", tc.args)
		}
		if all, _ := run("windows", "", true, tc.args...); strings.Count(all, mark) > 1 || strings.Contains(strings.TrimPrefix(all, mark), mark) {
			t.Errorf("%v: a mark within > x 2>&1", tc.args)
		}
	}
}
