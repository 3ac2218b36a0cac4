package lint

import (
	"errors"
	"io/fs"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"nianbao/internal/han"
	"nianbao/internal/message"
	"nianbao/internal/regex"
)

// yearKind finds another year where the report year belongs, and words such as
// 今年 that leave the year to the reader.
type yearKind struct {
	// Words names the word list.
	Words string `yaml:"words" validate:"required"`
	// Plans is the role of the section in which later years are in order.
	Plans string `yaml:"plans" validate:"required"`
	// Report are the words after a year that name the report itself.
	Report []string `yaml:"report" validate:"required"`
	// Topic is the role of the section in which what is carried over is
	// applications, though the text does not say so.
	Topic string `yaml:"topic" validate:"required"`
	// Fresh is for how many years a revision of the law is news.
	Fresh int `yaml:"fresh" validate:"required"`

	list    yearWords
	figures []*regex.Regex
	// The patterns of the list.
	summary, reviewed, intends, denies *regex.Regex
}

// yearWords is a word list; see words/years.yaml.
type yearWords struct {
	Relative []relativeYear `yaml:"relative" validate:"required,dive"`
	Ratio    []string       `yaml:"ratio" validate:"required"`
	Compare  []string       `yaml:"compare" validate:"required"`
	Plan     []string       `yaml:"plan" validate:"required"`
	Past     []string       `yaml:"past" validate:"required"`
	Plain    []string       `yaml:"plain" validate:"required"`
	Carried  carriedYears   `yaml:"carried"`
	Own      []string       `yaml:"own" validate:"required"`
	Does     []string       `yaml:"does" validate:"required"`
	Fillers  []string       `yaml:"fillers" validate:"required"`
	Measured string         `yaml:"measured" validate:"required"`
	Figures  []string       `yaml:"figures" validate:"required"`
	Summary  string         `yaml:"summary" validate:"required"`
	Review   []string       `yaml:"review" validate:"required"`
	Reviewed string         `yaml:"reviewed" validate:"required"`
	Settled  []string       `yaml:"settled" validate:"required"`
	Earlier  []string       `yaml:"earlier" validate:"required"`
	Later    []string       `yaml:"later" validate:"required"`
	Intends  string         `yaml:"intends" validate:"required"`
	Instead  []string       `yaml:"instead" validate:"required"`
	Denies   string         `yaml:"denies" validate:"required"`
	Work     []string       `yaml:"work" validate:"required"`
	Count    []string       `yaml:"count" validate:"required"`
	Until    []string       `yaml:"until" validate:"required"`
	End      []string       `yaml:"end" validate:"required"`
	Dated    []string       `yaml:"dated" validate:"required"`
	New      []string       `yaml:"new" validate:"required"`

	// How years are used; see year_use.go.
	When     string      `yaml:"when" validate:"required"`
	Asides   []yearAside `yaml:"asides" validate:"required,dive"`
	Compared string      `yaml:"compared" validate:"required"`
	Deeds    yearDeeds   `yaml:"deeds"`
	Apart    []string    `yaml:"apart" validate:"required"`
	Parts    []string    `yaml:"parts" validate:"required"`
	Mended   []string    `yaml:"mended" validate:"required"`
	Aims     yearAims    `yaml:"aims"`
	Ahead    yearAhead   `yaml:"ahead"`
	Mends    string      `yaml:"mends" validate:"required"`
	Partly   yearPartly  `yaml:"partly"`

	compared, when, mends *regex.Regex
}

type relativeYear struct {
	Word   string `yaml:"word" validate:"required"`
	Better string `yaml:"better" validate:"required"`
	// Before and After are characters beside which it is no word.
	Before string `yaml:"before"`
	After  string `yaml:"after"`
	// Compared lets it stand in a comparison.
	Compared bool `yaml:"compared"`
	// Past is true where nothing to come can be meant, whatever the sentence says.
	Past bool `yaml:"past"`
}

func (k *yearKind) load(fsys fs.FS) error {
	if err := loadWords(fsys, k.Words, &k.list); err != nil {
		return err
	}
	var errs []error
	pattern := func(text string) *regex.Regex {
		re, err := regex.Compile(`^(?:` + text + `)`)
		errs = append(errs, err)
		return re
	}
	k.summary, k.reviewed = pattern(k.list.Summary), pattern(k.list.Reviewed)
	k.intends, k.denies = pattern(k.list.Intends), pattern(k.list.Denies)
	for _, text := range k.list.Figures {
		k.figures = append(k.figures, pattern(strings.ReplaceAll(text, "{n}", k.list.Measured)))
	}
	return errors.Join(append(errs, k.list.Carried.compile(k.list.Measured), k.list.compileUses())...)
}

func (k *yearKind) check(p *pass) {
	if p.year() == 0 {
		return
	}
	names := append([]string{p.report.Agency.Name.Text}, p.report.Agency.ShortNames()...)
	p.eachIn(zoneProse, func(q *passage) {
		years := q.years()
		if len(years) == 0 && !strings.Contains(q.text, "年") && !strings.Contains(q.text, "新") {
			return
		}
		if slices.ContainsFunc(k.list.Relative, func(w relativeYear) bool { return strings.Contains(q.text, w.Word) }) {
			k.relative(p, q, q.quoted())
		}
		k.revised(p, q)
		for _, y := range years {
			mask := q.quoted()
			if !mask[y.from] && !k.carried(p, q, y, years, mask) {
				k.judge(p, q, y, years, mask, names)
			}
		}
	})
}

// judge looks at one year outside citations.
func (k *yearKind) judge(p *pass, q *passage, y mentioned, years []mentioned, mask []bool, names []string) {
	to := y.to
	add := func(form string, args message.Args) Finding {
		args["text"] = q.string(y.from, to)
		return Finding{Form: form, At: q.at, Pos: q.pos(y.from, to), Args: args}
	}
	year := itoa(p.year())
	if q.zone == zoneBody {
		u := k.use(p, q, y, years, mask, names)
		switch {
		case k.planned(p, q, u):
			next := itoa(p.year() + 1)
			f := add("plan", message.Args{"next": next})
			f.Fix = &Fix{Args: message.Args{"better": next + "年"}, Edits: []Edit{q.edit(y.from, y.to, next+"年")}}
			p.add(f)
			return
		case k.premature(p, q, u):
			to = u.end
			p.add(add("ahead", message.Args{"year": year}))
			return
		case k.partly(p, q, u):
			to = u.end
			p.add(add("partly", message.Args{"year": year}))
			return
		case y.value < p.year() && k.stale(p, q, u, years), y.value > p.year() && k.early(p, q, u, years):
			p.add(add("other", message.Args{"year": year}))
			return
		case k.answered(q, u):
			return
		}
	}
	if y.value != p.year() {
		k.other(p, q, y, years, mask, names)
	}
}

// relative finds 今年 and its like, unless the sentence gives the year, makes
// plans, or, for 去年, compares.
func (k *yearKind) relative(p *pass, q *passage, mask []bool) {
	taken := -1
	for i := range q.runes {
		if i <= taken || mask[i] {
			continue
		}
		for _, w := range k.list.Relative {
			n := len([]rune(w.Word))
			if !hasAt(q.runes, i, w.Word) {
				continue
			}
			taken = i + n - 1
			if in(w.Before, q.at0(i-1)) || in(w.After, q.at0(i+n)) {
				break
			}
			from, to := sentence(q.runes, i)
			text := q.string(from, to)
			if strings.Contains(text, itoa(p.year())+"年") || !w.Past && containsAny(text, k.list.Plan) || w.Compared && k.compares(text) {
				break
			}
			better := message.Fill(w.Better, "zh", message.Args{"year": itoa(p.year()), "last": itoa(p.year() - 1)})
			f := Finding{At: q.at, Pos: q.pos(i, i+n), Args: message.Args{"text": w.Word, "better": better}}
			if !w.Compared { // of which there are two ways to write it
				f.Fix = &Fix{Args: f.Args, Edits: []Edit{q.edit(i, i+n, better)}}
			}
			p.add(f)
			break
		}
	}
}

// revised finds the law called new long after its revision.
func (k *yearKind) revised(p *pass, q *passage) {
	law := p.report.Edition.Law
	if len(law.Date) < 4 || itoa(p.year()-k.Fresh) < law.Date[:4] || !strings.Contains(q.text, "新") {
		return
	}
	short := shortTitle(law.Title)
	for _, n := range k.list.New {
		for _, title := range []string{"《" + law.Title + "》", "《" + short + "》", law.Title, short} {
			offset := strings.Index(q.text, n+title)
			if offset < 0 {
				continue
			}
			from := q.runeIndex(offset)
			p.add(Finding{Form: "revised", At: q.at, Pos: q.pos(from, from+len([]rune(n))), Args: message.Args{
				"text": n, "since": law.Date[:4], "law": law.Title}})
			return
		}
	}
}

// other judges one year that is not the report's.
func (k *yearKind) other(p *pass, q *passage, y mentioned, years []mentioned, mask []bool, names []string) {
	rest := string(q.runes[y.to:min(y.to+40, len(q.runes))])
	rest = strings.TrimPrefix(strings.TrimSpace(rest), "度")
	args := message.Args{"text": q.string(y.from, y.to), "year": itoa(p.year())}
	add := func(form string) { p.add(Finding{Form: form, At: q.at, Pos: q.pos(y.from, y.to), Args: args}) }
	if q.zone == zonePreamble {
		// The period has a rule of its own, which asks that it be there; here it
		// is the report's own name, and another end of its figures.
		if hasPrefixAny(rest, k.Report) || k.stands(q, y, rest, p.year()) && givesPeriod(p) {
			add("other")
		}
		return
	}
	if k.stands(q, y, rest, p.year()) && k.dated(q, y, mask) {
		add("other")
		return
	}
	if k.beside(q, y, years, p.year()) {
		return
	}
	if (y.value == p.year()-1 || y.value > p.year()) && k.states(q, y, years, mask, names) {
		add("other")
		return
	}
	from, to := sentence(q.runes, y.from)
	own := unquoted(q.runes[from:to], mask[from:to])
	if k.compares(own) || k.tells(own) {
		return
	}
	if k.until(q, y) {
		if k.stands(q, y, rest, p.year()) {
			add("other")
		}
		return
	}
	start, review := k.clauseOf(q, y.from, names)
	if review || !opens(q.runes, start) {
		return
	}
	rest = pastWholeYear(rest)
	if !k.speaks(rest, own, names) && !(y.value == p.year()-1 && k.standing(q, start, years, p.year(), q.string(start, y.from)+rest, names)) {
		return
	}
	if y.value > p.year() && (p.inRole(q, k.Plans) || containsAny(own, k.list.Plan) || !containsAny(own, k.list.Count)) {
		return
	}
	add("other")
}

// beside reports whether the report year stands in the same sentence as a year,
// or in the one before or after it: then two years are told apart.
func (k *yearKind) beside(q *passage, y mentioned, years []mentioned, year int) bool {
	from, to := sentence(q.runes, y.from)
	from, _ = sentence(q.runes, max(from-1, 0))
	if to < len(q.runes) {
		_, to = sentence(q.runes, to+1)
	}
	first := sort.Search(len(years), func(i int) bool { return years[i].from >= from })
	for _, o := range years[first:] {
		if o.from >= to {
			return false
		}
		if o.value == year {
			return true
		}
	}
	return false
}

// until reports whether 截至 stands right before a year.
func (k *yearKind) until(q *passage, y mentioned) bool {
	before := strings.TrimRight(q.string(max(y.from-4, 0), y.from), " ")
	return slices.ContainsFunc(k.list.Until, func(w string) bool { return strings.HasSuffix(before, w) })
}

// stands reports whether figures are said to stand at the end of an earlier year,
// which rest follows.
func (k *yearKind) stands(q *passage, y mentioned, rest string, year int) bool {
	return y.value < year && k.until(q, y) && k.yearEnd(rest)
}

// dated reports whether 截至 before a year follows what the report calls its own
// figures, unless others are compared with those.
func (k *yearKind) dated(q *passage, y mentioned, mask []bool) bool {
	from, to := sentence(q.runes, y.from)
	before, after := clauseAround(marked(q, from, to, y, []mentioned{y}, mask, y.value), markYear)
	for _, w := range k.list.Until {
		before = strings.TrimSuffix(before, w)
	}
	return !k.compares(before+after) && slices.ContainsFunc(k.list.Dated, func(w string) bool { return strings.HasSuffix(before, w) })
}

// givesPeriod reports whether the preamble gives the right period.
func givesPeriod(p *pass) bool {
	for _, q := range p.passagesOf(p.report.Preamble) {
		for _, s := range q.periods(p.year()) {
			if s.is(p.year(), p.report.Edition.Period) {
				return true
			}
		}
	}
	return false
}

// yearEnd reports whether what follows a year names its end.
func (k *yearKind) yearEnd(rest string) bool {
	rest = squeeze(rest)
	return hasPrefixAny(rest, k.list.End)
}

// speaks reports whether the sentence that a year opens is about the agency's
// own work in that year.
func (k *yearKind) speaks(rest, own string, names []string) bool {
	if !containsAny(own, k.list.Work) {
		return false
	}
	return strings.HasPrefix(rest, "，") || strings.HasPrefix(rest, ",") || hasPrefixAny(rest, k.list.Own) || hasPrefixAny(rest, k.list.Does) ||
		slices.ContainsFunc(names, func(n string) bool { return n != "" && strings.HasPrefix(rest, n) })
}

// states reports whether a clause that a year opens, with or without the agency
// before it, states the figures of that year or sums up its work.
func (k *yearKind) states(q *passage, y mentioned, years []mentioned, mask []bool, names []string) bool {
	start, review := k.clauseOf(q, y.from, names)
	if middle := in("，,", q.at0(start-1)); !middle && !opens(q.runes, start) {
		return false
	}
	from, to := sentence(q.runes, y.from)
	if slices.ContainsFunc(years, func(o mentioned) bool { return o.from >= from && o.from < to && o.value != y.value }) {
		return false
	}
	text := unquoted(q.runes[from:to], mask[from:to])
	if containsAny(q.string(from, y.from), k.list.Earlier) || containsAny(text, k.list.Later) || containsAny(text, k.list.Plan) || k.compares(text) {
		return false
	}
	rest := strings.TrimPrefix(strings.TrimSpace(unquoted(q.runes[y.to:to], mask[y.to:to])), "度")
	if review {
		return k.reviewed.MatchString(rest)
	}
	rest = k.afterAgency(pastWholeYear(rest), names)
	if k.summary.MatchString(rest) {
		return !containsAny(text, k.list.Settled)
	}
	for trimmed := true; trimmed; {
		trimmed = false
		for _, w := range k.list.Fillers {
			if after, ok := strings.CutPrefix(rest, w); ok {
				rest, trimmed = after, true
			}
		}
	}
	return slices.ContainsFunc(k.figures, func(re *regex.Regex) bool { return re.MatchString(rest) })
}

// compares reports whether a sentence compares two years.
func (k *yearKind) compares(text string) bool {
	for _, w := range k.list.Ratio {
		text = strings.ReplaceAll(text, w, "")
	}
	return containsAny(text, k.list.Compare)
}

// tells reports whether a sentence tells what happened in an earlier year.
func (k *yearKind) tells(text string) bool {
	for _, w := range k.list.Plain {
		text = strings.ReplaceAll(text, w, "")
	}
	return containsAny(text, k.list.Past)
}

// clauseOf returns where the words before a year begin that belong to its
// clause: 在, the agency or a verb of looking back.
func (k *yearKind) clauseOf(q *passage, at int, names []string) (start int, review bool) {
	from := max(at-40, 0)
	before := q.string(from, at)
	cut := func(words []string) bool {
		trimmed := strings.TrimRight(before, " ")
		for _, w := range words {
			if w != "" && strings.HasSuffix(trimmed, w) {
				before = strings.TrimSuffix(trimmed, w)
				return true
			}
		}
		return false
	}
	if review = cut(k.list.Review); !review {
		cut([]string{"在", "于"})
		if !cut(names) {
			cut(k.list.Own)
		}
	}
	return from + utf8.RuneCountInString(before), review
}

// afterAgency drops a comma and the agency at the head of a text.
func (k *yearKind) afterAgency(text string, names []string) string {
	text = strings.TrimLeft(text, "，, ")
	for _, words := range [][]string{names, k.list.Own} {
		for _, w := range words {
			if after, ok := strings.CutPrefix(text, w); ok && w != "" {
				return strings.TrimLeft(after, " ")
			}
		}
	}
	return text
}

// pastWholeYear drops from what follows a year the days that make it the whole one:
// 1月1日至12月31日.
func pastWholeYear(rest string) string {
	runes := []rune(rest)
	days := han.Dates(runes)
	if len(days) < 2 {
		return rest
	}
	first, last := days[0], days[1]
	if first.Year != 0 || first.Month != 1 || first.Day != 1 || last.Month != 12 || last.Day != 31 ||
		squeeze(string(runes[:first.From])) != "" || !periodJoint.MatchString(squeeze(string(runes[first.To:last.From]))) {
		return rest
	}
	rest = string(runes[last.To:])
	for _, end := range []string{"期间", "止"} {
		if after, ok := strings.CutPrefix(rest, end); ok {
			return after
		}
	}
	return rest
}

// standing reports whether last year's text was left standing: a paragraph
// opens with the year and its own agency (2023年，我局…… or 我局2023年……), and
// nowhere speaks of the report year. words are those but for the year.
func (k *yearKind) standing(q *passage, start int, years []mentioned, year int, words string, names []string) bool {
	if strings.TrimSpace(q.string(0, start)) != "" && !headed(q.runes[:start]) ||
		slices.ContainsFunc(years, func(o mentioned) bool { return o.value == year }) {
		return false
	}
	words = strings.TrimLeft(strings.TrimPrefix(words, "在"), "，, ")
	if slices.ContainsFunc(names, func(n string) bool { return n != "" && strings.HasPrefix(words, n) }) {
		return true
	}
	return slices.ContainsFunc(k.list.Own, func(w string) bool {
		return (strings.HasPrefix(w, "我") || strings.HasPrefix(w, "本")) && strings.HasPrefix(words, w)
	})
}
