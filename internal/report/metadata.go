package report

import (
	"fmt"
	"strings"
	"time"

	"nianbao/internal/han"
)

// Metadata is what formats record of a report beside its text.
type Metadata struct {
	Title, Author, Subject string
	// Created is the date that formats record as that of their making. It comes
	// from the report, so that equal reports give equal bytes.
	Created time.Time
}

// Metadata returns what formats record of the report. created overrides the date
// unless it is zero.
func (r *Report) Metadata(created time.Time) Metadata {
	m := Metadata{
		Title:   clean(r.TitleText()),
		Author:  clean(r.Agency.Name.Text),
		Subject: fmt.Sprintf("%s（%s）", r.Edition.Notice.Title, r.Edition.Notice.Number),
		Created: created.UTC(),
	}
	if !created.IsZero() {
		return m
	}
	date, dated := han.PlainDate(clean(r.Signature.Date.Text))
	switch {
	case dated:
		m.Created = time.Date(date.Year, time.Month(date.Month), date.Day, 0, 0, 0, 0, time.UTC)
	case r.YearNumber != 0:
		m.Created = time.Date(r.YearNumber, time.December, 31, 0, 0, 0, 0, time.UTC)
	default:
		m.Created = time.Unix(0, 0).UTC()
	}
	return m
}

// clean trims what pads text on web pages and in files.
func clean(text string) string { return strings.TrimFunc(text, han.IsPadding) }
