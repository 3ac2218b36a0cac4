package pdf

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
)

// press compresses data. It keeps the writers, which are large, from one
// stream and one document to the next, and is safe for concurrent use.
type press struct{ writers [2]sync.Pool }

// levels are those of compress/zlib for the ways of storage. Outlines barely
// repeat themselves: the default, 6, takes three times as long as the fastest
// and saves another twentieth. Of what is left, text and dictionaries, 4 takes
// a third less time than 6 and saves as much to three parts in a thousand.
var levels = [2]int{small: 4, quick: zlib.BestSpeed}

// shortStream is the length below which making ready to compress well takes
// longer than to compress.
const shortStream = 2 << 10

func (p *press) deflate(data []byte, how storage) ([]byte, error) {
	if len(data) < shortStream {
		how = quick
	}
	out := bytes.NewBuffer(make([]byte, 0, len(data)*3/4+64))
	w, ok := p.writers[how].Get().(*zlib.Writer)
	if ok {
		w.Reset(out)
	} else {
		var err error
		if w, err = zlib.NewWriterLevel(out, levels[how]); err != nil {
			return nil, fmt.Errorf("compress: %w", err)
		}
	}
	defer p.writers[how].Put(w)
	_, err := w.Write(data)
	if err := errors.Join(err, w.Close()); err != nil {
		return nil, fmt.Errorf("compress: %w", err)
	}
	return out.Bytes(), nil
}

// parallel calls do for each number below n, on as many processors as there
// are; the order of the calls does not matter to their results.
func parallel(n int, do func(i int) error) error {
	var next atomic.Int64
	var group sync.WaitGroup
	errs := make([]error, min(runtime.GOMAXPROCS(0), n))
	for worker := range errs {
		group.Go(func() {
			for errs[worker] == nil {
				i := int(next.Add(1)) - 1
				if i >= n {
					return
				}
				errs[worker] = do(i)
			}
		})
	}
	group.Wait()
	return errors.Join(errs...)
}
