package templates

import (
	"fmt"

	"strconv"
	"strings"

	"nianbao/internal/edition"
	"nianbao/internal/regex"
	"nianbao/internal/report"
	"nianbao/internal/workbook"
)

// guide is the first sheet: how to fill the workbook in.
func (b *book) guide() {
	b.NewSheet(sheetGuide)
	e := b.edition
	b.Width(1, 6)
	b.Width(2, 86)
	b.Merged(1, 1, 2, 1, "政府信息公开工作年度报告填写说明", headingLook)
	b.Height(1, 36)
	var parts []string
	for _, p := range e.Parts {
		parts = append(parts, p.SheetTitle())
	}
	lines := []string{
		"依据：" + e.Notice.Title + "（" + e.Notice.Number + "）。",
		"先填“" + sheetInfo + "”，再依次填" + strings.Join(parts, "，") + "。",
		"只填浅黄色的单元格。其余单元格已经锁定，没有密码，确需改动时在“审阅”中撤销工作表保护。",
		"表格中没有发生的填0，空着不等于0。灰色的总计由表格自动计算，与各分项一致；另有来源的总计可以撤销保护后直接填数，检查时会与各分项核对。",
		"选中一个单元格，会显示这一行、这一列统计什么以及依据的条款。",
		"填错的数字（小数、负数、带单位）当场提示；合计、勾稽关系不符的单元格变红，“" + sheetChecks + "”列出每一个等式的左边、右边和差。以文字形式粘贴进来的数字不参加计算，请改成数值。",
		"正文一行一段，段首不空格；小标题的序号自动编排。段落不够时，在本小节的行之间插入行；多出的空行不影响报告。",
		"插入、移动行列，移动或者重命名工作表，都不影响读取；不要删除表格中的行、列和工作表，也不要删改“公式—名称管理器”中以“年报_”开头的名称。",
		"填好后保存为 .xlsx，用 nianbao lint 检查，用 nianbao lint --annotate 生成标出问题的副本，用 nianbao render 生成报告。",
	}
	for i, line := range lines {
		row := i + 3
		b.Text(1, row, strconv.Itoa(i+1)+".", workbook.Look{Top: true})
		b.Text(2, row, line, workbook.Look{Left: true, Top: true, Wrap: true})
		b.Height(row, workbook.HeightFor(workbook.LinesIn(line, 86, 11), 11))
	}
	b.Protect()
}

// The columns of 基本信息.
const (
	columnLabel = iota + 1
	columnValue
	columnNote
	infoColumns = 6
)

var infoWidths = [infoColumns]float64{18, 44, 20, 20, 12, 14}

// infoWidth is how wide several columns are together.
func infoWidth(column, columns int) (width float64) {
	for _, w := range infoWidths[column-1 : column-1+columns] {
		width += w
	}
	return width
}

// info is the sheet of what belongs to no part.
func (b *book) info() {
	b.NewSheet(sheetInfo)
	for i, width := range infoWidths {
		b.Width(i+1, width)
	}
	b.Merged(1, 1, infoColumns, 1, sheetInfo, headingLook)
	b.Height(1, 30)
	i := &infoSheet{book: b, row: 3}
	i.agency()
	i.head()
	i.tail()
	i.records()
	b.Name(workbook.End(sheetInfo), workbook.CellAt(columnLabel, i.row))
	b.Merged(columnLabel, i.row, infoColumns, 1, "（本表到此为止）", workbook.Look{Size: 9, Color: workbook.ColorGrey})
	b.Protect()
}

type infoSheet struct {
	*book
	row int
}

var (
	labelLook = workbook.Look{Size: 11, Border: true, Wrap: true, Left: true}
	valueLook = workbook.Look{Size: 11, Left: true, Wrap: true, Textual: true}.AsInput()
	noteLook  = workbook.Look{Size: 9, Color: workbook.ColorGrey, Left: true, Wrap: true}
)

const infoHeight = 21

// field is a row for one value.
func (i *infoSheet) field(label, at, note string, f report.Field) string {
	i.label(label, note)
	cell := workbook.CellAt(columnValue, i.row)
	if f.Given && f.Text == "" {
		i.mark(workbook.MarkBlank, at)
	}
	if value, ok := plainNumber(f.Text); ok && wholeYear.MatchString(f.Text) {
		i.Number(columnValue, i.row, value, workbook.Look{Size: 11, Left: true}.AsInput())
	} else {
		i.Text(columnValue, i.row, f.Text, valueLook)
		i.Suggest(i.row, max(infoHeight, workbook.HeightFor(workbook.LinesIn(f.Text, infoWidth(columnValue, 1), 11), 11)))
	}
	i.Name(workbook.Name(at), cell)
	i.row++
	return cell
}

var wholeYear = regex.Must(`^[1-9][0-9]{3}$`)

func (i *infoSheet) label(label, note string) {
	i.Text(columnLabel, i.row, label, labelLook)
	i.Merged(columnNote, i.row, infoColumns-columnNote+1, 1, note, noteLook)
	i.Height(i.row, max(infoHeight, workbook.HeightFor(workbook.LinesIn(note, infoWidth(columnNote, infoColumns-columnNote+1), 9), 9)))
}

func (i *infoSheet) agency() {
	a := &i.report.Agency
	path := func(key string) string { return edition.KeyAgency + "." + key }
	i.field("机关"+edition.KeyName, path(edition.KeyName), "必填，法定全称", a.Name)
	const least = 3
	for n := range max(len(a.Short)+1, least) {
		i.label("", "")
		if n == 0 {
			i.label("机关"+edition.KeyShort, "文中使用的其他名称，一格一个，没有则不填")
			i.Name(workbook.Name(path(edition.KeyShort)), workbook.CellAt(columnValue, i.row))
		}
		text := ""
		if n < len(a.Short) {
			if text = a.Short[n].Text; text == "" {
				i.mark(workbook.MarkBlank, fmt.Sprintf("%s[%d]", path(edition.KeyShort), n+1))
			}
		}
		i.Text(columnValue, i.row, text, valueLook)
		i.row++
	}
	var kinds []string
	for _, k := range i.edition.Agencies {
		kinds = append(kinds, k.Type)
	}
	cell := i.field("机关"+edition.KeyType, path(edition.KeyType), "必填，从下拉列表中选", a.Type)
	i.Choose(cell, edition.KeyType, "从下拉列表中选择机关的类型，截止日期和必写的内容依此判断。", kinds, true)
	truth := a.Regulations
	if words := workbook.Truth(truth.Text); words != truth.Text {
		truth.Text = words
	} else if truth.Text != "" {
		i.mark(workbook.MarkRaw, path(edition.KeyRegulations))
	}
	cell = i.field(edition.KeyRegulations, path(edition.KeyRegulations), "不填时按机关类型判断", truth)
	i.Choose(cell, edition.KeyRegulations, "是：可以制定规章；否：不可以。一般不用填。", []string{"是", "否"}, true)
}

func (i *infoSheet) head() {
	r := i.report
	cell := i.field(edition.KeyYear, edition.KeyYear, "必填，报告年度，四位数", r.Year)
	// The list goes on after the edition's last known year, and other years
	// may be typed: how long an edition stays in force nobody knows.
	const years = 10
	var choice []string
	for year := i.edition.Years.From; len(choice) < years && (i.edition.Years.To == 0 || year <= i.edition.Years.To); year++ {
		choice = append(choice, strconv.Itoa(year))
	}
	i.Choose(cell, edition.KeyYear, "报告哪一年的工作，就选哪一年。", choice, false)
	i.field(edition.KeyEdition, edition.KeyEdition, "本工作簿按"+i.edition.ID+"年格式制作，一般不改", r.EditionID)
	i.field(edition.KeyTitle, edition.KeyTitle, "不填时自动生成：机关全称、年度、年政府信息公开工作年度报告", r.Title)
	i.prose(edition.KeyPreamble, "不填时自动生成；一行一段", r.Preamble)
}

// prose is a text of its own, a row for each paragraph.
func (i *infoSheet) prose(at, note string, t *report.Text) {
	var paragraphs []report.Paragraph
	if t != nil {
		if paragraphs = t.Paragraphs; len(paragraphs) == 0 {
			i.mark(workbook.MarkBlank, at)
		}
	}
	rows := max(len(paragraphs)+1, spareRows)
	i.Merged(columnLabel, i.row, 1, rows, at+"\n"+note, labelLook)
	i.Name(workbook.Name(at), workbook.CellAt(columnValue, i.row))
	l := workbook.Look{Font: workbook.FontProse, Size: 12, Left: true, Top: true, Wrap: true}.AsInput()
	for n := range rows {
		text := ""
		if n < len(paragraphs) {
			text = paragraphs[n].Text
		}
		// Merged cells are never stretched to their text by themselves.
		i.Merged(columnValue, i.row, infoColumns-columnValue+1, 1, text, l)
		i.Suggest(i.row, max(infoHeight, workbook.HeightFor(workbook.LinesIn(text, infoWidth(columnValue, infoColumns-columnValue+1), 12), 12)))
		i.row++
	}
}

func (i *infoSheet) tail() {
	s := i.report.Signature
	if s.Given && !s.Agency.Given && !s.Date.Given {
		i.mark(workbook.MarkBlank, edition.KeySignature)
	}
	i.field(edition.KeySignature+edition.KeyAgency, edition.KeySignature+"."+edition.KeyAgency, "不需要落款的不填", s.Agency)
	i.field(edition.KeySignature+edition.KeyDate, edition.KeySignature+"."+edition.KeyDate, "写作 2025-01-18", s.Date)
	i.field(edition.KeyPublished, edition.KeyPublished, "写作 2025-01-20", i.report.Published)
	for _, key := range edition.ContactKeys {
		f := report.Field{}
		for _, c := range i.report.Contact {
			if c.Key == key {
				f = c.Value
			}
		}
		i.field(edition.KeyContact+"："+key, edition.KeyContact+"."+key, "没有的不填", f)
	}
	for _, p := range i.report.Parts {
		i.field("第"+edition.Numeral(p.Def.Number)+"部分标题", edition.KeyPartHeadings+"."+p.Def.Key, "不填即“"+p.Def.Heading+"”", i.report.PartHeadings[p.Def.Key])
	}
}

// records are the lists that few reports have: waivers always have room, the
// others come from imported reports only.
func (i *infoSheet) records() {
	r := i.report
	var waivers, labels, unplaced [][]report.Field
	for _, w := range r.Waivers {
		waivers = append(waivers, []report.Field{w.Rule, w.Place, w.Reason, w.Approved, w.Until})
	}
	for _, p := range r.Parts {
		for _, at := range p.Def.RowPaths() {
			if f, ok := r.Labels[at]; ok {
				labels = append(labels, []report.Field{{Given: true, Text: at}, f})
			}
		}
	}
	for _, u := range r.Unplaced {
		unplaced = append(unplaced, []report.Field{u.Place, u.Text})
	}
	i.list(edition.KeyWaivers, "不予纠正的检查结果，须写明理由。", waivers, true)
	i.list(edition.KeyLabels, "已发布的报告中与规定不同的行名。", labels, false)
	i.list(edition.KeyUnplaced, "导入时没有找到位置的文字。", unplaced, false)
}

func (i *infoSheet) list(at, note string, records [][]report.Field, always bool) {
	if len(records) == 0 && !always {
		return
	}
	rows := len(records) + 1
	if always {
		rows = max(rows, spareRows)
	}
	keys := workbook.RecordKeys(at)
	i.Merged(columnLabel, i.row, 1, rows+1, at+"\n"+note, labelLook)
	i.Name(workbook.Name(at), workbook.CellAt(columnLabel, i.row))
	// The last column takes what is left of the width.
	span := func(n int) int {
		if n == len(keys)-1 {
			return infoColumns - columnValue - n + 1
		}
		return 1
	}
	for n, key := range keys {
		i.Merged(columnValue+n, i.row, span(n), 1, key, workbook.Look{Size: tableSize, Border: true, Fill: workbook.ColorTotal})
		i.Name(workbook.Column(at, key), workbook.CellAt(columnValue+n, i.row))
	}
	i.row++
	for n := range rows {
		given, height := false, float64(infoHeight)
		for k := range keys {
			text := ""
			if n < len(records) {
				f := records[n][k]
				text, given = f.Text, given || f.Text != ""
				if f.Given && text == "" {
					i.mark(workbook.MarkBlank, fmt.Sprintf("%s[%d].%s", at, n+1, keys[k]))
				}
			}
			i.Merged(columnValue+k, i.row, span(k), 1, text, valueLook)
			height = max(height, workbook.HeightFor(workbook.LinesIn(text, infoWidth(columnValue+k, span(k)), valueLook.Size), valueLook.Size))
		}
		i.Suggest(i.row, height)
		if n < len(records) && !given {
			i.mark(workbook.MarkBlank, fmt.Sprintf("%s[%d]", at, n+1))
		}
		i.row++
	}
}
