package source

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// glob is filepath.Glob for people whose folders are called “[归档] 2024”: what
// comes before a separator is taken as it is written where there is such a
// folder. On Windows nothing could take the meaning from a bracket.
func glob(pattern string) ([]string, error) {
	root := 0
	for i := range len(pattern) {
		if !os.IsPathSeparator(pattern[i]) || !strings.ContainsAny(pattern[:i], "*?[") {
			continue
		}
		if info, err := os.Stat(pattern[:i]); err == nil && info.IsDir() {
			root = i
		}
	}
	if root == 0 {
		return filepath.Glob(pattern)
	}
	matches, err := fs.Glob(os.DirFS(pattern[:root]), strings.TrimLeft(filepath.ToSlash(pattern[root:]), "/"))
	for i, m := range matches {
		matches[i] = filepath.Join(pattern[:root], filepath.FromSlash(m))
	}
	return matches, err
}
