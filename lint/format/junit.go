package format

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"nianbao/lint"
)

// junitPrinter writes the XML that test dashboards read: a suite for a file, a
// failed case for a finding, one passed case for a file without any. Findings
// of every severity shown are failures, with the severity as their type, for
// JUnit knows no warnings: who wants only errors to fail asks for those alone
// (--min-severity error). A waived finding is a skipped case, an unreadable file is an error, not a failure. The
// root bears no sums, which are not known until the last file.
type junitPrinter struct {
	output
	catalogue *lint.Catalogue
	options   Options
	words     *words
	begun     bool
}

type junitSuite struct {
	XMLName  xml.Name    `xml:"testsuite"`
	Name     string      `xml:"name,attr"`
	Tests    int         `xml:"tests,attr"`
	Failures int         `xml:"failures,attr"`
	Errors   int         `xml:"errors,attr"`
	Skipped  int         `xml:"skipped,attr"`
	Cases    []junitCase `xml:"testcase"`
}

type junitCase struct {
	Name    string        `xml:"name,attr"`
	Class   string        `xml:"classname,attr"`
	File    string        `xml:"file,attr"`
	Line    int           `xml:"line,attr,omitempty"`
	Failure *junitProblem `xml:"failure"`
	Error   *junitProblem `xml:"error"`
	Skipped *junitSkipped `xml:"skipped"`
}

type junitSkipped struct {
	Message string `xml:"message,attr"`
}

type junitProblem struct {
	Message string `xml:"message,attr"`
	Type    string `xml:"type,attr"`
	Text    string `xml:",chardata"`
}

func newJUnit(w io.Writer, c *lint.Catalogue, o Options) Printer {
	return &junitPrinter{output: output{w: w}, catalogue: c, options: o, words: wordsIn(o.Lang)}
}

func (p *junitPrinter) begin() {
	if !p.begun {
		p.begun = true
		p.write(xml.Header + "<testsuites name=\"nianbao\">\n")
	}
}

// Result implements Printer.
func (p *junitPrinter) Result(r lint.Result) error {
	p.begin()
	suite := junitSuite{Name: r.Path}
	seen := map[string]int{}
	for _, f := range p.options.listed(&r) {
		c := junitCase{Name: strings.TrimSpace(f.Rule + " " + f.At), Class: r.Path, File: r.Path, Line: f.Pos.Line}
		// Dashboards follow a case by its name, which must not be there twice.
		if seen[c.Name]++; seen[c.Name] > 1 {
			c.Name += fmt.Sprintf(" #%d", seen[c.Name])
		}
		problem := &junitProblem{Message: oneLine(p.catalogue.Message(f, p.options.Lang)), Type: f.Severity.String(), Text: p.text(f)}
		switch {
		case f.Waived != nil:
			c.Skipped = &junitSkipped{Message: oneLine(p.words.waivedFor(f.Waived))}
			suite.Skipped++
		case r.Unreadable:
			c.Error = problem
			suite.Errors++
		default:
			c.Failure = problem
			suite.Failures++
		}
		suite.Cases = append(suite.Cases, c)
	}
	if len(suite.Cases) == 0 {
		suite.Cases = []junitCase{{Name: p.words.say(sayNothing), Class: r.Path, File: r.Path}}
	}
	suite.Tests = len(suite.Cases)
	// What XML 1.0 cannot hold, Marshal replaces by U+FFFD.
	text, err := xml.MarshalIndent(suite, "  ", "  ")
	if err != nil {
		return fmt.Errorf("write %s as XML: %w", r.Path, err)
	}
	p.write(string(text) + "\n")
	return p.err
}

// text is the body of a failure, as people read it in a dashboard.
func (p *junitPrinter) text(f *lint.Finding) string {
	w := p.words
	lines := []string{
		fmt.Sprintf("%s: %s %s %s", f.Pos.In(f.Path, p.options.Lang), w.say(f.Severity.Words()), f.Rule, p.catalogue.Message(f, p.options.Lang)),
	}
	if advice := p.catalogue.Advice(f, p.options.Lang); advice != "" {
		lines = append(lines, w.labelled(sayAdvice, advice))
	}
	if f.Basis != "" {
		lines = append(lines, w.labelled(sayBasis, f.Basis))
	}
	for i := range lines {
		lines[i] = oneLine(lines[i])
	}
	return strings.Join(lines, "\n")
}

// Close implements Printer.
func (p *junitPrinter) Close() error {
	p.begin()
	p.write("</testsuites>\n")
	return p.err
}
