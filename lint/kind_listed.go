package lint

import (
	"strings"

	"nianbao/internal/edition"
	"nianbao/internal/han"
	"nianbao/internal/message"
	"nianbao/internal/regex"
)

// listedKind compares the list of parts in the preamble with the form's: their
// number, and those that are named.
type listedKind struct {
	// Said is a pattern of how many parts a preamble says there are, the first group
	// the number.
	Said string `yaml:"said" validate:"required"`

	said *regex.Regex
}

func (k *listedKind) prepare() (err error) {
	k.said, err = regex.Compile(k.Said)
	return err
}

func (k *listedKind) check(p *pass) {
	p.eachIn(zonePreamble, func(q *passage) {
		for _, m := range k.said.FindAllStringSubmatchIndex(q.text, -1) {
			from, to := q.runeIndex(m[2]), q.runeIndex(m[3])
			said := han.Numeral(q.runes[from:to])
			if han.IsDigit(q.runes[from]) {
				said = int(q.runes[from] - '0')
			}
			a, b := sentence(q.runes, from)
			lacking := k.lacking(p.report.Edition, q.string(a, b))
			n := len(p.report.Edition.Parts)
			end := q.runeIndex(m[1])
			f := Finding{At: q.at, Pos: q.pos(from, end), Args: message.Args{"text": q.string(from, end), "count": itoa(n)}}
			switch named := n - len(lacking); {
			case said != n:
				p.add(f)
			case named >= n/2 && named < n: // fewer are no list
				f.Form = "lacking"
				f.Args["named"], f.Args["lacking"] = itoa(named), message.List(lacking)
				p.add(f)
			}
		}
	})
}

// lacking are the headings of the parts that a sentence does not name. By the words
// of a heading that is worded otherwise it is still known.
func (k *listedKind) lacking(e *edition.Edition, text string) message.List {
	var lacking message.List
	text = string(onlyWords([]rune(text), nil))
	for _, part := range e.Parts {
		named := false
		for _, heading := range append([]string{part.Heading, part.Key}, part.Aliases...) {
			words := string(onlyWords([]rune(heading), nil))
			named = named || strings.Contains(text, words) || strings.Contains(text, strings.TrimSuffix(words, "情况")) ||
				strings.Contains(text, string(onlyWords([]rune(part.SheetTitle()), nil)))
		}
		if !named && !k.told(part, text) {
			lacking = append(lacking, plainName(part.Heading))
		}
	}
	return lacking
}

// told reports whether a text has most of a heading's characters in their order.
func (k *listedKind) told(part *edition.Part, text string) bool {
	heading := onlyWords([]rune(part.Heading), nil)
	short := heading
	if len(heading) > 4 {
		short = heading[len(heading)-6:]
	}
	return strings.Contains(text, string(short[:min(4, len(short))]))
}
