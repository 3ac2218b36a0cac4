// Package lint is the sub-command that checks reports.
package lint

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"slices"

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
	fix, diff             bool
	unsafe                []string
	annotate              string
	previous, previousDir string
	rules                 []string
}

// Command returns the sub-command.
func Command(a *app.App) *cobra.Command {
	o := &flags{}
	cmd := &cobra.Command{
		Use:   a.T("lint 文件…", "lint FILE…"),
		Short: a.T("检查年度报告", "check reports"),
		Long: a.T("检查一份或多份年度报告。可以给文件、目录（含子目录）或通配符，“-”是标准输入。\n退出码：0 没有错误；1 有错误（--strict 时含警告）；2 用法不对或文件读不了；3 程序内部出错。",
			"Check one or many reports: files, folders (with all below them), patterns, “-” for standard input.\nExit status: 0 no error; 1 errors found (with --strict also warnings); 2 wrong usage or unreadable input; 3 internal fault."),
		Args: app.Files,
		RunE: func(cmd *cobra.Command, args []string) error { return run(cmd.Context(), a, o, args) },
	}
	f := cmd.Flags()
	f.StringVar(&o.format, "format", "text", a.T("输出格式：{names}", "output format: {names}", "names", format.Names))
	f.StringVarP(&o.output, "output", "o", "-", a.T("输出到文件", "write to this file"))
	f.StringVar(&o.least, "min-severity", "warning", a.T("显示的最低级别：note、warning、error", "least severity shown: note, warning, error"))
	f.BoolVar(&o.strict, "strict", false, a.T("警告也算错误", "warnings count as errors"))
	f.StringVar(&o.fonts, "fonts", "", a.T("按哪些字体判断缺字：embedded（内置）或 system（本机）", "which fonts decide about missing characters: embedded or system"))
	f.StringArrayVar(&o.font, "font", nil, a.T("指定某种字体的文件，如 仿宋=simfang.ttf", "font file of a role, such as 仿宋=simfang.ttf"))
	f.IntVar(&o.workers, "workers", 0, a.T("同时检查的文件数（0为处理器个数）", "files checked at once (0: one a processor)"))
	f.BoolVar(&o.fix, "fix", false, a.T("改正写法上的问题（不改变数值），原文件另存为 .bak", "correct how things are written, not what they say; the original is kept as .bak"))
	f.StringSliceVar(&o.unsafe, "fix-unsafe", nil, a.T("连同所列规则的修改建议一起改（会改变数值），如 BAL002", "also make the repairs of these rules, which change what is said, such as BAL002"))
	f.BoolVar(&o.diff, "diff", false, a.T("与 --fix 同用：只显示要改什么，不改文件", "with --fix: show the changes and leave the files alone"))
	f.StringVar(&o.annotate, "annotate", "", a.T("把问题标在工作簿的副本上（.xlsx），原文件不变", "mark the findings in a copy of the workbook (.xlsx)"))
	f.StringArrayVar(&o.rules, "rules", nil, a.T("另加规则包文件，可以给多个", "further rule packs"))
	f.StringVar(&o.previous, "previous", "", a.T("上一年度的报告，检查两年是否衔接、文字是否雷同", "the report of the year before, to compare with"))
	f.StringVar(&o.previousDir, "previous-dir", "", a.T("上一年度报告所在的文件夹，按机关和年度找", "the folder with the reports of the year before, found by agency and year"))
	return cmd
}

func run(ctx context.Context, a *app.App, o *flags, args []string) error {
	least, ok := lint.ParseSeverity(o.least)
	if !ok {
		return app.Wrong("--min-severity 只能是 note、warning、error，不能是“{value}”", `--min-severity is note, warning or error, not "{value}"`, "value", o.least)
	}
	reading, err := a.Reading()
	if err != nil {
		return err
	}
	for _, name := range []string{o.previous, o.previousDir} {
		if name != "" {
			a.Intake.Name(name)
		}
	}
	paths, err := source.Find(args, a.Formats())
	if err != nil {
		return app.Usage(err)
	}
	judge, err := a.Judge(paths, o.rules)
	if err != nil {
		return err
	}
	catalogue := judge.Catalogue
	paths = judge.Inputs
	fonts, err := a.Fonts(a.WhichFonts(o.fonts), o.font)
	if err != nil {
		return err
	}
	for _, id := range o.unsafe {
		if catalogue.Rule(id) == nil {
			return app.Wrong("--fix-unsafe 里没有规则“{rule}”，用 nianbao rules 查看全部规则", `--fix-unsafe: there is no rule "{rule}"; nianbao rules lists them`, "rule", id)
		}
	}
	o.fix = o.fix || len(o.unsafe) > 0
	a.Intake.Expect(paths...)
	if err := o.agree(reading.Formats, paths); err != nil {
		return err
	}
	today, err := a.Today()
	if err != nil {
		return err
	}
	before, err := findPrevious(ctx, a, o, catalogue, reading, paths)
	if err != nil {
		return err
	}
	// Before anything is changed: by now it is known what the run reads.
	for _, name := range []string{o.output, o.annotate} {
		if err := a.MayWrite(name); err != nil {
			return err
		}
	}
	if o.fix && !o.diff {
		for _, path := range paths {
			if err := app.MayReplace(path); err != nil {
				return err
			}
		}
	}
	a.NoteOpen(paths...)
	if o.previous != "" {
		a.NoteOpen(o.previous)
	}
	linter := judge.Linter(lint.Options{Workers: o.workers, WithParts: format.WantsParts(o.format), Today: today, Previous: before.lookup(), CanDraw: func(r rune) bool { return pdf.CanDraw(fonts, r) }})
	if o.fix {
		if done, err := mend(ctx, a, o, linter, reading, paths); done || err != nil {
			return err
		}
	}
	code := app.ExitOK
	var last lint.Result
	write := func(w io.Writer) error {
		if o.output == "-" && format.IsForPeople(o.format) {
			w = a.Readable()
		}
		printer, err := format.New(o.format, w, catalogue, format.Options{Lang: a.Lang, Color: o.output == "-" && a.UseColor(), Least: least})
		if err != nil {
			return app.Usage(err)
		}
		for _, pack := range judge.Faulty {
			code = app.ExitUsage
			if err := printer.Result(pack.Result()); err != nil {
				return err
			}
		}
		err = linter.Run(ctx, paths, a.Load(reading), func(res lint.Result) error {
			code, last = max(code, app.Verdict(&res, o.strict)), res
			return printer.Result(res)
		})
		if err := a.Survive(err, paths); err != nil {
			return err
		}
		return printer.Close()
	}
	if err := a.WriteFile(o.output, write); err != nil {
		return err
	}
	code = max(code, before.conclude())
	if o.annotate != "" && last.Path != "" && !last.Unreadable {
		if err := a.Guard(last.Path, func() error { return annotate(a, o.annotate, &last, catalogue, least) }); err != nil {
			return err
		}
	}
	return a.Conclude(code)
}

// agree checks the flags that write files against each other and the inputs.
func (o *flags) agree(formats source.Formats, paths []string) error {
	switch {
	case o.diff && !o.fix:
		return app.Wrong("--diff 要与 --fix 同用", "--diff goes with --fix")
	case (o.fix || o.annotate != "") && slices.Contains(paths, "-"):
		return app.Wrong("--fix 和 --annotate 不能用于标准输入", "--fix and --annotate do not work on standard input")
	case o.fix && !o.diff && slices.ContainsFunc(paths, isPipe):
		return app.Wrong("--fix 不能用于管道", "--fix does not work on a pipe")
	case o.annotate != "" && sameFile(o.output, o.annotate):
		return app.Wrong("--output 和 --annotate 不能是同一个文件", "--output and --annotate cannot be one file")
	case o.annotate == "":
		return nil
	case len(paths) != 1 || !annotatable(formats, paths[0]):
		return app.Wrong("--annotate 一次只能标注一个工作簿（.xlsx）", "--annotate takes exactly one workbook (.xlsx)")
	case formats.ByEnding(o.annotate) != formats.ByEnding(paths[0]):
		return app.Wrong("--annotate 的输出“{file}”应以 {ending} 结尾", `the output "{file}" of --annotate should end in {ending}`,
			"file", o.annotate, "ending", formats.ByEnding(paths[0]).Endings[0])
	}
	return nil
}

// annotatable reports whether findings can be marked in a file of that name.
func annotatable(formats source.Formats, path string) bool {
	f := formats.ByEnding(path)
	return f != nil && f.Annotate != nil
}

// isPipe reports whether an input is a pipe, which cannot be written back.
func isPipe(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode()&os.ModeNamedPipe != 0
}

// sameFile reports whether two outputs are one.
func sameFile(a, b string) bool {
	if filepath.Clean(a) == filepath.Clean(b) {
		return true
	}
	x, errX := os.Stat(a)
	y, errY := os.Stat(b)
	return errX == nil && errY == nil && os.SameFile(x, y)
}
