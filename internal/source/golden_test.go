package source

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"nianbao/internal/message"
	"nianbao/internal/report"
)

// describeProblems writes problems a line each, related places below.
func describeProblems(r *report.Report) string {
	var b strings.Builder
	span := func(p report.Place) string {
		return fmt.Sprintf("%d:%d-%d:%d", p.Line, p.Column, p.EndLine, p.EndColumn)
	}
	fmt.Fprintf(&b, "edition %s, unreadable %v\n", r.Edition.ID, r.Unreadable)
	for _, p := range r.Problems {
		fmt.Fprintf(&b, "%s %s %s at %q", span(p.Pos), p.Rule, p.Form, p.At)
		args := p.MessageArgs()
		for _, k := range slices.Sorted(maps.Keys(args)) {
			fmt.Fprintf(&b, " %s=%q", k, message.Word(args[k], "zh"))
		}
		b.WriteByte('\n')
		for _, rel := range p.Related {
			fmt.Fprintf(&b, "    %s at %q %s\n", span(rel.Pos), rel.At, rel.Note)
		}
	}
	return b.String()
}

// checkPositions fails where a problem or cell is outside of the input.
func checkPositions(t fatal, r *report.Report) {
	lines := r.Lines()
	check := func(what string, p report.Place) {
		inside := func(line, column int) bool {
			return line >= 1 && line <= len(lines) && column >= 1 && column <= len([]rune(lines[line-1]))+1
		}
		end := p.EndColumn
		if r.Unreadable && p.EndColumn == p.Column+1 {
			end = p.Column
		}
		if !inside(p.Line, p.Column) || !inside(p.EndLine, end) || p.EndLine < p.Line || p.EndLine == p.Line && p.EndColumn < p.Column {
			t.Fatalf("%s: %+v is not in the input", what, p)
		}
	}
	for _, p := range r.Problems {
		if r.Source != nil {
			check(p.Rule+" "+p.Form+" "+p.At, p.Pos)
			for _, rel := range p.Related {
				check(rel.At, rel.Pos)
			}
		}
	}
	for _, p := range r.Parts {
		if p.Table == nil || r.Unreadable {
			continue
		}
		for _, ref := range p.Table.Refs() {
			c := p.Table.Cell(ref)
			check(p.Table.At(ref), c.Pos)
			if c.Given {
				line := []rune(lines[c.Pos.Line-1])
				if c.Pos.Line == c.Pos.EndLine && c.Raw != "" && len([]rune(c.Raw)) == c.Pos.EndColumn-c.Pos.Column &&
					string(line[c.Pos.Column-1:c.Pos.EndColumn-1]) != c.Raw {
					t.Fatalf("%s: %q is not at %+v", p.Table.At(ref), c.Raw, c.Pos)
				}
			}
		}
	}
}

// Every file of testdata/err has its problems in a file ending in .out;
// NIANBAO_UPDATE=1 rewrites them.
func TestErrors(t *testing.T) {
	files, err := filepath.Glob("testdata/err/*.*")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if filepath.Ext(f) == ".out" {
			continue
		}
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		r := Read(f, data, options())
		checkPositions(t, r)
		checkMarks(t, r)
		if len(r.Problems) == 0 {
			t.Errorf("%s: no problem", f)
		}
		got := describeProblems(r)
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
		// Line endings and a byte order mark change no place.
		for _, same := range [][]byte{[]byte("\ufeff" + string(data)), []byte(strings.ReplaceAll(string(data), "\n", "\r\n"))} {
			if diff := cmp.Diff(got, describeProblems(Read(f, same, options()))); diff != "" {
				t.Errorf("%s with other line ends: %s", f, diff)
			}
		}
	}
}

// The files of testdata/ok have no problem, save that YAML joins some of their
// lines; what they say is in their .out.
func TestOK(t *testing.T) {
	files, err := filepath.Glob("testdata/ok/*.*")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if filepath.Ext(f) == ".out" {
			continue
		}
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		r := Read(f, data, options())
		for _, p := range r.Problems {
			if p.Rule != "SRC011" {
				t.Errorf("%s: %+v", f, p)
			}
		}
		checkPositions(t, r)
		checkMarks(t, r)
		checkRoundTrip(t, r)
		var said []string
		for _, line := range content(r) {
			if !strings.Contains(line, ` false "" 0 0 false {`) || !strings.HasSuffix(line, " row false") {
				said = append(said, line)
			}
		}
		got := strings.Join(said, "\n") + "\n"
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
	}
}
