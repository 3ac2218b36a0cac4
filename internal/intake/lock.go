package intake

import (
	"os"
	"path/filepath"
	"strings"
)

// Program is an office program, or a family of them that leave the same traces.
type Program string

const (
	LibreOffice Program = "LibreOffice"
	// Office is Excel or Word of Microsoft, or WPS, which leaves the same.
	Office Program = "Office"
	WPS    Program = "WPS"
)

// Opener is an office program that has a file open.
type Opener struct {
	Program Program
	// Lock is the file that it left beside the other while it has that open.
	Lock string
}

// OpenIn tells by the lock files beside a file which program has it open; ok is
// false where none has. A lock says who works on the file; nobody needs to know,
// and it is not read.
func OpenIn(path string) (by Opener, ok bool) {
	names := []string{path}
	if real, err := filepath.EvalSymlinks(path); err == nil && real != path {
		names = append(names, real)
	}
	for _, path := range names {
		dir, name := filepath.Split(path)
		for _, lock := range locks(name) {
			lock.Lock = dir + lock.Lock
			if info, err := os.Lstat(lock.Lock); err == nil && !info.IsDir() {
				return lock, true
			}
		}
	}
	return Opener{}, false
}

// locks are the names that office programs give to the lock file of a file.
func locks(name string) []Opener {
	all := []Opener{
		{LibreOffice, ".~lock." + name + "#"},
		{Office, "~$" + name},
		{WPS, ".~" + name},
	}
	// Word puts the mark in the place of the first two characters of a long name,
	// of one character in a name of seven.
	ext := filepath.Ext(name)
	switch base := []rune(strings.TrimSuffix(name, ext)); {
	case !strings.HasPrefix(strings.ToLower(ext), ".doc"):
	case len(base) > 7:
		all = append(all, Opener{Office, "~$" + string([]rune(name)[2:])})
	case len(base) == 7:
		all = append(all, Opener{Office, "~$" + string([]rune(name)[1:])})
	}
	return all
}
