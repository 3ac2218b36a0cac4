package lint

import (
	"fmt"
	"io/fs"

	"slices"
	"strings"

	"nianbao/internal/han"
	"nianbao/internal/message"
	"nianbao/internal/regex"
	"nianbao/internal/report"
)

// identityKind tells what has changed in the agency's name and contacts.
type identityKind struct {
	// Contacts are keys of 联系方式, each with a pattern whose first group finds
	// the same in the preamble of a report that has no such key.
	Contacts []contactPattern `yaml:"contacts" validate:"required,dive"`
}

type contactPattern struct {
	Key     string `yaml:"key" validate:"required"`
	Pattern string `yaml:"pattern" validate:"required"`
	re      *regex.Regex
}

func (k *identityKind) load(fs.FS) error {
	for i := range k.Contacts {
		re, err := regex.Compile(k.Contacts[i].Pattern)
		if err != nil {
			return err
		}
		if re.NumSubexp() != 1 {
			return fmt.Errorf("%s: one group is needed", k.Contacts[i].Pattern)
		}
		k.Contacts[i].re = re
	}
	return nil
}

func (k *identityKind) undecided(p *pass) bool { return p.previous == nil }

func (k *identityKind) check(p *pass) {
	if p.previous == nil {
		return
	}
	name := func(r *report.Report) said { return said{r.Agency.Name.Text, r.Agency.Name.At, r.Agency.Name.Pos} }
	k.compare(p, "", "", name(p.report), name(p.previous))
	for i := range k.Contacts {
		c := &k.Contacts[i]
		k.compare(p, "contact", c.Key, c.in(p.report), c.in(p.previous))
	}
}

// said is a text with its place.
type said struct {
	text, at string
	pos      report.Place
}

func (k *identityKind) compare(p *pass, form, key string, now, last said) {
	if now.text == "" || last.text == "" || bare(now.text) == bare(last.text) {
		return
	}
	p.add(Finding{Form: form, At: now.at, Pos: now.pos, Related: []report.Related{{Path: p.previous.Path, At: last.at, Pos: last.pos, Note: last.text}},
		Args: message.Args{"key": key, "now": now.text, "last": last.text, "lastYear": p.lastYear()}})
}

// in finds a contact in a report.
func (c *contactPattern) in(r *report.Report) said {
	i := slices.IndexFunc(r.Contact, func(x report.Contact) bool { return x.Key == c.Key && x.Value.Text != "" })
	if i >= 0 {
		f := r.Contact[i].Value
		return said{f.Text, f.At, f.Pos}
	}
	if r.Preamble == nil {
		return said{}
	}
	for i := range r.Preamble.Paragraphs {
		para := &r.Preamble.Paragraphs[i]
		if m := c.re.FindStringSubmatchIndex(para.Text); m != nil {
			q := passage{text: para.Text, locate: para.Locate}
			return said{para.Text[m[2]:m[3]], r.Preamble.At, q.pos(q.runeIndex(m[2]), q.runeIndex(m[3]))}
		}
	}
	return said{}
}

// bare drops what two ways of writing one name or number differ in: width,
// white space and punctuation.
func bare(text string) string {
	return strings.ToLower(string(onlyWords([]rune(han.Fold(text)), nil)))
}
