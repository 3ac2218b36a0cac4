package app

import (
	"errors"
	"path/filepath"
	"slices"

	"nianbao/internal/intake"
	"nianbao/internal/message"
	"nianbao/internal/profile"
	"nianbao/internal/settings"
	"nianbao/internal/source"
	"nianbao/lint"
)

// LoadSettings reads the file named by --config, or the nearest .nianbao.yaml
// in the folder of the first input or above it, for what concerns the whole
// run. How reports are judged is up to the settings of each; see Judge.
func (a *App) LoadSettings(inputs []string) error {
	first := ""
	if len(inputs) > 0 {
		first = inputs[0]
	}
	if a.ConfigFile != "" {
		a.Intake.Name(a.ConfigFile)
	}
	s, err := (&settings.Finder{Config: a.ConfigFile, Intake: a.Intake}).Settings(first)
	if err != nil {
		return Usage(err)
	}
	if s != nil {
		a.Settings = *s
	}
	return nil
}

// Setting names a value of the settings with its place, for what is wrong with it.
func (a *App) Setting(key string, steps ...any) message.Phrase {
	return message.New("配置文件 {place}：{key}", "settings {place}: {key}", "place", a.Settings.Place(append([]any{key}, steps...)...), "key", key)
}

// Judge is what the reports of a run are judged by.
type Judge struct {
	// Inputs are those of the run, less the rule packs and word lists among
	// them.
	Inputs []string
	// Catalogue has the rules of every pack, for those who print findings.
	Catalogue *lint.Catalogue
	// Faulty are the packs with a mistake in them, Given the rules of those
	// that hold for all inputs.
	Faulty []*lint.Pack
	Given  []*lint.Rule

	common   *lint.Catalogue
	profiles *profile.Profiles
}

// Judge reads the settings of every input, and rule packs that hold for all of
// them: files, folders or patterns.
func (a *App) Judge(inputs, packs []string) (*Judge, error) {
	national, err := a.Catalogue()
	if err != nil {
		return nil, err
	}
	reading, err := a.Reading()
	if err != nil {
		return nil, err
	}
	editions := slices.Clone(reading.Editions.All())
	if reading.Edition != nil {
		editions = append(editions, reading.Edition)
	}
	j := &Judge{common: national}
	if len(packs) > 0 {
		a.Intake.Name(packs...)
		if packs, err = source.Find(packs, a.Formats()); err != nil {
			return nil, Usage(err)
		}
	}
	for _, name := range packs {
		data, err := a.Intake.Read(name, lint.MaxPack)
		if errors.Is(err, intake.ErrTooLarge) {
			err = lint.ErrLargePack
		}
		pack := j.common.UnreadablePack(name, err)
		if err == nil {
			pack = j.common.Pack(name, data, editions)
		}
		j.add(pack)
		j.Given = append(j.Given, pack.Rules()...)
		j.common = j.common.With(pack)
	}
	finder := &profile.Maker{Finder: settings.Finder{Config: a.ConfigFile, Intake: a.Intake}, Catalogue: j.common, Editions: editions, Given: packs}
	if j.profiles, err = finder.For(inputs); err != nil {
		return nil, Usage(err)
	}
	for _, pack := range j.profiles.Packs() {
		j.add(pack)
	}
	j.Catalogue = j.common.With(j.profiles.Packs()...)
	j.Inputs = slices.DeleteFunc(slices.Clone(inputs), func(input string) bool {
		return j.profiles.Uses(input) || slices.Contains(packs, filepath.Clean(input))
	})
	return j, nil
}

func (j *Judge) add(pack *lint.Pack) {
	if len(pack.Findings) > 0 {
		j.Faulty = append(j.Faulty, pack)
	}
}

// Linter returns a linter that judges each input by its own settings.
func (j *Judge) Linter(o lint.Options) *lint.Linter {
	o.Profile, o.Waivers = j.profiles.Of, j.profiles.Waivers
	return lint.New(j.common, o)
}
