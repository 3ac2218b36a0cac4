package lint

import (
	"errors"

	"sort"
	"strings"

	"nianbao/internal/message"
	"nianbao/internal/regex"
)

// carriedYears tells between which years a text says that applications are
// carried over: out of the report year into the next, in from the one before.
// Its patterns look at a text in which marks stand for the years; see
// words/years.yaml.
type carriedYears struct {
	// Out are ways to say into which {year} applications go, but for Named, which
	// tells some of them by it (结转至2024年的3件).
	Out   []string `yaml:"out" validate:"required"`
	Named string   `yaml:"named" validate:"required"`
	// From follows the year that applications come from, and Called stands before
	// one that the text itself calls the last. Older tells why something of an
	// earlier year is still open, or that several are spoken of.
	From   string `yaml:"from" validate:"required"`
	Called string `yaml:"called" validate:"required"`
	Older  string `yaml:"older" validate:"required"`
	// Past and Now are words for earlier years and the report's. After Against
	// they are compared with.
	Past    string `yaml:"past" validate:"required"`
	Now     string `yaml:"now" validate:"required"`
	Against string `yaml:"against" validate:"required"`
	// Speaks are words of applications, Other of what else is carried over.
	Speaks []string `yaml:"speaks" validate:"required"`
	Other  []string `yaml:"other" validate:"required"`

	out, named, in, inCalled, from, older, past, now, aside *regex.Regex
}

// The marks of years, in the private use area, so that no text has them: the one
// that is judged, the same elsewhere where it is an earlier one, and those before,
// in and after the report year.
const (
	markYear  = "\uE010"
	markAgain = "\uE011"
	markPast  = "\uE012"
	markNow   = "\uE013"
	markLater = "\uE014"
)

func (c *carriedYears) compile(measured string) error {
	var errs []error
	pattern := func(parts ...string) *regex.Regex {
		text := strings.Join(parts, "")
		for _, hole := range [][2]string{{"{year}", markYear}, {"{past}", "[" + markPast + markAgain + "]"}, {"{n}", measured}} {
			text = strings.ReplaceAll(text, hole[0], hole[1])
		}
		re, err := regex.Compile(text)
		errs = append(errs, err)
		return re
	}
	past := "(?:{past}度?|" + c.Past + ")"
	c.out, c.named = pattern(strings.Join(c.Out, "|")), pattern(c.Named)
	c.in, c.inCalled = pattern("{year}(?:", c.From, ")"), pattern(c.Called, "{year}度?[）)](?:", c.From, ")")
	c.from, c.older = pattern("(?:", c.From, ")"), pattern(c.Older)
	c.past, c.now = pattern(past), pattern(markNow, "|", c.Now)
	// What is said of an earlier year only beside the report's own.
	c.aside = pattern("(?:", c.Against, ")", past, "|", past, "(?:", c.From, ")")
	return errors.Join(errs...)
}

// remembered is how far back a text is read for the year that it speaks of.
const remembered = 300

// carried judges a year into which, or from which, applications are carried
// over. It returns false for other years.
func (k *yearKind) carried(p *pass, q *passage, y mentioned, years []mentioned, mask []bool) bool {
	c := &k.list.Carried
	if q.zone != zoneBody {
		return false
	}
	from, to := sentence(q.runes, y.from)
	own := marked(q, from, to, y, years, mask, p.year())
	out, called := c.out.MatchString(own), c.inCalled.MatchString(own)
	want, form := p.year()-1, "carried-in"
	switch {
	case out:
		want, form = p.year()+1, "carried-out"
	case !called && !c.in.MatchString(own):
		return false
	}
	if y.value == want || containsAny(own, c.Other) || !containsAny(q.text, c.Speaks) && !p.inRole(q, k.Topic) {
		return true
	}
	before := marked(q, max(from-remembered, 0), from, y, years, mask, p.year())
	first, rest, _ := strings.Cut(own, markYear)
	switch {
	case out:
		if c.named.MatchString(own) || c.history(before+first) {
			return true
		}
	case !called:
		others := c.in.ReplaceAllString(strings.ReplaceAll(before+own, markAgain, markYear), "")
		near, after := clauseAround(own, markYear)
		if y.value == p.year() || c.older.MatchString(own) || c.from.MatchString(others) || k.compares(near+after) ||
			c.history(before+first) || c.past.MatchString(c.aside.ReplaceAllString(rest, "")) {
			return true
		}
	}
	better := itoa(want) + "年"
	p.add(Finding{Form: form, At: q.at, Pos: q.pos(y.from, y.to), Args: message.Args{
		"text": q.string(y.from, y.to), "year": itoa(p.year()), "want": itoa(want)},
		Fix: &Fix{Args: message.Args{"better": better}, Edits: []Edit{q.edit(y.from, y.to, better)}}})
	return true
}

// history reports whether a text last spoke of an earlier year, what it only
// compares with or carried in left out.
func (c *carriedYears) history(text string) bool {
	text = c.aside.ReplaceAllString(text, "")
	last := func(re *regex.Regex) int {
		all := re.FindAllStringIndex(text, -1)
		if len(all) == 0 {
			return -1
		}
		return all[len(all)-1][0]
	}
	return last(c.past) > last(c.now)
}

// marked returns a stretch of a passage without white space and citations, with
// marks for the years.
func marked(q *passage, from, to int, y mentioned, years []mentioned, mask []bool, year int) string {
	var b strings.Builder
	first := sort.Search(len(years), func(i int) bool { return years[i].from >= from })
	for _, o := range years[first:] {
		if o.from >= to {
			break
		}
		if mask[o.from] {
			continue
		}
		b.WriteString(unquoted(q.runes[from:o.from], mask[from:o.from]))
		switch {
		case o == y:
			b.WriteString(markYear)
		case o.value == y.value && o.value < year:
			b.WriteString(markAgain)
		case o.value < year:
			b.WriteString(markPast)
		case o.value == year:
			b.WriteString(markNow)
		default:
			b.WriteString(markLater)
		}
		from = o.to
	}
	b.WriteString(unquoted(q.runes[from:to], mask[from:to]))
	return squeeze(b.String())
}
