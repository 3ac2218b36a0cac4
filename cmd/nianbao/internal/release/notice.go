package main

import (
	"bytes"
	"context"
	"debug/buildinfo"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// module is a module of the build list, as go list prints it.
type module struct {
	Path, Version, Dir string
	Main               bool
	Replace            *module
}

// listed is a package, as go list prints it.
type listed struct {
	Dir    string
	Module *module
}

// thirdParties writes the notice for a program: the licences of Go itself and of
// every module that is linked in, which must be those of go.mod's build list.
func thirdParties(ctx context.Context, src string, env []string, bin string) ([]byte, error) {
	info, err := buildinfo.ReadFile(bin)
	if err != nil {
		return nil, err
	}
	modules, err := list[module](ctx, src, env, "-m", "-json=Path,Version,Dir,Main,Replace", "all")
	if err != nil {
		return nil, err
	}
	packages, err := list[listed](ctx, src, env, "-deps", "-json=Dir,Module", "./cmd/nianbao")
	if err != nil {
		return nil, err
	}
	goroot, err := run(ctx, src, env, "go", "env", "GOROOT")
	if err != nil {
		return nil, err
	}
	var parts []party
	language, err := readParty("Go", info.GoVersion, strings.TrimSpace(string(goroot)), nil)
	if err != nil {
		return nil, err
	}
	parts = append(parts, language)
	built := map[string]*module{}
	for _, m := range modules {
		built[m.Path] = m
	}
	for _, dep := range info.Deps {
		m := built[dep.Path]
		switch {
		case m == nil || m.Version != dep.Version:
			return nil, fmt.Errorf("%s %s is linked in, but is not in go.mod's build list", dep.Path, dep.Version)
		case dep.Replace != nil || m.Replace != nil:
			return nil, fmt.Errorf("%s is replaced: say whose licence holds", dep.Path)
		}
		var folders []string
		for _, p := range packages {
			if p.Module != nil && p.Module.Path == m.Path {
				folders = append(folders, p.Dir)
			}
		}
		if len(folders) == 0 {
			return nil, fmt.Errorf("%s is linked in, but no package of it is listed", dep.Path)
		}
		p, err := readParty(m.Path, m.Version, m.Dir, folders)
		if err != nil {
			return nil, err
		}
		parts = append(parts, p)
	}
	return notice(parts), nil
}

// list runs go list, which prints one JSON object after the other.
func list[T any](ctx context.Context, src string, env []string, args ...string) ([]*T, error) {
	out, err := run(ctx, src, env, "go", append([]string{"list"}, args...)...)
	if err != nil {
		return nil, err
	}
	var all []*T
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		one := new(T)
		if err := d.Decode(one); err == io.EOF {
			return all, nil
		} else if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
}

// party is somebody else's work inside the program.
type party struct {
	name, version   string
	licences, texts []string
}

// licenceName matches the files that licences and what belongs to them lie in,
// isLicence those that must say one.
var (
	licenceName = regexp.MustCompile(`(?i)^(licen[sc]e|copying|copyright|notice|patents)([-._].*)?$`)
	isLicence   = regexp.MustCompile(`(?i)^(licen[sc]e|copying)`)
)

// readParty reads the licence files of a module: those in its own folder, and
// those beside or above the packages used, which may be the work of others.
func readParty(name, version, root string, folders []string) (party, error) {
	p := party{name: name, version: version}
	dirs := map[string]bool{root: true}
	for _, dir := range folders {
		for ; dir != root && strings.HasPrefix(dir, root); dir = filepath.Dir(dir) {
			dirs[dir] = true
		}
	}
	seen := map[string]bool{}
	for _, dir := range slices.Sorted(maps.Keys(dirs)) {
		entries, err := os.ReadDir(dir)
		if err != nil {
			return p, err
		}
		for _, e := range entries {
			if e.IsDir() || !licenceName.MatchString(e.Name()) || filepath.Ext(e.Name()) == ".go" {
				continue
			}
			data, err := os.ReadFile(filepath.Join(dir, e.Name()))
			if err != nil {
				return p, err
			}
			text := strings.TrimSpace(strings.ReplaceAll(string(data), "\r\n", "\n"))
			if seen[text] {
				continue
			}
			seen[text] = true
			p.texts = append(p.texts, text)
			found := licencesOf(text)
			if len(found) == 0 && isLicence.MatchString(e.Name()) {
				return p, fmt.Errorf("%s %s has a licence that is not known in %s: read it, and add it to the list if it agrees with the GPL", name, version, e.Name())
			}
			for _, kind := range found {
				if !slices.Contains(p.licences, kind) {
					p.licences = append(p.licences, kind)
				}
			}
		}
	}
	if len(p.licences) == 0 {
		return p, fmt.Errorf("%s %s has no licence file", name, version)
	}
	return p, nil
}

// licences are known by a phrase of theirs, white space apart. All of them may
// go into a program under the GNU General Public License 3.
var licences = []struct{ kind, phrase string }{
	{"Apache-2.0", "Apache License Version 2.0, January 2004"},
	{"Apache-2.0", "Licensed under the Apache License, Version 2.0"},
	{"MPL-2.0", "Mozilla Public License Version 2.0"},
	{"BSD-3-Clause", "Neither the name of"},
	{"BSD-2-Clause", "Redistribution and use in source and binary forms, with or without modification, are permitted"},
	{"MIT", "Permission is hereby granted, free of charge, to any person obtaining a copy"},
	{"ISC", "Permission to use, copy, modify, and/or distribute this software for any purpose"},
}

// licencesOf names the licences that a text holds, as far as they are known.
func licencesOf(text string) []string {
	text = strings.Join(strings.Fields(text), " ")
	var kinds []string
	for _, l := range licences {
		twoOfThree := l.kind == "BSD-2-Clause" && slices.Contains(kinds, "BSD-3-Clause")
		if strings.Contains(text, l.phrase) && !twoOfThree && !slices.Contains(kinds, l.kind) {
			kinds = append(kinds, l.kind)
		}
	}
	return kinds
}

// notice puts the parties into one text.
func notice(parts []party) []byte {
	var b bytes.Buffer
	b.WriteString("This program contains the works of others. Each keeps its licence, printed below.\n" +
		"本程序含有下列他人作品，各依其许可。字体的许可见 NOTICE 和 licences。\n\n")
	for _, p := range parts {
		fmt.Fprintf(&b, "  %s %s (%s)\n", p.name, p.version, strings.Join(p.licences, ", "))
	}
	for _, p := range parts {
		fmt.Fprintf(&b, "\n%s\n%s %s\n%[1]s\n", strings.Repeat("=", 72), p.name, p.version)
		b.WriteString("\n" + strings.Join(p.texts, "\n\n"+strings.Repeat("-", 72)+"\n\n") + "\n")
	}
	return b.Bytes()
}
