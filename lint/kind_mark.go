package lint

import (
	"slices"
	"strings"
	"unicode"

	"nianbao/internal/han"
	"nianbao/internal/message"
	"nianbao/internal/regex"
)

// widthKind finds half-width punctuation in Chinese text.
type widthKind struct {
	// Marks are pairs of a half-width mark and its full-width one.
	Marks map[string]string `yaml:"marks" validate:"required,dive,keys,len=1,endkeys,len=1"`

	marks map[rune]string
}

func (k *widthKind) prepare() error {
	k.marks = map[rune]string{}
	for half, full := range k.Marks {
		k.marks[[]rune(half)[0]] = full
	}
	return nil
}

func (k *widthKind) check(p *pass) {
	o := p.oncePerPart()
	p.eachIn(zoneTitle|zoneHeading|zoneProse|zoneSignature|zoneUnplaced, func(q *passage) {
		if !strings.ContainsFunc(q.text, func(r rune) bool { return r < 0x80 && k.marks[r] != "" }) {
			return
		}
		foreign, partner := q.foreign(), q.partners()
		for i, r := range q.runes {
			if r >= 0x80 || k.marks[r] == "" || foreign[i] {
				continue
			}
			switch r {
			case '(', ')':
				// A bracket without a partner, or with one of the other width,
				// has a rule of its own.
				j := partner[i]
				if j < 0 || foreign[j] || !besideChinese(q.runes, i) && !besideChinese(q.runes, j) || latin(q, min(i, j), max(i, j)) {
					continue
				}
			default:
				if !besideChinese(q.runes, i) {
					continue
				}
			}
			o.add(q, i, i+1, q.edit(i, i+1, k.marks[r]))
		}
	})
	o.done()
}

// latin reports whether a pair of brackets belongs to a Latin word that it
// follows, with nothing Chinese in it: PDF(OCR).
func latin(q *passage, open, end int) bool {
	return isLatin(q.at0(open-1)) && !slices.ContainsFunc(q.runes[open+1:end], func(r rune) bool { return han.IsHan(r) || han.IsMark(r) })
}

// besideChinese reports whether a Chinese character or mark stands right before
// or after i, white space left out; 100%,其中 counts, 10:30 does not.
func besideChinese(runes []rune, i int) bool {
	a, b := i-1, i+1
	for a >= 0 && unicode.IsSpace(runes[a]) {
		a--
	}
	for b < len(runes) && unicode.IsSpace(runes[b]) {
		b++
	}
	chinese := func(j int) bool { return j >= 0 && j < len(runes) && (han.IsHan(runes[j]) || han.IsMark(runes[j])) }
	return chinese(a) || chinese(b)
}

// marksKind finds two marks in a row where one belongs.
type marksKind struct {
	// Marks may not stand side by side.
	Marks string `yaml:"marks" validate:"required"`
	// Joints are words that join what they stand between, so that no 、 stands before.
	Joints []string `yaml:"joints" validate:"required"`
	// Others are words that begin as they do.
	Others []string `yaml:"others" validate:"required"`
	// Allowed are pairs that may.
	Allowed []string `yaml:"allowed"`
}

func (k *marksKind) check(p *pass) {
	p.eachIn(zoneTitle|zoneHeading|zoneProse|zoneUnplaced, func(q *passage) {
		for i := 0; i+1 < len(q.runes); i++ {
			if !strings.ContainsRune(k.Marks, q.runes[i]) {
				continue
			}
			end := i + 1
			for next := k.next(q.runes, end); next > 0; next = k.next(q.runes, end) {
				end = next
			}
			if end == i+1 {
				continue
			}
			text := squeeze(q.string(i, end))
			if !q.foreign()[i] && !k.allowed(text) && besideHan(q.runes, i, end) {
				p.add(Finding{At: q.at, Pos: q.pos(i, end), Args: message.Args{"text": text, "context": nearby(q, i, end)}})
			}
			i = end - 1
		}
		k.numbers(p, q)
		if n := len(q.runes); q.zone&zoneProse != 0 {
			for i := 1; i+1 < n; i++ {
				if q.runes[i] == '、' && han.IsHan(q.runes[i-1]) && k.joint(q, i+1) {
					p.add(Finding{Form: "joint", At: q.at, Pos: q.pos(i, i+2), Args: message.Args{"text": q.string(i, i+2), "context": nearby(q, i, i+2)}})
				}
			}
		}
	})
}

// joint reports whether a word that joins others stands at i, and no other word
// that begins with it (及时, 和谐).
func (k *marksKind) joint(q *passage, i int) bool {
	at := func(w string) bool { return hasAt(q.runes, i, w) }
	return slices.ContainsFunc(k.Joints, at) && !slices.ContainsFunc(k.Others, at)
}

// numbers finds figures with two points, or with a comma where no thousands end.
func (k *marksKind) numbers(p *pass, q *passage) {
	for _, m := range brokenNumber.FindAllStringSubmatchIndex(q.text, -1) {
		from, to := q.runeIndex(m[2]), q.runeIndex(m[3])
		if q.foreign()[from] || isLatin(q.at0(from-1)) || q.titled()[from] || slices.ContainsFunc(q.figureDates(), func(d han.Date) bool { return d.From < to && from < d.To }) {
			continue
		}
		p.add(Finding{Form: "number", At: q.at, Pos: q.pos(from, to), Args: message.Args{"text": q.string(from, to)}})
	}
}

// brokenNumber is such a figure with what it counts, which tells it from a version, a
// date, an address or a list.
var brokenNumber = regex.Must(`(?:^|[^0-9０-９.．,，:：/\-—a-zA-Z第])([0-9]+(?:\.\.[0-9]+|[.．][0-9]+[.．][0-9]+|,(?:[0-9]{1,2}|[0-9]{4,})))(?:%|％|万|亿|余?(?:元|件|条|次|人|份|篇|期|个|分(?:[^0-9]|$)|项|户|家|名|场|倍|天|页|册))`)

// next returns the place after a mark that stands at i or after white space
// there, 0 for none.
func (k *marksKind) next(runes []rune, i int) int {
	for i < len(runes) && unicode.IsSpace(runes[i]) {
		i++
	}
	if i < len(runes) && strings.ContainsRune(k.Marks, runes[i]) {
		return i + 1
	}
	return 0
}

func (k *marksKind) allowed(text string) bool {
	for _, a := range k.Allowed {
		if text == a {
			return true
		}
	}
	return false
}

// besideHan reports whether a Chinese character or a closing mark stands right
// before from or right after to.
func besideHan(runes []rune, from, to int) bool {
	for from > 0 && unicode.IsSpace(runes[from-1]) {
		from--
	}
	for to < len(runes) && unicode.IsSpace(runes[to]) {
		to++
	}
	word := func(i int) bool {
		return i >= 0 && i < len(runes) && (han.IsHan(runes[i]) || han.IsMark(runes[i]) || han.IsDigit(runes[i]) || runes[i] == '%')
	}
	return word(from-1) || word(to)
}

// spaceKind finds white space within Chinese text, or between it and figures.
// Names between 书名号 are left as their issuer has them.
type spaceKind struct {
	// Except is a pattern of stretches whose spaces are in order.
	Except string `yaml:"except" validate:"required"`

	except *regex.Regex
}

func (k *spaceKind) prepare() (err error) {
	k.except, err = regex.Compile(k.Except)
	return err
}

func (k *spaceKind) check(p *pass) {
	o := p.oncePerPart()
	p.eachIn(zoneTitle|zoneHeading|zoneProse, func(q *passage) {
		if !strings.ContainsFunc(q.text, unicode.IsSpace) || tabular(q.text) {
			return
		}
		free := slices.Clone(q.titled())
		for _, m := range k.except.FindAllStringIndex(q.text, -1) {
			for i, to := q.runeIndex(m[0]), q.runeIndex(m[1]); i < to; i++ {
				free[i] = true
			}
		}
		marked := q.zone&zoneProse == 0 || strings.ContainsAny(q.text, "，。；：,;:")
		for i := 1; i < len(q.runes); i++ {
			if !unicode.IsSpace(q.runes[i]) {
				continue
			}
			end := i
			for end < len(q.runes) && unicode.IsSpace(q.runes[end]) {
				end++
			}
			// A space that stands for a line break was not typed.
			typed := end < len(q.runes) && q.pos(i, i+1).Line == q.pos(end, end+1).Line
			if typed && !free[i] && k.wrong(q, i, end, marked) {
				var edits []Edit
				if end == i+1 && q.runes[i] != '\u3000' {
					edits = append(edits, q.edit(i, end, ""))
				}
				o.add(q, i, end, edits...)
			}
			i = end
		}
	})
	o.done()
}

// wrong reports whether the space from from to to has no business there: the
// parts of a name (张 三), the items of an enumeration (公开 透明 高效) and the
// words of a line without punctuation may be set apart by it.
func (k *spaceKind) wrong(q *passage, from, to int, marked bool) bool {
	a, b := q.runes[from-1], q.runes[to]
	if !han.IsHan(a) || !han.IsHan(b) {
		return han.IsHan(a) && han.IsDigit(b) || han.IsDigit(a) && han.IsHan(b)
	}
	if !marked {
		return false
	}
	if !han.IsHan(q.at0(from-2)) && !han.IsHan(q.at0(to+1)) {
		return false
	}
	return !enumerated(q.runes, from-1, -1) && !enumerated(q.runes, to, 1)
}

// enumerated reports whether a few Chinese characters on from i, in one
// direction, are followed by white space and another Chinese character.
func enumerated(runes []rune, i, step int) bool {
	const most = 6
	n := 0
	for ; i >= 0 && i < len(runes) && han.IsHan(runes[i]) && n <= most; i += step {
		n++
	}
	if n > most || i < 0 || i >= len(runes) || !unicode.IsSpace(runes[i]) {
		return false
	}
	for i >= 0 && i < len(runes) && unicode.IsSpace(runes[i]) {
		i += step
	}
	return i >= 0 && i < len(runes) && han.IsHan(runes[i])
}

// tabular reports whether a line is set in columns.
func tabular(text string) bool {
	return strings.ContainsRune(text, '\t') || strings.Count(text, "  ")+strings.Count(text, "\u3000") >= 3
}
