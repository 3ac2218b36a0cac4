// Package intake opens what a run reads. It lets through regular files, and
// pipes that the user named himself: a device may never end, and a pipe found in
// somebody's folder may never begin. It bounds what is read, and remembers it, so
// that no output takes the place of an input.
package intake

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// What may be wrong with a file besides what package fs has.
var (
	ErrDirectory = errors.New("a folder")
	ErrSpecial   = errors.New("no regular file")
	ErrTooLarge  = errors.New("too large")
	// ErrOutside is the error of Within for a name that leads out of the folder.
	ErrOutside = errors.New("outside the folder")
)

// Stdin is the name of standard input.
const Stdin = "-"

// Intake is what one run reads. The zero value is ready, and so is nil, which
// remembers nothing and takes no pipes. It is safe for concurrent use.
type Intake struct {
	// Watch, where it is not nil, is told of every file before it is opened.
	Watch func(name string)
	// Stdin is what "-" stands for, where that is a file: < FILE.
	Stdin fs.FileInfo

	mu    sync.Mutex
	named map[string]bool
	held  []held

	pipes sync.Mutex
	piped map[string][]byte
}

type held struct {
	name string
	info fs.FileInfo
}

// Name says that the user wrote these names on the command line, so that they
// may be pipes.
func (in *Intake) Name(names ...string) {
	if in == nil {
		return
	}
	in.mu.Lock()
	defer in.mu.Unlock()
	if in.named == nil {
		in.named = map[string]bool{}
	}
	for _, name := range names {
		in.named[filepath.Clean(name)] = true
	}
}

// Expect says that the run is going to read these files. One that is not there
// is passed over.
func (in *Intake) Expect(names ...string) {
	for _, name := range names {
		if name == Stdin {
			if in != nil && in.Stdin != nil {
				in.hold(name, in.Stdin)
			}
		} else if info, err := os.Stat(name); err == nil && info.Mode().IsRegular() {
			in.hold(name, info)
		}
	}
}

func (in *Intake) hold(name string, info fs.FileInfo) {
	if in == nil {
		return
	}
	in.mu.Lock()
	defer in.mu.Unlock()
	in.held = append(in.held, held{name, info})
}

// Holds reports whether the run reads a file, by whatever name or link, and
// under which name it does.
func (in *Intake) Holds(file fs.FileInfo) (name string, yes bool) {
	if in == nil {
		return "", false
	}
	in.mu.Lock()
	defer in.mu.Unlock()
	for _, h := range in.held {
		if os.SameFile(h.info, file) {
			return h.name, true
		}
	}
	return "", false
}

// Open opens a file of at most limit bytes. A pipe is read whole first.
func (in *Intake) Open(name string, limit int64) (fs.File, error) {
	if in != nil && in.Watch != nil {
		in.Watch(name)
	}
	info, err := os.Stat(name)
	switch {
	case err != nil:
		return nil, err
	case info.IsDir():
		return nil, ErrDirectory
	case info.Mode()&fs.ModeNamedPipe != 0 && in.mayPipe(name):
		return in.drain(name, limit)
	case !info.Mode().IsRegular():
		return nil, ErrSpecial
	}
	f, err := os.OpenFile(name, os.O_RDONLY|noWait, 0)
	return in.admit(name, f, err, limit)
}

// Read reads a file of at most limit bytes.
func (in *Intake) Read(name string, limit int64) ([]byte, error) {
	f, err := in.Open(name, limit)
	return readAll(f, err, limit)
}

// ReadStream reads at most limit bytes of what has no name.
func ReadStream(r io.Reader, limit int64) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err == nil && int64(len(data)) > limit {
		return nil, ErrTooLarge
	}
	return data, err
}

func readAll(f fs.File, err error, limit int64) ([]byte, error) {
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var room bytes.Buffer
	if info, err := f.Stat(); err == nil && info.Size() <= limit {
		room.Grow(int(info.Size()) + bytes.MinRead)
	}
	if _, err := room.ReadFrom(io.LimitReader(f, limit+1)); err != nil {
		return nil, err
	}
	if int64(room.Len()) > limit {
		return nil, ErrTooLarge
	}
	return room.Bytes(), nil
}

// admit looks at a file once more when it is open: another may have taken its
// name since. It was opened without waiting for the other end of a pipe.
func (in *Intake) admit(name string, f *os.File, err error, limit int64) (fs.File, error) {
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	switch {
	case err != nil:
	case info.IsDir():
		err = ErrDirectory
	case !info.Mode().IsRegular():
		err = ErrSpecial
	case info.Size() > limit:
		err = ErrTooLarge
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	in.hold(name, info)
	return f, nil
}

func (in *Intake) mayPipe(name string) bool {
	if in == nil {
		return false
	}
	in.mu.Lock()
	defer in.mu.Unlock()
	return in.named[filepath.Clean(name)]
}

// drain reads a pipe to its end, once a run: who reads it again gets the same.
func (in *Intake) drain(name string, limit int64) (fs.File, error) {
	in.pipes.Lock()
	defer in.pipes.Unlock()
	data, known := in.piped[name]
	if !known {
		f, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		if data, err = readAll(f, nil, limit); err != nil {
			return nil, err
		}
		if in.piped == nil {
			in.piped = map[string][]byte{}
		}
		in.piped[name] = data
	}
	return &memory{bytes.NewReader(data), filepath.Base(name)}, nil
}

// memory is a file whose bytes are at hand.
type memory struct {
	*bytes.Reader
	name string
}

// Stat implements fs.File.
func (m *memory) Stat() (fs.FileInfo, error) { return m, nil }

// Close implements fs.File.
func (m *memory) Close() error { return nil }

// Name implements fs.FileInfo.
func (m *memory) Name() string { return m.name }

// Mode implements fs.FileInfo.
func (m *memory) Mode() fs.FileMode { return 0o444 }

// ModTime implements fs.FileInfo.
func (m *memory) ModTime() time.Time { return time.Time{} }

// IsDir implements fs.FileInfo.
func (m *memory) IsDir() bool { return false }

// Sys implements fs.FileInfo.
func (m *memory) Sys() any { return nil }
