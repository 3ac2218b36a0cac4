package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"nianbao/cmd/nianbao/internal/command/version"
)

func packOf(names ...string) *pack {
	p := &pack{top: "nianbao-1", time: time.Unix(1_700_000_000, 0).UTC()}
	for _, name := range names {
		p.add(name, []byte("this is "+name))
	}
	p.files = append(p.files, packed{"nianbao.exe", []byte("program"), 0o755})
	return p
}

// The bytes of an archive do not depend on the order of the files, the clock or
// the folder that it is written to.
func TestArchivesAreReproducible(t *testing.T) {
	one, two := t.TempDir(), t.TempDir()
	for dir, p := range map[string]*pack{one: packOf("b", "a", "licences/甲.txt"), two: packOf("licences/甲.txt", "a", "b")} {
		if err := p.save(filepath.Join(dir, "x.zip"), p.zip); err != nil {
			t.Fatal(err)
		}
		if err := p.save(filepath.Join(dir, "x.tar.gz"), p.tarGz); err != nil {
			t.Fatal(err)
		}
	}
	if err := sameFiles(one, two); err != nil {
		t.Error(err)
	}
	sums, err := checksums(one)
	if err != nil || strings.Count(sums, "\n") != 2 || !strings.Contains(sums, "  x.tar.gz\n") {
		t.Errorf("%q, %v", sums, err)
	}
	if err := os.WriteFile(filepath.Join(two, "x.zip"), []byte("other"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := sameFiles(one, two); err == nil || !strings.Contains(err.Error(), "x.zip differs") {
		t.Errorf("a difference is not told: %v", err)
	}
	if err := os.Remove(filepath.Join(two, "x.zip")); err != nil {
		t.Fatal(err)
	}
	if err := sameFiles(one, two); err == nil {
		t.Error("a missing archive is not told")
	}
}

func TestArchivesHoldWhatWasAdded(t *testing.T) {
	want := []string{"nianbao-1/a 644 this is a", "nianbao-1/licences/甲.txt 644 this is licences/甲.txt", "nianbao-1/nianbao.exe 755 program"}
	var zipped, tarred bytes.Buffer
	p := packOf("a", "licences/甲.txt")
	if err := p.zip(&zipped); err != nil {
		t.Fatal(err)
	}
	if err := p.tarGz(&tarred); err != nil {
		t.Fatal(err)
	}
	line := func(name string, mode os.FileMode, r io.Reader) string {
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		bits := "644"
		if mode&0o100 != 0 {
			bits = "755"
		}
		return name + " " + bits + " " + string(content)
	}
	var got []string
	archive, err := zip.NewReader(bytes.NewReader(zipped.Bytes()), int64(zipped.Len()))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range archive.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, line(f.Name, f.Mode(), r))
		if f.NonUTF8 || !f.Modified.Equal(p.time) {
			t.Errorf("%s: not marked UTF-8, or of %v", f.Name, f.Modified)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("zip: %q", got)
	}
	got = nil
	squeezed, err := gzip.NewReader(&tarred)
	if err != nil {
		t.Fatal(err)
	}
	for r := tar.NewReader(squeezed); ; {
		h, err := r.Next()
		if err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		got = append(got, line(h.Name, os.FileMode(h.Mode), r))
	}
	if !slices.Equal(got, want) {
		t.Errorf("tar: %q", got)
	}
}

// A module's licence is read with those of what it has taken over from others;
// one that is missing or not known stops the release.
func TestLicences(t *testing.T) {
	const mit = "Permission is hereby granted, free of charge,\n  to any person obtaining a copy"
	const bsd = "Redistribution and use in source and binary forms, with or without modification, are permitted … Neither the name of"
	for _, tc := range []struct {
		name  string
		files map[string]string
		want  string
		texts int
		fault string
	}{
		{"one", map[string]string{"LICENSE": mit}, "MIT", 1, ""},
		{"British, in Markdown", map[string]string{"Licence.md": bsd}, "BSD-3-Clause", 1, ""},
		{"with a notice", map[string]string{"LICENSE.txt": bsd, "NOTICE": "Copyright of somebody", "PATENTS": "a grant"}, "BSD-3-Clause", 3, ""},
		{"two in one text", map[string]string{"LICENSE": mit + "\n" + "Licensed under the Apache License, Version 2.0"}, "Apache-2.0, MIT", 1, ""},
		{"beside a package", map[string]string{"LICENSE": mit, "used/deep/COPYING": bsd, "unused/LICENSE": "anything"}, "MIT, BSD-3-Clause", 2, ""},
		{"above a package", map[string]string{"LICENSE": mit, "used/LICENSE-other": bsd}, "MIT, BSD-3-Clause", 2, ""},
		{"the same twice", map[string]string{"LICENSE": mit, "used/LICENSE": mit}, "MIT", 1, ""},
		{"code of that name", map[string]string{"LICENSE": mit, "license.go": "package x"}, "MIT", 1, ""},
		{"none", map[string]string{"README": mit}, "", 0, "has no licence file"},
		{"only a notice", map[string]string{"NOTICE": "Copyright of somebody"}, "", 0, "has no licence file"},
		{"not known", map[string]string{"LICENSE": "You must not."}, "", 0, "not known in LICENSE"},
		{"not known inside", map[string]string{"LICENSE": mit, "used/COPYING": "You must not."}, "", 0, "not known in COPYING"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			root := t.TempDir()
			if err := os.MkdirAll(filepath.Join(root, "used", "deep"), 0o755); err != nil {
				t.Fatal(err)
			}
			for name, text := range tc.files {
				if err := writeFile(filepath.Join(root, name), []byte(text), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			p, err := readParty("example.org/m", "v1.2.3", root, []string{root, filepath.Join(root, "used", "deep")})
			if (err == nil) != (tc.fault == "") || err != nil && !strings.Contains(err.Error(), tc.fault) {
				t.Fatalf("%v, want %q", err, tc.fault)
			}
			if err == nil && (strings.Join(p.licences, ", ") != tc.want || len(p.texts) != tc.texts) {
				t.Errorf("%q, %d texts", p.licences, len(p.texts))
			}
		})
	}
}

// What people without Go are told to download is what is made.
func TestReadmeNamesEveryArchive(t *testing.T) {
	for _, file := range []string{"README.md", "README.en.md"} {
		text, err := os.ReadFile(filepath.Join("../../../..", file))
		if err != nil {
			t.Fatal(err)
		}
		for _, target := range targets {
			ending := ".tar.gz"
			if strings.HasPrefix(target, "windows/") {
				ending = ".zip"
			}
			name := "nianbao-" + version.Number + "-" + strings.ReplaceAll(target, "/", "-") + ending
			if !strings.Contains(string(text), name) {
				t.Errorf("%s does not name %s", file, name)
			}
		}
	}
}

// Two releases of one commit differ in no byte: the archives of a real build are
// compared by .ci/run; here, that nothing of the surroundings gets in.
func TestEnvironment(t *testing.T) {
	t.Setenv("GOFLAGS", "-race")
	t.Setenv("GOAMD64", "v3")
	t.Setenv("CGO_ENABLED", "1")
	last := map[string]string{}
	for _, v := range environment("linux", "amd64", "/cache") {
		key, value, _ := strings.Cut(v, "=")
		last[key] = value
	}
	for key, want := range map[string]string{"GOFLAGS": "", "GOAMD64": "v1", "CGO_ENABLED": "0", "GOOS": "linux", "GOARCH": "amd64", "GOCACHE": "/cache"} {
		if last[key] != want {
			t.Errorf("%s is %q", key, last[key])
		}
	}
}

// The archives take the place of earlier ones, and of nothing else.
func TestOnlyReleasesAreReplaced(t *testing.T) {
	from, to := t.TempDir(), t.TempDir()
	write := func(dir, name string) {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write(from, "nianbao-2-linux-amd64.tar.gz")
	write(to, "nianbao-1-linux-amd64.tar.gz")
	write(to, "nianbao-1-windows-amd64.zip")
	write(to, sumsName)
	names := func() (all []string) {
		entries, err := os.ReadDir(to)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			all = append(all, e.Name())
		}
		return all
	}
	if err := keep(from, to); err != nil {
		t.Fatal(err)
	}
	if got, want := names(), []string{sumsName, "nianbao-2-linux-amd64.tar.gz"}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	for _, own := range []string{"年报.xlsx", "nianbao-notes", "folder/x"} {
		if folder := filepath.Dir(filepath.Join(to, own)); folder != to {
			if err := os.Mkdir(folder, 0o755); err != nil {
				t.Fatal(err)
			}
		}
		write(to, own)
		before := names()
		if err := keep(from, to); err == nil || !slices.Equal(names(), before) {
			t.Errorf("%s: %v, %v", own, err, names())
		}
		if err := os.RemoveAll(filepath.Join(to, strings.Split(own, "/")[0])); err != nil {
			t.Fatal(err)
		}
	}
	if err := keep(from, filepath.Join(to, "a", "new", "one")); err != nil {
		t.Error(err)
	}
}
