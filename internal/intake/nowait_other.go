//go:build !unix

package intake

// noWait is nothing where opening a file never waits.
const noWait = 0
