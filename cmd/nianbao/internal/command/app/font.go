package app

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"nianbao/render/font"
)

type override struct {
	role font.Role
	face *font.Face
}

// faces opens the fonts named by --font ROLE=FILE and, for roles that it does
// not name, by the settings.
func (a *App) faces(flags []string) ([]override, error) {
	named := map[string]string{}
	for _, f := range flags {
		role, file, ok := strings.Cut(f, "=")
		if !ok || file == "" {
			return nil, Usage(fmt.Errorf(a.T("--font 应写成 角色=字体文件，如 --font 仿宋=simfang.ttf，不能是“%s”", "--font is ROLE=FILE, not %q"), f))
		}
		named[role] = file
		before, _, _ := strings.Cut(file, "#")
		a.Intake.Name(file, before)
	}
	files := maps.Clone(a.Settings.Font)
	if files == nil {
		files = map[string]string{}
	}
	maps.Copy(files, named)
	var out []override
	for _, role := range slices.Sorted(maps.Keys(files)) {
		_, flag := named[role]
		fault := func(zh, en string, args ...any) error {
			if flag {
				return Usage(fmt.Errorf(a.T(zh, en), args...))
			}
			return Usage(a.Settings.Fault(a.T, "font "+zh, "font: "+en, args, "font", role))
		}
		if !slices.Contains(font.Roles(), font.Role(role)) {
			return nil, fault("没有字体角色“%s”，可用：%v", "there is no font role %q; there are %v", role, font.Roles())
		}
		open := a.Intake.Open
		if !flag {
			open = func(name string, limit int64) (fs.File, error) { return a.Settings.OpenFont(role, name, limit) }
		}
		face, err := font.Open(files[role], open)
		if err != nil {
			return nil, fault("字体用不了：%s", "font cannot be used: %s", a.fontError(err))
		}
		out = append(out, override{font.Role(role), face})
	}
	return out, nil
}

// fontReasons words what the font package finds wrong with a file.
var fontReasons = map[font.Reason]string{
	font.Unreadable:  "打不开",
	font.NotAFont:    "不是字体文件",
	font.NotTrueType: "不是TrueType轮廓的字体（OTF等），请换用 .ttf 或 .ttc",
	font.NoSuchFace:  "字体集中没有要用的字体",
	font.NoUnicode:   "没有Unicode编码表",
	font.Restricted:  "字体的许可不允许嵌入",
	font.Damaged:     "字体文件已损坏",
	font.TooMany:     "一次用到的字太多",
}

// fontError tells the user why a font cannot be used.
func (a *App) fontError(err error) string {
	var fault *font.Error
	if a.Lang == "en" || !errors.As(err, &fault) {
		return err.Error()
	}
	text := fault.Source + "：" + fontReasons[fault.Reason]
	if fault.Err != nil {
		text += "（" + a.Why(fault.Err) + "）"
	}
	return text
}

// WhichFonts is the --fonts flag where it was given, else the setting, else the
// embedded ones.
func (a *App) WhichFonts(flag string) string {
	for _, which := range []string{flag, a.Settings.Fonts} {
		if which != "" {
			return which
		}
	}
	return "embedded"
}
