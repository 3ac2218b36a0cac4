package lint

import (
	"strings"

	"nianbao/internal/han"
	"nianbao/internal/message"
)

// shortenedKind finds short titles in 书名号 whose full name is never given.
type shortenedKind struct {
	// Titles are what short titles are: 条例, 办法.
	Titles []string `yaml:"titles" validate:"required"`
}

func (k *shortenedKind) check(p *pass) {
	full := func(title string) bool {
		if p.report.Preamble == nil {
			// The one that is generated names the law and the form.
			e := p.report.Edition
			if strings.HasSuffix(e.Law.Title, title) || strings.HasSuffix(e.Notice.Form, title) || strings.HasSuffix(e.Notice.Title, title) {
				return true
			}
		}
		for _, q := range p.passages() {
			if q.zone&zonePrinted == 0 {
				continue
			}
			for _, t := range titlesIn(q.runes) {
				if s := q.string(t.from, t.to); s != title && (strings.HasSuffix(s, title) || strings.Contains(s, title+"（")) {
					return true
				}
			}
			if strings.Contains(q.text, "简称《"+title) || strings.Contains(q.text, "简称“"+title) || strings.Contains(q.text, "简称："+title) || strings.Contains(q.text, "信息公开"+title) {
				return true
			}
		}
		return false
	}
	for _, title := range k.Titles {
		told := false
		p.eachIn(zoneProse|zoneHeading, func(q *passage) {
			if told || !strings.Contains(q.text, "《"+title+"》") {
				return
			}
			told = true
			if full(title) {
				return
			}
			at := q.runeIndex(strings.Index(q.text, "《"+title+"》"))
			end := at + len([]rune(title)) + 2
			p.add(Finding{At: q.at, Pos: q.pos(at, end), Args: message.Args{"text": q.string(at, end)}})
		})
	}
}

// titlesIn are the stretches between 书名号, nested ones by themselves too.
func titlesIn(runes []rune) []stretch {
	var all []stretch
	var open []int
	for i, r := range runes {
		switch r {
		case '《', '〈':
			open = append(open, i+1)
		case '》', '〉':
			if len(open) > 0 {
				all = append(all, stretch{open[len(open)-1], i})
				open = open[:len(open)-1]
			}
		default:
			if han.EndsSentence(r) {
				open = nil
			}
		}
	}
	return all
}
