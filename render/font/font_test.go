package font

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"nianbao/internal/intake"
)

func embedded(t testing.TB) *Set {
	t.Helper()
	s, err := Embedded()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// own returns the embedded face of a role.
func own(t testing.TB, role Role) *Face {
	t.Helper()
	face, ok := embedded(t).Face(role, '一')
	if !ok {
		t.Fatalf("%s: no face", role)
	}
	return face
}

// gb2312 returns the characters of GB/T 2312-1980: its ideographs and, apart,
// its symbols.
func gb2312(t testing.TB) (ideographs, symbols []rune) {
	t.Helper()
	decoder := simplifiedchinese.GBK.NewDecoder()
	for row := byte(0xA1); row <= 0xF7; row++ {
		if row > 0xA9 && row < 0xB0 {
			continue
		}
		for cell := byte(0xA1); cell <= 0xFE; cell++ {
			// Rows 2 and 6 to 8 hold some that only GBK has.
			if row == 0xA2 && (cell <= 0xB0 || cell == 0xE3) || row == 0xA6 && cell >= 0xE0 && cell <= 0xF5 || row == 0xA8 && cell >= 0xBB && cell <= 0xC0 {
				continue
			}
			text, err := decoder.String(string([]byte{row, cell}))
			r := []rune(text)
			if err != nil || len(r) != 1 || r[0] == '\uFFFD' || r[0] >= 0xE000 && r[0] < 0xF900 {
				continue
			}
			if row >= 0xB0 {
				ideographs = append(ideographs, r[0])
			} else {
				symbols = append(symbols, r[0])
			}
		}
	}
	if len(ideographs) != 6763 || len(symbols) != 682 {
		t.Fatalf("GB/T 2312 has 6763 ideographs and 682 symbols, got %d and %d", len(ideographs), len(symbols))
	}
	return ideographs, symbols
}

// standard returns the characters of 《通用规范汉字表》.
func standard(t testing.TB) []rune {
	t.Helper()
	data, err := os.ReadFile("build/tongyong-guifan-hanzi-8105.txt")
	if err != nil {
		t.Fatal(err)
	}
	all := []rune(strings.Join(strings.Fields(string(data)), ""))
	if len(all) != 8105 {
		t.Fatalf("got %d characters", len(all))
	}
	return all
}

func missing(face *Face, runes []rune) (list []rune) {
	for _, r := range runes {
		if _, ok := face.Glyph(r); !ok {
			list = append(list, r)
		}
	}
	return list
}

func TestFacesCoverTheOfficialLists(t *testing.T) {
	ideographs, symbols := gb2312(t)
	for _, role := range []Role{Song, Title, Hei, Kai} {
		face := own(t, role)
		for name, list := range map[string][]rune{
			"8105": standard(t), "GB 2312 ideographs": ideographs, "GB 2312 symbols": symbols,
			"symbols": []rune("℃№×÷±≤≥≠㎡㎥①⑳㈠㈩ⅠⅫ〓←→■□●○△▲☆★√％￥〇々…—“”‘’·‰"),
		} {
			if list := missing(face, list); len(list) > 0 {
				t.Errorf("%s lacks %d of %s: %s", role, len(list), name, string(list))
			}
		}
	}
}

func TestEveryRoleDrawsTheStandardCharacters(t *testing.T) {
	s := embedded(t)
	for _, role := range Roles() {
		for _, r := range standard(t) {
			face, ok := s.Face(role, r)
			if !ok {
				t.Fatalf("%s: no face draws %c", role, r)
			}
			if got := face.Advance(r); got != 1000 {
				t.Errorf("%s: %c is %d wide", role, r, got)
			}
		}
	}
}

func TestChinesePunctuationIsFullWidth(t *testing.T) {
	for _, role := range Roles() {
		face := own(t, role)
		for _, r := range "\u3000，。、；：？！（）《》〈〉〔〕［］【】「」『』“”‘’…—·％￥①Ⅰ" {
			if got := face.Advance(r); got != 1000 {
				t.Errorf("%s: %c (%U) is %d wide, want 1000", role, r, r, got)
			}
		}
	}
}

// A column of numbers must stand in line, and digits are not full width.
func TestDigitsAreOfOneWidth(t *testing.T) {
	for _, role := range Roles() {
		face := own(t, role)
		for _, r := range "0123456789" {
			if got, want := face.Advance(r), face.Advance('0'); got != want || got >= 700 {
				t.Errorf("%s: %c is %d wide, 0 is %d", role, r, got, want)
			}
		}
	}
}

func TestEmbeddedFacesShareOneEmBox(t *testing.T) {
	level1, _ := gb2312(t)
	level1 = level1[:3755]
	for _, role := range Roles() {
		face := own(t, role)
		if face.Ascent() != 880 || face.Descent() != -120 {
			t.Errorf("%s: em box from %d to %d", role, face.Descent(), face.Ascent())
		}
		if h := face.CapHeight(); h < 650 || h > 800 {
			t.Errorf("%s: capitals are %d high", role, h)
		}
		sum := 0
		for _, r := range level1 {
			_, bottom, _, top := box(t, face, r)
			sum += bottom + top
		}
		if centre := sum / (2 * len(level1)); centre < 374 || centre > 386 {
			t.Errorf("%s: characters are centred at %d, the em box at 380", role, centre)
		}
	}
}

// box returns the extent of a character's outline in the face's units.
func box(t *testing.T, face *Face, r rune) (left, bottom, right, top int) {
	t.Helper()
	id, ok := face.Glyph(r)
	outline, whole := face.outline(id)
	if !ok || !whole || len(outline) < 10 {
		t.Fatalf("%s: no outline for %c", face.Name(), r)
	}
	return i16(outline, 2), i16(outline, 4), i16(outline, 6), i16(outline, 8)
}

// GB/T 15834-2011, 5.1.4: 破折号 takes two squares and is not to be broken.
func TestTwoDashesJoin(t *testing.T) {
	for _, role := range Roles() {
		if left, _, right, _ := box(t, own(t, role), '—'); left > 0 || right < 1000 {
			t.Errorf("%s: the dash reaches from %d to %d", role, left, right)
		}
	}
}

func TestOpeningMarksHangRight(t *testing.T) {
	for _, role := range Roles() {
		face := own(t, role)
		for _, pair := range []string{"“”", "‘’"} {
			marks := []rune(pair)
			if left, _, _, _ := box(t, face, marks[0]); left < 500 {
				t.Errorf("%s: %c begins at %d", role, marks[0], left)
			}
			if _, _, right, _ := box(t, face, marks[1]); right > 500 {
				t.Errorf("%s: %c ends at %d", role, marks[1], right)
			}
		}
	}
}

func TestFilesAreThoseOfTheManifest(t *testing.T) {
	sums, err := os.ReadFile("data/SHA256SUMS")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(sums)), "\n")
	if len(lines) != roleCount {
		t.Errorf("%d lines", len(lines))
	}
	for _, line := range lines {
		want, name, _ := strings.Cut(line, "  ")
		data, err := os.ReadFile(filepath.Join("data", name))
		if err != nil {
			t.Error(err)
			continue
		}
		if got := sha256.Sum256(data); hex.EncodeToString(got[:]) != want {
			t.Errorf("%s was not made by build/build.sh: its checksum differs", name)
		}
	}
}

// The OFL forbids modified versions to bear a reserved name.
func TestNoReservedNames(t *testing.T) {
	for _, role := range Roles() {
		for _, name := range own(t, role).names.all {
			for _, reserved := range []string{"lxgw", "霞鹜", "source"} {
				if strings.Contains(name, reserved) {
					t.Errorf("%s is named %s", role, name)
				}
			}
		}
	}
}

func TestParseSynthetic(t *testing.T) {
	for _, short := range []bool{false, true} {
		face, err := Parse("a.ttf", synthetic{names: named("试体", "Trial"), shortMap: short}.bytes())
		if err != nil {
			t.Fatal(err)
		}
		if face.Name() != "试体" || face.Source() != "a.ttf" || !face.HasName("TRIAL") || face.HasName("tria") {
			t.Errorf("names: %q %q %v", face.Name(), face.Source(), face.names)
		}
		if face.Ascent() != 859 || face.Descent() != -141 || face.CapHeight() != 859 {
			t.Errorf("metrics: %d %d %d", face.Ascent(), face.Descent(), face.CapHeight())
		}
		for r, want := range map[rune]int{'A': 500, 'B': 500, '一': 1000, 'C': 391} {
			if got := face.Advance(r); got != want {
				t.Errorf("%c is %d wide, want %d", r, got, want)
			}
		}
		if _, ok := face.Glyph('𬭎'); ok == short {
			t.Errorf("map of format 4 only: %v, 𬭎 found: %v", short, ok)
		}
		if _, ok := face.Glyph(-1); ok {
			t.Error("-1 has a glyph")
		}
	}
}

func TestParseErrors(t *testing.T) {
	good := synthetic{names: named("试体", "Trial")}.bytes()
	noMap := append([]byte(nil), good...)
	for i := range int(u16(good, 4)) {
		if at := 12 + 16*i; string(good[at:at+4]) == "cmap" {
			put16(noMap[u32(good, at+8):], 6, 2) // an encoding that is not Unicode
		}
	}
	for name, test := range map[string]struct {
		data []byte
		want Reason
	}{
		"empty":      {nil, NotAFont},
		"text":       {[]byte("version https://git-lfs…"), NotAFont},
		"cff":        {synthetic{cff: true}.bytes(), NotTrueType},
		"short":      {good[:len(good)-200], Damaged},
		"directory":  {good[:40], Damaged},
		"restricted": {synthetic{fsType: 2}.bytes(), Restricted},
		"no subset":  {synthetic{fsType: 0x0104}.bytes(), Restricted},
		"no Unicode": {noMap, NoUnicode},
		"collection": {[]byte("ttcf\x00\x01\x00\x00\x00\x00\x00\x09"), Damaged},
	} {
		face, err := Parse("x", test.data)
		var problem *Error
		if !errors.As(err, &problem) || problem.Reason != test.want || problem.Source != "x" || face != nil {
			t.Errorf("%s: got %v, want %s", name, err, test.want)
		}
	}
	if _, err := Parse("x", synthetic{fsType: 8}.bytes()); err != nil {
		t.Errorf("editable embedding is allowed, got %v", err)
	}
}

func TestOpen(t *testing.T) {
	dir := t.TempDir()
	ttc := filepath.Join(dir, "simsun.ttc")
	data := collection(synthetic{names: named("宋体", "SimSun")}.bytes(), synthetic{names: named("新宋体", "NSimSun")}.bytes())
	if err := os.WriteFile(ttc, data, 0o600); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{ttc: "宋体", ttc + "#nsimsun": "新宋体", ttc + "#新宋体": "新宋体"} {
		face, err := Open(path, (*intake.Intake)(nil).Open)
		if err != nil {
			t.Fatal(err)
		}
		if face.Name() != want || face.Source() != path || face.Advance('一') != 1000 {
			t.Errorf("%s: %s %s %d", path, face.Name(), face.Source(), face.Advance('一'))
		}
	}
	for path, want := range map[string]Reason{
		ttc + "#楷体": NoSuchFace, filepath.Join(dir, "none.ttf"): Unreadable, dir: Unreadable,
	} {
		_, err := Open(path, (*intake.Intake)(nil).Open)
		var problem *Error
		if !errors.As(err, &problem) || problem.Reason != want {
			t.Errorf("%s: got %v, want %s", path, err, want)
		}
	}
	if _, err := Open(filepath.Join(dir, "none.ttf"), (*intake.Intake)(nil).Open); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the cause is lost: %v", err)
	}
}

func TestSetFallsBack(t *testing.T) {
	trial, err := Parse("a.ttf", synthetic{names: named("试体", "Trial")}.bytes())
	if err != nil {
		t.Fatal(err)
	}
	base := embedded(t)
	s := base.With(Kai, trial)
	for _, test := range []struct {
		role Role
		r    rune
		want string
	}{
		{Kai, '一', "试体"}, {Kai, '二', "年报楷体"}, {Song, '一', "年报宋体"}, {Title, '一', "年报小标宋"},
		{Hei, '𬭎', "年报黑体"},
	} {
		face, ok := s.Face(test.role, test.r)
		if !ok || face.Name() != test.want {
			t.Errorf("%s %c: %v, want %s", test.role, test.r, face, test.want)
		}
	}
	if _, ok := s.Face(Song, '\U0010FFFD'); ok {
		t.Error("a private character was drawn")
	}
	if _, ok := s.Face("隶书", '一'); ok {
		t.Error("an unknown role has a face")
	}
	if face, _ := base.Face(Kai, '一'); face == trial {
		t.Error("With changed the set")
	}
	used := s.With("隶书", trial).Used()
	if len(used) != roleCount || used[3] != (Use{Kai, "试体", "a.ttf"}) || used[0] != (Use{Song, "年报宋体", EmbeddedSource}) {
		t.Errorf("used: %v", used)
	}
}

func BenchmarkEmbeddedCold(b *testing.B) {
	for b.Loop() {
		s, err := Embedded()
		if err != nil {
			b.Fatal(err)
		}
		face, _ := s.Face(Song, '年')
		if face.Advance('年') != 1000 {
			b.Fatal("width")
		}
	}
}

func BenchmarkAdvance(b *testing.B) {
	s := embedded(b)
	text := standard(b)[:3000]
	for b.Loop() {
		for _, r := range text {
			face, _ := s.Face(Song, r)
			face.Advance(r)
		}
	}
}
