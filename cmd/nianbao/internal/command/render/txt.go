package render

import (
	"bytes"
	"context"

	"github.com/spf13/pflag"

	"nianbao/cmd/nianbao/internal/command/app"
	"nianbao/render/font"
	"nianbao/render/text"
)

// textForm is plain text with framed tables.
type textForm struct{ width, ambiguous int }

// Name implements app.Form.
func (t *textForm) Name() string { return "txt" }

// Usual implements app.Form.
func (t *textForm) Usual() bool { return true }

// Flags implements app.Form.
func (t *textForm) Flags(a *app.App, f *pflag.FlagSet) {
	f.IntVar(&t.width, "width", 0, a.T("文本每行的宽度（汉字算2），0为不折行", "width of text lines in columns, 0 for no wrapping"))
	f.IntVar(&t.ambiguous, "ambiguous", 0, a.T("文本中“”…等字符的宽度：1 或 2（默认2）", "width of “ ” … in the text: 1 or 2 (default 2)"))
}

// Ready implements app.Form.
func (t *textForm) Ready(a *app.App, _ *font.Set, changed func(string) bool) (app.FormWriter, error) {
	var width, ambiguous any = "--width", "--ambiguous"
	if !changed("width") && a.Settings.Width != 0 {
		t.width, width = a.Settings.Width, a.Setting("width")
	}
	if !changed("ambiguous") && a.Settings.Ambiguous != 0 {
		t.ambiguous, ambiguous = a.Settings.Ambiguous, a.Setting("ambiguous")
	}
	if t.width != 0 && t.width < text.MinWidth {
		return nil, app.Wrong("{width} 至少为{least}，或用0表示不折行", "{width} is at least {least}, or 0 for no wrapping", "width", width, "least", text.MinWidth)
	}
	if t.ambiguous < 0 || t.ambiguous > 2 {
		return nil, app.Wrong("{ambiguous} 只能是 1 或 2，不能是{value}", "{ambiguous} is 1 or 2, not {value}", "ambiguous", ambiguous, "value", t.ambiguous)
	}
	return t, nil
}

// CanDraw implements app.FormWriter: a text has every character.
func (t *textForm) CanDraw(rune) bool { return true }

// Write implements app.FormWriter.
func (t *textForm) Write(_ context.Context, s app.Sheet) ([]app.FormFile, error) {
	var b bytes.Buffer
	err := text.Write(&b, s.Document, text.Options{Width: t.width, Ambiguous: t.ambiguous})
	return []app.FormFile{{Ending: "txt", Data: b.Bytes()}}, err
}
