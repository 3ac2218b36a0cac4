package command

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"nianbao/cmd/nianbao/internal/command/app"
	"nianbao/internal/intake"
)

// What a command costs from its arguments to its exit status, without the start
// of the process: nothing is kept from one run to the next.
func BenchmarkCommand(b *testing.B) {
	const file = "../../../../examples/clean-2024.yaml"
	for _, c := range []struct {
		name string
		args []string
	}{
		{"version", []string{"version"}},
		{"help", []string{"lint", "--help"}},
		{"lint", []string{"lint", file}},
		{"render", []string{"render", file, "-o", b.TempDir(), "--to", "pdf"}},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				var out, errs bytes.Buffer
				a := &app.App{In: strings.NewReader(""), Out: &out, Err: &errs, Getenv: func(string) string { return "" }, GOOS: "linux", Intake: &intake.Intake{}}
				if code := Main(context.Background(), a, c.args); code != app.ExitOK {
					b.Fatal(code, errs.String())
				}
			}
		})
	}
}
