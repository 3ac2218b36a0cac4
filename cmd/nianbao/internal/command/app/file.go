package app

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// Protect names files that WriteFile must not overwrite: no command changes its
// input.
func (a *App) Protect(paths ...string) { a.protected = append(a.protected, paths...) }

// WriteFile writes a file whole or not at all: what write makes goes into a
// temporary file beside the target, which takes its place at the end. "-" is
// standard output. A file named to Protect is refused, by whatever name.
func (a *App) WriteFile(path string, write func(io.Writer) error) error {
	if path == "-" {
		return write(a.Out)
	}
	if out, err := os.Stat(path); err == nil {
		for _, name := range a.protected {
			if in, err := os.Stat(name); err == nil && os.SameFile(in, out) {
				return Usage(fmt.Errorf(a.T("输出文件 %s 就是输入文件，没有写；请换一个文件名", "the output %s is the input and was not written; choose another name"), path))
			}
		}
	}
	return a.Replace(path, write)
}

// Replace is WriteFile for a command that is to change its input.
func (a *App) Replace(path string, write func(io.Writer) error) (err error) {
	// A link stays a link to the file that is replaced.
	if real, linkErr := filepath.EvalSymlinks(path); linkErr == nil {
		path = real
	}
	dir, base := filepath.Split(path)
	tmp, err := os.CreateTemp(filepath.Clean(dir+"."), "."+base+".tmp-*")
	if err != nil {
		return fmt.Errorf(a.T("写不了 %s：%w", "cannot write %s: %w"), path, cause(err))
	}
	defer func() {
		if err != nil {
			tmp.Close() // the file is thrown away; the first error counts
			os.Remove(tmp.Name())
			err = fmt.Errorf(a.T("写不了 %s：%w", "cannot write %s: %w"), path, cause(err))
		}
	}()
	if err = write(tmp); err != nil {
		return err
	}
	// CreateTemp makes files that only their owner reads; a report is public.
	mode := os.FileMode(0o644)
	if info, statErr := os.Stat(path); statErr == nil {
		if !info.Mode().IsRegular() {
			return errors.New(a.T("目标不是普通文件", "the target is not a regular file"))
		}
		mode = info.Mode().Perm()
	}
	if err = tmp.Chmod(mode); err != nil {
		return err
	}
	if err = tmp.Close(); err != nil {
		return err
	}
	return os.Rename(tmp.Name(), path)
}

// cause drops the operation and the temporary name from a file error.
func cause(err error) error {
	var pathErr *os.PathError
	if errors.As(err, &pathErr) {
		return pathErr.Err
	}
	var linkErr *os.LinkError
	if errors.As(err, &linkErr) {
		return linkErr.Err
	}
	return err
}
