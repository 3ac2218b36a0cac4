// Package command puts the sub-commands together, each of which has a package
// of its own below.
package command

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"nianbao/cmd/nianbao/internal/command/app"
	"nianbao/cmd/nianbao/internal/command/convert"
	"nianbao/cmd/nianbao/internal/command/create"
	"nianbao/cmd/nianbao/internal/command/lint"
	"nianbao/cmd/nianbao/internal/command/render"
	"nianbao/cmd/nianbao/internal/command/rules"
	"nianbao/cmd/nianbao/internal/command/schema"
	"nianbao/cmd/nianbao/internal/command/version"
	"nianbao/internal/pipeline"
	"nianbao/internal/regex"
	"nianbao/internal/settings"
)

// grace is how long work that does not look at the context may go on after the
// user has asked for the end: a pipe that nobody writes to, a search that takes
// ages.
const grace = 2 * time.Second

// Main runs the program with its arguments and returns the exit status. It stops
// early when ctx ends. Files without a command are linted. Where the window
// closes with the program, as after a double click or when files were dropped
// on it, Main says what to do next and waits until it has been read.
func Main(ctx context.Context, a *app.App, args []string) int {
	a.Lang = language(a, args)
	a.Prepare()
	files := filesAlone(args)
	alone := (len(args) == 0 || len(files) > 0) && a.OwnsWindow()
	code := app.ExitOK
	switch {
	case len(files) > 0:
		code = within(ctx, a, append([]string{"lint"}, args...))
		if alone {
			adviseNext(a, files, code)
		}
	case alone:
		adviseFirst(a)
	default:
		code = within(ctx, a, args)
	}
	if alone {
		a.Hold(ctx)
	}
	return code
}

// within runs a command and waits no longer than grace for one that goes on
// after ctx has ended.
func within(ctx context.Context, a *app.App, args []string) int {
	done := make(chan int, 1)
	go func() { done <- run(ctx, a, args) }()
	select {
	case code := <-done:
		return code
	case <-ctx.Done():
	}
	select {
	case code := <-done:
		return code
	case <-time.After(grace):
		a.Abandon()
		return tell(a, interrupted(a))
	}
}

// run runs a command to its end.
func run(ctx context.Context, a *app.App, args []string) int {
	var err error
	fault := pipeline.Catch(func() {
		root := Root(a)
		root.SetArgs(args)
		err = root.ExecuteContext(ctx)
	})
	switch {
	case fault != nil:
		fmt.Fprintf(a.Err, a.T("程序内部出错，没有写完的文件没有写出。这是程序的毛病，请把这一行发给开发者：%s\n", "internal fault; unfinished files were not written. This is a bug: please report this line: %s\n"), app.FaultText(fault))
		return app.ExitInternal
	case err == nil:
		if err = a.Unprinted(); err == nil {
			return app.ExitOK
		}
	case errors.Is(err, context.Canceled) && ctx.Err() != nil:
		err = interrupted(a)
	}
	return tell(a, err)
}

func interrupted(a *app.App) error {
	return errors.New(a.T("已中断，未完成的文件没有写出", "interrupted; unfinished files were not written"))
}

// tell prints an error for the user and returns its exit status.
func tell(a *app.App, err error) int {
	if !app.Silent(err) {
		fmt.Fprintf(a.Err, "nianbao%s%s\n", a.T("：", ": "), explainError(a, err))
	}
	var failure *app.Failure
	if errors.As(err, &failure) {
		return failure.Code
	}
	return app.ExitUsage
}

// Root returns the command tree.
func Root(a *app.App) *cobra.Command {
	// The library would end the program in English when it is started from
	// Explorer, dropped files or not.
	cobra.MousetrapHelpText = ""
	root := &cobra.Command{
		Use:   "nianbao",
		Short: a.T("政府信息公开工作年度报告：填写、检查、排版", "annual reports on government information disclosure: fill in, check, render"),
		Long: a.T(`nianbao（年报）帮助行政机关编制政府信息公开工作年度报告：

  nianbao new 年报.yaml            生成待填写的模板
  nianbao lint 年报.yaml           发布前检查：六个部分、勾稽关系、每一个合计
  nianbao render 年报.yaml -o out  生成公文格式的PDF和文本

只写文件名，如“nianbao 年报.xlsx”，就是检查。`, `nianbao helps offices make their annual report on government information disclosure:

  nianbao new report.yaml            write a template to fill in
  nianbao lint report.yaml           check it before publishing
  nianbao render report.yaml -o out  make the official PDF and text

Files alone, as in “nianbao report.xlsx”, are checked.`),
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.NoArgs,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
		PersistentPreRunE: func(cmd *cobra.Command, args []string) error {
			return settle(a, cmd, args)
		},
	}
	root.SetIn(a.In)
	root.SetOut(a.Out)
	root.SetErr(a.Err)
	f := root.PersistentFlags()
	f.StringVar(&a.Lang, "lang", a.Lang, a.T("消息的语言：zh 或 en", "language of messages: zh or en"))
	f.StringVar(&a.Color, "color", "auto", a.T("颜色：auto、always、never", "colours: auto, always, never"))
	f.StringVar(&a.ConfigFile, "config", "", a.T("配置文件（默认从输入文件所在目录向上找 "+settings.Name+"）", "settings (default: the nearest "+settings.Name+" above the input)"))
	f.StringVar(&a.EditionFile, "edition", "", a.T("用指定的格式文件，不按年度选择", "use this edition file, whatever the year"))
	root.AddCommand(create.Command(a), lint.Command(a), render.Command(a), convert.Command(a),
		rules.Command(a), rules.Explain(a), schema.Command(a), version.Command(a))
	if a.Lang != "en" {
		chinese(root)
	}
	return root
}

// settle checks the common flags and reads the settings.
func settle(a *app.App, cmd *cobra.Command, args []string) error {
	if a.Lang != "zh" && a.Lang != "en" {
		wrong := a.Lang
		a.Lang = "zh"
		return app.Usage(fmt.Errorf("--lang 只能是 zh 或 en，不能是“%s”", wrong))
	}
	if !slices.Contains([]string{"auto", "always", "never"}, a.Color) {
		return app.Usage(fmt.Errorf(a.T("--color 只能是 auto、always、never，不能是“%s”", "--color is auto, always or never, not %q"), a.Color))
	}
	a.Intake.Name(args...)
	if a.EditionFile != "" {
		a.Intake.Name(a.EditionFile)
	}
	if err := a.LoadSettings(args); err != nil {
		return err
	}
	if a.Settings.Lang != "" && !cmd.Flags().Changed("lang") {
		a.Lang = a.Settings.Lang
	}
	return nil
}

// language looks for --lang before the flags are parsed, because help and error
// messages of the parser need it.
func language(a *app.App, args []string) string {
	for i, arg := range args {
		if v, ok := strings.CutPrefix(arg, "--lang="); ok {
			return v
		}
		if arg == "--lang" && i+1 < len(args) {
			return args[i+1]
		}
	}
	if v := a.Getenv("NIANBAO_LANG"); v == "en" || v == "zh" {
		return v
	}
	return "zh"
}

// parserErrors are the messages of the flag parser and what they mean.
var parserErrors = []struct {
	pattern *regex.Regex
	zh      string
}{
	{regex.Must(`^unknown flag: (.*)$`), "没有选项 ${1}"},
	{regex.Must(`^unknown shorthand flag: '(.)' in .*$`), "没有选项 -${1}"},
	{regex.Must(`^flag needs an argument: (?:'.' in )?(.*)$`), "选项 ${1} 后面缺少取值"},
	{regex.Must(`^invalid argument "(.*)" for "(.*)" flag: .*$`), "选项 ${2} 的取值“${1}”不对"},
	{regex.Must(`(?s)^unknown command "(.*)" for "(.*?)"(?:\n\nDid you mean this\?\n\t(\S+)\n)?.*$`), "没有命令“${1}”"},
	{regex.Must(`^accepts (?:at most )?(\d+) arg\(s\), received (\d+)$`), "应给${1}个参数，现有${2}个"},
	{regex.Must(`^accepts between (\d+) and (\d+) arg\(s\), received (\d+)$`), "应给${1}至${2}个参数，现有${3}个"},
	{regex.Must(`^requires at least (\d+) arg\(s\), only received (\d+)$`), "至少要给${1}个文件，现有${2}个"},
	{regex.Must(`^if any flags in the group \[(.*)\] are set.*$`), "选项 ${1} 不能同时用"},
}

// explainError words an error for the user.
func explainError(a *app.App, err error) string {
	text := err.Error()
	if a.Lang == "en" {
		return text
	}
	for _, e := range parserErrors {
		if e.pattern.MatchString(text) {
			return e.pattern.ReplaceAllString(text, e.zh) + "。用 nianbao help 查看用法"
		}
	}
	return text
}

// chinese words what the command library prints by itself.
func chinese(root *cobra.Command) {
	root.SetUsageTemplate(`用法：{{if .Runnable}}
  {{.UseLine}}{{end}}{{if .HasAvailableSubCommands}}
  {{.CommandPath}} [命令]{{end}}{{if .HasExample}}

例子：
{{.Example}}{{end}}{{if .HasAvailableSubCommands}}

命令：{{range .Commands}}{{if or .IsAvailableCommand (eq .Name "help")}}
  {{rpad .Name .NamePadding }} {{.Short}}{{end}}{{end}}{{end}}{{if .HasAvailableLocalFlags}}

选项：
{{.LocalFlags.FlagUsages | trimTrailingWhitespaces}}{{end}}{{if .HasAvailableInheritedFlags}}

通用选项：
{{.InheritedFlags.FlagUsages | trimTrailingWhitespaces}}{{end}}{{if .HasAvailableSubCommands}}

“{{.CommandPath}} [命令] --help” 查看某个命令的用法。{{end}}
`)
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	for _, c := range root.Commands() {
		switch c.Name() {
		case "help":
			c.Short = "查看命令的用法"
		case "completion":
			c.Short = "生成命令行自动补全脚本"
			for _, shell := range c.Commands() {
				shell.Short = "生成 " + shell.Name() + " 的自动补全脚本"
			}
		}
		c.InitDefaultHelpFlag()
		if f := c.Flags().Lookup("help"); f != nil {
			f.Usage = "查看用法"
		}
	}
	root.InitDefaultHelpFlag()
	root.Flags().Lookup("help").Usage = "查看用法"
}
