package reportfile

import (
	"bytes"
	"errors"
	"regexp"
	"strings"
	"unicode/utf8"

	"nianbao/internal/edit"
	"nianbao/internal/report"
)

// placedInText sets changes on the characters of a text that they replace, and
// leaves those whose characters do not stand there as they read.
func Placed(data []byte, changes []edit.Change) (placed []edit.Change, left []edit.Left) {
	l := &lineOffsets{data: data, bounds: lineBounds(data)}
	done := 0
	for _, c := range changes {
		start, end, ok := l.place(&c)
		if !ok || start < done {
			left = append(left, edit.Left{Change: c, Spelt: true})
			continue
		}
		if c.To == "" && c.Paragraph > 0 {
			end = l.line(&c, start, end)
		}
		placed, done = append(placed, c), end
	}
	return placed, left
}

// place finds the bytes of one change.
func (l *lineOffsets) place(c *edit.Change) (start, end int, ok bool) {
	if c.Paragraph > 0 {
		l.fold(c)
	}
	if start, end, ok = l.span(c.Pos); !ok {
		return 0, 0, false
	}
	if c.Paragraph == 0 {
		return start, end, start < end
	}
	return start, end, start <= end && folding.ReplaceAllString(string(l.data[start:end]), " ") == folding.ReplaceAllString(c.Was, " ")
}

// span is the bytes of a place.
func (l *lineOffsets) span(p report.Place) (start, end int, ok bool) {
	start, ok = l.offset(p.Line, p.Column)
	end, known := l.offset(p.EndLine, p.EndColumn)
	return start, end, ok && known
}

// line takes the whole line where nothing else stands on it, as an empty one
// would be left else. It returns the end of the change.
func (l *lineOffsets) line(c *edit.Change, start, end int) int {
	p := &c.Pos
	if p.Line != p.EndLine || p.EndLine >= len(l.bounds) {
		return end
	}
	bounds := l.bounds[p.Line-1]
	before, after := l.data[bounds[0]:start], l.data[end:bounds[1]]
	if start == end || len(bytes.Trim(before, " \t"))+len(bytes.Trim(after, " \t")) > 0 {
		return end
	}
	p.Column, p.EndLine, p.EndColumn = 1, p.EndLine+1, 1
	return l.bounds[p.EndLine-1][0]
}

// fold looks whether the last character of a change, a space, is a line break in
// the file. All of that is replaced then, with the blanks around it.
func (l *lineOffsets) fold(c *edit.Change) {
	p := &c.Pos
	if !strings.HasSuffix(c.Was, " ") || p.EndLine < 1 || p.EndLine >= len(l.bounds) {
		return
	}
	last, ok := l.offset(p.EndLine, p.EndColumn-1)
	if !ok || len(bytes.Trim(l.data[last:l.bounds[p.EndLine-1][1]], " \t")) > 0 {
		return
	}
	next := l.bounds[p.EndLine]
	blanks := next[1] - next[0] - len(bytes.TrimLeft(l.data[next[0]:next[1]], " \t"))
	p.EndLine, p.EndColumn = p.EndLine+1, 1+blanks
}

// folding is what reads as one space where a text runs over several lines.
var folding = regexp.MustCompile(`[ \t\r\n]+`)

// mendText puts the new texts in the places of the old ones.
func Mend(data []byte, changes []edit.Change) ([]byte, error) {
	l := &lineOffsets{data: data, bounds: lineBounds(data)}
	pieces := make([]Piece, len(changes))
	for i, c := range changes {
		pieces[i] = Piece{c.Pos, c.To}
		if start, end, ok := l.span(c.Pos); ok && c.Paragraph == 0 {
			pieces[i].Text = figureText(data[:start], string(data[start:end]), c.To)
		}
	}
	out, ok := Spliced(data, pieces)
	if !ok {
		return nil, errors.New("mend report file: a change has no place of its own")
	}
	return out, nil
}

// Piece is a text that is to stand in a place of a file.
type Piece struct {
	Pos  report.Place
	Text string
}

// Spliced puts pieces in their places, which come in order and do not overlap; ok
// is false where they do, or where there is no such place.
func Spliced(data []byte, pieces []Piece) (out []byte, ok bool) {
	l := &lineOffsets{data: data, bounds: lineBounds(data)}
	done := 0
	for _, p := range pieces {
		from, to, ok := l.span(p.Pos)
		if !ok || from < done || to < from {
			return nil, false
		}
		out = append(append(out, data[done:from]...), p.Text...)
		done = to
	}
	return append(out, data[done:]...), true
}

// figureText is a figure as it is to be written in the place of another: within
// the same quotation marks, and set to the right in a row of figures.
func figureText(before []byte, old, text string) string {
	switch {
	case old[0] == '"' || old[0] == '\'':
		text = old[:1] + text + old[:1]
	case !plainScalar.MatchString(text):
		text = "'" + text + "'"
	}
	if pad := utf8.RuneCountInString(old) - utf8.RuneCountInString(text); pad > 0 && inColumns(before) && old[0] != '"' {
		text = strings.Repeat(" ", pad) + text
	}
	return text
}

// inColumns reports whether a value stands in a row of figures that is set in
// columns, to the right, by what stands before it on its line.
func inColumns(before []byte) bool {
	trimmed := bytes.TrimRight(before, " ")
	return len(trimmed) < len(before) && (bytes.HasSuffix(trimmed, []byte(",")) || bytes.HasSuffix(trimmed, []byte("[")))
}

// plainScalar is what needs no quotation marks in YAML.
var plainScalar = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?$`)

// lineBounds are the offsets of the lines, without their ends, counted as
// positions are.
func lineBounds(data []byte) [][2]int {
	var bounds [][2]int
	start := 0
	if bytes.HasPrefix(data, []byte("\ufeff")) {
		start = len("\ufeff")
	}
	for {
		i := bytes.IndexAny(data[start:], "\r\n")
		if i < 0 {
			return append(bounds, [2]int{start, len(data)})
		}
		bounds = append(bounds, [2]int{start, start + i})
		start += i + 1
		if data[start-1] == '\r' && start < len(data) && data[start] == '\n' {
			start++
		}
	}
}

// lineOffsets finds places in a text. They are asked for nearly in order, and a
// line may be as long as the file.
type lineOffsets struct {
	data   []byte
	bounds [][2]int
	last   spot
}

// offset is where a line and column are; the column behind the last character
// counts.
func (l *lineOffsets) offset(line, column int) (int, bool) {
	if line < 1 || line > len(l.bounds) || column < 1 {
		return 0, false
	}
	s, end := spot{line, 1, l.bounds[line-1][0]}, l.bounds[line-1][1]
	if line == l.last.line && column >= l.last.column {
		s = l.last
	}
	for ; s.column < column; s.column++ {
		if s.offset >= end {
			return 0, false
		}
		_, size := utf8.DecodeRune(l.data[s.offset:end])
		s.offset += size
	}
	l.last = s
	return s.offset, true
}
