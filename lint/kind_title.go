package lint

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

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
	default:
		fault("")
	}
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

// A range names both ends; the second year may be left out. The year must not
// be the tail of a longer run of digits, as in 202020年12月31日.
var (
	periodRange = regexp.MustCompile(`(?:^|[^0-9])([0-9]{4})\s*年\s*([0-9]{1,2})\s*月\s*([0-9]{1,2})\s*日\s*起?\s*(?:至|到|—+|－|-|~|～)\s*(?:([0-9]{4})\s*年)?\s*([0-9]{1,2})\s*月\s*([0-9]{1,2})\s*日`)
	periodUntil = regexp.MustCompile(`截[至止]到?\s*(?:([0-9]{4})\s*年)?\s*([0-9]{1,2})\s*月\s*([0-9]{1,2})\s*日`)
)

func (k *periodKind) check(p *pass) {
	r := p.report
	if r.Preamble == nil || r.YearNumber == 0 {
		return // absent: one with the right period is generated
	}
	first, last := r.Edition.Period.From, r.Edition.Period.To
	day := func(month, day string) string {
		m, _ := strconv.Atoi(month) // the patterns let only digits through
		d, _ := strconv.Atoi(day)
		return fmt.Sprintf("%02d-%02d", m, d)
	}
	year := strconv.Itoa(r.YearNumber)
	var wrong *Finding
	for i := range r.Preamble.Paragraphs {
		para := &r.Preamble.Paragraphs[i]
		m := periodRange.FindStringSubmatchIndex(para.Text)
		group := func(n int) string {
			if m[2*n] < 0 {
				return ""
			}
			return para.Text[m[2*n]:m[2*n+1]]
		}
		right, start := false, 0
		if m != nil {
			end := group(4)
			right = group(1) == year && day(group(2), group(3)) == first &&
				(end == "" || end == year) && day(group(5), group(6)) == last
			start = m[2]
		} else if m = periodUntil.FindStringSubmatchIndex(para.Text); m != nil {
			right = (group(1) == "" || group(1) == year) && day(group(2), group(3)) == last
			start = m[0]
		} else {
			continue
		}
		if right {
			return
		}
		if wrong == nil {
			a := utf8.RuneCountInString(para.Text[:start])
			text := para.Text[start:m[1]]
			wrong = &Finding{Form: "wrong", At: r.Preamble.At, Pos: para.Locate(a, a+utf8.RuneCountInString(text)),
				Args: map[string]string{"found": text, "expected": r.Edition.Expand("{from}至{to}", "", year, "")}}
		}
	}
	if wrong == nil {
		wrong = k.garbled(r.Preamble)
		wrong.Args["expected"] = r.Edition.Expand("{from}至{to}", "", year, "")
	}
	p.add(*wrong)
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
	named  *regexp.Regexp
}

func (k *agencyKind) prepare() (err error) {
	k.named, err = regexp.Compile(`([\p{Han}（）]+)[0-9]{4}年度?政府信息公开(?:工作)?年度报告`)
	return err
}

func (k *agencyKind) check(p *pass) {
	r := p.report
	if r.Agency.Name.Text == "" {
		return
	}
	report := func(at string, form, found string) Finding {
		return Finding{Form: form, At: at, Args: map[string]string{"found": found, "agency": r.Agency.Name.Text}}
	}
	if s := r.Signature.Agency; s.Given && s.Text != "" && !k.same(r, s.Text, false) {
		f := report(s.At, "signature", s.Text)
		f.Pos = s.Pos
		p.add(f)
	}
	if r.Preamble == nil {
		return
	}
	for i := range r.Preamble.Paragraphs {
		para := &r.Preamble.Paragraphs[i]
		for _, m := range k.named.FindAllStringSubmatchIndex(para.Text, -1) {
			found := para.Text[m[2]:m[3]]
			if !k.isBody(found) || k.same(r, found, true) {
				continue
			}
			a := utf8.RuneCountInString(para.Text[:m[2]])
			f := report(r.Preamble.At, "", found)
			f.Pos = para.Locate(a, a+utf8.RuneCountInString(found))
			p.add(f)
		}
	}
}

func (k *agencyKind) isBody(name string) bool {
	for _, b := range k.Bodies {
		if strings.HasSuffix(name, b) {
			return true
		}
	}
	return false
}

// same reports whether text is the agency's name or a short one, or, in running
// text, ends in one after words such as 现公布.
func (k *agencyKind) same(r *report.Report, text string, running bool) bool {
	names := []string{r.Agency.Name.Text}
	for _, s := range r.Agency.Short {
		names = append(names, s.Text)
	}
	names = append(names, k.Self...)
	text = squeeze(text)
	for _, n := range names {
		n = squeeze(n)
		if text == n || running && n != "" && strings.HasSuffix(text, n) {
			return true
		}
	}
	return false
}
