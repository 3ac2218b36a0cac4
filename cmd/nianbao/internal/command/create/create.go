// Package create is the sub-command "new", which writes a template to fill in.
package create

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"nianbao/cmd/nianbao/internal/command/app"
	"nianbao/internal/edition"
	"nianbao/internal/report"
	"nianbao/templates"
)

type flags struct {
	agency, kind, from string
	year               int
	force              bool
}

// Command returns the sub-command.
func Command(a *app.App) *cobra.Command {
	o := &flags{}
	cmd := &cobra.Command{
		Use:   a.T("new [文件]", "new [FILE]"),
		Short: a.T("生成待填写的年度报告模板", "write a template of the report to fill in"),
		Long: a.T("按文件名的结尾生成YAML模板（.yaml）或者Excel模板（.xlsx），默认 年报.yaml；“-”输出YAML到屏幕。已有的文件不覆盖，除非加 --force。\n--from 从上一年的报告带入机关名称、类型、联系方式，把上年的“结转下年度”填入今年的“上年结转”。",
			"Writes a template in YAML (.yaml) or for Excel (.xlsx) by the name’s ending, 年报.yaml by default, “-” for YAML on standard output. An existing file is kept unless --force is given.\n--from carries over name, type, contacts and what was carried over from last year's report."),
		Args: app.Args(0, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			path := "年报.yaml"
			if len(args) > 0 {
				path = args[0]
			}
			return a.Guard(path, func() error { return run(cmd, a, o, path) })
		},
	}
	f := cmd.Flags()
	f.StringVar(&o.agency, "agency", "", a.T("机关全称", "full name of the agency"))
	f.IntVar(&o.year, "year", 0, a.T("报告年度", "report year"))
	f.StringVar(&o.kind, "type", "", a.T("机关类型，如 部门、乡镇政府", "type of the agency, such as 部门"))
	f.StringVar(&o.from, "from", "", a.T("上一年的报告文件", "last year's report file"))
	f.BoolVar(&o.force, "force", false, a.T("覆盖已有的文件", "overwrite an existing file"))
	return cmd
}

func run(cmd *cobra.Command, a *app.App, o *flags, path string) error {
	ext := strings.ToLower(filepath.Ext(path))
	switch {
	case path == "-" || ext == ".yaml" || ext == ".yml" || ext == ".xlsx":
	default:
		return app.Wrong("“{file}”应以 .yaml 或 .xlsx 结尾", `"{file}" should end in .yaml or .xlsx`, "file", path)
	}
	var last *report.Report
	if o.from != "" {
		reading, err := a.Reading()
		if err != nil {
			return err
		}
		a.Intake.Name(o.from)
		a.Intake.Expect(o.from)
		a.NoteOpen(o.from)
		last = a.Load(reading)(cmd.Context(), o.from)
		if last.Unreadable {
			return app.Wrong("读不了上一年的报告 {file}，用 nianbao lint 查看原因", "cannot read last year's report {file}; nianbao lint tells why", "file", o.from)
		}
	}
	if o.year == 0 && last != nil && last.YearNumber != 0 {
		o.year = last.YearNumber + 1
	}
	e, err := a.Edition(o.year)
	if err != nil {
		return err
	}
	if o.kind != "" && e.Agency(o.kind) == nil {
		var known []string
		for _, k := range e.Agencies {
			known = append(known, k.Type)
		}
		return app.Wrong("没有机关类型“{type}”，可用：{known}", `there is no type "{type}"; there are {known}`, "type", o.kind, "known", known)
	}
	data, err := template(e, ext, templates.Options{Agency: o.agency, Year: o.year, Type: o.kind, From: last})
	if err != nil {
		return err
	}
	if path != "-" && !o.force {
		if _, err := os.Lstat(path); err == nil {
			return app.Wrong("{file} 已经存在，没有覆盖；要覆盖请加 --force", "{file} exists and was kept; --force overwrites it", "file", path)
		}
	}
	err = a.WriteFile(path, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
	if err != nil {
		return app.Usage(err)
	}
	if path != "-" {
		a.Tell("已生成 {file}。填好后用 nianbao lint {file} 检查", "wrote {file}; fill it in and check it with nianbao lint {file}", "file", path)
	}
	return nil
}

// template makes the template that a name's ending asks for.
func template(e *edition.Edition, ext string, o templates.Options) ([]byte, error) {
	if ext != ".xlsx" {
		return templates.Skeleton(e, o)
	}
	var b bytes.Buffer
	err := templates.WorkbookTemplate(&b, e, o)
	return b.Bytes(), err
}
