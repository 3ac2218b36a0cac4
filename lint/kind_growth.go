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
	Lead   string   `yaml:"lead" validate:"required"`
	Base   string   `yaml:"base" validate:"required"`
	After  string   `yaml:"after" validate:"required"`
	More   string   `yaml:"more" validate:"required"`
	Less   string   `yaml:"less" validate:"required"`
	Change string   `yaml:"change" validate:"required"`
	Rate   string   `yaml:"rate" validate:"required"`
	About  []string `yaml:"about" validate:"required"`

	lead, base, after, less, change, rate *regex.Regex
}

func (k *growthKind) load(fsys fs.FS) error {
	k.reader = claimKind{Words: k.Claims, Topic: k.Topic}
	return errors.Join(loadWords(fsys, k.Words, &k.list), loadWords(fsys, k.Restated, &k.restated), k.reader.load(fsys), k.list.compile())
}

func (w *growthWords) compile() error {
	var errs []error
	pattern := func(text string) *regex.Regex {
		text = strings.NewReplacer("{n}", `[0-9][0-9,]*(?:\.[0-9]+)?`, "{more}", w.More, "{less}", w.Less).Replace(text)
		re, err := regex.Compile("^(?:" + text + ")")
		errs = append(errs, err)
		return re
	}
	w.lead, w.base, w.after = pattern(w.Lead), pattern(w.Base), pattern(w.After)
	w.less, w.change, w.rate = pattern(w.Less), pattern(w.Change), pattern(w.Rate)
	return errors.Join(errs...)
}

func (k *growthKind) undecided(p *pass) bool { return p.previous == nil }

// twoYears are figures of one sort, of this year and of the last.
type twoYears struct{ now, last reading }

func (k *growthKind) check(p *pass) {
	if p.previous == nil {
		return
	}
	now, last := tables{p.report}, tables{p.previous}
	received := twoYears{now.row(roleReceived), last.row(roleReceived)}
	if !received.now.known || !received.last.known {
		return
	}
	// Some compare what they had to deal with, or dealt with.
	all := []twoYears{received, {received.now.plus(now.row(roleCarriedIn)), received.last.plus(last.row(roleCarriedIn))}, {now.row(roleHandled), last.row(roleHandled)}}
	for i := range p.statements(&k.reader) {
		s := &p.said[k.reader.grammar][i]
		if s.What == claims.Received && s.Applicant == "" && s.Scope == "" && !s.Denied && !s.Including && s.Base == 0 && len(s.Siblings) == 0 && s.Value.Equal(received.now.value) {
			k.judge(p, s, all)
		}
	}
}

// judge reads what follows the total: last year's figure, the change, the rate.
// What follows from a figure that the text gives has a rule of its own.
func (k *growthKind) judge(p *pass, s *stated, all []twoYears) {
	_, end := sentence(s.runes, s.To)
	text, at := s.string(s.To, end), 0
	next := func(re *regex.Regex) []string {
		m := re.FindStringSubmatch(text[at:])
		if m != nil {
			at += len(m[0])
		}
		return m
	}
	lead := next(k.list.lead)
	if lead == nil || lead[1] != "" && lead[1] != p.lastYear() {
		return
	}
	base, change := next(k.list.base), next(k.list.change)
	var rate []string
	if change != nil && change[3] != "%" {
		rate = next(k.list.rate)
	}
	beside := at
	if base == nil {
		base = next(k.list.after)
	}
	if hasPrefixAny(text[at:], k.list.About) || hasPrefixAny(text[beside:], k.list.About) {
		return
	}
	flag := func(form, expected string) {
		if k.restated.states(p, roleReceived) {
			return
		}
		to := s.To + utf8.RuneCountInString(text[:at])
		f := Finding{Form: form, At: s.at, Pos: s.pos(s.From, to), Args: message.Args{
			"text": strings.TrimSpace(s.says(s.From, to)), "lastYear": p.lastYear(), "row": all[0].last.name,
			"last": all[0].last.value.String(), "now": all[0].now.value.String(), "expected": expected}}
		for _, place := range all[0].last.places {
			place.Path = p.previous.Path
			f.Related = append(f.Related, place)
		}
		p.add(f)
	}
	fits := func(ok func(y twoYears) bool) bool {
		return slices.ContainsFunc(all, func(y twoYears) bool { return y.unclear() || y.known() && ok(y) })
	}
	before, after := all[0].last.value, all[0].now.value
	grown := after.Sub(before)
	switch {
	case base != nil:
		if v := numberIn(base[1]); !fits(func(y twoYears) bool { return y.last.value.Equal(v) }) {
			flag("", "")
		}
		return
	case change == nil:
		return
	}
	sign := decimal.NewFromInt(1)
	if k.list.less.MatchString(change[1]) {
		sign = sign.Neg()
	}
	if change[3] != "%" {
		v := numberIn(change[2]).Mul(sign)
		if !fits(func(y twoYears) bool { return y.now.value.Sub(y.last.value).Equal(v) }) {
			flag(direction(grown, "more", "less"), grown.Abs().String())
			return
		}
		if rate == nil {
			return
		}
		change = []string{"", "", rate[1]}
	}
	if before.IsZero() {
		return
	}
	v := numberIn(change[2])
	c := claims.Claim{What: claims.Growth, Figure: claims.Figure{Value: v.Mul(sign), Shown: -v.Exponent()}}
	if !fits(func(y twoYears) bool {
		c.Before.Value, c.After.Value = y.last.value, y.now.value
		return !y.last.value.IsZero() && c.Agrees()
	}) {
		flag(direction(grown, "growth", "fall"), grown.Abs().Mul(decimal.NewFromInt(100)).DivRound(before, c.Shown).StringFixed(c.Shown))
	}
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
