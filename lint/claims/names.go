package claims

import "strings"

// name returns where a name of the agency that starts at i ends, or i. One that
// goes on from other characters is another body's.
func (l *lexer) name(i int) int {
	if l.afterGap(i) {
		return i
	}
	best := i
	for _, name := range l.names[l.s.runes[i]] {
		if hasPrefix(l.s.runes[i:], name) {
			best = max(best, i+len(name))
		}
	}
	return best
}

// shortest is how much of the end of an agency's name still names it.
const shortest = 3

// unnamed takes the body that a text begins with, 区司法局全年收到7件, for the
// agency, for a reader who does not know its name.
func unnamed(toks []token, text []rune) []token {
	at := 0
	for at < len(toks) && of(year, thisYear, comma)[toks[at].class] {
		at++
	}
	to := at
	for to < len(toks) && to < at+8 && (of(gap, trade, and, own)[toks[to].class] || toks[to].role == "branch") && (to == at || toks[to].from == toks[to-1].to) {
		to++
	}
	if to == at || to == len(toks) || !strings.ContainsRune("局委厅署", text[toks[to-1].to-1]) {
		return toks
	}
	toks[at].class, toks[at].to = own, toks[to-1].to
	return append(toks[:at+1], toks[to:]...)
}

// qualifying are the classes of words that make the kind of body after them
// that of others.
var qualifying = of(gap, trade, ground, elsewhere, foreign, open, info, applicant)

// namesOf lists the names of an agency and the ends of the full one, by which
// it is called in its own region.
func namesOf(full string, short []string) map[rune][][]rune {
	all := map[rune][][]rune{}
	runes := squeeze(full).runes
	for i := 0; i+shortest <= len(runes); i++ {
		all[runes[i]] = append(all[runes[i]], runes[i:])
	}
	for _, s := range contractions(runes) {
		all[s[0]] = append(all[s[0]], s)
	}
	for _, s := range short {
		if runes := squeeze(s).runes; len(runes) > 0 {
			all[runes[0]] = append(all[runes[0]], runes)
		}
	}
	return all
}

// contractions are what an agency is called by its level: 省厅, 区局. 县政府 is
// not among them: in a county's report it is a part of what is counted.
func contractions(name []rune) [][]rune {
	for i := 1; i < len(name); i++ {
		if rest := name[i:]; hasPrefix(rest, []rune("人民政府办公")) {
			return [][]rune{append([]rune{name[i-1], '政', '府'}, rest[4:]...)} // 市政府办公厅
		}
	}
	for _, kind := range []string{"分局", "支队", "大队", "总队", "中心", "管委会", "办事处"} {
		if runes := []rune(kind); hasSuffix(name, runes) {
			return [][]rune{runes}
		}
	}
	last := name[max(len(name)-1, 0):]
	if len(name) > 3 && (last[0] == '局' || last[0] == '厅') {
		for i := len(name) - 2; i > 0; i-- {
			if strings.ContainsRune("省市区县州旗", name[i]) {
				return [][]rune{{name[i], last[0]}}
			}
		}
	}
	return nil
}
