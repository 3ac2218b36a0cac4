package lint

import (
	"os"
	"path/filepath"
	"testing"

	"nianbao/internal/report/reporttest"
	"nianbao/internal/source"
)

// The reports of testdata/correct were written without sight of the rules, and
// everything in them is right. What they draw is a false alarm.
func TestCorrectReports(t *testing.T) {
	files, err := filepath.Glob("testdata/correct/*.yaml")
	if err != nil || len(files) != 12 {
		t.Fatalf("%d reports: %v", len(files), err)
	}
	c := catalogue(t)
	opts := source.Options{Editions: reporttest.Editions(), Words: reporttest.Words()}
	warnings := 0
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		res := New(c, Options{}).Lint(source.Read(filepath.Base(file), data, opts))
		for i := range res.Findings {
			f := &res.Findings[i]
			if f.Severity > Note {
				warnings++
				t.Logf("%s: %s %s %s", f.Pos.In(f.Path, "zh"), f.Severity, f.Rule, c.Message(f, "zh"))
			}
		}
	}
	if warnings > 1 {
		t.Errorf("%d false alarms in %d correct reports", warnings, len(files))
	}
}
