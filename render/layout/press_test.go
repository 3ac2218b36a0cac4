package layout_test

import (
	"slices"
	"strings"
	"testing"

	"nianbao/render/document"
	"nianbao/render/font"
	"nianbao/render/layout"
)

// half is half a character's place on the grid of 28.
func half() layout.Unit {
	_, _, width, _ := layout.TypeArea()
	return width / 56
}

// firstLine sets a paragraph and returns its first line and the gaps in it: by
// how much each character is farther from the one before than that one is wide.
func firstLine(t *testing.T, text string) (setLine, []layout.Unit) {
	t.Helper()
	l := linesOf(lay(t, &document.Document{Blocks: []document.Block{document.Paragraph{Text: text}}}))[0]
	gaps := make([]layout.Unit, len(l.text))
	for i := 1; i < len(l.text); i++ {
		gaps[i] = l.at[i] - l.at[i-1] - 2*half()*layout.Unit(square{}.Advance(layout.Fang, l.text[i-1]))/1000
	}
	return l, gaps
}

// TestSqueezeOrder follows CLREQ 3.1.6: the mark at the line's end gives way
// first, marks that meet are closed up in any case, and only what is still
// missing comes from the marks inside the line.
func TestSqueezeOrder(t *testing.T) {
	const rest = "报告报告报告报告报告报告报告报告报告报告"
	for _, test := range []struct {
		first        string
		end, inside  bool // which marks give way
		adjacentPair string
	}{
		{first: "主动公开工作依申请公开工作政府信息管理平台建设监督。", end: false},
		// One character more, half of which the end gives and half of which
		// the two commas do.
		{first: "主动公开，依申请公开，政府信息公开平台建设和监督保障。", end: true, inside: true},
		// The pair gives half a character, so that the line is full.
		{first: "主动公开《条例》，依申请公开政府信息管理平台建设监督", adjacentPair: "》，"},
	} {
		l, gaps := firstLine(t, test.first+rest)
		if !strings.HasPrefix(string(l.text), test.first[:len(test.first)-len("。")]) {
			t.Errorf("%q: the line is %q", test.first, string(l.text))
			continue
		}
		left, _, width, _ := layout.TypeArea()
		last := left + width - l.at[len(l.at)-1]
		if squeezed := last < 2*half()-20; squeezed != test.end {
			t.Errorf("%q: the mark at the end has %d of %d", test.first, last, 2*half())
		}
		for i := 1; i < len(l.text); i++ {
			pair := string(l.text[i-1 : i+1])
			switch {
			case pair == test.adjacentPair:
				if off := gaps[i] + half(); off < -20 {
					t.Errorf("%q: %s is closed up by %d", test.first, pair, -gaps[i])
				}
			case gaps[i] < -20 && !test.inside:
				t.Errorf("%q: %s is closed up by %d", test.first, pair, -gaps[i])
			}
		}
	}
}

// TestStretchOrder holds that a line which is pushed out opens first between
// Han and Latin, up to an eighth of a character, and inside no word or number.
func TestStretchOrder(t *testing.T) {
	// 25 characters and a half; the number of eleven figures does not fit.
	l, gaps := firstLine(t, "全年公开信息"+"1204"+"条和文件"+"98"+"份另有解读材料三十篇"+"12345678901"+strings.Repeat("报告", 20))
	foreign, plain := layout.Unit(0), layout.Unit(0)
	for i := 1; i < len(l.text); i++ {
		before, after := l.text[i-1] < 0x80, l.text[i] < 0x80
		switch {
		case before && after:
			if gaps[i] > 20 {
				t.Errorf("%q is opened by %d", string(l.text[i-1:i+1]), gaps[i])
			}
		case before != after:
			foreign = max(foreign, gaps[i])
		default:
			plain = max(plain, gaps[i])
		}
	}
	if foreign <= plain || plain > half()/2 {
		t.Errorf("in %q Han and Latin are %d apart, Han characters %d", string(l.text), foreign, plain)
	}
}

// TestMarksAreFullWidth holds for all faces that the marks of Chinese text have
// a character's place, quotation marks and dashes among them, and that digits
// are of one width, so that figures stand under each other.
func TestMarksAreFullWidth(t *testing.T) {
	fonts, err := font.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	for _, role := range font.Roles() {
		for _, r := range "“”‘’—…，。；：？！、（）《》〈〉〔〕【】" {
			face, ok := fonts.Face(role, r)
			if !ok || face.Advance(r) != 1000 {
				t.Errorf("%s: %c is not a character wide", role, r)
			}
		}
		digits, _ := fonts.Face(role, '0')
		for _, r := range "0123456789ABCXYZabcxyz.%-" {
			face, _ := fonts.Face(role, r)
			if face != digits {
				t.Errorf("%s: %c is of another face than 0", role, r)
			}
			if r >= '0' && r <= '9' && face.Advance(r) != digits.Advance('0') {
				t.Errorf("%s: %c is %d wide, 0 is %d", role, r, face.Advance(r), digits.Advance('0'))
			}
		}
	}
}

// TestColumnsFit holds for the national form that the columns serve their
// text: labels that can stand on one line do, headers break between words of
// two characters, and no text comes near a rule.
func TestColumnsFit(t *testing.T) {
	doc := report(t)
	lines := map[string][]string{}
	for number, page := range lay(t, doc).Pages {
		for _, run := range page.Runs {
			if run.Origin.Cell < 0 || run.Origin.Repeated {
				continue
			}
			table := doc.Blocks[run.Origin.Block].(document.Table)
			text := table.Cells[run.Origin.Cell].Text
			lines[text] = append(lines[text], string(run.Text))
			if table.Cells[run.Origin.Cell].Vertical {
				continue
			}
			for _, rule := range page.Rules {
				upright := rule.X1 == rule.X2 && rule.Y1 < run.Y && rule.Y2 > run.Y
				if upright && rule.X1 > run.X-2_000 && rule.X1 < run.X+run.Width+2_000 {
					t.Errorf("page %d: %q is %.1f and %.1f points from a rule", number+1, string(run.Text),
						float64(run.X-rule.X1)/1000, float64(rule.X1-run.X-run.Width)/1000)
				}
			}
		}
	}
	for text, want := range map[string][]string{
		"1.本机关不掌握相关政府信息": {"1.本机关不掌握相关政府信息"},
		"2.没有现成信息需要另行制作": {"2.没有现成信息需要另行制作"},
		"2.其他法律行政法规禁止公开": {"2.其他法律行政法规禁止公开"},
		"4.无正当理由大量反复申请":  {"4.无正当理由大量反复申请"},
		"自然人":            {"自然人"},
		"社会公益组织":         {"社会", "公益", "组织"},
		"法律服务机构":         {"法律", "服务", "机构"},
	} {
		if !slices.Equal(lines[text], want) {
			t.Errorf("%s is set as %q", text, lines[text])
		}
	}
}

// TestLabelBreaksAfterItsNumber holds for both kinds of brackets, and with a
// space after them, that a label which takes two lines has its number alone on
// the first.
func TestLabelBreaksAfterItsNumber(t *testing.T) {
	for _, label := range []string{"（三）不予公开", "(三)不予公开", "(三) 不予公开"} {
		table := document.Table{Columns: []int{36, 282}, Rows: make([]document.Row, 1), Cells: []document.Cell{
			{RowSpan: 1, ColumnSpan: 1, Kind: document.ColumnHeader, Text: label}, {Column: 1, RowSpan: 1, ColumnSpan: 1, Text: "0"},
		}}
		var got []string
		for _, run := range lay(t, &document.Document{Blocks: []document.Block{table}}).Pages[0].Runs {
			if run.Origin.Block == 0 && run.Origin.Cell == 0 {
				got = append(got, string(run.Text))
			}
		}
		if len(got) != 2 || got[1] != "不予公开" {
			t.Errorf("%s is set as %q", label, got)
		}
	}
}

// TestLongNumberWidensItsColumn holds that figures stay whole in full size
// where their neighbours have room to give.
func TestLongNumberWidensItsColumn(t *testing.T) {
	table := document.Table{Columns: []int{1, 1, 1, 1, 1, 1, 1, 1, 1, 1}, Rows: make([]document.Row, 1)}
	for i := range table.Columns {
		text := "0"
		if i == 4 {
			text = "24252.311082万元"
		}
		table.Cells = append(table.Cells, document.Cell{Column: i, RowSpan: 1, ColumnSpan: 1, Kind: document.Value, Text: text})
	}
	for _, run := range lay(t, &document.Document{Blocks: []document.Block{table}}).Pages[0].Runs {
		if run.Origin.Block == 0 && (run.Size != 10_500 || run.Origin.Line > 0) {
			t.Errorf("%q is set in %d, on line %d", string(run.Text), run.Size, run.Origin.Line)
		}
	}
}
