package pdf_test

import (
	"context"
	"fmt"
	"io"
	"testing"

	"nianbao/internal/pipeline"
	"nianbao/internal/report/reporttest"
	"nianbao/render/document"
	"nianbao/render/pdf"
)

// BenchmarkWrite writes one report after the other with a warm program. Each
// has a sentence of its own, so that none of its body's font is at hand from
// the one before.
func BenchmarkWrite(b *testing.B) {
	for _, o := range kinds {
		b.Run(name(o), func(b *testing.B) {
			w, err := pdf.NewWriter(embedded(b), o)
			if err != nil {
				b.Fatal(err)
			}
			doc := report(b)
			b.ReportAllocs()
			for n := 0; b.Loop(); n++ {
				doc.Blocks[0] = document.Paragraph{Text: unlike(n)}
				if err := w.Write(b.Context(), io.Discard, doc); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// unlike is a paragraph that differs from the others in its characters.
func unlike(n int) string {
	text := "本报告由以下各字组成："
	for i := range 20 {
		text += string(rune('一' + (n*37+i*211)%20000))
	}
	return text + "。"
}

// BenchmarkThousand writes 1,000 reports of the national form on two workers;
// an operation is all of them.
func BenchmarkThousand(b *testing.B) {
	doc, err := document.Build(reporttest.Filled(reporttest.Editions().ByID("2021")), document.Options{})
	if err != nil {
		b.Fatal(err)
	}
	w, err := pdf.NewWriter(embedded(b), pdf.Options{})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		err := pipeline.Run(b.Context(), 2, 1000, func(ctx context.Context, i int) error {
			own := *doc
			own.Title = fmt.Sprint(doc.Title, i)
			own.Blocks = append([]document.Block{document.Paragraph{Text: unlike(i)}}, doc.Blocks...)
			return w.Write(ctx, io.Discard, &own)
		}, func(err error) error { return err })
		if err != nil {
			b.Fatal(err)
		}
	}
}
