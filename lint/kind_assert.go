package lint

import (
	"errors"
	"maps"

	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/vm"
	"go.yaml.in/yaml/v4"

	"nianbao/internal/message"
	"nianbao/internal/regex"
)

// assertKind asks that an expression over figures be true.
// Figures are exact decimals. Where a figure that the expression needs is
// blank, where last year's report is not at hand, and where something is
// divided by zero, the rule is silent.
type assertKind struct {
	// Expression is what should hold, If when it is asked at all.
	Expression string `yaml:"expr" validate:"required"`
	If         string `yaml:"if"`
	// Cells give names to cells, by their key paths, for the expression and
	// the messages.
	Cells map[string]string `yaml:"cells"`
	// At is the cell where a finding is placed, the first one named where
	// absent.
	At string `yaml:"at"`

	holds, when *vm.Program
	// paths are the cells that the expression looks at, in order; last tells
	// that it looks at last year's.
	paths []string
	last  bool
}

// maxExpression is the length of an expression in characters.
const maxExpression = 500

// cellNamePattern is what a cell may be called in an expression.
var cellNamePattern = regex.Must(`^[\p{L}_][\p{L}\p{N}_]*$`)

func (k *assertKind) args() []string {
	return append(slices.Sorted(maps.Keys(k.Cells)), "expr")
}

func (k *assertKind) undecided(p *pass) bool { return k.last && p.previous == nil }

func (k *assertKind) bind(l *packLoader) {
	for _, name := range slices.Sorted(maps.Keys(k.Cells)) {
		if !cellNamePattern.MatchString(name) || slices.Contains(functionNames, name) {
			l.faultAt("value", []any{"params", "cells", name}, "key", "cells", "text", name, "known", []string{"新收", "办结"})
		}
		l.cell(k.Cells[name], "params", "cells", name)
	}
	l.cell(k.At, "params", "at")
	k.holds = k.compile(l, k.Expression, "expr")
	if k.If != "" {
		k.when = k.compile(l, k.If, "if")
	}
	if k.At == "" && len(k.paths) > 0 {
		k.At = k.paths[0]
	}
}

// compile makes a program of an expression, or notes the mistake at the
// character where it is.
func (k *assertKind) compile(l *packLoader, text, key string) *vm.Program {
	steps := []any{"params", key}
	if utf8.RuneCountInString(text) > maxExpression {
		l.faultAt("size", steps, "key", key, "limit", strconv.Itoa(maxExpression))
		return nil
	}
	guard := &exprGuard{cells: k.Cells}
	program, err := compileExpression(text, guard)
	for _, ref := range guard.refs {
		path, named := k.Cells[ref.name]
		if !named {
			path = ref.name
			l.cell(path, steps...)
		}
		if !slices.Contains(k.paths, path) {
			k.paths = append(k.paths, path)
		}
		k.last = k.last || ref.last
	}
	known := functionNames
	var fault *file.Error
	switch {
	case guard.refused != "":
		l.expressionFault(steps, guard.at, "not-allowed", "text", guard.refused, "known", known)
	case errors.As(err, &fault):
		if m := unknownName.FindStringSubmatch(fault.Message); m != nil {
			l.expressionFault(steps, fault.From, "name-in-expression", "text", m[1], "known", known)
		} else if typeMessage.MatchString(fault.Message) {
			l.expressionFault(steps, fault.From, "types")
		} else {
			l.expressionFault(steps, fault.From, "expression")
		}
	case err != nil: // the type of the whole, which has no place of its own
		l.expressionFault(steps, 0, "types")
	default:
		return program
	}
	return nil
}

// The messages of the expression compiler that have words of their own.
var (
	unknownName = regex.Must(`^unknown name (\S+)`)
	typeMessage = regex.Must(`^(?:invalid operation|cannot use|non-bool|not enough arguments|too many arguments|expected )`)
)

// expressionFault notes a mistake at a character of an expression: exactly
// there where the expression stands on one line as it is, else at its start.
func (l *packLoader) expressionFault(steps []any, offset int, form string, args ...any) {
	n := child(l.node, steps...)
	if n == nil {
		l.faultAt(form, steps, args...)
		return
	}
	at := *n
	quoted := n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) != 0
	block := n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0
	if runes := []rune(n.Value); !block && !strings.ContainsRune(n.Value, '\n') && offset <= len(runes) &&
		!(quoted && strings.ContainsAny(string(runes[:offset]), `'"\`)) {
		at.Column += offset
		if quoted {
			at.Column++
		}
		at.Value, at.Style = firstToken.FindString(string(runes[offset:])), 0
	}
	l.fault(&at, form, args...)
}

// firstToken is what a caret under a mistake covers.
var firstToken = regex.Must(`^(?:[\p{L}_][\p{L}\p{N}_]*|[0-9.]+|[<>=!]=?|.)`)

func (k *assertKind) check(p *pass) {
	if p.year() == 0 {
		return
	}
	run := &evaluation{cells: k.Cells, pass: p}
	if k.when != nil && !run.isTrue(k.when) || run.void {
		return
	}
	if run.isTrue(k.holds) || run.void {
		return
	}
	f := Finding{Args: message.Args{"expr": k.Expression}}
	for name, path := range k.Cells {
		f.Args[name] = "–"
		if cell, ok := valueAt(p.report, path); ok {
			f.Args[name] = cell.cell().Value.String()
		}
	}
	if cell, ok := cellAt(p.report, k.At); ok {
		place := cell.place("")
		f.At, f.Pos = place.At, place.Pos
	}
	for _, path := range k.paths {
		if cell, ok := cellAt(p.report, path); ok && path != k.At {
			f.Related = append(f.Related, cell.place(""))
		}
	}
	p.add(f)
}
