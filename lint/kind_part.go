package lint

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"nianbao/internal/edition"
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
		p.add(Finding{At: at, Pos: part.Pos, Args: map[string]string{"heading": p.report.NumberedPart(part), "key": part.Def.Key}})
	}
}

func emptyPart(part *report.Part) bool {
	if part.Text != nil {
		return textOf(part.Text) == ""
	}
	for _, ref := range part.Table.Refs() {
		if c := part.Table.Cell(ref); c.State != report.Blank {
			return false
		}
	}
	return true
}

// textOf joins the bodies of a text part, without headings.
func textOf(t *report.TextPart) string {
	var b strings.Builder
	for _, body := range bodies(t) {
		for _, para := range body.Paragraphs {
			b.WriteString(para.Text)
			b.WriteByte('\n')
		}
	}
	return strings.TrimSpace(b.String())
}

func bodies(t *report.TextPart) []*report.Text {
	var all []*report.Text
	if t.Lead != nil {
		all = append(all, t.Lead)
	}
	for _, s := range t.Sections {
		if s.Body != nil {
			all = append(all, s.Body)
		}
	}
	return all
}

// headingKind judges headings: that a part's is in the official words
// (what: part), or that none is typed with a number (what: number).
type headingKind struct {
	What string `yaml:"what" validate:"required,oneof=part number"`
}

// typedNumber is a number typed at a heading's start, in any of the forms of
// the four levels; a name that begins with digits (12345热线) is none.
var typedNumber = regexp.MustCompile(`^(?:[（(][一二三四五六七八九十0-9]{1,3}[）)]|[一二三四五六七八九十]{1,3}、|[0-9]{1,2}[、．]|[0-9]{1,2}\.(?:[^0-9]|$)|第[一二三四五六七八九十]{1,3}[，、])\s*`)

func (k *headingKind) check(p *pass) {
	for _, part := range p.report.Parts {
		if f, ok := p.report.PartHeadings[part.Def.Key]; ok && f.Text != "" {
			k.heading(p, f, part.Def)
		}
		if part.Text == nil {
			continue
		}
		for _, s := range part.Text.Sections {
			if s.Heading.Given {
				k.heading(p, s.Heading, nil)
			}
		}
	}
}

// heading judges one heading; def is set for that of a part.
func (k *headingKind) heading(p *pass, f report.Field, def *edition.Part) {
	typed := strings.TrimSpace(f.Text)
	number := typedNumber.FindString(typed)
	if k.What == "number" {
		if number != "" {
			rest := strings.TrimSpace(typed[len(number):])
			args := map[string]string{"heading": typed, "number": number, "rest": rest}
			// The renderer puts the number there, so the report says the same.
			until := utf8.RuneCountInString(f.Text) - utf8.RuneCountInString(rest)
			edit := Edit{At: f.At, Span: Span{Paragraph: 1, Until: until}, Pos: f.Locate(0, until)}
			p.add(Finding{At: f.At, Pos: f.Pos, Args: args, Fix: &Fix{Safe: true, Args: args, Edits: []Edit{edit}}})
		}
		return
	}
	if def == nil {
		return
	}
	words := squeeze(strings.TrimPrefix(typed, number))
	if words == squeeze(def.Heading) || slices.ContainsFunc(def.Aliases, func(a string) bool { return squeeze(a) == words }) || p.profile.accepts(def.Key, words) {
		return
	}
	p.add(Finding{At: f.At, Pos: f.Pos, Args: map[string]string{
		"heading": typed, "official": def.Heading, "number": edition.Numeral(def.Number)}})
}

// squeeze drops all white space.
func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

// aspectKind asks that every section with a role have text.
type aspectKind struct {
	Role string `yaml:"role" validate:"required"`
}

func (k *aspectKind) check(p *pass) {
	for _, part := range p.report.Parts {
		if part.Text == nil || !part.Given || emptyPart(part) {
			continue
		}
		for _, def := range part.Def.Text.Sections {
			if !def.HasRole(k.Role) {
				continue
			}
			s := part.Text.Section(def)
			if s != nil && !s.Body.Empty() || k.elsewhere(part.Text, def) {
				continue
			}
			f := Finding{At: part.At, Pos: part.Pos, Args: map[string]string{"aspect": def.Heading, "key": def.Key, "heading": p.report.NumberedPart(part)}}
			if s != nil {
				f.Form, f.At, f.Pos = "empty", s.At, s.Pos
			}
			p.add(f)
		}
	}
}

// elsewhere reports whether a section that the author added speaks of the
// aspect, one typed with its heading into the text before the sections, or, in a
// part written as one text, any passage.
func (k *aspectKind) elsewhere(t *report.TextPart, def *edition.Section) bool {
	says := func(text string) bool { return containsAny(text, def.Words) }
	if t.Bare {
		return says(textOf(t))
	}
	if t.Lead != nil && slices.ContainsFunc(t.Lead.Paragraphs, func(para report.Paragraph) bool { return says(typedHeading(para.Text)) }) {
		return true
	}
	return slices.ContainsFunc(t.Sections, func(s *report.Section) bool { return s.Def == nil && says(s.Heading.Text) })
}

// typedHeading is the heading that a paragraph was typed with, （二）依申请公开。
// or 依申请公开：, "" where it has none.
func typedHeading(text string) string {
	const most = 24
	number := typedNumber.FindString(text)
	heading := text[len(number):]
	end := strings.IndexAny(heading, "。：:，,；;")
	switch {
	case end >= 0 && (number != "" || strings.HasPrefix(heading[end:], "：") || strings.HasPrefix(heading[end:], ":")):
		heading = heading[:end]
	case end >= 0 || number == "":
		return ""
	}
	if utf8.RuneCountInString(heading) > most {
		return ""
	}
	return heading
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
		number := 0
		for _, s := range part.Text.Sections {
			number++
			n += utf8.RuneCountInString(squeeze(report.NumberedHeading(number, s.HeadingText())))
		}
		if n > limit {
			p.add(Finding{At: part.At, Pos: part.Pos, Args: map[string]string{
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
	// Problem and Improvement are the two halves.
	Problem     topic `yaml:"problem"`
	Improvement topic `yaml:"improvement"`

	denied *regexp.Regexp
}

// topic is a half of the part.
type topic struct {
	// Role is that of its section.
	Role string `yaml:"role" validate:"required"`
	// Words tell of it where the part is one text, Named even in the section of
	// the other half, where the weaker ones speak of that.
	Words []string `yaml:"words" validate:"required"`
	Named []string `yaml:"named" validate:"required"`
	// Not is a pattern for what has such words and speaks of the other half
	// (有待提高) or of neither.
	Not string `yaml:"not" validate:"required"`

	not *regexp.Regexp
}

func (k *substanceKind) prepare() error {
	for _, c := range []struct {
		to      **regexp.Regexp
		pattern string
	}{{&k.denied, k.Denied}, {&k.Problem.not, k.Problem.Not}, {&k.Improvement.not, k.Improvement.Not}} {
		var err error
		if *c.to, err = regexp.Compile(c.pattern); err != nil {
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
	f := Finding{At: part.At, Pos: part.Pos, Args: map[string]string{
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
	case !k.states(part.Text, &k.Problem):
		lacks("no-problems", &k.Problem)
	case !k.states(part.Text, &k.Improvement):
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
// that there is nothing, elsewhere what has its words.
func (k *substanceKind) states(part *report.TextPart, t *topic) bool {
	has := func(text string, words []string) bool {
		return containsAny(t.not.ReplaceAllString(text, "，"), words)
	}
	if has(k.affirmed(part.Lead), t.Words) {
		return true
	}
	for _, s := range part.Sections {
		text := k.affirmed(s.Body)
		switch {
		case s.Def == nil:
			if has(s.Heading.Text+"，"+text, t.Words) {
				return true
			}
		case !s.Def.HasRole(t.Role):
			if has(s.Heading.Text+"，"+text, t.Named) {
				return true
			}
		// Where something was denied, what is left has to say more than where.
		case !s.Body.Empty() && (text == plain(s.Body) || has(text, t.Words)):
			return true
		}
	}
	return false
}

// plain joins the paragraphs of a text without their white space.
func plain(t *report.Text) string {
	if t == nil {
		return ""
	}
	lines := make([]string, len(t.Paragraphs))
	for i := range t.Paragraphs {
		lines[i] = squeeze(t.Paragraphs[i].Text)
	}
	return strings.Join(lines, "\n")
}

// affirmed is what a text says beyond that there is nothing to say.
func (k *substanceKind) affirmed(t *report.Text) string {
	return k.denied.ReplaceAllString(plain(t), "")
}
