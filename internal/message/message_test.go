package message

import (
	"errors"
	"fmt"
	"io/fs"
	"testing"
)

func TestFill(t *testing.T) {
	two := New("“{row}”行", "row “{row}”", "row", "总计")
	for _, tc := range []struct {
		text   string
		args   Args
		zh, en string
	}{
		{"{a}", Args{"a": "甲"}, "甲", "甲"},
		{"{a} {b}", Args{"a": "{b}", "b": 2}, "{b} 2", "{b} 2"}, // what an argument holds is not filled again
		{"{unknown} {a", Args{"a": 1}, "{unknown} {a", "{unknown} {a"},
		{"{{a}}", Args{"a": 1}, "{1}", "{1}"},
		{"{n} {n:file|files}", Args{"n": 1}, "1 file", "1 file"},
		{"{n} {n:file|files}", Args{"n": 0}, "0 files", "0 files"},
		{"{n} {n:file|files}", Args{"n": "1"}, "1 file", "1 file"},
		{"{n} {n:file|files}", Args{"n": "11"}, "11 files", "11 files"},
		{"{n:file|files}", nil, "{n:file|files}", "{n:file|files}"},
		{"{l}", Args{"l": []string{"甲", "乙"}}, "甲、乙", "甲, 乙"},
		{"{l}", Args{"l": List{"甲", Text{"等", "and others"}}}, "甲、等", "甲, and others"},
		{"{l}", Args{"l": Quoted("甲", "乙")}, "“甲”、“乙”", "“甲”, “乙”"},
		{"{l}", Args{"l": List(nil)}, "", ""},
		{"{p}", Args{"p": two}, "“总计”行", "row “总计”"},
		{"{p}", Args{"p": Joined{Items: []any{two, 3}, By: Text{"；", "; "}}}, "“总计”行；3", "row “总计”; 3"},
		{"{e}", Args{"e": fmt.Errorf("read x: %w", two)}, "read x: “总计”行", "read x: row “总计”"},
		{"{e}", Args{"e": errors.Join(two, errors.New("y"))}, "“总计”行\ny", "row “总计”\ny"},
	} {
		for lang, want := range map[string]string{"zh": tc.zh, "en": tc.en} {
			if got := Fill(tc.text, lang, tc.args); got != want {
				t.Errorf("%s of %v in %s: %q, want %q", tc.text, tc.args, lang, got, want)
			}
		}
	}
}

// A message that speaks of an error is that error too.
func TestMessageWrapsItsErrors(t *testing.T) {
	var err error = New("读不了{file}：{why}", "cannot read {file}: {why}", "file", "a", "why", New("没有（{why}）", "there is none ({why})", "why", fs.ErrNotExist))
	if !errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrExist) {
		t.Errorf("%v", err)
	}
	if got := In(fmt.Errorf("b: %w", err), "en"); got != "b: cannot read a: there is none (file does not exist)" {
		t.Error(got)
	}
}

func TestGeneral(t *testing.T) {
	for text, want := range map[string]string{
		"Write {right}; {count} {count:cell|cells}": "Write …; … cells",
		"{count:its|their} place":                   "their place",
		"a {1} b {} c":                              "a {1} b {} c",
	} {
		if got := General(text, "…"); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}
