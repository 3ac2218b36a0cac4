package lint

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// Whatever two texts are, the differences make one of the other, and no line
// that both have at the same place is part of one.
func TestDifferences(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lines := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "c"}), 0, 12)
		old, now := lines.Draw(t, "old"), lines.Draw(t, "now")
		var made []string
		at := 0
		for _, d := range differences(old, now) {
			if d.from < at || d.from == d.to && d.nowFrom == d.nowTo {
				t.Fatalf("%+v", d)
			}
			made = append(append(made, old[at:d.from]...), now[d.nowFrom:d.nowTo]...)
			at = d.to
		}
		if made = append(made, old[at:]...); !slices.Equal(made, now) {
			t.Fatalf("%v became %v, not %v", old, made, now)
		}
	})
}

func TestDifferencesOfWhatDiffersTooMuch(t *testing.T) {
	old, now := make([]string, mostSteps), make([]string, mostSteps)
	for i := range old {
		old[i], now[i] = "a"+string(rune(i)), "b"+string(rune(i))
	}
	got := differences(append(old, "end"), append(now, "end"))
	if want := []difference{{0, mostSteps, 0, mostSteps}}; !slices.Equal(got, want) {
		t.Fatalf("%+v", got)
	}
}

func TestLineBefore(t *testing.T) {
	old, now := []string{"a", "b", "c", "d"}, []string{"a", "x", "y", "d", "e"}
	for line, want := range map[int]int{1: 1, 2: 2, 3: 2, 4: 4, 5: 5} {
		if got := lineBefore(old, now, line); got != want {
			t.Errorf("line %d was %d, not %d", line, got, want)
		}
	}
}
