package report

import (
	"slices"
	"testing"
)

// Several names typed as one text are each a name, and so is the text.
func TestShortNames(t *testing.T) {
	a := Agency{}
	for _, text := range []string{"市水务局、本局", "区委、区政府办", "我局", "甲局，乙", "甲 局；丙局"} {
		a.Short = append(a.Short, Field{Given: true, Text: text})
	}
	want := []string{"市水务局、本局", "市水务局", "本局", "区委、区政府办", "区委", "区政府办", "我局", "甲局，乙", "甲局", "甲 局；丙局", "丙局"}
	if got := a.ShortNames(); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}
