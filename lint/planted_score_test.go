package lint

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"nianbao/internal/report"
	"nianbao/internal/report/reporttest"
	"nianbao/internal/source"
	"nianbao/render/font"
)

// plantedField is what the mistakes are planted in: the correct reports, with what is
// said of them as they are.
type plantedField struct {
	catalogue *Catalogue
	linter    *Linter
	reading   source.Options
	texts     map[string]string // the file of each report, by name
	before    map[string]string // that of the year before, where there is one
	unedited  map[string]map[string]int
	warnings  int // on the reports as they are
}

func newPlantedField(t *testing.T, names []string) *plantedField {
	t.Helper()
	// With the faces that are built in, as the tool itself asks.
	fonts, err := font.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	c := catalogue(t)
	f := &plantedField{
		catalogue: c,
		linter: New(c, Options{CanDraw: func(r rune) bool {
			_, ok := fonts.Face(font.Fang, r)
			return ok
		}}),
		reading: source.Options{Editions: reporttest.Editions(), Words: reporttest.Words()},
		texts:   map[string]string{}, before: map[string]string{}, unedited: map[string]map[string]int{},
	}
	count := func(name string, found []Finding) {
		for i := range found {
			if found[i].Severity > Note {
				f.warnings++
				t.Logf("%s as it is: %s", name, f.says(&found[i]))
			}
		}
	}
	for _, name := range names {
		data, err := os.ReadFile(filepath.Join("testdata/correct", name+".yaml"))
		if err != nil {
			t.Fatal(err)
		}
		f.texts[name] = string(data)
		last, err := lastYears(name)
		if err != nil {
			t.Fatal(err)
		}
		data, err = os.ReadFile(filepath.Join(plantedDir, "previous", last+".yaml"))
		if err == nil {
			f.before[name] = string(data)
			count(last, f.linter.Lint(f.read(last, string(data))).Findings)
		} else if !errors.Is(err, fs.ErrNotExist) {
			t.Fatal(err)
		}
		found := f.lint(name, f.texts[name], f.before[name])
		count(name, found)
		f.unedited[name] = map[string]int{}
		for i := range found {
			f.unedited[name][f.key(&found[i])]++
		}
	}
	return f
}

func (f *plantedField) read(name, text string) *report.Report {
	return source.Read(name+".yaml", []byte(text), f.reading)
}

func (f *plantedField) lint(name, text, before string) []Finding {
	var last *report.Report
	if before != "" {
		last = f.read("previous", before)
	}
	return f.linter.LintAgainst(f.read(name, text), last).Findings
}

// key is what a finding says, wherever it stands: a change moves the others.
func (f *plantedField) key(found *Finding) string {
	return found.Rule + " " + found.Severity.String() + " " + f.catalogue.Message(found, "zh")
}

func (f *plantedField) says(found *Finding) string {
	return fmt.Sprintf("%s %s", found.Pos.In(found.Path, "zh"), f.key(found))
}

// plantedOutcome is what became of one planting.
type plantedOutcome struct {
	*planting
	err error
	// found is true where a rule that fits speaks at the place, shown where it
	// does as a warning or an error.
	found, shown bool
	// strays are other new findings from warnings up that do not follow from
	// the mistake; fresh is everything that is new.
	strays, fresh []Finding
}

// try plants one mistake and sees what is said.
func (f *plantedField) try(e *planting) plantedOutcome {
	o := plantedOutcome{planting: e}
	text, before := f.texts[e.report], f.before[e.report]
	var from, until int
	if e.Previous {
		before, _, _, o.err = e.in(before)
	} else {
		text, from, until, o.err = e.in(text)
	}
	if o.err != nil {
		return o
	}
	lines, err := e.linesOf(text, from, until)
	if err != nil {
		o.err = err
		return o
	}
	known := map[string]int{}
	for _, found := range f.lint(e.report, text, before) {
		key := f.key(&found)
		if known[key]++; known[key] <= f.unedited[e.report][key] {
			continue
		}
		o.fresh = append(o.fresh, found)
		if slices.Contains(e.Rules, found.Rule) && plantedAt(&found, lines) {
			o.found = true
			o.shown = o.shown || found.Severity > Note
		} else if found.Severity > Note && !slices.Contains(e.Also, found.Rule) && found.Rule != "STR010" {
			// Some reports are near the thousand characters of part one, and
			// whatever makes them longer goes past: that is no false alarm.
			o.strays = append(o.strays, found)
		}
	}
	return o
}

// plantedAt reports whether a finding speaks of one of the lines: by its place,
// a related one, or a part of its sum.
func plantedAt(found *Finding, lines map[int]bool) bool {
	for line := found.Pos.Line; line <= max(found.Pos.Line, found.Pos.EndLine); line++ {
		if lines[line] {
			return true
		}
	}
	own := func(r report.Related) bool { return (r.Path == "" || r.Path == found.Path) && lines[r.Pos.Line] }
	if slices.ContainsFunc(found.Related, own) {
		return true
	}
	return found.Sum != nil && slices.ContainsFunc(slices.Concat(found.Sum.LeftTerms, found.Sum.RightTerms), func(t Term) bool { return own(t.Place) })
}

// plantedScore scores a class, or all, in one part of the corpus.
type plantedScore struct{ mistakes, found, shown, notes, notesFound, traps, strays int }

func (s *plantedScore) add(o *plantedOutcome) {
	s.strays += len(o.strays)
	switch {
	case o.trap():
		s.traps++
	case o.Note:
		s.notes++
		if o.found {
			s.notesFound++
		}
	default:
		s.mistakes++
		if o.found {
			s.found++
		}
		if o.shown {
			s.shown++
		}
	}
}

func plantedShare(part, of int) string {
	if of == 0 {
		return "–"
	}
	return fmt.Sprintf("%.3f", float64(part)/float64(of))
}

func (s *plantedScore) row(name string) string {
	return fmt.Sprintf("| %s | %d | %d | %d | %d/%d | %d | %s | %s | %s |\n", name, s.mistakes, s.found, s.shown, s.notesFound, s.notes, s.strays,
		plantedShare(s.found, s.mistakes), plantedShare(s.shown, s.mistakes), plantedShare(s.shown, s.shown+s.strays))
}

// plantedTally writes the scores of one part of the corpus, by class.
func plantedTally(outcomes []plantedOutcome, kept bool) string {
	var b strings.Builder
	b.WriteString("| class | mistakes | found | shown | notes | false | recall | recall, shown | precision |\n|---|---|---|---|---|---|---|---|---|\n")
	var all, class, traps plantedScore
	name := ""
	flush := func() {
		if class.mistakes+class.notes > 0 {
			b.WriteString(class.row(name))
		}
		class = plantedScore{}
	}
	for i := range outcomes {
		o := &outcomes[i]
		if o.kept != kept {
			continue
		}
		if o.trap() {
			traps.add(o)
			continue
		}
		if o.class != name {
			flush()
			name = o.class
		}
		class.add(o)
		all.add(o)
	}
	flush()
	b.WriteString(all.row("**all**"))
	fmt.Fprintf(&b, "\n%d traps drew %d false warnings.\n", traps.traps, traps.strays)
	return b.String()
}

// plantedFaults lists what is wrong with what is said, without the entries kept aside.
func plantedFaults(outcomes []plantedOutcome) string {
	var b strings.Builder
	for i := range outcomes {
		o := &outcomes[i]
		if o.kept {
			continue
		}
		switch {
		case o.trap():
		case !o.found:
			fmt.Fprintf(&b, "%s missed\n", o.ID)
		case !o.shown && !o.Note:
			fmt.Fprintf(&b, "%s only as a note\n", o.ID)
		}
		for _, f := range o.strays {
			fmt.Fprintf(&b, "%s false %s\n", o.ID, f.Rule)
		}
	}
	return b.String()
}

// TestPlanted plants every mistake and every trap of the corpus, one at a time,
// and keeps the scores and the list of what is missed beside it. Of the entries
// kept aside it tells the figures only, unless NIANBAO_KEPT is set.
func TestPlanted(t *testing.T) {
	all := plantings(t)
	var names []string
	for i := range all {
		names = append(names, all[i].report)
	}
	slices.Sort(names)
	f := newPlantedField(t, slices.Compact(names))
	outcomes := make([]plantedOutcome, len(all))
	var next atomic.Int64
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(all); i = int(next.Add(1)) - 1 {
				outcomes[i] = f.try(&all[i])
			}
		})
	}
	workers.Wait()
	for i := range outcomes {
		o := &outcomes[i]
		if o.err != nil {
			t.Error(o.err)
		}
		if o.kept && os.Getenv("NIANBAO_KEPT") == "" || !o.trap() && o.found && (o.shown || o.Note) && len(o.strays) == 0 || o.trap() && len(o.strays) == 0 {
			continue
		}
		t.Logf("%s (%s): found %v, shown %v", o.ID, o.report, o.found, o.shown)
		for j := range o.fresh {
			t.Logf("    %s", f.says(&o.fresh[j]))
		}
	}
	scores := "# Scores on the planted mistakes\n\n" +
		"Written by `NIANBAO_UPDATE=1 go test ./lint -run TestPlanted`; README.md says how they are taken.\n\n" +
		fmt.Sprintf("The reports as they are draw %d warnings.\n\n", f.warnings) +
		"## Open\n\n" + plantedTally(outcomes, false) + "\n## Kept aside\n\n" + plantedTally(outcomes, true)
	t.Log("\n" + scores)
	plantedGolden(t, filepath.Join(plantedDir, "SCORES.md"), scores)
	plantedGolden(t, filepath.Join(plantedDir, "missed.txt"), plantedFaults(outcomes))
}

// plantedGolden compares a file that is kept with what it has to hold, and writes it
// where NIANBAO_UPDATE is set.
func plantedGolden(t *testing.T, name, want string) {
	t.Helper()
	if os.Getenv("NIANBAO_UPDATE") != "" {
		if err := os.WriteFile(name, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if kept, err := os.ReadFile(name); err != nil || string(kept) != want {
		t.Errorf("%s is out of date (%v); NIANBAO_UPDATE=1 writes it, and its difference says what got better or worse", name, err)
	}
}
