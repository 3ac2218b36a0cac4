package report

import (
	"testing"

	"nianbao/internal/edition"
	"nianbao/rules"
)

func TestSetCell(t *testing.T) {
	words, err := edition.LoadCellWords(rules.Files)
	if err != nil {
		t.Fatal(err)
	}
	count := &edition.Column{Type: edition.Count}
	money := &edition.Column{Type: edition.Money, Unit: "万元"}
	signed := &edition.Column{Type: edition.Signed}
	amount := &edition.Column{Type: edition.Amount}
	for _, tc := range []struct {
		raw   string
		col   *edition.Column
		state State
		value string
		form  Form
	}{
		{"12", count, Number, "12", Form{}},
		{" 12\u00a0", count, Number, "12", Form{}},
		{"", count, Blank, "0", Form{}},
		{"\u3000", count, Blank, "0", Form{}},
		{"/", count, Placeholder, "0", Form{}},
		{"N/A", count, Placeholder, "0", Form{}},
		{"012", count, Number, "12", Form{Odd: true, Plain: "12"}},
		{"１２", count, Number, "12", Form{Odd: true, Plain: "12"}},
		{"1,234", count, Number, "1234", Form{Odd: true, Plain: "1234"}},
		{"1 234", count, Number, "1234", Form{Odd: true, Plain: "1234"}},
		{"1 234 567", count, Number, "1234567", Form{Odd: true, Plain: "1234567"}},
		{"2 4", count, Number, "24", Form{Odd: true, Doubtful: true, Plain: "24"}},
		{"3   0", count, Malformed, "0", Form{}},
		{"21 3 0 0 0 0 24", count, Malformed, "0", Form{}},
		{"1,23", count, Malformed, "0", Form{}},
		{"-3", count, Number, "-3", Form{}},
		{"+3", count, Malformed, "0", Form{}},
		{"+3", signed, Number, "3", Form{}},
		{"增10", signed, Number, "10", Form{}},
		{"减少2", signed, Number, "-2", Form{}},
		{"12件", count, Number, "12", Form{Unit: "件"}},
		{"22（其中修订16件）", count, Number, "22", Form{Note: "（其中修订16件）"}},
		{"22其中", count, Malformed, "0", Form{}},
		{"299.8145万元", money, Number, "299.8145", Form{Unit: "万元"}},
		{"75394432.52元", money, Number, "7539.443252", Form{Unit: "元"}},
		{"24252.311082", money, Number, "24252.311082", Form{}},
		{"18.36万", money, Number, "18.36", Form{Unit: "万"}},
		{"18.36万元整", money, Number, "18.36", Form{Unit: "万元"}},
		{"183600元整", money, Number, "18.36", Form{Unit: "元"}},
		{"0.5亿", money, Number, "5000", Form{Unit: "亿"}},
		{"￥18.36", money, Number, "18.36", Form{Unit: "￥"}},
		{"¥ 18.36", money, Number, "18.36", Form{Unit: "¥"}},
		{"人民币18.36万元", money, Number, "18.36", Form{Unit: "万元"}},
		{"￥", money, Malformed, "0", Form{}},
		{"18.36整", money, Malformed, "0", Form{}},
		{"约18万", money, Malformed, "0", Form{}},
		{"1.2万", count, Number, "12000", Form{Unit: "万"}},
		{"1.2万件", count, Number, "12000", Form{Unit: "万件"}},
		{"12万元", count, Number, "12", Form{Unit: "万元"}},
		{"94.52万", amount, Number, "94.52", Form{Unit: "万"}},
		{"94.52万元", amount, Number, "94.52", Form{Unit: "万元"}},
		{"三", count, Malformed, "0", Form{}},
		{"1e9", count, Malformed, "0", Form{}},
		{"0x10", count, Malformed, "0", Form{}},
	} {
		var c Cell
		SetCell(&c, tc.raw, tc.col, words)
		if c.State != tc.state || c.Value.String() != tc.value || c.Form != tc.form || c.Raw != tc.raw || !c.Given {
			t.Errorf("%q: got %+v (%s)", tc.raw, c, c.Value)
		}
	}
}

// What cannot be seen is no part of a figure, and is told.
func TestHiddenCharacters(t *testing.T) {
	words, err := edition.LoadCellWords(rules.Files)
	if err != nil {
		t.Fatal(err)
	}
	col := &edition.Column{Type: edition.Count}
	for _, tc := range []struct {
		raw, plain string
		state      State
		value      int64
		hidden     int
		broken     bool
	}{
		{"3\u200b", "3", Number, 3, 1, false},
		{"\ufeff12", "12", Number, 12, 1, false},
		{"1\u200b2", "12", Number, 12, 1, false},
		{"\u202a1,234\u202c", "1234", Number, 1234, 2, false},
		{"1\n2", "12", Number, 12, 0, true},
		{"12\r\n", "12", Number, 12, 0, true},
		{"\n12", "12", Number, 12, 0, true},
		{" 12 ", "", Number, 12, 0, false},
		{"　12", "", Number, 12, 0, false},
		{"3\u200b件", "", Number, 3, 1, false},
		{"\u200b", "", Blank, 0, 1, false},
		{"无\u200b", "", Placeholder, 0, 1, false},
		{"三\u200b", "", Malformed, 0, 1, false},
	} {
		var c Cell
		SetCell(&c, tc.raw, col, words)
		if c.State != tc.state || c.Raw != tc.raw || c.State == Number && c.Value.IntPart() != tc.value ||
			len(c.Hidden) != tc.hidden || c.Broken != tc.broken || c.Form.Plain != tc.plain {
			t.Errorf("%q: %+v", tc.raw, c)
		}
	}
}
