package lint

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"nianbao/internal/edition"
	"nianbao/internal/han"
	"nianbao/internal/message"
	"nianbao/internal/report"
)

// headingKind judges headings: that a part's is in the official words
// (what: part), or that none is typed with a number or into a text, which the
// renderer's own would repeat (what: number).
type headingKind struct {
	What string `yaml:"what" validate:"required,oneof=part number"`
}

func (k *headingKind) check(p *pass) {
	for _, part := range p.report.Parts {
		if f, ok := p.report.PartHeadings[part.Def.Key]; ok && f.Text != "" {
			k.heading(p, f, part.Def)
		}
		if part.Text == nil {
			continue
		}
		if k.What == "number" {
			k.unsplit(p, part)
		}
		for _, s := range part.Text.Sections {
			if s.Heading.Given {
				k.heading(p, s.Heading, nil)
			}
		}
	}
	if k.What == "number" {
		for _, h := range p.typedHeadings() {
			k.typed(p, &h)
		}
	}
}

// unsplit tells of a part that was put whole where its opening belongs: what the
// page prints has all of it, but the headings as text.
func (k *headingKind) unsplit(p *pass, part *report.Part) {
	found := p.report.Unsplit(part)
	if len(found) == 0 {
		return
	}
	var headings message.List
	for _, h := range found {
		headings = append(headings, "“"+h.Number+h.Words+"”")
	}
	para, lead := &found[0].Text.Paragraphs[found[0].Paragraph], part.Def.Text.Lead
	p.add(Finding{Form: "divide", At: found[0].Text.At, Pos: para.Locate(0, found[0].Until),
		Args: message.Args{"lead": cmp.Or(lead, part.Def.Heading), "headings": headings}})
}

// heading judges one heading; def is set for that of a part.
func (k *headingKind) heading(p *pass, f report.Field, def *edition.Part) {
	typed := strings.TrimSpace(f.Text)
	number, rest := han.Split(typed)
	if k.What == "number" {
		if number == "" {
			return
		}
		args := message.Args{"heading": typed, "number": number, "rest": rest}
		finding := Finding{At: f.At, Pos: f.Pos, Args: args}
		if rest == "" {
			finding.Form = "bare"
		}
		n, _ := han.Typed(f.Text)
		edit := Edit{At: f.At, Span: Span{Paragraph: 1, Until: n.End}, Pos: f.Locate(0, n.End)}
		finding.Fix = &Fix{Safe: true, Args: args, Edits: []Edit{edit}}
		p.add(finding)
		return
	}
	if def == nil {
		return
	}
	if meant := p.meant(f); meant != f.Text {
		_, rest = han.Split(strings.TrimSpace(meant))
	}
	words := squeeze(rest)
	if words == squeeze(def.Heading) || slices.ContainsFunc(def.Aliases, func(a string) bool { return squeeze(a) == words }) || p.profile.accepts(def.Key, words) {
		return
	}
	p.add(Finding{At: f.At, Pos: f.Pos, Args: message.Args{
		"heading": typed, "official": def.Heading, "number": edition.Ordinal(def.Number)}})
}

// typed reports a heading that was typed into a text. What the page leaves out
// can be taken out of the file: it is printed the same.
func (k *headingKind) typed(p *pass, h *report.TypedHeading) {
	para := &h.Text.Paragraphs[h.Paragraph]
	args := message.Args{"number": h.Number, "heading": h.Number + h.Words, "rest": h.Words}
	if h.Section != nil {
		args["own"] = h.Section.PrintedHeading()
		args["key"] = h.Part.Def.Key
		if h.Section.Def != nil {
			args["key"] = h.Part.Def.Key + "." + h.Section.Def.Key
		}
	} else {
		args["own"], args["key"] = p.report.NumberedPart(h.Part), h.Part.Def.Key
	}
	f := Finding{At: h.Text.At, Args: args}
	until := h.Until
	switch h.Form {
	case report.Misplaced:
		f.Form, until = "elsewhere", utf8.RuneCountInString(para.Text)
	case report.Numbered:
		f.Form = "number"
	default:
		f.Form = "text"
	}
	f.Pos = para.Locate(0, until)
	if h.Form != report.Misplaced {
		edit := Edit{At: h.Text.At, Span: Span{Paragraph: h.Paragraph + 1, Until: h.Until}, Pos: f.Pos}
		fixed := message.Args{"number": h.Number, "typed": strings.TrimSpace(string([]rune(para.Text)[:h.Until]))}
		f.Fix = &Fix{Safe: true, Args: fixed, Edits: []Edit{edit}}
	}
	p.add(f)
}
