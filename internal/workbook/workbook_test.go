package workbook_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"nianbao/internal/edit"
	"nianbao/internal/edition"
	"nianbao/internal/report"
	"nianbao/internal/report/reporttest"
	"nianbao/internal/reportfile"
	"nianbao/internal/source"
	"nianbao/internal/workbook"
	"nianbao/templates"
)

func options() source.Options {
	return source.Options{Editions: reporttest.Editions(), Words: reporttest.Words()}
}

// book is a workbook under change.
type book struct {
	t testing.TB
	*excelize.File
}

func filled(t testing.TB) *report.Report { return reporttest.Filled(reporttest.Editions().Latest()) }

func open(t testing.TB, r *report.Report) *book {
	t.Helper()
	var b bytes.Buffer
	if err := templates.Workbook(&b, r, templates.WorkbookOptions{}); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	return &book{t, f}
}

func (b *book) must(err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
}

func (b *book) bytes() []byte {
	b.t.Helper()
	var out bytes.Buffer
	_, err := b.WriteTo(&out)
	b.must(err)
	b.must(b.Close())
	return out.Bytes()
}

func (b *book) read() *report.Report {
	b.t.Helper()
	return source.Read("a.xlsx", b.bytes(), options())
}

// place is the sheet and cell of a key path.
func (b *book) place(at string) (sheet, cell string) {
	b.t.Helper()
	for _, d := range b.GetDefinedName() {
		if d.Name == workbook.Name(at) {
			sheet, cell, _ = strings.Cut(strings.ReplaceAll(d.RefersTo, "$", ""), "!")
			return strings.Trim(sheet, "'"), cell
		}
	}
	b.t.Fatalf("no name for %s", at)
	return "", ""
}

func (b *book) format(at, code string) {
	b.t.Helper()
	sheet, cell := b.place(at)
	id, err := b.NewStyle(&excelize.Style{CustomNumFmt: &code})
	b.must(err)
	b.must(b.SetCellStyle(sheet, cell, cell, id))
}

func (b *book) set(at string, value any) {
	b.t.Helper()
	sheet, cell := b.place(at)
	b.must(b.SetCellValue(sheet, cell, value))
}

// rename renames a sheet as spreadsheet programs do: names that lead to it
// follow. The library leaves them behind where a title needs quotes.
func (b *book) rename(from, to string) {
	b.t.Helper()
	for _, d := range b.GetDefinedName() {
		if rest, ok := strings.CutPrefix(d.RefersTo, "'"+from+"'!"); ok && d.Scope == "Workbook" {
			b.must(b.DeleteDefinedName(&d))
			b.must(b.SetDefinedName(&excelize.DefinedName{Name: d.Name, RefersTo: "'" + strings.ReplaceAll(to, "'", "''") + "'!" + rest}))
		}
	}
	b.must(b.SetSheetName(from, to))
}

func cellOf(r *report.Report, at string) *report.Cell {
	for _, p := range r.Parts {
		if p.Table == nil {
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

func problems(r *report.Report) string {
	var out []string
	for _, p := range r.Problems {
		out = append(out, strings.TrimSuffix(p.Rule+" "+p.Form, " ")+" "+p.At)
	}
	return strings.Join(out, "; ")
}

// content is all that a report says.
func content(t testing.TB, r *report.Report) string {
	t.Helper()
	var b bytes.Buffer
	if err := reportfile.WriteJSON(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

const (
	count = "收到和处理政府信息公开申请情况.本年新收.自然人"
	money = "主动公开政府信息情况.行政事业性收费"
	whole = "收到和处理政府信息公开申请情况.总计.自然人"
)

// What a cell holds is taken as its author sees it, or reported; never guessed.
func TestCells(t *testing.T) {
	for _, tc := range []struct {
		name     string
		at       string
		change   func(b *book, at string)
		raw      string
		state    report.State
		problems string
	}{
		{"number", count, func(b *book, at string) { b.set(at, 12) }, "12", report.Number, ""},
		{"text of digits", count, func(b *book, at string) { b.set(at, "012") }, "012", report.Number, ""},
		{"full width", count, func(b *book, at string) { b.set(at, "１２") }, "１２", report.Number, ""},
		{"spaces", count, func(b *book, at string) { b.set(at, " 1 2 ") }, " 1 2 ", report.Number, ""},
		{"blank", count, func(b *book, at string) { b.set(at, nil) }, "", report.Blank, ""},
		{"only a space", count, func(b *book, at string) { b.set(at, " ") }, " ", report.Blank, ""},
		{"placeholder", count, func(b *book, at string) { b.set(at, "/") }, "/", report.Placeholder, ""},
		{"unit", money, func(b *book, at string) { b.set(at, "299.8145万元") }, "299.8145万元", report.Number, ""},
		{"decimal", money, func(b *book, at string) { b.set(at, 43.9) }, "43.9", report.Number, ""},
		{"seventeen digits", money, func(b *book, at string) {
			sheet, cell := b.place(at)
			b.must(b.SetCellDefault(sheet, cell, "43.899999999999999"))
		}, "43.9", report.Number, ""},
		{"six decimals", money, func(b *book, at string) { b.set(at, 24252.311082) }, "24252.311082", report.Number, ""},
		{"exponent", money, func(b *book, at string) {
			sheet, cell := b.place(at)
			b.must(b.SetCellDefault(sheet, cell, "1.25E3"))
		}, "1250", report.Number, ""},
		{"zeros by format", count, func(b *book, at string) { b.set(at, 12); b.format(at, "0000") }, "12", report.Number, ""},
		{"separators by format", count, func(b *book, at string) { b.set(at, 8218); b.format(at, "#,##0") }, "8218", report.Number, ""},
		{"unit by format", money, func(b *book, at string) { b.set(at, 43.9); b.format(at, `0.0"万元"`) }, "43.9", report.Number, ""},
		{"rounded by format", money, func(b *book, at string) { b.set(at, 43.8954); b.format(at, "0.00") }, "43.8954", report.Number, "SRC007 rounded " + money},
		{"date", count, func(b *book, at string) { b.set(at, 45000); b.format(at, "yyyy/m/d") }, "2023-03-15", report.Malformed, ""},
		{"date in Chinese", count, func(b *book, at string) { b.set(at, 45000); b.format(at, `m"月"d"日"`) }, "2023-03-15", report.Malformed, ""},
		{"percentage", count, func(b *book, at string) { b.set(at, 0.05); b.format(at, "0%") }, "5%", report.Malformed, ""},
		{"truth value", count, func(b *book, at string) { b.set(at, true) }, "TRUE", report.Malformed, ""},
		{"sum", count, func(b *book, at string) {
			b.set(at, nil)
			sheet, cell := b.place(at)
			b.must(b.SetCellFormula(sheet, cell, "2+3*4"))
		}, "14", report.Number, ""},
		{"error", count, func(b *book, at string) {
			b.set(at, nil)
			sheet, cell := b.place(at)
			b.must(b.SetCellFormula(sheet, cell, "1/0"))
		}, "", report.Malformed, "SRC007 figure-uncalculated " + count},
		{"loop", count, func(b *book, at string) {
			b.set(at, nil)
			sheet, cell := b.place(at)
			b.must(b.SetCellFormula(sheet, cell, cell+"+1"))
		}, "", report.Malformed, "SRC007 figure-uncalculated " + count},
		{"other workbook", count, func(b *book, at string) {
			b.set(at, nil)
			sheet, cell := b.place(at)
			b.must(b.SetCellFormula(sheet, cell, "[1]Sheet1!A1"))
		}, "", report.Malformed, "SRC007 figure-uncalculated " + count},
		{"total as a formula", whole, func(b *book, at string) {
			sheet, cell := b.place(at)
			b.must(b.SetCellFormula(sheet, cell, "SUM(D9:D29)"))
		}, "", report.Computed, ""},
		{"total as an empty cell", whole, func(b *book, at string) { b.set(at, nil) }, "", report.Blank, ""},
		{"merged over", count[:len(count)-len("自然人")] + "商业企业", func(b *book, at string) {
			sheet, cell := b.place(at)
			_, before := b.place(count)
			b.must(b.MergeCell(sheet, before, cell))
		}, "", report.Malformed, "SRC006 merged " + count[:len(count)-len("自然人")] + "商业企业"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			b := open(t, filled(t))
			tc.change(b, tc.at)
			r := b.read()
			c := cellOf(r, tc.at)
			if c.Raw != tc.raw || c.State != tc.state {
				t.Errorf("raw %q, state %d; want %q, %d", c.Raw, c.State, tc.raw, tc.state)
			}
			if got := problems(r); got != tc.problems {
				t.Errorf("problems %q, want %q", got, tc.problems)
			}
			if c.Pos.Named("") == "" {
				t.Error("the cell has no place")
			}
		})
	}
}

// Error values that a program stored are reported with what they are.
func TestStoredErrors(t *testing.T) {
	b := open(t, filled(t))
	sheet, cell := b.place(count)
	b.set(count, nil)
	b.must(b.SetCellFormula(sheet, cell, "1/0"))
	data := bytes.Replace(unzipped(t, b.bytes()), []byte(`t="str"><f>1/0</f>`), []byte(`t="e"><f>1/0</f><v>#DIV/0!</v>`), 1)
	r := source.Read("a.xlsx", rezipped(t, data), options())
	if got := problems(r); got != "SRC007 "+count || r.Problems[0].Args["shown"] != "#DIV/0!" {
		t.Errorf("problems %q %+v", got, r.Problems)
	}
}

// An error is the fault of the cell that it comes from: a total that follows it
// is not told again, one whose own formula is wrong is. Neither counts, and a
// draft shows what the sheet shows.
func TestErrorsOfTotals(t *testing.T) {
	const lineTotal = "收到和处理政府信息公开申请情况.本年新收.总计"
	stored := map[string]string{} // what a program stored for a formula
	errorAt := func(b *book, at, formula, shown string) {
		sheet, cell := b.place(at)
		b.set(at, nil)
		b.must(b.SetCellFormula(sheet, cell, formula))
		stored[formula] = shown
	}
	for _, tc := range []struct {
		name, problems string
		change         func(b *book)
		shown          map[string]string // of the cells that do not count
	}{
		{"a part", "SRC007 " + count, func(b *book) {
			errorAt(b, count, "#REF!+1", "#REF!")
			errorAt(b, lineTotal, "SUM(D7:I7)", "#REF!")
		}, map[string]string{count: "#REF!", lineTotal: ""}},
		{"a part in words", "", func(b *book) {
			b.set(count, "若干")
			errorAt(b, lineTotal, "D7+E7", "#VALUE!")
		}, map[string]string{count: "", lineTotal: ""}},
		{"the total itself", "SRC007 " + lineTotal, func(b *book) {
			errorAt(b, lineTotal, "SUM(#REF!)", "#REF!")
		}, map[string]string{lineTotal: "#REF!"}},
		{"an error of LibreOffice", "SRC007 " + count, func(b *book) { errorAt(b, count, "D7", "Err:522") }, map[string]string{count: "Err:522"}},
		{"an unknown function", "SRC007 figure-uncalculated " + count, func(b *book) {
			sheet, cell := b.place(count)
			b.set(count, nil)
			b.must(b.SetCellFormula(sheet, cell, "查找(A1)"))
		}, map[string]string{count: ""}},
	} {
		b := open(t, filled(t))
		tc.change(b)
		data := unzipped(t, b.bytes())
		for formula, shown := range stored {
			data = bytes.Replace(data, []byte(`t="str"><f>`+formula+`</f>`), []byte(`t="str"><f>`+formula+`</f><v>`+shown+`</v>`), 1)
		}
		clear(stored)
		r := source.Read("a.xlsx", rezipped(t, data), options())
		if got := problems(r); got != tc.problems {
			t.Errorf("%s: problems %q, want %q", tc.name, got, tc.problems)
		}
		for at, shown := range tc.shown {
			if c := cellOf(r, at); c.HasValue() || !c.Suspends() || c.Shown != shown {
				t.Errorf("%s: %s is %+v", tc.name, at, c)
			}
		}
	}
}

// Fields are read as they are seen.
func TestFields(t *testing.T) {
	b := open(t, filled(t))
	b.set("落款.日期", 45000)
	b.format("落款.日期", "yyyy-mm-dd")
	b.set("联系方式.邮编", 10010)
	b.format("联系方式.邮编", "000000")
	b.set("年度", 2024)
	b.set("机关.可制定规章", "否")
	r := b.read()
	if got := problems(r); got != "" {
		t.Fatal(got)
	}
	for _, tc := range []struct{ name, got, want string }{
		{"date", r.Signature.Date.Text, "2023-03-15"},
		{"post code", r.Contact[1].Value.Text, "010010"},
		{"year", r.Year.Text, "2024"},
		{"truth", r.Agency.Regulations.Text, "false"},
	} {
		if tc.got != tc.want {
			t.Errorf("%s: %q, want %q", tc.name, tc.got, tc.want)
		}
	}
}

// Inserted rows and columns, moved and renamed sheets change nothing.
func TestLayoutMayChange(t *testing.T) {
	want := filled(t)
	b := open(t, want)
	sheets := b.GetSheetList()
	table, prose := "", ""
	for _, p := range want.Parts {
		switch {
		case p.Table != nil:
			b.must(b.InsertRows(p.Def.SheetTitle(), 2, 3))
			b.must(b.InsertRows(p.Def.SheetTitle(), 11, 1))
			b.must(b.InsertCols(p.Def.SheetTitle(), "C", 2))
			table = p.Def.SheetTitle()
		default:
			b.must(b.InsertRows(p.Def.SheetTitle(), 5, 2))
			b.must(b.InsertRows(p.Def.SheetTitle(), 8, 1))
			b.must(b.InsertCols(p.Def.SheetTitle(), "A", 1))
			prose = p.Def.SheetTitle()
		}
	}
	b.rename(table, "改名的 '表' (2)")
	b.must(b.MoveSheet(prose, sheets[0]))
	_, err := b.NewSheet("另加")
	b.must(err)
	r := b.read()
	if got := problems(r); got != "" {
		t.Error(got)
	}
	if diff := cmp.Diff(content(t, want), content(t, r)); diff != "" {
		t.Error(diff)
	}
}

// Names that were left behind when their sheets were renamed are followed by the
// numbers of the sheets, wherever these have gone.
func TestNamesLeftBehind(t *testing.T) {
	want := filled(t)
	renamed := func(change func(b *book, sheets []string)) *report.Report {
		b := open(t, want)
		sheets := b.GetSheetList()
		change(b, sheets)
		return b.read()
	}
	all := func(b *book, sheets []string) {
		for i, sheet := range sheets[:len(sheets)-1] {
			b.must(b.SetSheetName(sheet, fmt.Sprintf("第%d张 '新' 表", i)))
		}
	}
	for name, change := range map[string]func(b *book, sheets []string){
		"renamed": all,
		"renamed and moved": func(b *book, sheets []string) {
			all(b, sheets)
			now := b.GetSheetList()
			b.must(b.MoveSheet(now[4], now[0]))
			b.must(b.MoveSheet(now[1], now[6]))
			_, err := b.NewSheet("另加")
			b.must(err)
		},
		"moved": func(b *book, sheets []string) {
			for _, sheet := range sheets[1:] {
				b.must(b.MoveSheet(sheet, sheets[0]))
			}
		},
		"copied": func(b *book, sheets []string) {
			to, err := b.NewSheet("副本")
			b.must(err)
			b.must(b.CopySheet(4, to))
			all(b, sheets)
		},
	} {
		r := renamed(change)
		expected := ""
		if name == "copied" {
			expected = "SRC010 own "
		}
		if got := problems(r); got != expected {
			t.Errorf("%s: %s", name, got)
		}
		if diff := cmp.Diff(content(t, want), content(t, r)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	// Whatever stands where a sheet was deleted is not taken for it.
	r := renamed(func(b *book, sheets []string) {
		b.must(b.DeleteSheet("三、申请情况"))
		_, err := b.NewSheet("另加")
		b.must(err)
	})
	if got := problems(r); got != "SRC006 part 收到和处理政府信息公开申请情况" {
		t.Error(got)
	}
	// A workbook that does not know its sheets' numbers reads as it always did.
	r = renamed(func(b *book, _ []string) {
		for row := 2; row < 200; row++ {
			cell := fmt.Sprintf("A%d", row)
			if kind, err := b.GetCellValue(workbook.Notes, cell); err == nil && kind == workbook.MarkSheet {
				b.must(b.SetCellStr(workbook.Notes, cell, ""))
			}
		}
	})
	if diff := cmp.Diff(content(t, want), content(t, r)); diff != "" || problems(r) != "" {
		t.Error(diff, problems(r))
	}
}

// A paragraph added in an inserted row belongs to its section, wherever in the
// section the row is.
func TestParagraphsMayBeAdded(t *testing.T) {
	b := open(t, filled(t))
	sheet, cell := b.place("总体情况.主动公开")
	_, row, err := excelize.CellNameToCoordinates(cell)
	b.must(err)
	_, next := b.place("总体情况.依申请公开")
	_, end, err := excelize.CellNameToCoordinates(next)
	b.must(err)
	b.must(b.InsertRows(sheet, end, 1)) // behind the last row of the section
	b.must(b.SetCellStr(sheet, fmt.Sprintf("C%d", end), "最后一段。\n其实是两段。"))
	b.must(b.InsertRows(sheet, row+1, 1))
	b.must(b.SetCellStr(sheet, fmt.Sprintf("C%d", row+1), "　　第二段。"))
	r := b.read()
	if got := problems(r); got != "" {
		t.Fatal(got)
	}
	part := r.PartByRole("overview")
	body := part.Text.Sections[0].Body.Paragraphs
	n := len(body)
	if n < 4 || body[1].Text != "第二段。" || body[n-2].Text != "最后一段。" || body[n-1].Text != "其实是两段。" {
		t.Errorf("%+v", body)
	}
	if pos := body[1].Locate(0, 2); pos.Named("") != fmt.Sprintf("'%s'!C%d", sheet, row+1) {
		t.Errorf("at %+v", pos)
	}
}

// Missing names are told once a part, with what is gone.
func TestMissingNames(t *testing.T) {
	b := open(t, filled(t))
	for _, at := range []string{whole, count, "标题"} {
		b.must(b.DeleteDefinedName(&excelize.DefinedName{Name: workbook.Name(at)}))
	}
	r := b.read()
	// What stands in the cells that lost their names is named too.
	if got := problems(r); got != "SRC006 ; SRC006 收到和处理政府信息公开申请情况; SRC010 ; SRC010 " {
		t.Fatal(got)
	}
	if p := r.Problems[1]; p.Args["count"] != "2" || !strings.Contains(p.Phrases["what"].In("zh"), "本年新收") || p.Pos.Named("") == "" {
		t.Errorf("%+v", p)
	}
	if c := cellOf(r, count); c.State != report.Malformed || c.Given {
		t.Errorf("%+v", c)
	}
}

func TestMissingSheet(t *testing.T) {
	b := open(t, filled(t))
	b.must(b.DeleteSheet("三、申请情况"))
	r := b.read()
	if got := problems(r); got != "SRC006 part 收到和处理政府信息公开申请情况" {
		t.Error(got)
	}
}

func TestHiddenRowsAreTold(t *testing.T) {
	b := open(t, filled(t))
	sheet, cell := b.place(count)
	_, row, err := excelize.CellNameToCoordinates(cell)
	b.must(err)
	b.must(b.SetRowVisible(sheet, row, false))
	r := b.read()
	if got := problems(r); got != "SRC006 hidden " {
		t.Fatal(got)
	}
	if c := cellOf(r, count); c.State != report.Number {
		t.Errorf("%+v", c)
	}
}

// A workbook with the official tables and no names is read by their labels.
func TestOwnWorkbook(t *testing.T) {
	want := filled(t)
	strip := func() *book {
		b := open(t, want)
		for _, d := range b.GetDefinedName() {
			if strings.HasPrefix(d.Name, "年报_") {
				b.must(b.DeleteDefinedName(&d))
			}
		}
		b.must(b.DeleteSheet(workbook.Notes))
		for _, sheet := range []string{"填写说明", "校验"} {
			b.must(b.DeleteSheet(sheet))
		}
		return b
	}
	b := strip()
	// Labels as people type them.
	b.must(b.SetCellStr("三、申请情况", "A8", "二、 上年结转政府信息公开申请数量"))
	found, err := b.SearchSheet("三、申请情况", "1.属于国家秘密")
	b.must(err)
	b.must(b.SetCellStr("三、申请情况", found[0], "1、属于国家秘密"))
	b.must(b.InsertRows("二、主动公开", 1, 2))
	r := b.read()
	if r.Unreadable {
		t.Fatalf("%+v", r.Problems)
	}
	for _, p := range r.Problems {
		if p.Rule != "SRC008" && p.Rule != "SRC012" && !(p.Rule == "SRC010" && p.Form == "sheet") {
			t.Errorf("%+v", p)
		}
	}
	for i, p := range r.Parts {
		if p.Table == nil {
			continue
		}
		for _, ref := range p.Table.Refs() {
			if got, w := p.Table.Cell(ref), want.Parts[i].Table.Cell(ref); got.Raw != w.Raw || got.Pos.Named("") == "" {
				t.Errorf("%s: %q at %+v, want %q", p.Table.At(ref), got.Raw, got.Pos, w.Raw)
			}
		}
	}
	if r.Agency.Name.Text != want.Agency.Name.Text || r.YearNumber != want.YearNumber {
		t.Errorf("agency %q, year %d", r.Agency.Name.Text, r.YearNumber)
	}

	b = strip()
	b.must(b.SetCellStr("三、申请情况", "A8", "别的行"))
	r = b.read()
	if got := problems(r); !strings.Contains(got, "SRC006 label 收到和处理政府信息公开申请情况") {
		t.Error(got)
	}
	b = strip()
	_, err = b.NewSheet("副本")
	b.must(err)
	from, err := b.GetSheetIndex("三、申请情况")
	b.must(err)
	to, err := b.GetSheetIndex("副本")
	b.must(err)
	b.must(b.CopySheet(from, to))
	if r = b.read(); !r.Unreadable || r.Problems[0].Form != "ambiguous" {
		t.Errorf("two tables: %s", problems(r))
	}
}

// A copied sheet brings copies of names; the original's hold.
func TestCopiedSheet(t *testing.T) {
	want := filled(t)
	b := open(t, want)
	_, err := b.NewSheet("副本")
	b.must(err)
	b.must(b.SetCellInt("副本", "A1", 999))
	b.must(b.SetDefinedName(&excelize.DefinedName{Name: workbook.Name(count), RefersTo: "副本!$A$1", Scope: "副本"}))
	r := b.read()
	if diff := cmp.Diff(content(t, want), content(t, r)); diff != "" || problems(r) != "SRC010 own " {
		t.Error(diff, problems(r))
	}
}

func TestMendWorkbook(t *testing.T) {
	b := open(t, filled(t))
	b.set(count, "０1２")
	data := b.bytes()
	r := source.Read("a.xlsx", data, options())
	out, changes, _, err := source.Mend(r, data, []edit.Edit{{At: count, To: "12"}, {At: "没有这一格", To: "1"}}, options())
	if err != nil || len(changes) != 1 || changes[0].Was != "０1２" || changes[0].Pos.Named("") == "" {
		t.Fatalf("%+v %v", changes, err)
	}
	again := source.Read("a.xlsx", out, options())
	if c := cellOf(again, count); c.Raw != "12" || c.State != report.Number {
		t.Errorf("%+v", c)
	}
	cellOf(r, count).Raw = "12"
	if diff := cmp.Diff(content(t, r), content(t, again)); diff != "" {
		t.Error(diff)
	}
}

func TestMendText(t *testing.T) {
	for _, tc := range []struct{ name, source, want string }{
		{"a.yaml", "\ufeff年度: 2021\r\n主动公开政府信息情况:\r\n  行政许可: ０12  # 注\r\n  规章: [ 1，2, \"03\",   '4 ']\r\n",
			"\ufeff年度: 2021\r\n主动公开政府信息情况:\r\n  行政许可: 12  # 注\r\n  规章: [ 1，2, \"3\",   '4 ']\r\n"},
		{"a.json", "{\"年度\": 2021,\n \"主动公开政府信息情况\": {\"行政许可\": \"０12\",\n  \"规章\": [\"1\", \"03\", null]}}",
			"{\"年度\": 2021,\n \"主动公开政府信息情况\": {\"行政许可\": \"12\",\n  \"规章\": [\"1\", \"3\", null]}}"},
	} {
		r := source.Read(tc.name, []byte(tc.source), options())
		out, changes, _, err := source.Mend(r, []byte(tc.source), []edit.Edit{
			{At: "主动公开政府信息情况.规章.本年废止件数", To: "3"}, {At: "主动公开政府信息情况.行政许可", To: "12"}}, options())
		if err != nil || len(changes) != 2 {
			t.Fatalf("%s: %+v %v %s", tc.name, changes, err, problems(r))
		}
		if string(out) != tc.want {
			t.Errorf("%s:\n got %q\nwant %q", tc.name, out, tc.want)
		}
	}
}

// Edits of prose change the characters that they name, whatever the text is
// written in.
func TestMendProse(t *testing.T) {
	want := filled(t)
	want.Preamble = &report.Text{Paragraphs: []report.Paragraph{{Text: "第一段,有半角,逗号。"}, {Text: "第二段"}}}
	for _, name := range []string{"a.yaml", "a.json", "a.xlsx"} {
		var b bytes.Buffer
		var err error
		switch name {
		case "a.yaml":
			err = reportfile.WriteYAML(&b, want)
		case "a.json":
			err = reportfile.WriteJSON(&b, want)
		default:
			b.Write(open(t, want).bytes())
		}
		if err != nil {
			t.Fatal(err)
		}
		r := source.Read(name, b.Bytes(), options())
		put := func(paragraph, from, until int, to string) edit.Edit {
			return edit.Edit{At: "导语", Paragraph: paragraph, From: from, Until: until, To: to, Pos: r.Preamble.Paragraphs[paragraph-1].Locate(from, until)}
		}
		out, changes, _, err := source.Mend(r, b.Bytes(), []edit.Edit{put(2, 3, 3, "。"), put(1, 7, 8, "，"), put(1, 3, 4, "，"), put(1, 3, 5, "重叠")}, options())
		if err != nil || len(changes) != 3 || changes[0].Was != "," {
			t.Fatalf("%s: %+v %v", name, changes, err)
		}
		again := source.Read(name, out, options())
		r.Preamble.Paragraphs[0].Text, r.Preamble.Paragraphs[1].Text = "第一段，有半角，逗号。", "第二段。"
		if diff := cmp.Diff(content(t, r), content(t, again)); diff != "" || problems(again) != "" {
			t.Errorf("%s: %s %s", name, diff, problems(again))
		}
	}
}

// A text may run over several lines: a space that is a line break goes with the
// break. What is not written as it reads is left, and so is what would not read
// as asked for; neither keeps the rest from being done.
func TestMendOverLines(t *testing.T) {
	const figure = "\n主动公开政府信息情况: {行政许可: ０12}\n"
	for _, tc := range []struct {
		name, text, want string
		spelt            int
	}{
		{"plain", "甲,\n  乙", "甲，乙", 0},
		{"single", "'甲,\n  乙'", "'甲，乙'", 0},
		{"double", "\"甲,  \n\t 乙\"", "\"甲，乙\"", 0},
		{"folded", ">-\n  甲,\n  乙\n\n  丙", ">-\n  甲，乙\n\n  丙", 0},
		{"folded, blank at the end", ">-\n  甲, \n  乙\n", ">-\n  甲，乙\n", 0},
		{"CR LF", "甲,\r\n  乙", "甲，乙", 0},
		{"escape", `"甲\x2c 乙"`, `"甲\x2c乙"`, 1},
		{"joined", "\"甲, \\\n  乙\"", "\"甲，\\\n  乙\"", 0},
	} {
		before := "导语: " + tc.text + figure
		r := source.Read("a.yaml", []byte(before), options())
		p := &r.Preamble.Paragraphs[0]
		blanks := strings.Count(p.Text, " ")
		out, changes, left, err := source.Mend(r, []byte(before), []edit.Edit{
			{At: "导语", Paragraph: 1, From: 1, Until: 2, To: "，", Pos: p.Locate(1, 2)},
			{At: "导语", Paragraph: 1, From: 2, Until: 2 + blanks, Pos: p.Locate(2, 2+blanks)},
			{At: "主动公开政府信息情况.行政许可", To: "12"}}, options())
		if err != nil || len(changes) != 3-tc.spelt || len(left) != tc.spelt {
			t.Errorf("%s: %+v, left %+v, %v", tc.name, changes, left, err)
		}
		if want := "导语: " + tc.want + strings.Replace(figure, "０12", "12", 1); string(out) != want {
			t.Errorf("%s:\n got %q\nwant %q", tc.name, out, want)
		}
	}
	before := "导语: 甲,乙" + figure
	r := source.Read("a.yaml", []byte(before), options())
	out, changes, left, err := source.Mend(r, []byte(before), []edit.Edit{
		{At: "导语", Paragraph: 1, From: 1, Until: 2, To: ": ", Pos: r.Preamble.Paragraphs[0].Locate(1, 2)},
		{At: "主动公开政府信息情况.行政许可", To: "12"}}, options())
	if err != nil || len(changes) != 1 || len(left) != 1 || left[0].Spelt || string(out) != strings.Replace(before, "０12", "12", 1) {
		t.Errorf("%q %+v, left %+v, %v", out, changes, left, err)
	}
}

// Annotating marks the cells of a copy, which reads as the original does.
func TestAnnotate(t *testing.T) {
	want := filled(t)
	b := open(t, want)
	sheet, cell := b.place(count)
	b.must(b.AddComment(sheet, excelize.Comment{Cell: cell, Author: "张三", Paragraph: []excelize.RichTextRun{{Text: "原有批注"}}}))
	data := b.bytes()
	before := bytes.Clone(data)
	remarks := []edit.Remark{
		{Pos: report.InCell(sheet, cell, 0), Level: 2, Kind: "错误", Rule: "BAL001", Text: "=不平衡", Where: "行，列", Advice: "改"},
		{Pos: report.InCell(sheet, cell, 0), Level: 1, Kind: "警告", Rule: "VAL007", Text: "第二条"},
		{Kind: "警告", Level: 1, Rule: "STR004", Text: "整个文件"},
	}
	var out bytes.Buffer
	if err := workbook.Annotate(&out, data, remarks, edit.Words{Sheet: "校验结果", Summary: "共三条", Fix: "可以改："}); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(before, data) {
		t.Error("the original was touched")
	}
	r := source.Read("out.xlsx", out.Bytes(), options())
	if diff := cmp.Diff(content(t, want), content(t, r)); diff != "" || problems(r) != "" {
		t.Error(diff, problems(r))
	}
	f, err := excelize.OpenReader(&out)
	b.must(err)
	defer f.Close()
	if f.GetSheetList()[0] != "校验结果" {
		t.Errorf("sheets %v", f.GetSheetList())
	}
	comments, err := f.GetComments(sheet)
	b.must(err)
	if len(comments) != 1 || comments[0].Cell != cell {
		t.Fatalf("%+v", comments)
	}
	text := ""
	for _, run := range comments[0].Paragraph {
		text += run.Text
	}
	for _, word := range []string{"原有批注", "【错误 BAL001】=不平衡", "【警告 VAL007】第二条"} {
		if !strings.Contains(text, word) {
			t.Errorf("no %q in %q", word, text)
		}
	}
	id, err := f.GetCellStyle(sheet, cell)
	b.must(err)
	style, err := f.GetStyle(id)
	b.must(err)
	if !slices.Equal(style.Fill.Color, []string{"FF9C9C"}) {
		t.Errorf("fill %v", style.Fill)
	}
	linked, target, err := f.GetCellHyperLink("校验结果", "C4")
	b.must(err)
	if !linked || target != "'"+sheet+"'!"+cell {
		t.Errorf("link %v %q", linked, target)
	}
	// Titles that are printed on every page stay with their sheets.
	for _, d := range f.GetDefinedName() {
		if d.Name == "_xlnm.Print_Titles" && !strings.HasPrefix(strings.ReplaceAll(d.RefersTo, "'", ""), d.Scope+"!") {
			t.Errorf("%s of %s refers to %s", d.Name, d.Scope, d.RefersTo)
		}
	}
}

// The edition that a workbook is laid out on need not be the one in force.
func TestWorkbookOfOtherYear(t *testing.T) {
	old := reporttest.Editions().ByID("2019")
	b := open(t, reporttest.Filled(old))
	b.set(edition.KeyYear, 2023)
	b.set(edition.KeyEdition, nil)
	r := b.read()
	if r.Edition.ID != "2021" || !strings.Contains(problems(r), "STR009") {
		t.Errorf("edition %s, %s", r.Edition.ID, problems(r))
	}
}

// What has lost its cell is called as the sheets call it: a clerk knows no key
// path.
func TestMissingIsCalledAsOnTheSheet(t *testing.T) {
	b := open(t, filled(t))
	for _, at := range []string{"总体情况.主动公开", "机关.名称", count} {
		b.must(b.DeleteDefinedName(&excelize.DefinedName{Name: workbook.Name(at)}))
	}
	var got []string
	for _, p := range b.read().Problems {
		if p.Rule == "SRC006" {
			got = append(got, p.Phrases["what"].In("zh"))
		}
	}
	if want := []string{"“机关名称”", "“（一）主动公开”", "“一、本年新收政府信息公开申请数量 自然人”"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}
