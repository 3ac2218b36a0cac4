package reportfile

import (
	"nianbao/internal/report"
	"nianbao/internal/tree"
)

// typedText is the origin of a report file: what is absent has no place in it. It says
// nothing of prose, since in JSON nothing is read but what was meant.
type typedText struct{ *input }

func (t typedText) Place(n *tree.Node) report.Place                        { return t.pos(n) }
func (typedText) Absent(string) report.Place                               { return report.Place{} }
func (typedText) Text(_, _ string, _ tree.Pair, _, _ int) []report.Problem { return nil }
func (typedText) Nothing(_, _ string, _ tree.Pair, _ int) []report.Problem { return nil }
func (typedText) Field(string, tree.Pair) []report.Problem                 { return nil }

func (t typedText) Marks(n *tree.Node) []report.Mark {
	marks, _ := t.spell(n)
	return marks
}

// Blank looks before a value without quotes: keys and values make one text where
// no blank parts them.
func (t typedText) Blank(n *tree.Node) (form string, pos report.Place) {
	if n.Style != tree.Plain {
		return "", pos
	}
	form, column := foreignBlank(t.line(n.Line))
	if column <= n.Column {
		return "", pos
	}
	return form, report.OnLine(t.pos(n).Line, column, column+1)
}

// yamlText is the origin of a report file in YAML, in which values can be written
// without quotes.
type yamlText struct{ typedText }
