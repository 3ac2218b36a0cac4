package regex

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

func TestNeeds(t *testing.T) {
	for source, want := range map[string][]string{
		`收到申请`:                {"收到申请"},
		`收到?申请`:               {"收到申请", "收申请"},
		`收到|收到申请|到`:           {"到"},
		`(?:收到|受理).*申请`:       {"收到", "受理"},
		`[0-9]+件`:             {"件"},
		`[0-9]*`:              nil,
		`a|`:                  nil,
		`(甲|乙)丙*丁`:            {"甲", "乙"},
		`(?i)abc`:             nil,
		`^甲.{2,4}乙丙$`:         {"乙丙"},
		`[一二三]、`:              {"一、", "三、", "二、"},
		`(?:甲|[乙-龥])丙`:        {"丙"},
		`(?:甲+|乙)丙`:           {"甲", "乙"},
		`(?:未|没有)(?:收到|接到)申请`: {"未收到申请", "未接到申请", "没有收到申请", "没有接到申请"},
		`甲{2,3}`:              {"甲甲"},
		`(?:甲乙){0,2}`:         nil,
		`XX|××|待补充`:           {"XX", "××", "待补充"},
		`\bTODO\b`:            {"TODO"},
	} {
		p, err := Compile(source)
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]bool{}
		for _, n := range p.needs.texts {
			got[n] = true
		}
		wanted := map[string]bool{}
		for _, n := range want {
			wanted[n] = true
		}
		if diff := cmp.Diff(wanted, got); diff != "" {
			t.Errorf("%s: %s", source, diff)
		}
	}
}

func TestFaults(t *testing.T) {
	if _, err := Compile(`(`); err == nil {
		t.Error("a faulty expression was accepted")
	}
}

// A pattern finds what the regular expression finds.
func TestAsRegexp(t *testing.T) {
	piece := rapid.SampledFrom([]string{"甲", "乙", "丙", "a", "A", "[甲乙]", "[^甲]", ".", "甲乙", "(?:甲|乙丙)", "(?i:a)", "^", "$", `\b`, "(?:丙|)"})
	again := rapid.SampledFrom([]string{"", "", "", "*", "+", "?", "{2}", "{0,2}"})
	rapid.Check(t, func(t *rapid.T) {
		var alternatives []string
		for range rapid.IntRange(1, 10).Draw(t, "alternatives") {
			var b strings.Builder
			for range rapid.IntRange(0, 4).Draw(t, "pieces") {
				b.WriteString("(?:" + piece.Draw(t, "piece") + ")" + again.Draw(t, "again"))
			}
			alternatives = append(alternatives, b.String())
		}
		source := strings.Join(alternatives, "|")
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"甲", "乙", "丙", "a", "A", " ", "丁"}), 0, 8).Draw(t, "text"), "")
		p, err := Compile(source)
		if err != nil {
			t.Fatal(err)
		}
		re := regexp.MustCompile(source)
		if got, want := p.MatchString(text), re.MatchString(text); got != want {
			t.Fatalf("%s in %q: %v, the regular expression says %v; needs %q, sure %q", source, text, got, want, p.needs.texts, p.sure.texts)
		}
		if diff := cmp.Diff(re.FindAllStringSubmatchIndex(text, -1), p.FindAllStringSubmatchIndex(text, -1)); diff != "" {
			t.Fatalf("%s in %q: %s", source, text, diff)
		}
	})
}

// Many texts are found as one after the other would be, also in damaged text.
func TestNeedles(t *testing.T) {
	piece := rapid.SampledFrom([]string{"甲", "乙", "丙", "中", "丮", "a", "，", ".", "\xe4", "\xb8", "\xff", "é", "𬭎"})
	text := func(most int) *rapid.Generator[string] {
		return rapid.Custom(func(t *rapid.T) string {
			return strings.Join(rapid.SliceOfN(piece, 1, most).Draw(t, "pieces"), "")
		})
	}
	rapid.Check(t, func(t *rapid.T) {
		texts := rapid.SliceOfN(text(3), 1, 20).Draw(t, "texts")
		in := text(12).Draw(t, "in")
		want := slices.ContainsFunc(texts, func(one string) bool { return strings.Contains(in, one) })
		if n := newNeedles(least(texts)); n.in(in) != want {
			t.Fatalf("%q in %q: %v", texts, in, !want)
		}
	})
}

func TestSureTexts(t *testing.T) {
	for source, want := range map[string][]string{
		"问题|不足|存在.*困难":   {"不足", "问题"},
		"(?:改进|^今后)措施":   nil,
		"审[核查]|把关?|(严格)": {"严格", "审查", "审核", "把"},
		"(?i)a|乙":        {"A", "a", "乙"},
		`甲$|乙\b|丙+`:      nil,
		"甲?|乙":           {"乙"},
	} {
		p, err := Compile(source)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, p.sure.texts, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s: %s", source, diff)
		}
	}
}
