// Package version is the sub-command that tells the program's version.
package version

import (
	"fmt"
	"runtime/debug"

	"github.com/spf13/cobra"

	"nianbao/cmd/nianbao/internal/command/app"
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
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			reading, err := a.Reading()
			if err != nil {
				return err
			}
			fmt.Fprintf(a.Out, "nianbao %s%s\n", Number, commit())
			editions := reading.Editions.All()
			if reading.Edition != nil {
				editions = append(editions[:0:0], reading.Edition)
			}
			for _, e := range editions {
				until := a.T("起", " on")
				if e.Years.To != 0 {
					until = fmt.Sprintf("–%d", e.Years.To)
				}
				fmt.Fprintf(a.Text(), a.T("格式 %s：%d%s年度，%s\n", "edition %s: report years %d%s, %s\n"), e.ID, e.Years.From, until, e.Notice.Number)
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
