package app

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nianbao/internal/settings"
)

func files(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// A write that fails halfway leaves the old file as it was and nothing beside
// it; so does one whose target cannot be replaced.
func TestWriteFileIsWholeOrNothing(t *testing.T) {
	a := &App{Out: io.Discard, Err: io.Discard, Lang: "zh"}
	dir := t.TempDir()
	path := filepath.Join(dir, "报告.pdf")
	whole := func(text string) func(io.Writer) error {
		return func(w io.Writer) error {
			_, err := io.WriteString(w, text)
			return err
		}
	}
	if err := a.WriteFile(path, whole("old")); err != nil {
		t.Fatal(err)
	}
	full := errors.New("disk full")
	err := a.WriteFile(path, func(w io.Writer) error {
		if _, err := io.WriteString(w, "half of the new"); err != nil {
			return err
		}
		return full
	})
	if !errors.Is(err, full) || !strings.Contains(err.Error(), path) {
		t.Errorf("got %v", err)
	}
	data, err := os.ReadFile(path)
	if err != nil || string(data) != "old" {
		t.Errorf("the file holds %q, %v", data, err)
	}
	if names := files(t, dir); len(names) != 1 {
		t.Errorf("left behind: %v", names)
	}

	if err := os.Chmod(path, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := a.WriteFile(path, whole("new")); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}

	if err := a.WriteFile(dir, whole("x")); err == nil {
		t.Error("a folder was overwritten")
	}
	if err := a.WriteFile(filepath.Join(dir, "no", "such"), whole("x")); err == nil {
		t.Error("wrote into a folder that is not there")
	}
	if names := files(t, dir); len(names) != 1 {
		t.Errorf("left behind: %v", names)
	}
}

func TestWriteFileToStandardOutput(t *testing.T) {
	var out bytes.Buffer
	a := &App{Out: &out}
	if err := a.WriteFile("-", func(w io.Writer) error { _, err := io.WriteString(w, "x"); return err }); err != nil || out.String() != "x" {
		t.Errorf("%q, %v", out.String(), err)
	}
}

func TestColor(t *testing.T) {
	for _, tc := range []struct {
		color    string
		terminal bool
		noColor  string
		want     bool
	}{
		{"auto", true, "", true},
		{"auto", false, "", false},
		{"auto", true, "1", false},
		{"always", false, "1", true},
		{"never", true, "", false},
	} {
		a := &App{Color: tc.color, OutIsTerminal: tc.terminal, Getenv: func(key string) string {
			if key == "NO_COLOR" {
				return tc.noColor
			}
			return ""
		}}
		if got := a.UseColor(); got != tc.want {
			t.Errorf("%+v: %v", tc, got)
		}
	}
}

// Settings are found from the input upward, relative font files are beside the
// settings, and unknown keys are refused.
func TestSettings(t *testing.T) {
	dir := t.TempDir()
	deep := filepath.Join(dir, "2024", "局")
	if err := os.MkdirAll(deep, 0o755); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, settings.Name)
	write := func(text string) {
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("fonts: system\nwidth: 80\nfont: {仿宋: simfang.ttf}\n")
	a := &App{Lang: "zh"}
	if err := a.LoadSettings([]string{filepath.Join(deep, "报告.yaml")}); err != nil {
		t.Fatal(err)
	}
	if a.Settings.Fonts != "system" || a.Settings.Width != 80 || a.Settings.Font["仿宋"] != filepath.Join(dir, "simfang.ttf") {
		t.Errorf("got %+v", a.Settings)
	}
	write("widht: 80\n")
	err := (&App{Lang: "zh"}).LoadSettings([]string{deep})
	var failure *Failure
	if !errors.As(err, &failure) || failure.Code != ExitUsage || !strings.Contains(err.Error(), "widht") {
		t.Errorf("got %v", err)
	}
}
