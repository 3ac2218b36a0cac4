package settings

import (
	"os"
	"path/filepath"

	"nianbao/internal/intake"
)

// Finder finds the settings of inputs.
type Finder struct {
	// Config is a settings file that holds for every input, "" for the nearest
	// one of each.
	Config string
	// Intake opens the settings and what they name; nil remembers none.
	Intake *intake.Intake

	// files remembers the settings file of a folder.
	files map[string]string
}

// FileFor is the settings file that holds for an input, "" for none.
func (f *Finder) FileFor(input string) string {
	if f.Config != "" {
		return f.Config
	}
	return f.nearest(folderOf(input))
}

// nearest returns the settings file of a folder or of one above it. What is
// found is remembered for every folder on the way.
func (f *Finder) nearest(dir string) string {
	if file, known := f.files[dir]; known {
		return file
	}
	file := filepath.Join(dir, Name)
	if info, err := os.Stat(file); err != nil || !info.Mode().IsRegular() {
		file = ""
		if parent := filepath.Dir(dir); parent != dir {
			file = f.nearest(parent)
		}
	}
	if f.files == nil {
		f.files = map[string]string{}
	}
	f.files[dir] = file
	return file
}

// Settings are those that hold for an input, nil where there are none.
func (f *Finder) Settings(input string) (*Settings, error) {
	file := f.FileFor(input)
	if file == "" {
		return nil, nil
	}
	s, err := f.Load(file)
	if err != nil {
		return nil, err
	}
	return s.Settings, nil
}

// Load reads the settings of a file: one that was named, or one that was found.
func (f *Finder) Load(file string) (*Loaded, error) {
	l := &loader{f.Intake}
	if f.Config != "" {
		return l.load(l.named(), file, nil)
	}
	return l.load(l.found(file), file, nil)
}

// Absolute is a path from the root, or itself where that is not known.
func Absolute(name string) string {
	if abs, err := filepath.Abs(name); err == nil {
		return abs
	}
	return name
}
