// Package manual tells users about the rules. What it tells comes from the
// rules' heads and from the linter itself: every example is run, and shown with
// what the linter really prints about it.
package manual

import (
	"bytes"
	"fmt"
	"strings"

	"nianbao/internal/report"
	"nianbao/internal/source"
	"nianbao/lint"
	"nianbao/lint/format"
	"nianbao/lint/fragment"
)

// Manual runs and explains the rules of a catalogue.
type Manual struct {
	catalogue *lint.Catalogue
	linter    *lint.Linter
	reading   source.Options
}

// New returns the manual of a catalogue; reports of its examples are read with
// the options given.
func New(c *lint.Catalogue, reading source.Options) *Manual {
	return &Manual{catalogue: c, reading: reading,
		linter: lint.New(c, lint.Options{CanDraw: fragment.CanDraw, Today: fragment.Today()})}
}

// Try judges an example of a rule and returns what the rule finds in it. The
// error is about the example: that it makes no report.
func (m *Manual) Try(rule *lint.Rule, example string) ([]lint.Finding, error) {
	all, err := m.judge(rule, example)
	if err != nil {
		return nil, err
	}
	var own []lint.Finding
	for _, f := range all {
		if f.Rule == rule.ID {
			own = append(own, f)
		}
	}
	return own, nil
}

func (m *Manual) judge(rule *lint.Rule, example string) ([]lint.Finding, error) {
	if kind, text := fragment.Split(example); kind == fragment.Pack {
		return m.catalogue.Pack(fragment.PackName, []byte(text), m.reading.Editions.All()).Findings, nil
	}
	r, err := fragment.Read(example, m.reading)
	if err != nil {
		return nil, err
	}
	var last *report.Report
	if rule.Previous != "" {
		if last, err = fragment.ReadPrevious(rule.Previous, m.reading); err != nil {
			return nil, err
		}
	}
	return m.linter.LintAgainst(r, last).Findings, nil
}

// Verdict says whether a rule's examples do what they should.
type Verdict struct {
	// SilentOnBad is true where the bad example does not fire the rule,
	// LoudOnGood where the good one does.
	SilentOnBad, LoudOnGood bool
	// Err is what keeps an example from being judged.
	Err error
}

// OK reports whether both examples do what they should.
func (v Verdict) OK() bool { return v.Err == nil && !v.SilentOnBad && !v.LoudOnGood }

// Check runs both examples of a rule.
func (m *Manual) Check(rule *lint.Rule) Verdict {
	bad, err := m.Try(rule, rule.Bad)
	if err != nil {
		return Verdict{Err: fmt.Errorf("bad: %w", err)}
	}
	good, err := m.Try(rule, rule.Good)
	if err != nil {
		return Verdict{Err: fmt.Errorf("good: %w", err)}
	}
	return Verdict{SilentOnBad: len(bad) == 0, LoudOnGood: len(good) > 0}
}

// Output is what the linter prints about a rule's bad example.
func (m *Manual) Output(rule *lint.Rule, lang string) (string, error) {
	found, err := m.Try(rule, rule.Bad)
	if err != nil {
		return "", fmt.Errorf("%s: bad: %w", rule.ID, err)
	}
	var b bytes.Buffer
	printer, err := format.New("text", &b, m.catalogue, format.Options{Lang: lang, Least: lint.Note})
	if err != nil {
		return "", err
	}
	// The count that closes a run has no place under one rule.
	if err := printer.Result(lint.Result{Findings: found}); err != nil {
		return "", err
	}
	return strings.TrimRight(b.String(), "\n") + "\n", nil
}
