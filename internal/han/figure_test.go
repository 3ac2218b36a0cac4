package han_test

import (
	"fmt"
	"testing"

	"nianbao/internal/han"
)

func ExampleFigureAt() {
	f := han.FigureAt([]rune("收到１,286.50元"), 2)
	fmt.Println(f.Value(), f.Decimals(), f.Digits, f.To, f.Odd)
	// Output: 1286.5 2 1286.50 10 true
}

func ExampleFigureAlone() {
	for _, cell := range []string{"1 286", "12 4", "０１２件", "—"} {
		f := han.FigureAlone([]rune(cell))
		fmt.Printf("%q %v %d\n", f.Digits, f.Odd, f.Gaps)
	}
	// Output:
	// "1286" true 0
	// "124" true 1
	// "012" true 0
	// "" false 0
}

func ExampleInteger() {
	for _, text := range []string{"三千零二十", "廿三", "一百二", "一〇三", "叁佰", "两亿三千万", "两三"} {
		fmt.Println(han.Integer([]rune(text)))
	}
	// Output:
	// 3020 true
	// 23 true
	// 120 true
	// 103 true
	// 300 true
	// 230000000 true
	// 0 false
}

func ExampleNumeralBefore() {
	fmt.Println(han.NumeralBefore([]rune("第二十一，"), 4))
	fmt.Println(han.NumeralBefore([]rune("第百，"), 2))
	// Output:
	// 21 1
	// 0 2
}

func ExampleSerial() {
	for _, text := range []string{"二〇二一", "二Ｏ二○", "２０２1", "二十一", "二0二一"} {
		fmt.Println(han.Serial([]rune(text)))
	}
	// Output:
	// 2021
	// 2020
	// 2021
	// -1
	// -1
}

func TestFigures(t *testing.T) {
	const many = "1234567890123456789"
	for _, c := range []struct {
		text, at, alone string // what is read in running text, and in a cell of its own
	}{
		{"12件", "12", "12"},
		{"007", "007", "007"},
		{"3.50", "3.50", "3.50"},
		{"3.5.1", "3.5", "3.5"},
		{"3.", "3", "3"},
		{"３．５", "3.5", "3.5"},
		{"1,286", "1286", "1286"},
		{"1，286，000", "1286000", "1286000"},
		{"1,28", "1", "1"},
		{"1,2860", "1", "1"},
		{"1234,567", "1234", "1234567"},
		{"1.5,286", "1.5", "1.5"},
		{"1,234,567,890,123", "1234567890123", "1234567890123"},
		{"12 34", "12", "1234"},
		{"1 . 5", "1", "1"},
		{"1. 5", "1", "1.5"},
		{".5", "", ""},
		{",500", "", ""},
		{" 5", "", ""},
		{"五", "", ""},
		{"", "", ""},
		{many, "long", many},
		{many + many + many, "long", "long"},
	} {
		read := func(f han.Figure) string {
			if f.Long {
				if f.To != len([]rune(c.text)) {
					t.Errorf("%q: the number ends at %d", c.text, f.To)
				}
				return "long"
			}
			return f.Digits
		}
		if got := read(han.FigureAt([]rune(c.text), 0)); got != c.at {
			t.Errorf("FigureAt(%q) = %q, want %q", c.text, got, c.at)
		}
		if got := read(han.FigureAlone([]rune(c.text))); got != c.alone {
			t.Errorf("FigureAlone(%q) = %q, want %q", c.text, got, c.alone)
		}
	}
}

func TestIntegers(t *testing.T) {
	for text, want := range map[string]int64{
		"零": 0, "一": 1, "十": 10, "二十": 20, "廿": 20, "卅一": 31, "一百零五": 105, "一百一": 110, "一千三": 1300, "一千零三": 1003,
		"一万二": 12000, "三万零五十": 30050, "十二亿": 1200000000, "一亿零三万二": 100032000, "一万亿": 1000000000000, "一万三千亿": 1300000000000, "三万两千万": -1, "壹仟贰佰": 1200, "一二三": 123,
		"": -1, "两三": -1, "三三": -1, "三五十": -1, "万": -1, "亿万": -1, "一百二三": -1, "甲": -1, "一千件": -1, "一亿亿": -1, "一亿亿亿亿": -1,
		"一二三四五六七八九一二三四五六七八九一": -1,
	} {
		n, ok := han.Integer([]rune(text))
		if !ok {
			n = -1
		}
		if n != want {
			t.Errorf("Integer(%q) = %d, want %d", text, n, want)
		}
	}
}

func TestNumeralSorts(t *testing.T) {
	for _, c := range []struct {
		name string
		is   func(rune) bool
		yes  string
		no   string
	}{
		{"InNumber", han.InNumber, "〇零○一九两壹玖十拾百佰千仟万亿廿卅", "1１几多余半第件Ｏ"},
		{"IsUnit", han.IsUnit, "十百千万亿廿卅拾佰仟", "一两零〇壹"},
		{"IsNumeral", han.IsNumeral, "一九十壹拾", "〇零两百廿1"},
	} {
		for _, r := range c.yes {
			if !c.is(r) {
				t.Errorf("%s(%q) = false", c.name, r)
			}
		}
		for _, r := range c.no {
			if c.is(r) {
				t.Errorf("%s(%q) = true", c.name, r)
			}
		}
	}
	if han.Scale('万') != 4 || han.Scale('亿') != 8 || han.Scale('千') != 0 || han.Plain('佰') != '百' || han.Plain('年') != '年' {
		t.Error("万, 亿 or a capital is not known")
	}
}

func FuzzFigures(f *testing.F) {
	for _, seed := range []string{"1,286.50", "12 34", "１２３４５６７８９０１２３４５６７８９０.5", "一百二", "亿亿亿", ".,."} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		runes := []rune(text)
		for _, fig := range []han.Figure{han.FigureAt(runes, 0), han.FigureAlone(runes)} {
			if fig.To < 0 || fig.To > len(runes) || fig.Digits == "" && fig.To > 0 || fig.Value().IsNegative() {
				t.Errorf("%q: %+v", text, fig)
			}
		}
		if n, ok := han.Integer(runes); ok && n < 0 {
			t.Errorf("Integer(%q) = %d", text, n)
		}
	})
}
