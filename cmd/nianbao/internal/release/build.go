package main

import (
	"archive/tar"
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"nianbao/cmd/nianbao/internal/command/version"
)

// state is the commit that is released.
type state struct {
	revision string // of 12 digits
	time     time.Time
	files    []byte // a tar of its files
}

// committed reads the commit that is checked out.
func committed(ctx context.Context) (*state, error) {
	line, err := run(ctx, "", nil, "git", "log", "-1", "--abbrev=12", "--format=%h %ct")
	if err != nil {
		return nil, err
	}
	revision, seconds, _ := strings.Cut(strings.TrimSpace(string(line)), " ")
	unix, err := strconv.ParseInt(seconds, 10, 64)
	if err != nil {
		return nil, err
	}
	files, err := run(ctx, "", nil, "git", "archive", "--format=tar", "HEAD")
	return &state{revision: revision, time: time.Unix(unix, 0).UTC(), files: files}, err
}

// makeAll puts the commit into dir/source and its archives into dir/archives.
// It compiles with the build cache named, "" for the usual one.
func (s *state) makeAll(ctx context.Context, dir string, targets []string, cache string) error {
	src, archives := filepath.Join(dir, "source"), filepath.Join(dir, "archives")
	if err := os.MkdirAll(archives, 0o755); err != nil {
		return err
	}
	if err := untar(s.files, src); err != nil {
		return err
	}
	for _, target := range targets {
		fmt.Fprintln(os.Stderr, target)
		if err := s.make(ctx, src, archives, target, cache); err != nil {
			return fmt.Errorf("%s: %w", target, err)
		}
	}
	return s.makeSource(ctx, src, archives)
}

// make builds and packs the program for one platform.
func (s *state) make(ctx context.Context, src, archives, target, cache string) error {
	goos, goarch, _ := strings.Cut(target, "/")
	program := "nianbao"
	if goos == "windows" {
		program += ".exe"
	}
	bin := filepath.Join(filepath.Dir(src), goos+"-"+goarch, program)
	env := environment(goos, goarch, cache)
	flags := "-s -w -X nianbao/cmd/nianbao/internal/command/version.revision=" + s.revision
	if _, err := run(ctx, src, env, "go", "build", "-trimpath", "-buildvcs=false", "-ldflags", flags, "-o", bin, "./cmd/nianbao"); err != nil {
		return err
	}
	notice, err := thirdParties(ctx, src, env, bin)
	if err != nil {
		return err
	}
	name := "nianbao-" + version.Number + "-" + goos + "-" + goarch
	p := &pack{top: name, time: s.time}
	p.add("THIRD-PARTY.txt", notice)
	p.addFile(program, bin, 0o755)
	for _, file := range []string{"README.md", "README.en.md", "CHANGELOG.md", "LICENSE", "NOTICE"} {
		p.addFile(file, filepath.Join(src, file), 0o644)
	}
	fonts, err := filepath.Glob(filepath.Join(src, "render/font/data/*.txt"))
	if err != nil {
		return err
	}
	for _, file := range fonts {
		p.addFile("licences/"+filepath.Base(file), file, 0o644)
	}
	write, ending := p.tarGz, ".tar.gz"
	if goos == "windows" {
		write, ending = p.zip, ".zip"
	}
	return p.save(filepath.Join(archives, name+ending), write)
}

// makeSource packs the source with the modules that are linked in: the program
// holds a font under the GPL, whose section 6 asks for the whole source to be
// offered beside it.
func (s *state) makeSource(ctx context.Context, src, archives string) error {
	if _, err := run(ctx, src, environment("", "", ""), "go", "mod", "vendor"); err != nil {
		return err
	}
	name := "nianbao-" + version.Number + "-source"
	p := &pack{top: name, time: s.time}
	p.addTree(src)
	return p.save(filepath.Join(archives, name+".tar.gz"), p.tarGz)
}

// environment is the process's own with everything set that could change the
// bytes of a build. It compiles with the build cache named, "" for the usual one.
func environment(goos, goarch, cache string) []string {
	env := append(os.Environ(), // the last of a name counts
		"CGO_ENABLED=0", "GOFLAGS=", "GOWORK=off", "GOTOOLCHAIN=local", "GOEXPERIMENT=", "GOFIPS140=off",
		"GOAMD64=v1", "GO386=sse2", "GOARM64=v8.0", "GOOS="+goos, "GOARCH="+goarch)
	if cache != "" {
		env = append(env, "GOCACHE="+cache)
	}
	return env
}

// run returns what a program prints; an error carries what it complained of.
func run(ctx context.Context, dir string, env []string, name string, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir, cmd.Env = dir, env
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w\n%s", name, strings.Join(args, " "), err, complaint.String())
	}
	return out, nil
}

// untar unpacks what git made.
func untar(data []byte, dir string) error {
	r := tar.NewReader(bytes.NewReader(data))
	for {
		h, err := r.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		name := filepath.Join(dir, filepath.FromSlash(path.Clean("/"+h.Name)))
		switch h.Typeflag {
		case tar.TypeDir:
			err = os.MkdirAll(name, 0o755)
		case tar.TypeReg:
			var content []byte
			if content, err = io.ReadAll(r); err == nil {
				err = writeFile(name, content, os.FileMode(h.Mode)&0o755)
			}
		case tar.TypeXGlobalHeader:
		default:
			err = fmt.Errorf("%s is no regular file", h.Name)
		}
		if err != nil {
			return err
		}
	}
}

func writeFile(name string, content []byte, mode os.FileMode) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	return os.WriteFile(name, content, mode)
}
