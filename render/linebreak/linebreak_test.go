package linebreak_test

import (
	"strings"
	"testing"

	"nianbao/render/linebreak"

	"pgregory.net/rapid"
)

// show writes | where a line may end freely and ¦ where it should not.
func show(text string) string {
	runes := []rune(text)
	var b strings.Builder
	for i, s := range linebreak.Before(runes) {
		switch {
		case i == len(runes):
			continue
		case s == linebreak.Allow:
			b.WriteRune('|')
		case s == linebreak.Avoid:
			b.WriteRune('¦')
		}
		b.WriteRune(runes[i])
	}
	return b.String()
}

func TestBefore(t *testing.T) {
	for _, want := range []string{
		"公|开|，|条|例",
		"《|条|例|》|（|以|下",
		"国|办|公|开|办|函¦〔2021〕¦30¦号",
		"截|至|2021¦年|12¦月|31¦日|止",
		"收|取|7730.28¦万¦元|，|占|43.9%|。",
		"1,014¦件|和|10:30",
		"他|说|——|不|……|是",
		"见|www.¦example.¦gov.¦cn/¦a|的|网|页",
		"1.¦属|于|国|家|秘|密",
		"由|Adobe |Reader|打|开",
		"2021-09-26|印|发",
		"减|少-417¦件",
		"第¦五¦十¦条|第¦（|一|）|项",
		"用|\"公|开\"|一|词",
		"葛\u0301|某",
		"甲\u00a0乙",
		"约|¥300¦元",
	} {
		text := strings.NewReplacer("|", "", "¦", "").Replace(want)
		want = fold(want)
		if got := show(text); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}

// fold lets the table above show a mark between bars, as it is easier to read.
func fold(s string) string {
	for _, m := range "，。；》）”" {
		s = strings.ReplaceAll(s, "|"+string(m), string(m))
	}
	for _, m := range "《（“" {
		s = strings.ReplaceAll(s, string(m)+"|", string(m))
	}
	return strings.ReplaceAll(s, "|……", "……")
}

func TestEmpty(t *testing.T) {
	if got := linebreak.Before(nil); len(got) != 1 || got[0] != linebreak.Never {
		t.Errorf("Before(nil) = %v", got)
	}
}

// TestMarksNeverStrand holds for any text that no place but the end lets a
// mark start or end a line against the rules.
func TestMarksNeverStrand(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		runes := []rune(rapid.StringOf(rapid.RuneFrom([]rune("公开12a%，。、；：？！”’）》〉】…—“‘（《〈【,.;:!?) (-/〔〕年号第\u0301"))).Draw(t, "text"))
		before := linebreak.Before(runes)
		if len(before) != len(runes)+1 {
			t.Fatalf("%d strengths for %d runes", len(before), len(runes))
		}
		for i := 1; i < len(runes); i++ {
			if before[i] == linebreak.Never {
				continue
			}
			if linebreak.StartForbidden(runes[i]) || linebreak.EndForbidden(runes[i-1]) {
				t.Fatalf("a line may end between %q and %q", runes[i-1], runes[i])
			}
			if runes[i] == runes[i-1] && (runes[i] == '—' || runes[i] == '…' || runes[i] == 'a' || runes[i] == '1') {
				t.Fatalf("%q%q may be parted", runes[i-1], runes[i])
			}
		}
	})
}

func BenchmarkAppendBefore(b *testing.B) {
	runes := []rune(strings.Repeat("截至2021年12月31日，主动公开政府信息177条，其中“基层”（含网站）76条。", 30))
	var dst []linebreak.Strength
	for b.Loop() {
		dst = linebreak.AppendBefore(dst[:0], runes)
	}
	b.ReportMetric(float64(len(runes)), "runes/op")
}
