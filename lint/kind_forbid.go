package lint

import (
	"fmt"

	"unicode/utf8"

	"nianbao/internal/message"
	"nianbao/internal/regex"
)

// forbidKind finds what should not be said, and may offer something better. It
// is for packs.
type forbidKind struct {
	// In is the part or section to search, everything that is printed where
	// absent; Where names zones instead of prose and headings.
	In    string   `yaml:"in"`
	Where []string `yaml:"where" validate:"dive,oneof=title heading preamble body signature date contact unplaced prose printed"`
	// Pattern is what is forbidden, Suggest what to write instead, in which $1
	// stands for the pattern's first group. Safe says that the change alters
	// no meaning, so that --fix makes it.
	Pattern string `yaml:"pattern" validate:"required"`
	Suggest string `yaml:"suggest"`
	Safe    bool   `yaml:"safe"`
	// Except is a pattern that makes it right anywhere in the same sentence.
	Except string   `yaml:"except"`
	Types  []string `yaml:"types" validate:"dive,required"`

	zones           zone
	pattern, except *regex.Regex
}

func (k *forbidKind) args() []string { return []string{"text", "suggest", "heading"} }

func (k *forbidKind) bind(l *packLoader) {
	k.pattern = l.pattern(k.Pattern, "params", "pattern")
	k.except = l.pattern(k.Except, "params", "except")
	l.textNamed(k.In, "params", "in")
	l.types(k.Types)
	var err error
	if k.zones, err = zonesOf(k.Where); err != nil {
		l.faultAt("value", []any{"params", "where"}, "key", "where", "text", fmt.Sprint(k.Where), "known", nil)
	}
}

// maxHits bounds what one pattern finds in one passage: past it a rule tells
// nothing new, and no pattern can take long.
const maxHits = 20

func (k *forbidKind) check(p *pass) {
	if !p.concerns(k.Types) {
		return
	}
	p.eachIn(k.zones, func(q *passage) {
		if !p.inside(q, k.In) {
			return
		}
		for _, m := range k.pattern.FindAllStringSubmatchIndex(q.text, maxHits) {
			k.found(p, q, m)
		}
	})
}

func (k *forbidKind) found(p *pass, q *passage, m []int) {
	from := q.runeIndex(m[0])
	to := from + utf8.RuneCountInString(q.text[m[0]:m[1]])
	if a, b := sentence(q.runes, from); k.except != nil && k.except.MatchString(q.string(a, max(b, to))) {
		return
	}
	suggest := string(k.pattern.ExpandString(nil, k.Suggest, q.text, m))
	args := message.Args{"text": q.string(from, to), "heading": q.groupName(p.report), "suggest": suggest}
	f := Finding{At: q.at, Pos: q.pos(from, to), Args: args}
	if k.Suggest != "" {
		f.Fix = &Fix{Safe: k.Safe, Args: args, Edits: []Edit{q.edit(from, to, suggest)}}
	}
	p.add(f)
}
