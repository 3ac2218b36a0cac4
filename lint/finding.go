package lint

import (
	"cmp"
	"slices"
	"strings"

	"nianbao/internal/message"
	"nianbao/internal/report"
)

// Severity ranks findings.
type Severity int

// The severities. An error blocks rendering; a note is shown on request.
const (
	Note Severity = iota
	Warning
	Error
)

var severities = []string{"note", "warning", "error"}

// String returns the severity's name in the JSON contract.
func (s Severity) String() string { return severities[s] }

// Words name the severity for people.
func (s Severity) Words() message.Text {
	return [...]message.Text{{ZH: "提示", EN: "note"}, {ZH: "警告", EN: "warning"}, {ZH: "错误", EN: "error"}}[s]
}

// ParseSeverity is the inverse of String.
func ParseSeverity(name string) (Severity, bool) {
	i := slices.Index(severities, name)
	return Severity(max(i, 0)), i >= 0
}

// Finding is one fault in a report. It is data: its message is made from the
// rule's head when it is shown, in the language that is asked for.
type Finding struct {
	Rule string
	// rule is that of Rule, nil where a test makes the finding by hand.
	rule     *Rule
	Form     string // which of the rule's messages
	Severity Severity
	Path     string
	Pos      report.Place
	// At is the key path in the report file.
	At string
	// inSheets is true where the report is a workbook.
	inSheets bool
	// Where is the row and column of a figure in the form's words, nil for what
	// is no figure or row of figures.
	Where []string
	Args  message.Args
	// Sum holds the two sides where the fault is one of arithmetic.
	Sum *Sum
	// Related are the other places that the finding speaks of.
	Related []report.Related
	// Basis is the law or notice that the rule rests on.
	Basis string
	Fix   *Fix
	// Waived says why the finding need not be settled, nil where it must be.
	Waived *Waiver
	// Excerpt is the line of the file that Pos starts on, "" where the file
	// has no lines.
	Excerpt string
}

// Spot names the place in the report: the row and column of a figure, what is
// printed or written beside a place in a workbook, else the key path.
func (f *Finding) Spot(lang string) string {
	if len(f.Where) == 0 {
		return f.At
	}
	return message.Joined{Items: message.ListOf(f.Where), By: message.Text{ZH: "，", EN: ", "}}.In(lang)
}

// Sum is the arithmetic of a finding, as decimals in plain notation.
type Sum struct {
	Left, Right, Difference string
	// LeftTerms and RightTerms are the parts of both sides.
	LeftTerms, RightTerms []Term
}

// Term is one part of a sum.
type Term struct {
	Name string
	// Year is that of the report that the part stands in, "" for the report's own.
	Year string
	// Raw is what the cell holds, Value what it counts as.
	Raw, Value string
	Place      report.Related
	// Blank is true where nothing was given and 0 was taken.
	Blank bool
}

// Fix is a repair. A safe one changes how something is written and not what it
// says.
type Fix struct {
	Safe  bool
	Form  string // which of the rule's fix descriptions, "" for the only one
	Args  message.Args
	Edits []Edit
}

// Edit puts a new text at a key path: in the place of the whole value or, where
// Span is set, of some characters of the prose there. The safe edits of all
// findings can be applied together, from the last to the first: their spans
// speak of the report as it was read, and no two of them overlap. A text that
// is replaced as a whole comes before the spans in it, which are looked for
// again once it reads as it was meant.
type Edit struct {
	At   string `json:"at"`
	To   string `json:"to"`
	Span Span   `json:"span,omitzero"`
	// Pos is where the characters of Span stand in the file.
	Pos report.Place `json:"-"`
	// Rewrite is, for a text that is written in another way than it was meant,
	// how a file has to be changed for the value to read as To; else nil.
	Rewrite *report.Rewrite `json:"-"`
}

// Span is a stretch of prose: the characters From (inclusive) to Until
// (exclusive), counted in runes from 0, of a paragraph, counted from 1 among
// those of the text. A title or another value that is no text is one paragraph.
type Span struct {
	Paragraph int `json:"paragraph"`
	From      int `json:"from"`
	Until     int `json:"until"`
}

// sortFindings orders findings by file, position and rule, and drops equal
// ones, so that the order never depends on how the work was shared out.
func sortFindings(all []Finding) []Finding {
	slices.SortStableFunc(all, func(a, b Finding) int {
		return cmp.Or(
			strings.Compare(a.Path, b.Path),
			a.Pos.Compare(b.Pos),
			strings.Compare(a.Rule, b.Rule),
			strings.Compare(a.Form, b.Form),
			strings.Compare(a.At, b.At),
		)
	})
	return slices.CompactFunc(all, func(a, b Finding) bool {
		return a.Rule == b.Rule && a.Form == b.Form && a.Pos == b.Pos && a.At == b.At && a.Path == b.Path && sameArgs(a.Args, b.Args)
	})
}

func sameArgs(a, b message.Args) bool {
	if len(a) != len(b) {
		return false
	}
	for k, v := range a {
		if message.Word(b[k], "zh") != message.Word(v, "zh") {
			return false
		}
	}
	return true
}
