package lint

import (
	"io"

	"nianbao/cmd/nianbao/internal/command/app"
	"nianbao/internal/bind"
	"nianbao/internal/edit"
	"nianbao/lint"
)

// annotate marks the findings of a workbook in a copy of it.
func annotate(a *app.App, out string, res *lint.Result, catalogue *lint.Catalogue, least lint.Severity) error {
	data, err := a.Intake.Read(res.Path, bind.MaxSize)
	if err != nil {
		return app.Unread(res.Path, err)
	}
	var remarks []edit.Remark
	var count [3]int
	for i := range res.Findings {
		f := &res.Findings[i]
		if f.Severity < least || f.Waived != nil {
			continue
		}
		count[f.Severity]++
		text := catalogue.Message(f, a.Lang)
		if fix := catalogue.FixDescription(f, a.Lang); fix != "" && f.Sum != nil {
			text = a.T("{text}。可以改：{fix}", "{text}. Possible fix: {fix}", "text", text, "fix", fix)
		}
		remarks = append(remarks, edit.Remark{Pos: f.Pos, Level: int(f.Severity), Kind: f.Severity.Words().In(a.Lang),
			Rule: f.Rule, Where: f.Spot(a.Lang), Text: text, Advice: catalogue.Advice(f, a.Lang)})
	}
	words := edit.Words{
		Sheet: a.T("校验结果", "Findings"),
		Summary: a.T("共{errors}个错误，{warnings}个警告，{notes}个提示。点击“位置”转到单元格；单元格按级别着色，批注中写有问题。",
			"{errors} {errors:error|errors}, {warnings} {warnings:warning|warnings}, {notes} {notes:note|notes}. Click a place to go to its cell; cells are coloured by severity, and notes tell what is wrong.",
			"errors", count[lint.Error], "warnings", count[lint.Warning], "notes", count[lint.Note]),
		None: a.T("没有发现问题。", "Nothing found."),
		Heads: [7]string{a.T("序号", "No."), a.T("级别", "Level"), a.T("位置", "Place"), a.T("行和列", "Row and column"),
			a.T("规则", "Rule"), a.T("问题", "Fault"), a.T("怎么办", "What to do")},
	}
	format := a.Formats().ByEnding(res.Path)
	if err := a.WriteFile(out, func(w io.Writer) error { return format.Annotate(w, data, remarks, words) }); err != nil {
		return app.Usage(err)
	}
	a.Tell("已写出标注的副本 {file}", "wrote the annotated copy {file}", "file", out)
	return nil
}
