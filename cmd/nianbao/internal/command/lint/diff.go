package lint

import "slices"

// difference is a run of lines that others take the place of, counted from 0,
// the ends exclusive.
type difference struct{ from, to, nowFrom, nowTo int }

// mostSteps bounds the search for the shortest difference, whose time grows
// with its square. A file that differs more is shown as one difference.
const mostSteps = 500

// differences compares two texts line by line: the fewest lines that go and come
// (Myers, An O(ND) Difference Algorithm and Its Variations, 1986), those that
// touch put together.
func differences(old, now []string) []difference {
	head := 0
	for head < min(len(old), len(now)) && old[head] == now[head] {
		head++
	}
	tail := 0
	for tail < min(len(old), len(now))-head && old[len(old)-1-tail] == now[len(now)-1-tail] {
		tail++
	}
	a, b := old[head:len(old)-tail], now[head:len(now)-tail]
	if len(a)+len(b) == 0 {
		return nil
	}
	steps, ok := shortest(a, b)
	if !ok {
		return []difference{{head, head + len(a), head, head + len(b)}}
	}
	var all []difference
	for _, s := range steps {
		d := difference{head + s.from, head + s.to, head + s.nowFrom, head + s.nowTo}
		if n := len(all); n > 0 && all[n-1].to == d.from && all[n-1].nowTo == d.nowFrom {
			all[n-1].to, all[n-1].nowTo = d.to, d.nowTo
			continue
		}
		all = append(all, d)
	}
	return all
}

// lineBefore is where a line of the new text, counted from 1, was in the old one;
// of a line that came, where it came in.
func lineBefore(old, now []string, line int) int {
	moved := 0
	for _, d := range differences(old, now) {
		if line <= d.nowFrom {
			break
		}
		if line <= d.nowTo {
			return d.from + 1
		}
		moved = d.to - d.nowTo
	}
	return line + moved
}

// shortest finds the single lines that go or come, in order.
func shortest(a, b []string) (steps []difference, ok bool) {
	// reach holds, for each diagonal x-y, how far the paths of some length get;
	// trace keeps it for every length.
	reach := map[int]int{1: 0}
	var trace []map[int]int
	for n := 0; n <= min(len(a)+len(b), mostSteps); n++ {
		next := map[int]int{}
		for k := -n; k <= n; k += 2 {
			x := reach[k+1]
			if !comes(reach, k, n) {
				x = reach[k-1] + 1
			}
			y := x - k
			for x < len(a) && y >= 0 && y < len(b) && a[x] == b[y] {
				x, y = x+1, y+1
			}
			next[k] = x
			if k == len(a)-len(b) && x >= len(a) {
				return back(trace, len(a), len(b)), true
			}
		}
		trace = append(trace, next)
		reach = next
	}
	return nil, false
}

// comes reports whether the n-th step to a diagonal is a line that comes, as it
// gets further that way than with one that goes.
func comes(reach map[int]int, k, n int) bool {
	return k == -n || k != n && reach[k-1] < reach[k+1]
}

// back follows the trace from the end to the beginning.
func back(trace []map[int]int, x, y int) []difference {
	var steps []difference
	for n := len(trace); n > 0; n-- {
		reach, k := trace[n-1], x-y
		if comes(reach, k, n) {
			x = reach[k+1]
			y = x - k - 1
			steps = append(steps, difference{x, x, y, y + 1})
		} else {
			x = reach[k-1]
			y = x - k + 1
			steps = append(steps, difference{x, x + 1, y, y})
		}
	}
	slices.Reverse(steps)
	return steps
}
