//go:build !windows

package app

import "os"

// systemConsole stands for the terminals of the other systems, which stay open
// when a program ends, or are closed as their user has set them.
type systemConsole struct{}

// Own reports false.
func (systemConsole) Own() bool { return false }

func takesColours(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
