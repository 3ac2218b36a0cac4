package lint

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"

	"regexp/syntax"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/go-playground/validator/v10"
	"go.yaml.in/yaml/v4"

	"nianbao/internal/datafile"
	"nianbao/internal/edition"
	"nianbao/internal/message"
	"nianbao/internal/regex"
	"nianbao/internal/report"
)

// Pack is a file of rules that an office wrote itself. Its heads are those of
// the national rules; their kinds are the open ones.
type Pack struct {
	Path  string
	rules []*Rule
	// Findings are the mistakes in the pack, each of the rule PCK001. A rule
	// with a mistake is left out.
	Findings []Finding
}

// Rules returns the rules without a mistake, in the order of the file. The
// caller must not change them.
func (p *Pack) Rules() []*Rule { return p.rules }

// Result shows the mistakes of a pack like the findings of a report.
func (p *Pack) Result() Result {
	return Result{Path: p.Path, Pack: true, Unreadable: len(p.Findings) > 0, Findings: p.Findings}
}

// packKind is the kind of PCK001, whose findings the loader of packs makes.
type packKind struct {
	// Reserved are the prefixes of IDs that only national rules may have.
	Reserved []string `yaml:"reserved" validate:"required"`
}

func (*packKind) check(*pass) {}

// The limits of a pack.
const (
	maxRules   = 500
	maxPattern = 500
)

// MaxPack is how many bytes a pack may have.
const MaxPack = 1 << 20

// packID is the form of a pack's rule IDs.
var packID = regex.Must(`^([A-Z]{2,8})[0-9]{3}$`)

// packLoader reads one pack and collects its mistakes.
type packLoader struct {
	catalogue *Catalogue
	editions  []*edition.Edition
	pack      *Pack
	lines     []string
	// root is what messages call the whole.
	root string
	// The rule that is being read: its head, its key path in the pack, its
	// mapping, and how many mistakes it has.
	head   *Head
	at     string
	node   *yaml.Node
	faults int
	// national is true for a rule of ours: its mistakes are errors, there is no
	// limit, and a test holds the names in it against the editions.
	national bool
	errs     []error
}

// Pack reads a rule pack. Names of rows, columns and cells have to be of one of
// the editions; a rule is silent on reports of an edition that lacks them.
func (c *Catalogue) Pack(path string, data []byte, editions []*edition.Edition) *Pack {
	l := &packLoader{catalogue: c, editions: editions, pack: &Pack{Path: path}, root: "rules"}
	l.read(data)
	l.pack.Findings = sortFindings(l.pack.Findings)
	return l.pack
}

// ErrLargePack is the cause of a pack that is larger than any.
var ErrLargePack = errors.New("larger than any rule pack")

// UnreadablePack stands for a pack whose file is not there or cannot be read.
func (c *Catalogue) UnreadablePack(path string, cause error) *Pack {
	l := &packLoader{catalogue: c, pack: &Pack{Path: path}}
	switch {
	case errors.Is(cause, fs.ErrNotExist):
		l.fault(nil, "absent")
	case errors.Is(cause, ErrLargePack):
		l.fault(nil, "large", "limit", strconv.Itoa(MaxPack>>20)+"MB")
	default:
		l.fault(nil, "unreadable")
	}
	return l.pack
}

func (l *packLoader) read(data []byte) {
	switch {
	case len(data) > MaxPack:
		l.fault(nil, "large", "limit", strconv.Itoa(MaxPack>>20)+"MB")
		return
	case !utf8.Valid(data):
		l.fault(nil, "encoding")
		return
	}
	l.lines = (&report.Report{Source: data}).Lines()
	var doc yaml.Node
	if err := yaml.Load(data, &doc); err != nil {
		l.yamlFaults(err, nil, nil)
		return
	}
	list := l.list(&doc)
	if list == nil {
		return
	}
	taken := map[string]bool{}
	for i := range list.Content {
		l.at, l.node, l.faults = "rules["+strconv.Itoa(i)+"]", list.Content[i], 0
		if rule := l.rule(taken); rule != nil {
			l.pack.rules = append(l.pack.rules, rule)
		}
	}
}

// list is the sequence of rules, nil where there is none to read.
func (l *packLoader) list(doc *yaml.Node) *yaml.Node {
	root := doc.Content[0]
	var list *yaml.Node
	for i := 0; root.Kind == yaml.MappingNode && i+1 < len(root.Content); i += 2 {
		key, value := root.Content[i], root.Content[i+1]
		switch {
		case key.Value != "rules":
			l.fault(key, "key", "key", key.Value)
		case list != nil:
			l.fault(key, "twice", "key", key.Value)
		default:
			list = value
		}
	}
	switch {
	case l.faults > 0:
	case list == nil || list.Kind == yaml.SequenceNode && len(list.Content) == 0:
		l.fault(root, "missing", "key", "rules")
	case list.Kind != yaml.SequenceNode:
		l.fault(list, "type", "key", "rules")
	case len(list.Content) > maxRules:
		l.fault(list, "size", "key", "rules", "limit", strconv.Itoa(maxRules))
	default:
		return list
	}
	return nil
}

// rule reads one rule, nil where it has a mistake.
func (l *packLoader) rule(taken map[string]bool) *Rule {
	var head Head
	l.head = &head
	if isNull(l.node) {
		l.fault(l.node, "missing", "key", l.at)
		return nil
	}
	if l.hasAlias(l.node) || l.hasEmpty(l.node, "") {
		return nil
	}
	if err := l.node.Load(&head, yaml.WithKnownFields()); err != nil {
		l.yamlFaults(err, l.node, &head)
		return nil
	}
	complete(&head)
	l.missing(headValidator().Struct(head))
	l.id(head.ID, taken)
	empty := kinds[head.Kind].empty
	if empty == nil {
		if head.Kind != "" {
			l.faultAt("value", []any{"kind"}, "key", "kind", "text", head.Kind, "known", openNames())
		}
		return nil
	}
	kind := empty()
	if params := child(l.node, "params"); params != nil {
		if err := params.Load(kind, yaml.WithKnownFields()); err != nil {
			l.yamlFaults(err, params, kind)
			return nil
		}
	}
	l.missing(headValidator().Struct(kind), "params")
	if l.faults == 0 {
		kind.bind(l)
		l.holes(kind.args())
	}
	if l.faults > 0 {
		return nil
	}
	return &Rule{Head: head, check: kind, written: &written{path: l.pack.Path, lines: l.lines, node: l.node}}
}

// written is a rule as it stands in its pack.
type written struct {
	path  string
	lines []string
	node  *yaml.Node
}

// PlaceIn says where a word of an example ("bad" or "good") stands in the rule's
// pack, by its line and column in the example; the example's own place where it
// is not found there. ok is false for a rule of no pack.
func (r *Rule) PlaceIn(example string, line, column int, word string) (path string, pos report.Place, ok bool) {
	if r.written == nil {
		return "", report.Place{}, false
	}
	w := r.written
	n := child(w.node, example)
	if n == nil {
		n = w.node
	}
	at := report.OnLine(n.Line, n.Column+column-1, 0)
	switch {
	case n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		at.Line, at.Column = n.Line+line, column
		if text := w.lines[min(n.Line, len(w.lines)-1)]; strings.TrimSpace(text) != "" {
			at.Column += len(text) - len(strings.TrimLeft(text, " "))
		}
	case n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) != 0:
		at.Column++
	}
	text := []rune(w.lines[min(at.Line, len(w.lines))-1])
	if at.Line > len(w.lines) || at.Column-1 > len(text) || !strings.HasPrefix(string(text[at.Column-1:]), word) {
		at, word = report.OnLine(n.Line, n.Column, 0), ""
	}
	at.EndColumn = at.Column + max(utf8.RuneCountInString(word), 1)
	return w.path, at, true
}

// complete fills in what a pack may leave out: an office writes for itself, so
// that Chinese alone will do, and so will a rule without a history.
func complete(h *Head) {
	all := []*Words{&h.Title, &h.Why, &h.Message, &h.Advice, h.Fix}
	for _, f := range h.Forms {
		all = append(all, f.Message, f.Advice, f.Fix)
	}
	for i := range h.Traps {
		all = append(all, &h.Traps[i])
	}
	for _, w := range all {
		if w != nil && w.EN == "" {
			w.EN = w.ZH
		}
	}
	if h.Since == "" {
		h.Since = "1"
	}
}

// id checks a rule's ID.
func (l *packLoader) id(id string, taken map[string]bool) {
	m := packID.FindStringSubmatch(id)
	switch {
	case id == "":
	case m == nil:
		l.faultAt("id", []any{"id"}, "id", id)
	case slices.Contains(l.catalogue.reserved(), m[1]):
		l.faultAt("reserved", []any{"id"}, "id", id, "prefix", m[1])
	case taken[id] || l.catalogue.byID[id] != nil:
		l.faultAt("clash", []any{"id"}, "id", id)
	}
	taken[id] = true
}

// reserved are the prefixes that packs may not use.
func (c *Catalogue) reserved() []string {
	var all []string
	for _, r := range c.rules {
		if k, ok := r.check.(*packKind); ok {
			all = append(all, k.Reserved...)
		}
	}
	return all
}

// hole is the place of an argument in a message.
var hole = regex.Must(`\{[^{}]*\}`)

// holes checks that messages speak of nothing that the kind does not provide.
func (l *packLoader) holes(known []string) {
	look := func(w *Words, path ...any) {
		if w == nil {
			return
		}
		for _, h := range hole.FindAllString(w.ZH+w.EN, -1) {
			name, _, _ := strings.Cut(strings.Trim(h, "{}"), ":") // {count:file|files}
			if !slices.Contains(known, name) {
				var holes message.List
				for _, name := range known {
					holes = append(holes, "{"+name+"}")
				}
				l.faultAt("hole", path, "hole", h, "known", holes)
			}
		}
	}
	look(&l.head.Message, "message")
	look(&l.head.Advice, "advice")
	look(l.head.Fix, "fix")
	for i, f := range l.head.Forms {
		look(f.Message, "forms", i, "message")
		look(f.Advice, "forms", i, "advice")
		look(f.Fix, "forms", i, "fix")
	}
}

// hasAlias refuses anchors and aliases, with which a small file makes a large
// tree.
func (l *packLoader) hasAlias(n *yaml.Node) bool {
	if n.Kind == yaml.AliasNode || n.Anchor != "" {
		l.fault(n, "alias")
		return true
	}
	return slices.ContainsFunc(n.Content, l.hasAlias)
}

// missing turns what the validator objects to into mistakes.
func (l *packLoader) missing(err error, above ...any) {
	var faults validator.ValidationErrors
	if !errors.As(err, &faults) {
		return
	}
	for _, f := range faults {
		_, path, _ := strings.Cut(f.Namespace(), ".")
		// A text without its Chinese is missing; it has no other half either.
		if strings.HasSuffix(path, ".en") {
			continue
		}
		path = strings.TrimSuffix(path, ".zh")
		steps := slices.Concat(above, steps(path))
		if strings.HasPrefix(f.Tag(), "required") {
			l.faultAt("missing", steps, "key", path)
			continue
		}
		l.faultAt("value", steps, "key", path, "text", fmt.Sprint(f.Value()), "known", strings.Fields(f.Param()))
	}
}

// steps takes a path such as forms[0].message.zh apart.
func steps(path string) []any {
	var out []any
	for _, s := range strings.Split(path, ".") {
		name, index, _ := strings.Cut(s, "[")
		out = append(out, name)
		if n, err := strconv.Atoi(strings.TrimSuffix(index, "]")); err == nil {
			out = append(out, n)
		}
	}
	return out
}

// yamlForms are the forms of the finding for what the YAML library objects to.
var yamlForms = map[datafile.FaultKind]string{datafile.Unknown: "key", datafile.Twice: "twice", datafile.Shape: "type"}

// yamlFaults turns what the YAML library finds wrong with a node, nil for a text
// that is no YAML, into mistakes; into is of the type that it was read into.
func (l *packLoader) yamlFaults(err error, node *yaml.Node, into any) {
	faults := datafile.Faults(err, node, into)
	for _, f := range faults {
		n := &yaml.Node{Line: f.Line, Column: f.Column}
		// What is never closed is noticed at the end of the file.
		for n.Line > 1 && (n.Line > len(l.lines) || strings.TrimSpace(l.lines[n.Line-1]) == "") {
			n.Line, n.Column = n.Line-1, 1
		}
		var args []any
		switch f.Kind {
		case datafile.Unknown, datafile.Twice:
			args = []any{"key", f.Key}
		case datafile.Shape:
			args = []any{"key", cmp.Or(l.keyAt(n.Line, n.Column), l.root)}
		}
		l.fault(n, yamlForms[f.Kind], args...)
	}
	if len(faults) == 0 {
		l.fault(nil, "")
	}
}

// keyAt is the key whose value stands at a place.
func (l *packLoader) keyAt(line, column int) string {
	key := ""
	var walk func(n *yaml.Node)
	walk = func(n *yaml.Node) {
		for i, c := range n.Content {
			if c.Line == line && c.Column == column && n.Kind == yaml.MappingNode && i%2 == 1 {
				key = n.Content[i-1].Value
			}
			walk(c)
		}
	}
	if l.node != nil {
		walk(l.node)
	}
	return key
}

// faultAt notes a mistake at a path below the rule, or at the nearest node
// above it that is there.
func (l *packLoader) faultAt(form string, steps []any, args ...any) {
	if l.national {
		l.fault(nil, form, args...)
		return
	}
	for n := len(steps); n >= 0; n-- {
		if node := child(l.node, steps[:n]...); node != nil {
			l.fault(node, form, args...)
			return
		}
	}
}

// fault notes a mistake at a node, nil for the file. args are names and values
// in turn.
func (l *packLoader) fault(n *yaml.Node, form string, args ...any) {
	l.faults++
	if l.national {
		l.errs = append(l.errs, fmt.Errorf("%s %v", form, args))
		return
	}
	rule := l.catalogue.byID["PCK001"]
	f := Finding{Rule: rule.ID, rule: rule, Form: form, Severity: rule.severity(form), Path: l.pack.Path, At: l.at, Basis: rule.Basis,
		Pos: report.FirstLine(), Args: message.Args{}}
	for i := 0; i+1 < len(args); i += 2 {
		f.Args[args[i].(string)] = args[i+1]
	}
	if n != nil && n.Line > 0 {
		width := 0
		if n.Kind == yaml.ScalarNode && n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) == 0 && !strings.Contains(n.Value, "\n") {
			width = utf8.RuneCountInString(n.Value)
			if n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) != 0 {
				width += 2
			}
		}
		f.Pos = report.OnLine(n.Line, n.Column, n.Column+max(width, 1))
	}
	if f.Pos.Line <= len(l.lines) {
		f.Excerpt = l.lines[f.Pos.Line-1]
	}
	l.pack.Findings = append(l.pack.Findings, f)
}

// pattern compiles a regular expression of a rule.
func (l *packLoader) pattern(text string, steps ...any) *regex.Regex {
	if text == "" {
		return nil
	}
	if !l.national && utf8.RuneCountInString(text) > maxPattern {
		l.faultAt("size", steps, "key", "pattern", "limit", strconv.Itoa(maxPattern))
		return nil
	}
	re, err := regex.Compile(text)
	var fault *syntax.Error
	switch {
	case errors.As(err, &fault):
		l.faultAt("pattern", steps, "text", cmp.Or(fault.Expr, text))
		return nil
	case err != nil:
		l.faultAt("pattern", steps, "text", text)
		return nil
	case re.MatchString(""):
		l.faultAt("empty", steps, "text", text)
		return nil
	}
	return re
}
