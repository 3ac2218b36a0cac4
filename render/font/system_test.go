package font

import (
	"errors"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

func fontFile(chinese, english string) *fstest.MapFile {
	return &fstest.MapFile{Data: synthetic{names: named(chinese, english)}.bytes()}
}

func env(goos string, root fstest.MapFS, variables map[string]string) Environment {
	return Environment{GOOS: goos, Root: root, Getenv: func(name string) string { return variables[name] }}
}

func sources(s *Set) map[Role]string {
	used := map[Role]string{}
	for _, use := range s.Used() {
		used[use.Role] = use.Source
	}
	return used
}

func TestSystem(t *testing.T) {
	tests := map[string]struct {
		env  Environment
		want map[Role]string
	}{
		"Windows": {
			env("windows", fstest.MapFS{
				"D:/Windows/Fonts/simfang.ttf":                                 fontFile("仿宋", "FangSong"),
				"D:/Windows/Fonts/simhei.ttf":                                  fontFile("黑体", "SimHei"),
				"D:/Windows/Fonts/simkai.ttf":                                  fontFile("楷体", "KaiTi"),
				"D:/Windows/Fonts/broken.ttf":                                  {Data: []byte("not a font")},
				"D:/Windows/Fonts/nsimsun.ttc":                                 {Data: collection(synthetic{names: named("新宋体", "NSimSun")}.bytes())},
				"D:/Windows/Fonts/SIMSUN.TTC":                                  {Data: collection(synthetic{names: named("新宋体", "NSimSun")}.bytes(), synthetic{names: named("宋体", "SimSun")}.bytes())},
				"D:/Windows/Fonts/readme.txt":                                  {Data: []byte("仿宋")},
				"D:/Windows/Fonts/GB/FS_GB.ttf":                                fontFile("仿宋_GB2312", "FangSong_GB2312"),
				"C:/Users/王/AppData/Local/Microsoft/Windows/Fonts/FZXBSJW.TTF": fontFile("方正小标宋简体", "FZXiaoBiaoSong-B05S"),
			}, map[string]string{"WINDIR": `D:\Windows`, "LOCALAPPDATA": `C:\Users\王\AppData\Local`}),
			map[Role]string{
				Song:  `D:\Windows\Fonts\SIMSUN.TTC`,
				Title: `C:\Users\王\AppData\Local\Microsoft\Windows\Fonts\FZXBSJW.TTF`,
				Hei:   `D:\Windows\Fonts\simhei.ttf`,
				Kai:   `D:\Windows\Fonts\simkai.ttf`,
				Fang:  `D:\Windows\Fonts\GB\FS_GB.ttf`,
			},
		},
		"macOS": {
			env("darwin", fstest.MapFS{
				"System/Library/Fonts/Supplemental/Songti.ttc":                        {Data: collection(synthetic{names: named("宋体-简 黑体", "Songti SC Black")}.bytes(), synthetic{names: named("宋体-简 常规体", "Songti SC Regular")}.bytes())},
				"System/Library/AssetsV2/com_apple_MobileAsset_Font7/a/STFANGSO.ttf":  fontFile("华文仿宋", "STFangsong"),
				"Applications/Microsoft Word.app/Contents/Resources/DFonts/Kaiti.ttf": fontFile("楷体", "KaiTi"),
			}, map[string]string{"HOME": "/Users/wang"}),
			map[Role]string{
				Song:  "/System/Library/Fonts/Supplemental/Songti.ttc",
				Title: EmbeddedSource,
				Hei:   EmbeddedSource,
				Kai:   "/Applications/Microsoft Word.app/Contents/Resources/DFonts/Kaiti.ttf",
				Fang:  "/System/Library/AssetsV2/com_apple_MobileAsset_Font7/a/STFANGSO.ttf",
			},
		},
		"Linux": {
			env("linux", fstest.MapFS{
				"home/wang/.local/share/fonts/仿宋.ttf": fontFile("仿宋", "FangSong"),
				"usr/share/fonts/wps/simfang.ttf":     fontFile("仿宋", "FangSong"),
				"usr/share/fonts/wps/simhei.ttf":      fontFile("某黑", "Other"), // another font under that name
			}, map[string]string{"HOME": "/home/wang"}),
			map[Role]string{
				Song: EmbeddedSource, Title: EmbeddedSource, Hei: EmbeddedSource, Kai: EmbeddedSource,
				Fang: "/home/wang/.local/share/fonts/仿宋.ttf",
			},
		},
		"nothing": {
			env("linux", fstest.MapFS{}, nil),
			map[Role]string{Song: EmbeddedSource, Title: EmbeddedSource, Hei: EmbeddedSource, Kai: EmbeddedSource, Fang: EmbeddedSource},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s, errs := System(embedded(t), test.env)
			if len(errs) > 0 {
				t.Errorf("errors: %v", errs)
			}
			if diff := cmp.Diff(test.want, sources(s)); diff != "" {
				t.Errorf("sources (-want +got):\n%s", diff)
			}
		})
	}
}

func TestSystemTellsWhatCannotBeUsed(t *testing.T) {
	s, errs := System(embedded(t), env("linux", fstest.MapFS{
		"usr/share/fonts/fang.ttf": {Data: synthetic{names: named("仿宋", "FangSong"), cff: true}.bytes()},
		"usr/share/fonts/xbs.ttf":  {Data: synthetic{names: named("方正小标宋简体", "FZXiaoBiaoSong-B05S"), fsType: 2}.bytes()},
		"usr/share/fonts/xbs2.ttf": fontFile("方正小标宋_GBK", "FZXiaoBiaoSong-B05"),
	}, nil))
	if used := sources(s); used[Fang] != EmbeddedSource || used[Title] != "/usr/share/fonts/xbs2.ttf" {
		t.Errorf("sources: %v", used)
	}
	got := map[string]Reason{}
	for _, err := range errs {
		var problem *Error
		if errors.As(err, &problem) {
			got[problem.Source] = problem.Reason
		}
	}
	want := map[string]Reason{"/usr/share/fonts/fang.ttf": NotTrueType, "/usr/share/fonts/xbs.ttf": Restricted}
	if diff := cmp.Diff(want, got); diff != "" || len(errs) != 2 {
		t.Errorf("errors (-want +got):\n%s", diff)
	}
}

// The search must also read the machine's own files.
func TestSystemOnThisMachine(t *testing.T) {
	home := t.TempDir()
	s, _ := System(embedded(t), Environment{GOOS: "linux", Getenv: func(name string) string {
		if name == "HOME" {
			return home
		}
		return ""
	}})
	if len(s.Used()) != roleCount {
		t.Errorf("used: %v", s.Used())
	}
}
