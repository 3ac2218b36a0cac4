package lint

import (
	"fmt"

	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"nianbao/internal/han"
	"nianbao/internal/message"
	"nianbao/internal/regex"
	"nianbao/internal/report"
)

// mentionKind asks that certain things be said. Where In names a role, one of
// the patterns of every topic has to occur in the parts with that role; else
// anywhere in the report.
type mentionKind struct {
	In string `yaml:"in"`
	// Asks limits the rule to editions whose part asks for this.
	Asks string `yaml:"asks"`
	// Government limits the rule to reports of governments.
	Government bool `yaml:"government"`
	// Ignore is cut out before the text is searched.
	Ignore []string  `yaml:"ignore"`
	Topics []mention `yaml:"topics" validate:"required,dive"`

	topics []*regex.Regex
}

type mention struct {
	Name    string `yaml:"name" validate:"required"`
	Pattern string `yaml:"pattern" validate:"required"`
}

func (k *mentionKind) prepare() error {
	for _, t := range k.Topics {
		re, err := regex.Compile(t.Pattern)
		if err != nil {
			return err
		}
		k.topics = append(k.topics, re)
	}
	return nil
}

func (k *mentionKind) check(p *pass) {
	if k.Government {
		a := p.report.Edition.Agency(p.report.Agency.Type.Text)
		if a == nil || !a.Government {
			return
		}
	}
	part := p.report.PartByRole(k.In)
	if part == nil || part.Text == nil || !part.Given || emptyPart(part) {
		return
	}
	if k.Asks != "" && !slices.Contains(part.Def.Text.Asks, k.Asks) {
		return
	}
	text := textOf(part.Text)
	if k.Asks == "" {
		// What no part is asked for may be said in any of them.
		var all strings.Builder
		for _, t := range p.report.Texts() {
			for _, para := range t.Paragraphs {
				all.WriteString(para.Text + "\n")
			}
		}
		text = all.String()
	}
	for _, phrase := range k.Ignore {
		text = strings.ReplaceAll(text, phrase, "")
	}
	text = squeeze(text)
	var lacking []string
	for i, re := range k.topics {
		if !re.MatchString(text) {
			lacking = append(lacking, k.Topics[i].Name)
		}
	}
	if len(lacking) > 0 {
		p.add(Finding{At: part.At, Pos: part.Pos, Args: message.Args{
			"heading": p.report.NumberedPart(part), "lacking": lacking}})
	}
}

// patternKind finds stretches of text that a list of patterns describes, each
// under a form of the rule's messages. The first group of a pattern, where it
// has one, is the stretch to show.
type patternKind struct {
	// Where limits the search: "" for everything that is printed and what an
	// import could not place, "parts" for the paragraphs of the six parts.
	Where    string    `yaml:"where" validate:"omitempty,oneof=parts"`
	Patterns []pattern `yaml:"patterns" validate:"required,dive"`
	// Except are patterns of stretches within which nothing is found.
	Except []string `yaml:"except"`

	except []*regex.Regex
}

type pattern struct {
	Form    string `yaml:"form"`
	Pattern string `yaml:"pattern" validate:"required"`
	re      *regex.Regex
}

func (k *patternKind) prepare() (err error) {
	for i := range k.Patterns {
		if k.Patterns[i].re, err = regex.Compile(k.Patterns[i].Pattern); err != nil {
			return fmt.Errorf("%s: %w", k.Patterns[i].Pattern, err)
		}
	}
	for _, e := range k.Except {
		re, err := regex.Compile(e)
		if err != nil {
			return fmt.Errorf("%s: %w", e, err)
		}
		k.except = append(k.except, re)
	}
	return nil
}

func (k *patternKind) check(p *pass) {
	if k.Where == "parts" {
		for _, t := range p.report.Texts() {
			if t == p.report.Preamble {
				continue
			}
			for i := range t.Paragraphs {
				para := &t.Paragraphs[i]
				k.search(p, para.Text, t.At, para.Locate)
			}
		}
		return
	}
	p.eachPassage(func(text, at string, locate func(from, to int) report.Place) { k.search(p, text, at, locate) })
}

func (k *patternKind) search(p *pass, text, at string, locate func(from, to int) report.Place) {
	var except []bool
	for i := range k.Patterns {
		pat := &k.Patterns[i]
		for _, m := range pat.re.FindAllStringSubmatchIndex(text, -1) {
			from, to := m[0], m[1]
			if len(m) > 3 && m[2] >= 0 {
				from, to = m[2], m[3]
			}
			if except == nil {
				except = k.excepted(text)
			}
			if except[from] && except[to-1] {
				continue
			}
			a := utf8.RuneCountInString(text[:from])
			b := a + utf8.RuneCountInString(text[from:to])
			p.add(Finding{Form: pat.Form, At: at, Pos: locate(a, b), Args: message.Args{"text": text[from:to]}})
		}
	}
}

// excepted marks the bytes of a text within which nothing is found.
func (k *patternKind) excepted(text string) []bool {
	mask := make([]bool, len(text))
	for _, re := range k.except {
		for _, m := range re.FindAllStringIndex(text, -1) {
			for i := m[0]; i < m[1]; i++ {
				mask[i] = true
			}
		}
	}
	return mask
}

// eachPassage calls visit with every passage that a reader of the report would
// see, and what an import could not place. locate gives the place of a stretch
// of it, in runes.
func (p *pass) eachPassage(visit func(text, at string, locate func(from, to int) report.Place)) {
	p.eachIn(zonePrinted|zoneUnplaced, func(q *passage) { visit(q.text, q.at, q.locate) })
}

// glyphKind finds characters that the renderer cannot draw, each once, with
// every place where it stands.
type glyphKind struct{}

// undecided is always so: which characters can be drawn hangs on the fonts.
func (*glyphKind) undecided(*pass) bool { return true }

func (k *glyphKind) check(p *pass) {
	first := map[rune]int{}
	from := len(p.findings)
	look := func(text, at string, locate func(from, to int) report.Place) {
		runes := []rune(text)
		for i, r := range runes {
			if !p.options.CanDraw(r) {
				k.found(p, first, runes, i, at, locate(i, i+1))
			}
		}
	}
	p.eachPassage(look)
	if f := p.report.Agency.Name; !p.report.Title.Given {
		look(f.Text, f.At, f.Locate)
	}
	for _, part := range p.report.Parts {
		if part.Table == nil {
			continue
		}
		for _, ref := range part.Table.Refs() {
			c := part.Table.Cell(ref)
			pos := part.Table.Pos(ref)
			look(withoutHidden(c), part.Table.At(ref), func(int, int) report.Place { return pos })
		}
	}
	for i := range p.findings[from:] {
		f := &p.findings[from+i]
		f.Args["count"] = itoa(1 + len(f.Related))
	}
}

// withoutHidden is what a cell holds without the characters that are told by
// themselves: they have to be deleted, whatever the font.
func withoutHidden(c *report.Cell) string {
	text := c.Raw
	for _, h := range c.Hidden {
		text = strings.ReplaceAll(text, h.Char, "")
	}
	return text
}

func (k *glyphKind) found(p *pass, first map[rune]int, runes []rune, i int, at string, pos report.Place) {
	r := runes[i]
	if i, seen := first[r]; seen {
		p.findings[i].Related = append(p.findings[i].Related, report.Related{At: at, Pos: pos})
		return
	}
	first[r] = len(p.findings)
	f := Finding{At: at, Pos: pos, Args: message.Args{"char": string(r), "code": fmt.Sprintf("U+%04X", r)}}
	if word, plain := k.plain(p, runes, i); plain != "" {
		f.Form, f.Args["word"], f.Args["plain"] = "plain", word, plain
	}
	p.add(f)
}

// plain returns the word about a character that is a common one set small, high
// or in a square (CO₂, ㎡), and how that is written in common ones (CO2, m2), ""
// where that would be no word (①) or another number (10²).
func (k *glyphKind) plain(p *pass, runes []rune, i int) (word, plain string) {
	const most = 12 // characters of a word to either side
	common := func(r rune) string {
		if s := norm.NFKC.String(string(r)); !p.options.CanDraw(r) && s != string(r) {
			return s
		}
		return ""
	}
	part := func(j int) bool {
		return j >= 0 && j < len(runes) && (isLatin(runes[j]) || han.IsDigit(runes[j]) || common(runes[j]) != "")
	}
	from, to := i, i+1
	for part(from-1) && i-from < most {
		from--
	}
	for part(to) && to-i < most {
		to++
	}
	for from < i && han.IsDigit(runes[from]) { // 200 of 200m²
		from++
	}
	for j := from; j < to; j++ {
		s := common(runes[j])
		if s == "" {
			s = string(runes[j])
		} else if j > 0 && han.IsDigit(runes[j-1]) && han.IsDigit([]rune(s)[0]) {
			return "", ""
		}
		plain += s
	}
	drawn := func(r rune) bool { return p.options.CanDraw(r) && (han.IsDigit(r) || unicode.IsLetter(r)) }
	if strings.ContainsFunc(plain, func(r rune) bool { return !drawn(r) }) || !strings.ContainsFunc(plain, unicode.IsLetter) {
		return "", ""
	}
	return string(runes[from:to]), plain
}
