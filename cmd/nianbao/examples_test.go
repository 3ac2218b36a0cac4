package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"nianbao/cmd/nianbao/internal/command"
	"nianbao/cmd/nianbao/internal/command/app"
)

// run runs the program with nothing of the real environment.
func run(t *testing.T, args ...string) (code int, out, err string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	a := &app.App{In: strings.NewReader(""), Out: &stdout, Err: &stderr, Getenv: func(string) string { return "" }, GOOS: "linux"}
	code = command.Main(context.Background(), a, args)
	return code, stdout.String(), stderr.String()
}

// Beside each example stand the linter's findings and the rendered report, as
// the program makes them now. NIANBAO_UPDATE=1 writes them anew.
func TestExamplesAreCurrent(t *testing.T) {
	t.Chdir("../../examples")
	inputs, err := filepath.Glob("*.yaml")
	if err != nil || len(inputs) < 6 {
		t.Fatalf("examples: %v, %v", inputs, err)
	}
	out := t.TempDir()
	for _, input := range inputs {
		base := strings.TrimSuffix(input, ".yaml")
		t.Run(base, func(t *testing.T) {
			code, findings, _ := run(t, "lint", "--min-severity", "note", input)
			if slices.Contains([]string{"clean-2024"}, base) && code != 0 {
				t.Errorf("exit %d", code)
			}
			args := []string{"render", input, "-o", out}
			if code != 0 {
				if got, _, _ := run(t, args...); got != 1 {
					t.Errorf("render exits %d though errors stand", got)
				}
				args = append(args, "--draft")
			}
			if code, _, stderr := run(t, args...); code != 0 {
				t.Fatalf("render: exit %d: %s", code, stderr)
			}
			current(t, base+".findings.txt", []byte(findings))
			for _, ending := range []string{".txt", ".pdf"} {
				data, err := os.ReadFile(filepath.Join(out, base+ending))
				if err != nil {
					t.Fatal(err)
				}
				current(t, base+ending, data)
			}
		})
	}
}

// What README shows of the linter is what it says.
func TestReadmeShowsRealFindings(t *testing.T) {
	texts := map[string]string{"zh": "../../README.md", "en": "../../README.en.md"}
	for lang, name := range texts {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		texts[lang] = string(data)
	}
	t.Chdir("../../examples")
	for lang, text := range texts {
		_, findings, _ := run(t, "--lang", lang, "lint", "lucheng-2021.yaml")
		n := 0
		for i, block := range strings.Split(text, "```") {
			if i%2 == 0 || !strings.HasPrefix(block, "\nlucheng-2021.yaml:") {
				continue
			}
			for part := range strings.SplitSeq(strings.TrimSpace(block), "\n\n") {
				if n++; !strings.Contains(findings, part+"\n") {
					t.Errorf("the linter does not say in %s\n%s", lang, part)
				}
			}
		}
		if n < 4 {
			t.Errorf("README shows %d findings in %s", n, lang)
		}
	}
}

// current compares a file with what it should hold, or writes it.
func current(t *testing.T, name string, want []byte) {
	t.Helper()
	if os.Getenv("NIANBAO_UPDATE") != "" {
		if err := os.WriteFile(name, want, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	have, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(have, want) {
		t.Errorf("%s is not what the program makes; NIANBAO_UPDATE=1 go test ./cmd/nianbao rewrites it", name)
	}
}
