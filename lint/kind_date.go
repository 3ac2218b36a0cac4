package lint

import (
	"fmt"

	"slices"
	"strings"

	"nianbao/internal/han"
	"nianbao/internal/regex"
	"nianbao/internal/report"
)

// dateKind judges when the report was signed and published: not before its
// period ends (limit: period), not after the deadline of the agency's type
// (limit: deadline), which the office may have set.
type dateKind struct {
	Limit string `yaml:"limit" validate:"required,oneof=period deadline"`
	// Sums are patterns of what a report says that sums those of its system,
	// which is due later.
	Sums []string `yaml:"sums"`

	sums []*regex.Regex
}

func (k *dateKind) prepare() error {
	for _, text := range k.Sums {
		re, err := regex.Compile(text)
		if err != nil {
			return fmt.Errorf("%s: %w", text, err)
		}
		k.sums = append(k.sums, re)
	}
	return nil
}

func (k *dateKind) check(p *pass) {
	if p.year() == 0 {
		return
	}
	r := p.report
	if k.Limit == "period" {
		k.early(p, "", r.Signature.Date)
		k.early(p, "published", r.Published)
		return
	}
	// What counts is the day of publication; where none is given the report
	// cannot have been published before it was signed.
	if _, ok := dateOf(r.Published); ok {
		k.late(p, "", r.Published)
	} else {
		k.late(p, "signed", r.Signature.Date)
	}
}

func dateOf(f report.Field) (date, bool) {
	if !f.Given || f.Text == "" {
		return date{}, false
	}
	d, ok := parseDate(f.Text)
	return d, ok && d.wrong == "" && d.year != 0
}

func (k *dateKind) early(p *pass, form string, f report.Field) {
	d, ok := dateOf(f)
	if !ok {
		return
	}
	month, day := monthDay(p.report.Edition.Period.To)
	if !d.before(p.year(), month, day) {
		return
	}
	end := date{year: p.year(), month: month, day: day}
	p.add(Finding{Form: form, At: f.At, Pos: f.Pos, Args: map[string]string{
		"date": d.String(), "end": end.String(), "year": itoa(p.year()), "next": itoa(p.year() + 1)}})
}

func (k *dateKind) late(p *pass, form string, f report.Field) {
	d, ok := dateOf(f)
	agency := p.report.Edition.Agency(p.report.Agency.Type.Text)
	if !ok || agency == nil {
		return
	}
	due, advised, summed := agency.Due, agency.Advised, agency.Summed
	if local := p.profile.deadline(agency.Type); local != "" {
		due, advised, summed = local, "", ""
	}
	if summed != "" && k.sumsUp(p) {
		due, summed = summed, ""
	}
	args := map[string]string{}
	switch {
	case summed != "" && d.after(k.day(p, due)) && !d.after(k.day(p, summed)):
		form, args["summed"] = "single", k.limit(p, summed)
	case d.after(k.day(p, due)):
	case advised != "" && d.after(k.day(p, advised)):
		due, form = advised, "advised"
	default:
		return
	}
	args["date"], args["due"], args["type"] = d.String(), k.limit(p, due), agency.Type
	p.add(Finding{Form: form, At: f.At, Pos: f.Pos, Args: args})
}

// sumsUp reports whether the report says that it sums those of its system.
func (k *dateKind) sumsUp(p *pass) bool {
	return slices.ContainsFunc(p.passages(), func(q *passage) bool {
		return q.zone&(zoneTitle|zoneProse) != 0 && slices.ContainsFunc(k.sums, func(re *regex.Regex) bool { return re.MatchString(squeeze(q.text)) })
	})
}

func (k *dateKind) limit(p *pass, md string) string {
	year, month, day := k.day(p, md)
	return date{year: year, month: month, day: day}.String()
}

// day is a day of the year in which the report is due.
func (k *dateKind) day(p *pass, md string) (year, month, day int) {
	month, day = monthDay(md)
	return p.year() + 1, month, day
}

// monthDay takes MM-DD apart; the edition's loader let nothing else through.
func monthDay(md string) (month, day int) {
	if _, err := fmt.Sscanf(md, "%d-%d", &month, &day); err != nil {
		return 0, 0
	}
	return month, day
}

// calendarKind finds dates that no calendar has.
type calendarKind struct{}

func (k *calendarKind) check(p *pass) {
	// What is no date at all would be printed as typed, and no rule of dates
	// could judge it.
	for _, f := range []report.Field{p.report.Signature.Date, p.report.Published} {
		if !f.Given || strings.TrimSpace(f.Text) == "" {
			continue
		}
		if _, ok := parseDate(f.Text); !ok {
			p.add(Finding{Form: "unreadable", At: f.At, Pos: f.Pos, Args: map[string]string{"text": f.Text}})
		}
	}
	p.eachIn(zonePrinted&^zoneContact|zoneUnplaced, func(q *passage) {
		for _, d := range findDates(q.runes) {
			if d.wrong != "" {
				k.found(p, q, d)
			}
		}
		for i := 4; i+3 < len(q.runes); i++ {
			from, to, ok := figureDate(q.runes, i)
			if !ok {
				continue
			}
			d, ok := parseDate(q.string(from, to))
			// In running text a month above 12 is more likely a number of
			// another sort than a date.
			if ok && d.wrong != "" && (d.wrong != "month" || q.zone == zoneDate) {
				d.from, d.to = from, to
				k.found(p, q, d)
			}
		}
	})
}

// figureDate returns the bounds of a date in figures, such as 2024-02-30, whose
// first mark is at i. What letters, figures or marks surround is none, as the
// address 10.2.30.1 or a version.
func figureDate(runes []rune, i int) (from, to int, ok bool) {
	mark := runes[i]
	if mark != '-' && mark != '.' && mark != '/' {
		return 0, 0, false
	}
	digits := func(at, most int) int {
		n := 0
		for n < most && at+n < len(runes) && han.IsDigit(runes[at+n]) {
			n++
		}
		return n
	}
	from = i - 4
	if digits(from, 4) < 4 || runes[from] != '1' && runes[from] != '2' || from > 0 && partOfNumber(runes[from-1]) {
		return 0, 0, false
	}
	month := digits(i+1, 2)
	second := i + 1 + month
	if month == 0 || second >= len(runes) || runes[second] != mark {
		return 0, 0, false
	}
	day := digits(second+1, 2)
	to = second + 1 + day
	return from, to, day > 0 && (to == len(runes) || !partOfNumber(runes[to]))
}

func partOfNumber(r rune) bool {
	return han.IsDigit(r) || isLatin(r) || r == '-' || r == '.' || r == '/'
}

func (k *calendarKind) found(p *pass, q *passage, d date) {
	f := Finding{Form: d.wrong, At: q.at, Pos: q.pos(d.from, d.to), Args: map[string]string{"text": q.string(d.from, d.to)}}
	if d.wrong == "day" && d.month != 0 {
		f.Form = "last"
		f.Args["month"], f.Args["last"] = itoa(d.month), itoa(daysIn(d.year, d.month))
		if d.year != 0 {
			f.Args["month"] = fmt.Sprintf("%d年%d", d.year, d.month)
		}
	}
	p.add(f)
}
