package source

import (
	"archive/zip"
	"bytes"
	"path"
	"strings"
)

// unread tells formats in which reports are published and which cannot be read:
// by the first bytes or, where these say nothing, by the name. It returns nil
// for what the readers may try.
func unread(name string, data []byte) *failure {
	kind := ""
	switch ext := strings.ToLower(path.Ext(name)); {
	case len(data) == 0:
	case ext == ".xlsx" || ext == ".yaml" || ext == ".yml" || ext == ".json":
		// Their readers say themselves what such a file is not.
	case bytes.HasPrefix(data, []byte("%PDF-")) || ext == ".pdf":
		kind = "PDF"
	case ext == ".wps" || ext == ".wpt":
		kind = "WPS"
	case ext == ".docx" || ext == ".docm" || ext == ".doc" || ext == ".rtf" || isWord(data):
		kind = "Word"
	case ext == ".ofd":
		kind = "OFD"
	case ext == ".html" || ext == ".htm" || ext == ".mht" || ext == ".mhtml":
		kind = "HTML"
	}
	if kind == "" {
		return nil
	}
	return &failure{form: "unread", args: map[string]string{"kind": kind}}
}

// isWord looks for the parts that a document of Word has: in a package of
// ECMA-376, or in a compound file ([MS-DOC], 2.1).
func isWord(data []byte) bool {
	if bytes.HasPrefix(data, oleMagic) {
		return bytes.Contains(data, utf16le("WordDocument"))
	}
	if !bytes.HasPrefix(data, []byte("PK")) || len(data) > MaxSize {
		return false
	}
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil || len(archive.File) > maxEntries {
		return false
	}
	for _, f := range archive.File {
		if partName(f) == "word/document.xml" {
			return true
		}
	}
	return false
}
