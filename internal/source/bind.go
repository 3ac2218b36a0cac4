package source

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"nianbao/internal/edition"
	"nianbao/internal/message"
	"nianbao/internal/report"
)

// binder lays a tree on an edition's form.
type binder struct {
	from origin
	opts *Options
	path string
	// problems are kept in the order found; Read sorts them.
	problems []report.Problem

	r       *report.Report
	e       *edition.Edition
	guesses int
	misfits []*misfit
	// unnamed are the rows that were given without the names of their columns.
	unnamed map[*edition.Row]unnamedRow
}

func (b *binder) problem(rule, form, at string, pos report.Place, args map[string]string) *report.Problem {
	if args == nil {
		args = map[string]string{}
	}
	b.problems = append(b.problems, report.Problem{Rule: rule, Form: form, At: at, Pos: pos, Args: args})
	return &b.problems[len(b.problems)-1]
}

// found takes what the source says of a value.
func (b *binder) found(problems []report.Problem) { b.problems = append(b.problems, problems...) }

// phrases are what a problem's message words in each language by itself.
type phrases = map[string]message.Phrase

// start is the place of what is said of the whole file.
var start = report.FirstLine()

func join(at, key string) string {
	if at == "" {
		return key
	}
	return at + "." + key
}

// item is the path of an entry of a list, counted from 1 as people do.
func item(at string, i int) string { return fmt.Sprintf("%s[%d]", at, i+1) }

// clip keeps a hostile key or value from filling a message.
func clip(text string) string {
	const most = 40
	text = strings.Join(strings.Fields(text), " ")
	if len(text) <= most {
		return text
	}
	runes := []rune(text)
	if len(runes) <= most {
		return text
	}
	return string(runes[:most]) + "…"
}

// report binds the whole tree.
func (b *binder) report(root *node) *report.Report {
	b.chooseEdition(root)
	b.r, b.unnamed = report.New(b.path, b.e), map[*edition.Row]unnamedRow{}
	for _, p := range b.r.Parts {
		if pos := b.place(p.At); !pos.IsZero() {
			p.Pos = pos
		}
		if p.Table != nil {
			placeTable(p.Table, p.Pos)
		}
	}
	top := scope{keys: append(append([]string{}, edition.FileKeys.Before...), edition.FileKeys.After...)}
	for _, p := range b.e.Parts {
		top.keys = append(top.keys, p.Key)
		for _, alias := range append([]string{p.Heading}, p.Aliases...) {
			top.alias(alias, p.Key)
		}
	}
	b.each(root, top, func(p pair) {
		if part := b.r.Part(p.key.text); part != nil {
			b.part(part, p)
			return
		}
		b.top(p)
	})
	b.required(root)
	b.reportMisfits()
	for _, p := range b.r.Parts {
		if p.Table == nil {
			continue
		}
		b.placeAbsent(p.Table)
		b.r.LeftOut += p.Gather() + p.Table.Compute()
	}
	b.joinQuoted()
	b.r.Problems = b.problems
	return b.r
}

// joinQuoted makes one problem of a value that nobody knows and the quotation
// marks around it, which are why: the first, mended by taking them off.
func (b *binder) joinQuoted() {
	for i := range b.problems {
		unknown := &b.problems[i]
		if unknown.Rule != "SRC008" {
			continue
		}
		k := slices.IndexFunc(b.problems, func(q report.Problem) bool {
			return q.Rule == "SRC011" && q.Form == "quotes" && q.Pos == unknown.Pos
		})
		if k >= 0 {
			unknown.Rewrite, b.problems[k].Rule = b.problems[k].Rewrite, ""
		}
	}
	b.problems = slices.DeleteFunc(b.problems, func(q report.Problem) bool { return q.Rule == "" })
}

// place is where what is absent would stand, zero where the source has no place
// for it.
func (b *binder) place(at string) report.Place {
	return b.from.absent(at)
}

// lacking is the place of what is said of something that is not there: its own,
// or the whole file.
func (b *binder) lacking(at string) report.Place {
	if pos := b.place(at); !pos.IsZero() {
		return pos
	}
	return start
}

// placeAbsent gives the figures that were left out the places that are theirs.
func (b *binder) placeAbsent(t *report.Table) {
	for _, ref := range t.Refs() {
		if c := t.Cell(ref); !c.Given {
			if pos := b.place(t.At(ref)); !pos.IsZero() {
				c.Pos = pos
			}
		}
	}
}

// top binds a key of the file that belongs to no part.
func (b *binder) top(p pair) {
	r, key := b.r, p.key.text
	switch key {
	case edition.KeyEdition:
		r.EditionID = b.field(key, p)
	case edition.KeyYear:
		r.Year = b.field(key, p)
	case edition.KeyAgency:
		b.agency(p)
	case edition.KeyTitle:
		r.Title = b.field(key, p)
	case edition.KeyPreamble:
		b.found(b.from.nothing(key, key, p, 0))
		if !p.value.null {
			r.Preamble = b.text(key, p)
		}
	case edition.KeySignature:
		r.Signature.Given = true
		b.fields(p, key, map[string]*report.Field{edition.KeyAgency: &r.Signature.Agency, edition.KeyDate: &r.Signature.Date},
			edition.KeyAgency, edition.KeyDate)
	case edition.KeyPublished:
		r.Published = b.field(key, p)
	case edition.KeyContact:
		if b.isMapping(p, key) {
			b.each(p.value, scope{at: key, keys: edition.ContactKeys}, func(c pair) {
				r.Contact = append(r.Contact, report.Contact{Key: c.key.text, Value: b.field(join(key, c.key.text), c)})
			})
		}
	case edition.KeyPartHeadings:
		b.named(p, key, partKeys(b.e), r.PartHeadings)
	case edition.KeyLabels:
		b.named(p, key, rowPaths(b.e), r.Labels)
	case edition.KeyUnplaced:
		b.records(p, key, func(at string, p pair) {
			var u report.Unplaced
			b.fields(p, at, map[string]*report.Field{edition.KeyPlace: &u.Place, edition.KeyWords: &u.Text}, edition.KeyPlace, edition.KeyWords)
			r.Unplaced = append(r.Unplaced, u)
		})
	case edition.KeyWaivers:
		b.records(p, key, func(at string, p pair) {
			w := report.Waiver{At: at, Pos: b.from.place(p.value)}
			b.fields(p, at, map[string]*report.Field{edition.KeyRule: &w.Rule, edition.KeyPlace: &w.Place, edition.KeyReason: &w.Reason,
				edition.KeyApproved: &w.Approved, edition.KeyUntil: &w.Until}, waiverKeys...)
			r.Waivers = append(r.Waivers, w)
		})
	}
}

var waiverKeys = []string{edition.KeyRule, edition.KeyPlace, edition.KeyReason, edition.KeyApproved, edition.KeyUntil}

func partKeys(e *edition.Edition) []string {
	var keys []string
	for _, p := range e.Parts {
		keys = append(keys, p.Key)
	}
	return keys
}

// rowPaths are the paths of all rows and groups of rows that have a key.
func rowPaths(e *edition.Edition) []string {
	var paths []string
	for _, p := range e.Parts {
		if p.Table == nil {
			continue
		}
		var walk func(rows []*edition.Row)
		walk = func(rows []*edition.Row) {
			for _, r := range rows {
				if r.Key != "" {
					paths = append(paths, p.Key+"."+r.Path)
				}
				walk(r.Rows)
			}
		}
		for _, block := range p.Table.Blocks {
			walk(block.Rows)
		}
	}
	return paths
}

// field binds a single value. White space around it means nothing.
func (b *binder) field(at string, p pair) report.Field {
	f := report.Field{Given: true, At: at, Pos: b.from.place(p.value)}
	if p.value.kind != scalar {
		b.shape("", at, p, nil)
		return f
	}
	f.Text = strings.TrimSpace(p.value.text)
	b.found(b.from.field(at, p))
	return f
}

// fields binds a mapping of single values.
func (b *binder) fields(p pair, at string, into map[string]*report.Field, keys ...string) {
	if !b.isMapping(p, at, keys...) {
		return
	}
	b.each(p.value, scope{at: at, keys: keys}, func(f pair) { *into[f.key.text] = b.field(join(at, f.key.text), f) })
}

// named binds a mapping from names of the form to wordings.
func (b *binder) named(p pair, at string, keys []string, into map[string]report.Field) {
	if b.isMapping(p, at) {
		b.each(p.value, scope{at: at, keys: keys}, func(f pair) { into[f.key.text] = b.field(join(at, f.key.text), f) })
	}
}

// records binds a list of mappings.
func (b *binder) records(p pair, at string, bind func(at string, p pair)) {
	if p.value.null {
		return
	}
	if p.value.kind != list {
		b.shape("list", at, p, nil)
		return
	}
	for i, entry := range p.value.items {
		bind(item(at, i), pair{p.key, entry})
	}
}

// isMapping reports whether a value is a mapping, and objects where it is
// anything else but nothing. keys name what it should hold.
func (b *binder) isMapping(p pair, at string, keys ...string) bool {
	if p.value.kind == mapping {
		return true
	}
	if !p.value.null {
		form := "mapping"
		if len(keys) > 0 {
			form = "keys"
		}
		b.shape(form, at, p, nil).Phrases = phrases{"keys": message.ListOf(keys)}
	}
	return false
}

// shape reports a value of the wrong shape.
func (b *binder) shape(form, at string, p pair, args map[string]string) *report.Problem {
	if args == nil {
		args = map[string]string{}
	}
	args["key"] = clip(p.key.text)
	if p.value.kind == scalar {
		args["value"] = clip(p.value.text)
	}
	pos := b.from.place(p.value)
	if p.value.kind == scalar {
		if blank, at := b.from.blank(p.value); blank != "" {
			form, pos = blank, at
		}
	}
	return b.problem("SRC005", form, at, pos, args)
}

func (b *binder) agency(p pair) {
	a, at := &b.r.Agency, p.key.text
	a.At, a.Pos = at, b.from.place(p.key)
	keys := []string{edition.KeyName, edition.KeyShort, edition.KeyType, edition.KeyRegulations}
	if !b.isMapping(p, at, keys...) {
		return
	}
	b.each(p.value, scope{at: at, keys: keys}, func(f pair) {
		at := join(at, f.key.text)
		switch f.key.text {
		case edition.KeyName:
			a.Name = b.field(at, f)
		case edition.KeyType:
			a.Type = b.field(at, f)
		case edition.KeyRegulations:
			a.Regulations = b.field(at, f)
		default:
			if f.value.kind != list {
				if one := b.field(at, f); one.Text != "" {
					one.At = item(at, 0)
					a.Short = append(a.Short, one)
				}
				return
			}
			for i, short := range f.value.items {
				a.Short = append(a.Short, b.field(item(at, i), pair{f.key, short}))
			}
		}
	})
}

// wideMarks are the punctuation that authors take for the comma of a list.
const wideMarks = "，、；"

var yearForm = regexp.MustCompile(`^[1-9][0-9]{3}$`)

// chooseEdition reads the two keys that decide the form before all others.
// What is wrong with them is said here; the fields are bound in their turn.
func (b *binder) chooseEdition(root *node) {
	id, year := root.get(edition.KeyEdition), root.get(edition.KeyYear)
	value := func(p *pair) string {
		if p == nil || p.value.kind != scalar {
			return ""
		}
		return strings.TrimSpace(p.value.text)
	}
	invalid := func(form string, p *pair, args map[string]string) *report.Problem {
		args["value"] = clip(value(p))
		return b.problem("SRC008", form, p.key.text, b.from.place(p.value), args)
	}
	number := 0
	switch text := value(year); {
	case yearForm.MatchString(text):
		number, _ = strconv.Atoi(text)
	case year == nil:
		b.problem("SRC008", "", "", b.lacking(edition.KeyYear), nil)
	case text != "":
		invalid("year-value", year, map[string]string{})
	case year.value.kind == scalar:
		b.problem("SRC008", "", year.key.text, b.from.place(year.value), nil)
	}
	if b.e = b.opts.Edition; b.e != nil {
		return
	}
	reg := b.opts.Editions
	byYear := reg.ForYear(number)
	if first := reg.All()[0].Years.From; number > 0 && number < first {
		invalid("year-early", year, map[string]string{"first": strconv.Itoa(first), "number": reg.All()[0].Notice.Number})
	}
	named := reg.ByID(value(id))
	switch text := value(id); {
	case text != "" && named == nil:
		var known []string
		for _, e := range reg.All() {
			known = append(known, e.ID)
		}
		invalid("edition-value", id, map[string]string{}).Phrases = phrases{"allowed": message.ListOf(known)}
	case named != nil && byYear != nil && named != byYear:
		invalid("edition-year", id, map[string]string{"year": value(year), "want": byYear.ID, "notice": byYear.Notice.Number})
	}
	// The year chooses the form, a name only where the year cannot.
	switch {
	case byYear != nil:
		b.e = byYear
	case named != nil:
		b.e = named
	default:
		b.e = reg.Latest()
	}
}

// required checks the keys that a report cannot do without, and those whose
// values are a closed set.
func (b *binder) required(root *node) {
	r := b.r
	if yearForm.MatchString(r.Year.Text) {
		r.YearNumber, _ = strconv.Atoi(r.Year.Text)
	}
	a := &r.Agency
	section := root.get(edition.KeyAgency)
	switch {
	case a.Name.Text != "":
	case section == nil:
		b.problem("SRC008", "name-missing", "", b.lacking(join(edition.KeyAgency, edition.KeyName)), nil)
	case section.value.kind == mapping && !a.Name.Given:
		b.problem("SRC008", "name-missing", edition.KeyAgency, b.from.place(section.key), nil)
	case section.value.kind == mapping && section.value.get(edition.KeyName).value.kind == scalar:
		b.problem("SRC008", "name-missing", a.Name.At, a.Name.Pos, nil)
	case section.value.null:
		b.problem("SRC008", "name-missing", edition.KeyAgency, b.from.place(section.key), nil)
	}
	kind := b.e.Agency(a.Type.Text)
	if kind == nil && a.Type.Text != "" {
		var allowed []string
		for _, k := range b.e.Agencies {
			allowed = append(allowed, k.Type)
		}
		p := b.problem("SRC008", "type-value", a.Type.At, a.Type.Pos, map[string]string{"value": clip(a.Type.Text)})
		p.Phrases = phrases{"allowed": message.ListOf(allowed)}
	}
	a.CanRegulate = kind != nil && kind.Regulations
	switch a.Regulations.Text {
	case "":
	case "true":
		a.CanRegulate = true
	case "false":
		a.CanRegulate = false
	default:
		b.problem("SRC008", "regulations-value", a.Regulations.At, a.Regulations.Pos, map[string]string{"value": clip(a.Regulations.Text)})
	}
}
