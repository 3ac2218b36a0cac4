package document

import (
	"cmp"
	"errors"
	"fmt"

	"slices"
	"strings"
	"time"

	"nianbao/internal/edition"
	"nianbao/internal/han"
	"nianbao/internal/report"
)

// Options are what a document does not take from its report.
type Options struct {
	Draft bool
	// Created overrides the date that formats record as that of their making;
	// zero leaves it to the report.
	Created time.Time
}

// Build turns a report into a document: title, preamble, the edition's parts in
// its order, and the signature. An absent part keeps its heading, and its table
// is drawn empty, so that a draft shows what is missing. The error is one of
// the program's own data, or of a report that could not be read at all.
func Build(r *report.Report, o Options) (*Document, error) {
	if r.Unreadable || r.Edition == nil {
		return nil, errors.New("build document: the report could not be read")
	}
	words, err := loadTitleWords()
	if err != nil {
		return nil, fmt.Errorf("build document: %w", err)
	}
	meta := r.Metadata(o.Created)
	date, dated := han.PlainDate(clean(r.Signature.Date.Text))
	doc := &Document{
		Title:       meta.Title,
		TitleBreaks: words.breaks(meta.Title),
		Author:      meta.Author,
		Subject:     meta.Subject,
		Created:     meta.Created,
		Draft:       o.Draft,
	}
	b := &builder{report: r, typed: map[*report.Text][]report.TypedHeading{}}
	for _, h := range r.TypedHeadings() {
		b.typed[h.Text] = append(b.typed[h.Text], h)
	}
	doc.Blocks = b.preamble()
	for _, p := range r.Parts {
		doc.Blocks = append(doc.Blocks, b.part(p)...)
	}
	if s := r.Signature; s.Given {
		doc.Blocks = append(doc.Blocks, signature(s, date, dated))
	}
	return doc, nil
}

// builder makes the blocks of a report.
type builder struct {
	report *report.Report
	// typed are the headings that were typed into texts.
	typed map[*report.Text][]report.TypedHeading
}

// preamble returns the author's preamble, which may be none, or the generated
// one, which ends with the contacts.
func (b *builder) preamble() []Block {
	r := b.report
	if r.Preamble != nil {
		return b.paragraphs(r.Preamble)
	}
	text := r.Edition.Expand(r.Edition.Preamble, clean(r.Agency.Name.Text), clean(r.YearText()), "")
	return []Block{Paragraph{Text: text + contacts(r)}}
}

// contacts is the sentence that tells whom to ask, "" where the report gives no
// contact.
func contacts(r *report.Report) string {
	var given []report.Contact
	for _, c := range r.Contact {
		if clean(c.Value.Text) != "" {
			given = append(given, c)
		}
	}
	if len(given) == 0 {
		return ""
	}
	place := func(key string) int {
		if i := slices.Index(edition.ContactKeys, key); i >= 0 {
			return i
		}
		return len(edition.ContactKeys)
	}
	slices.SortStableFunc(given, func(a, b report.Contact) int { return cmp.Compare(place(a.Key), place(b.Key)) })
	var entries []string
	for _, c := range given {
		entries = append(entries, c.Key+"："+clean(c.Value.Text))
	}
	agency := cmp.Or(clean(r.Agency.Name.Text), "本机关")
	return r.Edition.Expand(r.Edition.Contact, agency, clean(r.YearText()), strings.Join(entries, "；"))
}

// part returns the blocks of one part, its heading first.
func (b *builder) part(p *report.Part) []Block {
	r := b.report
	blocks := []Block{Heading{Level: 1, Text: r.NumberedPart(p)}}
	if p.Table != nil {
		return append(append(blocks, table(r, p, r.PrintedHeading(p))), elsewhere(p)...)
	}
	if p.Text.Lead != nil {
		blocks = append(blocks, b.paragraphs(p.Text.Lead)...)
	}
	for i, s := range p.Text.Printed() {
		blocks = append(blocks, b.section(i+1, s)...)
	}
	return blocks
}

// section returns the blocks of the n-th section of a part. A heading that ends
// in a full stop, or that the author emptied, runs into the first paragraph.
func (b *builder) section(n int, s *report.Section) []Block {
	heading := s.PrintedHeading()
	numbered := report.NumberedHeading(n, heading)
	var body []Block
	if s.Body != nil {
		body = b.paragraphs(s.Body)
	}
	if len(body) > 0 && (heading == "" || strings.HasSuffix(heading, "。")) {
		first := body[0].(Paragraph)
		first.Lead, first.LeadLevel = numbered, 2
		body[0] = first
		return body
	}
	return append([]Block{Heading{Level: 2, Text: numbered}}, body...)
}

// paragraphs are those of a text without the headings that were typed into it
// and that the page has anyway (STR015).
func (b *builder) paragraphs(t *report.Text) []Block {
	typed := b.typed[t]
	var blocks []Block
	for i, p := range t.Paragraphs {
		text := p.Text
		for len(typed) > 0 && typed[0].Paragraph == i {
			text = string([]rune(p.Text)[typed[0].Until:])
			typed = typed[1:]
		}
		if text = clean(text); text != "" {
			blocks = append(blocks, Paragraph{Text: text})
		}
	}
	return blocks
}

// signature writes the date as GB/T 9704-2012, 7.3.5.4 has it: arabic digits
// without leading zeros. What is no date is left as typed.
func signature(s report.Signature, date han.Date, dated bool) Signature {
	out := Signature{Agency: clean(s.Agency.Text), Date: clean(s.Date.Text)}
	if dated {
		out.Date = date.String()
	}
	return out
}

// clean trims what pads text on web pages and in files.
func clean(text string) string { return strings.TrimFunc(text, han.IsPadding) }
