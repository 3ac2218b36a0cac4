package claims

import (
	"strings"

	"nianbao/internal/han"
)

// several is the role of a word for more years than one.
const several = "several"

// spans turns 前三年, 近5年 and 过去两个年度 into one word for another time.
func (l *lexer) spans() {
	out := l.out[:0]
	for _, t := range l.out {
		if t.class == figure && t.kind == kindTime && strings.HasPrefix(strings.TrimPrefix(t.measure, "个"), "年") {
			if from := l.earlier(t.from, out); from < t.from {
				for len(out) > 0 && out[len(out)-1].from >= from {
					out = out[:len(out)-1]
				}
				if n := len(out); n > 0 && out[n-1].to > from {
					out[n-1].to = from
				}
				t = token{class: lastYear, role: several, from: from, to: t.to}
			}
		}
		out = append(out, t)
	}
	l.out = out
}

// earlier is where a word begins that makes the number of years at i other years, i
// where there is none. It may be the end of unknown characters, but not of a word:
// 提前三年.
func (l *lexer) earlier(i int, before []token) int {
	best, end := i, i
	if hasSuffix(l.s.runes[:i], []rune("的")) {
		end-- // 过去的三年
	}
	for _, w := range l.g.earlier {
		if hasSuffix(l.s.runes[:end], w) {
			best = min(best, end-len(w))
		}
	}
	for k := len(before) - 1; k >= 0 && before[k].to > best; k-- {
		if before[k].from < best && before[k].class != gap {
			return i
		}
	}
	return best
}

// yearsTo reads a range of years, 2021—2023年 or 2021年至2023年 without its first
// 年, whose first ends at j; it returns j where there is none.
func (l *lexer) yearsTo(i, j int) int {
	const mark = "—-–~～至到"
	rs := l.s.runes
	k := j
	for k < len(rs) && k < j+2 && strings.ContainsRune(mark, rs[k]) {
		k++
	}
	first, _ := han.DigitsAt(rs, i, 4)
	last, end := han.DigitsAt(rs, k, 4)
	if j-i != 4 || k == j || end != k+4 || end >= len(rs) || rs[end] != '年' || !century(first) || !century(last) {
		return j
	}
	end++
	if end < len(rs) && rs[end] == '度' {
		end++
	}
	return l.emit(token{class: partYear}, i, end)
}

// century reports whether a number is a year of this century or the last.
func century(n int) bool { return n/100 == 19 || n/100 == 20 }
