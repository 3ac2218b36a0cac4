package render

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/pflag"

	"nianbao/cmd/nianbao/internal/command/app"
	"nianbao/cmd/nianbao/internal/command/version"
	"nianbao/internal/report"
	"nianbao/internal/reportfile"
	"nianbao/render/font"
	"nianbao/render/pdf"
)

// pdfForm is the report as a PDF file.
type pdfForm struct {
	engine, conformance string
	attach              bool

	file *pdf.Writer
}

// Name implements app.Form.
func (p *pdfForm) Name() string { return "pdf" }

// Usual implements app.Form.
func (p *pdfForm) Usual() bool { return true }

// Flags implements app.Form.
func (p *pdfForm) Flags(a *app.App, f *pflag.FlagSet) {
	f.StringVar(&p.conformance, "pdfa", "", a.T("PDF/A 归档格式：1a、2a、3a 或 none（默认2a，带 --attach 时3a）", "PDF/A conformance: 1a, 2a, 3a or none (default 2a, with --attach 3a)"))
	f.BoolVar(&p.attach, "attach", false, a.T("把报告数据（YAML、JSON）附在 PDF 里", "attach the report's data (YAML, JSON) to the PDF"))
	f.StringVar(&p.engine, "pdf-engine", string(pdf.Native), a.T("PDF 引擎：native（自有）或 gofpdf（不支持 PDF/A 和附件）", "PDF engine: native or gofpdf (no PDF/A, no attachments)"))
}

// Ready implements app.Form.
func (p *pdfForm) Ready(a *app.App, fonts *font.Set, _ func(string) bool) (app.FormWriter, error) {
	var err error
	p.file, err = pdf.NewWriter(fonts, pdf.Options{
		Producer: "nianbao " + version.Number, Engine: pdf.Engine(p.engine), Conformance: pdf.Conformance(p.conformance), Attach: p.attach,
	})
	var conflict *pdf.Conflict
	if !errors.As(err, &conflict) {
		return p, err
	}
	name := flagNames[conflict.Option]
	if conflict.Of != "" {
		return nil, app.Wrong("{flag} 不能与 {other} {value} 同用", "{flag} does not go with {other} {value}", "flag", name, "other", flagNames[conflict.Of], "value", conflict.With)
	}
	return nil, app.Wrong("{flag} 没有“{value}”，可用：{values}", `{flag} has no "{value}"; there are {values}`, "flag", name, "value", conflict.Value, "values", flagValues[conflict.Option])
}

// CanDraw implements app.FormWriter.
func (p *pdfForm) CanDraw(r rune) bool { return p.file.CanDraw(r) }

// Write implements app.FormWriter.
func (p *pdfForm) Write(ctx context.Context, s app.Sheet) ([]app.FormFile, error) {
	var attached []pdf.Attachment
	if p.attach {
		var err error
		if attached, err = attachments(s.Report, s.Base); err != nil {
			return nil, err
		}
	}
	var b bytes.Buffer
	err := p.file.Write(ctx, &b, s.Document, attached...)
	return []app.FormFile{{Ending: "pdf", Data: b.Bytes()}}, err
}

// flagNames and flagValues are those of the options of package pdf.
var (
	flagNames  = map[pdf.Option]string{pdf.EngineOption: "--pdf-engine", pdf.ConformanceOption: "--pdfa", pdf.AttachOption: "--attach"}
	flagValues = map[pdf.Option]string{pdf.EngineOption: "native, gofpdf", pdf.ConformanceOption: "1a, 2a, 3a, none"}
)

// attachments are the report's data as the PDF carries them along: written
// anew, so that they say what the report says whatever file it was read from,
// and no comment of the office's own goes out with it.
func attachments(r *report.Report, base string) ([]pdf.Attachment, error) {
	files := []pdf.Attachment{
		{Name: base + ".yaml", MIME: "application/yaml", Relation: pdf.Source, Description: "本报告的数据（YAML）"},
		{Name: base + ".json", MIME: "application/json", Relation: pdf.Data, Description: "本报告的数据（JSON）"},
	}
	for i, write := range []func(io.Writer, *report.Report) error{reportfile.WriteYAML, reportfile.WriteJSON} {
		var b bytes.Buffer
		if err := write(&b, r); err != nil {
			return nil, fmt.Errorf("attach %s: %w", files[i].Name, err)
		}
		files[i].Data = b.Bytes()
	}
	return files, nil
}
