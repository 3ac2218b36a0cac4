package lint

import (
	"slices"
	"strings"
	"unicode/utf8"

	"nianbao/internal/han"
	"nianbao/internal/message"
	"nianbao/internal/regex"
	"nianbao/internal/report"
)

// partKind asks that a part be there (state: missing) or say something
// (state: empty).
type partKind struct {
	State string `yaml:"state" validate:"required,oneof=missing empty"`
	// Except is the role of a part that another rule looks after.
	Except string `yaml:"except"`
}

func (k *partKind) check(p *pass) {
	for _, part := range p.report.Parts {
		if k.Except != "" && part.Def.HasRole(k.Except) {
			continue
		}
		wrong := !part.Given
		if k.State == "empty" {
			wrong = part.Given && emptyPart(part)
		}
		if !wrong {
			continue
		}
		at := part.At
		if k.State == "missing" {
			at = "" // a finding about an absent key is placed at its parent
		}
		p.add(Finding{At: at, Pos: part.Pos, Args: message.Args{"heading": p.report.NumberedPart(part), "key": part.Def.Key}})
	}
}

// lengthKind holds a text part to the edition's or the office's limit of
// characters, counted as printed: white space left out, headings with their numbers included.
type lengthKind struct{}

func (k *lengthKind) check(p *pass) {
	for _, part := range p.report.Parts {
		if part.Text == nil || !part.Given {
			continue
		}
		limit := p.profile.limit(part.Def.Key, part.Def.Text.Limit)
		if limit == 0 {
			continue
		}
		n := utf8.RuneCountInString(squeeze(p.report.NumberedPart(part) + textOf(part.Text)))
		for i, s := range part.Text.Printed() {
			n += utf8.RuneCountInString(squeeze(report.NumberedHeading(i+1, s.PrintedHeading())))
		}
		for _, h := range p.typedHeadings() {
			if h.Part == part {
				n -= utf8.RuneCountInString(squeeze(string([]rune(h.Text.Paragraphs[h.Paragraph].Text)[:h.Until])))
			}
		}
		if n > limit {
			p.add(Finding{At: part.At, Pos: part.Pos, Args: message.Args{
				"heading": p.report.NumberedPart(part), "count": itoa(n), "limit": itoa(limit), "over": itoa(n - limit)}})
		}
	}
}

// substanceKind asks a part for more than nothing: enough characters, and both
// problems and improvements.
type substanceKind struct {
	Part string `yaml:"part" validate:"required"`
	// Least is the smallest number of characters that can say anything.
	Least int `yaml:"least" validate:"required"`
	// Denied is a pattern for what says that there is nothing to say (无, 不存在
	// 问题): it counts as no text.
	Denied string `yaml:"denied" validate:"required"`
	// Idle is one for sentences that do not begin the other half: further items
	// of a list, praise.
	Idle string `yaml:"idle" validate:"required"`
	// Problem and Improvement are the two halves.
	Problem     topic `yaml:"problem"`
	Improvement topic `yaml:"improvement"`

	denied, idle *regex.Regex
}

// topic is a half of the part.
type topic struct {
	// Role is that of its section.
	Role string `yaml:"role" validate:"required"`
	// Words are patterns of what tells of it where the part is one text, Named
	// even in the section of the other half, where the weaker ones speak of that.
	// A year after the report's is read as 明年.
	Words []string `yaml:"words" validate:"required"`
	Named []string `yaml:"named" validate:"required"`
	// Not is a pattern for what has such words and speaks of the other half
	// (有待提高) or of neither.
	Not string `yaml:"not" validate:"required"`

	words, named, not *regex.Regex
}

func (k *substanceKind) prepare() error {
	type pattern struct {
		to   **regex.Regex
		text string
	}
	all := []pattern{{&k.denied, k.Denied}, {&k.idle, k.Idle}}
	for _, t := range []*topic{&k.Problem, &k.Improvement} {
		all = append(all, pattern{&t.words, strings.Join(t.Words, "|")}, pattern{&t.named, strings.Join(t.Named, "|")}, pattern{&t.not, t.Not})
	}
	for _, c := range all {
		var err error
		if *c.to, err = regex.Compile("(?m)" + c.text); err != nil {
			return err
		}
	}
	return nil
}

func (k *substanceKind) check(p *pass) {
	part := p.report.PartByRole(k.Part)
	if part == nil || part.Text == nil || !part.Given {
		return
	}
	text, said := squeeze(textOf(part.Text)), 0
	for _, body := range bodies(part.Text) {
		said += utf8.RuneCountInString(squeeze(k.affirmed(body)))
	}
	f := Finding{At: part.At, Pos: part.Pos, Args: message.Args{
		"heading": p.report.NumberedPart(part), "text": text, "count": itoa(utf8.RuneCountInString(text))}}
	lacks := func(form string, t *topic) {
		f.Form = form
		if s := t.section(part.Text); s != nil {
			f.At, f.Pos = s.At, s.Pos
		}
	}
	switch {
	case text == "":
		f.Form = "empty"
	case said < k.Least:
		f.Form = "short"
	case !k.states(p, part.Text, &k.Problem, &k.Improvement):
		lacks("no-problems", &k.Problem)
	case !k.states(p, part.Text, &k.Improvement, &k.Problem):
		lacks("no-improvements", &k.Improvement)
	default:
		return
	}
	p.add(f)
}

// section is that of the half, nil where the part has none.
func (t *topic) section(part *report.TextPart) *report.Section {
	i := slices.IndexFunc(part.Sections, func(s *report.Section) bool { return s.Def != nil && s.Def.HasRole(t.Role) })
	if i < 0 {
		return nil
	}
	return part.Sections[i]
}

// states reports whether a half says something: in its own section anything but
// that there is nothing; in that of the other what names it, or a sentence that
// speaks of it alone; in a text without sections what has its words, or beside
// the other half's a sentence that has none of them: a language has more words
// for what is amiss and what is done about it than any list.
func (k *substanceKind) states(p *pass, part *report.TextPart, t, other *topic) bool {
	year := p.year()
	own, others := t.section(part), other.section(part)
	if own != nil {
		// Where something was denied, what is left has to say more than where.
		if text := k.affirmed(own.Body); !own.Body.Empty() && (text == plain(own.Body) || t.has(t.words, text, year)) {
			return true
		}
	}
	if others != nil {
		text := others.Heading.Text + "，" + k.affirmed(others.Body)
		if t.has(t.named, text, year) || slices.ContainsFunc(k.beside(t, other, text, year), func(s string) bool { return t.has(t.words, s, year) }) {
			return true
		}
	}
	free := k.affirmed(part.Lead)
	for _, s := range part.Sections {
		if s.Def == nil {
			free += "\n" + s.Heading.Text + "，" + k.affirmed(s.Body)
		}
	}
	return t.has(t.words, free, year) || own == nil && others == nil && slices.ContainsFunc(k.beside(t, other, free, year),
		func(s string) bool { return !k.idle.MatchString(s) })
}

// beside returns the sentences of a text that have none of the other half's
// words and stand on the topic's side of one that has: problems come first.
func (k *substanceKind) beside(t, other *topic, text string, year int) []string {
	const least = 6 // characters; a heading has fewer
	all := strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || han.EndsSentence(r) })
	foreign := func(s string) bool { return other.has(other.words, s, year) }
	first := slices.IndexFunc(all, foreign)
	switch {
	case first < 0:
		return nil
	case t == &k.Problem:
		all = all[:first]
	default:
		all = all[first:]
	}
	return slices.DeleteFunc(all, func(s string) bool { return utf8.RuneCountInString(s) < least || foreign(s) })
}

// has reports whether a text in a report for a year has one of the topic's
// patterns. A later year is to it what 明年 is.
func (t *topic) has(pattern *regex.Regex, text string, year int) bool {
	if year != 0 && strings.Contains(text, "年") {
		text = withoutLater([]rune(text), year)
	}
	return pattern.MatchString(t.not.ReplaceAllString(text, "，"))
}

// withoutLater puts 明年 for every year of this century after one.
func withoutLater(runes []rune, year int) string {
	var b strings.Builder
	for i := 0; i < len(runes); i++ {
		n, long := han.YearAt(runes, i)
		if to := i + long; n > year && n > 2000 && n < 2100 && hasAt(runes, to, "年") {
			b.WriteString("明年")
			i = to
			continue
		}
		b.WriteRune(runes[i])
	}
	return b.String()
}

// affirmed is what a text says beyond that there is nothing to say.
func (k *substanceKind) affirmed(t *report.Text) string {
	return k.denied.ReplaceAllString(plain(t), "")
}
