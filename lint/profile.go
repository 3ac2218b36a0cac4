package lint

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp/syntax"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"

	"nianbao/internal/datafile"
	"nianbao/internal/report"
)

// Off, in the place of a severity, silences a rule.
const Off = "off"

// Local is what an office sets for its reports. The zero value changes nothing.
type Local struct {
	// Severity gives "error", "warning", "note" or Off by rule ID.
	Severity map[string]string
	// Headings are wordings of a part's heading that are in order beside the
	// official ones, by part key.
	Headings map[string][]string
	// Limits are the greatest numbers of characters of text parts, by part key;
	// 0 is no limit.
	Limits map[string]int
	// Deadlines are last days for publication, MM-DD of the year after the
	// report year, by type of body. They go before those of the edition.
	Deadlines map[string]string
	// Words are further entries of word lists, by the list's name; each is a
	// file of the shape that the list has in rules/words.
	Words map[string][]WordFile
	// Packs are further rules.
	Packs []*Pack
}

// WordFile is a file of words and its name for messages.
type WordFile struct {
	Path string
	Data []byte
}

// Profile is a catalogue as one office has set it. It is safe for concurrent
// use. A nil Profile is the national default.
type Profile struct {
	rules []*Rule
	local Local
}

// Profile applies an office's settings to the catalogue. What they name in
// vain (a rule or part that does not exist) has no effect; only a word list
// that cannot be used is an error, a *WordFault.
func (c *Catalogue) Profile(l Local) (*Profile, error) {
	merged, err := c.mergeWords(l.Words)
	if err != nil {
		return nil, err
	}
	p := &Profile{local: l}
	for _, r := range c.With(l.Packs...).rules {
		if l.Severity[r.ID] == Off {
			continue
		}
		if list := listOf(r); list != "" && merged[wordPath(list)] != nil {
			check, err := kinds[r.Kind].make(&r.Params, merged.over(c.files))
			if err != nil {
				return nil, fmt.Errorf("%s: %w", r.ID, err)
			}
			r = &Rule{Head: r.Head, check: check, written: r.written}
		}
		p.rules = append(p.rules, r)
	}
	return p, nil
}

// With returns a catalogue with the rules of packs. A pack's rule does not take
// the place of one that has its ID.
func (c *Catalogue) With(packs ...*Pack) *Catalogue {
	out := &Catalogue{rules: slices.Clone(c.rules), byID: map[string]*Rule{}, files: c.files}
	for _, r := range c.rules {
		out.byID[r.ID] = r
	}
	for _, pack := range packs {
		for _, r := range pack.rules {
			if out.byID[r.ID] == nil {
				out.rules = append(out.rules, r)
				out.byID[r.ID] = r
			}
		}
	}
	slices.SortFunc(out.rules, func(a, b *Rule) int { return strings.Compare(a.ID, b.ID) })
	return out
}

// severityOf is what an office makes of a finding. A setting takes the place of
// the rule's severity; a form that is milder by itself stays so.
func (p *Profile) severityOf(r *Rule, form string) Severity {
	own := r.severity(form)
	if p == nil {
		return own
	}
	set, ok := ParseSeverity(p.local.Severity[r.ID])
	if !ok {
		return own
	}
	if f := r.form(form); f != nil && f.Severity != "" {
		return min(own, set)
	}
	return set
}

// accepts reports whether an office has a wording of its own for a heading.
func (p *Profile) accepts(part, heading string) bool {
	return p != nil && slices.ContainsFunc(p.local.Headings[part], func(h string) bool { return squeeze(h) == squeeze(heading) })
}

// limit is how many characters a part may have, given that of the edition.
func (p *Profile) limit(part string, official int) int {
	if p != nil {
		if limit, ok := p.local.Limits[part]; ok {
			return limit
		}
	}
	return official
}

// deadline is the local last day for bodies of a type, "" where there is none.
func (p *Profile) deadline(kind string) string {
	if p == nil {
		return ""
	}
	return p.local.Deadlines[kind]
}

// wordPath is where a word list stands in the rules' files.
func wordPath(list string) string { return path.Join("words", list+".yaml") }

// listOf is the word list that a rule is made with, "" for none. Kinds that
// take one call it words.
func listOf(r *Rule) string { return r.Params.Text("words") }

// WordLists returns the names of the word lists that rules are made with.
func (c *Catalogue) WordLists() []string {
	var all []string
	for _, r := range c.rules {
		if list := listOf(r); list != "" {
			all = append(all, list)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// layer holds files that stand in the place of others.
type layer map[string][]byte

// over returns a file system in which the layer's files hide those below.
func (l layer) over(below fs.FS) fs.FS { return &layered{l, below} }

type layered struct {
	layer layer
	below fs.FS
}

// Open implements fs.FS.
func (f *layered) Open(name string) (fs.File, error) {
	data, ok := f.layer[name]
	if !ok {
		return f.below.Open(name)
	}
	return &memory{Reader: bytes.NewReader(data), name: path.Base(name)}, nil
}

// Compiled implements datafile.FS: a file that the layer hides is not what was
// compiled, which is how it is told.
func (f *layered) Compiled() string { return datafile.CompiledOf(f.below) }

// memory is a file whose bytes are at hand.
type memory struct {
	*bytes.Reader
	name string
}

// Stat implements fs.File.
func (m *memory) Stat() (fs.FileInfo, error) { return m, nil }

// Close implements fs.File.
func (m *memory) Close() error { return nil }

// Name implements fs.FileInfo.
func (m *memory) Name() string { return m.name }

// Mode implements fs.FileInfo.
func (m *memory) Mode() fs.FileMode { return 0o444 }

// ModTime implements fs.FileInfo.
func (m *memory) ModTime() time.Time { return time.Time{} }

// IsDir implements fs.FileInfo.
func (m *memory) IsDir() bool { return false }

// Sys implements fs.FileInfo.
func (m *memory) Sys() any { return nil }

// mergeWords adds an office's entries to the lists they belong to. Each file is
// tried by itself first, so that an error speaks of the office's own lines.
func (c *Catalogue) mergeWords(words map[string][]WordFile) (layer, error) {
	merged := layer{}
	for list, files := range words {
		name := wordPath(list)
		for _, file := range files {
			if fault := c.emptyWord(file); fault != nil {
				return nil, fault
			}
			for _, r := range c.rules {
				if listOf(r) != list {
					continue
				}
				if _, err := kinds[r.Kind].make(&r.Params, layer{name: file.Data}.over(c.files)); err != nil {
					return nil, c.wordFault(file, err)
				}
			}
			below, err := fs.ReadFile(merged.over(c.files), name)
			if err != nil {
				return nil, c.wordFault(file, err)
			}
			if merged[name], err = joinLists(below, file.Data); err != nil {
				return nil, c.wordFault(file, err)
			}
		}
	}
	return merged, nil
}

// WordFault is a mistake in a word list of an office's, at its place there. It
// is worded like one in a rule pack.
type WordFault struct{ Finding }

// Error implements error.
func (f *WordFault) Error() string {
	return fmt.Sprintf("%s:%d:%d: faulty word list", f.Path, f.Pos.Line, f.Pos.Column)
}

// wordLoader collects what is wrong with a word list.
func (c *Catalogue) wordLoader(file WordFile) *packLoader {
	l := &packLoader{catalogue: c, pack: &Pack{Path: file.Path}, lines: (&report.Report{Source: file.Data}).Lines(), root: path.Base(file.Path)}
	var doc yaml.Node
	if yaml.Load(file.Data, &doc) == nil && len(doc.Content) > 0 {
		l.node = doc.Content[0]
	}
	return l
}

// emptyWord finds an item of a word list that nothing stands in, nil for none.
func (c *Catalogue) emptyWord(file WordFile) error {
	l := c.wordLoader(file)
	if l.node == nil || !l.hasEmpty(l.node, "") {
		return nil
	}
	return &WordFault{sortFindings(l.pack.Findings)[0]}
}

// wordFault finds the place of what is wrong with a word list.
func (c *Catalogue) wordFault(file WordFile, err error) error {
	l := c.wordLoader(file)
	var many *yaml.LoadErrors
	var one *yaml.LoadError
	var pattern *syntax.Error
	switch {
	case errors.As(err, &many), errors.As(err, &one):
		l.yamlFaults(err, l.node, nil)
	case errors.As(err, &pattern):
		l.fault(holding(l.node, pattern.Expr), "pattern", "text", pattern.Expr)
	default:
		l.missing(err)
	}
	if l.faults == 0 {
		l.fault(nil, "words", "cause", err.Error())
	}
	return &WordFault{sortFindings(l.pack.Findings)[0]}
}

// holding is the first text below a node that holds another text, or nil.
func holding(n *yaml.Node, text string) *yaml.Node {
	if n == nil || n.Kind == yaml.ScalarNode && strings.Contains(n.Value, text) {
		return n
	}
	for _, c := range n.Content {
		if found := holding(c, text); found != nil {
			return found
		}
	}
	return nil
}

// joinLists appends the sequences of one word list to those of another.
func joinLists(to, more []byte) ([]byte, error) {
	var a, b yaml.Node
	if err := yaml.Load(to, &a); err != nil {
		return nil, err
	}
	if err := yaml.Load(more, &b); err != nil {
		return nil, err
	}
	if len(b.Content) == 0 {
		return to, nil // nothing but comments
	}
	base, over := a.Content[0], b.Content[0]
	for i := 0; i+1 < len(over.Content); i += 2 {
		key, value := over.Content[i], over.Content[i+1]
		at := child(base, key.Value)
		switch {
		case at == nil:
			base.Content = append(base.Content, key, value)
		case at.Kind == yaml.SequenceNode && value.Kind == yaml.SequenceNode:
			at.Content = append(at.Content, value.Content...)
		default:
			*at = *value
		}
	}
	return yaml.Dump(&a)
}

// child follows keys and indexes down from a node; nil where they lead nowhere.
func child(n *yaml.Node, steps ...any) *yaml.Node {
	for _, step := range steps {
		if n == nil {
			return nil
		}
		if n.Kind == yaml.DocumentNode && len(n.Content) == 1 {
			n = n.Content[0]
		}
		var next *yaml.Node
		switch step := step.(type) {
		case int:
			if n.Kind == yaml.SequenceNode && step < len(n.Content) {
				next = n.Content[step]
			}
		case string:
			for i := 0; n.Kind == yaml.MappingNode && i+1 < len(n.Content); i += 2 {
				if n.Content[i].Value == step {
					next = n.Content[i+1]
				}
			}
		}
		n = next
	}
	return n
}
