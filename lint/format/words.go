package format

import (
	"fmt"
	"strings"

	"nianbao/lint"
)

// words are the words of the formats themselves, in one language; what is said
// of a finding comes from the catalogue.
type words struct {
	lang                                         string
	severity                                     [3]string
	at, left, right, advice, fix, basis, related string
	bad, good, notice, law, tables               string
	blank, moreBlank, computed                   string
	colon, comma, stop, open, close, plus        string
	clean, summary, leftOut, hidden, nothing     string
	waived, waiver, approved, until, previous    string
}

var languages = map[string]words{
	"zh": {
		severity: [3]string{"提示", "警告", "错误"},
		left:     "左边", right: "右边", advice: "怎么办", fix: "可以改", basis: "依据", related: "有关", at: "位置",
		bad: "会报的写法", good: "不报的写法", notice: "年度报告格式通知", law: "政府信息公开条例", tables: "有关表格",
		blank: "空白", moreBlank: " ＋ 另外%d格没有数字", computed: "系统算出", colon: "：", comma: "，", stop: "。", open: "（", close: "）", plus: " ＋ ",
		clean:   "检查了%d个文件，没有发现问题",
		summary: "检查了%d个文件：%d个错误，%d个警告，%d个提示",
		leftOut: "；%d个省略的总计由系统算出",
		hidden:  "；提示用 --min-severity note 显示",
		nothing: "没有发现问题",
		waived:  "；已豁免%d项", waiver: "已豁免", approved: "批准", until: "到期",
		previous: "上一年度报告",
	},
	"en": {
		severity: [3]string{"note", "warning", "error"},
		left:     "left", right: "right", advice: "what to do", fix: "possible fix", basis: "basis", related: "see", at: "at",
		bad: "Reported", good: "Not reported", notice: "the notice on the form", law: "the Regulations", tables: "tables",
		blank: "blank", moreBlank: " + %d more without a figure", computed: "computed", colon: ": ", comma: ", ", stop: ". ", open: " (", close: ")", plus: " + ",
		clean:   "%d files checked, nothing found",
		summary: "%d files checked: %d errors, %d warnings, %d notes",
		leftOut: "; %d totals that were left out are computed",
		hidden:  "; --min-severity note shows the notes",
		nothing: "nothing found",
		waived:  "; %d waived", waiver: "waived", approved: "approved", until: "until",
		previous: "The report of the year before",
	},
}

// wordsIn returns the words of a language, Chinese where it is unknown.
func wordsIn(lang string) *words {
	w, ok := languages[lang]
	if !ok {
		lang, w = "zh", languages["zh"]
	}
	w.lang = lang
	return &w
}

// sentences joins what is wrong and what to do.
func (w *words) sentences(message, advice string) string {
	if advice == "" {
		return message
	}
	return message + w.stop + advice
}

// conclusion is the last line of a run.
func (w *words) conclusion(t *tally, least lint.Severity) string {
	text := fmt.Sprintf(w.clean, t.files)
	if t.severity != [3]int{} {
		text = fmt.Sprintf(w.summary, t.files, t.severity[lint.Error], t.severity[lint.Warning], t.severity[lint.Note])
	}
	if t.waived > 0 {
		text += fmt.Sprintf(w.waived, t.waived)
	}
	if t.leftOut > 0 {
		text += fmt.Sprintf(w.leftOut, t.leftOut)
	}
	if t.severity[lint.Note] > 0 && least > lint.Note {
		text += w.hidden
	}
	return text
}

// waivedFor says why, by whom and until when a finding is waived.
func (w *words) waivedFor(v *lint.Waiver) string {
	var about []string
	if v.Approved != "" {
		about = append(about, w.approved+w.colon+v.Approved)
	}
	if v.Until != "" {
		about = append(about, w.until+w.colon+v.Until)
	}
	text := w.waiver + w.colon + v.Reason
	if len(about) > 0 {
		text += w.open + strings.Join(about, w.comma) + w.close
	}
	return text
}

// side lists the parts of a sum with their places: those that are not 0, or all
// of a short one. Of many blank cells the first ones are named.
func (w *words) side(terms []lint.Term, sum string) string {
	const short, named = 4, 2
	var parts []string
	blank := 0
	for _, t := range terms {
		if len(terms) > short && t.Value == "0" && !t.Blank {
			continue
		}
		if t.Blank {
			if blank++; blank > named {
				continue
			}
		}
		value := t.Value
		if t.Blank {
			value = w.blank
			if t.Raw != "" {
				value = "“" + t.Raw + "”"
			}
		}
		where := w.computed
		if t.Raw != "" || t.Blank || t.Place.Pos.Named("") != "" {
			where = t.Place.Short(w.lang)
		}
		parts = append(parts, t.Name+" "+value+w.open+where+w.close)
	}
	if len(parts) == 0 {
		return "0"
	}
	text := strings.Join(parts, w.plus)
	if blank > named {
		text += fmt.Sprintf(w.moreBlank, blank-named)
	}
	if len(terms) > 1 {
		text += " = " + sum
	}
	return text
}
