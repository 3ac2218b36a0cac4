package document

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"nianbao/internal/edition"
	"nianbao/internal/report"
	"nianbao/internal/report/reporttest"
	"nianbao/rules"
)

func build(t *testing.T, r *report.Report) *Document {
	t.Helper()
	doc, err := Build(r, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// invented is the form of 2021 with one more aspect, one more row in a group,
// one more column and another heading.
func invented(t *testing.T) *edition.Edition {
	t.Helper()
	data, err := rules.Files.ReadFile("editions/2021.yaml")
	if err != nil {
		t.Fatal(err)
	}
	text := string(data)
	for _, change := range [][2]string{
		{"        - {key: 监督保障,", "        - {key: 国际合作, heading: 国际合作, roles: [aspect]}\n        - {key: 监督保障,"},
		{"                    - {key: 重复申请,", "                    - {key: 机器申请, label: 2甲.机器申请}\n                    - {key: 重复申请,"},
		{"                    - {key: 法律服务机构,", "                    - {key: 新闻媒体, label: 新闻媒体, type: count}\n                    - {key: 法律服务机构,"},
		{"values: [25, 25, 25, 25, 25, 25, 25]", "values: [22, 22, 22, 22, 22, 22, 22, 22]"},
		{"heading: 其他需要报告的事项", "heading: 其他事项"},
	} {
		changed := strings.Replace(text, change[0], change[1], 1)
		if changed == text {
			t.Fatalf("nothing to replace: %s", change[0])
		}
		text = changed
	}
	e, err := edition.Parse("invented.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func editions(t *testing.T) []*edition.Edition {
	return append(reporttest.Editions().All(), invented(t))
}

func given(text string) report.Field { return report.Field{Given: true, Text: text} }

func prose(lines ...string) *report.Text {
	t := &report.Text{}
	for _, l := range lines {
		t.Paragraphs = append(t.Paragraphs, report.Paragraph{Text: l})
	}
	return t
}

func TestEveryPartHasItsHeading(t *testing.T) {
	for _, e := range editions(t) {
		for name, r := range map[string]*report.Report{"filled": reporttest.Filled(e), "empty": report.New("", e)} {
			var got, want []string
			for _, b := range build(t, r).Blocks {
				if h, ok := b.(Heading); ok && h.Level == 1 {
					got = append(got, h.Text)
				}
			}
			for i, p := range e.Parts {
				want = append(want, edition.Numeral(i+1)+"、"+p.Heading)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s, %s: %s", e.ID, name, diff)
			}
		}
	}
}

func TestSections(t *testing.T) {
	e := reporttest.Editions().ByID("2021")
	r := report.New("", e)
	r.YearNumber = 2021
	r.Preamble = prose()
	defs := e.Parts[0].Text.Sections
	r.Parts[0].Text = &report.TextPart{
		Lead: prose("　概述。　", " ", "第二段。"),
		Sections: []*report.Section{
			{Def: defs[0], Body: prose("正文一。", "正文二。")},
			{Def: defs[1], Heading: given("公开更加透明。"), Body: prose("正文三。", "正文四。")},
			{Def: defs[3], Heading: given("（五）平台更加好用"), Body: prose("正文五。")},
			{Def: defs[4], Heading: given(""), Body: prose("正文六。")},
			{Heading: given("保障有力。")},
			{Heading: given("12345热线"), Body: prose("正文七。")},
		},
	}
	r.PartHeadings[e.Parts[4].Key] = given("五、问题与改进")
	want := []Block{
		Heading{1, "一、" + e.Parts[0].Heading},
		Paragraph{Text: "概述。"},
		Paragraph{Text: "第二段。"},
		Heading{2, "（一）" + defs[0].Heading},
		Paragraph{Text: "正文一。"},
		Paragraph{Text: "正文二。"},
		Paragraph{"（二）公开更加透明。", 2, "正文三。"},
		Paragraph{Text: "正文四。"},
		Heading{2, "（三）平台更加好用"},
		Paragraph{Text: "正文五。"},
		Paragraph{"（四）", 2, "正文六。"},
		Heading{2, "（五）保障有力。"},
		Heading{2, "（六）12345热线"},
		Paragraph{Text: "正文七。"},
		Heading{1, "二、" + e.Parts[1].Heading},
	}
	blocks := build(t, r).Blocks
	if diff := cmp.Diff(want, blocks[:len(want)]); diff != "" {
		t.Error(diff)
	}
	if got := blocks[len(blocks)-2]; got != (Heading{1, "五、问题与改进"}) {
		t.Errorf("part five: %v", got)
	}
}

func TestTypedNumbersAreReplaced(t *testing.T) {
	for typed, want := range map[string]string{
		"（一）主动公开": "主动公开", "(2)主动公开": "主动公开", "二、主动公开": "主动公开", "十二、 主动公开": "主动公开",
		"3.主动公开": "主动公开", "3．主动公开": "主动公开", "3、主动公开": "主动公开",
		"1.0版平台": "1.0版平台", "12345热线": "12345热线", "一网通办": "一网通办", "（试行）办法": "（试行）办法",
		"2021.主动公开": "2021.主动公开", "（一）": "", "": "",
		"（一）、主动公开": "主动公开", "第一、主动公开": "主动公开", "①主动公开": "主动公开", "Ⅰ．主动公开": "主动公开",
		"（ 一 ）　主动公开": "主动公开", "1） 主动公开": "主动公开", "１、主动公开": "主动公开", "一、二级公开": "一、二级公开",
	} {
		if got := (&report.Section{Heading: given(typed)}).PrintedHeading(); got != want {
			t.Errorf("%s: %s, want %s", typed, got, want)
		}
	}
}

func TestPreamble(t *testing.T) {
	e := reporttest.Editions().ByID("2021")
	r := report.New("", e)
	r.YearNumber = 2021
	r.Agency.Name = given("某市某局")
	generated := e.Expand(e.Preamble, "某市某局", "2021", "")
	text := func() string { return build(t, r).Blocks[0].(Paragraph).Text }
	if got := text(); got != generated {
		t.Errorf("without contacts: %s", got)
	}
	keys := edition.ContactKeys
	r.Contact = []report.Contact{
		{Key: keys[2], Value: given("023-1")}, {Key: keys[0], Value: given(" 某街1号 ")}, {Key: keys[1], Value: given("")},
	}
	want := generated + "如对本报告有疑问，请与某市某局联系（" + keys[0] + "：某街1号；" + keys[2] + "：023-1）。"
	if got := text(); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	r.Preamble = prose("自拟。")
	if got := text(); got != "自拟。" {
		t.Errorf("the author's: %s", got)
	}
	r.Preamble = prose()
	if _, ok := build(t, r).Blocks[0].(Heading); !ok {
		t.Error("a preamble where the author wants none")
	}
}

func TestSignatureAndCreated(t *testing.T) {
	day := func(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }
	for _, tc := range []struct {
		typed, printed string
		created        time.Time
	}{
		{"2022-01-18", "2022年1月18日", day(2022, 1, 18)},
		{"2022/1/8", "2022年1月8日", day(2022, 1, 8)},
		{"2022.01.08", "2022年1月8日", day(2022, 1, 8)},
		{"2022年01月18日", "2022年1月18日", day(2022, 1, 18)},
		{" 2022 年 1 月 18 日 ", "2022年1月18日", day(2022, 1, 18)},
		{"2022-02-30", "2022-02-30", day(2021, 12, 31)},
		{"二〇二二年一月", "二〇二二年一月", day(2021, 12, 31)},
		{"", "", day(2021, 12, 31)},
	} {
		r := report.New("", reporttest.Editions().ByID("2021"))
		r.YearNumber = 2021
		r.Signature = report.Signature{Given: true, Agency: given(" 某局 "), Date: given(tc.typed)}
		doc := build(t, r)
		if got := doc.Blocks[len(doc.Blocks)-1]; got != (Signature{"某局", tc.printed}) {
			t.Errorf("%q: %v", tc.typed, got)
		}
		if !doc.Created.Equal(tc.created) {
			t.Errorf("%q: created %v", tc.typed, doc.Created)
		}
	}
	r := report.New("", reporttest.Editions().ByID("2021"))
	epoch := time.Unix(1_700_000_000, 0)
	doc, err := Build(r, Options{Draft: true, Created: epoch})
	if err != nil || !doc.Created.Equal(epoch) || !doc.Draft {
		t.Errorf("%v %v %v", doc, err, epoch)
	}
	if _, ok := doc.Blocks[len(doc.Blocks)-1].(Signature); ok {
		t.Error("a signature that nobody gave")
	}
}

func TestUnreadableIsRefused(t *testing.T) {
	if _, err := Build(&report.Report{Unreadable: true}, Options{}); err == nil {
		t.Error("no error")
	}
}

func BenchmarkBuild(b *testing.B) {
	r := reporttest.Filled(reporttest.Editions().ByID("2021"))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Build(r, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
