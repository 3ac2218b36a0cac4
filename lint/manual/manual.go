// Package manual tells users about the rules. What it tells comes from the
// rules' heads and from the linter itself: every example is run, and shown with
// what the linter really prints about it.
package manual

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"go.yaml.in/yaml/v4"

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
	return only(all, func(f *lint.Finding) bool { return f.Rule == rule.ID }), err
}

func only(all []lint.Finding, keep func(f *lint.Finding) bool) []lint.Finding {
	var some []lint.Finding
	for _, f := range all {
		if keep(&f) {
			some = append(some, f)
		}
	}
	return some
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
	// Misread are, for a rule of a pack, what cannot be read of an example that
	// the rule is silent on, which then proves nothing: with their places in
	// the pack.
	Misread []lint.Finding
	// Err is what keeps the example that it names from being judged.
	Err     error
	Example string
}

// OK reports whether both examples do what they should.
func (v *Verdict) OK() bool {
	return v.Err == nil && !v.SilentOnBad && !v.LoudOnGood && len(v.Misread) == 0
}

// Check runs both examples of a rule.
func (m *Manual) Check(rule *lint.Rule) Verdict {
	v := Verdict{}
	for _, e := range []struct {
		name, text string
		fires      bool
	}{{"bad", rule.Bad, true}, {"good", rule.Good, false}} {
		all, err := m.judge(rule, e.text)
		var broken *yaml.LoadError
		if errors.As(err, &broken) {
			f := lint.Finding{Rule: "PCK001"}
			if f.Path, f.Pos, _ = rule.PlaceIn(e.name, broken.Mark.Line, broken.Mark.Column, ""); f.Path != "" {
				v.Misread = append(v.Misread, f)
				continue
			}
		}
		if err != nil {
			return Verdict{Err: err, Example: e.name}
		}
		found := len(only(all, func(f *lint.Finding) bool { return f.Rule == rule.ID })) > 0
		v.SilentOnBad = v.SilentOnBad || e.fires && !found
		v.LoudOnGood = v.LoudOnGood || !e.fires && found
		if !found {
			v.Misread = append(v.Misread, m.misread(rule, e.name, e.text, all)...)
		}
	}
	return v
}

// misread are the findings about how an example is written, with their places in
// the rule's pack.
func (m *Manual) misread(rule *lint.Rule, name, example string, all []lint.Finding) []lint.Finding {
	out := only(all, func(f *lint.Finding) bool {
		return f.Severity == lint.Error && m.catalogue.Rule(f.Rule).Kind == "reader"
	})
	_, text := fragment.Split(example)
	var doc yaml.Node
	if yaml.Load([]byte(text), &doc) != nil {
		doc = yaml.Node{} // no place but the example's own
	}
	for i := range out {
		f, ok := &out[i], false
		key := keyAt(&doc, f.At)
		if f.Path, f.Pos, ok = rule.PlaceIn(name, key.Line, key.Column, key.Value); !ok {
			return nil
		}
	}
	return out
}

// keyAt is the key that a key path leads to, or the last one on the way.
func keyAt(n *yaml.Node, path string) *yaml.Node {
	key := &yaml.Node{Line: 1, Column: 1}
	if n.Kind == yaml.DocumentNode {
		n = n.Content[0]
	}
	for name := range strings.SplitSeq(path, ".") {
		at := -1
		for i := 0; n.Kind == yaml.MappingNode && i+1 < len(n.Content); i += 2 {
			if n.Content[i].Value == name {
				at = i
			}
		}
		if at < 0 {
			break
		}
		key, n = n.Content[at], n.Content[at+1]
	}
	return key
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
