package intake

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

// maxSeen bounds how many names a pattern is tried against, and maxMatches how
// many files it may stand for.
const (
	maxSeen    = 20_000
	maxMatches = 1_000
)

// ErrTooMany is the error of Glob for a pattern that looks at too many files.
var ErrTooMany = errors.New("too many files")

// Below takes a name that stands in a folder's own settings to its place below
// the folder, by its letters alone: a network share is not even asked for. ok is
// false where it leads out, or names a device of Windows.
func Below(folder, name string) (rel string, ok bool) {
	full := name
	if !filepath.IsAbs(name) {
		full = filepath.Join(folder, name)
	}
	if rel, ok = relative(folder, full); ok {
		return rel, true
	}
	// The folder itself may have been reached through a link.
	if real, err := filepath.EvalSymlinks(folder); err == nil && filepath.IsAbs(name) {
		return relative(real, full)
	}
	return "", false
}

func relative(folder, full string) (string, bool) {
	abs, err := filepath.Abs(folder)
	if err != nil {
		return "", false
	}
	if full, err = filepath.Abs(full); err != nil {
		return "", false
	}
	rel, err := filepath.Rel(abs, full)
	return rel, err == nil && filepath.IsLocal(rel)
}

// Within opens a regular file that lies in a folder or below it, links followed;
// the error is ErrOutside for any other place.
func (in *Intake) Within(folder, name string, limit int64) (fs.File, error) {
	rel, ok := Below(folder, name)
	if !ok {
		return nil, ErrOutside
	}
	if in != nil && in.Watch != nil {
		in.Watch(filepath.Join(folder, rel))
	}
	root, err := os.OpenRoot(folder)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	rel, err = inside(root, folder, rel)
	if err != nil {
		return nil, err
	}
	// os.Root keeps to the folder even if a link takes the file's place now.
	f, err := root.OpenFile(rel, os.O_RDONLY|noWait, 0)
	return in.admit(filepath.Join(folder, rel), f, err, limit)
}

// ReadWithin reads a file that Within opens.
func (in *Intake) ReadWithin(folder, name string, limit int64) ([]byte, error) {
	f, err := in.Within(folder, name, limit)
	return readAll(f, err, limit)
}

// inside says under which name a root opens a regular file.
func inside(root *os.Root, folder, rel string) (string, error) {
	info, err := root.Stat(rel)
	switch {
	case err == nil && info.IsDir():
		return "", ErrDirectory
	case err == nil && !info.Mode().IsRegular():
		return "", ErrSpecial
	case err == nil, errors.Is(err, fs.ErrNotExist), errors.Is(err, fs.ErrPermission):
		return rel, err
	case runtime.GOOS == "windows":
		// To follow a link might ask the network for it.
		return "", ErrOutside
	}
	// A root follows no link that is written as an absolute path, though it may
	// lead back into the folder.
	real, err := filepath.EvalSymlinks(filepath.Join(folder, rel))
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission) {
		return "", ErrOutside // whether something is there is nobody's business
	} else if err != nil {
		return "", err
	}
	base, err := filepath.EvalSymlinks(folder)
	if err != nil {
		return "", err
	}
	again, ok := relative(base, real)
	if !ok {
		return "", ErrOutside
	}
	info, err = root.Stat(again)
	switch {
	case err != nil:
		return "", ErrOutside
	case info.IsDir():
		return "", ErrDirectory
	case !info.Mode().IsRegular():
		return "", ErrSpecial
	}
	return again, nil
}

// Glob lists the files in a folder or below it that a pattern stands for, by
// their names below the folder, sorted. It passes through no link whose name the
// pattern does not spell out, and gives up after maxSeen names.
func Glob(folder, pattern string) ([]string, error) {
	rel, ok := Below(folder, pattern)
	if !ok {
		return nil, ErrOutside
	}
	if _, err := path.Match(filepath.ToSlash(rel), ""); err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(folder)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	seen := 0
	found := []string{"."}
	steps := strings.Split(filepath.ToSlash(rel), "/")
	for i, step := range steps {
		var next []string
		for _, dir := range found {
			names := []string{step}
			if strings.ContainsAny(step, `*?[\`) {
				if names, err = matches(root, dir, step, &seen); err != nil {
					return nil, err
				}
			}
			for _, name := range names {
				if full := path.Join(dir, name); i == len(steps)-1 || isFolder(root, full, len(names) == 1 && name == step) {
					next = append(next, full)
				}
			}
		}
		if found = next; len(found) > maxMatches {
			return nil, ErrTooMany
		}
	}
	found = slices.DeleteFunc(found, func(name string) bool {
		_, err := root.Lstat(name)
		return err != nil
	})
	if len(found) == 0 {
		return nil, fs.ErrNotExist
	}
	slices.Sort(found)
	for i, name := range found {
		found[i] = filepath.FromSlash(name)
	}
	return found, nil
}

// isFolder reports whether a pattern goes on below a name: into a link only
// where it is spelt out.
func isFolder(root *os.Root, name string, spelt bool) bool {
	stat := root.Lstat
	if spelt {
		stat = root.Stat
	}
	info, err := stat(name)
	return err == nil && info.IsDir()
}

// matches lists the names in a folder that one step of a pattern stands for.
func matches(root *os.Root, dir, step string, seen *int) ([]string, error) {
	f, err := root.OpenFile(dir, os.O_RDONLY|noWait, 0)
	if err != nil {
		return nil, nil // as a shell does: what cannot be looked into has nothing
	}
	defer f.Close()
	names, _ := f.Readdirnames(maxSeen - *seen + 1)
	if *seen += len(names); *seen > maxSeen {
		return nil, ErrTooMany
	}
	return slices.DeleteFunc(names, func(name string) bool {
		ok, _ := path.Match(step, name) // the pattern has been tried
		return !ok
	}), nil
}

// Above takes a name that stands in a folder's own settings to a file that lies
// right in one of the folders above it, links followed. ok is false for any
// other place.
func Above(folder, name string) (full string, ok bool) {
	folder, err := filepath.Abs(folder)
	if err != nil {
		return "", false
	}
	if full = name; !filepath.IsAbs(name) {
		full = filepath.Join(folder, name)
	}
	// By its letters first: a network share is not even asked for.
	base, err := filepath.EvalSymlinks(folder)
	if err != nil || !holds(filepath.Dir(full), folder) && !holds(filepath.Dir(full), base) {
		return "", false
	}
	real, err := filepath.EvalSymlinks(full)
	if errors.Is(err, fs.ErrNotExist) {
		return full, true // to be told that it is not there
	}
	return full, err == nil && holds(filepath.Dir(real), base)
}

// holds reports whether a folder is another or one above it.
func holds(folder, other string) bool {
	_, ok := relative(folder, other)
	return ok
}
