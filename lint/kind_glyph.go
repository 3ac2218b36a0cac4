package lint

import (
	"fmt"
	"io/fs"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"nianbao/internal/han"
	"nianbao/internal/message"
	"nianbao/internal/report"
)

// eachPassage calls visit with every passage that a reader of the report would
// see, and what an import could not place. locate gives the place of a stretch
// of it, in runes.
func (p *pass) eachPassage(visit func(text, at string, locate func(from, to int) report.Place)) {
	p.eachIn(zonePrinted|zoneUnplaced, func(q *passage) { visit(q.text, q.at, q.locate) })
}

// glyphKind finds characters that the renderer cannot draw, each once, with
// every place where it stands.
type glyphKind struct{ like *alike }

func (k *glyphKind) load(fsys fs.FS) (err error) {
	k.like, err = loadAlike(fsys)
	return err
}

// undecided is always so: which characters can be drawn hangs on the fonts.
func (*glyphKind) undecided(*pass) bool { return true }

func (k *glyphKind) check(p *pass) {
	first := map[rune]int{}
	from := len(p.findings)
	look := func(text, at string, locate func(from, to int) report.Place) {
		runes := []rune(text)
		for i, r := range runes {
			if !p.options.CanDraw(r) {
				k.found(p, first, runes, i, at, locate(i, i+1))
			}
		}
	}
	p.eachPassage(look)
	if f := p.report.Agency.Name; !p.report.Title.Given {
		look(f.Text, f.At, f.Locate)
	}
	for _, part := range p.report.Parts {
		if part.Table == nil {
			continue
		}
		for _, ref := range part.Table.Refs() {
			c := part.Table.Cell(ref)
			pos := part.Table.Pos(ref)
			look(withoutHidden(c), part.Table.At(ref), func(int, int) report.Place { return pos })
		}
	}
	for i := range p.findings[from:] {
		f := &p.findings[from+i]
		f.Args["count"] = itoa(1 + len(f.Related))
	}
}

// withoutHidden is what a cell holds without the characters that are told by
// themselves: they have to be deleted, whatever the font.
func withoutHidden(c *report.Cell) string {
	text := c.Raw
	for _, h := range c.Hidden {
		text = strings.ReplaceAll(text, h.Char, "")
	}
	return text
}

func (k *glyphKind) found(p *pass, first map[rune]int, runes []rune, i int, at string, pos report.Place) {
	r := runes[i]
	if i, seen := first[r]; seen {
		p.findings[i].Related = append(p.findings[i].Related, report.Related{At: at, Pos: pos})
		return
	}
	first[r] = len(p.findings)
	f := Finding{At: at, Pos: pos, Args: message.Args{"char": string(r), "code": fmt.Sprintf("U+%04X", r)}}
	if word, right := k.meant(p, runes, i); right != "" {
		f.Form, f.Args["word"], f.Args["plain"] = "alike", word, right
	} else if word, plain := k.plain(p, runes, i); plain != "" {
		f.Form, f.Args["word"], f.Args["plain"] = "plain", word, plain
	}
	p.add(f)
}

// meant returns a character that only looks right, or is written otherwise today, with
// the Chinese characters beside it, and what it stands for.
func (k *glyphKind) meant(p *pass, runes []rune, i int) (word, right string) {
	r := k.like.variants[runes[i]]
	if r == 0 {
		if s := []rune(norm.NFKC.String(string(runes[i]))); len(s) == 1 && han.IsHan(s[0]) && s[0] != runes[i] {
			r = s[0]
		}
	}
	if r == 0 || !p.options.CanDraw(r) {
		return "", ""
	}
	from, to := i, i+1
	if i > 0 && han.IsHan(runes[i-1]) {
		from--
	}
	if to < len(runes) && han.IsHan(runes[to]) && from == i {
		to++
	}
	return string(runes[from:to]), string(runes[from:i]) + string(r) + string(runes[i+1:to])
}

// plain returns the word about a character that is a common one set small, high
// or in a square (CO₂, ㎡), and how that is written in common ones (CO2, m2), ""
// where that would be no word (①) or another number (10²).
func (k *glyphKind) plain(p *pass, runes []rune, i int) (word, plain string) {
	const most = 12 // characters of a word to either side
	common := func(r rune) string {
		if s := norm.NFKC.String(string(r)); !p.options.CanDraw(r) && s != string(r) {
			return s
		}
		return ""
	}
	part := func(j int) bool {
		return j >= 0 && j < len(runes) && (isLatin(runes[j]) || han.IsDigit(runes[j]) || common(runes[j]) != "")
	}
	from, to := i, i+1
	for part(from-1) && i-from < most {
		from--
	}
	for part(to) && to-i < most {
		to++
	}
	for from < i && han.IsDigit(runes[from]) { // 200 of 200m²
		from++
	}
	for j := from; j < to; j++ {
		s := common(runes[j])
		if s == "" {
			s = string(runes[j])
		} else if j > 0 && han.IsDigit(runes[j-1]) && han.IsDigit([]rune(s)[0]) {
			return "", ""
		}
		plain += s
	}
	drawn := func(r rune) bool { return p.options.CanDraw(r) && (han.IsDigit(r) || unicode.IsLetter(r)) }
	if strings.ContainsFunc(plain, func(r rune) bool { return !drawn(r) }) || !strings.ContainsFunc(plain, unicode.IsLetter) {
		return "", ""
	}
	return string(runes[from:to]), plain
}
