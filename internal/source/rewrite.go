package source

import (
	"bytes"
	"cmp"
	"maps"
	"slices"
	"strings"

	"nianbao/internal/report"
	"nianbao/internal/reportfile"
)

// Apply writes values anew in the bytes that a report was read from. Each is
// tried: one after which the file does not read as asked for, in that value and
// in every other, is left out. It returns the new bytes, and what was done and
// what was not in the order of the file.
func Apply(r *report.Report, data []byte, rewrites []*report.Rewrite, opts Options) (out []byte, done, left []*report.Rewrite) {
	a := &applier{report: r, data: data, opts: opts, said: sayings(r)}
	all := slices.Clone(rewrites)
	slices.SortStableFunc(all, func(a, b *report.Rewrite) int {
		return cmp.Or(cmp.Compare(a.Pos.Line, b.Pos.Line), cmp.Compare(a.Pos.Column, b.Pos.Column))
	})
	all = slices.Compact(all)
	if out, ok := a.try(all); ok {
		return out, all, nil
	}
	out = data
	for _, w := range all {
		if with, ok := a.try(append(slices.Clip(done), w)); ok {
			out, done = with, append(done, w)
		} else {
			left = append(left, w)
		}
	}
	return out, done, left
}

type applier struct {
	report *report.Report
	data   []byte
	opts   Options
	said   map[string]string
}

// try makes some rewrites; ok tells whether the file then says what they ask
// for and all else as before.
func (a *applier) try(rewrites []*report.Rewrite) (out []byte, ok bool) {
	var pieces []reportfile.Piece
	for _, w := range rewrites {
		pieces = append(pieces, reportfile.Piece{Pos: w.Pos, Text: strings.ReplaceAll(w.Source, "\n", lineEnd(a.data))})
	}
	if out, ok = reportfile.Spliced(a.data, pieces); !ok {
		return nil, false
	}
	again := Read(a.report.Path, out, a.opts)
	if again.Unreadable || len(again.Problems) > len(a.report.Problems) {
		return nil, false
	}
	want := maps.Clone(a.said)
	texts := map[string]*report.Text{}
	for _, t := range a.report.Texts() {
		texts[t.At] = t
	}
	// From the last to the first, so that paragraphs keep their numbers.
	for _, w := range slices.Backward(rewrites) {
		lines := linesOf(want[w.Of])
		if texts[w.Of] == nil || len(lines) < w.Last {
			lines = nil
			w = &report.Rewrite{Of: w.Of, To: w.To}
		}
		want[w.Of] = strings.Join(slices.Concat(lines[:w.First], linesOf(w.To), lines[w.Last:]), "\n")
		if want[w.Of] == "" {
			delete(want, w.Of)
		}
	}
	return out, maps.Equal(want, sayings(again))
}

func linesOf(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(text, "\n")
}

// lineEnd is how the lines of a file end: like the first.
func lineEnd(data []byte) string {
	i := bytes.IndexAny(data, "\r\n")
	switch {
	case i < 0 || data[i] == '\n':
		return "\n"
	case bytes.HasPrefix(data[i:], []byte("\r\n")):
		return "\r\n"
	}
	return "\r"
}

// sayings is everything that a report says, by key path: texts a paragraph a
// line, fields and figures as typed. What says nothing is left out.
func sayings(r *report.Report) map[string]string {
	all := map[string]string{}
	say := func(at, text string) {
		if text != "" {
			all[at] = text
		}
	}
	a := &r.Agency
	fields := []report.Field{r.EditionID, r.Year, r.Title, r.Published, r.Signature.Agency, r.Signature.Date, a.Name, a.Type, a.Regulations}
	fields = append(fields, a.Short...)
	for _, c := range r.Contact {
		fields = append(fields, c.Value)
	}
	fields = slices.AppendSeq(fields, maps.Values(r.PartHeadings))
	fields = slices.AppendSeq(fields, maps.Values(r.Labels))
	for _, u := range r.Unplaced {
		fields = append(fields, u.Place, u.Text)
	}
	for _, w := range r.Waivers {
		fields = append(fields, w.Rule, w.Place, w.Reason, w.Approved, w.Until)
	}
	for _, p := range r.Parts {
		if p.Table != nil {
			for _, ref := range p.Table.Refs() {
				if c := p.Table.Cell(ref); c.Given {
					say(p.Table.At(ref), c.Raw)
				}
			}
			continue
		}
		for _, s := range p.Text.Sections {
			fields = append(fields, s.Heading)
		}
	}
	for _, f := range fields {
		say(f.At, f.Text)
	}
	for _, t := range r.Texts() {
		var lines []string
		for _, p := range t.Paragraphs {
			lines = append(lines, p.Text)
		}
		say(t.At, strings.Join(lines, "\n"))
	}
	return all
}
