package source

import (
	"bytes"
	"path"
	"strings"

	"nianbao/internal/bind"
	"nianbao/internal/workbook"
)

// unread tells formats in which reports are published and which cannot be read:
// by the first bytes or, where these say nothing, by the name. It returns nil
// for what the readers may try.
func unread(name string, data []byte) *bind.Failure {
	kind := ""
	switch ext := strings.ToLower(path.Ext(name)); {
	case len(data) == 0:
	case ext == ".xlsx" || ext == ".yaml" || ext == ".yml" || ext == ".json":
		// Their readers say themselves what such a file is not.
	case bytes.HasPrefix(data, []byte("%PDF-")) || ext == ".pdf":
		kind = "PDF"
	case ext == ".wps" || ext == ".wpt":
		kind = "WPS"
	case ext == ".docx" || ext == ".docm" || ext == ".doc" || ext == ".rtf" || workbook.IsWord(data):
		kind = "Word"
	case ext == ".ofd":
		kind = "OFD"
	case ext == ".html" || ext == ".htm" || ext == ".mht" || ext == ".mhtml":
		kind = "HTML"
	}
	if kind == "" {
		return nil
	}
	return &bind.Failure{Form: "unread", Args: map[string]string{"kind": kind}}
}
