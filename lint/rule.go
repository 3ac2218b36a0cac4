// Package lint judges reports. A rule is a head in YAML (rules/national) that
// chooses one of a closed set of kinds (kind.go); Go implements the kinds, one a
// file (kind_<name>.go). Rules name the roles of an edition's rows and columns,
// never their keys.
package lint

import (
	"errors"
	"fmt"
	"io/fs"
	"reflect"
	"slices"
	"sort"
	"strings"
	"sync"

	"github.com/go-playground/validator/v10"
	"go.yaml.in/yaml/v4"

	"nianbao/internal/datafile"
	"nianbao/internal/message"
)

// Words is a text as rule packs write it.
type Words message.Text

// UnmarshalYAML implements yaml.Unmarshaler: a bare text is Chinese alone, which
// does for a rule pack of an office.
func (w *Words) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind == yaml.ScalarNode {
		return n.Load(&w.ZH)
	}
	type plain Words
	return n.Load((*plain)(w), yaml.WithKnownFields())
}

// In returns the text in a language, "zh" or "en".
func (w Words) In(lang string) string { return message.Text(w).In(lang) }

// Head is what the catalogue says of a rule. {name} in Message, Advice and Fix
// stands for an argument of the finding.
type Head struct {
	ID       string `yaml:"id" validate:"required"`
	Kind     string `yaml:"kind" validate:"required"`
	Severity string `yaml:"severity" validate:"required,oneof=error warning note"`
	// Since is the version that brought the rule.
	Since   string  `yaml:"since" validate:"required"`
	Title   Words   `yaml:"title"`
	Why     Words   `yaml:"why"`
	Basis   string  `yaml:"basis" validate:"required"`
	Message Words   `yaml:"message"`
	Advice  Words   `yaml:"advice"`
	Fix     *Words  `yaml:"fix"`
	Forms   []*Form `yaml:"forms" validate:"dive"`
	// Waiver is "never" for a rule whose findings cannot be waived.
	Waiver string `yaml:"waiver" validate:"omitempty,oneof=never"`
	// Params configure the kind; see the kind's own type.
	Params datafile.Value `yaml:"params" validate:"-"`
	// Bad and Good are fragments of a report file: laid over a clean report,
	// the first fires the rule and the second does not. Previous, where the rule
	// compares with the year before, is laid over that year's report.
	Previous string `yaml:"previous"`
	Bad      string `yaml:"bad" validate:"required"`
	Good     string `yaml:"good" validate:"required"`
	// Traps are what looks like a fault and is none.
	Traps []Words `yaml:"traps" validate:"dive"`
}

// Form is a further message of a rule; what it leaves out is the head's.
type Form struct {
	Form     string `yaml:"form" validate:"required"`
	Severity string `yaml:"severity" validate:"omitempty,oneof=error warning note"`
	Message  *Words `yaml:"message"`
	Advice   *Words `yaml:"advice"`
	Fix      *Words `yaml:"fix"`
}

// Rule is a head with its kind made ready.
type Rule struct {
	Head
	check checker
	// written is how a rule of a pack stands in its file, nil for another.
	written *written
}

// checker is a kind with its parameters: it looks at a report through a pass
// and reports what it finds.
type checker interface{ check(p *pass) }

// Catalogue is every rule, ordered by ID.
type Catalogue struct {
	rules []*Rule
	byID  map[string]*Rule
	// files hold the word lists and editions that kinds are made with.
	files fs.FS
}

// Rules returns the rules ordered by ID. The caller must not change them.
func (c *Catalogue) Rules() []*Rule { return c.rules }

// Rule returns the rule with that ID, or nil.
func (c *Catalogue) Rule(id string) *Rule { return c.byID[id] }

// LoadCatalogue reads every rule pack in the folder national of fsys. The error
// joins all faults found, each with its file.
func LoadCatalogue(fsys fs.FS) (*Catalogue, error) {
	files, err := fs.Glob(fsys, "national/*.yaml")
	if err != nil {
		return nil, fmt.Errorf("list rule packs: %w", err)
	}
	fsys = remember(fsys)
	c := &Catalogue{byID: map[string]*Rule{}, files: fsys}
	var errs []error
	for _, name := range files {
		errs = append(errs, c.add(fsys, name))
	}
	sort.Slice(c.rules, func(i, j int) bool { return c.rules[i].ID < c.rules[j].ID })
	return c, errors.Join(errs...)
}

func (c *Catalogue) add(fsys fs.FS, name string) error {
	var pack struct {
		Rules []Head `yaml:"rules" validate:"required,dive"`
	}
	if err := datafile.Read(fsys, name, &pack, validate); err != nil {
		return err
	}
	var errs []error
	for _, head := range pack.Rules {
		kind, known := kinds[head.Kind]
		if !known {
			errs = append(errs, fmt.Errorf("%s: %s: unknown kind %q", name, head.ID, head.Kind))
			continue
		}
		check, err := kind.make(&head.Params, fsys)
		if err != nil {
			errs = append(errs, fmt.Errorf("%s: %s: params: %w", name, head.ID, err))
			continue
		}
		if c.byID[head.ID] != nil {
			errs = append(errs, fmt.Errorf("%s: %s is defined twice", name, head.ID))
			continue
		}
		r := &Rule{Head: head, check: check}
		c.rules = append(c.rules, r)
		c.byID[head.ID] = r
	}
	return errors.Join(errs...)
}

// headValidator names fields by their keys.
var headValidator = sync.OnceValue(func() *validator.Validate {
	v := validator.New(validator.WithRequiredStructEnabled())
	v.RegisterTagNameFunc(func(f reflect.StructField) string {
		tag, _, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		return tag
	})
	return v
})

// validate checks a structure by its tags.
func validate(v any) error { return headValidator().Struct(v) }

// params decodes a kind's parameters, refusing unknown ones, and lets the kind
// prepare itself; one that needs word lists or editions has them loaded.
func params[K any, P interface {
	*K
	checker
}](given *datafile.Value, fsys fs.FS) (checker, error) {
	k := P(new(K))
	if err := given.Load(k); err != nil {
		return nil, err
	}
	// What is compiled has been checked; a test proves it.
	if !given.IsCompiled() {
		if err := validate(k); err != nil {
			return nil, err
		}
	}
	if p, ok := any(k).(interface{ prepare() error }); ok {
		if err := p.prepare(); err != nil {
			return nil, err
		}
	}
	if p, ok := any(k).(interface{ load(fs.FS) error }); ok {
		if err := p.load(fsys); err != nil {
			return nil, err
		}
	}
	if p, ok := any(k).(openKind); ok {
		if err := bindNational(p); err != nil {
			return nil, err
		}
	}
	return k, nil
}

// loadWords reads a word list of the folder words, refusing unknown keys and
// checking the rest by its tags.
func loadWords(fsys fs.FS, name string, to any) error {
	return datafile.Read(fsys, wordPath(name), to, validate)
}

// form returns a further message of the rule, or nil.
func (r *Rule) form(name string) *Form {
	i := slices.IndexFunc(r.Forms, func(f *Form) bool { return f.Form == name })
	if i < 0 {
		return nil
	}
	return r.Forms[i]
}

func (r *Rule) severity(form string) Severity {
	name := r.Severity
	if f := r.form(form); f != nil && f.Severity != "" {
		name = f.Severity
	}
	s, _ := ParseSeverity(name) // the loader let only known names through
	return s
}

// ruleOf is the rule that made a finding. Two offices may each have a rule of
// their own with the same ID, so the finding's own goes before the catalogue's.
func (c *Catalogue) ruleOf(f *Finding) *Rule {
	if f.rule != nil {
		return f.rule
	}
	return c.byID[f.Rule]
}

// Message is a finding's first sentence: what is wrong.
func (c *Catalogue) Message(f *Finding, lang string) string { return c.Says(f).In(lang) }

// Says is that sentence in every language.
func (c *Catalogue) Says(f *Finding) message.Message {
	r := c.ruleOf(f)
	w := r.Message
	if form := r.form(f.Form); form != nil && form.Message != nil {
		w = *form.Message
	}
	return message.Message{Text: message.Text(w), Args: f.Args}
}

// Advice is its second: what to do.
func (c *Catalogue) Advice(f *Finding, lang string) string {
	r := c.ruleOf(f)
	w := r.Advice
	if form := r.form(f.Form); form != nil && form.Advice != nil {
		w = *form.Advice
	}
	return message.Fill(w.In(lang), lang, f.Args)
}

// FixDescription says what a finding's repair does, "" where it has none.
func (c *Catalogue) FixDescription(f *Finding, lang string) string {
	if f.Fix == nil {
		return ""
	}
	r := c.ruleOf(f)
	w := r.Head.Fix
	if form := r.form(f.Form); form != nil && form.Fix != nil {
		w = form.Fix
	}
	if w == nil {
		return ""
	}
	return message.Fill(w.In(lang), lang, f.Fix.Args)
}
