// Package settings reads the tool's own settings, .nianbao.yaml: how an office
// wants its reports judged and printed. Every input file has the settings of
// the folder it lies in, or of the nearest folder above.
package settings

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/go-viper/mapstructure/v2"
	"github.com/spf13/viper"
	"go.yaml.in/yaml/v4"

	"nianbao/internal/message"
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
	// fonts open the files of Font, each from where its settings may.
	fonts map[string]opener `mapstructure:"-"`
}

// opener opens a file of at most limit bytes.
type opener func(name string, limit int64) (fs.File, error)

// OpenFont opens the font file of a role, or one whose name is like it.
func (s *Settings) OpenFont(role, name string, limit int64) (fs.File, error) {
	return s.fonts[role](name, limit)
}

// maxSettings bounds a settings file.
const maxSettings = 1 << 20

// maxExtends bounds a chain of settings that extend each other.
const maxExtends = 8

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

// Read reads a settings file that the user named, and what it extends. The
// errors are for the user.
func Read(file string) (*Settings, error) { return (&Finder{Config: file}).Settings("") }

// Loaded are settings whose words and rules are known with their bytes, since
// they may come from other places than the settings that extend them.
type Loaded struct {
	*Settings
	WordFiles map[string][]attached
	PackFiles []attached
	// WaiverPlaces are where those of the settings stand.
	WaiverPlaces []origined
}

// attached is a file that settings name, at a place of theirs.
type attached struct {
	Path string
	At   place
	Data []byte
	Err  error
}

// origined is an entry of a list in the file that it comes from.
type origined struct {
	document
	Index int
}

// over lays settings over those that they extend: a value replaces, a map is
// joined key by key, lists of headings, words, rules and waivers grow.
func (s *Loaded) over(below *Loaded) {
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
	s.fonts = joined(below.fonts, s.fonts)
	s.Severity = joined(below.Severity, s.Severity)
	s.Limits = joined(below.Limits, s.Limits)
	s.Deadlines = joined(below.Deadlines, s.Deadlines)
	s.Headings = grown(below.Headings, s.Headings)
	s.WordFiles = grown(below.WordFiles, s.WordFiles)
	s.PackFiles = slices.Concat(below.PackFiles, s.PackFiles)
	s.Waivers = slices.Concat(below.Waivers, s.Waivers)
	s.WaiverPlaces = slices.Concat(below.WaiverPlaces, s.WaiverPlaces)
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
func (l *loader) parse(file string, data []byte, quiet bool) (*Settings, error) {
	at := place{file: file, Quiet: quiet}
	var doc yaml.Node
	if err := yaml.Load(data, &doc); err != nil && len(bytes.TrimSpace(data)) > 0 && !onlyComments(data) {
		var fault *yaml.LoadError
		switch lines := bytes.Count(bytes.TrimSpace(data), []byte("\n")) + 1; {
		case doc.Kind != 0:
			return nil, at.Fault(message.New("“---”之后另有一份内容，配置文件只能有一份", "another document follows “---”; settings are one"))
		case !errors.As(err, &fault) || fault.Mark.Line < 1:
		case fault.Mark.Line > lines:
			// What is never closed is noticed at the end of the file.
			at.line = lines
		default:
			at.line, at.column = fault.Mark.Line, fault.Mark.Column
		}
		return nil, at.Fault(message.New("这里不合YAML的写法，核对缩进、冒号和引号", "this is not YAML; check indents, colons and quotation marks"))
	}
	d := document{File: file, quiet: quiet}
	if len(doc.Content) > 0 {
		d.root = doc.Content[0]
	}
	if f := d.check(); f != nil {
		return nil, d.Place(f.node).Fault(f.what)
	}
	// viper splits keys at "." by default, which file names contain.
	v := viper.NewWithOptions(viper.KeyDelimiter("\x00"))
	v.SetConfigType("yaml")
	if err := v.ReadConfig(bytes.NewReader(data)); err != nil {
		return nil, at.Fault(message.New("不合YAML的写法：{error}", "not YAML: {error}", "error", err))
	}
	s := &Settings{}
	err := v.UnmarshalExact(s, viper.DecodeHook(dateToText))
	var wrong *mapstructure.DecodeError
	switch {
	case errors.As(err, &wrong):
		return nil, d.At(steps(wrong.Name())...).Fault(message.New("“{key}”的取值不对", `"{key}" has a wrong value`, "key", wrong.Name()))
	case err != nil:
		return nil, at.Fault(message.New("有误：{error}", "they are faulty: {error}", "error", err))
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
