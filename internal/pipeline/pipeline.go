// Package pipeline does many pieces of work on several processors and hands the
// outcomes over in order.
package pipeline

import (
	"context"
	"runtime"
	"sync"
)

// Run calls work for 0 to n-1 on several workers (0 for one a processor) and
// emit with each outcome, one at a time and in order. Only a few outcomes are
// held at once, however large n is. It stops at the first error of emit, which
// it returns, or when ctx ends; then it returns ctx's error. A panic of work
// stops nothing: its piece is not emitted, and Faults are returned at the end.
func Run[T any](ctx context.Context, workers, n int, work func(ctx context.Context, i int) T, emit func(T) error) error {
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	ctx, cancel := context.WithCancel(ctx)
	// A slot belongs to one piece of work from its start until it is emitted,
	// so that no worker runs far ahead of a slow one.
	slots := make([]chan outcome[T], 2*workers)
	for i := range slots {
		slots[i] = make(chan outcome[T], 1)
	}
	free := make(chan struct{}, len(slots))
	jobs := make(chan int)
	var wg sync.WaitGroup
	defer wg.Wait()
	defer cancel()
	for range workers {
		wg.Go(func() {
			for i := range jobs {
				var out outcome[T]
				out.fault = Catch(func() { out.value = work(ctx, i) })
				slots[i%len(slots)] <- out
			}
		})
	}
	wg.Go(func() {
		defer close(jobs)
		for i := range n {
			select {
			case free <- struct{}{}:
			case <-ctx.Done():
				return
			}
			select {
			case jobs <- i:
			case <-ctx.Done():
				return
			}
		}
	})
	var faults Faults
	for i := range n {
		select {
		case out := <-slots[i%len(slots)]:
			if out.fault != nil {
				faults = append(faults, Fault{i, out.fault})
			} else if err := emit(out.value); err != nil {
				return err
			}
			<-free
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	if faults != nil {
		return faults
	}
	return nil
}

// outcome is what came of a piece of work, or its panic.
type outcome[T any] struct {
	value T
	fault *Panic
}
