package workbook

import (
	"bytes"
	"encoding/hex"
	"hash/fnv"
	"slices"
	"strings"
	"unicode"

	"nianbao/internal/edition"
	"nianbao/internal/regex"
	"nianbao/internal/report"
)

// A template says much itself: labels, hints, formulas that count and check. What
// an office typed beside them is told from it by prints: whatever is written into
// a cell that is not to be filled in leaves one, which the notes keep. Workbooks
// made before there were prints are known by the words of that time.

// MarkWording says which texts and formulas the template itself has on its
// sheets: prints, one after the other.
const MarkWording = "字"

// printSize is the length of a print, in characters.
const printSize = 8

// print is the mark of a text or formula of a sheet, whose title is the one that
// the template gave it. White space does not count, since programs change it.
func printOf(sheet, text string) string {
	h := fnv.New32a()
	h.Write([]byte(sheet + "\x00" + squeeze(text)))
	return hex.EncodeToString(h.Sum(nil))
}

func squeeze(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, text)
}

// shape is a formula without what changes as rows and columns are inserted,
// deleted or moved: each reference, and each list of them, is a §, one to another
// sheet §!.
func shape(formula string) string {
	out := make([]byte, 0, len(formula)+1)
	out = append(out, '=')
	for i := 0; i < len(formula); {
		switch c := formula[i]; {
		case c == '"':
			end := i + 1 + strings.IndexByte(formula[i+1:], '"')
			if end == i { // never closed
				end = len(formula) - 1
			}
			out = append(out, formula[i:end+1]...)
			i = end + 1
		case c == ' ' || c == '\n' || c == '$' || c == '=' && i == 0:
			i++
		default:
			if n, other := reference(formula[i:]); n > 0 {
				out = append(listEnd(out), "§"...)
				if other {
					out = append(out, '!')
				}
				i += n
				continue
			}
			n := 1
			for isWordByte(c) && i+n < len(formula) && isWordByte(formula[i+n]) {
				n++
			}
			out = append(out, formula[i:i+n]...)
			i += n
		}
	}
	return string(out)
}

// listEnd takes a reference with a comma off the end of a shape: a list of them is
// as good as one.
func listEnd(out []byte) []byte {
	for _, end := range []string{"§,", "§!,"} {
		if bytes.HasSuffix(out, []byte(end)) {
			return out[:len(out)-len(end)]
		}
	}
	return out
}

// isWordByte tells what names and functions are made of.
func isWordByte(c byte) bool {
	return c >= 0x80 || c == '_' || c == '.' || c == '$' || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z'
}

// reference is the length of the reference that a formula begins with, 0 for
// none, and whether it leads to another sheet.
func reference(formula string) (length int, other bool) {
	at := 0
	switch {
	case strings.HasPrefix(formula, "#REF!"):
		return len("#REF!"), false
	case formula[0] == '\'':
		end := strings.Index(formula, "'!")
		if end < 0 {
			return 0, false
		}
		at, other = end+len("'!"), true
	default:
		n := 0
		for n < len(formula) && isWordByte(formula[n]) {
			n++
		}
		if n > 0 && n < len(formula) && formula[n] == '!' {
			at, other = n+1, true
		}
	}
	n := cellLength(formula[at:])
	if n == 0 {
		return 0, false
	}
	at += n
	if at < len(formula) && formula[at] == ':' {
		if n := cellLength(formula[at+1:]); n > 0 {
			at += 1 + n
		}
	}
	return at, other
}

// cellLength is the length of a cell's name at the beginning of a text, 0 where
// there is none.
func cellLength(text string) int {
	if strings.HasPrefix(text, "#REF!") {
		return len("#REF!")
	}
	i := 0
	run := func(from, to byte) (n int) {
		if i < len(text) && text[i] == '$' {
			i++
		}
		for i < len(text) && (text[i] >= from && text[i] <= to || from == 'A' && text[i] >= 'a' && text[i] <= 'z') {
			i, n = i+1, n+1
		}
		return n
	}
	if n := run('A', 'Z'); n == 0 || n > 3 {
		return 0
	}
	if n := run('0', '9'); n == 0 || n > 7 || i < len(text) && (isWordByte(text[i]) || text[i] == '(') {
		return 0
	}
	return i
}

// remember keeps the print of what the template writes into a cell that is not to
// be filled in.
func (b *Writer) remember(text string) {
	if text == "" {
		return
	}
	if p := printOf(b.Sheet, text); !b.printed[p] {
		b.printed[p] = true
		b.prints = append(b.prints, p)
	}
}

// Wording is what a row of MarkWording holds: the prints of all that was written
// so far into cells that are not to be filled in.
func (b *Writer) Wording() string { return strings.Join(b.prints, "") }

// wording tells the template's own words.
type wording struct {
	// first are the titles that the template gave its sheets, now the same by the
	// titles that they have.
	first []string
	now   map[string]string
	// prints are nil for a template of the time before them.
	prints map[string]bool
	texts  map[string]bool
	// plain are the words of the form as an office's own workbook has them.
	plain map[string]bool
}

func (b *bookReader) wording() *wording {
	w := &wording{now: map[string]string{}}
	for first, now := range b.renamed {
		w.now[now] = first
	}
	for title := range b.marks[MarkSheet] {
		w.first = append(w.first, title)
	}
	for list := range b.marks[MarkWording] {
		w.prints = map[string]bool{}
		for i := 0; i+printSize <= len(list); i += printSize {
			w.prints[list[i:i+printSize]] = true
		}
	}
	if w.prints == nil {
		w.texts = formWords(b.e)
	}
	if b.byLabel {
		w.plain = map[string]bool{}
		for text := range formWords(b.e) {
			w.plain[plainLabel(text)] = true
		}
		for _, p := range b.e.Parts {
			w.plain[plainLabel(p.Heading)] = true
			if p.Table != nil {
				for _, row := range p.Table.Rows {
					for _, label := range rowLabels(row) {
						w.plain[label] = true
					}
				}
			}
		}
	}
	return w
}

// title is the one that the template gave a sheet.
func (w *wording) title(sheet string) string {
	if first := w.now[sheet]; first != "" {
		return first
	}
	return sheet
}

// own reports whether a text, or a formula with its "=", is the template's.
func (w *wording) own(sheet, text string) bool {
	title := w.title(sheet)
	isFormula := strings.HasPrefix(text, "=")
	switch {
	case w.prints == nil && isFormula:
		return title == firstChecks || slices.ContainsFunc(firstFormulas, func(head string) bool { return strings.HasPrefix(text, head) })
	case w.prints == nil:
		text = squeeze(text)
		return w.texts[text] || firstWords.MatchString(text) || title == firstChecks && firstEquation.MatchString(text)
	case w.prints[printOf(title, text)]:
		return true
	case slices.Contains(w.first, title):
		return false
	}
	// The sheet has lost the title that the notes know.
	return slices.ContainsFunc(w.first, func(first string) bool { return w.prints[printOf(first, text)] })
}

// What templates say, for workbooks that were made before templates left prints or
// have lost theirs. Words are added here, and none is changed: older workbooks have
// the older ones.
const (
	firstGuide  = "填写说明"
	firstInfo   = "基本信息"
	firstChecks = "校验"
)

// firstFormulas are the heads of the shapes of the formulas that counted
// characters.
var firstFormulas = []string{"=LEN(SUBSTITUTE(", "=SUMPRODUCT(LEN(SUBSTITUTE(", `=IF(§="","",LEN(SUBSTITUTE(`}

// firstWords are their texts without white space, save those of the form.
var firstWords = regex.Must(`^(?:` + strings.Join([]string{
	// The guide.
	`政府信息公开工作年度报告填写说明`, `[0-9]+\.`, `依据：.+（.*）。`, `先填“基本信息”，再依次填.+。`,
	`只填浅黄色的单元格。其余单元格已经锁定，没有密码，.*`, `表格中没有发生的填0，空着不等于0。灰色的总计由表格自动计算，.*`,
	`选中一个单元格，会显示这一行、这一列统计什么以及依据的条款。`, `填错的数字（小数、负数、带单位）当场提示；.*`,
	`正文一行一段，段首不空格；小标题的序号自动编排。段落不够时，.*`, `正文可以一行一段，也可以在一格里写几段（.*`,
	`从Word粘贴几段文字：选中本小节的第一个空格粘贴，一段占一行；.*`, `要把数字或者文字换个地方，用复制，不要用剪切：.*`,
	`表格中没有发生的填0，空着不等于0。一片格子都是0时，.*`, `插入、移动行列，移动或者重命名工作表，都不影响读取；.*`,
	`填好后保存为\.xlsx，用nianbaolint检查，.*`,
	// The sheet of what belongs to no part.
	`基本信息`, `机关(?:名称|简称|类型)`, `落款(?:机关|日期)`, `联系方式：.+`, `第[一二三四五六七八九十]+部分标题`,
	`必填，(?:法定全称|从下拉列表中选|报告年度，四位数)`, `文中使用的其他名称，一格一个，没有则不填`, `不填时按机关类型判断`,
	`本工作簿按.+年格式制作，一般不改`, `不填时自动生成：机关全称、年度、年政府信息公开工作年度报告`, `.+不填时自动生成；一行一段(?:，或者一格几段)?`,
	`不需要落款的不填`, `写作[0-9]{4}-[0-9]{2}-[0-9]{2}`, `没有的不填`, `不填即“.+”`,
	`.+不予纠正的检查结果，须写明理由。(?:不写位置的，.*)?`, `.+已发布的报告中与规定不同的行名。`, `.+导入时没有找到位置的文字。`, `（.+到此为止）`,
	// The sheets of the parts.
	`浅黄色的单元格填数字，没有发生的填0，不要空着；.*`, `浅黄色的单元格填正文[，：]一行一段，.*`,
	`小节`, `自拟标题（可不填）`, `正文（一行一段(?:，或者一格几段)?）`, `字数`, `正文`, `正文（不分小节的写在这里）`,
	`本部分字数（含标题，空格不计）(?:，原则上不超过[0-9]+字)?`,
	// The sheet of the checks.
	`校验`, `部分`, `行或列`, `等式`, `左边`, `右边`, `差`, `结果`, `这一格式没有合计和勾稽关系`,
}, "|") + `)$`)

// firstEquation is an equation in words.
var firstEquation = regex.Must(`^[^＝]+＝[^＝]+$`)

// formWords are the words that a template takes from the form, without white
// space.
func formWords(e *edition.Edition) map[string]bool {
	words := map[string]bool{}
	add := func(texts ...string) {
		for _, text := range texts {
			words[squeeze(text)] = true
		}
	}
	add(edition.KeyYear, edition.KeyEdition, edition.KeyTitle, edition.KeyPublished, edition.KeyRegulations)
	for _, list := range workbookRecords {
		add(list.Keys...)
	}
	for _, p := range e.Parts {
		add(edition.Numeral(p.Number), edition.Numeral(p.Number)+"、"+p.Heading)
		if p.Table == nil {
			add(p.Text.Lead, p.Text.More)
			for i, s := range p.Text.Sections {
				add(report.NumberedHeading(i+1, s.Heading))
				for _, topic := range s.Topics {
					add(topic.Label)
				}
			}
			continue
		}
		for _, c := range p.Table.Grid().Cells {
			add(c.Label)
		}
		for _, row := range p.Table.Rows {
			add(strings.ReplaceAll(row.Path, ".", "·"))
			for _, c := range row.Block.Leaves {
				add(c.Label)
			}
		}
	}
	return words
}
