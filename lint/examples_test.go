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
			must: []string{"BAL005", "PUN004", "STR003"},
			not: []string{"TXT001", "TXT002", "TXT003", "TXT004", "TXT009", "BAL001", "BAL002", "BAL003", "BAL004", "STR004", "STR012",
				"DAT001", "DAT003", "DAT004", "DAT005", "PUN002", "PUN003", "PUN005", "PUN006", "WRD002", "WRD003", "WRD005"},
		},
		"lucheng-2021": {
			must: []string{"BAL001", "BAL001", "BAL002", "BAL002", "DAT001", "DAT003", "DAT005", "PUN001", "PUN001", "PUN001", "PUN001",
				"PUN002", "STR010", "STR014", "STR014", "TXT003", "TXT009", "VAL006", "WRD003", "WRD004"},
			not: []string{"TXT001", "TXT002", "TXT008", "BAL003", "BAL004", "STR003", "STR004", "STR006", "STR012",
				"DAT002", "DAT004", "PUN003", "PUN005", "PUN006", "WRD001", "WRD002", "WRD005"},
		},
		"dazu-2021": {
			must: []string{"DAT003", "DAT003", "STR003", "STR010", "STR013", "STR014", "STR014", "TXT009", "WRD003", "WRD004", "WRD004"},
			not: []string{"TXT001", "TXT003", "TXT006", "BAL001", "BAL002", "BAL003", "BAL004", "BAL005",
				"DAT004", "DAT005", "PUN001", "PUN002", "PUN003", "PUN004", "PUN005", "PUN006", "WRD001", "WRD002", "WRD005", "WRD006"},
		},
		"ziyang-2020": {
			must: []string{"STR004", "STR004", "STR006", "STR007", "STR014", "VAL001", "WRD001", "WRD006", "WRD006", "WRD006"},
			not: []string{"TXT001", "TXT002", "TXT006", "VAL006", "STR009", "STR010", "STR012", "BAL001", "BAL002", "BAL003", "BAL004", "BAL005",
				"DAT003", "DAT005", "PUN001", "PUN002", "PUN003", "PUN004", "PUN005", "PUN006", "WRD002", "WRD004", "WRD005"},
		},
		"jiyuan-2022": {
			// The note's brackets are half-width on both sides as printed, so
			// that PUN003 has nothing to say; PUN001 counts them.
			must: []string{"DAT003", "PUN001", "PUN004", "PUN004", "STR006", "STR007", "WRD003", "WRD004"},
			not: []string{"TXT001", "TXT002", "TXT003", "TXT004", "BAL001", "BAL002", "BAL003", "BAL004", "BAL005", "STR003", "STR004", "STR012", "VAL006",
				"DAT004", "PUN002", "PUN003", "PUN005", "PUN006", "WRD001", "WRD002", "WRD005"},
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
