package source

import (
	"sync"

	"nianbao/internal/report/reporttest"
)

// options are what every test reads with; the editions are loaded once.
var options = sync.OnceValue(func() Options {
	return Options{Editions: reporttest.Editions(), Words: reporttest.Words()}
})
