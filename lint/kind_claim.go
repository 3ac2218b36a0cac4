package lint

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"nianbao/internal/report"
	"nianbao/lint/claims"
)

// claimKind holds what the prose says in figures against the tables, or
// against itself. A claim is reported only where none of the readings that the
// tables allow fits it.
type claimKind struct {
	// Words names the word list of the grammar.
	Words string `yaml:"words" validate:"required"`
	// Check is what kind of claims the rule looks at.
	Check string `yaml:"check" validate:"required,oneof=received none handled disputes decisions list percent fee unmentioned"`
	// Topic is the role of the section in which an unnamed subject is an
	// application.
	Topic string `yaml:"topic"`
	// Mentions are, for unmentioned, the words that speak of the rows with a
	// role.
	Mentions map[string][]string `yaml:"mentions"`

	grammar *claims.Grammar
}

// checks are the judgements that a rule of this kind can make.
var checks = map[string]func(k *claimKind, v *verdict, s *stated){
	"received":  (*claimKind).received,
	"none":      (*claimKind).none,
	"handled":   (*claimKind).handled,
	"disputes":  (*claimKind).disputes,
	"decisions": (*claimKind).decisions,
	"list":      (*claimKind).list,
	"percent":   (*claimKind).percent,
	"fee":       (*claimKind).fee,
}

func (k *claimKind) load(fsys fs.FS) (err error) {
	k.grammar, err = grammarOf(fsys, k.Words)
	return err
}

// stated is a claim with the passage that makes it.
type stated struct {
	claims.Claim
	*passage
	// beside are the claims of the same passage.
	beside []stated
}

// verdict is one rule's look at the claims of a report.
type verdict struct {
	*pass
	tables tables
}

func (k *claimKind) check(p *pass) {
	if p.year() == 0 || p.report.Edition == nil {
		return // without a year no figure can be told from last year's
	}
	v := &verdict{pass: p, tables: tables{p.report}}
	if k.Check == "unmentioned" {
		k.unmentioned(v)
		return
	}
	judge := checks[k.Check]
	for i := range p.statements(k) {
		judge(k, v, &p.said[k.grammar][i])
	}
}

// statements returns the claims of the report's body, in the order of reading.
// They are read once for all rules with the same words.
func (p *pass) statements(k *claimKind) []stated {
	if all, done := p.said[k.grammar]; done {
		return all
	}
	agency := &p.report.Agency
	ctx := claims.Context{Year: p.year(), Name: agency.Name.Text}
	for _, s := range agency.Short {
		ctx.Short = append(ctx.Short, s.Text)
	}
	if kind := p.report.Edition.Agency(agency.Type.Text); kind != nil {
		ctx.Government = kind.Government
	}
	reader := k.grammar.With(ctx)
	all := []stated{}
	p.eachIn(zoneBody, func(q *passage) {
		first := len(all)
		for _, c := range reader.Parse(q.text, k.Topic != "" && p.inRole(q, k.Topic)) {
			all = append(all, stated{Claim: c, passage: q})
		}
		beside := all[first:]
		for i := range beside {
			beside[i].beside = beside
		}
	})
	if p.said == nil {
		p.said = map[*claims.Grammar][]stated{}
	}
	p.said[k.grammar] = all
	return all
}

// says returns the words around a stretch of the passage, from the last mark on.
func (s *stated) says(from, to int) string {
	const most = 24
	start := from
	for start > 0 && from-start < most && !endsClause(s.runes[start-1]) {
		start--
	}
	return s.string(start, to)
}

// quote is how a message cites the claim: up to its figure or, where it has
// none, to the end of the clause.
func (s *stated) quote() string {
	const most = 24
	end := s.To
	if s.Denied || s.What == claims.AllHandled || s.What == claims.AllUpheld {
		for end < len(s.runes) && end-s.To < most && !endsClause(s.runes[end]) {
			end++
		}
	}
	return strings.TrimSpace(s.says(s.From, end))
}

func endsClause(r rune) bool {
	switch r {
	case '，', '。', '；', '：', '！', '？', '（', '）', '、', ',', ';', ':', '(', ')':
		return true
	}
	return false
}

// flag adds a finding about a claim, with readings as related places.
func (v *verdict) flag(s *stated, form string, args map[string]string, readings ...reading) {
	v.add(v.finding(s, form, args, readings...))
}

func (v *verdict) finding(s *stated, form string, args map[string]string, readings ...reading) Finding {
	if args == nil {
		args = map[string]string{}
	}
	args["quote"] = s.quote()
	args["tried"] = list(readings)
	f := Finding{Form: form, At: s.at, Pos: s.pos(s.From, s.To), Args: args}
	for _, r := range readings {
		for _, place := range r.places {
			if !slices.ContainsFunc(f.Related, func(p report.Place) bool { return p.At == place.At }) {
				f.Related = append(f.Related, place)
			}
		}
	}
	return f
}

// compare reports a claim that none of the readings fits. Where no table gives
// a reading, there is nothing to hold it against; where one of them cannot be
// made out, it may be the one that the claim means.
func (v *verdict) compare(s *stated, form string, readings ...reading) {
	if slices.ContainsFunc(readings, func(r reading) bool { return r.unclear }) {
		return
	}
	readings = slices.DeleteFunc(readings, func(r reading) bool { return !r.known })
	if len(readings) == 0 || slices.ContainsFunc(readings, func(r reading) bool { return r.value.Equal(s.Value) }) {
		return
	}
	v.flag(s, form, nil, distinct(readings)...)
}

// remembering is a file system that keeps the grammars made of its files, so
// that rules with the same words share one.
type remembering struct {
	fs.FS
	mu   sync.Mutex
	made map[string]*claims.Grammar
}

// remember returns fsys as one that keeps grammars.
func remember(fsys fs.FS) fs.FS { return &remembering{FS: fsys, made: map[string]*claims.Grammar{}} }

// grammarOf makes the grammar of a word list, or finds the one made before.
func grammarOf(fsys fs.FS, name string) (*claims.Grammar, error) {
	name = path.Join("words", name+".yaml")
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	store := storeOf(fsys)
	if store != nil {
		store.mu.Lock()
		defer store.mu.Unlock()
		if g := store.made[string(data)]; g != nil {
			return g, nil
		}
	}
	g, err := claims.Read(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if store != nil {
		store.made[string(data)] = g
	}
	return g, nil
}

// storeOf finds the remembering file system below others, or nil.
func storeOf(fsys fs.FS) *remembering {
	for {
		switch f := fsys.(type) {
		case *remembering:
			return f
		case *layered:
			fsys = f.below
		default:
			return nil
		}
	}
}
