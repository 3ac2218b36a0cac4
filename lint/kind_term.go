package lint

import (
	"fmt"
	"io/fs"
	"strings"
	"sync"

	"nianbao/internal/edition"
	"nianbao/internal/han"
	"nianbao/internal/message"
	"nianbao/internal/report"
)

// termKind finds official terms with a slip: the headings and labels of the edition,
// and those of a word list.
type termKind struct {
	// Words names the word list.
	Words string `yaml:"words" validate:"required"`

	list  termList
	wrong wordKind
	like  *alike
	// of are the terms of each edition that a report was judged by.
	mu sync.Mutex
	of map[*edition.Edition]*termFinder
}

type termList struct {
	Terms []string `yaml:"terms" validate:"required"`
	// Soft may be left out of a term, Accept are other wordings that are right.
	Soft   string       `yaml:"soft" validate:"required"`
	Accept []string     `yaml:"accept" validate:"required"`
	Wrong  []*wordEntry `yaml:"wrong" validate:"required,dive"`
}

func (k *termKind) load(fsys fs.FS) error {
	err := loadWords(fsys, k.Words, &k.list)
	if err != nil {
		return err
	}
	if k.like, err = loadAlike(fsys); err != nil {
		return err
	}
	k.of = map[*edition.Edition]*termFinder{}
	k.wrong.list.Entries = k.list.Wrong
	if err := k.wrong.index(); err != nil {
		return fmt.Errorf("%s: %w", k.Words, err)
	}
	return nil
}

// terms are those of an edition.
func (k *termKind) terms(e *edition.Edition) *termFinder {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.of[e] == nil {
		k.of[e] = newTerms(append(officialTerms(e), k.list.Terms...), k.like, k.list.Soft, k.list.Accept)
	}
	return k.of[e]
}

// officialTerms are the headings and labels of an edition without their numbers, cut
// at marks.
func officialTerms(e *edition.Edition) []string {
	var all []string
	add := func(texts ...string) {
		for _, text := range texts {
			_, text = han.Split(text)
			all = append(all, strings.FieldsFunc(text, func(r rune) bool { return !han.IsHan(r) })...)
		}
	}
	var column func(c *edition.Column)
	column = func(c *edition.Column) {
		add(c.Label)
		for _, below := range c.Columns {
			column(below)
		}
	}
	for _, part := range e.Parts {
		add(part.Heading)
		add(part.Aliases...)
		if part.Text != nil {
			for _, s := range part.Text.Sections {
				add(s.Heading)
			}
		}
		if part.Table == nil {
			continue
		}
		for _, b := range part.Table.Blocks {
			for _, c := range b.Columns {
				column(c)
			}
			eachRow(b.Rows, func(row *edition.Row) { add(row.Label); add(row.Aliases...) })
		}
	}
	return all
}

func (k *termKind) check(p *pass) {
	terms := k.terms(p.report.Edition)
	p.eachIn(zoneProse|zoneHeading, func(q *passage) {
		if q.role == report.RolePartHeading {
			return // which has a rule of its own
		}
		told := make([]bool, len(q.runes)+1)
		for _, hit := range terms.find(q.runes) {
			right := string(terms.all[hit.term])
			// Of names between 书名号 only that of the law is known.
			if hit.slip == slipNone || q.titled()[hit.from] && !strings.HasSuffix(p.report.Edition.Law.Title, right) || !terms.stands(q, hit) ||
				hit.slip == slipChanged && !p.options.CanDraw(q.runes[hit.wrong]) { // FNT001 names it
				continue
			}
			k.found(p, q, hit.from, hit.to, right)
			for i := hit.from; i < hit.to; i++ {
				told[i] = true
			}
		}
		k.wrong.each(q, func(e *wordEntry, from, to int) {
			if !told[from] && !told[to-1] {
				k.found(p, q, from, to, e.Right)
			}
		})
	})
}

func (k *termKind) found(p *pass, q *passage, from, to int, right string) {
	f := Finding{At: q.at, Pos: q.pos(from, to), Args: message.Args{"text": q.string(from, to), "right": right}}
	f.Fix = &Fix{Args: f.Args, Edits: []Edit{q.edit(from, to, right)}}
	p.add(f)
}
