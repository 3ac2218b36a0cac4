package lint

import (
	"errors"

	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"nianbao/internal/han"
	"nianbao/internal/message"
	"nianbao/internal/regex"
	"nianbao/internal/report"
)

// titleKind holds the title to 机关全称 + 年度 + the edition's words. Every fault
// of a title is a finding of its own, so that none comes as news after another
// was mended.
type titleKind struct {
	// Annual are the words that make it an annual report at all.
	Annual string `yaml:"annual" validate:"required"`
	// Others are other words for them, from the longest to the shortest.
	Others []titleWord `yaml:"others" validate:"required,dive"`
	// Subject is a pattern for what the report is about, which follows the agency
	// or the year.
	Subject string `yaml:"subject" validate:"required"`
	// Place is a pattern of names with that of a place: such a name that leaves out
	// characters of the agency's is a short one.
	Place string `yaml:"place" validate:"required"`
	// Blank is a pattern of what was never filled in where a year belongs, which
	// has a rule of its own; its first group is what follows.
	Blank string `yaml:"blank" validate:"required"`
	// Government follows the area in a government's name, which a title may give
	// instead.
	Government string `yaml:"government" validate:"required"`

	subject, place, blank *regex.Regex
}

// titleWord is what a title may say instead of 年度报告.
type titleWord struct {
	Text string `yaml:"text" validate:"required"`
	// As is what is meant, so that the rest of the title can be judged.
	As string `yaml:"as" validate:"required"`
	// Form is that of the finding.
	Form string `yaml:"form" validate:"required"`
	// Opened is what opens the phrase that the words end, "" for none: 关于……的报告.
	Opened string `yaml:"opened"`
}

func (k *titleKind) prepare() error {
	var errs [3]error
	k.subject, errs[0] = regex.Compile(k.Subject)
	k.place, errs[1] = regex.Compile(k.Place)
	k.blank, errs[2] = regex.Compile(k.Blank)
	return errors.Join(errs[:]...)
}

// What stands for the agency and for the year in a title taken apart.
const (
	agencyMark = "\x01"
	yearMark   = "\x02"
)

// yearPlaced is a year with what belongs to it. 年度 before the words for a report
// belongs to those: 2024年度报告.
var (
	yearPlaced = regex.Must(`[（(〔\[]?` + yearMark + `(?:年度|年)?[）)〕\]]?`)
	marksGone  = strings.NewReplacer(agencyMark, "", yearMark, "")
)

// title is one taken apart.
type title struct {
	// rest is the title with marks for the agency and the year, and the words for
	// an annual report put right.
	rest string
	// short is the agency by another name than its full one; area is true where
	// that is the area of a government.
	short string
	area  bool
	// other is another year than the report's, written the year where it is not
	// in digits; long is true for 2024年度, where 年 is enough.
	other, written string
	long           bool
	// word is what it says for 年度报告, without a text where it has nothing of the
	// kind.
	word titleWord
}

func (k *titleKind) check(p *pass) {
	r := p.report
	if !r.Title.Given || r.Agency.Name.Text == "" || r.YearNumber == 0 {
		return
	}
	name, year := squeeze(r.Agency.Name.Text), strconv.Itoa(r.YearNumber)
	expected := squeeze(r.Edition.Expand(r.Edition.Title, name, year, ""))
	text := squeeze(r.Title.Text)
	if text == expected {
		return
	}
	var t title
	t.takeYear(k.blank.ReplaceAllString(text, year+"${1}"), year, k.Annual)
	k.takeWord(&t)
	k.takeAgency(&t, r, name)
	fault := func(form string, args ...string) {
		f := Finding{Form: form, At: r.Title.At, Pos: r.Title.Pos, Args: message.Args{
			"title": r.Title.Text, "expected": expected, "agency": name, "year": year}}
		for i := 0; i+1 < len(args); i += 2 {
			f.Args[args[i]] = args[i+1]
		}
		p.add(f)
	}
	switch {
	case !strings.Contains(t.rest, agencyMark):
		fault("no-agency")
	case t.short != "" && !t.area:
		fault("short-name", "short", t.short)
	}
	switch {
	case t.other != "":
		fault("other-year", "found", t.other)
	case !strings.Contains(t.rest, yearMark):
		fault("no-year")
	case t.written != "":
		fault("year-written", "written", t.written)
	}
	switch {
	case !t.long:
	case strings.Count(text, "年度") > 1:
		fault("year-twice")
	default:
		fault("year-long")
	}
	k.order(&t, fault)
	if t.word.Form != "" {
		fault(t.word.Form, "found", t.word.Text)
	}
	if t.word.Text == "" {
		return
	}
	words := squeeze(r.Edition.Expand(r.Edition.Title, "", yearMark, ""))
	if marksGone.Replace(t.rest) != marksGone.Replace(yearPlaced.ReplaceAllString(words, yearMark)) {
		fault("")
	}
}

// order judges where the year stands: behind the agency, before what the report
// is about. A government that is called by its area may put it anywhere.
func (k *titleKind) order(t *title, fault func(form string, args ...string)) {
	agency, year := strings.Index(t.rest, agencyMark), strings.Index(t.rest, yearMark)
	switch {
	case t.area || year < 0:
	case year < agency:
		fault("year-first")
	case k.subject.MatchString(t.rest[max(agency, 0):year]):
		fault("year-last")
	}
}

// takeYear takes the year out: the report's or else another.
func (t *title) takeYear(text, year, annual string) {
	found := year
	if !strings.Contains(text, year) {
		if found, t.written, t.other = otherYear(text, year); found == "" {
			t.rest = text
			return
		}
	}
	text = strings.Replace(text, found, yearMark, 1)
	if strings.Contains(text, yearMark+annual) {
		t.rest = text
		return
	}
	t.long = strings.Contains(text, yearMark+"年度")
	t.rest = yearPlaced.ReplaceAllString(text, yearMark)
}

// otherYear finds a year that is not the report's in digits: that in other
// numerals, written, or another one.
func otherYear(text, year string) (found, written, other string) {
	runes := []rune(text)
	for from := 0; from+4 <= len(runes); from++ {
		four := runes[from : from+4]
		if slices.ContainsFunc(four, func(r rune) bool { return r < 0x80 || !han.IsDigit(r) && han.SerialDigit(r) < 0 }) {
			continue
		}
		from += len(four) - 1
		switch n := han.Serial(four); {
		case n < 1900 || n > 2099:
		case strconv.Itoa(n) == year:
			return string(four), string(four), ""
		default:
			other = string(four)
		}
	}
	for from := range runes {
		if n, long := han.YearAt(runes, from); runes[from] < 0x80 && n >= 1900 && n <= 2099 {
			other = string(runes[from : from+long])
			break
		}
	}
	return other, "", other
}

// takeWord puts the words for an annual report right.
func (k *titleKind) takeWord(t *title) {
	if strings.Contains(t.rest, k.Annual) {
		t.word = titleWord{Text: k.Annual}
		return
	}
	t.word.Form = "not-annual"
	for _, w := range k.Others {
		i := strings.LastIndex(t.rest, w.Text)
		if i < 0 {
			continue
		}
		before, after := t.rest[:i], t.rest[i+len(w.Text):]
		if w.Opened != "" {
			before = strings.Replace(before, w.Opened, "", 1)
		}
		as := w.As
		for n := len(as) - len(k.Annual); n > 0; n-- { // 工作年度工作报告
			if strings.HasSuffix(before, as[:n]) {
				as = as[n:]
				break
			}
		}
		t.word, t.rest = w, before+as+after
		return
	}
}

// takeAgency takes the agency out: by its full name, one of its short ones, or
// a name that leaves out some of its characters and not its place.
func (k *titleKind) takeAgency(t *title, r *report.Report, name string) {
	put := func(found string) { t.rest = strings.Replace(t.rest, found, agencyMark, 1) }
	if strings.Contains(t.rest, name) {
		put(name)
		return
	}
	area, isGovernment := strings.CutSuffix(name, k.Government)
	about := k.subject.FindStringIndex(t.rest)
	found := ""
	if about != nil {
		found = strings.ReplaceAll(t.rest[:about[0]], yearMark, "")
	}
	placed := k.place.MatchString(found)
	switch {
	case isGovernment && placed && strings.HasSuffix(area, found):
		t.area = true
	case utf8.RuneCountInString(found) > 1 && subsequence(found, name) && (placed || isGovernment && strings.HasPrefix(area, found)):
	case shortName(r, t.rest) != "":
		found = shortName(r, t.rest)
	default: // another's, which its own finding tells
		t.rest = strings.Replace(t.rest, found, "", 1)
		return
	}
	t.short = found
	put(found)
}

// subsequence reports whether a text is another one with characters left out.
func subsequence(text, of string) bool {
	rest := []rune(text)
	for _, r := range of {
		if len(rest) > 0 && rest[0] == r {
			rest = rest[1:]
		}
	}
	return len(rest) == 0
}

// shortName returns the longest of the agency's short names that text has.
func shortName(r *report.Report, text string) string {
	best := ""
	for _, s := range r.Agency.ShortNames() {
		if w := squeeze(s); len(w) > len(best) && strings.Contains(text, w) {
			best = w
		}
	}
	return best
}
