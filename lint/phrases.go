package lint

import (
	"strings"

	"nianbao/internal/edition"
	"nianbao/internal/message"
	"nianbao/internal/report"
)

// What messages say of cells and figures over and over. The arguments are the
// form's own names and the report's figures; each language has its own words for
// how they belong together.

// cellName names a cell by its row and its column, the column left out where
// there is only one.
func cellName(t *report.Table, ref edition.Ref) message.Phrase {
	row := t.Def.Rows[ref.Row]
	name := strings.ReplaceAll(row.Path, ".", "·")
	if len(row.Block.Leaves) == 1 {
		return message.New("“{row}”行", "row “{row}”", "row", name)
	}
	return message.New("“{row}”行“{column}”列", "row “{row}”, column “{column}”", "row", name, "column", t.Column(ref).Key)
}

// sumOf writes parts and what they add up to: 新收3＋结转0＝3.
func sumOf(parts message.List, sum string) message.Phrase {
	return message.New("{parts}＝{sum}", "{parts} = {sum}", "sum", sum,
		"parts", message.Joined{Items: parts, By: message.Text{ZH: "＋", EN: " + "}})
}

// figureOf is a name with its figure.
func figureOf(name message.Phrase, value string) message.Phrase {
	return message.New("{name}{value}", "{name} {value}", "name", name, "value", value)
}

// plainName is a name that is the same in every language.
type plainName string

// In implements message.Phrase.
func (n plainName) In(string) string { return string(n) }

// In names the term in a language; that of another report bears its year.
func (t Term) In(lang string) string {
	if t.Year == "" {
		return t.Name
	}
	return message.New("{year}年{name}", "{name} ({year})", "year", t.Year, "name", t.Name).In(lang)
}
