package source

import (
	"io"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"nianbao/internal/bind"
	"nianbao/internal/edit"
	"nianbao/internal/report"
	"nianbao/internal/reportfile"
	"nianbao/internal/workbook"
)

// Format is a kind of file that holds a report. What a file is, what can be done
// with it and what it is called comes from here alone.
type Format struct {
	// Name is what messages call it.
	Name string
	// Endings are those of its files, in small letters with the dot; the first is
	// the usual one.
	Endings []string
	// InFolders tells whether such files are looked for in folders.
	InFolders bool
	// Is tells a file of this format by its name and bytes; nil for the format of
	// what is no other's.
	Is func(name string, data []byte) bool
	// Read makes a report; see the function Read.
	Read func(name string, data []byte, o bind.Options) *report.Report
	// Write makes a file; nil where none can be made. created overrides the date
	// that the file records as that of its making.
	Write func(w io.Writer, r *report.Report, created time.Time) error
	// Annotate marks remarks in a copy of a file; nil where that cannot be done.
	Annotate func(w io.Writer, data []byte, remarks []edit.Remark, words edit.Words) error
	// Mend makes changes, which come in the order of the file; nil where a file
	// cannot be mended.
	Mend func(data []byte, changes []edit.Change) ([]byte, error)
	// Placed sets changes on what they replace, and tells which have no place; nil
	// where every place is exact.
	Placed func(data []byte, changes []edit.Change) ([]edit.Change, []edit.Left)
}

// Formats is a registry of formats, in the order in which messages name them.
type Formats []*Format

// Known returns the formats of the report file.
func Known() Formats {
	plain := func(write func(io.Writer, *report.Report) error) func(io.Writer, *report.Report, time.Time) error {
		return func(w io.Writer, r *report.Report, _ time.Time) error { return write(w, r) }
	}
	return Formats{
		{Name: "YAML", Endings: []string{".yaml", ".yml"}, InFolders: true, Read: reportfile.ReadYAML, Write: plain(reportfile.WriteYAML), Mend: reportfile.Mend, Placed: reportfile.Placed},
		{Name: "Excel", Endings: []string{".xlsx"}, InFolders: true, Is: workbook.Is, Annotate: workbook.Annotate,
			Read: workbook.Read,
			Mend: workbook.Mend},
		{Name: "JSON", Endings: []string{".json"}, Is: reportfile.IsJSON, Read: reportfile.ReadJSON, Write: plain(reportfile.WriteJSON), Mend: reportfile.Mend, Placed: reportfile.Placed},
	}
}

// ByEnding returns the format whose files end as a name does, or nil.
func (f Formats) ByEnding(name string) *Format {
	ending := strings.ToLower(filepath.Ext(name))
	i := slices.IndexFunc(f, func(one *Format) bool { return slices.Contains(one.Endings, ending) })
	if i < 0 {
		return nil
	}
	return f[i]
}

// Of returns the format of a file.
func (f Formats) Of(name string, data []byte) *Format {
	var other *Format
	for _, one := range f {
		switch {
		case one.Is == nil:
			other = one
		case one.Is(name, data):
			return one
		}
	}
	return other
}

// Endings are the usual endings of the formats that fit.
func (f Formats) Endings(fits func(*Format) bool) []string {
	var all []string
	for _, one := range f {
		if fits(one) {
			all = append(all, one.Endings[0])
		}
	}
	return all
}
