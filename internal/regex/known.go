package regex

import (
	_ "embed"
	"encoding/binary"
	"regexp/syntax"
	"slices"
	"sync"
)

// known says of the expressions of the embedded rules what parsing them would
// find out, since that takes longer than linting a report: a sequence of the
// expression, the number of its groups, its needs and
// its sure texts, each text behind its length. It is made by Table; an expression that it does not have is parsed.
//
//go:embed known.bin
var known string

// fact is what is known of an expression: the number of its groups, and its
// needs and sure texts as they stand in the table.
type fact struct {
	groups      int
	needs, sure string
}

var facts = sync.OnceValue(func() map[string]fact { return read(known) })

// read takes a table apart. It stops where the table is damaged.
func read(table string) map[string]fact {
	n, table := number(table)
	all := make(map[string]fact, min(n, len(table)))
	for range n {
		var source, needs, sure string
		var groups int
		source, table = text(table)
		groups, table = number(table)
		needs, table = text(table)
		sure, table = text(table)
		if source == "" {
			break
		}
		all[source] = fact{groups, needs, sure}
	}
	return all
}

// list takes needs or sure texts apart.
func (f fact) list(texts string) (all []string) {
	n, rest := number(texts)
	if n == 0 || n > len(rest) {
		return nil
	}
	all = make([]string, 0, n)
	for range n {
		var one string
		if one, rest = text(rest); one == "" {
			return nil
		}
		all = append(all, one)
	}
	return all
}

func number(s string) (int, string) {
	n := 0
	for i := range min(len(s), binary.MaxVarintLen32) {
		n |= int(s[i]&0x7f) << (7 * i)
		if s[i] < 0x80 {
			return n, s[i+1:]
		}
	}
	return 0, ""
}

func text(s string) (string, string) {
	n, s := number(s)
	if n > len(s) {
		return "", ""
	}
	return s[:n], s[n:]
}

// Table makes a table of expressions.
func Table(sources []string) ([]byte, error) {
	sources = slices.Clone(sources)
	slices.Sort(sources)
	sources = slices.DeleteFunc(slices.Compact(sources), func(source string) bool { return source == "" })
	add := func(to []byte, text string) []byte {
		return append(binary.AppendUvarint(to, uint64(len(text))), text...)
	}
	out := binary.AppendUvarint(nil, uint64(len(sources)))
	for _, source := range sources {
		tree, err := syntax.Parse(source, syntax.Perl)
		if err != nil {
			return nil, err
		}
		out = binary.AppendUvarint(add(out, source), uint64(tree.MaxCap()))
		needs, sure := textsOf(tree)
		for _, texts := range [][]string{needs, sure} {
			list := binary.AppendUvarint(nil, uint64(len(texts)))
			for _, text := range texts {
				list = add(list, text)
			}
			out = add(out, string(list))
		}
	}
	return out, nil
}

// KnownTable is the table that the program carries.
func KnownTable() string { return known }

// Known reports whether an expression is in that table, and so is sound.
func Known(source string) bool {
	_, ok := facts()[source]
	return ok
}
