package lint

import (
	"slices"
	"strconv"
	"strings"

	"nianbao/internal/edition"
	"nianbao/internal/message"
	"nianbao/internal/regex"
	"nianbao/internal/report"
)

// requireKind asks that something be said. It is for packs.
type requireKind struct {
	// In is where it has to be said: the key or role of a part, or the key path
	// of a section; anywhere in the report where absent.
	In string `yaml:"in"`
	// Phrases, Pattern and Aspect say what: one of the phrases, a match of the
	// pattern, or a section of its own with text, whose heading has the word.
	Phrases []string `yaml:"phrases" validate:"required_without_all=Pattern Aspect,dive,required"`
	Pattern string   `yaml:"pattern"`
	Aspect  string   `yaml:"aspect"`
	// Types limits the rule to bodies of these types.
	Types []string `yaml:"types" validate:"dive,required"`

	pattern *regex.Regex
}

func (k *requireKind) args() []string { return []string{"heading", "wanted"} }

func (k *requireKind) bind(l *packLoader) {
	k.pattern = l.pattern(k.Pattern, "params", "pattern")
	l.textNamed(k.In, "params", "in")
	l.types(k.Types)
}

// textNamed checks that some edition has the text part or section named.
func (l *packLoader) textNamed(in string, steps ...any) {
	var known []string
	for _, e := range l.editions {
		known = known[:0]
		for _, def := range e.Parts {
			if def.Text == nil {
				continue
			}
			known = append(known, def.Key)
			if in == "" || in == def.Key || def.HasRole(in) || slices.ContainsFunc(def.Text.Sections, func(s *edition.Section) bool { return in == def.Key+"."+s.Key }) {
				return
			}
		}
	}
	l.faultAt("name", steps, "name", in, "known", known)
}

// types checks that some edition knows the types of body named.
func (l *packLoader) types(types []string) {
	for i, kind := range types {
		var known []string
		for _, e := range l.editions {
			known = known[:0]
			for _, a := range e.Agencies {
				known = append(known, a.Type)
			}
			if slices.Contains(known, kind) {
				break
			}
		}
		if !slices.Contains(known, kind) {
			l.faultAt("value", []any{"params", "types", i}, "key", "types["+strconv.Itoa(i)+"]", "text", kind, "known", known)
		}
	}
}

// concerns reports whether the report's body is of one of some types.
func (p *pass) concerns(types []string) bool {
	return len(types) == 0 || slices.Contains(types, p.report.Agency.Type.Text)
}

func (k *requireKind) check(p *pass) {
	if !p.concerns(k.Types) || k.said(p) {
		return
	}
	part, at, pos := k.where(p.report)
	if k.In != "" && (part == nil || !part.Given) {
		return // a part that is missing has a rule of its own
	}
	heading := p.report.TitleText()
	if part != nil {
		heading = p.report.NumberedPart(part)
	}
	p.add(Finding{At: at, Pos: pos, Args: message.Args{"heading": heading, "wanted": k.wanted()}})
}

func (k *requireKind) wanted() any {
	all := slices.Clone(k.Phrases)
	if k.Aspect != "" {
		all = append(all, k.Aspect)
	}
	if len(all) == 0 {
		return k.Pattern
	}
	return all
}

// said reports whether any passage says what is asked for.
func (k *requireKind) said(p *pass) bool {
	var text strings.Builder
	for _, q := range p.passages() {
		if q.zone&(zoneProse|zoneHeading) == 0 || !p.inside(q, k.In) {
			continue
		}
		if k.Aspect != "" && q.zone == zoneBody && k.headed(q) {
			return true
		}
		text.WriteString(squeeze(q.text))
		text.WriteByte('\n')
	}
	return containsAny(text.String(), k.Phrases) || k.pattern != nil && k.pattern.MatchString(text.String())
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

// inside reports whether a passage belongs to the part or section named, ""
// for everything.
func (p *pass) inside(q *passage, in string) bool {
	if in == "" {
		return true
	}
	if q.part == nil {
		return false
	}
	def := q.part.Def
	return in == def.Key || def.HasRole(in) || q.at == in || strings.HasPrefix(q.at, in+".")
}

// where is the place of a finding: the part or section that should have said
// it, or the whole file.
func (k *requireKind) where(r *report.Report) (part *report.Part, at string, pos report.Place) {
	for _, part := range r.Parts {
		if k.In == part.Def.Key || part.Def.HasRole(k.In) {
			return part, part.At, part.Pos
		}
		key, found := strings.CutPrefix(k.In, part.Def.Key+".")
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
