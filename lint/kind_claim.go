package lint

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"nianbao/internal/datafile"
	"nianbao/internal/han"
	"nianbao/internal/message"
	"nianbao/internal/regex"
	"nianbao/lint/claims"

	"github.com/shopspring/decimal"
	"go.yaml.in/yaml/v4"
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
	// Of is, for percent, a pattern of a share of the year's applications: its part
	// and its percentage.
	Of string `yaml:"of"`

	grammar *claims.Grammar
	of      *regex.Regex
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
	if k.grammar, err = grammarOf(fsys, k.Words); err == nil && k.Of != "" {
		k.of, err = regex.Compile(k.Of)
	}
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
	k.sharesOfTable(v)
}

// statements returns the claims of the report's body, in the order of reading.
// They are read once for all rules with the same words.
func (p *pass) statements(k *claimKind) []stated {
	if all, done := p.said[k.grammar]; done {
		return all
	}
	agency := &p.report.Agency
	ctx := claims.Context{Year: p.year(), Name: agency.Name.Text, Short: agency.ShortNames()}
	if kind := p.report.Edition.Agency(agency.Type.Text); kind != nil {
		ctx.Government = kind.Ground
	}
	reader := k.grammar.With(ctx)
	all := []stated{}
	p.eachIn(zoneBody, func(q *passage) {
		first := len(all)
		found := reader.Parse(q.text, k.Topic != "" && p.inRole(q, k.Topic))
		all = slices.Grow(all, len(found))
		for i := range found {
			all = append(all, stated{Claim: found[i], passage: q})
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

// longestQuote is how far before its figure a quotation begins at most.
const longestQuote = 30

// says returns the words around a stretch of the passage, from the head of its
// clause on.
func (s *stated) says(from, to int) string { return s.string(s.head(from), to) }

// head is where the clause before a place begins. A name of several (市、县两级)
// is not cut, nor one with a bracket in it (信息（公开）处理费).
func (s *stated) head(at int) int {
	start := at
	for start > 0 && at-start < longestQuote {
		switch r := s.runes[start-1]; {
		case r == '）' || r == ')':
			open := s.opening(start - 1)
			if open < 0 {
				return start
			}
			start = open
		case han.EndsClause(r) && (r != '、' || s.counted(start-1)):
			return start
		default:
			start--
		}
	}
	return start
}

// counted reports whether the item of a list that ends before i has a figure.
func (s *stated) counted(i int) bool {
	for j := i - 1; j >= 0 && !han.EndsClause(s.runes[j]); j-- {
		if han.IsDigit(s.runes[j]) || j == i-2 && han.InNumber(s.runes[j]) {
			return true
		}
	}
	return false
}

// opening finds the bracket that one at i closes, where no figure stands
// between, -1 for none.
func (s *stated) opening(i int) int {
	const most = 10
	for j := i - 1; j >= max(i-most, 0); j-- {
		switch r := s.runes[j]; {
		case r == '（' || r == '(':
			return j
		case han.EndsClause(r) || han.IsDigit(r):
			return -1
		}
	}
	return -1
}

// quote is how a message cites the claim: up to its figure or, where it has
// none, to the end of the clause. Where too little stands before the figure to
// tell what it is of, what follows in the clause is cited too, or else the clause
// before.
func (s *stated) quote() string {
	const most, least, tells = 24, 4, 3
	start, end, tail := s.head(s.From), s.To, s.To
	for tail < len(s.runes) && tail-s.To < most && !han.EndsClause(s.runes[tail]) {
		tail++
	}
	switch short := s.From-start < least; {
	case s.Denied || s.What == claims.AllHandled || s.What == claims.AllUpheld, short && tail-s.To >= tells:
		end = tail
	case short:
		for s.From-start < least && start > 0 && !in("。！？!?", s.runes[start-1]) {
			start = s.head(start - 1)
		}
	}
	cut := ""
	if start = max(start, s.From-longestQuote); start > 0 && !han.EndsClause(s.runes[start-1]) {
		cut = "…"
	}
	text := strings.TrimSpace(s.string(start, end))
	if strings.Count(text, "（") > strings.Count(text, "）") && s.at0(end) == '）' {
		text += "）"
	}
	return cut + text
}

// flag adds a finding about a claim, with readings as related places.
func (v *verdict) flag(s *stated, form string, args message.Args, readings ...reading) {
	if v.again(s, readings) {
		return
	}
	v.add(v.finding(s, form, args, readings...))
	v.doubtful(s, readings)
}

func (v *verdict) finding(s *stated, form string, args message.Args, readings ...reading) Finding {
	if args == nil {
		args = message.Args{}
	}
	args["quote"] = s.quote()
	args["tried"] = list(readings)
	f := Finding{Form: form, At: s.at, Pos: s.pos(s.From, s.To), Args: args}
	f.relate(readings)
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
	if len(s.Siblings) > 0 {
		// 各镇收到5件，机关收到7件: the table may hold their sum.
		sum := s.Value
		for _, d := range s.Siblings {
			sum = sum.Add(d)
		}
		largest := slices.MaxFunc(s.Siblings, decimal.Decimal.Cmp)
		if slices.ContainsFunc(readings, func(r reading) bool { return r.value.Equal(sum) }) || sum.Sub(largest).Equal(largest) {
			return // together they are the table's figure, or a total of the text
		}
	}
	if len(readings) == 0 || slices.ContainsFunc(readings, func(r reading) bool { return r.fits(s.Value, s.Base, s.Shown) }) {
		return
	}
	v.flag(s, form, nil, distinct(readings)...)
}

// remembering is a file system that keeps the grammars made of its files, so
// that rules with the same words share one.
type remembering struct {
	fs.FS
	mu sync.Mutex
	// made are the grammars of compiled files by name, of others by content.
	made map[string]*claims.Grammar
}

// Compiled implements datafile.FS.
func (r *remembering) Compiled() string { return datafile.CompiledOf(r.FS) }

// remember returns fsys as one that keeps grammars.
func remember(fsys fs.FS) fs.FS { return &remembering{FS: fsys, made: map[string]*claims.Grammar{}} }

// grammarOf makes the grammar of a word list, or finds the one made before.
func grammarOf(fsys fs.FS, name string) (*claims.Grammar, error) {
	name = path.Join("words", name+".yaml")
	key := name
	var data []byte
	if !datafile.IsCompiled(fsys, name) {
		var err error
		if data, err = fs.ReadFile(fsys, name); err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
		key = string(data)
	}
	store := storeOf(fsys)
	if store != nil {
		store.mu.Lock()
		defer store.mu.Unlock()
		if g := store.made[key]; g != nil {
			return g, nil
		}
	}
	lists := map[string]datafile.Value{}
	if data == nil {
		if _, err := datafile.ReadCompiled(fsys, name, &lists); err != nil {
			return nil, err
		}
	} else if err := yaml.Load(data, &lists); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	read := map[string]claims.WordList{}
	for name := range lists {
		list := lists[name]
		read[name] = list.Load
	}
	g, err := claims.Make(read)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if store != nil {
		store.made[key] = g
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
