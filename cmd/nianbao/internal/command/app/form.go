package app

import (
	"context"
	"time"

	"github.com/spf13/pflag"

	"nianbao/internal/report"
	"nianbao/render/document"
	"nianbao/render/font"
)

// Form is a form that reports are published in, such as PDF. One of these is
// made for every run, and keeps the values of its own flags.
type Form interface {
	// Name is what --to calls it.
	Name() string
	// Usual tells whether it is made where --to is not given.
	Usual() bool
	// Flags adds the flags that only this form has.
	Flags(a *App, f *pflag.FlagSet)
	// Ready checks the flags and readies what all files of the run share. changed
	// tells whether a flag was given. An error of wrong usage is a Usage.
	Ready(a *App, fonts *font.Set, changed func(flag string) bool) (FormWriter, error)
}

// FormWriter makes a report in one form. It is safe for concurrent use.
type FormWriter interface {
	Write(ctx context.Context, s Sheet) ([]FormFile, error)
	// CanDraw reports whether the form can show a character.
	CanDraw(r rune) bool
}

// Sheet is a report ready to be written in any form.
type Sheet struct {
	Report   *report.Report
	Document *document.Document
	// Base is the name of the files without their endings.
	Base    string
	Created time.Time
}

// FormFile is a file that came of a report.
type FormFile struct {
	// Ending is what its name ends in, without the dot.
	Ending string
	Data   []byte
}
