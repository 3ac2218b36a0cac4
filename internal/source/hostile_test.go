package source

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"golang.org/x/text/encoding/simplifiedchinese"

	"nianbao/internal/report"
	"nianbao/internal/report/reporttest"
	"nianbao/internal/reportfile"
)

const small = "机关: {名称: 云岭市水务局}\n年度: 2021\n导语: 本报告依照政府信息公开条例编制。\n"

func encodeUTF16(text string, order binary.ByteOrder, mark bool) []byte {
	units := utf16.Encode([]rune(text))
	if mark {
		units = append([]uint16{0xFEFF}, units...)
	}
	out := make([]byte, 2*len(units))
	for i, u := range units {
		order.PutUint16(out[2*i:], u)
	}
	return out
}

func gbk(t *testing.T, text string) []byte {
	t.Helper()
	data, err := simplifiedchinese.GBK.NewEncoder().Bytes([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// What is no report, or meant to do harm, gets one clear answer.
func TestUnreadable(t *testing.T) {
	const most = 10 << 20
	for _, tc := range []struct {
		name, file   string
		data         []byte
		form         string
		line, column int
	}{
		{"GBK", "x.yaml", gbk(t, small), "gbk", 1, 1},
		{"GBK with few Chinese characters", "x.yaml", gbk(t, "a: 1\nb: 局\n"), "gbk", 2, 4},
		{"GBK JSON", "x.json", gbk(t, `{"年度": 2021}`), "gbk", 1, 3},
		{"UTF-16 with mark", "x.yaml", encodeUTF16(small, binary.LittleEndian, true), "utf16", 1, 1},
		{"big-endian UTF-16 with mark", "x.yaml", encodeUTF16(small, binary.BigEndian, true), "utf16", 1, 1},
		{"UTF-16 without", "x.yaml", encodeUTF16(small, binary.LittleEndian, false), "utf16", 1, 1},
		{"big-endian UTF-16 without", "x.yaml", encodeUTF16(small, binary.BigEndian, false), "utf16", 1, 1},
		{"NUL", "x.yaml", []byte(small + "标题: 甲\x00乙\n"), "nul", 4, 6},
		{"zeros", "x.yaml", make([]byte, 1000), "nul", 1, 1},
		{"workbook", "x.yaml", []byte("PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00\xff\xd0"), "bytes", 1, 15},
		{"control character", "x.yaml", []byte(small + "标题: 甲\x0b乙\n"), "control", 4, 6},
		{"broken UTF-8 inside", "x.yaml", []byte(small + "标题: 甲\xe4\xb8乙\n"), "bytes", 4, 6},
		{"broken UTF-8 at the end", "x.yaml", []byte(small + "标题: 甲\xe4"), "bytes", 4, 6},
		{"deep flow", "x.yaml", []byte("标题: " + strings.Repeat("[", 100_000)), "depth", 1, 105},
		{"deep blocks", "x.yaml", []byte(strings.Repeat("- ", 100_000)), "depth", 1, 201},
		{"deep keys", "x.yaml", []byte(strings.Repeat("? ", 100_000)), "depth", 1, 201},
		{"deep both ways", "x.yaml", []byte(strings.Repeat("- ", 60) + strings.Repeat("[", 60) + strings.Repeat("]", 60)), "depth", 1, 161},
		{"deep JSON", "x.json", []byte(strings.Repeat(`{"a":[`, 100_000)), "depth", 1, 301},
		{"large", "x.yaml", bytes.Repeat([]byte(" "), most+1), "size", 1, 1},
		{"many small lists", "x.yaml", []byte("a: [" + strings.Repeat("[],", most/3-2) + "]"), "nodes", 1, 1},
		{"many missing numbers", "x.yaml", []byte("a: [" + strings.Repeat(",", 600_000) + "]"), "nodes", 1, 1},
		{"many numbers", "x.yaml", []byte("a: [" + strings.Repeat("1,", most/2-4) + "]"), "nodes", 1, 1},
		{"many numbers in JSON", "x.json", []byte("[" + strings.Repeat("1,", most/2-4) + "1]"), "nodes", 1, 1_000_000},
		{"many keys", "x.yaml", []byte(strings.Repeat("a: 1\n", most/5)), "nodes", 1, 1},
		{"many dashes", "x.yaml", []byte(strings.Repeat("-\n", most/2)), "nodes", 1, 1},
		{"unknown anchor", "x.yaml", []byte("标题: *x\n"), "start", 1, 5},
		{"one long line", "x.yaml", []byte(strings.Repeat("中", most/3)), "root", 1, 1},
		{"one long quoted line", "x.yaml", []byte("标题: \"" + strings.Repeat("中", most/3-10)), "quote", 1, 5},
		{"nothing", "x.yaml", nil, "empty", 1, 1},
		{"a mark alone", "x.yaml", []byte("\ufeff"), "empty", 1, 1},
		{"blank lines", "x.yaml", bytes.Repeat([]byte("\n"), most), "empty", 1, 1},
	} {
		t.Run(tc.name, func(t *testing.T) {
			r := Read(tc.file, tc.data, options())
			if !r.Unreadable || len(r.Problems) != 1 {
				t.Fatalf("unreadable %v, %d problems", r.Unreadable, len(r.Problems))
			}
			p := r.Problems[0]
			if p.Rule != "SRC001" || p.Form != tc.form || p.Pos.Line != tc.line || p.Pos.Column != tc.column {
				t.Errorf("%s %s at %d:%d, want %s at %d:%d", p.Rule, p.Form, p.Pos.Line, p.Pos.Column, tc.form, tc.line, tc.column)
			}
		})
	}
}

// aliases has keys from a to last, each but the first nine times the one before.
func aliases(last rune) string {
	text := "机关: {名称: 甲}\n年度: 2021\na: &a [x, x, x, x, x, x, x, x, x]\n"
	for c := 'b'; c <= last; c++ {
		one := "*" + string(c-1)
		text += string(c) + ": &" + string(c) + " [" + strings.Repeat(one+", ", 8) + one + "]\n"
	}
	return text
}

// Aliases that grow without bounds make one clear message.
func TestAliasBomb(t *testing.T) {
	r := Read("x.yaml", []byte(aliases('z')), options())
	if !r.Unreadable || len(r.Problems) != 1 || r.Problems[0].Form != "bomb" {
		t.Errorf("%+v", r.Problems)
	}
}

// What is large or odd but a report is read.
func TestHostileButReadable(t *testing.T) {
	if r := Read("x.yaml", []byte(aliases('e')), options()); r.Unreadable || len(r.Problems) != 5+5+4*9 {
		t.Errorf("aliases that stay small: %d problems", len(r.Problems))
	}
	many := bytes.NewBufferString(small)
	for i := range 100_000 {
		fmt.Fprintf(many, "键%d: {甲: 1}\n", i)
	}
	if r := Read("x.yaml", many.Bytes(), options()); r.Unreadable || len(r.Problems) != 100_000 {
		t.Errorf("many unknown keys: %d problems", len(r.Problems))
	}
	line := "{机关: {名称: 甲}, 年度: 2021, " + strings.Repeat("年度: 2021, ", 100_000) + "}"
	if r := Read("x.yaml", []byte(line), options()); r.Unreadable || len(r.Problems) != 100_000 {
		t.Errorf("many equal keys on one line: %d problems", len(r.Problems))
	}
	many.Reset()
	fmt.Fprintf(many, "%s导语: [%s]\n", small[:strings.Index(small, "导语")], strings.Repeat(",", 400_000))
	if r := Read("x.yaml", many.Bytes(), options()); r.Unreadable || len(r.Problems) > 0 {
		t.Errorf("many missing elements: %d problems", len(r.Problems))
	}
	for _, text := range []string{
		"导语: |\n" + strings.Repeat("  本报告依照条例编制。\n", 100_000),
		"导语: >\n" + strings.Repeat("  本报告依照条例编制。\n", 100_000),
		"导语:\n" + strings.Repeat("  本报告依照条例编制。\n", 100_000),
		"导语: ｜\n" + strings.Repeat("  本报告依照条例，\n", 100_000),
		"导语: >\n" + strings.Repeat("  本报告依照条例，\n", 100_000),
		"导语: |\n" + strings.Repeat("  # 说明\n", 100_000),
		"导语: 一\n" + strings.Repeat("  #话题# 二\n", 100_000),
		"导语: \"" + strings.Repeat("本报告依照\\n条例编制。", 80_000) + "\"\n",
		"导语: " + strings.Repeat("中", 1_000_000) + "\n",
	} {
		r := Read("x.yaml", []byte("机关: {名称: 甲}\n年度: 2021\n"+text), options())
		r.Problems = slices.DeleteFunc(r.Problems, func(p report.Problem) bool { return p.Rule == "SRC011" })
		if len(r.Problems) > 0 || len(r.Preamble.Paragraphs) == 0 {
			t.Errorf("%.20s: %+v", text, r.Problems)
		}
	}
}

func TestLoad(t *testing.T) {
	dir := t.TempDir()
	ctx := context.Background()
	good := filepath.Join(dir, "a.yaml")
	if err := os.WriteFile(good, []byte(small), 0o644); err != nil {
		t.Fatal(err)
	}
	huge := filepath.Join(dir, "b.yaml")
	if err := os.WriteFile(huge, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(huge, 50<<20); err != nil {
		t.Fatal(err)
	}
	if r := Load(ctx, good, nil, options()); len(r.Problems) > 0 || r.Path != good {
		t.Errorf("%+v", r.Problems)
	}
	if r := Load(ctx, "-", strings.NewReader(small), options()); len(r.Problems) > 0 || r.Path != "-" {
		t.Errorf("%+v", r.Problems)
	}
	if r := Load(ctx, "-", strings.NewReader(`{"机关": {"名称": "甲"}, "年度": 2021, "导语": "\ud83d\ude00"}`), options()); len(r.Problems) > 0 {
		t.Errorf("JSON on standard input: %+v", r.Problems)
	}
	// An endless input is cut at the limit.
	if r := Load(ctx, "-", endless{}, options()); r.Problems[0].Form != "size" {
		t.Errorf("%+v", r.Problems)
	}
	cancelled, cancel := context.WithCancel(ctx)
	cancel()
	for path, form := range map[string]string{
		dir: "directory", filepath.Join(dir, "none.yaml"): "missing", huge: "size", os.DevNull: "device",
	} {
		r := Load(ctx, path, nil, options())
		if !r.Unreadable || len(r.Problems) != 1 || r.Problems[0].Form != form {
			t.Errorf("%s: %+v", path, r.Problems)
		}
	}
	if r := Load(cancelled, good, nil, options()); !r.Unreadable {
		t.Error("read in spite of the context")
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = '#'
	}
	return len(p), nil
}

// A report read with a form that it does not name is read with that form.
func TestForcedEdition(t *testing.T) {
	o := options()
	o.Edition = o.Editions.All()[0]
	r := Read("x.yaml", []byte("机关: {名称: 甲}\n年度: 2024\n格式: 2021\n"), o)
	if r.Edition != o.Edition || len(r.Problems) > 0 {
		t.Errorf("%s, %+v", r.Edition.ID, r.Problems)
	}
	o.Editions = nil
	if r := Read("x.yaml", []byte("机关: {名称: 甲}\n年度: 2024\n收到和处理政府信息公开申请情况: {x: 1}\n"), o); len(r.Problems) != 1 {
		t.Errorf("%+v", r.Problems)
	}
}

func TestAgencyThatMakesRegulations(t *testing.T) {
	for text, want := range map[string]bool{
		"类型: 部门": false, "类型: 市级政府": true, "类型: 部门, 可制定规章: true": true, "类型: 市级政府, 可制定规章: false": false, "简称: []": false,
	} {
		r := Read("x.yaml", []byte("机关: {名称: 甲, "+text+"}\n年度: 2021\n"), options())
		if r.Agency.CanRegulate != want || len(r.Problems) > 0 {
			t.Errorf("%s: %v, %+v", text, r.Agency.CanRegulate, r.Problems)
		}
	}
}

// A row that cannot be taken apart leaves no blanks and no figures behind.
func TestSpoiltRows(t *testing.T) {
	r := Read("x.yaml", []byte(small+"收到和处理政府信息公开申请情况:\n  本年新收: [1, 2]\n  上年结转: [1, 0, 0, 0, 0, 0]\n"), options())
	table := r.Part("收到和处理政府信息公开申请情况").Table
	for i, row := range table.Cells[:2] {
		for j := range row {
			c := &row[j]
			if spoilt := c.State == report.Malformed && !c.Given; spoilt != (i == 0) {
				t.Errorf("row %d: %+v", i, c)
			}
		}
	}
	if r.LeftOut != 1 {
		t.Errorf("%d totals left out", r.LeftOut)
	}
}

func FuzzRead(f *testing.F) {
	files, err := filepath.Glob("testdata/*/*.*")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range files {
		if data, err := os.ReadFile(name); err == nil && !strings.HasSuffix(name, ".out") {
			f.Add(name, data)
		}
	}
	for _, e := range reporttest.Editions().All() {
		var b bytes.Buffer
		if err := reportfile.WriteYAML(&b, reporttest.Filled(e)); err != nil {
			f.Fatal(err)
		}
		f.Add("x.yaml", b.Bytes())
	}
	f.Add("x", gbkSeed)
	o := options()
	f.Fuzz(func(t *testing.T, path string, data []byte) {
		r := Read(path, data, o)
		if r.Unreadable != (len(r.Problems) == 1 && r.Problems[0].Rule == "SRC001") {
			t.Fatalf("unreadable %v: %+v", r.Unreadable, r.Problems)
		}
		checkPositions(t, r)
		if r.Unreadable {
			return
		}
		checkMarks(t, r)
		// What was read can be written, and reads the same.
		yaml, _ := write(t, r)
		again := Read("x.yaml", yaml, o)
		if again.Unreadable {
			t.Fatalf("%+v in\n%s", again.Problems, yaml)
		}
		if second, _ := write(t, again); !bytes.Equal(yaml, second) {
			t.Fatalf("written again:\n%s\n%s", yaml, second)
		}
	})
}

var gbkSeed = []byte{0xb5, 0xb3, 0xb9, 0xfa, ':', ' ', '1', '\n'}

func BenchmarkRead(b *testing.B) {
	var yaml, json bytes.Buffer
	r := reporttest.Filled(reporttest.Editions().Latest())
	if err := reportfile.WriteYAML(&yaml, r); err != nil {
		b.Fatal(err)
	}
	if err := reportfile.WriteJSON(&json, r); err != nil {
		b.Fatal(err)
	}
	example, err := os.ReadFile("../../examples/clean-2024.yaml")
	if err != nil {
		b.Fatal(err)
	}
	for _, tc := range []struct {
		name string
		data []byte
	}{{"filled.yaml", yaml.Bytes()}, {"filled.json", json.Bytes()}, {"example.yaml", example}} {
		b.Run(tc.name, func(b *testing.B) {
			o := options()
			b.ReportAllocs()
			for b.Loop() {
				if r := Read(tc.name, tc.data, o); len(r.Problems) > 0 {
					b.Fatal(r.Problems)
				}
			}
		})
	}
}

func BenchmarkWrite(b *testing.B) {
	r := reporttest.Filled(reporttest.Editions().Latest())
	var out bytes.Buffer
	for b.Loop() {
		out.Reset()
		if err := reportfile.WriteYAML(&out, r); err != nil {
			b.Fatal(err)
		}
	}
}
