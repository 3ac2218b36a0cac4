package main

import (
	"archive/zip"
	"bytes"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Beside each example stands the workbook that the program makes of it, from
// which it makes the example again. NIANBAO_UPDATE=1 writes them anew.
func TestExampleWorkbooksAreCurrent(t *testing.T) {
	t.Chdir("../../examples")
	inputs, err := filepath.Glob("*.yaml")
	if err != nil || len(inputs) < 6 {
		t.Fatalf("examples: %v, %v", inputs, err)
	}
	out := t.TempDir()
	for _, input := range inputs {
		base := strings.TrimSuffix(input, ".yaml")
		t.Run(base, func(t *testing.T) {
			made := filepath.Join(out, base+".xlsx")
			convert(t, input, made)
			want, err := os.ReadFile(made)
			if err != nil {
				t.Fatal(err)
			}
			have, err := os.ReadFile(base + ".xlsx")
			if os.Getenv("NIANBAO_UPDATE") != "" {
				if err == nil && slices.Equal(partsOf(t, have), partsOf(t, want)) {
					return
				}
				if err := os.WriteFile(base+".xlsx", want, 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			// The parts count: how they are packed is the Go release's affair.
			if !slices.Equal(partsOf(t, have), partsOf(t, want)) {
				t.Errorf("%s.xlsx is not what the program makes; NIANBAO_UPDATE=1 go test ./cmd/nianbao rewrites it", base)
			}
			fromText, fromBook := filepath.Join(out, base+".text.json"), filepath.Join(out, base+".book.json")
			convert(t, input, fromText)
			convert(t, base+".xlsx", fromBook)
			a, err1 := os.ReadFile(fromText)
			b, err2 := os.ReadFile(fromBook)
			if err1 != nil || err2 != nil || !bytes.Equal(a, b) {
				t.Errorf("the workbook says something else than the text: %v, %v", err1, err2)
			}
		})
	}
}

func convert(t *testing.T, in, out string) {
	t.Helper()
	if code, stdout, stderr := run(t, "convert", in, out); code != 0 {
		t.Fatalf("convert %s %s: exit %d\n%s%s", in, out, code, stdout, stderr)
	}
}

// partsOf is what a workbook holds: the names and contents of its parts.
func partsOf(t *testing.T, data []byte) []string {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string]string{}
	for _, f := range archive.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		r.Close()
		parts[f.Name] = string(content)
	}
	var all []string
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		all = append(all, name, parts[name])
	}
	return all
}
