package regex

import (
	"slices"
	"testing"
)

// An expression behaves the same whether it is known or parsed.
func TestKnown(t *testing.T) {
	sources := []string{`第[一二](?:项|条)`, `\s*`, `(a)(?:(b)|c)d+`, "今年|去年", "^.+$"}
	table, err := Table(append(sources, "", sources[0]))
	if err != nil {
		t.Fatal(err)
	}
	facts := read(string(table))
	if len(facts) != len(sources) {
		t.Errorf("%d facts for %d expressions", len(facts), len(sources))
	}
	for _, source := range sources {
		p, err := Compile(source)
		if err != nil {
			t.Fatal(err)
		}
		if f := facts[source]; f.groups != p.groups || !slices.Equal(f.list(f.needs), p.needs.texts) || !slices.Equal(f.list(f.sure), p.sure.texts) {
			t.Errorf("%s: %d %q %q, not %d %q %q", source, f.groups, f.list(f.needs), f.list(f.sure), p.groups, p.needs.texts, p.sure.texts)
		}
	}
	if _, err := Table([]string{"("}); err == nil {
		t.Error("a faulty expression got into the table")
	}
	for i := range table {
		for _, f := range read(string(table[:i])) {
			f.list(f.needs)
			f.list(f.sure)
		}
		bad := slices.Clone(table)
		bad[i] ^= 0x55
		for _, f := range read(string(bad)) {
			f.list(f.needs)
			f.list(f.sure)
		}
	}
}

// Those that the program carries are found in its table.
func TestKnownIsUsed(t *testing.T) {
	n := 0
	for source, f := range facts() {
		p, err := Compile(source)
		if err != nil {
			t.Fatal(err)
		}
		p.may("")
		if p.groups != p.Regexp().NumSubexp() || !slices.Equal(p.needs.texts, f.list(f.needs)) {
			t.Errorf("%s: %d %q", source, p.groups, p.needs.texts)
		}
		n++
	}
	if n < 100 {
		t.Errorf("the table has %d expressions", n)
	}
}
