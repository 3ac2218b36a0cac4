package format

// htmlWords are the words of the page. Those that hold a verb (%d, %s) take a
// count or a name.
type htmlWords struct {
	*words
	Title, Skip, Footer                         string
	Files, CleanFiles, Unreadable               string
	Error, Warning, Note                        string
	Overview, Number, Office, Year, State, File string
	// States are what a file comes to; see htmlFile.State.
	States                                                  map[string]string
	Common, Rule, RuleTitle, Severity, FileCount, Count     string
	AllRules, OfficeHint, Reset, Showing, None              string
	OfYear, OfEdition, LeftOutTotals, Top                   string
	Whole, Table, Bad, RelatedCell, Computed, FindingNumber string
	LeftSide, RightSide, Advice, Fix, FixSafe, At           string
	Related, More, Basis, WaivedCount                       string
}

// Severities are the severities as words.
func (w *htmlWords) Severities() [3]string { return w.severity }

var htmlLanguages = map[string]htmlWords{
	"zh": {
		Title: "政府信息公开工作年度报告检查结果", Skip: "跳到正文",
		Footer: "本页由年报检查工具nianbao生成，不联网即可查看、打印。数字以台账为准。",
		Files:  "份报告", CleanFiles: "份没有问题", Unreadable: "份读不出",
		Error: "处错误", Warning: "处警告", Note: "处提示",
		Overview: "各机关一览", Number: "序号", Office: "机关", Year: "年度", State: "结论", File: "文件",
		States: map[string]string{"unreadable": "读不出", "error": "须改正", "warning": "请核对", "note": "仅有提示", "clean": "没有问题"},
		Common: "常见问题", Rule: "规则", RuleTitle: "检查内容", Severity: "级别", FileCount: "涉及报告", Count: "处数",
		AllRules: "全部规则", OfficeHint: "机关或文件名", Reset: "全部显示",
		Showing: "显示%d条，共%d条", None: "没有符合条件的问题",
		OfYear: "%s年度", OfEdition: "%s版格式", LeftOutTotals: "%d个省略的总计由系统算出", Top: "回到一览",
		Whole: "报告整体", Table: "本部分表格", Bad: "有问题", RelatedCell: "有关", Computed: "省略的总计，由系统算出", FindingNumber: "见第%d条",
		LeftSide: "左边", RightSide: "右边", Advice: "怎么办", Fix: "可以改", FixSafe: "可自动改", At: "位置",
		Related: "有关", More: "另有%d处", Basis: "依据", WaivedCount: "已豁免",
	},
	"en": {
		Title: "Annual reports on government information disclosure: findings", Skip: "Skip to content",
		Footer: "Made by nianbao, the checker of annual reports; it needs no network to be read or printed. The office’s own register decides.",
		Files:  "reports", CleanFiles: "without a fault", Unreadable: "unreadable",
		Error: "errors", Warning: "warnings", Note: "notes",
		Overview: "Overview", Number: "No.", Office: "Office", Year: "Year", State: "Result", File: "File",
		States: map[string]string{"unreadable": "unreadable", "error": "to correct", "warning": "to check", "note": "notes only", "clean": "no fault"},
		Common: "Most frequent", Rule: "Rule", RuleTitle: "What is checked", Severity: "Severity", FileCount: "Reports", Count: "Places",
		AllRules: "all rules", OfficeHint: "office or file name", Reset: "Show all",
		Showing: "%d of %d findings", None: "Nothing matches",
		OfYear: "%s", OfEdition: "form of %s", LeftOutTotals: "%d totals that were left out are computed", Top: "Back to overview",
		Whole: "The report as a whole", Table: "The table of this part", Bad: "at fault", RelatedCell: "related", Computed: "left out, computed", FindingNumber: "see finding %d",
		LeftSide: "Left", RightSide: "Right", Advice: "What to do", Fix: "Possible fix", FixSafe: "Safe fix", At: "Place",
		Related: "See also", More: "and %d more", Basis: "Basis", WaivedCount: "Waived",
	},
}
