package settings

import (
	"errors"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"nianbao/internal/intake"
	"nianbao/internal/message"
	"nianbao/rules"
)

// loader reads settings files one after another.
type loader struct{ intake *intake.Intake }

// origin is where a settings file comes from, which decides what it may name. A
// file that was found beside the reports may be anybody's: it reaches no further
// than its own folder, and settings above that it extends are read as settings
// alone. What stands in those is not shown, for it may be any file.
type origin struct {
	// read reads the settings, open a file that they name.
	read func(name string) ([]byte, error)
	open opener
	dir  func(name string) string
	join func(dir, name string) string
	// glob lists what a pattern stands for, from the settings' folder.
	glob func(dir, pattern string) ([]string, error)
	// extend is the origin of settings that these name, with their path; ok is
	// false where they may not.
	extend func(dir, name string) (from origin, full string, ok bool)
	name   func(name string) string
	quiet  bool
}

// named is the origin of settings that the user named.
func (l *loader) named() origin {
	from := l.onDisk()
	from.open = func(name string, limit int64) (fs.File, error) { return l.intake.Open(name, limit) }
	from.glob = func(dir, pattern string) ([]string, error) {
		found, err := filepath.Glob(from.join(dir, pattern))
		if err == nil && len(found) == 0 {
			err = fs.ErrNotExist
		}
		for i, name := range found {
			if rel, relErr := filepath.Rel(dir, name); relErr == nil && !filepath.IsAbs(pattern) {
				found[i] = rel
			}
		}
		return found, err
	}
	from.extend = func(dir, name string) (origin, string, bool) { return l.named(), from.join(dir, name), true }
	return from
}

// found is the origin of settings that were found beside a report or above it.
// They may be a link to others that lie elsewhere.
func (l *loader) found(file string) origin {
	folder := filepath.Dir(file)
	real, err := filepath.EvalSymlinks(file)
	if err != nil {
		return l.within(folder, false) // and reading fails
	}
	_, own := intake.Below(folder, real)
	return l.within(folder, !own)
}

// within is the origin of settings that may name what lies in a folder or below.
func (l *loader) within(folder string, quiet bool) origin {
	from := l.onDisk()
	from.quiet = quiet
	from.open = func(name string, limit int64) (fs.File, error) {
		full, err := filepath.Abs(name)
		if err != nil {
			return nil, err
		}
		return l.intake.Within(folder, full, limit)
	}
	from.glob = func(dir, pattern string) ([]string, error) {
		full := from.join(dir, pattern)
		if abs, err := filepath.Abs(full); err == nil {
			full = abs
		}
		found, err := intake.Glob(folder, full)
		for i, name := range found {
			found[i] = filepath.Join(folder, name)
		}
		return found, err
	}
	from.extend = func(dir, name string) (origin, string, bool) {
		full := from.join(dir, name)
		if abs, err := filepath.Abs(full); err == nil {
			full = abs
		}
		if _, below := intake.Below(folder, full); below {
			inner := l.within(folder, quiet)
			inner.read = func(name string) ([]byte, error) {
				if abs, err := filepath.Abs(name); err == nil {
					name = abs
				}
				return l.intake.ReadWithin(folder, name, maxSettings)
			}
			return inner, full, true
		}
		above, ok := intake.Above(dir, name)
		return l.within(filepath.Dir(above), true), above, ok
	}
	return from
}

// onDisk is what all settings files on disk share.
func (l *loader) onDisk() origin {
	return origin{
		read: func(name string) ([]byte, error) { return l.intake.Read(name, maxSettings) },
		dir:  filepath.Dir,
		join: func(dir, name string) string {
			if filepath.IsAbs(name) {
				return name
			}
			return filepath.Join(dir, name)
		},
		name: shortened,
	}
}

// shipped is the origin of the profiles that the program carries.
func (l *loader) shipped() origin {
	from := origin{
		read: func(name string) ([]byte, error) { return fs.ReadFile(rules.Files, name) },
		open: func(name string, _ int64) (fs.File, error) { return rules.Files.Open(name) },
		dir:  path.Dir,
		join: func(dir, name string) string { return path.Join(dir, name) },
		name: func(name string) string { return "rules/" + name },
		glob: func(string, string) ([]string, error) { return nil, fs.ErrNotExist },
	}
	from.extend = func(dir, name string) (origin, string, bool) { return from, path.Join(dir, name), true }
	return from
}

// load reads a file and what it extends. above are the places of extends that
// led to it.
func (l *loader) load(from origin, file string, above []place) (*Loaded, error) {
	shown := from.name(file)
	data, err := from.read(file)
	switch {
	case len(above) > maxExtends:
		return nil, above[0].Fault(message.New("extends 绕成了圈", "extends goes in a circle"))
	case errors.Is(err, intake.ErrOutside) && len(above) > 0:
		return nil, outside(above[len(above)-1], "extends", shown)
	case err != nil && len(above) > 0:
		return nil, above[len(above)-1].Fault(message.New("extends 的 {file} 读不了（不存在、不是普通文件、超过1MB或者没有权限）", "extends: cannot read {file} (absent, no plain file, larger than 1 MB, or not allowed)", "file", shown))
	case err != nil:
		return nil, message.New("读不了配置文件 {file}（不存在、不是普通文件、超过1MB或者没有权限）", "cannot read the settings {file} (absent, no plain file, larger than 1 MB, or not allowed)", "file", shown)
	}
	s, err := l.parse(shown, data, from.quiet)
	if err != nil {
		return nil, err
	}
	doc := s.documents[0]
	out := &Loaded{Settings: s, WordFiles: map[string][]attached{}}
	for i := range s.Waivers {
		out.WaiverPlaces = append(out.WaiverPlaces, origined{doc, i})
	}
	dir := from.dir(file)
	if err := l.attach(from, dir, out); err != nil {
		return nil, err
	}
	s.fonts = map[string]opener{}
	for role, name := range s.Font {
		s.Font[role], s.fonts[role] = from.join(dir, name), from.open
	}
	if s.Extends == "" {
		return out, nil
	}
	below, err := l.extended(from, dir, s, append(slices.Clone(above), doc.At("extends")))
	if err != nil {
		return nil, err
	}
	out.over(below)
	return out, nil
}

// attach reads the files that settings name.
func (l *loader) attach(from origin, dir string, s *Loaded) error {
	doc := s.documents[0]
	read := func(key, name string, at place) (attached, error) {
		full := from.join(dir, name)
		data, err := readFrom(from.open, full)
		switch {
		case errors.Is(err, intake.ErrOutside):
			if filepath.IsAbs(name) {
				name = from.name(name)
			}
			return attached{}, outside(at, key, name)
		case err != nil && from.quiet:
			return attached{}, at.Fault(message.New("{key} 的 {file} 读不了", "{key}: {file} cannot be read", "key", key, "file", name))
		}
		return attached{from.name(full), at, data, err}, nil
	}
	for list, files := range s.Words {
		for i, name := range files {
			file, err := read("words", name, doc.At("words", list, i))
			if err != nil {
				return err
			}
			s.WordFiles[list] = append(s.WordFiles[list], file)
		}
	}
	for i, pattern := range s.Rules {
		names, at := []string{pattern}, doc.At("rules", i)
		if strings.ContainsAny(pattern, "*?[") {
			var err error
			switch names, err = from.glob(dir, pattern); {
			case errors.Is(err, intake.ErrOutside):
				return outside(at, "rules", pattern)
			case errors.Is(err, intake.ErrTooMany):
				return at.Fault(message.New("rules 的“{pattern}”牵涉的文件太多，请写得具体些", `rules: "{pattern}" looks at too many files; be more specific`, "pattern", pattern))
			case err != nil:
				return at.Fault(message.New("rules 的“{pattern}”没有对应的文件", `no file is "{pattern}" under rules`, "pattern", pattern))
			}
		}
		for _, name := range names {
			file, err := read("rules", name, at)
			if err != nil {
				return err
			}
			s.PackFiles = append(s.PackFiles, file)
		}
	}
	return nil
}

func readFrom(open opener, name string) ([]byte, error) {
	f, err := open(name, maxSettings)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return intake.ReadStream(f, maxSettings)
}

// outside is the error of settings that name a file they may not.
func outside(at place, key, name string) error {
	return at.Fault(message.New("{key} 的“{file}”不在配置文件所在的文件夹里。自动找到的配置文件只能用同一文件夹及其下的文件（extends 还可以是上级文件夹里的配置文件）；要用别处的，请用 --config 指定配置文件",
		`{key}: "{file}" is not in the folder of the settings. Settings that are found may name files in their own folder and below (extends also settings in a folder above); to use others, name the settings to --config`, "key", key, "file", name))
}

// extended loads what settings extend: a profile that the program carries, by
// name, or a file by its path.
func (l *loader) extended(from origin, dir string, s *Settings, above []place) (*Loaded, error) {
	at := above[len(above)-1]
	if strings.HasSuffix(s.Extends, ".yaml") || strings.HasSuffix(s.Extends, ".yml") {
		next, full, ok := from.extend(dir, s.Extends)
		if !ok {
			return nil, outside(at, "extends", s.Extends)
		}
		return l.load(next, full, above)
	}
	names := Shipped()
	if !slices.Contains(names, s.Extends) {
		return nil, at.Fault(message.New("extends 没有“{name}”，可用：{names}，或者以 .yaml 结尾的文件", `extends knows no "{name}"; there are {names}, or a file that ends in .yaml`,
			"name", s.Extends, "names", names))
	}
	return l.load(l.shipped(), profilePath(s.Extends), above)
}

func profilePath(name string) string { return path.Join("profiles", name+".yaml") }

// Shipped returns the names of the profiles that the program carries.
func Shipped() []string {
	found, err := fs.Glob(rules.Files, profilePath("*"))
	if err != nil {
		return nil
	}
	for i, name := range found {
		found[i] = strings.TrimSuffix(path.Base(name), ".yaml")
	}
	return found
}
