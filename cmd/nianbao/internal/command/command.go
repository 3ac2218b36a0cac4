// Package command puts the sub-commands together, each of which has a package
// of its own below.
package command

import (
	"context"
	"errors"
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
	"nianbao/internal/message"
	"nianbao/internal/pipeline"
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
		return tell(a, errInterrupted)
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
		a.Tell("程序内部出错，没有写完的文件没有写出。这是程序的毛病，请把这一行发给开发者：{fault}", "internal fault; unfinished files were not written. This is a bug: please report this line: {fault}", "fault", app.FaultText(fault))
		return app.ExitInternal
	case err == nil:
		if err = a.Unprinted(); err == nil {
			return app.ExitOK
		}
	case errors.Is(err, context.Canceled) && ctx.Err() != nil:
		err = errInterrupted
	}
	return tell(a, err)
}

var errInterrupted error = message.New("已中断，未完成的文件没有写出", "interrupted; unfinished files were not written")

// tell prints an error for the user and returns its exit status.
func tell(a *app.App, err error) int {
	if !app.Silent(err) {
		a.Tell("nianbao：{error}", "nianbao: {error}", "error", err)
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
		Args:          app.NoArgs,
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
	f.StringVar(&a.ConfigFile, "config", "", a.T("配置文件（默认从输入文件所在目录向上找 {name}）", "settings (default: the nearest {name} above the input)", "name", settings.Name))
	f.StringVar(&a.EditionFile, "edition", "", a.T("用指定的格式文件，不按年度选择", "use this edition file, whatever the year"))
	root.AddCommand(create.Command(a), lint.Command(a), render.Command(a), convert.Command(a),
		rules.Command(a), rules.Explain(a), schema.Command(a), version.Command(a))
	word(a, root)
	return root
}

// settle checks the common flags and reads the settings.
func settle(a *app.App, cmd *cobra.Command, args []string) error {
	if a.Lang != "zh" && a.Lang != "en" {
		wrong := a.Lang
		a.Lang = "zh"
		return app.Wrong("--lang 只能是 zh 或 en，不能是“{value}”", `--lang is zh or en, not "{value}"`, "value", wrong)
	}
	if !slices.Contains([]string{"auto", "always", "never"}, a.Color) {
		return app.Wrong("--color 只能是 auto、always、never，不能是“{value}”", `--color is auto, always or never, not "{value}"`, "value", a.Color)
	}
	a.Intake.Name(args...)
	if a.EditionFile != "" {
		a.Intake.Name(a.EditionFile)
	}
	if !app.ReadsSettings(cmd) {
		return nil
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
