package main

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// comparison runs jobs on both sides and counts what came of them.
type comparison struct {
	sides [2]string // the programs
	dir   string
	meant *regexp.Regexp

	compared, different int
}

// job runs both programs at once and compares everything that they left.
func (c *comparison) job(ctx context.Context, j job) error {
	var results [2]map[string][]byte
	var faults [2]error
	var wait sync.WaitGroup
	for i, program := range c.sides {
		wait.Go(func() { results[i], faults[i] = outcome(ctx, program, j) })
	}
	wait.Wait()
	if err := errors.Join(faults[:]...); err != nil {
		return fmt.Errorf("%s: %w", j.name, err)
	}
	names := map[string]bool{}
	for _, r := range results {
		for name := range r {
			names[name] = true
		}
	}
	for _, name := range slices.Sorted(mapKeys(names)) {
		c.compared++
		before, was := results[0][name]
		after, is := results[1][name]
		switch {
		case was != is:
			c.report(j, name, fmt.Sprintf("only in the %s", map[bool]string{true: "old", false: "new"}[was]))
		case !bytes.Equal(before, after):
			if text := c.firstDifference(before, after); text != "" {
				c.report(j, name, text)
			}
		}
	}
	return nil
}

func (c *comparison) report(j job, name, what string) {
	c.different++
	fmt.Printf("%s: %s\n  %s\n", j.name, name, what)
}

// firstDifference shows the first line that differs and is not meant to; "" for
// none.
func (c *comparison) firstDifference(before, after []byte) string {
	old, now := strings.Split(string(before), "\n"), strings.Split(string(after), "\n")
	if c.meant != nil {
		drop := func(lines []string) []string { return slices.DeleteFunc(lines, c.meant.MatchString) }
		old, now = drop(old), drop(now)
	}
	for i := range max(len(old), len(now)) {
		line := func(lines []string) string {
			if i < len(lines) {
				return lines[i]
			}
			return "(end)"
		}
		if x, y := line(old), line(now); x != y {
			return fmt.Sprintf("line %d\n  - %s\n  + %s", i+1, around(x, y), around(y, x))
		}
	}
	return ""
}

// around cuts a long line down to the place where it departs from another.
func around(line, other string) string {
	const before, after = 60, 140
	n := 0
	for n < len(line) && n < len(other) && line[n] == other[n] {
		n++
	}
	from, to := max(n-before, 0), min(n+after, len(line))
	return fmt.Sprintf("%q", line[from:to])
}

func mapKeys(m map[string]bool) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

// outcome is everything that a run left: its streams, its status and the files
// that it wrote, workbooks part by part.
func outcome(ctx context.Context, program string, j job) (map[string][]byte, error) {
	dir := filepath.Join(filepath.Dir(program), "work")
	if err := os.RemoveAll(dir); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, program, j.args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "SOURCE_DATE_EPOCH=1790000000", "NO_COLOR=1", "COLUMNS=")
	var out, faults bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &faults
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return nil, err
	}
	left := map[string][]byte{"stdout": out.Bytes(), "stderr": faults.Bytes(), "status": []byte(cmd.ProcessState.String())}
	return left, filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		if filepath.Ext(name) == ".xlsx" {
			return unzip(left, name, data)
		}
		left[name] = data
		return nil
	})
}

func unzip(into map[string][]byte, name string, data []byte) error {
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	for _, f := range r.File {
		part, err := f.Open()
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		text, err := io.ReadAll(part)
		if err := errors.Join(err, part.Close()); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		into[name+"/"+f.Name] = bytes.ReplaceAll(text, []byte("><"), []byte(">\n<"))
	}
	return nil
}
