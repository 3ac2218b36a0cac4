package reportfile

import (
	"bytes"
	"sort"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"nianbao/internal/bind"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// input is a text with its lines. Every line ends in "\n" alone: CR LF and a
// lone CR are turned into it and a byte order mark is dropped, which moves no
// character to another line or column.
type input struct {
	text string
	// starts are the offsets of the lines in text.
	starts []int
	// The last place asked for of each kind: places are asked for nearly in
	// order, and a line may be as long as the file.
	lastOffset, lastPlace spot
}

type spot struct{ line, column, offset int }

func newInput(text string) *input {
	in := &input{text: text, starts: []int{0}}
	for i := 0; ; {
		n := strings.IndexByte(text[i:], '\n')
		if n < 0 {
			return in
		}
		i += n + 1
		in.starts = append(in.starts, i)
	}
}

// line returns a line by its number from 1, without its end; "" beyond the last.
func (in *input) line(n int) string {
	if n < 1 || n > len(in.starts) {
		return ""
	}
	text := in.text[in.starts[n-1]:]
	if i := strings.IndexByte(text, '\n'); i >= 0 {
		text = text[:i]
	}
	return text
}

// offset returns where in text a line and column (in characters) are, at most
// the end of the line.
func (in *input) offset(line, column int) int {
	if line < 1 || line > len(in.starts) {
		return len(in.text)
	}
	s := spot{line, 1, in.starts[line-1]}
	if last := in.lastOffset; line == last.line && column >= last.column {
		s = last
	}
	for s.column < column && s.offset < len(in.text) && in.text[s.offset] != '\n' {
		_, size := utf8.DecodeRuneInString(in.text[s.offset:])
		s.offset += size
		s.column++
	}
	in.lastOffset = s
	return s.offset
}

// locate is the line and column of an offset, both from 1.
func (in *input) locate(offset int) (line, column int) {
	line = sort.Search(len(in.starts), func(i int) bool { return in.starts[i] > offset })
	s := spot{line, 1, in.starts[line-1]}
	if last := in.lastPlace; line == last.line && offset >= last.offset {
		s = last
	}
	s.column += utf8.RuneCountInString(in.text[s.offset:offset])
	s.offset = offset
	in.lastPlace = s
	return line, s.column
}

// decode checks that data is text in UTF-8, says what it is where not, and
// makes its lines even.
func decode(data []byte) (*input, *bind.Failure) {
	if len(data) > bind.MaxSize {
		return nil, bind.TooLarge()
	}
	if isUTF16(data) {
		return nil, &bind.Failure{Form: "utf16"}
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if bytes.IndexByte(data, '\r') >= 0 {
		data = bytes.ReplaceAll(bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n")), []byte("\r"), []byte("\n"))
	}
	if !utf8.Valid(data) {
		return nil, foreign(data)
	}
	text := string(data)
	in := newInput(text)
	if i := strings.IndexFunc(text, isForbidden); i >= 0 {
		r, _ := utf8.DecodeRuneInString(text[i:])
		line, column := in.locate(i)
		form := "control"
		if r == 0 {
			form = "nul"
		}
		return nil, &bind.Failure{Form: form, Line: line, Column: column, Args: map[string]string{"char": codePoint(r)}}
	}
	return in, nil
}

// isForbidden tells the characters that YAML bars from a file (YAML 1.2.2, 5.1).
func isForbidden(r rune) bool {
	return r < ' ' && r != '\t' && r != '\n' || r == 0xFFFE || r == 0xFFFF
}

func codePoint(r rune) string {
	digits := strings.ToUpper(strconv.FormatInt(int64(r), 16))
	return "U+" + strings.Repeat("0", max(4-len(digits), 0)) + digits
}

// isUTF16 goes by the byte order mark or, without one, by the NUL bytes of the
// ASCII characters, which mostly are at even or mostly at odd places.
func isUTF16(data []byte) bool {
	if bytes.HasPrefix(data, []byte{0xFF, 0xFE}) || bytes.HasPrefix(data, []byte{0xFE, 0xFF}) {
		return true
	}
	sample := data[:min(len(data), 4096)&^1]
	var nuls [2]int
	for i, b := range sample {
		if b == 0 {
			nuls[i%2]++
		}
	}
	if less, more := min(nuls[0], nuls[1]), max(nuls[0], nuls[1]); more < 2 || less*4 > more {
		return false
	}
	units := make([]uint16, len(sample)/2)
	for i := range units {
		high, low := sample[2*i], sample[2*i+1]
		if nuls[1] > nuls[0] {
			high, low = low, high
		}
		units[i] = uint16(high)<<8 | uint16(low)
	}
	letters := 0
	for _, r := range utf16.Decode(units) {
		if unicode.IsPrint(r) || r == '\n' || r == '\r' || r == '\t' {
			letters++
		}
	}
	return letters*10 >= len(units)*9
}

// foreign says what text that is not UTF-8 is: UTF-8 with some damage, GBK or
// its superset GB18030, or something unknown.
func foreign(data []byte) *bind.Failure {
	whole, broken, first := 0, 0, -1
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			if first < 0 {
				first = i
			}
			broken++
		case size > 1:
			whole++
		}
		i += size
	}
	f := &bind.Failure{Form: "bytes"}
	before := data[:first]
	f.Line = bytes.Count(before, []byte("\n")) + 1
	f.Column = utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:]) + 1
	if whole > broken {
		return f
	}
	text, err := simplifiedchinese.GB18030.NewDecoder().Bytes(data)
	if err == nil && bytes.Count(text, []byte("\ufffd"))*100 <= broken {
		f.Form = "gbk"
	}
	return f
}
