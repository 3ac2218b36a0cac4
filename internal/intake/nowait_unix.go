//go:build unix

package intake

import "syscall"

// noWait opens a pipe that nobody writes to without waiting for one who does.
const noWait = syscall.O_NONBLOCK
