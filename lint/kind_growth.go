package lint

import (
	"errors"
	"io/fs"

	"slices"
	"strings"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"nianbao/internal/message"
	"nianbao/internal/regex"
	"nianbao/lint/claims"
)

// growthKind holds what the prose says of the change of the applications against
// both years' reports. It judges only what follows the figure of this year's
// total right away, so that nothing else can be meant.
type growthKind struct {
	// Words names the word list, Claims that of the grammar, and Restated that of
	// sentences that explain a difference.
	Words    string `yaml:"words" validate:"required"`
	Claims   string `yaml:"claims" validate:"required"`
	Restated string `yaml:"restated" validate:"required"`
	// Topic is the role of the section in which an unnamed subject is an
	// application.
	Topic string `yaml:"topic"`

	list     growthWords
	reader   claimKind
	restated restatement
}

// growthWords are patterns; see words/growth.yaml.
type growthWords struct {
	Measures string   `yaml:"measures" validate:"required"`
	Lead     string   `yaml:"lead" validate:"required"`
	Base     string   `yaml:"base" validate:"required"`
	After    string   `yaml:"after" validate:"required"`
	More     string   `yaml:"more" validate:"required"`
	Less     string   `yaml:"less" validate:"required"`
	Change   string   `yaml:"change" validate:"required"`
	Rate     string   `yaml:"rate" validate:"required"`
	Way      string   `yaml:"way" validate:"required"`
	Same     string   `yaml:"same" validate:"required"`
	About    []string `yaml:"about" validate:"required"`

	lead, base, after, less, change, rate, way, same *regex.Regex
}

func (k *growthKind) load(fsys fs.FS) error {
	k.reader = claimKind{Words: k.Claims, Topic: k.Topic}
	return errors.Join(loadWords(fsys, k.Words, &k.list), loadWords(fsys, k.Restated, &k.restated), k.reader.load(fsys), k.list.compile())
}

func (w *growthWords) compile() error {
	var errs []error
	pattern := func(text string) *regex.Regex {
		text = strings.NewReplacer("{n}", `[0-9][0-9,]*(?:\.[0-9]+)?`, "{m}", w.Measures, "{more}", w.More, "{less}", w.Less).Replace(text)
		re, err := regex.Compile("^(?:" + text + ")")
		errs = append(errs, err)
		return re
	}
	w.lead, w.base, w.after = pattern(w.Lead), pattern(w.Base), pattern(w.After)
	w.less, w.change, w.rate = pattern(w.Less), pattern(w.Change), pattern(w.Rate)
	w.way, w.same = pattern(w.Way), pattern(w.Same)
	return errors.Join(errs...)
}

func (k *growthKind) undecided(p *pass) bool { return p.previous == nil }

// twoYears are figures of one sort, of this year and of the last.
type twoYears struct{ now, last reading }

func (k *growthKind) check(p *pass) {
	if p.previous == nil {
		return
	}
	for i := range p.statements(&k.reader) {
		s := &p.said[k.reader.grammar][i]
		if s.Scope != "" || s.Denied || s.Including || s.Base != 0 && s.What != claims.Charges || len(s.Siblings) > 0 {
			continue
		}
		topic, all := k.years(p, s)
		if len(all) > 0 && all[0].known() && (s.What == claims.Charges || s.Value.Equal(all[0].now.value)) {
			k.judge(p, s, topic, all)
		}
	}
}

// years are the figures that a claim may compare, the most likely first, with the
// role by which a restatement of last year's names them.
func (k *growthKind) years(p *pass, s *stated) (topic string, all []twoYears) {
	now, last := tables{p.report}, tables{p.previous}
	cells := func(row, column string) []twoYears {
		return []twoYears{{now.sum(row, column), last.sum(row, column)}}
	}
	switch s.What {
	case claims.Received:
		if s.Applicant != "" {
			return roleReceived, cells(roleReceived, s.Applicant)
		}
		all = cells(roleReceived, roleTotal)
		// Some compare what they had to deal with, or dealt with.
		return roleReceived, append(all, twoYears{all[0].now.plus(now.row(roleCarriedIn)), all[0].last.plus(last.row(roleCarriedIn))},
			twoYears{now.row(roleHandled), last.row(roleHandled)})
	case claims.Reviews, claims.Suits:
		row, column := roleReview, roleTotal
		if s.What == claims.Suits {
			row = roleSuit
		}
		topic = row
		if s.Route != "" {
			row = s.Route
		}
		if s.Outcome != "" {
			column = s.Outcome
		}
		if s.Unsure {
			return "", nil
		}
		return topic, cells(row, column)
	case claims.Regulations, claims.Normative:
		return documentRoles[s.What], cells(documentRoles[s.What], s.Action)
	case claims.Licences, claims.Penalties, claims.Coercions:
		return documentRoles[s.What], cells(documentRoles[s.What], roleDecisions)
	case claims.Charges:
		return roleCharge, cells(roleCharge, roleCharged)
	}
	return "", nil
}

// comparison is what follows a figure: last year's, the change, the rate.
type comparison struct {
	// base is last year's figure, "" for none.
	base string
	// change and rate are amounts with their measures, less true for a fall.
	change, measure, rate string
	less                  bool
	// way is true where only a direction is given, same for none.
	way, same bool
	// to is where it ends, in bytes.
	to int
}

// read reads what follows a figure, false for no comparison with last year.
func (w *growthWords) read(text, lastYear string) (c comparison, ok bool) {
	next := func(re *regex.Regex) []string {
		m := re.FindStringSubmatch(text[c.to:])
		if m != nil {
			c.to += len(m[0])
		}
		return m
	}
	if m := next(w.after); m != nil { // 63件（2023年为68件）
		c.base = m[2]
		return c, (m[1] == "" || m[1] == lastYear) && !hasPrefixAny(text[c.to:], w.About)
	}
	lead := next(w.lead)
	if lead == nil || lead[1] != "" && lead[1] != lastYear {
		return c, false
	}
	if m := next(w.base); m != nil {
		c.base = m[1]
	}
	if m := next(w.change); m != nil {
		c.less, c.change, c.measure = w.less.MatchString(m[1]), m[2], m[3]
		if c.measure == "％" || c.measure == "%" {
			c.change, c.rate = "", c.change
		} else if m := next(w.rate); m != nil {
			c.rate = m[1]
		}
	} else if m := next(w.way); m != nil {
		c.way, c.less = true, w.less.MatchString(m[1])
	} else if next(w.same) != nil {
		c.same = true
	}
	beside := c.to
	if c.base == "" {
		if m := next(w.after); m != nil && (m[1] == "" || m[1] == lastYear) {
			c.base = m[2]
		}
	}
	return c, !hasPrefixAny(text[c.to:], w.About) && !hasPrefixAny(text[beside:], w.About)
}

// holds reports whether a comparison follows from the figures of two years.
func (c *comparison) holds(y twoYears) bool {
	grown := y.now.value.Sub(y.last.value)
	sign := decimal.NewFromInt(1)
	if c.less {
		sign = sign.Neg()
	}
	if c.base != "" && !numberIn(c.base).Equal(y.last.value) {
		return false
	}
	if c.change != "" && !numberIn(c.change).Mul(sign).Equal(grown) {
		return false
	}
	if c.rate != "" {
		if y.last.value.IsZero() {
			return false
		}
		v := numberIn(c.rate)
		claim := claims.Claim{What: claims.Growth, Figure: claims.Figure{Value: v.Mul(sign), Shown: -v.Exponent()}}
		claim.Before.Value, claim.After.Value = y.last.value, y.now.value
		if !claim.Agrees() {
			return false
		}
	}
	return !(c.way && grown.Sign() != sign.Sign()) && !(c.same && !grown.IsZero())
}

// judge holds what follows a figure against both years' reports. What does not
// follow from a figure that the text gives has a rule of its own (TXT007).
func (k *growthKind) judge(p *pass, s *stated, topic string, all []twoYears) {
	_, end := sentence(s.runes, s.To)
	text := s.string(s.To, end)
	c, ok := k.list.read(text, p.lastYear())
	if !ok {
		return
	}
	if s.What == claims.Charges {
		c.base, c.change = "", "" // in one unit or another
	}
	first := all[0]
	if first.last.value.IsZero() {
		c.rate = "" // nothing is so many percent more than none
	}
	if c.base == "" && c.change == "" && c.rate == "" && !c.way && !c.same {
		return
	}
	base := c.base != "" && !numberIn(c.base).Equal(first.last.value)
	if c.base != "" && !base {
		return
	}
	if slices.ContainsFunc(all, func(y twoYears) bool { return y.unclear() || y.known() && c.holds(y) }) || k.restated.states(p, topic) {
		return
	}
	grown := first.now.value.Sub(first.last.value)
	form, expected := "", ""
	switch {
	case base:
	case c.way || c.same:
		form = direction(grown, "up", "down")
		if grown.IsZero() {
			form = "same"
		}
	case c.change != "" && !numberIn(c.change).Equal(grown.Abs()) || c.rate == "" || c.change != "" && c.less != grown.IsNegative():
		form, expected = direction(grown, "more", "less"), grown.Abs().String()
	default:
		v := numberIn(c.rate)
		form = direction(grown, "growth", "fall")
		expected = grown.Abs().Mul(decimal.NewFromInt(100)).DivRound(first.last.value, -v.Exponent()).StringFixed(-v.Exponent())
	}
	to := s.To + utf8.RuneCountInString(text[:c.to])
	f := Finding{Form: form, At: s.at, Pos: s.pos(s.From, to), Args: message.Args{
		"text": strings.TrimSpace(s.says(s.From, to)), "lastYear": p.lastYear(), "row": first.last.name,
		"last": first.last.value.String(), "now": first.now.value.String(), "expected": expected}}
	for _, place := range first.last.places {
		place.Path = p.previous.Path
		f.Related = append(f.Related, place)
	}
	p.add(f)
}

func (y twoYears) known() bool   { return y.now.known && y.last.known }
func (y twoYears) unclear() bool { return y.now.unclear || y.last.unclear }

// direction chooses a word by the sign of a change.
func direction(change decimal.Decimal, up, down string) string {
	if change.IsNegative() {
		return down
	}
	return up
}

// numberIn reads what a pattern found.
func numberIn(text string) decimal.Decimal {
	d, err := decimal.NewFromString(strings.ReplaceAll(text, ",", ""))
	if err != nil {
		return decimal.Zero
	}
	return d
}
