package document

import (
	"slices"
	"sync"
	"unicode"

	"nianbao/internal/datafile"
	"nianbao/internal/han"
	"nianbao/render/linebreak"
	"nianbao/rules"
)

// titleWords tells the words of a title apart; rules/words/title.yaml says what
// each list is for.
type titleWords struct {
	Words   []string   `yaml:"words"`
	Year    []string   `yaml:"year"`
	Opening []string   `yaml:"opening"`
	Closing []string   `yaml:"closing"`
	Places  [][]string `yaml:"places"`
	Begin   []string   `yaml:"begin"`
	Bodies  []string   `yaml:"bodies"`
	Whole   []string   `yaml:"whole"`
}

var loadTitleWords = sync.OnceValues(func() (*titleWords, error) {
	const name = "words/title.yaml"
	w := &titleWords{}
	if err := datafile.Read(rules.Files, name, w, nil); err != nil {
		return nil, err
	}
	return w, nil
})

// breaks returns the offsets in a title, in runes, at which a line may end.
func (w *titleWords) breaks(title string) []int {
	runes := []rune(title)
	strengths := linebreak.Before(runes)
	var joints []int
	start := 0 // of the word, or of what is too short to be one
	for i := 0; i < len(runes); {
		end := w.word(runes, i)
		i = end
		for i < len(runes) && unicode.IsSpace(runes[i]) {
			i++
		}
		if i == len(runes) || end-start == 1 || longest(runes[start:end], w.Opening) == end-start {
			continue
		}
		if longest(runes[i:], w.Closing) > 0 || strengths[i] == linebreak.Never {
			continue
		}
		joints = append(joints, i)
		start = i
	}
	if n := len(joints); n > 0 && len(runes)-joints[n-1] == 1 {
		joints = joints[:n-1]
	}
	return joints
}

// word returns where the word that starts at i ends.
func (w *titleWords) word(runes []rune, i int) int {
	for _, n := range []int{w.yearAt(runes[i:]), longest(runes[i:], w.Words), longest(runes[i:], w.Opening)} {
		if n > 0 {
			return i + n
		}
	}
	for k := i; k < len(runes); {
		rest := runes[k:]
		if k > i && (unicode.IsSpace(rest[0]) || w.yearAt(rest) > 0 || longest(rest, w.Words) > 0 || longest(rest, w.Opening) > 0) {
			return k
		}
		if n := longest(rest, w.Whole); n > 0 {
			k += n
			continue
		}
		if n := longest(rest, w.Bodies); n > 1 || n > 0 && k > i {
			return k + n
		}
		if n, level := w.place(rest); n > 0 && k > i {
			return w.placeEnd(runes, k+n, level)
		}
		k++
	}
	return len(runes)
}

// placeEnd returns where the name of a place ends that has a suffix of a level
// just before end: there, unless another suffix follows that is none of the
// next name.
func (w *titleWords) placeEnd(runes []rune, end, level int) int {
	for end < len(runes) {
		rest := runes[end:]
		n, next := w.place(rest)
		if n == 0 || longest(rest, w.Whole) > 0 || w.beginsName(rest, n, level, next) {
			return end
		}
		end, level = end+n, next
	}
	return end
}

// beginsName reports whether the suffix of n runes at the start of rest, which
// follows a suffix of a level, begins the name of the next place. Places are
// named from the larger to the smaller: a suffix of a higher level cannot begin
// a name after a lower one. Of two alike, 市北区 is told from 津市市 by the
// suffix that soon follows.
func (w *titleWords) beginsName(rest []rune, n, level, next int) bool {
	if !slices.Contains(w.Begin, string(rest[:n])) || next < level {
		return false
	}
	if next > level {
		return true
	}
	const nameRest = 1 // what stands between the two suffixes of 市北区
	for k := n; k <= n+nameRest && k < len(rest); k++ {
		if m, _ := w.place(rest[k:]); m > 0 {
			return true
		}
	}
	return false
}

// place returns the length of the place suffix at the start of runes and its
// level, counted from the highest.
func (w *titleWords) place(runes []rune) (n, level int) {
	for l, suffixes := range w.Places {
		if m := longest(runes, suffixes); m > n {
			n, level = m, l
		}
	}
	return n, level
}

// yearAt returns the length of a year such as 2021年 or 二〇二一年 at the start
// of runes; a number without the word is kept whole as well.
func (w *titleWords) yearAt(runes []rune) int {
	n := 0
	for n < len(runes) && han.IsDigit(runes[n]) {
		n++
	}
	digits := n > 0
	for !digits && n < len(runes) && han.SerialDigit(runes[n]) >= 0 {
		n++
	}
	if n == 0 || !digits && n != 4 {
		return 0
	}
	after := n
	for after < len(runes) && unicode.IsSpace(runes[after]) {
		after++
	}
	if m := longest(runes[after:], w.Year); m > 0 {
		return after + m
	}
	if digits {
		return n
	}
	return 0
}

// longest returns the length in runes of the longest word that runes start
// with, 0 for none.
func longest(runes []rune, words []string) int {
	best := 0
	for _, word := range words {
		n := 0
		for _, r := range word {
			if n == len(runes) || runes[n] != r {
				n = -1
				break
			}
			n++
		}
		best = max(best, n)
	}
	return best
}
