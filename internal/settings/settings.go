// Package settings reads the tool's own settings, .nianbao.yaml: how an office
// wants its reports judged and printed. Every input file has the settings of
// the folder it lies in, or of the nearest folder above.
package settings

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/go-viper/mapstructure/v2"
	"github.com/spf13/viper"
	"go.yaml.in/yaml/v4"

	"nianbao/rules"
)

// Name is the name of a settings file.
const Name = ".nianbao.yaml"

// Settings are what one file says, with what it extends; a flag overrides it.
type Settings struct {
	// Fonts is "embedded" or "system", Font gives font files by role, Lang the
	// language of messages, Width and Ambiguous are those of the text renderer.
	Fonts     string            `mapstructure:"fonts"`
	Font      map[string]string `mapstructure:"font"`
	Lang      string            `mapstructure:"lang"`
	Width     int               `mapstructure:"width"`
	Ambiguous int               `mapstructure:"ambiguous"`

	// Extends names a shipped profile, or a settings file by its path, whose
	// settings hold where this file says nothing.
	Extends string `mapstructure:"extends"`
	// Severity, Headings, Limits and Deadlines are those of lint.Local.
	Severity  map[string]string   `mapstructure:"severity"`
	Headings  map[string][]string `mapstructure:"headings"`
	Limits    map[string]int      `mapstructure:"limits"`
	Deadlines map[string]string   `mapstructure:"deadlines"`
	// Words are files of further words, by the word list they belong to, Rules
	// files of further rules.
	Words map[string][]string `mapstructure:"words"`
	Rules []string            `mapstructure:"rules"`
	// Waivers are like 豁免 in a report, with the agency that each is for.
	Waivers []map[string]string `mapstructure:"waivers"`

	// File is where the settings were read from, "" for none.
	File string `mapstructure:"-"`
	// documents are that file and those that it extends.
	documents []document `mapstructure:"-"`
}

// T chooses between the two languages of the program.
type T func(zh, en string) string

// maxSettings bounds a settings file.
const maxSettings = 1 << 20

// maxExtends bounds a chain of settings that extend each other.
const maxExtends = 8

// origin is where settings files are read from: the file system, or what the
// program carries.
type origin struct {
	read func(name string) ([]byte, error)
	dir  func(name string) string
	join func(dir, name string) string
	name func(name string) string
}

var onDisk = origin{
	read: readFile, dir: filepath.Dir,
	join: func(dir, name string) string {
		if filepath.IsAbs(name) {
			return name
		}
		return filepath.Join(dir, name)
	},
	name: shortened,
}

// shortened is a path as users see it: from the current folder where it lies
// below.
func shortened(name string) string {
	here, err := os.Getwd()
	if err != nil {
		return name
	}
	rel, err := filepath.Rel(here, name)
	if err != nil || rel == ".." || strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
		return name
	}
	return rel
}

var shipped = origin{
	read: func(name string) ([]byte, error) { return fs.ReadFile(rules.Files, name) },
	dir:  path.Dir, join: func(dir, name string) string { return path.Join(dir, name) }, name: func(name string) string { return "rules/" + name },
}

func readFile(name string) ([]byte, error) {
	info, err := os.Stat(name)
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, fs.ErrInvalid
	case info.Size() > maxSettings:
		return nil, fs.ErrInvalid
	}
	return os.ReadFile(name)
}

// Find returns the settings file for an input: that of its folder or the
// nearest above, "" where there is none. "-" is an input in the current folder.
func Find(input string) string { return (&Finder{}).nearest(folderOf(input)) }

// folderOf is the folder of an input, absolute; a folder is its own.
func folderOf(input string) string {
	dir := "."
	if input != "-" && input != "" {
		dir = input
		if info, err := os.Stat(dir); err != nil || !info.IsDir() {
			dir = filepath.Dir(dir)
		}
	}
	abs, err := filepath.Abs(dir)
	if err != nil {
		return dir
	}
	return abs
}

// Read reads a settings file and what it extends. The errors are for the user.
func Read(file string, t T) (*Settings, error) {
	l := &loader{t: t}
	s, err := l.load(onDisk, file, nil)
	if err != nil {
		return nil, err
	}
	return s.Settings, nil
}

// loader reads settings files one after another.
type loader struct{ t T }

// loaded are settings whose words and rules are known with their bytes, since
// they may come from other places than the settings that extend them.
type loaded struct {
	*Settings
	words map[string][]attached
	rules []attached
	// waivers are where those of the settings stand.
	waivers []origined
}

// attached is a file that settings name, at a place of theirs.
type attached struct {
	path, at string
	data     []byte
	err      error
}

// origined is an entry of a list in the file that it comes from.
type origined struct {
	document
	index int
}

// fault is an error about a place in a settings file.
func (l *loader) fault(place, zh, en string, args ...any) error {
	return fmt.Errorf(l.t("配置文件 %s：%s", "settings %s: %s"), place, fmt.Sprintf(l.t(zh, en), args...))
}

// load reads a file and what it extends. above are the places of extends that
// led to it.
func (l *loader) load(from origin, file string, above []string) (*loaded, error) {
	shown := from.name(file)
	data, err := from.read(file)
	switch {
	case len(above) > maxExtends:
		return nil, l.fault(above[0], "extends 绕成了圈", "extends goes in a circle")
	case err != nil && len(above) > 0:
		return nil, l.fault(above[len(above)-1], "extends 的 %s 读不了（不存在、不是普通文件、超过1MB或者没有权限）", "extends: cannot read %s (absent, no plain file, larger than 1 MB, or not allowed)", shown)
	case err != nil:
		return nil, fmt.Errorf(l.t("读不了配置文件 %s（不存在、不是普通文件、超过1MB或者没有权限）", "cannot read the settings %s (absent, no plain file, larger than 1 MB, or not allowed)"), shown)
	}
	s, err := l.parse(shown, data)
	if err != nil {
		return nil, err
	}
	doc := s.documents[0]
	out := &loaded{Settings: s, words: map[string][]attached{}}
	for i := range s.Waivers {
		out.waivers = append(out.waivers, origined{doc, i})
	}
	dir := from.dir(file)
	attach := func(name, at string) attached {
		full := from.join(dir, name)
		data, err := from.read(full)
		return attached{from.name(full), at, data, err}
	}
	for list, files := range s.Words {
		for i, name := range files {
			out.words[list] = append(out.words[list], attach(name, doc.at("words", list, i)))
		}
	}
	for i, pattern := range s.Rules {
		names, at := []string{pattern}, doc.at("rules", i)
		if strings.ContainsAny(pattern, "*?[") {
			if names, err = l.glob(from, dir, pattern); err != nil {
				return nil, l.fault(at, "rules 的“%s”没有对应的文件", "no file is %q under rules", pattern)
			}
		}
		for _, name := range names {
			out.rules = append(out.rules, attach(name, at))
		}
	}
	for role, name := range s.Font {
		s.Font[role] = from.join(dir, name)
	}
	if s.Extends == "" {
		return out, nil
	}
	below, err := l.extended(from, dir, s, append(above, doc.at("extends")))
	if err != nil {
		return nil, err
	}
	out.over(below)
	return out, nil
}

// glob lists the files of a pattern, relative to the settings' folder.
func (l *loader) glob(from origin, dir, pattern string) ([]string, error) {
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

// extended loads what settings extend: a profile that the program carries, by
// name, or a file by its path.
func (l *loader) extended(from origin, dir string, s *Settings, above []string) (*loaded, error) {
	if strings.HasSuffix(s.Extends, ".yaml") || strings.HasSuffix(s.Extends, ".yml") {
		return l.load(from, from.join(dir, s.Extends), above)
	}
	names := Shipped()
	if !slices.Contains(names, s.Extends) {
		return nil, l.fault(above[len(above)-1], "extends 没有“%s”，可用：%s，或者以 .yaml 结尾的文件", "extends knows no %q; there are %s, or a file that ends in .yaml",
			s.Extends, strings.Join(names, l.t("、", ", ")))
	}
	return l.load(shipped, profilePath(s.Extends), above)
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

// over lays settings over those that they extend: a value replaces, a map is
// joined key by key, lists of headings, words, rules and waivers grow.
func (s *loaded) over(below *loaded) {
	if s.Fonts == "" {
		s.Fonts = below.Fonts
	}
	if s.Lang == "" {
		s.Lang = below.Lang
	}
	if s.Width == 0 {
		s.Width = below.Width
	}
	if s.Ambiguous == 0 {
		s.Ambiguous = below.Ambiguous
	}
	s.Font = joined(below.Font, s.Font)
	s.Severity = joined(below.Severity, s.Severity)
	s.Limits = joined(below.Limits, s.Limits)
	s.Deadlines = joined(below.Deadlines, s.Deadlines)
	s.Headings = grown(below.Headings, s.Headings)
	s.words = grown(below.words, s.words)
	s.rules = slices.Concat(below.rules, s.rules)
	s.Waivers = slices.Concat(below.Waivers, s.Waivers)
	s.waivers = slices.Concat(below.waivers, s.waivers)
	s.documents = append(s.documents, below.documents...)
}

// joined is a map of what both say, with the second going before the first.
func joined[V any](below, above map[string]V) map[string]V {
	all := map[string]V{}
	for k, v := range below {
		all[k] = v
	}
	for k, v := range above {
		all[k] = v
	}
	return all
}

func grown[V any](below, above map[string][]V) map[string][]V {
	all := joined(below, nil)
	for k, v := range above {
		all[k] = slices.Concat(all[k], v)
	}
	return all
}

// parse reads one file. viper finds the values; what it says of a mistake is
// said again with the place, which it loses.
func (l *loader) parse(file string, data []byte) (*Settings, error) {
	var doc yaml.Node
	if err := yaml.Load(data, &doc); err != nil && len(bytes.TrimSpace(data)) > 0 && !onlyComments(data) {
		var fault *yaml.LoadError
		switch lines := bytes.Count(bytes.TrimSpace(data), []byte("\n")) + 1; {
		case doc.Kind != 0:
			return nil, l.fault(file, "“---”之后另有一份内容，配置文件只能有一份", "another document follows “---”; settings are one")
		case !errors.As(err, &fault) || fault.Mark.Line < 1:
		case fault.Mark.Line > lines:
			// What is never closed is noticed at the end of the file.
			file += fmt.Sprintf(":%d", lines)
		default:
			file += fmt.Sprintf(":%d:%d", fault.Mark.Line, fault.Mark.Column)
		}
		return nil, l.fault(file, "这里不合YAML的写法，核对缩进、冒号和引号", "this is not YAML; check indents, colons and quotation marks")
	}
	d := document{file: file}
	if len(doc.Content) > 0 {
		d.root = doc.Content[0]
	}
	if f := d.check(l.t); f != nil {
		return nil, l.fault(d.place(f.node), f.zh, f.en, f.args...)
	}
	// viper splits keys at "." by default, which file names contain.
	v := viper.NewWithOptions(viper.KeyDelimiter("\x00"))
	v.SetConfigType("yaml")
	if err := v.ReadConfig(bytes.NewReader(data)); err != nil {
		return nil, l.fault(file, "不合YAML的写法：%v", "not YAML: %v", err)
	}
	s := &Settings{}
	err := v.UnmarshalExact(s, viper.DecodeHook(dateToText))
	var wrong *mapstructure.DecodeError
	switch {
	case errors.As(err, &wrong):
		return nil, l.fault(d.at(steps(wrong.Name())...), "“%s”的取值不对", "%q has a wrong value", wrong.Name())
	case err != nil:
		return nil, l.fault(file, "有误：%v", "they are faulty: %v", err)
	}
	s.Severity, s.File, s.documents = upper(s.Severity), file, []document{d}
	return s, nil
}

func onlyComments(data []byte) bool {
	for line := range strings.Lines(string(data)) {
		if text := strings.TrimSpace(line); text != "" && !strings.HasPrefix(text, "#") {
			return false
		}
	}
	return true
}

// Keys returns the keys of a settings file.
func Keys() []string {
	var keys []string
	for f := range reflect.TypeFor[Settings]().Fields() {
		if tag := f.Tag.Get("mapstructure"); tag != "-" {
			keys = append(keys, tag)
		}
	}
	return keys
}

// dateToText keeps a date as it is written: YAML makes a value of its own of it.
func dateToText(from, to reflect.Type, value any) (any, error) {
	if day, ok := value.(time.Time); ok && to.Kind() == reflect.String {
		return day.Format(time.DateOnly), nil
	}
	return value, nil
}

// upper restores the IDs of rules, which viper has made lower case.
func upper(m map[string]string) map[string]string {
	out := map[string]string{}
	for k, v := range m {
		out[strings.ToUpper(k)] = v
	}
	return out
}
