package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nianbao/internal/report/reporttest"
	"nianbao/internal/source"
	"nianbao/lint"
	"nianbao/lint/manual"
	"nianbao/rules"
)

// copied is a folder with the rules of the program.
func copied(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, rules.Files); err != nil {
		t.Fatal(err)
	}
	return dir
}

// try loads the rules of a folder and runs the examples of one.
func try(t *testing.T, dir, id string) (rule *lint.Rule, v manual.Verdict) {
	t.Helper()
	c, err := lint.LoadCatalogue(os.DirFS(dir))
	if err != nil {
		t.Fatal(err)
	}
	if rule = c.Rule(id); rule == nil {
		t.Fatalf("no rule %s", id)
	}
	return rule, manual.New(c, source.Options{Editions: reporttest.Editions(), Words: reporttest.Words()}).Check(rule)
}

// fill replaces the nth FILL_IN of a file by the nth text.
func fill(t *testing.T, file string, with ...string) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	text := string(data)
	for _, w := range with {
		text = strings.Replace(text, "FILL_IN", w, 1)
	}
	if strings.Contains(text, "FILL_IN") {
		t.Errorf("more is to be filled in:\n%s", text[strings.Index(text, "FILL_IN")-60:])
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// A head that was just made does not pass, and passes once it is filled in: one
// in a pack that there is, one in a new pack, of an open kind and of another.
func TestHeadOfANewRule(t *testing.T) {
	for _, tc := range []struct {
		id, kind, pack string
		with           []string
	}{
		{"WRD099", "forbid", "wrd.yaml", []string{
			"“阳光权力”不是规范用语", "Not a set term", "规范用语是权力公开透明运行", "The set term is another", "某市用语规范",
			"“{text}”不是规范用语", "“{text}” is no set term", "改为规范用语", "Write the set term", "阳光权力", "推进阳光权力。", "推进权力公开透明运行。", "无", "None"}},
		{"NEW001", "forbid", "new.yaml", []string{"Words of a test.",
			"不用感叹号", "No exclamation marks", "公文语气平实", "Official prose is plain", "GB/T 9704-2012",
			"“{text}”语气过强", "“{text}” is too strong", "改为句号", "Write a full stop", "！", "再创佳绩！", "工作有所改进。", "无", "None"}},
	} {
		dir := copied(t)
		file, err := add(dir, tc.id, tc.kind, "warning")
		if err != nil {
			t.Errorf("%s: %v", tc.id, err)
			continue
		}
		if file != filepath.Join(dir, "national", tc.pack) {
			t.Errorf("%s is in %s", tc.id, file)
		}
		if c, err := lint.LoadCatalogue(os.DirFS(dir)); err == nil {
			if rule, _ := try(t, dir, tc.id); len(rule.ToDo()) < 8 || c.Rule(tc.id).Kind != tc.kind {
				t.Errorf("%s: %+v", tc.id, rule.Head)
			}
		}
		fill(t, file, tc.with...)
		rule, v := try(t, dir, tc.id)
		if !v.OK() || rule.ToDo() != nil {
			t.Errorf("%s filled in: %+v, left %v", tc.id, v, rule.ToDo())
		}
	}
}

// Every kind's head can be made.
func TestHeadsOfEveryKind(t *testing.T) {
	if len(lint.Kinds()) < 30 {
		t.Fatal(lint.Kinds())
	}
	for _, kind := range lint.Kinds() {
		for _, key := range lint.RequiredParams(kind, rules.Files) {
			if key == "" || strings.ToLower(key) != key {
				t.Errorf("%s needs %q", kind, key)
			}
		}
	}
}

// What cannot be is refused, and nothing written.
func TestRefused(t *testing.T) {
	dir := copied(t)
	before, err := os.ReadFile(filepath.Join(dir, "national", "wrd.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct{ id, kind, severity, want string }{
		{"WRD001", "word", "warning", "there is a rule WRD001"},
		{"wrd099", "word", "warning", "is no ID"},
		{"WRD099", "wrod", "warning", "there are agency,"},
		{"WRD099", "word", "fatal", "error, warning and note"},
	} {
		if _, err := add(dir, tc.id, tc.kind, tc.severity); err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%+v: %v", tc, err)
		}
	}
	if after, err := os.ReadFile(filepath.Join(dir, "national", "wrd.yaml")); err != nil || string(after) != string(before) {
		t.Error("wrd.yaml was changed")
	}
}
