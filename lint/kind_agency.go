package lint

import (
	"fmt"

	"slices"
	"strings"
	"unicode/utf8"

	"nianbao/internal/message"
	"nianbao/internal/regex"
	"nianbao/internal/report"
)

// agencyKind compares the agency's name where it stands in the preamble, in the
// signature and at the head of a paragraph with that of the report; the title has
// its own rule.
type agencyKind struct {
	// Self are the words by which a report speaks of its own agency.
	Self []string `yaml:"self" validate:"required"`
	// Bodies are the last characters of names of public bodies.
	Bodies []string `yaml:"bodies" validate:"required"`
	// Full is a pattern for names with that of a place (云岭市水务局, not 市水务局).
	// Government follows the place in a government's name.
	Full       string `yaml:"full" validate:"required"`
	Government string `yaml:"government" validate:"required"`
	// Office is a pattern of how the name of an agency's own office ends, Seal one
	// of what may follow a name in a signature.
	Office string `yaml:"office" validate:"required"`
	Seal   string `yaml:"seal" validate:"required"`
	// Leads are words that a pattern takes for the beginning of a name.
	Leads []string `yaml:"leads" validate:"required"`
	// Mentions are where a report names whose it is.
	Mentions []agencyMention `yaml:"mentions" validate:"required,dive"`

	full, office, seal *regex.Regex
}

// agencyMention finds a name, which is the first group of its pattern.
type agencyMention struct {
	Pattern string `yaml:"pattern" validate:"required"`
	// As is what stands there: the report's own title (title), who wrote it
	// (author), or a body that may be another one (other), which is judged only
	// where it is almost the agency's name. All three stand in the preamble; a
	// subject is who a paragraph of the parts says did what only the reporting
	// agency does.
	As string `yaml:"as" validate:"required,oneof=title author other subject"`
	re *regex.Regex
}

func (k *agencyKind) prepare() (err error) {
	for to, pattern := range map[**regex.Regex]string{&k.full: k.Full, &k.office: "(?:" + k.Office + ")$", &k.seal: "(?:" + k.Seal + ")$"} {
		if *to, err = regex.Compile(pattern); err != nil {
			return err
		}
	}
	for i := range k.Mentions {
		m := &k.Mentions[i]
		if m.re, err = regex.Compile(m.Pattern); err != nil {
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
	name := squeeze(p.meant(r.Agency.Name))
	if name == "" || p.unread(r.Agency.Name.Pos) {
		return
	}
	add := func(at, form, found string, pos report.Place) {
		p.add(Finding{Form: form, At: at, Pos: pos, Args: message.Args{"found": found, "agency": name}})
	}
	own := []string{name}
	for _, s := range r.Agency.ShortNames() {
		own = append(own, squeeze(s))
	}
	if s := r.Signature.Agency; s.Given && s.Text != "" {
		signed := k.seal.ReplaceAllString(squeeze(p.meant(s)), "")
		switch {
		case slices.Contains(own, signed), slices.Contains(k.Self, signed), k.ownOffice(signed, own):
		case strings.HasSuffix(signed, k.Government) && k.ownOffice(name, []string{signed}): // it reports for it
		default:
			add(s.At, "signature", s.Text, s.Pos)
		}
	}
	var almost *fuzzy
	if len(onlyWords([]rune(name), nil)) >= fuzzyLeast {
		almost = newFuzzy([]string{name}, "", nil)
	}
	seen := map[report.Place]bool{} // a name may stand where two patterns find it
	told := map[string]bool{}       // and at the head of many paragraphs
	p.eachIn(zoneProse, func(q *passage) {
		for i := range k.Mentions {
			m := &k.Mentions[i]
			if (m.As == "subject") != (q.zone == zoneBody) {
				continue
			}
			for _, at := range m.re.FindAllStringSubmatchIndex(q.text, -1) {
				from, to := q.runeIndex(at[2]), q.runeIndex(at[3])
				if q.titled()[from] {
					continue
				}
				from, to, wrong := k.differs(q, from, to, m.As, own, almost)
				pos, found := q.pos(from, to), q.string(from, to)
				switch {
				case !wrong || seen[pos]:
				case q.zone != zoneBody:
					seen[pos] = true
					add(q.at, "", found, pos)
				case !told[found]:
					told[found] = true
					p.add(Finding{Form: "subject", At: q.at, Pos: pos, Args: message.Args{
						"found": found, "agency": r.Agency.Name.Text, "heading": q.groupName(r)}})
				}
			}
		}
	})
}

// ownOffice reports whether a name is that of an office within an agency with
// one of some names, the first of which is the full one: of the agency by any of
// them or with characters left out, of a government by its area as well.
func (k *agencyKind) ownOffice(name string, own []string) bool {
	loc := k.office.FindStringIndex(name)
	if loc == nil || loc[0] == 0 {
		return false
	}
	base := name[:loc[0]]
	last, _ := utf8.DecodeLastRuneInString(base)
	of, _ := utf8.DecodeLastRuneInString(own[0])
	return slices.Contains(own, base) || subsequence(base, own[0]) && (last == of || strings.HasSuffix(own[0], k.Government))
}

// differs judges a name that stands from from to to, and says where exactly.
func (k *agencyKind) differs(q *passage, from, to int, as string, own []string, almost *fuzzy) (int, int, bool) {
	if almost != nil {
		for _, hit := range almost.find(wordsIn(q.runes[from:to])) {
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
	switch {
	case as == "other", !slices.ContainsFunc(k.Bodies, ends), slices.ContainsFunc(own, ends), slices.ContainsFunc(k.Self, ends):
		return from, to, false
	case strings.HasPrefix(own[0], found), k.ownOffice(found, own), // the office of a government reports for it
		k.areaOf(found, own[0]): // 青河区2024年政府信息公开工作年度报告
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
	case as == "subject" && (containsAny(q.string(a, b), k.Self) || strings.HasPrefix(found, own[0]) || k.within(found, own[0])):
		return from, to, false
	case !k.full.MatchString(found) || abbreviates(found, own[0]) || k.above(found, own[0]):
		return from, to, false
	}
	return from, to, true
}

// areaOf reports whether a name is that of the area of a government, with or
// without the places that it is in.
func (k *agencyKind) areaOf(name, government string) bool {
	area, ok := strings.CutSuffix(government, k.Government)
	around, inside := strings.CutSuffix(area, name)
	if !ok || !inside || name == "" {
		return false
	}
	first, _ := utf8.DecodeRuneInString(name)
	for i := range around { // 云岭市|青河区, not 云岭市青|河区
		place := around[i:] + string(first)
		if loc := k.full.FindStringIndex(place); loc != nil && loc[1] == len(place) {
			return true
		}
	}
	return around == ""
}

// abbreviates reports whether a name leaves out characters of another one, its
// first among them: 区市监局.
func abbreviates(name, of string) bool {
	return !strings.HasPrefix(of, string([]rune(name)[:1])) && subsequence(name, of)
}

// above reports whether a name is that of the government of a place that the
// agency is in.
func (k *agencyKind) above(name, own string) bool {
	place, _, ok := strings.Cut(name, k.Government)
	return ok && strings.HasPrefix(own, place)
}

// within reports whether a name is that of a body on the ground of a government.
func (k *agencyKind) within(name, government string) bool {
	place, ok := strings.CutSuffix(government, k.Government)
	if !ok {
		return false
	}
	for place != "" { // 云岭市青河区, 青河区
		if strings.HasPrefix(name, place) {
			return true
		}
		loc := k.full.FindStringIndex(place)
		if loc == nil {
			break
		}
		_, size := utf8.DecodeLastRuneInString(place[:loc[1]])
		place = place[loc[1]-size:]
	}
	return false
}
