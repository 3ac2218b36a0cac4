package report

import (
	"strings"

	"github.com/shopspring/decimal"

	"nianbao/internal/edition"
	"nianbao/internal/han"
)

// Form tells how a figure is written, where it is not plain digits.
type Form struct {
	// Unit is a unit typed after the figure, or a currency sign before it.
	Unit string
	// Note is text after the figure, such as （其中修订16件）.
	Note string
	// Odd is true for full-width digits, separators, leading zeros, inner spaces,
	// line breaks and invisible characters; Plain is then the same figure as it should be typed. It is Doubtful
	// where a space may stand between two figures as well as inside one.
	Odd, Doubtful bool
	Plain         string
}

// SetCell parses what an author typed into a cell of a column.
func SetCell(c *Cell, raw string, col *edition.Column, words *edition.CellWords) {
	c.Given, c.Raw = true, raw
	seen, hidden := words.Hidden(raw)
	c.Hidden, c.Broken = hidden, strings.ContainsAny(strings.Trim(raw, " \t"), "\r\n")
	text := strings.TrimFunc(seen, han.IsPadding)
	switch {
	case text == "":
		c.State = Blank
		return
	case words.IsPlaceholder(text):
		c.State = Placeholder
		return
	}
	value, form, ok := parseFigure(text, col, words)
	if !ok {
		c.State = Malformed
		return
	}
	if (c.Broken || len(hidden) > 0) && !form.Odd && form.Unit == "" && form.Note == "" {
		form.Odd, form.Plain = true, text
	}
	c.State, c.Value, c.Form = Number, value, form
}

// parseFigure reads one figure with its sign, unit and note.
func parseFigure(text string, col *edition.Column, words *edition.CellWords) (decimal.Decimal, Form, bool) {
	var form Form
	negative, rest := false, text
	if col.Type == edition.Signed {
		var signed bool
		negative, signed, rest = cutSign(text, words)
		if signed {
			rest = strings.TrimLeftFunc(rest, han.IsPadding)
		}
	} else if after, ok := cutAny(text, []string{"-", "－", "−"}); ok {
		// A minus before a figure is a negative figure (VAL004), not nonsense.
		negative, rest = true, after
	}
	sign := ""
	if after, ok := cutAny(rest, words.Currency); ok {
		sign, rest = rest[:len(rest)-len(after)], strings.TrimLeftFunc(after, han.IsPadding)
	}
	runes := []rune(rest)
	figure := han.FigureAlone(runes)
	if figure.Digits == "" || figure.Long || figure.Gaps > 1 {
		return decimal.Zero, form, false
	}
	if tail := string(runes[figure.To:]); tail != "" {
		var ok bool
		if form.Unit, form.Note, ok = splitTail(tail, words); !ok {
			return decimal.Zero, form, false
		}
	}
	plain := strings.TrimLeft(figure.Digits, "0")
	if plain == "" || plain[0] == '.' {
		plain = "0" + plain
	}
	value, odd := figure.Value(), figure.Odd || plain != figure.Digits
	if col.Type != edition.Amount {
		// An amount keeps the unit that was typed, as its header names none.
		value = words.Convert(value, form.Unit, col.Unit)
	}
	if form.Unit == "" {
		// A sign says which currency, not how much of it: the header does.
		form.Unit = sign
	}
	if negative {
		value, plain = value.Neg(), "-"+plain
	}
	if odd && form.Unit == "" && form.Note == "" {
		form.Odd, form.Plain, form.Doubtful = true, plain, figure.Gaps > 0
	}
	return value, form, true
}

func cutSign(text string, words *edition.CellWords) (negative, signed bool, rest string) {
	if rest, ok := cutAny(text, words.Plus); ok {
		return false, true, rest
	}
	if rest, ok := cutAny(text, words.Minus); ok {
		return true, true, rest
	}
	return false, false, text
}

// cutAny cuts the longest of the prefixes that text starts with.
func cutAny(text string, prefixes []string) (string, bool) {
	best := ""
	for _, p := range prefixes {
		if strings.HasPrefix(text, p) && len(p) > len(best) {
			best = p
		}
	}
	return text[len(best):], best != ""
}

// splitTail takes what follows the digits apart: a unit, a note in brackets,
// or both.
func splitTail(tail string, words *edition.CellWords) (unit, note string, ok bool) {
	tail = strings.TrimFunc(tail, han.IsPadding)
	for _, u := range words.Units {
		if strings.HasPrefix(tail, u.Unit) && len(u.Unit) > len(unit) {
			unit = u.Unit
		}
	}
	note = tail[len(unit):]
	if unit != "" {
		if after, ok := cutAny(note, words.Endings); ok {
			note = after
		}
	}
	note = strings.TrimFunc(note, han.IsPadding)
	if note == "" {
		return unit, "", true
	}
	open, last := []rune(note)[0], []rune(note)[len([]rune(note))-1]
	bracketed := (open == '（' || open == '(') && (last == '）' || last == ')')
	return unit, note, bracketed
}
