// Package rules is the sub-command that shows the catalogue and tries the
// examples of rules.
package rules

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"nianbao/cmd/nianbao/internal/command/app"
	"nianbao/internal/message"
	"nianbao/internal/source"
	"nianbao/lint"
	"nianbao/lint/format"
	"nianbao/lint/fragment"
	"nianbao/lint/manual"
)

type flags struct {
	format string
	packs  []string
}

// Command returns "rules" with what is below it.
func Command(a *app.App) *cobra.Command {
	o := &flags{}
	cmd := &cobra.Command{
		Use:   "rules",
		Short: a.T("列出、解释规则，验证规则的例子", "list and explain rules, try their examples"),
		Args:  app.NoArgs,
		RunE:  func(*cobra.Command, []string) error { return list(a, o) },
	}
	listing := &cobra.Command{
		Use:   "list",
		Short: a.T("列出全部规则", "list the rules"),
		Args:  app.NoArgs,
		RunE:  func(*cobra.Command, []string) error { return list(a, o) },
	}
	for _, c := range []*cobra.Command{cmd, listing} {
		c.Flags().StringVar(&o.format, "format", "text", a.T("输出格式：text、json", "output format: text, json"))
		addPacks(a, c, &o.packs)
	}
	cmd.AddCommand(listing, Explain(a), test(a))
	return cmd
}

func addPacks(a *app.App, c *cobra.Command, to *[]string) {
	c.Flags().StringArrayVar(to, "rules", nil, a.T("另加规则包文件，可以给多个", "further rule packs"))
}

// here stands for an input in the current folder, whose settings count.
var here = []string{"-"}

// Explain returns "explain ID", which also stands at the top.
func Explain(a *app.App) *cobra.Command {
	var packs []string
	cmd := &cobra.Command{
		Use:   a.T("explain 规则编号", "explain ID"),
		Short: a.T("解释一条规则：查什么、为什么、依据、错误和正确的例子", "explain a rule: what, why, legal basis, bad and good example"),
		Args:  app.Args(1, 1),
		RunE: func(_ *cobra.Command, args []string) error {
			j, err := a.Judge(here, packs)
			if err != nil {
				return err
			}
			rule := j.Catalogue.Rule(strings.ToUpper(args[0]))
			if rule == nil {
				return app.Wrong("没有规则“{rule}”，用 nianbao rules 查看全部规则", `there is no rule "{rule}"; nianbao rules lists them`, "rule", args[0])
			}
			m, err := manualOf(a, j.Catalogue)
			if err != nil {
				return err
			}
			return m.Explain(a.Text(), rule, a.Lang)
		},
	}
	addPacks(a, cmd, &packs)
	return cmd
}

// manualOf is the manual of a catalogue. Its examples are written for the
// official forms, whatever --edition says.
func manualOf(a *app.App, c *lint.Catalogue) (*manual.Manual, error) {
	reading, err := a.Reading()
	if err != nil {
		return nil, err
	}
	return manual.New(c, source.Options{Editions: reading.Editions, Words: reading.Words}), nil
}

func list(a *app.App, o *flags) error {
	j, err := a.Judge(here, o.packs)
	if err != nil {
		return err
	}
	switch o.format {
	case "json":
		return listJSON(a.Out, j.Catalogue)
	case "text":
		for _, r := range j.Catalogue.Rules() {
			severity, _ := lint.ParseSeverity(r.Severity) // the catalogue has no other
			if _, err := fmt.Fprintf(a.Text(), "%s  %s  %s\n", r.ID, severity.Words().In(a.Lang), r.Title.In(a.Lang)); err != nil {
				return err
			}
		}
		return nil
	}
	return app.Wrong("--format 只能是 text 或 json，不能是“{value}”", `--format is text or json, not "{value}"`, "value", o.format)
}

// What a rule's head says, for other programs. Texts keep the {places} of a
// finding's arguments.
type (
	jsonRule struct {
		ID       string     `json:"id"`
		Kind     string     `json:"kind"`
		Severity string     `json:"severity"`
		Since    string     `json:"since"`
		Title    jsonWords  `json:"title"`
		Why      jsonWords  `json:"why"`
		Basis    string     `json:"basis"`
		Message  jsonWords  `json:"message"`
		Advice   jsonWords  `json:"advice"`
		Fix      *jsonWords `json:"fix"`
		Forms    []jsonForm `json:"forms"`
		Waivable bool       `json:"waivable"`
		Previous string     `json:"previous,omitempty"`
		Bad      string     `json:"bad"`
		Good     string     `json:"good"`
		Traps    []string   `json:"traps"`
	}
	jsonForm struct {
		Form     string     `json:"form"`
		Severity string     `json:"severity"`
		Message  *jsonWords `json:"message"`
		Advice   *jsonWords `json:"advice"`
		Fix      *jsonWords `json:"fix"`
	}
	jsonWords struct {
		ZH string `json:"zh"`
		EN string `json:"en"`
	}
)

func listJSON(w io.Writer, c *lint.Catalogue) error {
	words := func(from *lint.Words) *jsonWords {
		if from == nil {
			return nil
		}
		return &jsonWords{ZH: from.ZH, EN: from.EN}
	}
	all := []jsonRule{}
	for _, r := range c.Rules() {
		out := jsonRule{ID: r.ID, Kind: r.Kind, Severity: r.Severity, Since: r.Since, Title: jsonWords(r.Title), Why: jsonWords(r.Why),
			Basis: r.Basis, Message: jsonWords(r.Message), Advice: jsonWords(r.Advice), Fix: words(r.Fix), Forms: []jsonForm{},
			Waivable: r.Waiver != "never", Previous: r.Previous, Bad: r.Bad, Good: r.Good, Traps: []string{}}
		for _, trap := range r.Traps {
			out.Traps = append(out.Traps, trap.ZH)
		}
		for _, f := range r.Forms {
			severity := f.Severity
			if severity == "" {
				severity = r.Severity
			}
			out.Forms = append(out.Forms, jsonForm{Form: f.Form, Severity: severity, Message: words(f.Message), Advice: words(f.Advice), Fix: words(f.Fix)})
		}
		all = append(all, out)
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(map[string]any{"version": 1, "rules": all})
}

// test returns "rules test", which runs the examples of rules.
func test(a *app.App) *cobra.Command {
	return &cobra.Command{
		Use:   a.T("test [规则包…]", "test [FILE…]"),
		Short: a.T("运行规则的例子：bad 应当报出，good 不应报出", "run the examples of rules: bad has to be reported, good must not"),
		Long: a.T("运行规则包中每条规则的例子；不给文件时运行全国规则和本目录配置中的规则包。\n退出码：0 全部通过；1 有没通过的；2 规则包有误或者读不了。",
			"Runs the examples of every rule of the packs named; of the national rules and the packs in the settings of this folder where none is named.\nExit status: 0 all hold; 1 some do not; 2 a pack is faulty or cannot be read."),
		RunE: func(_ *cobra.Command, args []string) error { return try(a, args) },
	}
}

func try(a *app.App, packs []string) error {
	j, err := a.Judge(here, packs)
	if err != nil {
		return err
	}
	code, err := printFaults(a, j)
	if err != nil {
		return err
	}
	m, err := manualOf(a, j.Catalogue)
	if err != nil {
		return err
	}
	rules := j.Catalogue.Rules()
	if len(packs) > 0 {
		rules = j.Given
	}
	failed := 0
	for _, r := range rules {
		v := m.Check(r)
		if !v.OK() {
			failed++
			code = max(code, app.ExitFindings)
		}
		if _, err := fmt.Fprintf(a.Text(), "%s  %s  %s%s\n", verdict(a, v.OK()), r.ID, r.Title.In(a.Lang), reason(a, j.Catalogue, &v)); err != nil {
			return err
		}
	}
	if _, err := fmt.Fprintln(a.Text(), a.T("运行了{rules}条规则的例子，{failed}条未通过", "ran the examples of {rules} {rules:rule|rules}, {failed} failed", "rules", len(rules), "failed", failed)); err != nil {
		return err
	}
	return app.Found(code)
}

// printFaults prints the mistakes in packs like findings.
func printFaults(a *app.App, j *app.Judge) (code int, err error) {
	if len(j.Faulty) == 0 {
		return app.ExitOK, nil
	}
	printer, err := format.New("text", a.Readable(), j.Catalogue, format.Options{Lang: a.Lang, Color: a.UseColor(), Least: lint.Note})
	if err != nil {
		return app.ExitInternal, err
	}
	for _, pack := range j.Faulty {
		if err := printer.Result(pack.Result()); err != nil {
			return app.ExitInternal, err
		}
	}
	return app.ExitUsage, nil
}

func verdict(a *app.App, ok bool) string {
	if ok {
		return a.T("通过", "ok")
	}
	return a.T("未通过", "FAILED")
}

func reason(a *app.App, c *lint.Catalogue, v *manual.Verdict) string {
	var why message.List
	switch {
	case errors.Is(v.Err, fragment.ErrNoMapping):
		why = append(why, message.New("{example} 不成报告：应当写成一组“键: 值”", "{example} makes no report: it is a group of keys with values", "example", v.Example))
	case v.Err != nil:
		why = append(why, message.New("{example} 不成报告：{error}", "{example} makes no report: {error}", "example", v.Example, "error", v.Err))
	}
	if v.SilentOnBad {
		why = append(why, message.Text{ZH: "bad 没有报出", EN: "bad is not reported"})
	}
	if v.LoudOnGood {
		why = append(why, message.Text{ZH: "good 报出了", EN: "good is reported"})
	}
	for i := range v.Misread {
		f := &v.Misread[i]
		why = append(why, f.Pos.In(f.Path, a.Lang)+" "+c.Message(f, a.Lang))
	}
	if len(why) == 0 {
		return ""
	}
	return a.T("：{why}", ": {why}", "why", message.Joined{Items: why, By: message.Text{ZH: "；", EN: "; "}})
}
