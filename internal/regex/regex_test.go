package regex

import (
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestNeeds(t *testing.T) {
	for source, want := range map[string][]string{
		`收到申请`:                {"收到申请"},
		`收到?申请`:               {"收到申请", "收申请"},
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
		`甲{2,3}`:              {"甲甲", "甲甲甲"},
		`(?:甲乙){0,2}`:         nil,
		`XX|××|待补充`:           {"XX", "××", "待补充"},
		`\bTODO\b`:            {"TODO"},
	} {
		p, err := Compile(source)
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]bool{}
		for _, n := range p.needs {
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
		for range rapid.IntRange(1, 3).Draw(t, "alternatives") {
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
			t.Fatalf("%s in %q: %v, the regular expression says %v; needs %q", source, text, got, want, p.needs)
		}
		if diff := cmp.Diff(re.FindAllStringSubmatchIndex(text, -1), p.FindAllStringSubmatchIndex(text, -1)); diff != "" {
			t.Fatalf("%s in %q: %s", source, text, diff)
		}
	})
}
