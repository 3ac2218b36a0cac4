// Package version is the sub-command that tells the program's version.
package version

import (
	"fmt"
	"runtime/debug"

	"github.com/spf13/cobra"

	"nianbao/cmd/nianbao/internal/command/app"
	"nianbao/internal/message"
)

// Number is the version; see CHANGELOG.md.
const Number = "0.1.0"

// revision is the commit of a release; the linker sets it, see .ci/release.
var revision string

// Command returns the sub-command.
func Command(a *app.App) *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: a.T("显示版本", "show the version"),
		Args:  app.NoArgs,
		// The version is asked for where something is wrong, with settings as well.
		Annotations: app.WithoutSettings,
		RunE: func(*cobra.Command, []string) error {
			editions, err := a.EditionHeads()
			if err != nil {
				return err
			}
			fmt.Fprintf(a.Text(), "nianbao %s%s\n", Number, commit())
			for _, e := range editions {
				years := message.New("{from}起年度", "{from} on", "from", e.Years.From)
				if e.Years.To != 0 {
					years = message.New("{from}–{to}年度", "{from}–{to}", "from", e.Years.From, "to", e.Years.To)
				}
				fmt.Fprintln(a.Text(), a.T("格式 {id}：{years}，{notice}", "edition {id}: report years {years}, {notice}", "id", e.ID, "years", years, "notice", e.Notice.Number))
			}
			return nil
		},
	}
}

// commit is the commit that the program was built from, in brackets, "" where
// it is not known.
func commit() string {
	if revision != "" {
		return " (" + revision + ")"
	}
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" && len(s.Value) >= 12 {
				return " (" + s.Value[:12] + ")"
			}
		}
	}
	return ""
}
