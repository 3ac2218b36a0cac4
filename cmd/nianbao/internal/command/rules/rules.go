// Package rules is the sub-command that shows the catalogue.
package rules

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"nianbao/cmd/nianbao/internal/command/app"
	"nianbao/lint"
)

// Command returns "rules" with what is below it.
func Command(a *app.App) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "rules",
		Short: a.T("列出全部规则", "list the rules"),
		Args:  cobra.NoArgs,
		RunE:  func(*cobra.Command, []string) error { return list(a) },
	}
	cmd.AddCommand(&cobra.Command{
		Use:   "list",
		Short: a.T("列出全部规则", "list the rules"),
		Args:  cobra.NoArgs,
		RunE:  func(*cobra.Command, []string) error { return list(a) },
	}, Explain(a))
	return cmd
}

// Explain returns "explain ID", which also stands at the top.
func Explain(a *app.App) *cobra.Command {
	return &cobra.Command{
		Use:   a.T("explain 规则编号", "explain ID"),
		Short: a.T("解释一条规则：查什么、为什么、依据、错误和正确的例子", "explain a rule: what, why, legal basis, bad and good example"),
		Args:  cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			c, err := a.Catalogue()
			if err != nil {
				return err
			}
			id := strings.ToUpper(args[0])
			r := c.Rule(id)
			if r == nil {
				return app.Usage(fmt.Errorf(a.T("没有规则“%s”，用 nianbao rules 查看全部规则", "there is no rule %q; nianbao rules lists them"), args[0]))
			}
			explain(a, a.Out, r)
			return nil
		},
	}
}

var severities = map[string]string{"error": "错误", "warning": "警告", "note": "提示"}

func severity(a *app.App, name string) string { return a.T(severities[name], name) }

func list(a *app.App) error {
	c, err := a.Catalogue()
	if err != nil {
		return err
	}
	for _, r := range c.Rules() {
		fmt.Fprintf(a.Out, "%s  %s  %s\n", r.ID, severity(a, r.Severity), r.Title.In(a.Lang))
	}
	return nil
}

func explain(a *app.App, w io.Writer, r *lint.Rule) {
	fmt.Fprintf(w, "%s  %s\n", r.ID, r.Title.In(a.Lang))
	fmt.Fprintf(w, a.T("级别：%s", "Severity: %s"), severity(a, r.Severity))
	var others []string
	for _, f := range r.Forms {
		if f.Severity != "" && f.Severity != r.Severity {
			others = append(others, severity(a, f.Severity))
		}
	}
	if len(others) > 0 {
		fmt.Fprintf(w, a.T("（有的情形为%s）", " (%s in some cases)"), others[0])
	}
	fmt.Fprintf(w, a.T("，%s版起\n", ", since %s\n"), r.Since)
	basis := strings.NewReplacer("{notice}", a.T("年度报告格式通知", "the notice on the form"), "{law}", "中华人民共和国政府信息公开条例", "表{part}", a.T("有关表格", "tables")).Replace(r.Basis)
	fmt.Fprintf(w, a.T("\n为什么：%s\n依据：%s\n怎么办：%s\n", "\nWhy: %s\nBasis: %s\nWhat to do: %s\n"), r.Why.In(a.Lang), basis, plain(r.Advice.In(a.Lang)))
	fmt.Fprintf(w, a.T("\n会报的写法：\n%s", "\nReported:\n%s"), indent(r.Bad))
	fmt.Fprintf(w, a.T("\n不报的写法：\n%s", "\nNot reported:\n%s"), indent(r.Good))
	if len(r.Traps) > 0 {
		fmt.Fprint(w, a.T("\n不报的情形：\n", "\nNever reported:\n"))
		for _, t := range r.Traps {
			fmt.Fprintf(w, "  - %s\n", t)
		}
	}
}

// plain shows the places of arguments in a message as … .
func plain(message string) string {
	var b strings.Builder
	depth := 0
	for _, r := range message {
		switch {
		case r == '{':
			depth++
			b.WriteString("……")
		case r == '}':
			depth--
		case depth == 0:
			b.WriteRune(r)
		}
	}
	return b.String()
}

func indent(s string) string {
	return "  " + strings.ReplaceAll(strings.TrimRight(s, "\n"), "\n", "\n  ") + "\n"
}
