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
	g    *Grammar
	seen map[string]string
	errs []error
}

// Read makes a grammar of a word list in YAML, which rules/words/claims.yaml
// explains. A list may leave classes out. The error names every fault: an
// unknown class, a word that stands in two.
func Read(data []byte) (*Grammar, error) {
	var lists map[string]yaml.Node
	if err := yaml.Load(data, &lists); err != nil {
		return nil, err
	}
	return Make(lists)
}

// Make makes a grammar of the lists of such a file.
func Make(lists map[string]yaml.Node) (*Grammar, error) {
	b := builder{g: &Grammar{lexicon: map[rune][]word{}, measures: map[rune][]measure{}, inside: map[rune]bool{}, after: map[rune][][]rune{}},
		seen: map[string]string{}}
	for _, name := range slices.Sorted(maps.Keys(lists)) {
		node := lists[name]
		b.list(name, &node)
	}
	for r, list := range b.g.lexicon {
		slices.SortFunc(list, func(x, y word) int { return len(y.runes) - len(x.runes) })
		b.g.lexicon[r] = list
	}
	for r, list := range b.g.measures {
		slices.SortFunc(list, func(x, y measure) int { return len(y.runes) - len(x.runes) })
		b.g.measures[r] = list
	}
	return b.g, errors.Join(b.errs...)
}

// money is a unit of money and how many 元 it is.
type money struct {
	Word   string          `yaml:"word"`
	Factor decimal.Decimal `yaml:"factor"`
}

// list adds one list of the file.
func (b *builder) list(name string, node *yaml.Node) {
	if name == "money" {
		var units []money
		if err := node.Load(&units, yaml.WithKnownFields()); err != nil {
			b.fail("%s: %w", name, err)
			return
		}
		for _, m := range units {
			b.measure(name, m.Word, kindMoney, m.Factor)
		}
		return
	}
	var words []string
	if err := node.Load(&words); err != nil {
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
	for _, text := range words {
		if text == "" {
			b.fail("%s holds an empty word", name)
			continue
		}
		c, isWord := wordClasses[name]
		r, isRole := roleClasses[group]
		k, isMeasure := measureKinds[role]
		switch {
		case isWord:
			b.word(name, text, c, "")
		case isRole && role != "":
			b.word(name, text, r, role)
		case group == "measure" && isMeasure:
			b.measure(name, text, k, decimal.Zero)
		case name == "about.before":
			b.g.before = append(b.g.before, []rune(text))
		case name == "about.inside":
			b.g.inside[[]rune(text)[0]] = true
		case name == "about.after":
			runes := []rune(text)
			b.g.after[runes[0]] = append(b.g.after[runes[0]], runes)
		case name == "bodies":
			b.g.bodies = append(b.g.bodies, []rune(text))
		case name == "earlier":
			b.g.earlier = append(b.g.earlier, []rune(text))
		default:
			b.fail("unknown list %q", name)
			return
		}
	}
}

func (b *builder) fail(format string, args ...any) {
	b.errs = append(b.errs, fmt.Errorf(format, args...))
}

func (b *builder) word(list, text string, c class, role string) {
	if first, twice := b.seen[text]; twice {
		b.fail("%q stands in %s and in %s", text, first, list)
		return
	}
	b.seen[text] = list
	runes := []rune(text)
	b.g.lexicon[runes[0]] = append(b.g.lexicon[runes[0]], word{runes, c, role})
}

func (b *builder) measure(list, text string, k kind, factor decimal.Decimal) {
	if text == "" {
		b.fail("%s holds an empty word", list)
		return
	}
	runes := []rune(text)
	b.g.measures[runes[0]] = append(b.g.measures[runes[0]], measure{runes, k, factor})
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
