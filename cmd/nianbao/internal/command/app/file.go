package app

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"

	"nianbao/internal/intake"
	"nianbao/internal/message"
)

// WriteFile writes a file whole or not at all: what write makes goes into a
// temporary file beside the target, which takes its place at the end. "-" and
// the names that the system has for standard output are standard output. What
// the run reads is never replaced, by whatever name; see MayWrite.
func (a *App) WriteFile(path string, write func(io.Writer) error) error {
	if to := a.stream(path); to != nil {
		err := write(to)
		var failure *Failure
		if errors.As(err, &failure) {
			return failure // whoever wrote may have put words of its own before it
		}
		return err
	}
	if path == "" {
		return Usage(errors.New(a.T("没有写明输出文件的名称", "the output has no name")))
	}
	if err := a.MayWrite(path); err != nil {
		return err
	}
	return a.replace(path, write, a.MayWrite)
}

// MayWrite reports, for the user, why a file must not be written: the run reads
// it, its own messages go there, or an office program has it open. A command that does much before it writes
// asks first.
func (a *App) MayWrite(path string) error {
	if path == "" || a.stream(path) != nil {
		return nil
	}
	if isDescriptor(linked(path)) {
		return Wrong("不能输出到 {file}，请写文件名", "cannot write to {file}; name a file", "file", path)
	}
	info, err := os.Stat(path)
	if err != nil {
		return nil // it is not there, or writing will tell
	}
	if name, yes := a.Intake.Holds(info); yes {
		switch {
		case name == intake.Stdin:
			return Wrong("输出文件 {file} 就是标准输入（<）的文件，没有写；请换一个文件名", "the output {file} is the file of standard input (<) and was not written; choose another name", "file", path)
		case filepath.Clean(name) == filepath.Clean(path):
			return Wrong("输出文件 {file} 就是输入文件，没有写；请换一个文件名", "the output {file} is the input and was not written; choose another name", "file", path)
		}
		return Wrong("输出文件 {file} 就是输入文件 {input}，没有写；请换一个文件名", "the output {file} is the input {input} and was not written; choose another name", "file", path, "input", name)
	}
	for _, own := range []fs.FileInfo{a.OutFile, a.ErrFile} {
		if own != nil && os.SameFile(own, info) {
			return Wrong("输出文件 {file} 已经用来接收屏幕上的内容（> 或 2>），没有写；请换一个文件名", "the output {file} receives standard output or the messages already (> or 2>) and was not written; choose another name", "file", path)
		}
	}
	return MayReplace(path)
}

// WhyNotWritten says in the user's language why a file cannot be written.
func WhyNotWritten(err error) error {
	switch reason := message.ReasonOf(err); reason {
	case message.Missing:
		return message.New("没有这个文件夹", "there is no such folder")
	case message.Denied:
		return message.New("没有写入的权限，或者文件正在Excel、WPS、Word等程序中打开（先在那里关闭它）", "there is no permission to write it, or another program has it open (Excel, WPS, Word: close it there)")
	case "":
		return err
	default:
		return reason
	}
}

// notWritten is the error of a file that cannot be written, for the user. One
// that is for the user already keeps its words.
func notWritten(path string, err error) error {
	var failure *Failure
	if errors.As(err, &failure) {
		return failure
	}
	return message.New("写不了 {file}：{why}", "cannot write {file}: {why}", "file", path, "why", WhyNotWritten(err))
}

// Replace is WriteFile for a command that is to change its input.
func (a *App) Replace(path string, write func(io.Writer) error) error {
	return a.replace(path, write, MayReplace)
}

// replace writes a file. may is asked once more before the old file goes.
func (a *App) replace(path string, write func(io.Writer) error, may func(string) error) (err error) {
	// A link stays a link to the file that is replaced.
	if real, linkErr := filepath.EvalSymlinks(path); linkErr == nil {
		path = real
	}
	// CreateTemp makes files that only their owner reads; a report is public.
	mode := os.FileMode(0o644)
	if info, statErr := os.Stat(path); statErr == nil {
		if !info.Mode().IsRegular() {
			return message.New("写不了 {file}：目标不是普通文件", "cannot write {file}: the target is not a regular file", "file", path)
		}
		mode = info.Mode().Perm()
	}
	dir, base := filepath.Split(path)
	tmp, err := os.CreateTemp(filepath.Clean(dir+"."), "."+base+".tmp-*")
	if err != nil {
		return notWritten(path, err)
	}
	a.temporary(tmp.Name(), true)
	done := false
	defer func() {
		if !done { // an error, or a panic on its way
			tmp.Close() // the file is thrown away; the first error counts
			os.Remove(tmp.Name())
		}
		a.temporary(tmp.Name(), false)
	}()
	if err = write(tmp); err == nil {
		err = errors.Join(tmp.Chmod(mode), tmp.Close())
	}
	if err != nil {
		return notWritten(path, err)
	}
	if err = may(path); err != nil {
		return err
	}
	if err = os.Rename(tmp.Name(), path); err != nil {
		return notWritten(path, err)
	}
	done = true
	return nil
}

// temporary notes the temporary files that there are.
func (a *App) temporary(name string, there bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.temps == nil {
		a.temps = map[string]bool{}
	}
	if a.temps[name] = true; !there {
		delete(a.temps, name)
	}
}

// Abandon removes the temporary files of a run that is stopped in the middle.
func (a *App) Abandon() {
	a.mu.Lock()
	defer a.mu.Unlock()
	for name := range a.temps {
		os.Remove(name)
	}
}

// descriptor is a name that the system gives to an open file.
var descriptor = regexp.MustCompile(`^/dev/(stdin|stdout|stderr|fd/\d+)$|^/proc/(self|thread-self|\d+)(/task/\d+)?/fd/\d+$`)

func isDescriptor(path string) bool { return runtime.GOOS != "windows" && descriptor.MatchString(path) }

// linked follows a path's links up to a name of an open file, behind which may
// be a file that must not be taken for the target.
func linked(path string) string {
	abs, err := filepath.Abs(path)
	for n := 0; err == nil && n < 40 && !isDescriptor(abs); n++ {
		// The folders may be links too, such as /dev/fd.
		if dir, dirErr := filepath.EvalSymlinks(filepath.Dir(abs)); dirErr == nil {
			if abs = filepath.Join(dir, filepath.Base(abs)); isDescriptor(abs) {
				break
			}
		}
		var to string
		if to, err = os.Readlink(abs); err == nil {
			if !filepath.IsAbs(to) {
				to = filepath.Join(filepath.Dir(abs), to)
			}
			abs = to
		}
	}
	return abs
}

// stream is the stream that a name stands for, nil for a file.
func (a *App) stream(path string) io.Writer {
	if path == "-" {
		return a.Out
	}
	name := linked(path)
	if !isDescriptor(name) {
		return nil
	}
	if pid, ok := strings.CutPrefix(name, "/proc/"); ok {
		if pid, _, _ = strings.Cut(pid, "/"); pid != "self" && pid != "thread-self" && pid != strconv.Itoa(os.Getpid()) {
			return nil // another program's
		}
	}
	switch {
	case name == "/dev/stdout" || filepath.Base(name) == "1":
		return a.Out
	case name == "/dev/stderr" || filepath.Base(name) == "2":
		return a.Err
	}
	return nil
}
