package lint

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"nianbao/cmd/nianbao/internal/command/app"
	"nianbao/internal/han"
	"nianbao/internal/message"
	"nianbao/internal/pipeline"
	"nianbao/internal/report"
	"nianbao/internal/source"
	"nianbao/lint"
)

// previous finds the report of the year before for each report that is checked:
// in one file (--previous) or in a folder (--previous-dir). What there is to say
// about it waits for the end, because files are checked in any order.
type previous struct {
	app     *app.App
	reading source.Options
	workers int
	// last is the report of --previous; only is true where one file alone is
	// checked, which is then compared whatever its agency.
	last *report.Report
	only bool
	// dir is the folder of --previous-dir, and index what is in it.
	dir   string
	files []string
	once  sync.Once
	index previousIndex

	mu sync.Mutex
	// asked is true where some report was to be compared, met where one was.
	asked, met bool
	missing    []string
	notes      []string
}

// previousIndex tells where a folder has the report of an agency for a year. It
// keeps names and paths alone, so that a large folder needs little memory.
type previousIndex struct{ byName, byShort map[agencyYear][]string }

type agencyYear struct {
	agency string
	year   int
}

// findPrevious prepares what --previous and --previous-dir ask for, nil for
// neither. checked are the inputs.
func findPrevious(ctx context.Context, a *app.App, o *flags, catalogue *lint.Catalogue, reading source.Options, checked []string) (*previous, error) {
	p := &previous{app: a, reading: reading, workers: o.workers, only: len(checked) == 1, dir: o.previousDir}
	switch {
	case o.previous != "" && o.previousDir != "":
		return nil, app.Wrong("--previous 和 --previous-dir 只能用一个", "give --previous or --previous-dir, not both")
	case o.previous == "-":
		return nil, app.Wrong("--previous 不能是标准输入", "--previous cannot be standard input")
	case o.previous != "":
		return p, p.open(ctx, o.previous, catalogue)
	case o.previousDir != "":
		info, err := os.Stat(o.previousDir)
		if err != nil || !info.IsDir() {
			return nil, app.Wrong("--previous-dir 应是文件夹，“{folder}”不是", `--previous-dir is a folder, "{folder}" is none`, "folder", o.previousDir)
		}
		if p.files, err = source.Find([]string{o.previousDir}, a.Formats()); err != nil {
			return nil, app.Usage(err)
		}
		a.Intake.Expect(p.files...)
		return p, nil
	}
	return nil, nil
}

// open reads the report of --previous.
func (p *previous) open(ctx context.Context, path string, catalogue *lint.Catalogue) error {
	p.last = p.load(ctx, path)
	if p.last.Unreadable && len(p.last.Problems) == 0 {
		return p.app.Conclude(app.ExitUsage) // the program failed on it, and has said so
	}
	if p.last.Unreadable {
		problem := p.last.Problems[0]
		why := catalogue.Says(&lint.Finding{Rule: problem.Rule, Form: problem.Form, Args: problem.MessageArgs()})
		return app.Wrong("--previous 的文件 {file} 读不了：{why}", "cannot read the file of --previous, {file}: {why}", "file", path, "why", why)
	}
	if p.last.YearNumber == 0 {
		return app.Wrong("--previous 的文件 {file} 没有年度", "the file of --previous, {file}, has no year", "file", path)
	}
	return nil
}

// load reads a report of another year. A form that was named for this year's
// need not be that of the year before.
func (p *previous) load(ctx context.Context, path string) (r *report.Report) {
	fault := pipeline.Catch(func() {
		r = source.Load(ctx, path, nil, p.reading)
		if e := p.reading.Edition; e != nil && r.YearNumber != 0 && !e.Applies(r.YearNumber) {
			o := p.reading
			o.Edition = nil
			r = source.Load(ctx, path, nil, o)
		}
	})
	if fault != nil {
		p.app.Fault(path, fault)
		return &report.Report{Path: path, Unreadable: true}
	}
	return r
}

// lookup is what the linter asks for the year before, nil where nothing is to be
// compared.
func (p *previous) lookup() func(context.Context, *report.Report) *report.Report {
	if p == nil {
		return nil
	}
	return p.of
}

// of returns the report of the year before that of r, nil where there is none.
func (p *previous) of(ctx context.Context, r *report.Report) *report.Report {
	if r.YearNumber == 0 {
		return nil
	}
	if p.last != nil {
		return p.given(r)
	}
	p.once.Do(func() { p.read(ctx) })
	path := p.find(r)
	if path == "" {
		return nil
	}
	last := p.load(ctx, path)
	if last.Unreadable {
		return nil // it was readable a moment ago
	}
	return last
}

// given returns the report of --previous where it is the one to compare with.
func (p *previous) given(r *report.Report) *report.Report {
	last := p.last
	p.mu.Lock()
	defer p.mu.Unlock()
	p.asked = true
	switch {
	case !p.only && !sameAgency(r, last):
	case last.YearNumber == r.YearNumber-1:
		p.met = true
		return last
	case p.only && last.YearNumber == r.YearNumber:
		p.say("--previous 的 {last} 与 {file} 都是{year}年度的报告，应给{before}年度的；没有作跨年比较", "{last}, given as --previous, and {file} are both reports for {year}; give that for {before}. They were not compared",
			"last", last.Path, "file", r.Path, "year", r.YearNumber, "before", r.YearNumber-1)
	case !p.only && filepath.Clean(last.Path) == filepath.Clean(r.Path):
		// The folder that is checked holds it too.
	default:
		p.say("--previous 的 {last} 是{year}年度的报告，{file} 要与{before}年度的比较；没有作跨年比较", "{last}, given as --previous, is a report for {year}, but {file} needs that for {before}; they were not compared",
			"last", last.Path, "year", last.YearNumber, "file", r.Path, "before", r.YearNumber-1)
	}
	return nil
}

func (p *previous) say(zh, en string, pairs ...any) {
	p.notes = append(p.notes, p.app.T(zh, en, pairs...))
}

// read indexes the folder. Reports are let go as soon as their names are known.
func (p *previous) read(ctx context.Context) {
	x := previousIndex{map[agencyYear][]string{}, map[agencyYear][]string{}}
	type head struct {
		path, name string
		short      []string
		year       int
		unreadable bool
	}
	err := pipeline.Run(ctx, p.workers, len(p.files), func(ctx context.Context, i int) head {
		r := p.load(ctx, p.files[i])
		h := head{path: p.files[i], name: agencyName(r.Agency.Name.Text), year: r.YearNumber, unreadable: r.Unreadable}
		for _, s := range r.Agency.ShortNames() {
			h.short = append(h.short, agencyName(s))
		}
		return h
	}, func(h head) error {
		if h.unreadable {
			p.mu.Lock()
			p.say("{file} 读不了，没有作为上年报告", "{file} cannot be read and was not compared with", "file", h.path)
			p.mu.Unlock()
			return nil
		}
		if h.name == "" {
			return nil
		}
		x.byName[agencyYear{h.name, h.year}] = append(x.byName[agencyYear{h.name, h.year}], h.path)
		for _, s := range h.short {
			x.byShort[agencyYear{s, h.year}] = append(x.byShort[agencyYear{s, h.year}], h.path)
		}
		return nil
	})
	if err == nil { // else the run is being stopped
		p.index = x
	}
}

// find returns the path of the report of the year before in the folder, "" for
// none. The full name decides; a short one, which many agencies may use (我局),
// only where it leads to a single report. Two short names prove nothing.
func (p *previous) find(r *report.Report) string {
	year := r.YearNumber - 1
	name := agencyName(r.Agency.Name.Text)
	paths := p.index.byName[agencyYear{name, year}]
	byName := len(paths) > 0
	if !byName {
		paths = slices.Clone(p.index.byShort[agencyYear{name, year}])
		for _, s := range r.Agency.ShortNames() {
			paths = append(paths, p.index.byName[agencyYear{agencyName(s), year}]...)
		}
		slices.Sort(paths)
		paths = slices.Compact(paths)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case len(paths) == 0:
		p.missing = append(p.missing, r.Path)
		return ""
	case len(paths) > 1 && !byName:
		p.say("{file} 按简称在 {folder} 里找到{count}份{year}年度的报告，没有作跨年比较：{found}", "{file}: by short names {folder} has {count} reports for {year}; they were not compared: {found}",
			"file", r.Path, "folder", p.dir, "count", len(paths), "year", year, "found", paths)
		return ""
	case len(paths) > 1:
		p.say("{file} 在 {folder} 里有{count}份{year}年度的报告，与第一份比较：{found}", "{file}: {folder} has {count} reports for {year} and the first is compared with: {found}",
			"file", r.Path, "folder", p.dir, "count", len(paths), "year", year, "found", paths)
	}
	p.met = true
	return paths[0]
}

// conclude says, in an order that does not depend on that of the work, what was
// not compared, and returns the exit status that this calls for: a report of
// --previous that nothing was compared with is wrong usage, whatever the reason.
func (p *previous) conclude() int {
	if p == nil {
		return app.ExitOK
	}
	const named = 5
	a := p.app
	slices.Sort(p.notes)
	for _, n := range p.notes {
		fmt.Fprintln(a.Err, n)
	}
	if len(p.missing) > 0 {
		slices.Sort(p.missing)
		more := message.Text{}
		if len(p.missing) > named {
			more = message.Text{ZH: "等", EN: " …"}
		}
		a.Tell("{count}份报告在 {folder} 里没有上一年度的报告，没有作跨年比较：{files}{more}", "{count} {count:report has|reports have} none of the year before in {folder} and {count:was|were} not compared: {files}{more}",
			"count", len(p.missing), "folder", p.dir, "files", p.missing[:min(len(p.missing), named)], "more", more)
	}
	if p.last == nil || p.met || !p.asked {
		return app.ExitOK
	}
	if len(p.notes) == 0 {
		a.Tell("没有与 {file}（{agency}）同一机关的报告，没有作跨年比较", "no report is of the agency of {file} ({agency}); nothing was compared with it", "file", p.last.Path, "agency", p.last.Agency.Name.Text)
	}
	return app.ExitUsage
}

// sameAgency reports whether two reports are of one agency: by the full name of
// both, or by that of one and a short name of the other.
func sameAgency(a, b *report.Report) bool {
	x, y := agencyName(a.Agency.Name.Text), agencyName(b.Agency.Name.Text)
	short := func(r *report.Report, name string) bool {
		return slices.ContainsFunc(r.Agency.ShortNames(), func(short string) bool { return agencyName(short) == name })
	}
	return x != "" && x == y || y != "" && short(a, y) || x != "" && short(b, x)
}

// agencyName drops what two ways of typing a name may differ in.
func agencyName(text string) string {
	return strings.Join(strings.Fields(han.Fold(text)), "")
}
