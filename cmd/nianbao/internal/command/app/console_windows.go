package app

import (
	"os"
	"unsafe"

	"golang.org/x/sys/windows"
)

// systemConsole is the console of Windows. Text needs no care: package os writes
// it to a console as UTF-16 (WriteConsoleW), whatever the console's code page,
// and to files and pipes as UTF-8.
type systemConsole struct{}

var getConsoleProcessList = windows.NewLazySystemDLL("kernel32.dll").NewProc("GetConsoleProcessList")

// Own goes by the processes that are attached to the console: a shell that
// started the program would be the second. See GetConsoleProcessList in the
// documentation of the Windows console.
func (systemConsole) Own() bool {
	if !isConsole(os.Stdin) || !isConsole(os.Stdout) || getConsoleProcessList.Find() != nil {
		return false
	}
	var processes [2]uint32
	n, _, _ := getConsoleProcessList.Call(uintptr(unsafe.Pointer(&processes[0])), uintptr(len(processes)))
	return n == 1
}

func isConsole(f *os.File) bool {
	var mode uint32
	return windows.GetConsoleMode(windows.Handle(f.Fd()), &mode) == nil
}

// takesColours reports whether f shows colours. A console of Windows prints
// their escape sequences as they are until it is told to obey them.
func takesColours(f *os.File) bool {
	h := windows.Handle(f.Fd())
	var mode uint32
	if windows.GetConsoleMode(h, &mode) != nil {
		return false
	}
	return mode&windows.ENABLE_VIRTUAL_TERMINAL_PROCESSING != 0 ||
		windows.SetConsoleMode(h, mode|windows.ENABLE_PROCESSED_OUTPUT|windows.ENABLE_VIRTUAL_TERMINAL_PROCESSING) == nil
}
