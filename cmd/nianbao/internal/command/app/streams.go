package app

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"sync"

	"nianbao/internal/intake"
	"nianbao/internal/message"
	"nianbao/internal/pipeline"
	"nianbao/lint/format"
)

// plain writes text for people. What would move the cursor or speak to the
// terminal is replaced, since names and values come from files that may be
// anybody's.
type plain struct{ w io.Writer }

func (p plain) Write(b []byte) (int, error) {
	lines := strings.Split(string(b), "\n")
	for i, line := range lines {
		lines[i] = format.Visible(strings.TrimSuffix(line, "\r"))
	}
	if _, err := io.WriteString(p.w, strings.Join(lines, "\n")); err != nil {
		return 0, err
	}
	return len(b), nil
}

// Text is standard output for text that people read.
func (a *App) Text() io.Writer { return plain{a.Readable()} }

// Readable is standard output for text that people read and that may have
// colours; see mark.
func (a *App) Readable() io.Writer {
	return readable{a.Out, func() error { return a.mark(a.Out, a.OutFile) }}
}

// readable marks its stream as UTF-8 before the first text.
type readable struct {
	w    io.Writer
	mark func() error
}

func (r readable) Write(b []byte) (int, error) {
	if err := r.mark(); err != nil {
		return 0, err
	}
	return r.w.Write(b)
}

// utf8Mark is the byte order mark in UTF-8.
const utf8Mark = "\ufeff"

// mark begins a file that a stream goes to with a byte order mark, on Windows,
// where Notepad and Excel otherwise take text for the code page of the system
// (GBK in China). What programs read, such as JSON, has none, nor has a file that
// held something before (>>).
func (a *App) mark(w io.Writer, file fs.FileInfo) error {
	if a.GOOS != "windows" || file == nil || file.Size() > 0 || a.begin(file) {
		return nil
	}
	_, err := io.WriteString(w, utf8Mark)
	return err
}

// begin notes that a file which a stream goes to has something in it, and
// reports whether that was known.
func (a *App) begin(file fs.FileInfo) (before bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, f := range a.begun {
		if os.SameFile(f, file) {
			return true
		}
	}
	a.begun = append(a.begun, file)
	return false
}

// guarded is standard output, unless that is a file which the run reads.
type guarded struct {
	app  *App
	w    io.Writer
	once sync.Once
	err  error
}

func (g *guarded) Write(b []byte) (int, error) {
	g.once.Do(func() {
		if g.app.OutFile == nil {
			return
		}
		if name, yes := g.app.Intake.Holds(g.app.OutFile); yes {
			g.err = Wrong("标准输出（>）写的就是{file}，没有写；请换一个文件名", "standard output (>) goes to {file} and was not written; choose another name", "file", streamOrInput(name))
		}
	})
	if g.err != nil {
		return 0, g.err
	}
	if g.app.OutFile != nil {
		g.app.begin(g.app.OutFile)
	}
	n, err := g.w.Write(b)
	if err != nil {
		g.err = Wrong("写不了标准输出：{why}", "cannot write to standard output: {why}", "why", WhyNotWritten(err))
	}
	return n, g.err
}

// source says what an input of a name is.
func streamOrInput(name string) message.Message {
	if name == intake.Stdin {
		return message.New("标准输入（<）的文件", "the file of standard input (<)")
	}
	return message.New("输入文件 {file}", "the input {file}", "file", name)
}

// Unprinted is why standard output did not take all that was written to it.
// Those who write help and the like do not ask.
func (a *App) Unprinted() error {
	if out, ok := a.Out.(*guarded); ok {
		return out.err
	}
	return nil
}

// diverted is standard error, unless that is a file which the run reads: then
// the messages go to standard output.
type diverted struct {
	app    *App
	w, out io.Writer
	once   sync.Once
}

func (d *diverted) Write(b []byte) (int, error) {
	if d.app.ErrFile == nil {
		return d.w.Write(b)
	}
	name, yes := d.app.Intake.Holds(d.app.ErrFile)
	if !yes {
		if err := d.app.mark(d.w, d.app.ErrFile); err != nil {
			return 0, err
		}
		return d.w.Write(b)
	}
	d.once.Do(func() {
		fmt.Fprintln(plain{d.out}, message.New("标准错误（2>）写的就是{file}，消息改在这里显示", "standard error (2>) goes to {file}; its messages stand here", "file", streamOrInput(name)).In(d.app.Lang))
	})
	return d.out.Write(b)
}

// Fault tells the user, once, that the program failed on a file.
func (a *App) Fault(name string, fault *pipeline.Panic) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.faulty == nil {
		a.faulty = map[string]bool{}
	}
	if a.faulty[name] {
		return
	}
	a.faulty[name] = true
	a.Tell("{file}：程序内部出错，这份文件没有处理完，其他文件照常处理。这是程序的毛病，请把这一行连同文件发给开发者：{fault}",
		"{file}: internal fault; this file was not finished, the others were. This is a bug: please report this line with the file: {fault}", "file", format.Visible(name), "fault", FaultText(fault))
}

// FaultText says in one line what a panic was.
func FaultText(fault *pipeline.Panic) string {
	text := []rune(strings.Join(strings.Fields(fmt.Sprint(fault.Value)), " "))
	const enough = 200
	return format.Visible(string(text[:min(len(text), enough)])) + " (" + fault.At + ")"
}

// Guard calls a function that works on one file, and tells the user of its panic.
func (a *App) Guard(name string, f func() error) (err error) {
	if fault := pipeline.Catch(func() { err = f() }); fault != nil {
		a.Fault(name, fault)
		return Found(ExitInternal)
	}
	return err
}

// Survive tells the user of the files that a pipeline failed on, by their
// numbers; the error is any other that it had.
func (a *App) Survive(err error, names []string) error {
	var faults pipeline.Faults
	if !errors.As(err, &faults) {
		return err
	}
	for _, f := range faults {
		a.Fault(names[f.Index], f.Panic)
	}
	return nil
}

// Conclude is the failure of a run whose findings are printed: that of its
// findings, or of what the program failed on.
func (a *App) Conclude(code int) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(a.faulty) > 0 {
		code = max(code, ExitInternal)
	}
	return Found(code)
}

// regular is what a stream is, where it is a file.
func regular(f *os.File) os.FileInfo {
	if info, err := f.Stat(); err == nil && info.Mode().IsRegular() {
		return info
	}
	return nil
}
