package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// pack collects the files of an archive. All get the same time and are written
// in the order of their names, so that the bytes depend on the files alone.
type pack struct {
	top   string // the folder that holds everything
	time  time.Time
	files []packed
	errs  []error
}

type packed struct {
	name    string
	content []byte
	mode    fs.FileMode
}

func (p *pack) add(name string, content []byte) {
	p.files = append(p.files, packed{name, content, 0o644})
}

func (p *pack) addFile(name, file string, mode fs.FileMode) {
	content, err := os.ReadFile(file)
	p.errs = append(p.errs, err)
	p.files = append(p.files, packed{name, content, mode})
}

// addTree adds all files below a folder; those that can be executed stay so.
func (p *pack) addTree(dir string) {
	p.errs = append(p.errs, fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		mode := fs.FileMode(0o644)
		if info.Mode()&0o100 != 0 {
			mode = 0o755
		}
		p.addFile(name, filepath.Join(dir, filepath.FromSlash(name)), mode)
		return nil
	}))
}

// save writes the archive with one of the pack's writers.
func (p *pack) save(name string, write func(io.Writer) error) error {
	if err := errors.Join(p.errs...); err != nil {
		return err
	}
	slices.SortFunc(p.files, func(a, b packed) int { return strings.Compare(a.name, b.name) })
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	return errors.Join(write(f), f.Close())
}

func (p *pack) zip(w io.Writer) error {
	archive := zip.NewWriter(w)
	for _, f := range p.files {
		h := &zip.FileHeader{Name: path.Join(p.top, f.name), Method: zip.Deflate, Modified: p.time}
		h.SetMode(f.mode)
		part, err := archive.CreateHeader(h)
		if err != nil {
			return err
		}
		if _, err := part.Write(f.content); err != nil {
			return err
		}
	}
	return archive.Close()
}

func (p *pack) tarGz(w io.Writer) error {
	squeezed := gzip.NewWriter(w)
	archive := tar.NewWriter(squeezed)
	for _, f := range p.files {
		h := &tar.Header{Typeflag: tar.TypeReg, Name: path.Join(p.top, f.name), Size: int64(len(f.content)), Mode: int64(f.mode), ModTime: p.time}
		if err := archive.WriteHeader(h); err != nil {
			return err
		}
		if _, err := archive.Write(f.content); err != nil {
			return err
		}
	}
	return errors.Join(archive.Close(), squeezed.Close())
}

// sameFiles compares two folders of files.
func sameFiles(a, b string) error {
	names := [2][]string{}
	for i, dir := range []string{a, b} {
		entries, err := os.ReadDir(dir)
		if err != nil {
			return err
		}
		for _, e := range entries {
			names[i] = append(names[i], e.Name())
		}
	}
	if !slices.Equal(names[0], names[1]) {
		return fmt.Errorf("not reproducible: %q, then %q", names[0], names[1])
	}
	for _, name := range names[0] {
		one, err := os.ReadFile(filepath.Join(a, name))
		if err != nil {
			return err
		}
		two, err := os.ReadFile(filepath.Join(b, name))
		if err != nil {
			return err
		}
		if !bytes.Equal(one, two) {
			return fmt.Errorf("not reproducible: %s differs between the two builds", name)
		}
	}
	return nil
}

// checksums lists the files of a folder as sha256sum does.
func checksums(dir string) (string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	for _, e := range entries {
		content, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			return "", err
		}
		fmt.Fprintf(&b, "%x  %s\n", sha256.Sum256(content), e.Name())
	}
	return b.String(), nil
}
