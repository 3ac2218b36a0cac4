package lint

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
)

// unlike are tables whose figures tell the readings of a sentence apart: no two groups of
// table 4, and no rows of table 3 that are taken for each other, are alike.
const unlike = `
主动公开政府信息情况:
  规章: [0, 0, 0]
  行政规范性文件: [4, 2, 15]
  行政许可: 320
  行政处罚: 57
  行政强制: 3
  行政事业性收费: 12.5
收到和处理政府信息公开申请情况:
  本年新收: [86, 7, 0, 0, 2, 1, 96]
  上年结转: [3, 1, 0, 0, 0, 0, 4]
  予以公开: [31, 3, 0, 0, 1, 0, 35]
  部分公开: [9, 1, 0, 0, 0, 0, 10]
  不予公开: {属于行政执法案卷: [6, 0, 0, 0, 0, 0, 6], 属于三类内部事务信息: [4, 0, 0, 0, 0, 0, 4], 保护第三方合法权益: [3, 0, 0, 0, 0, 0, 3]}
  无法提供: {本机关不掌握相关政府信息: [20, 2, 0, 0, 1, 0, 23], 没有现成信息需要另行制作: [2, 0, 0, 0, 0, 0, 2]}
  不予处理: {信访举报投诉类申请: [6, 0, 0, 0, 0, 0, 6], 重复申请: [1, 0, 0, 0, 0, 0, 1]}
  其他处理: {逾期不补正: [2, 1, 0, 0, 0, 0, 3], 其他: [0, 0, 0, 0, 0, 1, 1]}
  总计: [84, 7, 0, 0, 2, 1, 94]
  结转下年度: [5, 1, 0, 0, 0, 0, 6]
行政复议行政诉讼情况:
  行政复议: [5, 2, 1, 1, 9]
  未经复议直接起诉: [3, 0, 1, 1, 5]
  复议后起诉: [2, 1, 0, 0, 3]
`

// otherwise are the same with other rows.
var otherwise = map[string]*strings.Replacer{
	"": strings.NewReplacer(),
	"nothing carried in": strings.NewReplacer("上年结转: [3, 1, 0, 0, 0, 0, 4]", "上年结转: [0, 0, 0, 0, 0, 0, 0]",
		"结转下年度: [5, 1, 0, 0, 0, 0, 6]", "结转下年度: [2, 0, 0, 0, 0, 0, 2]"),
	"two carried out": strings.NewReplacer("本年新收: [86, 7, 0, 0, 2, 1, 96]", "本年新收: [83, 6, 0, 0, 2, 1, 92]",
		"结转下年度: [5, 1, 0, 0, 0, 0, 6]", "结转下年度: [2, 0, 0, 0, 0, 0, 2]"),
}

// Sentences of the kinds that offices write, true ones and false, against the tables:
// anywhere in part one the true stay silent and the false have the findings that they
// are listed with, one for each number.
func TestClaimsAgainstTables(t *testing.T) {
	data, err := os.ReadFile("testdata/claims/against-tables.yaml")
	if err != nil {
		t.Fatal(err)
	}
	type sentence struct {
		Says       string   `yaml:"says"`
		Rules      []string `yaml:"rules"`
		Tables     string   `yaml:"tables"`
		Government bool     `yaml:"government"`
	}
	var kinds []struct {
		Kind   string     `yaml:"kind"`
		Silent []sentence `yaml:"silent"`
		Fires  []sentence `yaml:"fires"`
	}
	if err := yaml.Load(data, &kinds, yaml.WithKnownFields()); err != nil {
		t.Fatal(err)
	}
	c := catalogue(t)
	for _, kind := range kinds {
		t.Run(kind.Kind, func(t *testing.T) {
			for _, s := range append(kind.Silent, kind.Fires...) {
				head := ""
				if s.Government {
					head = "机关: {名称: 青河区人民政府, 类型: 县级政府}\n"
				}
				tables := otherwise[s.Tables]
				if tables == nil {
					t.Fatalf("%s: no tables %q", s.Says, s.Tables)
				}
				// Both where the topic is not said and under the heading of applications.
				says := fmt.Sprintf("%s总体情况: {概述: %q, 依申请公开: %[2]q}\n%s", head, s.Says, tables.Replace(unlike))
				var rules, messages []string
				for _, f := range lintFragment(t, c, says) {
					if strings.HasPrefix(f.Rule, "TXT") && f.Rule != "TXT009" {
						rules, messages = append(rules, f.Rule), append(messages, c.Message(&f, "zh"))
					}
				}
				if want := append(s.Rules, s.Rules...); !slices.Equal(rules, want) {
					t.Errorf("%s\nwant twice %v, found %q", s.Says, s.Rules, messages)
				}
			}
		})
	}
}
