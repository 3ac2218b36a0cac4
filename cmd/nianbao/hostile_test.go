package main

import (
	"context"
	"io"
	"testing"

	"nianbao/internal/edition"
	"nianbao/internal/pipeline"
	"nianbao/internal/report/reporttest"
	"nianbao/internal/reportfile"
	"nianbao/internal/source"
	"nianbao/lint"
	"nianbao/render/document"
	"nianbao/render/font"
	"nianbao/render/pdf"
	"nianbao/render/text"
	"nianbao/rules"
	"nianbao/templates"
)

// An edition that is let through can be used for everything, whatever stands in
// it in the place of a value.
func TestOddEditionsAreUsable(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	data, err := rules.Files.ReadFile("editions/2021.yaml")
	if err != nil {
		t.Fatal(err)
	}
	catalogue, err := lint.LoadCatalogue(rules.Files)
	if err != nil {
		t.Fatal(err)
	}
	faces, err := font.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	writer, err := pdf.NewWriter(faces, pdf.Options{})
	if err != nil {
		t.Fatal(err)
	}
	example, err := rules.Files.ReadFile("base.yaml")
	if err != nil {
		t.Fatal(err)
	}
	linter, editions, words := lint.New(catalogue, lint.Options{}), reporttest.Editions(), reporttest.Words()
	n := 0
	for what, form := range reporttest.Mutations(data) {
		e, err := edition.Parse("格式.yaml", form())
		if err != nil {
			continue
		}
		n++
		fault := pipeline.Catch(func() {
			r := source.Read("年报.yaml", example, source.Options{Editions: editions, Edition: e, Words: words})
			linter.Lint(r)
			doc, err := document.Build(r, document.Options{Draft: true})
			if err != nil {
				t.Errorf("%s: %v", what, err)
				return
			}
			for _, err := range []error{text.Write(io.Discard, doc, text.Options{}), errorOf(templates.Skeleton(e, templates.Options{})), errorOf(reportfile.Schema(e, "zh"))} {
				if err != nil {
					t.Errorf("%s: %v", what, err)
				}
			}
			if n%5 == 0 { // these take longer
				if err := writer.Write(context.Background(), io.Discard, doc); err != nil {
					t.Errorf("%s: PDF: %v", what, err)
				}
				if err := templates.WorkbookTemplate(io.Discard, e, templates.Options{}); err != nil {
					t.Errorf("%s: workbook: %v", what, err)
				}
			}
		})
		if fault != nil {
			t.Errorf("%s: %v", what, fault)
		}
	}
	if n < 50 {
		t.Errorf("only %d editions were let through", n)
	}
}

func errorOf[T any](_ T, err error) error { return err }
