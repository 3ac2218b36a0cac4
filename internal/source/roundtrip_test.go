package source

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"nianbao/internal/report"
	"nianbao/internal/report/reporttest"
	"nianbao/internal/reportfile"
)

// content lists everything that a report says, line by line.
func content(r *report.Report) []string {
	var out []string
	say := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	r.Visit(func(i *report.Item) bool {
		if i.Cell != nil {
			return true // told below, with those that were left out
		}
		say("%s %s", i.Role, i.Key)
		if s := i.Section; s != nil {
			key := "added"
			if s.Def != nil {
				key = s.Def.Key
			}
			say("%s, author's heading %v", key, s.Heading.Given)
		}
		for _, line := range i.Lines() {
			say("  %q", line)
		}
		return true
	})
	for _, p := range r.Parts {
		say("%s %v", p.Def.Key, p.Given)
		if p.Text != nil {
			say("bare %v, sections %d", p.Text.Bare, len(p.Text.Sections))
			continue
		}
		for _, ref := range p.Table.Refs() {
			c := p.Table.Cell(ref)
			say("%s %v %q %d %s %v %+v row %v", p.Table.Def.CellPath(ref), c.Given, c.Raw, c.State, c.Value, c.Implied, c.Form, p.Table.Rows[ref.Row].Given)
		}
	}
	say("signature %v, contacts %d, unplaced %d, waivers %d", r.Signature.Given, len(r.Contact), len(r.Unplaced), len(r.Waivers))
	say("left out %d", r.LeftOut)
	return out
}

type fatal interface{ Fatalf(string, ...any) }

func write(t fatal, r *report.Report) (yaml, json []byte) {
	var y, j bytes.Buffer
	if err := reportfile.WriteYAML(&y, r); err != nil {
		t.Fatalf("%v", err)
	}
	if err := reportfile.WriteJSON(&j, r); err != nil {
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
		if err := reportfile.WriteYAML(&bytes.Buffer{}, r); err == nil || !strings.Contains(err.Error(), p.Key) {
			t.Errorf("%s: %v", p.Key, err)
		}
	}
	r := reporttest.Filled(e)
	last := r.Parts[len(r.Parts)-1]
	last.Text.Lead, last.Text.Bare = nil, false
	last.Text.Sections = []*report.Section{{Heading: report.Field{Given: true, Text: "另一节"}}}
	if err := reportfile.WriteJSON(&bytes.Buffer{}, r); err == nil || !strings.Contains(err.Error(), "另一节") {
		t.Errorf("%v", err)
	}
}
