package lint

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"

	"nianbao/cmd/nianbao/internal/command/app"
	"nianbao/internal/pipeline"
	"nianbao/internal/report"
	"nianbao/internal/source"
	"nianbao/lint"
)

// mend makes the repairs of the findings in every file: the safe ones, and those
// of the rules that the user named. With --diff it shows them instead, and done
// is true: there is nothing more to do.
func mend(ctx context.Context, a *app.App, o *flags, linter *lint.Linter, reading source.Options, paths []string) (done bool, err error) {
	code := app.ExitOK
	for _, path := range paths {
		if err := ctx.Err(); err != nil {
			return false, err
		}
		// What goes wrong with one file keeps no other from being mended.
		fault := pipeline.Catch(func() {
			var one int
			one, err = mendOne(ctx, a, o, linter, reading, path)
			code = max(code, one)
		})
		if fault != nil {
			a.Fault(path, fault)
		} else if err != nil {
			return false, err
		}
	}
	if o.diff {
		return true, a.Conclude(code)
	}
	return false, nil
}

// mendOne makes the repairs in one file, or shows them, and returns the exit
// status that its findings call for.
func mendOne(ctx context.Context, a *app.App, o *flags, linter *lint.Linter, reading source.Options, path string) (code int, err error) {
	if r := a.Load(reading)(ctx, path); r.Unreadable {
		return app.ExitUsage, ctx.Err() // told with the findings
	}
	data, err := a.Intake.Read(path, source.MaxSize)
	if err != nil {
		return code, app.Usage(fmt.Errorf(a.T("读不了 %s：%s", "cannot read %s: %s"), path, a.Why(err)))
	}
	r := source.Read(path, data, reading)
	res := linter.Lint(r)
	code = app.Verdict(&res, o.strict)
	out, changes, left, err := source.Mend(r, data, edits(&res, o.unsafe), reading)
	if err != nil {
		return code, app.Usage(fmt.Errorf(a.T("%s：没有改动：%w", "%s: not changed: %w"), path, err))
	}
	for _, l := range left {
		reason := a.T("改后读出来与预期不同", "the file would not read as intended")
		if l.Spelt {
			reason = a.T("这些字在文件里不是照原样写的（如用了转义符）", "they are not written in the file as they read (an escape, say)")
		}
		fmt.Fprintf(a.Err, a.T("%s：这一处没有自动改正，请手工修改：%s\n", "%s: this was not corrected, please do it by hand: %s\n"), l.Pos.In(path, a.Lang), reason)
	}
	switch {
	case len(changes) == 0:
	case o.diff:
		showChanges(a.Text(), path, r, out, changes)
	default:
		backup := backupName(path)
		if err := replace(a, path, backup, data, out); err != nil {
			return code, app.Usage(err)
		}
		a.Intake.Expect(path) // it is another file by now
		fmt.Fprintf(a.Err, a.T("%s：改正了%d处，原文件另存为 %s\n", "%s: %d corrections; the original is kept as %s\n"), path, len(changes), backup)
	}
	return code, nil
}

// edits are those that change how something is written and not what it says,
// and all of the rules named. Several findings may offer the same one.
func edits(res *lint.Result, unsafe []string) []source.Edit {
	var all []source.Edit
	for _, f := range res.Findings {
		if f.Fix == nil || f.Waived != nil || !f.Fix.Safe && !slices.Contains(unsafe, f.Rule) {
			continue
		}
		for _, e := range f.Fix.Edits {
			edit := source.Edit{At: e.At, To: e.To, Paragraph: e.Span.Paragraph, From: e.Span.From, Until: e.Span.Until, Pos: e.Pos}
			if !slices.Contains(all, edit) {
				all = append(all, edit)
			}
		}
	}
	return all
}

// backupName is the input's name with .bak, or .bak2 and so on where a backup of
// an earlier run is kept.
func backupName(path string) string {
	name := path + ".bak"
	for n := 2; ; n++ {
		if _, err := os.Lstat(name); err != nil {
			return name
		}
		name = fmt.Sprintf("%s.bak%d", path, n)
	}
}

// replace keeps the old bytes beside the file before it writes the new ones.
func replace(a *app.App, path, backup string, before, after []byte) error {
	for _, f := range []struct {
		name string
		data []byte
	}{{backup, before}, {path, after}} {
		err := a.Replace(f.name, func(w io.Writer) error {
			_, err := w.Write(f.data)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// showChanges prints what would be changed: the lines of a text as a unified
// diff, the cells of a workbook one by one.
func showChanges(w io.Writer, path string, r *report.Report, after []byte, changes []source.Change) {
	fmt.Fprintf(w, "--- %s\n+++ %s\n", path, path)
	if _, ok := changes[0].Pos.Region(); !ok {
		for _, c := range changes {
			fmt.Fprintf(w, "@@ %s %s @@\n-%s\n+%s\n", c.Pos.Named(""), c.At, oneLine(c.Was), c.To)
		}
		return
	}
	old := r.Lines()
	changed := *r
	changed.Source = bytes.Clone(after)
	now := changed.Lines()
	moved := 0 // lines fewer by now
	for i := 0; i < len(changes); {
		first, last, joined := changes[i].Pos.Line, changes[i].Pos.EndLine, 0
		for ; i < len(changes) && changes[i].Pos.Line <= last; i++ {
			last = max(last, changes[i].Pos.EndLine)
			joined += changes[i].Pos.EndLine - changes[i].Pos.Line
		}
		before, after := old[first-1:last], now[first-1-moved:last-joined-moved]
		fmt.Fprintf(w, "@@ -%s +%s @@\n", hunk(first, before), hunk(first-moved, after))
		for _, line := range before {
			fmt.Fprintf(w, "-%s\n", line)
		}
		for _, line := range after {
			fmt.Fprintf(w, "+%s\n", line)
		}
		moved += joined
	}
}

// hunk is a range of lines as a unified diff writes it.
func hunk(first int, lines []string) string {
	if len(lines) == 1 {
		return strconv.Itoa(first)
	}
	return fmt.Sprintf("%d,%d", first, len(lines))
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
