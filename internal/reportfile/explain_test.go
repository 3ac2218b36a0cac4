package reportfile

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v4"
)

// stumble parses a text as parseYAML does, up to the parser's error.
func stumble(t *testing.T, text string) (*explainer, *yaml.LoadError) {
	t.Helper()
	in, failed := decode([]byte(text))
	if failed != nil {
		return nil, nil
	}
	found := scanFlows(in.text)
	shown, _ := disguise(found.filled(versionless(in.text)))
	loader, err := yaml.NewLoader(strings.NewReader(shown))
	if err != nil {
		t.Fatal(err)
	}
	var doc yaml.Node
	err = loader.Load(&doc)
	var fault *yaml.LoadError
	if err == nil || errors.Is(err, io.EOF) {
		return nil, nil
	}
	if !errors.As(err, &fault) {
		t.Fatalf("%T: %v", err, err)
	}
	return &explainer{input: in, found: found, moved: found.moves(in)}, fault
}

// reworded is an error in the words of a release that nobody has seen.
func reworded(fault *yaml.LoadError) *yaml.LoadError {
	other := *fault
	other.Message, other.ContextMsg = "zxqv", "zxqv"
	return &other
}

// What is wrong with a text is told from the text: with other words of the
// parser's every golden stays as it is.
func TestSyntaxIsExplainedWithoutTheParsersWords(t *testing.T) {
	files, err := filepath.Glob("../source/testdata/err/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	told := map[string]bool{}
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		e, fault := stumble(t, string(data))
		if e == nil {
			continue
		}
		got := e.explain(reworded(fault), false)
		_, _, want := parseYAML(e.input)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", f, diff)
		}
		golden, err := os.ReadFile(f + ".out")
		if err != nil {
			t.Fatal(err)
		}
		if said := fmt.Sprintf("\n%d:%d-%d:%d SRC001 %s at", got.Line, got.Column, got.Line, got.Column+1, got.Form); !strings.Contains(string(golden), said) {
			t.Errorf("%s: not%s", f, said)
		}
		told[got.Form] = true
	}
	for _, form := range []string{"tab", "bracket", "start", "quote", "escape", "after", "comma", "dash", "block", "inner", "space", "colon", "key", "indent", "hash", "indent-wide"} {
		if !told[form] {
			t.Errorf("no golden has the form %s", form)
		}
	}
}

// Faults of each kind, as hands make them.
func TestSyntaxFaults(t *testing.T) {
	for _, tc := range []struct {
		text         string
		form         string
		line, column int
	}{
		{"机关: {名称: 甲局 类型: 部门}\n年度: 2021\n", "bracket", 1, 5},
		{"机关: {名称: 甲局, 类型: : 部门}\n", "inner", 1, 18},
		{"本年新收: [1, -, 3]\n", "start", 1, 11},
		{"本年新收: [1, - , 3]\n", "dash", 1, 11},
		{"本年新收: [1, 2}, 3]\n", "bracket", 1, 7},
		{"本年新收: [1, 2]*\n", "after", 1, 13},
		{"本年新收: [1, 2]]\n", "after", 1, 13},
		{"本年新收: [1, |2]\n", "start", 1, 11},
		{"标题: !重点工作\n", "start", 1, 5},
		{"%YAML 一点二\n---\n年度: 2021\n", "start", 1, 1},
		{"标题: ”年报\n导语: \"没有收尾\n", "quote", 2, 5},
		{"- \"没有收尾\n- b\n", "quote", 1, 3},
		{"标题: 'it''s\n", "quote", 1, 5},
		{"标题: \"a\\\"b\n", "quote", 1, 5},
		{"标题: \"x\\u12\"\n", "escape", 1, 9},
		{"标题: \"a\\pb\"\n", "escape", 1, 7},
		{"标题: \"x\" 年报\n年度: 2021\n", "after", 1, 9},
		{"导语: |2x\n  文字\n", "block", 1, 5},
		{"导语: >0\n  文字\n", "block", 1, 5},
		{"机关:\n  名称: 甲\n \t类型: 部门\n", "tab", 3, 2},
		{"机关:\n  名称: 甲\n   类型: 部门\n", "indent", 3, 1},
		{"机关:\n    名称: 甲\n  类型: 部门\n", "indent", 3, 3},
		{"- a\n- b\n - c: d\ne: f\n", "indent", 3, 1},
		{"标题:: \"x\"年报\n", "after", 1, 9},
		{"机关: {名称: 甲}\n年度 2021\n标题: x\n", "key", 2, 1},
		{"年度: 2021\n标题：甲局年报\n导语: x\n", "colon", 2, 3},
		{"- 甲 # 说明\n  乙\n- 丙\n", "hash", 1, 5},
		{"&a 标题: \"x\"年报\n", "after", 1, 11},
		{"机关: 甲局\n年度:2021\n\n标题: x\n", "space", 2, 3},
		{"机关: 甲局\n网址见http://www.gov.cn/x\n标题: x\n", "key", 2, 1},
		{"机关: 甲局\n每天8:30开放\n标题: x\n", "key", 2, 1},
		{"机关: 甲局\n会议强调:要公开，说明:要及时\n标题: x\n", "space", 2, 5},
		{"总体情况:\n  概述: |\n    第一段。\n第二段。\n  主动公开: x\n", "key", 4, 1},
		{"总体情况:\n  概述: 第一段。\n    第二段。\n      主动公开: x\n", "indent", 4, 1},
		{"年度报告\n机关: 甲局\n", "key", 1, 1},
	} {
		e, fault := stumble(t, tc.text)
		if e == nil {
			t.Errorf("%q is read", tc.text)
			continue
		}
		got := e.explain(fault, false)
		if got.Form != tc.form || got.Line != tc.line || got.Column != tc.column {
			t.Errorf("%q: %s at %d:%d, want %s at %d:%d (%v)", tc.text, got.Form, got.Line, got.Column, tc.form, tc.line, tc.column, fault)
		}
		if diff := cmp.Diff(*got, *e.explain(reworded(fault), false)); diff != "" {
			t.Errorf("%q in other words: %s", tc.text, diff)
		}
	}
}

// However a text breaks off, and wherever the parser says that it does, an
// explanation is found and stands in the text.
func TestEveryMarkIsExplained(t *testing.T) {
	text := "机关: {名称: \"甲\\n局\", 类型: [a, 'b']}\n\t年度：2021\n导语: |\n  文字 #x\n- &a *b !c\n"
	in := newInput(text)
	found := scanFlows(text)
	e := &explainer{input: in, found: found, moved: found.moves(in)}
	for line := range 8 {
		for column := range 24 {
			for _, from := range []yaml.Mark{{}, {Line: 1, Column: 5}, {Line: 1, Column: 10}, {Line: 3, Column: 5}, {Line: line, Column: column}, {Line: 5, Column: 1}, {Line: 9, Column: 9}} {
				f := e.explain(&yaml.LoadError{Mark: yaml.Mark{Line: line, Column: column}, ContextMark: from}, false)
				if f.Line > len(in.starts) || f.Line > 0 && f.Column > len([]rune(in.line(f.Line)))+1 {
					t.Fatalf("%d:%d from %v: %+v", line, column, from, f)
				}
			}
		}
	}
}
