package source

import (
	"archive/zip"
	"bytes"
	"testing"
)

// A published report is told what it is, whatever is inside; the formats that
// can be read, and files without an ending, are left to their readers.
func TestUnreadFormats(t *testing.T) {
	var zipped bytes.Buffer
	archive := zip.NewWriter(&zipped)
	if _, err := archive.Create("word/document.xml"); err != nil {
		t.Fatal(err)
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	word := zipped.Bytes()
	oldWord := append([]byte{0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1}, "W\x00o\x00r\x00d\x00D\x00o\x00c\x00u\x00m\x00e\x00n\x00t\x00"...)
	for _, tc := range []struct {
		file string
		data string
		form string
		kind string
	}{
		{`D:\年 报\2025年报.docx`, string(word), "unread", "Word"},
		{"年报.DOCX", "PK\x03\x04 cut short", "unread", "Word"},
		{"年报.doc", string(oldWord), "unread", "Word"},
		{"年报.doc", "<html>a page under the name of a document</html>", "unread", "Word"},
		{"-", string(word), "unread", "Word"},
		{"年报", string(oldWord), "unread", "Word"},
		{"年报.wps", string(oldWord), "unread", "WPS"},
		{"年报.pdf", "%PDF-1.7\n", "unread", "PDF"},
		{"年报.txt", "%PDF-1.7\n", "unread", "PDF"},
		{"年报.html", "<html></html>", "unread", "HTML"},
		{"年报.ofd", "PK\x03\x04", "unread", "OFD"},
		{"年报.docx", "", "empty", ""},
		{"年报.xlsx", string(word), "workbook", ""},
		{"年报.xls", string(oldWord), "unread", "Word"},
		{"年报.yaml", "%PDF-1.7\n", "", ""},
	} {
		r := Read(tc.file, []byte(tc.data), options())
		if !r.Unreadable || len(r.Problems) != 1 || r.Problems[0].Rule != "SRC001" {
			t.Fatalf("%s: %+v", tc.file, r.Problems)
		}
		if p := r.Problems[0]; p.Form != tc.form && tc.form != "" || p.Args["kind"] != tc.kind {
			t.Errorf("%s %.10q: form %q, kind %q, want %q, %q", tc.file, tc.data, p.Form, p.Args["kind"], tc.form, tc.kind)
		}
		if r.Source != nil && tc.form == "unread" {
			t.Errorf("%s: bytes of a document are kept to be shown", tc.file)
		}
	}
	// Text without an ending of ours is tried.
	if r := Read("年报.txt", []byte("年度: 2024\n机关: {名称: 云岭市水务局, 类型: 部门}\n"), options()); r.Unreadable {
		t.Errorf("text is refused: %+v", r.Problems)
	}
}
