package lint

import (
	"io/fs"
	"slices"
	"strings"

	"nianbao/internal/han"
	"nianbao/internal/message"
	"nianbao/internal/report"
)

// twiceKind finds text that stands twice in one report: a paragraph, one text under
// two aspects, problems pasted into improvements.
type twiceKind struct {
	// Words names the word list of sentences that may well stand twice.
	Words string `yaml:"words" validate:"required"`
	// Least is how many characters, marks left out, make a copy.
	Least int `yaml:"least" validate:"required,min=8,max=64"`

	standing copyKind
}

func (k *twiceKind) load(fsys fs.FS) error {
	k.standing.Words = k.Words
	return k.standing.load(fsys)
}

// spot is where a run of characters begins: in a passage, counted in its words.
type spot struct{ passage, word int }

func (k *twiceKind) check(p *pass) {
	var passages []*passage
	var texts []words
	first := map[uint64]spot{}
	p.eachIn(zoneBody, func(q *passage) {
		n := len(passages)
		own := k.words(q)
		passages, texts = append(passages, q), append(texts, own)
		covered, told := 0, map[int]bool{}
		shingles(own.runes, k.Least, func(i int, hash uint64) {
			at, seen := first[hash]
			if !seen {
				first[hash] = spot{n, i}
				return
			}
			from := texts[at.passage].runes
			if i < covered || told[at.passage] || at.passage == n && at.word+k.Least > i ||
				!slices.Equal(from[at.word:at.word+k.Least], own.runes[i:i+k.Least]) || slices.Contains(own.runes[i:i+k.Least], 0) {
				return
			}
			length := k.Least
			for i+length < len(own.runes) && at.word+length < len(from) && own.runes[i+length] == from[at.word+length] && own.runes[i+length] != 0 &&
				(at.passage != n || at.word+length < i) {
				length++
			}
			covered, told[at.passage] = i+length, true
			k.found(p, q, own, i, passages[at.passage], texts[at.passage], at.word, length)
		})
	})
}

// words are those of a passage; 0 stands for what may be said twice, names and
// sentences that law and form give.
func (k *twiceKind) words(q *passage) words {
	w := words{}
	titled := q.titled()
	for s := range sentences(q.runes) {
		stands := k.standing.stands(q.runes[s.from:s.to])
		for i := s.from; i < s.to; i++ {
			r := q.runes[i]
			switch {
			case stands || titled[i]:
				r = 0
			case !han.IsHan(r) && !han.IsDigit(r) && !isLatin(r):
				continue
			}
			if r == 0 && len(w.runes) > 0 && w.runes[len(w.runes)-1] == 0 {
				continue
			}
			w.runes, w.index = append(w.runes, r), append(w.index, i)
		}
	}
	return w
}

func (k *twiceKind) found(p *pass, q *passage, own words, i int, of *passage, theirs words, j, length int) {
	from, to := own.index[i], own.index[i+length-1]+1
	there := of.pos(theirs.index[j], theirs.index[j+length-1]+1)
	f := Finding{At: q.at, Pos: q.pos(from, to), Args: message.Args{"text": clipped(q.string(from, to)), "count": itoa(length)}}
	f.Related = []report.Related{{At: of.at, Pos: there}}
	if of.at != q.at {
		f.Form, f.Args["other"] = "elsewhere", strings.ReplaceAll(of.at, ".", "·")
	}
	p.add(f)
}

// clipped is a text for a message, the middle of a long one left out.
func clipped(text string) string {
	const most, head, tail = 40, 24, 10
	runes := []rune(text)
	if len(runes) <= most {
		return text
	}
	return string(runes[:head]) + "……" + string(runes[len(runes)-tail:])
}
