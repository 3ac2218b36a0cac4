// Package profile makes profiles of settings: what the catalogue judges an
// office's reports by.
package profile

import (
	"errors"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"nianbao/internal/edition"
	"nianbao/internal/intake"
	"nianbao/internal/message"
	"nianbao/internal/report"
	"nianbao/internal/settings"
	"nianbao/lint"
)

// Maker makes profiles of the settings that hold for inputs.
type Maker struct {
	// Finder finds the settings.
	settings.Finder
	// Catalogue and Editions are what profiles may speak of.
	Catalogue *lint.Catalogue
	Editions  []*edition.Edition
	// Given are rule packs that the catalogue has already, by their paths;
	// settings that name one of them add nothing.
	Given []string

	// made remembers the profile of a file.
	made map[string]*profile
}

// profile is the settings of one file made ready.
type profile struct {
	lint    *lint.Profile
	packs   []*lint.Pack
	waivers []waiver
	// files are those that the settings name, by their absolute paths.
	files []string
}

// waiver is one of the settings, for an agency or, where it is "", for all.
type waiver struct {
	agency string
	lint.Waiver
}

// Profiles are those of the inputs of a run. They are safe for concurrent use.
type Profiles struct {
	byFolder map[string]*profile
	packs    []*lint.Pack
	used     map[string]bool
}

// For makes the profiles of every input of a run. Two inputs with the same
// settings share one. An error is about a settings file, for the user; a
// mistake in a rule pack is a finding of that pack.
func (f *Maker) For(inputs []string) (*Profiles, error) {
	all := &Profiles{byFolder: map[string]*profile{}, used: map[string]bool{}}
	for _, input := range inputs {
		folder := filepath.Dir(input)
		if _, known := all.byFolder[folder]; known {
			continue
		}
		p, err := f.profile(f.FileFor(input))
		if err != nil {
			return nil, err
		}
		all.byFolder[folder] = p
		if p == nil {
			continue
		}
		for _, name := range p.files {
			all.used[name] = true
		}
		for _, pack := range p.packs {
			if !slices.ContainsFunc(all.packs, func(other *lint.Pack) bool { return other.Path == pack.Path }) {
				all.packs = append(all.packs, pack)
			}
		}
	}
	return all, nil
}

// Of is the profile of an input, nil for the national default.
func (p *Profiles) Of(input string) *lint.Profile {
	if own := p.byFolder[filepath.Dir(input)]; own != nil {
		return own.lint
	}
	return nil
}

// Waivers are those that the settings have for a report.
func (p *Profiles) Waivers(r *report.Report) []lint.Waiver {
	own := p.byFolder[filepath.Dir(r.Path)]
	if own == nil {
		return nil
	}
	var all []lint.Waiver
	for _, w := range own.waivers {
		if w.agency == "" || w.agency == r.Agency.Name.Text ||
			slices.Contains(r.Agency.ShortNames(), w.agency) {
			all = append(all, w.Waiver)
		}
	}
	return all
}

// Uses reports whether a file is a rule pack or word list of the settings, and
// so no report.
func (p *Profiles) Uses(input string) bool {
	if len(p.used) == 0 {
		return false
	}
	return p.used[settings.Absolute(input)]
}

// Packs are the rule packs of all profiles, each file once, in the order of
// inputs.
func (p *Profiles) Packs() []*lint.Pack { return p.packs }

// profile makes the settings of a file ready, nil for no file.
func (f *Maker) profile(file string) (*profile, error) {
	if file == "" {
		return nil, nil
	}
	if p, known := f.made[file]; known {
		return p, nil
	}
	s, err := f.Load(file)
	if err != nil {
		return nil, err
	}
	p, err := f.prepare(s)
	if err != nil {
		return nil, err
	}
	if f.made == nil {
		f.made = map[string]*profile{}
	}
	f.made[file] = p
	return p, nil
}

func (f *Maker) prepare(s *settings.Loaded) (*profile, error) {
	p := &profile{}
	for _, file := range slices.Concat(append(slices.Collect(maps.Values(s.WordFiles)), s.PackFiles)...) {
		p.files = append(p.files, settings.Absolute(file.Path))
	}
	catalogue := f.Catalogue
	var done []string
	for _, name := range f.Given {
		done = append(done, settings.Absolute(name))
	}
	for _, file := range s.PackFiles {
		if slices.Contains(done, settings.Absolute(file.Path)) {
			continue
		}
		done = append(done, settings.Absolute(file.Path))
		pack := catalogue.UnreadablePack(file.Path, packError(file.Err))
		if file.Err == nil {
			pack = catalogue.Pack(file.Path, file.Data, f.Editions)
		}
		p.packs = append(p.packs, pack)
		catalogue = catalogue.With(pack)
	}
	local := lint.Local{Severity: s.Severity, Packs: p.packs}
	if err := f.severities(s, catalogue); err != nil {
		return nil, err
	}
	var err error
	if local.Headings, err = named(s, "headings", s.Headings, f.partKeys(false)); err != nil {
		return nil, err
	}
	if local.Limits, err = named(s, "limits", s.Limits, f.partKeys(true)); err != nil {
		return nil, err
	}
	if local.Deadlines, err = named(s, "deadlines", s.Deadlines, f.agencyTypes()); err != nil {
		return nil, err
	}
	for kind, day := range local.Deadlines {
		if _, err := time.Parse("01-02", day); err != nil {
			return nil, s.Value("deadlines", kind).Fault(message.New("deadlines 的“{type}”应写成 月-日，如 01-20，不能是“{day}”", `deadlines: "{type}" is MM-DD such as 01-20, not "{day}"`, "type", kind, "day", day))
		}
	}
	for part, limit := range local.Limits {
		if limit < 0 {
			return nil, s.Value("limits", part).Fault(message.New("limits 的“{part}”不能是{limit}", `limits: "{part}" cannot be {limit}`, "part", part, "limit", limit))
		}
	}
	if local.Words, err = f.words(s); err != nil {
		return nil, err
	}
	if p.waivers, err = f.waivers(s, catalogue); err != nil {
		return nil, err
	}
	if p.lint, err = f.Catalogue.Profile(local); err != nil {
		return nil, f.wordFault(s, err)
	}
	return p, nil
}

// wordFault is an error about a word list, at its own lines.
func (f *Maker) wordFault(s *settings.Loaded, err error) error {
	var fault *lint.WordFault
	if !errors.As(err, &fault) {
		return s.Whole().Fault(message.New("words 的词表用不了：{error}", "words: {error}", "error", err))
	}
	at := s.Whole()
	for _, files := range s.WordFiles {
		for _, file := range files {
			if file.Path == fault.Path {
				at = file.At
			}
		}
	}
	at.Quiet = false // a word list is no settings file
	return at.Fault(message.New("words 的词表用不了：{file}:{line}:{column}：{what}", "words: {file}:{line}:{column}: {what}",
		"file", fault.Path, "line", fault.Pos.Line, "column", fault.Pos.Column, "what", f.Catalogue.Says(&fault.Finding)))
}

// severities checks the rules and levels that settings name.
func (f *Maker) severities(s *settings.Loaded, c *lint.Catalogue) error {
	for _, id := range slices.Sorted(maps.Keys(s.Severity)) {
		level := s.Severity[id]
		if c.Rule(id) == nil {
			key, _ := s.Find("severity", id)
			return key.Fault(message.New("severity 没有规则“{rule}”，用 nianbao rules 查看全部规则", `severity: there is no rule "{rule}"; nianbao rules lists them`, "rule", id))
		}
		if _, ok := lint.ParseSeverity(level); !ok && level != lint.Off {
			return s.Value("severity", id).Fault(message.New("severity 的“{rule}”只能是 error、warning、note 或 off，不能是“{level}”", `severity: "{rule}" is error, warning, note or off, not "{level}"`, "rule", id, "level", level))
		}
	}
	return nil
}

// named gives a map of the settings the names that they stand for; viper has
// made the keys lower case.
func named[V any](s *settings.Loaded, key string, m map[string]V, known []string) (map[string]V, error) {
	out := map[string]V{}
	for _, name := range slices.Sorted(maps.Keys(m)) {
		i := slices.IndexFunc(known, func(k string) bool { return strings.EqualFold(k, name) })
		if i < 0 {
			at, _ := s.Find(key, name)
			return nil, at.Fault(message.New("{key} 没有“{name}”，可用：{known}", `{key}: there is no "{name}"; there are {known}`, "key", key, "name", name, "known", known))
		}
		out[known[i]] = m[name]
	}
	return out, nil
}

// partKeys lists the parts of all editions, those of prose alone where asked.
func (f *Maker) partKeys(prose bool) []string {
	var keys []string
	for _, e := range f.Editions {
		for _, p := range e.Parts {
			if (p.Text != nil || !prose) && !slices.Contains(keys, p.Key) {
				keys = append(keys, p.Key)
			}
		}
	}
	return keys
}

func (f *Maker) agencyTypes() []string {
	var types []string
	for _, e := range f.Editions {
		for _, a := range e.Agencies {
			if !slices.Contains(types, a.Type) {
				types = append(types, a.Type)
			}
		}
	}
	return types
}

func (f *Maker) words(s *settings.Loaded) (map[string][]lint.WordFile, error) {
	files, err := named(s, "words", s.WordFiles, f.Catalogue.WordLists())
	if err != nil {
		return nil, err
	}
	out := map[string][]lint.WordFile{}
	for list, all := range files {
		for _, file := range all {
			if file.Err != nil {
				return nil, file.At.Fault(message.New("words 的词表 {file} 读不了", "words: {file} cannot be read", "file", file.Path))
			}
			out[list] = append(out[list], lint.WordFile{Path: file.Path, Data: file.Data})
		}
	}
	return out, nil
}

// waiverFaults words what is wrong with a waiver, by the names of package lint.
var waiverFaults = map[string]message.Text{
	"rule":    {ZH: "没有写规则编号", EN: "names no rule"},
	"unknown": {ZH: "的规则不存在", EN: "names a rule that does not exist"},
	"never":   {ZH: "的规则不能豁免", EN: "is for a rule that cannot be waived"},
	"reason":  {ZH: "没有写理由", EN: "gives no reason"},
	"date":    {ZH: "的到期日不是日期", EN: "has an end that is no date"},
}

// waiverKeys are where these faults stand.
var waiverKeys = map[string]string{"rule": edition.KeyRule, "unknown": edition.KeyRule, "never": edition.KeyRule,
	"reason": edition.KeyReason, "date": edition.KeyUntil}

// waivers reads the waivers of settings, which are written with the keys that
// they have in a report.
func (f *Maker) waivers(s *settings.Loaded, c *lint.Catalogue) ([]waiver, error) {
	known := []string{edition.KeyAgency, edition.KeyRule, edition.KeyPlace, edition.KeyReason, edition.KeyApproved, edition.KeyUntil}
	var all []waiver
	for i, m := range s.Waivers {
		in := s.WaiverPlaces[i]
		for _, key := range slices.Sorted(maps.Keys(m)) {
			if !slices.Contains(known, key) {
				node, _, _ := in.Find("waivers", in.Index, key)
				return nil, in.Place(node).Fault(message.New("第{n}条豁免没有“{key}”这个键，可用：{known}", `waiver {n}: there is no key "{key}"; there are {known}`, "n", in.Index+1, "key", key, "known", known))
			}
		}
		w := waiver{agency: m[edition.KeyAgency], Waiver: lint.Waiver{Rule: strings.ToUpper(m[edition.KeyRule]), At: m[edition.KeyPlace],
			Reason: m[edition.KeyReason], Approved: m[edition.KeyApproved], Until: m[edition.KeyUntil], Source: in.File}}
		if form := c.WaiverFault(w.Waiver); form != "" {
			return nil, in.At("waivers", in.Index, waiverKeys[form]).Fault(message.New("第{n}条豁免（{rule}）{fault}", "waiver {n} ({rule}) {fault}", "n", in.Index+1, "rule", w.Rule, "fault", waiverFaults[form]))
		}
		all = append(all, w)
	}
	return all, nil
}

// packError is why a rule pack cannot be read, as package lint knows it.
func packError(err error) error {
	if errors.Is(err, intake.ErrTooLarge) {
		return lint.ErrLargePack
	}
	return err
}
