// Package layouttest holds a complete report as a document, for the tests and
// benchmarks of what sets and draws documents.
package layouttest

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"time"

	"nianbao/render/document"
)

//go:embed report.json
var report []byte

// Report returns the document anew at each call. Its agency is invented; its
// tables are those of the national form of 2021.
func Report() (*document.Document, error) {
	var file struct {
		Title, Author, Subject string
		Breaks                 []int
		Created                time.Time
		Blocks                 []struct {
			Kind, Text, Lead, Agency, Date string
			Level                          int
			Table                          document.Table
		}
	}
	if err := json.Unmarshal(report, &file); err != nil {
		return nil, fmt.Errorf("report.json: %w", err)
	}
	doc := &document.Document{
		Title: file.Title, TitleBreaks: file.Breaks,
		Author: file.Author, Subject: file.Subject, Created: file.Created,
	}
	for _, b := range file.Blocks {
		var block document.Block
		switch b.Kind {
		case "heading":
			block = document.Heading{Level: b.Level, Text: b.Text}
		case "paragraph":
			block = document.Paragraph{Lead: b.Lead, LeadLevel: b.Level, Text: b.Text}
		case "table":
			block = b.Table
		case "signature":
			block = document.Signature{Agency: b.Agency, Date: b.Date}
		default:
			return nil, fmt.Errorf("report.json: a block of kind %q", b.Kind)
		}
		doc.Blocks = append(doc.Blocks, block)
	}
	return doc, nil
}
