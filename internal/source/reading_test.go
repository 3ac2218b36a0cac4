package source

import (
	"context"
	"errors"
	"io/fs"
	"strings"
	"syscall"
	"testing"

	"nianbao/internal/message"
)

// Why the system does not let a file be read is told without its own words.
func TestWhyAFileIsNotRead(t *testing.T) {
	for _, tc := range []struct {
		err   error
		form  string
		cause message.Phrase
	}{
		{syscall.EBUSY, "busy", nil},
		{syscall.EIO, "io", message.Broken},
		{syscall.ENOENT, "missing", nil},
		{syscall.EACCES, "permission", nil},
		{syscall.EXDEV, "io", message.ReasonOf(syscall.EXDEV)},
		{errors.New("something in English"), "io-unknown", nil},
	} {
		got := openFailure(&fs.PathError{Op: "open", Path: "年报.yaml", Err: tc.err})
		if got.Form != tc.form || got.Cause != tc.cause || len(got.Args) > 0 {
			t.Errorf("%v: %+v", tc.err, got)
		}
	}
	r := Load(context.Background(), strings.Repeat("长", 200)+".yaml", nil, options())
	if p := r.Problems[0]; p.Form != "io" || message.Word(p.MessageArgs()["cause"], "zh") != "文件名太长" {
		t.Errorf("%+v", p)
	}
}
