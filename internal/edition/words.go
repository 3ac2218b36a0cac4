package edition

import (
	"io/fs"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"nianbao/internal/datafile"
	"nianbao/internal/message"
)

// CellWords is how figures are written in cells, the same for every edition.
type CellWords struct {
	Placeholders []string `yaml:"placeholders"`
	Plus         []string `yaml:"plus"`
	Minus        []string `yaml:"minus"`
	// Currency are the signs that may stand before a figure, Endings the words
	// that may stand behind a unit.
	Currency []string `yaml:"currency"`
	Endings  []string `yaml:"endings"`
	Units    []Unit   `yaml:"units"`
	// Invisible are characters that show nothing and may stand anywhere.
	Invisible []Invisible `yaml:"invisible"`
}

// Invisible is a character that shows nothing, with its name.
type Invisible struct {
	Char string       `yaml:"char"`
	Name message.Text `yaml:"name"`
}

// Hidden takes the invisible characters out of a text, and returns them, each
// once.
func (w *CellWords) Hidden(text string) (string, []Invisible) {
	var found []Invisible
	for _, c := range w.Invisible {
		if strings.Contains(text, c.Char) {
			text, found = strings.ReplaceAll(text, c.Char, ""), append(found, c)
		}
	}
	return text, found
}

// Unit is a word that may follow a figure. Factor says how many of Of it is, or,
// without Of, of whatever is counted.
type Unit struct {
	Unit   string          `yaml:"unit"`
	Factor decimal.Decimal `yaml:"factor"`
	Of     string          `yaml:"of"`
}

// LoadCellWords reads words/cells.yaml of fsys.
func LoadCellWords(fsys fs.FS) (*CellWords, error) {
	const name = "words/cells.yaml"
	w := &CellWords{}
	if err := datafile.Read(fsys, name, w, nil); err != nil {
		return nil, err
	}
	return w, nil
}

// IsPlaceholder reports whether text stands for "no figure".
func (w *CellWords) IsPlaceholder(text string) bool { return slices.Contains(w.Placeholders, text) }

// Convert turns a value in one unit into another, "" for the things themselves;
// a value whose units measure different things comes back as it is.
func (w *CellWords) Convert(value decimal.Decimal, from, to string) decimal.Decimal {
	a, b := w.unit(from), w.unit(to)
	switch {
	case a == nil || a.Factor.IsZero() || from == to:
		return value
	case b == nil && to == "" && a.Of == "":
		return value.Mul(a.Factor)
	case b == nil || b.Factor.IsZero() || a.Of != "" && a.Of != b.Of:
		return value
	}
	return value.Mul(a.Factor).Div(b.Factor)
}

func (w *CellWords) unit(name string) *Unit {
	for i := range w.Units {
		if w.Units[i].Unit == name {
			return &w.Units[i]
		}
	}
	return nil
}
