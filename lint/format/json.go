package format

import (
	"bytes"
	"encoding/json"
	"io"

	"nianbao/internal/report"
	"nianbao/lint"
)

// jsonPrinter writes one object. The findings come before the list of files, so
// that they need not be held until the last file is known.
type jsonPrinter struct {
	output
	catalogue *lint.Catalogue
	options   Options
	files     []jsonFile
	count     int
}

type jsonFile struct {
	Path     string  `json:"path"`
	Edition  *string `json:"edition"`
	Agency   string  `json:"agency"`
	Year     *int    `json:"year"`
	Errors   int     `json:"errors"`
	Warnings int     `json:"warnings"`
	Notes    int     `json:"notes"`
	// Waived is how many findings are waived; they are in no other count.
	Waived int `json:"waived"`
	// LeftOutTotals is how many totals the author left to be computed.
	LeftOutTotals int `json:"leftOutTotals"`
}

type jsonFinding struct {
	Rule     string `json:"rule"`
	Severity string `json:"severity"`
	Path     string `json:"path"`
	report.PlaceKeys
	At         string        `json:"at"`
	Message    string        `json:"message"`
	Advice     string        `json:"advice"`
	Left       *string       `json:"left,omitempty"`
	Right      *string       `json:"right,omitempty"`
	Difference *string       `json:"difference,omitempty"`
	Related    []jsonRelated `json:"related"`
	Basis      string        `json:"basis"`
	Fix        *jsonFix      `json:"fix"`
	Waived     *jsonWaiver   `json:"waived,omitempty"`
}

type jsonWaiver struct {
	Reason   string  `json:"reason"`
	Approved string  `json:"approved"`
	Until    *string `json:"until"`
}

type jsonRelated struct {
	// Path is there where the place is in another file than the finding.
	Path string `json:"path,omitempty"`
	At   string `json:"at"`
	report.RelatedKeys
	Note string `json:"note"`
}

type jsonFix struct {
	Safe        bool        `json:"safe"`
	Description string      `json:"description"`
	Edits       []lint.Edit `json:"edits"`
}

func newJSON(w io.Writer, c *lint.Catalogue, o Options) Printer {
	return &jsonPrinter{output: output{w: w}, catalogue: c, options: o}
}

// value writes v as JSON on one line, with Chinese and <, > and & as they are.
func (o *output) value(v any) {
	if o.err != nil {
		return
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if o.err = enc.Encode(v); o.err == nil {
		_, o.err = o.w.Write(bytes.TrimSuffix(b.Bytes(), []byte("\n")))
	}
}

// Result implements Printer.
func (p *jsonPrinter) Result(r lint.Result) error {
	if len(p.files) == 0 {
		p.write("{\"version\":1,\n\"findings\":[")
	}
	p.files = append(p.files, fileOf(&r))
	for _, f := range p.options.listed(&r) {
		if p.count > 0 {
			p.write(",")
		}
		p.count++
		p.write("\n")
		p.value(findingOf(f, p.catalogue, p.options.Lang))
	}
	return p.err
}

// Close implements Printer.
func (p *jsonPrinter) Close() error {
	if len(p.files) == 0 {
		p.write("{\"version\":1,\n\"findings\":[")
		p.files = []jsonFile{}
	}
	p.write("],\n\"files\":")
	p.value(p.files)
	p.write("}\n")
	return p.err
}

func fileOf(r *lint.Result) jsonFile {
	return jsonFile{
		Path: r.Path, Edition: optional(r.Edition), Agency: r.Agency, Year: optional(r.Year),
		Errors: r.Count(lint.Error), Warnings: r.Count(lint.Warning), Notes: r.Count(lint.Note),
		Waived:        r.Waived(),
		LeftOutTotals: r.LeftOutTotals,
	}
}

func findingOf(f *lint.Finding, c *lint.Catalogue, lang string) jsonFinding {
	out := jsonFinding{
		Rule: f.Rule, Severity: f.Severity.String(), Path: f.Path,
		PlaceKeys: f.Pos.Keys(), At: f.At,
		Message: c.Message(f, lang), Advice: c.Advice(f, lang),
		Related: []jsonRelated{}, Basis: f.Basis,
	}
	if f.Sum != nil {
		out.Left, out.Right, out.Difference = &f.Sum.Left, &f.Sum.Right, &f.Sum.Difference
	}
	for _, r := range f.Related {
		out.Related = append(out.Related, jsonRelated{Path: r.Path, At: r.At, RelatedKeys: r.Pos.RelatedKeys(), Note: r.Note})
	}
	if f.Fix != nil {
		out.Fix = &jsonFix{Safe: f.Fix.Safe, Description: c.FixDescription(f, lang), Edits: f.Fix.Edits}
	}
	if w := f.Waived; w != nil {
		out.Waived = &jsonWaiver{Reason: w.Reason, Approved: w.Approved, Until: optional(w.Until)}
	}
	return out
}

// optional is nil for a zero value, which JSON shows as null.
func optional[T comparable](v T) *T {
	var zero T
	if v == zero {
		return nil
	}
	return &v
}
