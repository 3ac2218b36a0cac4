package report

import (
	"encoding/json"
	"slices"
	"testing"
)

func TestPlaces(t *testing.T) {
	for _, tc := range []struct {
		place                      Place
		in, english, keys, related string
	}{
		{OnLine(3, 5, 9), "a:3:5", "a:3:5",
			`{"line":3,"column":5,"endLine":3,"endColumn":9,"sheet":null,"cell":null}`, `{"line":3,"column":5}`},
		{InCell("三", "F12", 7), "a:'三'!F12", "a:'三'!F12",
			`{"line":0,"column":0,"endLine":0,"endColumn":0,"sheet":"三","cell":"F12"}`, `{"line":0,"column":0,"sheet":"三","cell":"F12"}`},
		{OnPage(2, Box{72, 90.5, 200, 104}), "a:第2页", "a:page 2",
			`{"line":0,"column":0,"endLine":0,"endColumn":0,"sheet":null,"cell":null,"page":2,"box":[72,90.5,200,104]}`,
			`{"line":0,"column":0,"page":2,"box":[72,90.5,200,104]}`},
		{InElement(Element{Table: 3, Row: 7, Column: 2}, Stretch{40, 9, 40, 12}, 5), "a:表3第7行第2列", "a:table 3, row 7, column 2",
			`{"line":40,"column":9,"endLine":40,"endColumn":12,"sheet":null,"cell":null,"element":{"table":3,"row":7,"column":2}}`,
			`{"line":40,"column":9,"element":{"table":3,"row":7,"column":2}}`},
		{InElement(Element{Paragraph: 12}, Stretch{}, 6), "a:第12段", "a:paragraph 12",
			`{"line":0,"column":0,"endLine":0,"endColumn":0,"sheet":null,"cell":null,"element":{"paragraph":12}}`,
			`{"line":0,"column":0,"element":{"paragraph":12}}`},
	} {
		if got := tc.place.In("a", "zh"); got != tc.in {
			t.Errorf("%q, want %q", got, tc.in)
		}
		if got := tc.place.In("a", "en"); got != tc.english {
			t.Errorf("%q, want %q", got, tc.english)
		}
		for want, keys := range map[string]any{tc.keys: tc.place.Keys(), tc.related: tc.place.RelatedKeys()} {
			if got, err := json.Marshal(keys); err != nil || string(got) != want {
				t.Errorf("%s, want %s (%v)", got, want, err)
			}
		}
	}
}

func TestPlacesAreOrdered(t *testing.T) {
	want := []Place{{}, OnLine(1, 2, 3), OnLine(1, 4, 5), OnLine(2, 1, 1), OnPage(1, Box{9, 10, 0, 0}), OnPage(1, Box{0, 20, 0, 0}), OnPage(1, Box{5, 20, 0, 0}),
		OnPage(2, Box{0, 5, 0, 0}), InCell("一", "B1", 3), InCell("一", "A2", 4)}
	got := slices.Clone(want)
	slices.Reverse(got)
	slices.SortFunc(got, Place.Compare)
	if !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}
