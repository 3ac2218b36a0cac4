package lint

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
)

// textsOf lists every text of a head that users read, by its key path.
func textsOf(h *Head) map[string]*Words {
	all := map[string]*Words{"title": &h.Title, "why": &h.Why, "message": &h.Message, "advice": &h.Advice, "fix": h.Fix,
		"workbook.message": h.Workbook.Message, "workbook.advice": h.Workbook.Advice, "workbook.fix": h.Workbook.Fix}
	for _, f := range h.Forms {
		for key, w := range map[string]*Words{"message": f.Message, "advice": f.Advice, "fix": f.Fix,
			"workbook.message": f.Workbook.Message, "workbook.advice": f.Workbook.Advice, "workbook.fix": f.Workbook.Fix} {
			all[fmt.Sprintf("forms[%s].%s", f.Form, key)] = w
		}
	}
	for i := range h.Traps {
		all[fmt.Sprintf("traps[%d]", i)] = &h.Traps[i]
	}
	for key, w := range all {
		if w == nil {
			delete(all, key)
		}
	}
	return all
}

// inChinese is what English may say in Chinese: what it quotes, the unit of round
// numbers, and numbers of documents.
var inChinese = regexp.MustCompile(`“[^“”]*”|《[^》]*》|万$|国办公开办函〔2019〕60号`)

func holesOf(text string) []string {
	holes := regexp.MustCompile(`\{[^{}]*\}`).FindAllString(text, -1)
	for i, h := range holes {
		name, _, _ := strings.Cut(strings.Trim(h, "{}"), ":") // {count:file|files}
		holes[i] = name
	}
	slices.Sort(holes)
	return slices.Compact(holes)
}

// No text lacks its other half, and both halves speak of the same numbers.
func TestEveryTextHasBothLanguages(t *testing.T) {
	han := func(r rune) bool { return unicode.Is(unicode.Han, r) }
	texts := 0
	for _, rule := range catalogue(t).Rules() {
		for key, w := range textsOf(&rule.Head) {
			texts++
			if w.ZH == "" || w.EN == "" {
				t.Errorf("%s.%s: zh %q, en %q", rule.ID, key, w.ZH, w.EN)
				continue
			}
			if zh, en := holesOf(w.ZH), holesOf(w.EN); !slices.Equal(zh, en) {
				t.Errorf("%s.%s: zh speaks of %v, en of %v", rule.ID, key, zh, en)
			}
			// A text that is an argument and nothing else has no language.
			words := regexp.MustCompile(`\{[^{}]*\}`).ReplaceAllString(w.ZH, "")
			if words != "" && !strings.ContainsFunc(words, han) {
				t.Errorf("%s.%s: zh is not Chinese: %q", rule.ID, key, w.ZH)
			}
			if rest := inChinese.ReplaceAllString(w.EN, ""); strings.ContainsFunc(rest, han) {
				t.Errorf("%s.%s: en is not English: %q", rule.ID, key, w.EN)
			}
			if strings.HasSuffix(w.ZH, "。") || strings.HasSuffix(w.EN, ".") {
				t.Errorf("%s.%s ends in a full stop: %q, %q", rule.ID, key, w.ZH, w.EN)
			}
		}
	}
	if texts < 300 {
		t.Errorf("only %d texts", texts)
	}
}

// The loader itself refuses a head that lacks a half.
func TestLoaderWantsBothLanguages(t *testing.T) {
	c := catalogue(t)
	whole := `rules:
  - id: STR901
    kind: part
    severity: error
    since: 0.1.0
    title: {zh: 甲, en: A}
    why: {zh: 甲, en: A}
    basis: 甲
    message: {zh: 甲, en: A}
    advice: {zh: 甲, en: A}
    fix: {zh: 甲, en: A}
    forms: [{form: b, message: {zh: 甲, en: A}}]
    params: {state: missing}
    bad: 甲
    good: 甲
`
	load := func(text string) error {
		return (&Catalogue{byID: map[string]*Rule{}}).add(layer{"national/str.yaml": []byte(text)}.over(c.files), "national/str.yaml")
	}
	if err := load(whole); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"title", "why", "message", "advice", "fix"} {
		for _, half := range []string{"{zh: 甲}", "{en: A}", "{zh: 甲, en: ''}", "甲"} {
			// Of two messages the last is that of a form.
			for _, at := range []int{strings.Index(whole, key+": {"), strings.LastIndex(whole, key+": {")} {
				if err := load(whole[:at] + strings.Replace(whole[at:], "{zh: 甲, en: A}", half, 1)); err == nil {
					t.Errorf("%s: %s was accepted", key, half)
				}
			}
		}
	}
}
