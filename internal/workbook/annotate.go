package workbook

import (
	"fmt"
	"io"
	"strings"

	"nianbao/internal/edit"
	"nianbao/internal/report"
)

// The fills of the levels, from notes to errors.
var remarkFills = [3]string{"DDEBF7", "FFEB9C", "FF9C9C"}

// Annotate writes a copy of a workbook in which the cells that remarks speak of
// are filled with the colour of their level and carry the remarks as comments,
// and a first sheet lists all remarks with links to their cells. What an earlier
// run put into it is taken out first, and what others wrote stays. It fails for
// what is no workbook that can be read.
func Annotate(w io.Writer, data []byte, remarks []edit.Remark, words edit.Words) error {
	return altered(w, data, func(b *paper) error {
		if err := b.withdraw(); err != nil {
			return err
		}
		return b.annotate(remarks, words)
	})
}

// withdraw takes out all that Annotate put into a workbook.
func (b *paper) withdraw() error {
	fills, err := b.dropFindings()
	if err != nil {
		return err
	}
	if err := b.list(); err != nil {
		return err
	}
	w, err := b.wardrobe()
	if err != nil {
		return err
	}
	for _, s := range b.sheets {
		if err := b.undress(s, w, fills[s.title]); err != nil {
			return err
		}
	}
	w.save(b)
	return nil
}

// undress takes our comments and colours off a sheet.
func (b *paper) undress(s paperSheet, w *wardrobe, fills map[spot]string) error {
	g, err := b.grid(s.part)
	if err != nil {
		return err
	}
	for at, fill := range fills {
		format := g.style(at)
		if _, rgb := w.fillOf(format); rgb == "" || !isRemarkFill(rgb) || !w.isFill(fill) {
			continue // someone gave it another colour
		}
		if format, err = w.filled(format, w.add("fills", fill)); err != nil {
			return err
		}
		g.dress(at, format)
	}
	n, err := b.notes(s.part, g)
	if err != nil {
		return err
	}
	if err := n.withdraw(); err != nil {
		return err
	}
	if err := b.withdrawReplies(s.part); err != nil {
		return err
	}
	b.saveGrid(s.part, g)
	return nil
}

func isRemarkFill(rgb string) bool {
	for _, fill := range remarkFills {
		if fill == rgb {
			return true
		}
	}
	return false
}

func (b *paper) saveGrid(part string, g *grid) {
	if data := g.bytes(); g.Changed() {
		b.Put(part, data)
	}
}

// marked are the remarks on the cells of a sheet.
type marked struct {
	order []spot
	lines map[spot][]string
	level map[spot]int
}

func (b *paper) annotate(remarks []edit.Remark, words edit.Words) error {
	bySheet := map[string]*marked{}
	for _, r := range remarks {
		sheet, cell, _ := r.Pos.Cell()
		at, ok := spotOf(cell)
		if !ok || b.sheet(sheet) == "" {
			continue
		}
		m := bySheet[sheet]
		if m == nil {
			m = &marked{lines: map[spot][]string{}, level: map[spot]int{}}
			bySheet[sheet] = m
		}
		if m.lines[at] == nil {
			m.order = append(m.order, at)
		}
		m.lines[at] = append(m.lines[at], commentLines(r, words)...)
		m.level[at] = max(m.level[at], r.Level)
	}
	w, err := b.wardrobe()
	if err != nil {
		return err
	}
	before := map[string]map[spot]string{} // the fills that cells had
	for _, s := range b.sheets {
		if m := bySheet[s.title]; m != nil {
			if before[s.title], err = b.mark(s, m, w); err != nil {
				return err
			}
		}
	}
	if err := b.addFindings(remarks, words, w, before); err != nil {
		return err
	}
	w.save(b)
	return nil
}

// commentLines are the lines of a comment: what is wrong, what to do, and what
// could mend it.
func commentLines(r edit.Remark, words edit.Words) []string {
	flat := func(s string) string { return strings.Join(strings.Fields(s), " ") }
	lines := []string{fmt.Sprintf("【%s %s】%s", r.Kind, r.Rule, flat(r.Text))}
	if r.Advice != "" {
		lines = append(lines, ourMore+" "+flat(r.Advice))
	}
	if r.Fix != "" && r.Fix != r.Advice {
		lines = append(lines, ourMore+" "+words.Fix+flat(r.Fix))
	}
	return lines
}

// mark colours the cells of a sheet and comments on them.
func (b *paper) mark(s paperSheet, m *marked, w *wardrobe) (before map[spot]string, err error) {
	g, err := b.grid(s.part)
	if err != nil {
		return nil, err
	}
	before = map[spot]string{}
	for _, at := range m.order {
		format := g.style(at)
		before[at], _ = w.fillOf(format)
		fill := w.add("fills", w.named(solid(remarkFills[m.level[at]])))
		if format, err = w.filled(format, fill); err != nil {
			return nil, err
		}
		g.dress(at, format)
	}
	n, err := b.notes(s.part, g)
	if err != nil {
		return nil, err
	}
	if err := n.say(m.lines, m.order); err != nil {
		return nil, err
	}
	if err := b.reply(s.part, m.lines); err != nil {
		return nil, err
	}
	b.saveGrid(s.part, g)
	return before, nil
}

// target is a cell as formulas and links name it.
func target(p report.Place) string {
	sheet, cell, _ := p.Cell()
	return Quoted(sheet) + "!" + cell
}
