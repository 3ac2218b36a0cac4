package source

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"nianbao/internal/report"
	"nianbao/internal/report/reporttest"
)

// content lists everything that a report says, line by line.
func content(r *report.Report) []string {
	var out []string
	say := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	field := func(name string, f report.Field) {
		if f.Given {
			say("%s %q", name, f.Text)
		}
	}
	text := func(name string, t *report.Text) {
		if t == nil {
			return
		}
		say("%s %d", name, len(t.Paragraphs))
		for _, p := range t.Paragraphs {
			say("  %q", p.Text)
		}
	}
	field("edition", r.EditionID)
	field("name", r.Agency.Name)
	for _, s := range r.Agency.Short {
		field("short", s)
	}
	field("type", r.Agency.Type)
	field("regulations", r.Agency.Regulations)
	field("year", r.Year)
	field("title", r.Title)
	text("preamble", r.Preamble)
	for _, p := range r.Parts {
		say("%s %v", p.Def.Key, p.Given)
		if p.Text != nil {
			say("bare %v", p.Text.Bare)
			text("lead", p.Text.Lead)
			for _, s := range p.Text.Sections {
				if s.Def != nil {
					say("section %s", s.Def.Key)
				} else {
					say("section")
				}
				field("heading", s.Heading)
				text("body", s.Body)
			}
			continue
		}
		for _, ref := range p.Table.Refs() {
			c := p.Table.Cell(ref)
			say("%s %v %q %d %s %v %+v row %v", p.Table.Def.CellPath(ref), c.Given, c.Raw, c.State, c.Value, c.Implied, c.Form, p.Table.Rows[ref.Row].Given)
		}
	}
	say("signature %v", r.Signature.Given)
	field("agency", r.Signature.Agency)
	field("date", r.Signature.Date)
	field("published", r.Published)
	for _, c := range r.Contact {
		field(c.Key, c.Value)
	}
	for _, m := range []map[string]report.Field{r.PartHeadings, r.Labels} {
		var keys []string
		for k := range m {
			keys = append(keys, k)
		}
		slices.Sort(keys)
		for _, k := range keys {
			field(k, m[k])
		}
	}
	for _, u := range r.Unplaced {
		say("unplaced")
		field("place", u.Place)
		field("text", u.Text)
	}
	for _, w := range r.Waivers {
		say("waiver")
		for _, f := range []report.Field{w.Rule, w.Place, w.Reason, w.Approved, w.Until} {
			field("", f)
		}
	}
	say("left out %d", r.LeftOut)
	return out
}

type fatal interface{ Fatalf(string, ...any) }

func write(t fatal, r *report.Report) (yaml, json []byte) {
	var y, j bytes.Buffer
	if err := WriteYAML(&y, r); err != nil {
		t.Fatalf("%v", err)
	}
	if err := WriteJSON(&j, r); err != nil {
		t.Fatalf("%v", err)
	}
	return y.Bytes(), j.Bytes()
}

// checkRoundTrip reads what is written of a report, in both formats.
func checkRoundTrip(t fatal, r *report.Report) {
	yaml, json := write(t, r)
	fromYAML, fromJSON := Read("a.yaml", yaml, options()), Read("a.json", json, options())
	for _, got := range []*report.Report{fromYAML, fromJSON} {
		for _, p := range got.Problems {
			if p.Rule != "SRC008" {
				t.Fatalf("%+v in\n%s", p, got.Source)
			}
		}
		if diff := cmp.Diff(content(r), content(got)); diff != "" {
			t.Fatalf("%s in\n%s", diff, got.Source)
		}
		checkMarks(t, got)
	}
	if again, _ := write(t, fromJSON); !bytes.Equal(yaml, again) {
		t.Fatalf("YAML to JSON to YAML:\n%s", cmp.Diff(string(yaml), string(again)))
	}
	if _, again := write(t, fromYAML); !bytes.Equal(json, again) {
		t.Fatalf("JSON to YAML to JSON:\n%s", cmp.Diff(string(json), string(again)))
	}
}

func TestRoundTrip(t *testing.T) {
	for _, e := range reporttest.Editions().All() {
		t.Run(e.ID, rapid.MakeCheck(func(t *rapid.T) { checkRoundTrip(t, reporttest.Wild(t, e)) }))
		t.Run(e.ID+" balanced", rapid.MakeCheck(func(t *rapid.T) {
			r := reporttest.Balanced(t, e)
			checkRoundTrip(t, r)
			yaml, _ := write(t, r)
			if got := Read("a.yaml", yaml, options()); len(got.Problems) > 0 {
				t.Fatalf("%+v", got.Problems)
			}
		}))
	}
}

// The examples are in the canonical form, but for comments and the quotes that
// their authors were free to type.
func TestExamplesAreCanonical(t *testing.T) {
	files, err := filepath.Glob("../../examples/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		r := Read(f, data, options())
		if len(r.Problems) > 0 {
			t.Errorf("%s: %+v", f, r.Problems)
		}
		checkRoundTrip(t, r)
		yaml, _ := write(t, r)
		var want []string
		for line := range strings.SplitSeq(string(data), "\n") {
			if !strings.HasPrefix(line, "# ") && line != "#" {
				want = append(want, strings.ReplaceAll(line, "'", ""))
			}
		}
		got := strings.ReplaceAll(string(yaml), "'", "")
		if diff := cmp.Diff(strings.TrimLeft(strings.Join(want, "\n"), "\n"), got); diff != "" {
			t.Errorf("%s: %s", f, diff)
		}
	}
}

// What the report file has no place for is refused, not lost.
func TestWhatCannotBeWritten(t *testing.T) {
	e := reporttest.Editions().Latest()
	for _, p := range e.Parts {
		if p.Text == nil || len(p.Text.Sections) == 0 {
			continue
		}
		r := reporttest.Filled(e)
		text := r.Part(p.Key).Text
		if p.Text.Lead == "" {
			text.Lead = &report.Text{Paragraphs: []report.Paragraph{{Text: "导言"}}}
		} else {
			text.Bare = true
		}
		if err := WriteYAML(&bytes.Buffer{}, r); err == nil || !strings.Contains(err.Error(), p.Key) {
			t.Errorf("%s: %v", p.Key, err)
		}
	}
	r := reporttest.Filled(e)
	last := r.Parts[len(r.Parts)-1]
	last.Text.Lead, last.Text.Bare = nil, false
	last.Text.Sections = []*report.Section{{Heading: report.Field{Given: true, Text: "另一节"}}}
	if err := WriteJSON(&bytes.Buffer{}, r); err == nil || !strings.Contains(err.Error(), "另一节") {
		t.Errorf("%v", err)
	}
}
