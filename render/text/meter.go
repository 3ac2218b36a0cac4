package text

import (
	"slices"
	"unicode"

	"github.com/clipperhouse/displaywidth"

	"nianbao/render/linebreak"
)

// meter knows how many columns characters take.
type meter struct {
	options displaywidth.Options
	// ambiguous is what the frequent marks of Chinese take that Unicode leaves
	// open.
	ambiguous int
}

func newMeter(wide bool) *meter {
	m := &meter{options: displaywidth.Options{EastAsianWidth: wide}, ambiguous: 1}
	if wide {
		m.ambiguous = 2
	}
	return m
}

// run is a text with the width of each character and the places where a line
// may end.
type run struct {
	runes []rune
	// column is where each rune starts, and where the last one ends; a rune
	// that is drawn with the one before it takes none.
	column []int
	// before has one element more than runes, too.
	before []linebreak.Strength
	// avoid is what it costs to end a line where before says Avoid.
	avoid int
}

// span is a part of a run, such as a line: the runes from start up to end.
type span struct{ start, end int }

// measure prepares a text. Tabs, line ends and other controls, which would
// upset the columns, become spaces.
func (m *meter) measure(text string) *run {
	r := &run{runes: []rune(text), avoid: costAvoid}
	n := len(r.runes)
	for i, c := range r.runes {
		if c < ' ' || c >= 0x7f && (unicode.IsControl(c) || c == '\u2028' || c == '\u2029') {
			r.runes[i] = ' '
		}
	}
	r.before = linebreak.AppendBefore(make([]linebreak.Strength, 0, n+1), r.runes)
	r.column = make([]int, n+1)
	for i := 0; i < n; {
		if w, ok := m.single(r.runes, i); ok {
			r.column[i+1] = r.column[i] + w
			i++
			continue
		}
		end := i + 1
		for end < n {
			if _, ok := m.single(r.runes, end); ok {
				break
			}
			end++
		}
		m.clusters(r, i, end)
		i = end
	}
	return r
}

// clusters measures the runes from start up to end as what readers take for
// characters: letters with their marks, joined emoji, flags.
func (m *meter) clusters(r *run, start, end int) {
	g := m.options.StringGraphemes(string(r.runes[start:end]))
	for at := start; g.Next(); {
		right := r.column[at] + g.Width()
		for i := range []rune(g.Value()) {
			if i > 0 {
				r.before[at] = linebreak.Never
			}
			at++
			r.column[at] = right
		}
	}
}

// single returns the width of the i-th rune where it is one of those that make
// up nearly all reports and no mark follows that might sit on it.
func (m *meter) single(runes []rune, i int) (int, bool) {
	w := m.common(runes[i])
	if w == 0 || i+1 < len(runes) && m.common(runes[i+1]) == 0 {
		return 0, false
	}
	return w, true
}

func (m *meter) common(r rune) int {
	switch {
	case r >= ' ' && r <= '~':
		return 1
	case r >= 0x4e00 && r <= 0x9fff, r >= 0x3000 && r <= 0x3029, r >= 0xff01 && r <= 0xff60:
		return 2
	}
	switch r {
	case '“', '”', '‘', '’', '…', '—', '·':
		return m.ambiguous
	}
	return 0
}

// restrict makes the places given the only good ones to end a line.
func (r *run) restrict(breaks []int) {
	r.avoid = costForced / 10
	for i := 1; i < len(r.runes); i++ {
		if r.before[i] == linebreak.Allow && !slices.Contains(breaks, i) {
			r.before[i] = linebreak.Avoid
		}
	}
}

func (r *run) widthOf(s span) int { return r.column[s.end] - r.column[s.start] }

func (r *run) natural() int { return r.column[len(r.runes)] }

// unbreakable is the width of the widest stretch that no line should end in.
func (r *run) unbreakable() int {
	widest, start := 0, 0
	for i := 1; i <= len(r.runes); i++ {
		if r.before[i] != linebreak.Never {
			widest = max(widest, r.widthOf(r.trim(span{start, i})))
			start = i
		}
	}
	return widest
}

// cluster reports whether a character starts at the i-th rune, or the run ends
// there.
func (r *run) cluster(i int) bool {
	return i == 0 || i == len(r.runes) || r.column[i+1] > r.column[i]
}
