package text

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"github.com/clipperhouse/displaywidth"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"nianbao/internal/edition"
	"nianbao/internal/report"
	"nianbao/internal/report/reporttest"
	"nianbao/render/document"
	"nianbao/render/linebreak"
)

func build(t testing.TB, r *report.Report, o document.Options) *document.Document {
	t.Helper()
	doc, err := document.Build(r, o)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func write(t interface{ Fatal(...any) }, doc *document.Document, o Options) string {
	var b bytes.Buffer
	if err := Write(&b, doc, o); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func width(text string, ambiguous int) int {
	return displaywidth.Options{EastAsianWidth: ambiguous == 2}.String(text)
}

// bare drops what wrapping and drawing may change: white space, and the space
// without width, which no column tells the place of.
func bare(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '\u200b' {
			return -1
		}
		return r
	}, text)
}

// TestGolden compares whole reports. NIANBAO_UPDATE=1 rewrites the files.
func TestGolden(t *testing.T) {
	for _, tc := range []struct {
		name, edition string
		draft         bool
		options       Options
	}{
		{"2019", "2019", true, Options{}},
		{"2021-80", "2021", false, Options{Width: 80}},
		{"2021-56-ambiguous-1", "2021", false, Options{Width: 56, Ambiguous: 1}},
	} {
		r := reporttest.Filled(reporttest.Editions().ByID(tc.edition))
		got := write(t, build(t, r, document.Options{Draft: tc.draft}), tc.options)
		golden := filepath.Join("testdata", tc.name+".txt")
		if os.Getenv("NIANBAO_UPDATE") != "" {
			if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
			t.Errorf("%s: %s", golden, diff)
		}
	}
}

// TestReports holds for any report without a fault, at any width: no line but
// of a table that cannot be narrower is wider than asked, every paragraph is
// there whole, and no line ends in space.
func TestReports(t *testing.T) {
	for _, e := range reporttest.Editions().All() {
		t.Run(e.ID, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) { checkReport(t, e) })
		})
	}
}

func checkReport(t *rapid.T, e *edition.Edition) {
	doc, err := document.Build(reporttest.Balanced(t, e), document.Options{Draft: rapid.Bool().Draw(t, "draft")})
	if err != nil {
		t.Fatal(err)
	}
	o := Options{Width: rapid.IntRange(MinWidth, 120).Draw(t, "width"), Ambiguous: rapid.IntRange(1, 2).Draw(t, "ambiguous")}
	wrap := rapid.Bool().Draw(t, "wrap")
	if !wrap {
		o.Width = 0
	}
	got := write(t, doc, o)
	flat := bare(got)
	at, figure := 0, 0
	find := func(text string) {
		i := strings.Index(flat[at:], bare(text))
		if i < 0 {
			t.Fatalf("%q is not there, or not in its place", text)
		}
		at += i + len(bare(text))
	}
	find(doc.Title)
	for _, b := range doc.Blocks {
		switch b := b.(type) {
		case document.Heading:
			find(b.Text)
		case document.Paragraph:
			find(b.Lead + b.Text)
		case document.Signature:
			find(b.Agency)
			find(b.Date)
		case document.Table:
			for _, c := range b.Cells {
				if c.Kind == document.Value {
					figure = max(figure, len(c.Text))
				}
			}
		}
	}
	lines := strings.Split(strings.TrimSuffix(got, "\n"), "\n")
	if doc.Draft != (lines[0] == DraftMark) || doc.Draft != (lines[len(lines)-1] == DraftMark) {
		t.Fatal("the mark of a draft is amiss")
	}
	for _, l := range lines {
		if strings.TrimRightFunc(l, unicode.IsSpace) != l {
			t.Fatalf("%q ends in space", l)
		}
		framed := l != "" && strings.ContainsRune("+|", rune(l[0]))
		if w := width(l, o.Ambiguous); wrap && !framed && w > o.Width {
			t.Fatalf("%d columns: %s", w, l)
		}
		if wrap && framed && o.Width >= 16+15*max(figure, 4) && width(l, o.Ambiguous) > o.Width {
			t.Fatalf("a table of %d columns: %s", width(l, o.Ambiguous), l)
		}
	}
}

// texts draws what may stand in a paragraph or cell: Chinese, figures, words,
// marks of every kind, marks that join, characters above U+FFFF.
func texts() *rapid.Generator[string] {
	pieces := []string{"公", "开", "政府信息", "“", "”", "—", "——", "……", "（", "）", "，", "。", "《", "》", "·", "①",
		"12", "3.5%", "〔2021〕30号", "Word", "http://a.gov.cn/b/c/d", " ", "  ", "\t", "\n", "𬭎", "👍", "🇨🇳", "e\u0301", "\u200b", "×", "Ⅳ", "％"}
	return rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 40).Draw(t, "pieces"), "")
	})
}

// TestParagraphs holds for any text: nothing is lost, no line is too wide, and
// a mark stands where it must not only in a line that has no other way.
func TestParagraphs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := texts().Draw(t, "text")
		m := newMeter(rapid.Bool().Draw(t, "wide"))
		measure := rapid.IntRange(16, 60).Draw(t, "measure")
		r := m.measure(text)
		var joined strings.Builder
		for i, l := range r.filled(measure-4, measure) {
			room := measure
			if i == 0 {
				room -= 4
			}
			if w := r.widthOf(l); w > room || w != m.options.String(string(r.runes[l.start:l.end])) {
				t.Fatalf("%q is %d wide, of %d", string(r.runes[l.start:l.end]), w, room)
			}
			if l.start > 0 && r.before[l.start] == linebreak.Never && !stuck(r, l.start, measure-4) {
				t.Fatalf("%q must not start a line", string(r.runes[l.start:l.end]))
			}
			joined.WriteString(string(r.runes[l.start:l.end]))
		}
		if bare(joined.String()) != bare(string(r.runes)) {
			t.Fatalf("%q became %q", text, joined.String())
		}
	})
}

// stuck reports whether the stretch around at that no line should end in may be
// wider than a line.
func stuck(r *run, at, room int) bool {
	start, end := at, at
	for start > 0 && r.before[start] == linebreak.Never {
		start--
	}
	for end < len(r.runes) && r.before[end] == linebreak.Never {
		end++
	}
	return r.widthOf(span{start, end}) > room
}

func TestLines(t *testing.T) {
	for _, tc := range []struct {
		text    string
		measure int
		want    string
	}{
		{"主动公开政府信息情况", 12, "主动公开政府|信息情况"},
		{"主动公开政府信息，情况", 16, "主动公开政府信|息，情况"},
		{"主动公开政府信（息）情况", 16, "主动公开政府信|（息）情况"},
		{"主动公开政府信——情况", 16, "主动公开政府信|——情况"},
		// No last line of one character, with or without a mark.
		{"主动公开政府信息情", 16, "主动公开政府信|息情"},
		{"主动公开政府信息情。", 16, "主动公开政府信|息情。"},
		// A number stays with its unit, unless the line would be too short.
		{"截至末尾年底公开2021件信息", 20, "截至末尾年底公开|2021件信息"},
		// An address of its own line, then cut where nothing else is left.
		{"网址http://www.example.gov.cn", 16, "网址http://www.|example.gov.cn"},
		{"aaaaaaaaaaaaaaaaaaaaaaa", 16, "aaaaaaaaaaaaaaaa|aaaaaaa"},
		{"公开 Adobe Reader 打开", 16, "公开 Adobe|Reader 打开"},
	} {
		r := newMeter(true).measure(tc.text)
		var got []string
		for _, l := range r.filled(tc.measure, tc.measure) {
			got = append(got, string(r.runes[l.start:l.end]))
		}
		if strings.Join(got, "|") != tc.want {
			t.Errorf("got  %s\nwant %s", strings.Join(got, "|"), tc.want)
		}
	}
}

func TestTitleIsBrokenBetweenWords(t *testing.T) {
	doc := &document.Document{Title: "某市公安局某区分局2021年政府信息公开工作年度报告", TitleBreaks: []int{2, 5, 7, 9, 14, 20, 22}}
	got := write(t, doc, Options{Width: 40})
	want := "        某市公安局某区分局2021年\n        政府信息公开工作年度报告\n"
	if got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

func TestOptionsOutOfRange(t *testing.T) {
	for _, o := range []Options{{Width: -1}, {Width: MinWidth - 1}, {Ambiguous: 3}, {Ambiguous: -1}} {
		if err := Write(&bytes.Buffer{}, &document.Document{}, o); err == nil {
			t.Errorf("%+v: no error", o)
		}
	}
}

type full struct{}

var errFull = errors.New("disk full")

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestWriteFails(t *testing.T) {
	if err := Write(full{}, &document.Document{Title: "题"}, Options{}); !errors.Is(err, errFull) {
		t.Errorf("got %v", err)
	}
}

func BenchmarkWrite(b *testing.B) {
	doc := build(b, reporttest.Filled(reporttest.Editions().ByID("2021")), document.Options{})
	for name, o := range map[string]Options{"80": {Width: 80}, "unwrapped": {}} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := Write(&bytes.Buffer{}, doc, o); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
