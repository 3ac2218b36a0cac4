package layout

import (
	"strings"

	"nianbao/render/document"
)

// The sizes of GB/T 9704-2012: 2号, 3号 and 4号.
const (
	titleSize  = 22 * Point
	bodySize   = 16 * Point
	numberSize = 14 * Point
)

// indent is that of a paragraph's first line, two characters.
const indent = 2 * em

// row is one line of the page's grid, set as if it stood in slot 0.
type row struct {
	runs  []Run
	entry *Entry
	// spare is a blank line that goes where there is no room for it.
	spare bool
}

// flow puts rows and tables on pages, one after the other.
type flow struct {
	s    *setter
	page *Page
	slot int // the next free line of the page
	// pending rows stay together; with keep also with what follows them.
	pending []row
	keep    bool
}

func newFlow(s *setter) *flow {
	f := &flow{s: s}
	f.newPage()
	return f
}

func (f *flow) newPage() {
	f.s.out.Pages = append(f.s.out.Pages, Page{})
	f.page = &f.s.out.Pages[len(f.s.out.Pages)-1]
	f.slot = 0
}

// block sets one block. It holds back what must not be parted from the next.
func (f *flow) block(doc *document.Document, index int, block document.Block) {
	origin := Origin{Block: index, Cell: -1}
	switch block := block.(type) {
	case document.Heading:
		f.release()
		p := f.s.prepare(block.Text, headingRole(block.Level), "", Fang)
		rows := f.paragraph(p, origin, &Entry{Level: block.Level, Text: block.Text})
		f.pending = append(f.pending, rows...)
		f.keep = f.keep || len(rows) > 0
	case document.Paragraph:
		f.release()
		p := f.s.prepare(block.Lead, headingRole(block.LeadLevel), block.Text, Fang)
		var entry *Entry
		if block.Lead != "" {
			entry = &Entry{Level: block.LeadLevel, Text: strings.TrimRight(block.Lead, "。：；，:")}
		}
		f.text(f.paragraph(p, origin, entry))
	case document.Table:
		f.release()
		newTable(f.s, &block, index).flow(f)
	case document.Signature:
		f.pending = append(f.pending, f.signature(block, origin)...)
		f.flush()
	}
}

// headingRole is the face of a heading (GB/T 9704-2012, 7.3.3).
func headingRole(level int) Role {
	switch level {
	case 1:
		return Hei
	case 2:
		return Kai
	}
	return Fang
}

// paragraph sets a piece as rows of the body.
func (f *flow) paragraph(p *piece, origin Origin, entry *Entry) []row {
	const measure = charactersPerLine * em
	b := &f.s.breaker
	lines := b.justified(p, measure-indent, measure)
	rows := make([]row, len(lines))
	left, _, _, _ := TypeArea()
	for i, l := range lines {
		origin.Line = i
		at := place{x: left, y: baseline(bodySize), size: bodySize, scale: bodyScale(), origin: origin}
		width := int32(measure)
		if i == 0 {
			at.x += at.scale.unit(indent)
			width -= indent
		}
		rows[i].runs = f.s.set(nil, b, l, width, i < len(lines)-1, at)
	}
	if len(rows) > 0 {
		rows[0].entry = entry
	}
	return rows
}

// baseline is that of text in slot 0: its em box stands in the middle of the
// line.
func baseline(size Unit) Unit {
	return slotTop(0) + (slotTop(1)-slotTop(0)-size)/2 + ascentOf(size)
}

// text queues a paragraph's rows: two at least on either side of a page's
// end, the last two held back in case a signature follows.
func (f *flow) text(rows []row) {
	if len(rows) == 0 {
		return
	}
	if len(rows) > 3 {
		f.pending = append(f.pending, rows[:2]...)
		f.flush()
		for _, r := range rows[2 : len(rows)-2] {
			f.pending = append(f.pending, r)
			f.flush()
		}
		rows = rows[len(rows)-2:]
	}
	f.pending = append(f.pending, rows...)
	f.keep = false
}

// release lets rows go that need not stay with the block that follows.
func (f *flow) release() {
	if !f.keep {
		f.flush()
	}
}

// flush puts the pending rows on the page, or on the next one if they do not
// fit; what no page can hold is parted where the page ends.
func (f *flow) flush() {
	rows := f.pending
	if f.slot+len(rows) > linesPerPage {
		if short := withoutSpare(rows); f.slot+len(short) <= linesPerPage {
			rows = short
		} else if f.slot > 0 {
			f.newPage()
		}
	}
	for _, r := range rows {
		if f.slot == linesPerPage {
			f.newPage()
		}
		if f.slot == 0 && r.spare {
			continue
		}
		f.put(r)
	}
	f.pending, f.keep = f.pending[:0], false
}

func withoutSpare(rows []row) []row {
	var kept []row
	for _, r := range rows {
		if !r.spare {
			kept = append(kept, r)
		}
	}
	return kept
}

// put stands a row in the next slot.
func (f *flow) put(r row) {
	down := slotTop(f.slot) - slotTop(0)
	for _, run := range r.runs {
		run.Y += down
		f.page.Runs = append(f.page.Runs, run)
	}
	if r.entry != nil {
		entry := *r.entry
		entry.Page, entry.Y = len(f.s.out.Pages)-1, slotTop(f.slot)
		f.s.out.Outline = append(f.s.out.Outline, entry)
	}
	f.slot++
}

func (f *flow) finish() { f.flush() }

// signature sets the agency and the date without a seal (GB/T 9704-2012,
// 7.3.5.2): a blank line, the agency two characters from the right edge, the
// date two characters to the right of the agency's start; a date longer than
// the agency stands two from the edge itself.
func (f *flow) signature(block document.Signature, origin Origin) []row {
	const measure = charactersPerLine * em
	b := &f.s.breaker
	left, _, _, _ := TypeArea()
	at := place{x: left, y: baseline(bodySize), size: bodySize, scale: bodyScale(), origin: origin}
	agency := f.s.prepare(block.Agency, Fang, "", Fang)
	date := f.s.prepare("", Fang, block.Date, Fang)

	agencyLines := b.ragged(agency, measure-3*indent, false)
	agencyWidth := int32(0)
	for _, l := range agencyLines {
		agencyWidth = max(agencyWidth, b.natural(l))
	}
	dateLines := b.ragged(date, measure-2*indent, false)
	dateWidth := int32(0)
	for _, l := range dateLines {
		dateWidth = max(dateWidth, b.natural(l))
	}
	agencyX := measure - indent - agencyWidth
	dateX := agencyX + indent
	if dateWidth > agencyWidth {
		dateX = measure - indent - dateWidth
		agencyX = max(dateX-indent, 0)
	}

	rows := []row{{spare: true}}
	add := func(p *piece, lines []span, x int32) {
		b.load(p)
		for _, l := range lines {
			line := at
			line.origin.Line = len(rows) - 1
			line.x += line.scale.unit(x)
			rows = append(rows, row{runs: f.s.set(nil, b, l, measure, false, line)})
		}
	}
	add(agency, agencyLines, agencyX)
	add(date, dateLines, dateX)
	if len(rows) == 1 {
		return nil
	}
	return rows
}

// draftMark stands in the head of every page of a draft.
const draftMark = "草稿"

// furniture adds what stands outside of the type area: the page numbers
// (GB/T 9704-2012, 7.5) and the mark of a draft.
func (s *setter) furniture(draft bool) {
	left, top, width, height := TypeArea()
	for i := range s.out.Pages {
		page := &s.out.Pages[i]
		at := place{size: numberSize, scale: sizeScale(numberSize), origin: Origin{Block: Furniture, Cell: -1}}
		number := s.solid("— "+decimal(i+1)+" —", Song, at)
		number.X = left + width - numberSize - number.Width
		if i%2 == 1 {
			number.X = left + numberSize
		}
		// The dashes, in the middle of the em box, are 7 mm below the text.
		number.Y = top + height + mm(70) + ascentOf(numberSize) - numberSize/2
		page.Runs = append(page.Runs, number)
		if !draft {
			continue
		}
		mark := s.solid(draftMark, Hei, at)
		mark.X, mark.Y = left, top-mm(70)
		page.Runs = append([]Run{mark}, page.Runs...)
	}
}

// solid sets a short text on one line.
func (s *setter) solid(text string, role Role, at place) Run {
	p := s.prepare("", role, text, role)
	b := &s.breaker
	b.load(p)
	runs := s.set(nil, b, span{0, len(p.runes)}, 0, false, at)
	if len(runs) == 0 {
		return Run{}
	}
	return runs[0]
}

func decimal(n int) string {
	if n < 10 {
		return string(rune('0' + n))
	}
	return decimal(n/10) + string(rune('0'+n%10))
}
