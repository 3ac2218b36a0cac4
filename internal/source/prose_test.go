package source

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"nianbao/internal/report"
)

// rewritesOf are those that the problems of a report carry.
func rewritesOf(r *report.Report, unsafe bool) []*report.Rewrite {
	var all []*report.Rewrite
	for _, p := range r.Problems {
		if p.Rewrite != nil && (p.Rewrite.Safe || unsafe) {
			all = append(all, p.Rewrite)
		}
	}
	return all
}

// Every file of testdata/prose has in a file ending in .out what is wrong with
// its prose, and what becomes of it when all that is plain is mended. It is the
// same with other line ends. NIANBAO_UPDATE=1 rewrites them.
func TestProse(t *testing.T) {
	files, err := filepath.Glob("testdata/prose/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		got := proseOut(t, f, data)
		if os.Getenv("NIANBAO_UPDATE") == "1" {
			if err := os.WriteFile(f+".out", []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(f + ".out")
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), got); diff != "" {
			t.Errorf("%s: %s", f, diff)
		}
		for _, end := range []string{"\r\n", "\r"} {
			out := proseOut(t, f, []byte("\ufeff"+strings.ReplaceAll(string(data), "\n", end)))
			if n := strings.Count(out, "\n") - strings.Count(out, end); end == "\r\n" && strings.Contains(out, "--- mended\n\ufeff") && n != strings.Count(got[:strings.Index(got, "--- mended")+11], "\n") {
				t.Errorf("%s: a line ends otherwise than the file's", f)
			}
			out = strings.NewReplacer("\ufeff", "", "\r\n", "\n", "\r", "\n").Replace(out)
			if diff := cmp.Diff(got, out); diff != "" {
				t.Errorf("%s with %q: %s", f, end, diff)
			}
		}
	}
}

func proseOut(t *testing.T, path string, data []byte) string {
	r := Read(path, data, options())
	checkPositions(t, r)
	checkMarks(t, r)
	var b strings.Builder
	b.WriteString(describeProblems(r))
	out, done, left := Apply(r, data, rewritesOf(r, false), options())
	for _, w := range left {
		t.Errorf("%s: not mended: %+v", path, w)
	}
	for _, p := range r.Problems {
		if p.Rewrite != nil && !p.Rewrite.Safe {
			b.WriteString("doubtful " + p.Form + " at " + p.At + ": " + strings.ReplaceAll(p.Rewrite.To, "\n", " / ") + "\n")
			if _, done, _ := Apply(r, data, []*report.Rewrite{p.Rewrite}, options()); len(done) == 0 {
				t.Errorf("%s: not mended: %+v", path, p.Rewrite)
			}
		}
	}
	if len(done) == 0 {
		return b.String()
	}
	b.WriteString("--- mended\n" + string(out))
	again := Read(path, out, options())
	if more := rewritesOf(again, false); len(more) > 0 {
		t.Errorf("%s: more to mend after mending: %+v", path, more[0])
	}
	if again.Unreadable {
		t.Errorf("%s: unreadable once mended", path)
	}
	return b.String()
}
