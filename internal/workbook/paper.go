package workbook

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"nianbao/internal/message"
	"nianbao/internal/workbook/ooxml"
)

// paper is the package of a workbook under change. The library that reads
// workbooks writes all parts anew and keeps of them what it knows, so that
// colours of a theme, comments under other names and much else is lost; here
// only the bytes change that have to.
type paper struct {
	*ooxml.Package
	main   string // the part that lists the sheets
	sheets []paperSheet
}

// paperSheet is a sheet as the workbook lists it.
type paperSheet struct{ title, part string }

// openPaper opens the package of a workbook after a look at what is in it.
func openPaper(data []byte) (*paper, error) {
	if _, failed := checkWorkbook(data); failed != nil {
		return nil, fmt.Errorf("SRC001 %s", failed.Form)
	}
	p, err := ooxml.Open(data)
	if err != nil {
		return nil, err
	}
	b := &paper{Package: p}
	if b.main, err = p.Related("", "officeDocument"); err != nil {
		return nil, err
	}
	return b, b.list()
}

// list reads which sheets there are.
func (b *paper) list() error {
	m, err := b.Markup(b.main)
	if err != nil {
		return err
	}
	related, err := b.Relationships(b.main)
	if err != nil {
		return err
	}
	b.sheets = nil
	for _, e := range m.Root.Child("sheets").All("sheet") {
		at := slices.IndexFunc(related, func(r ooxml.Relationship) bool { return r.ID == e.Reference() })
		if at < 0 || related[at].Part == "" {
			return errors.New("a sheet has no part")
		}
		b.sheets = append(b.sheets, paperSheet{e.Attr("name"), related[at].Part})
	}
	return nil
}

// sheet is the part of a sheet, "" where there is none of that title.
func (b *paper) sheet(title string) string {
	for _, s := range b.sheets {
		if s.title == title {
			return s.part
		}
	}
	return ""
}

// altered changes the package of a workbook and writes it.
func altered(w io.Writer, data []byte, change func(*paper) error) error {
	var out bytes.Buffer
	if err := alteredTo(&out, data, change); err != nil {
		return message.New("工作簿的内部结构有误，不能在其中改动：请用 Excel 或 WPS 打开，另存为新的 .xlsx 后再试",
			"the workbook is not built as workbooks are, and cannot be changed: open it in Excel or WPS, save it as a new .xlsx and try again")
	}
	_, err := w.Write(out.Bytes())
	return err
}

func alteredTo(out io.Writer, data []byte, change func(*paper) error) (err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("%v", fault)
		}
	}()
	b, err := openPaper(data)
	if err != nil {
		return err
	}
	if err := change(b); err != nil {
		return err
	}
	return b.Zip(out)
}

// Order of the children that the schema fixes (ECMA-376 part 1, annex A.2):
// Excel calls a file damaged that has another.
var (
	bookOrder = strings.Fields(`fileVersion fileSharing workbookPr workbookProtection bookViews sheets functionGroups externalReferences definedNames
		calcPr oleSize customWorkbookViews pivotCaches smartTagPr smartTagTypes webPublishing fileRecoveryPr webPublishObjects extLst`)
	sheetOrder = strings.Fields(`sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection protectedRanges scenarios
		autoFilter sortState dataConsolidate customSheetViews mergeCells phoneticPr conditionalFormatting dataValidations hyperlinks printOptions
		pageMargins pageSetup headerFooter rowBreaks colBreaks customProperties cellWatches ignoredErrors smartTags drawing legacyDrawing
		legacyDrawingHF drawingHF picture oleObjects controls webPublishItems tableParts extLst`)
	styleOrder = strings.Fields(`numFmts fonts fills borders cellStyleXfs cellXfs cellStyles dxfs tableStyles colors extLst`)
)
