package format

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"maps"
	"net/url"
	"path"
	"path/filepath"

	"slices"
	"strconv"
	"strings"

	"nianbao/internal/message"
	"nianbao/internal/regex"
	"nianbao/internal/report"
	"nianbao/lint"
)

// sarifPrinter writes SARIF 2.1.0 (OASIS Standard with Errata 01 of 2023-08-28),
// one run. The catalogue stands first and the results follow one by one; only
// at the end is it known whether every file could be read.
type sarifPrinter struct {
	output
	catalogue *lint.Catalogue
	options   Options
	words     *words
	indexes   map[string]int // of the rules, by ID
	excerpts  excerpts
	begun     bool
	count     int
	failed    bool
}

// sarifSchema is the address under which OASIS keeps the schema.
const sarifSchema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

// sarifRoot names the folder that relative addresses start from: that of the
// repository, or whatever the reader takes for it.
const sarifRoot = "%SRCROOT%"

type sarifText struct {
	Text     string `json:"text"`
	Markdown string `json:"markdown,omitempty"`
}

type sarifTool struct {
	Driver sarifDriver `json:"driver"`
}

type sarifDriver struct {
	Name     string      `json:"name"`
	Language string      `json:"language"`
	Rules    []sarifRule `json:"rules"`
}

type sarifRule struct {
	ID         string       `json:"id"`
	Short      sarifText    `json:"shortDescription"`
	Full       sarifText    `json:"fullDescription"`
	Help       sarifText    `json:"help"`
	Default    sarifDefault `json:"defaultConfiguration"`
	Properties sarifAbout   `json:"properties"`
}

type sarifDefault struct {
	Level string `json:"level"`
}

type sarifAbout struct {
	Basis string `json:"basis"`
	Since string `json:"since"`
}

type sarifResult struct {
	RuleID    string          `json:"ruleId"`
	RuleIndex int             `json:"ruleIndex"`
	Level     string          `json:"level"`
	Message   sarifText       `json:"message"`
	Locations []sarifLocation `json:"locations"`
	Related   []sarifLocation `json:"relatedLocations,omitempty"`
	Prints    sarifPrints     `json:"partialFingerprints"`
	Fixes     []sarifFix      `json:"fixes,omitempty"`
	// Suppressions is empty for a finding that nobody waived. The standard
	// (3.27.23) wants it in every result or in none.
	Suppressions []sarifSuppression `json:"suppressions"`
	Properties   sarifDetails       `json:"properties"`
}

// sarifSuppression is a waiver: in the source where it stands in the report
// itself, external where it stands in a profile (3.35.2). What was written down
// with a reason is accepted (3.35.3).
type sarifSuppression struct {
	Kind          string `json:"kind"`
	Status        string `json:"status"`
	Justification string `json:"justification,omitempty"`
}

func suppressionOf(w *lint.Waiver) sarifSuppression {
	kind := "inSource"
	if w.Source != "" {
		kind = "external"
	}
	return sarifSuppression{Kind: kind, Status: "accepted", Justification: w.Reason}
}

type sarifPrints struct {
	Finding string `json:"nianbaoFinding/v1"`
}

type sarifDetails struct {
	At         string `json:"at"`
	Basis      string `json:"basis"`
	Advice     string `json:"advice,omitempty"`
	Sheet      string `json:"sheet,omitempty"`
	Cell       string `json:"cell,omitempty"`
	Left       string `json:"left,omitempty"`
	Right      string `json:"right,omitempty"`
	Difference string `json:"difference,omitempty"`
}

type sarifLocation struct {
	ID       *int           `json:"id,omitempty"`
	Physical sarifPhysical  `json:"physicalLocation"`
	Logical  []sarifLogical `json:"logicalLocations,omitempty"`
	Message  *sarifText     `json:"message,omitempty"`
}

type sarifPhysical struct {
	Artifact sarifArtifact `json:"artifactLocation"`
	Region   *sarifRegion  `json:"region,omitempty"`
}

type sarifArtifact struct {
	URI  string `json:"uri"`
	Base string `json:"uriBaseId,omitempty"`
}

type sarifRegion struct {
	StartLine   int        `json:"startLine"`
	StartColumn int        `json:"startColumn"`
	EndLine     int        `json:"endLine,omitempty"`
	EndColumn   int        `json:"endColumn,omitempty"`
	Snippet     *sarifText `json:"snippet,omitempty"`
}

type sarifLogical struct {
	Name string `json:"name,omitempty"`
	Full string `json:"fullyQualifiedName"`
	Kind string `json:"kind"`
}

type sarifFix struct {
	Description sarifText     `json:"description"`
	Changes     []sarifChange `json:"artifactChanges"`
	Properties  sarifSafety   `json:"properties"`
}

type sarifSafety struct {
	Safe bool `json:"safe"`
}

type sarifChange struct {
	Artifact     sarifArtifact      `json:"artifactLocation"`
	Replacements []sarifReplacement `json:"replacements"`
}

type sarifReplacement struct {
	Deleted  sarifRegion `json:"deletedRegion"`
	Inserted sarifText   `json:"insertedContent"`
}

func newSARIF(w io.Writer, c *lint.Catalogue, o Options) Printer {
	p := &sarifPrinter{output: output{w: w}, catalogue: c, options: o, words: wordsIn(o.Lang), indexes: map[string]int{}}
	for i, r := range c.Rules() {
		p.indexes[r.ID] = i
	}
	return p
}

func (p *sarifPrinter) begin() {
	if p.begun {
		return
	}
	p.begun = true
	p.printf("{\"$schema\":%q,\"version\":\"2.1.0\",\"runs\":[{\"tool\":", sarifSchema)
	language := "zh-CN"
	if p.options.Lang == "en" {
		language = "en-US"
	}
	driver := sarifDriver{Name: "nianbao", Language: language, Rules: []sarifRule{}}
	for _, r := range p.catalogue.Rules() {
		driver.Rules = append(driver.Rules, p.rule(r))
	}
	p.value(sarifTool{driver})
	p.printf(",\n\"language\":%q,\"columnKind\":\"unicodeCodePoints\",\"originalUriBaseIds\":{%q:{\"description\":", language, sarifRoot)
	p.value(sarifText{Text: "The folder that the files were named from."})
	p.write("}},\n\"results\":[")
}

// rule describes a rule. No finding's arguments are at hand, so general words
// stand in their places.
func (p *sarifPrinter) rule(r *lint.Rule) sarifRule {
	w, lang := p.words, p.options.Lang
	basis := strings.NewReplacer("{notice}", w.say(sayNotice), "{law}", w.say(sayLaw), "表{part}", w.say(sayTables)).Replace(r.Basis)
	advice := message.General(r.Advice.In(lang), "…")
	text := r.Why.In(lang) + "\n\n" + w.labelled(sayBasis, basis)
	if advice != "" {
		text += "\n\n" + w.labelled(sayAdvice, advice)
	}
	example := func(heading, fragment string) string {
		// The first line may be a mark of what the example is, for its test.
		if mark, rest, ok := strings.Cut(fragment, "\n"); ok && strings.HasPrefix(mark, "%") {
			fragment = rest
		}
		return "\n\n**" + heading + "**\n\n```yaml\n" + strings.TrimRight(fragment, "\n") + "\n```"
	}
	previous := ""
	if r.Previous != "" {
		previous = example(w.say(sayPrevious), r.Previous)
	}
	return sarifRule{
		ID: r.ID, Short: sarifText{Text: r.Title.In(lang)}, Full: sarifText{Text: r.Why.In(lang)},
		Help:       sarifText{Text: text, Markdown: text + previous + example(w.say(sayBad), r.Bad) + example(w.say(sayGood), r.Good)},
		Default:    sarifDefault{r.Severity},
		Properties: sarifAbout{Basis: basis, Since: r.Since},
	}
}

// Result implements Printer.
func (p *sarifPrinter) Result(r lint.Result) error {
	p.begin()
	p.failed = p.failed || r.Unreadable
	seen := map[string]int{}
	for _, f := range p.options.listed(&r) {
		if p.count++; p.count > 1 {
			p.write(",")
		}
		p.write("\n")
		print := fingerprint(f)
		seen[print]++
		p.value(p.result(f, print+":"+strconv.Itoa(seen[print])))
	}
	return p.err
}

// Close implements Printer.
func (p *sarifPrinter) Close() error {
	p.begin()
	p.printf("],\n\"invocations\":[{\"executionSuccessful\":%t}]}]}\n", !p.failed)
	return p.err
}

func (p *sarifPrinter) result(f *lint.Finding, print string) sarifResult {
	c, lang := p.catalogue, p.options.Lang
	artifact := artifactOf(f.Path)
	advice := c.Advice(f, lang)
	out := sarifResult{
		RuleID: f.Rule, RuleIndex: p.indexes[f.Rule], Level: f.Severity.String(),
		Message:   sarifText{Text: sarifMessage(p.words.sentences(c.Message(f, lang), advice))},
		Locations: []sarifLocation{locationOf(artifact, f.At, f.Pos)},
		Prints:    sarifPrints{print}, Suppressions: []sarifSuppression{},
		Properties: sarifDetails{At: f.At, Basis: f.Basis, Advice: advice},
	}
	out.Properties.Sheet, out.Properties.Cell, _ = f.Pos.Cell()
	if region := out.Locations[0].Physical.Region; region != nil && f.Excerpt != "" {
		region.Snippet = p.snippet(f)
	}
	if f.Sum != nil {
		out.Properties.Left, out.Properties.Right, out.Properties.Difference = f.Sum.Left, f.Sum.Right, f.Sum.Difference
	}
	if f.Waived != nil {
		out.Suppressions = append(out.Suppressions, suppressionOf(f.Waived))
	}
	for i, place := range f.Related {
		l := locationOf(artifactOf(cmp.Or(place.Path, f.Path)), place.At, place.Pos)
		l.ID = &i
		if place.Note != "" {
			l.Message = &sarifText{Text: sarifMessage(place.Note)}
		}
		out.Related = append(out.Related, l)
	}
	if fix, ok := p.fix(f, artifact); ok {
		out.Fixes = []sarifFix{fix}
	}
	return out
}

// locationOf is a place in a file. A workbook has no lines: there the sheet and
// cell are the logical location, elsewhere the key path is.
func locationOf(a sarifArtifact, at string, pos report.Place) sarifLocation {
	l := sarifLocation{Physical: sarifPhysical{Artifact: a, Region: regionOf(pos)}}
	switch {
	case pos.Named("") != "":
		kind := "element"
		if _, _, ok := pos.Cell(); ok {
			kind = "cell"
		}
		l.Logical = []sarifLogical{{Name: pos.Short(""), Full: pos.Named(""), Kind: kind}}
	case at != "":
		l.Logical = []sarifLogical{{Full: at, Kind: "member"}}
	}
	return l
}

func regionOf(pos report.Place) *sarifRegion {
	s, ok := pos.Region()
	if !ok {
		return nil
	}
	r := &sarifRegion{StartLine: s.Line, StartColumn: s.Column}
	if s.EndLine > s.Line || s.EndLine == s.Line && s.EndColumn >= s.Column {
		r.EndLine, r.EndColumn = s.EndLine, s.EndColumn
	}
	return r
}

// snippetLength bounds what is quoted of the file.
const snippetLength = 200

// snippet quotes a stretch on one line whole, or not at all.
func (p *sarifPrinter) snippet(f *lint.Finding) *sarifText {
	from, to := f.Pos.Column-1, f.Pos.EndColumn-1
	if f.Pos.EndLine != f.Pos.Line || to <= from || to-from > snippetLength {
		return nil
	}
	line := p.excerpts.characters(f.Excerpt)
	if to > len(line) {
		return nil
	}
	return &sarifText{Text: string(line[from:to])}
}

// figure is a value that stands for itself in YAML and JSON alike, so that it
// can be put in the place of whatever is there. special are the characters that
// may mean something to either when they get into prose.
var (
	figure  = regex.Must(`^-?[0-9]+(\.[0-9]+)?$`)
	special = regex.Must("[\\x00-\\x1f\"'\\\\:#{}\\[\\],&*!|>%@`\u0085\u2028\u2029]")
)

// fix turns a repair into replacements of text. There is none unless every edit
// can be one.
func (p *sarifPrinter) fix(f *lint.Finding, a sarifArtifact) (sarifFix, bool) {
	if f.Fix == nil || len(f.Fix.Edits) == 0 {
		return sarifFix{}, false
	}
	change := sarifChange{Artifact: a}
	for _, edit := range f.Fix.Edits {
		region, ok := editRegion(f, edit)
		if !ok {
			return sarifFix{}, false
		}
		text := edit.To
		if edit.Rewrite != nil {
			text = edit.Rewrite.Source
		}
		change.Replacements = append(change.Replacements, sarifReplacement{Deleted: region, Inserted: sarifText{Text: text}})
	}
	return sarifFix{
		Description: sarifText{Text: sarifMessage(p.catalogue.FixDescription(f, p.options.Lang))},
		Changes:     []sarifChange{change}, Properties: sarifSafety{f.Fix.Safe},
	}, true
}

// editRegion is where an edit puts its text: harmless characters in the place of
// exactly those that it speaks of, or a plain figure in the place of a value of
// which the finding tells where it stands.
func editRegion(f *lint.Finding, edit lint.Edit) (sarifRegion, bool) {
	if edit.Rewrite != nil {
		return *regionOf(edit.Rewrite.Pos), true
	}
	if edit.Span != (lint.Span{}) {
		pos := edit.Pos
		exact := pos.Line > 0 && pos.Column > 0 && pos.EndLine == pos.Line && pos.EndColumn-pos.Column == edit.Span.Until-edit.Span.From
		if !exact || special.MatchString(edit.To) {
			return sarifRegion{}, false
		}
		return *regionOf(pos), true
	}
	pos, known := f.Pos, edit.At == f.At
	for _, r := range f.Related {
		if r.Path == "" && r.At == edit.At && !known {
			pos, known = r.Pos, true
		}
	}
	if !known || !figure.MatchString(edit.To) || pos.Line < 1 || pos.Column < 1 || pos.EndLine != pos.Line || pos.EndColumn <= pos.Column {
		return sarifRegion{}, false
	}
	return *regionOf(pos), true
}

// artifactOf is a file's address: relative to the root where it lies below it,
// with / between names and every other character that an address cannot hold
// %-encoded.
func artifactOf(name string) sarifArtifact {
	slashed := path.Clean(filepath.ToSlash(name))
	switch {
	case filepath.IsAbs(name):
		if !strings.HasPrefix(slashed, "/") {
			slashed = "/" + slashed // C:/…
		}
		return sarifArtifact{URI: (&url.URL{Scheme: "file", Path: slashed}).String()}
	case slashed == ".." || strings.HasPrefix(slashed, "../"):
		return sarifArtifact{URI: (&url.URL{Path: slashed}).String()}
	}
	return sarifArtifact{URI: (&url.URL{Path: slashed}).String(), Base: sarifRoot}
}

// sarifMessage keeps a text from being taken for a template: braces are doubled
// (3.11.5), and what looks like a link is not one (3.11.6).
func sarifMessage(s string) string {
	s = strings.NewReplacer("{", "{{", "}", "}}").Replace(s)
	if strings.Contains(s, "](") {
		s = strings.NewReplacer(`\`, `\\`, "[", `\[`, "]", `\]`).Replace(s)
	}
	return s
}

// fingerprint tells a finding from others when lines have moved: it is made of
// the rule, the key path and the arguments, less those that are line numbers.
func fingerprint(f *lint.Finding) string {
	h := sha256.New()
	fmt.Fprintf(h, "%q %q %q", f.Rule, f.Form, f.At)
	for _, k := range slices.Sorted(maps.Keys(f.Args)) {
		// A finding is the same in every language.
		if v := message.Word(f.Args[k], "zh"); !isLineOf(f, v) {
			fmt.Fprintf(h, " %q=%q", k, v)
		}
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// isLineOf reports whether a value is the line of the same key's other place,
// as of a key given twice.
func isLineOf(f *lint.Finding, value string) bool {
	return slices.ContainsFunc(f.Related, func(p report.Related) bool {
		return p.Path == "" && p.At == f.At && value == strconv.Itoa(p.Pos.Line)
	})
}
