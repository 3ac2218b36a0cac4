package app

import (
	"bufio"
	"context"
	"fmt"
)

// Console is the window that the program runs in, as far as it matters to
// people who start the program without a command line.
type Console interface {
	// Own reports whether the window was opened for this program alone, so that
	// it closes when the program ends, and somebody can read and type in it.
	Own() bool
}

// OwnsWindow reports whether the window closes with the program.
func (a *App) OwnsWindow() bool { return a.Console != nil && a.Console.Own() }

// Hold keeps the window open until its user presses Enter or ctx ends.
func (a *App) Hold(ctx context.Context) {
	fmt.Fprint(a.Err, a.T("\n按回车键关闭窗口……", "\nPress Enter to close this window … "))
	pressed := make(chan struct{})
	go func() {
		defer close(pressed)
		// At the end of the input nobody is there who could press a key.
		_, _ = bufio.NewReader(a.In).ReadString('\n')
	}()
	select {
	case <-pressed:
	case <-ctx.Done():
	}
}
