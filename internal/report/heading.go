package report

import (
	"slices"
	"strings"
	"unicode/utf8"

	"nianbao/internal/han"
)

// The renderers number the headings of parts and sections. What an author typed
// of them is read here, once for those who judge, mend and print: a number in a
// heading, and a heading in a text.

// TypedForm tells what a TypedHeading is.
type TypedForm int

// The forms.
const (
	// Repeated is a heading that the page has right above or below it.
	Repeated TypedForm = iota
	// Numbered is the number alone: words of the author's own follow it.
	Numbered
	// Misplaced is the heading of another section or part, under which the text
	// that follows belongs.
	Misplaced
)

// TypedHeading is a heading that stands in a text, though the page has it or
// numbers it anyway. From (inclusive) to Until (exclusive), in characters of a
// paragraph counted from 0, is what the page leaves out: nothing of one that is
// Misplaced.
type TypedHeading struct {
	Form TypedForm
	// Part and Section are whose heading it is; Section is nil for a part's.
	Part        *Part
	Section     *Section
	Text        *Text
	Paragraph   int
	From, Until int
	// Number is the number as typed, "" for none; Words is what follows it of the
	// heading.
	Number, Words string
}

// PrintedHeading is the section's heading without a number that the author
// typed; "" where the author emptied it.
func (s *Section) PrintedHeading() string {
	_, words := han.Split(s.HeadingText())
	return words
}

// PrintedHeading is a part's heading without a number that the author typed.
func (r *Report) PrintedHeading(p *Part) string {
	if _, words := han.Split(r.HeadingText(p)); words != "" {
		return words
	}
	return p.Def.Heading
}

// Printed are the sections that the page shows, in its order, which numbers
// them: one without a text and without a heading of the author's own would be
// an empty heading.
func (t *TextPart) Printed() []*Section {
	var shown []*Section
	for _, s := range t.Sections {
		if s.hasText() || s.ownHeading() {
			shown = append(shown, s)
		}
	}
	return shown
}

// hasText reports whether anything but the section's own heading was typed.
func (s *Section) hasText() bool {
	if s.Body == nil {
		return false
	}
	names := s.names()
	said := slices.DeleteFunc(slices.Clone(s.Body.Paragraphs), func(p Paragraph) bool { return strings.TrimFunc(p.Text, han.IsSpace) == "" })
	if len(said) == 1 {
		h := readHeading(said[0].Text)
		return !h.whole(names)
	}
	return len(said) > 0
}

// ownHeading reports whether the author gave the section other words than the
// form's.
func (s *Section) ownHeading() bool {
	words := core(s.PrintedHeading())
	return s.Heading.Given && words != "" && (s.Def == nil || words != core(s.Def.Heading) && words != s.Def.Key)
}

// HeadingAlone reports whether the page shows the section's heading with nothing
// under it. One that is a sentence says what there is to say.
func (s *Section) HeadingAlone() bool {
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRightFunc(s.PrintedHeading(), han.IsSpace))
	return !s.hasText() && s.ownHeading() && !han.EndsSentence(last)
}

// headingTails may follow the words of a heading without making it another.
var headingTails = []string{"", "情况", "工作", "工作情况", "的情况", "有关情况", "相关情况", "方面"}

const (
	// headingEnds may stand between a heading and the text that it runs into.
	headingEnds = "。：:，,；;—"
	longHeading = 40
)

// core is a heading without white space and without a mark at its end.
func core(text string) string {
	text = strings.Map(func(r rune) rune {
		if han.IsSpace(r) {
			return -1
		}
		return r
	}, text)
	return strings.TrimRight(text, headingEnds+"、.")
}

// names are the wordings of a section's heading.
func (s *Section) names() []string {
	names := []string{core(s.PrintedHeading())}
	if d := s.Def; d != nil {
		names = append(append(names, core(d.Heading), d.Key), d.Words...)
	}
	return slices.DeleteFunc(names, func(n string) bool { return n == "" })
}

func (r *Report) partNames(p *Part) []string {
	names := []string{core(r.PrintedHeading(p)), core(p.Def.Heading), p.Def.Key}
	for _, a := range p.Def.Aliases {
		names = append(names, core(a))
	}
	return names
}

// typed is a paragraph that is looked at for a heading.
type typed struct {
	runes  []rune
	number han.Number // Style is None where there is none
}

func readHeading(text string) typed {
	h := typed{runes: []rune(text)}
	h.number, _ = han.TypedAt(h.runes, 0)
	return h
}

// whole reports whether the paragraph is one of the names and nothing else: to
// the letter where it has no number.
func (h typed) whole(names []string) bool {
	if len(h.runes)-h.number.End > longHeading {
		return false
	}
	words := core(string(h.runes[h.number.End:]))
	return named(words, names, h.number.Style != han.None)
}

func named(words string, names []string, tails bool) bool {
	return slices.ContainsFunc(names, func(n string) bool {
		rest, ok := strings.CutPrefix(words, n)
		return ok && (rest == "" || tails && slices.Contains(headingTails, rest))
	})
}

// runIn returns where a numbered heading ends that runs into its paragraph, 0
// for none.
func (h typed) runIn(names []string) int {
	if h.number.Style == han.None {
		return 0
	}
	for i := h.number.End; i < len(h.runes) && i-h.number.End <= longHeading; i++ {
		r := h.runes[i]
		if !strings.ContainsRune(headingEnds, r) && !han.IsSpace(r) {
			continue
		}
		if named(core(string(h.runes[h.number.End:i])), names, true) {
			for i < len(h.runes) && (strings.ContainsRune(headingEnds, h.runes[i]) || han.IsSpace(h.runes[i])) {
				i++
			}
			return i
		}
		if !han.IsSpace(r) {
			break
		}
	}
	return 0
}

// speaksOf reports whether the words behind the number, up to the first mark,
// have one of the names in them.
func (h typed) speaksOf(names []string) bool {
	words, _, _ := strings.Cut(string(h.runes[h.number.End:]), "。")
	return utf8.RuneCountInString(words) <= longHeading && slices.ContainsFunc(names, func(n string) bool { return strings.Contains(words, n) })
}

// heading is one that the page prints: a part's, or a section's with its number.
type heading struct {
	part    *Part
	section *Section
	number  int
	names   []string
}

// step is a heading, a text or a table (neither of both) in the order of reading.
type step struct {
	heading *heading
	text    *Text
	// sections are the headings of the part that the text is in, where the page
	// divides it.
	sections []*heading
	// part is the heading of the text's part.
	part *heading
	// alone is a section's heading where the text is nothing else; the page has
	// neither.
	alone *heading
}

func (r *Report) steps() (steps []step, parts []*heading) {
	var alone []step
	text := func(t *Text, sections []*heading, part *heading) {
		if t != nil && len(t.Paragraphs) > 0 {
			steps = append(steps, step{text: t, sections: sections, part: part})
		}
	}
	text(r.Preamble, nil, nil)
	for _, p := range r.Parts {
		h := &heading{part: p, number: p.Def.Number, names: r.partNames(p)}
		steps, parts = append(steps, step{heading: h}), append(parts, h)
		if p.Text == nil {
			steps = append(steps, step{})
			continue
		}
		shown := p.Text.Printed()
		var sections []*heading
		for i, s := range shown {
			sections = append(sections, &heading{part: p, section: s, number: i + 1, names: s.names()})
		}
		if len(shown) > 0 {
			sections = append(sections, absent(p, shown)...)
		}
		text(p.Text.Lead, sections, h)
		for _, section := range sections[:len(shown)] {
			steps = append(steps, step{heading: section})
			text(section.section.Body, sections, h)
		}
		for _, s := range p.Text.Sections {
			if !slices.Contains(shown, s) && s.Body != nil && len(s.Body.Paragraphs) > 0 {
				alone = append(alone, step{text: s.Body, alone: &heading{part: p, section: s, names: s.names()}})
			}
		}
	}
	return append(steps, alone...), parts
}

// absent are the headings of the form's sections that the page does not have.
func absent(p *Part, shown []*Section) (headings []*heading) {
	for _, d := range p.Def.Text.Sections {
		if !slices.ContainsFunc(shown, func(s *Section) bool { return s.Def == d }) {
			s := &Section{Def: d}
			headings = append(headings, &heading{part: p, section: s, names: s.names()})
		}
	}
	return headings
}

// TypedHeadings finds the headings that were typed into texts, in the order of
// reading. A list within a text is none of them, nor is the heading of a section
// in a text that the page does not divide.
func (r *Report) TypedHeadings() []TypedHeading {
	steps, parts := r.steps()
	var found []TypedHeading
	for i, at := range steps {
		if at.text == nil {
			continue
		}
		f := textHeadings{text: at.text}
		if at.alone != nil {
			f.whole(at.alone)
			found = append(found, f.found...)
			continue
		}
		for k := i - 1; k >= 0 && steps[k].heading != nil; k-- {
			f.above = slices.Insert(f.above, 0, steps[k].heading)
		}
		if at.part != nil && !slices.Contains(f.above, at.part) {
			f.above, f.far = slices.Insert(f.above, 0, at.part), at.part
		}
		for k := i + 1; k < len(steps) && steps[k].heading != nil; k++ {
			f.below = append(f.below, steps[k].heading)
		}
		f.find()
		f.misplaced(at.sections, parts)
		slices.SortStableFunc(f.found, func(a, b TypedHeading) int { return a.Paragraph - b.Paragraph })
		found = append(found, f.found...)
	}
	return found
}

// Unsplit finds the headings of a part's sections in its first text while those
// sections are there and empty: somebody put the whole part where its opening
// belongs. It is nil where the text has the heading of one alone.
func (r *Report) Unsplit(p *Part) (found []TypedHeading) {
	if p.Text == nil || p.Text.Lead.Empty() || len(p.Text.Sections) == 0 || len(p.Text.Printed()) > 0 {
		return nil
	}
	last := 0
	for i := range p.Text.Lead.Paragraphs {
		h := readHeading(p.Text.Lead.Paragraphs[i].Text)
		if !h.number.Style.Formal() || h.number.Value != last+1 {
			continue
		}
		for _, s := range p.Text.Sections {
			until := len(h.runes)
			if names := s.names(); !h.whole(names) {
				until = h.runIn(names)
			}
			if s.Def != nil && until > 0 {
				last++
				found = append(found, TypedHeading{Form: Misplaced, Part: p, Section: s, Text: p.Text.Lead, Paragraph: i, Until: until,
					Number: strings.TrimFunc(string(h.runes[h.number.Begin:h.number.End]), han.IsSpace), Words: core(string(h.runes[h.number.End:until]))})
				break
			}
		}
	}
	if len(found) < 2 {
		return nil
	}
	return found
}

// textHeadings finds the headings that were typed into one text.
type textHeadings struct {
	text *Text
	// above and below are the headings that the page has next to the text.
	above, below []*heading
	// far is one above that other text stands under first.
	far         *heading
	first, last int // the paragraphs from first to before last are no headings yet
	found       []TypedHeading
}

func (f *textHeadings) read(paragraph int) typed {
	return readHeading(f.text.Paragraphs[paragraph].Text)
}

func (f *textHeadings) add(form TypedForm, h *heading, paragraph, until int, t typed) {
	number := strings.TrimFunc(string(t.runes[t.number.Begin:t.number.End]), han.IsSpace)
	words := string(t.runes[t.number.End:until])
	if form == Numbered {
		words, _, _ = strings.Cut(string(t.runes[t.number.End:]), "。")
	}
	out := TypedHeading{Form: form, Part: h.part, Section: h.section, Text: f.text, Paragraph: paragraph, Until: until,
		Number: number, Words: core(words)}
	if form == Misplaced {
		out.Until = 0
	}
	f.found = append(f.found, out)
}

// whole takes the text for a heading and nothing else.
func (f *textHeadings) whole(h *heading) {
	for i := range f.text.Paragraphs {
		if t := f.read(i); t.whole(h.names) {
			f.add(Repeated, h, i, len(t.runes), t)
		}
	}
}

// find looks at the text's beginning and end.
func (f *textHeadings) find() {
	f.last = len(f.text.Paragraphs)
	begun := false
	for i, h := range f.above {
		if begun || f.first == f.last {
			break
		}
		switch {
		case f.repeats(h):
			// A heading that runs into its paragraph begins the text.
			begun = f.found[len(f.found)-1].Until < len(f.read(f.first).runes)
			f.first++
		case i == len(f.above)-1:
			f.numbered(h)
		}
	}
	for _, h := range slices.Backward(f.below) {
		if f.last == f.first {
			return
		}
		if t := f.read(f.last - 1); t.whole(h.names) {
			f.last--
			f.add(Repeated, h, f.last, len(t.runes), t)
		}
	}
}

// repeats looks for a heading at the text's beginning. A number that items have
// as well (1. 第一) makes a heading only where no second item follows.
func (f *textHeadings) repeats(h *heading) bool {
	t := f.read(f.first)
	until := len(t.runes)
	if !t.whole(h.names) {
		until = t.runIn(h.names)
	}
	if until == 0 || h == f.far && t.number.Style == han.None || t.number.Style != han.None && !t.number.Style.Formal() && f.goesOn(t) {
		return false
	}
	f.add(Repeated, h, f.first, until, t)
	return true
}

// numbered looks for the number of a section before words of the author's own,
// which no second one follows.
func (f *textHeadings) numbered(h *heading) {
	t := f.read(f.first)
	if h.section == nil || !t.number.Style.Formal() || t.number.Value != h.number && !t.speaksOf(h.names) || f.goesOn(t) {
		return
	}
	f.add(Numbered, h, f.first, t.number.End, t)
	f.first++
}

// goesOn reports whether the number that the first paragraph begins with is
// followed by the next one of its kind.
func (f *textHeadings) goesOn(t typed) bool {
	for i, p := range f.text.Paragraphs[f.first:] {
		runes, from := []rune(p.Text), 0
		if i == 0 {
			from = t.number.End
		}
		for k := from; k < len(runes); k++ {
			if k > 0 && !strings.ContainsRune("。；：;:！？", runes[k-1]) && !han.IsSpace(runes[k-1]) {
				continue
			}
			if n, ok := han.TypedAt(runes, k); ok && sameStyle(n.Style, t.number.Style) && n.Value == t.number.Value+1 {
				return true
			}
		}
	}
	return false
}

func sameStyle(a, b han.Style) bool {
	plain := func(s han.Style) han.Style {
		if s == han.DigitComma {
			return han.Digit
		}
		return s
	}
	return plain(a) == plain(b)
}

// misplaced looks for the headings of other sections, and of other parts on a
// line of their own, among the paragraphs that are left.
func (f *textHeadings) misplaced(sections, parts []*heading) {
	for i := f.first; i < f.last; i++ {
		t := f.read(i)
		if !t.number.Style.Formal() {
			continue
		}
		for _, h := range slices.Concat(sections, parts) {
			until := 0
			if t.whole(h.names) {
				until = len(t.runes)
			} else if h.section != nil {
				until = t.runIn(h.names)
			}
			if until > 0 && !slices.Contains(f.above, h) {
				f.add(Misplaced, h, i, until, t)
				break
			}
		}
	}
}
