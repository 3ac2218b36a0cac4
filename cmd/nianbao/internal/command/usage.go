package command

import (
	"errors"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"nianbao/cmd/nianbao/internal/command/app"
	"nianbao/internal/message"
)

// word puts our words in the place of those that the command library has of its
// own: the frame of a command's help, the help and completion commands, and what
// is wrong with flags.
func word(a *app.App, root *cobra.Command) {
	usage := message.New(usageFrame, usageFrame,
		"usage", message.Text{ZH: "用法：", EN: "Usage:"},
		"command", message.Text{ZH: "命令", EN: "command"},
		"examples", message.Text{ZH: "例子：", EN: "Examples:"},
		"commands", message.Text{ZH: "命令：", EN: "Available Commands:"},
		"flags", message.Text{ZH: "选项：", EN: "Flags:"},
		"common", message.Text{ZH: "通用选项：", EN: "Global Flags:"},
		"more", message.Text{ZH: "“{{.CommandPath}} [命令] --help” 查看某个命令的用法。", EN: `Use "{{.CommandPath}} [command] --help" for more information about a command.`})
	root.SetUsageTemplate(usage.In(a.Lang))
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return flagError(err) })
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	for _, c := range root.Commands() {
		switch c.Name() {
		case "help":
			c.Short = a.T("查看命令的用法", "show how a command is used")
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
			}
		}
	}
	wordFlags(root, a.T("查看用法", "show how it is used"), a.T("不带说明", "without descriptions"))
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

// usageFrame is the library's own, in the words of either language.
const usageFrame = `{usage}{{if .Runnable}}
  {{.UseLine}}{{end}}{{if .HasAvailableSubCommands}}
  {{.CommandPath}} [{command}]{{end}}{{if .HasExample}}

{examples}
{{.Example}}{{end}}{{if .HasAvailableSubCommands}}

{commands}{{range .Commands}}{{if or .IsAvailableCommand (eq .Name "help")}}
  {{rpad .Name .NamePadding }} {{.Short}}{{end}}{{end}}{{end}}{{if .HasAvailableLocalFlags}}

{flags}
{{.LocalFlags.FlagUsages | trimTrailingWhitespaces}}{{end}}{{if .HasAvailableInheritedFlags}}

{common}
{{.InheritedFlags.FlagUsages | trimTrailingWhitespaces}}{{end}}{{if .HasAvailableSubCommands}}

{more}{{end}}
`
