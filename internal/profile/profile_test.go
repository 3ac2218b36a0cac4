package profile

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"nianbao/internal/report"
	"nianbao/internal/report/reporttest"
	"nianbao/internal/settings"
	"nianbao/lint"
	"nianbao/rules"
)

func finder(t testing.TB) *Maker {
	t.Helper()
	c, err := lint.LoadCatalogue(rules.Files)
	if err != nil {
		t.Fatal(err)
	}
	return &Maker{Catalogue: c, Editions: reporttest.Editions().All()}
}

// The shipped profiles are in order, and the national one changes nothing.
func TestShippedProfiles(t *testing.T) {
	names := settings.Shipped()
	if !slices.Equal(names, []string{"municipality-example", "national"}) {
		t.Errorf("%v", names)
	}
	f := finder(t)
	for _, name := range names {
		file := filepath.Join(reporttest.Tree(t, map[string]string{settings.Name: "extends: " + name + "\n"}), settings.Name)
		s, err := f.Load(file)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		p, err := f.prepare(s)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for _, pack := range p.packs {
			if len(pack.Findings) > 0 {
				t.Errorf("%s: %+v", name, pack.Findings)
			}
		}
		if empty := len(s.Severity)+len(s.Headings)+len(s.PackFiles) == 0; empty != (name == "national") {
			t.Errorf("%s: %+v", name, s.Settings)
		}
	}
}

// Waivers hold for the agency that they name, by its name or a short one.
func TestWaiversByAgency(t *testing.T) {
	dir := reporttest.Tree(t, map[string]string{settings.Name: `waivers:
  - {机关: 某局, 规则: STR012, 理由: 由财政统一报告}
  - {规则: str013, 位置: 总体情况, 理由: 全市统一, 批准: 市政务公开办, 到期: 2026-12-31}
`, "年报.yaml": ""})
	input := filepath.Join(dir, "年报.yaml")
	profiles, err := finder(t).For([]string{input})
	if err != nil {
		t.Fatal(err)
	}
	for agency, want := range map[string]int{"某局": 2, "他局": 1} {
		r := &report.Report{Path: input}
		r.Agency.Name.Text = "某市" + agency
		r.Agency.Short = []report.Field{{Given: true, Text: agency}}
		got := profiles.Waivers(r)
		if len(got) != want {
			t.Errorf("%s: %+v", agency, got)
		}
		all := lint.Waiver{Rule: "STR013", At: "总体情况", Reason: "全市统一", Approved: "市政务公开办", Until: "2026-12-31", Source: filepath.Join(dir, settings.Name)}
		if got[len(got)-1] != all {
			t.Errorf("%+v", got[len(got)-1])
		}
	}
	if got := profiles.Waivers(&report.Report{Path: "elsewhere/x.yaml"}); got != nil {
		t.Errorf("%+v", got)
	}
}

// A thousand folders with one settings file above them make one profile.
func TestManyFoldersShareAProfile(t *testing.T) {
	files := map[string]string{settings.Name: "severity: {STR012: note}\n"}
	var inputs []string
	for i := range 1000 {
		inputs = append(inputs, fmt.Sprintf("局%03d/年报.yaml", i))
	}
	files["局500/"+settings.Name] = "severity: {STR012: off}\n"
	dir := reporttest.Tree(t, files)
	for i, name := range inputs {
		inputs[i] = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(inputs[i]), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	f := finder(t)
	profiles, err := f.For(inputs)
	if err != nil {
		t.Fatal(err)
	}
	if len(f.made) != 2 {
		t.Errorf("%d profiles were made", len(f.made))
	}
	if a, b, other := profiles.Of(inputs[0]), profiles.Of(inputs[999]), profiles.Of(inputs[500]); a == nil || a != b || other == a {
		t.Error("folders do not have the profiles that they should")
	}
}
