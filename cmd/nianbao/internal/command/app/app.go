// Package app is what every sub-command shares: the outside world (streams,
// environment), the settings, and the data that the program works from.
package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"sync"
	"time"

	"nianbao/internal/edition"
	"nianbao/internal/intake"
	"nianbao/internal/message"
	"nianbao/internal/report"
	"nianbao/internal/settings"
	"nianbao/internal/source"
	"nianbao/lint"
	"nianbao/render/font"
	"nianbao/rules"
	"nianbao/templates"
)

// App is the program's view of the world. Nothing below it reads the process's
// own streams, environment or clock.
type App struct {
	In       io.Reader
	Out, Err io.Writer
	Getenv   func(string) string
	GOOS     string
	// Now is the clock; nil where there is none, and nothing runs out.
	Now func() time.Time
	// OutIsTerminal tells whether colours make sense.
	OutIsTerminal bool
	// Console is the window, nil where there is none that would close.
	Console Console
	// Program is the path of the program, for commands that are shown to users.
	Program string

	// Flags that every sub-command has.
	Lang        string // "zh" or "en"
	Color       string // "auto", "always", "never"
	ConfigFile  string
	EditionFile string

	// Intake opens what the run reads. OutFile and ErrFile are what the streams
	// go to, where that is a regular file.
	Intake           *intake.Intake
	OutFile, ErrFile fs.FileInfo

	mu     sync.Mutex
	begun  []fs.FileInfo
	temps  map[string]bool
	faulty map[string]bool

	// MoreForms makes forms beside the built-in ones, for each run anew; nil for
	// none.
	MoreForms func() []Form

	// MoreFormats are formats of reports beside the built-in ones.
	MoreFormats source.Formats

	Settings settings.Settings
	data     data
}

// data is what is read from the embedded files, each once and only when asked
// for: most commands need a part of it.
type data struct {
	editions  func() (*edition.Registry, error)
	words     func() (*edition.CellWords, error)
	catalogue func() (*lint.Catalogue, error)
}

// startPercent lets the heap grow to 16 MB, four times what the runtime gives it
// by itself, before it is collected for the first time: one report is linted
// within that. A run that goes on is collected as usual from then on, so that a
// thousand reports take no more room than they did.
const startPercent = 400

// settleCollector puts the first collection off.
func settleCollector() {
	usual := debug.SetGCPercent(startPercent)
	runtime.AddCleanup(new([64]byte), func(percent int) { debug.SetGCPercent(percent) }, usual)
}

// System returns the view of the real world, and readies the process for it.
func System() *App {
	settleCollector()
	a := &App{In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Getenv: os.Getenv, GOOS: runtime.GOOS, Now: time.Now, Console: systemConsole{}, Program: "nianbao"}
	a.Intake = &intake.Intake{Stdin: regular(os.Stdin)}
	a.OutFile, a.ErrFile = regular(os.Stdout), regular(os.Stderr)
	a.OutIsTerminal = takesColours(os.Stdout)
	if program, err := os.Executable(); err == nil {
		a.Program = program
	}
	return a
}

// Prepare readies the parts that are made on first use.
func (a *App) Prepare() {
	if a.Intake == nil {
		a.Intake = &intake.Intake{}
	}
	out := &guarded{app: a, w: a.Out}
	a.Out, a.Err = out, plain{&diverted{app: a, w: a.Err, out: out}}
	a.data = data{once(edition.Load), once(edition.LoadCellWords), once(lint.LoadCatalogue)}
}

// once makes a reader of embedded files that does its work at the first call.
func once[T any](load func(fs.FS) (T, error)) func() (T, error) {
	return sync.OnceValues(func() (T, error) {
		v, err := load(rules.Files)
		if err != nil {
			err = &Failure{Code: ExitInternal, Err: fmt.Errorf("embedded rules: %w", err)}
		}
		return v, err
	})
}

// T is a message in the user's language, of both wordings and pairs of names and
// arguments.
func (a *App) T(zh, en string, pairs ...any) string {
	return message.New(zh, en, pairs...).In(a.Lang)
}

// Tell says something on standard error, in a line of its own.
func (a *App) Tell(zh, en string, pairs ...any) {
	fmt.Fprintln(a.Err, a.T(zh, en, pairs...))
}

// Catalogue returns the rules.
func (a *App) Catalogue() (*lint.Catalogue, error) {
	return a.data.catalogue()
}

// maxEdition bounds an edition file.
const maxEdition = 1 << 20

// why says why a file cannot be read.
func why(err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return message.New("没有这个文件", "there is no such file")
	case errors.Is(err, fs.ErrPermission):
		return message.New("没有读取这个文件的权限", "there is no permission to read it")
	case errors.Is(err, intake.ErrDirectory):
		return message.New("这是文件夹，不是文件", "it is a folder, not a file")
	case errors.Is(err, intake.ErrSpecial):
		return message.New("这不是普通文件", "it is no regular file")
	case errors.Is(err, intake.ErrTooLarge):
		return message.New("文件太大", "it is too large")
	case errors.Is(err, intake.ErrOutside):
		return message.New("不在配置文件所在的文件夹里（要用别处的文件，请用 --config 指定配置文件）", "it is not in the folder of the settings (to use a file elsewhere, name the settings to --config)")
	}
	if reason := message.ReasonOf(err); reason != "" {
		return reason
	}
	return err
}

// Unread is the failure of a file that cannot be read.
func Unread(path string, err error) error {
	return Wrong("读不了 {file}：{why}", "cannot read {file}: {why}", "file", path, "why", why(err))
}

// Formats returns the formats that reports are read and written in.
func (a *App) Formats() source.Formats {
	formats := source.Known()
	for _, f := range formats {
		if f.Write == nil {
			// Package source reads workbooks, package templates makes them.
			f.Write = func(w io.Writer, r *report.Report, created time.Time) error {
				return templates.Workbook(w, r, templates.WorkbookOptions{Created: created})
			}
		}
	}
	return append(formats, a.MoreFormats...)
}

// Reading returns what a report is read with: the embedded editions, or the one
// named by --edition.
func (a *App) Reading() (source.Options, error) {
	editions, err := a.data.editions()
	if err != nil {
		return source.Options{}, err
	}
	words, err := a.data.words()
	if err != nil {
		return source.Options{}, err
	}
	o := source.Options{Editions: editions, Words: words, Formats: a.Formats(), Intake: a.Intake}
	if a.EditionFile != "" {
		raw, err := a.Intake.Read(a.EditionFile, maxEdition)
		if err != nil {
			return o, Wrong("读不了格式文件 {file}：{why}", "cannot read the edition {file}: {why}", "file", a.EditionFile, "why", why(err))
		}
		if o.Edition, err = edition.Parse(a.EditionFile, raw); err != nil {
			return o, Wrong("格式文件有误：\n{faults}", "the edition is faulty:\n{faults}", "faults", err)
		}
	}
	return o, nil
}

// EditionHeads returns the embedded editions, or the one named by --edition, for
// those who only say what there is: parts may be missing.
func (a *App) EditionHeads() ([]*edition.Edition, error) {
	if a.EditionFile == "" {
		return once(edition.Heads)()
	}
	o, err := a.Reading()
	return []*edition.Edition{o.Edition}, err
}

// Edition returns the form for a report year, 0 for the one in force.
func (a *App) Edition(year int) (*edition.Edition, error) {
	o, err := a.Reading()
	if err != nil {
		return nil, err
	}
	switch {
	case o.Edition != nil:
		return o.Edition, nil
	case year == 0:
		return o.Editions.Latest(), nil
	}
	if e := o.Editions.ForYear(year); e != nil {
		return e, nil
	}
	return nil, Wrong("没有适用于{year}年度的格式（最早为{first}年度）", "no edition applies to {year} (the first is for {first})", "year", year, "first", o.Editions.All()[0].Years.From)
}

// Load reads one report.
func (a *App) Load(o source.Options) func(context.Context, string) *report.Report {
	return func(ctx context.Context, path string) *report.Report { return source.Load(ctx, path, a.In, o) }
}

// UseColor decides about colours on standard output.
func (a *App) UseColor() bool {
	switch a.Color {
	case "always":
		return true
	case "never":
		return false
	}
	return a.OutIsTerminal && a.Getenv("NO_COLOR") == "" && a.Getenv("TERM") != "dumb"
}

// Fonts returns the faces to draw with, and says on standard error which ones
// of the machine it uses.
func (a *App) Fonts(which string, overrides []string) (*font.Set, error) {
	set, err := font.Embedded()
	if err != nil {
		return nil, &Failure{Code: ExitInternal, Err: fmt.Errorf("embedded fonts: %w", err)}
	}
	switch which {
	case "embedded":
	case "system":
		var faults []error
		set, faults = font.System(set, font.Environment{GOOS: a.GOOS, Getenv: a.Getenv, Intake: a.Intake})
		for _, f := range faults {
			a.Tell("字体用不了：{fault}", "font cannot be used: {fault}", "fault", fontError(f))
		}
	default:
		return nil, Wrong("--fonts 只能是 embedded 或 system，不能是“{value}”", `--fonts is embedded or system, not "{value}"`, "value", which)
	}
	faces, err := a.faces(overrides)
	if err != nil {
		return nil, err
	}
	for _, f := range faces {
		set = set.With(f.role, f.face)
	}
	if which == "system" || len(faces) > 0 {
		for _, u := range set.Used() {
			var from any = u.Source
			if from == font.EmbeddedSource {
				from = message.Text{ZH: "内置", EN: "embedded"}
			}
			a.Tell("{role}：{name}（{from}）", "{role}: {name} ({from})", "role", u.Role, "name", u.Name, "from", from)
		}
	}
	return set, nil
}

// Today is the day by which waivers run out: that of SOURCE_DATE_EPOCH, so that
// a build can be repeated, else the clock's.
func (a *App) Today() (time.Time, error) {
	day, err := a.Epoch()
	if err == nil && day.IsZero() && a.Now != nil {
		day = a.Now()
	}
	return day, err
}

// Epoch is the date that SOURCE_DATE_EPOCH asks outputs to carry, zero where it
// asks for none.
func (a *App) Epoch() (time.Time, error) {
	v := a.Getenv("SOURCE_DATE_EPOCH")
	if v == "" {
		return time.Time{}, nil
	}
	seconds, err := strconv.ParseInt(v, 10, 64)
	if err != nil {
		return time.Time{}, Wrong("SOURCE_DATE_EPOCH 应为秒数，不能是“{value}”", `SOURCE_DATE_EPOCH is a number of seconds, not "{value}"`, "value", v)
	}
	return time.Unix(seconds, 0).UTC(), nil
}
