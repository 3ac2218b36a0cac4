//go:build e2e

package workbook_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"nianbao/internal/source"
	"nianbao/internal/workbook/workbooktest"
)

// resaved is a workbook as LibreOffice saves it.
func resaved(t *testing.T, data []byte) []byte {
	t.Helper()
	dir := t.TempDir()
	in, out := filepath.Join(dir, "book.xlsx"), filepath.Join(dir, "out")
	if err := os.WriteFile(in, data, 0o644); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("soffice", "-env:UserInstallation=file://"+dir+"/profile", "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", out, in)
	if text, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	got, err := os.ReadFile(filepath.Join(out, "book.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// LibreOffice reads what is annotated, and what it saves is annotated again as
// if it had not: it gives up authors, and numbers parts and formats anew.
func TestAnnotateThroughLibreOffice(t *testing.T) {
	p := packed(t)
	programs["Excel"](t, p)
	data := workbooktest.Pack(p.parts)
	want := source.Read("a.xlsx", data, options())
	_, before := commentOn(t, data, p)
	data = annotated(t, data, remarksOn(p, "不平衡"), inChinese)
	for range 2 {
		data = resaved(t, data)
		got := source.Read("a.xlsx", data, options())
		if diff := cmp.Diff(content(t, want), content(t, got)); diff != "" || problems(got) != "" {
			t.Error(diff, problems(got))
		}
		data = annotated(t, data, remarksOn(p, "unbalanced"), inEnglish)
		_, said := commentOn(t, data, p)
		if !strings.HasPrefix(said, before+"\nnianbao：\n【错误 BAL001】unbalanced") || strings.Contains(said, "不平衡") || strings.Count(said, "nianbao") != 1 {
			t.Errorf("%q", said)
		}
		if got := sheets(t, data); got[0] != "Findings" || slices.Contains(got, "校验结果") || slices.Contains(got[1:], "Findings") {
			t.Errorf("sheets %v", got)
		}
	}
	none := annotated(t, data, nil, inChinese)
	if _, said := commentOn(t, none, p); said != before {
		t.Errorf("%q", said)
	}
}
