package source

import (
	"bytes"
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"nianbao/internal/report"
)

// Edit puts a new text in the place of a figure or, where Paragraph is set, of
// some characters of the prose at a key path.
type Edit struct {
	At, To string
	// Paragraph counts from 1 among those of the text; a title or the like is
	// one. From (inclusive) and Until (exclusive) count its characters from 0.
	Paragraph, From, Until int
	// Pos is where these characters stand.
	Pos report.Place
}

// Change is an edit that was made: where, and what stood there.
type Change struct {
	Edit
	Was string
	// The bytes of a text that are replaced.
	start, end int
}

// Left is an edit that was not made.
type Left struct {
	Change
	// Spelt is true where the characters are not written as they read, such as
	// an escape; else the file would not have read as asked for.
	Spelt bool
}

// Mend makes edits in the bytes that a report was read from, and changes
// nothing else in them: text is replaced in place, in a workbook the cell is.
// It returns the new bytes, what was changed, in the order of the input, and
// what could not be. Edits of what is not there are passed over, as is one that
// overlaps another. The result is read again: an edit after which the file does
// not say what it asks for is left, and does not keep others from being made.
func Mend(r *report.Report, data []byte, edits []Edit, opts Options) ([]byte, []Change, []Left, error) {
	m := &mender{report: r, texts: map[string][]string{}}
	for _, e := range edits {
		m.add(e)
	}
	slices.SortStableFunc(m.changes, func(a, b Change) int {
		return cmp.Or(a.Pos.Compare(b.Pos),
			strings.Compare(a.At, b.At), cmp.Compare(a.Paragraph, b.Paragraph), cmp.Compare(a.From, b.From))
	})
	m.dropOverlaps()
	format := opts.formats().ByEnding(r.Path)
	if format == nil {
		format = opts.formats().Of(r.Path, data)
	}
	write := func(data []byte) ([]byte, error) { return format.mend(m, data) }
	switch {
	case format.mend == nil:
		for _, c := range m.changes {
			m.left = append(m.left, Left{Change: c})
		}
		return data, nil, m.left, nil
	case format.placed:
		m.place(data)
	}
	// try makes some of the changes; ok tells whether the file then reads so.
	try := func(changes []Change) (out []byte, ok bool, err error) {
		m.changes = changes
		if out, err = write(data); err != nil {
			return nil, false, err
		}
		return out, m.holds(Read(r.Path, out, opts)), nil
	}
	all := m.changes
	if len(all) == 0 {
		return data, nil, m.left, nil
	}
	out, ok, err := try(all)
	if ok || err != nil {
		return out, m.changes, m.left, err
	}
	// One edit can spoil the reading of the rest, so each text is tried alone.
	byText := map[string][]Change{}
	for _, c := range all {
		byText[c.At] = append(byText[c.At], c)
	}
	spoilt := map[string]bool{}
	for at, changes := range byText {
		if _, ok, err := try(changes); err != nil {
			return nil, nil, nil, err
		} else if !ok {
			spoilt[at] = true
		}
	}
	var good []Change
	for _, c := range all {
		if spoilt[c.At] {
			m.left = append(m.left, Left{Change: c})
		} else {
			good = append(good, c)
		}
	}
	if out, ok, err = try(good); err != nil {
		return nil, nil, nil, err
	} else if ok {
		return out, good, m.left, nil
	}
	for _, c := range good {
		m.left = append(m.left, Left{Change: c})
	}
	return data, nil, m.left, nil
}

// mender gathers edits against the report that they are for.
type mender struct {
	report  *report.Report
	changes []Change
	left    []Left
	// texts are the paragraphs at the key paths that edits speak of.
	texts map[string][]string
}

// add checks an edit and notes what it replaces.
func (m *mender) add(e Edit) {
	if slices.ContainsFunc(m.changes, func(c Change) bool { return c.Edit == e }) {
		return
	}
	if e.Paragraph == 0 {
		cell := figureAt(m.report, e.At)
		known := slices.ContainsFunc(m.changes, func(c Change) bool { return c.At == e.At })
		if cell != nil && cell.Given && cell.Raw != e.To && !known {
			e.Pos = cell.Pos
			m.changes = append(m.changes, Change{Edit: e, Was: cell.Raw})
		}
		return
	}
	if _, known := m.texts[e.At]; !known {
		m.texts[e.At] = proseAt(m.report, e.At)
	}
	if e.Paragraph > len(m.texts[e.At]) {
		return
	}
	runes := []rune(m.texts[e.At][e.Paragraph-1])
	if e.From < 0 || e.From > e.Until || e.Until > len(runes) || string(runes[e.From:e.Until]) == e.To {
		return
	}
	m.changes = append(m.changes, Change{Edit: e, Was: string(runes[e.From:e.Until])})
}

// dropOverlaps keeps the first of edits that speak of the same characters.
func (m *mender) dropOverlaps() {
	var kept []Change
	for _, c := range m.changes {
		if n := len(kept); n > 0 && c.Paragraph > 0 {
			if last := kept[n-1]; last.At == c.At && last.Paragraph == c.Paragraph && c.From < last.Until {
				continue
			}
		}
		kept = append(kept, c)
	}
	m.changes = kept
}

// edited is a paragraph with its edits made.
func (m *mender) edited(at string, paragraph int) string {
	runes := []rune(m.texts[at][paragraph-1])
	for _, c := range slices.Backward(m.changes) {
		if c.At == at && c.Paragraph == paragraph {
			runes = slices.Concat(runes[:c.From], []rune(c.To), runes[c.Until:])
		}
	}
	return string(runes)
}

// holds reports whether what was read again says what the edits ask for, and
// nothing in it became a fault.
func (m *mender) holds(again *report.Report) bool {
	if again.Unreadable || len(again.Problems) > len(m.report.Problems) {
		return false
	}
	return !slices.ContainsFunc(m.changes, func(c Change) bool {
		if c.Paragraph == 0 {
			cell := figureAt(again, c.At)
			return cell == nil || cell.Raw != c.To
		}
		want := strings.TrimSpace(m.edited(c.At, c.Paragraph))
		return want != "" && !slices.Contains(proseAt(again, c.At), want)
	})
}

// figureAt returns the cell at a key path, nil where nothing was given.
func figureAt(r *report.Report, at string) (cell *report.Cell) {
	r.Visit(func(i *report.Item) bool {
		if i.Cell != nil && i.At == at {
			cell = i.Cell
		}
		return cell == nil
	})
	return cell
}

// proseAt returns the paragraphs of the text, heading or field at a key path.
func proseAt(r *report.Report, at string) (all []string) {
	r.Visit(func(i *report.Item) bool {
		found := i.Cell == nil && i.At == at
		if found {
			all = i.Lines()
		}
		return !found
	})
	return all
}

// place finds the bytes of a text that the changes replace, and leaves those
// whose characters do not stand there as they read.
func (m *mender) place(data []byte) {
	l := &lineOffsets{data: data, bounds: lineBounds(data)}
	var placed []Change
	done := 0
	for _, c := range m.changes {
		if !l.place(&c) || c.start < done {
			m.left = append(m.left, Left{c, true})
			continue
		}
		if c.To == "" && c.Paragraph > 0 {
			l.line(&c)
		}
		placed, done = append(placed, c), c.end
	}
	m.changes = placed
}

// place finds the bytes of one change.
func (l *lineOffsets) place(c *Change) (ok bool) {
	p := &c.Pos
	if c.start, ok = l.offset(p.Line, p.Column); !ok {
		return false
	}
	if c.Paragraph == 0 {
		c.end, ok = l.offset(p.EndLine, p.EndColumn)
		return ok && c.start < c.end
	}
	if !l.fold(c) {
		if c.end, ok = l.offset(p.EndLine, p.EndColumn); !ok {
			return false
		}
	}
	return c.start <= c.end && folding.ReplaceAllString(string(l.data[c.start:c.end]), " ") == folding.ReplaceAllString(c.Was, " ")
}

// line takes the whole line where nothing else stands on it, as an empty one
// would be left else.
func (l *lineOffsets) line(c *Change) {
	p := &c.Pos
	if p.Line != p.EndLine || p.EndLine >= len(l.bounds) {
		return
	}
	bounds := l.bounds[p.Line-1]
	before, after := l.data[bounds[0]:c.start], l.data[c.end:bounds[1]]
	if c.start == c.end || len(bytes.Trim(before, " \t"))+len(bytes.Trim(after, " \t")) > 0 {
		return
	}
	c.start, c.end = bounds[0], l.bounds[p.EndLine][0]
	p.Column, p.EndLine, p.EndColumn = 1, p.EndLine+1, 1
}

// fold reports whether the last character of a change, a space, is a line break
// in the file. All of that is replaced, with the blanks around it.
func (l *lineOffsets) fold(c *Change) bool {
	p := &c.Pos
	if !strings.HasSuffix(c.Was, " ") || p.EndLine >= len(l.bounds) {
		return false
	}
	last, ok := l.offset(p.EndLine, p.EndColumn-1)
	if !ok || len(bytes.Trim(l.data[last:l.bounds[p.EndLine-1][1]], " \t")) > 0 {
		return false
	}
	next := l.bounds[p.EndLine]
	c.end = next[1] - len(bytes.TrimLeft(l.data[next[0]:next[1]], " \t"))
	p.EndLine, p.EndColumn = p.EndLine+1, 1+c.end-next[0]
	return true
}

// folding is what reads as one space where a text runs over several lines.
var folding = regexp.MustCompile(`[ \t\r\n]+`)

// mendText puts the new texts in the places of the old ones.
func (m *mender) mendText(data []byte) ([]byte, error) {
	var out []byte
	done := 0
	for _, c := range m.changes {
		text := c.To
		if c.Paragraph == 0 {
			text = figureText(data[:c.start], string(data[c.start:c.end]), c.To)
		}
		out = append(append(out, data[done:c.start]...), text...)
		done = c.end
	}
	return append(out, data[done:]...), nil
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

// mendWorkbook writes the new texts into their cells, figures as numbers where
// they are plain ones.
func (m *mender) mendWorkbook(data []byte) (out []byte, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("mend workbook: %v", fault)
		}
	}()
	book, failed := openBook(data)
	if failed != nil {
		return nil, fmt.Errorf("mend workbook: SRC001 %s", failed.form)
	}
	defer book.close()
	for i, c := range m.changes {
		switch {
		case c.Paragraph == 0:
			err = book.setFigure(c.Pos, c.To)
		case i > 0 && m.changes[i-1].At == c.At && m.changes[i-1].Paragraph == c.Paragraph:
			// All edits of a paragraph are made at once.
		default:
			err = book.setParagraph(c.Pos, m.texts[c.At][c.Paragraph-1], m.edited(c.At, c.Paragraph))
		}
		if err != nil {
			return nil, fmt.Errorf("mend workbook: %w", err)
		}
	}
	if err := book.file.SetCalcProps(recalculate()); err != nil {
		return nil, fmt.Errorf("mend workbook: %w", err)
	}
	var b bytes.Buffer
	if _, err := book.file.WriteTo(&b); err != nil {
		return nil, fmt.Errorf("mend workbook: %w", err)
	}
	return b.Bytes(), nil
}

func (b *xbook) setFigure(pos report.Place, text string) error {
	sheet, cell, _ := pos.Cell()
	value, err := strconv.ParseFloat(text, 64)
	if err == nil && exact(value) == text {
		return b.file.SetCellFloat(sheet, cell, value, -1, 64)
	}
	return b.file.SetCellStr(sheet, cell, text)
}

// setParagraph replaces one paragraph of a cell, which may hold several.
func (b *xbook) setParagraph(pos report.Place, old, text string) error {
	sheet, cell, _ := pos.Cell()
	value, err := b.file.GetCellValue(sheet, cell, excelize.Options{RawCellValue: true})
	if err != nil {
		return err
	}
	return b.file.SetCellStr(sheet, cell, strings.Replace(value, old, text, 1))
}

// recalculate has programs calculate a workbook anew when they open it.
func recalculate() *excelize.CalcPropsOptions {
	yes := true
	return &excelize.CalcPropsOptions{FullCalcOnLoad: &yes}
}
