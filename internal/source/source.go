// Package source turns bytes into reports and changes the files that reports come
// from. It is the registry of the formats: what a file is, and what can be done
// with it, is told by its Format and nowhere else.
package source

import (
	"context"
	"errors"
	"io"
	"io/fs"

	"nianbao/internal/bind"
	"nianbao/internal/edition"
	"nianbao/internal/intake"
	"nianbao/internal/message"
	"nianbao/internal/report"
)

// Options says what an input is read with.
type Options struct {
	// Editions are the forms to choose from by 格式 and 年度.
	Editions *edition.Registry
	// Edition is a form to read with whatever the report says, or nil.
	Edition *edition.Edition
	Words   *edition.CellWords
	// Formats are those that can be read; nil for the ones of the report file.
	Formats Formats
	// Intake opens the inputs; nil remembers none and takes no pipes.
	Intake *intake.Intake
}

func (o *Options) formats() Formats {
	if o.Formats == nil {
		return Known()
	}
	return o.Formats
}

// forms is what a reader has to know.
func (o *Options) forms() bind.Options {
	return bind.Options{Editions: o.Editions, Edition: o.Edition, Words: o.Words}
}

// Load reads the report in a file, or on stdin where path is "-". Like Read it
// always returns a report. It reads no more than the size limit, and nothing
// that opts.Intake does not let through.
func Load(ctx context.Context, path string, stdin io.Reader, opts Options) *report.Report {
	data, failed := readAll(ctx, path, stdin, &opts)
	if failed != nil {
		return bind.Unreadable(path, nil, failed, opts.forms())
	}
	return Read(path, data, opts)
}

func readAll(ctx context.Context, path string, stdin io.Reader, opts *Options) (data []byte, failed *bind.Failure) {
	err := ctx.Err()
	switch {
	case err != nil:
	case path == "-":
		data, err = intake.ReadStream(stdin, bind.MaxSize)
	default:
		data, err = opts.Intake.Read(path, bind.MaxSize)
	}
	if err != nil {
		return nil, openFailure(err)
	}
	return data, nil
}

func openFailure(err error) *bind.Failure {
	switch {
	case errors.Is(err, intake.ErrDirectory):
		return &bind.Failure{Form: "directory"}
	case errors.Is(err, intake.ErrSpecial):
		return &bind.Failure{Form: "device"}
	case errors.Is(err, intake.ErrTooLarge):
		return bind.TooLarge()
	case errors.Is(err, fs.ErrNotExist):
		return &bind.Failure{Form: "missing"}
	case errors.Is(err, fs.ErrPermission):
		return &bind.Failure{Form: "permission"}
	}
	switch reason := message.ReasonOf(err); reason {
	case message.Busy:
		return &bind.Failure{Form: "busy"}
	case "":
		return &bind.Failure{Form: "io-unknown"}
	default:
		return &bind.Failure{Form: "io", Cause: reason}
	}
}

// Read makes a report of the bytes of a report file. It never returns nil: an
// input that gives no report comes back with Unreadable set and exactly one
// problem, SRC001. An input is JSON where path ends in .json, or where it has
// no ending of ours and looks like JSON; else it is YAML.
func Read(path string, data []byte, opts Options) *report.Report {
	format := opts.formats().ByEnding(path)
	if format == nil {
		if failed := unread(path, data); failed != nil {
			return bind.Unreadable(path, nil, failed, opts.forms())
		}
		format = opts.formats().Of(path, data)
	}
	return format.Read(path, data, opts.forms())
}
