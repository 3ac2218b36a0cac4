package edition_test

import (
	"errors"
	"strings"
	"testing"

	"nianbao/internal/edition"
	"nianbao/internal/report/reporttest"
	"nianbao/rules"
)

// faults takes a joined error apart.
func faults(err error) []*edition.Error {
	if many, ok := err.(interface{ Unwrap() []error }); ok {
		var all []*edition.Error
		for _, one := range many.Unwrap() {
			all = append(all, faults(one)...)
		}
		return all
	}
	var one *edition.Error
	if errors.As(err, &one) {
		return []*edition.Error{one}
	}
	return nil
}

// Whatever stands in an edition in the place of a value, Parse does not panic,
// and every fault has the file and a line.
func TestNoValueOfAnEditionPanics(t *testing.T) {
	data, err := rules.Files.ReadFile("editions/2021.yaml")
	if err != nil {
		t.Fatal(err)
	}
	tried, refused := 0, 0
	for what, mutated := range reporttest.Mutations(data) {
		tried++
		text := mutated()
		_, err := edition.Parse("格式.yaml", text)
		if err == nil {
			continue
		}
		refused++
		all := faults(err)
		if len(all) == 0 {
			t.Fatalf("%s: %T %v", what, err, err)
		}
		for _, f := range all {
			if f.File != "格式.yaml" || f.Line < 1 || f.Line > strings.Count(string(text), "\n")+1 {
				t.Errorf("%s: no place in %v", what, f)
			}
		}
	}
	t.Logf("%d editions, %d refused", tried, refused)
	if refused < tried/2 {
		t.Errorf("only %d of %d were refused", refused, tried)
	}
}

// An item of a list that nothing stands in is told by its own line.
func TestEmptyItemsOfAnEdition(t *testing.T) {
	data, err := rules.Files.ReadFile("editions/2021.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct{ before, empty string }{
		{"          rows:\n", "            -\n"},
		{"      sections:\n", "        - ~\n"},
		{"parts:\n", "  -\n"},
		{"agencies:\n", "  - null\n"},
		{"      blocks:\n", "        -\n"},
		{"          columns:\n", "            -\n"},
	} {
		at := strings.Index(string(data), tc.before)
		if at < 0 {
			t.Fatalf("no %q", tc.before)
		}
		at += len(tc.before)
		text := string(data[:at]) + tc.empty + string(data[at:])
		_, err := edition.Parse("格式.yaml", []byte(text))
		all := faults(err)
		want := strings.Count(text[:at], "\n") + 1
		if len(all) != 1 || all[0].Line != want || !strings.Contains(all[0].Reason.In("zh"), "有一项是空的") {
			t.Errorf("%q: %v, want line %d", tc.before, err, want)
		}
	}
}
