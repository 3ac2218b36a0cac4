package lint

import (
	"fmt"
	"regexp"

	"nianbao/internal/report"
)

// dateKind judges when the report was signed and published: not before its
// period ends (limit: period), not after the deadline of the agency's type
// (limit: deadline).
type dateKind struct {
	Limit string `yaml:"limit" validate:"required,oneof=period deadline"`
	// Local gives deadlines of the place, MM-DD by type of agency, that go
	// before those of the edition.
	Local map[string]string `yaml:"local" validate:"dive,datetime=01-02"`
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
	due, advised := agency.Due, agency.Advised
	if local := k.Local[agency.Type]; local != "" {
		due, advised = local, ""
	}
	switch {
	case d.after(k.day(p, due)):
	case advised != "" && d.after(k.day(p, advised)):
		due, form = advised, "advised"
	default:
		return
	}
	year, month, day := k.day(p, due)
	limit := date{year: year, month: month, day: day}
	p.add(Finding{Form: form, At: f.At, Pos: f.Pos, Args: map[string]string{
		"date": d.String(), "due": limit.String(), "type": agency.Type}})
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

// numericDate is a date in digits and marks that no longer number surrounds:
// 2021-02-30, but not the address 10.2.30.1.
var numericDate = regexp.MustCompile(`(?:^|[^0-9A-Za-z./\-])((?:19|20)[0-9]{2}([-./])([0-9]{1,2})([-./])([0-9]{1,2}))(?:$|[^0-9A-Za-z./\-])`)

func (k *calendarKind) check(p *pass) {
	p.eachIn(zonePrinted&^zoneContact|zoneUnplaced, func(q *passage) {
		for _, d := range findDates(q.runes) {
			if d.wrong != "" {
				k.found(p, q, d)
			}
		}
		if !hasDigit(q.runes) {
			return
		}
		for _, m := range numericDate.FindAllStringSubmatchIndex(q.text, -1) {
			d, ok := parseDate(q.text[m[2]:m[3]])
			if q.text[m[4]:m[5]] != q.text[m[8]:m[9]] || !ok || d.wrong == "" {
				continue
			}
			// In running text a month above 12 is more likely a number of
			// another sort than a date.
			if d.wrong == "month" && q.zone != zoneDate {
				continue
			}
			d.from, d.to = q.runeIndex(m[2]), q.runeIndex(m[3])
			k.found(p, q, d)
		}
	})
}

func hasDigit(runes []rune) bool {
	for _, r := range runes {
		if isDigit(r) {
			return true
		}
	}
	return false
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
