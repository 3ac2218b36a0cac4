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

// release leaves the archives and their checksums in the folder out, in the
// place of those of an earlier release.
func release(ctx context.Context, out string, wanted []string, quick bool) error {
	if len(wanted) == 0 {
		wanted = targets
	}
	for _, target := range wanted {
		if !slices.Contains(targets, target) {
			return fmt.Errorf("%s is none of %s", target, strings.Join(targets, ", "))
		}
	}
	if _, err := earlier(out); err != nil {
		return err // before the work
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

// sumsName is the file of the checksums.
const sumsName = "SHA256SUMS"

// earlier lists the files of an earlier release in a folder. A folder that holds
// anything else is somebody's, and nothing in it is touched.
func earlier(folder string) ([]string, error) {
	entries, err := os.ReadDir(folder)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	var files []string
	for _, e := range entries {
		archive := strings.HasPrefix(e.Name(), "nianbao-") && (strings.HasSuffix(e.Name(), ".zip") || strings.HasSuffix(e.Name(), ".tar.gz"))
		if !e.Type().IsRegular() || !archive && e.Name() != sumsName {
			return nil, fmt.Errorf("%s holds %s, which is of no release; name another folder", folder, e.Name())
		}
		files = append(files, filepath.Join(folder, e.Name()))
	}
	return files, err
}

// keep copies the files of a folder and their checksums into another, in the
// place of those of an earlier release.
func keep(from, to string) error {
	old, err := earlier(to)
	if err != nil {
		return err
	}
	for _, name := range old {
		if err := os.Remove(name); err != nil {
			return err
		}
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
		os.WriteFile(filepath.Join(to, sumsName), []byte(sums), 0o644),
	)
}
