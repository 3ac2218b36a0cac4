package source

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"nianbao/internal/message"
)

// Find turns the arguments of a command into the files to read: a file is taken
// as it is, whether it exists or not; a folder stands for the report files in
// it and below; * ? [ ] match names. Hidden files and folders are passed over,
// as are the lock files of office programs (~$…) and the tool's own settings,
// save where an argument names one. The result is sorted and has no file twice.
// "-" stands for standard input. The error joins a message for
// every folder and pattern without a report file.
func Find(args []string, formats Formats) ([]string, error) {
	var found []string
	var errs []error
	for _, arg := range args {
		files, err := findOne(arg, formats)
		if err != nil {
			errs = append(errs, err)
		}
		found = append(found, files...)
	}
	slices.Sort(found)
	return slices.Compact(found), errors.Join(errs...)
}

func findOne(arg string, formats Formats) ([]string, error) {
	if arg == "-" {
		return []string{arg}, nil
	}
	info, err := os.Stat(arg)
	switch {
	case err == nil && info.IsDir():
		return findIn(arg, formats)
	case err == nil || !strings.ContainsAny(arg, "*?["):
		return []string{filepath.Clean(arg)}, nil
	}
	matches, err := glob(arg)
	if err != nil {
		return nil, message.New("“{pattern}”不是有效的文件名模式", "“{pattern}” is no valid pattern of file names", "pattern", arg)
	}
	var files []string
	for _, m := range matches {
		if isSkipped(filepath.Base(m)) {
			continue
		}
		if info, err := os.Stat(m); err == nil && info.IsDir() {
			// A folder without reports among the matches is no fault.
			below, _ := findIn(m, formats)
			files = append(files, below...)
		} else if formats.ByEnding(m) != nil {
			files = append(files, filepath.Clean(m))
		}
	}
	if len(files) == 0 {
		return nil, message.New("没有与“{pattern}”相符的报告文件", "no report file matches “{pattern}”", "pattern", arg)
	}
	return files, nil
}

// findIn walks a folder. What it names may be a link to a folder; links below
// are not followed, so that no loop of links can hold it.
func findIn(dir string, formats Formats) ([]string, error) {
	root, err := filepath.EvalSymlinks(dir)
	if err != nil {
		return nil, message.New("读不了文件夹“{folder}”：{error}", "cannot read the folder “{folder}”: {error}", "folder", dir, "error", err)
	}
	var files []string
	err = filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case path != root && isSkipped(entry.Name()):
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		case entry.IsDir() || !isLookedFor(path, formats):
			return nil
		}
		rel, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		files = append(files, filepath.Join(dir, rel))
		return nil
	})
	switch {
	case err != nil:
		return nil, message.New("读不了文件夹“{folder}”：{error}", "cannot read the folder “{folder}”: {error}", "folder", dir, "error", err)
	case len(files) == 0:
		return nil, message.New("文件夹“{folder}”里没有报告文件（.yaml、.yml、.xlsx）", "the folder “{folder}” has no report file (.yaml, .yml, .xlsx)", "folder", dir)
	}
	return files, nil
}

func isSkipped(name string) bool {
	return strings.HasPrefix(name, ".") && name != "." && name != ".." || strings.HasPrefix(name, "~$")
}

func isLookedFor(path string, formats Formats) bool {
	f := formats.ByEnding(path)
	return f != nil && f.InFolders
}
