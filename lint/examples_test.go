package lint

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"nianbao/internal/report/reporttest"
	"nianbao/internal/source"
)

// Each example has the findings that a careful reviewer of the published report
// would make, and none of the false ones that it invites.
func TestExamples(t *testing.T) {
	for name, want := range map[string]struct{ must, not []string }{
		"qijiang-2021": {
			must: []string{"BAL005", "STR003"},
			not:  []string{"BAL001", "BAL002", "BAL003", "BAL004", "STR004", "STR012"},
		},
		"lucheng-2021": {
			must: []string{"BAL001", "BAL001", "BAL002", "BAL002", "VAL006", "STR010", "STR014", "STR014"},
			not:  []string{"BAL003", "BAL004", "STR003", "STR004", "STR006", "STR012"},
		},
		"dazu-2021": {
			must: []string{"STR003", "STR010", "STR013", "STR014", "STR014"},
			not:  []string{"BAL001", "BAL002", "BAL003", "BAL004", "BAL005"},
		},
		"ziyang-2020": {
			must: []string{"STR004", "STR004", "STR006", "STR007", "STR014", "VAL001"},
			not:  []string{"VAL006", "STR009", "STR010", "STR012", "BAL001", "BAL002", "BAL003", "BAL004", "BAL005"},
		},
		"jiyuan-2022": {
			must: []string{"STR006", "STR007"},
			not:  []string{"BAL001", "BAL002", "BAL003", "BAL004", "BAL005", "STR003", "STR004", "STR012", "VAL006"},
		},
		"clean-2024": {},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join("../examples", name+".yaml")
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			c := catalogue(t)
			r := source.Read(path, data, source.Options{Editions: reporttest.Editions(), Words: reporttest.Words()})
			var got []string
			for _, f := range New(c, Options{}).Lint(r).Findings {
				got = append(got, f.Rule)
				t.Logf("%d:%d %s %s %s", f.Pos.Line, f.Pos.Column, f.Severity, f.Rule, c.Message(&f, "zh"))
			}
			slices.Sort(got)
			count := func(rules []string, id string) (n int) {
				for _, r := range rules {
					if r == id {
						n++
					}
				}
				return n
			}
			for _, id := range want.must {
				if count(got, id) < count(want.must, id) {
					t.Errorf("%s fires %d times, want %d", id, count(got, id), count(want.must, id))
				}
			}
			for _, id := range want.not {
				if slices.Contains(got, id) {
					t.Errorf("%s is a false alarm", id)
				}
			}
			if name == "clean-2024" && len(got) > 0 {
				t.Errorf("a clean report has findings: %v", got)
			}
		})
	}
}
