package lint

import (
	"fmt"
	"io/fs"

	"slices"
	"strings"
	"unicode/utf8"

	"nianbao/internal/message"
	"nianbao/internal/regex"
)

// wordKind finds words of a list and says what to write instead.
type wordKind struct {
	// Words names the word list.
	Words string `yaml:"words" validate:"required"`

	list wordList
	// first holds the entries by their first character, the longest first.
	first map[rune][]*wordEntry
}

type wordList struct {
	Entries []*wordEntry `yaml:"entries" validate:"required,dive"`
}

// wordEntry is a wrong word.
type wordEntry struct {
	Wrong string `yaml:"wrong" validate:"required"`
	Right string `yaml:"right" validate:"required"`
	// After and Before are patterns that the text right after or right before
	// the word has to match.
	After  string `yaml:"after"`
	Before string `yaml:"before"`
	// NotAfter and NotBefore are texts beside which the word is right.
	NotAfter  []string `yaml:"not_after"`
	NotBefore []string `yaml:"not_before"`
	// Unless are words that make it right anywhere in the same sentence.
	Unless []string `yaml:"unless"`
	// Names lets it be judged between 书名号 too.
	Names bool `yaml:"names"`
	// Form chooses among the rule's messages.
	Form string `yaml:"form"`
	// Part says that what is wrong goes on beyond the word, which a change of it alone
	// would not mend.
	Part bool `yaml:"part"`

	runes         []rune
	after, before *regex.Regex
}

// around is how many characters beside a word its patterns may look at.
const around = 24

func (k *wordKind) load(fsys fs.FS) error {
	if err := loadWords(fsys, k.Words, &k.list); err != nil {
		return err
	}
	return k.index()
}

// index makes the entries ready.
func (k *wordKind) index() (err error) {
	k.first = map[rune][]*wordEntry{}
	for _, e := range k.list.Entries {
		e.runes = []rune(e.Wrong)
		if e.after, err = beside(`^(?:`, e.After, `)`); err == nil {
			e.before, err = beside(`(?:`, e.Before, `)$`)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", e.Wrong, err)
		}
		k.first[e.runes[0]] = append(k.first[e.runes[0]], e)
	}
	for _, entries := range k.first {
		slices.SortStableFunc(entries, func(a, b *wordEntry) int { return len(b.runes) - len(a.runes) })
	}
	return nil
}

// beside compiles a pattern for the text beside a word, nil for none. It is
// tried as it was typed first, so that an error shows nothing else.
func beside(before, pattern, after string) (*regex.Regex, error) {
	if pattern == "" {
		return nil, nil
	}
	whole := before + pattern + after
	if !regex.Known(whole) {
		if _, err := regex.Compile(pattern); err != nil {
			return nil, err
		}
	}
	return regex.Compile(whole)
}

func (k *wordKind) check(p *pass) {
	p.eachIn(zoneProse|zoneHeading, func(q *passage) {
		k.each(q, func(e *wordEntry, from, to int) {
			f := Finding{Form: e.Form, At: q.at, Pos: q.pos(from, to), Args: message.Args{"text": e.Wrong, "right": e.Right}}
			if !e.Part {
				f.Fix = &Fix{Args: f.Args, Edits: []Edit{q.edit(from, to, e.Right)}}
			}
			p.add(f)
		})
	})
}

// each calls visit with every wrong word of a passage.
func (k *wordKind) each(q *passage, visit func(e *wordEntry, from, to int)) {
	for i := 0; i < len(q.runes); i++ {
		for _, e := range k.first[q.runes[i]] {
			end := i + len(e.runes)
			if end > len(q.runes) || !slices.Equal(q.runes[i:end], e.runes) || !e.applies(q, i, end) {
				continue
			}
			visit(e, i, end)
			i = end - 1
			break
		}
	}
}

// applies reports whether an entry that stands from from to to is wrong there.
func (e *wordEntry) applies(q *passage, from, to int) bool {
	if q.titled()[from] && !e.Names {
		return false
	}
	after := string(q.runes[to:min(to+around, len(q.runes))])
	before := string(q.runes[max(from-around, 0):from])
	if e.after != nil && !e.after.MatchString(after) || e.before != nil && !e.before.MatchString(before) {
		return false
	}
	if hasPrefixAny(after, e.NotBefore) || slices.ContainsFunc(e.NotAfter, func(w string) bool { return strings.HasSuffix(before, w) }) {
		return false
	}
	if len(e.Unless) > 0 {
		a, b := sentence(q.runes, from)
		return !containsAny(q.string(a, b), e.Unless)
	}
	return true
}

// phraseKind finds set phrases that are garbled.
type phraseKind struct {
	// Words names the word list.
	Words string `yaml:"words" validate:"required"`

	list  phraseList
	near  *fuzzy
	terms *termFinder
}

type phraseList struct {
	Phrases []string `yaml:"phrases" validate:"required,dive,min=6"`
	// Soft are characters that a phrase may have or lack, Accept other wordings
	// that are in order.
	Soft   string   `yaml:"soft"`
	Accept []string `yaml:"accept"`
	// Quoted are shorter ones, which are judged only between quotation marks
	// and after one of some words.
	Quoted []quotedPhrase `yaml:"quoted" validate:"dive"`
	// Short are others of four and five characters, in which only a character that
	// sounds or looks alike, one left out, doubled or exchanged is a slip.
	Short []string `yaml:"short" validate:"required"`
	// Patterns are garbled forms, the first group of each, with what is right; where
	// that is not certain it has … and is no fix.
	Patterns []*phrasePattern `yaml:"patterns" validate:"dive"`
	// Wrong are garbled forms that no likeness would tell.
	Wrong []struct {
		Wrong string `yaml:"wrong" validate:"required"`
		Right string `yaml:"right" validate:"required"`
	} `yaml:"wrong" validate:"dive"`
}

type phrasePattern struct {
	Pattern string `yaml:"pattern" validate:"required"`
	Right   string `yaml:"right" validate:"required"`
	re      *regex.Regex
}

type quotedPhrase struct {
	Phrase string   `yaml:"phrase" validate:"required"`
	After  []string `yaml:"after" validate:"required,dive,required"`
}

func (k *phraseKind) load(fsys fs.FS) error {
	if err := loadWords(fsys, k.Words, &k.list); err != nil {
		return err
	}
	k.near = newFuzzy(k.list.Phrases, k.list.Soft, k.list.Accept)
	like, err := loadAlike(fsys)
	if err != nil {
		return err
	}
	k.terms = newTerms(slices.Concat(k.list.Phrases, k.list.Short), like, k.list.Soft, k.list.Accept)
	for _, w := range k.list.Patterns {
		if w.re, err = regex.Compile(w.Pattern); err != nil {
			return fmt.Errorf("%s: %w", w.Pattern, err)
		}
		if w.re.NumSubexp() == 0 {
			return fmt.Errorf("%s: a group is needed", w.Pattern)
		}
	}
	return nil
}

func (k *phraseKind) check(p *pass) {
	p.eachIn(zoneProse|zoneHeading|zoneTitle, func(q *passage) {
		var told []stretch
		found := func(from, to int, right string) {
			if slices.ContainsFunc(told, func(s stretch) bool { return s.from < to && from < s.to }) {
				return
			}
			told = append(told, stretch{from, to})
			k.found(p, q, from, to, right)
		}
		for _, hit := range k.near.find(q.words()) {
			if hit.slips > 0 {
				found(hit.from, hit.to, k.near.phrases[hit.phrase].text)
			}
		}
		for _, hit := range k.terms.find(q.runes) {
			if hit.slip != slipNone && k.terms.stands(q, hit) {
				found(hit.from, hit.to, string(k.terms.all[hit.term]))
			}
		}
		if strings.Contains(q.text, "“") {
			k.quoted(q, found)
		}
		for _, w := range k.list.Patterns {
			for _, m := range w.re.FindAllStringSubmatchIndex(q.text, -1) {
				from := q.runeIndex(m[2])
				found(from, from+utf8.RuneCountInString(q.text[m[2]:m[3]]), string(w.re.ExpandString(nil, w.Right, q.text, m)))
			}
		}
		for _, w := range k.list.Wrong {
			for offset := 0; ; {
				i := strings.Index(q.text[offset:], w.Wrong)
				if i < 0 {
					break
				}
				from := q.runeIndex(offset + i)
				found(from, from+utf8.RuneCountInString(w.Wrong), w.Right)
				offset += i + len(w.Wrong)
			}
		}
	})
}

// quoted finds the shorter phrases with a slip.
func (k *phraseKind) quoted(q *passage, found func(from, to int, right string)) {
	for i := 0; i < len(q.runes); i++ {
		if q.runes[i] != '“' {
			continue
		}
		clause := i
		for clause > 0 && !strings.ContainsRune("，、。；：“”", q.runes[clause-1]) {
			clause--
		}
		before := q.string(clause, i)
		for _, s := range k.list.Quoted {
			phrase := []rune(s.Phrase)
			end := i + 1 + len(phrase)
			if q.at0(end) == '”' && oneSlip(q.runes[i+1:end], phrase) && containsAny(before, s.After) {
				found(i+1, end, s.Phrase)
			}
		}
	}
}

// oneSlip reports whether two texts of one length differ in one character; the
// first, which is a number, only where 二 stands for 两.
func oneSlip(text, phrase []rune) bool {
	n := 0
	for i, r := range phrase {
		if text[i] != r {
			n++
		}
	}
	return n == 1 && (text[0] == phrase[0] || text[0] == '二' && phrase[0] == '两')
}

func (k *phraseKind) found(p *pass, q *passage, from, to int, right string) {
	f := Finding{At: q.at, Pos: q.pos(from, to), Args: message.Args{"text": q.string(from, to), "right": right}}
	if !strings.Contains(right, "…") {
		f.Fix = &Fix{Args: f.Args, Edits: []Edit{q.edit(from, to, right)}}
	}
	p.add(f)
}
