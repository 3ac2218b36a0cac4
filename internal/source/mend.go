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
	Pos report.Pos
}

// Change is an edit that was made: where, and what stood there.
type Change struct {
	Edit
	Was string
}

// Mend makes edits in the bytes that a report was read from, and changes
// nothing else in them: text is replaced in place, in a workbook the cell is.
// It returns the new bytes and what was changed, in the order of the input.
// Edits of what is not there are passed over, as is one that overlaps another.
// The result is read again; where it does not say what the edits ask for, there
// is an error and nothing is changed.
func Mend(r *report.Report, data []byte, edits []Edit, opts Options) ([]byte, []Change, error) {
	m := &mender{report: r, texts: map[string][]string{}}
	for _, e := range edits {
		m.add(e)
	}
	if len(m.changes) == 0 {
		return data, nil, nil
	}
	slices.SortStableFunc(m.changes, func(a, b Change) int {
		return cmp.Or(cmp.Compare(a.Pos.Order, b.Pos.Order), cmp.Compare(a.Pos.Line, b.Pos.Line), cmp.Compare(a.Pos.Column, b.Pos.Column),
			strings.Compare(a.At, b.At), cmp.Compare(a.Paragraph, b.Paragraph), cmp.Compare(a.From, b.From))
	})
	m.dropOverlaps()
	mend := mendText
	if isWorkbook(r.Path, data) {
		mend = m.mendWorkbook
	}
	out, err := mend(data, m.changes)
	if err != nil {
		return nil, nil, err
	}
	if err := m.verify(Read(r.Path, out, opts)); err != nil {
		return nil, nil, err
	}
	return out, m.changes, nil
}

// mender gathers edits against the report that they are for.
type mender struct {
	report  *report.Report
	changes []Change
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

// verify compares what was read again with what the edits ask for.
func (m *mender) verify(again *report.Report) error {
	for _, c := range m.changes {
		ok := false
		if c.Paragraph == 0 {
			cell := figureAt(again, c.At)
			ok = cell != nil && cell.Raw == c.To
		} else {
			paragraphs := proseAt(again, c.At)
			want := strings.TrimSpace(m.edited(c.At, c.Paragraph))
			ok = slices.Contains(paragraphs, want) || want == ""
		}
		if !ok {
			return fmt.Errorf("%s：不能自动改正，请手工修改", c.At)
		}
	}
	return nil
}

func figureAt(r *report.Report, at string) *report.Cell {
	for _, p := range r.Parts {
		if p.Table == nil || !strings.HasPrefix(at, p.At+".") {
			continue
		}
		for _, ref := range p.Table.Refs() {
			if p.Table.At(ref) == at {
				return p.Table.Cell(ref)
			}
		}
	}
	return nil
}

// proseAt returns the paragraphs of the text, heading or field at a key path.
func proseAt(r *report.Report, at string) []string {
	for _, t := range r.Texts() {
		if t.At == at {
			var all []string
			for _, p := range t.Paragraphs {
				all = append(all, p.Text)
			}
			return all
		}
	}
	fields := []report.Field{r.Title, r.Signature.Agency, r.Signature.Date, r.Published}
	for _, f := range r.PartHeadings {
		fields = append(fields, f)
	}
	for _, c := range r.Contact {
		fields = append(fields, c.Value)
	}
	for _, u := range r.Unplaced {
		fields = append(fields, u.Text)
	}
	for _, p := range r.Parts {
		if p.Text != nil {
			for _, s := range p.Text.Sections {
				fields = append(fields, s.Heading)
			}
		}
	}
	for _, f := range fields {
		if f.Given && f.At == at {
			return []string{f.Text}
		}
	}
	return nil
}

// mendText replaces values on single lines, from the last to the first, so that
// no edit moves the place of another.
func mendText(data []byte, changes []Change) ([]byte, error) {
	out := bytes.Clone(data)
	for _, c := range slices.Backward(changes) {
		if c.Pos.Line != c.Pos.EndLine {
			return nil, fmt.Errorf("%s：“%s”写在几行上，不能自动改正", c.At, clip(c.Was))
		}
		start, end := lineBounds(out, c.Pos.Line)
		from, ok1 := columnOffset(out[start:end], c.Pos.Column)
		to, ok2 := columnOffset(out[start:end], c.Pos.EndColumn)
		if !ok1 || !ok2 || from > to || from == to && c.Paragraph == 0 {
			return nil, fmt.Errorf("%s：第%d行与读取时不同，没有改动", c.At, c.Pos.Line)
		}
		text := c.To
		if c.Paragraph == 0 {
			text = figureText(out[start:start+from], string(out[start+from:start+to]), c.To)
		}
		out = slices.Concat(out[:start+from], []byte(text), out[start+to:])
	}
	return out, nil
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

// lineBounds are the offsets of a line, without its end, counted as positions
// are.
func lineBounds(data []byte, line int) (start, end int) {
	if bytes.HasPrefix(data, []byte("\ufeff")) {
		start = len("\ufeff")
	}
	for n := 1; ; n++ {
		end = len(data)
		if i := bytes.IndexAny(data[start:], "\r\n"); i >= 0 {
			end = start + i
		}
		if n == line || end == len(data) {
			return start, end
		}
		start = end + 1
		if data[end] == '\r' && start < len(data) && data[start] == '\n' {
			start++
		}
	}
}

// columnOffset is the offset of a column in a line; the one behind the last
// character counts.
func columnOffset(line []byte, column int) (int, bool) {
	offset := 0
	for n := 1; n < column; n++ {
		if offset >= len(line) {
			return 0, false
		}
		_, size := utf8.DecodeRune(line[offset:])
		offset += size
	}
	return offset, true
}

// mendWorkbook writes the new texts into their cells, figures as numbers where
// they are plain ones.
func (m *mender) mendWorkbook(data []byte, changes []Change) (out []byte, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("mend workbook: %v", fault)
		}
	}()
	if failed := checkWorkbook(data); failed != nil {
		return nil, fmt.Errorf("mend workbook: SRC001 %s", failed.form)
	}
	book, failed := openBook(data)
	if failed != nil {
		return nil, fmt.Errorf("mend workbook: SRC001 %s", failed.form)
	}
	defer book.close()
	for i, c := range changes {
		switch {
		case c.Paragraph == 0:
			err = book.setFigure(c.Pos, c.To)
		case i > 0 && changes[i-1].At == c.At && changes[i-1].Paragraph == c.Paragraph:
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

func (b *xbook) setFigure(pos report.Pos, text string) error {
	value, err := strconv.ParseFloat(text, 64)
	if err == nil && exact(value) == text {
		return b.file.SetCellFloat(pos.Sheet, pos.Cell, value, -1, 64)
	}
	return b.file.SetCellStr(pos.Sheet, pos.Cell, text)
}

// setParagraph replaces one paragraph of a cell, which may hold several.
func (b *xbook) setParagraph(pos report.Pos, old, text string) error {
	value, err := b.file.GetCellValue(pos.Sheet, pos.Cell, excelize.Options{RawCellValue: true})
	if err != nil {
		return err
	}
	return b.file.SetCellStr(pos.Sheet, pos.Cell, strings.Replace(value, old, text, 1))
}

// recalculate has programs calculate a workbook anew when they open it.
func recalculate() *excelize.CalcPropsOptions {
	yes := true
	return &excelize.CalcPropsOptions{FullCalcOnLoad: &yes}
}
