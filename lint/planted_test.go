package lint

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
)

// Where the corpus of planted mistakes lies; its README explains the entries.
const plantedDir = "testdata/planted"

// planting is one change of one correct report: a mistake, or for a trap a
// rewording that is right as well.
type planting struct {
	ID string `yaml:"id"`
	// From occurs once in the report's file, and becomes To.
	From string `yaml:"from"`
	To   string `yaml:"to"`
	// After occurs once; Insert is put behind it.
	After  string `yaml:"after"`
	Insert string `yaml:"insert"`
	// Cell is a figure, as row and column of a table or the key of a figure by
	// itself, and becomes To.
	Cell string `yaml:"cell"`
	// Previous says that last year's report is changed.
	Previous bool `yaml:"previous"`
	// Rules are those of which one has to find the mistake, Also those that may
	// speak of what follows from it.
	Rules []string `yaml:"rules"`
	Also  []string `yaml:"also"`
	// At are words of other lines at which a finding stands as rightly as at
	// the changed ones.
	At []string `yaml:"at"`
	// Note says that the mistake is worth a note only.
	Note bool `yaml:"note"`

	class, report string
	kept          bool
}

// plantedClass is a file of the corpus. Rules and Also hold for the entries
// that say nothing else.
type plantedClass struct {
	Class   string                `yaml:"class"`
	Title   string                `yaml:"title"`
	Rules   []string              `yaml:"rules"`
	Also    []string              `yaml:"also"`
	Entries map[string][]planting `yaml:"entries"`
	Traps   map[string][]planting `yaml:"traps"`
}

// keptAside draws a third of the entries, by nothing but their IDs.
func keptAside(id string) bool {
	sum := sha256.Sum256([]byte(id))
	return binary.BigEndian.Uint32(sum[:4])%3 == 0
}

// plantings reads the corpus, in the order of classes, parts and reports.
func plantings(t *testing.T) []planting {
	t.Helper()
	var all []planting
	seen := map[string]bool{}
	for _, pattern := range []string{"*.yaml", "kept/*.yaml"} {
		files, err := filepath.Glob(filepath.Join(plantedDir, pattern))
		if err != nil || len(files) == 0 {
			t.Fatalf("no file matches %s: %v", pattern, err)
		}
		for _, file := range files {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var c plantedClass
			if err := yaml.Load(data, &c, yaml.WithKnownFields()); err != nil {
				t.Fatalf("%s: %v", file, err)
			}
			if c.Class != strings.TrimSuffix(filepath.Base(file), ".yaml") {
				t.Errorf("%s holds the class %s", file, c.Class)
			}
			for _, list := range []map[string][]planting{c.Entries, c.Traps} {
				for _, name := range slices.Sorted(maps.Keys(list)) {
					for _, e := range list[name] {
						e.class, e.report, e.kept = c.Class, name, strings.HasPrefix(pattern, "kept/")
						if e.Rules == nil {
							e.Rules = c.Rules
						}
						e.Also = append(slices.Clone(c.Also), e.Also...)
						if seen[e.ID] {
							t.Errorf("%s: %s is there twice", file, e.ID)
						}
						seen[e.ID] = true
						if keptAside(e.ID) != e.kept {
							t.Errorf("%s: %s belongs to the other part, by its hash", file, e.ID)
						}
						if (len(e.Rules) == 0) != (c.Traps != nil) {
							t.Errorf("%s: %s: a mistake has rules, and a trap none", file, e.ID)
						}
						all = append(all, e)
					}
				}
			}
		}
	}
	slices.SortStableFunc(all, func(a, b planting) int { return strings.Compare(a.class, b.class) })
	return all
}

// trap reports whether the change is no mistake.
func (e *planting) trap() bool { return len(e.Rules) == 0 }

// in makes the change in a report's file. The new words are
// edited[from:until].
func (e *planting) in(text string) (edited string, from, until int, err error) {
	old, now := e.From, e.To
	switch {
	case e.Cell != "":
		if from, until, err = cellIn(text, e.Cell); err != nil {
			return "", 0, 0, fmt.Errorf("%s: %w", e.ID, err)
		}
		old = text[from:until]
	case e.After != "":
		old, now = e.After, e.After+e.Insert
	}
	if e.Cell == "" {
		if n := strings.Count(text, old); n != 1 {
			return "", 0, 0, fmt.Errorf("%s: %q occurs %d times", e.ID, old, n)
		}
		from = strings.Index(text, old)
	}
	if old == now {
		return "", 0, 0, fmt.Errorf("%s changes nothing", e.ID)
	}
	edited = text[:from] + now + text[from+len(old):]
	until = from + len(now)
	if e.After != "" {
		from += len(e.After)
	}
	// What both have at the head is no part of the change.
	for from < until && len(old) > 0 && e.From != "" && old[0] == edited[from] {
		old, from = old[1:], from+1
	}
	return edited, from, until, nil
}

// Columns of the rows of tables 3 and 4, by how many a row has.
var plantedColumns = map[int][]string{
	7: {"自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"},
	5: {"结果维持", "结果纠正", "其他结果", "尚未审结", "总计"},
}

// cellIn finds a figure in a report's file.
func cellIn(text, cell string) (from, until int, err error) {
	row, column, _ := strings.Cut(cell, ".")
	lines := regexp.MustCompile(`(?m)^ +`+regexp.QuoteMeta(row)+`: *(\S.*)$`).FindAllStringSubmatchIndex(text, -1)
	if len(lines) != 1 {
		return 0, 0, fmt.Errorf("the row of %s is there %d times", cell, len(lines))
	}
	from, until = lines[0][2], lines[0][3]
	if column == "" {
		return from, until, nil
	}
	from++
	parts := strings.Split(strings.TrimSuffix(text[from:until], "]"), ",")
	i := slices.Index(plantedColumns[len(parts)], column)
	if i < 0 {
		return 0, 0, fmt.Errorf("no column of %s", cell)
	}
	for _, p := range parts[:i] {
		from += len(p) + 1
	}
	from += len(parts[i]) - len(strings.TrimLeft(parts[i], " "))
	return from, from + len(strings.TrimSpace(parts[i])), nil
}

// linesOf are the lines, counted from 1, at which a finding may stand.
func (e *planting) linesOf(text string, from, until int) (map[int]bool, error) {
	lines := map[int]bool{}
	take := func(from, until int) {
		first := 1 + strings.Count(text[:from], "\n")
		for n := range 1 + strings.Count(text[from:until], "\n") {
			lines[first+n] = true
		}
	}
	if !e.Previous {
		take(from, until)
		if slices.Contains(e.Rules, "PUN005") {
			// A wrong number is as well told at the next one, which it misses.
			lines[2+strings.Count(text[:until], "\n")] = true
		}
	}
	for _, words := range e.At {
		at := 0
		for {
			i := strings.Index(text[at:], words)
			if i < 0 {
				break
			}
			take(at+i, at+i+len(words))
			at += i + len(words)
		}
		if at == 0 {
			return nil, fmt.Errorf("%s: no place reads %q", e.ID, words)
		}
	}
	return lines, nil
}

// lastYears is the name of the report of the year before.
func lastYears(name string) (string, error) {
	i := strings.LastIndexByte(name, '-')
	year, err := strconv.Atoi(name[i+1:])
	if err != nil {
		return "", fmt.Errorf("%s names no year: %w", name, err)
	}
	return name[:i+1] + strconv.Itoa(year-1), nil
}
