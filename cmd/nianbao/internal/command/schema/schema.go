// Package schema is the sub-command that prints the JSON Schema of the report
// file, for editors.
package schema

import (
	"io"

	"github.com/spf13/cobra"

	"nianbao/cmd/nianbao/internal/command/app"
	"nianbao/internal/reportfile"
)

// Command returns the sub-command.
func Command(a *app.App) *cobra.Command {
	var year int
	var output string
	cmd := &cobra.Command{
		Use:   "schema",
		Short: a.T("输出报告文件的JSON Schema，供编辑器提示和校验", "print the JSON Schema of the report file, for editors"),
		Args:  app.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			e, err := a.Edition(year)
			if err != nil {
				return err
			}
			data, err := reportfile.Schema(e, a.Lang)
			if err != nil {
				return err
			}
			return a.WriteFile(output, func(w io.Writer) error {
				_, err := w.Write(data)
				return err
			})
		},
	}
	cmd.Flags().IntVar(&year, "year", 0, a.T("报告年度（默认现行格式）", "report year (default: the form in force)"))
	cmd.Flags().StringVarP(&output, "output", "o", "-", a.T("输出到文件", "write to this file"))
	return cmd
}
