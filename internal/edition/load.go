package edition

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"reflect"
	"slices"
	"sort"
	"strconv"
	"strings"
	"sync"

	"github.com/go-playground/validator/v10"
	"go.yaml.in/yaml/v4"

	"nianbao/internal/datafile"
	"nianbao/internal/message"
)

// Error is a fault in an edition's data.
type Error struct {
	File   string
	Line   int // 1-based, 0 where the whole file is meant
	Reason message.Message
}

// In words the fault in a language.
func (e *Error) In(lang string) string {
	if e.Line == 0 {
		return message.New("{file}：{reason}", "{file}: {reason}", "file", e.File, "reason", e.Reason).In(lang)
	}
	return message.New("{file}:{line}：{reason}", "{file}:{line}: {reason}", "file", e.File, "line", e.Line, "reason", e.Reason).In(lang)
}

func (e *Error) Error() string { return e.In("zh") }

// Registry holds the editions at hand, oldest first.
type Registry struct{ editions []*Edition }

// Load reads every edition in the folder editions of fsys and checks that no
// two of them claim the same report year. All faults are reported, joined.
func Load(fsys fs.FS) (*Registry, error) {
	files, err := fs.Glob(fsys, "editions/*.yaml")
	if err != nil {
		return nil, fmt.Errorf("list editions: %w", err)
	}
	var errs []error
	reg := &Registry{}
	for _, name := range files {
		e, err := compiled(fsys, name)
		if e == nil && err == nil {
			e, err = read(fsys, name)
		}
		if err != nil {
			errs = append(errs, err)
			continue
		}
		reg.editions = append(reg.editions, e)
	}
	sort.Slice(reg.editions, func(i, j int) bool { return reg.editions[i].Years.From < reg.editions[j].Years.From })
	for i := 1; i < len(reg.editions); i++ {
		a, b := reg.editions[i-1], reg.editions[i]
		if a.Applies(b.Years.From) {
			errs = append(errs, &Error{File: b.File, Reason: message.New("{year}年同时适用于格式“{id}”（{file}），请改正 years", "edition “{id}” ({file}) applies to {year} as well; correct the years",
				"year", b.Years.From, "id", a.ID, "file", a.File)})
		}
	}
	if len(errs) == 0 && len(reg.editions) == 0 {
		errs = append(errs, &Error{File: "editions", Reason: message.New("没有任何格式文件", "there is no edition")})
	}
	return reg, errors.Join(errs...)
}

// Heads reads the editions without their parts: what they are called, when they
// apply and what they rest on. Those that are not compiled come whole.
func Heads(fsys fs.FS) ([]*Edition, error) {
	files, err := fs.Glob(fsys, "editions/*.yaml")
	if err != nil {
		return nil, fmt.Errorf("list editions: %w", err)
	}
	var all []*Edition
	for _, name := range files {
		var h struct {
			ID     string `yaml:"edition"`
			Years  Years  `yaml:"years"`
			Law    Source `yaml:"law"`
			Notice Source `yaml:"notice"`
			// The rest is passed over.
			Period   datafile.Value `yaml:"period"`
			Title    datafile.Value `yaml:"title"`
			Preamble datafile.Value `yaml:"preamble"`
			Contact  datafile.Value `yaml:"contact"`
			Agencies datafile.Value `yaml:"agencies"`
			Parts    datafile.Value `yaml:"parts"`
		}
		ok, err := datafile.ReadCompiled(fsys, name, &h)
		e := &Edition{ID: h.ID, Years: h.Years, Law: h.Law, Notice: h.Notice, File: path.Base(name)}
		if !ok {
			e, err = read(fsys, name)
		}
		if err != nil {
			return nil, err
		}
		all = append(all, e)
	}
	slices.SortFunc(all, func(a, b *Edition) int { return a.Years.From - b.Years.From })
	return all, nil
}

// Of returns a registry that holds nothing but one edition.
func Of(e *Edition) *Registry { return &Registry{editions: []*Edition{e}} }

// All returns the editions, oldest first. The caller must not change them.
func (r *Registry) All() []*Edition { return r.editions }

// Latest returns the edition in force.
func (r *Registry) Latest() *Edition { return r.editions[len(r.editions)-1] }

// ForYear returns the edition that applies to a report year, or nil.
func (r *Registry) ForYear(year int) *Edition {
	for _, e := range r.editions {
		if e.Applies(year) {
			return e
		}
	}
	return nil
}

// ByID returns the edition with that name, or nil.
func (r *Registry) ByID(id string) *Edition {
	for _, e := range r.editions {
		if e.ID == id {
			return e
		}
	}
	return nil
}

// compiled reads an edition from its compiled form, nil where there is none.
func compiled(fsys fs.FS, name string) (*Edition, error) {
	e := &Edition{File: path.Base(name)}
	if ok, err := datafile.ReadCompiled(fsys, name, e); !ok || err != nil {
		return nil, err
	}
	c := &checker{file: e.File, root: &yaml.Node{}}
	c.derive(e)
	if err := errors.Join(c.errs...); err != nil {
		return nil, err
	}
	return e, nil
}

// read reads an edition from its YAML.
func read(fsys fs.FS, name string) (*Edition, error) {
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	return Parse(path.Base(name), data)
}

// Parse reads and checks one edition. The error joins an *Error for every
// fault found; name is used in them.
func Parse(name string, data []byte) (*Edition, error) {
	var root yaml.Node
	if err := yaml.Unmarshal(data, &root); err != nil {
		return nil, decodeError(name, err, nil)
	}
	if len(root.Content) == 0 {
		return nil, &Error{File: name, Reason: message.New("格式文件是空的", "the edition is empty")}
	}
	if err := empty(name, root.Content[0]); err != nil {
		return nil, err
	}
	e := &Edition{File: name}
	if err := yaml.Load(data, e, yaml.WithKnownFields()); err != nil {
		return nil, decodeError(name, err, &root)
	}
	c := &checker{file: name, root: root.Content[0]}
	c.fields(e)
	if len(c.errs) == 0 {
		c.derive(e)
	}
	if err := errors.Join(c.errs...); err != nil {
		return nil, err
	}
	return e, nil
}

// empty finds the items of lists that nothing stands in. The decoder makes of
// them what is none of the form's (a row that is nil, a column of width 0).
func empty(name string, n *yaml.Node) error {
	var errs []error
	for _, item := range n.Content {
		value := item
		if value.Kind == yaml.AliasNode {
			value = value.Alias
		}
		if n.Kind == yaml.SequenceNode && value.Kind == yaml.ScalarNode && value.ShortTag() == "!!null" {
			errs = append(errs, &Error{File: name, Line: item.Line, Reason: message.New("列表中有一项是空的，请写上内容或者删去这一项", "an item of a list is empty; fill it in or delete it")})
			continue
		}
		errs = append(errs, empty(name, item))
	}
	return errors.Join(errs...)
}

// decodeReasons word why an edition cannot be read.
var decodeReasons = map[datafile.FaultKind]message.Text{
	datafile.Syntax:  {ZH: "这里不合YAML的写法，核对缩进、冒号和引号", EN: "this is not YAML; check indents, colons and quotation marks"},
	datafile.Unknown: {ZH: "没有“{key}”这个键", EN: "there is no key “{key}”"},
	datafile.Twice:   {ZH: "“{key}”写了两次", EN: "“{key}” is given twice"},
	datafile.Shape:   {ZH: "这里的写法不对，核对该写文字、数字、列表还是一组键", EN: "this is not what belongs here; check whether it is a text, a number, a list or a group of keys"},
}

// decodeError turns the YAML library's errors into ones with file and line.
func decodeError(name string, err error, root *yaml.Node) error {
	var errs []error
	for _, f := range datafile.Faults(err, root, &Edition{}) {
		errs = append(errs, &Error{File: name, Line: f.Line, Reason: decodeReasons[f.Kind].With("key", f.Key)})
	}
	if len(errs) == 0 {
		return &Error{File: name, Reason: decodeReasons[datafile.Syntax].With()}
	}
	return errors.Join(errs...)
}

// checker collects the faults of one edition, each with the line it is on.
type checker struct {
	file string
	root *yaml.Node
	errs []error
}

func (c *checker) fail(at, zh, en string, pairs ...any) {
	c.errs = append(c.errs, &Error{File: c.file, Line: lineOf(c.root, at),
		Reason: message.New("{at}：{what}", "{at}: {what}", "at", at, "what", message.New(zh, en, pairs...))})
}

// fields checks what each field may hold, by the struct tags.
func (c *checker) fields(e *Edition) {
	v := validator.New(validator.WithRequiredStructEnabled())
	v.RegisterTagNameFunc(func(f reflect.StructField) string {
		name, _, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		return name
	})
	err := v.Struct(e)
	var faults validator.ValidationErrors
	if errors.As(err, &faults) {
		for _, f := range faults {
			_, at, _ := strings.Cut(f.Namespace(), ".")
			switch {
			case f.Tag() == "required", f.Kind() == reflect.Slice:
				c.fail(at, "缺少内容", "there is nothing")
				continue
			}
			switch f.Tag() {
			case "oneof":
				c.fail(at, "只能是 {choice} 之一", "it is one of {choice}", "choice", strings.Fields(f.Param()))
			case "datetime":
				if f.Param() == "01-02" {
					c.fail(at, "应写成 月-日，如 12-31", "it is MM-DD, such as 12-31")
				} else {
					c.fail(at, "应写成 年-月-日，如 2021-09-26", "it is YYYY-MM-DD, such as 2021-09-26")
				}
			default:
				c.fail(at, "取值超出范围（{rule} {limit}）", "it is out of range ({rule} {limit})", "rule", f.Tag(), "limit", f.Param())
			}
		}
	} else if err != nil {
		c.fail("", "{error}", "{error}", "error", err)
	}
}

// derive fills the fields that follow from the data, and checks that the parts
// fit together.
func (c *checker) derive(e *Edition) {
	if e.Years.To != 0 && e.Years.To < e.Years.From {
		c.fail("years.to", "早于 years.from", "it is before years.from")
	}
	for _, must := range []string{"{agency}", "{year}"} {
		if !strings.Contains(e.Title, must) {
			c.fail("title", "缺少 {hole}", "{hole} is missing", "hole", must)
		}
	}
	for i, a := range e.Agencies {
		if a.Advised != "" && a.Advised >= a.Due {
			c.fail(fmt.Sprintf("agencies[%d].advised", i), "应早于 due", "it should be before due")
		}
		if a.Summed != "" && a.Summed <= a.Due {
			c.fail(fmt.Sprintf("agencies[%d].summed", i), "应晚于 due", "it should be after due")
		}
	}
	seen := places{}
	for _, k := range append(slices.Clone(FileKeys.Before), FileKeys.After...) {
		seen[k] = message.Text{ZH: "报告文件自身的键", EN: "the keys of every report file"}
	}
	for i, p := range e.Parts {
		at := fmt.Sprintf("parts[%d]", i)
		p.Number = i + 1
		c.unique(seen, at+".key", p.Key)
		if len([]rune(p.Sheet)) > maxSheetName || strings.ContainsAny(p.Sheet, `[]:*?/\'`) {
			c.fail(at+".sheet", `“{sheet}”不能作工作表名：至多{most}个字，不能有 [ ] : * ? / \ '`, `“{sheet}” cannot be the name of a sheet: it has {most} characters at most, and no [ ] : * ? / \ '`, "sheet", p.Sheet, "most", maxSheetName)
		}
		switch {
		case (p.Text == nil) == (p.Table == nil):
			c.fail(at, "“{part}”须有 text 或 table 之一，且只有其一", "“{part}” has either a text or a table", "part", p.Key)
		case p.Text != nil:
			c.text(at+".text", p.Text)
		default:
			c.table(at+".table", p.Table)
			p.Table.cells = sync.OnceValue(func() *cells { return p.Table.listCells(p.Key) })
		}
	}
}

// maxSheetName bounds a sheet's name without its number; Excel takes 31
// characters in all.
const maxSheetName = 27

// places are where keys were first met, in the words of messages.
type places map[string]any

// unique records a key and complains where it was there before.
func (c *checker) unique(seen places, at, key string) {
	c.pathKey(at, key)
	if first, twice := seen[key]; twice {
		c.fail(at, "“{key}”重复（已见于{first}）", "“{key}” is there twice (first in {first})", "key", key, "first", first)
		return
	}
	seen[key] = at
}

// pathKey complains of a key that a key path could not be taken apart at.
func (c *checker) pathKey(at, key string) {
	if strings.ContainsAny(key, ".[]") {
		c.fail(at, "“{key}”不能含有 . [ ]", "“{key}” cannot hold . [ ]", "key", key)
	}
}

func (c *checker) text(at string, t *Text) {
	seen := places{}
	if t.Lead != "" {
		c.unique(seen, at+".lead", t.Lead)
	}
	if t.More != "" {
		c.unique(seen, at+".more", t.More)
	}
	for i, s := range t.Sections {
		c.unique(seen, fmt.Sprintf("%s.sections[%d].key", at, i), s.Key)
	}
}

func (c *checker) table(at string, t *Table) {
	seen := places{}
	for i, b := range t.Blocks {
		at := fmt.Sprintf("%s.blocks[%d]", at, i)
		before := len(c.errs)
		spans := c.columns(at, b, b.Columns, nil)
		first := len(t.Rows)
		depth := c.rows(at, t, b, b.Rows, nil, "", seen)
		if len(c.errs) > before {
			continue
		}
		switch {
		case t.Across && (len(t.Blocks) != 1 || len(t.Stub) != 0):
			c.fail(at, "横排（across）的表只能有一个 block，不能有 stub", "a table that runs across has one block and no stub")
		case t.Across && len(t.Values) != spans*(len(t.Rows)-first):
			c.fail(at, "values 有 {values} 列，而各组合计 {columns} 列", "values has {values} {values:column|columns}, and the groups have {columns} in all", "values", len(t.Values), "columns", spans*(len(t.Rows)-first))
		case !t.Across && len(t.Values) != spans:
			c.fail(at+".columns", "合计占 {columns} 列，而 values 有 {values} 列", "they take {columns} {columns:column|columns} in all, and values has {values}", "columns", spans, "values", len(t.Values))
		case !t.Across && depth > len(t.Stub):
			c.fail(at+".rows", "行分 {depth} 级，而 stub 只有 {columns} 列", "they have {depth} {depth:level|levels}, but the stub has only {columns} {columns:column|columns}", "depth", depth, "columns", len(t.Stub))
		}
	}
	if len(c.errs) > 0 {
		return
	}
	t.grid = sync.OnceValue(t.layGrid)
	for i, total := range t.Totals {
		c.total(fmt.Sprintf("%s.totals[%d]", at, i), t, total)
	}
	t.above = sync.OnceValue(t.totalsAbove)
	for i, b := range t.Balances {
		c.balance(fmt.Sprintf("%s.balances[%d]", at, i), t, b)
	}
}

// columns walks a header's tree: roles are handed down, leaves collected. It
// returns how many columns of the grid the tree takes.
func (c *checker) columns(at string, b *Block, cols []*Column, roles []string) int {
	seen := places{}
	for _, leaf := range b.Leaves {
		seen[leaf.Key] = message.Text{ZH: "前面的列", EN: "the columns before it"}
	}
	spans := 0
	for i, col := range cols {
		at := fmt.Sprintf("%s.columns[%d]", at, i)
		col.Roles = append(slices.Clone(roles), col.Roles...)
		if len(col.Columns) > 0 {
			spans += c.columns(at, b, col.Columns, col.Roles)
			continue
		}
		if col.Key == "" || col.Type == "" {
			c.fail(at, "“{column}”列须有 key 和 type", "column “{column}” needs a key and a type", "column", col.Label)
			continue
		}
		if (col.Type == Money) != (col.Unit != "") {
			c.fail(at, "“{column}”列：类型为 money 时须写明 unit，其他类型不写", "column “{column}”: a column of type money has a unit, one of another type has none", "column", col.Label)
		}
		c.unique(seen, at+".key", col.Key)
		if col.Span == 0 {
			col.Span = 1
		}
		spans += col.Span
		b.Leaves = append(b.Leaves, col)
	}
	return spans
}

// rows walks a block's rows likewise, and returns how many levels they have.
func (c *checker) rows(at string, t *Table, b *Block, rows []*Row, roles []string, path string, seen places) int {
	depth := 1
	for i, r := range rows {
		at := fmt.Sprintf("%s.rows[%d]", at, i)
		r.Roles = append(slices.Clone(roles), r.Roles...)
		r.Block = b
		r.Path = path
		if r.Key != "" {
			c.pathKey(at+".key", r.Key)
			r.Path = strings.TrimPrefix(path+"."+r.Key, ".")
			if first, twice := seen[r.Path]; twice {
				c.fail(at+".key", "“{key}”重复（已见于{first}）", "“{key}” is there twice (first in {first})", "key", r.Path, "first", first)
			}
			seen[r.Path] = at
		}
		if len(r.Rows) > 0 {
			depth = max(depth, 1+c.rows(at, t, b, r.Rows, r.Roles, r.Path, seen))
			continue
		}
		if r.Key == "" {
			c.fail(at, "“{row}”行须有 key", "row “{row}” needs a key", "row", r.Label)
		}
		r.Index = len(t.Rows)
		t.Rows = append(t.Rows, r)
	}
	return depth
}

// lines returns the rows (for each == "column") or columns of a block with one
// of the roles, as indices.
func (t *Table) lines(b *Block, each string, roles ...string) []int {
	var found []int
	has := func(h interface{ HasRole(string) bool }) bool { return slices.ContainsFunc(roles, h.HasRole) }
	if each == "column" {
		for _, r := range t.Rows {
			if r.Block == b && has(r) {
				found = append(found, r.Index)
			}
		}
		return found
	}
	for i, col := range b.Leaves {
		if has(col) {
			found = append(found, i)
		}
	}
	return found
}

// across returns what an equation is repeated over: the columns of a block for
// each == "column", else its rows.
func (t *Table) across(b *Block, each string) []int {
	var over []int
	if each == "column" {
		for i := range b.Leaves {
			over = append(over, i)
		}
		return over
	}
	for _, r := range t.Rows {
		if r.Block == b {
			over = append(over, r.Index)
		}
	}
	return over
}

func refs(each string, lines []int, over int) []Ref {
	out := make([]Ref, len(lines))
	for i, l := range lines {
		if each == "column" {
			out[i] = Ref{Row: l, Column: over}
		} else {
			out[i] = Ref{Row: over, Column: l}
		}
	}
	return out
}

func (c *checker) total(at string, t *Table, total *Total) {
	found := false
	for _, b := range t.Blocks {
		sum, parts := t.lines(b, total.Each, total.Total), t.lines(b, total.Each, total.Of...)
		if len(sum) == 0 && len(parts) == 0 {
			continue
		}
		found = true
		if len(sum) != 1 || len(parts) == 0 || slices.Contains(parts, sum[0]) {
			c.fail(at, "合计“{id}”须恰有一个总计（{role}，现有 {totals} 个）和至少一个不含总计的分项（现有 {parts} 个）",
				"sum “{id}” needs exactly one total ({role}; there {totals:is|are} {totals}) and at least one part that is not the total (there {parts:is|are} {parts})",
				"id", total.ID, "role", total.Total, "totals", len(sum), "parts", len(parts))
			return
		}
		for _, over := range t.across(b, total.Each) {
			left := refs(total.Each, sum, over)
			t.Equations = append(t.Equations, &Equation{ID: total.ID, Total: true, Each: total.Each,
				Left: left, Right: refs(total.Each, parts, over), Anchor: left[0]})
		}
	}
	if !found {
		c.fail(at, "合计“{id}”：表中没有角色 {role}", "sum “{id}”: nothing in the table has the role {role}", "id", total.ID, "role", total.Total)
	}
}

func (c *checker) balance(at string, t *Table, bal *Balance) {
	found := false
	for _, b := range t.Blocks {
		left, right := t.lines(b, bal.Each, bal.Left...), t.lines(b, bal.Each, bal.Right...)
		if len(left) == 0 && len(right) == 0 {
			continue
		}
		found = true
		anchor := t.lines(b, bal.Each, bal.Anchor)
		if len(left) < len(bal.Left) || len(right) < len(bal.Right) || len(anchor) != 1 {
			c.fail(at, "勾稽“{id}”：左边找到 {left} 项，右边找到 {right} 项，位置（anchor）{anchors} 处，与角色不符",
				"balance “{id}”: {left} {left:line|lines} on the left, {right} on the right and {anchors} {anchors:place|places} for the anchor do not fit its roles",
				"id", bal.ID, "left", len(left), "right", len(right), "anchors", len(anchor))
			return
		}
		for _, l := range left {
			if slices.Contains(right, l) {
				c.fail(at, "勾稽“{id}”：同一项同时在两边", "balance “{id}”: a line is on both sides", "id", bal.ID)
				return
			}
		}
		for _, over := range t.across(b, bal.Each) {
			t.Equations = append(t.Equations, &Equation{ID: bal.ID, Each: bal.Each,
				Left: refs(bal.Each, left, over), Right: refs(bal.Each, right, over), Anchor: refs(bal.Each, anchor, over)[0]})
		}
	}
	if !found {
		c.fail(at, "勾稽“{id}”：表中没有这些角色", "balance “{id}”: nothing in the table has these roles", "id", bal.ID)
	}
}

// lineOf finds the line of a path such as parts[2].table.blocks[0].rows in the
// parsed file, or of the nearest thing above it that is there.
func lineOf(n *yaml.Node, at string) int {
	line := n.Line
	for _, step := range strings.FieldsFunc(at, func(r rune) bool { return r == '.' || r == '[' }) {
		var next *yaml.Node
		if index, err := strconv.Atoi(strings.TrimSuffix(step, "]")); err == nil && n.Kind == yaml.SequenceNode && index < len(n.Content) {
			next = n.Content[index]
			line = next.Line
		} else if n.Kind == yaml.MappingNode {
			for i := 0; i+1 < len(n.Content); i += 2 {
				if n.Content[i].Value == step {
					line, next = n.Content[i].Line, n.Content[i+1]
				}
			}
		}
		if next == nil {
			return line
		}
		n = next
	}
	return line
}
