package pipeline

import (
	"fmt"
	"path"
	"path/filepath"
	"runtime"
	"strings"
)

// Panic is one that was caught.
type Panic struct {
	// Value is what was thrown, At the place of the program, as file:line.
	Value any
	At    string
}

func (p *Panic) Error() string { return fmt.Sprintf("%v (%s)", p.Value, p.At) }

// Catch calls a function and returns its panic, nil where there is none.
func Catch(f func()) (caught *Panic) {
	defer func() {
		if value := recover(); value != nil {
			caught = &Panic{Value: value, At: thrownAt()}
		}
	}()
	f()
	return nil
}

// thrownAt is the first place of our own below the panic that is being caught.
func thrownAt() string {
	pcs := make([]uintptr, 64)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(0, pcs)])
	thrown := false
	for {
		f, more := frames.Next()
		switch {
		case f.Function == "runtime.gopanic":
			thrown = true
		case thrown && strings.HasPrefix(f.Function, "nianbao/"):
			file := filepath.ToSlash(f.File)
			return fmt.Sprintf("%s/%s:%d", path.Base(path.Dir(file)), path.Base(file), f.Line)
		}
		if !more {
			return "?"
		}
	}
}

// Faults are the pieces of work that panicked; all others were done.
type Faults []Fault

// Fault is one of them, by its number.
type Fault struct {
	Index int
	*Panic
}

func (f Faults) Error() string { return fmt.Sprintf("%d of the pieces failed: %v", len(f), f[0].Panic) }
