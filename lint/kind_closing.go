package lint

import (
	"strings"
	"unicode/utf8"

	"nianbao/internal/han"
	"nianbao/internal/message"
	"nianbao/internal/regex"
)

// closingKind finds paragraphs that end without a closing mark.
type closingKind struct {
	// Marks may end a paragraph.
	Marks string `yaml:"marks" validate:"required"`
	// Open are marks with which a sentence cannot end at all.
	Open string `yaml:"open" validate:"required"`
	// Brackets may end one where it is short, Quotes where a mark stands before
	// them: that one closes the sentence.
	Brackets string `yaml:"brackets"`
	Quotes   string `yaml:"quotes"`
	// Least is the number of characters from which on a line that closes a
	// text is a sentence, Long that from which on any line with a comma is one.
	Least int `yaml:"least" validate:"required"`
	Long  int `yaml:"long" validate:"required"`
	// Heading is how many characters a heading has at most.
	Heading int `yaml:"heading" validate:"required"`
	// Except are patterns of lines that are no sentences.
	Except []string `yaml:"except"`

	except []*regex.Regex
}

func (k *closingKind) prepare() error {
	for _, e := range k.Except {
		re, err := regex.Compile(e)
		if err != nil {
			return err
		}
		k.except = append(k.except, re)
	}
	return nil
}

func (k *closingKind) check(p *pass) {
	p.eachIn(zoneProse, func(q *passage) {
		n := len(q.runes)
		last := q.at0(n - 1)
		if n == 0 || k.closed(q) || !k.sentence(p, q, last) {
			return
		}
		f := Finding{At: q.at, Pos: q.pos(n-1, n), Args: message.Args{"text": q.string(max(n-8, 0), n)}}
		if strings.ContainsRune(k.Open, last) {
			f.Form = "open"
			f.Args["mark"] = string(last)
		}
		p.add(f)
	})
}

// closed reports whether a mark ends a passage, or the quotation that it ends in.
func (k *closingKind) closed(q *passage) bool {
	text := strings.TrimRight(q.text, k.Quotes)
	last, _ := utf8.DecodeLastRuneInString(text)
	return strings.ContainsRune(k.Marks, last)
}

// heading reports whether a line reads like one: it has no clauses, or its
// number or the balance of its halves (强化组织领导，健全工作机制) shows it.
func (k *closingKind) heading(text string) bool {
	if strings.ContainsAny(text, "。；;") {
		return false
	}
	_, numbered := han.Typed(text)
	halves := strings.FieldsFunc(text, func(r rune) bool { return r == '，' || r == ',' })
	return len(halves) < 2 || numbered ||
		len(halves) == 2 && utf8.RuneCountInString(halves[0]) == utf8.RuneCountInString(halves[1]) && !strings.ContainsFunc(text, han.IsDigit)
}

// sentence reports whether a passage is one rather than a heading, a signature,
// a line of contact details or a list's item.
func (k *closingKind) sentence(p *pass, q *passage, last rune) bool {
	switch n := len(q.runes); {
	case n < k.Least:
		return false
	case strings.ContainsRune(k.Brackets, last) && n < k.Long,
		!han.IsHan(last) && !han.IsDigit(last) && last != '%' && last != '％' && !strings.ContainsRune(k.Open+k.Brackets, last):
		return false
	case !q.last && n <= k.Heading && k.heading(q.text): // one never comes last
		return false
	}
	for _, re := range k.except {
		if re.MatchString(q.text) {
			return false
		}
	}
	name := p.report.Agency.Name.Text
	if name != "" && squeeze(q.text) == squeeze(name) {
		return false
	}
	_, isDate := han.ParseDate(q.text)
	return !isDate || strings.ContainsAny(q.text, "，。；,;") || len(q.runes) > 16
}
