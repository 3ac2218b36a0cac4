package font

// Reason says why a font cannot be used.
type Reason string

// The reasons.
const (
	// Unreadable files cannot be opened or read; Error.Err says why.
	Unreadable Reason = "unreadable"
	// NotAFont is what is no font file at all.
	NotAFont Reason = "not a font"
	// NotTrueType fonts have outlines of another kind (CFF, bitmaps), which
	// cannot be embedded by the PDF writer.
	NotTrueType Reason = "not TrueType"
	// NoSuchFace means that a collection lacks the face asked for.
	NoSuchFace Reason = "no such face"
	// NoUnicode fonts do not say which glyph draws which Unicode character.
	NoUnicode Reason = "no Unicode"
	// Restricted fonts forbid embedding or subsetting (OS/2 fsType).
	Restricted Reason = "restricted"
	// Damaged fonts contradict themselves or end early.
	Damaged Reason = "damaged"
	// TooMany characters were asked for in one subset.
	TooMany Reason = "too many characters"
)

// Error tells which font cannot be used and why.
type Error struct {
	Source string // the path, or EmbeddedSource
	Reason Reason
	Detail string // in English, for the curious; may be ""
	Err    error  // of the file system; may be nil
}

// Error returns "font SOURCE: REASON: DETAIL: ERR" without what is empty.
func (e *Error) Error() string {
	text := "font " + e.Source + ": " + string(e.Reason)
	if e.Detail != "" {
		text += ": " + e.Detail
	}
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	return text
}

// Unwrap returns the file system's error, if any.
func (e *Error) Unwrap() error { return e.Err }
