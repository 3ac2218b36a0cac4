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
	"nianbao/internal/bind"
	"nianbao/internal/intake"
	"nianbao/internal/report"
	"nianbao/internal/reportfile"
	"nianbao/internal/source"
)

// toyFormat is YAML behind a line of its own.
func toyFormat() *source.Format {
	const mark = "TOY\n"
	return &source.Format{
		Name: "Toy", Endings: []string{".toy"}, InFolders: true,
		Is: func(_ string, data []byte) bool { return bytes.HasPrefix(data, []byte(mark)) },
		Read: func(name string, data []byte, o bind.Options) *report.Report {
			r := source.Read("toy.yaml", bytes.TrimPrefix(data, []byte(mark)),
				source.Options{Editions: o.Editions, Edition: o.Edition, Words: o.Words})
			r.Path = name
			return r
		},
		Write: func(w io.Writer, r *report.Report, _ time.Time) error {
			if _, err := io.WriteString(w, mark); err != nil {
				return err
			}
			return reportfile.WriteYAML(w, r)
		},
	}
}

// A new format needs to be registered and nothing else: it is found in folders,
// told by its bytes, linted, converted both ways and rendered.
func TestToyFormat(t *testing.T) {
	dir, paths := reports(t)
	run := func(args ...string) (int, string) {
		var out, errs bytes.Buffer
		a := &app.App{In: strings.NewReader(""), Out: &out, Err: &errs, Getenv: func(string) string { return "" }, GOOS: "linux",
			Intake: &intake.Intake{}, MoreFormats: source.Formats{toyFormat()}}
		return Main(context.Background(), a, args), out.String() + errs.String()
	}
	toys := t.TempDir()
	toy, back := filepath.Join(toys, "a.toy"), filepath.Join(dir, "back.yaml")
	if code, said := run("convert", paths[0], toy); code != app.ExitOK {
		t.Fatal(code, said)
	}
	if code, said := run("convert", toy, back); code != app.ExitOK {
		t.Fatal(code, said)
	}
	want, err := os.ReadFile(paths[0])
	if err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(back); err != nil || !bytes.Equal(got, want) {
		t.Errorf("it came back as %s (%v)", got, err)
	}
	_, asYAML := run("lint", paths[0], "--min-severity", "note")
	_, asToy := run("lint", toys, "--min-severity", "note")
	if strings.ReplaceAll(asToy, toy, "F") != strings.ReplaceAll(asYAML, paths[0], "F") {
		t.Errorf("lint says\n%s\nof the toy, and\n%s\nof the YAML", asToy, asYAML)
	}
	// By its bytes, where the name says nothing.
	plain := filepath.Join(toys, "plain")
	if data, err := os.ReadFile(toy); err != nil || os.WriteFile(plain, data, 0o644) != nil {
		t.Fatal(err)
	}
	if code, said := run("lint", plain); code != app.ExitOK {
		t.Error(code, said)
	}
	if code, said := run("render", toy, "-o", toys, "--to", "txt"); code != app.ExitOK {
		t.Error(code, said)
	}
	if _, err := os.Stat(filepath.Join(toys, "a.txt")); err != nil {
		t.Error(err)
	}
	// What it cannot do is said.
	if code, said := run("lint", toy, "--annotate", toy+"2"); code != app.ExitUsage || !strings.Contains(said, "--annotate") {
		t.Error(code, said)
	}
	if code, said := run("lint", toy, "--fix"); code > app.ExitFindings || strings.Contains(said, "原文件另存为") {
		t.Error(code, said)
	}
	if code, said := run("convert", toy, "a.doc"); code != app.ExitUsage || !strings.Contains(said, ".toy") {
		t.Error(code, said)
	}
}
