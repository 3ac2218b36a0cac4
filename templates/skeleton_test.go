package templates

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"nianbao/internal/edition"
	"nianbao/internal/report"
	"nianbao/internal/report/reporttest"
	"nianbao/internal/reportfile"
	"nianbao/internal/source"
)

func read(data []byte) *report.Report {
	return source.Read("x.yaml", data, source.Options{Editions: reporttest.Editions(), Words: reporttest.Words()})
}

func skeletonOf(t interface{ Fatalf(string, ...any) }, e *edition.Edition, o Options) []byte {
	data, err := Skeleton(e, o)
	if err != nil {
		t.Fatalf("%v", err)
	}
	return data
}

// The template as it is handed out; NIANBAO_UPDATE=1 rewrites it.
func TestSkeletonGolden(t *testing.T) {
	for _, e := range reporttest.Editions().All() {
		got := skeletonOf(t, e, Options{})
		name := "testdata/" + e.ID + ".yaml"
		if os.Getenv("NIANBAO_UPDATE") == "1" {
			if err := os.MkdirAll("testdata", 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(name, got, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), string(got)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// Read back, a template objects only to what is not filled in.
func TestSkeletonReadsBack(t *testing.T) {
	for _, e := range reporttest.Editions().All() {
		var forms []string
		for _, p := range read(skeletonOf(t, e, Options{})).Problems {
			forms = append(forms, p.Rule+" "+p.At)
		}
		if want := []string{"SRC008 机关.名称", "SRC008 年度"}; !cmp.Equal(forms, want) {
			t.Errorf("%s, blank: %v", e.ID, forms)
		}
		r := read(skeletonOf(t, e, Options{Agency: "甲局", Year: e.Years.From, Type: e.Agencies[0].Type}))
		if len(r.Problems) > 0 || r.Edition.ID != e.ID || r.LeftOut != 0 {
			t.Errorf("%s, filled in: %+v", e.ID, r.Problems)
		}
		for _, p := range r.Parts {
			if !p.Given {
				t.Errorf("%s: no %s", e.ID, p.At)
			}
			if p.Table == nil {
				continue
			}
			for _, ref := range p.Table.Refs() {
				c := p.Table.Cell(ref)
				if c.Given == p.Table.Def.IsTotal(ref) || c.State != report.Blank {
					t.Errorf("%s: %+v", p.Table.At(ref), c)
				}
			}
		}
		if len(r.Texts()) == 0 {
			t.Errorf("%s: no texts", e.ID)
		}
		for _, text := range r.Texts() {
			if !text.Empty() {
				t.Errorf("%s: %+v", text.At, text.Paragraphs)
			}
		}
	}
}

// What stays the same from year to year is carried over, whatever form last
// year's report was on.
func TestCarriedOver(t *testing.T) {
	all := reporttest.Editions().All()
	rapid.Check(t, func(t *rapid.T) {
		e := rapid.SampledFrom(all).Draw(t, "edition")
		last := reporttest.Balanced(t, rapid.SampledFrom(all).Draw(t, "last edition"))
		r := read(skeletonOf(t, e, Options{Year: e.Years.From, From: last}))
		if len(r.Problems) > 0 {
			t.Fatalf("%+v", r.Problems)
		}
		if r.Agency.Name.Text != last.Agency.Name.Text || r.Agency.Type.Text != last.Agency.Type.Text || len(r.Agency.Short) != 1 {
			t.Fatalf("%+v", r.Agency)
		}
		for i, c := range last.Contact {
			if r.Contact[i].Value.Text != c.Value.Text {
				t.Fatalf("%+v", r.Contact)
			}
		}
		figures := func(r *report.Report, role string) (out []string) {
			for _, p := range r.Parts {
				if p.Table == nil {
					continue
				}
				for _, row := range p.Table.Def.Rows {
					for i := range p.Table.Cells[row.Index] {
						if row.HasRole(role) {
							out = append(out, p.Table.Cells[row.Index][i].Value.String())
						}
					}
				}
			}
			return out
		}
		if got, want := figures(r, "carried_in"), figures(last, "carried_out"); !cmp.Equal(got, want) {
			t.Fatalf("carried in %v, not %v", got, want)
		}
	})
}

func TestOnlyTheTotalIsCarriedOver(t *testing.T) {
	e := reporttest.Editions().Latest()
	var b bytes.Buffer
	if err := reportfile.WriteYAML(&b, reporttest.Filled(e)); err != nil {
		t.Fatal(err)
	}
	var lines []string
	for line := range strings.Lines(b.String()) {
		if strings.HasPrefix(line, "  结转下年度:") {
			line = "  结转下年度: 7\n"
		}
		lines = append(lines, line)
	}
	got := string(skeletonOf(t, e, Options{Year: 2025, From: read([]byte(strings.Join(lines, "")))}))
	for _, want := range []string{"  上年结转:                               7  # ", "上年现行有效件数"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
}
