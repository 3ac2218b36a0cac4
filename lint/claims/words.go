// Package claims reads statements about figures out of Chinese prose: how many
// applications were received, answered or carried over, how many reviews and
// suits there were, what a list adds up to, by how much a figure grew. It is a
// small grammar over sentences, driven by word lists that a reviewer can edit
// (rules/words/claims.yaml), and knows nothing of the tables that the figures
// are held against.
package claims

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/shopspring/decimal"
	"go.yaml.in/yaml/v4"
)

// class is what a word does in a sentence.
type class uint8

const (
	gap class = iota // characters of no list
	figure
	year
	noise // a number that counts nothing: a telephone, an ordinal, a document's
	title // 《…》
	result
	applicant
	outcome
	route
	// Punctuation.
	comma
	dun
	semicolon
	colon
	opening
	closing
	stop
	// Words; their names are the keys of the list.
	receive
	accept
	submit
	due
	answer
	process
	issue
	repeal
	inForce
	decide
	charge
	sue
	apply
	dep
	open
	info
	item
	intake
	person
	anyone
	carry
	dropped
	inform
	pending
	nextYear
	review
	suit
	dispute
	conflict
	normative
	regulation
	licence
	penalty
	coercion
	levy
	fee
	anyFee
	notice
	send
	negative
	double
	noneOf
	zero
	zeroApply
	zeroReport
	zeroCharge
	noneHere
	situation
	all
	rate
	otherRate
	outcomeRate
	among
	divided
	contain
	exclude
	plus
	rest
	others
	reason
	dueOnly
	limit
	except
	channel
	subject
	compare
	up
	down
	reach
	share
	shares
	overlap
	from
	until
	since
	besides
	together
	fill
	and
	amount
	own
	home
	level
	ground
	elsewhere
	represent
	hears
	unrelated
	trade
	thisYear
	lastYear
	partYear
	shall
	plan
	consult
	ideal
	foreign
	twice
	classes // how many there are
)

var wordClasses = map[string]class{
	"receive": receive, "accept": accept, "submit": submit, "due": due, "answer": answer, "process": process, "issue": issue,
	"repeal": repeal, "in_force": inForce, "decide": decide, "charge": charge, "sue": sue, "apply": apply, "dep": dep,
	"open": open, "info": info, "item": item, "intake": intake, "person": person, "anyone": anyone, "carry": carry, "dropped": dropped, "inform": inform, "pending": pending,
	"next_year": nextYear, "review": review, "suit": suit, "dispute": dispute, "conflict": conflict, "normative": normative,
	"regulation": regulation, "licence": licence, "penalty": penalty, "coercion": coercion, "levy": levy, "fee": fee,
	"any_fee": anyFee, "notice": notice, "send": send, "negative": negative, "double": double, "none_of": noneOf,
	"zero": zero, "zero_apply": zeroApply, "zero_report": zeroReport, "zero_charge": zeroCharge, "none_here": noneHere,
	"situation": situation, "all": all, "rate": rate, "other_rate": otherRate, "outcome_rate": outcomeRate, "among": among, "divided": divided,
	"contain": contain, "exclude": exclude, "plus": plus, "rest": rest, "others": others, "reason": reason,
	"due_only": dueOnly, "limit": limit, "except": except, "channel": channel, "subject": subject, "compare": compare,
	"up": up, "down": down, "reach": reach, "share": share, "shares": shares, "overlap": overlap, "from": from, "to": until, "since": since, "besides": besides, "together": together, "fill": fill,
	"and": and, "amount": amount, "own": own, "home": home, "level": level, "hears": hears, "unrelated": unrelated, "trade": trade, "ground": ground, "elsewhere": elsewhere, "represent": represent,
	"this_year": thisYear, "last_year": lastYear, "part_year": partYear, "shall": shall, "plan": plan, "consult": consult, "ideal": ideal, "foreign": foreign, "twice": twice,
}

// roleClasses are the lists that belong to roles: result.granted.
var roleClasses = map[string]class{"result": result, "applicant": applicant, "limit": limit, "zero": zero, "home": home, "elsewhere": elsewhere, "outcome": outcome, "route": route, "this_year": thisYear}

// set is a set of classes.
type set [classes]bool

func of(all ...class) (s set) {
	for _, c := range all {
		s[c] = true
	}
	return s
}

func (s set) with(more ...class) set {
	for _, c := range more {
		s[c] = true
	}
	return s
}

// word is an entry of the lexicon.
type word struct {
	runes []rune
	class class
	role  string
}

// Grammar is a word list made ready. It is safe for concurrent use.
type Grammar struct {
	lexicon  map[rune][]word // by first character, longest first
	measures map[rune][]measure
	before   [][]rune
	inside   map[rune]bool
	after    map[rune][][]rune
	bodies   [][]rune
	earlier  [][]rune
	// closed are the parts that some wholes divide into, each with the words that
	// name it, longer ones first.
	closed [][][]string
}

// measure is a word that a number is counted in.
type measure struct {
	runes  []rune
	kind   kind
	factor decimal.Decimal
}

// kind says what sort of number a figure is.
type kind uint8

const (
	kindCase  kind = iota // counted as applications, cases and decisions are
	kindOther             // counted in something else
	kindTime
	kindPoints
	kindMoney
	kindPercent
	kindTimes // N 倍
	kindPlain // without a measure
)

var measureKinds = map[string]kind{"case": kindCase, "other": kindOther, "time": kindTime, "points": kindPoints}

// builder collects the entries of a word list and what is wrong with it.
type builder struct {
	g *Grammar
	// lists are those of words, in order of name; measures are the words that
	// numbers are counted in.
	lists    []classed
	measures []measure
	// runes is what is left of the room that entries take their characters from.
	runes []rune
	errs  []error
}

// Read makes a grammar of a word list in YAML, which rules/words/claims.yaml
// explains. A list may leave classes out. The error names every fault: an
// unknown class, a word that stands in two.
func Read(data []byte) (*Grammar, error) {
	var nodes map[string]yaml.Node
	if err := yaml.Load(data, &nodes); err != nil {
		return nil, err
	}
	lists := map[string]WordList{}
	for name, node := range nodes {
		lists[name] = func(into any) error { return node.Load(into, yaml.WithKnownFields()) }
	}
	return Make(lists)
}

// WordList reads one list of such a file into a value, refusing unknown keys.
type WordList func(into any) error

// Make makes a grammar of the lists of such a file.
func Make(lists map[string]WordList) (*Grammar, error) {
	b := builder{g: &Grammar{inside: map[rune]bool{}, after: map[rune][][]rune{}}}
	for _, name := range slices.Sorted(maps.Keys(lists)) {
		b.list(name, lists[name])
	}
	b.lexicon()
	b.g.measures = map[rune][]measure{}
	for _, m := range b.measures {
		b.g.measures[m.runes[0]] = append(b.g.measures[m.runes[0]], m)
	}
	for _, list := range b.g.measures {
		slices.SortFunc(list, func(x, y measure) int { return len(y.runes) - len(x.runes) })
	}
	return b.g, errors.Join(b.errs...)
}

// classed is a list of words that do the same in a sentence.
type classed struct {
	name  string
	class class
	role  string
	words []string
}

// lexicon puts the words together by their first character, longest first. There
// are thousands, so that each is counted before it is given its place.
func (b *builder) lexicon() {
	counts, n := make(map[rune]int, 1024), 0
	for _, list := range b.lists {
		for _, text := range list.words {
			first, _ := utf8.DecodeRuneInString(text)
			counts[first]++
		}
		n += len(list.words)
	}
	room := make([]word, n)
	b.g.lexicon = make(map[rune][]word, len(counts))
	for _, list := range b.lists {
		for _, text := range list.words {
			w := word{b.characters(text), list.class, list.role}
			first := w.runes[0]
			words, begun := b.g.lexicon[first]
			if !begun {
				words, room = room[:0:counts[first]], room[counts[first]:]
			}
			b.g.lexicon[first] = append(words, w)
		}
	}
	for _, words := range b.g.lexicon {
		slices.SortFunc(words, func(x, y word) int { return len(y.runes) - len(x.runes) })
	}
	b.twice()
}

// twice complains of words that stand in two lists.
func (b *builder) twice() {
	same := func(list []word) bool {
		for i, w := range list {
			for j := i - 1; j >= 0 && len(list[j].runes) == len(w.runes); j-- {
				if slices.Equal(list[j].runes, w.runes) {
					return true
				}
			}
		}
		return false
	}
	some := false
	for _, list := range b.g.lexicon {
		some = some || same(list)
	}
	if !some {
		return
	}
	seen := map[string]string{}
	for _, list := range b.lists {
		for _, text := range list.words {
			if first, twice := seen[text]; twice {
				b.fail("%q stands in %s and in %s", text, first, list.name)
				continue
			}
			seen[text] = list.name
		}
	}
}

// characters are those of a text.
func (b *builder) characters(text string) []rune {
	n := utf8.RuneCountInString(text)
	if len(b.runes) < n {
		b.runes = make([]rune, max(n, 2048))
	}
	runes := b.runes[:0:n]
	b.runes = b.runes[n:]
	for _, r := range text {
		runes = append(runes, r)
	}
	return runes
}

// money is a unit of money and how many 元 it is.
type money struct {
	Word   string          `yaml:"word"`
	Factor decimal.Decimal `yaml:"factor"`
}

// list adds one list of the file.
func (b *builder) list(name string, read WordList) {
	if name == "money" {
		var units []money
		if err := read(&units); err != nil {
			b.fail("%s: %w", name, err)
			return
		}
		for _, m := range units {
			b.measure(name, m.Word, kindMoney, m.Factor)
		}
		return
	}
	var words []string
	if err := read(&words); err != nil {
		b.fail("%s: %w", name, err)
		return
	}
	group, role, _ := strings.Cut(name, ".")
	if group == "closed" && role != "" {
		var parts [][]string
		for _, text := range words {
			parts = append(parts, strings.Split(text, "/"))
		}
		b.g.closed = append(b.g.closed, parts)
		return
	}
	c, isWord := wordClasses[name]
	r, isRole := roleClasses[group]
	k, isMeasure := measureKinds[role]
	words = slices.DeleteFunc(words, func(text string) bool {
		if text == "" {
			b.fail("%s holds an empty word", name)
		}
		return text == ""
	})
	switch {
	case len(words) == 0:
	case isWord:
		b.lists = append(b.lists, classed{name, c, "", words})
	case isRole && role != "":
		b.lists = append(b.lists, classed{name, r, role, words})
	case group == "measure" && isMeasure:
		for _, text := range words {
			b.measure(name, text, k, decimal.Zero)
		}
	case name == "about.before":
		b.g.before = b.all(words)
	case name == "about.inside":
		for _, runes := range b.all(words) {
			b.g.inside[runes[0]] = true
		}
	case name == "about.after":
		for _, runes := range b.all(words) {
			b.g.after[runes[0]] = append(b.g.after[runes[0]], runes)
		}
	case name == "bodies":
		b.g.bodies = b.all(words)
	case name == "earlier":
		b.g.earlier = b.all(words)
	default:
		b.fail("unknown list %q", name)
	}
}

// all are the characters of several words.
func (b *builder) all(words []string) (all [][]rune) {
	for _, text := range words {
		all = append(all, b.characters(text))
	}
	return all
}

func (b *builder) fail(format string, args ...any) {
	b.errs = append(b.errs, fmt.Errorf(format, args...))
}

func (b *builder) measure(list, text string, k kind, factor decimal.Decimal) {
	if text == "" {
		b.fail("%s holds an empty word", list)
		return
	}
	b.measures = append(b.measures, measure{b.characters(text), k, factor})
}

// Yuan is how many 元 a unit of money is, 0 for a word that is none.
func (g *Grammar) Yuan(unit string) decimal.Decimal {
	if unit == "" {
		return decimal.Zero
	}
	for _, m := range g.measures[[]rune(unit)[0]] {
		if m.kind == kindMoney && string(m.runes) == unit {
			return m.factor
		}
	}
	return decimal.Zero
}

func hasPrefix(runes, prefix []rune) bool {
	return len(runes) >= len(prefix) && slices.Equal(runes[:len(prefix)], prefix)
}

func hasSuffix(runes, suffix []rune) bool {
	return len(runes) >= len(suffix) && slices.Equal(runes[len(runes)-len(suffix):], suffix)
}

// lookup returns the longest word of the lexicon that runes begin with, or a
// shorter one where the longest breaks a word that goes on: 在|办理, not 在办|理.
func (g *Grammar) lookup(runes []rune) (word, bool) {
	list := g.lexicon[runes[0]]
	for i, w := range list {
		if !hasPrefix(runes, w.runes) {
			continue
		}
		if rest := runes[len(w.runes):]; len(rest) > 0 && g.longest(rest) == 0 {
			for _, shorter := range list[i+1:] {
				if n := len(shorter.runes); hasPrefix(runes, shorter.runes) && n+g.longest(runes[n:]) > len(w.runes) {
					return shorter, true
				}
			}
		}
		return w, true
	}
	return word{}, false
}

// longest is how long the longest word is that runes begin with.
func (g *Grammar) longest(runes []rune) int {
	for _, w := range g.lexicon[runes[0]] {
		if hasPrefix(runes, w.runes) {
			return len(w.runes)
		}
	}
	return 0
}
