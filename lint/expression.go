package lint

import (
	"slices"
	"strings"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/vm"
	"github.com/shopspring/decimal"

	"nianbao/internal/report"
)

// The names that every expression knows beside its cells.
const (
	nameValue   = "值"
	nameLast    = "上年"
	nameHas     = "有值"
	nameHasLast = "有上年"
	nameSays    = "写到"
	nameYear    = "年度"
	nameType    = "类型"
	nameAgency  = "机关"
)

var functionNames = []string{nameValue, nameLast, nameHas, nameHasLast, nameSays, nameYear, nameType, nameAgency}

// maxExprNodes bounds an expression, which has no loops.
const maxExprNodes = 300

// figureOperators are the operators on figures, with the names of their functions in
// the environment. No expression can use those names itself.
var figureOperators = [][2]string{
	{"+", "$add"}, {"-", "$sub"}, {"*", "$mul"}, {"/", "$div"},
	{"<", "$lt"}, {"<=", "$le"}, {">", "$gt"}, {">=", "$ge"}, {"==", "$eq"}, {"!=", "$ne"},
}

// compileExpression checks an expression's names and types and makes a program
// of it. What the guard refuses must not be run.
func compileExpression(text string, guard *exprGuard) (*vm.Program, error) {
	sample := &evaluation{pass: &pass{report: &report.Report{}}}
	options := []expr.Option{
		expr.Env(sample.environment()), expr.AsBool(), expr.DisableAllBuiltins(), expr.MaxNodes(maxExprNodes),
		expr.Optimize(false), expr.Patch(guard),
	}
	for _, a := range figureOperators {
		options = append(options, expr.Operator(a[0], a[1]))
	}
	return expr.Compile(text, options...)
}

// exprGuard walks an expression before its types are checked. It makes numbers
// exact, turns names of cells into look-ups, and refuses whatever is no
// comparison of figures and texts: what is left cannot loop or grow.
type exprGuard struct {
	cells map[string]string
	refs  []cellRef
	// refused is the first thing that may not be used, at its character.
	refused string
	at      int
}

// cellRef is a cell that an expression looks at, by name or key path.
type cellRef struct {
	name string
	last bool
}

func (g *exprGuard) refuse(n ast.Node, what string) {
	if g.refused == "" {
		g.refused, g.at = what, n.Location().From
	}
}

// Visit implements ast.Visitor. Children are visited before their parents.
func (g *exprGuard) Visit(node *ast.Node) {
	switch n := (*node).(type) {
	case *ast.IntegerNode:
		ast.Patch(node, &ast.ConstantNode{Value: decimal.NewFromInt(int64(n.Value))})
	case *ast.FloatNode:
		ast.Patch(node, &ast.ConstantNode{Value: decimal.NewFromFloat(n.Value)})
	case *ast.IdentifierNode:
		if _, ok := g.cells[n.Value]; ok {
			g.refs = append(g.refs, cellRef{name: n.Value})
			ast.Patch(node, &ast.CallNode{Callee: &ast.IdentifierNode{Value: nameValue}, Arguments: []ast.Node{&ast.StringNode{Value: n.Value}}})
		} else if strings.HasPrefix(n.Value, "$") {
			g.refuse(n, n.Value)
		}
	case *ast.UnaryNode:
		switch n.Operator {
		case "-":
			ast.Patch(node, &ast.BinaryNode{Operator: "-", Left: &ast.ConstantNode{Value: decimal.Zero}, Right: n.Node})
		case "+":
			ast.Patch(node, n.Node)
		}
	case *ast.BinaryNode:
		if !slices.Contains([]string{"+", "-", "*", "/", "<", "<=", ">", ">=", "==", "!=", "in", "and", "or", "&&", "||"}, n.Operator) {
			g.refuse(n, n.Operator)
		}
	case *ast.CallNode:
		g.call(n)
	case *ast.BoolNode, *ast.StringNode, *ast.ConstantNode, *ast.ConditionalNode, *ast.ArrayNode:
	case *ast.BuiltinNode:
		g.refuse(n, n.Name)
	default:
		g.refuse(n, n.String())
	}
}

// call lets only the functions on cells and texts be called, with texts that
// stand in the expression, so that every cell is known when it is loaded.
func (g *exprGuard) call(n *ast.CallNode) {
	callee, ok := n.Callee.(*ast.IdentifierNode)
	if !ok {
		g.refuse(n, n.String())
		return
	}
	for _, arg := range n.Arguments {
		text, ok := arg.(*ast.StringNode)
		if !ok {
			g.refuse(arg, arg.String())
			return
		}
		switch callee.Value {
		case nameValue, nameHas:
			g.refs = append(g.refs, cellRef{name: text.Value})
		case nameLast, nameHasLast:
			g.refs = append(g.refs, cellRef{name: text.Value, last: true})
		}
	}
}

// evaluation is one look of an expression at one report. void is set where the
// expression cannot be judged.
type evaluation struct {
	cells map[string]string
	pass  *pass
	void  bool
}

// isTrue runs a program. What goes wrong in it makes the outcome void: a rule
// that cannot be judged says nothing.
func (e *evaluation) isTrue(program *vm.Program) bool {
	out, err := vm.Run(program, e.environment())
	truth, ok := out.(bool)
	if err != nil || !ok {
		e.void = true
	}
	return truth
}

// environment is what an expression can speak of.
func (e *evaluation) environment() map[string]any {
	r, last := e.pass.report, e.pass.previous
	return map[string]any{
		nameValue:   func(cell string) decimal.Decimal { return e.figure(r, cell) },
		nameLast:    func(cell string) decimal.Decimal { return e.figure(last, cell) },
		nameHas:     func(cell string) bool { return e.has(r, cell) },
		nameHasLast: func(cell string) bool { return e.has(last, cell) },
		nameSays:    e.says,
		nameYear:    decimal.NewFromInt(int64(e.pass.year())),
		nameType:    r.Agency.Type.Text,
		nameAgency:  r.Agency.Name.Text,
		"$add":      decimal.Decimal.Add,
		"$sub":      decimal.Decimal.Sub,
		"$mul":      decimal.Decimal.Mul,
		"$div":      e.divide,
		"$lt":       decimal.Decimal.LessThan,
		"$le":       decimal.Decimal.LessThanOrEqual,
		"$gt":       decimal.Decimal.GreaterThan,
		"$ge":       decimal.Decimal.GreaterThanOrEqual,
		"$eq":       decimal.Decimal.Equal,
		"$ne":       func(a, b decimal.Decimal) bool { return !a.Equal(b) },
	}
}

// divide rounds to the 16 places of the decimal library. A division by zero
// leaves nothing to judge.
func (e *evaluation) divide(a, b decimal.Decimal) decimal.Decimal {
	if b.IsZero() {
		e.void = true
		return decimal.Zero
	}
	return a.Div(b)
}

// path is the key path of a cell that is named or written out.
func (e *evaluation) path(cell string) string {
	if path, ok := e.cells[cell]; ok {
		return path
	}
	return cell
}

func (e *evaluation) figure(r *report.Report, cell string) decimal.Decimal {
	f, ok := valueAt(r, e.path(cell))
	if !ok {
		e.void = true
		return decimal.Zero
	}
	return f.cell().Value
}

func (e *evaluation) has(r *report.Report, cell string) bool {
	_, ok := valueAt(r, e.path(cell))
	return ok
}

// says reports whether a part or section, "" for any, has a phrase.
func (e *evaluation) says(part, phrase string) bool {
	found := false
	e.pass.eachIn(zoneProse|zoneHeading, func(q *passage) {
		found = found || e.pass.inside(q, part) && strings.Contains(squeeze(q.text), phrase)
	})
	return found
}
