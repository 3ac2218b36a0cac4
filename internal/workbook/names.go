package workbook

import (
	"strings"
	"unicode"

	"nianbao/internal/edition"
)

// A workbook binds its cells to the report by defined names, which every
// spreadsheet program keeps right when rows, columns and sheets are inserted,
// moved or renamed: one name a figure or field, and one where a list begins
// that may grow, such as the paragraphs of a section. A list reaches down to
// the row above the next named one.
const (
	namePrefix  = "年报_"
	columnStem  = "栏_"
	headingStem = "章_"
	endStem     = "末_"
)

// WorkbookName is the defined name of a key path.
func Name(at string) string { return namePrefix + nameOf(at) }

// WorkbookColumn is the defined name of the header of a list's column.
func Column(list, key string) string {
	return namePrefix + columnStem + nameOf(edition.Join(list, key))
}

// WorkbookHeading is the defined name of the cell that heads a part's sheet.
func Heading(part string) string { return namePrefix + headingStem + nameOf(part) }

// WorkbookEnd is the defined name of the row behind the last list of a sheet.
func End(sheet string) string { return namePrefix + endStem + nameOf(sheet) }

// nameOf turns what a defined name may not hold, which is nearly all but
// letters and digits, into "_".
func nameOf(at string) string {
	return strings.Map(func(r rune) rune {
		if r >= 0x4E00 && r <= 0x9FFF || unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return '_'
	}, at)
}

// WorkbookNotes is the title of the sheet, out of sight, that tells what cells
// cannot show: its first row holds the version of this layout and the edition,
// each row below a mark and the key path that it is set against. A workbook
// without it reads as one that was filled in by hand. Rows of MarkSheet hold a
// sheet's title and its number in the file, which outlasts the title: some
// programs leave names behind when they rename a sheet.
const Notes = "_年报"

// WorkbookVersion is the version of the layout.
const Version = "1"

// The marks of WorkbookNotes.
const (
	// MarkAbsent says that a part, row or figure was left out of the report.
	// Cells that are empty are blanks otherwise.
	MarkAbsent = "缺"
	// MarkBlank says that a field, text or entry is there and empty. It is
	// absent otherwise.
	MarkBlank = "空"
	// MarkBare says that the first text of a part is all of it.
	MarkBare = "独"
	// MarkRaw says that 是 and 否 stand for themselves.
	MarkRaw = "文"
	// MarkSheet says which number the sheet with a title has.
	MarkSheet = "表"
)

// The truth values as people write them, and as the report file has them.
var truths = map[string]string{"是": "true", "否": "false", "TRUE": "true", "FALSE": "false"}

// WorkbookTruth writes a truth value for people; other texts stay.
func Truth(text string) string {
	for _, word := range []string{"是", "否"} {
		if truths[word] == text {
			return word
		}
	}
	return text
}

// The lists of records of a report, and what their entries hold.
var workbookRecords = []struct {
	List string
	Keys []string
}{
	{edition.KeyWaivers, edition.WaiverKeys},
	{edition.KeyLabels, []string{edition.KeyPlace, edition.KeyWords}},
	{edition.KeyUnplaced, []string{edition.KeyPlace, edition.KeyWords}},
}

// WorkbookRecordKeys are the columns of a list of records.
func RecordKeys(list string) []string {
	for _, r := range workbookRecords {
		if r.List == list {
			return r.Keys
		}
	}
	return nil
}
