package pdf

import "testing"

// TestCompleteRefuses holds that a file with another end than gofpdf's is an
// error, not a panic.
func TestCompleteRefuses(t *testing.T) {
	whole := "%PDF-1.3\n1 0 obj\n<<>>\nendobj\n2 0 obj\n<<>>\nendobj\n" +
		"xref\n0 3\n0000000000 65535 f \n0000000009 00000 n \n0000000029 00000 n \ntrailer\n<<>>\nstartxref\n49\n%%EOF\n"
	if _, err := complete([]byte(whole), metadata{}); err != nil {
		t.Fatalf("the whole file: %v", err)
	}
	for _, file := range []string{
		"", "startxref\n", "startxref\n0\n", "xref\n0 3\nstartxref\n0\n", "startxref\n99999999999999999999\n",
		whole[:len(whole)-len("49\n%%EOF\n")] + "48\n%%EOF\n",
		whole[:len(whole)-len("49\n%%EOF\n")] + "4900\n%%EOF\n",
	} {
		if _, err := complete([]byte(file), metadata{}); err == nil {
			t.Errorf("%q is taken", file)
		}
	}
}
