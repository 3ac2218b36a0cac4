package lint

import (
	"io/fs"
	"slices"
	"strings"

	"nianbao/internal/han"
	"nianbao/internal/message"
)

// repeatKind finds words that were typed twice in a row.
type repeatKind struct {
	// Words names the word list.
	Words string `yaml:"words" validate:"required"`

	list     repeatList
	accept   map[string]bool
	compound map[string]bool
	nouns    map[string]bool
	single   map[rune]*repeatSingle
}

type repeatList struct {
	// Accept are words that may be doubled.
	Accept []string `yaml:"accept"`
	// Compound are words of which the first often belongs to what stands before
	// and the second to what follows (区政府|政府信息): they count only where one
	// of them cannot. Nouns are those that are no verbs, and Verbs words of which
	// one is the object.
	Compound []string `yaml:"compound"`
	Nouns    []string `yaml:"nouns"`
	Verbs    []string `yaml:"verbs"`
	// Slips tell compounds by what follows them, which nobody would name with
	// the second: 公开公开力度, not 公开公开目录.
	Slips []repeatSlip `yaml:"slips" validate:"dive"`
	// Suffixes are characters that make a word of their own with the second.
	Suffixes string `yaml:"suffixes"`
	// Ends are the characters after which nothing belongs to a word.
	Ends string `yaml:"ends" validate:"required"`
	// Counted may follow 一 in a doubled measure (一件一件).
	Counted string `yaml:"counted"`
	// Single are the characters that are no word when doubled.
	Single []*repeatSingle `yaml:"single" validate:"dive"`
}

type repeatSlip struct {
	Words []string `yaml:"words" validate:"required"`
	Tails []string `yaml:"tails" validate:"required"`
}

type repeatSingle struct {
	Char string `yaml:"char" validate:"required,len=1"`
	// Before and After are characters, and NotBefore texts, beside which the
	// two belong to different words.
	Before string `yaml:"before"`
	After  string `yaml:"after"`
}

// longest is the longest word that is looked for twice.
const longest = 10

func (k *repeatKind) load(fsys fs.FS) error {
	if err := loadWords(fsys, k.Words, &k.list); err != nil {
		return err
	}
	set := func(words []string) map[string]bool {
		m := map[string]bool{}
		for _, w := range words {
			m[w] = true
		}
		return m
	}
	k.accept, k.compound, k.nouns = set(k.list.Accept), set(k.list.Compound), set(k.list.Nouns)
	k.single = map[rune]*repeatSingle{}
	for _, s := range k.list.Single {
		k.single[[]rune(s.Char)[0]] = s
	}
	return nil
}

func (k *repeatKind) check(p *pass) {
	p.eachIn(zoneProse|zoneHeading|zoneTitle, func(q *passage) {
		for i := 0; i < len(q.runes); {
			n := k.repeated(q, i)
			if n == 0 {
				i++
				continue
			}
			f := Finding{At: q.at, Pos: q.pos(i, i+2*n), Args: message.Args{"text": q.string(i, i+2*n), "word": q.string(i, i+n)}}
			f.Fix = &Fix{Args: f.Args, Edits: []Edit{q.edit(i, i+2*n, q.string(i, i+n))}}
			p.add(f)
			i += 2 * n
		}
	})
}

// repeated returns the length of a word that stands twice from i on, 0 for none.
func (k *repeatKind) repeated(q *passage, i int) int {
	for n := min(longest, (len(q.runes)-i)/2); n >= 1; n-- {
		// The first character alone tells most places apart.
		if q.runes[i] != q.runes[i+n] || !slices.Equal(q.runes[i:i+n], q.runes[i+n:i+2*n]) {
			continue
		}
		if n == 1 {
			return k.one(q, i)
		}
		if k.word(q, i, n) {
			return n
		}
	}
	return 0
}

// one judges two equal characters.
func (k *repeatKind) one(q *passage, i int) int {
	s := k.single[q.runes[i]]
	if s == nil || in(s.Before, q.at0(i-1)) || in(s.After, q.at0(i+2)) || q.at0(i-1) == q.runes[i] || q.at0(i+2) == q.runes[i] {
		return 0
	}
	return 1
}

// word judges two equal words of n characters.
func (k *repeatKind) word(q *passage, i, n int) bool {
	word := q.runes[i : i+n]
	digits := false
	for _, r := range word {
		switch {
		case han.IsDigit(r):
			digits = true
		case !han.IsHan(r):
			return false
		}
	}
	if digits && (n < 4 || !han.IsDigit(word[0]) || han.IsDigit(word[n-1]) || han.IsDigit(q.at0(i-1))) {
		return false
	}
	if !slices.ContainsFunc(word, func(r rune) bool { return r != word[0] }) {
		return false // 层层层层
	}
	text := string(word)
	if k.accept[text] || word[0] == '一' && n == 2 && strings.ContainsRune(k.list.Counted, word[1]) {
		return false
	}
	// 一件一件, met at its second character.
	if q.at0(i-1) == '一' && word[n-1] == '一' {
		return false
	}
	after := q.at0(i + 2*n)
	switch {
	case in(k.list.Suffixes, after):
		return false
	case k.compound[text] && after != 0 && !strings.ContainsRune(k.list.Ends, after):
		before := q.string(max(i-2, 0), i)
		return slices.Contains(k.list.Verbs, before) || k.nouns[text] && clauseStart(q.runes, i) ||
			slices.ContainsFunc(k.list.Slips, func(s repeatSlip) bool {
				return slices.Contains(s.Words, text) && slices.ContainsFunc(s.Tails, func(t string) bool { return hasAt(q.runes, i+2*n, t) })
			})
	}
	return true
}
