package format

import (
	"cmp"
	"io"
	"path/filepath"
	"strconv"
	"strings"

	"nianbao/lint"
)

// githubPrinter writes workflow commands, which the runner of GitHub Actions
// (and of Gitea and Forgejo) turns into annotations, and a last line for the log.
type githubPrinter struct {
	output
	catalogue *lint.Catalogue
	options   Options
	words     *words
	tally     tally
}

func newGitHub(w io.Writer, c *lint.Catalogue, o Options) Printer {
	return &githubPrinter{output: output{w: w}, catalogue: c, options: o, words: wordsIn(o.Lang)}
}

// githubLevels are the commands, by severity.
var githubLevels = [3]string{"notice", "warning", "error"}

// The runner takes a command apart at the ends of lines and, in front of the
// second ::, at commas and colons. The escapes are those that it undoes.
var (
	githubData     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	githubProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

// Result implements Printer.
func (p *githubPrinter) Result(r lint.Result) error {
	p.tally.add(&r)
	for _, f := range p.options.shown(&r) {
		level := githubLevels[f.Severity]
		if f.Waived != nil {
			level = githubLevels[lint.Note]
		}
		p.printf("::%s %s::%s\n", level, githubWhere(f), githubData.Replace(p.text(f)))
	}
	return p.err
}

// Close implements Printer.
func (p *githubPrinter) Close() error {
	p.write(p.words.conclusion(&p.tally, p.options.Least) + "\n")
	return p.err
}

// githubWhere is the properties of a command. Columns are left out of a stretch
// of several lines, for which the runner does not allow any.
func githubWhere(f *lint.Finding) string {
	pairs := []string{"file", filepath.ToSlash(f.Path)}
	if pos, ok := f.Pos.Region(); ok {
		pairs = append(pairs, "line", strconv.Itoa(pos.Line))
		if pos.EndLine == pos.Line {
			pairs = append(pairs, "col", strconv.Itoa(pos.Column))
		}
		if pos.EndLine > 0 {
			pairs = append(pairs, "endLine", strconv.Itoa(pos.EndLine))
		}
		if pos.EndLine == pos.Line {
			pairs = append(pairs, "endColumn", strconv.Itoa(pos.EndColumn))
		}
	}
	pairs = append(pairs, "title", f.Rule)
	var properties []string
	for i := 0; i < len(pairs); i += 2 {
		properties = append(properties, pairs[i]+"="+githubProperty.Replace(pairs[i+1]))
	}
	return strings.Join(properties, ",")
}

// text is what the annotation says: the fault and what to do, then the place
// where a line number does not tell it, then the basis.
func (p *githubPrinter) text(f *lint.Finding) string {
	w := p.words
	lines := []string{w.sentences(p.catalogue.Message(f, p.options.Lang), p.catalogue.Advice(f, p.options.Lang))}
	if f.Waived != nil {
		lines = append(lines, w.waivedFor(f.Waived))
	}
	if at := cmp.Or(f.Pos.Named(p.options.Lang), f.At); at != "" {
		lines = append(lines, w.labelled(sayAt, at))
	}
	if f.Basis != "" {
		lines = append(lines, w.labelled(sayBasis, f.Basis))
	}
	for i := range lines {
		lines[i] = oneLine(lines[i])
	}
	return strings.Join(lines, "\n")
}
