package lint

import (
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"nianbao/internal/edition"
	"nianbao/internal/han"
	"nianbao/internal/regex"
)

// yearAsides and what follows are parts of the word list; see words/years.yaml.
// Their patterns look at a sentence in which marks stand for the years.
type yearAside struct {
	// Says names the year in a way that is right, whatever follows.
	Says string `yaml:"says" validate:"required"`
	// Silent is a sentence that it keeps silent, Heard one that it must not.
	Silent string `yaml:"silent" validate:"required"`
	Heard  string `yaml:"heard" validate:"required"`
	// Plans is true for one that says nothing against a plan.
	Plans bool `yaml:"plans"`

	re *regex.Regex
}

type yearDeeds struct {
	Where   string   `yaml:"where" validate:"required"`
	Fillers string   `yaml:"fillers" validate:"required"`
	Verbs   string   `yaml:"verbs" validate:"required"`
	Works   string   `yaml:"works" validate:"required"`
	People  string   `yaml:"people" validate:"required"`
	Any     string   `yaml:"any" validate:"required"`
	Events  []string `yaml:"events" validate:"required"`
	Count   string   `yaml:"count" validate:"required"`

	re, loose, work, phrase, figure *regex.Regex
}

type yearAims struct {
	Before string `yaml:"before" validate:"required"`
	After  string `yaml:"after" validate:"required"`
	Again  string `yaml:"again" validate:"required"`
	Due    string `yaml:"due" validate:"required"`
	// Further goes on after an earlier year.
	Further string   `yaml:"further" validate:"required"`
	Next    []string `yaml:"next" validate:"required"`
	Done    []string `yaml:"done" validate:"required"`
	Was     []string `yaml:"was" validate:"required"`

	before, after, again, due, further *regex.Regex
}

type yearAhead struct {
	Before string   `yaml:"before" validate:"required"`
	After  string   `yaml:"after" validate:"required"`
	Came   string   `yaml:"came" validate:"required"`
	Hopes  []string `yaml:"hopes" validate:"required"`

	before, after, came *regex.Regex
}

type yearPartly struct {
	Later []string `yaml:"later" validate:"required"`
	Whole []string `yaml:"whole" validate:"required"`
}

// compileUses makes the patterns of how years are used.
func (w *yearWords) compileUses() error {
	var errs []error
	pattern := func(parts ...string) *regex.Regex {
		text := strings.NewReplacer("{when}", w.When, "{year}", markYear, "{n}", w.Measured,
			"{any}", "["+markPast+markAgain+markNow+markLater+"]").Replace(strings.Join(parts, ""))
		re, err := regex.Compile(text)
		errs = append(errs, err)
		return re
	}
	for i := range w.Asides {
		w.Asides[i].re = pattern(w.Asides[i].Says)
	}
	w.compared, w.when = pattern(w.Compared), pattern("^(?:", w.When, ")")
	d := &w.Deeds
	head := "^{when}，?(?:" + d.Where + ")?"
	d.re = pattern(head, "(?:", d.Fillers, ")*(?:(?:", d.Verbs, ")(?:[^的，。；0-9][^，。；]*?)?|", d.People, "[^，。；]*?)", d.Count)
	d.loose = pattern("^{when}", d.Any, "(?:", d.Count, "|[一二两三四五六七八九十]+(?:次|遍|轮|场|期))")
	d.work = pattern(head, "(?:", d.Fillers, ")*(?:", d.Works, ")[^的，。；][^，。；]{3,}$")
	d.phrase = pattern(head, "(?:", d.Fillers, "|", d.Verbs, ")+的")
	d.figure = pattern(d.Count)
	a := &w.Aims
	a.before, a.after, a.again, a.due = pattern(a.Before), pattern("^{when}(?:", a.After, ")"), pattern("^(?:", a.Again, ")"), pattern("^(?:", a.Due, ")")
	a.further, w.mends = pattern("^(?:", a.Further, ")"), pattern("^(?:", w.Mends, ")")
	h := &w.Ahead
	h.before, h.after, h.came = pattern(h.Before), pattern("^(?:", h.After, ")"), pattern(h.Came)
	return errors.Join(errs...)
}

// yearUse is a year with the words about it, without white space and citations,
// and with marks for the years.
type yearUse struct {
	mentioned
	// sentence is the whole of it.
	sentence string
	// before is what stands before the year in its clause, after what follows in
	// the sentence, clause what follows in its clause, or in the next one where the
	// year and the agency are a clause of their own.
	before, after, clause string
	// month and day are 0 where none is given; last is true for the end of the
	// year or of the month.
	month, day int
	last       bool
	// end is where the date that the year begins ends.
	end int
	// adverb is true where the year says when something was done: it opens a
	// clause, with nothing but the agency before it.
	adverb bool
}

func (k *yearKind) use(p *pass, q *passage, y mentioned, years []mentioned, mask []bool, names []string) *yearUse {
	from, to := sentence(q.runes, y.from)
	u := &yearUse{mentioned: y, end: y.to, sentence: plainDigits(marked(q, from, to, y, years, mask, p.year()))}
	before, after, _ := strings.Cut(u.sentence, markYear)
	u.before = before[lastMark(before):]
	start, _ := k.clauseOf(q, y.from, names)
	u.adverb = in("，,", q.at0(start-1)) || opens(q.runes, start)
	when := k.list.when.FindString(after)
	u.after = when + k.afterAgency(after[len(when):], names)
	head, tail, more := strings.Cut(u.after, "，")
	if u.clause = head; more && len([]rune(head)) < shortClause {
		next, _, _ := strings.Cut(k.afterAgency(tail, names), "，")
		u.clause = head + "，" + next
	}
	for _, d := range q.dates() {
		if d.From == y.from {
			u.month, u.day, u.end = d.Month, d.Day, d.To
		}
	}
	rest := strings.TrimPrefix(after, "度")
	if u.month != 0 {
		_, rest, _ = strings.Cut(rest, "月")
	}
	rest = strings.TrimPrefix(strings.TrimPrefix(rest, "年"), "份")
	if u.last = u.day == 0 && (strings.HasPrefix(rest, "底") || strings.HasPrefix(rest, "末")); u.last && in("底末", q.at0(u.end)) {
		u.end++
	}
	return u
}

// lastMark is where the clause begins that a text ends in.
func lastMark(text string) int {
	at := 0
	for i, r := range text {
		if in("，,：:（(、", r) {
			at = i + utf8.RuneLen(r)
		}
	}
	return at
}

// shortClause is up to how many characters a clause says no more than when
// something was done: 2023年12月底前，.
const shortClause = 8

// plainDigits writes digits in half width.
func plainDigits(text string) string {
	return strings.Map(func(r rune) rune {
		if han.IsDigit(r) {
			return han.Narrow(r)
		}
		return r
	}, text)
}

// aside reports whether a year is named in a way that is right whatever follows.
func (k *yearKind) aside(u *yearUse, plans bool) bool {
	for i := range k.list.Asides {
		if a := &k.list.Asides[i]; !(plans && a.Plans) && a.re.MatchString(u.sentence) {
			return true
		}
	}
	return false
}

// apart reports whether the sentence tells a year from the report's, by naming
// that or another one beside it that is none to compare with, or calls what
// follows a part of something.
func (k *yearKind) apart(q *passage, u *yearUse) bool {
	rest := k.list.compared.ReplaceAllString(u.sentence, "")
	if strings.ContainsAny(rest, markPast+markNow+markLater) || containsAny(rest, k.list.Apart) {
		return true
	}
	if k.answered(q, u) {
		return true
	}
	head, _, _ := strings.Cut(u.sentence, markYear)
	head = strings.TrimRight(strings.TrimSuffix(head, u.before), "，：（ ")
	for _, w := range k.list.Parts {
		if strings.HasSuffix(head, w) || strings.HasSuffix(u.before, w) {
			return true
		}
	}
	return false
}

// answered reports whether the next half of the sentence tells the report year's:
// 2023年收取1200元；本年度收取700元.
func (k *yearKind) answered(q *passage, u *yearUse) bool {
	_, to := sentence(q.runes, u.to)
	if q.at0(to) != '；' {
		return false
	}
	_, end := sentence(q.runes, to+1)
	return containsAny(q.string(to, end), k.list.Apart)
}

// begins is the month from which on a time of the year can be meant: 10 for 四季度.
func (u *yearUse) begins() int {
	head := strings.TrimPrefix(u.after, "年")
	for _, m := range []struct {
		word  string
		month int
	}{{"底", 12}, {"末", 12}, {"下半年", 7}, {"二季度", 4}, {"三季度", 7}, {"四季度", 10}, {"第二季度", 4}, {"第三季度", 7}, {"第四季度", 10}} {
		if strings.HasPrefix(head, m.word) {
			return m.month
		}
	}
	return 1
}

// planned reports whether a year that is over when the report is read stands in
// a plan: 计划2024年6月底前, 2024年将继续. In the part about plans an earlier year
// is one unless something tells that it was done then.
func (k *yearKind) planned(p *pass, q *passage, u *yearUse) bool {
	a := &k.list.Aims
	if u.value > p.year() || containsAny(u.clause, a.Done) || containsAny(u.before, a.Done) {
		return false
	}
	if u.adverb && a.after.MatchString(u.clause) {
		return true // 2024年拟出台的规章
	}
	if k.aside(u, true) {
		return false
	}
	if a.before.MatchString(u.before) {
		return true
	}
	if !u.adverb {
		return false
	}
	if k.intends.MatchString(u.clause) {
		return !containsAny(u.after, k.list.Instead)
	}
	if q.part == nil || !slices.ContainsFunc(sectionsOf(q.part), func(s *edition.Section) bool { return s.HasRole(k.Plans) }) {
		return false
	}
	inPlans := p.inRole(q, k.Plans)
	coming := inPlans && k.speaksOf(p, q, p.year()+1) || containsAny(u.sentence, a.Next)
	switch {
	case a.due.MatchString(u.clause):
		return u.value < p.year() || coming
	case u.value < p.year() && a.further.MatchString(u.clause) && !k.apart(q, u):
		return true
	case u.value == p.year():
		return coming && a.again.MatchString(u.clause) && (strings.Contains(u.clause, "再") || !strings.Contains(u.sentence, markLater))
	}
	return inPlans && !containsAny(u.clause, a.Was) && !k.apart(q, u)
}

// speaksOf reports whether the section of a passage names a year.
func (k *yearKind) speaksOf(p *pass, q *passage, year int) bool {
	return slices.ContainsFunc(p.passages(), func(o *passage) bool {
		return o.at == q.at && slices.ContainsFunc(o.years(), func(y mentioned) bool { return y.value == year })
	})
}

// premature reports whether something is said to have been done on a day that
// the signature does not reach.
func (k *yearKind) premature(p *pass, q *passage, u *yearUse) bool {
	if u.value <= p.year() {
		return false
	}
	signed, ok := dateOf(p.report.Signature.Date)
	month, end := monthDay(p.report.Edition.Period.To)
	if ok && signed.Before(p.year(), month, end) {
		ok = false // a wrong date is no day to judge by (DAT001)
	}
	if !ok {
		signed, ok = dateOf(p.report.Published)
	}
	if !ok || signed.Before(p.year(), month, end) {
		signed = han.Date{Year: p.year() + 1, Month: 6, Day: 30}
	}
	day := han.Date{Year: u.value, Month: u.month, Day: u.day}
	if day.Month == 0 {
		day.Month, day.Day = u.begins(), 1
	} else if day.Day == 0 && u.last {
		day.Day = 28
	}
	last := signed.Day
	if last == 0 {
		last = 31
	}
	if !day.After(signed.Year, signed.Month, last) {
		return false
	}
	a := &k.list.Ahead
	if a.before.MatchString(u.before) || a.after.MatchString(u.after) {
		return true
	}
	// What came of it may stand in the next half of the sentence.
	rest, _, _ := strings.Cut(plainDigits(squeeze(q.string(u.to, len(q.runes)))), "。")
	return u.adverb && a.came.MatchString(rest) && !containsAny(rest, a.Hopes)
}

// partly reports whether figures are said to stand at a day before the report
// year is over: 截至2024年11月底，共公开320条.
func (k *yearKind) partly(p *pass, q *passage, u *yearUse) bool {
	month, day := monthDay(p.report.Edition.Period.To)
	if u.value != p.year() || u.month == 0 || u.month > month || u.month == month && (u.day == 0 || u.day >= day) {
		return false
	}
	if !k.untilOpens(q, u) {
		return false
	}
	_, said, _ := strings.Cut(u.sentence, markYear)
	said = pastDay.ReplaceAllString(said, "")
	return (k.list.Deeds.figure.MatchString(said) || k.denies.MatchString(said)) &&
		!containsAny(said, k.list.Partly.Later) && !containsAny(u.sentence, k.list.Partly.Whole) && !k.compares(u.before)
}

// untilOpens reports whether a clause opens with 截至 and the year.
func (k *yearKind) untilOpens(q *passage, u *yearUse) bool {
	for _, w := range k.list.Until {
		start := u.from - len([]rune(w))
		if start >= 0 && hasAt(q.runes, start, w) && (in("，,", q.at0(start-1)) || opens(q.runes, start)) {
			return true
		}
	}
	return false
}

// pastDay is the day of a date after its year.
var pastDay = regex.Must(`^[0-9]{1,2}月(?:[0-9]{1,2}日|[初底末]|[上中下]旬)?`)

// stale reports whether a clause states what was done in an earlier year, as if it
// were the report's: 2023年抽查320条, or the overview opens with that year.
func (k *yearKind) stale(p *pass, q *passage, u *yearUse, years []mentioned) bool {
	if k.list.mends.MatchString(u.after) && p.inRole(q, k.Plans) && !k.aside(u, false) && !strings.Contains(u.sentence, markNow) &&
		(u.adverb || k.list.Ahead.before.MatchString(u.before)) {
		return true // what the report's year found cannot have been put right before
	}
	until := k.untilOpens(q, u)
	if !u.adverb && !until || k.aside(u, false) || k.apart(q, u) || k.contrasted(q, u, years, p.year()) || containsAny(u.after, k.list.Mended) {
		return false
	}
	if until {
		return u.value == p.year()-1 && u.month != 0 && k.list.Deeds.figure.MatchString(pastDay.ReplaceAllString(u.clause, ""))
	}
	if u.value >= p.year()-2 && k.done(u) {
		return true
	}
	return k.opensOverview(p, q, u, years)
}

// contrasted reports whether the sentence before or after opens a clause with the
// report year, so that two years are told one after the other: 2023年……。2024年…….
func (k *yearKind) contrasted(q *passage, u *yearUse, years []mentioned, year int) bool {
	from, to := sentence(q.runes, u.from)
	before, _ := sentence(q.runes, max(from-1, 0))
	_, after := sentence(q.runes, min(to+1, len(q.runes)))
	return slices.ContainsFunc(years, func(o mentioned) bool {
		return o.value == year && o.from >= before && o.from < after && (o.from < from || o.from >= to) &&
			!k.until(q, o) && (in("，,", q.at0(o.from-1)) || opens(q.runes, o.from) || in("在于至", q.at0(o.from-1)))
	})
}

// done reports whether what follows a year tells what was done in it, with a figure.
func (k *yearKind) done(u *yearUse) bool {
	d := &k.list.Deeds
	if d.phrase.MatchString(u.clause) {
		return false
	}
	if d.re.MatchString(u.clause) || d.loose.MatchString(u.clause) && !containsAny(u.clause, d.Events) {
		return true
	}
	head, rest, _ := strings.Cut(u.after, "，")
	return d.work.MatchString(head) && slices.ContainsFunc(strings.Split(rest, "，"), d.re.MatchString)
}

// opensOverview reports whether a year opens the first paragraph of the report's
// first part: that is the year that the report is about.
func (k *yearKind) opensOverview(p *pass, q *passage, u *yearUse, years []mentioned) bool {
	if strings.TrimSpace(q.string(0, u.from)) != "" || !in("，,是", q.at0(u.to)) || u.value < p.year()-2 || u.value > p.year() && containsAny(u.sentence, k.list.Plan) || containsAny(u.clause, k.list.Past) ||
		slices.ContainsFunc(years, func(o mentioned) bool { return o.value == p.year() }) {
		return false
	}
	first := slices.IndexFunc(p.passages(), func(o *passage) bool { return o.zone == zoneBody })
	return first >= 0 && p.passages()[first] == q
}

// early reports whether the first part tells what was done in a later year: 2025年抽查
// 320条, or opens with it.
func (k *yearKind) early(p *pass, q *passage, u *yearUse, years []mentioned) bool {
	if !u.adverb || k.aside(u, false) || k.apart(q, u) || k.contrasted(q, u, years, p.year()) ||
		containsAny(u.sentence, k.list.Plan) || containsAny(u.after, k.list.Ahead.Hopes) {
		return false
	}
	if k.opensOverview(p, q, u, years) {
		return true
	}
	return u.month == 0 && !strings.HasPrefix(u.after, "度") && len(p.report.Parts) > 0 && q.part == p.report.Parts[0] && k.done(u)
}
