package lint

import (
	"cmp"
	"fmt"
	"io"

	"nianbao/cmd/nianbao/internal/command/app"
	"nianbao/internal/source"
	"nianbao/lint"
)

// annotate marks the findings of a workbook in a copy of it.
func annotate(a *app.App, out string, res *lint.Result, catalogue *lint.Catalogue, least lint.Severity) error {
	data, err := a.Intake.Read(res.Path, source.MaxSize)
	if err != nil {
		return app.Usage(fmt.Errorf(a.T("读不了 %s：%s", "cannot read %s: %s"), res.Path, a.Why(err)))
	}
	kinds := map[lint.Severity]string{lint.Error: a.T("错误", "error"), lint.Warning: a.T("警告", "warning"), lint.Note: a.T("提示", "note")}
	var remarks []source.Remark
	var count [3]int
	for i := range res.Findings {
		f := &res.Findings[i]
		if f.Severity < least || f.Waived != nil {
			continue
		}
		count[f.Severity]++
		text := catalogue.Message(f, a.Lang)
		if fix := catalogue.FixDescription(f, a.Lang); fix != "" && f.Sum != nil {
			text += a.T("。可以改：", ". Possible fix: ") + fix
		}
		remarks = append(remarks, source.Remark{Pos: f.Pos, Level: int(f.Severity), Kind: kinds[f.Severity],
			Rule: f.Rule, Where: cmp.Or(f.Where, f.At), Text: text, Advice: catalogue.Advice(f, a.Lang)})
	}
	words := source.AnnotationWords{
		Sheet: a.T("校验结果", "Findings"),
		Summary: fmt.Sprintf(a.T("共%d个错误，%d个警告，%d个提示。点击“位置”转到单元格；单元格按级别着色，批注中写有问题。", "%d errors, %d warnings, %d notes. Click a place to go to its cell."),
			count[lint.Error], count[lint.Warning], count[lint.Note]),
		None: a.T("没有发现问题。", "Nothing found."),
		Heads: [7]string{a.T("序号", "No."), a.T("级别", "Level"), a.T("位置", "Place"), a.T("行和列", "Row and column"),
			a.T("规则", "Rule"), a.T("问题", "Fault"), a.T("怎么办", "What to do")},
	}
	format := a.Formats().ByEnding(res.Path)
	if err := a.WriteFile(out, func(w io.Writer) error { return format.Annotate(w, data, remarks, words) }); err != nil {
		return app.Usage(err)
	}
	fmt.Fprintf(a.Err, a.T("已写出标注的副本 %s\n", "wrote the annotated copy %s\n"), out)
	return nil
}
