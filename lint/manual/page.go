package manual

import (
	_ "embed"
	"io"
	"slices"
	"strings"
	"text/template"

	"go.yaml.in/yaml/v4"

	"nianbao/internal/message"
	"nianbao/lint"
	"nianbao/lint/fragment"
	"nianbao/rules"
)

// pageWords are what a page says beside the rules' own words, by the names that
// the templates give them.
var pageWords = map[string]message.Text{
	"Why":    {ZH: "为什么", EN: "Why"},
	"Basis":  {ZH: "依据", EN: "Basis"},
	"Advice": {ZH: "怎么办", EN: "What to do"},
	"Bad":    {ZH: "会报的写法", EN: "Reported"},
	"Good":   {ZH: "不报的写法", EN: "Not reported"},
	"Output": {ZH: "报出的结果", EN: "What is printed"},
	"Before": {ZH: "上一年度报告", EN: "The year before"},
	"Traps":  {ZH: "不报的情形", EN: "Never reported"},
	"Fixed":  {ZH: "不能豁免", EN: "It cannot be waived"},
	"Colon":  {ZH: "：", EN: ": "},
}

// kindWords say of an example what it is, where it is no fragment of a report.
var kindWords = map[fragment.Kind]message.Text{
	fragment.File:     {ZH: "整个文件", EN: "the whole file"},
	fragment.Workbook: {ZH: "在Excel工作簿上的改动", EN: "changes made in the workbook"},
	fragment.Pack:     {ZH: "规则包", EN: "a rule pack"},
}

// entry is what a page says of one rule.
type entry struct {
	lang                                string
	ID, Title, Level, Reason, Rests, Do string
	Earlier, BadExample, GoodExample    string
	Printed                             string
	NotReported                         []string
	Never                               bool
}

// Say is one of pageWords in the page's language.
func (e *entry) Say(name string) string { return pageWords[name].In(e.lang) }

// entry gathers what there is to say of a rule.
func (m *Manual) entry(rule *lint.Rule, lang string) (*entry, error) {
	printed, err := m.Output(rule, lang)
	if err != nil {
		return nil, err
	}
	var traps []string
	for _, trap := range rule.Traps {
		traps = append(traps, trap.In(lang))
	}
	return &entry{
		lang: lang, ID: rule.ID, Title: rule.Title.In(lang), Level: level(rule).In(lang), Reason: rule.Why.In(lang),
		Rests: basis(rule.Basis, lang), Do: message.General(rule.Advice.In(lang), "……"),
		Earlier: rule.Previous, BadExample: example(rule.Bad, lang), GoodExample: example(rule.Good, lang), Printed: printed, NotReported: traps,
		Never: rule.Waiver == "never",
	}, nil
}

// example is an example as users read it: what is no fragment of a report says
// so in a comment.
func example(text, lang string) string {
	kind, text := fragment.Split(text)
	if note, ok := kindWords[kind]; ok {
		return "# " + note.In(lang) + "\n" + text
	}
	return text
}

// level is a rule's severity, with those of its forms that differ, and the
// version that brought it.
func level(rule *lint.Rule) message.Phrase {
	var others message.List
	for _, f := range rule.Forms {
		if name := severity(f.Severity); f.Severity != "" && f.Severity != rule.Severity && !slices.Contains(others, name) {
			others = append(others, name)
		}
	}
	text := message.Text{ZH: "{level}，{since}版起", EN: "{level}, since {since}"}
	if len(others) > 0 {
		text = message.Text{ZH: "{level}（有的情形为{others}），{since}版起", EN: "{level} (in some cases {others}), since {since}"}
	}
	return text.With("level", severity(rule.Severity), "others", others, "since", rule.Since)
}

func severity(name string) any {
	s, _ := lint.ParseSeverity(name) // the catalogue has no other
	return s.Words()
}

// basis puts general words where a finding names the edition's own notice.
func basis(text, lang string) string {
	notice := message.Text{ZH: "年度报告格式通知", EN: "the notice on the form"}
	tables := message.Text{ZH: "有关表格", EN: "tables"}
	return strings.NewReplacer("{notice}", notice.In(lang), "{law}", "中华人民共和国政府信息公开条例", "表{part}", tables.In(lang)).Replace(text)
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

// kindGuide is what is told of the kinds that packs may use: what each does, its
// params and what its messages may speak of.
type kindGuide struct {
	Kinds []struct {
		Kind   string `yaml:"kind"`
		Does   string `yaml:"does"`
		Params []struct {
			Keys  []string `yaml:"keys"`
			Means string   `yaml:"means"`
		} `yaml:"params"`
		Args []string `yaml:"args"`
		Note string   `yaml:"note"`
	} `yaml:"kinds"`
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
	told, err := rules.Files.ReadFile("kinds.yaml")
	if err != nil {
		return err
	}
	var kinds kindGuide
	if err := yaml.Load(told, &kinds, yaml.WithKnownFields()); err != nil {
		return err
	}
	return page.Execute(w, map[string]any{"Kinds": kinds.Kinds, "Families": all, "Count": len(m.catalogue.Rules()), "Profiles": profiles,
		"Municipality": string(profile), "Pack": string(pack)})
}
