// Package lint is the sub-command that checks reports.
package lint

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"nianbao/cmd/nianbao/internal/command/app"
	"nianbao/internal/source"
	"nianbao/lint"
	"nianbao/lint/format"
	"nianbao/render/pdf"
)

type flags struct {
	format, output, least string
	strict                bool
	fonts                 string
	font                  []string
	workers               int
}

// Command returns the sub-command.
func Command(a *app.App) *cobra.Command {
	o := &flags{}
	cmd := &cobra.Command{
		Use:   a.T("lint 文件…", "lint FILE…"),
		Short: a.T("检查年度报告", "check reports"),
		Long: a.T("检查一份或多份年度报告。可以给文件、目录（含子目录）或通配符，“-”是标准输入。\n退出码：0 没有错误；1 有错误（--strict 时含警告）；2 用法不对或文件读不了；3 程序内部出错。",
			"Check one or many reports: files, folders (with all below them), patterns, “-” for standard input.\nExit status: 0 no error; 1 errors found (with --strict also warnings); 2 wrong usage or unreadable input; 3 internal fault."),
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return run(cmd.Context(), a, o, args) },
	}
	f := cmd.Flags()
	f.StringVar(&o.format, "format", "text", a.T("输出格式：", "output format: ")+strings.Join(format.Names, a.T("、", ", ")))
	f.StringVar(&o.output, "output", "-", a.T("输出到文件", "write to this file"))
	f.StringVar(&o.least, "min-severity", "warning", a.T("显示的最低级别：note、warning、error", "least severity shown: note, warning, error"))
	f.BoolVar(&o.strict, "strict", false, a.T("警告也算错误", "warnings count as errors"))
	f.StringVar(&o.fonts, "fonts", "", a.T("按哪些字体判断缺字：embedded（内置）或 system（本机）", "which fonts decide about missing characters: embedded or system"))
	f.StringArrayVar(&o.font, "font", nil, a.T("指定某种字体的文件，如 仿宋=simfang.ttf", "font file of a role, such as 仿宋=simfang.ttf"))
	f.IntVar(&o.workers, "workers", 0, a.T("同时检查的文件数（0为处理器个数）", "files checked at once (0: one a processor)"))
	return cmd
}

func run(ctx context.Context, a *app.App, o *flags, args []string) error {
	least, ok := lint.ParseSeverity(o.least)
	if !ok {
		return app.Usage(fmt.Errorf(a.T("--min-severity 只能是 note、warning、error，不能是“%s”", "--min-severity is note, warning or error, not %q"), o.least))
	}
	catalogue, err := a.Catalogue()
	if err != nil {
		return err
	}
	reading, err := a.Reading()
	if err != nil {
		return err
	}
	paths, err := source.Find(args)
	if err != nil {
		return app.Usage(err)
	}
	fonts, err := a.Fonts(a.WhichFonts(o.fonts), o.font)
	if err != nil {
		return err
	}
	linter := lint.New(catalogue, lint.Options{Workers: o.workers, WithParts: format.WantsParts(o.format), CanDraw: func(r rune) bool { return pdf.CanDraw(fonts, r) }})
	code := app.ExitOK
	write := func(w io.Writer) error {
		printer, err := format.New(o.format, w, catalogue, format.Options{Lang: a.Lang, Color: o.output == "-" && a.UseColor(), Least: least})
		if err != nil {
			return app.Usage(err)
		}
		err = linter.Run(ctx, paths, a.Load(reading), func(res lint.Result) error {
			code = max(code, app.Verdict(&res, o.strict))
			return printer.Result(res)
		})
		if err != nil {
			return err
		}
		return printer.Close()
	}
	if err := a.WriteFile(o.output, write); err != nil {
		return err
	}
	return app.Found(code)
}
