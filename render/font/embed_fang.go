//go:build !nofandol

package font

import _ "embed"

// fangData is FandolFang under GPL-3.0: a program that embeds it is conveyed
// as a whole under that licence. The build tag nofandol leaves it out.
//
//go:embed data/fang.ttf
var fangData []byte
