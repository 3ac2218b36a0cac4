// Package bind lays the tree that a reader made on the form of an edition. There
// is one binder for all formats: what a tree was made of speaks through Origin.
// Faults of the input become report.Problems, never errors, and binding goes on
// after each.
package bind

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"nianbao/internal/edition"
	"nianbao/internal/message"
	"nianbao/internal/report"
	"nianbao/internal/tree"
)

// bindOptions says what a tree is laid on.
type Options struct {
	// Editions are the forms to choose from by 格式 and 年度.
	Editions *edition.Registry
	// Edition is a form to read with whatever the report says, or nil.
	Edition *edition.Edition
	Words   *edition.CellWords
}

// fallback is the edition for an input that names none.
func (o *Options) fallback() *edition.Edition {
	if o.Edition != nil {
		return o.Edition
	}
	return o.Editions.Latest()
}

// bindTree lays the tree of an input on the form that it chooses. problems are
// those that its reader found; the report has them first, then the binder's.
func Report(path string, root *tree.Node, from Origin, problems []report.Problem, o Options) *report.Report {
	b := &binder{from: from, opts: &o, path: path, problems: problems}
	return b.report(root)
}

// binder lays a tree on an edition's form.
type binder struct {
	from Origin
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

// Phrases are what a problem's message words in each language by itself.
type Phrases = map[string]message.Phrase

// Start is the place of what is said of the whole file.
var Start = report.FirstLine()

// report binds the whole tree.
func (b *binder) report(root *tree.Node) *report.Report {
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
	b.each(root, top, func(p tree.Pair) {
		if part := b.r.Part(p.Key.Text); part != nil {
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
	return b.from.Absent(at)
}

// lacking is the place of what is said of something that is not there: its own,
// or the whole file.
func (b *binder) lacking(at string) report.Place {
	if pos := b.place(at); !pos.IsZero() {
		return pos
	}
	return Start
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
func (b *binder) top(p tree.Pair) {
	r, key := b.r, p.Key.Text
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
		b.found(b.from.Nothing(key, key, p, 0))
		if !p.Value.Null {
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
			b.each(p.Value, scope{at: key, keys: edition.ContactKeys}, func(c tree.Pair) {
				r.Contact = append(r.Contact, report.Contact{Key: c.Key.Text, Value: b.field(edition.Join(key, c.Key.Text), c)})
			})
		}
	case edition.KeyPartHeadings:
		b.named(p, key, b.e.PartKeys(), r.PartHeadings)
	case edition.KeyLabels:
		b.named(p, key, b.e.RowPaths(), r.Labels)
	case edition.KeyUnplaced:
		b.records(p, key, func(at string, p tree.Pair) {
			var u report.Unplaced
			b.fields(p, at, map[string]*report.Field{edition.KeyPlace: &u.Place, edition.KeyWords: &u.Text}, edition.KeyPlace, edition.KeyWords)
			r.Unplaced = append(r.Unplaced, u)
		})
	case edition.KeyWaivers:
		b.records(p, key, func(at string, p tree.Pair) {
			w := report.Waiver{At: at, Pos: b.from.Place(p.Value)}
			b.fields(p, at, map[string]*report.Field{edition.KeyRule: &w.Rule, edition.KeyPlace: &w.Place, edition.KeyReason: &w.Reason,
				edition.KeyApproved: &w.Approved, edition.KeyUntil: &w.Until}, edition.WaiverKeys...)
			r.Waivers = append(r.Waivers, w)
		})
	}
}

// field binds a single value. White space around it means nothing.
func (b *binder) field(at string, p tree.Pair) report.Field {
	f := report.Field{Given: true, At: at, Pos: b.from.Place(p.Value)}
	if p.Value.Kind != tree.Scalar {
		b.shape("", at, p, nil)
		return f
	}
	f.Text = strings.TrimSpace(p.Value.Text)
	b.found(b.from.Field(at, p))
	return f
}

// fields binds a mapping of single values.
func (b *binder) fields(p tree.Pair, at string, into map[string]*report.Field, keys ...string) {
	if !b.isMapping(p, at, keys...) {
		return
	}
	b.each(p.Value, scope{at: at, keys: keys}, func(f tree.Pair) { *into[f.Key.Text] = b.field(edition.Join(at, f.Key.Text), f) })
}

// named binds a mapping from names of the form to wordings.
func (b *binder) named(p tree.Pair, at string, keys []string, into map[string]report.Field) {
	if b.isMapping(p, at) {
		b.each(p.Value, scope{at: at, keys: keys}, func(f tree.Pair) { into[f.Key.Text] = b.field(edition.Join(at, f.Key.Text), f) })
	}
}

// records binds a list of mappings.
func (b *binder) records(p tree.Pair, at string, bind func(at string, p tree.Pair)) {
	if p.Value.Null {
		return
	}
	if p.Value.Kind != tree.List {
		b.shape("list", at, p, nil)
		return
	}
	for i, entry := range p.Value.Items {
		bind(edition.Entry(at, i), tree.Pair{Key: p.Key, Value: entry})
	}
}

// isMapping reports whether a value is a mapping, and objects where it is
// anything else but nothing. keys name what it should hold.
func (b *binder) isMapping(p tree.Pair, at string, keys ...string) bool {
	if p.Value.Kind == tree.Mapping {
		return true
	}
	if !p.Value.Null {
		form := "mapping"
		if len(keys) > 0 {
			form = "keys"
		}
		b.shape(form, at, p, nil).Phrases = Phrases{"keys": message.ListOf(keys)}
	}
	return false
}

// shape reports a value of the wrong shape.
func (b *binder) shape(form, at string, p tree.Pair, args map[string]string) *report.Problem {
	if args == nil {
		args = map[string]string{}
	}
	args["key"] = message.Clip(p.Key.Text)
	if p.Value.Kind == tree.Scalar {
		args["value"] = message.Clip(p.Value.Text)
	}
	pos := b.from.Place(p.Value)
	if p.Value.Kind == tree.Scalar {
		if blank, at := b.from.Blank(p.Value); blank != "" {
			form, pos = blank, at
		}
	}
	return b.problem("SRC005", form, at, pos, args)
}

func (b *binder) agency(p tree.Pair) {
	a, at := &b.r.Agency, p.Key.Text
	a.At, a.Pos = at, b.from.Place(p.Key)
	keys := []string{edition.KeyName, edition.KeyShort, edition.KeyType, edition.KeyRegulations}
	if !b.isMapping(p, at, keys...) {
		return
	}
	b.each(p.Value, scope{at: at, keys: keys}, func(f tree.Pair) {
		at := edition.Join(at, f.Key.Text)
		switch f.Key.Text {
		case edition.KeyName:
			a.Name = b.field(at, f)
		case edition.KeyType:
			a.Type = b.field(at, f)
		case edition.KeyRegulations:
			a.Regulations = b.field(at, f)
		default:
			if f.Value.Kind != tree.List {
				if one := b.field(at, f); one.Text != "" {
					one.At = edition.Entry(at, 0)
					a.Short = append(a.Short, one)
				}
				return
			}
			for i, short := range f.Value.Items {
				a.Short = append(a.Short, b.field(edition.Entry(at, i), tree.Pair{Key: f.Key, Value: short}))
			}
		}
	})
}

// WideMarks are the punctuation that authors take for the comma of a list.
const WideMarks = "，、；"

var yearForm = regexp.MustCompile(`^[1-9][0-9]{3}$`)

// chooseEdition reads the two keys that decide the form before all others.
// What is wrong with them is said here; the fields are bound in their turn.
func (b *binder) chooseEdition(root *tree.Node) {
	id, year := root.Get(edition.KeyEdition), root.Get(edition.KeyYear)
	value := func(p *tree.Pair) string {
		if p == nil || p.Value.Kind != tree.Scalar {
			return ""
		}
		return strings.TrimSpace(p.Value.Text)
	}
	invalid := func(form string, p *tree.Pair, args map[string]string) *report.Problem {
		args["value"] = message.Clip(value(p))
		return b.problem("SRC008", form, p.Key.Text, b.from.Place(p.Value), args)
	}
	number := 0
	switch text := value(year); {
	case yearForm.MatchString(text):
		number, _ = strconv.Atoi(text)
	case year == nil:
		b.problem("SRC008", "", "", b.lacking(edition.KeyYear), nil)
	case text != "":
		invalid("year-value", year, map[string]string{})
	case year.Value.Kind == tree.Scalar:
		b.problem("SRC008", "", year.Key.Text, b.from.Place(year.Value), nil)
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
		invalid("edition-value", id, map[string]string{}).Phrases = Phrases{"allowed": message.ListOf(known)}
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
func (b *binder) required(root *tree.Node) {
	r := b.r
	if yearForm.MatchString(r.Year.Text) {
		r.YearNumber, _ = strconv.Atoi(r.Year.Text)
	}
	a := &r.Agency
	section := root.Get(edition.KeyAgency)
	switch {
	case a.Name.Text != "":
	case section == nil:
		b.problem("SRC008", "name-missing", "", b.lacking(edition.Join(edition.KeyAgency, edition.KeyName)), nil)
	case section.Value.Kind == tree.Mapping && !a.Name.Given:
		b.problem("SRC008", "name-missing", edition.KeyAgency, b.from.Place(section.Key), nil)
	case section.Value.Kind == tree.Mapping && section.Value.Get(edition.KeyName).Value.Kind == tree.Scalar:
		b.problem("SRC008", "name-missing", a.Name.At, a.Name.Pos, nil)
	case section.Value.Null:
		b.problem("SRC008", "name-missing", edition.KeyAgency, b.from.Place(section.Key), nil)
	}
	kind := b.e.Agency(a.Type.Text)
	if kind == nil && a.Type.Text != "" {
		var allowed []string
		for _, k := range b.e.Agencies {
			allowed = append(allowed, k.Type)
		}
		p := b.problem("SRC008", "type-value", a.Type.At, a.Type.Pos, map[string]string{"value": message.Clip(a.Type.Text)})
		p.Phrases = Phrases{"allowed": message.ListOf(allowed)}
	}
	a.CanRegulate = kind != nil && kind.Regulations
	switch a.Regulations.Text {
	case "":
	case "true":
		a.CanRegulate = true
	case "false":
		a.CanRegulate = false
	default:
		b.problem("SRC008", "regulations-value", a.Regulations.At, a.Regulations.Pos, map[string]string{"value": message.Clip(a.Regulations.Text)})
	}
}
