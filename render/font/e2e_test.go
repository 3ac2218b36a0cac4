//go:build e2e

package font

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jung-kurt/gofpdf"
)

// Poppler must read back what was set in subsets of every face.
func TestPDFHasTheText(t *testing.T) {
	pdf := gofpdf.New("P", "pt", "A4", "")
	pdf.AddPage()
	for i, role := range Roles() {
		_, data := subset(t, own(t, role), []rune(sample))
		pdf.AddUTF8FontFromBytes(string(role), "", data)
		pdf.SetFont(string(role), "", 10)
		pdf.Text(50, float64(50+20*i), sample)
	}
	name := filepath.Join(t.TempDir(), "out.pdf")
	if err := pdf.OutputFileAndClose(name); err != nil {
		t.Fatal(err)
	}
	text, err := exec.Command("pdftotext", "-layout", name, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Count(string(text), sample); got != roleCount {
		t.Errorf("%d of %d lines came back:\n%s", got, roleCount, text)
	}
	fonts, err := exec.Command("pdffonts", name).Output()
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Count(string(fonts), "CID TrueType"); got != roleCount {
		t.Errorf("fonts:\n%s", fonts)
	}
}
