package source

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"nianbao/internal/bind"
	"nianbao/internal/workbook"
)

// unread tells formats in which reports are published and which cannot be read:
// by the first bytes or, where these say nothing, by the name. It returns nil
// for what the readers may try.
func unread(name string, data []byte) *bind.Failure {
	if kind := spreadsheet(name, data); kind != "" {
		return &bind.Failure{Form: "spreadsheet", Args: map[string]string{"kind": kind}}
	}
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

// spreadsheet tells what a spreadsheet program makes of a workbook beside the
// format that can be read: "" for all else. Such a file has lost the names by
// which cells are read, or holds them in another form.
func spreadsheet(name string, data []byte) string {
	const enough = 8192 // for the head of a page and its first cells
	head := data[:min(len(data), enough)]
	ext := strings.ToLower(path.Ext(name))
	switch {
	case len(data) == 0:
	case ext == ".csv" || ext == ".tsv":
		return strings.ToUpper(ext[1:])
	case ext == ".ods" || ext == ".ots" || workbook.IsOpenDocument(data):
		return "OpenDocument (.ods)"
	case ext == ".fods" || bytes.Contains(head, []byte("<office:document")) && bytes.Contains(data, []byte("<office:spreadsheet")):
		return "OpenDocument (.fods)"
	case bytes.HasPrefix(bytes.TrimLeft(head, "\ufeff \r\n"), []byte("<?xml")) && bytes.Contains(head, []byte("urn:schemas-microsoft-com:office:spreadsheet")):
		return "XML 2003"
	case bytes.HasPrefix(bytes.TrimLeft(head, "\ufeff \r\n"), []byte("<")) && slices.ContainsFunc(pagesOfSheets, func(mark string) bool { return bytes.Contains(head, []byte(mark)) }):
		return "HTML"
	}
	return ""
}

// pagesOfSheets are what spreadsheet programs write into the heads of pages:
// Excel and WPS their name space, LibreOffice the format of its cells.
var pagesOfSheets = []string{"urn:schemas-microsoft-com:office:excel", "Excel.Sheet", " sdnum=", " sdval=", `id="table0"`, "data-sheets-"}
