package intake

import (
	"os"
	"path/filepath"
	"testing"
)

func TestOpenIn(t *testing.T) {
	for _, tc := range []struct {
		name, lock string
		program    Program
	}{
		{"年报.xlsx", ".~lock.年报.xlsx#", "LibreOffice"},
		{"年报.xlsx", "~$年报.xlsx", "Office"},
		{"年报.xlsx", ".~年报.xlsx", "WPS"},
		{"年报.xlsx", "~$月报.xlsx", ""},
		{"年报.xlsx", "年报.xlsx.lock", ""},
		{"年报.yaml", ".~lock.年报.yaml#", "LibreOffice"},
		{"信息公开年报.docx", "~$信息公开年报.docx", "Office"},
		{"政府信息公开工作年报.docx", "~$信息公开工作年报.docx", "Office"},
		{"政府信息公开年.docx", "~$府信息公开年.docx", "Office"},
		{"政府信息公开工作年报.xlsx", "~$信息公开工作年报.xlsx", ""},
	} {
		dir := t.TempDir()
		for _, name := range []string{tc.name, tc.lock} {
			if err := os.WriteFile(filepath.Join(dir, name), nil, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		by, ok := OpenIn(filepath.Join(dir, tc.name))
		if by.Program != tc.program || ok != (tc.program != "") {
			t.Errorf("%s beside %s: %+v", tc.lock, tc.name, by)
		}
		if ok && by.Lock != filepath.Join(dir, tc.lock) {
			t.Errorf("%s beside %s: %s", tc.lock, tc.name, by.Lock)
		}
	}
	// A link is open where its file is.
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "d"), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"d/a.xlsx", "d/~$a.xlsx"} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink(filepath.Join(dir, "d", "a.xlsx"), filepath.Join(dir, "b.xlsx")); err != nil {
		t.Skip(err)
	}
	if _, ok := OpenIn(filepath.Join(dir, "b.xlsx")); !ok {
		t.Error("a link to an open file is taken for closed")
	}
}
