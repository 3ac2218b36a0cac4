// Command release builds the program for every platform from the committed
// state and packs it with its licences, twice in two folders; it keeps the
// archives only if both times gave the same bytes. .ci/release runs it.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
)

// targets are the platforms of a release, as GOOS/GOARCH.
var targets = []string{
	"windows/amd64", "windows/386", "windows/arm64",
	"linux/amd64", "linux/arm64", "linux/loong64",
	"darwin/arm64", "darwin/amd64",
}

func main() {
	out := flag.String("o", filepath.Join("out", "release"), "folder for the archives")
	quick := flag.Bool("quick", false, "share Go's build cache between the two builds: the second only links anew")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := release(ctx, *out, flag.Args(), *quick); err != nil {
		fmt.Fprintln(os.Stderr, "release:", err)
		os.Exit(1)
	}
}

// release leaves the archives and their checksums in the folder out, which it
// makes anew.
func release(ctx context.Context, out string, wanted []string, quick bool) error {
	if len(wanted) == 0 {
		wanted = targets
	}
	for _, target := range wanted {
		if !slices.Contains(targets, target) {
			return fmt.Errorf("%s is none of %s", target, strings.Join(targets, ", "))
		}
	}
	work, err := os.MkdirTemp("", "nianbao-release-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	state, err := committed(ctx)
	if err != nil {
		return err
	}
	first, second := filepath.Join(work, "1"), filepath.Join(work, "second")
	for _, dir := range []string{first, second} {
		// Without the cache of the first build the second compiles everything.
		cache := ""
		if dir == second && !quick {
			cache = filepath.Join(work, "cache")
		}
		if err := state.makeAll(ctx, dir, wanted, cache); err != nil {
			return err
		}
	}
	if err := sameFiles(filepath.Join(first, "archives"), filepath.Join(second, "archives")); err != nil {
		return err
	}
	return keep(filepath.Join(first, "archives"), out)
}

// keep copies the files of a folder and their checksums into a new folder.
func keep(from, to string) error {
	if err := os.RemoveAll(to); err != nil {
		return err
	}
	if err := os.MkdirAll(to, 0o755); err != nil {
		return err
	}
	sums, err := checksums(from)
	if err != nil {
		return err
	}
	fmt.Print(sums)
	return errors.Join(
		os.CopyFS(to, os.DirFS(from)),
		os.WriteFile(filepath.Join(to, "SHA256SUMS"), []byte(sums), 0o644),
	)
}
