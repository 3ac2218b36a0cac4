package pipeline

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

func TestOrderIsKept(t *testing.T) {
	var got []int
	var running, most atomic.Int32
	err := Run(t.Context(), 4, 100, func(_ context.Context, i int) int {
		if n := running.Add(1); n > most.Load() {
			most.Store(n)
		}
		time.Sleep(time.Duration((i*7)%5) * time.Millisecond)
		running.Add(-1)
		return i
	}, func(i int) error {
		got = append(got, i)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for i, v := range got {
		if i != v {
			t.Fatalf("place %d holds %d", i, v)
		}
	}
	if len(got) != 100 || most.Load() < 2 {
		t.Errorf("%d outcomes, at most %d at once", len(got), most.Load())
	}
}

func TestFirstErrorStops(t *testing.T) {
	stop := errors.New("stop")
	var started atomic.Int32
	err := Run(t.Context(), 2, 1000, func(_ context.Context, i int) int {
		started.Add(1)
		return i
	}, func(i int) error {
		if i == 3 {
			return stop
		}
		return nil
	})
	if !errors.Is(err, stop) {
		t.Errorf("got %v", err)
	}
	if n := started.Load(); n > 10 {
		t.Errorf("%d pieces were started", n)
	}
}

func TestEndOfContextStops(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	err := Run(ctx, 2, 1000, func(_ context.Context, i int) int { return i }, func(i int) error {
		if i == 3 {
			cancel()
			time.Sleep(time.Millisecond)
		}
		return nil
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

// A piece that panics is named at the end; the others are done and in order.
func TestPanicStopsNothing(t *testing.T) {
	var got []int
	err := Run(t.Context(), 3, 20, func(_ context.Context, i int) int {
		if i%7 == 3 {
			var none []int
			return none[i]
		}
		return i
	}, func(i int) error {
		got = append(got, i)
		return nil
	})
	var faults Faults
	if !errors.As(err, &faults) || len(faults) != 3 || faults[0].Index != 3 || faults[1].Index != 10 || faults[2].Index != 17 {
		t.Fatalf("got %v", err)
	}
	if text := faults[0].Panic.Error(); !strings.Contains(text, "index out of range") || !strings.Contains(text, "pipeline/pipeline_test.go:") || strings.Contains(text, "goroutine") {
		t.Errorf("got %q", text)
	}
	if !slices.Equal(got, []int{0, 1, 2, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 15, 16, 18, 19}) {
		t.Errorf("got %v", got)
	}
}
