package command

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/clipperhouse/displaywidth"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"nianbao/cmd/nianbao/internal/command/app"
)

// word puts our words in the place of those that the command library has of its
// own: the frame of a command's help, the help and completion commands, and what
// is wrong with flags.
func word(a *app.App, root *cobra.Command) {
	root.SetUsageFunc(func(c *cobra.Command) error {
		_, err := io.WriteString(c.OutOrStderr(), usage(a, c))
		return err
	})
	help := root.HelpFunc()
	root.SetHelpFunc(func(c *cobra.Command, args []string) {
		c.SetOut(a.Text())
		help(c, args)
	})
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return flagError(err) })
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	for _, c := range root.Commands() {
		switch c.Name() {
		case "help":
			c.Use = a.T("help [命令]", "help [command]")
			c.Short = a.T("查看命令的用法", "show how a command is used")
			c.Long, c.Run, c.RunE = c.Short, nil, showHelp
			c.Annotations = app.WithoutSettings
		case "completion":
			c.Short = a.T("生成命令行自动补全脚本", "generate the autocompletion script for a shell")
			c.Long = c.Short
			c.Args = app.NoArgs
			for _, shell := range c.Commands() {
				shell.Short = a.T("生成 {shell} 的自动补全脚本", "generate the autocompletion script for {shell}", "shell", shell.Name())
				shell.Long = a.T("{short}，输出到屏幕。\n\n只在当前窗口启用：\n\n  {once}\n\n每个新窗口都启用，把脚本写到（PowerShell把上面一行写到）：\n\n  {always}",
					"{short} and write it to standard output.\n\nFor this session alone:\n\n  {once}\n\nFor every new session, write it to (PowerShell: add that line to):\n\n  {always}",
					"short", shell.Short, "once", loading[shell.Name()][0], "always", loading[shell.Name()][1])
				shell.Args = app.NoArgs
				shell.Annotations = app.WithoutSettings
			}
		}
	}
	wordFlags(root, a.T("查看用法", "show how it is used"), a.T("不带说明", "without descriptions"))
}

// showHelp shows how the command is used that args name.
func showHelp(c *cobra.Command, args []string) error {
	cmd, rest, err := c.Root().Find(args)
	switch {
	case err != nil:
		return err
	case len(rest) > 0:
		return app.NoArgs(cmd, rest)
	}
	cmd.InitDefaultHelpFlag()
	return cmd.Help()
}

// wordFlags puts our words on the flags that the library gives to commands. It
// gives no help flag to a command that has one.
func wordFlags(c *cobra.Command, help, bare string) {
	c.Flags().BoolP("help", "h", false, help)
	// The library adds a note to its own, by which it leaves it out of scripts.
	_ = c.Flags().SetAnnotation("help", cobra.FlagSetByCobraAnnotation, []string{"true"})
	if f := c.Flags().Lookup("no-descriptions"); f != nil {
		f.Usage = bare
	}
	for _, below := range c.Commands() {
		wordFlags(below, help, bare)
	}
}

// loading is how a shell takes its script: once, and for good.
var loading = map[string][2]string{
	"bash":       {"source <(nianbao completion bash)", "/etc/bash_completion.d/nianbao"},
	"zsh":        {"source <(nianbao completion zsh)", "${fpath[1]}/_nianbao"},
	"fish":       {"nianbao completion fish | source", "~/.config/fish/completions/nianbao.fish"},
	"powershell": {"nianbao completion powershell | Out-String | Invoke-Expression", "$PROFILE"},
}

// flagError says what the flag parser found.
func flagError(err error) error {
	var unknown *pflag.NotExistError
	var bare *pflag.ValueRequiredError
	var invalid *pflag.InvalidValueError
	var syntax *pflag.InvalidSyntaxError
	switch {
	case errors.As(err, &unknown):
		name := "--" + unknown.GetSpecifiedName()
		if unknown.GetSpecifiedShortnames() != "" {
			name = "-" + unknown.GetSpecifiedName()
		}
		return app.Misused("没有选项 {flag}", "there is no flag {flag}", "flag", name)
	case errors.As(err, &bare):
		name := "--" + bare.GetSpecifiedName()
		if short := bare.GetSpecifiedShortnames(); short != "" {
			name = "-" + short
		}
		return app.Misused("选项 {flag} 后面缺少取值", "flag {flag} needs a value", "flag", name)
	case errors.As(err, &invalid):
		name := "--" + invalid.GetFlag().Name
		if short := invalid.GetFlag().Shorthand; short != "" {
			name = "-" + short + ", " + name
		}
		return app.Misused("选项 {flag} 的取值“{value}”不对", `flag {flag} cannot be "{value}"`, "flag", name, "value", invalid.GetValue())
	case errors.As(err, &syntax):
		return app.Misused("选项 {flag} 的写法不对", "{flag} is not how a flag is written", "flag", syntax.GetSpecifiedFlag())
	}
	return err
}

// usage says how a command is used.
func usage(a *app.App, c *cobra.Command) string {
	var b strings.Builder
	b.WriteString(a.T("用法：", "Usage:"))
	if c.Runnable() {
		b.WriteString("\n  " + strings.Replace(c.UseLine(), "[flags]", a.T("[选项]", "[flags]"), 1))
	}
	if c.HasAvailableSubCommands() {
		b.WriteString("\n  " + c.CommandPath() + a.T(" [命令]", " [command]"))
		b.WriteString("\n\n" + a.T("命令：", "Available Commands:"))
		for _, sub := range c.Commands() {
			if sub.IsAvailableCommand() || sub.Name() == "help" {
				fmt.Fprintf(&b, "\n  %-*s %s", sub.NamePadding(), sub.Name(), sub.Short)
			}
		}
	}
	for _, set := range []struct {
		head  string
		flags *pflag.FlagSet
	}{{a.T("选项：", "Flags:"), c.LocalFlags()}, {a.T("通用选项：", "Global Flags:"), c.InheritedFlags()}} {
		if set.flags.HasAvailableFlags() {
			b.WriteString("\n\n" + set.head + "\n" + flagUsages(a, set.flags))
		}
	}
	if c.HasAvailableSubCommands() {
		b.WriteString("\n\n" + a.T("“{command} [命令] --help” 查看某个命令的用法。", `Use "{command} [command] --help" for more information about a command.`, "command", c.CommandPath()))
	}
	return b.String() + "\n"
}

// flagUsages lists flags with what they take, what they do and what holds
// without them.
func flagUsages(a *app.App, flags *pflag.FlagSet) string {
	var left, right []string
	widest := 0
	flags.VisitAll(func(f *pflag.Flag) {
		if f.Hidden {
			return
		}
		name := "      --" + f.Name
		if f.Shorthand != "" {
			name = "  -" + f.Shorthand + ", --" + f.Name
		}
		if takes := takes(a, f.Value.Type()); takes != "" {
			name += " " + takes
		}
		does := f.Usage
		switch usual := f.DefValue; {
		case usual == "", usual == "0", usual == "false", usual == "[]":
		case f.Value.Type() == "string":
			does += a.T("（默认 {value}）", ` (default "{value}")`, "value", usual)
		default:
			does += a.T("（默认 {value}）", " (default {value})", "value", strings.Trim(usual, a.T("[]", "")))
		}
		left, right = append(left, name), append(right, does)
		widest = max(widest, displaywidth.String(name))
	})
	lines := make([]string, len(left))
	for i, name := range left {
		lines[i] = name + strings.Repeat(" ", widest-displaywidth.String(name)+3) + right[i]
	}
	return strings.Join(lines, "\n")
}

// takes says what follows a flag of a type.
func takes(a *app.App, kind string) string {
	switch kind {
	case "bool":
		return ""
	case "int":
		return a.T("数", "int")
	case "stringSlice":
		return a.T("值,值", "strings")
	case "stringArray":
		return a.T("值", "stringArray")
	case "string":
		return a.T("值", "string")
	}
	return kind
}
