package lint

import (
	"io/fs"
	"slices"
	"strings"

	"nianbao/internal/han"
)

// alike tells characters that are typed for each other, and what may stand beside a
// word in which that happened.
type alike struct {
	groups map[rune][]string
	// alone are characters that are words by themselves.
	alone string
	// opens are those that many words begin with.
	opens string
	// leads and tails are what may stand beside a slip at the edge of a term.
	leads, tails []string
	// variants are the characters of today by their other forms.
	variants map[rune]rune
}

// loadAlike reads them.
func loadAlike(fsys fs.FS) (*alike, error) {
	var list struct {
		Sound    []string          `yaml:"sound" validate:"required"`
		Shape    []string          `yaml:"shape" validate:"required"`
		Alone    string            `yaml:"alone" validate:"required"`
		Opens    string            `yaml:"opens" validate:"required"`
		Leads    []string          `yaml:"leads" validate:"required"`
		Tails    []string          `yaml:"tails" validate:"required"`
		Variants map[string]string `yaml:"variants" validate:"required,dive,keys,len=1,endkeys,len=1"`
	}
	if err := loadWords(fsys, "alike", &list); err != nil {
		return nil, err
	}
	a := &alike{groups: make(map[rune][]string, 2048), alone: list.Alone, opens: list.Opens, leads: list.Leads, tails: list.Tails, variants: make(map[rune]rune, len(list.Variants))}
	for _, g := range slices.Concat(list.Sound, list.Shape) {
		for _, r := range g {
			a.groups[r] = append(a.groups[r], g)
		}
	}
	for from, to := range list.Variants {
		a.variants[[]rune(from)[0]] = []rune(to)[0]
	}
	return a, nil
}

// are reports whether one is typed for the other.
func (a *alike) are(x, y rune) bool {
	return a.variants[y] == x || slices.ContainsFunc(a.groups[x], func(g string) bool { return strings.ContainsRune(g, y) })
}

// termFinder finds what is almost one of some terms: one character alike, one left out
// of the longer ones, one doubled, two exchanged. Everything else of the term has
// to stand there.
type termFinder struct {
	all [][]rune
	// keys are the terms by the first two characters of what one slip leaves
	// unharmed: either half, or the middle where it exchanges the two about it.
	keys map[[2]rune][]termKey
	like *alike
	// soft may be left out.
	soft string
	// accept are other wordings that are right.
	accept []string
}

type termKey struct {
	term int
	// begins is where the term begins as seen from the key, counted back; ends is
	// true where the key is that of the second half, from which the end is sure.
	begins int
	ends   bool
}

const (
	// termShort is the length of the shortest term that is looked for.
	termShort = 4
	// termLong is that from which on the rest of a term is proof enough for any
	// slip.
	termLong = 6
)

func newTerms(list []string, like *alike, soft string, accept []string) *termFinder {
	t := &termFinder{keys: map[[2]rune][]termKey{}, like: like, soft: soft, accept: accept}
	seen := map[string]bool{}
	for _, text := range list {
		term := []rune(text)
		if len(term) < termShort || seen[text] {
			continue
		}
		seen[text] = true
		n, h := len(t.all), len(term)/2
		t.all = append(t.all, term)
		add := func(a, b rune, begins int, ends bool) {
			t.keys[[2]rune{a, b}] = append(t.keys[[2]rune{a, b}], termKey{n, begins, ends})
		}
		add(term[0], term[1], 0, false)
		add(term[h], term[h+1], h, true)
		add(term[h], term[h-1], h-1, false)
	}
	return t
}

// termHit is a term, right or with a slip, from from to to. The slip is at wrong
// up to until; where a character is lost both are its place.
type termHit struct {
	term, from, to, wrong, until int
	slip                         slip
}

type slip uint8

const (
	slipNone slip = iota
	slipChanged
	slipLost
	slipDoubled
	slipSwapped
)

// find returns the terms in a text, with or without a slip, the longest where some
// overlap. A slip within a term that is right is none.
func (t *termFinder) find(runes []rune) []termHit {
	var all []termHit
	for i := 0; i+1 < len(runes); i++ {
		for _, key := range t.keys[[2]rune{runes[i], runes[i+1]}] {
			term := t.all[key.term]
			from := i - key.begins
			for _, n := range [...]int{len(term), len(term) + 1, len(term) - 1} {
				start := from
				if key.ends { // counted from the end
					start = from + len(term) - n
				}
				if start < 0 || start+n > len(runes) {
					continue
				}
				if hit, ok := t.match(runes[start:start+n], term); ok {
					hit.term, hit.from, hit.to = key.term, start, start+n
					hit.wrong, hit.until = hit.wrong+start, hit.until+start
					all = append(all, hit)
				}
			}
		}
	}
	slices.SortStableFunc(all, func(a, b termHit) int { return (b.to - b.from) - (a.to - a.from) })
	var kept []termHit
	for _, hit := range all {
		within := func(o termHit) bool { return o.slip == slipNone && o.from <= hit.first() && hit.last() <= o.to }
		overlaps := func(o termHit) bool { return o.from < hit.to && hit.from < o.to }
		if (hit.slip == slipNone || !slices.ContainsFunc(all, within)) && !slices.ContainsFunc(kept, overlaps) {
			kept = append(kept, hit)
		}
	}
	slices.SortFunc(kept, func(a, b termHit) int { return a.from - b.from })
	return kept
}

// first and last bound the characters that show the slip: those about what is lost,
// both of what is doubled.
func (h termHit) first() int {
	if h.slip == slipLost || h.slip == slipDoubled {
		return h.wrong - 1
	}
	return h.wrong
}

func (h termHit) last() int {
	if h.slip == slipLost {
		return h.until + 1
	}
	return h.until
}

// match compares a stretch of a text with a term.
func (t *termFinder) match(text, term []rune) (hit termHit, ok bool) {
	p := 0
	for p < len(text) && p < len(term) && text[p] == term[p] {
		p++
	}
	s := 0
	for s < len(text)-p && s < len(term)-p && text[len(text)-1-s] == term[len(term)-1-s] {
		s++
	}
	hit.wrong, hit.until = p, len(text)-s
	switch d := len(text) - len(term); {
	case d == 0 && p == len(term):
		hit.slip = slipNone
	case d == 0 && p+s == len(term)-1:
		hit.slip = slipChanged
		r := text[p]
		if !han.IsHan(r) || len(term) < termLong && s > 0 && strings.ContainsRune(t.like.alone, r) {
			return hit, false
		}
		return hit, t.like.are(term[p], r) || len(term) >= termLong && p > 0 && s > 0 && slices.Contains(term[max(p-2, 0):min(p+2, len(term))], r)
	case d == 0 && p+s == len(term)-2 && text[p] == term[p+1] && text[p+1] == term[p]:
		hit.slip = slipSwapped
	case d == -1 && p+s == len(text):
		// Of two equal characters either is the one lost.
		hit.slip = slipLost
		return hit, len(term) >= termLong && p > 0 && s > 0 && !strings.ContainsRune(t.soft, term[p])
	case d == 1 && p+s == len(term):
		hit.slip = slipDoubled
		return hit, p > 1 && s > 0 && text[p] == text[p-1]
	default:
		return hit, false
	}
	return hit, true
}

// sure reports how many characters of the term stand unharmed at either end of a hit.
func (h termHit) sure() (before, after int) { return h.wrong - h.from, h.to - h.until }

// stands reports whether a hit is a slip where it stands: not another wording that is
// right, and where one end of the term hangs on the slip or on a single character,
// nothing beside it that could belong to another word.
func (t *termFinder) stands(q *passage, hit termHit) bool {
	if containsAny(q.string(max(hit.from-2, 0), min(hit.to+2, len(q.runes))), t.accept) {
		return false
	}
	before, after := hit.sure()
	if hit.slip == slipLost {
		// A single character may be another word's (政府信息公开|作为).
		return (before > 1 || !han.IsHan(q.at0(hit.from-1))) && (after > 1 || !han.IsHan(q.at0(hit.to)))
	}
	const least = 1
	if before < least && !t.like.begins(q, hit.from) {
		return false
	}
	certain := hit.slip == slipChanged && !strings.ContainsRune(t.like.alone, q.runes[hit.wrong]) &&
		(len(t.all[hit.term]) >= termLong || !strings.ContainsRune(t.like.opens, q.runes[hit.wrong]))
	return after >= least || certain || t.like.ends(q, hit.to)
}

// begins and ends report whether a term can begin or end at i.
func (a *alike) begins(q *passage, i int) bool {
	before := q.string(max(i-4, 0), i)
	return !han.IsHan(q.at0(i-1)) || slices.ContainsFunc(a.leads, func(lead string) bool { return strings.HasSuffix(before, lead) })
}

func (a *alike) ends(q *passage, i int) bool {
	return !han.IsHan(q.at0(i)) || hasPrefixAny(q.string(i, min(i+4, len(q.runes))), a.tails)
}
