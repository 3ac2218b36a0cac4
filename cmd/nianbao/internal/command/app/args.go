package app

import (
	"github.com/spf13/cobra"

	"nianbao/internal/message"
)

const noSettings = "without settings"

// WithoutSettings are the annotations of a command that reads no settings, and so
// works beside faulty ones.
var WithoutSettings = map[string]string{noSettings: ""}

// ReadsSettings reports whether a command reads settings.
func ReadsSettings(cmd *cobra.Command) bool {
	_, without := cmd.Annotations[noSettings]
	return !without
}

// NoArgs lets a command have no arguments; the first is taken for a command that
// does not exist.
func NoArgs(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	cmd.SuggestionsMinimumDistance = 2 // characters that are mistyped
	if near := cmd.SuggestionsFor(args[0]); len(near) > 0 {
		return Misused("没有命令“{name}”，是不是“{near}”", `there is no command "{name}"; perhaps "{near}"`, "name", args[0], "near", near[0])
	}
	return Misused("没有命令“{name}”", `there is no command "{name}"`, "name", args[0])
}

// Args lets a command have between least and most arguments.
func Args(least, most int) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		if least <= len(args) && len(args) <= most {
			return nil
		}
		return Misused("应给{most}个参数，现有{given}个", "it takes {most} {most:argument|arguments}, not {given}", "most", most, "given", len(args))
	}
}

// Files lets a command have any number of files, but at least one.
func Files(_ *cobra.Command, args []string) error {
	if len(args) > 0 {
		return nil
	}
	return Misused("至少要给{least}个文件，现有{given}个", "it takes at least {least} {least:file|files}, not {given}", "least", 1, "given", 0)
}

// Misused is an error of a command line that the help explains.
func Misused(zh, en string, pairs ...any) error {
	return Wrong("{what}。用 nianbao help 查看用法", "{what}; nianbao help shows how it is used", "what", message.New(zh, en, pairs...))
}
