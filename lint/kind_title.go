package lint

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"nianbao/internal/edition"
	"nianbao/internal/report"
)

// titleKind holds the title to 机关全称 + 年度 + the edition's words.
type titleKind struct {
	// Annual are the words that make it an annual report at all.
	Annual string `yaml:"annual" validate:"required"`
	// Loose are other words for one, which are only a departure.
	Loose []string `yaml:"loose"`
}

var yearInTitle = regexp.MustCompile(`(?:^|[^0-9])((?:19|20)[0-9]{2})(?:[^0-9]|$)`)

func (k *titleKind) check(p *pass) {
	r := p.report
	if !r.Title.Given || r.Agency.Name.Text == "" || r.YearNumber == 0 {
		return
	}
	title, name, year := squeeze(r.Title.Text), squeeze(r.Agency.Name.Text), strconv.Itoa(r.YearNumber)
	expected := squeeze(r.Edition.Expand(r.Edition.Title, name, year, ""))
	if title == expected {
		return
	}
	title, written := figures(title, year)
	before := len(p.findings)
	fault := func(form string, args ...string) {
		f := Finding{Form: form, At: r.Title.At, Pos: r.Title.Pos, Args: map[string]string{
			"title": r.Title.Text, "expected": expected, "agency": name, "year": year}}
		for i := 0; i+1 < len(args); i += 2 {
			f.Args[args[i]] = args[i+1]
		}
		p.add(f)
	}
	short := shortName(r, title)
	if !strings.Contains(title, name) && short == "" {
		fault("no-agency")
	}
	if !strings.Contains(title, year) {
		if m := yearInTitle.FindStringSubmatch(title); m != nil {
			fault("other-year", "found", m[1])
		} else {
			fault("no-year")
		}
	}
	loose := false
	for _, w := range k.Loose {
		loose = loose || strings.Contains(title, w)
	}
	if !strings.Contains(title, k.Annual) && !loose {
		fault("not-annual")
	}
	if len(p.findings) > before {
		return
	}
	switch {
	case !strings.Contains(title, name):
		fault("short-name", "short", short)
	case strings.Count(title, "年度") > 1:
		fault("year-twice")
	case strings.HasPrefix(title, year):
		fault("year-first")
	case written != "" && title == expected:
		fault("year-written", "written", written)
	default:
		fault("")
	}
}

// yearWritten is a year in Chinese or full-width numerals.
var yearWritten = regexp.MustCompile(`[` + chineseDigits + `零○Ｏ０-９]{4}`)

// figures puts the year into a title that has it in other numerals (二〇二四),
// and returns those, "" for none.
func figures(title, year string) (out, written string) {
	for _, m := range yearWritten.FindAllString(title, -1) {
		if n, ok := numberBefore([]rune(m), 4); ok && strconv.Itoa(n.value) == year {
			return strings.Replace(title, m, year, 1), m
		}
	}
	return title, ""
}

// shortName returns the longest of the agency's short names that text has.
func shortName(r *report.Report, text string) string {
	best := ""
	for _, s := range r.Agency.Short {
		if w := squeeze(s.Text); len(w) > len(best) && strings.Contains(text, w) {
			best = w
		}
	}
	return best
}

// periodKind asks the preamble for the period of the figures, and that it be
// the edition's.
type periodKind struct{}

// Days in figures, what stands between the two of a range, and what beside the
// one of a term.
var (
	periodFigures = regexp.MustCompile(`\b[0-9]{4}[.\-/][0-9]{1,2}[.\-/][0-9]{1,2}\b`)
	periodJoint   = regexp.MustCompile(`^(?:0时|零时|24时)?(?:[（(]含(?:当日|本日)?[）)])?(?:起|始|开始)?[，,]?(?:直?至|到|—+|－+|-+|~|～)$`)
	periodUntil   = regexp.MustCompile(`截[至止][到至]?$`)
	periodEnd     = regexp.MustCompile(`^\s*[底末]`)
	// The year that a range in brackets explains: 2023年全年（1月1日至12月31日）.
	periodYear = regexp.MustCompile(`年\s*(?:度|全年|整年)*\s*[（(，,：:]?\s*(?:即|为|自|从)?\s*$`)
)

func (k *periodKind) check(p *pass) {
	r := p.report
	if r.Preamble == nil || r.YearNumber == 0 {
		return // absent: one with the right period is generated
	}
	expected := r.Edition.Expand("{from}至{to}", "", strconv.Itoa(r.YearNumber), "")
	var wrong *Finding
	for i := range r.Preamble.Paragraphs {
		para := &r.Preamble.Paragraphs[i]
		for _, s := range periodsIn([]rune(para.Text), r.YearNumber) {
			if s.is(r.YearNumber, r.Edition.Period) {
				return
			}
			// One that names no year may be of anything else (公开月, 5月1日至31日).
			if wrong == nil && s.to.year != 0 {
				wrong = &Finding{Form: "wrong", At: r.Preamble.At, Pos: para.Locate(s.start, s.end), Args: map[string]string{
					"found": string([]rune(para.Text)[s.start:s.end])}}
			}
		}
	}
	if wrong == nil {
		wrong = k.garbled(r.Preamble)
	}
	wrong.Args["expected"] = expected
	p.add(*wrong)
}

// period is a stretch of time that a text names, at start to end (exclusive, in
// runes). One that only says until when has no first day, and the days of one
// that names no year have none.
type period struct {
	from, to   date
	start, end int
}

// periodsIn returns the stretches of time in a text. A year that is left out is
// that of the first day, or which stands before it, or, for a term, the
// report's; a month without a day begins with its first day and ends with its
// last.
func periodsIn(runes []rune, year int) []period {
	days := findDates(runes)
	text := string(runes)
	for _, m := range periodFigures.FindAllStringIndex(text, -1) {
		if d, ok := parseDate(text[m[0]:m[1]]); ok {
			d.from, d.to = utf8.RuneCountInString(text[:m[0]]), utf8.RuneCountInString(text[:m[1]])
			days = append(days, d)
		}
	}
	slices.SortStableFunc(days, func(a, b date) int { return a.from - b.from })
	var all []period
	for i, d := range days {
		if d.wrong != "" || d.month == 0 {
			continue
		}
		if periodEnd.MatchString(string(runes[d.to:min(d.to+2, len(runes))])) {
			d.day = daysIn(cmp.Or(d.year, year), d.month)
			d.to++
		}
		if i > 0 && days[i-1].wrong == "" {
			first := days[i-1]
			if first.to <= d.from && periodJoint.MatchString(squeeze(string(runes[first.to:d.from]))) {
				if first.year == 0 {
					first = withYearBefore(runes, first)
				}
				d.year = cmp.Or(d.year, first.year)
				all = append(all, period{first, d, first.from, d.to})
				continue
			}
		}
		d.year = cmp.Or(d.year, year)
		before := squeeze(string(runes[max(d.from-6, 0):d.from]))
		if loc := periodUntil.FindString(before); loc != "" {
			all = append(all, period{to: d, start: d.from - utf8.RuneCountInString(loc), end: d.to})
		}
	}
	return all
}

// withYearBefore gives a day without a year that which stands right before it,
// none for none.
func withYearBefore(runes []rune, d date) date {
	const most = 12
	start := max(d.from-most, 0)
	before := string(runes[start:d.from])
	m := periodYear.FindStringIndex(before)
	if m == nil {
		return d
	}
	if n, ok := numberBefore(runes, start+utf8.RuneCountInString(before[:m[0]])); ok && n.digits == 4 {
		d.year, d.from = n.value, n.from
	}
	return d
}

// is reports whether a stretch of time is the edition's period in a year, which
// one that names none is taken to be of.
func (s period) is(year int, want edition.Period) bool {
	first, last := s.from, s.to
	if first.day == 0 {
		first.day = 1
	}
	if last.day == 0 {
		last.day = daysIn(cmp.Or(last.year, year), last.month)
	}
	is := func(d date, md string) bool {
		month, day := monthDay(md)
		return cmp.Or(d.year, year) == year && d.month == month && d.day == day
	}
	return (s.from.month == 0 || is(first, want.From)) && is(last, want.To)
}

// garbled tells a preamble whose period is there and no date (DAT004 names the
// date) from one without any.
func (k *periodKind) garbled(preamble *report.Text) *Finding {
	for i := range preamble.Paragraphs {
		para := &preamble.Paragraphs[i]
		if !containsAny(para.Text, []string{"期限", "截至", "截止"}) {
			continue
		}
		for _, d := range findDates([]rune(para.Text)) {
			if d.wrong != "" {
				return &Finding{Form: "garbled", At: preamble.At, Pos: para.Locate(d.from, d.to), Args: map[string]string{}}
			}
		}
	}
	return &Finding{At: preamble.At, Pos: preamble.Pos, Args: map[string]string{}}
}

// agencyKind compares the agency's name where it stands in the preamble and in
// the signature with that of the report; the title has its own rule.
type agencyKind struct {
	// Self are the words by which a report speaks of its own agency.
	Self []string `yaml:"self" validate:"required"`
	// Bodies are the last characters of names of public bodies.
	Bodies []string `yaml:"bodies" validate:"required"`
	// Full is a pattern for names with that of a place (云岭市水务局, not 市水务局).
	// Government follows the place in a government's name.
	Full       string `yaml:"full" validate:"required"`
	Government string `yaml:"government" validate:"required"`
	// Leads are words that a pattern takes for the beginning of a name.
	Leads []string `yaml:"leads" validate:"required"`
	// Mentions are where a preamble names whose report it is.
	Mentions []agencyMention `yaml:"mentions" validate:"required,dive"`

	full *regexp.Regexp
}

// agencyMention finds a name, which is the first group of its pattern.
type agencyMention struct {
	Pattern string `yaml:"pattern" validate:"required"`
	// As is what stands there: the report's own title (title), who wrote it
	// (author), or a body that may be another one (other), which is judged only
	// where it is almost the agency's name.
	As string `yaml:"as" validate:"required,oneof=title author other"`
	re *regexp.Regexp
}

func (k *agencyKind) prepare() (err error) {
	if k.full, err = regexp.Compile(k.Full); err != nil {
		return err
	}
	for i := range k.Mentions {
		m := &k.Mentions[i]
		if m.re, err = regexp.Compile(m.Pattern); err != nil {
			return err
		}
		if m.re.NumSubexp() != 1 {
			return fmt.Errorf("%s: one group is needed", m.Pattern)
		}
	}
	return nil
}

func (k *agencyKind) check(p *pass) {
	r := p.report
	name := squeeze(r.Agency.Name.Text)
	if name == "" {
		return
	}
	add := func(at, form, found string, pos report.Place) {
		p.add(Finding{Form: form, At: at, Pos: pos, Args: map[string]string{"found": found, "agency": r.Agency.Name.Text}})
	}
	own := []string{name}
	for _, s := range r.Agency.Short {
		own = append(own, squeeze(s.Text))
	}
	if s := r.Signature.Agency; s.Given && s.Text != "" && !slices.Contains(own, squeeze(s.Text)) && !slices.Contains(k.Self, squeeze(s.Text)) {
		add(s.At, "signature", s.Text, s.Pos)
	}
	var almost *fuzzy
	if len(onlyWords([]rune(name), nil)) >= fuzzyLeast {
		almost = newFuzzy([]string{name}, "", nil)
	}
	seen := map[report.Place]bool{} // a name may stand where two patterns find it
	p.eachIn(zonePreamble, func(q *passage) {
		mask := quoted(q.runes, false)
		for i := range k.Mentions {
			m := &k.Mentions[i]
			for _, at := range m.re.FindAllStringSubmatchIndex(q.text, -1) {
				from, to := q.runeIndex(at[2]), q.runeIndex(at[3])
				if mask[from] {
					continue
				}
				from, to, wrong := k.differs(q, from, to, m.As, own, almost)
				if pos := q.pos(from, to); wrong && !seen[pos] {
					seen[pos] = true
					add(q.at, "", q.string(from, to), pos)
				}
			}
		}
	})
}

// differs judges a name that stands from from to to, and says where exactly.
func (k *agencyKind) differs(q *passage, from, to int, as string, own []string, almost *fuzzy) (int, int, bool) {
	if almost != nil {
		for _, hit := range almost.find(q.runes[from:to]) {
			if hit.slips > 0 {
				return from + hit.from, from + hit.to, true
			}
		}
	}
	for lead := true; lead; {
		lead = false
		for _, w := range k.Leads {
			if hasAt(q.runes[:to], from, w) {
				from, lead = from+utf8.RuneCountInString(w), true
			}
		}
	}
	found := q.string(from, to)
	ends := func(n string) bool { return n != "" && strings.HasSuffix(found, n) }
	if as == "other" || !slices.ContainsFunc(k.Bodies, ends) || slices.ContainsFunc(own, ends) || slices.ContainsFunc(k.Self, ends) ||
		// The office of a government reports for it.
		strings.HasPrefix(own[0], found) {
		return from, to, false
	}
	if as == "title" {
		return from, to, true
	}
	a, b := sentence(q.runes, from)
	switch {
	// An office of the agency, or several bodies together.
	case containsAny(q.string(a, b), own):
		return from, to, false
	case !k.full.MatchString(found) || abbreviates(found, own[0]) || k.above(found, own[0]):
		return from, to, false
	}
	return from, to, true
}

// abbreviates reports whether a name leaves out characters of another one, its
// first among them: 区市监局.
func abbreviates(name, of string) bool {
	rest := []rune(name)
	full := []rune(of)
	if rest[0] == full[0] {
		return false
	}
	for _, r := range full {
		if len(rest) > 0 && rest[0] == r {
			rest = rest[1:]
		}
	}
	return len(rest) == 0
}

// above reports whether a name is that of the government of a place that the
// agency is in.
func (k *agencyKind) above(name, own string) bool {
	place, _, ok := strings.Cut(name, k.Government)
	return ok && strings.HasPrefix(own, place)
}
