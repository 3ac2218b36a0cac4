package lint

import (
	"strings"

	"nianbao/internal/report"
)

// emptyPart reports whether a part says nothing at all.
func emptyPart(part *report.Part) bool {
	if part.Text != nil {
		return textOf(part.Text) == ""
	}
	for _, ref := range part.Table.Refs() {
		if c := part.Table.Cell(ref); c.State != report.Blank {
			return false
		}
	}
	return true
}

// textOf joins the bodies of a text part, without headings.
func textOf(t *report.TextPart) string {
	var b strings.Builder
	for _, body := range bodies(t) {
		for _, para := range body.Paragraphs {
			b.WriteString(para.Text)
			b.WriteByte('\n')
		}
	}
	return strings.TrimSpace(b.String())
}

func bodies(t *report.TextPart) []*report.Text {
	var all []*report.Text
	if t.Lead != nil {
		all = append(all, t.Lead)
	}
	for _, s := range t.Sections {
		if s.Body != nil {
			all = append(all, s.Body)
		}
	}
	return all
}

// plain joins the paragraphs of a text without their white space.
func plain(t *report.Text) string {
	if t == nil {
		return ""
	}
	lines := make([]string, len(t.Paragraphs))
	for i := range t.Paragraphs {
		lines[i] = squeeze(t.Paragraphs[i].Text)
	}
	return strings.Join(lines, "\n")
}
