package lint

import (
	"errors"
	"fmt"
	"io/fs"

	"slices"
	"strings"
	"unicode/utf8"

	"nianbao/internal/edition"
	"nianbao/internal/han"
	"nianbao/internal/message"
	"nianbao/internal/regex"
	"nianbao/internal/report"
)

// aspectKind asks that a part speak of every section with a role. It looks for
// the matter and not for the key: offices write the part as one text, put two
// aspects under one heading and word headings as they like.
type aspectKind struct {
	Role string `yaml:"role" validate:"required"`
	// Words names the word list.
	Words string `yaml:"words" validate:"required"`

	list   aspectWords
	speech map[string]*aspectSpeech // by role
	// listed finds the names of several aspects side by side.
	listed, item, when *regex.Regex
}

// aspectWords is the word list.
type aspectWords struct {
	// Item is a pattern of what an item of a list begins with (一是, 2.), When one
	// of the words of time that a sentence begins with.
	Item string `yaml:"item" validate:"required"`
	When string `yaml:"when" validate:"required"`
	// Joints join the names of aspects that are only listed, After are words that
	// may stand before the joint.
	Joints []string `yaml:"joints" validate:"required"`
	After  []string `yaml:"after"`
	// Entries say by what an aspect is spoken of.
	Entries []aspectEntry `yaml:"entries" validate:"required,dive"`
}

// aspectEntry is how an aspect is spoken of; the section with the role is meant.
type aspectEntry struct {
	Role string `yaml:"role" validate:"required"`
	// Names are what the aspect is called. Where the names of several are only
	// listed, nothing is said of any; in a heading each counts.
	Names []string `yaml:"names"`
	// Said are patterns of statements that tell of it wherever they stand.
	Said []string `yaml:"said"`
	// Matter are patterns of what it deals with. They tell of it in a heading, at
	// the beginning of a paragraph, and anywhere in a text that is not divided.
	Matter []string `yaml:"matter"`
	// Not are patterns of what has such words and tells of something else.
	Not []string `yaml:"not"`
}

// aspectSpeech is an aspect's entries made ready; a pattern is nil for none.
type aspectSpeech struct {
	names             []string
	said, matter, not *regex.Regex
}

func (k *aspectKind) load(fsys fs.FS) error {
	if err := loadWords(fsys, k.Words, &k.list); err != nil {
		return err
	}
	k.speech = map[string]*aspectSpeech{}
	var all []string // names
	joined := map[string]*aspectEntry{}
	for _, e := range k.list.Entries {
		to := joined[e.Role]
		if to == nil {
			to = &aspectEntry{}
			joined[e.Role] = to
		}
		to.Names, to.Said = append(to.Names, e.Names...), append(to.Said, e.Said...)
		to.Matter, to.Not = append(to.Matter, e.Matter...), append(to.Not, e.Not...)
		all = append(all, e.Names...)
	}
	var errs []error
	compile := func(patterns []string) *regex.Regex {
		whole := strings.Join(patterns, "|")
		for _, text := range patterns { // each as it was typed, so that an error shows nothing else
			if regex.Known(whole) {
				break
			}
			if _, err := regex.Compile(text); err != nil {
				errs = append(errs, fmt.Errorf("%s: %w", text, err))
			}
		}
		if len(patterns) == 0 || len(errs) > 0 {
			return nil
		}
		return regex.Must(whole)
	}
	for role, e := range joined {
		k.speech[role] = &aspectSpeech{names: e.Names, said: compile(e.Said), matter: compile(e.Matter), not: compile(e.Not)}
	}
	names := alternatives(all)
	joint := `(?:` + alternatives(k.list.After) + `)?(?:` + alternatives(k.list.Joints) + `)`
	k.listed = regex.Must(`(?:` + names + `)(?:` + joint + `(?:` + names + `))+`)
	k.item, k.when = compile([]string{k.list.Item}), compile([]string{k.list.When})
	return errors.Join(errs...)
}

// alternatives is a pattern for any of some words, the longest that stands.
func alternatives(words []string) string {
	quoted := make([]string, len(words))
	for i, w := range words {
		quoted[i] = regex.Quote(w)
	}
	slices.SortFunc(quoted, func(a, b string) int { return len(b) - len(a) })
	return strings.Join(quoted, "|")
}

func (k *aspectKind) check(p *pass) {
	for _, part := range p.report.Parts {
		if part.Text == nil || !part.Given || emptyPart(part) {
			continue
		}
		var text *spoken // made when an aspect has no section of its own
		var above *report.Section
		if part.Text.Lead != nil {
			above = &report.Section{Body: part.Text.Lead, Heading: report.Field{Text: part.Def.Text.Lead}}
		}
		for _, def := range part.Def.Text.Sections {
			if !def.HasRole(k.Role) {
				continue
			}
			s := part.Text.Section(def)
			if s != nil && !s.Body.Empty() {
				k.overflow(p, part, above, s)
				above = s
				continue
			}
			if s != nil && s.HeadingAlone() {
				continue // STR005
			}
			if text == nil {
				text = k.listen(part.Text)
			}
			if text.tells(k.of(def)) {
				continue
			}
			f := Finding{At: part.At, Pos: part.Pos, Args: message.Args{"aspect": def.Heading, "key": def.Key, "heading": p.report.NumberedPart(part)}}
			if s != nil {
				f.Form, f.At, f.Pos = "empty", s.At, s.Pos
			}
			p.add(f)
		}
	}
}

// overflow reports a section that says nothing of its aspect and stands right
// below a text that fills all its rows: that text was pasted and ran on.
func (k *aspectKind) overflow(p *pass, part *report.Part, above, s *report.Section) {
	if !p.runsOn(above, s) || k.listen(&report.TextPart{Sections: []*report.Section{s}}).tells(k.of(s.Def)) {
		return
	}
	first, last := s.Body.Paragraphs[0].Cell, above.Body.Paragraphs[len(above.Body.Paragraphs)-1].Cell
	p.add(Finding{Form: "overflow", At: s.At, Pos: first,
		Args: message.Args{"aspect": s.Def.Heading, "above": above.HeadingText(), "cell": first.Short("zh"), "last": last.Short("zh"),
			"key": s.Def.Key, "heading": p.report.NumberedPart(part)},
		Related: []report.Related{{At: above.Body.At, Pos: last}}})
}

// runsOn reports whether a text of a workbook ends in the row right above another.
func (p *pass) runsOn(above, below *report.Section) bool {
	if above == nil || below == nil || above.Body.Empty() || below.Body.Empty() {
		return false
	}
	last, first := above.Body.Paragraphs[len(above.Body.Paragraphs)-1].Cell, below.Body.Paragraphs[0].Cell
	sheet, _, ok := last.Cell()
	other, _, _ := first.Cell()
	return ok && sheet == other && first.Row() == last.Row()+1
}

// of returns by what a section is spoken of: the edition's words for it, and
// those of the list for its roles.
func (k *aspectKind) of(def *edition.Section) *aspectSpeech {
	speech := &aspectSpeech{names: slices.Concat([]string{def.Heading, def.Key}, def.Words)}
	for _, role := range def.Roles {
		if listed := k.speech[role]; listed != nil {
			speech.names = append(speech.names, listed.names...)
			speech.said, speech.matter, speech.not = listed.said, listed.matter, listed.not
		}
	}
	return speech
}

// spoken is what a text part says, by how much it shows that it says it.
type spoken struct {
	// headings stand alone or open a paragraph.
	headings []string
	// free is text that no heading gives to an aspect, told the sentences of a
	// text beside the sections of aspects, owned those within such sections.
	// Names that are only listed are cut out of all three.
	free, told, owned []string
	// openings are the first clauses of the paragraphs and items of told and
	// owned, starts those of the sentences of owned.
	openings, starts []string
}

// listen sorts what a part says. It is divided where some aspect has a section
// of its own with text: then the words of another aspect that occur in one tell
// little.
func (k *aspectKind) listen(t *report.TextPart) *spoken {
	divided := slices.ContainsFunc(t.Sections, func(s *report.Section) bool {
		return s.Def != nil && s.Def.HasRole(k.Role) && !s.Body.Empty()
	})
	out := &spoken{}
	for _, s := range t.Sections {
		if s.Heading.Given && !s.Body.Empty() {
			out.headings = append(out.headings, evenMarks.Replace(squeeze(s.Heading.Text)))
		}
		k.hear(out, s.Body, divided, s.Def != nil)
	}
	k.hear(out, t.Lead, divided, false)
	return out
}

// evenMarks makes marks full-width, so that patterns find the clauses of both.
var evenMarks = strings.NewReplacer(",", "，", ";", "；", ":", "：")

// hear adds a text to what was said.
func (k *aspectKind) hear(out *spoken, t *report.Text, divided, owned bool) {
	if t == nil {
		return
	}
	for i := range t.Paragraphs {
		text := evenMarks.Replace(squeeze(t.Paragraphs[i].Text))
		for n, s := range sentencesOf(text) {
			mark := k.mark(s)
			if n == 0 || mark != "" {
				if heading := typedHeading(s, mark); heading != "" {
					out.headings = append(out.headings, heading)
				}
			}
			said := k.listed.ReplaceAllString(s, "，")
			switch opening := k.opening(said); {
			case !divided:
				out.free = append(out.free, said)
			case n == 0 || mark != "":
				out.openings = append(out.openings, opening)
			case owned:
				out.starts = append(out.starts, opening)
			}
			if divided && owned {
				out.owned = append(out.owned, said)
			} else if divided {
				out.told = append(out.told, said)
			}
		}
	}
}

// mark is what an item begins with, "" for none: 1. but not the 1. of 1.5万条.
func (k *aspectKind) mark(text string) string {
	mark := k.item.FindString(text)
	if next, _ := utf8.DecodeRuneInString(text[len(mark):]); strings.HasSuffix(mark, ".") && han.IsDigit(next) {
		return ""
	}
	return mark
}

// sentencesOf cuts a text after each sentence and keeps its mark.
func sentencesOf(text string) []string {
	var all []string
	for text != "" {
		i := strings.IndexFunc(text, han.EndsSentence)
		if i < 0 {
			return append(all, text)
		}
		_, size := utf8.DecodeRuneInString(text[i:])
		all = append(all, text[:i+size])
		text = text[i+size:]
	}
	return all
}

// typedHeading is the heading that a paragraph or an item opens with after its
// mark, （二）依申请公开。 or 依申请公开：, or that it is, "" where it has none. One
// may have two halves: 加强平台建设，做好信息管理。
func typedHeading(text, mark string) string {
	const most = 30
	text = text[len(mark):]
	heading, after := text, ""
	if end := strings.IndexAny(text, "。：；"); end >= 0 {
		heading, after = text[:end], text[end:]
	}
	titled := strings.HasPrefix(after, "：")
	switch {
	case mark == "" && (!titled && after != "" || strings.Contains(heading, "，")):
		return ""
	case utf8.RuneCountInString(heading) <= most:
		return heading
	case mark == "":
		return ""
	}
	heading, _, _ = strings.Cut(heading, "，") // the paragraph goes on: （二）依申请公开，全年…
	if utf8.RuneCountInString(heading) > most {
		return ""
	}
	return heading
}

// opening is the clause that a sentence begins with, its mark and words of time
// left out.
func (k *aspectKind) opening(text string) string {
	text = text[len(k.mark(text)):]
	text = text[len(k.when.FindString(text)):]
	if end := strings.IndexAny(text, "。：，；"); end >= 0 {
		text = text[:end]
	}
	return text
}

// tells reports whether an aspect is spoken of.
func (s *spoken) tells(a *aspectSpeech) bool {
	of := func(said []string, judge func(string) bool) bool {
		return slices.ContainsFunc(said, func(text string) bool {
			if a.not != nil {
				text = a.not.ReplaceAllString(text, "，")
			}
			return judge(text)
		})
	}
	named := func(text string) bool { return containsAny(text, a.names) }
	said := func(text string) bool { return a.said != nil && a.said.MatchString(text) }
	deals := func(text string) bool { return named(text) || a.matter != nil && a.matter.MatchString(text) }
	return of(s.headings, deals) || of(s.openings, deals) || of(s.starts, named) ||
		of(s.told, func(text string) bool { return named(text) || said(text) }) || of(s.owned, said) ||
		of(s.free, func(text string) bool { return said(text) || deals(text) })
}
