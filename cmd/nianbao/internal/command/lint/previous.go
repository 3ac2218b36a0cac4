package lint

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"nianbao/cmd/nianbao/internal/command/app"
	"nianbao/internal/han"
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
		return nil, app.Usage(errors.New(a.T("--previous 和 --previous-dir 只能用一个", "give --previous or --previous-dir, not both")))
	case o.previous == "-":
		return nil, app.Usage(errors.New(a.T("--previous 不能是标准输入", "--previous cannot be standard input")))
	case o.previous != "":
		return p, p.open(ctx, o.previous, catalogue)
	case o.previousDir != "":
		info, err := os.Stat(o.previousDir)
		if err != nil || !info.IsDir() {
			return nil, app.Usage(fmt.Errorf(a.T("--previous-dir 应是文件夹，“%s”不是", "--previous-dir is a folder, %q is none"), o.previousDir))
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
		why := catalogue.Message(&lint.Finding{Rule: problem.Rule, Form: problem.Form, Args: problem.Args}, p.app.Lang)
		return app.Usage(fmt.Errorf(p.app.T("--previous 的文件 %s 读不了：%s", "cannot read the file of --previous, %s: %s"), path, why))
	}
	if p.last.YearNumber == 0 {
		return app.Usage(fmt.Errorf(p.app.T("--previous 的文件 %s 没有年度", "the file of --previous, %s, has no year"), path))
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
	a, last := p.app, p.last
	p.mu.Lock()
	defer p.mu.Unlock()
	p.asked = true
	switch {
	case !p.only && !sameAgency(r, last):
	case last.YearNumber == r.YearNumber-1:
		p.met = true
		return last
	case p.only && last.YearNumber == r.YearNumber:
		p.say(a.T("--previous 的 %s 与 %s 都是%d年度的报告，应给%d年度的；没有作跨年比较", "%s, given as --previous, and %s are both reports for %d; give that for %d. They were not compared"),
			last.Path, r.Path, r.YearNumber, r.YearNumber-1)
	case !p.only && filepath.Clean(last.Path) == filepath.Clean(r.Path):
		// The folder that is checked holds it too.
	default:
		p.say(a.T("--previous 的 %s 是%d年度的报告，%s 要与%d年度的比较；没有作跨年比较", "%s, given as --previous, is a report for %d, but %s needs that for %d; they were not compared"),
			last.Path, last.YearNumber, r.Path, r.YearNumber-1)
	}
	return nil
}

func (p *previous) say(format string, args ...any) {
	p.notes = append(p.notes, fmt.Sprintf(format, args...))
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
			p.say(p.app.T("%s 读不了，没有作为上年报告", "%s cannot be read and was not compared with"), h.path)
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
	a, year := p.app, r.YearNumber-1
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
		p.say(a.T("%s 按简称在 %s 里找到%d份%d年度的报告，没有作跨年比较：%s", "%s: by short names %s has %d reports for %d; they were not compared: %s"),
			r.Path, p.dir, len(paths), year, strings.Join(paths, a.T("、", ", ")))
		return ""
	case len(paths) > 1:
		p.say(a.T("%s 在 %s 里有%d份%d年度的报告，与第一份比较：%s", "%s: %s has %d reports for %d and the first is compared with: %s"),
			r.Path, p.dir, len(paths), year, strings.Join(paths, a.T("、", ", ")))
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
		list := strings.Join(p.missing[:min(len(p.missing), named)], a.T("、", ", "))
		if len(p.missing) > named {
			list += a.T("等", " …")
		}
		fmt.Fprintf(a.Err, a.T("%d份报告在 %s 里没有上一年度的报告，没有作跨年比较：%s\n", "%d reports have none of the year before in %s and were not compared: %s\n"), len(p.missing), p.dir, list)
	}
	if p.last == nil || p.met || !p.asked {
		return app.ExitOK
	}
	if len(p.notes) == 0 {
		fmt.Fprintf(a.Err, a.T("没有与 %s（%s）同一机关的报告，没有作跨年比较\n", "no report is of the agency of %s (%s); nothing was compared with it\n"), p.last.Path, p.last.Agency.Name.Text)
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
