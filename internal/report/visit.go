package report

import (
	"maps"
	"slices"

	"nianbao/internal/edition"
)

// Role says what an item is to the report.
type Role uint8

// The roles of items, in the order of reading where the report prints them.
const (
	RoleEdition Role = iota // 格式
	RoleYear
	RoleAgency // the name of the reporting body
	RoleShortName
	RoleType
	RoleRegulations
	RoleTitle
	RolePreamble
	RolePartHeading
	RoleLead // the text before the first section, or the whole part
	RoleSectionHeading
	RoleBody
	RoleCell
	RoleSigner // the agency's name under the report
	RoleSigned // the date there
	RolePublished
	RoleContact
	RoleLabel         // a row's label as printed
	RoleUnplacedPlace // where something stood that an import could not place
	RoleUnplaced      // what it was
	RoleWaiver        // each field of a waiver
)

var roleNames = [...]string{"edition", "year", "agency", "short name", "type", "regulations", "title", "preamble", "part heading", "lead",
	"section heading", "body", "cell", "signer", "signed", "published", "contact", "label", "unplaced place", "unplaced", "waiver"}

// String names the role for tests and traces.
func (r Role) String() string { return roleNames[r] }

// Item is one thing that a report holds: a field, a text or a cell.
type Item struct {
	Role Role
	// At is its key path, Key what names it among its like: the contact's kind,
	// the path of a label's row, the part of a heading.
	At, Key string
	// Part and Section are what it belongs to, nil for none.
	Part    *Part
	Section *Section
	// One of these is set. A Field that is the value of a mapping is a copy; the
	// others are the report's own.
	Field *Field
	Text  *Text
	Cell  *Cell
	// Ref is the cell's place in its table.
	Ref edition.Ref
}

// Place is where the item stands.
func (i *Item) Place() Place {
	switch {
	case i.Field != nil:
		return i.Field.Pos
	case i.Text != nil:
		return i.Text.Pos
	}
	return i.Part.Table.Pos(i.Ref)
}

// Lines are the texts of the item: the paragraphs of a text, the value of a
// field, the raw text of a cell.
func (i *Item) Lines() []string {
	switch {
	case i.Field != nil:
		return []string{i.Field.Text}
	case i.Cell != nil:
		return []string{i.Cell.Raw}
	}
	var all []string
	for _, p := range i.Text.Paragraphs {
		all = append(all, p.Text)
	}
	return all
}

// Visit calls visit with everything that the report has been given, in the order
// of reading, until it returns false. It is the one walk over a report: what
// looks for something wherever it may stand uses it, so that a new key of the
// report file is added here and nowhere else.
func (r *Report) Visit(visit func(*Item) bool) {
	w := &walk{visit: visit}
	w.field(RoleEdition, nil, nil, &r.EditionID)
	w.field(RoleYear, nil, nil, &r.Year)
	w.field(RoleAgency, nil, nil, &r.Agency.Name)
	for i := range r.Agency.Short {
		w.field(RoleShortName, nil, nil, &r.Agency.Short[i])
	}
	w.field(RoleType, nil, nil, &r.Agency.Type)
	w.field(RoleRegulations, nil, nil, &r.Agency.Regulations)
	w.field(RoleTitle, nil, nil, &r.Title)
	w.text(RolePreamble, nil, nil, r.Preamble)
	for _, p := range r.Parts {
		if f, ok := r.PartHeadings[p.Def.Key]; ok {
			w.named(RolePartHeading, p.Def.Key, p, &f)
		}
		if p.Table != nil {
			w.table(p)
			continue
		}
		w.text(RoleLead, p, nil, p.Text.Lead)
		for _, s := range p.Text.Sections {
			w.field(RoleSectionHeading, p, s, &s.Heading)
			w.text(RoleBody, p, s, s.Body)
		}
	}
	w.field(RoleSigner, nil, nil, &r.Signature.Agency)
	w.field(RoleSigned, nil, nil, &r.Signature.Date)
	w.field(RolePublished, nil, nil, &r.Published)
	for i := range r.Contact {
		w.named(RoleContact, r.Contact[i].Key, nil, &r.Contact[i].Value)
	}
	for _, key := range slices.Sorted(maps.Keys(r.Labels)) {
		f := r.Labels[key]
		w.named(RoleLabel, key, nil, &f)
	}
	for i := range r.Unplaced {
		w.field(RoleUnplacedPlace, nil, nil, &r.Unplaced[i].Place)
		w.field(RoleUnplaced, nil, nil, &r.Unplaced[i].Text)
	}
	for i := range r.Waivers {
		waiver := &r.Waivers[i]
		for _, f := range []*Field{&waiver.Rule, &waiver.Place, &waiver.Reason, &waiver.Approved, &waiver.Until} {
			w.field(RoleWaiver, nil, nil, f)
		}
	}
}

// walk is a Visit under way.
type walk struct {
	visit func(*Item) bool
	done  bool
}

func (w *walk) item(i Item) { w.done = w.done || !w.visit(&i) }

func (w *walk) field(role Role, p *Part, s *Section, f *Field) {
	if f.Given {
		w.item(Item{Role: role, At: f.At, Part: p, Section: s, Field: f})
	}
}

func (w *walk) named(role Role, key string, p *Part, f *Field) {
	if f.Given {
		w.item(Item{Role: role, At: f.At, Key: key, Part: p, Field: f})
	}
}

func (w *walk) text(role Role, p *Part, s *Section, t *Text) {
	if t != nil {
		w.item(Item{Role: role, At: t.At, Part: p, Section: s, Text: t})
	}
}

func (w *walk) table(p *Part) {
	for _, ref := range p.Table.Refs() {
		if c := p.Table.Cell(ref); c.Given {
			w.item(Item{Role: RoleCell, At: p.Table.At(ref), Part: p, Cell: c, Ref: ref})
		}
	}
}
