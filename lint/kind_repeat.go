package lint

import (
	"io/fs"
	"slices"
	"strings"

	"nianbao/internal/han"
	"nianbao/internal/message"
	"nianbao/internal/report"
)

// repeatKind finds words that were typed twice in a row.
type repeatKind struct {
	// Words names the word list.
	Words string `yaml:"words" validate:"required"`

	list     repeatList
	accept   map[string]bool
	compound map[string]bool
	nouns    map[string]bool
	single   map[rune][]*repeatSingle
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
	// Counted asks for a number before them, Only for one of its characters, and
	// Closed for a mark or a particle behind them.
	Counted bool   `yaml:"counted"`
	Only    string `yaml:"only"`
	Closed  bool   `yaml:"closed"`
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
	k.single = map[rune][]*repeatSingle{}
	for _, s := range k.list.Single {
		r := []rune(s.Char)[0]
		k.single[r] = append(k.single[r], s)
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
		if q.zone&zoneProse != 0 {
			k.clauses(p, q)
		}
	})
}

const (
	// clauseLeast is the length of a clause that nobody says twice in a row,
	// clauseFar that of one nobody says twice in a sentence.
	clauseLeast, clauseFar = 5, 12
	// clausesMost is how many clauses together are looked for twice.
	clausesMost = 3
)

// clauses finds clauses that are said twice: one or a few right after themselves, and
// a long one twice in a sentence.
func (k *repeatKind) clauses(p *pass, q *passage) {
	all := clausesOf(q.runes)
	text := func(from, to int) string { return q.string(all[from].from, all[to-1].to) }
	for i := 1; i < len(all); i++ {
		for n := 1; n <= clausesMost && n <= i && i+n <= len(all); n++ {
			again := text(i, i+n)
			if all[i+n-1].to-all[i].from < clauseLeast || again != text(i-n, i) || !han.IsHan([]rune(again)[0]) {
				continue
			}
			k.clause(p, q, all[i-n].from, all[i-1].to, all[i].from, all[i+n-1].to)
			i += n - 1
			break
		}
		for j := i - 2; j >= 0 && !strings.ContainsFunc(q.string(all[j].to, all[i].from), han.EndsSentence); j-- {
			if all[i].to-all[i].from >= clauseFar && text(i, i+1) == text(j, j+1) && i-j <= 8 {
				k.clause(p, q, all[j].from, all[j].to, all[i].from, all[i].to)
				break
			}
		}
	}
}

// clause reports what stands from from to to as said before; the mark after the
// first goes with it.
func (k *repeatKind) clause(p *pass, q *passage, first, end, from, to int) {
	f := Finding{Form: "clause", At: q.at, Pos: q.pos(from, to), Args: message.Args{"word": q.string(from, to)}}
	f.Related = []report.Related{{At: q.at, Pos: q.pos(first, end)}}
	if end+1 == from {
		f.Fix = &Fix{Args: f.Args, Edits: []Edit{q.edit(first, from, "")}}
	}
	p.add(f)
}

// clausesOf are the stretches between marks, white space about them left out.
func clausesOf(runes []rune) []stretch {
	var all []stretch
	for from := 0; from < len(runes); {
		to := from
		for to < len(runes) && !in("，。；：！？,;!?", runes[to]) {
			to++
		}
		if to > from {
			all = append(all, stretch{from, to})
		}
		from = to + 1
	}
	return all
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
	before, after := q.at0(i-1), q.at0(i+2)
	if before == q.runes[i] || after == q.runes[i] {
		return 0
	}
	for _, s := range k.single[q.runes[i]] {
		switch {
		case in(s.Before, before), in(s.After, after),
			s.Counted && !han.IsDigit(before) && !han.IsNumeral(before) && before != '余',
			s.Only != "" && !in(s.Only, before),
			s.Closed && after != 0 && !in(k.list.Ends, after):
		default:
			return 1
		}
	}
	return 0
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
