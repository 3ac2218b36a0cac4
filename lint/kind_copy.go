package lint

import (
	"cmp"
	"fmt"
	"io/fs"
	"maps"

	"slices"

	"nianbao/internal/han"
	"nianbao/internal/message"
	"nianbao/internal/regex"
	"nianbao/internal/report"
)

// copyKind finds text that was taken over from last year's report. It compares
// runs of characters (shingles) wherever they stood last year, so that moved
// and joined paragraphs count. Years are compared by what they are to the
// report, so that 2024 in the place of 2023 changes nothing; a sentence with a
// new figure is new.
type copyKind struct {
	// Words names the word list of sentences that are the same every year.
	Words string `yaml:"words" validate:"required"`
	// Shingle is the length of a run, in characters.
	Shingle int `yaml:"shingle" validate:"required,min=4,max=64"`
	// Part, and Strict for parts with a role, say when a part is reported as a
	// whole, Paragraph when a paragraph of another part is.
	Part      copyLimit   `yaml:"part"`
	Paragraph copyLimit   `yaml:"paragraph"`
	Strict    []copyLimit `yaml:"strict" validate:"dive"`
	// Run is how many characters in a row are reported in a paragraph that is
	// new otherwise.
	Run int `yaml:"run" validate:"required,min=20"`
	// Sparse is to how many characters a sentence has at most one figure that, with
	// all its figures new, is still last year's text.
	Sparse int `yaml:"sparse" validate:"required,min=5"`

	standing []*standing
}

// copyLimit is a least number of characters and a least share of them that is
// repeated.
type copyLimit struct {
	Role    string `yaml:"role"`
	Least   int    `yaml:"least" validate:"required"`
	Percent int    `yaml:"percent" validate:"required,max=100"`
	// Section says when one section of a part is reported that has several, nil
	// for never.
	Section *copyLimit `yaml:"section"`
}

func (l copyLimit) reached(c copyCount) bool {
	return c.total >= l.Least && c.repeated*100 >= c.total*l.Percent
}

// copyCount counts characters, those of repeated standing sentences left out.
type copyCount struct{ total, repeated int }

func (c *copyCount) add(d copyCount) {
	c.total += d.total
	c.repeated += d.repeated
}

func (c copyCount) percent() int { return c.repeated * 100 / c.total }

func (k *copyKind) load(fsys fs.FS) error {
	var list struct {
		Sentences []*standing `yaml:"sentences" validate:"required,dive"`
	}
	if err := loadWords(fsys, k.Words, &list); err != nil {
		return err
	}
	k.standing = list.Sentences
	for _, s := range k.standing {
		var err error
		if s.re, err = regex.Compile(s.Pattern); err != nil {
			return fmt.Errorf("%s: %w", k.Words, err)
		}
	}
	return nil
}

// standing tells sentences that are the same every year: they have one of the
// words and match the pattern, where there is one.
type standing struct {
	Words   []string `yaml:"words" validate:"required"`
	Pattern string   `yaml:"pattern"`
	re      *regex.Regex
}

func (k *copyKind) undecided(p *pass) bool { return p.previous == nil }

func (k *copyKind) check(p *pass) {
	if p.previous == nil {
		return
	}
	last := k.index(p.previous)
	for _, part := range p.report.Parts {
		if part.Text == nil {
			continue
		}
		var all []copied
		p.eachIn(zoneBody, func(q *passage) {
			if q.part == part {
				all = append(all, k.compare(q, p.year(), last))
			}
		})
		k.report(p, part, all)
	}
}

// copied is a paragraph with what is repeated in it, and the paragraph of last
// year's report that most of it comes from.
type copied struct {
	q     *passage
	count copyCount
	from  *passage
	// run is the longest stretch in a row, citations left out, and length how many
	// characters it counts.
	run    stretch
	length int
}

func (c *copied) source(p *pass) report.Related {
	return report.Related{Path: p.previous.Path, At: c.from.at, Pos: c.from.pos(0, len(c.from.runes))}
}

// sum adds up what is repeated in paragraphs, and returns those that have any.
func sum(all []copied) (copyCount, []copied) {
	var total copyCount
	var found []copied
	for _, c := range all {
		total.add(c.count)
		if c.count.repeated > 0 {
			found = append(found, c)
		}
	}
	return total, found
}

// report makes one finding of a part that is mostly repeated, and else one of
// each section or paragraph that is.
func (k *copyKind) report(p *pass, part *report.Part, all []copied) {
	limit := k.Part
	if i := slices.IndexFunc(k.Strict, func(l copyLimit) bool { return part.Def.HasRole(l.Role) }); i >= 0 {
		limit = k.Strict[i]
	}
	finding := func(c copyCount, found []copied) Finding {
		f := Finding{Args: message.Args{"heading": p.report.NumberedPart(part), "lastYear": p.lastYear(),
			"total": itoa(c.total), "repeated": itoa(c.repeated), "percent": itoa(c.percent())}}
		for i := range found {
			q := found[i].q
			f.Related = append(f.Related, report.Related{At: q.at, Pos: q.pos(0, len(q.runes)), Note: itoa(found[i].count.percent()) + "%"}, found[i].source(p))
		}
		return f
	}
	total, found := sum(all)
	if limit.reached(total) {
		f := finding(total, found)
		f.At, f.Pos = part.At, part.Pos
		p.add(f)
		return
	}
	for _, s := range part.Text.Sections {
		count, inside := sum(slices.DeleteFunc(slices.Clone(all), func(c copied) bool { return s.Body == nil || c.q.at != s.Body.At }))
		// One that stands alone is the part.
		if limit.Section == nil || count == total || !limit.Section.reached(count) {
			continue
		}
		f := finding(count, inside)
		f.Form, f.At, f.Pos = "section", s.At, s.Pos
		f.Args["section"] = s.HeadingText()
		p.add(f)
		found = slices.DeleteFunc(found, func(c copied) bool { return c.q.at == s.Body.At })
	}
	for i := range found {
		c := &found[i]
		switch {
		case k.Paragraph.reached(c.count):
			f := finding(c.count, nil)
			f.Form, f.At, f.Pos, f.Related = "paragraph", c.q.at, c.q.pos(0, len(c.q.runes)), []report.Related{c.source(p)}
			f.Args["text"] = c.q.string(0, min(len(c.q.runes), 12))
			p.add(f)
		case c.length >= k.Run:
			f := finding(c.count, nil)
			f.Form, f.At, f.Pos, f.Related = "run", c.q.at, c.q.pos(c.run.from, c.run.to), []report.Related{c.source(p)}
			f.Args["text"], f.Args["repeated"] = headOf(c.q.string(c.run.from, c.run.to)), itoa(c.length)
			p.add(f)
		}
	}
}

// headOf is enough of a text to find it by.
func headOf(text string) string {
	const most = 30
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most]) + "……"
	}
	return text
}

// copyIndex holds last year's shingles, each with the paragraph where it first
// stood.
type copyIndex struct {
	passages []*passage
	// at are the texts as they stand, blind those with every figure the same.
	at, blind map[uint64]int32
}

func (k *copyKind) index(last *report.Report) *copyIndex {
	cut := &pass{report: last}
	size := 0
	cut.eachIn(zoneProse, func(q *passage) { size += len(q.runes) })
	x := &copyIndex{at: make(map[uint64]int32, size), blind: make(map[uint64]int32, size)}
	cut.eachIn(zoneProse, func(q *passage) {
		n := int32(len(x.passages))
		x.passages = append(x.passages, q)
		text := copyTextOf(q.runes, last.YearNumber)
		add := func(to map[uint64]int32, runes []rune) {
			shingles(runes, k.Shingle, func(_ int, hash uint64) {
				if _, ok := to[hash]; !ok {
					to[hash] = n
				}
			})
		}
		add(x.at, text.runes)
		add(x.blind, blinded(text.runes))
	})
	return x
}

// covering marks the characters that stood in last year's report, and counts from
// which of its paragraphs they are.
func (k *copyKind) covering(runes []rune, last map[uint64]int32, votes map[int32]int) []bool {
	covered := make([]bool, len(runes))
	done := 0
	shingles(runes, k.Shingle, func(i int, hash uint64) {
		n, ok := last[hash]
		if !ok {
			return
		}
		votes[n]++
		for done = max(done, i); done < i+k.Shingle; done++ {
			covered[done] = true
		}
	})
	return covered
}

// compare counts the characters of a paragraph that stood in last year's report,
// and tells from which of its paragraphs most of them are, nil for none.
func (k *copyKind) compare(q *passage, year int, last *copyIndex) copied {
	c := copied{q: q}
	text := copyTextOf(q.runes, year)
	votes := map[int32]int{}
	covered := k.covering(text.runes, last.at, votes)
	titled := q.titled()
	var run stretch // of the words, standing sentences and citations left out
	length := 0
	end := func() {
		if length > c.length {
			c.length, c.run = length, stretch{text.index[run.from], text.index[run.to-1] + 1}
		}
		length = 0
	}
	for _, s := range text.sentences {
		words := text.runes[s.from:s.to]
		n := repeatedIn(words, covered[s.from:s.to])
		if n < len(words) && k.refigured(words, last, votes) {
			n = len(words)
			for i := s.from; i < s.to; i++ {
				covered[i] = true
			}
		}
		if n > 0 && k.stands(q.runes[s.typed.from:s.typed.to]) {
			end()
			continue
		}
		c.count.add(copyCount{total: s.to - s.from, repeated: n})
		for i := s.from; i < s.to; i++ {
			if n == 0 || !covered[i] {
				end()
				continue
			}
			if length == 0 {
				run.from = i
			}
			run.to = i + 1
			if !titled[text.index[i]] {
				length++
			}
		}
	}
	end()
	if len(votes) > 0 {
		most := slices.SortedFunc(maps.Keys(votes), func(a, b int32) int { return cmp.Or(votes[b]-votes[a], int(a-b)) })
		c.from = last.passages[most[0]]
	}
	return c
}

// refigured reports whether a sentence stood in last year's report with other
// figures, of which it has few.
func (k *copyKind) refigured(words []rune, last *copyIndex, votes map[int32]int) bool {
	blind := blinded(words)
	figures := 0
	for _, r := range blind {
		if r == anyFigure {
			figures++
		}
	}
	if figures == 0 || len(blind) < k.Run || figures*k.Sparse > len(blind) {
		return false
	}
	found := map[int32]int{}
	if slices.Contains(k.covering(blind, last.blind, found), false) {
		return false
	}
	for n, v := range found {
		votes[n] += v
	}
	return true
}

// blinded puts one character in the place of every figure.
func blinded(runes []rune) []rune {
	out := make([]rune, 0, len(runes))
	for i, r := range runes {
		switch {
		case !han.IsDigit(r):
			out = append(out, r)
		case i == 0 || !han.IsDigit(runes[i-1]):
			out = append(out, anyFigure)
		}
	}
	return out
}

// repeatedIn counts the covered characters of a sentence. One that has a figure
// which is not covered was brought up to date, so that nothing of it counts.
func repeatedIn(runes []rune, covered []bool) int {
	n := 0
	for i, c := range covered {
		if c {
			n++
		} else if han.IsDigit(runes[i]) {
			return 0
		}
	}
	return n
}

// copyText is a paragraph made ready to be compared: its words without
// punctuation, and where each stands.
type copyText struct {
	runes     []rune
	index     []int
	sentences []copySentence
}

// copySentence is a stretch of the words, and of the paragraph as typed.
type copySentence struct {
	stretch
	typed stretch
}

// The report year and the year before it, whatever they are. Both are in the
// private use area, so that no text has them.
const (
	thisYear rune = 0xE000 + iota
	yearAgo
	// anyFigure stands for a figure, whatever it is.
	anyFigure
)

func copyTextOf(runes []rune, year int) copyText {
	text := copyText{runes: make([]rune, 0, len(runes))}
	for s := range sentences(runes) {
		from := len(text.runes)
		text.add(runes, s, year)
		text.sentences = append(text.sentences, copySentence{stretch{from, len(text.runes)}, s})
	}
	return text
}

// longestSentence bounds what the patterns of standing sentences look at.
const longestSentence = 400

// stands reports whether a sentence is the same every year for a reason.
func (k *copyKind) stands(sentence []rune) bool {
	if len(sentence) > longestSentence {
		return false
	}
	text := squeeze(string(sentence))
	return slices.ContainsFunc(k.standing, func(s *standing) bool { return containsAny(text, s.Words) && s.re.MatchString(text) })
}

// add appends the letters, digits and Chinese characters of a sentence, with years
// replaced by what they are to the report. Full-width digits count as plain ones.
func (t *copyText) add(all []rune, s stretch, year int) {
	put := func(r rune, i int) { t.runes, t.index = append(t.runes, r), append(t.index, s.from+i) }
	sentence := all[s.from:s.to]
	for i := 0; i < len(sentence); i++ {
		r := sentence[i]
		if y, n := han.YearAt(sentence, i); n > 0 && (y == year || y == year-1) {
			if y == year {
				put(thisYear, i)
			} else {
				put(yearAgo, i)
			}
			i += n - 1
			continue
		}
		switch {
		case han.IsDigit(r):
			put(han.Narrow(r), i)
		case han.IsHan(r), isLatin(r):
			put(r, i)
		}
	}
}

// shingles calls visit with the hash of every run of n characters and where it
// begins. The hash rolls, so that the time does not depend on n.
func shingles(runes []rune, n int, visit func(i int, hash uint64)) {
	const base = 0x9E3779B97F4A7C15 | 1
	if len(runes) < n {
		return
	}
	high := uint64(1) // base to the power of n
	for range n {
		high *= base
	}
	hash := uint64(0)
	for i, r := range runes {
		hash = hash*base + uint64(r)
		if i >= n {
			hash -= uint64(runes[i-n]) * high
		}
		if i >= n-1 {
			visit(i-n+1, mix(hash))
		}
	}
}

// mix spreads a hash over all its bits.
func mix(h uint64) uint64 {
	h ^= h >> 31
	h *= 0xD6E8FEB86659FD93
	return h ^ h>>32
}
