package layout

import (
	"unicode"

	"nianbao/internal/han"
	"nianbao/render/linebreak"
)

// missing is set for a character that cannot be drawn.
const missing = '〓'

// em is the width of a full-width character, in the units inside a line.
const em = 1000

// setter holds what the setting of one document shares.
type setter struct {
	metrics  Metrics
	opts     Options
	out      *Pages
	advances [Fang + 1]map[rune]int32
	breaker  breaker
}

// piece is text with all that is known of it before its lines are.
type piece struct {
	runes []rune
	// source is what runes stand for, nil where they are the same.
	source []rune
	// lead runes from the start are in leadRole, the others in role.
	lead           int
	leadRole, role Role
	advance        []int32
	blank          []blank
	before         []linebreak.Strength
}

// blank is the half of a full-width mark that has no ink.
type blank uint8

const (
	blankNone blank = iota
	blankLeft
	blankRight
)

// blankOf is about the marks' forms in mainland faces, where a mark's ink is
// in the lower left, an opening mark's on the right (CLREQ, 3.1.6).
func blankOf(r rune) blank {
	switch r {
	case '、', '，', '。', '；', '：', '．', '！', '？':
		return blankRight
	}
	switch {
	case han.Opens(r):
		return blankLeft
	case han.Closes(r):
		return blankRight
	}
	return blankNone
}

func (s *setter) advance(role Role, r rune) int32 {
	if a, ok := s.advances[role][r]; ok {
		return a
	}
	// The bounds keep a faulty font from breaking the arithmetic of lines.
	a := int32(min(max(s.metrics.Advance(role, r), 0), 2*em))
	s.advances[role][r] = a
	return a
}

// prepare makes a piece of a lead and a text, either of which may be empty.
func (s *setter) prepare(lead string, leadRole Role, text string, role Role) *piece {
	p := &piece{leadRole: leadRole, role: role}
	p.runes = make([]rune, 0, (len(lead)+len(text))/3+8)
	s.clean(p, leadRole, lead)
	p.lead = len(p.runes)
	s.clean(p, role, text)
	p.advance = make([]int32, len(p.runes))
	p.blank = make([]blank, len(p.runes))
	for i, r := range p.runes {
		p.advance[i] = s.advance(p.roleAt(i), r)
		if p.advance[i] == em {
			p.blank[i] = blankOf(r)
		}
	}
	p.before = linebreak.AppendBefore(make([]linebreak.Strength, 0, len(p.runes)+1), p.runes)
	return p
}

func (p *piece) roleAt(i int) Role {
	if i < p.lead {
		return p.leadRole
	}
	return p.role
}

// clean appends text to a piece as it can be drawn: white space as single
// spaces and none at the ends, without control and format characters, which
// have no form, and without variants of form that the face does not have.
func (s *setter) clean(p *piece, role Role, text string) {
	start := len(p.runes)
	for _, r := range text {
		drawn := r
		switch {
		case unicode.IsSpace(r) && r != '\u3000':
			drawn = ' '
		case unicode.In(r, unicode.Cc, unicode.Cf):
			continue
		case r == unicode.ReplacementChar, s.opts.CanDraw != nil && !s.opts.CanDraw(role, r):
			if unicode.Is(unicode.Variation_Selector, r) {
				continue
			}
			drawn = missing
		}
		if blankRune(drawn) && len(p.runes) == start || drawn == ' ' && p.runes[len(p.runes)-1] == ' ' {
			continue
		}
		p.push(drawn, r)
	}
	end := len(p.runes)
	for end > start && blankRune(p.runes[end-1]) {
		end--
	}
	p.runes = p.runes[:end]
	if p.source != nil {
		p.source = p.source[:end]
	}
}

// push appends a character that is drawn in the place of another.
func (p *piece) push(drawn, source rune) {
	if drawn == missing && source != missing && p.source == nil {
		p.source = append(make([]rune, 0, cap(p.runes)), p.runes...)
	}
	p.runes = append(p.runes, drawn)
	switch {
	case p.source == nil:
	case drawn == missing:
		p.source = append(p.source, source)
	default:
		p.source = append(p.source, drawn)
	}
}

func blankRune(r rune) bool { return r == ' ' || r == '\u3000' }

// tight is how much the pair of marks at i-1 and i closes up: half of the
// blank between two marks goes, so that no full character's width is empty
// (GB/T 15834-2011, 5.1; CLREQ, 3.1.6.1).
func (p *piece) tight(i int) int32 {
	if p.blank[i] == blankLeft && (p.blank[i-1] != blankNone) || p.blank[i] == blankRight && p.blank[i-1] == blankRight {
		return em / 2
	}
	return 0
}

// joint is what stands between the characters i-1 and i when a line is
// stretched.
type joint uint8

const (
	jointNone    joint = iota // inside a word or number: never stretched
	jointPlain                // between two characters
	jointForeign              // between Han and Latin, where a small gap may stand; also at a space
)

func (p *piece) joint(i int) joint {
	a, b := p.runes[i-1], p.runes[i]
	switch {
	case b == ' ':
		return jointNone
	case a == ' ':
		return jointForeign
	case p.foreign(i-1) && p.foreign(i):
		return jointNone
	case a == b && (a == '—' || a == '…'):
		return jointNone
	case p.foreign(i-1) && p.blank[i] == blankRight, p.foreign(i) && p.blank[i-1] == blankLeft:
		return jointNone // a mark stays close to the word that it belongs to
	case alphanumeric(a) && p.blank[i] == blankNone, alphanumeric(b) && p.blank[i-1] == blankNone:
		return jointForeign
	}
	return jointPlain
}

// foreign reports whether the character at i belongs to a run of proportional
// characters, as digits and Latin letters are.
func (p *piece) foreign(i int) bool { return p.advance[i] != em && p.runes[i] != ' ' }

func alphanumeric(r rune) bool {
	return r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || r == '%'
}
