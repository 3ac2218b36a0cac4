//go:build unix

package intake

import (
	"errors"
	"net"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// A pipe is read where the user named it, once a run; one that stands in a
// folder is refused and not waited for. Devices and sockets are refused.
func TestPipes(t *testing.T) {
	dir := t.TempDir()
	pipe := filepath.Join(dir, "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Skip(err)
	}
	in := &Intake{}
	if _, err := in.Open(pipe, 100); !errors.Is(err, ErrSpecial) {
		t.Errorf("a pipe that nobody named: %v", err)
	}
	if _, err := in.Within(dir, "pipe", 100); !errors.Is(err, ErrSpecial) {
		t.Errorf("a pipe in the folder: %v", err)
	}
	if _, err := in.Open("/dev/zero", 100); !errors.Is(err, ErrSpecial) {
		t.Errorf("a device: %v", err)
	}
	socket := filepath.Join(dir, "s")
	if l, err := net.Listen("unix", socket); err == nil {
		defer l.Close()
		if _, err := in.Open(socket, 100); !errors.Is(err, ErrSpecial) {
			t.Errorf("a socket: %v", err)
		}
	}
	in.Name(filepath.Join(dir, ".", "pipe"))
	go func() {
		if w, err := os.OpenFile(pipe, os.O_WRONLY, 0); err == nil {
			w.WriteString("text")
			w.Close()
		}
	}()
	for range 2 {
		if data, err := in.Read(pipe, 100); err != nil || string(data) != "text" {
			t.Fatalf("%q, %v", data, err)
		}
	}
	// What never ends is cut off.
	other := filepath.Join(dir, "other")
	if err := syscall.Mkfifo(other, 0o600); err != nil {
		t.Skip(err)
	}
	in.Name(other)
	go func() {
		if w, err := os.OpenFile(other, os.O_WRONLY, 0); err == nil {
			for err == nil {
				_, err = w.WriteString("more and more")
			}
			w.Close()
		}
	}()
	if _, err := in.Read(other, 1000); !errors.Is(err, ErrTooLarge) {
		t.Errorf("a pipe without end: %v", err)
	}
}
