// Package convert is the sub-command that turns a report file from one format
// into another.
package convert

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"nianbao/cmd/nianbao/internal/command/app"
	"nianbao/internal/report"
	"nianbao/internal/source"
	"nianbao/lint"
	"nianbao/lint/format"
)

var writers = map[string]func(io.Writer, *report.Report) error{
	".yaml": source.WriteYAML,
	".yml":  source.WriteYAML,
	".json": source.WriteJSON,
}

// Command returns the sub-command.
func Command(a *app.App) *cobra.Command {
	return &cobra.Command{
		Use:   a.T("convert 输入 输出", "convert IN OUT"),
		Short: a.T("YAML与JSON互转", "convert between YAML and JSON"),
		Long: a.T("按文件名的结尾（.yaml、.json）转换格式，单元格的原文、空白和段落都不改变。\n读不全的文件（有SRC类错误）不转换，以免丢失内容。",
			"Converts by the names' endings (.yaml, .json); raw cells, blanks and paragraphs stay as they are.\nA file that cannot be read in full (SRC errors) is not converted, so that nothing is lost."),
		Args: cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error { return run(cmd, a, args[0], args[1]) },
	}
}

func run(cmd *cobra.Command, a *app.App, in, out string) error {
	write := writers[strings.ToLower(filepath.Ext(out))]
	if write == nil {
		return app.Usage(fmt.Errorf(a.T("不知道“%s”是什么格式，输出文件名应以 .yaml 或 .json 结尾", "the format of %q is unknown; the name ends in .yaml or .json"), out))
	}
	catalogue, err := a.Catalogue()
	if err != nil {
		return err
	}
	reading, err := a.Reading()
	if err != nil {
		return err
	}
	r := a.Load(reading)(cmd.Context(), in)
	res := lint.New(catalogue, lint.Options{}).Lint(r)
	// Only what the reader could not take in would be lost.
	loss := res
	loss.Findings = nil
	for _, f := range res.Findings {
		if rule := catalogue.Rule(f.Rule); rule.Kind == "reader" && f.Severity == lint.Error && f.Rule != "SRC008" {
			loss.Findings = append(loss.Findings, f)
		}
	}
	if len(loss.Findings) > 0 {
		p, err := format.New("text", a.Out, catalogue, format.Options{Lang: a.Lang, Color: a.UseColor(), Least: lint.Warning})
		if err != nil {
			return err
		}
		if err := p.Result(loss); err != nil {
			return err
		}
		fmt.Fprintf(a.Err, a.T("%s：没有转换，以免丢失读不出的内容\n", "%s: not converted, so that nothing is lost\n"), in)
		return app.Found(app.Verdict(&loss, false))
	}
	if err := a.WriteFile(out, func(w io.Writer) error { return write(w, r) }); err != nil {
		return app.Usage(err)
	}
	return nil
}
