package lint

import (
	"fmt"

	"slices"
	"strings"

	"nianbao/internal/han"
	"nianbao/internal/message"
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

func dateOf(f report.Field) (han.Date, bool) {
	if !f.Given || f.Text == "" {
		return han.Date{}, false
	}
	d, ok := han.ParseDate(f.Text)
	return d, ok && d.Wrong == "" && d.Year != 0
}

func (k *dateKind) early(p *pass, form string, f report.Field) {
	d, ok := dateOf(f)
	if !ok {
		return
	}
	month, day := monthDay(p.report.Edition.Period.To)
	if !d.Before(p.year(), month, day) {
		return
	}
	end := han.Date{Year: p.year(), Month: month, Day: day}
	p.add(Finding{Form: form, At: f.At, Pos: f.Pos, Args: message.Args{
		"date": spellDate(d), "end": spellDate(end), "year": itoa(p.year()), "next": itoa(p.year() + 1)}})
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
	args := message.Args{}
	switch {
	case summed != "" && d.After(k.day(p, due)) && !d.After(k.day(p, summed)):
		form, args["summed"] = "single", k.limit(p, summed)
	case d.After(k.day(p, due)):
	case advised != "" && d.After(k.day(p, advised)):
		due, form = advised, "advised"
	default:
		return
	}
	args["date"], args["due"], args["type"] = spellDate(d), k.limit(p, due), agency.Type
	p.add(Finding{Form: form, At: f.At, Pos: f.Pos, Args: args})
}

// sumsUp reports whether the report says that it sums those of its system.
func (k *dateKind) sumsUp(p *pass) bool {
	return slices.ContainsFunc(p.passages(), func(q *passage) bool {
		return q.zone&(zoneTitle|zoneProse) != 0 && slices.ContainsFunc(k.sums, func(re *regex.Regex) bool { return re.MatchString(squeeze(q.text)) })
	})
}

func (k *dateKind) limit(p *pass, md string) message.Message {
	year, month, day := k.day(p, md)
	return spellDate(han.Date{Year: year, Month: month, Day: day})
}

// day is a day of the year in which the report is due.
func (k *dateKind) day(p *pass, md string) (year, month, day int) {
	month, day = monthDay(md)
	return p.year() + 1, month, day
}

// bareDay is a day without 日 where nothing but a day can stand.
var bareDay = regex.Must(`[自从至到于在截止—-](?:\s*[0-9]{4}\s*年)?(\s*(?:1[0-2]|[1-9])月(?:3[01]|[12][0-9]|[1-9]))(?:[止起前。；]|[，,）)]|$)`)

// calendarKind finds dates that no calendar has.
type calendarKind struct{}

func (k *calendarKind) check(p *pass) {
	// What is no date at all would be printed as typed, and no rule of dates
	// could judge it.
	for _, f := range []report.Field{p.report.Signature.Date, p.report.Published} {
		if !f.Given || strings.TrimSpace(f.Text) == "" {
			continue
		}
		if _, ok := han.ParseDate(f.Text); !ok {
			year := p.year()
			if year == 0 {
				year = p.report.Edition.Years.From
			}
			p.add(Finding{Form: "unreadable", At: f.At, Pos: f.Pos, Args: message.Args{"text": f.Text, "next": itoa(year + 1)}})
		}
	}
	p.eachIn(zonePrinted&^zoneContact|zoneUnplaced, func(q *passage) {
		for _, m := range bareDay.FindAllStringSubmatchIndex(q.text, -1) {
			from, to := q.runeIndex(m[2]), q.runeIndex(m[3])
			if !slices.ContainsFunc(q.dates(), func(d han.Date) bool { return d.Wrong != "" && d.From < to && from < d.To }) {
				k.found(p, q, han.Date{From: from, To: to, Wrong: "bare"})
			}
		}
		for _, d := range q.dates() {
			if d.Wrong != "" {
				k.found(p, q, d)
			}
		}
		for _, d := range q.figureDates() {
			// In running text a month above 12 is more likely a number of another sort
			// than a date.
			if !d.Beside && d.Wrong != "" && (d.Wrong != han.WrongMonth || q.zone == zoneDate) {
				k.found(p, q, d)
			}
		}
	})
}

func (k *calendarKind) found(p *pass, q *passage, d han.Date) {
	f := Finding{Form: d.Wrong, At: q.at, Pos: q.pos(d.From, d.To), Args: message.Args{"text": q.string(d.From, d.To)}}
	if d.Wrong == han.WrongDay && d.Month != 0 {
		f.Form = "last"
		f.Args["month"], f.Args["last"] = itoa(d.Month), itoa(han.DaysIn(d.Year, d.Month))
		if d.Year != 0 {
			f.Args["month"] = message.New("{year}年{month}", "{month} of {year}", "year", d.Year, "month", d.Month)
		}
	}
	p.add(f)
}
