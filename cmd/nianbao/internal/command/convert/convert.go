// Package convert is the sub-command that turns a report file from one format
// into another.
package convert

import (
	"io"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"nianbao/cmd/nianbao/internal/command/app"
	"nianbao/internal/message"
	"nianbao/internal/report"
	"nianbao/internal/source"
	"nianbao/lint"
	"nianbao/lint/format"
)

// writer returns what writes the format that a name's ending asks for.
func writer(a *app.App, name string) (func(io.Writer, *report.Report) error, error) {
	f := a.Formats().ByEnding(name)
	if f == nil || f.Write == nil {
		known := a.Formats().Endings(func(f *source.Format) bool { return f.Write != nil })
		last := len(known) - 1
		return nil, app.Wrong("不知道“{file}”是什么格式，输出文件名应以 {endings} 或 {last} 结尾", `the format of "{file}" is unknown; the name ends in {endings} or {last}`,
			"file", name, "endings", message.ListOf(known[:last]), "last", known[last])
	}
	created, err := a.Epoch()
	return func(w io.Writer, r *report.Report) error { return f.Write(w, r, created) }, err
}

// Command returns the sub-command.
func Command(a *app.App) *cobra.Command {
	return &cobra.Command{
		Use:   a.T("convert 输入 输出", "convert IN OUT"),
		Short: a.T("YAML、Excel、JSON互转", "convert between YAML, Excel and JSON"),
		Long: a.T("按文件名的结尾（.yaml、.xlsx、.json）转换格式，单元格的原文、空白和段落都不改变。\n读不全的文件（有SRC类错误）不转换，以免丢失内容。",
			"Converts by the names' endings (.yaml, .xlsx, .json); raw cells, blanks and paragraphs stay as they are.\nA file that cannot be read in full (SRC errors) is not converted, so that nothing is lost."),
		Args: app.Args(2, 2),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.Guard(args[0], func() error { return run(cmd, a, args[0], args[1]) })
		},
	}
}

func run(cmd *cobra.Command, a *app.App, in, out string) error {
	asked := out
	if out == "-" {
		// Standard output has no ending: it gets the other text format.
		if asked = ".json"; strings.EqualFold(filepath.Ext(in), ".json") {
			asked = ".yaml"
		}
	}
	write, err := writer(a, asked)
	if err != nil {
		return err
	}
	catalogue, err := a.Catalogue()
	if err != nil {
		return err
	}
	reading, err := a.Reading()
	if err != nil {
		return err
	}
	a.Intake.Expect(in)
	if err := a.MayWrite(out); err != nil {
		return err
	}
	a.NoteOpen(in)
	r := a.Load(reading)(cmd.Context(), in)
	res := lint.New(catalogue, lint.Options{}).Lint(r)
	// Only what the reader could not take in would be lost.
	loss := res
	loss.Findings = nil
	for _, f := range res.Findings {
		if lossy(catalogue, &f, strings.EqualFold(filepath.Ext(asked), ".xlsx")) {
			loss.Findings = append(loss.Findings, f)
		}
	}
	if len(loss.Findings) > 0 {
		p, err := format.New("text", a.Readable(), catalogue, format.Options{Lang: a.Lang, Color: a.UseColor(), Least: lint.Warning})
		if err != nil {
			return err
		}
		if err := p.Result(loss); err != nil {
			return err
		}
		a.Tell("{file}：没有转换，以免丢失读不出的内容", "{file}: not converted, so that nothing is lost", "file", in)
		return app.Found(max(app.ExitFindings, app.Verdict(&loss, false)))
	}
	if err := a.WriteFile(out, func(w io.Writer) error { return write(w, r) }); err != nil {
		return app.Usage(err)
	}
	return nil
}

// lossy reports whether something that a finding speaks of did not get into the
// report, or would not get into a workbook.
func lossy(c *lint.Catalogue, f *lint.Finding, workbook bool) bool {
	if f.Rule == "STR009" {
		// A workbook has the cells of its form, the report file has any row.
		return workbook
	}
	return c.Rule(f.Rule).Kind == "reader" && f.Rule != "SRC008" && f.Severity == lint.Error
}
