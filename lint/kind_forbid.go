package lint

import (
	"fmt"
	"unicode/utf8"

	"nianbao/internal/message"
	"nianbao/internal/regex"
)

// forbidKind finds what should not be said, and may offer something better.
type forbidKind struct {
	// In is the part or section to search, everything where absent; Where names
	// zones instead of prose and headings.
	In    string   `yaml:"in"`
	Where []string `yaml:"where" validate:"dive,oneof=title heading preamble body signature date contact unplaced prose printed"`
	// Pattern is what is forbidden. Patterns are several, each under a form of the
	// rule's messages; the first group of one, where it has one, is the stretch that
	// is meant.
	Pattern  string         `yaml:"pattern" validate:"required_without=Patterns"`
	Patterns []*formPattern `yaml:"patterns" validate:"dive"`
	// Suggest is what to write instead, in which $1 stands for the pattern's first
	// group. Safe says that the change alters no meaning, so that --fix makes it.
	Suggest string `yaml:"suggest"`
	Safe    bool   `yaml:"safe"`
	// Except is a pattern that makes it right anywhere in the same sentence, and
	// Spared are patterns of stretches within which it is right.
	Except string   `yaml:"except"`
	Spared []string `yaml:"spared" validate:"dive,required"`
	Types  []string `yaml:"types" validate:"dive,required"`

	zones  zone
	except *regex.Regex
	spared []*regex.Regex
	// most is how many places one pattern finds in one passage, -1 for all.
	most int
}

// formPattern is a pattern with the form of the findings that it makes.
type formPattern struct {
	Form    string `yaml:"form"`
	Pattern string `yaml:"pattern" validate:"required"`
	// Except is a pattern that makes it right anywhere in the same clause.
	Except string `yaml:"except"`

	re, except *regex.Regex
	whole      bool
}

// args are those of every finding: what it tells decides its fingerprint, so that
// the ones of several patterns tell no more than they need.
func (k *forbidKind) args() []string {
	switch {
	case len(k.Patterns) == 0 || k.Patterns[0].whole:
		return []string{"text", "suggest", "heading"}
	case k.Suggest != "":
		return []string{"text", "suggest"}
	}
	return []string{"text"}
}

// maxHits bounds what one pattern of a pack finds in one passage: past it a rule
// tells nothing new, and no pattern can take long.
const maxHits = 20

func (k *forbidKind) bind(l *packLoader) {
	if k.Patterns != nil && len(k.Patterns) == 0 {
		l.faultAt("missing", []any{"params", "patterns"}, "key", "patterns")
	}
	for i, pattern := range k.Patterns {
		pattern.re = l.pattern(pattern.Pattern, "params", "patterns", i, "pattern")
		pattern.except = l.pattern(pattern.Except, "params", "patterns", i, "except")
	}
	if k.Pattern != "" {
		k.Patterns = append(k.Patterns, &formPattern{re: l.pattern(k.Pattern, "params", "pattern"), whole: true})
	}
	k.except = l.pattern(k.Except, "params", "except")
	for i, pattern := range k.Spared {
		k.spared = append(k.spared, l.pattern(pattern, "params", "spared", i))
	}
	l.textNamed(k.In, "params", "in")
	l.types(k.Types)
	var err error
	if k.zones, err = zonesOf(k.Where); err != nil {
		l.faultAt("value", []any{"params", "where"}, "key", "where", "text", fmt.Sprint(k.Where), "known", nil)
	}
	if k.most = maxHits; l.national {
		k.most = -1
	}
}

func (k *forbidKind) check(p *pass) {
	if !p.concerns(k.Types) {
		return
	}
	p.eachIn(k.zones, func(q *passage) {
		if !p.inside(q, k.In) {
			return
		}
		var spared []bool // made when something is found
		for _, pattern := range k.Patterns {
			for _, m := range pattern.re.FindAllStringSubmatchIndex(q.text, k.most) {
				if spared == nil {
					spared = k.sparedIn(q.text)
				}
				from, to := pattern.stretch(m)
				if from == to || !spared[from] || !spared[to-1] {
					k.found(p, q, pattern, m)
				}
			}
		}
	})
}

// stretch is what a match means of the text, in bytes.
func (f *formPattern) stretch(m []int) (from, to int) {
	if !f.whole && len(m) > 3 && m[2] >= 0 {
		return m[2], m[3]
	}
	return m[0], m[1]
}

func (k *forbidKind) found(p *pass, q *passage, pattern *formPattern, m []int) {
	first, last := pattern.stretch(m)
	from := q.runeIndex(first)
	to := from + utf8.RuneCountInString(q.text[first:last])
	if k.except != nil {
		if a, b := sentence(q.runes, from); k.except.MatchString(q.string(a, max(b, to))) {
			return
		}
	}
	if pattern.except != nil && pattern.except.MatchString(clauseOf(q, from, to)) {
		return
	}
	suggest := string(pattern.re.ExpandString(nil, k.Suggest, q.text, m))
	args := message.Args{"text": q.string(from, to)}
	if pattern.whole {
		args["heading"] = q.groupName(p.report)
	}
	if pattern.whole || k.Suggest != "" {
		args["suggest"] = suggest
	}
	f := Finding{Form: pattern.Form, At: q.at, Pos: q.pos(from, to), Args: args}
	if k.Suggest != "" {
		f.Fix = &Fix{Safe: k.Safe, Args: args, Edits: []Edit{q.edit(from, to, suggest)}}
	}
	p.add(f)
}

// clauseOf is the clause, or the clauses, that a stretch stands in.
func clauseOf(q *passage, from, to int) string {
	const marks, most = "，。；：！？,;!?", 100
	for n := 0; from > 0 && !in(marks, q.runes[from-1]) && n < most; n++ {
		from--
	}
	for n := 0; to < len(q.runes) && !in(marks, q.runes[to]) && n < most; n++ {
		to++
	}
	return q.string(from, to)
}

// sparedIn marks the bytes of a text within which nothing is found.
func (k *forbidKind) sparedIn(text string) []bool {
	mask := make([]bool, len(text))
	for _, re := range k.spared {
		for _, m := range re.FindAllStringIndex(text, -1) {
			for i := m[0]; i < m[1]; i++ {
				mask[i] = true
			}
		}
	}
	return mask
}
