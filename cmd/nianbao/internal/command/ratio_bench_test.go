//go:build unix

package command

import (
	"bytes"
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
	"go.yaml.in/yaml/v4"

	"nianbao/cmd/nianbao/internal/command/app"
	"nianbao/internal/intake"
	"nianbao/internal/source"
	"nianbao/lint"
)

const repository = "../../../.."

// reportFiles are the complete correct reports and the real cases of the
// repository, the latter with faults.
func reportFiles(b *testing.B) (names []string) {
	b.Helper()
	for _, pattern := range []string{"lint/testdata/correct/*.yaml", "examples/*.yaml"} {
		found, err := filepath.Glob(filepath.Join(repository, pattern))
		if err != nil {
			b.Fatal(err)
		}
		names = append(names, found...)
	}
	if len(names) < 10 {
		b.Fatal(names)
	}
	return names
}

// samples are values of one figure, of which the median is reported.
type samples map[string][]float64

func (s samples) add(name string, v float64) { s[name] = append(s[name], v) }

func (s samples) median(name string) float64 {
	all := slices.Clone(s[name])
	slices.Sort(all)
	return all[len(all)/2]
}

func (s samples) report(b *testing.B, names ...string) {
	for _, name := range names {
		b.ReportMetric(s.median(name), name)
	}
	b.ReportMetric(0, "ns/op") // says nothing here
}

// BenchmarkStart runs the program as a whole and reports medians of the CPU time
// of processes, in ms, and of their memory: of the commands, of one that does
// nothing, and of one that does nothing but link excelize, whose package takes
// its time before main. start-ratio is the CPU of lint for one file by that for
// each further one. Use -benchtime 21x.
func BenchmarkStart(b *testing.B) {
	dir := b.TempDir()
	build := func(name, what string) string {
		bin := filepath.Join(dir, name)
		if strings.Contains(what, "\n") {
			file := filepath.Join(dir, name+".go")
			if err := os.WriteFile(file, []byte(what), 0o644); err != nil {
				b.Fatal(err)
			}
			what = file
		}
		cmd := exec.Command("go", "build", "-trimpath", "-ldflags", "-s -w", "-o", bin, what)
		cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
		if out, err := cmd.CombinedOutput(); err != nil {
			b.Fatalf("%v: %s", err, out)
		}
		return bin
	}
	program := build("nianbao", "nianbao/cmd/nianbao")
	empty := build("empty", "package main\n\nfunc main() {}\n")
	library := build("library", "package main\n\nimport _ \"github.com/xuri/excelize/v2\"\n\nfunc main() {}\n")

	const further = 100
	files := reportFiles(b)
	many := filepath.Join(dir, "many")
	if err := os.Mkdir(many, 0o755); err != nil {
		b.Fatal(err)
	}
	for i := range further {
		data, err := os.ReadFile(files[i%len(files)])
		if err == nil {
			err = os.WriteFile(filepath.Join(many, strconv.Itoa(i)+".yaml"), data, 0o644)
		}
		if err != nil {
			b.Fatal(err)
		}
	}
	one := filepath.Join(repository, "examples/clean-2024.yaml")
	s := samples{}
	run := func(name string, args ...string) float64 {
		cmd := exec.Command(args[0], args[1:]...)
		// A status that speaks of findings is no fault here.
		if err := cmd.Run(); err != nil && cmd.ProcessState.ExitCode() != app.ExitFindings {
			b.Fatal(args, err)
		}
		usage := cmd.ProcessState.SysUsage().(*syscall.Rusage)
		ms := float64(cmd.ProcessState.UserTime()+cmd.ProcessState.SystemTime()) / float64(time.Millisecond)
		s.add(name+"-ms", ms)
		s.add(name+"-MB", float64(usage.Maxrss)/1024)
		return ms
	}
	for b.Loop() {
		run("empty", empty)
		run("excelize", library)
		run("version", program, "version")
		run("help", program, "--help")
		first := run("lint", program, "lint", one)
		all := run("lint-many", program, "lint", one, many)
		run("render", program, "render", one, "-o", dir, "--to", "pdf")
		s.add("further-ms", (all-first)/further)
		s.add("start-ratio", first/((all-first)/further))
	}
	s.report(b, "empty-ms", "excelize-ms", "version-ms", "help-ms", "lint-ms", "lint-MB", "lint-many-MB", "render-ms", "render-MB", "further-ms", "start-ratio")
}

// cpu is the CPU time that work takes of the process, the collector's included.
func cpu(b *testing.B, work func()) float64 {
	b.Helper()
	now := func() float64 {
		var u syscall.Rusage
		if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
			b.Fatal(err)
		}
		return float64(time.Duration(u.Utime.Nano()+u.Stime.Nano())) / float64(time.Millisecond)
	}
	from := now()
	work()
	return now() - from
}

// BenchmarkWarm reports what a further file costs by what the libraries take to
// read it: a YAML file linted by its bare parse, a workbook linted by excelize's
// opening it and reading the same cells. Medians of CPU time in ms, taken in turn.
func BenchmarkWarm(b *testing.B) {
	a := &app.App{In: strings.NewReader(""), Out: io.Discard, Err: io.Discard, Getenv: func(string) string { return "" }, GOOS: "linux", Intake: &intake.Intake{}}
	a.Prepare()
	reading, err := a.Reading()
	if err != nil {
		b.Fatal(err)
	}
	catalogue, err := a.Catalogue()
	if err != nil {
		b.Fatal(err)
	}
	linter := lint.New(catalogue, lint.Options{Workers: 1})
	names := reportFiles(b)
	var texts [][]byte
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			b.Fatal(err)
		}
		texts = append(texts, data)
	}
	var book bytes.Buffer
	r := source.Read(names[0], texts[0], reading)
	for _, f := range reading.Formats {
		if f.Annotate != nil {
			if err := f.Write(&book, r, time.Time{}); err != nil {
				b.Fatal(err)
			}
		}
	}
	check := func(name string, data []byte) {
		r := source.Read(name, data, reading)
		if res := linter.Lint(r); res.Unreadable {
			b.Fatal(name, res.Findings)
		}
	}
	s := samples{}
	ctx := context.Background()
	for b.Loop() {
		const rounds = 5
		linted := cpu(b, func() {
			for range rounds {
				for _, name := range names {
					r := source.Load(ctx, name, nil, reading)
					if res := linter.Lint(r); res.Unreadable {
						b.Fatal(name, res.Findings)
					}
				}
			}
		}) / float64(rounds*len(names))
		parsed := cpu(b, func() {
			for range rounds {
				for _, text := range texts {
					var doc yaml.Node
					if err := yaml.Load(text, &doc); err != nil {
						b.Fatal(err)
					}
				}
			}
		}) / float64(rounds*len(names))
		const books = 10
		book1 := cpu(b, func() {
			for range books {
				check("a.xlsx", book.Bytes())
			}
		}) / books
		book2 := cpu(b, func() {
			for range books {
				readCells(b, book.Bytes())
			}
		}) / books
		s.add("yaml-ms", linted)
		s.add("yaml-parse-ms", parsed)
		s.add("yaml-ratio", linted/parsed)
		s.add("workbook-ms", book1)
		s.add("workbook-read-ms", book2)
		s.add("workbook-ratio", book1/book2)
	}
	s.report(b, "yaml-ms", "yaml-parse-ms", "yaml-ratio", "workbook-ms", "workbook-read-ms", "workbook-ratio")
}

// readCells opens a workbook and reads the cells that have names, with excelize
// alone.
func readCells(b *testing.B, data []byte) {
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{RawCellValue: true})
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	cells := 0
	for _, d := range f.GetDefinedName() {
		sheet, cell, found := strings.Cut(strings.NewReplacer("'", "", "$", "").Replace(d.RefersTo), "!")
		if !found || !strings.HasPrefix(d.Name, "年报_") {
			continue
		}
		if _, err := f.GetCellValue(sheet, cell); err != nil {
			b.Fatal(err)
		}
		cells++
	}
	if cells < 200 {
		b.Fatal(cells)
	}
}
