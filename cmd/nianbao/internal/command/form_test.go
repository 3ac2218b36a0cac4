package command

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/pflag"

	"nianbao/cmd/nianbao/internal/command/app"
	"nianbao/internal/intake"
	"nianbao/render/font"
)

// toyForm writes what a report is called, in two files.
type toyForm struct{ shout bool }

func (t *toyForm) Name() string { return "toy" }
func (t *toyForm) Usual() bool  { return false }
func (t *toyForm) Flags(_ *app.App, f *pflag.FlagSet) {
	f.BoolVar(&t.shout, "shout", false, "say it aloud")
}

func (t *toyForm) Ready(_ *app.App, _ *font.Set, changed func(string) bool) (app.FormWriter, error) {
	if changed("shout") && !t.shout {
		return nil, app.Usage(fmt.Errorf("a toy cannot whisper"))
	}
	return t, nil
}

func (t *toyForm) CanDraw(rune) bool { return true }

func (t *toyForm) Write(_ context.Context, s app.Sheet) ([]app.FormFile, error) {
	text := s.Document.Title
	if t.shout {
		text += "！"
	}
	return []app.FormFile{{Ending: "toy", Data: []byte(text)}, {Ending: "toy.size", Data: fmt.Append(nil, len(text))}}, nil
}

// A new form needs to be registered and nothing else.
func TestToyForm(t *testing.T) {
	_, paths := reports(t)
	run := func(args ...string) (int, string) {
		var out, errs bytes.Buffer
		a := &app.App{In: strings.NewReader(""), Out: &out, Err: &errs, Getenv: func(string) string { return "" }, GOOS: "linux",
			Intake: &intake.Intake{}, MoreForms: func() []app.Form { return []app.Form{&toyForm{}} }}
		return Main(context.Background(), a, args), out.String() + errs.String()
	}
	dir := t.TempDir()
	if code, said := run("render", paths[0], "-o", dir, "--to", "toy", "--shout"); code != app.ExitOK {
		t.Fatal(code, said)
	}
	base := filepath.Join(dir, strings.TrimSuffix(filepath.Base(paths[0]), ".yaml"))
	text, err := os.ReadFile(base + ".toy")
	if err != nil || !bytes.HasSuffix(text, []byte("年度报告！")) {
		t.Errorf("%s %v", text, err)
	}
	if size, err := os.ReadFile(base + ".toy.size"); err != nil || string(size) != fmt.Sprint(len(text)) {
		t.Errorf("%s %v", size, err)
	}
	if files, err := os.ReadDir(dir); err != nil || len(files) != 2 {
		t.Errorf("%v %v", files, err)
	}
	if code, said := run("render", paths[0], "-o", dir, "--shout=false"); code != app.ExitUsage || !strings.Contains(said, "whisper") {
		t.Error(code, said)
	}
	if code, said := run("render", "--help"); code != app.ExitOK || !strings.Contains(said, "pdf、txt、toy") || !strings.Contains(said, "--shout") {
		t.Error(code, said)
	}
	if code, said := run("render", paths[0], "-o", dir, "--to", "toys"); code != app.ExitUsage || !strings.Contains(said, "pdf、txt、toy") {
		t.Error(code, said)
	}
}
