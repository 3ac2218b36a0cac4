package lint

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"nianbao/internal/edition"
	"nianbao/internal/report"
)

// zone says what a passage is to the report.
type zone uint8

const (
	zoneTitle zone = 1 << iota
	zoneHeading
	zonePreamble
	zoneBody
	zoneSignature // the agency's name under the report
	zoneDate      // the date of signature or of publication
	zoneContact
	zoneUnplaced // what an import found no place for
)

const (
	// zoneProse is running text.
	zoneProse = zonePreamble | zoneBody
	// zonePrinted is what a reader of the published report sees.
	zonePrinted = zoneTitle | zoneHeading | zoneProse | zoneSignature | zoneDate | zoneContact
)

// zoneNames are the zones as rule heads call them.
var zoneNames = map[string]zone{
	"title": zoneTitle, "heading": zoneHeading, "preamble": zonePreamble, "body": zoneBody, "signature": zoneSignature,
	"date": zoneDate, "contact": zoneContact, "unplaced": zoneUnplaced, "prose": zoneProse, "printed": zonePrinted,
}

// zonesOf reads the zones that a rule head names, prose and headings for none.
func zonesOf(names []string) (zone, error) {
	if len(names) == 0 {
		return zoneProse | zoneHeading, nil
	}
	var zones zone
	for _, n := range names {
		z, ok := zoneNames[n]
		if !ok {
			return 0, fmt.Errorf("unknown zone %q", n)
		}
		zones |= z
	}
	return zones, nil
}

// passage is a stretch of text that a reader sees as one: a title, a heading,
// a paragraph.
type passage struct {
	zone zone
	role report.Role
	// part is the part of the form that it belongs to, nil for none.
	part *report.Part
	at   string
	// paragraph counts from 1 within the text at that key path; a value that is
	// no text is one paragraph. last is true for the last of them.
	paragraph int
	last      bool
	text      string
	runes     []rune
	locate    func(from, to int) report.Place
	tokens    tokens
}

// pos returns where the characters from (inclusive) to (exclusive) stand.
func (q *passage) pos(from, to int) report.Place { return q.locate(from, to) }

// string returns the characters from (inclusive) to (exclusive).
func (q *passage) string(from, to int) string { return string(q.runes[from:to]) }

// at0 returns the character at i, or 0 outside the passage.
func (q *passage) at0(i int) rune {
	if i < 0 || i >= len(q.runes) {
		return 0
	}
	return q.runes[i]
}

// edit puts a text in the place of some characters.
func (q *passage) edit(from, to int, text string) Edit {
	return Edit{At: q.at, To: text, Span: Span{Paragraph: q.paragraph, From: from, Until: to}, Pos: q.pos(from, to)}
}

// runeIndex turns an offset in bytes into one in characters.
func (q *passage) runeIndex(offset int) int { return utf8.RuneCountInString(q.text[:offset]) }

// group is what findings that are made once a part are counted by: the first
// key of the path.
func (q *passage) group() string {
	end := strings.IndexAny(q.at, ".[")
	if end < 0 {
		return q.at
	}
	return q.at[:end]
}

// groupName is what messages call a group: the part's heading or the key.
func (q *passage) groupName(r *report.Report) string {
	if q.part != nil {
		return r.NumberedPart(q.part)
	}
	return q.group()
}

// zoneOf is the zone of what is prose or a word of the page; the rest is no text
// that a rule of language could judge.
var zoneOf = map[report.Role]zone{
	report.RoleTitle: zoneTitle, report.RolePreamble: zonePreamble,
	report.RolePartHeading: zoneHeading, report.RoleSectionHeading: zoneHeading, report.RoleLead: zoneBody, report.RoleBody: zoneBody,
	report.RoleSigner: zoneSignature, report.RoleSigned: zoneDate, report.RolePublished: zoneDate,
	report.RoleContact: zoneContact, report.RoleUnplaced: zoneUnplaced,
}

// passages returns every passage of the report, in the order of reading. They
// are cut once for all rules.
func (p *pass) passages() []*passage {
	if p.cut != nil {
		return p.cut
	}
	p.cut = []*passage{}
	add := func(i *report.Item, number int, last bool, text string, locate func(from, to int) report.Place) {
		p.cut = append(p.cut, &passage{zone: zoneOf[i.Role], role: i.Role, part: i.Part, at: i.At, paragraph: number, last: last,
			text: text, runes: []rune(text), locate: locate})
	}
	p.report.Visit(func(i *report.Item) bool {
		switch {
		case zoneOf[i.Role] == 0:
		case i.Field != nil && i.Field.Text != "":
			add(i, 1, true, i.Field.Text, i.Field.Locate)
		case i.Text != nil:
			for n := range i.Text.Paragraphs {
				para := &i.Text.Paragraphs[n]
				add(i, n+1, n == len(i.Text.Paragraphs)-1, para.Text, para.Locate)
			}
		}
		return true
	})
	return p.cut
}

// eachIn calls visit with every passage of some zones.
func (p *pass) eachIn(zones zone, visit func(q *passage)) {
	for _, q := range p.passages() {
		if q.zone&zones != 0 {
			visit(q)
		}
	}
}

// passagesOf are those of a text of running words.
func (p *pass) passagesOf(text *report.Text) []*passage {
	all := p.passages()
	is := func(q *passage) bool { return q.zone&zoneProse != 0 && q.at == text.At }
	from := slices.IndexFunc(all, is)
	if from < 0 {
		return nil
	}
	to := from
	for to < len(all) && is(all[to]) {
		to++
	}
	return all[from:to]
}

// year is the report's, 0 where it has none.
func (p *pass) year() int { return p.report.YearNumber }

func isLatin(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
}

// concerns reports whether the report's body is of one of some types.
func (p *pass) concerns(types []string) bool {
	return len(types) == 0 || slices.Contains(types, p.report.Agency.Type.Text)
}

// inside reports whether a passage belongs to the part or section named, ""
// for everything.
func (p *pass) inside(q *passage, in string) bool {
	if in == "" {
		return true
	}
	if q.part == nil {
		return false
	}
	def := q.part.Def
	return in == def.Key || def.HasRole(in) || q.at == in || strings.HasPrefix(q.at, in+".")
}

// inRole reports whether a passage belongs to a part or section with a
// role of the edition.
func (p *pass) inRole(q *passage, role string) bool {
	if q.part == nil {
		return false
	}
	if q.part.Def.HasRole(role) {
		return true
	}
	for _, s := range sectionsOf(q.part) {
		if s.HasRole(role) && strings.HasPrefix(q.at, q.part.At+"."+s.Key) {
			return true
		}
	}
	return false
}

func sectionsOf(part *report.Part) []*edition.Section {
	if part.Def.Text == nil {
		return nil
	}
	return part.Def.Text.Sections
}
