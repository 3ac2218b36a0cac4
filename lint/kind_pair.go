package lint

import (
	"slices"
	"strings"
	"unicode/utf8"

	"nianbao/internal/han"
	"nianbao/internal/message"
)

// pairKind finds brackets, quotation marks and 书名号 without a partner, or with
// one of the other width. A mark that is opened in one paragraph may be closed
// in the next.
type pairKind struct {
	// Pairs are the marks, an opening and a closing one each.
	Pairs []string `yaml:"pairs" validate:"required,dive,len=2"`
	// Widths are pairs of pairs that differ in width only: （) for （） and ().
	Widths []string `yaml:"widths" validate:"dive,len=2"`

	// Issuers are the last characters of what stands before the year in the number of
	// a document; Office begins that of the office whose notices have a rule of their own.
	Issuers string `yaml:"issuers" validate:"required"`
	Office  string `yaml:"office" validate:"required"`

	closes, opens map[rune]rune
	mixed         map[[2]rune]bool
}

func (k *pairKind) prepare() error {
	k.closes, k.opens, k.mixed = map[rune]rune{}, map[rune]rune{}, map[[2]rune]bool{}
	for _, pair := range k.Pairs {
		r := []rune(pair)
		k.closes[r[0]], k.opens[r[1]] = r[1], r[0]
	}
	for _, pair := range k.Widths {
		r := []rune(pair)
		k.mixed[[2]rune{r[0], r[1]}] = true
	}
	return nil
}

// deepest is how many open marks a closing one is compared with; no text nests
// deeper, and a hostile one must not take longer.
const deepest = 32

// opened is a mark that waits for its partner.
type opened struct {
	q  *passage
	at int
}

func (k *pairKind) check(p *pass) {
	p.eachIn(zoneProse|zoneHeading, func(q *passage) { k.years(p, q) })
	var open []opened // those of the paragraph before that were not closed
	p.eachIn(zoneTitle|zoneHeading|zoneProse|zoneUnplaced, func(q *passage) {
		if len(open) > 0 && (open[0].q.at != q.at || q.zone&zoneProse == 0) {
			k.unclosed(p, open)
			open = nil
		}
		open = k.passage(p, q, open)
		// What this paragraph did not close either stays open no longer.
		var kept []opened
		for _, o := range open {
			if o.q == q {
				kept = append(kept, o)
			} else {
				k.unclosed(p, []opened{o})
			}
		}
		open = kept
		if q.last {
			k.unclosed(p, open)
			open = nil
		}
	})
	k.unclosed(p, open)
}

// passage matches the marks of one passage and returns what stays open.
func (k *pairKind) passage(p *pass, q *passage, open []opened) []opened {
	straight := -1
	for i, r := range q.runes {
		if r == '"' {
			switch {
			case straight < 0:
				straight = i
			case han.IsDigit(q.at0(straight - 1)): // inches
				straight = -1
			case slices.ContainsFunc(q.runes[straight:i], han.IsHan) || i == straight+1 && (han.IsHan(q.at0(straight-1)) || han.IsHan(q.at0(i+1))):
				k.straight(p, q, straight, i)
				straight = -1
			default:
				straight = -1
			}
			continue
		}
		if k.closes[r] != 0 {
			open = append(open, opened{q, i})
			continue
		}
		if k.opens[r] == 0 {
			continue
		}
		// The nearest mark that this one can close; those opened after it were
		// never closed.
		j, least := len(open)-1, max(len(open)-deepest, 0)
		for j >= least && !k.fits(open[j].q.runes[open[j].at], r) {
			j--
		}
		if j < least && innocent(q, i) {
			continue
		}
		if j < least {
			p.add(Finding{Form: "close", At: q.at, Pos: q.pos(i, i+1), Args: message.Args{
				"mark": string(r), "partner": string(k.opens[r]), "context": nearby(q, i, i+1)}})
			continue
		}
		k.unclosed(p, open[j+1:])
		if o := open[j]; k.mixed[[2]rune{o.q.runes[o.at], r}] && o.q == q {
			k.width(p, q, o.at, i)
		}
		open = open[:j]
	}
	if straight >= 0 && !han.IsDigit(q.at0(straight-1)) {
		p.add(Finding{At: q.at, Pos: q.pos(straight, straight+1), Args: message.Args{
			"mark": "\"", "partner": "\"", "context": nearby(q, straight, straight+1)}})
	}
	return open
}

func (k *pairKind) fits(open, end rune) bool {
	return k.closes[open] == end || k.mixed[[2]rune{open, end}]
}

func (k *pairKind) unclosed(p *pass, open []opened) {
	for _, o := range open {
		r := o.q.runes[o.at]
		p.add(Finding{At: o.q.at, Pos: o.q.pos(o.at, o.at+1), Args: message.Args{
			"mark": string(r), "partner": string(k.closes[r]), "context": nearby(o.q, o.at, o.at+1)}})
	}
}

// width reports a pair of two widths, and offers the full-width one, unless the
// half-width bracket could as well be the partner of another.
func (k *pairKind) width(p *pass, q *passage, from, to int) {
	text := q.string(from, to+1)
	if utf8.RuneCountInString(text) > 20 {
		text = q.string(from, from+8) + "…" + q.string(to-8, to+1)
	}
	args := message.Args{"text": text, "mark": string(q.runes[from]), "partner": string(q.runes[to])}
	f := Finding{Form: "width", At: q.at, Pos: q.pos(from, to+1), Args: args}
	for _, i := range []int{from, to} {
		if q.runes[i] < utf8.RuneSelf && q.partners()[i] < 0 {
			f.Fix = &Fix{Safe: true, Args: args, Edits: []Edit{q.edit(i, i+1, string(q.runes[i]-'('+'（'))}}
		}
	}
	p.add(f)
}

// straight reports half-width quotation marks about Chinese words.
func (k *pairKind) straight(p *pass, q *passage, from, to int) {
	args := message.Args{"text": clipped(q.string(from, to+1))}
	f := Finding{Form: "straight", At: q.at, Pos: q.pos(from, to+1), Args: args}
	f.Fix = &Fix{Args: args, Edits: []Edit{q.edit(from, from+1, "“"), q.edit(to, to+1, "”")}}
	p.add(f)
}

// years reports the year of a document's number in other brackets than 〔〕. Those of
// the notice and what its issuer writes belong to the rule on bases.
func (k *pairKind) years(p *pass, q *passage) {
	for _, d := range q.documents() {
		issuer, open := []rune(d.issuer), spaceAfter(q.runes, d.issued)
		if d.year == "" || len(d.year) != 4 || len(issuer) < 2 || q.at0(open) == '〔' || !in(k.Issuers, issuer[len(issuer)-1]) ||
			strings.Contains(d.issuer, k.Office) || q.titled()[d.from] {
			continue
		}
		end := open
		for end < d.to && !in("〕])）】］", q.runes[end]) {
			end++
		}
		if end == d.to {
			continue
		}
		right := "〔" + d.year + "〕"
		from := max(d.from, d.issued-8)
		args := message.Args{"text": q.string(from, d.to), "right": right}
		f := Finding{Form: "year", At: q.at, Pos: q.pos(open, end+1), Args: args}
		f.Fix = &Fix{Args: args, Edits: []Edit{q.edit(open, end+1, right)}}
		p.add(f)
	}
}

// innocent reports whether a closing mark needs no partner: that of an item's
// number (1）), an apostrophe, or the sign of minutes and inches.
func innocent(q *passage, i int) bool {
	switch q.runes[i] {
	case '’', '”':
		return han.IsDigit(q.at0(i-1)) || isLatin(q.at0(i-1)) && isLatin(q.at0(i+1))
	case ')', '）':
		j := i
		for j > 0 && i-j < 3 && (han.IsDigit(q.runes[j-1]) || isLatin(q.runes[j-1]) || han.IsNumeral(q.runes[j-1])) {
			j--
		}
		return j < i && (j == 0 || strings.ContainsRune(" 　。；：，、:;,", q.runes[j-1]))
	}
	return false
}
