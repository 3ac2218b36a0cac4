package main

import (
	"path/filepath"
	"strings"
)

// job is something that both programs are told to do, each in a folder of its
// own that holds a copy of nothing: the inputs stand beside it, under ../in.
type job struct {
	name string
	args []string
}

// batch is how many reports one run is given: enough to make the start of the
// program cheap, few enough to make a difference easy to find.
const batch = 25

// jobs are every way in which a report comes out again.
func jobs(files []string) []job {
	var all []job
	add := func(name string, args ...string) { all = append(all, job{name, args}) }
	for _, lang := range []string{"zh", "en"} {
		for _, args := range [][]string{{"--help"}, {"version"}, {"schema"}, {"rules", "list"}, {"rules", "list", "--format", "json"}, {"rules", "test"},
			{"lint", "--help"}, {"render", "--help"}, {"convert", "--help"}, {"new", "--help"}, {"explain", "BAL002"}, {"explain", "SRC001"}} {
			add(strings.Join(args, " ")+" "+lang, append(args, "--lang", lang)...)
		}
	}
	for start := 0; start < len(files); start += batch {
		some := files[start:min(start+batch, len(files))]
		id := filepath.Base(some[0])
		with := func(args ...string) []string { return append(args, some...) }
		for _, lang := range []string{"zh", "en"} {
			add("lint text "+lang+" "+id, with("lint", "--min-severity", "note", "--lang", lang)...)
			add("lint json "+lang+" "+id, with("lint", "--format", "json", "--min-severity", "note", "--lang", lang)...)
		}
		for _, format := range []string{"jsonl", "sarif", "github", "junit", "html"} {
			add("lint "+format+" "+id, with("lint", "--format", format, "--min-severity", "note")...)
		}
		add("fix "+id, with("lint", "--fix", "--diff")...)
		add("render "+id, with("render", "--draft", "--to", "pdf,txt", "-o", "out")...)
		add("render en "+id, with("render", "--to", "txt", "--lang", "en", "-o", "out-en")...)
	}
	for _, file := range files {
		base := filepath.Base(file)
		for _, to := range []string{"yaml", "xlsx", "json"} {
			add("convert "+to+" "+base, "convert", file, "out."+to)
		}
		if strings.HasSuffix(file, ".xlsx") {
			add("annotate "+base, "lint", file, "--min-severity", "note", "--annotate", "annotated.xlsx")
		}
	}
	return all
}
