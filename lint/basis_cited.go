package lint

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"nianbao/internal/han"
	"nianbao/internal/message"
	"nianbao/internal/regex"
)

// replacedLaws are laws that another took the place of, and the report year from
// which on they are no basis.
type replacedLaws struct {
	Titles []string `yaml:"titles" validate:"required"`
	By     string   `yaml:"by" validate:"required"`
	From   int      `yaml:"from" validate:"required"`
	// History are words of a sentence that speaks of a law as one that was.
	History []string `yaml:"history" validate:"required"`
}

// inner prints a title between 书名号, in which another title has the single ones
// (GB/T 15834).
func inner(title string) string {
	return strings.NewReplacer("《", "〈", "》", "〉").Replace(title)
}

// title adds that a title is misquoted.
func (k *basisKind) title(p *pass, q *passage, from, to int, right string) {
	right = inner(right)
	args := message.Args{"text": q.string(from, to), "title": right}
	p.add(Finding{Form: "title", At: q.at, Pos: q.pos(from, to), Args: args,
		Fix: &Fix{Args: args, Edits: []Edit{q.edit(from, to, right)}}})
}

// misnumbered adds that a number is misquoted.
func (k *basisKind) misnumbered(p *pass, q *passage, from, to int, c *cited) {
	p.add(Finding{Form: "number", At: q.at, Pos: q.pos(from, to), Args: message.Args{
		"text": q.string(from, to), "title": inner(c.Title), "number": c.Number},
		Fix: &Fix{Args: message.Args{"title": c.Number}, Edits: []Edit{q.edit(from, to, c.Number)}}})
}

// written adds that something is not written as it has to be.
func (k *basisKind) written(p *pass, q *passage, from, to int, form, right string) {
	args := message.Args{"text": q.string(from, to), "title": right}
	p.add(Finding{Form: form, At: q.at, Pos: q.pos(from, to), Args: args,
		Fix: &Fix{Args: args, Edits: []Edit{q.edit(from, to, right)}}})
}

// issuer looks at who is named in a notice's title: 《国务院办公厅……办公室关于…》.
func (k *basisKind) issuer(p *pass, q *passage, c *cited, from int) {
	right, _, ok := strings.Cut(c.Title, "关于")
	if !ok || c.edition == nil {
		return
	}
	open := from
	for open > 0 && from-open < 40 && !strings.ContainsRune("《》〉。；", q.runes[open-1]) {
		open--
	}
	if q.at0(open-1) != '《' {
		return
	}
	name, _, found := strings.Cut(squeeze(q.string(open, from)), "关于")
	if found && name != right && containsAny(name, k.Issuers) {
		k.title(p, q, open, open+utf8.RuneCountInString(name), right)
	}
}

// almost looks at numbers that are the notice's but for their brackets, or, in a
// sentence about the basis of the report, but for their issuer, year or serial.
// Findings from first on are those of the same passage.
func (k *basisKind) almost(p *pass, q *passage, first int) {
	said := func(text string) bool {
		return slices.ContainsFunc(p.findings[first:], func(f Finding) bool {
			found, _ := f.Args["text"].(string)
			return strings.Contains(found, text)
		})
	}
	for _, d := range q.documents() {
		if d.year == "" || said(q.string(d.issued, d.to)) {
			continue
		}
		i := slices.IndexFunc(k.cited, func(c cited) bool { return c.cites(d) })
		if i >= 0 {
			c := &k.cited[i]
			from := d.issued - utf8.RuneCountInString(c.number.issuer)
			// GB/T 9704: the year stands in 〔〕, and no 第 before the serial.
			if strings.ContainsAny(q.string(d.issued, d.to), "[]()（）【】［］第") && (c.edition == nil || c.edition.ID == p.report.Edition.ID) {
				k.written(p, q, from, d.to, "form", c.Number)
			}
			continue
		}
		from, to := sentence(q.runes, d.issued)
		if !containsAny(q.string(from, to), k.Speaks) {
			continue
		}
		for i := range k.cited {
			c := &k.cited[i]
			if c.edition == nil || c.edition.ID != p.report.Edition.ID || c.number.serial == "" {
				continue
			}
			issuer, kin := k.kinOf(d.issuer)
			same := issuer == c.number.issuer
			if same && (d.year == c.number.year || d.serial == c.number.serial) || kin && d.year == c.number.year && d.serial == c.number.serial {
				k.misnumbered(p, q, d.issued-utf8.RuneCountInString(issuer), d.to, c)
			}
			break
		}
	}
}

// open finds numbers of known documents that lack 号.
func (k *basisKind) open(p *pass, q *passage) {
	for i := range k.cited {
		c := &k.cited[i]
		if c.unclosed == nil || c.edition != nil && c.edition.ID != p.report.Edition.ID {
			continue
		}
		if m := c.unclosed.FindStringSubmatchIndex(q.text); m != nil {
			k.written(p, q, q.runeIndex(m[2]), q.runeIndex(m[3]), "form", c.Number)
		}
	}
}

// unclosed is a pattern for the number of a document without its 号.
func unclosed(d document) *regex.Regex {
	if d.year == "" {
		return nil
	}
	return regex.Must(`(` + d.issuer + `\s*[〔\[（(【［]\s*` + d.year + `\s*[〕\])）】］]\s*` + d.serial + `)(?:[^号0-9\s]|$)`)
}

// kinOf is by which of the known issuers a number begins, the longest.
func (k *basisKind) kinOf(issuer string) (name string, ok bool) {
	for _, w := range k.Kin {
		if strings.HasSuffix(issuer, w) && len(w) > len(name) {
			name, ok = w, true
		}
	}
	return name, ok
}

// laws looks at orders of the State Council, at articles and at laws that are no
// more.
func (k *basisKind) laws(p *pass, q *passage) {
	if strings.Contains(q.text, k.Order) {
		k.orders(p, q)
	}
	if !strings.Contains(q.text, "》") {
		return
	}
	for _, n := range q.articles() {
		k.article(p, q, n)
	}
	for _, m := range titled.FindAllStringSubmatchIndex(q.text, -1) {
		title := shortTitle(squeeze(q.text[m[2]:m[3]]))
		for i := range k.Replaced {
			r := &k.Replaced[i]
			from, to := q.runeIndex(m[2]), q.runeIndex(m[3])
			start, end := sentence(q.runes, from)
			if p.year() >= r.From && slices.Contains(r.Titles, title) && q.at0(from-2) != '原' && !containsAny(q.string(start, end), r.History) {
				p.add(Finding{Form: "replaced", At: q.at, Pos: q.pos(from, to), Args: message.Args{
					"text": q.string(from, to), "by": r.By, "since": r.From}})
			}
		}
	}
}

var titled = regex.Must(`《([^《》]{2,40})》`)

// orderMost is how much longer than its digits an order's number is typed at most.
const orderMost = 8

// orders finds numbers of orders that lack 第 or 号: 国务院令711号.
func (k *basisKind) orders(p *pass, q *passage) {
	word := []rune(k.Order)
	for i := range q.runes {
		if !hasAt(q.runes, i, k.Order) {
			continue
		}
		at := i + len(word)
		ordinal := q.at0(spaceAfter(q.runes, at)) == '第'
		from := spaceAfter(q.runes, at)
		if ordinal {
			from = spaceAfter(q.runes, from+1)
		}
		to := from
		for to < len(q.runes) && to-from < orderMost && han.IsDigit(q.runes[to]) {
			to++
		}
		end := spaceAfter(q.runes, to)
		closed := q.at0(end) == '号'
		if to == from || ordinal && closed || !closed && end < len(q.runes) && !han.EndsClause(q.runes[end]) {
			continue // 公布国务院令12件
		}
		if closed {
			to = end + 1
		}
		digits := plainDigits(squeeze(strings.TrimSuffix(q.string(from, to), "号")))
		k.written(p, q, i, to, "order", k.Order+"第"+digits+"号")
	}
}

func spaceAfter(runes []rune, i int) int {
	for i < len(runes) && unicode.IsSpace(runes[i]) {
		i++
	}
	return i
}

// beforeArticle is the title that articles follow.
var beforeArticle = regex.Must(`《([^《》]+)》(?:[（(][^（()）]*[）)])?(?:[、，和及与至到—－~-]?第[〇零一二三四五六七八九十百0-9]+条(?:第[一二三四五六七八九十]+[款项])*)*[、，和及与至到—－~-]?第$`)

// article judges the number of an article of a law: 《…条例》第七十二条.
func (k *basisKind) article(p *pass, q *passage, n number) {
	value := n.value
	if n.inDigits() {
		value = numberIn(plainDigits(q.string(n.from, n.to))).IntPart()
	}
	const far = 120
	before := squeeze(q.string(max(n.from-far, 0), n.from))
	m := beforeArticle.FindStringSubmatch(before)
	if m == nil || !n.read {
		return
	}
	title := m[1]
	law := p.report.Edition.Law.Title
	if title == k.Short && !k.otherwise(p) {
		title = law
	}
	for name, last := range k.Articles {
		if shortTitle(name) == shortTitle(title) && (value > last || value == 0) {
			p.add(Finding{Form: "article", At: q.at, Pos: q.pos(n.from-1, n.to+1), Args: message.Args{
				"text": q.string(n.from-1, n.to+1), "title": name, "last": last}})
		}
	}
}

// otherwise reports whether the report uses the short title for another document
// than its own law.
func (k *basisKind) otherwise(p *pass) bool {
	return slices.ContainsFunc(p.passages(), func(q *passage) bool {
		for _, m := range calledShort.FindAllStringSubmatch(q.text, -1) {
			if m[2] == k.Short && shortTitle(m[1]) != shortTitle(p.report.Edition.Law.Title) {
				return true
			}
		}
		return false
	})
}

// history reports whether the sentence about a place speaks of what the law was.
func (k *basisKind) history(q *passage, at int) bool {
	from, to := sentence(q.runes, at)
	return containsAny(q.string(from, to), k.Before)
}

// calledShort is a title that gets a short one: 《…条例》（以下简称《条例》）.
var calledShort = regex.Must(`《([^《》]+)》[^《》。；]{0,40}简称[为作]?[《“]([^《》“”]+)[》”]`)
