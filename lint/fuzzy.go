package lint

import (
	"cmp"
	"slices"
	"strings"

	"nianbao/internal/han"
)

// fuzzy finds set phrases in a text, and what is almost one: a character left
// out, put in, doubled, changed, or two exchanged. Punctuation and white space
// do not count. The first and the last character of a phrase have to be right,
// so that a shorter or longer wording in its own right is not taken for a slip.
type fuzzy struct {
	phrases []fuzzyPhrase
	// pieces are the parts of phrases by their first two characters. A phrase
	// that is k slips away has at least one of its k+1 parts unharmed.
	pieces map[[2]rune][]fuzzyPiece
	// begin has a bit for each such pair, by beginBit: most pairs of a text have
	// none, and need not be looked up.
	begin [64]uint64
	// soft are characters that may be left out or put in at will.
	soft string
	// accept are other wordings that are in order.
	accept []string
}

type fuzzyPhrase struct {
	text  string
	runes []rune
	slips int
}

type fuzzyPiece struct {
	phrase, offset int
	runes          []rune
}

// near is a phrase, or almost one, in a text; from and to are in runes of that
// text. slips is 0 where it is right.
type near struct {
	phrase, from, to, slips int
}

// fuzzyLeast is the length of the shortest phrase that can be told from others
// in spite of a slip.
const fuzzyLeast = 6

// newFuzzy prepares phrases, none shorter than fuzzyLeast: two slips are looked
// for in those of twelve characters and more, one in the others.
func newFuzzy(phrases []string, soft string, accept []string) *fuzzy {
	f := &fuzzy{pieces: map[[2]rune][]fuzzyPiece{}, soft: soft}
	for _, a := range accept {
		f.accept = append(f.accept, string(onlyWords([]rune(a), nil)))
	}
	for i, text := range phrases {
		p := fuzzyPhrase{text: text, runes: onlyWords([]rune(text), nil), slips: 1}
		if len(p.runes) >= 12 {
			p.slips = 2
		}
		f.phrases = append(f.phrases, p)
		n := p.slips + 1
		for j := range n {
			from, to := len(p.runes)*j/n, len(p.runes)*(j+1)/n
			key := [2]rune{p.runes[from], p.runes[from+1]}
			f.pieces[key] = append(f.pieces[key], fuzzyPiece{i, from, p.runes[from:to]})
			word, bit := beginBit(key)
			f.begin[word] |= bit
		}
	}
	return f
}

// beginBit is where the bit of two characters stands.
func beginBit(pair [2]rune) (word int, bit uint64) {
	h := uint32(pair[0])*31 + uint32(pair[1])
	return int(h >> 6 & 63), 1 << (h & 63)
}

// onlyWords drops everything but letters, digits and Chinese characters. Where
// index is not nil, the place of each character that stays is added to it.
func onlyWords(runes []rune, index *[]int) []rune {
	kept := make([]rune, 0, len(runes))
	for i, r := range runes {
		if han.IsHan(r) || han.IsDigit(r) || isLatin(r) {
			kept = append(kept, r)
			if index != nil {
				*index = append(*index, i)
			}
		}
	}
	return kept
}

// find returns every phrase in a text, right or almost right, in its order;
// where several phrases fit one place, the longest.
func (f *fuzzy) find(w words) []near {
	text, index := w.runes, w.index
	var all []near
	for i := 0; i+1 < len(text); i++ {
		pair := [2]rune{text[i], text[i+1]}
		if word, bit := beginBit(pair); f.begin[word]&bit == 0 {
			continue
		}
		for _, piece := range f.pieces[pair] {
			if i+len(piece.runes) > len(text) || !slices.Equal(text[i:i+len(piece.runes)], piece.runes) {
				continue
			}
			if hit, ok := f.match(text, i-piece.offset, piece.phrase); ok {
				all = append(all, hit)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b near) int {
		if a.from != b.from {
			return a.from - b.from
		}
		return cmp.Or(b.to-a.to, a.slips-b.slips)
	})
	var kept []near
	for _, hit := range all {
		last := len(kept) - 1
		switch {
		case last < 0 || hit.from >= kept[last].to:
			kept = append(kept, hit)
		case hit.to-hit.from > kept[last].to-kept[last].from:
			kept[last] = hit
		}
	}
	for i := range kept {
		kept[i].from, kept[i].to = index[kept[i].from], index[kept[i].to-1]+1
	}
	return kept
}

// match looks for a phrase around the place where it would begin.
func (f *fuzzy) match(text []rune, start, phrase int) (near, bool) {
	p := f.phrases[phrase]
	if start >= 0 && start+len(p.runes) <= len(text) && slices.Equal(text[start:start+len(p.runes)], p.runes) {
		return near{phrase, start, start + len(p.runes), 0}, true
	}
	best := near{phrase: phrase, slips: p.slips + 1}
	for from := max(start-p.slips, 0); from <= start+p.slips && from < len(text); from++ {
		if text[from] != p.runes[0] {
			continue
		}
		for n := len(p.runes) - p.slips; n <= len(p.runes)+p.slips && from+n <= len(text); n++ {
			if text[from+n-1] != p.runes[len(p.runes)-1] {
				continue
			}
			if d := distance(text[from:from+n], p.runes); d < best.slips {
				best = near{phrase, from, from + n, d}
			}
		}
	}
	if best.slips > p.slips {
		return near{}, false
	}
	found := string(text[best.from:best.to])
	if slices.Contains(f.accept, found) || f.harden(found) == f.harden(string(p.runes)) {
		best.slips = 0
	}
	return best, true
}

// harden drops the soft characters.
func (f *fuzzy) harden(s string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(f.soft, r) {
			return -1
		}
		return r
	}, s)
}

// distance counts the slips between two texts: characters left out, put in or
// changed, and neighbours exchanged.
func distance(a, b []rune) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
