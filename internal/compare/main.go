// Command compare guards a change that is to move code and nothing else: it
// builds the program at an old commit and from the working tree, lets both work
// on the same reports, sound and damaged, in every format and both languages,
// and prints what differs. It ends with 1 where anything does.
//
//	go run ./internal/compare HEAD~3
//
// What a change is meant to alter is named by rule or file with -except, a
// regular expression on the lines that differ; the rest still counts.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
	"strings"
)

func main() {
	n := flag.Int("n", 500, "how many YAML files and how many workbooks to generate")
	keep := flag.String("keep", "", "folder to work in and to leave behind (a temporary one by default)")
	except := flag.String("except", "", "differences on lines that match this regular expression are meant")
	only := flag.String("only", "", "run only the jobs whose names contain this")
	flag.Parse()
	if flag.NArg() != 1 {
		fmt.Fprintln(os.Stderr, "usage: go run ./internal/compare [-n 500] [-except REGEXP] [-only JOB] COMMIT")
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	same, err := run(ctx, flag.Arg(0), *n, *keep, *except, *only)
	if err != nil {
		fmt.Fprintln(os.Stderr, "compare:", err)
		os.Exit(2)
	}
	if !same {
		os.Exit(1)
	}
}

func run(ctx context.Context, commit string, n int, dir, except, only string) (same bool, err error) {
	var meant *regexp.Regexp
	if except != "" {
		if meant, err = regexp.Compile(except); err != nil {
			return false, err
		}
	}
	if dir == "" {
		if dir, err = os.MkdirTemp("", "compare"); err != nil {
			return false, err
		}
		defer os.RemoveAll(dir)
	}
	if dir, err = filepath.Abs(dir); err != nil {
		return false, err
	}
	top, err := output(ctx, "", "git", "rev-parse", "--show-toplevel")
	if err != nil {
		return false, err
	}
	sides, err := build(ctx, top, commit, dir)
	if err != nil {
		return false, err
	}
	files, err := corpus(top, filepath.Join(dir, "in"), n)
	if err != nil {
		return false, err
	}
	fmt.Printf("%d reports\n", len(files))
	c := &comparison{sides: sides, dir: dir, meant: meant}
	for _, j := range jobs(files) {
		if !strings.Contains(j.name, only) {
			continue
		}
		if err := c.job(ctx, j); err != nil {
			return false, err
		}
	}
	fmt.Printf("%d outputs compared, %d differ\n", c.compared, c.different)
	return c.different == 0, nil
}

// build makes the two programs: that of the commit, in a checkout of its own,
// and that of the working tree.
func build(ctx context.Context, top, commit, dir string) (sides [2]string, err error) {
	old := filepath.Join(dir, "checkout")
	if err := os.RemoveAll(old); err != nil {
		return sides, err
	}
	if _, err := output(ctx, top, "git", "worktree", "prune"); err != nil {
		return sides, err
	}
	if _, err := output(ctx, top, "git", "worktree", "add", "--detach", "--force", old, commit); err != nil {
		return sides, err
	}
	defer func() {
		if _, failed := output(ctx, top, "git", "worktree", "remove", "--force", old); err == nil {
			err = failed
		}
	}()
	for i, from := range []string{old, top} {
		sides[i] = filepath.Join(dir, []string{"old", "new"}[i], "nianbao")
		// Without the stamp of the repository the two differ in code alone.
		if _, err := output(ctx, from, "go", "build", "-buildvcs=false", "-o", sides[i], "./cmd/nianbao"); err != nil {
			return sides, err
		}
	}
	return sides, nil
}

func output(ctx context.Context, dir, name string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = dir
	var faults strings.Builder
	cmd.Stderr = &faults
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("%s: %w\n%s", strings.Join(cmd.Args, " "), err, faults.String())
	}
	return strings.TrimSpace(string(out)), nil
}
