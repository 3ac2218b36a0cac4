package lint

import (
	"slices"
	"strings"
	"unicode"

	"nianbao/internal/han"
	"nianbao/internal/message"
	"nianbao/internal/regex"
	"nianbao/internal/report"
)

// once collects findings that are made once a part: the first place, how many
// there are, and the rest as related places.
type once struct {
	pass  *pass
	found map[onceKey]int
	order []Finding
}

// onceKey is a part and, where the place is waived, by what: such places are a
// finding of their own.
type onceKey struct {
	group  string
	waiver *waiver
}

func (p *pass) oncePerPart() *once { return &once{pass: p, found: map[onceKey]int{}} }

// add counts one place; edits, where there are any, are what mends it.
func (o *once) add(q *passage, from, to int, edits ...Edit) {
	key := onceKey{q.group(), o.pass.waivedAt(q.at, q.pos(from, to))}
	i, seen := o.found[key]
	if !seen {
		i = len(o.order)
		o.found[key] = i
		o.order = append(o.order, Finding{At: q.at, Pos: q.pos(from, to), Args: message.Args{
			"text": nearby(q, from, to), "part": q.groupName(o.pass.report)}})
	} else {
		o.order[i].Related = append(o.order[i].Related, report.Related{At: q.at, Pos: q.pos(from, to)})
	}
	f := &o.order[i]
	if len(edits) > 0 {
		if f.Fix == nil {
			f.Fix = &Fix{Safe: true, Args: f.Args}
		}
		f.Fix.Edits = append(f.Fix.Edits, edits...)
	}
}

func (o *once) done() {
	for _, f := range o.order {
		f.Args["count"] = itoa(1 + len(f.Related))
		o.pass.add(f)
	}
}

// nearby is a stretch with two characters on either side.
func nearby(q *passage, from, to int) string {
	return q.string(max(from-2, 0), min(to+2, len(q.runes)))
}

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
		foreign := foreignMask(q.runes)
		partner := halfPairs(q.runes)
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

// halfPairs returns, for each half-width bracket, the place of its partner of
// the same width, else -1.
func halfPairs(runes []rune) []int {
	partner := make([]int, len(runes))
	var open []int
	for i, r := range runes {
		partner[i] = -1
		switch r {
		case '(', '（':
			open = append(open, i)
		case ')', '）':
			if len(open) == 0 {
				continue
			}
			j := open[len(open)-1]
			open = open[:len(open)-1]
			if runes[j] == '(' && r == ')' {
				partner[i], partner[j] = j, i
			}
		}
	}
	return partner
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

// foreignMask marks what is no Chinese text: addresses of pages and of mail
// with all their marks, numbers with separators, times of day.
func foreignMask(runes []rune) []bool {
	mask := make([]bool, len(runes))
	for i := 0; i < len(runes); {
		if runes[i] <= ' ' || runes[i] >= 0x7F {
			i++
			continue
		}
		end := i
		for end < len(runes) && runes[end] > ' ' && runes[end] < 0x7F {
			end++
		}
		// What surrounds a stretch belongs to the Chinese text about it.
		from, to := i, end
		for to > from && strings.ContainsRune(",;:()", runes[to-1]) {
			to--
		}
		for from < to && strings.ContainsRune(",;:(", runes[from]) {
			from++
		}
		if foreign(string(runes[from:to])) {
			for j := from; j < to; j++ {
				mask[j] = true
			}
		} else {
			for j := from; j < to; j++ {
				r := runes[j]
				mask[j] = (r == ',' || r == ':') && j > 0 && j+1 < len(runes) && han.IsDigit(runes[j-1]) && han.IsDigit(runes[j+1])
			}
		}
		i = end
	}
	return mask
}

// foreign reports whether a run of ASCII is an address.
func foreign(s string) bool {
	return strings.Contains(s, "://") || strings.HasPrefix(s, "www.") || strings.Contains(s, "@") || strings.Contains(s, ".gov.cn") || strings.Contains(s, "[bookmark:")
}

// marksKind finds two marks in a row where one belongs.
type marksKind struct {
	// Marks may not stand side by side.
	Marks string `yaml:"marks" validate:"required"`
	// Allowed are pairs that may.
	Allowed []string `yaml:"allowed"`
}

func (k *marksKind) check(p *pass) {
	p.eachIn(zoneTitle|zoneHeading|zoneProse|zoneUnplaced, func(q *passage) {
		var foreign []bool
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
			if foreign == nil {
				foreign = foreignMask(q.runes)
			}
			if !foreign[i] && !k.allowed(text) && besideHan(q.runes, i, end) {
				p.add(Finding{At: q.at, Pos: q.pos(i, end), Args: message.Args{"text": text, "context": nearby(q, i, end)}})
			}
			i = end - 1
		}
	})
}

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
		free := quoted(q.runes, false)
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
