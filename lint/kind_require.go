package lint

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"nianbao/internal/message"
	"nianbao/internal/regex"
	"nianbao/internal/report"
)

// requireKind asks that something be said.
type requireKind struct {
	// In is where it has to be said: the key or role of a part, or the key path
	// of a section; anywhere in the report where absent. Where names zones instead
	// of prose and headings, and At is where a finding is placed, if not at In.
	In    string   `yaml:"in"`
	Where []string `yaml:"where" validate:"dive,oneof=title heading preamble body signature date contact unplaced prose printed"`
	At    string   `yaml:"at"`
	// Phrases, Pattern and Aspect say what: one of the phrases, a match of the
	// pattern, or a section of its own with text, whose heading has the word.
	Phrases []string `yaml:"phrases" validate:"required_without_all=Pattern Aspect Topics,dive,required"`
	Pattern string   `yaml:"pattern"`
	Aspect  string   `yaml:"aspect"`
	// Topics are several things each of which has to be said, white space and the
	// ends of paragraphs left out. A part that says nothing at all has a rule of its
	// own.
	Topics []*topicPattern `yaml:"topics" validate:"dive"`
	// Ignore is cut out before the text is searched.
	Ignore []string `yaml:"ignore" validate:"dive,required"`
	// Types limits the rule to bodies of these types, Government to governments, and
	// Asks to editions that ask this of the part.
	Types      []string `yaml:"types" validate:"dive,required"`
	Government bool     `yaml:"government"`
	Asks       string   `yaml:"asks"`

	zones   zone
	pattern *regex.Regex
}

// topicPattern is a thing to be said, and the pattern of what says it.
type topicPattern struct {
	Name    string `yaml:"name" validate:"required"`
	Pattern string `yaml:"pattern" validate:"required"`

	re *regex.Regex
}

func (k *requireKind) args() []string {
	if k.onlyTopics() {
		return []string{"heading", "lacking"}
	}
	return []string{"heading", "wanted"}
}

// onlyTopics reports whether nothing is asked for but topics.
func (k *requireKind) onlyTopics() bool {
	return k.Phrases == nil && k.Pattern == "" && k.Aspect == ""
}

func (k *requireKind) bind(l *packLoader) {
	if k.Topics != nil && len(k.Topics) == 0 {
		l.faultAt("missing", []any{"params", "topics"}, "key", "topics")
	}
	k.pattern = l.pattern(k.Pattern, "params", "pattern")
	for i, t := range k.Topics {
		t.re = l.pattern(t.Pattern, "params", "topics", i, "pattern")
	}
	l.textNamed(k.In, "params", "in")
	l.textNamed(k.At, "params", "at")
	l.types(k.Types)
	var err error
	if k.zones, err = zonesOf(k.Where); err != nil {
		l.faultAt("value", []any{"params", "where"}, "key", "where", "text", fmt.Sprint(k.Where), "known", nil)
	}
}

func (k *requireKind) check(p *pass) {
	if !k.concerns(p) {
		return
	}
	place := cmp.Or(k.At, k.In)
	part, at, pos := k.where(p.report, place)
	if place != "" && (part == nil || !part.Given) {
		return // a part that is missing has a rule of its own
	}
	if part != nil && (k.Topics != nil && emptyPart(part) || k.Asks != "" && !asked(part, k.Asks)) {
		return
	}
	lacking, said := k.lacking(p)
	if said {
		return
	}
	heading := p.report.TitleText()
	if part != nil {
		heading = p.report.NumberedPart(part)
	}
	p.add(Finding{At: at, Pos: pos, Args: message.Args{"heading": heading, k.args()[1]: lacking}})
}

// asked reports whether an edition asks something of a part.
func asked(part *report.Part, what string) bool {
	return part.Def.Text != nil && slices.Contains(part.Def.Text.Asks, what)
}

// concerns reports whether the rule is about the report's body.
func (k *requireKind) concerns(p *pass) bool {
	if k.Government {
		a := p.report.Edition.Agency(p.report.Agency.Type.Text)
		if a == nil || !a.Government {
			return false
		}
	}
	return p.concerns(k.Types)
}

// lacking is what is not said, and said whether that is nothing.
func (k *requireKind) lacking(p *pass) (lacking any, said bool) {
	var text strings.Builder
	one := k.onlyTopics() // whether one of the others is said
	for _, q := range p.passages() {
		if q.zone&k.zones == 0 || !p.inside(q, k.In) {
			continue
		}
		one = one || k.Aspect != "" && q.zone == zoneBody && k.headed(q)
		text.WriteString(k.own(q.text))
		if k.Topics == nil {
			text.WriteByte('\n')
		}
	}
	all := text.String()
	var names []string
	for _, t := range k.Topics {
		if !t.re.MatchString(all) {
			names = append(names, t.Name)
		}
	}
	if one || containsAny(all, k.Phrases) || k.pattern != nil && k.pattern.MatchString(all) {
		return names, len(names) == 0
	}
	return k.wanted(names), false
}

// own is a text without white space and what is ignored.
func (k *requireKind) own(text string) string {
	for _, phrase := range k.Ignore {
		text = strings.ReplaceAll(text, phrase, "")
	}
	return squeeze(text)
}

func (k *requireKind) wanted(names []string) any {
	all := slices.Clone(k.Phrases)
	if k.Aspect != "" {
		all = append(all, k.Aspect)
	}
	if all = append(all, names...); len(all) == 0 {
		return k.Pattern
	}
	return all
}

// headed reports whether a passage stands in a section with the heading that is
// asked for.
func (k *requireKind) headed(q *passage) bool {
	if q.part == nil || q.part.Text == nil {
		return false
	}
	return slices.ContainsFunc(q.part.Text.Sections, func(s *report.Section) bool {
		return s.Body != nil && s.Body.At == q.at && strings.Contains(squeeze(s.HeadingText()), k.Aspect)
	})
}

// where is the place of a finding: the part or section that should have said
// it, or the whole file.
func (k *requireKind) where(r *report.Report, name string) (part *report.Part, at string, pos report.Place) {
	for _, part := range r.Parts {
		if name == part.Def.Key || part.Def.HasRole(name) {
			return part, part.At, part.Pos
		}
		key, found := strings.CutPrefix(name, part.Def.Key+".")
		if !found || part.Text == nil {
			continue
		}
		for _, s := range part.Text.Sections {
			if s.Def != nil && s.Def.Key == key {
				return part, s.At, s.Pos
			}
		}
		return part, part.At, part.Pos
	}
	return nil, "", report.Place{}
}
