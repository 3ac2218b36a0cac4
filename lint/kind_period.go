package lint

import (
	"cmp"

	"slices"
	"strconv"
	"unicode/utf8"

	"nianbao/internal/edition"
	"nianbao/internal/han"
	"nianbao/internal/message"
	"nianbao/internal/regex"
	"nianbao/internal/report"
)

// periodKind asks the preamble, or the part with a role, for the period of the
// figures, and that it be the edition's.
type periodKind struct {
	// In is the role of the part that may give it as well.
	In string `yaml:"in" validate:"required"`
	// Said is a pattern of the words by which a sentence tells that the days in
	// it are those of the report's figures.
	Said string `yaml:"said" validate:"required"`

	said *regex.Regex
}

func (k *periodKind) prepare() (err error) {
	k.said, err = regex.Compile(k.Said)
	return err
}

// What stands between the two days of a range, and what beside the one of a term.
var (
	periodJoint = regex.Must(`^(?:0时|零时|24时)?(?:[（(]含(?:当日|本日)?[）)])?(?:起|始|开始)?[，,]?(?:直?至|到|—+|－+|-+|~|～)$`)
	periodUntil = regex.Must(`截[至止][到至]?$`)
	periodEnd   = regex.Must(`^\s*[底末]`)
	// The year that a range in brackets explains: 2023年全年（1月1日至12月31日）.
	periodYear = regex.Must(`年\s*(?:度|全年|整年)*\s*[（(，,：:]?\s*(?:即|为|自|从)?\s*$`)
)

func (k *periodKind) check(p *pass) {
	r := p.report
	if r.YearNumber == 0 {
		return
	}
	expected := r.Edition.Expand("{from}至{to}", "", strconv.Itoa(r.YearNumber), "")
	add := func(f *Finding) {
		f.Args["expected"] = expected
		p.add(*f)
	}
	part := p.report.PartByRole(k.In)
	var within []*report.Text
	if part != nil && part.Text != nil {
		within = bodies(part.Text)
	}
	given := false
	for _, text := range within {
		right, wrong, _ := k.given(p, text, false)
		if wrong != nil {
			wrong.Form, wrong.Args["heading"] = "wrong-within", r.NumberedPart(part)
			add(wrong)
		}
		given = given || right || wrong != nil
	}
	if r.Preamble == nil {
		return // one with the right period is generated
	}
	right, wrong, told := k.given(p, r.Preamble, true)
	switch {
	case right:
	case wrong != nil && (!given || told):
		add(wrong)
	case given:
	default:
		for i, text := range append([]*report.Text{r.Preamble}, within...) {
			if k.garbled(p, text, i == 0) {
				return // DAT004 names the date
			}
		}
		missing := &Finding{At: r.Preamble.At, Pos: r.Preamble.Pos, Args: message.Args{"heading": r.TitleText()}}
		if part != nil {
			missing.Args["heading"] = r.NumberedPart(part)
		}
		add(missing)
	}
}

// given reports whether a text gives the right period, and else a wrong one. In
// a preamble any stretch of time is taken for it. Elsewhere it is the right one
// from its first day to its last, a term that a sentence opens with, or what the
// words of the sentence tell, and only those tell a wrong one; told says whether
// they did.
func (k *periodKind) given(p *pass, text *report.Text, preamble bool) (right bool, wrong *Finding, told bool) {
	r := p.report
	for _, q := range p.passagesOf(text) {
		for _, s := range q.periods(r.YearNumber) {
			from, to := sentence(q.runes, s.start)
			said := k.said.MatchString(squeeze(q.string(from, to)))
			if s.is(r.YearNumber, r.Edition.Period) {
				if preamble || said || s.from.Month != 0 || opens(q.runes, s.start) {
					return true, nil, false
				}
				continue
			}
			// One that names no year may be of anything else (公开月, 5月1日至31日).
			if wrong == nil && s.to.Year != 0 && (preamble || said) {
				told = said
				wrong = &Finding{Form: "wrong", At: text.At, Pos: q.pos(s.start, s.end), Args: message.Args{
					"found": q.string(s.start, s.end)}}
			}
		}
	}
	return false, wrong, told
}

// period is a stretch of time that a text names, at start to end (exclusive, in
// runes). One that only says until when has no first day, and the days of one
// that names no year have none.
type period struct {
	from, to   han.Date
	start, end int
}

// periods are the stretches of time in the passage. A year that is left out is
// that of the first day, or which stands before it, or, for a term, the
// report's; a month without a day begins with its first day and ends with its
// last.
func (q *passage) periods(year int) []period {
	runes := q.runes
	days := slices.Concat(q.dates(), q.figureDates())
	slices.SortStableFunc(days, func(a, b han.Date) int { return a.From - b.From })
	var all []period
	for i, d := range days {
		if d.Wrong != "" || d.Month == 0 {
			continue
		}
		if periodEnd.MatchString(string(runes[d.To:min(d.To+2, len(runes))])) {
			d.Day = han.DaysIn(cmp.Or(d.Year, year), d.Month)
			d.To++
		}
		if i > 0 && days[i-1].Wrong == "" {
			first := days[i-1]
			if first.To <= d.From && periodJoint.MatchString(squeeze(string(runes[first.To:d.From]))) {
				if first.Year == 0 {
					first = withYearBefore(runes, first)
				}
				d.Year = cmp.Or(d.Year, first.Year)
				all = append(all, period{first, d, first.From, d.To})
				continue
			}
		}
		d.Year = cmp.Or(d.Year, year)
		before := squeeze(string(runes[max(d.From-6, 0):d.From]))
		if loc := periodUntil.FindString(before); loc != "" {
			all = append(all, period{to: d, start: d.From - utf8.RuneCountInString(loc), end: d.To})
		}
	}
	return all
}

// withYearBefore gives a day without a year that which stands right before it,
// none for none.
func withYearBefore(runes []rune, d han.Date) han.Date {
	const most = 12
	start := max(d.From-most, 0)
	before := string(runes[start:d.From])
	m := periodYear.FindStringIndex(before)
	if m == nil {
		return d
	}
	if year, from, ok := han.YearBefore(runes, start+utf8.RuneCountInString(before[:m[0]])); ok {
		d.Year, d.From = year, from
	}
	return d
}

// is reports whether a stretch of time is the edition's period in a year, which
// one that names none is taken to be of.
func (s period) is(year int, want edition.Period) bool {
	first, last := s.from, s.to
	if first.Day == 0 {
		first.Day = 1
	}
	if last.Day == 0 {
		last.Day = han.DaysIn(cmp.Or(last.Year, year), last.Month)
	}
	is := func(d han.Date, md string) bool {
		month, day := monthDay(md)
		return cmp.Or(d.Year, year) == year && d.Month == month && d.Day == day
	}
	return (s.from.Month == 0 || is(first, want.From)) && is(last, want.To)
}

// garbled reports whether a text gives a period that is no date.
func (k *periodKind) garbled(p *pass, text *report.Text, preamble bool) bool {
	return slices.ContainsFunc(p.passagesOf(text), func(q *passage) bool {
		told := k.said.MatchString(squeeze(q.text)) || preamble && containsAny(q.text, []string{"期限", "截至", "截止"})
		return told && slices.ContainsFunc(q.dates(), func(d han.Date) bool { return d.Wrong != "" })
	})
}
