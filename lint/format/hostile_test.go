package format

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"unicode"

	"nianbao/lint"
)

// hostile is every ASCII character with what the formats themselves use.
func hostile() string {
	var b strings.Builder
	for r := range rune(0x80) {
		b.WriteRune(r)
	}
	return b.String() + "\u0085\u2028\u202e\ufffe\U00020BB7\xff</script><!--]]>&amp;%0A::error::\r\n"
}

// hostileRun puts it wherever a report or a file name can.
func hostileRun() []lint.Result {
	all := results()
	for i := range all {
		all[i].Path, all[i].Agency = hostile(), hostile()
		for j := range all[i].Parts {
			all[i].Parts[j].Heading = hostile()
			if table := all[i].Parts[j].Table; table != nil {
				for _, row := range table.Rows {
					for k := range row {
						row[k].Text = hostile()
					}
				}
			}
		}
		for j := range all[i].Findings {
			f := &all[i].Findings[j]
			f.Path, f.Excerpt, f.At = hostile(), hostile(), f.At+hostile()
			for k := range f.Args {
				f.Args[k] = hostile()
			}
			for k := range f.Related {
				f.Related[k].Note, f.Related[k].At = hostile(), hostile()
			}
		}
	}
	return all
}

// Whatever is in a report, the lines of a format stay its own and nothing of it
// reaches a terminal as a command.
func TestHostileTextInLines(t *testing.T) {
	for _, name := range []string{"text", "github"} {
		plain := strings.Count(printed(t, name, Options{}, results()), "\n")
		got := printed(t, name, Options{}, hostileRun())
		// Excerpts appear where the fixed run has none; all else is the same.
		if lines := strings.Count(got, "\n"); name == "github" && lines != plain {
			t.Errorf("github: %d lines, want %d", lines, plain)
		}
		for _, r := range got {
			if name == "text" && unicode.IsControl(r) && r != '\n' {
				t.Fatalf("text: %U in the output", r)
			}
		}
	}
	command := regexp.MustCompile(`^::(notice|warning|error) file=[^,:\r]*(,[a-zA-Z]+=[^,:\r]*)*::[^\r]*$`)
	lines := strings.Split(strings.TrimSuffix(printed(t, "github", Options{}, hostileRun()), "\n"), "\n")
	for _, line := range lines[:len(lines)-1] {
		if !command.MatchString(line) {
			t.Errorf("not a command: %q", line)
		}
	}
}

func TestHostileTextInJSON(t *testing.T) {
	for _, name := range []string{"json", "sarif"} {
		if !json.Valid([]byte(printed(t, name, Options{}, hostileRun()))) {
			t.Errorf("%s is no JSON", name)
		}
	}
	for line := range strings.Lines(printed(t, "jsonl", Options{}, hostileRun())) {
		if !json.Valid([]byte(line)) {
			t.Errorf("no JSON: %q", line)
		}
	}
}

func TestHostileTextInXML(t *testing.T) {
	text := printed(t, "junit", Options{}, hostileRun())
	d := xml.NewDecoder(strings.NewReader(text))
	suites := 0
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if start, ok := token.(xml.StartElement); ok && start.Name.Local == "testsuite" {
			suites++
		}
	}
	if suites != len(results()) {
		t.Errorf("%d suites", suites)
	}
}

// The page holds no tag or attribute that the templates do not write: hostile
// text leaves the same tags as harmless text.
func TestHostileTextInHTML(t *testing.T) {
	tags := regexp.MustCompile(`<[a-zA-Z!/][^>]*>`)
	names := func(text string) map[string]bool {
		found := map[string]bool{}
		for _, tag := range tags.FindAllString(text, -1) {
			found[regexp.MustCompile(`^</?[a-zA-Z!-]+`).FindString(tag)] = true
		}
		return found
	}
	allowed := names(htmlPage)
	allowed["<style"], allowed["</style"], allowed["<script"], allowed["</script"] = true, true, true, true
	text := printed(t, "html", Options{}, hostileRun())
	for name := range names(text) {
		if !allowed[name] {
			t.Errorf("tag %s", name)
		}
	}
	if n := strings.Count(text, "<script"); n != 1 {
		t.Errorf("%d scripts", n)
	}
	if strings.Contains(text, "\x1b") || strings.Contains(text, "\u202e") {
		t.Error("control characters are left in the page")
	}
}

// The policy admits exactly the style and the script that the page brings, and
// nothing points outside it.
func TestHTMLIsSelfContained(t *testing.T) {
	text := printed(t, "html", Options{}, results())
	for _, want := range []string{escapedPolicy(), "<style>" + htmlStyle + "</style>", "<script>" + htmlScript + "</script>"} {
		if !strings.Contains(text, want) {
			t.Errorf("the page lacks %.60s…", want)
		}
	}
	for _, bad := range []string{"http:", "https:", "src=", "url(", "@import", " style=", " onclick"} {
		if strings.Contains(text, bad) {
			t.Errorf("the page has %s", bad)
		}
	}
	for _, m := range regexp.MustCompile(`href="#([^"]+)"`).FindAllStringSubmatch(text, -1) {
		if !strings.Contains(text, `id="`+m[1]+`"`) {
			t.Errorf("nothing has the id %s", m[1])
		}
	}
}

// A value of megabytes adds little to the page.
func TestHTMLIsBounded(t *testing.T) {
	all := results()[:1]
	small := len(printed(t, "html", Options{}, all))
	long := strings.Repeat("长", 1<<20)
	for i := range all[0].Findings {
		f := &all[0].Findings[i]
		f.Excerpt = long
		for k := range f.Args {
			f.Args[k] = long
		}
		f.Related = slices.Repeat(f.Related, 1000)
	}
	for _, row := range all[0].Parts[1].Table.Rows {
		for k := range row {
			row[k].Text = long
		}
	}
	if n := len(printed(t, "html", Options{}, all)); n > small+100_000 {
		t.Errorf("%d bytes, %d without the long texts", n, small)
	}
}

// manyOnOneLine is a file whose one line of 200,000 characters has n findings.
func manyOnOneLine(n int) []lint.Result {
	const length = 200_000
	r := lint.Result{Path: "长.yaml"}
	line := strings.Repeat("长", length)
	for i := range n {
		r.Findings = append(r.Findings, lint.Finding{Rule: "STR014", Severity: lint.Warning, Path: r.Path, At: "导语",
			Pos: on(2, 1+i*(length/n), 2+i*(length/n)), Excerpt: line})
	}
	return []lint.Result{r}
}

// What a finding costs does not depend on how long its line is: the line is
// taken apart once, not once a finding.
func TestLongLinesAreTakenApartOnce(t *testing.T) {
	const n, enough = 1000, 100 << 10 // bytes a finding; the line has 600,000
	all := manyOnOneLine(n)
	for _, name := range Names {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		printed(t, name, Options{}, all)
		runtime.ReadMemStats(&after)
		if each := (after.TotalAlloc - before.TotalAlloc) / n; each > enough {
			t.Errorf("%s: %d bytes a finding", name, each)
		}
	}
}

func BenchmarkLongLine(b *testing.B) {
	for _, n := range []int{500, 1000, 2000} {
		all := manyOnOneLine(n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				printed(b, "text", Options{}, all)
			}
		})
	}
}

// counter counts bytes and keeps none.
type counter int

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}

// What a file adds is written before the next file comes.
func TestFormatsStream(t *testing.T) {
	for _, name := range []string{"text", "json", "jsonl", "sarif", "github", "junit"} {
		var n counter
		p, err := New(name, &n, catalogue(t), Options{})
		if err != nil {
			t.Fatal(err)
		}
		for i := range 3 {
			before := n
			r := results()[0]
			r.Path = fmt.Sprint(i)
			if err := p.Result(r); err != nil {
				t.Fatal(err)
			}
			if n-before < 500 {
				t.Errorf("%s: only %d bytes after file %d", name, n-before, i)
			}
		}
	}
}
