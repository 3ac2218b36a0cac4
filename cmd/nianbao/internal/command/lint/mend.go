package lint

import (
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"

	"nianbao/cmd/nianbao/internal/command/app"
	"nianbao/internal/bind"
	"nianbao/internal/edit"
	"nianbao/internal/message"
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
	data, err := a.Intake.Read(path, bind.MaxSize)
	if err != nil {
		return code, app.Unread(path, err)
	}
	r := source.Read(path, data, reading)
	res := linter.Lint(r)
	code = app.Verdict(&res, o.strict)
	asIntended := message.Text{ZH: "改后读出来与预期不同", EN: "the file would not read as intended"}
	byHand := func(pos report.Place, reason message.Text) {
		a.Tell("{place}：这一处没有自动改正，请手工修改：{reason}", "{place}: this was not corrected, please do it by hand: {reason}", "place", pos.In(path, a.Lang), "reason", reason)
	}
	// What a text says is corrected once it reads as it was typed.
	typed, rewritten, kept := source.Apply(r, data, rewrites(&res, o.unsafe), reading)
	for _, w := range kept {
		byHand(w.Pos, asIntended)
	}
	if len(rewritten) > 0 {
		r = source.Read(path, typed, reading)
		res = linter.Lint(r)
	}
	out, changes, left, err := source.Mend(r, typed, edits(&res, o.unsafe), reading)
	if err != nil {
		return code, app.Wrong("{file}：没有改动：{error}", "{file}: not changed: {error}", "file", path, "error", err)
	}
	for _, l := range left {
		reason := asIntended
		if l.Spelt {
			reason = message.Text{ZH: "这些字在文件里不是照原样写的（如用了转义符）", EN: "they are not written in the file as they read (an escape, say)"}
		}
		if o.diff {
			// The file stays as it was, so its own lines count.
			moved := lineBefore(linesOf(data), linesOf(typed), l.Pos.Line) - l.Pos.Line
			l.Pos.Line, l.Pos.EndLine = l.Pos.Line+moved, l.Pos.EndLine+moved
		}
		byHand(l.Pos, reason)
	}
	switch {
	case len(changes)+len(rewritten) == 0:
	case o.diff:
		showChanges(a.Text(), path, data, out, changes)
	default:
		backup := backupName(path)
		if err := replace(a, path, backup, data, out); err != nil {
			return code, app.Usage(err)
		}
		a.Intake.Expect(path) // it is another file by now
		a.Tell("{file}：改正了{count}处，原文件另存为 {backup}", "{file}: {count} {count:correction|corrections}; the original is kept as {backup}", "file", path, "count", len(changes)+len(rewritten), "backup", backup)
	}
	return code, nil
}

// edits are those that change how something is written and not what it says,
// and all of the rules named. Several findings may offer the same one.
func edits(res *lint.Result, unsafe []string) []edit.Edit {
	var all []edit.Edit
	for _, f := range res.Findings {
		if f.Fix == nil || f.Waived != nil || !f.Fix.Safe && !slices.Contains(unsafe, f.Rule) {
			continue
		}
		for _, e := range f.Fix.Edits {
			if e.Rewrite != nil {
				continue
			}
			edit := edit.Edit{At: e.At, To: e.To, Paragraph: e.Span.Paragraph, From: e.Span.From, Until: e.Span.Until, Pos: e.Pos}
			if !slices.Contains(all, edit) {
				all = append(all, edit)
			}
		}
	}
	return all
}

// rewrites are those of the same findings that write a value anew.
func rewrites(res *lint.Result, unsafe []string) []*report.Rewrite {
	var all []*report.Rewrite
	for _, f := range res.Findings {
		if f.Fix == nil || f.Waived != nil || !f.Fix.Safe && !slices.Contains(unsafe, f.Rule) {
			continue
		}
		for _, e := range f.Fix.Edits {
			if e.Rewrite != nil {
				all = append(all, e.Rewrite)
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
// diff without context, the cells of a workbook one by one.
func showChanges(w io.Writer, path string, before, after []byte, changes []edit.Change) {
	fmt.Fprintf(w, "--- %s\n+++ %s\n", path, path)
	if inCells(changes) {
		for _, c := range changes {
			fmt.Fprintf(w, "@@ %s %s @@\n-%s\n+%s\n", c.Pos.Named(""), c.At, oneLine(c.Was), c.To)
		}
		return
	}
	old, now := linesOf(before), linesOf(after)
	for _, d := range differences(old, now) {
		fmt.Fprintf(w, "@@ -%s +%s @@\n", hunk(d.from, d.to), hunk(d.nowFrom, d.nowTo))
		for _, line := range old[d.from:d.to] {
			fmt.Fprintf(w, "-%s\n", line)
		}
		for _, line := range now[d.nowFrom:d.nowTo] {
			fmt.Fprintf(w, "+%s\n", line)
		}
	}
}

func linesOf(data []byte) []string { return (&report.Report{Source: data}).Lines() }

// inCells reports whether changes are of a workbook.
func inCells(changes []edit.Change) bool {
	if len(changes) == 0 {
		return false
	}
	_, _, ok := changes[0].Pos.Cell()
	return ok
}

// hunk is a range of lines, from 0, as a unified diff writes it: one of none by
// the line before it.
func hunk(from, to int) string {
	switch to - from {
	case 0:
		return fmt.Sprintf("%d,0", from)
	case 1:
		return strconv.Itoa(from + 1)
	}
	return fmt.Sprintf("%d,%d", from+1, to-from)
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
