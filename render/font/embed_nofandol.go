//go:build nofandol

package font

// fangData is left out, for a program free of the GPL; 仿宋 is then set in 楷体.
var fangData []byte
