// Package edit is what is to be changed or remarked in a file that holds a report,
// whatever its format.
package edit

import "nianbao/internal/report"

// Edit puts a new text in the place of a figure or, where Paragraph is set, of
// some characters of the prose at a key path.
type Edit struct {
	At, To string
	// Paragraph counts from 1 among those of the text; a title or the like is
	// one. From (inclusive) and Until (exclusive) count its characters from 0.
	Paragraph, From, Until int
	// Pos is where these characters stand.
	Pos report.Place
}

// Change is an edit that can be made or was made: where, and what stood there.
type Change struct {
	Edit
	Was string
	// Whole is the paragraph that an edit of prose is in, Meant the same once all
	// edits of it that are made together are made.
	Whole, Meant string
}

// Left is an edit that was not made.
type Left struct {
	Change
	// Spelt is true where the characters are not written as they read, such as
	// an escape; else the file would not have read as asked for.
	Spelt bool
}

// Remark is something to say of a place in a file, or of all of it where the
// file has no such place.
type Remark struct {
	Pos report.Place
	// Level ranks remarks: 2 for errors, 1 for warnings, 0 for notes.
	Level int
	// Kind is the level in words, Rule the rule's ID, Where the row and column
	// in the form's words, Text what is wrong, Advice what to do.
	Kind, Rule, Where, Text, Advice string
}

// Words are those of an annotated file itself.
type Words struct {
	// Sheet is the title of the list of all remarks.
	Sheet string
	// Summary and None stand above the list.
	Summary, None string
	// Heads are the heads of its seven columns: number, level, place, row and
	// column, rule, fault, advice.
	Heads [7]string
}
