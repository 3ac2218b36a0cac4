//go:build e2e

package pdf_test

import (
	"fmt"
	"image"
	"image/draw"
	_ "image/png"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"nianbao/render/pdf"
)

// How far the two engines' pages may differ. gofpdf writes places with two
// digits behind the point, ours with three: they are up to 0.005 point apart,
// a hundredth of a dot. That would not show, did poppler not put each glyph on
// the nearest quarter of a dot and each rule on the nearest whole one, so that
// some of those near the middle fall to different sides. A dot is therefore
// right if the other picture has its grey there or next to it, give or take
// what a quarter of a dot's move makes; and only few may differ at all.
const (
	dots       = 150 // to the inch; a dot is 0.17 mm
	sameGrey   = 16  // of 255, which nobody sees
	quarterDot = 66
	mostMoved  = 0.005
)

// TestEnginesDrawAlike draws the examples with both engines and compares the
// pictures.
func TestEnginesDrawAlike(t *testing.T) {
	docs := reports(t)
	native, reference := t.TempDir(), t.TempDir()
	ours := save(t, native, docs, pdf.Options{})
	theirs := save(t, reference, docs, pdf.Options{Engine: pdf.Gofpdf})
	for i, name := range slices.Sorted(maps.Keys(docs)) {
		t.Run(name, func(t *testing.T) {
			a, b := pictures(t, ours[i]), pictures(t, theirs[i])
			if len(a) != len(b) {
				t.Fatalf("%d and %d pages", len(a), len(b))
			}
			for page := range a {
				compare(t, page, a[page], b[page])
			}
		})
	}
}

// pictures returns a file's pages as pictures in grey.
func pictures(t *testing.T, path string) []*image.Gray {
	t.Helper()
	prefix := filepath.Join(t.TempDir(), "page")
	command(t, "pdftoppm", "-r", fmt.Sprint(dots), "-gray", "-png", path, prefix)
	files, err := filepath.Glob(prefix + "*.png")
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(files)
	var pages []*image.Gray
	for _, file := range files {
		in, err := os.Open(file)
		if err != nil {
			t.Fatal(err)
		}
		picture, _, err := image.Decode(in)
		if err != nil {
			t.Fatal(err)
		}
		if err := in.Close(); err != nil {
			t.Fatal(err)
		}
		grey := image.NewGray(picture.Bounds())
		draw.Draw(grey, grey.Bounds(), picture, picture.Bounds().Min, draw.Src)
		pages = append(pages, grey)
	}
	return pages
}

func compare(t *testing.T, page int, a, b *image.Gray) {
	t.Helper()
	if a.Bounds() != b.Bounds() {
		t.Fatalf("page %d: sizes %v and %v", page+1, a.Bounds(), b.Bounds())
	}
	width, height := a.Bounds().Dx(), a.Bounds().Dy()
	moved, wrong, dark := 0, 0, 0
	for y := 1; y < height-1; y++ {
		for x := 1; x < width-1; x++ {
			one, other := a.GrayAt(x, y).Y, b.GrayAt(x, y).Y
			if one < 128 {
				dark++
			}
			if max(one, other)-min(one, other) <= sameGrey {
				continue
			}
			moved++
			if !greyNear(a, x, y, other) || !greyNear(b, x, y, one) {
				wrong++
			}
		}
	}
	if wrong > 0 || float64(moved) > mostMoved*float64(width*height) || dark < width*height/500 {
		t.Errorf("page %d: %d dots differ, %d are moved, of %d; %d are dark", page+1, wrong, moved, width*height, dark)
	}
}

// near reports whether a grey lies between those around a dot.
func greyNear(p *image.Gray, x, y int, grey uint8) bool {
	least, most := uint8(255), uint8(0)
	for dy := -1; dy <= 1; dy++ {
		for dx := -1; dx <= 1; dx++ {
			g := p.GrayAt(x+dx, y+dy).Y
			least, most = min(least, g), max(most, g)
		}
	}
	return int(grey) >= int(least)-quarterDot && int(grey) <= int(most)+quarterDot
}
