package app

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"nianbao/internal/message"
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
			return nil, Wrong("--font 应写成 角色=字体文件，如 --font 仿宋=simfang.ttf，不能是“{value}”", `--font is ROLE=FILE, not "{value}"`, "value", f)
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
		fault := func(zh, en string, pairs ...any) error {
			if flag {
				return Wrong(zh, en, pairs...)
			}
			return Usage(a.Settings.Fault(message.New("font "+zh, "font: "+en, pairs...), "font", role))
		}
		if !slices.Contains(font.Roles(), font.Role(role)) {
			return nil, fault("没有字体角色“{role}”，可用：{roles}", `there is no font role "{role}"; there are {roles}`, "role", role, "roles", fmt.Sprint(font.Roles()))
		}
		open := a.Intake.Open
		if !flag {
			open = func(name string, limit int64) (fs.File, error) { return a.Settings.OpenFont(role, name, limit) }
		}
		face, err := font.Open(files[role], open)
		if err != nil {
			return nil, fault("字体用不了：{fault}", "font cannot be used: {fault}", "fault", fontError(err))
		}
		out = append(out, override{font.Role(role), face})
	}
	return out, nil
}

// fontReasons word what the font package finds wrong with a file.
var fontReasons = map[font.Reason]message.Text{
	font.Unreadable:  {ZH: "打不开", EN: "it cannot be read"},
	font.NotAFont:    {ZH: "不是字体文件", EN: "it is no font file"},
	font.NotTrueType: {ZH: "不是TrueType轮廓的字体（OTF等），请换用 .ttf 或 .ttc", EN: "its outlines are not TrueType (OTF, say); take a .ttf or .ttc"},
	font.NoSuchFace:  {ZH: "字体集中没有要用的字体", EN: "the collection lacks the face asked for"},
	font.NoUnicode:   {ZH: "没有Unicode编码表", EN: "it has no table of Unicode characters"},
	font.Restricted:  {ZH: "字体的许可不允许嵌入", EN: "its licence forbids embedding"},
	font.Damaged:     {ZH: "字体文件已损坏", EN: "the file is damaged"},
	font.TooMany:     {ZH: "一次用到的字太多", EN: "too many characters of it are used at once"},
}

// fontError tells the user why a font cannot be used.
func fontError(err error) error {
	var fault *font.Error
	switch {
	case !errors.As(err, &fault):
		return err
	case fault.Err != nil:
		return message.New("{file}：{reason}（{why}）", "{file}: {reason} ({why})", "file", fault.Source, "reason", fontReasons[fault.Reason], "why", why(fault.Err))
	}
	return message.New("{file}：{reason}", "{file}: {reason}", "file", fault.Source, "reason", fontReasons[fault.Reason])
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
