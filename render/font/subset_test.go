package font

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jung-kurt/gofpdf"
	"pgregory.net/rapid"
)

const sample = "2025年度政府信息公开工作年度报告“新收”‘结转’——共12件……第（三）项、《条例》。3.5％·ABC"

func subset(t testing.TB, face *Face, runes []rune) (*Face, []byte) {
	t.Helper()
	data, err := face.Subset(runes)
	if err != nil {
		t.Fatal(err)
	}
	cut, err := Parse("subset", data)
	if err != nil {
		t.Fatal(err)
	}
	return cut, data
}

func TestSubsetKeepsWhatIsAskedFor(t *testing.T) {
	for _, role := range Roles() {
		face := own(t, role)
		runes := []rune(sample)
		cut, data := subset(t, face, runes)
		for _, r := range runes {
			id, _ := face.Glyph(r)
			newID, ok := cut.Glyph(r)
			before, _ := face.outline(id)
			after, _ := cut.outline(newID)
			if !ok || cut.Advance(r) != face.Advance(r) || cut.sideBearing(newID) != face.sideBearing(id) || !bytes.HasPrefix(after, before) {
				t.Errorf("%s: %c is not what it was", role, r)
			}
		}
		for _, r := range "错漏xyz\U0002CB4E\uFFFF" {
			if _, ok := cut.Glyph(r); ok {
				t.Errorf("%s: %c was not asked for", role, r)
			}
		}
		if cut.Ascent() != face.Ascent() || cut.Descent() != face.Descent() || cut.CapHeight() != face.CapHeight() {
			t.Errorf("%s: metrics differ", role)
		}
		if len(data) > 60_000 {
			t.Errorf("%s: %d bytes for %d characters", role, len(data), len(runes))
		}
		slices.Reverse(runes)
		if _, again := subset(t, face, append(runes, runes...)); !bytes.Equal(again, data) {
			t.Errorf("%s: the order of characters changes the bytes", role)
		}
	}
}

func TestSubsetOfAnyCharacters(t *testing.T) {
	all := append(standard(t), []rune(" 0123456789ABCxyz，。—“”\U0010FFFF\uFFFF")...)
	face := own(t, Song)
	rapid.Check(t, func(t *rapid.T) {
		runes := rapid.SliceOf(rapid.SampledFrom(all)).Draw(t, "runes")
		data, err := face.Subset(runes)
		if err != nil {
			t.Fatal(err)
		}
		cut, err := Parse("subset", data)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range runes {
			_, has := face.Glyph(r)
			if _, ok := cut.Glyph(r); ok != has || cut.Advance(r) != face.Advance(r) {
				t.Fatalf("%U: glyph %v, want %v; width %d, want %d", r, ok, has, cut.Advance(r), face.Advance(r))
			}
		}
	})
}

func TestSubsetOfAWholeFace(t *testing.T) {
	face := own(t, Hei)
	cut, _ := subset(t, face, standard(t))
	if list := missing(cut, standard(t)); len(list) > 0 {
		t.Errorf("lost %s", string(list))
	}
	if !cut.longLoca {
		t.Error("offsets past 128 KiB in 16 bits")
	}
}

func TestSubsetFollowsComposites(t *testing.T) {
	face, err := Parse("a.ttf", synthetic{names: named("试体", "Trial")}.bytes())
	if err != nil {
		t.Fatal(err)
	}
	cut, _ := subset(t, face, []rune("B"))
	if cut.glyphs != 4 {
		t.Fatalf("%d glyphs, want the missing character, B and its two parts", cut.glyphs)
	}
	outline, _ := cut.outline(1)
	first, second := u16(outline, 12), u16(outline, 28)
	if first != 2 || second != 3 {
		t.Errorf("B is made of glyphs %d and %d, want 2 and 3", first, second)
	}
	part, _ := cut.outline(2)
	want, _ := face.outline(1)
	if diff := cmp.Diff(want, part); diff != "" {
		t.Errorf("the first part (-want +got):\n%s", diff)
	}

	loop, err := Parse("loop.ttf", synthetic{loop: true}.bytes())
	if err != nil {
		t.Fatal(err)
	}
	if cut, _ := subset(t, loop, []rune("B")); cut.glyphs != 3 {
		t.Errorf("%d glyphs of a composite that names itself", cut.glyphs)
	}
}

func TestSubsetOfADamagedFace(t *testing.T) {
	data := synthetic{}.bytes()
	face, err := Parse("bad.ttf", data)
	if err != nil {
		t.Fatal(err)
	}
	put16(face.loca, 4, 0xFFFF) // A ends far behind the table
	_, err = face.Subset([]rune("A"))
	var problem *Error
	if !errors.As(err, &problem) || problem.Reason != Damaged || problem.Source != "bad.ttf" {
		t.Errorf("got %v", err)
	}
}

// OpenType: the words of a font add up to 0xB1B0AFBA, those of each table to
// the sum in the directory.
func TestSubsetChecksums(t *testing.T) {
	_, data := subset(t, own(t, Kai), []rune(sample))
	if sum := checksum(data); sum != 0xB1B0AFBA {
		t.Errorf("the font adds up to %#x", sum)
	}
	last := ""
	for i := range int(u16(data, 4)) {
		at := 12 + 16*i
		tag, offset, length := string(data[at:at+4]), u32(data, at+8), u32(data, at+12)
		content := slices.Clone(data[offset : offset+length])
		if tag == "head" {
			put32(content, 8, 0)
		}
		if checksum(content) != u32(data, at+4) || offset%4 != 0 || tag <= last {
			t.Errorf("table %s: sum, place or order", tag)
		}
		last = tag
	}
}

func TestGofpdfTakesSubsets(t *testing.T) {
	for _, role := range Roles() {
		face := own(t, role)
		// The blank and a character above U+FFFF, which gofpdf cannot draw,
		// must not keep it from drawing the others.
		_, data := subset(t, face, []rune(sample+" 𬭎"))
		before := bytes.Clone(data)
		pdf := gofpdf.New("P", "pt", "A4", "")
		pdf.SetCompression(false)
		pdf.AddUTF8FontFromBytes("face", "", data)
		pdf.AddPage()
		pdf.SetFont("face", "", 10)
		width := 0
		for _, r := range sample {
			width += face.Advance(r)
		}
		if got := pdf.GetStringWidth(sample); got*100 < float64(width)-0.1 || got*100 > float64(width)+0.1 {
			t.Errorf("%s: gofpdf measures %.2f, we %d", role, got*100, width)
		}
		pdf.Text(50, 50, sample)
		var out bytes.Buffer
		if err := pdf.Output(&out); err != nil {
			t.Errorf("%s: %v", role, err)
		}
		if !bytes.Contains(out.Bytes(), []byte("/FontFile2")) {
			t.Errorf("%s: no font in the PDF", role)
		}
		if !bytes.Equal(before, data) {
			t.Errorf("%s: gofpdf changed the bytes of the font", role)
		}
	}
}

// Run with -race: a set is shared by workers, and so may a subset be by the
// documents of gofpdf, which writes into a font whose tables are not padded.
func TestWorkersShare(t *testing.T) {
	s := embedded(t)
	_, data := subset(t, own(t, Song), []rune(sample))
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			for _, role := range Roles() {
				face, ok := s.Face(role, '年')
				if !ok || face.Advance('年') != 1000 {
					t.Errorf("%s: 年", role)
					return
				}
				if _, err := face.Subset([]rune(sample)); err != nil {
					t.Error(err)
				}
			}
			pdf := gofpdf.New("P", "pt", "A4", "")
			pdf.AddUTF8FontFromBytes("face", "", data)
			pdf.AddPage()
			pdf.SetFont("face", "", 10)
			pdf.Text(50, 50, sample)
			if err := pdf.Output(io.Discard); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
}

func BenchmarkSubset600(b *testing.B) {
	for _, role := range Roles() {
		face := own(b, role)
		ideographs, _ := gb2312(b)
		var runes []rune
		for i := 0; i < 3600; i += 6 {
			runes = append(runes, ideographs[i])
		}
		b.Run(string(role), func(b *testing.B) {
			var data []byte
			for b.Loop() {
				var err error
				if data, err = face.Subset(runes); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(len(data)), "bytes")
		})
	}
}
