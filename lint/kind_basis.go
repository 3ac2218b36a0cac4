package lint

import (
	"cmp"
	"io/fs"

	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"nianbao/internal/edition"
	"nianbao/internal/han"
	"nianbao/internal/message"
	"nianbao/internal/regex"
)

// basisKind judges what a report names as its basis: the notice of its edition
// and not that of another, and titles and numbers as the editions have them.
type basisKind struct {
	// Documents are further documents that reports cite.
	Documents []edition.Source `yaml:"documents" validate:"dive"`
	// Issuers are words that tell a notice's own issuer from a local one with a
	// notice of the same name.
	Issuers []string `yaml:"issuers" validate:"required"`
	// Form are the words by which a title calls itself a form of the report.
	Form string `yaml:"form" validate:"required"`
	// Soft are characters that a title may have or lack.
	Soft string `yaml:"soft"`
	// Speaks are words of a sentence that gives the basis of the report, in which
	// a number that is almost the notice's can be no other document's. Kin are
	// issuers that are taken for the notice's own.
	Speaks []string `yaml:"speaks" validate:"required"`
	Kin    []string `yaml:"kin" validate:"required"`
	// Order is how an order of the State Council is called.
	Order string `yaml:"order" validate:"required"`
	// Short is how the law is called for short.
	Short string `yaml:"short" validate:"required"`
	// Before are words of a sentence that speaks of the law as it was before.
	Before []string `yaml:"before" validate:"required"`
	// Articles are how many articles laws have, by their titles.
	Articles map[string]int64 `yaml:"articles" validate:"required"`
	// Replaced are laws that another one took the place of.
	Replaced []replacedLaws `yaml:"replaced" validate:"dive"`

	cited  []cited
	titles *fuzzy
}

// cited is a document that a report may name.
type cited struct {
	edition.Source
	// edition is the one whose notice it is, nil for a law or another document.
	edition *edition.Edition
	// number is what it goes by, however the brackets are typed.
	number document
	// unclosed finds it without its 号, nil for an order.
	unclosed *regex.Regex
}

// cites reports whether a number is the document's.
func (c *cited) cites(d document) bool { return c.number.serial != "" && d.is(c.number) }

// citedIn reports whether a text has the document's number.
func (c *cited) citedIn(runes []rune) bool { return slices.ContainsFunc(documentsIn(runes), c.cites) }

// statePrefix begins the full title of a law; the short one goes without it.
const statePrefix = "中华人民共和国"

func shortTitle(title string) string { return strings.TrimPrefix(title, statePrefix) }

func (k *basisKind) load(fsys fs.FS) error {
	editions, err := edition.Heads(fsys)
	if err != nil {
		return err
	}
	var names []string
	add := func(name string, s edition.Source, e *edition.Edition) {
		if slices.Contains(names, name) {
			return
		}
		c := cited{Source: s, edition: e}
		if all := documentsIn([]rune(s.Number)); len(all) > 0 {
			c.number = all[0]
			c.unclosed = unclosed(c.number)
		}
		names = append(names, name)
		k.cited = append(k.cited, c)
	}
	for _, e := range editions {
		add(e.Law.Title, e.Law, nil)
		for _, name := range []string{noticeName(e.Notice.Title), e.Notice.Form} {
			if name != "" {
				add(name, e.Notice, e)
			}
		}
	}
	for _, d := range k.Documents {
		add(d.Title, d, nil)
	}
	k.titles = newFuzzy(names, k.Soft, nil)
	return nil
}

// noticeName is the part of a notice's title that tells it from others: the
// document that it issues, or what follows 关于.
func noticeName(title string) string {
	if _, inner, ok := strings.Cut(title, "《"); ok {
		inner, _, _ = strings.Cut(inner, "》")
		return inner
	}
	_, after, ok := strings.Cut(title, "关于")
	if !ok {
		return title
	}
	return after
}

func (k *basisKind) check(p *pass) {
	p.eachIn(zoneProse, func(q *passage) {
		k.laws(p, q)
		if strings.Contains(q.text, "《") || strings.Contains(q.text, "号") || strings.Contains(q.text, "条例") || strings.Contains(q.text, "办函") {
			k.passage(p, q)
		}
	})
}

func (k *basisKind) passage(p *pass, q *passage) {
	first := len(p.findings)
	hits := k.titles.find(q.words())
	numbers := make([]*document, len(k.cited)) // the first of each
	all := q.documents()
	for i := range k.cited {
		if at := slices.IndexFunc(all, k.cited[i].cites); at >= 0 {
			numbers[i] = &all[at]
		}
	}
	current := k.namesCurrent(p, hits, numbers)
	covered := map[*edition.Edition]bool{} // those whose notice is reported
	for _, hit := range hits {
		c := &k.cited[hit.phrase]
		other := c.edition != nil && c.edition.ID != p.report.Edition.ID
		switch {
		case other && (current || covered[c.edition]):
		case other:
			// The form of a later edition may go by the name of an earlier one,
			// so that only its number tells it.
			later := c.edition.Years.From > p.report.Edition.Years.From
			if numbers[hit.phrase] != nil || !later && k.issued(q, hit.from) {
				covered[c.edition] = true
				k.other(p, q, c, hit.from, hit.to)
			}
		case hit.slips > 0:
			k.title(p, q, hit.from, hit.to, k.titles.phrases[hit.phrase].text)
		default:
			k.issuer(p, q, c, hit.from)
			k.number(p, q, c, hit.to)
		}
	}
	for i := range k.cited {
		c := &k.cited[i]
		if c.edition == nil || c.edition.ID == p.report.Edition.ID || current || covered[c.edition] {
			continue
		}
		if d := numbers[i]; d != nil {
			covered[c.edition] = true
			k.other(p, q, c, d.issued-utf8.RuneCountInString(c.number.issuer), d.to)
		}
	}
	k.shortLaw(p, q)
	k.form(p, q)
	k.almost(p, q, first)
	k.open(p, q)
}

// namesCurrent reports whether a passage cites the notice of the report's own
// edition, by title or by number: another edition's beside it is history.
func (k *basisKind) namesCurrent(p *pass, hits []near, numbers []*document) bool {
	own := func(c *cited) bool { return c.edition != nil && c.edition.ID == p.report.Edition.ID }
	for _, hit := range hits {
		if own(&k.cited[hit.phrase]) {
			return true
		}
	}
	for i := range k.cited {
		if own(&k.cited[i]) && numbers[i] != nil {
			return true
		}
	}
	return false
}

// issued reports whether a title is the national notice's and not that of a
// local one of the same name: nothing but 关于 stands before it, or its issuer
// is named.
func (k *basisKind) issued(q *passage, from int) bool {
	open := from
	for open > 0 && from-open < 40 && q.runes[open-1] != '《' && q.runes[open-1] != '》' && !han.EndsSentence(q.runes[open-1]) {
		open--
	}
	head := q.string(open, from)
	if containsAny(head, k.Issuers) {
		return true
	}
	return q.at0(open-1) == '《' && (head == "" || head == "关于")
}

// reportYear is a year in what a report is called by: 2020年度报告.
var reportYear = regex.Must(`([0-9]{4})年(?:度|本机关|本[局委办区县市镇]|我[局委办区县市镇]|的|政府信息公开|工作|年度)*(?:报告|年报)`)

// ofItsYear reports whether the clause about a citation names a report that the
// notice did apply to: 与按国办公开办函〔2019〕60号编制的2020年报告相比.
func ofItsYear(q *passage, e *edition.Edition, from, to int) bool {
	mark := func(r rune) bool { return r == '，' || r == ',' || han.EndsSentence(r) }
	start, end := from, to
	for start > 0 && !mark(q.runes[start-1]) {
		start--
	}
	for end < len(q.runes) && !mark(q.runes[end]) {
		end++
	}
	for _, m := range reportYear.FindAllStringSubmatch(q.string(start, end), -1) {
		if year, err := strconv.Atoi(m[1]); err == nil && e.Applies(year) {
			return true
		}
	}
	return false
}

func (k *basisKind) other(p *pass, q *passage, c *cited, from, to int) {
	e, own := c.edition, p.report.Edition
	if ofItsYear(q, e, from, to) {
		return
	}
	years := message.New("{from}年起", "{from} on", "from", e.Years.From)
	if e.Years.To != 0 {
		years = message.New("{from}—{to}年度", "{from}–{to}", "from", e.Years.From, "to", e.Years.To)
	}
	f := Finding{At: q.at, Pos: q.pos(from, to), Args: message.Args{
		"text": q.string(from, to), "number": c.Number, "years": years, "year": p.report.YearText(),
		"right": inner(cmp.Or(own.Notice.Form, own.Notice.Title)), "rightNumber": own.Notice.Number}}
	if c.citedIn(q.runes[from:to]) {
		f.Form = "bare"
		f.Fix = &Fix{Args: message.Args{"title": own.Notice.Number}, Edits: []Edit{q.edit(from, to, own.Notice.Number)}}
	}
	p.add(f)
}

// bracketed is what stands in brackets right after a title, up to the first 号.
var (
	bracketed  = regex.Must(`^[〉》>]?(?:的通知)?[》>]?\s*([（(])(.{0,60}?号)`)
	issueDigit = regex.Must(`^(.*?)[〔\[（(【［]\s*([0-9]{4})\s*[〕\])）】］]\s*第?\s*([0-9]+)\s*号$`)
	orderDigit = regex.Must(`^[^〔\[（(]*国[^〔\[]*?([0-9]+)号$`)
)

// number checks the number in brackets after a title.
func (k *basisKind) number(p *pass, q *passage, c *cited, to int) {
	tail := string(q.runes[to:min(to+80, len(q.runes))])
	m := bracketed.FindStringSubmatchIndex(tail)
	if m == nil || strings.ContainsAny(tail[m[4]:m[5]], "。；") {
		return
	}
	found := tail[m[4]:m[5]]
	// The bracket may tell the law's history, with both numbers.
	if inside, _, _ := strings.Cut(tail[m[4]:], "）"); c.citedIn([]rune(inside)) {
		return
	}
	if !wrongNumber(squeeze(found), c.Number) {
		return
	}
	from := to + len([]rune(tail[:m[4]]))
	k.misnumbered(p, q, from, from+len([]rune(found)), c)
}

// wrongNumber reports whether what stands in brackets after a title is another
// number than the document's. An order of the State Council goes by its figure,
// whatever the words around it (国令第711号); what speaks of more than one thing
// (以下简称…) is no number.
func wrongNumber(found, number string) bool {
	if strings.Contains(number, "〔") {
		m := issueDigit.FindStringSubmatch(found)
		return m != nil && !strings.ContainsAny(m[1], "《》（）()、，,：")
	}
	m := orderDigit.FindStringSubmatch(found)
	return m != nil && !strings.ContainsAny(found, "《》、，,") && !strings.Contains(number, "第"+m[1]+"号")
}

// shortLaw looks between 书名号 for the law's short title, for the number that
// follows it or a slip in it, which in running text could be other words.
func (k *basisKind) shortLaw(p *pass, q *passage) {
	law := p.report.Edition.Law
	short := []rune(shortTitle(law.Title))
	for i := 0; i < len(q.runes); i++ {
		if q.runes[i] != '《' {
			continue
		}
		end := i + 1
		for end < len(q.runes) && q.runes[end] != '》' && end-i <= len(short)+3 {
			end++
		}
		name := onlyWords(q.runes[i+1:min(end, len(q.runes))], nil)
		if slices.Equal(name, short) || string(name) == k.Short && !k.otherwise(p) && !k.history(q, i) {
			if at := slices.IndexFunc(k.cited, func(c cited) bool { return c.Title == law.Title }); at >= 0 {
				k.number(p, q, &k.cited[at], end)
			}
			continue
		}
		if q.at0(end) != '》' || len(name) < len(short)-1 || len(name) > len(short)+2 || name[0] != short[0] {
			continue
		}
		// Two characters put in count, two changed do not: 《政府信息公开指南》.
		d := distance(name, short)
		if d == 1 || d == 2 && len(name) == len(short)+2 && name[len(name)-1] == short[len(short)-1] {
			k.title(p, q, i+1, end, law.Title)
		}
	}
}

// titleBefore is the title, the inner one of two, that a number in brackets
// follows.
var titleBefore = regex.Must(`[《〈]([^《》〈〉]+)[》〉](?:的通知[》〉])?\s*[（(]$`)

// form looks at the title before the number of the edition's notice: one that
// calls itself a form has to be the notice's. What is almost right is found
// without its number.
func (k *basisKind) form(p *pass, q *passage) {
	e := p.report.Edition
	i := slices.IndexFunc(k.cited, func(c cited) bool { return c.edition != nil && c.edition.ID == e.ID })
	if i < 0 {
		return
	}
	for _, d := range q.documents() {
		if !k.cited[i].cites(d) {
			continue
		}
		before := q.string(0, d.issued-utf8.RuneCountInString(k.cited[i].number.issuer))
		named := titleBefore.FindStringSubmatchIndex(before)
		if named == nil {
			continue
		}
		text := q.text[named[2]:named[3]]
		if !strings.Contains(text, k.Form) || text == shortTitle(e.Notice.Form) || len(k.titles.find(wordsIn([]rune(text)))) > 0 {
			continue
		}
		k.title(p, q, q.runeIndex(named[2]), q.runeIndex(named[3]), e.Notice.Form)
	}
}
