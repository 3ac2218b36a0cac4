package format

import (
	"strings"

	"nianbao/internal/message"
	"nianbao/lint"
)

// words say what the formats themselves say, in one language; what is said of a
// finding comes from the catalogue.
type words struct{ lang string }

func (w *words) say(t message.Text, pairs ...any) string { return t.With(pairs...).In(w.lang) }

// The words of the formats.
var (
	sayAt       = message.Text{ZH: "位置", EN: "at"}
	sayLeft     = message.Text{ZH: "左边", EN: "left"}
	sayRight    = message.Text{ZH: "右边", EN: "right"}
	sayAdvice   = message.Text{ZH: "怎么办", EN: "what to do"}
	sayFix      = message.Text{ZH: "可以改", EN: "possible fix"}
	sayBasis    = message.Text{ZH: "依据", EN: "basis"}
	sayRelated  = message.Text{ZH: "有关", EN: "see"}
	sayNothing  = message.Text{ZH: "没有发现问题", EN: "nothing found"}
	sayLabelled = message.Text{ZH: "{label}：{text}", EN: "{label}: {text}"}
	sayBoth     = message.Text{ZH: "{message}。{advice}", EN: "{message}. {advice}"}

	sayBad      = message.Text{ZH: "会报的写法", EN: "Reported"}
	sayGood     = message.Text{ZH: "不报的写法", EN: "Not reported"}
	sayPrevious = message.Text{ZH: "上一年度报告", EN: "The report of the year before"}
	sayNotice   = message.Text{ZH: "年度报告格式通知", EN: "the notice on the form"}
	sayLaw      = message.Text{ZH: "政府信息公开条例", EN: "the Regulations"}
	sayTables   = message.Text{ZH: "有关表格", EN: "tables"}

	sayClean   = message.Text{ZH: "检查了{files}个文件，没有发现问题", EN: "{files} {files:file|files} checked, nothing found"}
	saySummary = message.Text{ZH: "检查了{files}个文件：{errors}个错误，{warnings}个警告，{notes}个提示",
		EN: "{files} {files:file|files} checked: {errors} {errors:error|errors}, {warnings} {warnings:warning|warnings}, {notes} {notes:note|notes}"}
	sayWaived = message.Text{ZH: "；已豁免{count}项", EN: "; {count} waived"}
	sayTotals = message.Text{ZH: "；{count}个省略的总计由系统算出", EN: "; {count} {count:total that was left out is|totals that were left out are} computed"}
	sayHidden = message.Text{ZH: "；提示用 --min-severity note 显示", EN: "; --min-severity note shows the notes"}

	sayWaiver = message.Text{ZH: "已豁免：{reason}", EN: "waived: {reason}"}
	sayAbout  = message.Text{ZH: "（{about}）", EN: " ({about})"}
	// sayEverywhere is said of a waiver without a place.
	sayEverywhere = message.Text{ZH: "没有写位置，对整份报告有效", EN: "no place given: holds for the whole report"}
	sayApproved   = message.Text{ZH: "批准：{by}", EN: "approved: {by}"}
	sayUntil      = message.Text{ZH: "到期：{day}", EN: "until: {day}"}
	comma         = message.Text{ZH: "，", EN: ", "}

	sayTerm      = message.Text{ZH: "{name} {value}（{where}）", EN: "{name} {value} ({where})"}
	sayBlank     = message.Text{ZH: "空白", EN: "blank"}
	sayComputed  = message.Text{ZH: "系统算出", EN: "computed"}
	plus         = message.Text{ZH: " ＋ ", EN: " + "}
	sayMoreBlank = message.Text{ZH: " ＋ 另外{count}格没有数字", EN: " + {count} more without a figure"}
)

// wordsIn returns the words of a language.
func wordsIn(lang string) *words { return &words{lang} }

// sentences joins what is wrong and what to do.
func (w *words) sentences(message, advice string) string {
	if advice == "" {
		return message
	}
	return w.say(sayBoth, "message", message, "advice", advice)
}

// labelled is a text with what it is.
func (w *words) labelled(label message.Text, text string) string {
	return w.say(sayLabelled, "label", label, "text", text)
}

// conclusion is the last line of a run.
func (w *words) conclusion(t *tally, least lint.Severity) string {
	text := w.say(sayClean, "files", t.files)
	if t.severity != [3]int{} {
		text = w.say(saySummary, "files", t.files, "errors", t.severity[lint.Error], "warnings", t.severity[lint.Warning], "notes", t.severity[lint.Note])
	}
	if t.waived > 0 {
		text += w.say(sayWaived, "count", t.waived)
	}
	if t.leftOut > 0 {
		text += w.say(sayTotals, "count", t.leftOut)
	}
	if t.severity[lint.Note] > 0 && least > lint.Note {
		text += w.say(sayHidden)
	}
	return text
}

// waivedFor says why, by whom and until when a finding is waived.
func (w *words) waivedFor(v *lint.Waiver) string {
	about := message.Joined{By: comma}
	if v.Approved != "" {
		about.Items = append(about.Items, sayApproved.With("by", v.Approved))
	}
	if v.Until != "" {
		about.Items = append(about.Items, sayUntil.With("day", v.Until))
	}
	if strings.TrimSpace(v.At) == "" {
		about.Items = append(about.Items, sayEverywhere)
	}
	text := w.say(sayWaiver, "reason", v.Reason)
	if len(about.Items) > 0 {
		text += w.say(sayAbout, "about", about)
	}
	return text
}

// side lists the parts of a sum with their places: those that are not 0, or all
// of a short one. Of many blank cells the first ones are named.
func (w *words) side(terms []lint.Term, sum string) string {
	const short, named = 4, 2
	parts := message.Joined{By: plus}
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
			value = w.say(sayBlank)
			if t.Raw != "" {
				value = "“" + t.Raw + "”"
			}
		}
		where := w.say(sayComputed)
		if t.Raw != "" || t.Blank || t.Place.Pos.Named("") != "" {
			where = t.Place.Short(w.lang)
		}
		parts.Items = append(parts.Items, sayTerm.With("name", t, "value", value, "where", where))
	}
	if len(parts.Items) == 0 {
		return "0"
	}
	text := parts.In(w.lang)
	if blank > named {
		text += w.say(sayMoreBlank, "count", blank-named)
	}
	if len(terms) > 1 {
		text += " = " + sum
	}
	return text
}
