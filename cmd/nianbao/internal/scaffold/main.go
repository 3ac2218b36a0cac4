// Command scaffold writes the head of a new national rule into its pack, with
// everything that has to be filled in marked FILL_IN:
//
//	go run ./cmd/nianbao/internal/scaffold -kind forbid WRD009
//
// The tests fail until nothing of it is left; what to do is printed.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"nianbao/cmd/nianbao/internal/command/version"
	"nianbao/lint"
)

func main() {
	kind := flag.String("kind", "", "kind of the rule, one of: "+strings.Join(lint.Kinds(), " "))
	severity := flag.String("severity", "warning", "error, warning or note")
	dir := flag.String("rules", "rules", "folder of the rules")
	flag.Usage = func() {
		fmt.Fprintln(flag.CommandLine.Output(), "usage: scaffold -kind KIND [-severity SEVERITY] ID")
		flag.PrintDefaults()
	}
	flag.Parse()
	if flag.NArg() != 1 {
		flag.Usage()
		os.Exit(2)
	}
	file, err := add(*dir, flag.Arg(0), *kind, *severity)
	if err != nil {
		fmt.Fprintln(os.Stderr, "scaffold:", err)
		os.Exit(1)
	}
	fmt.Printf(`wrote the head of %[1]s into %[2]s. Next:

  1. Replace every FILL_IN there. “bad” is a piece of a report that the rule finds
     something in, “good” the same mended; traps are what looks like the fault and
     is none. Params are explained with the kind's type in lint/kind_*.go.
  2. go generate ./rules
  3. go test ./lint -run 'TestHeadsAreFilledIn|TestExamplesOfHeads/%[1]s|TestMessagesAreComplete|TestEveryTextHasBothLanguages'
  4. Put every trap, and a fault of each form, into a table test beside those in
     lint/traps_*_test.go.
  5. NIANBAO_UPDATE=1 go test ./lint/... ./cmd/..., and read the difference.
`, flag.Arg(0), file)
}

var ruleID = regexp.MustCompile(`^([A-Z]{3})[0-9]{3}$`)

// add appends the head to the pack of the rule's prefix, which it makes where
// there is none, and returns its name.
func add(dir, id, kind, severity string) (file string, err error) {
	m := ruleID.FindStringSubmatch(id)
	if m == nil {
		return "", fmt.Errorf("%q is no ID: it has three capital letters and three digits", id)
	}
	if !slices.Contains(lint.Kinds(), kind) {
		return "", fmt.Errorf("there is no kind %q; there are %s", kind, strings.Join(lint.Kinds(), ", "))
	}
	if _, ok := lint.ParseSeverity(severity); !ok {
		return "", fmt.Errorf("there is no severity %q; there are error, warning and note", severity)
	}
	catalogue, err := lint.LoadCatalogue(os.DirFS(dir))
	if err != nil {
		return "", fmt.Errorf("the rules are faulty as they are: %w", err)
	}
	if catalogue.Rule(id) != nil {
		return "", fmt.Errorf("there is a rule %s: %s", id, catalogue.Rule(id).Title.EN)
	}
	file = filepath.Join(dir, "national", strings.ToLower(m[1])+".yaml")
	pack, err := os.ReadFile(file)
	switch {
	case os.IsNotExist(err):
		pack = []byte("# FILL_IN: what the rules of this pack are about.\nrules:\n")
	case err != nil:
		return "", err
	}
	text := strings.TrimRight(string(pack), "\n") + "\n" + head(id, kind, severity, lint.RequiredParams(kind, os.DirFS(dir)))
	return file, os.WriteFile(file, []byte(text), 0o644)
}

// head is the head of a rule with everything left to fill in.
func head(id, kind, severity string, params []string) string {
	for i, key := range params {
		params[i] = key + ": FILL_IN"
	}
	needs := "{}"
	if len(params) > 0 {
		needs = "{" + strings.Join(params, ", ") + "}"
	}
	return fmt.Sprintf(`  - id: %s
    kind: %s
    severity: %s
    since: %s
    title: {zh: "FILL_IN", en: "FILL_IN"}
    why: {zh: "FILL_IN", en: "FILL_IN"}
    basis: "FILL_IN"
    message: {zh: "FILL_IN", en: "FILL_IN"}
    advice: {zh: "FILL_IN", en: "FILL_IN"}
    params: %s
    bad: |
      总体情况: {概述: "FILL_IN"}
    good: |
      总体情况: {概述: "FILL_IN"}
    traps:
      - {zh: "FILL_IN", en: "FILL_IN"}
`, id, kind, severity, version.Number, needs)
}
