package bind

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"nianbao/internal/edition"
	"nianbao/internal/han"
	"nianbao/internal/message"
	"nianbao/internal/report"
	"nianbao/internal/tree"
)

// scope is the keys that a mapping may have.
type scope struct {
	at   string
	keys []string
	// aliases are other names that people use for a key.
	aliases []alias
	// stranger is asked first about an unknown key; true means it is dealt with.
	stranger func(p tree.Pair) bool
}

type alias struct{ name, key string }

func (s *scope) alias(name, key string) { s.aliases = append(s.aliases, alias{name, key}) }

// each visits the known keys of a mapping, and reports unknown keys and those
// that were there before.
func (b *binder) each(n *tree.Node, s scope, visit func(p tree.Pair)) {
	first := make(map[string]*tree.Node, len(n.Pairs))
	for _, p := range n.Pairs {
		key := p.Key
		if key.Kind != tree.Scalar {
			b.problem("SRC005", "key", s.at, b.from.Place(key), nil)
			continue
		}
		if before := first[key.Text]; before != nil {
			pos := b.from.Place(before)
			dup := b.problem("SRC002", "", edition.Join(s.at, message.Clip(key.Text)), b.from.Place(key), map[string]string{"key": message.Clip(key.Text), "first": strconv.Itoa(pos.Row())})
			dup.Related = []report.Related{{At: edition.Join(s.at, message.Clip(key.Text)), Pos: pos, Note: message.Clip(key.Text)}}
			continue
		}
		if key.Null {
			b.problem("SRC005", "null-key", s.at, b.from.Place(key), nil)
			continue
		}
		first[key.Text] = key
		if !slices.Contains(s.keys, key.Text) {
			if s.stranger == nil || !s.stranger(p) {
				b.unknown(s, p)
			}
			continue
		}
		visit(p)
	}
}

// maxGuesses bounds the search for what was meant; nobody reads more.
const maxGuesses = 100

// unknown reports a key that does not belong, with what was probably meant.
func (b *binder) unknown(s scope, p tree.Pair) {
	key := p.Key.Text
	form, args := "", map[string]string{"key": message.Clip(key), "in": s.at}
	if b.guesses++; b.guesses <= maxGuesses && len(key) <= 200 {
		if lead, _ := utf8.DecodeRuneInString(key); lead == '\u3000' || lead == '\u00a0' {
			form = "indent-wide"
			if lead != '\u3000' {
				form = "indent-nbsp"
			}
			args["key"] = message.Clip(strings.TrimSpace(key))
		} else if near := s.nearest(key, false); near != "" {
			form, args["near"] = "near", near
		} else if before, _, found := strings.Cut(key, "："); found {
			form, args["near"] = "colon", before
		} else if parent, found := elsewhere(b.e, key); found && parent != s.at {
			form, args["place"] = "place", parent
			if parent == "" {
				form = "top"
			}
		} else if near := s.nearest(key, true); near != "" {
			form, args["near"] = "near", near
		}
	}
	b.problem("SRC003", form, edition.Join(s.at, message.Clip(key)), b.from.Place(p.Key), args)
}

// nearest returns the key that a wrong one stands for: by another name it goes
// by or, where far is true, by the fewest changes of a character or else by the
// most that both have in common. What is near to several keys alike is none.
func (s *scope) nearest(key string, far bool) string {
	plain := bare(key)
	names := slices.Clone(s.aliases)
	for _, k := range s.keys {
		names = append(names, alias{k, k})
	}
	if !far {
		for _, a := range names {
			if bare(a.name) == plain && plain != "" {
				return a.key
			}
		}
		return ""
	}
	var typo, likeness closest
	for _, a := range names {
		typed, name := apart(key, a.name)
		d := distance(typed, name)
		if limit := max(len(name)/3, 1); d <= limit && d < len(name) {
			typo.offer(a.key, -float64(d))
		}
		// Half of both in common is what an abbreviation or a longer name has.
		if share := 2 * float64(common(typed, name)) / float64(len(typed)+len(name)); share >= 0.5 {
			likeness.offer(a.key, share)
		}
	}
	if near := typo.only(); near != "" {
		return near
	}
	return likeness.only()
}

// closest keeps the best of what it is offered.
type closest struct {
	key  string
	mark float64
	tied bool
}

func (c *closest) offer(key string, mark float64) {
	switch {
	case c.key == "" || mark > c.mark:
		*c = closest{key: key, mark: mark}
	case mark == c.mark && key != c.key:
		c.tied = true
	}
}

// only is the best one, "" where several are as good.
func (c *closest) only() string {
	if c.tied {
		return ""
	}
	return c.key
}

// apart returns the characters in which two names may differ: of paths, those
// behind the keys that both begin with.
func apart(a, b string) (x, y []rune) {
	for {
		first, rest, ok := strings.Cut(a, ".")
		second, other, both := strings.Cut(b, ".")
		if !ok || !both || first != second {
			return []rune(bare(a)), []rune(bare(b))
		}
		a, b = rest, other
	}
}

// common is the number of characters that two names have in the same order
// (their longest common subsequence).
func common(a, b []rune) int {
	row := make([]int, len(b)+1)
	for _, ra := range a {
		diagonal := 0
		for j, rb := range b {
			above := row[j+1]
			if ra == rb {
				row[j+1] = diagonal + 1
			} else {
				row[j+1] = max(above, row[j])
			}
			diagonal = above
		}
	}
	return row[len(b)]
}

// bare keeps the letters and digits of a name, without the number before it.
func bare(name string) string {
	name = strings.TrimLeftFunc(name, func(r rune) bool { return unicode.IsDigit(r) || !unicode.IsLetter(r) })
	for _, mark := range []string{"、", "）", ")"} {
		if before, after, found := strings.Cut(name, mark); found && strings.TrimFunc(before, han.IsNumeral) == "" {
			name = after
		}
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, name)
}

// distance is the number of characters to add, drop or change (Levenshtein).
func distance(a, b []rune) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i, ra := range a {
		diagonal := row[0]
		row[0] = i + 1
		for j, rb := range b {
			cost := diagonal
			if ra != rb {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

// elsewhere finds the place of a key that stands in the wrong one, as the path
// of the mapping that holds it.
func elsewhere(e *edition.Edition, key string) (string, bool) {
	holders := []struct {
		at   string
		keys []string
	}{
		{"", edition.FileKeys.Before}, {"", edition.FileKeys.After}, {"", e.PartKeys()},
		{edition.KeyAgency, []string{edition.KeyName, edition.KeyShort, edition.KeyType, edition.KeyRegulations}},
		{edition.KeySignature, []string{edition.KeyDate}},
		{edition.KeyContact, edition.ContactKeys},
	}
	for _, p := range e.Parts {
		if p.Text == nil {
			continue
		}
		keys := []string{p.Text.Lead, p.Text.More}
		for _, s := range p.Text.Sections {
			keys = append(keys, s.Key)
		}
		holders = append(holders, struct {
			at   string
			keys []string
		}{p.Key, keys})
	}
	for _, h := range holders {
		if slices.Contains(h.keys, key) {
			return h.at, true
		}
	}
	for _, path := range e.RowPaths() {
		if at, found := strings.CutSuffix(path, "."+key); found {
			return at, true
		}
	}
	return "", false
}
