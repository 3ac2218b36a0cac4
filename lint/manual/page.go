package manual

import (
	_ "embed"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/template"

	"nianbao/lint"
	"nianbao/lint/fragment"
	"nianbao/rules"
)

// words are what a page says beside the rules' own words.
type words struct {
	Severity                                           map[string]string
	Some, Since, Why, Basis, Advice, Bad, Good, Output string
	Before, Traps, Comma, Open, Close, Colon           string
	notice, tables                                     string
	listSeparator, Fixed                               string
	kinds                                              map[fragment.Kind]string
}

var languages = map[string]*words{
	"zh": {
		Severity: map[string]string{"error": "错误", "warning": "警告", "note": "提示"},
		Some:     "有的情形为", Since: "%s版起", Why: "为什么", Basis: "依据", Advice: "怎么办",
		Bad: "会报的写法", Good: "不报的写法", Output: "报出的结果", Before: "上一年度报告", Traps: "不报的情形",
		Comma: "，", Open: "（", Close: "）", Colon: "：", notice: "年度报告格式通知", tables: "有关表格", listSeparator: "、", Fixed: "不能豁免",
		kinds: map[fragment.Kind]string{fragment.File: "整个文件", fragment.Workbook: "在Excel工作簿上的改动", fragment.Pack: "规则包"},
	},
	"en": {
		Severity: map[string]string{"error": "error", "warning": "warning", "note": "note"},
		Some:     "in some cases ", Since: "since %s", Why: "Why", Basis: "Basis", Advice: "What to do",
		Bad: "Reported", Good: "Not reported", Output: "What is printed", Before: "The year before", Traps: "Never reported",
		Comma: ", ", Open: " (", Close: ")", Colon: ": ", notice: "the notice on the form", tables: "tables", listSeparator: ", ", Fixed: "It cannot be waived",
		kinds: map[fragment.Kind]string{fragment.File: "the whole file", fragment.Workbook: "changes made in the workbook", fragment.Pack: "a rule pack"},
	},
}

// entry is what a page says of one rule.
type entry struct {
	*words
	ID, Title, Level, Reason, Rests, Do string
	Earlier, BadExample, GoodExample    string
	Printed                             string
	NotReported                         []string
	Never                               bool
}

// entry gathers what there is to say of a rule.
func (m *Manual) entry(rule *lint.Rule, lang string) (*entry, error) {
	w := languages[lang]
	if w == nil {
		w = languages["zh"]
	}
	printed, err := m.Output(rule, lang)
	if err != nil {
		return nil, err
	}
	return &entry{
		words: w, ID: rule.ID, Title: rule.Title.In(lang), Level: w.level(rule), Reason: rule.Why.In(lang),
		Rests: w.basis(rule.Basis), Do: plain(rule.Advice.In(lang)),
		Earlier: rule.Previous, BadExample: w.example(rule.Bad), GoodExample: w.example(rule.Good), Printed: printed, NotReported: rule.Traps,
		Never: rule.Waiver == "never",
	}, nil
}

// example is an example as users read it: what is no fragment of a report says
// so in a comment.
func (w *words) example(text string) string {
	kind, text := fragment.Split(text)
	if note := w.kinds[kind]; note != "" {
		return "# " + note + "\n" + text
	}
	return text
}

// level is a rule's severity, with those of its forms that differ, and the
// version that brought it.
func (w *words) level(rule *lint.Rule) string {
	text := w.Severity[rule.Severity]
	var others []string
	for _, f := range rule.Forms {
		if name := w.Severity[f.Severity]; f.Severity != "" && f.Severity != rule.Severity && !slices.Contains(others, name) {
			others = append(others, name)
		}
	}
	if len(others) > 0 {
		text += w.Open + w.Some + strings.Join(others, w.listSeparator) + w.Close
	}
	return text + w.Comma + fmt.Sprintf(w.Since, rule.Since)
}

// basis puts general words where a finding names the edition's own notice.
func (w *words) basis(text string) string {
	return strings.NewReplacer("{notice}", w.notice, "{law}", "中华人民共和国政府信息公开条例", "表{part}", w.tables).Replace(text)
}

// plain shows the places of arguments in a text as ……, because only a finding
// fills them.
func plain(text string) string {
	var b strings.Builder
	depth := 0
	for _, r := range text {
		switch {
		case r == '{':
			depth++
			b.WriteString("……")
		case r == '}':
			depth--
		case depth == 0:
			b.WriteRune(r)
		}
	}
	return b.String()
}

//go:embed explain.tmpl
var explainPage string

//go:embed readme.tmpl
var readmePage string

var functions = template.FuncMap{
	"indent": indent,
	"trim":   func(s string) string { return strings.TrimRight(s, "\n") },
}

// indent sets the lines of a text in, blank ones left alone.
func indent(s string) string {
	return strings.ReplaceAll("  "+strings.ReplaceAll(strings.TrimRight(s, "\n"), "\n", "\n  "), "  \n", "\n")
}

// Explain writes all there is to say of a rule, for a terminal.
func (m *Manual) Explain(w io.Writer, rule *lint.Rule, lang string) error {
	e, err := m.entry(rule, lang)
	if err != nil {
		return err
	}
	page, err := template.New("explain").Funcs(functions).Parse(explainPage)
	if err != nil {
		return err
	}
	return page.Execute(w, e)
}

// family is the rules whose IDs have a prefix in common.
type family struct {
	Prefix, Name string
	Entries      []*entry
}

// families are the prefixes in the order of the catalogue, and what they are
// about.
var families = [][2]string{
	{"SRC", "读取文件"}, {"STR", "结构：六个部分"}, {"VAL", "单元格"}, {"BAL", "勾稽"}, {"TXT", "文字与表格"}, {"YOY", "跨年比对"},
	{"DAT", "日期与依据"}, {"WRD", "用词"}, {"PUN", "标点与序号"}, {"PRV", "个人信息"}, {"FNT", "字体"}, {"AGG", "汇总"}, {"IGN", "豁免"}, {"PCK", "规则包"},
}

// Readme writes rules/README.md, which also tells of the profiles named.
func (m *Manual) Readme(w io.Writer, profiles []string) error {
	var all []*family
	for _, f := range families {
		fam := &family{Prefix: f[0], Name: f[1]}
		for _, rule := range m.catalogue.Rules() {
			if strings.HasPrefix(rule.ID, f[0]) {
				e, err := m.entry(rule, "zh")
				if err != nil {
					return err
				}
				fam.Entries = append(fam.Entries, e)
			}
		}
		if len(fam.Entries) > 0 {
			all = append(all, fam)
		}
	}
	page, err := template.New("readme").Funcs(functions).Parse(readmePage)
	if err != nil {
		return err
	}
	profile, err := rules.Files.ReadFile("profiles/municipality-example.yaml")
	if err != nil {
		return err
	}
	pack, err := rules.Files.ReadFile("packs/example.yaml")
	if err != nil {
		return err
	}
	return page.Execute(w, map[string]any{"Families": all, "Count": len(m.catalogue.Rules()), "Profiles": profiles,
		"Municipality": string(profile), "Pack": string(pack)})
}
