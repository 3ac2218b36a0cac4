// Package render is the sub-command that makes the official report.
package render

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"nianbao/cmd/nianbao/internal/command/app"
	"nianbao/internal/message"
	"nianbao/internal/pipeline"
	"nianbao/internal/source"
	"nianbao/lint"
	"nianbao/lint/format"
	"nianbao/render/document"
)

type flags struct {
	to        []string
	out, name string
	draft     bool
	fonts     string
	font      []string
	workers   int
	forms     []app.Form
}

// Forms returns the forms that there are, in the order of help texts.
func Forms() []app.Form { return []app.Form{&pdfForm{}, &textForm{}} }

// names lists forms by what --to calls them: the usual ones, or all.
func names(forms []app.Form, all bool) []string {
	var out []string
	for _, f := range forms {
		if all || f.Usual() {
			out = append(out, f.Name())
		}
	}
	return out
}

// Command returns the sub-command.
func Command(a *app.App) *cobra.Command {
	o := &flags{forms: Forms()}
	if a.MoreForms != nil {
		o.forms = append(o.forms, a.MoreForms()...)
	}
	known := names(o.forms, true)
	cmd := &cobra.Command{
		Use:   a.T("render 文件… -o 目录", "render FILE… -o DIR"),
		Short: a.T("生成公文格式的年度报告（PDF、文本）", "make the official report (PDF, text)"),
		Long: a.T("先检查，没有错误才生成；有错误时列出错误，不生成。--draft 有错误也生成，每页页眉标“草稿”。\n文件以输入文件命名；--name title 以报告标题命名。",
			"Checks first and refuses while an error stands; --draft makes the report all the same, marked 草稿 on every page.\nFiles are named after the input, or with --name title after the report's title."),
		Args: app.Files,
		RunE: func(cmd *cobra.Command, args []string) error { return run(cmd, a, o, args) },
	}
	f := cmd.Flags()
	f.StringVarP(&o.out, "output", "o", ".", a.T("输出目录，不存在则新建", "output folder, made if absent"))
	f.StringSliceVar(&o.to, "to", names(o.forms, false), a.T("输出格式：", "formats: ")+strings.Join(known, a.T("、", ", ")))
	f.StringVar(&o.name, "name", "input", a.T("文件名：input（与输入文件同名）或 title（报告标题）", "file names: input or title"))
	f.BoolVar(&o.draft, "draft", false, a.T("有错误也生成，标明草稿", "render in spite of errors, marked as a draft"))
	f.StringVar(&o.fonts, "fonts", "", a.T("字体：embedded（内置）或 system（本机的仿宋、小标宋等）", "fonts: embedded or system"))
	f.StringArrayVar(&o.font, "font", nil, a.T("指定某种字体的文件，如 仿宋=simfang.ttf", "font file of a role, such as 仿宋=simfang.ttf"))
	for _, form := range o.forms {
		form.Flags(a, f)
	}
	f.IntVar(&o.workers, "workers", 0, a.T("同时处理的文件数（0为处理器个数）", "files done at once (0: one a processor)"))
	return cmd
}

// job is what every file of one run shares.
type job struct {
	app       *app.App
	flags     *flags
	reading   source.Options
	linter    *lint.Linter
	writers   []app.FormWriter
	created   time.Time
	catalogue *lint.Catalogue
}

// outcome is what came of one input: its findings, and the files to write or
// the error that kept them from being made.
type outcome struct {
	result lint.Result
	base   string
	files  []app.FormFile
	err    error
}

func run(cmd *cobra.Command, a *app.App, o *flags, args []string) error {
	j, paths, err := prepare(cmd, a, o, args)
	if err != nil {
		return err
	}
	findings := a.Readable()
	if o.out == "-" {
		findings = a.Err // the report itself goes to standard output
	}
	printer, err := format.New("text", findings, j.catalogue, format.Options{Lang: a.Lang, Color: o.out != "-" && a.UseColor(), Least: lint.Warning})
	if err != nil {
		return err
	}
	a.Intake.Expect(paths...)
	a.NoteOpen(paths...)
	if o.out == "-" {
		if len(paths) != 1 || len(o.to) != 1 {
			return app.Wrong("输出到屏幕（-o -）时，只能给一个文件、一种格式（--to）", "-o - takes one input and one format (--to)")
		}
	} else if err := os.MkdirAll(o.out, 0o755); err != nil {
		return app.Wrong("建不了输出目录 {folder}：{error}", "cannot make the folder {folder}: {error}", "folder", o.out, "error", app.WhyNotWritten(err))
	}
	code := app.ExitOK
	taken := map[string]string{}
	err = pipeline.Run(cmd.Context(), o.workers, len(paths), func(ctx context.Context, i int) outcome {
		return j.make(ctx, paths[i])
	}, func(out outcome) error {
		if err := printer.Result(out.result); err != nil {
			return err
		}
		var failed *app.Failure
		if errors.As(out.err, &failed) && failed.Code == app.ExitInternal {
			code = app.ExitInternal
			a.Tell("{error}：没有生成", "{error}: not rendered", "error", out.err)
			return nil
		} else if out.err != nil {
			return out.err
		}
		if out.files == nil {
			code = max(code, app.Verdict(&out.result, false))
			a.Tell("{file}：有错误，没有生成（改正后再生成，或用 --draft 生成草稿）", "{file}: not rendered because of errors (correct them, or use --draft)", "file", out.result.Path)
			return nil
		}
		if other, twice := taken[out.base]; twice {
			return app.Wrong("{one} 和 {other} 会生成同名文件“{name}”，请分开生成", `{one} and {other} would both be written to "{name}"; render them apart`, "one", other, "other", out.result.Path, "name", out.base)
		}
		taken[out.base] = out.result.Path
		return j.save(out)
	})
	if err := a.Survive(err, paths); err != nil {
		return err
	}
	if err := printer.Close(); err != nil {
		return err
	}
	return a.Conclude(code)
}

// prepare checks the flags and gathers what the run needs.
func prepare(cmd *cobra.Command, a *app.App, o *flags, args []string) (*job, []string, error) {
	known := names(o.forms, true)
	if len(o.to) == 0 {
		return nil, nil, app.Wrong("--to 没有写格式，可用：{known}", "--to names no format; there are {known}", "known", message.ListOf(known))
	}
	if o.out == "" {
		return nil, nil, app.Wrong("-o 没有写输出目录", "-o names no folder")
	}
	for _, to := range o.to {
		if !slices.Contains(known, to) {
			return nil, nil, app.Wrong("--to 没有格式“{value}”，可用：{known}", `--to has no format "{value}"; there are {known}`, "value", to, "known", message.ListOf(known))
		}
	}
	if o.name != "input" && o.name != "title" {
		return nil, nil, app.Wrong("--name 只能是 input 或 title，不能是“{value}”", `--name is input or title, not "{value}"`, "value", o.name)
	}
	paths, err := source.Find(args, a.Formats())
	if err != nil {
		return nil, nil, app.Usage(err)
	}
	if o.name == "input" {
		if err := sameNames(paths); err != nil {
			return nil, nil, err
		}
	}
	j := &job{app: a, flags: o}
	judge, err := a.Judge(paths, nil)
	if err != nil {
		return nil, nil, err
	}
	j.catalogue, paths = judge.Catalogue, judge.Inputs
	if len(judge.Faulty) > 0 {
		return nil, nil, j.refuse(judge.Faulty)
	}
	if j.reading, err = a.Reading(); err != nil {
		return nil, nil, err
	}
	if j.created, err = a.Epoch(); err != nil {
		return nil, nil, err
	}
	fonts, err := a.Fonts(a.WhichFonts(o.fonts), o.font)
	if err != nil {
		return nil, nil, err
	}
	var ready []app.FormWriter
	for _, form := range o.forms {
		// A form that is not asked for has its flags checked all the same.
		w, err := form.Ready(a, fonts, cmd.Flags().Changed)
		if err != nil {
			return nil, nil, err
		}
		ready = append(ready, w)
		if slices.Contains(o.to, form.Name()) {
			j.writers = append(j.writers, w)
		}
	}
	today, err := a.Today()
	if err != nil {
		return nil, nil, err
	}
	j.linter = judge.Linter(lint.Options{Today: today, CanDraw: func(r rune) bool {
		return !slices.ContainsFunc(ready, func(w app.FormWriter) bool { return !w.CanDraw(r) })
	}})
	return j, paths, nil
}

// refuse prints the mistakes in rule packs: what they should have found nobody
// knows, so nothing is rendered.
func (j *job) refuse(packs []*lint.Pack) error {
	printer, err := format.New("text", j.app.Out, j.catalogue, format.Options{Lang: j.app.Lang, Color: j.app.UseColor(), Least: lint.Warning})
	if err != nil {
		return err
	}
	for _, pack := range packs {
		if err := printer.Result(pack.Result()); err != nil {
			return err
		}
	}
	j.app.Tell("规则包有误，没有生成", "not rendered because a rule pack is faulty")
	return errors.Join(printer.Close(), app.Found(app.ExitUsage))
}

// sameNames refuses inputs whose outputs would overwrite each other, before
// anything is written. Names that differ in case only are one on Windows.
func sameNames(paths []string) error {
	seen := map[string]string{}
	for _, p := range paths {
		base := strings.ToLower(baseName(p))
		if other, twice := seen[base]; twice {
			return app.Wrong("{one} 和 {other} 会生成同名文件，请分开生成", "{one} and {other} would be written to the same files; render them apart", "one", other, "other", p)
		}
		seen[base] = p
	}
	return nil
}

func baseName(path string) string {
	if path == "-" {
		return "nianbao"
	}
	base := filepath.Base(path)
	return strings.TrimSuffix(base, filepath.Ext(base))
}

// make reads, checks and renders one report, into memory.
func (j *job) make(ctx context.Context, path string) outcome {
	r := j.app.Load(j.reading)(ctx, path)
	out := outcome{result: j.linter.Lint(r), base: baseName(path)}
	if r.Unreadable || out.result.Count(lint.Error) > 0 && !j.flags.draft {
		return out
	}
	doc, err := document.Build(r, document.Options{Draft: j.flags.draft, Created: j.created})
	if err != nil {
		out.err = &app.Failure{Code: app.ExitInternal, Err: fmt.Errorf("%s: %w", path, err)}
		return out
	}
	if j.flags.name == "title" {
		out.base = fileName(doc.Title)
	}
	for _, w := range j.writers {
		files, err := w.Write(ctx, app.Sheet{Report: r, Document: doc, Base: out.base, Created: j.created})
		if err != nil {
			out.err = fmt.Errorf("%s: %w", path, err)
			if ctx.Err() == nil {
				out.err = &app.Failure{Code: app.ExitInternal, Err: out.err}
			}
			return out
		}
		out.files = append(out.files, files...)
	}
	return out
}

// fileName makes a title fit for a file on any system: what Windows forbids is
// replaced, and 80 characters are enough.
func fileName(title string) string {
	name := strings.Map(func(r rune) rune {
		if r < 0x20 || strings.ContainsRune(`<>:"/\|?*`, r) {
			return '_'
		}
		return r
	}, strings.TrimSpace(title))
	name = strings.Trim(string([]rune(name)[:min(80, len([]rune(name)))]), ". ")
	if name == "" {
		return "nianbao"
	}
	return name
}

func (j *job) save(out outcome) error {
	for _, f := range out.files {
		path := "-"
		if j.flags.out != "-" {
			path = filepath.Join(j.flags.out, out.base+"."+f.Ending)
		}
		err := j.app.WriteFile(path, func(w io.Writer) error {
			_, err := w.Write(f.Data)
			return err
		})
		if err != nil {
			return app.Usage(err)
		}
		if path != "-" {
			j.app.Tell("已生成 {file}", "wrote {file}", "file", path)
		}
	}
	return nil
}
