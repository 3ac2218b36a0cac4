package app

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// WriteFile writes a file whole or not at all: what write makes goes into a
// temporary file beside the target, which takes its place at the end. "-" is
// standard output.
func (a *App) WriteFile(path string, write func(io.Writer) error) (err error) {
	if path == "-" {
		return write(a.Out)
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
