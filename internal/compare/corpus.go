package main

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"pgregory.net/rapid"

	"nianbao/internal/edition"
	"nianbao/internal/report"
	"nianbao/internal/report/reporttest"
	"nianbao/internal/reportfile"
	"nianbao/templates"
)

// corpus lays out the inputs in a folder and returns their paths as the
// programs are to be told them: the repository's own reports, and n generated
// files of each kind, most of them with faults.
func corpus(top, dir string, n int) ([]string, error) {
	if err := os.RemoveAll(dir); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	var names []string
	write := func(name string, data []byte) error {
		names = append(names, "../../in/"+name)
		return os.WriteFile(filepath.Join(dir, name), data, 0o644)
	}
	for _, pattern := range []string{"examples/*.yaml", "examples/*.xlsx", "internal/*/testdata/*/*.yaml", "internal/*/testdata/*/*.json", "lint/testdata/correct/*.yaml"} {
		found, err := filepath.Glob(filepath.Join(top, pattern))
		if err != nil {
			return nil, err
		}
		for _, path := range found {
			data, err := os.ReadFile(path)
			if err != nil {
				return nil, err
			}
			if err := write(filepath.Base(filepath.Dir(path))+"-"+filepath.Base(path), data); err != nil {
				return nil, err
			}
		}
	}
	editions := reporttest.Editions().All()
	for i := range n {
		r := generated(editions, i)
		rng := rand.New(rand.NewPCG(uint64(i), 2))
		var yaml, book bytes.Buffer
		if err := reportfile.WriteYAML(&yaml, r); err == nil {
			if err := write(fmt.Sprintf("g%04d.yaml", i), damageText(yaml.Bytes(), i, rng)); err != nil {
				return nil, err
			}
		}
		if err := templates.Workbook(&book, r, templates.WorkbookOptions{}); err == nil {
			data, err := damageBook(book.Bytes(), i, rng)
			if err != nil {
				return nil, err
			}
			if err := write(fmt.Sprintf("g%04d.xlsx", i), data); err != nil {
				return nil, err
			}
		}
	}
	return names, nil
}

// generated is the i-th report: sound, sound with some cells changed, or odd in
// every way that a report can be.
func generated(editions []*edition.Edition, i int) *report.Report {
	e := editions[i%len(editions)]
	return rapid.Custom(func(t *rapid.T) *report.Report {
		if i%3 == 2 {
			return reporttest.Wild(t, e)
		}
		r := reporttest.Balanced(t, e)
		if i%3 == 1 {
			disturb(t, r)
		}
		return r
	}).Example(i)
}

// odd are figures as people type them.
var odd = []string{"", "/", "无", "—", "12", "0", "-1", "+3", "３", "1,234", "012", "1.5", "94万元", "3件", "22（其中2件）", "abc", "1 2"}

func disturb(t *rapid.T, r *report.Report) {
	words := reporttest.Words()
	for _, p := range r.Parts {
		if p.Table == nil {
			continue
		}
		refs := p.Table.Refs()
		for range rapid.IntRange(0, 3).Draw(t, "changes") {
			ref := refs[rapid.IntRange(0, len(refs)-1).Draw(t, "cell")]
			def := p.Table.Def.Rows[ref.Row]
			report.SetCell(p.Table.Cell(ref), rapid.SampledFrom(odd).Draw(t, "raw"), def.Block.Leaves[ref.Column], words)
		}
	}
}

// damageText leaves two of three files as they are and changes a line of the
// others, as a slip of the hand would.
func damageText(text []byte, i int, rng *rand.Rand) []byte {
	if i%3 != 0 {
		return text
	}
	lines := strings.Split(string(text), "\n")
	at := rng.IntN(len(lines))
	line := []rune(lines[at])
	column := rng.IntN(len(line) + 1)
	switch rng.IntN(6) {
	case 0:
		lines = append(lines[:at:at], lines[at+1:]...)
	case 1:
		lines = append(lines[:at+1:at+1], lines[at:]...)
	case 2:
		lines[at] = string(line[:column])
	case 3:
		lines[at] = string(line[:column]) + []string{"：", "\t", "“", "]", ": ", " #", "，"}[rng.IntN(7)] + string(line[column:])
	case 4:
		lines[at] = " " + lines[at]
	case 5:
		lines[at] = strings.Replace(lines[at], ": ", ":", 1)
	}
	return []byte(strings.Join(lines, "\n"))
}

var (
	definedName = regexp.MustCompile(`<definedName .*?</definedName>`)
	figure      = regexp.MustCompile(`<v>[0-9]+</v>`)
	formulaCell = regexp.MustCompile(`(<f>[^<]*</f>)(<v>[^<]*</v>)?`)
)

// damageBook leaves every second workbook as it is and takes a name, changes a
// figure or leaves the value of a formula behind in the others.
func damageBook(data []byte, i int, rng *rand.Rand) ([]byte, error) {
	if i%2 == 0 {
		return data, nil
	}
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, f := range r.File {
		part, err := f.Open()
		if err != nil {
			return nil, err
		}
		text, err := io.ReadAll(part)
		if err := errors.Join(err, part.Close()); err != nil {
			return nil, err
		}
		switch {
		case f.Name == "xl/workbook.xml" && i%4 == 1:
			text = changeOne(text, definedName, "", rng)
		case strings.HasPrefix(f.Name, "xl/worksheets/sheet") && i%4 == 3:
			text = changeOne(text, figure, "<v>77</v>", rng)
			text = changeOne(text, formulaCell, "$1<v>5</v>", rng)
		}
		to, err := w.Create(f.Name)
		if err != nil {
			return nil, err
		}
		if _, err := to.Write(text); err != nil {
			return nil, err
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

func changeOne(text []byte, pattern *regexp.Regexp, by string, rng *rand.Rand) []byte {
	all := pattern.FindAllSubmatchIndex(text, -1)
	if len(all) == 0 {
		return text
	}
	m := all[rng.IntN(len(all))]
	changed := pattern.Expand(append([]byte{}, text[:m[0]]...), []byte(by), text, m)
	return append(changed, text[m[1]:]...)
}
