package claims

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/shopspring/decimal"
)

// Numbers in every form that reports use.
func TestNumbers(t *testing.T) {
	g := grammar(t)
	for _, tc := range []struct {
		text  string
		value string // "" for no figure that counts
		kind  kind
	}{
		{"12件", "12", kindCase},
		{"１２件", "12", kindCase},
		{"1,206件", "1206", kindCase},
		{"1，206，345件", "1206345", kindCase},
		{"12（十二）件", "12", kindCase},
		{"零件", "0", kindCase},
		{"两件", "2", kindCase},
		{"十件", "10", kindCase},
		{"十二件", "12", kindCase},
		{"二十件", "20", kindCase},
		{"廿三件", "23", kindCase},
		{"一百零三件", "103", kindCase},
		{"一〇三件", "103", kindCase},
		{"两百一十六件", "216", kindCase},
		{"一百二件", "120", kindCase},
		{"三千零二十件", "3020", kindCase},
		{"一万二千三百件", "12300", kindCase},
		{"三亿件", "300000000", kindCase},
		{"2.3万件", "23000", kindCase},
		{"1.28亿元", "128000000", kindMoney},
		{"三百万元", "3000000", kindMoney},
		{"0.394万元", "3940", kindMoney},
		{"1 024件", "1", kindPlain}, // no telling
		{"62.5%", "62.5", kindPercent},
		{"百分之六十", "60", kindPercent},
		{"2.5倍", "2.5", kindTimes},
		{"5个工作日", "5", kindTime},
		{"6个百分点", "6", kindPoints},
		{"120人次", "120", kindOther},
		{"50余件", "", kindCase},
		{"近百件", "", kindCase},
		{"十几件", "", kindCase},
		{"几十件", "", kindCase},
		{"数百件", "", kindCase},
		{"两三件", "", kindCase},
		{"60件以上", "", kindCase},
		{"超过60件", "", kindCase},
		{"第100件", "", kindCase},
		{"第十二件", "", kindCase},
		{"〔2021〕30号", "", kindCase},
		{"0577-89990928", "", kindCase},
		{"9：00", "", kindCase},
		{"12345678901234567890123件", "", kindCase},
		{"一网通办", "", kindCase},
		{"统一", "", kindCase},
		{"2021年12月31日", "", kindCase},
		{"二〇二一年", "", kindCase},
	} {
		l := lexer{g: g, s: squeeze(tc.text)}
		l.run()
		var got *token
		for i := range l.out {
			if u := &l.out[i]; u.class == figure && !u.approx {
				got = u
			}
		}
		switch {
		case got == nil && tc.value != "":
			t.Errorf("%s: no figure in %+v", tc.text, l.out)
		case got != nil && (tc.value == "" || got.kind != tc.kind || !got.value.Equal(decimal.RequireFromString(tc.value))):
			t.Errorf("%s: %s of kind %d, want %q of kind %d", tc.text, got.value, got.kind, tc.value, tc.kind)
		}
	}
}

// The embedded list has words for every class of the grammar.
func TestListIsComplete(t *testing.T) {
	g := grammar(t)
	have := set{}
	for _, words := range g.lexicon {
		for _, w := range words {
			have[w.class] = true
		}
	}
	for name, c := range wordClasses {
		if !have[c] {
			t.Errorf("no words for %s", name)
		}
	}
	if len(g.before) == 0 || len(g.inside) == 0 || len(g.after) == 0 || len(g.bodies) == 0 || g.Yuan("万元").String() != "10000" {
		t.Error("measures, money or approximations are missing")
	}
}

func TestReadNamesEveryFault(t *testing.T) {
	_, err := Read([]byte("receive: [收到, 办结]\nanswer: [办结]\nverbs: [看]\nmeasure.weight: [斤]\nfill: [\"\"]\nmoney: [{word: 元, rate: 2}]\n"))
	if err == nil {
		t.Fatal("no error")
	}
	for _, want := range []string{`"办结" stands in answer and in receive`, `unknown list "verbs"`, `unknown list "measure.weight"`, "fill holds an empty word", "money"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not in %v", want, err)
		}
	}
	// An office's own list need not have every class.
	if _, err := Read([]byte("fill: [高效]\n")); err != nil {
		t.Error(err)
	}
}

// The agency's own name, in full, short or by its end, is no other body.
func TestNames(t *testing.T) {
	g := grammar(t)
	ctx := Context{Year: 2024, Name: "云岭市青河区市场监督管理局", Short: []string{"区市监局"}}
	for text, want := range map[string]int{
		"云岭市青河区市场监督管理局2024年收到申请5件。": 1,
		"青河区市场监督管理局收到申请5件。":         1,
		"市场监督管理局收到申请5件。":            1,
		"区市监局收到申请5件。":               1,
		"青河区水务局收到申请5件。":             0,
		"云岭市市场监督管理局收到申请5件。":         0,
		"区市监局下属执法大队收到申请5件。":         0,
	} {
		if got := g.Parse(text, ctx); len(got) != want {
			t.Errorf("%s: %+v", text, got)
		}
	}
	if got := g.Parse("区政府办公室代表区政府受理政府信息公开申请17件。", Context{Year: 2024, Government: true, Name: "某市某区人民政府", Short: []string{"区政府"}}); len(got) != 1 || got[0].Scope != "代表" {
		t.Errorf("another body's figure: %+v", got)
	}
}

// Under the heading of applications a sentence need not name them.
func TestTopic(t *testing.T) {
	g := grammar(t)
	const text = "全年均按期答复。"
	if got := g.Parse(text, Context{Year: 2024}); len(got) != 0 {
		t.Errorf("without a heading: %+v", got)
	}
	if got := g.Parse(text, Context{Year: 2024, Topic: true}); len(got) != 1 || got[0].What != AllHandled {
		t.Errorf("under the heading: %+v", got)
	}
}

// Percentages follow where they are rounded or cut off as far as the text
// shows, and from rounded numbers.
func TestAgrees(t *testing.T) {
	f := func(text string, base int32) Figure {
		v := decimal.RequireFromString(text)
		return Figure{Value: v.Shift(base), Shown: -v.Exponent(), Base: base}
	}
	for _, tc := range []struct {
		claim Claim
		want  bool
	}{
		{Claim{What: Share, Figure: f("66.7", 0), Part: f("2", 0), Whole: f("3", 0)}, true},
		{Claim{What: Share, Figure: f("66.6", 0), Part: f("2", 0), Whole: f("3", 0)}, true},
		{Claim{What: Share, Figure: f("67", 0), Part: f("2", 0), Whole: f("3", 0)}, true},
		{Claim{What: Share, Figure: f("66.5", 0), Part: f("2", 0), Whole: f("3", 0)}, false},
		{Claim{What: Share, Figure: f("68", 0), Part: f("2", 0), Whole: f("3", 0)}, false},
		{Claim{What: Share, Figure: f("50", 0), Part: f("2", 0), Whole: f("0", 0)}, true},
		{Claim{What: Growth, Figure: f("-25", 0), Before: f("40", 0), After: f("30", 0)}, true},
		{Claim{What: Growth, Figure: f("-24", 0), Before: f("40", 0), After: f("30", 0)}, false},
		{Claim{What: Growth, Figure: f("25", 0), Before: f("40", 0), After: f("30", 0)}, false},
		{Claim{What: Growth, Figure: f("21.9", 0), Before: f("41", 4), After: f("50", 4)}, true},
		{Claim{What: Growth, Figure: f("26", 0), Before: f("41", 4), After: f("50", 4)}, false},
		{Claim{What: Growth, Figure: f("25", 0), Before: f("0", 0), After: f("50", 0)}, true},
		{Claim{What: More, Figure: f("-10", 0), Before: f("40", 0), After: f("30", 0)}, true},
		{Claim{What: More, Figure: f("10", 0), Before: f("40", 0), After: f("30", 0)}, false},
		{Claim{What: List, Total: f("5", 0), Parts: []Figure{f("2", 0), f("3", 0)}}, true},
		{Claim{What: List, Total: f("6", 0), Parts: []Figure{f("2", 0), f("3", 0)}}, false},
	} {
		if got := tc.claim.Agrees(); got != tc.want {
			t.Errorf("%+v: %v", tc.claim, got)
		}
	}
}

// checkPlaces fails where a claim stands outside its text.
func checkPlaces(t *testing.T, text string, all []Claim) {
	t.Helper()
	n := utf8.RuneCountInString(text)
	inside := func(f Figure) {
		if f.From < 0 || f.To > n || f.From > f.To {
			t.Errorf("%q: [%d, %d) of %d", text, f.From, f.To, n)
		}
	}
	for i := range all {
		c := &all[i]
		if c.From == c.To {
			t.Errorf("%q: %s has no place", text, c.What)
		}
		for _, f := range append([]Figure{c.Figure, c.Total, c.Part, c.Whole, c.Before, c.After}, c.Parts...) {
			inside(f)
		}
		c.Agrees()
	}
}

func FuzzParse(f *testing.F) {
	g := grammar(f)
	for _, e := range entries(f, "known.yaml") {
		f.Add(e.Text, e.Year, true)
	}
	f.Add("（（（1万万亿％", 2021, false)
	f.Add("《《第第第一一一一年", 2021, true)
	f.Fuzz(func(t *testing.T, text string, year int, topic bool) {
		ctx := Context{Year: year, Government: topic, Topic: topic, Name: "某市某区人民政府", Short: []string{"", "我局"}}
		checkPlaces(t, text, g.Parse(text, ctx))
	})
}

// prose is about n characters of sentences, with or without marks.
func prose(n int, mark string) string {
	const some = "2021年我局共收到政府信息公开申请32件，其中自然人申请29件、法人或其他组织申请3件，办结31件，占96.9%，较上年的16件增加16件" +
		"，未发生行政复议、行政诉讼，发布信息300条（网站180条，微博120条），剩余2件"
	text := strings.ReplaceAll(some, "，", "，"+mark) + mark
	return strings.Repeat(text, n/utf8.RuneCountInString(text)+1)
}

// Time grows with the length of the text, however it is cut into paragraphs and
// sentences.
func BenchmarkParse(b *testing.B) {
	g := grammar(b)
	for _, size := range []struct {
		name string
		n    int
	}{{"1x", 2000}, {"10x", 20000}, {"100x", 200000}, {"1MB", 350000}} {
		for _, shape := range []struct{ name, mark string }{{"sentences", "。"}, {"one sentence", ""}} {
			text := prose(size.n, shape.mark)
			if shape.mark == "" && size.name == "1MB" {
				text = strings.NewReplacer("，", "", "、", "", "（", "", "）", "").Replace(text)
			}
			b.Run(size.name+"/"+shape.name, func(b *testing.B) {
				b.SetBytes(int64(len(text)))
				for b.Loop() {
					g.Parse(text, Context{Year: 2021})
				}
			})
		}
	}
}

// One sentence of nothing but figures that could be compared with each other: the
// trial of readings is bounded.
func BenchmarkParseTrials(b *testing.B) {
	g := grammar(b)
	for _, unit := range []string{"整改%d件，整改率5%%，", "%d件占5%%，", "较上年%d件增加3件，", "共%d件，"} {
		for _, n := range []int{1000, 10000} {
			var t strings.Builder
			for i := range n {
				fmt.Fprintf(&t, unit, i)
			}
			b.Run(fmt.Sprintf("%s/%d", unit, n), func(b *testing.B) {
				b.SetBytes(int64(t.Len()))
				for b.Loop() {
					g.Parse(t.String(), Context{Year: 2021, Topic: true})
				}
			})
		}
	}
}

// A claim that is taken back leaves no reference behind: the amounts after it are
// parts of no figure of applications.
func TestClaimsTakenBack(t *testing.T) {
	g := grammar(t)
	const text = "收到政府信息公开申请2件，收取信息处理费5元，网上申请5件，总计7件，其中收取3元、2元，含上年结转1件。"
	for _, c := range g.Parse(text, Context{Year: 2021, Topic: true}) {
		if c.What == Received && (len(c.Parts) > 0 || c.Value.String() != "7") {
			t.Errorf("%+v", c)
		}
	}
}
