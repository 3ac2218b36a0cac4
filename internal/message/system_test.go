package message

import (
	"fmt"
	"io/fs"
	"os"
	"syscall"
	"testing"
	"unicode"
)

// What the system says is told in our words in either language, and without the
// name of a temporary file.
func TestErrorsOfTheSystem(t *testing.T) {
	for _, tc := range []struct {
		system string
		err    error
		want   Reason
	}{
		{"linux", &fs.PathError{Op: "open", Path: "x", Err: syscall.ENOSPC}, Full},
		{"linux", &fs.PathError{Op: "open", Path: "x", Err: syscall.EACCES}, Denied},
		{"linux", &fs.PathError{Op: "open", Path: "x", Err: syscall.ENOENT}, Missing},
		{"linux", &os.LinkError{Op: "rename", Old: "x", New: "y", Err: syscall.EROFS}, ReadOnly},
		{"darwin", fmt.Errorf("read: %w", syscall.EIO), Broken},
		{"linux", syscall.ENAMETOOLONG, NameTooLong},
		{"linux", syscall.EXDEV, Reason(fmt.Sprint(uint64(syscall.EXDEV)))},
		{"linux", fmt.Errorf("nothing of the system's"), ""},
		{"linux", fs.ErrClosed, ""},
		{"windows", &fs.PathError{Op: "open", Path: "x", Err: syscall.Errno(32)}, Busy},
		{"windows", &os.LinkError{Op: "rename", Old: "x", New: "y", Err: syscall.Errno(33)}, Busy},
		{"windows", syscall.Errno(112), Full},
		{"windows", syscall.Errno(206), NameTooLong},
		{"windows", syscall.Errno(1117), Broken},
		{"windows", syscall.Errno(53), Network},
		{"windows", syscall.Errno(225), Blocked},
		{"windows", syscall.Errno(9999), "9999"},
	} {
		if got := reasonOn(tc.system, tc.err); got != tc.want {
			t.Errorf("%s, %v: %q, want %q", tc.system, tc.err, got, tc.want)
		}
	}
	for r, text := range reasons {
		if r.In("zh") == r.In("en") || text.ZH == "" || text.EN == "" {
			t.Errorf("%s: %+v", r, text)
		}
	}
	for _, err := range []error{
		&fs.PathError{Op: "open", Path: "/tmp/.x.tmp-1", Err: syscall.ENOSPC},
		&os.LinkError{Op: "rename", Old: "/tmp/.x.tmp-1", New: "/tmp/x", Err: syscall.EXDEV},
		os.NewSyscallError("read", syscall.EIO),
		syscall.EPERM,
	} {
		said := New("写不了：{why}", "cannot write: {why}", "why", err)
		for _, r := range said.In("zh") {
			if unicode.Is(unicode.Latin, r) {
				t.Errorf("%v in Chinese: %s", err, said.In("zh"))
				break
			}
		}
		for _, r := range said.In("en") {
			if unicode.Is(unicode.Han, r) {
				t.Errorf("%v in English: %s", err, said.In("en"))
				break
			}
		}
	}
}
