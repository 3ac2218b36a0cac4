package workbook

// What the template says in cells that are not to be filled in stands here, so
// that the reader knows it for the template's own.
const (
	// EndOfSection closes a text on a sheet of prose, EndOfPart the sheet,
	// EndOfSheet the sheet of what belongs to no part.
	EndOfSection = "（本小节到此为止）"
	EndOfPart    = "（本部分到此为止）"
	EndOfSheet   = "（本表到此为止）"
	// Undivided labels the text of a part that the author does not divide.
	Undivided = "正文（不分小节的写在这里）"
	// WaiverNote stands beside the list of waivers, WaiverPlace shows at its places.
	WaiverNote  = "不予纠正的检查结果，须写明理由。不写位置的，对整份报告有效。"
	WaiverPlace = "照检查结果写：单元格（如 F12，或者 三、申请情况!F12），或者部分、行、列的名称（如 （七）总计，自然人）。不写的，这条规则在整份报告中都豁免。"

	// ProseAdvice and PasteAdvice stand above the texts.
	ProseAdvice = "浅黄色的单元格填正文：一行一段，也可以在一格里写几段（按Alt+Enter另起一段）；段首不用空格，标题的序号自动编排，不要写。"
	PasteAdvice = "从Word粘贴几段文字：选中本小节的第一个空格粘贴，一段占一行；提示单元格受保护时，是本小节的行不够，什么也没有粘贴，可双击单元格后再粘贴（几段进入同一格），或者先在本小节中插入行。"
)

// EndOf closes a list.
func EndOf(list string) string { return "（" + list + "到此为止）" }
