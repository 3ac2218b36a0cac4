package source

import "nianbao/internal/report"

// typedText is the origin of a report file: what is absent has no place in it. It says
// nothing of prose, since in JSON nothing is read but what was meant.
type typedText struct{ *input }

func (t typedText) place(n *node) report.Place                        { return t.pos(n) }
func (typedText) absent(string) report.Place                          { return report.Place{} }
func (typedText) text(_, _ string, _ pair, _, _ int) []report.Problem { return nil }
func (typedText) nothing(_, _ string, _ pair, _ int) []report.Problem { return nil }
func (typedText) field(string, pair) []report.Problem                 { return nil }

func (t typedText) marks(n *node) []report.Mark {
	marks, _ := t.spell(n)
	return marks
}

// blank looks before a value without quotes: keys and values make one text where
// no blank parts them.
func (t typedText) blank(n *node) (form string, pos report.Place) {
	if n.style != plain {
		return "", pos
	}
	form, column := foreignBlank(t.line(n.line))
	if column <= n.column {
		return "", pos
	}
	return form, report.OnLine(t.pos(n).Line, column, column+1)
}

// yamlText is the origin of a report file in YAML, in which values can be written
// without quotes.
type yamlText struct{ typedText }
